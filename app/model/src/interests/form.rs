//! A form as it is asked: one topic a page, each question with its rule. The rules are applied here, once, for the page, the
//! browser and the API.

use super::check;
use super::{InterestKind, Purpose};
use crate::dates::{self, Date};
use crate::locale::Locale;
use serde::{Deserialize, Serialize};

/// A form, in one language.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Form {
    /// Who fills it.
    pub kind: InterestKind,
    /// The language of its words.
    pub lang: Locale,
    /// Its title.
    pub title: String,
    /// For whom it is and what for, in a sentence.
    pub lead: String,
    /// How many working days the office takes to answer.
    pub answer_days: i64,
    /// For how many months after the last word the request is kept.
    pub keep_months: i64,
    /// The topics, one a page.
    pub steps: Vec<Step>,
    /// The notice and what is agreed to.
    pub notice: Notice,
    /// The title of the page that led here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
}

/// A topic: a page of the form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Step {
    /// Its key, in addresses.
    pub key: String,
    /// Its title.
    pub title: String,
    /// Its questions.
    pub fields: Vec<Field>,
}

words! {
    /// How a question is answered.
    Input {
        /// A line.
        Text = "text",
        /// A few sentences.
        Long = "long",
        /// An e-mail address.
        Email = "email",
        /// A telephone number, with the code of its country unless the country is asked too.
        Phone = "phone",
        /// A country: one of the options.
        Country = "country",
        /// A whole number.
        Number = "number",
        /// A day.
        Date = "date",
        /// One of a few options, all shown.
        Choice = "choice",
        /// A sector: one of the options.
        Sector = "sector",
    }
}

/// A question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Field {
    /// Its name.
    pub name: String,
    /// How it is answered.
    pub input: Input,
    /// What is asked.
    pub label: String,
    /// What helps to answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// What is said when it must be answered and is not; without it, the question is optional.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<String>,
    /// The most characters, or the greatest number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<u32>,
    /// What a browser may fill in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub autocomplete: Option<String>,
    /// The answers there are.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<Choice>,
    /// Whether a day may not be past.
    #[serde(default, skip_serializing_if = "is_false")]
    pub from_today: bool,
    /// The field whose day this one may not precede.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_before: Option<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn is_false(value: &bool) -> bool {
    !value
}

/// An answer that there is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Choice {
    /// The word for programs.
    pub value: String,
    /// The words for people.
    pub label: String,
}

/// The privacy notice next to a form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Notice {
    /// Its version; consents are kept with it.
    pub version: i64,
    /// The day from which it holds.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = "date"))]
    pub date: Date,
    /// Its title.
    pub title: String,
    /// What it says.
    pub text: String,
    /// What is agreed to, each apart.
    pub consents: Vec<Consent>,
}

/// Something to agree to; never ticked beforehand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Consent {
    /// What for.
    pub purpose: Purpose,
    /// The words agreed to.
    pub label: String,
    /// What else to know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What is said without it, when there is no request without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<String>,
}

words! {
    /// What is wrong with an answer.
    FaultCode {
        /// It is not there.
        Required = "required",
        /// It is longer than what is read.
        TooLong = "too_long",
        /// It holds characters that are no text.
        Characters = "characters",
        /// It is no e-mail address.
        Email = "email",
        /// It is no telephone number.
        Phone = "phone",
        /// It is no whole number.
        Number = "number",
        /// It is greater than what is meant.
        TooGreat = "too_great",
        /// It is no day.
        Date = "date",
        /// It is a day that is past.
        Past = "past",
        /// It is before the day that it should follow.
        Order = "order",
        /// It is none of the answers there are.
        Choice = "choice",
        /// There is no such question.
        Unknown = "unknown",
        /// The file is larger than what is taken.
        FileTooLarge = "file_too_large",
        /// The file is neither a PDF nor a picture.
        FileType = "file_type",
        /// The file cannot be read.
        FileDamaged = "file_damaged",
        /// The file runs programs.
        FileActive = "file_active",
        /// There are too many files.
        FileCount = "file_count",
    }
}

