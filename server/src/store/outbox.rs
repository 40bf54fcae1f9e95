//! The outbox: mail written down with what it tells of, sent by whoever holds its lease.

use super::{Result, Store, StoreError, Tx, on, sql, within};
use crate::mail::templates::Template;
use uuid::Uuid;

sql! {
    ADD = "insert into outbox (id, message, interest_id, history_id, state, attempts, next_at, leased_until, created_at) \
        values ($1, $2, $3, $4, $5, 0, $6, 0, $6)";
    RELEASE = "update outbox set state = 'waiting', next_at = $2 where interest_id = $1 and state = 'held'";
    LEASE = "update outbox set leased_until = $2 where id in (select id from outbox where state = 'waiting' and next_at <= $1 \
        and leased_until <= $1 order by next_at, id limit $3) returning id, message, interest_id, history_id, attempts";
    SENT = "update outbox set state = 'sent', sent_at = $2, error = null where id = $1";
    AGAIN = "update outbox set state = $2, attempts = $3, next_at = $4, leased_until = 0, error = $5 where id = $1";
    RETRY = "update outbox set state = 'waiting', attempts = 0, next_at = $2, leased_until = 0 where id = $1 and state = 'dead'";
    LIST = "select id, message, state, attempts, next_at, error from outbox where state = $1 order by id limit 500";
    COUNT = "select state, count(*) from outbox group by state order by state";
}

/// After how many minutes a letter is tried again: from a minute to a day, ten tries in all.
const PAUSES: [i64; 9] = [1, 3, 8, 20, 60, 120, 300, 720, 1_440];

/// A letter that this worker alone may send until its lease ends.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are the columns of the table")]
pub struct Leased {
    pub id: Uuid,
    pub message: Template,
    pub interest_id: Uuid,
    pub history_id: Option<Uuid>,
    pub attempts: i64,
}

/// A letter as the team sees it: nothing of a person.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
#[expect(missing_docs, reason = "the fields are the columns of the table")]
pub struct Letter {
    pub id: Uuid,
    pub message: String,
    pub state: String,
    pub attempts: i64,
    pub next_at: i64,
    pub error: Option<String>,
}

/// Writes a letter with what it tells of; a held one waits until it is released.
pub(super) async fn add(tx: &mut Tx, message: Template, interest: Uuid, history: Option<Uuid>, now: i64, held: bool) -> Result<()> {
    within!(tx, |conn| sqlx::query(ADD)
        .bind(Uuid::now_v7())
        .bind(message.as_str())
        .bind(interest)
        .bind(history)
        .bind(if held { "held" } else { "waiting" })
        .bind(now)
        .execute(conn)
        .await
        .map(drop))?;
    Ok(())
}

/// Lets the held letters of a request leave.
pub(super) async fn release(tx: &mut Tx, interest: Uuid, now: i64) -> Result<()> {
    within!(tx, |conn| sqlx::query(RELEASE).bind(interest).bind(now).execute(conn).await.map(drop))?;
    Ok(())
}

impl Store {
    /// Takes letters that are due, for as long as the lease lasts.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn lease_letters(&self, seconds: i64, most: i64) -> Result<Vec<Leased>> {
        type Row = (Uuid, String, Uuid, Option<Uuid>, i64);
        let mut tx = self.begin().await?;
        let now = self.clock().now();
        let rows: Vec<Row> = within!(&mut tx, |conn| sqlx::query_as(LEASE).bind(now).bind(now + seconds).bind(most).fetch_all(conn).await)?;
        tx.commit().await?;
        let read = |(id, message, interest_id, history_id, attempts): Row| {
            let message = Template::parse(&message).ok_or_else(|| StoreError::Corrupt(format!("the unknown letter {message:?}")))?;
            Ok(Leased { id, message, interest_id, history_id, attempts })
        };
        rows.into_iter().map(read).collect()
    }

    /// A letter has left.
    ///
    /// # Errors
    /// When the database fails; then it may leave twice, under one Message-ID.
    pub async fn letter_sent(&self, id: Uuid) -> Result<()> {
        let mut tx = self.begin().await?;
        let now = self.clock().now();
        within!(&mut tx, |conn| sqlx::query(SENT).bind(id).bind(now).execute(conn).await.map(drop))?;
        tx.commit().await
    }

    /// A letter did not leave: it is tried again later, or is dead after the last try.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn letter_failed(&self, letter: &Leased, error: &str) -> Result<()> {
        let mut tx = self.begin().await?;
        let now = self.clock().now();
        let pause = usize::try_from(letter.attempts).ok().and_then(|tries| PAUSES.get(tries));
        let (state, next_at) = pause.map_or(("dead", now), |minutes| ("waiting", now + minutes * 60));
        let error: String = error.chars().take(300).collect();
        within!(&mut tx, |conn| sqlx::query(AGAIN)
            .bind(letter.id)
            .bind(state)
            .bind(letter.attempts + 1)
            .bind(next_at)
            .bind(&error)
            .execute(conn)
            .await
            .map(drop))?;
        tx.commit().await
    }

    /// Tries a dead letter again, from the first pause on; false when it is not dead.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn retry_letter(&self, id: Uuid) -> Result<bool> {
        let mut tx = self.begin().await?;
        let now = self.clock().now();
        let done = within!(&mut tx, |conn| sqlx::query(RETRY).bind(id).bind(now).execute(conn).await.map(|done| done.rows_affected()))?;
        tx.commit().await?;
        Ok(done > 0)
    }

    /// The letters in one state: `waiting`, `held`, `sent` or `dead`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn letters(&self, state: &str) -> Result<Vec<Letter>> {
        Ok(on!(self, |pool| sqlx::query_as(LIST).bind(state).fetch_all(pool).await)?)
    }

    /// How many letters are in each state.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_letters(&self) -> Result<Vec<(String, i64)>> {
        Ok(on!(self, |pool| sqlx::query_as(COUNT).fetch_all(pool).await)?)
    }
}
