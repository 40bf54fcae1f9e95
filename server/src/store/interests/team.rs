//! What the office does with requests. Until a request is taken up, it is *received*; each answer and each status is a line of its
//! history, which its author reads.

use super::{Happening, StoredInterest, add_history};
use crate::mail::templates::Template;
use crate::store::outbox;
use crate::store::{Result, Store, on, sql, within};
use model::interests::view::{Event, Party};
use model::interests::{InterestKind, InterestStatus};
use uuid::Uuid;

sql! {
    LIST = "select reference, kind, status, received_on, due_on, caught, duplicate_of, held, restricted_at from interests \
        where (cast($1 as text) is null or kind = $1) and (cast($2 as text) is null or status = $2) \
        and (case when $3 then caught is not null else caught is null end) and restricted_at is null and id > $4 order by id limit $5";
    LAST_ID = "select id from interests where reference = $1";
    SET_STATUS = "update interests set status = $2, updated_at = $3 where id = $1";
    TAKE_BACK = "update interests set caught = null, opportunity_id = $2 where id = $1";
    HOLD = "update interests set held = $2 where id = $1";
    REGISTER = "insert into access_register (id, interest_id, at, actor, what) values ($1, $2, $3, $4, $5)";
    REGISTERED = "select r.at, r.actor, r.what, i.reference from access_register r left join interests i on i.id = r.interest_id \
        where r.at >= $1 order by r.id";
}

/// Which requests to list.
#[derive(Clone, Copy, Debug, Default)]
pub struct Listing {
    /// Of one kind.
    pub kind: Option<InterestKind>,
    /// In one status.
    pub status: Option<InterestStatus>,
    /// Those set aside instead of the others.
    pub caught: bool,
}

/// A line of a list of requests: nothing of a person.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
#[expect(missing_docs, reason = "the fields are the columns of the table")]
pub struct Listed {
    pub reference: String,
    pub kind: String,
    pub status: String,
    pub received_on: String,
    pub due_on: String,
    pub caught: Option<String>,
    pub duplicate_of: Option<Uuid>,
    pub held: bool,
    pub restricted_at: Option<i64>,
}

impl Store {
    /// Requests by age, after one of them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn interests(&self, listing: Listing, after: Option<&str>, limit: i64) -> Result<Vec<Listed>> {
        let after: Option<Uuid> = match after {
            Some(reference) => on!(self, |pool| sqlx::query_scalar(LAST_ID).bind(reference).fetch_optional(pool).await)?,
            None => None,
        };
        Ok(on!(self, |pool| sqlx::query_as(LIST)
            .bind(listing.kind.map(InterestKind::as_str))
            .bind(listing.status.map(InterestStatus::as_str))
            .bind(listing.caught)
            .bind(after.unwrap_or(Uuid::nil()))
            .bind(limit)
            .fetch_all(pool)
            .await)?)
    }

    /// The office writes to the author, who is told by mail; the request is then in the status given.
    ///
    /// # Errors
    /// When the database fails; then nothing is written.
    pub async fn answer_interest(&self, interest: &StoredInterest, actor: &str, message: &str, status: InterestStatus) -> Result<()> {
        let mut tx = self.begin().await?;
        let now = self.clock().now();
        let what = Happening { event: Event::Answered, party: Party::Office, actor, status: Some(status), message: Some(message) };
        let line = add_history(&mut tx, interest.id, now, what).await?;
        within!(&mut tx, |conn| sqlx::query(SET_STATUS).bind(interest.id).bind(status.as_str()).bind(now).execute(conn).await.map(drop))?;
        outbox::add(&mut tx, Template::Reply, interest.id, Some(line), now, false).await?;
        tx.commit().await
    }

    /// The office changes the status; a closed request is told to its author by mail. False when it cannot go there.
    ///
    /// # Errors
    /// When the database fails; then nothing is written.
    pub async fn set_interest_status(&self, interest: &StoredInterest, actor: &str, status: InterestStatus) -> Result<bool> {
        if !interest.status.leads_to(status) {
            return Ok(false);
        }
        let mut tx = self.begin().await?;
        let now = self.clock().now();
        let what = Happening { event: Event::Status, party: Party::Office, actor, status: Some(status), message: None };
        add_history(&mut tx, interest.id, now, what).await?;
        within!(&mut tx, |conn| sqlx::query(SET_STATUS).bind(interest.id).bind(status.as_str()).bind(now).execute(conn).await.map(drop))?;
        if status == InterestStatus::Closed {
            outbox::add(&mut tx, Template::Closed, interest.id, None, now, false).await?;
        }
        tx.commit().await?;
        Ok(true)
    }

    /// Takes back what was set aside: it stands among the others, its mail leaves, a proposal becomes its draft.
    ///
    /// # Errors
    /// When the database fails; then it stays aside.
    pub async fn take_back_interest(&self, interest: &StoredInterest) -> Result<()> {
        let mut tx = self.begin().await?;
        let now = self.clock().now();
        let opportunity = match interest.kind {
            InterestKind::Posting => Some(self.propose(&mut tx, &interest.reference, &interest.answers, now).await?),
            _ => None,
        };
        within!(&mut tx, |conn| sqlx::query(TAKE_BACK).bind(interest.id).bind(opportunity).execute(conn).await.map(drop))?;
        outbox::release(&mut tx, interest.id, now).await?;
        tx.commit().await
    }

    /// Keeps a request whatever its age, or no longer.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn hold_interest(&self, interest: Uuid, held: bool) -> Result<()> {
        let mut tx = self.begin().await?;
        within!(&mut tx, |conn| sqlx::query(HOLD).bind(interest).bind(held).execute(conn).await.map(drop))?;
        tx.commit().await
    }

    /// Writes in the register of access that someone of the office read a personal file.
    ///
    /// # Errors
    /// When the database fails; then the file must not be shown.
    pub async fn register_access(&self, interest: Uuid, actor: &str, what: &str) -> Result<()> {
        let mut tx = self.begin().await?;
        let now = self.clock().now();
        within!(&mut tx, |conn| sqlx::query(REGISTER)
            .bind(Uuid::now_v7())
            .bind(interest)
            .bind(now)
            .bind(actor)
            .bind(what)
            .execute(conn)
            .await
            .map(drop))?;
        tx.commit().await
    }

    /// The register of access since an instant: when, who, what, and the number while the request exists.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn registered_access(&self, since: i64) -> Result<Vec<(i64, String, String, Option<String>)>> {
        Ok(on!(self, |pool| sqlx::query_as(REGISTERED).bind(since).fetch_all(pool).await)?)
    }
}
