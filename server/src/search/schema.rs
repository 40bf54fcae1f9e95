//! The fields of the index. A change here needs a new [`VERSION`]: an index of another version is built anew.

use model::opportunities::{Audience, Kind, Mode, NOT_STATED, Schedule, Stated};
use tantivy::schema::{FAST, Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions};

/// The version of the schema and of what documents carry.
pub const VERSION: u32 = 5;

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

/// How many things readers ask for a posting may state: pay, French, sponsorship, mode, schedule, place.
pub const COMPLETE: u64 = 6;

/// Handles on the fields.
#[derive(Clone, Copy, Debug)]
pub struct Fields {
    pub id: Field,
    /// The keys of the title, in both languages.
    pub title: Field,
    /// The keys of everything else that is said, in both languages.
    pub text: Field,
    /// The words of the title and of names, as they are written.
    pub words: Field,
    /// The roots of the words of the French title.
    pub roots: Field,
    /// The concepts that the title names.
    pub concepts: Field,
    pub facets: [Field; 8],
    /// Employers, by the words of their names.
    pub hosts: Field,
    pub french: Field,
    pub pay: Field,
    pub opens_at: Field,
    pub closes_at: Field,
    pub tie: Field,
    /// What is stated of what readers ask for, of [`COMPLETE`], and whether it has an English text.
    pub stated: Field,
    pub english: Field,
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
    pub const STATED: &str = "stated";
    pub const ENGLISH: &str = "english";
}

/// The schema and the handles on its fields.
pub fn build() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    // Texts come with their keys (`analysis`): no analyser of the engine reads them.
    let keyed = |option: IndexRecordOption| {
        TextOptions::default().set_indexing_options(TextFieldIndexing::default().set_tokenizer("raw").set_index_option(option))
    };
    let with_positions = keyed(IndexRecordOption::WithFreqsAndPositions);
    let fields = Fields {
        id: schema.add_text_field("id", STRING),
        title: schema.add_text_field("title", with_positions.clone()),
        text: schema.add_text_field("text", with_positions),
        words: schema.add_text_field("words", keyed(IndexRecordOption::WithFreqs)),
        roots: schema.add_text_field("roots", STRING),
        concepts: schema.add_text_field("concepts", STRING),
        facets: std::array::from_fn(|i| {
            let options = if Facet::ALL[i] == Facet::Employer { STRING } else { TextOptions::default() };
            schema.add_text_field(Facet::ALL[i].name(), options.set_fast("raw"))
        }),
        hosts: schema.add_text_field("hosts", STRING),
        french: schema.add_u64_field(name::FRENCH, FAST),
        pay: schema.add_i64_field(name::PAY, FAST),
        opens_at: schema.add_i64_field(name::OPENS_AT, FAST),
        closes_at: schema.add_i64_field(name::CLOSES_AT, FAST),
        tie: schema.add_u64_field(name::TIE, FAST),
        stated: schema.add_u64_field(name::STATED, FAST),
        english: schema.add_bool_field(name::ENGLISH, FAST),
        item_fr: schema.add_text_field("item_fr", STORED),
        item_en: schema.add_text_field("item_en", STORED),
    };
    // The version is part of the schema itself: an index of another one does not open, and is built anew.
    schema.add_u64_field(&format!("version_{VERSION}"), FAST);
    (schema.build(), fields)
}
