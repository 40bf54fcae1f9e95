//! Employers and hosts: a key, aliases, and the one they were merged into.

use super::{Result, Store, Tx, on, sql, within};
use crate::text::{fold, keyify};
use model::employers::Employer;
use model::locale::Locale;
use model::opportunities::record::EmployerName;
use sqlx::types::Json;
use uuid::Uuid;

sql! {
    LIST = "select e.key, e.neq, e.sectors, e.sample, t.lang, t.name, t.description from employers e \
        join employer_texts t on t.employer_id = e.id \
        where e.merged_into is null and (cast($1 as text) is null or e.key = $1) order by e.key, t.lang desc";
    BY_KEY = "select f.id, f.key from employers e join employers f on f.id = coalesce(e.merged_into, e.id) where e.key = $1";
    BY_ALIAS = "select f.id, f.key from employer_aliases a join employers e on e.id = a.employer_id \
        join employers f on f.id = coalesce(e.merged_into, e.id) where a.alias = $1";
    PUT = "insert into employers (id, key, neq, place_key, sectors, sample, seed_hash) values ($1, $2, $3, $4, $5, $6, $7) \
        on conflict (key) do update set neq = excluded.neq, place_key = excluded.place_key, sectors = excluded.sectors, \
        sample = excluded.sample, seed_hash = excluded.seed_hash returning id";
    PUT_TEXT = "insert into employer_texts (employer_id, lang, name, description) values ($1, $2, $3, $4) \
        on conflict (employer_id, lang) do update set name = excluded.name, description = excluded.description";
    PUT_ALIAS = "insert into employer_aliases (alias, employer_id) values ($1, $2) on conflict (alias) do nothing";
    HASH = "select seed_hash from employers where key = $1";
}

#[derive(sqlx::FromRow)]
struct Row {
    key: String,
    neq: Option<String>,
    sectors: Json<Vec<String>>,
    sample: bool,
    lang: String,
    name: String,
    description: Option<String>,
}

/// An employer as it is written: one text a language.
pub(super) struct NewEmployer<'a> {
    pub key: &'a str,
    pub neq: Option<&'a str>,
    pub place: Option<&'a str>,
    pub sectors: &'a [String],
    pub sample: bool,
    pub seed_hash: Option<&'a str>,
    /// Language, name, description.
    pub texts: &'a [(Locale, &'a str, Option<&'a str>)],
}

pub(super) async fn seed_hash(tx: &mut Tx, key: &str) -> Result<Option<Option<String>>> {
    Ok(within!(tx, |conn| sqlx::query_scalar(HASH).bind(key).fetch_optional(conn).await)?)
}

/// Writes an employer and answers its id: the one it had, when its key is taken.
pub(super) async fn put(tx: &mut Tx, new: &NewEmployer<'_>) -> Result<Uuid> {
    let id: Uuid = within!(tx, |conn| sqlx::query_scalar(PUT)
        .bind(Uuid::now_v7())
        .bind(new.key)
        .bind(new.neq)
        .bind(new.place)
        .bind(Json(new.sectors))
        .bind(new.sample)
        .bind(new.seed_hash)
        .fetch_one(conn)
        .await)?;
    for (lang, name, description) in new.texts {
        let lang = lang.as_str();
        within!(tx, |conn| sqlx::query(PUT_TEXT).bind(id).bind(lang).bind(name).bind(description).execute(conn).await.map(drop))?;
        let alias = fold(name);
        within!(tx, |conn| sqlx::query(PUT_ALIAS).bind(&alias).bind(id).execute(conn).await.map(drop))?;
    }
    Ok(id)
}

/// The employer that a feed names, by id and key, if one of ours answers to it.
pub(super) async fn find(tx: &mut Tx, named: &EmployerName) -> Result<Option<(Uuid, String)>> {
    if let Some(key) = &named.key {
        let found = within!(tx, |conn| sqlx::query_as(BY_KEY).bind(key).fetch_optional(conn).await)?;
        if found.is_some() {
            return Ok(found);
        }
    }
    let alias = fold(&named.name);
    Ok(within!(tx, |conn| sqlx::query_as(BY_ALIAS).bind(&alias).fetch_optional(conn).await)?)
}

/// The employer that a feed names, made when nobody of ours answers to it.
pub(super) async fn resolve(tx: &mut Tx, named: &EmployerName, sample: bool) -> Result<Uuid> {
    if let Some((id, _)) = find(tx, named).await? {
        return Ok(id);
    }
    let name = named.name.trim();
    let base = named.key.clone().unwrap_or_else(|| keyify(name));
    // Two names may fold to one key ("A & B", "A B"); the later one gets a number. A name without a Latin letter gets its own.
    let base = if base.is_empty() { format!("employer_{}", crate::text::public_id(Uuid::now_v7())) } else { base };
    let mut key = base.clone();
    for n in 2.. {
        let taken: Option<(Uuid, String)> = within!(tx, |conn| sqlx::query_as(BY_KEY).bind(&key).fetch_optional(conn).await)?;
        if taken.is_none() {
            break;
        }
        key = format!("{base}_{n}");
    }
    let texts = [(Locale::Fr, name, None)];
    put(tx, &NewEmployer { key: &key, neq: None, place: None, sectors: &[], sample, seed_hash: None, texts: &texts }).await
}

impl Store {
    /// Every employer, in the reader's language.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn employers(&self, lang: Locale) -> Result<Vec<Employer>> {
        self.list_employers(None, lang).await
    }

    /// One employer, in the reader's language.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn employer(&self, key: &str, lang: Locale) -> Result<Option<Employer>> {
        Ok(self.list_employers(Some(key), lang).await?.pop())
    }

    async fn list_employers(&self, key: Option<&str>, lang: Locale) -> Result<Vec<Employer>> {
        let rows: Vec<Row> = on!(self, |pool| sqlx::query_as(LIST).bind(key).fetch_all(pool).await)?;
        let mut employers: Vec<Employer> = Vec::new();
        // French comes first for each key; the reader's language, where it exists, then replaces it.
        for row in rows {
            let of = Locale::parse(&row.lang).unwrap_or(Locale::Fr);
            if employers.last().is_some_and(|last| last.key == row.key) {
                if of != lang {
                    continue;
                }
                employers.pop();
            }
            employers.push(Employer {
                key: row.key,
                name: row.name,
                description: row.description,
                sectors: row.sectors.0,
                neq: row.neq,
                sample: row.sample,
                lang: of,
            });
        }
        Ok(employers)
    }
}
