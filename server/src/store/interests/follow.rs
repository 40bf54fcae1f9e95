//! What the author of a request does with it.

use super::{Happening, StoredInterest, add_file, add_history};
use crate::attachments::{Attachment, MOST};
use crate::mail::templates::Template;
use crate::store::outbox;
use crate::store::{Result, Store, Tx, sql, within};
use model::dates::Date;
use model::interests::form::Answers;
use model::interests::view::{Event, Party};
use model::interests::{InterestStatus, Purpose};
use sqlx::types::Json;
use uuid::Uuid;

sql! {
    TOUCH = "update interests set status = $2, keep_until = $3, updated_at = $4 where id = $1";
    CORRECT = "update interests set answers = $2, email = $3, keep_until = $4, updated_at = $5 where id = $1";
    WITHDRAW = "update interest_consents set withdrawn_at = $3 where interest_id = $1 and purpose = $2 and withdrawn_at is null";
    COUNT_FILES = "select count(*) from files where interest_id = $1";
}

/// Something its author did.
const fn by_author(event: Event, status: Option<InterestStatus>, message: Option<&str>) -> Happening<'_> {
    Happening { event, party: Party::Author, actor: "", status, message }
}

/// The status after its author wrote: the office has the word again.
const fn after_word(status: InterestStatus) -> InterestStatus {
    match status {
        InterestStatus::Received => InterestStatus::Received,
        _ => InterestStatus::InProgress,
    }
}

async fn touch(tx: &mut Tx, id: Uuid, status: InterestStatus, keep_until: Date, now: i64) -> Result<()> {
    within!(tx, |conn| sqlx::query(TOUCH)
        .bind(id)
        .bind(status.as_str())
        .bind(keep_until.to_string())
        .bind(now)
        .execute(conn)
        .await
        .map(drop))?;
    Ok(())
}

impl Store {
    /// Its author writes: the office is told and has the word again.
    ///
    /// # Errors
    /// When the database fails; then nothing is written.
    pub async fn write_to_office(&self, interest: &StoredInterest, message: &str, keep_until: Date, notify: bool) -> Result<()> {
        let mut tx = self.begin().await?;
        let now = self.clock().now();
        let status = after_word(interest.status);
        let changed = (status != interest.status).then_some(status);
        add_history(&mut tx, interest.id, now, by_author(Event::Wrote, changed, Some(message))).await?;
        touch(&mut tx, interest.id, status, keep_until, now).await?;
        if notify {
            outbox::add(&mut tx, Template::Heard, interest.id, None, now, interest.caught.is_some()).await?;
        }
        tx.commit().await
    }

    /// Its author adds files; false when there would be too many.
    ///
    /// # Errors
    /// When the database fails; then nothing is written.
    pub async fn add_interest_files(&self, interest: &StoredInterest, files: &[Attachment], notify: bool) -> Result<bool> {
        let mut tx = self.begin().await?;
        let now = self.clock().now();
        let count: i64 = within!(&mut tx, |conn| sqlx::query_scalar(COUNT_FILES).bind(interest.id).fetch_one(conn).await)?;
        if usize::try_from(count).unwrap_or(MOST) + files.len() > MOST {
            return Ok(false);
        }
        for file in files {
            add_file(&mut tx, interest.id, now, file).await?;
            add_history(&mut tx, interest.id, now, by_author(Event::File, None, None)).await?;
        }
        if notify {
            outbox::add(&mut tx, Template::Heard, interest.id, None, now, interest.caught.is_some()).await?;
        }
        tx.commit().await?;
        Ok(true)
    }

    /// Its author corrects what was answered.
    ///
    /// # Errors
    /// When the database fails; then nothing is written.
    pub async fn correct_interest(&self, interest: &StoredInterest, answers: &Answers, keep_until: Date, notify: bool) -> Result<()> {
        let mut tx = self.begin().await?;
        let now = self.clock().now();
        within!(&mut tx, |conn| sqlx::query(CORRECT)
            .bind(interest.id)
            .bind(Json(answers))
            .bind(answers.get("email").to_lowercase())
            .bind(keep_until.to_string())
            .bind(now)
            .execute(conn)
            .await
            .map(drop))?;
        add_history(&mut tx, interest.id, now, by_author(Event::Corrected, None, None)).await?;
        if notify {
            outbox::add(&mut tx, Template::Heard, interest.id, None, now, interest.caught.is_some()).await?;
        }
        tx.commit().await
    }

    /// Its author takes a consent back; false when there is none in force.
    ///
    /// # Errors
    /// When the database fails; then nothing is written.
    pub async fn withdraw_consent(&self, interest: &StoredInterest, purpose: Purpose) -> Result<bool> {
        let mut tx = self.begin().await?;
        let now = self.clock().now();
        let done = within!(&mut tx, |conn| sqlx::query(WITHDRAW)
            .bind(interest.id)
            .bind(purpose.as_str())
            .bind(now)
            .execute(conn)
            .await
            .map(|done| done.rows_affected()))?;
        if done > 0 {
            add_history(&mut tx, interest.id, now, by_author(Event::Withdrawn, None, None)).await?;
            tx.commit().await?;
        }
        Ok(done > 0)
    }
}
