//! Requests: the record and what hangs on it. `submit` writes one, `read` reads it, `follow` is what its author does, `team`
//! what the office does, `erase` what ends it.

mod erase;
mod follow;
mod read;
mod submit;
mod team;

pub use erase::{Ended, Erased};
pub use read::{StoredConsent, StoredFile, StoredHistory, StoredInterest};
pub use submit::{NewInterest, Submitted};
pub use team::{Listed, Listing};

pub(super) use erase::ALL as ERASE;
pub(super) use follow::ALL as FOLLOW;
pub(super) use read::ALL as READ;
pub(super) use submit::ALL as SUBMIT;
pub(super) use team::ALL as TEAM;

use super::{Result, Tx, sql, within};
use crate::attachments::Attachment;
use model::interests::InterestStatus;
use model::interests::view::{Event, Party};
use uuid::Uuid;

sql! {
    ADD_HISTORY = "insert into interest_history (id, interest_id, at, event, party, actor, status, message) \
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    ADD_FILE = "insert into files (id, interest_id, name, file_type, size, sha256, bytes, at) values ($1, $2, $3, $4, $5, $6, $7, $8)";
}

pub(super) const OWN: &[(&str, &str)] = ALL;

/// Something that happened to a request.
pub(in crate::store) struct Happening<'a> {
    pub event: Event,
    pub party: Party,
    /// Who of the office; the author has no name here.
    pub actor: &'a str,
    pub status: Option<InterestStatus>,
    pub message: Option<&'a str>,
}

/// Writes what happened; its id orders it.
async fn add_history(tx: &mut Tx, interest: Uuid, at: i64, what: Happening<'_>) -> Result<Uuid> {
    let id = Uuid::now_v7();
    within!(tx, |conn| sqlx::query(ADD_HISTORY)
        .bind(id)
        .bind(interest)
        .bind(at)
        .bind(what.event.as_str())
        .bind(what.party.as_str())
        .bind(what.actor)
        .bind(what.status.map(InterestStatus::as_str))
        .bind(what.message)
        .execute(conn)
        .await
        .map(drop))?;
    Ok(id)
}

/// Writes a file of a request.
async fn add_file(tx: &mut Tx, interest: Uuid, at: i64, file: &Attachment) -> Result<()> {
    let size = i64::try_from(file.bytes.len()).unwrap_or(i64::MAX);
    within!(tx, |conn| sqlx::query(ADD_FILE)
        .bind(Uuid::now_v7())
        .bind(interest)
        .bind(&file.name)
        .bind(file.file_type.as_str())
        .bind(size)
        .bind(&file.sha256)
        .bind(&file.bytes)
        .bind(at)
        .execute(conn)
        .await
        .map(drop))?;
    Ok(())
}
