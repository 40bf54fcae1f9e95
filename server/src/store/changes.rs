//! The log that the search index follows. A change is written with the row it speaks of, or not at all.

use super::{Result, Store, Tx, on, sql, within};
use sqlx::{Postgres, Transaction};

sql! {
    APPEND = "insert into changes (noun, id, at, actor) values ($1, $2, $3, $4)";
    SINCE = "select seq, noun, id from changes where seq > $1 order by seq limit $2";
    LAST = "select coalesce(max(seq), 0) from changes";
}

/// Serialises writers of the log on PostgreSQL, so that a lower `seq` is never committed after a higher one was read.
const LOCK: &str = "select pg_advisory_xact_lock(7236815)";

/// A line of the log.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Change {
    /// Its number, ever higher.
    pub seq: i64,
    /// What changed: `opportunities`, `places`…
    pub noun: String,
    /// Which one: a UUID or a key.
    pub id: String,
}

/// Takes the lock, until the transaction ends.
pub(super) async fn lock(tx: &mut Transaction<'static, Postgres>) -> Result<()> {
    sqlx::query(LOCK).execute(&mut **tx).await?;
    Ok(())
}

/// Writes a line in the transaction of the row, which holds the lock since it began.
pub(super) async fn append(tx: &mut Tx, noun: &'static str, id: &str, at: i64, actor: &str) -> Result<()> {
    within!(tx, |conn| sqlx::query(APPEND).bind(noun).bind(id).bind(at).bind(actor).execute(conn).await.map(drop))?;
    Ok(())
}

impl Store {
    /// The lines after `seq`, oldest first, at most `limit`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn changes_since(&self, seq: i64, limit: i64) -> Result<Vec<Change>> {
        Ok(on!(self, |pool| sqlx::query_as(SINCE).bind(seq).bind(limit).fetch_all(pool).await)?)
    }

    /// Asks whoever holds the index to build it anew, and answers the line of the log that asks.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn request_reindex(&self) -> Result<i64> {
        let mut tx = self.begin().await?;
        append(&mut tx, "reindex", "", self.clock.now(), "reindex").await?;
        tx.commit().await?;
        self.last_change().await
    }

    /// The number of the last line, 0 when there is none.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn last_change(&self) -> Result<i64> {
        Ok(on!(self, |pool| sqlx::query_scalar(LAST).fetch_one(pool).await)?)
    }
}
