//! What becomes of the rows of a feed: upsert by (source, external id), in transactions of many rows.

use super::opportunities::{Follows, Identity, Pointer, Span, Stored, Writing, create, find_by_source, mark_missing, point, revise};
use super::{Result, Store, Tx, employers, on, sql, within};
use crate::import::{Admission, Given, Row};
use model::locale::Locale;
use model::opportunities::Status;
use model::opportunities::record::{PlaceName, Record};
use serde::{Deserialize, Serialize};
use sqlx::types::Json;
use std::collections::{BTreeSet, HashSet};
use uuid::Uuid;

sql! {
    WAIT = "insert into import_waiting (source, external_id, lang, payload, at) values ($1, $2, $3, $4, $5) \
        on conflict (source, external_id, lang) do update set payload = excluded.payload, at = excluded.at \
        where import_waiting.payload <> excluded.payload";
    WAITING = "select lang, payload from import_waiting where source = $1 and external_id = $2 order by lang";
    WAITED = "delete from import_waiting where source = $1 and external_id = $2";
    PUBLISHED_OF_SOURCE = "select id, external_id from opportunities where source = $1 and status = 'published'";
}

/// How a feed is taken in.
#[derive(Clone, Debug)]
pub struct ImportOptions {
    /// The feed's name, part of each posting's identity.
    pub source: String,
    /// Whether rows with a French title are published, or wait as drafts.
    pub publish: bool,
    /// Whether the rows are invented ones.
    pub sample: bool,
    /// Who answers for the writes.
    pub actor: String,
}

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// A new posting, published.
    Created,
    /// A new posting, a draft.
    Drafted,
    /// A posting that changed.
    Changed,
    /// A posting that is as it was.
    Unchanged,
    /// Kept aside: it does not say where it is.
    Waiting,
    /// Elsewhere than asked.
    Outside,
}

/// The postings of a source that a full feed no longer carries.
#[derive(Clone, Debug)]
pub struct Missing {
    /// Those published now.
    pub published: usize,
    /// Those among them that the feed did not bring.
    pub missing: Vec<Uuid>,
}

impl Missing {
    /// Whether closing them is a surprise: more than 30 % of the source.
    pub fn is_suspicious(&self) -> bool {
        self.missing.len() * 10 > self.published * 3
    }
}

/// A row that waits, as it is stored.
#[derive(Clone, Serialize, Deserialize)]
struct Waiting {
    record: Record,
    given: Option<BTreeSet<String>>,
}

impl Store {
    /// Takes in rows in one transaction; the fates are in their order.
    ///
    /// # Errors
    /// When the database fails; then none of the rows is in.
    pub async fn import(&self, rows: &[Row], options: &ImportOptions) -> Result<Vec<Fate>> {
        let mut tx = self.begin().await?;
        let fates = self.import_within(&mut tx, rows, options).await?;
        tx.commit().await?;
        Ok(fates)
    }

