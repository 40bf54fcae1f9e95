//! An opportunity as it is written, imported and exported: every language at once, every value stated or absent.
//!
//! This is the JSON of `import` and `export`. What is absent is not stated.

use super::{Apply, Audience, French, Kind, Mode, Schedule, Stated, Status};
use crate::dates::Date;
use crate::locale::Locale;
use crate::money::{Cents, Pay};
use crate::problem::FieldError;
use crate::text::{is_email, is_key, is_web_url};
use serde::{Deserialize, Serialize};

/// A text that may exist in each language. French is required to publish, not to wait as a draft.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Texts {
    /// French.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fr: Option<String>,
    /// English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
}

impl Texts {
    /// The text in one language.
    pub fn get(&self, lang: Locale) -> Option<&str> {
        match lang {
            Locale::Fr => self.fr.as_deref(),
            Locale::En => self.en.as_deref(),
        }
    }

    /// The place of the text of one language.
    pub fn slot(&mut self, lang: Locale) -> &mut Option<String> {
        match lang {
            Locale::Fr => &mut self.fr,
            Locale::En => &mut self.en,
        }
    }

    /// True when no language has a text.
    pub fn is_empty(&self) -> bool {
        self.fr.is_none() && self.en.is_none()
    }
}

/// Who offers it, as a feed names it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmployerName {
    /// Our key, when known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The name.
    pub name: String,
}

/// Where it is, as a feed names it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceName {
    /// Municipality.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// Borough or district.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub borough: Option<String>,
    /// Wherever one is.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub remote: bool,
}

/// Another language asked, with its reason in each language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherLanguageTexts {
    /// ISO 639-1 code.
    pub language: String,
    /// Why.
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub reason: Texts,
}

/// An opportunity in all its languages.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// Its number at the source, unique there.
    pub external_id: String,
    /// What it is; a job unless stated.
    #[serde(default = "job")]
    pub kind: Kind,
    /// Title, plain text.
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub title: Texts,
    /// One or two sentences, plain text.
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub summary: Texts,
    /// Markdown, or HTML as feeds carry it; sanitised when it is shown.
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub body: Texts,
    /// Who offers it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub employer: Option<EmployerName>,
    /// Sector keys.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sectors: Vec<String>,
    /// For whom.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub audience: Vec<Audience>,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<PlaceName>,
    /// Where the work is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<Mode>,
    /// How much of a week.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schedule: Option<Schedule>,
    /// Hours a week, to the hundredth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours_per_week: Option<f64>,
    /// Pay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pay: Option<Pay>,
    /// French asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub french: Option<French>,
    /// Another language asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_language: Option<OtherLanguageTexts>,
    /// Support for a work permit.
    #[serde(default = "not_stated", skip_serializing_if = "is_not_stated")]
    pub sponsorship: Stated,
    /// Help with moving.
    #[serde(default = "not_stated", skip_serializing_if = "is_not_stated")]
    pub relocation: Stated,
    /// NOC 2021 code, five digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub noc: Option<String>,
    /// How many people are sought.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub openings: Option<i64>,
    /// First day; the day of the import unless stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opens: Option<Date>,
    /// Last day, whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closes: Option<Date>,
    /// How to answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub apply: Option<Apply>,
    /// Where it stands; `export` writes it, `import` obeys `filled` and `withdrawn` only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
}

fn job() -> Kind {
    Kind::Job
}

