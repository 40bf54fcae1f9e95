//! What is done once a day, by one instance for all: the end of requests, the drafts that nobody came back to.

use crate::config::Config;
use crate::interests;
use crate::mail::Mailer;
use crate::store::{Ended, Erased, Result, Store};
use model::dates::Date;
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// How often it is looked whether the day's work is done.
const EVERY: Duration = Duration::from_secs(900);
/// For how long an instance has the work to itself, in seconds.
const LEASE: i64 = 3_600;
/// The name of the lease.
const PURGE: &str = "purge";

/// What a purge did, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Purged {
    /// Erased, or to be.
    pub erased: Vec<Ended>,
    /// Put out of reach, or to be: the archives calendar keeps them.
    pub restricted: Vec<Ended>,
    /// Kept by law.
    pub held: Vec<Ended>,
}

/// Erases the requests whose time was over before a day; with `dry`, only tells which.
///
/// # Errors
/// When the database fails; what was erased before stays erased.
pub async fn purge(store: &Store, config: &Config, mailer: &Mailer, today: Date, dry: bool) -> Result<Purged> {
    let mut purged = Purged::default();
    for ended in store.ended_interests(today).await? {
        if ended.held {
            purged.held.push(ended);
            continue;
        }
        let Some(interest) = store.interest_by_id(ended.id).await? else { continue };
        let is_restricted = if dry {
            config.archived_kinds.contains(&interest.kind)
        } else {
            interests::erase(store, config, mailer, &interest).await? == Erased::Restricted
        };
        if is_restricted { purged.restricted.push(ended) } else { purged.erased.push(ended) }
    }
    if !dry {
        store.forget_old_drafts().await?;
    }
    Ok(purged)
}

/// The worker of the night.
pub struct Nightly {
    store: Store,
    config: Arc<Config>,
    mailer: Mailer,
}

impl Nightly {
    /// A worker over a store.
    pub fn new(store: Store, config: Arc<Config>, mailer: Mailer) -> Self {
        Self { store, config, mailer }
    }

    /// Does each day's work, until told to stop.
    pub async fn follow(self, stop: CancellationToken) {
        loop {
            if let Err(error) = self.once().await {
                tracing::error!(%error, "The work of the night failed and will be tried again");
            }
            if tokio::time::timeout(EVERY, stop.cancelled()).await.is_ok() {
                break;
            }
        }
    }

    async fn once(&self) -> Result<()> {
        let today = self.store.clock().today();
        if !self.store.lease_job(PURGE, today, LEASE).await? {
            return Ok(());
        }
        let purged = purge(&self.store, &self.config, &self.mailer, today, false).await?;
        self.store.job_done(PURGE, today).await?;
        let (erased, restricted, held) = (purged.erased.len(), purged.restricted.len(), purged.held.len());
        tracing::info!(erased, restricted, held, "The requests whose time was over were erased");
        Ok(())
    }
}