/// What is wrong with one answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// The name of the field.
    pub field: String,
    /// What is wrong with it.
    pub code: FaultCode,
}

/// The name of the question that holds the files.
pub const FILES: &str = "files";

/// Before the name of a purpose, the name of its box.
pub const CONSENT: &str = "consent_";

/// Answers by the name of their question.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answers(pub Vec<(String, String)>);

impl Answers {
    /// The answer to a question, empty when there is none.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// Answers a question, anew if it was.
    pub fn set(&mut self, name: &str, value: String) {
        match self.0.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) => *known = value,
            None => self.0.push((name.to_owned(), value)),
        }
    }

    /// Whether something is agreed to.
    pub fn agrees(&self, purpose: Purpose) -> bool {
        !self.get(&consent_name(purpose)).is_empty()
    }
}

/// The name of the box of a purpose.
pub fn consent_name(purpose: Purpose) -> String {
    format!("{CONSENT}{purpose}")
}

impl Form {
    /// Every question, in order.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.steps.iter().flat_map(|step| &step.fields)
    }

    /// The topic of a key, with its place.
    pub fn step(&self, key: &str) -> Option<(usize, &Step)> {
        self.steps.iter().enumerate().find(|(_, step)| step.key == key)
    }

    /// What is wrong with the answers to some questions, in the order of the questions.
    pub fn faults<'a>(&self, fields: impl IntoIterator<Item = &'a Field>, answers: &Answers, today: Date) -> Vec<Fault> {
        fields.into_iter().filter_map(|field| field.fault(answers, today).map(|code| Fault { field: field.name.clone(), code })).collect()
    }

    /// What is wrong with a whole request: its answers, then what must be agreed to.
    pub fn all_faults(&self, answers: &Answers, today: Date) -> Vec<Fault> {
        let mut faults = self.faults(self.fields(), answers, today);
        let missing = self.notice.consents.iter().filter(|consent| consent.missing.is_some() && !answers.agrees(consent.purpose));
        faults.extend(missing.map(|consent| Fault { field: consent_name(consent.purpose), code: FaultCode::Required }));
        faults
    }

    /// What is said when a question, or something to agree to, is left.
    pub fn missing(&self, name: &str) -> Option<&str> {
        let field = self.fields().find(|field| field.name == name).and_then(|field| field.missing.as_deref());
        field.or_else(|| {
            let purpose = Purpose::parse(name.strip_prefix(CONSENT)?)?;
            self.notice.consents.iter().find(|consent| consent.purpose == purpose)?.missing.as_deref()
        })
    }
}

impl Field {
    /// The words for an answer that is one of the options; else the answer.
    pub fn words<'a>(&'a self, value: &'a str) -> &'a str {
        self.options.iter().find(|option| option.value == value).map_or(value, |option| &option.label)
    }

