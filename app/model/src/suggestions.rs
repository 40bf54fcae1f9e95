//! What someone who types may mean.

use serde::{Deserialize, Serialize};

words! {
    /// What a suggestion is.
    Suggests {
        /// What people do for a living.
        Occupation = "occupation",
        /// A sector of the region.
        Sector = "sector",
        /// A place of the region.
        Place = "place",
        /// An employer or a host.
        Employer = "employer",
    }
}

/// A list that what is typed may lead to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Suggestion {
    /// What it is.
    pub suggests: Suggests,
    /// Its name in the reader's language.
    pub label: String,
    /// The name that begins as typed, when the label does not show it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matched: Option<String>,
    /// The query string of its list.
    pub query: String,
    /// How many opportunities are open.
    pub count: u64,
}
