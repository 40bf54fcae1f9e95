//! What a visitor was told is on the record stays on the record: whatever is killed, stopped or full.
//!
//! The real binary is served on a real disk, loaded over plain sockets, and hurt. Then the database is read beside it and each
//! request that was ever sent is accounted for by [`ledger::Snapshot::faults`]: there once and whole when it was acknowledged,
//! whole or absent when it was not, nothing left over in any table. To add a way to hurt it: a file here that sends by
//! [`client`], keeps what was answered in a [`ledger::Ledger`], and ends with [`ledger::Ledger::account`].
//!
//! | file | what is hurt |
//! | --- | --- |
//! | `kill` | the program is killed at moments drawn at random; `make kill ROUNDS=200` |
//! | `stopped` | PostgreSQL is stopped hard under load, and started again |
//! | `full` | the disk is full, to the page, then has room again |
//! | `load` | nothing: requests come at a steady rate; `make load RATE=50 SECONDS=300` |
//! | `ledger` | the checker itself: rows are taken out and put in by hand |
//!
//! Known quirks: a process that is killed leaves its writes to the kernel, so that no power cut is rehearsed here; that a write
//! is on disk before it is acknowledged is `Durability::Full` in the store. Half of it needs PostgreSQL, and a full disk needs
//! root to mount one: what cannot be run is said on standard error and skipped.

mod client;
mod cluster;
mod ledger;
mod portal;

mod full;
mod kill;
mod load;
mod stopped;

use std::str::FromStr;

/// Says a line that the harness does not swallow when the test passes.
macro_rules! say {
    ($($what:tt)*) => {{
        use std::io::Write;
        // Nobody may be listening.
        let _ = writeln!(std::io::stderr(), $($what)*);
    }};
}
pub(crate) use say;

/// A variable that the Makefile sets; nothing when it is empty.
#[expect(clippy::disallowed_methods, reason = "the harness, not the program, is told how long to run and where PostgreSQL is")]
fn told<T: FromStr>(variable: &str) -> Option<T> {
    let text = std::env::var(variable).ok().filter(|text| !text.is_empty())?;
    Some(text.parse().unwrap_or_else(|_| panic!("{variable}={text} is not understood")))
}
