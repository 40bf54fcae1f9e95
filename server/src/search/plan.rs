//! What a list is asked, ready to be compared with postings: filters, order, where it starts, when it is given up.

use super::SearchError;
use super::schema::Facet;
use super::shelves::COUNTED;
use model::locale::Locale;
use model::opportunities::filters::{Choice, Filters, Sort};
use model::opportunities::{French, Mode, NOT_STATED, Schedule};
use std::cmp::Reverse;
use std::time::Instant;

/// The order of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    Relevance,
    Newest,
    Closing,
    Pay,
}

impl Order {
    /// The order asked; without one, the best first when there is a query, else the newest first.
    pub fn of(sort: Option<Sort>, has_query: bool) -> Self {
        match sort {
            Some(Sort::Newest) => Self::Newest,
            Some(Sort::Closing) => Self::Closing,
            Some(Sort::Pay) => Self::Pay,
            Some(Sort::Relevance) | None if has_query => Self::Relevance,
            Some(Sort::Relevance) | None => Self::Newest,
        }
    }
}

/// The place of a document in its order: higher comes first. Ties break by public id, never by where the index keeps it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank {
    pub key: i64,
    pub tie: Reverse<u64>,
}

/// What is asked, ready to be compared.
#[derive(Clone, Debug)]
pub struct Plan {
    pub order: Order,
    pub now: i64,
    pub since: Option<i64>,
    pub selected: [Option<Vec<String>>; COUNTED.len()],
    pub employer: Option<String>,
    pub french: Option<u8>,
    pub pay_min: Option<i64>,
    pub after: Option<Rank>,
    pub keep: usize,
    /// Whether the reader reads English first.
    pub english: bool,
    /// When it is given up.
    pub deadline: Option<Instant>,
}

impl Plan {
    /// The same, to count only.
    pub fn to_count(&self) -> Self {
        Self { order: Order::Newest, after: None, keep: 0, ..self.clone() }
    }

    /// Ranks for a reader of this language; French until it is told.
    pub fn for_reader(self, lang: Locale) -> Self {
        Self { english: lang == Locale::En, ..self }
    }

    /// Keeps this many of the best.
    pub fn keeping(self, keep: usize) -> Self {
        Self { keep, ..self }
    }

    /// Gives up at an instant.
    pub fn until(self, deadline: Option<Instant>) -> Self {
        Self { deadline, ..self }
    }

    pub fn new(filters: &Filters, order: Order, now: i64, since: Option<i64>, after: Option<Rank>, keep: usize) -> Self {
        let selected = COUNTED.map(|facet| {
            let words: Vec<String> = match facet {
                Facet::Kind => filters.kind.iter().map(ToString::to_string).collect(),
                Facet::Sector => filters.sector.clone(),
                Facet::Audience => filters.audience.iter().map(ToString::to_string).collect(),
                Facet::Mode => filters.mode.iter().map(|choice| word(*choice, Mode::as_str)).collect(),
                Facet::Schedule => filters.schedule.iter().map(|choice| word(*choice, Schedule::as_str)).collect(),
                Facet::Sponsorship => filters.sponsorship.iter().map(ToString::to_string).collect(),
                Facet::Place => filters.place.clone(),
                Facet::Employer => Vec::new(),
            };
            (!words.is_empty()).then_some(words)
        });
        let french = filters.french.and_then(|level| French::ALL.iter().position(|known| *known == level)).map(|level| level as u8);
        let (employer, pay_min) = (filters.employer.clone(), filters.pay_min.map(|cents| cents.0));
        Self { order, now, since, selected, employer, french, pay_min, after, keep, english: false, deadline: None }
    }

    /// Whether there is time left.
    pub fn check(&self) -> tantivy::Result<()> {
        match self.deadline {
            Some(deadline) if Instant::now() >= deadline => Err(tantivy::TantivyError::InternalError(SearchError::OUT_OF_TIME.to_owned())),
            _ => Ok(()),
        }
    }
}

fn word<T: Copy>(choice: Choice<T>, as_str: impl Fn(T) -> &'static str) -> String {
    match choice {
        Choice::Is(value) => as_str(value).to_owned(),
        Choice::NotStated => NOT_STATED.to_owned(),
    }
}