    /// What is wrong with the answer, if anything is.
    fn fault(&self, answers: &Answers, today: Date) -> Option<FaultCode> {
        let value = answers.get(&self.name).trim();
        if value.is_empty() {
            return self.missing.is_some().then_some(FaultCode::Required);
        }
        if !check::is_text(value, self.input == Input::Long) {
            return Some(FaultCode::Characters);
        }
        let is_among = || self.options.iter().any(|option| option.value == value);
        match self.input {
            Input::Text | Input::Long => {
                let most = self.max.unwrap_or(check::LONGEST);
                (check::length(value) > most).then_some(FaultCode::TooLong)
            }
            Input::Email => (!check::is_email(value)).then_some(FaultCode::Email),
            Input::Phone => (!check::is_phone(value, answers.get("country"))).then_some(FaultCode::Phone),
            Input::Country | Input::Choice | Input::Sector => (!is_among()).then_some(FaultCode::Choice),
            Input::Number => match check::number(value) {
                None => Some(FaultCode::Number),
                Some(number) => self.max.is_some_and(|max| number > u64::from(max)).then_some(FaultCode::TooGreat),
            },
            Input::Date => {
                let Some(day) = dates::parse(value) else { return Some(FaultCode::Date) };
                if self.from_today && day < today {
                    return Some(FaultCode::Past);
                }
                let start = self.not_before.as_deref().and_then(|name| dates::parse(answers.get(name).trim()));
                start.is_some_and(|start| day < start).then_some(FaultCode::Order)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(name: &str, input: Input) -> Field {
        Field {
            name: name.into(),
            input,
            label: String::new(),
            hint: None,
            missing: None,
            max: None,
            autocomplete: None,
            options: vec![],
            from_today: false,
            not_before: None,
        }
    }

    fn fault(field: &Field, pairs: &[(&str, &str)]) -> Option<FaultCode> {
        let answers = Answers(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect());
        field.fault(&answers, dates::parse("2026-11-24").expect("a day"))
    }

    #[test]
    fn an_answer_is_required_only_where_its_absence_has_words() {
        let optional = field("a", Input::Text);
        let required = Field { missing: Some("Dites-le.".into()), ..optional.clone() };
        assert_eq!(fault(&optional, &[]), None);
        assert_eq!(fault(&required, &[("a", "  ")]), Some(FaultCode::Required));
        assert_eq!(fault(&required, &[("a", "Ἀθήνα 東京")]), None);
    }

    #[test]
    fn a_text_is_counted_in_characters_and_holds_no_control() {
        let line = Field { max: Some(5), ..field("a", Input::Text) };
        assert_eq!(fault(&line, &[("a", "été!!")]), None);
        assert_eq!(fault(&line, &[("a", "été!!!")]), Some(FaultCode::TooLong));
        assert_eq!(fault(&line, &[("a", "a\r\nB")]), Some(FaultCode::Characters));
        assert_eq!(fault(&field("a", Input::Long), &[("a", "a\r\nB\tc")]), None);
        assert_eq!(fault(&field("a", Input::Long), &[("a", "a\u{0}b")]), Some(FaultCode::Characters));
    }

    #[test]
    fn days_are_in_the_right_order() {
        let start = Field { from_today: true, ..field("starts_on", Input::Date) };
        let end = Field { not_before: Some("starts_on".into()), ..field("ends_on", Input::Date) };
        assert_eq!(fault(&start, &[("starts_on", "2026-11-23")]), Some(FaultCode::Past));
        assert_eq!(fault(&start, &[("starts_on", "2026-11-24")]), None);
        assert_eq!(fault(&end, &[("starts_on", "2027-05-02"), ("ends_on", "2027-05-01")]), Some(FaultCode::Order));
        assert_eq!(fault(&end, &[("starts_on", "2027-05-02"), ("ends_on", "2027-05-02")]), None);
        assert_eq!(fault(&end, &[("ends_on", "le 2 mai")]), Some(FaultCode::Date));
    }

    #[test]
    fn numbers_and_choices_are_among_what_is_meant() {
        let jobs = Field { max: Some(1_000), ..field("jobs", Input::Number) };
        assert_eq!(fault(&jobs, &[("jobs", "1\u{a0}000")]), None);
        assert_eq!(fault(&jobs, &[("jobs", "1001")]), Some(FaultCode::TooGreat));
        assert_eq!(fault(&jobs, &[("jobs", "-3")]), Some(FaultCode::Number));
        let options = vec![Choice { value: "settle".into(), label: "S’implanter".into() }];
        let project = Field { options, ..field("project", Input::Choice) };
        assert_eq!(fault(&project, &[("project", "settle")]), None);
        assert_eq!(fault(&project, &[("project", "S’implanter")]), Some(FaultCode::Choice));
        assert_eq!(project.words("settle"), "S’implanter");
    }
}
