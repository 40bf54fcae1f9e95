//! Facts: a figure, what it says, where it comes from, and until when it may be believed unchecked.

use crate::dates::Date;
use serde::{Deserialize, Serialize};

words! {
    /// How we came to know a fact.
    Standing {
        /// Read on the issuer's own page or release.
        Seen = "seen",
        /// Read in somebody else's account of it.
        SecondHand = "second_hand",
        /// Not verified: shown with the mark, refused by calculators.
        ToVerify = "to_verify",
    }
}

words! {
    /// The territory a figure is about.
    Territory {
        /// The city of Québec.
        City = "city",
        /// The census metropolitan area: Québec, Lévis and neighbours.
        Cma = "cma",
        /// The Capitale-Nationale region, or the two shores together where the label says so.
        Region = "region",
        /// Québec as a whole.
        Province = "province",
        /// Canada.
        Canada = "canada",
        /// A group or institution, wherever its people are.
        Group = "group",
    }
}

/// A fact in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Fact {
    /// Its key.
    pub key: String,
    /// The group it belongs to: `labour`, `housing`…
    pub theme: String,
    /// The sectors it speaks of.
    pub sectors: Vec<String>,
    /// Where it holds.
    pub territory: Territory,
    /// The figure, as it is read: `16,60 $`.
    pub value: String,
    /// The phrase that completes it.
    pub label: String,
    /// The caution to give beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The time it is about, in words.
    pub period: String,
    /// The year it is about.
    pub year: i64,
    /// Who says so, and when.
    pub source: String,
    /// Where to read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// How we know.
    pub standing: Standing,
    /// When it was last checked.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = "date"))]
    pub checked: Date,
    /// When it must be checked again.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = "date"))]
    pub review: Date,
    /// True when it is shown as "to be verified": not verified, or past its review date.
    pub stale: bool,
    /// The language of the texts.
    pub lang: crate::locale::Locale,
}

/// Whether readers see "to be verified": the review date itself is still good.
pub fn is_stale(standing: Standing, review: Date, today: Date) -> bool {
    standing == Standing::ToVerify || review < today
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fact_is_stale_the_day_after_its_review_date() {
        let day = |d| Date::new(2026, 11, d).expect("a date");
        assert!(!is_stale(Standing::Seen, day(24), day(24)));
        assert!(is_stale(Standing::Seen, day(24), day(25)));
        assert!(is_stale(Standing::ToVerify, day(30), day(24)));
    }
}
