//! SQLite: a snapshot is a `vacuum into` by one reader; a restore is a file that takes the name of another one.

use super::archive::{SIBLINGS, beside, sync_folder};
use super::{BackupError, Census, Erasures, Result, at};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode};
use sqlx::{ConnectOptions, Connection, SqliteConnection};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;
use uuid::Uuid;

const SNAPSHOT: &str = "vacuum into $1";
const INTEGRITY: &str = "pragma integrity_check(10)";
const TABLES: &str = "select count(*) from sqlite_master where type = 'table'";
const HAS_TABLE: &str = "select count(*) from sqlite_master where type = 'table' and name = $1";
const SCHEMA: &str = "select coalesce(max(version), 0) from _sqlx_migrations where success";
const INTERESTS: &str = "select count(*) from interests";
const OPPORTUNITIES: &str = "select count(*) from opportunities";
const ERASURES: &str = "select interest_id, at from erasures";
/// Before the first read, so that the lock is on the file itself: whoever has it open, even idle, holds a share of it.
const ALONE: &str = "pragma locking_mode = exclusive";
const BEGIN: &str = "begin exclusive";
const END: &str = "rollback";
/// Folds the log into the file and removes it: the file is whole by itself then.
const FOLD: &str = "pragma journal_mode = delete";

/// For how long a lock is waited for.
const PATIENCE: Duration = Duration::from_secs(5);
/// For how long it is waited for that others have closed a database.
const SHORT: Duration = Duration::from_millis(500);

/// What must not stand as itself in the path of an address.
const PATH: &AsciiSet = &CONTROLS.add(b'%').add(b'?').add(b'#');

/// The file of an address.
pub fn file_of(url: &str) -> Result<PathBuf> {
    Ok(SqliteConnectOptions::from_str(url)?.get_filename().to_owned())
}

/// The address of a file.
pub fn url_of(file: &Path) -> String {
    format!("sqlite:{}", utf8_percent_encode(&file.to_string_lossy(), PATH))
}

async fn connect(file: &Path, patience: Duration) -> Result<SqliteConnection> {
    let options = SqliteConnectOptions::new().filename(file).create_if_missing(false).busy_timeout(patience);
    Ok(options.connect().await?)
}

/// Copies a database, as it is at one instant, into an empty file, and looks whether the copy is sound.
pub async fn snapshot(url: &str, into: &Path) -> Result<Census> {
    let file = file_of(url)?;
    if !file.exists() {
        return Err(BackupError::Missing(file));
    }
    let name = into.to_str().ok_or_else(|| at(into)(std::io::ErrorKind::InvalidFilename.into()))?;
    let mut connection = connect(&file, PATIENCE).await?;
    let copied = sqlx::query(SNAPSHOT).bind(name).execute(&mut connection).await;
    connection.close().await?;
    copied?;
    check(into).await
}

/// Looks whether a database is sound, and counts what is in it.
pub async fn check(file: &Path) -> Result<Census> {
    let mut connection = connect(file, PATIENCE).await?;
    let found = census(&mut connection).await;
    connection.close().await?;
    found
}

async fn census(connection: &mut SqliteConnection) -> Result<Census> {
    let said: Vec<String> = sqlx::query_scalar(INTEGRITY).fetch_all(&mut *connection).await?;
    if said != ["ok"] {
        return Err(BackupError::Unsound(said.join("; ")));
    }
    if !has_table(connection, "_sqlx_migrations").await? {
        return Err(BackupError::Foreign);
    }
    let schema = sqlx::query_scalar(SCHEMA).fetch_one(&mut *connection).await?;
    let mut counts = [0, 0];
    for (count, (table, sql)) in counts.iter_mut().zip([("interests", INTERESTS), ("opportunities", OPPORTUNITIES)]) {
        // An older schema has not all of them.
        if has_table(connection, table).await? {
            *count = sqlx::query_scalar(sql).fetch_one(&mut *connection).await?;
        }
    }
    let [interests, opportunities] = counts;
    Ok(Census { schema, interests, opportunities })
}

async fn has_table(connection: &mut SqliteConnection, name: &str) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar::<_, i64>(HAS_TABLE).bind(name).fetch_one(connection).await.map(|count| count > 0)
}

/// Makes a closed database whole in one file, and has it on disk.
pub async fn fold(file: &Path) -> Result<()> {
    let options = SqliteConnectOptions::new().filename(file).journal_mode(SqliteJournalMode::Delete).busy_timeout(PATIENCE);
    options.connect().await?.close().await?;
    std::fs::File::open(file).and_then(|file| file.sync_all()).map_err(at(file))
}

