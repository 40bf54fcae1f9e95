//! Resources: guides and the pages about the site, with their texts.

use super::facts::{inline, pick};
use super::{Result, Store, StoreError, Tx, on, sql, within};
use crate::markdown;
use model::dates::{self, Date};
use model::facts::{Standing, is_stale};
use model::locale::{Behind, Locale};
use model::opportunities::Audience;
use model::resources::{Resource, ResourceItem, Source, Stage};
use serde::{Deserialize, Serialize};
use sqlx::types::Json;

sql! {
    LIST = "select r.key, r.stage, r.audience, r.facts, r.checked_on, r.review_on, t.lang, t.revision, t.follows, t.title, t.summary, \
        t.body, t.sources from resources r join resource_texts t on t.resource_key = r.key \
        where not r.archived and (cast($1 as text) is null or r.key = $1) \
        and t.revision = (select max(n.revision) from resource_texts n where n.resource_key = r.key and n.lang = t.lang) \
        order by r.position, r.key, t.lang desc";
    PUT = "insert into resources (key, stage, position, audience, facts, checked_on, review_on, archived, seed_hash) \
        values ($1, $2, $3, $4, $5, $6, $7, false, $8) on conflict (key) do update set stage = excluded.stage, \
        position = excluded.position, audience = excluded.audience, facts = excluded.facts, checked_on = excluded.checked_on, \
        review_on = excluded.review_on, archived = false, seed_hash = excluded.seed_hash";
    LATEST = "select revision, title, summary, body, sources from resource_texts where resource_key = $1 and lang = $2 \
        order by revision desc limit 1";
    PUT_TEXT = "insert into resource_texts (resource_key, lang, revision, follows, title, summary, body, sources, actor, at) \
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    HASH = "select seed_hash from resources where key = $1";
}

/// A source as a text stores it. What does not depend on the language stands in the French one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct StoredSource {
    pub title: String,
    #[serde(default)]
    pub url: Option<String>,
    #[serde(default)]
    pub year: Option<i64>,
    #[serde(default)]
    pub standing: Option<Standing>,
}

/// The text of a resource in a language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ResourceText {
    pub title: String,
    pub summary: String,
    pub body: String,
    pub sources: Vec<StoredSource>,
}

/// What a resource is, apart from its texts.
pub(super) struct NewResource<'a> {
    pub key: &'a str,
    pub stage: Stage,
    pub position: i64,
    pub audience: &'a [Audience],
    pub facts: &'a [String],
    pub checked: Date,
    pub review: Date,
    pub seed_hash: &'a str,
}

#[derive(sqlx::FromRow)]
struct Row {
    key: String,
    stage: String,
    audience: Json<Vec<Audience>>,
    facts: Json<Vec<String>>,
    checked_on: String,
    review_on: String,
    lang: String,
    revision: i64,
    follows: Option<i64>,
    title: String,
    summary: String,
    body: String,
    sources: Json<Vec<StoredSource>>,
}

#[derive(sqlx::FromRow)]
struct TextRow {
    revision: i64,
    title: String,
    summary: String,
    body: String,
    sources: Json<Vec<StoredSource>>,
}

pub(super) async fn seed_hash(tx: &mut Tx, key: &str) -> Result<Option<Option<String>>> {
    Ok(within!(tx, |conn| sqlx::query_scalar(HASH).bind(key).fetch_optional(conn).await)?)
}

pub(super) async fn put(tx: &mut Tx, new: &NewResource<'_>) -> Result<()> {
    within!(tx, |conn| sqlx::query(PUT)
        .bind(new.key)
        .bind(new.stage.as_str())
        .bind(new.position)
        .bind(Json(new.audience))
        .bind(Json(new.facts))
        .bind(new.checked.to_string())
        .bind(new.review.to_string())
        .bind(new.seed_hash)
        .execute(conn)
        .await
        .map(drop))?;
    Ok(())
}

/// Appends a text when it differs from the one in force, and answers the revision in force.
pub(super) async fn put_text(
    tx: &mut Tx,
    key: &str,
    lang: Locale,
    follows: Option<i64>,
    text: &ResourceText,
    actor: &str,
    at: i64,
) -> Result<i64> {
    let latest: Option<TextRow> = within!(tx, |conn| sqlx::query_as(LATEST).bind(key).bind(lang.as_str()).fetch_optional(conn).await)?;
    let revision = match latest {
        Some(row) => {
            let revision = row.revision;
            let same = ResourceText { title: row.title, summary: row.summary, body: row.body, sources: row.sources.0 } == *text;
            if same && lang == Locale::Fr {
                return Ok(revision);
            }
            revision + 1
        }
        None => 1,
    };
    within!(tx, |conn| sqlx::query(PUT_TEXT)
        .bind(key)
        .bind(lang.as_str())
        .bind(revision)
        .bind(follows)
        .bind(&text.title)
        .bind(&text.summary)
        .bind(&text.body)
        .bind(Json(&text.sources))
        .bind(actor)
        .bind(at)
        .execute(conn)
        .await
        .map(drop))?;
    Ok(revision)
}

