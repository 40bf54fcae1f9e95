//! Writing opportunities: one identity, ever more revisions.

use crate::store::{Result, StoreError, Tx, changes, employers, places, sql, within};
use crate::text::public_id;
use model::dates::Date;
use model::locale::Locale;
use model::opportunities::Status;
use model::opportunities::record::Record;
use sqlx::types::Json;
use uuid::Uuid;

sql! {
    CREATE = "insert into opportunities (id, public_id, kind, status, live_revision, latest_revision, source, external_id, sample, \
        created_at, updated_at) values ($1, $2, $3, $4, $5, 1, $6, $7, $8, $9, $9) on conflict (public_id) do nothing";
    REVISE = "insert into opportunity_revisions (opportunity_id, revision, fr_revision, employer_id, place_key, city, borough, remote, \
        sectors, audience, mode, schedule, hours_per_week, pay_min, pay_max, pay_period, pay_currency, french, other_language, \
        sponsorship, relocation, noc, openings, apply_url, apply_email, opens_on, opens_at, closes_on, closes_at, actor, at) values \
        ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, \
        $28, $29, $30, $31)";
    PUT_TEXT = "insert into opportunity_texts (opportunity_id, revision, lang, title, summary, body, other_language_reason, follows) \
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    POINT = "update opportunities set kind = $2, status = $3, live_revision = $4, latest_revision = $5, missing_since = null, \
        updated_at = $6 where id = $1";
    SET_STATUS = "update opportunities set status = $2, updated_at = $3 where id = $1";
    MARK_MISSING = "update opportunities set status = 'withdrawn', missing_since = $2, updated_at = $2 where id = $1";
}

/// What an opportunity is before it says anything.
pub(in crate::store) struct Identity<'a> {
    pub source: &'a str,
    pub status: Status,
    pub sample: bool,
}

/// The instants that the dates of a record mean.
pub(in crate::store) struct Span {
    pub opens: (Date, i64),
    pub closes: Option<(Date, i64)>,
}

/// Who writes, and when.
#[derive(Clone, Copy)]
pub(in crate::store) struct Writing<'a> {
    pub actor: &'a str,
    pub at: i64,
    pub sample: bool,
}

/// The French and English revision numbers of a content.
#[derive(Clone, Copy)]
pub(in crate::store) struct Follows {
    pub fr_revision: i64,
    pub en_follows: Option<i64>,
}

