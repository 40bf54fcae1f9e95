//! Work that one instance does for all of them, once a day.

use super::{Result, Store, sql, within};
use model::dates::Date;

sql! {
    ADD = "insert into jobs (name, leased_until) values ($1, 0) on conflict (name) do nothing";
    LEASE = "update jobs set leased_until = $2 where name = $1 and leased_until <= $3 and (done_on is null or done_on < $4)";
    DONE = "update jobs set leased_until = 0, done_on = $2 where name = $1";
}

impl Store {
    /// Takes a day's work for so many seconds; false when it is done, or another instance does it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn lease_job(&self, name: &str, day: Date, seconds: i64) -> Result<bool> {
        let mut tx = self.begin().await?;
        let now = self.clock().now();
        within!(&mut tx, |conn| sqlx::query(ADD).bind(name).execute(conn).await.map(drop))?;
        let taken = within!(&mut tx, |conn| sqlx::query(LEASE)
            .bind(name)
            .bind(now + seconds)
            .bind(now)
            .bind(day.to_string())
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?;
        tx.commit().await?;
        Ok(taken == 1)
    }

    /// The day's work is done.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn job_done(&self, name: &str, day: Date) -> Result<()> {
        let mut tx = self.begin().await?;
        within!(&mut tx, |conn| sqlx::query(DONE).bind(name).bind(day.to_string()).execute(conn).await.map(drop))?;
        tx.commit().await
    }
}
