//! What is asked of search, counted by day.

use super::{Result, Store, on, sql, within};
use model::dates::Date;

sql! {
    ADD = "insert into demand (day, sort, value, count) values ($1, $2, $3, $4) \
        on conflict (day, sort, value) do update set count = demand.count + excluded.count";
    RARE = "select day, sort, cast(sum(count) as bigint) from demand where day < $1 and count < $2 and value <> '' group by day, sort";
    FORGET = "delete from demand where day < $1 and count < $2 and value <> ''";
    MOST = "select value, cast(sum(count) as bigint) as total from demand where sort = $1 and day >= $2 and day <= $3 \
        group by value order by total desc, value limit $4";
}

/// Below this, what was asked in a day is only counted: a rare query could tell of one person.
pub const RARE_BELOW: i64 = 3;

impl Store {
    /// Adds counts to a day: what is counted, its value, how many.
    ///
    /// # Errors
    /// When the database fails; then none is added.
    pub async fn add_demand(&self, day: Date, counts: &[(&'static str, String, i64)]) -> Result<()> {
        let mut tx = self.begin().await?;
        for (sort, value, count) in counts {
            let day = day.to_string();
            within!(&mut tx, |conn| sqlx::query(ADD).bind(&day).bind(*sort).bind(value).bind(count).execute(conn).await.map(drop))?;
        }
        tx.commit().await
    }

    /// Of the days before one, forgets what fewer than [`RARE_BELOW`] asked: it stays in the total of its day, under no name.
    ///
    /// # Errors
    /// When the database fails; then nothing is forgotten.
    pub async fn forget_rare_demand(&self, before: Date) -> Result<()> {
        let mut tx = self.begin().await?;
        let before = before.to_string();
        let rare: Vec<(String, String, i64)> =
            within!(&mut tx, |conn| sqlx::query_as(RARE).bind(&before).bind(RARE_BELOW).fetch_all(conn).await)?;
        within!(&mut tx, |conn| sqlx::query(FORGET).bind(&before).bind(RARE_BELOW).execute(conn).await.map(drop))?;
        for (day, sort, count) in rare {
            within!(&mut tx, |conn| sqlx::query(ADD).bind(&day).bind(&sort).bind("").bind(count).execute(conn).await.map(drop))?;
        }
        tx.commit().await
    }

    /// What was asked the most between two days, both included.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn most_asked(&self, sort: &str, from: Date, to: Date, most: i64) -> Result<Vec<(String, i64)>> {
        let (from, to) = (from.to_string(), to.to_string());
        Ok(on!(self, |pool| sqlx::query_as(MOST).bind(sort).bind(&from).bind(&to).bind(most).fetch_all(pool).await)?)
    }
}
