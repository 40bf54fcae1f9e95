//! Backups: one ZIP that holds the whole database as it was at one instant, taken while the server serves.
//!
//! `archive` writes, proves and unpacks the file; `sqlite` and `postgres` are how each engine gives a snapshot and takes one back;
//! `restore` is the order in which a backup becomes the database, and what it must forget again. Whatever can fail is done on a
//! copy, or beside tables that are kept until the end, so that a restore that fails leaves everything as it was. An engine more is a
//! variant of [`Engine`], a file here with its snapshot, and a branch in each of the two.

mod archive;
mod postgres;
mod restore;
mod sqlite;

pub use restore::{Restore, Restored, restore};

use crate::clock::Clock;
use crate::store::StoreError;
use archive::Temporary;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// The form of the archives that this program writes, and the latest that it reads.
pub const FORMAT: u32 = 1;

/// The migrations: the two folders bear the same names, a test compares them.
static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("migrations/sqlite");

/// What can go wrong with a backup. No message holds an address with its password.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// A backup never writes over another one.
    #[error("{file} is there already; a backup never writes over a file", file = .0.display())]
    Exists(PathBuf),
    /// A file could not be read or written.
    #[error("{file} cannot be used: {1}", file = .0.display())]
    File(PathBuf, #[source] io::Error),
    /// The address is of no database we know.
    #[error("the database address begins with neither sqlite: nor postgres://")]
    Address,
    /// There is nothing to back up.
    #[error("there is no database at {file}", file = .0.display())]
    Missing(PathBuf),
    /// The database holds tables that are not of this program.
    #[error("the database is not one of this program; nothing was touched")]
    Foreign,
    /// The database failed.
    #[error("the database failed: {0}")]
    Database(#[from] sqlx::Error),
    /// The database is not whole.
    #[error("the database is damaged: {0}")]
    Unsound(String),
    /// The restored database could not be opened, migrated or made to forget.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file is no backup, or not whole.
    #[error("{file} is not a whole backup: {1}", file = .0.display())]
    Damaged(PathBuf, String),
    /// The backup is of a later release.
    #[error("the backup is of {0}, later than this program; install that release first")]
    Newer(String),
    /// The backup is of another engine than the address.
    #[error("the backup is of {0} and the database address is of {1}")]
    Engine(Engine, Engine),
    /// The target holds something and nobody said that it may go.
    #[error("the database is not empty; --replace puts the backup in its place")]
    NotEmpty,
    /// Another process uses the target.
    #[error("{0}; stop the server first")]
    InUse(String),
    /// A program of PostgreSQL is not installed.
    #[error("{0} is not in PATH; it comes with PostgreSQL (on Debian, postgresql-client)")]
    NoTool(&'static str),
    /// A program of PostgreSQL failed.
    #[error("{0} failed: {1}")]
    Tool(&'static str, String),
    /// The restore failed, and so did putting back what was before.
    #[error("{0}; the former tables stand in the schema {schema} and could not be put back: {1}", schema = postgres::ASIDE)]
    NotPutBack(Box<BackupError>, sqlx::Error),
}

/// A result of backups.
pub type Result<T, E = BackupError> = std::result::Result<T, E>;

/// Ids of what was erased, and when.
type Erasures = BTreeMap<Uuid, i64>;

/// A kind of database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Engine {
    /// A file.
    Sqlite,
    /// A server.
    Postgres,
}

impl std::fmt::Display for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        })
    }
}

impl Engine {
    /// That of an address.
    ///
    /// # Errors
    /// When it is of neither.
    pub fn of(url: &str) -> Result<Self> {
        if url.starts_with("sqlite:") {
            Ok(Self::Sqlite)
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Ok(Self::Postgres)
        } else {
            Err(BackupError::Address)
        }
    }

    /// The name of its dump in an archive.
    pub fn dump(self) -> &'static str {
        match self {
            Self::Sqlite => "database.sqlite",
            Self::Postgres => "database.pgdump",
        }
    }
}

/// What was in the database at the instant of a snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Census {
    /// The number of the last migration.
    pub schema: i64,
    /// How many requests.
    pub interests: i64,
    /// How many opportunities.
    pub opportunities: i64,
}

/// `manifest.json` of an archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The form of the archive, [`FORMAT`].
    pub format: u32,
    /// The version of the program that wrote it.
    pub program: String,
    /// The kind of database.
    pub engine: Engine,
    /// When the backup was begun, as RFC 3339.
    pub created_at: String,
    /// What is in it.
    #[serde(flatten)]
    pub census: Census,
    /// The SHA-256 of the dump, in hexadecimal.
    pub sha256: String,
    /// The size of the dump, in bytes.
    pub size: u64,
}

/// The number of the last migration that this program knows.
pub fn schema() -> i64 {
    MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or_default()
}

/// Writes the database of an address, as it is at one instant, into a new file that only its owner may read. Others may write to the
/// database meanwhile. The file takes its name once it was read back and found whole.
///
/// # Errors
/// When the file exists, the database cannot be read, `pg_dump` is missing or fails, or the disk fails; then there is no file.
pub async fn make(database: &str, file: &Path, clock: &Clock) -> Result<Manifest> {
    let engine = Engine::of(database)?;
    if file.symlink_metadata().is_ok() {
        return Err(BackupError::Exists(file.to_owned()));
    }
    let created_at = clock.rfc3339(clock.now());
    // The dump stands beside the file: where there is no room for it there is none for the archive either.
    let (dump, _) = Temporary::beside(file)?;
    let census = match engine {
        Engine::Sqlite => sqlite::snapshot(database, dump.path()).await?,
        Engine::Postgres => postgres::snapshot(database, dump.path()).await?,
    };
    let file = file.to_owned();
    blocking(move || {
        let (partial, target) = Temporary::beside(&file)?;
        let program = env!("CARGO_PKG_VERSION").to_owned();
        let manifest = Manifest { format: FORMAT, program, engine, created_at, census, sha256: String::new(), size: 0 };
        let manifest = archive::write(target, partial.path(), dump.path(), manifest)?;
        if archive::prove(partial.path())? != manifest {
            return Err(BackupError::Damaged(file, "what was written is not what is read back".to_owned()));
        }
        partial.publish(&file)?;
        Ok(manifest)
    })
    .await
}

/// Runs what waits for a disk or a process beside the threads that serve.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(error) => std::panic::resume_unwind(error.into_panic()),
    }
}

/// Names the file in what went wrong with it.
fn at(file: &Path) -> impl Fn(io::Error) -> BackupError {
    let file = file.to_owned();
    move |error| BackupError::File(file.clone(), error)
}
