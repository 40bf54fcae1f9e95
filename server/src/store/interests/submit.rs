//! Writing a request: all of it, or nothing of it.

use super::{Happening, add_file, add_history};
use crate::attachments::Attachment;
use crate::interests::posting;
use crate::mail::templates::Template;
use crate::store::opportunities::{Identity, Span, Writing, create};
use crate::store::outbox;
use crate::store::{Result, Store, Tx, on, sql, within};
use model::dates::{self, Date};
use model::interests::form::Answers;
use model::interests::view::{Event, Party};
use model::interests::{InterestKind, InterestStatus, Purpose};
use model::locale::Locale;
use model::opportunities::Status;
use sqlx::types::Json;
use uuid::Uuid;

sql! {
    BY_KEY = "select reference, body_hash, due_on from interests where key_hash = $1";
    REFERENCE_OF_KEY = "select reference from interests where key_hash = $1";
    ALIKE = "select id, answers from interests where email = $1 and kind = $2 and received_at >= $3 order by received_at desc limit 10";
    INSERT = "insert into interests (id, reference, kind, lang, reply_lang, status, answers, email, about, about_title, caught, \
        duplicate_of, opportunity_id, key_hash, body_hash, received_at, received_on, due_on, keep_until, held, updated_at) \
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $16)";
    CONSENT = "insert into interest_consents (interest_id, purpose, version, lang, given_at) values ($1, $2, $3, $4, $5)";
}

/// The actor of what people send.
const ACTOR: &str = "request";

/// For how long two requests that say the same are one too many, in seconds.
const ALIKE_WITHIN: i64 = 30 * 86_400;

/// From which likeness of their words on two requests say the same, by Sørensen and Dice.
const ALIKE_FROM: f64 = 0.8;

/// A request to write.
#[derive(Clone, Debug)]
pub struct NewInterest {
    /// The number drawn for it.
    pub reference: String,
    /// Who writes.
    pub kind: InterestKind,
    /// In which language.
    pub lang: Locale,
    /// In which one the office answers.
    pub reply_lang: Locale,
    /// What was answered, checked.
    pub answers: Answers,
    /// What it is about, as `noun:key`, and its title.
    pub about: Option<(String, String)>,
    /// Why it is set aside.
    pub caught: Option<&'static str>,
    /// What was agreed to, and in which version of the notice.
    pub consents: Vec<Purpose>,
    /// The version of the notice.
    pub version: i64,
    /// Its files.
    pub files: Vec<Attachment>,
    /// The client's own key, hashed.
    pub key_hash: Option<String>,
    /// What the key stands for, hashed.
    pub body_hash: String,
    /// The day by which an answer is promised.
    pub due_on: Date,
    /// The day until which it is kept.
    pub keep_until: Date,
    /// Whether the team has an address for notices.
    pub notify: bool,
}

/// What became of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Submitted {
    /// It is on disk.
    New,
    /// It was already, under this number and with this promise.
    Known {
        /// Its number.
        reference: String,
        /// The promised day.
        due_on: Date,
    },
    /// The key stands for another request.
    Other,
}

