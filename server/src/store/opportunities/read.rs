//! Reading opportunities.

use crate::store::{Result, Store, StoreError, Tx, on, sql, within};
use model::dates::{self, Date};
use model::locale::Locale;
use model::money::{Cents, Pay, PayPeriod};
use model::opportunities::record::{EmployerName, OtherLanguageTexts, PlaceName, Record};
use model::opportunities::{Apply, Audience, French, Kind, Mode, Schedule, Stated, Status};
use sqlx::types::Json;
use std::collections::BTreeMap;
use uuid::Uuid;

/// The columns of an opportunity at the revision that readers see, or at its latest one while nothing is live.
macro_rules! select_stored {
    ($revision:literal, $tail:literal) => {
        concat!(
            "select o.id, o.public_id, o.kind, o.status, o.live_revision, o.latest_revision, o.source, o.external_id, o.sample, ",
            "o.missing_since, o.created_at, o.updated_at, r.revision, r.fr_revision, r.city, r.borough, r.remote, r.sectors, r.audience, ",
            "r.mode, r.schedule, r.hours_per_week, r.pay_min, r.pay_max, r.pay_period, r.pay_currency, r.french, r.other_language, ",
            "r.sponsorship, r.relocation, r.noc, r.openings, r.apply_url, r.apply_email, r.opens_on, r.opens_at, r.closes_on, r.closes_at, ",
            "e.key as employer_key, f.name as employer_fr, f.description as employer_about_fr, g.name as employer_en, ",
            "g.description as employer_about_en, p.key as place_key, p.fr as place_fr, p.en as place_en, p.parent as place_parent ",
            "from opportunities o join opportunity_revisions r on r.opportunity_id = o.id and r.revision = ", $revision, " ",
            "left join employers n on n.id = r.employer_id left join employers e on e.id = coalesce(n.merged_into, n.id) ",
            "left join employer_texts f on f.employer_id = e.id and f.lang = 'fr' ",
            "left join employer_texts g on g.employer_id = e.id and g.lang = 'en' left join places p on p.key = r.place_key ",
            $tail
        )
    };
}

sql! {
    BY_ID = select_stored!("coalesce(o.live_revision, o.latest_revision)", "where o.id = $1");
    BY_PUBLIC_ID = select_stored!("coalesce(o.live_revision, o.latest_revision)", "where o.public_id = $1");
    LATEST_BY_SOURCE = select_stored!("o.latest_revision", "where o.source = $1 and o.external_id = $2");
    PUBLISHED = select_stored!("o.live_revision", "where o.status = 'published' and o.id > $1 order by o.id limit $2");
    OF_SOURCE = select_stored!("o.latest_revision", "where (cast($1 as text) is null or o.source = $1) and o.id > $2 order by o.id limit $3");
    TEXTS = "select t.opportunity_id, t.lang, t.title, t.summary, t.body, t.other_language_reason, t.follows from opportunity_texts t \
        where t.opportunity_id = $1 and t.revision = $2";
    TEXTS_BETWEEN = "select t.opportunity_id, t.lang, t.title, t.summary, t.body, t.other_language_reason, t.follows \
        from opportunities o join opportunity_texts t on t.opportunity_id = o.id \
        and t.revision = (case when $3 then o.live_revision else o.latest_revision end) where o.id between $1 and $2";
    COUNT_BY_STATUS = "select status, count(*) from opportunities group by status order by status";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    public_id: String,
    kind: String,
    status: String,
    live_revision: Option<i64>,
    latest_revision: i64,
    source: String,
    external_id: String,
    sample: bool,
    missing_since: Option<i64>,
    created_at: i64,
    updated_at: i64,
    revision: i64,
    fr_revision: i64,
    city: Option<String>,
    borough: Option<String>,
    remote: bool,
    sectors: Json<Vec<String>>,
    audience: Json<Vec<Audience>>,
    mode: Option<String>,
    schedule: Option<String>,
    hours_per_week: Option<i64>,
    pay_min: Option<i64>,
    pay_max: Option<i64>,
    pay_period: Option<String>,
    pay_currency: Option<String>,
    french: Option<String>,
    other_language: Option<String>,
    sponsorship: String,
    relocation: String,
    noc: Option<String>,
    openings: Option<i64>,
    apply_url: Option<String>,
    apply_email: Option<String>,
    opens_on: String,
    opens_at: i64,
    closes_on: Option<String>,
    closes_at: Option<i64>,
    employer_key: Option<String>,
    employer_fr: Option<String>,
    employer_about_fr: Option<String>,
    employer_en: Option<String>,
    employer_about_en: Option<String>,
    place_key: Option<String>,
    place_fr: Option<String>,
    place_en: Option<String>,
    place_parent: Option<String>,
}

#[derive(sqlx::FromRow)]
struct TextRow {
    opportunity_id: Uuid,
    lang: String,
    title: String,
    summary: Option<String>,
    body: Option<String>,
    other_language_reason: Option<String>,
    follows: Option<i64>,
}

