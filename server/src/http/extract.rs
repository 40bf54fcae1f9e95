//! What handlers take from a request.

use super::error::ApiError;
use axum::extract::FromRequestParts;
use http::request::Parts;
use model::locale::Locale;
use model::opportunities::filters::{Filters, MAX_QUERY};
use model::problem::FieldError;
use std::borrow::Cow;

/// The pairs of the query string, decoded.
fn pairs(parts: &Parts) -> Vec<(Cow<'_, str>, Cow<'_, str>)> {
    form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes()).collect()
}

fn unknown(name: &str) -> FieldError {
    FieldError {
        field: name.chars().take(64).collect(),
        code: "unknown".to_owned(),
        detail: "This parameter does not exist; remove it.".to_owned(),
    }
}

fn invalid(name: &str, detail: &str) -> FieldError {
    FieldError { field: name.to_owned(), code: "invalid".to_owned(), detail: detail.to_owned() }
}

fn locale(value: &str, errors: &mut Vec<FieldError>) -> Locale {
    if value.is_empty() {
        return Locale::Fr;
    }
    Locale::parse(value).unwrap_or_else(|| {
        errors.push(invalid("lang", "Use one of: fr, en."));
        Locale::Fr
    })
}

/// The language asked, by `lang`; French unless said. Any other parameter is refused by name.
pub struct Lang(pub Locale);

impl<S: Sync> FromRequestParts<S> for Lang {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let mut errors = Vec::new();
        let mut lang = Locale::Fr;
        for (name, value) in pairs(parts) {
            if name == "lang" {
                lang = locale(value.trim(), &mut errors);
            } else {
                errors.push(unknown(&name));
            }
        }
        if errors.is_empty() { Ok(Self(lang)) } else { Err(ApiError::Parameters(errors)) }
    }
}

/// The language asked, and keys that may repeat under one name each.
pub struct Keys {
    /// The language.
    pub lang: Locale,
    /// The values, by name.
    pub values: Vec<(String, String)>,
}

impl Keys {
    /// Reads `lang` and the names given; any other parameter is refused by name.
    pub fn read(query: Option<&str>, names: &[&str]) -> Result<Self, ApiError> {
        let mut errors = Vec::new();
        let mut keys = Self { lang: Locale::Fr, values: Vec::new() };
        for (name, value) in form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
            let value = value.trim();
            if name == "lang" {
                keys.lang = locale(value, &mut errors);
            } else if !names.contains(&name.as_ref()) {
                errors.push(unknown(&name));
            } else if value.is_empty() {
                // An empty parameter is an absent one.
            } else if !model::text::is_key(value) {
                errors.push(invalid(&name, "Give a key: lower-case letters, digits and underscores."));
            } else {
                keys.values.push((name.into_owned(), value.to_owned()));
            }
        }
        if errors.is_empty() { Ok(keys) } else { Err(ApiError::Parameters(errors)) }
    }

    /// The values under a name.
    pub fn of<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.values.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// The filters of the list of opportunities, its language and its page size.
pub struct ListQuery {
    /// The filters.
    pub filters: Filters,
    /// The language.
    pub lang: Locale,
    /// How many items, 1 to 100.
    pub limit: usize,
}

/// The page size unless asked.
pub const LIMIT: usize = 20;

impl<S: Sync> FromRequestParts<S> for ListQuery {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        Self::read(parts.uri.query().unwrap_or_default())
    }
}

impl ListQuery {
    /// Reads a query string; everything that is wrong in it is told at once.
    pub fn read(query: &str) -> Result<Self, ApiError> {
        let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).collect();
        let mut errors = Vec::new();
        let (mut lang, mut limit) = (Locale::Fr, LIMIT);
        let mut rest = Vec::with_capacity(pairs.len());
        for (name, value) in &pairs {
            match name.as_ref() {
                "lang" => lang = locale(value.trim(), &mut errors),
                "limit" if value.trim().is_empty() => {}
                "limit" => match value.trim().parse() {
                    Ok(asked @ 1..=100) => limit = asked,
                    _ => errors.push(invalid("limit", "Give a number from 1 to 100.")),
                },
                other => rest.push((other, value.as_ref())),
            }
        }
        let (filters, mut faults) = Filters::read(rest);
        errors.append(&mut faults);
        if errors.is_empty() { Ok(Self { filters, lang, limit }) } else { Err(ApiError::Parameters(errors)) }
    }
}

/// The beginning of what someone seeks, and the language of what it may lead to.
pub struct Suggested {
    /// What is typed.
    pub q: String,
    /// The language.
    pub lang: Locale,
}

impl Suggested {
    /// Reads a query string; everything that is wrong in it is told at once.
    pub fn read(query: &str) -> Result<Self, ApiError> {
        let mut errors = Vec::new();
        let mut read = Self { q: String::new(), lang: Locale::Fr };
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match name.as_ref() {
                "lang" => read.lang = locale(value.trim(), &mut errors),
                "q" if value.chars().count() > MAX_QUERY => {
                    errors.push(invalid("q", &format!("Shorten the query to {MAX_QUERY} characters.")));
                }
                "q" => read.q = value.into_owned(),
                other => errors.push(unknown(other)),
            }
        }
        if errors.is_empty() { Ok(read) } else { Err(ApiError::Parameters(errors)) }
    }
}

impl<S: Sync> FromRequestParts<S> for Suggested {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        Self::read(parts.uri.query().unwrap_or_default())
    }
}