impl Store {
    /// Writes a request with its consents, its files, the first line of its history, its mail and, for a proposal, its draft, in
    /// one transaction. A key that is known finds what was written under it.
    ///
    /// # Errors
    /// When the database fails; then nothing is written.
    pub async fn submit_interest(&self, new: &NewInterest) -> Result<Submitted> {
        let mut tx = self.begin().await?;
        if let Some(key) = &new.key_hash
            && let Some(known) = known(&mut tx, key, new).await?
        {
            return Ok(known);
        }
        let (id, now) = (Uuid::now_v7(), self.clock().now());
        let email = new.answers.get("email").to_lowercase();
        let alike = alike(&mut tx, new, &email, now).await?;
        let opportunity = match new.kind {
            InterestKind::Posting if new.caught.is_none() => Some(self.propose(&mut tx, &new.reference, &new.answers, now).await?),
            _ => None,
        };
        within!(&mut tx, |conn| sqlx::query(INSERT)
            .bind(id)
            .bind(&new.reference)
            .bind(new.kind.as_str())
            .bind(new.lang.as_str())
            .bind(new.reply_lang.as_str())
            .bind(InterestStatus::Received.as_str())
            .bind(Json(&new.answers))
            .bind(&email)
            .bind(new.about.as_ref().map(|about| &about.0))
            .bind(new.about.as_ref().map(|about| &about.1))
            .bind(new.caught)
            .bind(alike)
            .bind(opportunity)
            .bind(&new.key_hash)
            .bind(&new.body_hash)
            .bind(now)
            .bind(self.clock().today().to_string())
            .bind(new.due_on.to_string())
            .bind(new.keep_until.to_string())
            .bind(false)
            .execute(conn)
            .await
            .map(drop))?;
        for purpose in &new.consents {
            within!(&mut tx, |conn| sqlx::query(CONSENT)
                .bind(id)
                .bind(purpose.as_str())
                .bind(new.version)
                .bind(new.lang.as_str())
                .bind(now)
                .execute(conn)
                .await
                .map(drop))?;
        }
        let received =
            Happening { event: Event::Received, party: Party::Author, actor: "", status: Some(InterestStatus::Received), message: None };
        add_history(&mut tx, id, now, received).await?;
        for file in &new.files {
            add_file(&mut tx, id, now, file).await?;
        }
        // What is set aside writes to nobody: its address may be anybody's.
        let held = new.caught.is_some();
        outbox::add(&mut tx, Template::Acknowledgment, id, None, now, held).await?;
        if new.notify {
            outbox::add(&mut tx, Template::Notice, id, None, now, held).await?;
        }
        tx.commit().await?;
        Ok(Submitted::New)
    }

    /// The number of the request that was sent under a key, hashed.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn reference_of_key(&self, key_hash: &str) -> Result<Option<String>> {
        Ok(on!(self, |pool| sqlx::query_scalar(REFERENCE_OF_KEY).bind(key_hash).fetch_optional(pool).await)?)
    }

    /// Writes the draft that a proposal becomes, for review.
    pub(super) async fn propose(&self, tx: &mut Tx, reference: &str, answers: &Answers, now: i64) -> Result<Uuid> {
        let record = posting::draft(reference, answers);
        let today = self.clock().today();
        let span = Span { opens: (today, self.clock().start_of(today)), closes: record.closes.map(|day| (day, self.clock().end_of(day))) };
        let identity = Identity { source: "request", status: Status::Draft, sample: false };
        create(tx, &identity, &record, &span, Writing { actor: ACTOR, at: now, sample: false }).await
    }
}

/// What was written under a key.
async fn known(tx: &mut Tx, key: &str, new: &NewInterest) -> Result<Option<Submitted>> {
    let row: Option<(String, String, String)> = within!(tx, |conn| sqlx::query_as(BY_KEY).bind(key).fetch_optional(conn).await)?;
    Ok(row.map(|(reference, body_hash, due_on)| {
        if body_hash == new.body_hash {
            Submitted::Known { reference, due_on: dates::parse(&due_on).unwrap_or(new.due_on) }
        } else {
            Submitted::Other
        }
    }))
}

/// An earlier request of the same address that says the same.
async fn alike(tx: &mut Tx, new: &NewInterest, email: &str, now: i64) -> Result<Option<Uuid>> {
    let rows: Vec<(Uuid, Json<Answers>)> =
        within!(tx, |conn| sqlx::query_as(ALIKE).bind(email).bind(new.kind.as_str()).bind(now - ALIKE_WITHIN).fetch_all(conn).await)?;
    let words = |answers: &Answers| answers.0.iter().map(|(_, value)| value.as_str()).collect::<Vec<_>>().join(" ");
    let mine = words(&new.answers);
    Ok(rows.into_iter().find(|(_, theirs)| strsim::sorensen_dice(&mine, &words(theirs)) >= ALIKE_FROM).map(|(id, _)| id))
}
