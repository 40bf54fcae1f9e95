//! What the operator tells every page.

use crate::dates::Date;
use serde::{Deserialize, Serialize};

/// Facts about this installation that a page shows. They cross hydration with the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    /// Origin of canonical links, without a trailing slash.
    pub public_url: String,
    /// True when the opportunities are invented.
    pub sample: bool,
    /// The day the page was made, in America/Toronto.
    pub today: Date,
}
