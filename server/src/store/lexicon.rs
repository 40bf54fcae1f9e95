//! Names of occupations and skills taken in from official files. The index reads them with the program's own.

use super::{Result, Store, StoreError, changes, on, sql, within};
use crate::search::lexicon::{Concept, Sort};
use model::locale::Locale;
use std::collections::BTreeMap;

sql! {
    PUT = "insert into lexicon_names (source, external_id, lang, sort, noc, names) values ($1, $2, $3, $4, $5, $6) \
        on conflict (source, external_id, lang) do update set sort = excluded.sort, noc = excluded.noc, names = excluded.names";
    LIST = "select source, external_id, lang, sort, noc, names from lexicon_names order by source, external_id, lang desc";
    REMOVE = "delete from lexicon_names where source = $1";
    SOURCES = "select source, lang, count(*) from lexicon_names group by source, lang order by source, lang";
}

/// The names of something in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// What identifies it in its source.
    pub external_id: String,
    /// The language of the names.
    pub lang: Locale,
    /// What it is.
    pub sort: Sort,
    /// NOC 2021 code, when the source is the NOC.
    pub noc: Option<String>,
    /// The names, the best first.
    pub names: Vec<String>,
}

#[derive(sqlx::FromRow)]
struct Row {
    source: String,
    external_id: String,
    lang: String,
    sort: String,
    noc: Option<String>,
    names: String,
}

const fn word(sort: Sort) -> &'static str {
    match sort {
        Sort::Occupation => "occupation",
        Sort::Field => "field",
    }
}

impl Store {
    /// Takes in names of a source, and asks for a new index: all of them, or none.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_names(&self, source: &str, named: &[Named]) -> Result<()> {
        let mut tx = self.begin().await?;
        for one in named {
            let names = one.names.join("\n");
            within!(&mut tx, |conn| sqlx::query(PUT)
                .bind(source)
                .bind(&one.external_id)
                .bind(one.lang.to_string())
                .bind(word(one.sort))
                .bind(&one.noc)
                .bind(&names)
                .execute(conn)
                .await
                .map(drop))?;
        }
        changes::append(&mut tx, "lexicon", source, self.clock.now(), "lexicon").await?;
        tx.commit().await
    }

    /// Takes away the names of a source, and asks for a new index; how many lines there were.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn remove_names(&self, source: &str) -> Result<u64> {
        let mut tx = self.begin().await?;
        let removed = within!(&mut tx, |conn| sqlx::query(REMOVE).bind(source).execute(conn).await.map(|done| done.rows_affected()))?;
        if removed > 0 {
            changes::append(&mut tx, "lexicon", source, self.clock.now(), "lexicon").await?;
        }
        tx.commit().await?;
        Ok(removed)
    }

    /// How many lines each source has in each language.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn name_sources(&self) -> Result<Vec<(String, String, i64)>> {
        Ok(on!(self, |pool| sqlx::query_as(SOURCES).fetch_all(pool).await)?)
    }

    /// Everything taken in, as concepts of the lexicon.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn imported_concepts(&self) -> Result<Vec<Concept>> {
        let rows: Vec<Row> = on!(self, |pool| sqlx::query_as(LIST).fetch_all(pool).await)?;
        let mut concepts: BTreeMap<String, Concept> = BTreeMap::new();
        for row in rows {
            let key = crate::text::keyify(&format!("{} {}", row.source, row.external_id));
            let lang = Locale::parse(&row.lang).ok_or_else(|| StoreError::Corrupt(format!("names in {:?}", row.lang)))?;
            let sort = if row.sort == word(Sort::Occupation) { Sort::Occupation } else { Sort::Field };
            let concept = concepts.entry(key.clone()).or_insert_with(|| Concept::new(key, sort, row.noc));
            concept.names[lang as usize] = row.names.lines().map(str::to_owned).collect();
        }
        Ok(concepts.into_values().collect())
    }
}
