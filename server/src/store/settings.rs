//! Small values of the installation itself.

use super::{Result, Store, StoreError, Tx, on, sql, within};

sql! {
    GET = "select value from settings where key = $1";
    SET = "insert into settings (key, value) values ($1, $2) on conflict (key) do update set value = excluded.value";
    PUT_ONCE = "insert into settings (key, value) values ($1, $2) on conflict (key) do nothing";
    FORGET = "delete from settings where key = $1";
}

/// What codes and seals are derived from.
const SECRET: &str = "secret";

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

    /// The master secret of the installation, drawn at the first start; every instance reads the same.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn master_secret(&self) -> Result<[u8; 32]> {
        if self.setting(SECRET).await?.is_none() {
            let mut drawn = [0; 32];
            getrandom::fill(&mut drawn).map_err(|error| StoreError::Corrupt(format!("no randomness: {error}")))?;
            let mut tx = self.begin().await?;
            let drawn = hex::encode(drawn);
            within!(&mut tx, |conn| sqlx::query(PUT_ONCE).bind(SECRET).bind(&drawn).execute(conn).await.map(drop))?;
            tx.commit().await?;
        }
        let kept = self.setting(SECRET).await?.and_then(|text| hex::decode(text).ok()).and_then(|bytes| bytes.try_into().ok());
        kept.ok_or_else(|| StoreError::Corrupt("a secret that is not one".to_owned()))
    }
}
