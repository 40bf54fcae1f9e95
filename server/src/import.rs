//! Imports: real feeds, read as streams, told row by row.
//!
//! A format is one file of `import/` with a function `read`: it turns bytes into [`Row`]s and never stops at a bad one.
//! What to do with a row (create, change, wait, leave) is the store's business (`store/imports.rs`). To add a format, add
//! its file, a variant of [`Format`], and a case of `detect`.

pub mod csv;
pub mod detect;
pub mod job_bank;
pub mod json;
pub mod json_ld;
pub mod lexicon;
pub mod region;
pub mod text;
pub mod xml;

use model::opportunities::record::Record;
use std::collections::BTreeSet;
use std::io::Read;

/// A feed format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// The Job Bank's monthly open data: UTF-16 LE, tabs, one file a language.
    Jobbank,
    /// A spreadsheet with documented columns.
    Csv,
    /// Our own JSON: an array, or one object a line.
    Json,
    /// schema.org JobPosting, bare or inside a saved page.
    JsonLd,
    /// `<source><job>` of the job aggregators.
    Xml,
}

/// Whether a row belongs to the region asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// It does, or no region was asked for.
    Inside,
    /// It says that it is elsewhere.
    Outside,
    /// It does not say where it is.
    Unknown,
}

/// Which fields of a record a feed speaks of. A field it does not speak of keeps its stored value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// All of them: what is absent is not stated.
    All,
    /// These only, by name; texts by language: `title.fr`.
    Only(BTreeSet<&'static str>),
}

impl Given {
    /// Whether the feed speaks of `field`.
    pub fn has(&self, field: &str) -> bool {
        match self {
            Self::All => true,
            Self::Only(fields) => fields.contains(field),
        }
    }
}

/// One good row.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Where it stands in the feed: a line for text formats, the ordinal of the posting for JSON-LD and XML. From 1.
    pub line: u64,
    /// What it says, already checked (`Record::check` is empty).
    pub record: Record,
    /// What it speaks of.
    pub given: Given,
    /// Whether it is asked for.
    pub admission: Admission,
}

/// One bad row, for the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadRow {
    /// Where it stands in the feed, from 1.
    pub line: u64,
    /// The column, property or element at fault, as the feed names it where it has a name.
    pub field: String,
    /// What is wrong and what to do.
    pub reason: String,
}

/// A feed that cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum FeedError {
    /// The bytes could not be read.
    #[error("the feed could not be read: {0}")]
    Io(#[from] std::io::Error),
    /// It is not what its format says.
    #[error("{0}")]
    Format(String),
}

/// The rows of a feed, one by one: a bad row does not stop it, an unreadable feed does.
pub type Rows<'a> = Box<dyn Iterator<Item = Result<Result<Row, BadRow>, FeedError>> + 'a>;

/// Opens a feed in a format.
///
/// # Errors
/// When the feed's head (its header line, its opening) is not what the format needs.
pub fn open<'a>(format: Format, input: impl Read + 'a, region: &'a region::Regions) -> Result<Rows<'a>, FeedError> {
    match format {
        Format::Jobbank => job_bank::read(input, region),
        Format::Csv => csv::read(input, region),
        Format::Json => json::read(input, region),
        Format::JsonLd => json_ld::read(input, region),
        Format::Xml => xml::read(input, region),
    }
}
