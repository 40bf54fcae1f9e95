//! What every handler may use.

use crate::clock::Clock;
use crate::config::Config;
use crate::demand::Demand;
use crate::desk::Desk;
use crate::search::Search;
use crate::search::pool::Pool;
use crate::store::Store;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The state of the server; clones share it.
#[derive(Clone)]
pub struct AppState {
    /// Storage.
    pub store: Store,
    /// The index.
    pub search: Search,
    /// The room that searches have.
    pub pool: Pool,
    /// What is asked of search.
    pub demand: Demand,
    /// What receiving requests needs.
    pub desk: Desk,
    /// The configuration, as it was at start.
    pub config: Arc<Config>,
    /// Whether sample opportunities are in the store.
    pub sample: bool,
    /// What the server knows about being ready.
    pub readiness: Readiness,
}

impl AppState {
    /// The clock.
    pub fn clock(&self) -> &Clock {
        self.store.clock()
    }
}

/// Whether the server may be sent visitors.
#[derive(Clone)]
pub struct Readiness {
    /// The change that the index had to reach, as seen at start.
    target: i64,
    reached: tokio::sync::watch::Receiver<i64>,
    draining: Arc<AtomicBool>,
}

impl Readiness {
    /// Ready once `reached` shows `target`.
    pub fn new(target: i64, reached: tokio::sync::watch::Receiver<i64>) -> Self {
        Self { target, reached, draining: Arc::default() }
    }

    /// Says that the server is leaving.
    pub fn drain(&self) {
        self.draining.store(true, Ordering::SeqCst);
    }

    /// Whether the server is leaving.
    pub fn is_draining(&self) -> bool {
        self.draining.load(Ordering::SeqCst)
    }

    /// The last change that the index shows.
    pub fn reached(&self) -> i64 {
        *self.reached.borrow()
    }

    /// Whether the index has reached what there was at start, and the server stays.
    pub fn is_ready(&self) -> bool {
        !self.is_draining() && self.reached() >= self.target
    }
}