/// Writes a new opportunity with its first revision, and the change.
pub(in crate::store) async fn create(
    tx: &mut Tx,
    identity: &Identity<'_>,
    record: &Record,
    span: &Span,
    writing: Writing<'_>,
) -> Result<Uuid> {
    let live = (identity.status == Status::Published).then_some(1_i64);
    // Eight characters collide once in a great while; then another id is drawn.
    for _ in 0..8 {
        let id = Uuid::now_v7();
        let public = public_id(id);
        let made = within!(tx, |conn| sqlx::query(CREATE)
            .bind(id)
            .bind(&public)
            .bind(record.kind.as_str())
            .bind(identity.status.as_str())
            .bind(live)
            .bind(identity.source)
            .bind(&record.external_id)
            .bind(identity.sample)
            .bind(writing.at)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?;
        if made == 1 {
            let follows = Follows { fr_revision: 1, en_follows: Some(1) };
            append(tx, id, 1, follows, record, span, writing).await?;
            changes::append(tx, "opportunities", &id.to_string(), writing.at, writing.actor).await?;
            return Ok(id);
        }
    }
    Err(StoreError::Corrupt("no free public id after eight draws".to_owned()))
}

/// Where an opportunity points after a revision.
pub(in crate::store) struct Pointer {
    pub status: Status,
    pub live_revision: Option<i64>,
    pub revision: i64,
}

/// Appends a revision, moves the pointers, and logs the change.
pub(in crate::store) async fn revise(
    tx: &mut Tx,
    id: Uuid,
    pointer: &Pointer,
    follows: Follows,
    record: &Record,
    span: &Span,
    writing: Writing<'_>,
) -> Result<()> {
    append(tx, id, pointer.revision, follows, record, span, writing).await?;
    point(tx, id, record, pointer, writing).await
}

/// Moves the pointers of an opportunity and logs the change.
pub(in crate::store) async fn point(tx: &mut Tx, id: Uuid, record: &Record, pointer: &Pointer, writing: Writing<'_>) -> Result<()> {
    within!(tx, |conn| sqlx::query(POINT)
        .bind(id)
        .bind(record.kind.as_str())
        .bind(pointer.status.as_str())
        .bind(pointer.live_revision)
        .bind(pointer.revision)
        .bind(writing.at)
        .execute(conn)
        .await
        .map(drop))?;
    changes::append(tx, "opportunities", &id.to_string(), writing.at, writing.actor).await
}

/// Closes a posting that its feed no longer carries.
pub(in crate::store) async fn mark_missing(tx: &mut Tx, id: Uuid, writing: Writing<'_>) -> Result<()> {
    within!(tx, |conn| sqlx::query(MARK_MISSING).bind(id).bind(writing.at).execute(conn).await.map(drop))?;
    changes::append(tx, "opportunities", &id.to_string(), writing.at, writing.actor).await
}

async fn append(tx: &mut Tx, id: Uuid, revision: i64, follows: Follows, record: &Record, span: &Span, writing: Writing<'_>) -> Result<()> {
    let employer = match &record.employer {
        Some(named) => Some(employers::resolve(tx, named, writing.sample).await?),
        None => None,
    };
    let place = record.place.clone().unwrap_or_default();
    let place_key = places::resolve(tx, place.city.as_deref(), place.borough.as_deref()).await?;
    let (url, email) = match &record.apply {
        Some(model::opportunities::Apply::Url(url)) => (Some(url), None),
        Some(model::opportunities::Apply::Email(email)) => (None, Some(email)),
        None => (None, None),
    };
    let pay = record.pay.as_ref();
    let (opens, closes) = (&span.opens, span.closes.as_ref());
    within!(tx, |conn| sqlx::query(REVISE)
        .bind(id)
        .bind(revision)
        .bind(follows.fr_revision)
        .bind(employer)
        .bind(&place_key)
        .bind(&place.city)
        .bind(&place.borough)
        .bind(place.remote)
        .bind(Json(&record.sectors))
        .bind(Json(&record.audience))
        .bind(record.mode.map(model::opportunities::Mode::as_str))
        .bind(record.schedule.map(model::opportunities::Schedule::as_str))
        .bind(record.hours_per_week.map(|hours| (hours * 100.0).round() as i64))
        .bind(pay.and_then(|pay| pay.min).map(|cents| cents.0))
        .bind(pay.and_then(|pay| pay.max).map(|cents| cents.0))
        .bind(pay.map(|pay| pay.period.as_str()))
        .bind(pay.map(|pay| pay.currency.as_str()))
        .bind(record.french.map(model::opportunities::French::as_str))
        .bind(record.other_language.as_ref().map(|other| other.language.as_str()))
        .bind(record.sponsorship.as_str())
        .bind(record.relocation.as_str())
        .bind(&record.noc)
        .bind(record.openings)
        .bind(url)
        .bind(email)
        .bind(opens.0.to_string())
        .bind(opens.1)
        .bind(closes.map(|(day, _)| day.to_string()))
        .bind(closes.map(|(_, at)| *at))
        .bind(writing.actor)
        .bind(writing.at)
        .execute(conn)
        .await
        .map(drop))?;
    for lang in Locale::ALL.iter().copied() {
        let Some(title) = record.title.get(lang) else { continue };
        let reason = record.other_language.as_ref().and_then(|other| other.reason.get(lang));
        let follows = (lang != Locale::Fr).then_some(follows.en_follows).flatten();
        within!(tx, |conn| sqlx::query(PUT_TEXT)
            .bind(id)
            .bind(revision)
            .bind(lang.as_str())
            .bind(title)
            .bind(record.summary.get(lang))
            .bind(record.body.get(lang))
            .bind(reason)
            .bind(follows)
            .execute(conn)
            .await
            .map(drop))?;
    }
    Ok(())
}