/// The database that a backup is to replace.
pub struct Former {
    /// Alone with it, until it is replaced; nothing when there is none, or none that can be read.
    connection: Option<SqliteConnection>,
    /// Whether there is a file that cannot be read as a database.
    pub unreadable: bool,
    /// Whether it has tables.
    pub filled: bool,
    /// Whether its tables are of this program.
    pub ours: bool,
    /// What was erased from it.
    pub erasures: Erasures,
}

impl Former {
    /// Takes the database of a file for itself alone and reads what was erased from it.
    ///
    /// # Errors
    /// When another process has it open.
    pub async fn hold(file: &Path) -> Result<Self> {
        let none = Self { connection: None, unreadable: false, filled: false, ours: false, erasures: Erasures::new() };
        if !file.exists() {
            return Ok(none);
        }
        match Self::read(file).await {
            Ok(former) => Ok(former),
            // Locked, or its schema is: by a process that serves, imports or looks.
            Err(error) if matches!(code(&error), Some(5 | 6)) => {
                Err(BackupError::InUse(format!("another process has {} open", file.display())))
            }
            // Corrupt, or not a database: that is what backups are for.
            Err(error) if matches!(code(&error), Some(11 | 26)) => Ok(Self { unreadable: true, filled: true, ours: true, ..none }),
            Err(error) => Err(error.into()),
        }
    }

    async fn read(file: &Path) -> Result<Self, sqlx::Error> {
        let options = SqliteConnectOptions::new().filename(file).create_if_missing(false).busy_timeout(SHORT);
        let mut connection = options.connect().await?;
        sqlx::raw_sql(ALONE).execute(&mut connection).await?;
        sqlx::raw_sql(BEGIN).execute(&mut connection).await?;
        let filled = sqlx::query_scalar::<_, i64>(TABLES).fetch_one(&mut connection).await? > 0;
        let ours = has_table(&mut connection, "_sqlx_migrations").await?;
        let mut erasures = Erasures::new();
        if has_table(&mut connection, "erasures").await? {
            let rows: Vec<(Uuid, i64)> = sqlx::query_as(ERASURES).fetch_all(&mut connection).await?;
            erasures.extend(rows);
        }
        // In this mode the lock outlives the transaction.
        sqlx::raw_sql(END).execute(&mut connection).await?;
        Ok(Self { connection: Some(connection), unreadable: false, filled, ours, erasures })
    }

    /// Puts a file in its place.
    ///
    /// # Errors
    /// When the disk fails; then it is where it was.
    pub async fn replace(self, with: &Path, target: &Path) -> Result<()> {
        let Some(mut connection) = self.connection else { return sweep(with, target) };
        // The log must be gone before the name changes: SQLite would fold it into the new file.
        sqlx::raw_sql(FOLD).execute(&mut connection).await?;
        sqlx::raw_sql(BEGIN).execute(&mut connection).await?;
        let renamed = std::fs::rename(with, target).map_err(at(target));
        // Nothing was written, and the file has no name any more: what is said at its end does not matter.
        let _ = sqlx::raw_sql(END).execute(&mut connection).await;
        let _ = connection.close().await;
        renamed?;
        sync_folder(target)
    }

    /// Lets it be.
    pub async fn release(self) -> Result<()> {
        if let Some(connection) = self.connection {
            connection.close().await?;
        }
        Ok(())
    }
}

/// Renames over a file that is not a database, or over none; what a former one left beside it goes, or comes back.
fn sweep(with: &Path, target: &Path) -> Result<()> {
    let left = SIBLINGS.map(|sibling| (beside(target, sibling), beside(with, &format!("{sibling}.former"))));
    let mut moved = Vec::new();
    let done = left.iter().filter(|(from, _)| from.exists()).try_for_each(|pair| {
        std::fs::rename(&pair.0, &pair.1)?;
        moved.push(pair);
        Ok(())
    });
    let done = done.and_then(|()| std::fs::rename(with, target)).map_err(at(target));
    for (from, aside) in moved {
        // There is nothing better to do with what cannot be moved or removed.
        let _ = if done.is_ok() { std::fs::remove_file(aside) } else { std::fs::rename(aside, from) };
    }
    done?;
    sync_folder(target)
}

/// The primary code of an error of SQLite.
fn code(error: &sqlx::Error) -> Option<i64> {
    let code: i64 = error.as_database_error()?.code()?.parse().ok()?;
    Some(code & 0xff)
}