/// The employer of a stored opportunity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredEmployer {
    /// Its key.
    pub key: String,
    /// Its name and what it does, in French.
    pub fr: (String, Option<String>),
    /// The same in English, where it was written.
    pub en: Option<(String, Option<String>)>,
}

/// The place of a stored opportunity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredPlace {
    /// Its key.
    pub key: String,
    /// Its French name.
    pub fr: String,
    /// Its English name.
    pub en: String,
    /// The key of the place it is part of.
    pub parent: Option<String>,
}

/// An opportunity with everything about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    /// Its id.
    pub id: Uuid,
    /// The id people see, eight characters.
    pub public_id: String,
    /// Where it stands.
    pub status: Status,
    /// The revision that readers see.
    pub live_revision: Option<i64>,
    /// The newest revision.
    pub latest_revision: i64,
    /// The revision of this content.
    pub revision: i64,
    /// The French revision of this content.
    pub fr_revision: i64,
    /// The French revision that the English text follows.
    pub en_follows: Option<i64>,
    /// The feed it came from.
    pub source: String,
    /// True for an invented one.
    pub sample: bool,
    /// When its feed last came without it, in Unix seconds.
    pub missing_since: Option<i64>,
    /// Its first day and first instant.
    pub opens: (Date, i64),
    /// Its last day, and the first instant after it.
    pub closes: Option<(Date, i64)>,
    /// When it was first stored, in Unix seconds.
    pub created_at: i64,
    /// When it last changed, in Unix seconds.
    pub updated_at: i64,
    /// Who offers it.
    pub employer: Option<StoredEmployer>,
    /// Where.
    pub place: Option<StoredPlace>,
    /// What it says, as `export` writes it.
    pub record: Record,
}

impl Stored {
    /// Whether readers may see it at this instant, in Unix seconds.
    pub fn is_open(&self, now: i64) -> bool {
        self.status == Status::Published && self.opens.1 <= now && !self.is_over(now)
    }

    /// The title in a language, else in French, else its number.
    pub fn title(&self, lang: Locale) -> String {
        let title = &self.record.title;
        title.get(lang).or_else(|| title.get(Locale::Fr)).unwrap_or(&self.public_id).to_owned()
    }

    /// Whether its closing date is past at this instant.
    pub fn is_over(&self, now: i64) -> bool {
        self.closes.is_some_and(|(_, at)| at <= now)
    }
}

impl Row {
    fn into_stored(self, texts: Vec<TextRow>) -> Result<Stored> {
        let id = self.id;
        let corrupt = |what: &str| StoreError::Corrupt(format!("opportunity {id} with a wrong {what}"));
        let status = Status::parse(&self.status).ok_or_else(|| corrupt("status"))?;
        let kind = Kind::parse(&self.kind).ok_or_else(|| corrupt("kind"))?;
        let mut record = Record::new(self.external_id, kind);
        let mut en_follows = None;
        let mut reason = model::opportunities::record::Texts::default();
        for text in texts {
            let lang = Locale::parse(&text.lang).ok_or_else(|| corrupt("language"))?;
            *record.title.slot(lang) = Some(text.title);
            *record.summary.slot(lang) = text.summary;
            *record.body.slot(lang) = text.body;
            *reason.slot(lang) = text.other_language_reason;
            if lang == Locale::En {
                en_follows = text.follows;
            }
        }
        record.employer = self.employer_key.clone().zip(self.employer_fr.clone()).map(|(key, name)| EmployerName { key: Some(key), name });
        record.sectors = self.sectors.0;
        record.audience = self.audience.0;
        let place_name = PlaceName { city: self.city, borough: self.borough, remote: self.remote };
        record.place = (place_name != PlaceName::default()).then_some(place_name);
        record.mode = word(self.mode.as_deref(), Mode::parse, || corrupt("mode"))?;
        record.schedule = word(self.schedule.as_deref(), Schedule::parse, || corrupt("schedule"))?;
        record.hours_per_week = self.hours_per_week.map(|hundredths| hundredths as f64 / 100.0);
        let period = word(self.pay_period.as_deref(), PayPeriod::parse, || corrupt("pay period"))?;
        record.pay = period.zip(self.pay_currency).map(|(period, currency)| Pay {
            min: self.pay_min.map(Cents),
            max: self.pay_max.map(Cents),
            period,
            currency,
        });
        record.french = word(self.french.as_deref(), French::parse, || corrupt("French level"))?;
        record.other_language = self.other_language.map(|language| OtherLanguageTexts { language, reason });
        record.sponsorship = Stated::parse(&self.sponsorship).ok_or_else(|| corrupt("sponsorship"))?;
        record.relocation = Stated::parse(&self.relocation).ok_or_else(|| corrupt("relocation"))?;
        record.noc = self.noc;
        record.openings = self.openings;
        record.apply = self.apply_url.map(Apply::Url).or(self.apply_email.map(Apply::Email));
        record.status = Some(status);
        let opens = dates::parse(&self.opens_on).ok_or_else(|| corrupt("opening date"))?;
        let closes = self.closes_on.as_deref().map(|day| dates::parse(day).ok_or_else(|| corrupt("closing date"))).transpose()?;
        record.opens = Some(opens);
        record.closes = closes;
        let employer = self.employer_key.zip(self.employer_fr).map(|(key, name)| StoredEmployer {
            key,
            fr: (name, self.employer_about_fr),
            en: self.employer_en.map(|name| (name, self.employer_about_en)),
        });
        let place = match (self.place_key, self.place_fr, self.place_en) {
            (Some(key), Some(fr), Some(en)) => Some(StoredPlace { key, fr, en, parent: self.place_parent }),
            _ => None,
        };
        Ok(Stored {
            id,
            public_id: self.public_id,
            status,
            live_revision: self.live_revision,
            latest_revision: self.latest_revision,
            revision: self.revision,
            fr_revision: self.fr_revision,
            en_follows,
            source: self.source,
            sample: self.sample,
            missing_since: self.missing_since,
            opens: (opens, self.opens_at),
            closes: closes.zip(self.closes_at),
            created_at: self.created_at,
            updated_at: self.updated_at,
            employer,
            place,
            record,
        })
    }
}

