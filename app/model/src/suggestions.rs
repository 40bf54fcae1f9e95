//! What someone who types may mean.

use serde::{Deserialize, Serialize};

/// A list that what is typed may lead to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Suggestion {
    /// The parameter of the list that it sets: `q` for an occupation, else `sector`, `place` or `employer`.
    pub parameter: String,
    /// The value of that parameter.
    pub value: String,
    /// Its name in the reader's language.
    pub label: String,
    /// The name that begins as typed, when the label does not show it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matched: Option<String>,
    /// How many opportunities are open.
    pub count: u64,
}
