//! Storage. One SQL text, two databases.
//!
//! [`Store`] is a concrete value: SQLite by default, PostgreSQL to grow. A noun is a file of `store/` with its SQL in one
//! `sql!` block, its private rows, and `impl Store` methods; a method that writes several rows owns its transaction. The
//! macros `on!` and `within!` expand a body once per driver, so the query is written once. To add a noun: a migration of
//! the same name in both folders, its file here, its `ALL` in [`SQL`].

mod changes;
mod demand;
mod drafts;
mod employers;
mod facts;
mod imports;
mod interests;
mod jobs;
mod lexicon;
mod opportunities;
mod outbox;
mod places;
mod resources;
mod sectors;
mod seed;
mod settings;
mod slugs;

pub use changes::Change;
pub use demand::RARE_BELOW;
pub use drafts::DRAFT_LASTS;
pub use imports::{Fate, ImportOptions, Missing};
pub use interests::{Ended, Erased, Listed, Listing, NewInterest, StoredConsent, StoredFile, StoredHistory, StoredInterest, Submitted};
pub use lexicon::Named;
pub use opportunities::{Stored, StoredEmployer, StoredPlace};
pub use outbox::{Leased, Letter};
pub use places::Place;
pub use seed::Seeded;

use crate::clock::Clock;
use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{PgPool, Postgres, Sqlite, SqlitePool, Transaction};
use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

