//! Lists.

use serde::{Deserialize, Serialize};

/// A whole list: every item there is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Items<T> {
    /// The items, in reading order.
    pub items: Vec<T>,
}

/// One value of a facet and how many results it would give.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FacetValue {
    /// The word to put in the query, `not_stated` included.
    pub value: String,
    /// The name in the reader's language, where the server is the one to know it (sectors, places, employers); else the
    /// value itself.
    pub label: String,
    /// Results with this value, whatever the facet's own selection.
    pub count: u64,
}
