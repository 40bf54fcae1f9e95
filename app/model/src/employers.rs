//! Employers and hosts.

use crate::locale::Locale;
use serde::{Deserialize, Serialize};

/// An employer, as an item names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EmployerRef {
    /// Its key, as filters use it.
    pub key: String,
    /// Its name in the reader's language.
    pub name: String,
}

/// An employer in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Employer {
    /// Its key.
    pub key: String,
    /// Its name.
    pub name: String,
    /// What it does, in a sentence or two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Its sectors.
    pub sectors: Vec<String>,
    /// Québec enterprise number, ten digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub neq: Option<String>,
    /// True for an invented employer of the samples.
    pub sample: bool,
    /// The language of the texts.
    pub lang: Locale,
}