/// Declares the SQL of a file: constants with the names given, and `ALL` of them for the test that prepares each on both
/// databases.
macro_rules! sql {
    ($($(#[$meta:meta])* $name:ident = $text:expr;)+) => {
        $($(#[$meta])* const $name: &str = $text;)+
        pub(in crate::store) const ALL: &[(&str, &str)] = &[$((stringify!($name), $name)),+];
    };
}
pub(crate) use sql;

/// Runs a body against the pool that reads, on whichever database there is.
macro_rules! on {
    ($store:expr, |$pool:ident| $body:expr) => {
        match &$store.db {
            $crate::store::Db::Sqlite { reader: $pool, .. } => $body,
            $crate::store::Db::Postgres($pool) => $body,
        }
    };
}
pub(crate) use on;

/// Runs a body against a transaction's connection, on whichever database there is.
macro_rules! within {
    ($tx:expr, |$conn:ident| $body:expr) => {
        match $tx {
            $crate::store::Tx::Sqlite(tx) => {
                let $conn = &mut **tx;
                $body
            }
            $crate::store::Tx::Postgres(tx) => {
                let $conn = &mut **tx;
                $body
            }
        }
    };
}
pub(crate) use within;

/// For how long a request waits for a connection: a database that is down is told of, not waited for.
const ACQUIRE: Duration = Duration::from_secs(5);

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// Every SQL text of the program, by file.
pub const SQL: &[(&str, &[(&str, &str)])] = &[
    ("changes", changes::ALL),
    ("demand", demand::ALL),
    ("drafts", drafts::ALL),
    ("employers", employers::ALL),
    ("facts", facts::ALL),
    ("imports", imports::ALL),
    ("interests", interests::OWN),
    ("interests/erase", interests::ERASE),
    ("interests/follow", interests::FOLLOW),
    ("interests/read", interests::READ),
    ("interests/submit", interests::SUBMIT),
    ("interests/team", interests::TEAM),
    ("jobs", jobs::ALL),
    ("lexicon", lexicon::ALL),
    ("opportunities/read", opportunities::READ),
    ("opportunities/write", opportunities::WRITE),
    ("outbox", outbox::ALL),
    ("places", places::ALL),
    ("resources", resources::ALL),
    ("sectors", sectors::ALL),
    ("settings", settings::ALL),
    ("slugs", slugs::ALL),
];

/// What can go wrong with storage. "Not found" is not one of them: it is `Ok(None)`.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database said no.
    #[error("the database failed: {0}")]
    Database(#[from] sqlx::Error),
    /// The schema could not be brought up to date.
    #[error("the database could not be migrated: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// A stored value is not one of ours.
    #[error("the database holds {0}")]
    Corrupt(String),
    /// The seed content is not well formed.
    #[error("the content of the program is wrong: {0}")]
    Content(String),
    /// The address of the database is not one we know.
    #[error("{0:?} is not a database address; use sqlite:FILE or postgres://…")]
    Address(String),
}

impl StoreError {
    /// Whether something unique is taken already.
    pub fn is_taken(&self) -> bool {
        matches!(self, Self::Database(sqlx::Error::Database(error)) if error.is_unique_violation())
    }

    /// Whether the database is not there, or cannot write now, and may be able to later.
    pub fn is_unavailable(&self) -> bool {
        let Self::Database(error) = self else { return false };
        match error {
            sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => {
                true
            }
            // A connection that was cut is read as a protocol that is broken.
            sqlx::Error::Protocol(_) => true,
            sqlx::Error::Database(error) => error.code().is_some_and(|code| match code.parse::<i64>() {
                // SQLite: locked, interrupted, input or output failed, the disk is full, the file cannot be opened.
                Ok(code) if code.to_string().len() < 5 || code > 65_535 => matches!(code & 0xff, 5 | 6 | 9 | 10 | 13 | 14),
                // PostgreSQL: no connection, not enough of something, an operator at work, the system failed.
                _ => ["08", "53", "57", "58"].iter().any(|class| code.starts_with(class)),
            }),
            _ => false,
        }
    }
}

/// A result of storage.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

#[derive(Clone)]
enum Db {
    /// One connection writes, several read; WAL lets them.
    Sqlite {
        reader: SqlitePool,
        writer: SqlitePool,
    },
    Postgres(PgPool),
}

/// A write transaction.
pub(crate) enum Tx {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

impl Tx {
    async fn commit(self) -> Result<()> {
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            Self::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }
}

/// The store: clones share its connections.
#[derive(Clone)]
pub struct Store {
    db: Db,
    clock: Clock,
}

/// How hard a write must be on disk before it is acknowledged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// An acknowledged write survives a power cut.
    Full,
    /// For tests, whose databases nobody misses.
    None,
}

impl Store {
    /// Opens a database and brings its schema up to date.
    ///
    /// # Errors
    /// When the address is not one of ours, or the database cannot be reached or migrated.
    pub async fn open(url: &str, clock: Clock, durability: Durability) -> Result<Self> {
        let db = if url.starts_with("sqlite:") {
            open_sqlite(url, durability).await?
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            open_postgres(url, durability).await?
        } else {
            return Err(StoreError::Address(url.to_owned()));
        };
        match &db {
            Db::Sqlite { writer, .. } => SQLITE.run(writer).await?,
            Db::Postgres(pool) => POSTGRES.run(pool).await?,
        }
        Ok(Self { db, clock })
    }

    /// The clock that dates every write.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Which database it is, for messages: `sqlite` or `postgres`.
    pub fn engine(&self) -> &'static str {
        match &self.db {
            Db::Sqlite { .. } => "sqlite",
            Db::Postgres(_) => "postgres",
        }
    }

    /// Asks the database for a sign of life.
    ///
    /// # Errors
    /// When it gives none.
    pub async fn ping(&self) -> Result<()> {
        on!(self, |pool| sqlx::query("select 1").execute(pool).await.map(drop))?;
        Ok(())
    }

    /// Closes the connections; SQLite folds its log into the file.
    pub async fn close(&self) {
        match &self.db {
            Db::Sqlite { reader, writer } => {
                reader.close().await;
                writer.close().await;
            }
            Db::Postgres(pool) => pool.close().await,
        }
    }

    /// Begins a write. On SQLite it takes the write lock at once: a transaction that upgrades later fails at once instead of
    /// waiting, whatever the timeout. On PostgreSQL it takes the lock of the log at once: taken only with the first change, it
    /// would be waited for by a writer that holds rows another one needs.
    async fn begin(&self) -> Result<Tx> {
        Ok(match &self.db {
            Db::Sqlite { writer, .. } => Tx::Sqlite(writer.begin_with("begin immediate").await?),
            Db::Postgres(pool) => {
                let mut tx = pool.begin().await?;
                changes::lock(&mut tx).await?;
                Tx::Postgres(tx)
            }
        })
    }

    /// Prepares a text, for the test that proves each works on both databases.
    ///
    /// # Errors
    /// When the database refuses it.
    pub async fn prepare(&self, sql: &'static str) -> Result<()> {
        use sqlx::{Executor, SqlSafeStr};
        match &self.db {
            Db::Sqlite { reader, .. } => drop(reader.prepare(sql.into_sql_str()).await?),
            Db::Postgres(pool) => drop(pool.prepare(sql.into_sql_str()).await?),
        }
        Ok(())
    }
}

async fn open_sqlite(url: &str, durability: Durability) -> Result<Db> {
    let options = SqliteConnectOptions::from_str(url)?
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(10))
        .pragma("secure_delete", "on")
        .synchronous(match durability {
            Durability::Full => SqliteSynchronous::Full,
            Durability::None => SqliteSynchronous::Off,
        });
    let writer = SqlitePoolOptions::new()
        .max_connections(1)
        // A full disk ends a transaction by itself, and sqlx goes on counting it: such a connection is made anew.
        .before_acquire(|connection, _| Box::pin(async move { Ok(!sqlx::Connection::is_in_transaction(connection)) }))
        .connect_with(options.clone())
        .await?;
    let reader = SqlitePoolOptions::new().max_connections(4).connect_with(options.read_only(false)).await?;
    Ok(Db::Sqlite { reader, writer })
}

async fn open_postgres(url: &str, durability: Durability) -> Result<Db> {
    let mut options = PgConnectOptions::from_str(url)?;
    if durability == Durability::None {
        options = options.options([("synchronous_commit", "off")]);
    }
    Ok(Db::Postgres(PgPoolOptions::new().max_connections(10).acquire_timeout(ACQUIRE).connect_with(options).await?))
}

/// The address of the default database, under the data folder.
pub fn default_url(data: &Path) -> String {
    format!("sqlite:{}", data.join("quebec-attire.db").display())
}