fn not_stated() -> Stated {
    Stated::NotStated
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_not_stated(stated: &Stated) -> bool {
    *stated == Stated::NotStated
}

/// The longest title, in characters.
pub const MAX_TITLE: usize = 200;
/// The longest summary, in characters.
pub const MAX_SUMMARY: usize = 600;
/// The longest body, in characters.
pub const MAX_BODY: usize = 60_000;

impl Record {
    /// A record with nothing stated but its number and kind.
    pub fn new(external_id: impl Into<String>, kind: Kind) -> Self {
        Self {
            external_id: external_id.into(),
            kind,
            title: Texts::default(),
            summary: Texts::default(),
            body: Texts::default(),
            employer: None,
            sectors: Vec::new(),
            audience: Vec::new(),
            place: None,
            mode: None,
            schedule: None,
            hours_per_week: None,
            pay: None,
            french: None,
            other_language: None,
            sponsorship: Stated::NotStated,
            relocation: Stated::NotStated,
            noc: None,
            openings: None,
            opens: None,
            closes: None,
            apply: None,
            status: None,
        }
    }

    /// What is wrong, field by field, with the remedy. An empty list means that it can be stored.
    pub fn check(&self) -> Vec<FieldError> {
        let mut errors = Vec::new();
        let mut tell = |field: &str, code: &str, detail: &str| {
            errors.push(FieldError { field: field.to_owned(), code: code.to_owned(), detail: detail.to_owned() });
        };
        if !(1..=200).contains(&self.external_id.len()) || self.external_id.chars().any(char::is_control) {
            tell("external_id", "invalid", "Give each posting its number at the source, 1 to 200 characters.");
        }
        if self.title.is_empty() {
            tell("title", "required", "Give a title in French (or, to wait for its French, in English).");
        }
        for (field, texts, longest) in
            [("title", &self.title, MAX_TITLE), ("summary", &self.summary, MAX_SUMMARY), ("body", &self.body, MAX_BODY)]
        {
            for text in [&texts.fr, &texts.en].into_iter().flatten() {
                if text.chars().count() > longest {
                    tell(field, "too_long", &format!("Shorten it to {longest} characters."));
                }
                if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
                    tell(field, "invalid", "Remove the control characters.");
                }
                if text.trim().is_empty() {
                    tell(field, "empty", "Give a text, or leave the language out.");
                }
            }
        }
        for lang in Locale::ALL.iter().copied() {
            if self.title.get(lang).is_none() && (self.summary.get(lang).is_some() || self.body.get(lang).is_some()) {
                tell("title", "required", "Give a title in each language that has a text.");
            }
        }
        if let Some(employer) = &self.employer {
            if employer.name.trim().is_empty() || employer.name.chars().count() > 200 {
                tell("employer.name", "invalid", "Give the employer's name, 1 to 200 characters.");
            }
            if employer.key.as_ref().is_some_and(|key| !is_key(key)) {
                tell("employer.key", "invalid", "Use lower-case letters, digits and underscores.");
            }
        }
        if self.sectors.iter().any(|key| !is_key(key)) {
            tell("sectors", "invalid", "Use sector keys such as optics_photonics.");
        }
        if self.hours_per_week.is_some_and(|hours| !(0.01..=168.0).contains(&hours)) {
            tell("hours_per_week", "invalid", "Give hours a week, above 0 and up to 168.");
        }
        if let Some(pay) = &self.pay {
            match (pay.min, pay.max) {
                (None, None) => tell("pay", "required", "Give a minimum or a maximum, or leave pay out."),
                (Some(min), Some(max)) if min > max => tell("pay", "order", "The minimum is above the maximum; swap them."),
                (min, max) if min.or(max) == Some(Cents(0)) && max.is_none_or(|max| max.0 == 0) => {
                    tell("pay", "zero", "An unknown pay is left out, not written 0.");
                }
                _ => {}
            }
            if pay.currency.len() != 3 || !pay.currency.bytes().all(|b| b.is_ascii_uppercase()) {
                tell("pay.currency", "invalid", "Use a three-letter code such as CAD.");
            }
        }
        if let Some(other) = &self.other_language
            && !(other.language.len() == 2 && other.language.bytes().all(|b| b.is_ascii_lowercase()))
        {
            tell("other_language.language", "invalid", "Use a two-letter code such as en.");
        }
        if self.noc.as_ref().is_some_and(|noc| noc.len() != 5 || !noc.bytes().all(|b| b.is_ascii_digit())) {
            tell("noc", "invalid", "A NOC 2021 code has five digits.");
        }
        if self.openings.is_some_and(|n| !(1..=100_000).contains(&n)) {
            tell("openings", "invalid", "Give the number of people sought, 1 or more.");
        }
        if let (Some(opens), Some(closes)) = (self.opens, self.closes)
            && closes < opens
        {
            tell("closes", "order", "It closes before it opens; correct one of the dates.");
        }
        match &self.apply {
            Some(Apply::Url(url)) if !is_web_url(url) => tell("apply.url", "invalid", "Give a link that begins with https:// or http://."),
            Some(Apply::Email(email)) if !is_email(email) => tell("apply.email", "invalid", "Give an address such as name@example.org."),
            _ => {}
        }
        errors
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::PayPeriod;

    fn good() -> Record {
        let mut record = Record::new("1", Kind::Job);
        record.title.fr = Some("Infirmière ou infirmier".into());
        record
    }

    #[test]
    fn what_is_absent_is_not_stated_and_stays_absent_in_export() {
        let record: Record = serde_json::from_str(r#"{"external_id":"1","title":{"fr":"Infirmière ou infirmier"}}"#).expect("reads");
        assert_eq!(record, good());
        assert_eq!(
            serde_json::to_string(&record).expect("writes"),
            r#"{"external_id":"1","kind":"job","title":{"fr":"Infirmière ou infirmier"}}"#
        );
    }

    #[test]
    fn an_unknown_field_is_refused_by_name() {
        let error = serde_json::from_str::<Record>(r#"{"external_id":"1","salary":3}"#).expect_err("refuses");
        assert!(error.to_string().contains("salary"));
    }

    #[test]
    fn each_fault_is_told_under_the_name_of_its_field() {
        type Fault = (&'static str, fn(&mut Record));
        let faults: &[Fault] = &[
            ("external_id", |r| r.external_id.clear()),
            ("title", |r| r.title = Texts::default()),
            ("title", |r| r.title.fr = Some("a".repeat(201))),
            ("summary", |r| r.summary.fr = Some("  ".into())),
            ("title", |r| r.body.en = Some("Text".into())),
            ("employer.name", |r| r.employer = Some(EmployerName { key: None, name: " ".into() })),
            ("hours_per_week", |r| r.hours_per_week = Some(f64::NAN)),
            ("pay", |r| r.pay = Some(Pay { min: Some(Cents(2)), max: Some(Cents(1)), period: PayPeriod::Hour, currency: "CAD".into() })),
            ("pay", |r| r.pay = Some(Pay { min: Some(Cents(0)), max: None, period: PayPeriod::Hour, currency: "CAD".into() })),
            ("noc", |r| r.noc = Some("2130".into())),
            ("openings", |r| r.openings = Some(0)),
            ("closes", |r| {
                r.opens = crate::dates::parse("2026-11-24");
                r.closes = crate::dates::parse("2026-11-23");
            }),
            ("apply.url", |r| r.apply = Some(Apply::Url("javascript:alert(1)".into()))),
            ("apply.email", |r| r.apply = Some(Apply::Email("nobody".into()))),
        ];
        assert_eq!(good().check(), []);
        for (field, spoil) in faults {
            let mut record = good();
            spoil(&mut record);
            let told: Vec<_> = record.check().into_iter().map(|e| e.field).collect();
            assert_eq!(told, [*field]);
        }
    }
}
