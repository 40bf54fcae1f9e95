//! Sectors and their texts.

use super::facts::{inline, pick};
use super::{Result, Store, Tx, on, sql, within};
use crate::markdown;
use model::dates;
use model::facts::{Standing, is_stale};
use model::locale::{Behind, Locale};
use model::sectors::{Institution, Sector, SectorItem};
use serde::{Deserialize, Serialize};
use sqlx::types::Json;

sql! {
    LIST = "select s.key, s.facts, t.lang, t.revision, t.follows, t.title, t.summary, t.teaser, t.body, t.institutions \
        from sectors s join sector_texts t on t.sector_key = s.key where not s.archived and (cast($1 as text) is null or s.key = $1) \
        and t.revision = (select max(n.revision) from sector_texts n where n.sector_key = s.key and n.lang = t.lang) \
        order by s.position, s.key, t.lang desc";
    PUT = "insert into sectors (key, position, facts, archived, seed_hash) values ($1, $2, $3, false, $4) on conflict (key) do update set \
        position = excluded.position, facts = excluded.facts, archived = false, seed_hash = excluded.seed_hash";
    LATEST = "select revision, title, summary, teaser, body, institutions from sector_texts where sector_key = $1 and lang = $2 \
        order by revision desc limit 1";
    PUT_TEXT = "insert into sector_texts (sector_key, lang, revision, follows, title, summary, teaser, body, institutions, actor, at) \
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    HASH = "select seed_hash from sectors where key = $1";
}

/// An institution as a text stores it. What does not depend on the language stands in the French one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct StoredInstitution {
    pub name: String,
    pub text: String,
    pub source: String,
    #[serde(default)]
    pub url: Option<String>,
    #[serde(default)]
    pub year: Option<i64>,
    #[serde(default)]
    pub review: Option<String>,
    #[serde(default)]
    pub standing: Option<Standing>,
}

/// The text of a sector in a language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SectorText {
    pub title: String,
    pub summary: String,
    pub teaser: String,
    pub body: String,
    pub institutions: Vec<StoredInstitution>,
}

#[derive(sqlx::FromRow)]
struct Row {
    key: String,
    facts: Json<Vec<String>>,
    lang: String,
    revision: i64,
    follows: Option<i64>,
    title: String,
    summary: String,
    teaser: String,
    body: String,
    institutions: Json<Vec<StoredInstitution>>,
}

#[derive(sqlx::FromRow)]
struct TextRow {
    revision: i64,
    title: String,
    summary: String,
    teaser: String,
    body: String,
    institutions: Json<Vec<StoredInstitution>>,
}

pub(super) async fn seed_hash(tx: &mut Tx, key: &str) -> Result<Option<Option<String>>> {
    Ok(within!(tx, |conn| sqlx::query_scalar(HASH).bind(key).fetch_optional(conn).await)?)
}

pub(super) async fn put(tx: &mut Tx, key: &str, position: i64, facts: &[String], hash: &str) -> Result<()> {
    within!(tx, |conn| sqlx::query(PUT).bind(key).bind(position).bind(Json(facts)).bind(hash).execute(conn).await.map(drop))?;
    Ok(())
}

/// Appends a text when it differs from the one in force, and answers the revision in force.
pub(super) async fn put_text(
    tx: &mut Tx,
    key: &str,
    lang: Locale,
    follows: Option<i64>,
    text: &SectorText,
    actor: &str,
    at: i64,
) -> Result<i64> {
    let latest: Option<TextRow> = within!(tx, |conn| sqlx::query_as(LATEST).bind(key).bind(lang.as_str()).fetch_optional(conn).await)?;
    let revision = match latest {
        Some(row) => {
            let revision = row.revision;
            let same =
                SectorText { title: row.title, summary: row.summary, teaser: row.teaser, body: row.body, institutions: row.institutions.0 }
                    == *text;
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
        .bind(&text.teaser)
        .bind(&text.body)
        .bind(Json(&text.institutions))
        .bind(actor)
        .bind(at)
        .execute(conn)
        .await
        .map(drop))?;
    Ok(revision)
}

/// Each noun's rows, French first: the French one, and the one in the reader's language when it is another.
fn pairs(rows: Vec<Row>, lang: Locale) -> Vec<(Row, Option<Row>)> {
    let mut pairs: Vec<(Row, Option<Row>)> = Vec::new();
    for row in rows {
        match pairs.last_mut() {
            Some((french, other)) if french.key == row.key => {
                if row.lang == lang.as_str() {
                    *other = Some(row);
                }
            }
            _ => pairs.push((row, None)),
        }
    }
    pairs
}

impl Store {
    /// Every sector as a list shows it, in the reader's language. The counts are the search index's to fill.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sectors(&self, lang: Locale) -> Result<Vec<SectorItem>> {
        let rows: Vec<Row> = on!(self, |pool| sqlx::query_as(LIST).bind(None::<&str>).fetch_all(pool).await)?;
        let slugs = self.slugs("sectors").await?;
        let facts = self.facts(lang).await?;
        Ok(pairs(rows, lang)
            .into_iter()
            .map(|(french, other)| {
                let text_lang = if other.is_some() { lang } else { Locale::Fr };
                let keys = french.facts.0.clone();
                let text = other.unwrap_or(french);
                SectorItem {
                    slug: slugs.get(&text.key, lang),
                    fact: pick(&facts, &keys).into_iter().next(),
                    key: text.key,
                    title: text.title,
                    summary: text.summary,
                    teaser: text.teaser,
                    opportunities: 0,
                    lang: text_lang,
                }
            })
            .collect())
    }

    /// One sector by key or by any slug it ever had.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sector(&self, key_or_slug: &str, lang: Locale) -> Result<Option<Sector>> {
        let key = self.key_of_slug("sectors", lang, key_or_slug).await?.unwrap_or_else(|| key_or_slug.to_owned());
        let rows: Vec<Row> = on!(self, |pool| sqlx::query_as(LIST).bind(&key).fetch_all(pool).await)?;
        let Some((french, other)) = pairs(rows, lang).into_iter().next() else { return Ok(None) };
        let slugs = self.slugs("sectors").await?;
        let facts = self.facts(lang).await?;
        let today = self.clock.today();
        let institutions = french
            .institutions
            .0
            .iter()
            .enumerate()
            .map(|(i, base)| {
                let text = other.as_ref().and_then(|row| row.institutions.0.get(i)).unwrap_or(base);
                let standing = base.standing.unwrap_or(Standing::ToVerify);
                let review = base.review.as_deref().and_then(dates::parse);
                Institution {
                    name: text.name.clone(),
                    text: text.text.clone(),
                    source: text.source.clone(),
                    url: base.url.clone().filter(|url| !url.is_empty()),
                    year: base.year,
                    standing,
                    stale: review.is_none_or(|review| is_stale(standing, review, today)),
                }
            })
            .collect();
        let behind = other.as_ref().and_then(|row| Behind::between(row.follows, french.revision));
        let text_lang = if other.is_some() { lang } else { Locale::Fr };
        let keys = french.facts.0.clone();
        let text = other.unwrap_or(french);
        Ok(Some(Sector {
            slug: slugs.get(&key, lang),
            slugs: slugs.each(&key),
            body_html: markdown::ours_to_html(&inline(&text.body, &facts, text_lang)),
            facts: pick(&facts, &keys),
            institutions,
            lang: text_lang,
            behind,
            title: text.title,
            summary: text.summary,
            key,
        }))
    }
}
