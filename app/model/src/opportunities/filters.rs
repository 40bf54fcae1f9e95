//! The filters of the list: what the API accepts, what a URL carries, what chips remove.

use super::{Audience, French, Kind, Mode, NOT_STATED, Schedule, Stated};
use crate::dates::{self, Date};
use crate::money::Cents;
use crate::problem::FieldError;
use crate::text::is_key;

words! {
    /// The order of a list.
    Sort {
        /// Best match first; the newest first when there is no query.
        Relevance = "relevance",
        /// The newest first.
        Newest = "newest",
        /// Those that close first, first; those without a date last.
        Closing = "closing",
        /// The best paid first, by the year; unknown pay last.
        Pay = "pay",
    }
}

/// A value that a posting may state or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice<T> {
    /// This value.
    Is(T),
    /// No value stated.
    NotStated,
}

impl<T: Copy> Choice<T> {
    fn parse(word: &str, parse: impl Fn(&str) -> Option<T>) -> Option<Self> {
        if word == NOT_STATED { Some(Self::NotStated) } else { parse(word).map(Self::Is) }
    }

    fn word(self, as_str: impl Fn(T) -> &'static str) -> &'static str {
        match self {
            Self::Is(value) => as_str(value),
            Self::NotStated => NOT_STATED,
        }
    }
}

/// What a reader asked for. Repeated values mean any of; different filters mean all of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filters {
    /// Words sought.
    pub q: String,
    /// Kinds.
    pub kind: Vec<Kind>,
    /// Sector keys, or not stated.
    pub sector: Vec<String>,
    /// Audiences.
    pub audience: Vec<Audience>,
    /// Work modes, or not stated.
    pub mode: Vec<Choice<Mode>>,
    /// Schedules, or not stated.
    pub schedule: Vec<Choice<Schedule>>,
    /// The most French the reader has. Postings that state nothing stay.
    pub french: Option<French>,
    /// Support for a work permit.
    pub sponsorship: Vec<Stated>,
    /// The least CAD a year. Postings that state nothing stay.
    pub pay_min: Option<Cents>,
    /// Place keys, or not stated.
    pub place: Vec<String>,
    /// An employer's key.
    pub employer: Option<String>,
    /// Posted on this day or since.
    pub posted_since: Option<Date>,
    /// Order.
    pub sort: Option<Sort>,
    /// Where the page starts: the `next` of the page before.
    pub after: Option<String>,
}

/// The longest query read, in characters. What is longer is refused by the API and cut by pages.
pub const MAX_QUERY: usize = 200;

/// The parameters of a list, in the order of a canonical URL.
pub const NAMES: &[&str] = &[
    "q",
    "kind",
    "sector",
    "audience",
    "mode",
    "schedule",
    "french",
    "sponsorship",
    "pay_min",
    "place",
    "employer",
    "posted_since",
    "sort",
    "after",
];

impl Filters {
    /// Reads decoded pairs of a query string. What is wrong is told, parameter by parameter, and left out of the result:
    /// the API refuses it, a page goes on without it. An empty parameter is an absent one. Unknown names are told too.
    pub fn read<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> (Self, Vec<FieldError>) {
        let mut filters = Self::default();
        let mut errors = Vec::new();
        for (name, value) in pairs {
            let value = value.trim();
            if !NAMES.contains(&name) {
                errors.push(error(name, "unknown", "This parameter does not exist; remove it."));
            } else if !value.is_empty()
                && let Err(remedy) = filters.take(name, value)
            {
                errors.push(error(name, "invalid", &remedy));
            }
        }
        filters.arrange();
        (filters, errors)
    }