fn word<T>(stored: Option<&str>, parse: impl Fn(&str) -> Option<T>, wrong: impl Fn() -> StoreError) -> Result<Option<T>> {
    stored.map(|text| parse(text).ok_or_else(&wrong)).transpose()
}

/// The posting of a feed by its number there, at its latest revision.
pub(in crate::store) async fn find_by_source(tx: &mut Tx, source: &str, external_id: &str) -> Result<Option<Stored>> {
    let row: Option<Row> = within!(tx, |conn| sqlx::query_as(LATEST_BY_SOURCE).bind(source).bind(external_id).fetch_optional(conn).await)?;
    let Some(row) = row else { return Ok(None) };
    let texts = within!(tx, |conn| sqlx::query_as(TEXTS).bind(row.id).bind(row.revision).fetch_all(conn).await)?;
    row.into_stored(texts).map(Some)
}

impl Store {
    /// An opportunity by id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn opportunity(&self, id: Uuid) -> Result<Option<Stored>> {
        let row: Option<Row> = on!(self, |pool| sqlx::query_as(BY_ID).bind(id).fetch_optional(pool).await)?;
        self.with_texts(row).await
    }

    /// An opportunity by the id that people see.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn opportunity_by_public_id(&self, public_id: &str) -> Result<Option<Stored>> {
        let row: Option<Row> = on!(self, |pool| sqlx::query_as(BY_PUBLIC_ID).bind(public_id).fetch_optional(pool).await)?;
        self.with_texts(row).await
    }

    async fn with_texts(&self, row: Option<Row>) -> Result<Option<Stored>> {
        let Some(row) = row else { return Ok(None) };
        let texts = on!(self, |pool| sqlx::query_as(TEXTS).bind(row.id).bind(row.revision).fetch_all(pool).await)?;
        row.into_stored(texts).map(Some)
    }

    /// The published opportunities after an id, in the order of ids, at most `limit`: for the index, which reads them all.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn published_after(&self, id: Uuid, limit: i64) -> Result<Vec<Stored>> {
        let rows: Vec<Row> = on!(self, |pool| sqlx::query_as(PUBLISHED).bind(id).bind(limit).fetch_all(pool).await)?;
        self.with_all_texts(rows, true).await
    }

    /// The opportunities of a source (or of all) after an id, drafts and closed ones included, at their latest revision.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn opportunities_after(&self, source: Option<&str>, id: Uuid, limit: i64) -> Result<Vec<Stored>> {
        let rows: Vec<Row> = on!(self, |pool| sqlx::query_as(OF_SOURCE).bind(source).bind(id).bind(limit).fetch_all(pool).await)?;
        self.with_all_texts(rows, false).await
    }

    async fn with_all_texts(&self, rows: Vec<Row>, live: bool) -> Result<Vec<Stored>> {
        let (Some(first), Some(last)) = (rows.first().map(|row| row.id), rows.last().map(|row| row.id)) else { return Ok(Vec::new()) };
        let texts: Vec<TextRow> = on!(self, |pool| sqlx::query_as(TEXTS_BETWEEN).bind(first).bind(last).bind(live).fetch_all(pool).await)?;
        let mut by_id: BTreeMap<Uuid, Vec<TextRow>> = BTreeMap::new();
        for text in texts {
            by_id.entry(text.opportunity_id).or_default().push(text);
        }
        rows.into_iter()
            .map(|row| {
                let texts = by_id.remove(&row.id).unwrap_or_default();
                row.into_stored(texts)
            })
            .collect()
    }

    /// How many opportunities stand where.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_by_status(&self) -> Result<Vec<(String, i64)>> {
        Ok(on!(self, |pool| sqlx::query_as(COUNT_BY_STATUS).fetch_all(pool).await)?)
    }
}
