//! Reading requests.

use crate::store::{Result, Store, StoreError, on, sql};
use model::dates::{self, Date};
use model::interests::form::Answers;
use model::interests::view::{Event, FileInfo, Party};
use model::interests::{InterestKind, InterestStatus, Purpose};
use model::locale::Locale;
use sqlx::types::Json;
use uuid::Uuid;

/// The columns of a request.
macro_rules! select_interest {
    ($tail:literal) => {
        concat!(
            "select id, reference, kind, lang, reply_lang, status, answers, about, about_title, caught, duplicate_of, opportunity_id, ",
            "received_at, received_on, due_on, keep_until, held, restricted_at from interests ",
            $tail
        )
    };
}

sql! {
    BY_REFERENCE = select_interest!("where reference = $1");
    BY_ID = select_interest!("where id = $1");
    CONSENTS = "select purpose, version, lang, given_at, withdrawn_at from interest_consents where interest_id = $1 order by purpose";
    HISTORY = "select id, at, event, party, actor, status, message from interest_history where interest_id = $1 order by id";
    FILES = "select id, name, file_type, size from files where interest_id = $1 order by id";
    FILE = "select name, file_type, bytes from files where interest_id = $1 and id = $2";
}

/// A request as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are the columns of the table, which says what they are")]
pub struct StoredInterest {
    pub id: Uuid,
    pub reference: String,
    pub kind: InterestKind,
    pub lang: Locale,
    pub reply_lang: Locale,
    pub status: InterestStatus,
    pub answers: Answers,
    pub about: Option<String>,
    pub about_title: Option<String>,
    pub caught: Option<String>,
    pub duplicate_of: Option<Uuid>,
    pub opportunity_id: Option<Uuid>,
    pub received_at: i64,
    pub received_on: Date,
    pub due_on: Date,
    pub keep_until: Date,
    pub held: bool,
    pub restricted: bool,
}

/// Something agreed to, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are the columns of the table")]
pub struct StoredConsent {
    pub purpose: Purpose,
    pub version: i64,
    pub lang: Locale,
    pub given_at: i64,
    pub withdrawn_at: Option<i64>,
}

/// Something that happened, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are the columns of the table")]
pub struct StoredHistory {
    pub id: Uuid,
    pub at: i64,
    pub event: Event,
    pub party: Party,
    pub actor: String,
    pub status: Option<InterestStatus>,
    pub message: Option<String>,
}

/// A file with its bytes.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
#[expect(missing_docs, reason = "the fields are the columns of the table")]
pub struct StoredFile {
    pub name: String,
    pub file_type: String,
    pub bytes: Vec<u8>,
}

#[derive(sqlx::FromRow)]
pub(super) struct Row {
    id: Uuid,
    reference: String,
    kind: String,
    lang: String,
    reply_lang: String,
    status: String,
    answers: Json<Answers>,
    about: Option<String>,
    about_title: Option<String>,
    caught: Option<String>,
    duplicate_of: Option<Uuid>,
    opportunity_id: Option<Uuid>,
    received_at: i64,
    received_on: String,
    due_on: String,
    keep_until: String,
    held: bool,
    restricted_at: Option<i64>,
}

/// What a word of a column means; an unknown one is a damaged row.
fn word<T>(read: Option<T>, word: &str) -> Result<T> {
    read.ok_or_else(|| StoreError::Corrupt(format!("the unknown word {word:?} in a request")))
}

impl TryFrom<Row> for StoredInterest {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: row.id,
            kind: word(InterestKind::parse(&row.kind), &row.kind)?,
            lang: word(Locale::parse(&row.lang), &row.lang)?,
            reply_lang: word(Locale::parse(&row.reply_lang), &row.reply_lang)?,
            status: word(InterestStatus::parse(&row.status), &row.status)?,
            answers: row.answers.0,
            about: row.about,
            about_title: row.about_title,
            caught: row.caught,
            duplicate_of: row.duplicate_of,
            opportunity_id: row.opportunity_id,
            received_at: row.received_at,
            received_on: word(dates::parse(&row.received_on), &row.received_on)?,
            due_on: word(dates::parse(&row.due_on), &row.due_on)?,
            keep_until: word(dates::parse(&row.keep_until), &row.keep_until)?,
            held: row.held,
            restricted: row.restricted_at.is_some(),
            reference: row.reference,
        })
    }
}

impl Store {
    /// A request by its number; nothing for an unknown one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn interest(&self, reference: &str) -> Result<Option<StoredInterest>> {
        let row: Option<Row> = on!(self, |pool| sqlx::query_as(BY_REFERENCE).bind(reference).fetch_optional(pool).await)?;
        row.map(StoredInterest::try_from).transpose()
    }

    /// A request by its id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn interest_by_id(&self, id: Uuid) -> Result<Option<StoredInterest>> {
        let row: Option<Row> = on!(self, |pool| sqlx::query_as(BY_ID).bind(id).fetch_optional(pool).await)?;
        row.map(StoredInterest::try_from).transpose()
    }

    /// What was agreed to.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn interest_consents(&self, interest: Uuid) -> Result<Vec<StoredConsent>> {
        let rows: Vec<(String, i64, String, i64, Option<i64>)> =
            on!(self, |pool| sqlx::query_as(CONSENTS).bind(interest).fetch_all(pool).await)?;
        let read = |(purpose, version, lang, given_at, withdrawn_at): (String, i64, String, i64, Option<i64>)| {
            let purpose = word(Purpose::parse(&purpose), &purpose)?;
            Ok(StoredConsent { purpose, version, lang: word(Locale::parse(&lang), &lang)?, given_at, withdrawn_at })
        };
        rows.into_iter().map(read).collect()
    }

    /// What happened, the oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn interest_history(&self, interest: Uuid) -> Result<Vec<StoredHistory>> {
        type HistoryRow = (Uuid, i64, String, String, String, Option<String>, Option<String>);
        let rows: Vec<HistoryRow> = on!(self, |pool| sqlx::query_as(HISTORY).bind(interest).fetch_all(pool).await)?;
        let read = |(id, at, event, party, actor, status, message): HistoryRow| {
            let status = status.map(|status| word(InterestStatus::parse(&status), &status)).transpose()?;
            let (event, party) = (word(Event::parse(&event), &event)?, word(Party::parse(&party), &party)?);
            Ok(StoredHistory { id, at, event, party, actor, status, message })
        };
        rows.into_iter().map(read).collect()
    }

    /// The files, without their bytes.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn interest_files(&self, interest: Uuid) -> Result<Vec<FileInfo>> {
        let rows: Vec<(Uuid, String, String, i64)> = on!(self, |pool| sqlx::query_as(FILES).bind(interest).fetch_all(pool).await)?;
        let read = |(id, name, file_type, size): (Uuid, String, String, i64)| FileInfo { id: id.to_string(), name, file_type, size };
        Ok(rows.into_iter().map(read).collect())
    }

    /// A file of a request.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn interest_file(&self, interest: Uuid, file: Uuid) -> Result<Option<StoredFile>> {
        Ok(on!(self, |pool| sqlx::query_as(FILE).bind(interest).bind(file).fetch_optional(pool).await)?)
    }
}