    /// Says what [`import`](Self::import) would do, and does nothing.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn rehearse_import(&self, rows: &[Row], options: &ImportOptions) -> Result<Vec<Fate>> {
        let mut tx = self.begin().await?;
        // Dropping the transaction takes everything back.
        self.import_within(&mut tx, rows, options).await
    }

    async fn import_within(&self, tx: &mut Tx, rows: &[Row], options: &ImportOptions) -> Result<Vec<Fate>> {
        let at = self.clock.now();
        let mut fates = Vec::with_capacity(rows.len());
        for row in rows {
            fates.push(self.take_row(tx, row, options, at).await?);
        }
        Ok(fates)
    }

    async fn take_row(&self, tx: &mut Tx, row: &Row, options: &ImportOptions, at: i64) -> Result<Fate> {
        if row.admission == Admission::Outside {
            return Ok(Fate::Outside);
        }
        let writing = Writing { actor: &options.actor, at, sample: options.sample };
        let Some(stored) = find_by_source(tx, &options.source, &row.record.external_id).await? else {
            if row.admission == Admission::Unknown {
                return wait(tx, row, options, at).await;
            }
            // What waited speaks first, so that the row that says where it is has the last word.
            let mut waited = take_waiting(tx, options, &row.record.external_id).await?.into_iter();
            let mut record = match waited.next() {
                Some(first) => {
                    let said = waited.fold(first.record, |said, next| merge(&said, &next.record, &next.given()));
                    merge(&said, &row.record, &row.given)
                }
                None => row.record.clone(),
            };
            record.status = row.record.status;
            keepable(&mut record);
            let span = self.span(&record, at);
            let status = status_of(&record, options.publish);
            let identity = Identity { source: &options.source, status, sample: options.sample };
            create(tx, &identity, &record, &span, writing).await?;
            return Ok(if status == Status::Published { Fate::Created } else { Fate::Drafted });
        };
        self.update_row(tx, &stored, row, options.publish, writing).await
    }

    async fn update_row(&self, tx: &mut Tx, stored: &Stored, row: &Row, publish: bool, writing: Writing<'_>) -> Result<Fate> {
        let mut record = merge(&stored.record, &row.record, &row.given);
        if row.record.opens.is_none() {
            // A feed without dates does not move the day a posting opened.
            record.opens = stored.record.opens;
        }
        record.status = stored.record.status;
        keepable(&mut record);
        // Another spelling of the same employer, or the name of one that people merged into it, is no change.
        if let (Some(ours), Some(theirs)) = (&stored.record.employer, &mut record.employer)
            && employers::find(tx, theirs).await?.is_some_and(|(_, key)| Some(key) == ours.key)
        {
            theirs.clone_from(ours);
        }
        let status = next_status(stored, &record, publish, row.record.status);
        let same = record == stored.record;
        if same && status == stored.status {
            return Ok(Fate::Unchanged);
        }
        let revision = stored.latest_revision + i64::from(!same);
        let live_revision = if status == Status::Published { Some(revision) } else { stored.live_revision };
        let pointer = Pointer { status, live_revision, revision };
        if same {
            point(tx, stored.id, &record, &pointer, writing).await?;
        } else {
            let span = self.span(&record, writing.at);
            let follows = follows(stored, &record, &row.given);
            revise(tx, stored.id, &pointer, follows, &record, &span, writing).await?;
        }
        Ok(Fate::Changed)
    }

    fn span(&self, record: &Record, at: i64) -> Span {
        let opens = record.opens.unwrap_or_else(|| self.clock.day_of(at));
        Span { opens: (opens, self.clock.start_of(opens)), closes: record.closes.map(|day| (day, self.clock.end_of(day))) }
    }

    /// The published postings of a source that are not among `seen`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn missing(&self, source: &str, seen: &HashSet<String>) -> Result<Missing> {
        let rows: Vec<(Uuid, String)> = on!(self, |pool| sqlx::query_as(PUBLISHED_OF_SOURCE).bind(source).fetch_all(pool).await)?;
        let published = rows.len();
        let missing = rows.into_iter().filter(|(_, external_id)| !seen.contains(external_id)).map(|(id, _)| id).collect();
        Ok(Missing { published, missing })
    }

    /// Closes postings that a full feed no longer carries; they reopen when it brings them back.
    ///
    /// # Errors
    /// When the database fails; then none is closed.
    pub async fn close_missing(&self, missing: &Missing, actor: &str) -> Result<()> {
        let writing = Writing { actor, at: self.clock.now(), sample: false };
        let mut tx = self.begin().await?;
        for id in &missing.missing {
            mark_missing(&mut tx, *id, writing).await?;
        }
        tx.commit().await
    }
}

async fn wait(tx: &mut Tx, row: &Row, options: &ImportOptions, at: i64) -> Result<Fate> {
    let given = match &row.given {
        Given::All => None,
        Given::Only(fields) => Some(fields.iter().map(|field| (*field).to_owned()).collect()),
    };
    let lang = if row.record.title.fr.is_some() { Locale::Fr } else { Locale::En };
    let payload = Waiting { record: row.record.clone(), given };
    within!(tx, |conn| sqlx::query(WAIT)
        .bind(&options.source)
        .bind(&row.record.external_id)
        .bind(lang.as_str())
        .bind(Json(&payload))
        .bind(at)
        .execute(conn)
        .await
        .map(drop))?;
    Ok(Fate::Waiting)
}

/// The rows that waited for this posting, which then wait no more.
async fn take_waiting(tx: &mut Tx, options: &ImportOptions, external_id: &str) -> Result<Vec<Waiting>> {
    let rows: Vec<(String, Json<Waiting>)> =
        within!(tx, |conn| sqlx::query_as(WAITING).bind(&options.source).bind(external_id).fetch_all(conn).await)?;
    if !rows.is_empty() {
        within!(tx, |conn| sqlx::query(WAITED).bind(&options.source).bind(external_id).execute(conn).await.map(drop))?;
    }
    Ok(rows.into_iter().map(|(_, payload)| payload.0).collect())
}