/// The rows of one resource: the French one, and the one in the reader's language when it is another.
struct Pair {
    french: Row,
    other: Option<Row>,
}

impl Pair {
    fn all(rows: Vec<Row>, lang: Locale) -> Vec<Self> {
        let mut pairs: Vec<Self> = Vec::new();
        for row in rows {
            match pairs.last_mut() {
                Some(pair) if pair.french.key == row.key => {
                    if row.lang == lang.as_str() {
                        pair.other = Some(row);
                    }
                }
                _ => pairs.push(Self { french: row, other: None }),
            }
        }
        pairs
    }

    fn text(&self) -> &Row {
        self.other.as_ref().unwrap_or(&self.french)
    }

    fn lang(&self, wanted: Locale) -> Locale {
        if self.other.is_some() { wanted } else { Locale::Fr }
    }

    fn stage(&self) -> Result<Stage> {
        Stage::parse(&self.french.stage).ok_or_else(|| self.corrupt("stage"))
    }

    fn checked(&self) -> Result<Date> {
        dates::parse(&self.french.checked_on).ok_or_else(|| self.corrupt("check date"))
    }

    fn review(&self) -> Result<Date> {
        dates::parse(&self.french.review_on).ok_or_else(|| self.corrupt("review date"))
    }

    fn corrupt(&self, what: &str) -> StoreError {
        StoreError::Corrupt(format!("resource {:?} with a wrong {what}", self.french.key))
    }
}

impl Store {
    /// Every resource as a list shows it, in the reader's language.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn resources(&self, lang: Locale) -> Result<Vec<ResourceItem>> {
        let rows: Vec<Row> = on!(self, |pool| sqlx::query_as(LIST).bind(None::<&str>).fetch_all(pool).await)?;
        let slugs = self.slugs("resources").await?;
        let today = self.clock.today();
        Pair::all(rows, lang)
            .into_iter()
            .map(|pair| {
                Ok(ResourceItem {
                    slug: slugs.get(&pair.french.key, lang),
                    stage: pair.stage()?,
                    audience: pair.french.audience.0.clone(),
                    checked: pair.checked()?,
                    stale: is_stale(Standing::Seen, pair.review()?, today),
                    lang: pair.lang(lang),
                    key: pair.french.key.clone(),
                    title: pair.text().title.clone(),
                    summary: pair.text().summary.clone(),
                })
            })
            .collect()
    }

    /// One resource by key or by any slug it ever had.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn resource(&self, key_or_slug: &str, lang: Locale) -> Result<Option<Resource>> {
        let key = self.key_of_slug("resources", lang, key_or_slug).await?.unwrap_or_else(|| key_or_slug.to_owned());
        let rows: Vec<Row> = on!(self, |pool| sqlx::query_as(LIST).bind(&key).fetch_all(pool).await)?;
        let Some(pair) = Pair::all(rows, lang).into_iter().next() else { return Ok(None) };
        let slugs = self.slugs("resources").await?;
        let facts = self.facts(lang).await?;
        let text = pair.text();
        let sources = pair.french.sources.0.iter().enumerate().map(|(i, base)| Source {
            title: text.sources.0.get(i).unwrap_or(base).title.clone(),
            url: base.url.clone().filter(|url| !url.is_empty()),
            year: base.year,
            standing: base.standing.unwrap_or(Standing::ToVerify),
        });
        Ok(Some(Resource {
            slug: slugs.get(&key, lang),
            slugs: slugs.each(&key),
            stage: pair.stage()?,
            audience: pair.french.audience.0.clone(),
            title: text.title.clone(),
            summary: text.summary.clone(),
            body_html: markdown::ours_to_html(&inline(&text.body, &facts, pair.lang(lang))),
            facts: pick(&facts, &pair.french.facts.0),
            sources: sources.collect(),
            checked: pair.checked()?,
            review: pair.review()?,
            stale: is_stale(Standing::Seen, pair.review()?, self.clock.today()),
            lang: pair.lang(lang),
            behind: pair.other.as_ref().and_then(|row| Behind::between(row.follows, pair.french.revision)),
            key,
        }))
    }
}
