//! A request as its author follows it.

use super::form::Choice;
use super::{InterestKind, InterestStatus, Purpose};
use crate::dates::Date;
use crate::locale::Locale;
use serde::{Deserialize, Serialize};

/// What whoever sends a request is given at once. With both, and nothing else, the request is followed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Receipt {
    /// The number of the request.
    pub reference: String,
    /// The code that opens it; to be kept secret.
    pub code: String,
    /// The day by which the office promises an answer.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = "date"))]
    pub due_on: Date,
}

words! {
    /// What happened to a request.
    Event {
        /// It was received.
        Received = "received",
        /// Its status changed.
        Status = "status",
        /// Its author wrote.
        Wrote = "wrote",
        /// The office wrote.
        Answered = "answered",
        /// Its author added a file.
        File = "file",
        /// Its author corrected it.
        Corrected = "corrected",
        /// Its author took a consent back.
        Withdrawn = "withdrawn",
    }
}

words! {
    /// Who did something.
    Party {
        /// Whoever sent the request.
        Author = "author",
        /// The office.
        Office = "office",
    }
}

/// A request, whole, as its author may see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Interest {
    /// Its number.
    pub reference: String,
    /// Who wrote.
    pub kind: InterestKind,
    /// The language it was written in.
    pub lang: Locale,
    /// The language in which the office answers.
    pub reply_lang: Locale,
    /// Where it stands.
    pub status: InterestStatus,
    /// The day it was received.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = "date"))]
    pub received_on: Date,
    /// The day by which an answer is promised.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = "date"))]
    pub due_on: Date,
    /// The day after which it is erased.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = "date"))]
    pub keep_until: Date,
    /// Whether the law keeps it from being erased.
    pub held: bool,
    /// The title of the page that led to it.
    pub about: Option<String>,
    /// What was answered, question by question.
    pub answers: Vec<Answered>,
    /// What was agreed to.
    pub consents: Vec<Given>,
    /// What happened, the oldest first.
    pub history: Vec<Happened>,
    /// The files.
    pub files: Vec<FileInfo>,
}

/// An answer with its question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Answered {
    /// The question's name.
    pub name: String,
    /// The question.
    pub label: String,
    /// The answer, as it is kept.
    pub value: String,
    /// The answer, in words.
    pub text: String,
    /// Whether it is about the person.
    pub contact: bool,
}

/// Something agreed to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Given {
    /// What for, and the words agreed to.
    pub purpose: Purpose,
    /// The words agreed to.
    pub label: String,
    /// The version of the notice.
    pub version: i64,
    /// The language of the words.
    pub lang: Locale,
    /// When, as RFC 3339.
    pub given_at: String,
    /// When it was taken back, as RFC 3339.
    pub withdrawn_at: Option<String>,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Happened {
    /// When, as RFC 3339, with the time of Québec.
    pub at: String,
    /// What.
    pub event: Event,
    /// Who did it.
    pub by: Party,
    /// The status it led to.
    pub status: Option<InterestStatus>,
    /// What was written.
    pub message: Option<String>,
}

/// A file of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FileInfo {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its type: `pdf`, `png` or `jpeg`.
    pub file_type: String,
    /// Its size, in bytes.
    pub size: i64,
}

/// A kind of request, in the list of kinds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KindInfo {
    /// Which.
    pub kind: InterestKind,
    /// How a visitor recognises themselves.
    pub name: String,
    /// For whom the form is and what for.
    pub lead: String,
    /// How many working days the office takes to answer.
    pub answer_days: i64,
    /// Its topics: key and title.
    pub steps: Vec<Choice>,
}
