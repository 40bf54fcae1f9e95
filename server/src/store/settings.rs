//! Small values of the installation itself.

use super::{Result, Store, Tx, on, sql, within};

sql! {
    GET = "select value from settings where key = $1";
    SET = "insert into settings (key, value) values ($1, $2) on conflict (key) do update set value = excluded.value";
    FORGET = "delete from settings where key = $1";
}

/// Whether the sample opportunities were put in.
pub(super) const SAMPLE: &str = "sample";

pub(super) async fn set(tx: &mut Tx, key: &str, value: &str) -> Result<()> {
    within!(tx, |conn| sqlx::query(SET).bind(key).bind(value).execute(conn).await.map(drop))?;
    Ok(())
}

pub(super) async fn forget(tx: &mut Tx, key: &str) -> Result<()> {
    within!(tx, |conn| sqlx::query(FORGET).bind(key).execute(conn).await.map(drop))?;
    Ok(())
}

impl Store {
    /// A setting, or nothing.
    pub(super) async fn setting(&self, key: &str) -> Result<Option<String>> {
        Ok(on!(self, |pool| sqlx::query_scalar(GET).bind(key).fetch_optional(pool).await)?)
    }
}
