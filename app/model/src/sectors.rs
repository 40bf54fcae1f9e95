//! Sectors where the region excels.

use crate::facts::{Fact, Standing};
use crate::locale::{Behind, Locale};
use serde::{Deserialize, Serialize};

/// A sector as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SectorItem {
    /// Its key, as filters use it.
    pub key: String,
    /// The last part of its page's path.
    pub slug: String,
    /// Its name.
    pub title: String,
    /// What it is here.
    pub summary: String,
    /// The one fact to know, in words.
    pub teaser: String,
    /// The figure that opens its page, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fact: Option<Fact>,
    /// Opportunities open now.
    pub opportunities: u64,
    /// The language of the texts.
    pub lang: Locale,
}

/// One of the people to work with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Institution {
    /// Its name.
    pub name: String,
    /// What it does.
    pub text: String,
    /// Who says so.
    pub source: String,
    /// Where to read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The year of the source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<i64>,
    /// How we know.
    pub standing: Standing,
    /// True when it is shown as "to be verified".
    pub stale: bool,
}

/// A sector with everything its page says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Sector {
    /// Its key.
    pub key: String,
    /// The last part of its page's path, in the reader's language.
    pub slug: String,
    /// The same in each language.
    pub slugs: crate::locale::Localized<String>,
    /// Its name.
    pub title: String,
    /// What it is here.
    pub summary: String,
    /// Its text, as safe HTML.
    pub body_html: String,
    /// Its figures.
    pub facts: Vec<Fact>,
    /// With whom to work.
    pub institutions: Vec<Institution>,
    /// The language of the texts.
    pub lang: Locale,
    /// Set when the translation is older than the French text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub behind: Option<Behind>,
}