    /// Reads what is known of a query string and leaves out the rest, as pages do: links of campaigns carry more than filters.
    pub fn read_known<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        Self::read(pairs.into_iter().filter(|(name, _)| NAMES.contains(name))).0
    }

    /// Puts the values of each filter in the order of their words, whatever the order they were chosen in. (The filters of keys are in
    /// order as they are read.)
    fn arrange(&mut self) {
        fn in_order<T: Copy + PartialEq>(chosen: &mut Vec<T>, words: impl Iterator<Item = T>) {
            // A sort of the standard library for each type would weigh more than all of this in the browser.
            *chosen = words.filter(|word| chosen.contains(word)).collect();
        }
        in_order(&mut self.kind, Kind::ALL.iter().copied());
        in_order(&mut self.audience, Audience::ALL.iter().copied());
        in_order(&mut self.mode, Mode::ALL.iter().copied().map(Choice::Is).chain([Choice::NotStated]));
        in_order(&mut self.schedule, Schedule::ALL.iter().copied().map(Choice::Is).chain([Choice::NotStated]));
        in_order(&mut self.sponsorship, Stated::ALL.iter().copied());
    }

    fn take(&mut self, name: &str, value: &str) -> Result<(), String> {
        match name {
            "q" if value.chars().count() > MAX_QUERY => {
                self.q = value.chars().take(MAX_QUERY).collect();
                return Err(format!("Shorten the query to {MAX_QUERY} characters."));
            }
            "q" => value.clone_into(&mut self.q),
            "kind" => add(&mut self.kind, Kind::parse(value).ok_or_else(|| one_of(Kind::ALL.iter().map(|k| k.as_str()), ""))?),
            "audience" => {
                add(&mut self.audience, Audience::parse(value).ok_or_else(|| one_of(Audience::ALL.iter().map(|k| k.as_str()), ""))?);
            }
            "mode" => {
                let known = Choice::parse(value, Mode::parse);
                add(&mut self.mode, known.ok_or_else(|| one_of(Mode::ALL.iter().map(|k| k.as_str()), NOT_STATED))?);
            }
            "schedule" => {
                let known = Choice::parse(value, Schedule::parse);
                add(&mut self.schedule, known.ok_or_else(|| one_of(Schedule::ALL.iter().map(|k| k.as_str()), NOT_STATED))?);
            }
            "french" => self.french = Some(French::parse(value).ok_or_else(|| one_of(French::ALL.iter().map(|k| k.as_str()), ""))?),
            "sponsorship" => {
                add(&mut self.sponsorship, Stated::parse(value).ok_or_else(|| one_of(Stated::ALL.iter().map(|k| k.as_str()), ""))?);
            }
            "sector" => add_key(&mut self.sector, key(value)?),
            "place" => add_key(&mut self.place, key(value)?),
            "employer" => self.employer = Some(key(value)?),
            "pay_min" => {
                let digits: String = value.chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '$')).collect();
                self.pay_min = Some(Cents::parse(&digits).ok_or("Give an amount in CAD a year, such as 60000.")?);
            }
            "posted_since" => {
                self.posted_since = Some(dates::parse(value).ok_or("Give a date as YYYY-MM-DD, such as 2026-11-24.")?);
            }
            "sort" => self.sort = Some(Sort::parse(value).ok_or_else(|| one_of(Sort::ALL.iter().map(|k| k.as_str()), ""))?),
            "after" => {
                let fits = value.len() <= 200 && value.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
                self.after = Some(fits.then(|| value.to_owned()).ok_or("Pass the `next` of the page before, unchanged.")?);
            }
            _ => {}
        }
        Ok(())
    }

    /// The pairs of the canonical URL: one order, no empty value.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        let mut push = |name, value: String| pairs.push((name, value));
        if !self.q.is_empty() {
            push("q", self.q.clone());
        }
        self.kind.iter().for_each(|k| push("kind", k.to_string()));
        self.sector.iter().for_each(|k| push("sector", k.clone()));
        self.audience.iter().for_each(|k| push("audience", k.to_string()));
        self.mode.iter().for_each(|k| push("mode", k.word(Mode::as_str).to_owned()));
        self.schedule.iter().for_each(|k| push("schedule", k.word(Schedule::as_str).to_owned()));
        self.french.iter().for_each(|k| push("french", k.to_string()));
        self.sponsorship.iter().for_each(|k| push("sponsorship", k.to_string()));
        self.pay_min.iter().for_each(|k| push("pay_min", units(*k)));
        self.place.iter().for_each(|k| push("place", k.clone()));
        self.employer.iter().for_each(|k| push("employer", k.clone()));
        self.posted_since.iter().for_each(|k| push("posted_since", k.to_string()));
        self.sort.iter().for_each(|k| push("sort", k.to_string()));
        self.after.iter().for_each(|k| push("after", k.clone()));
        pairs
    }

    /// The canonical query string, without `?`; empty when nothing is asked.
    pub fn query(&self) -> String {
        let mut query = String::new();
        for (name, value) in self.pairs() {
            if !query.is_empty() {
                query.push('&');
            }
            query.push_str(name);
            query.push('=');
            encode(&value, &mut query);
        }
        query
    }

    /// The same request without one value (or, for a filter that has one value only, without it), from its first page.
    pub fn without(&self, name: &str, value: &str) -> Self {
        let mut rest = self.clone();
        rest.after = None;
        match name {
            "q" => rest.q.clear(),
            "kind" => rest.kind.retain(|k| k.as_str() != value),
            "sector" => rest.sector.retain(|k| k != value),
            "audience" => rest.audience.retain(|k| k.as_str() != value),
            "mode" => rest.mode.retain(|k| k.word(Mode::as_str) != value),
            "schedule" => rest.schedule.retain(|k| k.word(Schedule::as_str) != value),
            "french" => rest.french = None,
            "sponsorship" => rest.sponsorship.retain(|k| k.as_str() != value),
            "pay_min" => rest.pay_min = None,
            "place" => rest.place.retain(|k| k != value),
            "employer" => rest.employer = None,
            "posted_since" => rest.posted_since = None,
            "sort" => rest.sort = None,
            _ => {}
        }
        rest
    }

    /// The same request without anything of one parameter, from its first page.
    pub fn without_any(&self, name: &str) -> Self {
        self.pairs()
            .iter()
            .filter(|(known, _)| *known == name)
            .fold(self.without(name, ""), |rest, (name, value)| rest.without(name, value))
    }

    /// The filters in force, as pairs: what chips show. Words, order and page are no filters.
    pub fn active(&self) -> Vec<(&'static str, String)> {
        self.pairs().into_iter().filter(|(name, _)| !matches!(*name, "q" | "sort" | "after")).collect()
    }
}

