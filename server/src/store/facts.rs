//! Facts and their texts.

use super::{Result, Store, StoreError, Tx, on, sql, within};
use model::dates;
use model::facts::{Fact, Standing, Territory, is_stale};
use model::locale::Locale;
use sqlx::types::Json;

sql! {
    LIST = "select f.key, f.theme, f.sectors, f.territory, f.year, f.url, f.standing, f.checked_on, f.review_on, \
        t.lang, t.value, t.label, t.note, t.period, t.source from facts f join fact_texts t on t.fact_key = f.key \
        where not f.archived and t.revision = (select max(n.revision) from fact_texts n where n.fact_key = f.key and n.lang = t.lang) \
        order by f.theme, f.position, f.key, t.lang desc";
    PUT = "insert into facts (key, theme, position, sectors, territory, year, url, standing, checked_on, review_on, archived, seed_hash) \
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, false, $11) on conflict (key) do update set theme = excluded.theme, \
        position = excluded.position, sectors = excluded.sectors, territory = excluded.territory, year = excluded.year, \
        url = excluded.url, standing = excluded.standing, checked_on = excluded.checked_on, review_on = excluded.review_on, \
        archived = false, seed_hash = excluded.seed_hash";
    LATEST = "select revision, value, label, note, period, source from fact_texts where fact_key = $1 and lang = $2 \
        order by revision desc limit 1";
    PUT_TEXT = "insert into fact_texts (fact_key, lang, revision, follows, value, label, note, period, source, actor, at) \
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    HASH = "select seed_hash from facts where key = $1";
}

#[derive(sqlx::FromRow)]
struct Row {
    key: String,
    theme: String,
    sectors: Json<Vec<String>>,
    territory: String,
    year: i64,
    url: Option<String>,
    standing: String,
    checked_on: String,
    review_on: String,
    lang: String,
    value: String,
    label: String,
    note: Option<String>,
    period: String,
    source: String,
}

impl Row {
    fn into_fact(self, today: dates::Date) -> Result<Fact> {
        let corrupt = |what: &str| StoreError::Corrupt(format!("fact {:?} with a wrong {what}", self.key));
        let standing = Standing::parse(&self.standing).ok_or_else(|| corrupt("standing"))?;
        let review = dates::parse(&self.review_on).ok_or_else(|| corrupt("review date"))?;
        Ok(Fact {
            territory: Territory::parse(&self.territory).ok_or_else(|| corrupt("territory"))?,
            checked: dates::parse(&self.checked_on).ok_or_else(|| corrupt("check date"))?,
            lang: Locale::parse(&self.lang).ok_or_else(|| corrupt("language"))?,
            stale: is_stale(standing, review, today),
            key: self.key,
            theme: self.theme,
            sectors: self.sectors.0,
            value: self.value,
            label: self.label,
            note: self.note,
            period: self.period,
            year: self.year,
            source: self.source,
            url: self.url,
            standing,
            review,
        })
    }
}

/// The text of a fact in a language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FactText {
    pub value: String,
    pub label: String,
    pub note: Option<String>,
    pub period: String,
    pub source: String,
}

#[derive(sqlx::FromRow)]
struct TextRow {
    revision: i64,
    value: String,
    label: String,
    note: Option<String>,
    period: String,
    source: String,
}

/// What a fact is, apart from its texts.
pub(super) struct NewFact<'a> {
    pub key: &'a str,
    pub theme: &'a str,
    pub position: i64,
    pub sectors: &'a [String],
    pub territory: Territory,
    pub year: i64,
    pub url: Option<&'a str>,
    pub standing: Standing,
    pub checked: dates::Date,
    pub review: dates::Date,
    pub seed_hash: &'a str,
}

pub(super) async fn seed_hash(tx: &mut Tx, key: &str) -> Result<Option<Option<String>>> {
    Ok(within!(tx, |conn| sqlx::query_scalar(HASH).bind(key).fetch_optional(conn).await)?)
}

pub(super) async fn put(tx: &mut Tx, new: &NewFact<'_>) -> Result<()> {
    within!(tx, |conn| sqlx::query(PUT)
        .bind(new.key)
        .bind(new.theme)
        .bind(new.position)
        .bind(Json(new.sectors))
        .bind(new.territory.as_str())
        .bind(new.year)
        .bind(new.url)
        .bind(new.standing.as_str())
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
    text: &FactText,
    actor: &str,
    at: i64,
) -> Result<i64> {
    let latest: Option<TextRow> = within!(tx, |conn| sqlx::query_as(LATEST).bind(key).bind(lang.as_str()).fetch_optional(conn).await)?;
    let revision = match latest {
        Some(row) => {
            let revision = row.revision;
            let same = FactText { value: row.value, label: row.label, note: row.note, period: row.period, source: row.source } == *text;
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
        .bind(&text.value)
        .bind(&text.label)
        .bind(&text.note)
        .bind(&text.period)
        .bind(&text.source)
        .bind(actor)
        .bind(at)
        .execute(conn)
        .await
        .map(drop))?;
    Ok(revision)
}

impl Store {
    /// Every fact in force, in the reader's language or else in French.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn facts(&self, lang: Locale) -> Result<Vec<Fact>> {
        let today = self.clock.today();
        let rows: Vec<Row> = on!(self, |pool| sqlx::query_as(LIST).fetch_all(pool).await)?;
        let mut facts: Vec<Fact> = Vec::new();
        for row in rows {
            let fact = row.into_fact(today)?;
            if facts.last().is_some_and(|last| last.key == fact.key) {
                if fact.lang != lang {
                    continue;
                }
                facts.pop();
            }
            facts.push(fact);
        }
        Ok(facts)
    }
}

/// The facts of a list of keys, in that order; a key without a fact is skipped.
pub(super) fn pick(facts: &[Fact], keys: &[String]) -> Vec<Fact> {
    keys.iter().filter_map(|key| facts.iter().find(|fact| fact.key == *key).cloned()).collect()
}

/// Writes the value of each `{{fact:key}}` of a text, with a mark when it must be verified.
pub(super) fn inline(text: &str, facts: &[Fact], lang: Locale) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{fact:") {
        out.push_str(before);
        let Some((key, after)) = after.split_once("}}") else {
            out.push_str("{{fact:");
            rest = after;
            continue;
        };
        if let Some(fact) = facts.iter().find(|fact| fact.key == key) {
            out.push_str(&fact.value);
            if fact.stale {
                out.push_str(match lang {
                    Locale::Fr => " *(à vérifier)*",
                    Locale::En => " *(to be verified)*",
                });
            }
        } else {
            out.push_str(match lang {
                Locale::Fr => "*(chiffre inconnu)*",
                Locale::En => "*(figure unknown)*",
            });
        }
        rest = after;
    }
    out.push_str(rest);
    out
}
