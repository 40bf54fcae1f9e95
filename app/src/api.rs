//! The API client: one function an endpoint. Nothing else knows an address of the API.
//!
//! An answer stays text until it is shown: one type for all of them keeps the browser's program small.

#[cfg(feature = "hydrate")]
mod browser;
#[cfg(feature = "ssr")]
pub mod in_process;

use model::locale::Locale;
use model::opportunities::GoneOpportunity;
use model::opportunities::filters::{Filters, MAX_QUERY};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::fmt;
use std::str::FromStr;

/// Why an answer is not what was asked.
#[derive(Clone, Debug, PartialEq)]
pub enum ApiError {
    /// Nothing answers to that name.
    NotFound,
    /// The server refused or failed.
    Failed,
    /// The server could not be reached.
    Network,
}

/// A result of the API.
pub type ApiResult<T> = Result<T, ApiError>;

/// An answer as it came; it is read where it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status; 0 when the server could not be reached.
    status: u16,
    /// The JSON.
    body: String,
}

/// The answers that a page is made of. They cross hydration as text, so that the browser's program needs no JSON of its own:
/// status, space, JSON, with a separator between them that JSON cannot hold. (Their length would not do: the crossing writes
/// `<` as `\u003c`, which JSON reads back.)
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers(pub Vec<Answer>);

/// The ASCII record separator.
const SEPARATOR: char = '\u{1e}';

impl Answers {
    /// One of them; a missing one is a server that could not be reached.
    ///
    /// # Errors
    /// When there is none at that place.
    pub fn get(&self, index: usize) -> ApiResult<&Answer> {
        self.0.get(index).ok_or(ApiError::Network)
    }
}

impl fmt::Display for Answers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|answer| write!(f, "{} {}{SEPARATOR}", answer.status, answer.body))
    }
}

impl FromStr for Answers {
    type Err = ApiError;

    fn from_str(text: &str) -> Result<Self, ApiError> {
        let answer = |text: &str| {
            let (status, body) = text.split_once(' ')?;
            Some(Answer { status: status.parse().ok()?, body: body.to_owned() })
        };
        text.split_terminator(SEPARATOR).map(|text| answer(text).ok_or(ApiError::Failed)).collect::<Result<_, _>>().map(Self)
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotFound => "nothing answers to that name",
            Self::Failed => "the server failed",
            Self::Network => "the server cannot be reached",
        })
    }
}

impl std::error::Error for ApiError {}

impl Answer {
    /// Reads the answer.
    ///
    /// # Errors
    /// When it is an error, or not what was expected.
    pub fn read<T: DeserializeOwned>(&self) -> ApiResult<T> {
        match self.error() {
            None => parse(&self.body).ok_or(ApiError::Failed),
            Some(error) => Err(error),
        }
    }

    /// The error it is, if it is one.
    pub fn error(&self) -> Option<ApiError> {
        match self.status {
            0 => Some(ApiError::Network),
            200..300 => None,
            404 => Some(ApiError::NotFound),
            _ => Some(ApiError::Failed),
        }
    }

    /// What is left of an opportunity that is over.
    pub fn gone(&self) -> Option<GoneOpportunity> {
        #[derive(Deserialize)]
        struct Gone {
            gone: GoneOpportunity,
        }
        (self.status == 410).then(|| parse::<Gone>(&self.body)).flatten().map(|answer| answer.gone)
    }
}

/// Reads JSON. The browser has a parser of its own, which costs the program nothing.
#[cfg(all(feature = "hydrate", not(feature = "ssr")))]
fn parse<T: DeserializeOwned>(json: &str) -> Option<T> {
    serde_wasm_bindgen::from_value(js_sys::JSON::parse(json).ok()?).ok()
}

/// Reads JSON.
#[cfg(not(all(feature = "hydrate", not(feature = "ssr"))))]
fn parse<T: DeserializeOwned>(json: &str) -> Option<T> {
    serde_json::from_str(json).ok()
}

/// A page of opportunities, by the query of its filters: an `OpportunityList`.
pub async fn opportunities(locale: Locale, query: &str, limit: usize) -> Answer {
    let more = if query.is_empty() { String::new() } else { format!("&{query}") };
    get(format!("/api/v1/opportunities?lang={locale}&limit={limit}{more}")).await
}

/// What the beginning of a word may lead to: `Items<Suggestion>`.
pub async fn suggestions(locale: Locale, typed: &str) -> Answer {
    let words = Filters { q: typed.chars().take(MAX_QUERY).collect(), ..Filters::default() }.query();
    get(format!("/api/v1/suggestions?lang={locale}&{words}")).await
}

/// One opportunity, by slug or id: an `OpportunityItem` and an `OpportunityDetail` in one, or 410.
pub async fn opportunity(locale: Locale, slug: &str) -> Answer {
    get(format!("/api/v1/opportunities/{}?lang={locale}", segment(slug))).await
}

/// Every sector: `Items<SectorItem>`.
pub async fn sectors(locale: Locale) -> Answer {
    get(format!("/api/v1/sectors?lang={locale}")).await
}

/// One sector, by key or slug: a `Sector`.
pub async fn sector(locale: Locale, slug: &str) -> Answer {
    get(format!("/api/v1/sectors/{}?lang={locale}", segment(slug))).await
}

/// Every guide and page about the site: `Items<ResourceItem>`.
pub async fn resources(locale: Locale) -> Answer {
    get(format!("/api/v1/resources?lang={locale}")).await
}

/// One guide or page about the site, by key or slug: a `Resource`.
pub async fn resource(locale: Locale, slug: &str) -> Answer {
    get(format!("/api/v1/resources/{}?lang={locale}", segment(slug))).await
}

/// Facts by key, in that order: `Items<Fact>`.
pub async fn facts(locale: Locale, keys: &[&str]) -> Answer {
    let keys: String = keys.iter().map(|key| format!("&key={key}")).collect();
    get(format!("/api/v1/facts?lang={locale}{keys}")).await
}

/// A path segment that may come from an address bar: what is no slug names nothing.
fn segment(slug: &str) -> &str {
    let plain = !slug.is_empty() && slug.len() <= 200 && slug.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if plain { slug } else { "-" }
}

/// Asks.
async fn get(path: String) -> Answer {
    let (status, body) = fetch(path).await.unwrap_or_default();
    Answer { status, body }
}

#[cfg(feature = "ssr")]
async fn fetch(path: String) -> Option<(u16, String)> {
    in_process::get(path).await
}

#[cfg(all(feature = "hydrate", not(feature = "ssr")))]
async fn fetch(path: String) -> Option<(u16, String)> {
    browser::get(path).await
}

/// Without a side to be on, nobody can be reached; the library alone still compiles.
#[cfg(not(any(feature = "ssr", feature = "hydrate")))]
async fn fetch(_: String) -> Option<(u16, String)> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_cross_as_text_whatever_they_say() {
        let answer = |status, body: &str| Answer { status, body: body.to_owned() };
        let answers = Answers(vec![answer(200, "{\"a\":\"é <b>\\n 200 4\"}"), answer(404, ""), answer(0, "")]);
        assert_eq!(answers.to_string().parse(), Ok(answers));
        assert_eq!("".parse(), Ok(Answers::default()));
        for wrong in ["200", "a {}", "70000 {}"] {
            assert!(wrong.parse::<Answers>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_the_crossing_escapes_is_read_back() {
        let answers: Answers = "200 {\"html\":\"\\u003cp>\"}".parse().expect("reads");
        let read: std::collections::BTreeMap<String, String> = answers.get(0).and_then(Answer::read).expect("is JSON");
        assert_eq!(read["html"], "<p>");
    }
}