fn add<T: PartialEq>(values: &mut Vec<T>, value: T) {
    // A closed vocabulary bounds most lists by itself; the cap bounds the keys.
    if !values.contains(&value) && values.len() < 50 {
        values.push(value);
    }
}

/// Adds a key at its place in the alphabet.
fn add_key(keys: &mut Vec<String>, key: String) {
    let at = keys.iter().position(|known| *known >= key).unwrap_or(keys.len());
    if keys.get(at) != Some(&key) && keys.len() < 50 {
        keys.insert(at, key);
    }
}

fn key(value: &str) -> Result<String, String> {
    is_key(value).then(|| value.to_owned()).ok_or_else(|| "Give a key: lower-case letters, digits and underscores.".to_owned())
}

fn error(field: &str, code: &str, detail: &str) -> FieldError {
    FieldError { field: field.chars().take(64).collect(), code: code.to_owned(), detail: detail.to_owned() }
}

fn one_of<'a>(words: impl Iterator<Item = &'a str>, more: &'a str) -> String {
    let words: Vec<&str> = words.chain((!more.is_empty()).then_some(more)).collect();
    format!("Use one of: {}.", words.join(", "))
}

fn units(amount: Cents) -> String {
    if amount.0 % 100 == 0 { (amount.0 / 100).to_string() } else { format!("{}.{:02}", amount.0 / 100, amount.0 % 100) }
}

/// Percent-encodes a value of a query string.
fn encode(value: &str, into: &mut String) {
    for byte in value.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => into.push(byte as char),
            b' ' => into.push('+'),
            _ => {
                const HEX: &[u8; 16] = b"0123456789ABCDEF";
                into.push('%');
                into.push(HEX[usize::from(byte >> 4)] as char);
                into.push(HEX[usize::from(byte & 15)] as char);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_canonical_query_has_one_order_and_no_empty_value() {
        let (filters, errors) =
            Filters::read([("sort", "pay"), ("mode", "not_stated"), ("q", " infirmière "), ("kind", "job"), ("french", "")]);
        assert_eq!(errors, []);
        assert_eq!(filters.query(), "q=infirmi%C3%A8re&kind=job&mode=not_stated&sort=pay");
    }

    #[test]
    fn what_is_wrong_is_named_with_its_remedy_and_left_out() {
        let (filters, errors) = Filters::read([("kind", "emploi"), ("kind", "job"), ("colour", "blue"), ("pay_min", "beaucoup")]);
        let named: Vec<_> = errors.iter().map(|e| (e.field.as_str(), e.code.as_str())).collect();
        assert_eq!(named, [("kind", "invalid"), ("colour", "unknown"), ("pay_min", "invalid")]);
        assert!(errors[0].detail.contains("job, investment"));
        assert_eq!(filters.query(), "kind=job");
    }

    #[test]
    fn an_amount_is_read_as_people_write_it() {
        for text in ["60000", "60 000 $", "60\u{a0}000", "60000,00"] {
            let (filters, errors) = Filters::read([("pay_min", text)]);
            assert_eq!((filters.pay_min, errors.len()), (Some(Cents(6_000_000)), 0), "{text}");
        }
    }

    #[test]
    fn removing_a_value_keeps_the_others_and_goes_back_to_the_first_page() {
        let (filters, _) = Filters::read([("kind", "job"), ("kind", "pilot"), ("after", "abc"), ("french", "beginner")]);
        assert_eq!(filters.without("kind", "job").query(), "kind=pilot&french=beginner");
        assert_eq!(filters.without("french", "beginner").query(), "kind=job&kind=pilot");
    }

    #[test]
    fn an_overlong_query_is_cut_and_told() {
        let long = "é".repeat(300);
        let (filters, errors) = Filters::read([("q", long.as_str())]);
        assert_eq!((filters.q.chars().count(), errors[0].field.as_str()), (MAX_QUERY, "q"));
    }
}
