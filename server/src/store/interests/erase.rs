//! The end of a request: erased, or out of reach where the archives calendar keeps it.

use super::StoredInterest;
use crate::store::{Db, Result, Store, Tx, on, sql, within};
use model::dates::Date;
use model::interests::InterestKind;
use uuid::Uuid;

sql! {
    FORGET_OUTBOX = "delete from outbox where interest_id = $1";
    OUTBOX_IDS = "select id from outbox where interest_id = $1";
    FORGET_FILES = "delete from files where interest_id = $1";
    FORGET_HISTORY = "delete from interest_history where interest_id = $1";
    FORGET_CONSENTS = "delete from interest_consents where interest_id = $1";
    FORGET_LINKS = "update interests set duplicate_of = null where duplicate_of = $1";
    FORGET_INTEREST = "delete from interests where id = $1";
    DRAFT_OF = "select o.id from interests i join opportunities o on o.id = i.opportunity_id \
        where i.id = $1 and o.status in ('draft', 'in_review') and o.live_revision is null";
    FORGET_TEXTS = "delete from opportunity_texts where opportunity_id = $1";
    FORGET_REVISIONS = "delete from opportunity_revisions where opportunity_id = $1";
    FORGET_OPPORTUNITY = "delete from opportunities where id = $1";
    REMEMBER = "insert into erasures (interest_id, at) values ($1, $2) on conflict (interest_id) do nothing";
    ERASURES = "select interest_id, at from erasures order by at, interest_id";
    RESTRICT = "update interests set restricted_at = $2 where id = $1 and restricted_at is null";
    ENDED = "select id, reference, kind, keep_until, held from interests where keep_until < $1 and restricted_at is null order by id";
    EXISTS = "select id from interests where id = $1";
}

/// What became of a request that was to be erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Erased {
    /// Nothing of it is left; the letters that a development folder may hold bear these ids.
    Gone(Vec<Uuid>),
    /// The law keeps it: it is out of everyone's reach.
    Restricted,
}

/// A request whose time is over.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
#[expect(missing_docs, reason = "the fields are the columns of the table")]
pub struct Ended {
    pub id: Uuid,
    pub reference: String,
    pub kind: String,
    pub keep_until: String,
    pub held: bool,
}

async fn run(tx: &mut Tx, sql: &'static str, id: Uuid) -> Result<()> {
    within!(tx, |conn| sqlx::query(sql).bind(id).execute(conn).await.map(drop))?;
    Ok(())
}

impl Store {
    /// Erases a request and all that hangs on it: files, history, mail, consents, the draft it became. What is held by law or
    /// belongs to a kind that the archives calendar keeps is restricted instead.
    ///
    /// # Errors
    /// When the database fails; then all of it is still there.
    pub async fn erase_interest(&self, interest: &StoredInterest, archived: &[InterestKind]) -> Result<Erased> {
        if interest.held || archived.contains(&interest.kind) {
            let mut tx = self.begin().await?;
            let now = self.clock().now();
            within!(&mut tx, |conn| sqlx::query(RESTRICT).bind(interest.id).bind(now).execute(conn).await.map(drop))?;
            tx.commit().await?;
            return Ok(Erased::Restricted);
        }
        self.erase(interest.id, self.clock().now()).await.map(Erased::Gone)
    }

    /// Erases by id what a restored backup brought back; false when it is not there.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn erase_again(&self, id: Uuid, at: i64) -> Result<bool> {
        let there: Option<Uuid> = on!(self, |pool| sqlx::query_scalar(EXISTS).bind(id).fetch_optional(pool).await)?;
        self.erase(id, at).await?;
        Ok(there.is_some())
    }

    async fn erase(&self, id: Uuid, at: i64) -> Result<Vec<Uuid>> {
        let mut tx = self.begin().await?;
        let letters: Vec<Uuid> = within!(&mut tx, |conn| sqlx::query_scalar(OUTBOX_IDS).bind(id).fetch_all(conn).await)?;
        let draft: Option<Uuid> = within!(&mut tx, |conn| sqlx::query_scalar(DRAFT_OF).bind(id).fetch_optional(conn).await)?;
        for sql in [FORGET_OUTBOX, FORGET_FILES, FORGET_HISTORY, FORGET_CONSENTS, FORGET_LINKS, FORGET_INTEREST] {
            run(&mut tx, sql, id).await?;
        }
        if let Some(draft) = draft {
            for sql in [FORGET_TEXTS, FORGET_REVISIONS, FORGET_OPPORTUNITY] {
                run(&mut tx, sql, draft).await?;
            }
        }
        within!(&mut tx, |conn| sqlx::query(REMEMBER).bind(id).bind(at).execute(conn).await.map(drop))?;
        tx.commit().await?;
        self.forget_traces().await?;
        Ok(letters)
    }

    /// Folds SQLite's log into its file, so that nothing erased is left in the log. Pages are overwritten by `secure_delete`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_traces(&self) -> Result<()> {
        if let Db::Sqlite { writer, .. } = &self.db {
            // A reader under way keeps the end of the log; the next checkpoint takes it.
            sqlx::query("pragma wal_checkpoint(truncate)").execute(writer).await?;
        }
        Ok(())
    }

    /// The requests whose time was over before a day.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn ended_interests(&self, today: Date) -> Result<Vec<Ended>> {
        Ok(on!(self, |pool| sqlx::query_as(ENDED).bind(today.to_string()).fetch_all(pool).await)?)
    }

    /// What was erased: ids and instants.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn erasures(&self) -> Result<Vec<(Uuid, i64)>> {
        Ok(on!(self, |pool| sqlx::query_as(ERASURES).fetch_all(pool).await)?)
    }
}
