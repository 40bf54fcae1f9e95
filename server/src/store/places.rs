//! Places: one key for every spelling.

use super::{Result, Store, StoreError, Tx, on, sql, within};
use crate::text::fold;
use model::locale::Locale;
use model::places::{PlaceKind, PlaceRef};

sql! {
    LIST = "select key, kind, parent, fr, en from places order by key";
    BY_ALIAS = "select p.key from place_aliases a join places p on p.key = a.place_key where a.alias = $1";
    PUT = "insert into places (key, kind, parent, fr, en, seed_hash) values ($1, $2, $3, $4, $5, $6) on conflict (key) do update set \
        kind = excluded.kind, parent = excluded.parent, fr = excluded.fr, en = excluded.en, seed_hash = excluded.seed_hash";
    PUT_ALIAS = "insert into place_aliases (alias, place_key) values ($1, $2) on conflict (alias) do nothing";
    HASH = "select seed_hash from places where key = $1";
}

/// A place in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its key.
    pub key: String,
    /// What it is.
    pub kind: PlaceKind,
    /// The place it is part of.
    pub parent: Option<String>,
    /// Its French name.
    pub fr: String,
    /// Its English name.
    pub en: String,
}

impl Place {
    /// The place in a language.
    pub fn named(&self, lang: Locale) -> PlaceRef {
        let label = match lang {
            Locale::Fr => &self.fr,
            Locale::En => &self.en,
        };
        PlaceRef { key: self.key.clone(), label: label.clone() }
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    key: String,
    kind: String,
    parent: Option<String>,
    fr: String,
    en: String,
}

impl TryFrom<Row> for Place {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        let kind = PlaceKind::parse(&row.kind).ok_or_else(|| StoreError::Corrupt(format!("a place of kind {:?}", row.kind)))?;
        Ok(Self { key: row.key, kind, parent: row.parent, fr: row.fr, en: row.en })
    }
}

/// The place that a feed's words name: the borough if we know it, else the city.
pub(super) async fn resolve(tx: &mut Tx, city: Option<&str>, borough: Option<&str>) -> Result<Option<String>> {
    for name in [borough, city].into_iter().flatten() {
        let alias = fold(name);
        let found = within!(tx, |conn| sqlx::query_scalar(BY_ALIAS).bind(&alias).fetch_optional(conn).await)?;
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

pub(super) async fn seed_hash(tx: &mut Tx, key: &str) -> Result<Option<Option<String>>> {
    Ok(within!(tx, |conn| sqlx::query_scalar(HASH).bind(key).fetch_optional(conn).await)?)
}

pub(super) async fn put(tx: &mut Tx, place: &Place, aliases: &[String], hash: &str) -> Result<()> {
    within!(tx, |conn| sqlx::query(PUT)
        .bind(&place.key)
        .bind(place.kind.as_str())
        .bind(&place.parent)
        .bind(&place.fr)
        .bind(&place.en)
        .bind(hash)
        .execute(conn)
        .await
        .map(drop))?;
    for alias in [&place.fr, &place.en].into_iter().chain(aliases).map(|name| fold(name)) {
        within!(tx, |conn| sqlx::query(PUT_ALIAS).bind(&alias).bind(&place.key).execute(conn).await.map(drop))?;
    }
    Ok(())
}

impl Store {
    /// Every place.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn places(&self) -> Result<Vec<Place>> {
        let rows: Vec<Row> = on!(self, |pool| sqlx::query_as(LIST).fetch_all(pool).await)?;
        rows.into_iter().map(Place::try_from).collect()
    }
}