impl Waiting {
    fn given(&self) -> Given {
        match &self.given {
            None => Given::All,
            Some(fields) => Given::Only(FIELDS.iter().copied().filter(|field| fields.contains(*field)).collect()),
        }
    }
}

/// Every field a feed may speak of, by the name that [`Given`] uses.
pub const FIELDS: &[&str] = &[
    "kind",
    "title.fr",
    "title.en",
    "summary.fr",
    "summary.en",
    "body.fr",
    "body.en",
    "employer",
    "sectors",
    "audience",
    "place",
    "mode",
    "schedule",
    "hours_per_week",
    "pay",
    "french",
    "other_language",
    "sponsorship",
    "relocation",
    "noc",
    "openings",
    "opens",
    "closes",
    "apply",
];

/// What a posting says once a row has spoken: what the feed does not speak of keeps its stored value.
fn merge(stored: &Record, row: &Record, given: &Given) -> Record {
    let mut merged = stored.clone();
    macro_rules! take {
        ($($name:literal => $($field:ident).+),+ $(,)?) => {
            $(if given.has($name) { merged.$($field).+.clone_from(&row.$($field).+); })+
        };
    }
    take! {
        "kind" => kind, "title.fr" => title.fr, "title.en" => title.en, "summary.fr" => summary.fr, "summary.en" => summary.en,
        "body.fr" => body.fr, "body.en" => body.en, "employer" => employer, "sectors" => sectors, "audience" => audience,
        "place" => place, "mode" => mode, "schedule" => schedule, "hours_per_week" => hours_per_week, "pay" => pay, "french" => french,
        "other_language" => other_language, "sponsorship" => sponsorship, "relocation" => relocation, "noc" => noc,
        "openings" => openings, "opens" => opens, "closes" => closes, "apply" => apply,
    }
    merged
}

/// Leaves in a record what the tables keep of it: so that what is read back is what was written, and the same again is no change.
fn keepable(record: &mut Record) {
    record.place.take_if(|place| *place == PlaceName::default());
    // Hours are kept to the hundredth.
    record.hours_per_week = record.hours_per_week.map(|hours| (hours * 100.0).round() / 100.0);
    for lang in Locale::ALL.iter().copied() {
        // A reason is told in the languages in which the posting is.
        if record.title.get(lang).is_none()
            && let Some(other) = &mut record.other_language
        {
            *other.reason.slot(lang) = None;
        }
    }
}

/// The status a new posting takes: a posting without French waits as a draft, whatever is asked.
fn status_of(record: &Record, publish: bool) -> Status {
    match record.status {
        Some(over @ (Status::Filled | Status::Withdrawn)) => over,
        _ if publish && record.title.fr.is_some() => Status::Published,
        _ => Status::Draft,
    }
}

/// The status a known posting takes: what people decided stands; what the feed's silence closed, its voice reopens.
fn next_status(stored: &Stored, record: &Record, publish: bool, said: Option<Status>) -> Status {
    if let Some(over @ (Status::Filled | Status::Withdrawn)) = said {
        return over;
    }
    let has_french = record.title.fr.is_some();
    match stored.status {
        Status::Draft if publish && has_french => Status::Published,
        Status::Withdrawn if stored.missing_since.is_some() => {
            if publish && has_french {
                Status::Published
            } else {
                Status::Draft
            }
        }
        Status::Published if !has_french => Status::Draft,
        other => other,
    }
}

/// The French revision moves when the French moves, not when it first comes; English follows the French it came with, or the
/// one it knew.
fn follows(stored: &Stored, record: &Record, given: &Given) -> Follows {
    let texts = |of: &Record| (of.title.fr.clone(), of.summary.fr.clone(), of.body.fr.clone());
    let moved = stored.record.title.fr.is_some() && texts(record) != texts(&stored.record);
    let fr_revision = stored.fr_revision + i64::from(moved);
    let brings_english = given.has("title.en") && record.title.en.is_some();
    Follows { fr_revision, en_follows: if brings_english { Some(fr_revision) } else { stored.en_follows } }
}
