//! Slugs. One that was ever published keeps leading to its noun.

use super::{Result, Store, Tx, on, sql, within};
use model::locale::{Locale, Localized};

sql! {
    RETIRE = "update slugs set current = false where noun = $1 and lang = $2 and key = $3 and slug <> $4";
    TAKE = "insert into slugs (noun, lang, slug, key, current) values ($1, $2, $3, $4, true) \
        on conflict (noun, lang, slug) do update set key = excluded.key, current = true";
    FIND = "select key from slugs where noun = $1 and slug = $2 order by (lang = $3) desc limit 1";
    CURRENT = "select key, lang, slug from slugs where noun = $1 and current";
}

#[derive(sqlx::FromRow)]
struct Row {
    key: String,
    lang: String,
    slug: String,
}

/// Makes `slug` the current one of a noun in a language; the former ones stay and redirect.
pub(super) async fn take(tx: &mut Tx, noun: &str, lang: Locale, slug: &str, key: &str) -> Result<()> {
    let lang = lang.as_str();
    within!(tx, |conn| sqlx::query(RETIRE).bind(noun).bind(lang).bind(key).bind(slug).execute(conn).await.map(drop))?;
    within!(tx, |conn| sqlx::query(TAKE).bind(noun).bind(lang).bind(slug).bind(key).execute(conn).await.map(drop))?;
    Ok(())
}

/// The current slugs of a noun.
pub(super) struct Slugs(Vec<Row>);

impl Slugs {
    /// The slug of one, in a language, else in French, else its key.
    pub(super) fn get(&self, key: &str, lang: Locale) -> String {
        let of = |lang: Locale| self.0.iter().find(|row| row.key == key && row.lang == lang.as_str());
        of(lang).or_else(|| of(Locale::Fr)).map_or_else(|| key.to_owned(), |row| row.slug.clone())
    }

    /// The slugs of one, in each language. A language without a text of its own shows the French one under the French slug.
    pub(super) fn each(&self, key: &str) -> Localized<String> {
        Localized { fr: self.get(key, Locale::Fr), en: Some(self.get(key, Locale::En)) }
    }
}

impl Store {
    /// The key a slug leads to, old slugs and those of the other language included.
    pub(super) async fn key_of_slug(&self, noun: &str, lang: Locale, slug: &str) -> Result<Option<String>> {
        Ok(on!(self, |pool| sqlx::query_scalar(FIND).bind(noun).bind(slug).bind(lang.as_str()).fetch_optional(pool).await)?)
    }

    pub(super) async fn slugs(&self, noun: &str) -> Result<Slugs> {
        Ok(Slugs(on!(self, |pool| sqlx::query_as(CURRENT).bind(noun).fetch_all(pool).await)?))
    }
}
