//! Places: one key for *Québec*, *Quebec* and *Ville de Québec*.

use serde::{Deserialize, Serialize};

words! {
    /// What a place is.
    PlaceKind {
        /// A municipality.
        City = "city",
        /// A borough of the city of Québec.
        Borough = "borough",
        /// An administrative region.
        Region = "region",
        /// A country.
        Country = "country",
    }
}

/// A place in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlaceRef {
    /// Its key, as filters use it.
    pub key: String,
    /// Its name.
    pub label: String,
}
