//! The forms as they are written in `content/interests`, in both languages, and what is made of them for a reader of one.

use crate::store::{Result, Store, StoreError};
use crate::text::fold;
use model::dates;
use model::interests::form::{Choice, Consent, Field, Form, Input, Notice, Step};
use model::interests::view::KindInfo;
use model::interests::{InterestKind, Purpose};
use model::locale::Locale;
use rust_embed::RustEmbed;
use serde::Deserialize;
use std::sync::LazyLock;

#[derive(RustEmbed)]
#[folder = "content/interests"]
struct Files;

/// A text in both languages.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Both {
    fr: String,
    en: String,
}

impl Both {
    fn get(&self, lang: Locale) -> String {
        match lang {
            Locale::Fr => self.fr.clone(),
            Locale::En => self.en.clone(),
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FormText {
    kind: InterestKind,
    answer_days: i64,
    keep_months: i64,
    title: Both,
    name: Both,
    lead: Both,
    steps: Vec<StepText>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct StepText {
    key: String,
    title: Both,
    fields: Vec<FieldText>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FieldText {
    name: String,
    input: Input,
    required: bool,
    label: Both,
    hint: Option<Both>,
    missing: Option<Both>,
    max: Option<u32>,
    autocomplete: Option<String>,
    #[serde(default)]
    options: Vec<OptionText>,
    #[serde(default)]
    from_today: bool,
    not_before: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OptionText {
    value: String,
    label: Both,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Notices {
    versions: Vec<NoticeText>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NoticeText {
    version: i64,
    date: String,
    title: Both,
    text: Both,
    answer: ConsentText,
    partners: ConsentText,
    news: ConsentText,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ConsentText {
    label: Both,
    note: Option<Both>,
    missing: Option<Both>,
}

#[derive(Debug, Deserialize)]
struct Country {
    code: String,
    fr: String,
    en: String,
    #[serde(rename = "dial")]
    _dial: String,
}

/// Every form, with the notices.
pub struct Forms {
    forms: Vec<FormText>,
    notices: Vec<NoticeText>,
    /// Québec and Canada first, the others in the order of their names; in French, then in English.
    countries: [Vec<Choice>; 2],
}

/// For how long a kind of request is kept, and how soon it is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retention {
    /// Months after the last word.
    pub keep_months: i64,
    /// Working days until the answer.
    pub answer_days: i64,
}

/// The content is read once.
static FORMS: LazyLock<std::result::Result<Forms, String>> = LazyLock::new(Forms::read);

impl Forms {
    /// The forms of the program.
    ///
    /// # Errors
    /// When its content is not well formed, which a test excludes.
    pub fn ours() -> Result<&'static Self> {
        FORMS.as_ref().map_err(|fault| StoreError::Content(fault.clone()))
    }

    fn read() -> std::result::Result<Self, String> {
        let text = |name: &str| {
            let file = Files::get(name).ok_or_else(|| format!("{name} is missing"))?;
            String::from_utf8(file.data.into_owned()).map_err(|error| format!("{name}: {error}"))
        };
        let form = |kind: &InterestKind| {
            let name = format!("{kind}.toml");
            let form: FormText = toml::from_str(&text(&name)?).map_err(|error| format!("{name}: {error}"))?;
            let faults = form.faults();
            if form.kind == *kind && faults.is_empty() { Ok(form) } else { Err(format!("{name}: {faults:?}")) }
        };
        let mut notices: Notices = toml::from_str(&text("notices.toml")?).map_err(|error| format!("notices.toml: {error}"))?;
        notices.versions.sort_by_key(|notice| notice.version);
        let countries = csv::Reader::from_reader(text("countries.csv")?.as_bytes()).deserialize().collect::<std::result::Result<_, _>>();
        let countries: Vec<Country> = countries.map_err(|error| format!("countries.csv: {error}"))?;
        Ok(Self {
            forms: InterestKind::ALL.iter().map(form).collect::<std::result::Result<_, _>>()?,
            notices: notices.versions,
            countries: [ordered(&countries, |country| &country.fr), ordered(&countries, |country| &country.en)],
        })
    }

    fn text(&self, kind: InterestKind) -> Result<&FormText> {
        self.forms.iter().find(|form| form.kind == kind).ok_or_else(|| StoreError::Content(format!("there is no form {kind}")))
    }

    /// How soon a kind is answered, and for how long it is kept.
    ///
    /// # Errors
    /// When there is no such form, which a test excludes.
    pub fn retention(&self, kind: InterestKind) -> Result<Retention> {
        self.text(kind).map(|form| Retention { keep_months: form.keep_months, answer_days: form.answer_days })
    }

    /// The kinds there are, for a reader who looks for theirs.
    pub fn kinds(&self, lang: Locale) -> Vec<KindInfo> {
        let steps = |form: &FormText| {
            form.steps.iter().map(|step| Choice { value: step.key.clone(), label: step.title.get(lang) }).collect::<Vec<_>>()
        };
        self.forms
            .iter()
            .map(|form| KindInfo {
                kind: form.kind,
                name: form.name.get(lang),
                lead: form.lead.get(lang),
                answer_days: form.answer_days,
                steps: steps(form),
            })
            .collect()
    }

    /// The version of the notice in force.
    pub fn version(&self) -> i64 {
        self.notices.last().map_or(0, |notice| notice.version)
    }

    /// The words of a consent, in the version and the language they were agreed to.
    pub fn consent(&self, purpose: Purpose, version: i64, lang: Locale) -> String {
        let notice = self.notices.iter().find(|notice| notice.version == version);
        notice.map(|notice| notice.consent(purpose).label.get(lang)).unwrap_or_default()
    }

    /// A form for a reader. The sectors are those of the store.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn form(&self, store: &Store, kind: InterestKind, lang: Locale) -> Result<Form> {
        let text = self.text(kind)?;
        // Few forms ask for a sector, and their names cost the store a question.
        let asks = text.steps.iter().flat_map(|step| &step.fields).any(|field| field.input == Input::Sector);
        let sectors = if asks { store.sectors(lang).await? } else { Vec::new() };
        let mut sectors: Vec<Choice> = sectors.into_iter().map(|sector| Choice { value: sector.key, label: sector.title }).collect();
        sectors.push(Choice {
            value: "other".to_owned(),
            label: if lang == Locale::Fr { "Autre secteur" } else { "Another sector" }.to_owned(),
        });
        let field = |field: &FieldText| Field {
            name: field.name.clone(),
            input: field.input,
            label: field.label.get(lang),
            hint: field.hint.as_ref().map(|hint| hint.get(lang)),
            missing: field.missing.as_ref().map(|missing| missing.get(lang)),
            max: field.max,
            autocomplete: field.autocomplete.clone(),
            options: match field.input {
                Input::Sector => sectors.clone(),
                Input::Country => self.countries[usize::from(lang == Locale::En)].clone(),
                _ => field.options.iter().map(|option| Choice { value: option.value.clone(), label: option.label.get(lang) }).collect(),
            },
            from_today: field.from_today,
            not_before: field.not_before.clone(),
        };
        let steps = text.steps.iter().map(|step| Step {
            key: step.key.clone(),
            title: step.title.get(lang),
            fields: step.fields.iter().map(field).collect(),
        });
        let notice = self.notices.last().ok_or_else(|| StoreError::Content("there is no notice".to_owned()))?;
        Ok(Form {
            kind,
            lang,
            title: text.title.get(lang),
            lead: text.lead.get(lang),
            answer_days: text.answer_days,
            keep_months: text.keep_months,
            steps: steps.collect(),
            notice: notice.get(lang),
            about: None,
        })
    }
}

/// Countries as one looks for them in a list.
fn ordered(countries: &[Country], name: impl Fn(&Country) -> &String) -> Vec<Choice> {
    let choice = |country: &Country| Choice { value: country.code.clone(), label: name(country).clone() };
    let (first, others) = countries.split_at(2.min(countries.len()));
    let mut others: Vec<Choice> = others.iter().map(choice).collect();
    others.sort_by_cached_key(|country| fold(&country.label));
    first.iter().map(choice).chain(others).collect()
}

impl FormText {
    /// What a form must be that nobody would see before a visitor does.
    fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let names: Vec<&str> = self.steps.iter().flat_map(|step| &step.fields).map(|field| field.name.as_str()).collect();
        for field in self.steps.iter().flat_map(|step| &step.fields) {
            let name = &field.name;
            if !model::text::is_key(name) || names.iter().filter(|known| *known == name).count() != 1 {
                faults.push(format!("{name} is no name, or of two questions"));
            }
            if field.required != field.missing.is_some() {
                faults.push(format!("{name}: what is required says what is missing, and nothing else does"));
            }
            if (field.input == Input::Choice) == field.options.is_empty() {
                faults.push(format!("{name}: a choice has options, and nothing else does"));
            }
            if field.not_before.as_ref().is_some_and(|other| !names.contains(&other.as_str())) {
                faults.push(format!("{name} is not before a question that does not exist"));
            }
        }
        for required in ["name", "email"] {
            if !names.contains(&required) {
                faults.push(format!("nobody is asked for their {required}"));
            }
        }
        faults
    }
}

impl NoticeText {
    const fn consent(&self, purpose: Purpose) -> &ConsentText {
        match purpose {
            Purpose::Answer => &self.answer,
            Purpose::Partners => &self.partners,
            Purpose::News => &self.news,
        }
    }

    fn get(&self, lang: Locale) -> Notice {
        let consents = Purpose::ALL.iter().map(|purpose| {
            let consent = self.consent(*purpose);
            Consent {
                purpose: *purpose,
                label: consent.label.get(lang),
                note: consent.note.as_ref().map(|note| note.get(lang)),
                missing: consent.missing.as_ref().map(|missing| missing.get(lang)),
            }
        });
        Notice {
            version: self.version,
            date: dates::parse(&self.date).unwrap_or(crate::clock::EPOCH),
            title: self.title.get(lang),
            text: self.text.get(lang),
            consents: consents.collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_form_and_every_notice_a_date() {
        let forms = Forms::ours().expect("good content");
        assert_eq!(forms.kinds(Locale::Fr).len(), InterestKind::ALL.len());
        for notice in &forms.notices {
            assert!(dates::parse(&notice.date).is_some(), "{}", notice.date);
            assert!(notice.answer.missing.is_some() && notice.partners.missing.is_none() && notice.news.missing.is_none());
        }
        assert!(forms.countries.iter().all(|countries| countries.len() > 240 && countries[0].value == super::super::QUEBEC));
    }

    #[test]
    fn nobody_is_asked_what_is_not_needed() {
        for form in &Forms::ours().expect("good content").forms {
            for field in form.steps.iter().flat_map(|step| &step.fields) {
                for word in ["birth", "sin", "passport", "origin", "nationality", "citizenship", "gender"] {
                    assert!(!field.name.split('_').any(|part| part == word), "{} {}", form.kind, field.name);
                }
            }
        }
    }
}
