//! The fields of the index. A change here needs a new [`VERSION`]: an index of another version is built anew.

use super::analysis;
use model::opportunities::{Audience, Kind, Mode, NOT_STATED, Schedule, Stated};
use tantivy::schema::{FAST, Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions};

/// The version of the schema and of what documents carry.
pub const VERSION: u32 = 1;

/// The facets, which are filters too. Each has a field of its own name; several values are any of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Facet {
    Kind,
    Sector,
    Audience,
    Mode,
    Schedule,
    Sponsorship,
    Place,
    Employer,
}

impl Facet {
    pub const ALL: &'static [Self] =
        &[Self::Kind, Self::Sector, Self::Audience, Self::Mode, Self::Schedule, Self::Sponsorship, Self::Place, Self::Employer];

    /// The name of the facet in the API and of its field.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Sector => "sector",
            Self::Audience => "audience",
            Self::Mode => "mode",
            Self::Schedule => "schedule",
            Self::Sponsorship => "sponsorship",
            Self::Place => "place",
            Self::Employer => "employer",
        }
    }

    /// The values of a facet whose vocabulary is closed, in the order people read them.
    pub fn words(self) -> Vec<&'static str> {
        let not_stated = std::iter::once(NOT_STATED);
        match self {
            Self::Kind => Kind::ALL.iter().map(|v| v.as_str()).collect(),
            Self::Audience => Audience::ALL.iter().map(|v| v.as_str()).collect(),
            Self::Mode => Mode::ALL.iter().map(|v| v.as_str()).chain(not_stated).collect(),
            Self::Schedule => Schedule::ALL.iter().map(|v| v.as_str()).chain(not_stated).collect(),
            Self::Sponsorship => Stated::ALL.iter().map(|v| v.as_str()).collect(),
            Self::Sector | Self::Place | Self::Employer => Vec::new(),
        }
    }
}

/// The value of the `french` field when a posting states none: above every level, so that a comparison tells it apart.
pub const FRENCH_NOT_STATED: u64 = 9;

/// The value of the pay fields when a posting states none that makes a yearly amount.
pub const PAY_NOT_STATED: i64 = -1;

/// Handles on the fields.
#[derive(Clone, Copy, Debug)]
pub struct Fields {
    pub id: Field,
    pub title_fr: Field,
    pub title_en: Field,
    pub text_fr: Field,
    pub text_en: Field,
    pub words: Field,
    pub facets: [Field; 8],
    pub french: Field,
    pub pay: Field,
    pub opens_at: Field,
    pub closes_at: Field,
    pub tie: Field,
    pub item_fr: Field,
    pub item_en: Field,
}

/// The names of the fields that the collector reads by name.
pub mod name {
    pub const FRENCH: &str = "french";
    pub const PAY: &str = "pay";
    pub const OPENS_AT: &str = "opens_at";
    pub const CLOSES_AT: &str = "closes_at";
    pub const TIE: &str = "tie";
}

/// The schema and the handles on its fields.
pub fn build() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let text = |analyser: &str| {
        let indexing = TextFieldIndexing::default().set_tokenizer(analyser).set_index_option(IndexRecordOption::WithFreqsAndPositions);
        TextOptions::default().set_indexing_options(indexing)
    };
    let fields = Fields {
        id: schema.add_text_field("id", STRING),
        title_fr: schema.add_text_field("title_fr", text(analysis::FRENCH)),
        title_en: schema.add_text_field("title_en", text(analysis::ENGLISH)),
        text_fr: schema.add_text_field("text_fr", text(analysis::FRENCH)),
        text_en: schema.add_text_field("text_en", text(analysis::ENGLISH)),
        words: schema.add_text_field("words", text(analysis::WORDS)),
        facets: std::array::from_fn(|i| schema.add_text_field(Facet::ALL[i].name(), TextOptions::default().set_fast("raw"))),
        french: schema.add_u64_field(name::FRENCH, FAST),
        pay: schema.add_i64_field(name::PAY, FAST),
        opens_at: schema.add_i64_field(name::OPENS_AT, FAST),
        closes_at: schema.add_i64_field(name::CLOSES_AT, FAST),
        tie: schema.add_u64_field(name::TIE, FAST),
        item_fr: schema.add_text_field("item_fr", STORED),
        item_en: schema.add_text_field("item_en", STORED),
    };
    // The version is part of the schema itself: an index of another one does not open, and is built anew.
    schema.add_u64_field(&format!("version_{VERSION}"), FAST);
    (schema.build(), fields)
}
