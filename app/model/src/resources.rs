//! Resources: the guides to settling, and the few pages about the site itself.

use crate::dates::Date;
use crate::facts::{Fact, Standing};
use crate::locale::{Behind, Locale, Localized};
use crate::opportunities::Audience;
use serde::{Deserialize, Serialize};

words! {
    /// Where a reader stands on the way here.
    Stage {
        /// Wondering whether to come.
        Explore = "explore",
        /// Preparing to come.
        Prepare = "prepare",
        /// The first weeks.
        Arrive = "arrive",
        /// The first years.
        Settle = "settle",
        /// Not a guide: a page about the site.
        Site = "site",
    }
}

impl Stage {
    /// The four stages of a guide, in order.
    pub const GUIDES: &'static [Self] = &[Self::Explore, Self::Prepare, Self::Arrive, Self::Settle];
}

/// A resource as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ResourceItem {
    /// Its key.
    pub key: String,
    /// The last part of its page's path.
    pub slug: String,
    /// Where it belongs.
    pub stage: Stage,
    /// For whom.
    pub audience: Vec<Audience>,
    /// Its title.
    pub title: String,
    /// What it tells.
    pub summary: String,
    /// When it was last verified.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = "date"))]
    pub checked: Date,
    /// True past its review date.
    pub stale: bool,
    /// The language of the texts.
    pub lang: Locale,
}

/// A source of a resource.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Source {
    /// Publisher and title.
    pub title: String,
    /// Where to read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The year of the source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<i64>,
    /// How we know.
    pub standing: Standing,
}

/// A resource with its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Resource {
    /// Its key.
    pub key: String,
    /// The last part of its page's path, in the reader's language.
    pub slug: String,
    /// The same in each language.
    pub slugs: Localized<String>,
    /// Where it belongs.
    pub stage: Stage,
    /// For whom.
    pub audience: Vec<Audience>,
    /// Its title.
    pub title: String,
    /// What it tells.
    pub summary: String,
    /// Its text, as safe HTML.
    pub body_html: String,
    /// The figures in its margin.
    pub facts: Vec<Fact>,
    /// Its sources.
    pub sources: Vec<Source>,
    /// When it was last verified.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = "date"))]
    pub checked: Date,
    /// When it must be verified again.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = "date"))]
    pub review: Date,
    /// True past its review date.
    pub stale: bool,
    /// The language of the texts.
    pub lang: Locale,
    /// Set when the translation is older than the French text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub behind: Option<Behind>,
}
