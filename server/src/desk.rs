//! What receiving requests needs: secrets, limits, the pressure of the moment, and the way to wake the mail.

use crate::config::Config;
use crate::guard::limits::Limits;
use crate::guard::proof::{BITS, Pressure, Proofs};
use crate::mail::Mailer;
use crate::secrets::Secrets;
use std::sync::Arc;
use tokio::sync::{Notify, Semaphore};

/// How many times an hour a client may open requests by code.
const ATTEMPTS: u32 = 60;
/// How many uploads are read and decoded at once; the next ones wait.
const UPLOADS: usize = 2;

/// The desk; clones share it.
#[derive(Clone)]
pub struct Desk {
    /// What codes and seals are made of.
    pub secrets: Secrets,
    /// How many requests a client sends.
    pub clients: Limits,
    /// How many requests come from a mail domain; the next ones are set aside.
    pub domains: Limits,
    /// How often a client opens requests by code.
    pub attempts: Limits,
    /// Whether requests come faster than people write them.
    pub pressure: Pressure,
    /// The proofs of work that were given.
    pub proofs: Proofs,
    /// Room for uploads.
    pub uploads: Arc<Semaphore>,
    /// Wakes the worker of the outbox.
    pub wake: Arc<Notify>,
    /// How mail leaves.
    pub mailer: Mailer,
}

impl Desk {
    /// A desk as the configuration says.
    pub fn new(config: &Config, master: [u8; 32], mailer: Mailer) -> Self {
        Self {
            secrets: Secrets::new(master),
            clients: Limits::new(config.requests_per_hour),
            domains: Limits::new(config.requests_per_domain),
            attempts: Limits::new(ATTEMPTS),
            pressure: Pressure::new(config.attack_per_minute),
            proofs: Proofs::new(BITS),
            uploads: Arc::new(Semaphore::new(UPLOADS)),
            wake: Arc::new(Notify::new()),
            mailer,
        }
    }
}
