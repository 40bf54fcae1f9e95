//! The order of a restore: prove the archive, take the database and the index for oneself, build the new one aside, make it forget
//! again what was erased since, and only then let it take its place.

use super::archive::{self, Temporary, folder};
use super::{BackupError, Census, Engine, Erasures, Manifest, Result, at, blocking, postgres, schema, sqlite};
use crate::clock::Clock;
use crate::config::DataArgs;
use crate::privacy;
use crate::store::{Durability, Store};
use std::collections::BTreeSet;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use tantivy::directory::error::LockError;
use tantivy::directory::{Directory, DirectoryLock, INDEX_WRITER_LOCK, MmapDirectory};
use uuid::Uuid;

/// What is to be restored, and where.
#[derive(Clone, Debug)]
pub struct Restore {
    /// The backup.
    pub file: PathBuf,
    /// The data folder and the database.
    pub data: DataArgs,
    /// Whether what is in the database may go.
    pub replace: bool,
    /// One more journal of erasures, such as that of a machine that is no more.
    pub erasures: Option<PathBuf>,
}

/// What a restore did.
#[derive(Clone, Debug)]
pub struct Restored {
    /// What the backup says of itself.
    pub manifest: Manifest,
    /// How many requests that had been erased since the backup came back with it, and were forgotten again.
    pub forgotten: usize,
    /// Whether the former database could not be read: what was erased is known from the journals alone.
    pub unreadable: bool,
}

/// Puts a backup in the place of a database, migrates it, and erases again what was erased since it was made: what the former
/// database, the journal of the data folder and the journal given name. The search index is removed: the next start builds it anew.
///
/// # Errors
/// When the archive is not whole, later than this program, or of another engine; when the database is not empty and may not go;
/// when a server uses it; when anything fails on the way. Then everything is as before, but for the journal of the data folder,
/// which may name more.
pub async fn restore(asked: &Restore, clock: &Clock) -> Result<Restored> {
    let url = asked.data.database();
    let engine = Engine::of(&url)?;
    let manifest = archive::manifest(&asked.file)?;
    if manifest.engine != engine {
        return Err(BackupError::Engine(manifest.engine, engine));
    }
    if manifest.census.schema > schema() {
        return Err(BackupError::Newer(format!("{} (schema {})", manifest.program, manifest.census.schema)));
    }
    let journals = journals(asked)?;
    std::fs::create_dir_all(&asked.data.data).map_err(at(&asked.data.data))?;
    let index = Index::take(&asked.data.index())?;
    let done = match engine {
        Engine::Sqlite => restore_sqlite(asked, &url, journals, clock, &index).await,
        Engine::Postgres => restore_postgres(asked, &url, journals, clock, &index).await,
    };
    if done.is_err() {
        index.leave();
    }
    let (forgotten, unreadable) = done?;
    Ok(Restored { manifest, forgotten, unreadable })
}

async fn restore_sqlite(asked: &Restore, url: &str, mut erasures: Erasures, clock: &Clock, index: &Index) -> Result<(usize, bool)> {
    let target = sqlite::file_of(url)?;
    let former = sqlite::Former::hold(&target).await?;
    let unreadable = former.unreadable;
    let prepared = async {
        may_replace(former.filled, former.ours, asked.replace)?;
        union(&mut erasures, former.erasures.iter().map(|(id, at)| (*id, *at)));
        let (copy, written) = Temporary::beside(&target)?;
        let manifest = unpack(&asked.file, written).await?;
        same(&asked.file, &manifest.census, &sqlite::check(copy.path()).await?)?;
        let forgotten = forget_again(&sqlite::url_of(copy.path()), &erasures, clock).await?;
        sqlite::fold(copy.path()).await?;
        own_as(copy.path(), &target)?;
        remember(&asked.data, &erasures)?;
        index.remove()?;
        Ok((copy, forgotten))
    }
    .await;
    match prepared {
        Ok((copy, forgotten)) => {
            former.replace(copy.path(), &target).await?;
            Ok((forgotten, unreadable))
        }
        Err(error) => {
            former.release().await?;
            Err(error)
        }
    }
}

async fn restore_postgres(asked: &Restore, url: &str, mut erasures: Erasures, clock: &Clock, index: &Index) -> Result<(usize, bool)> {
    let mut former = postgres::Former::look(url).await?;
    // What an earlier restore left aside is the database that `--replace` speaks of.
    may_replace(former.filled || former.unfinished, former.ours || former.unfinished, asked.replace)?;
    let (dump, written) = Temporary::beside(&asked.data.data.join("restore"))?;
    let manifest = unpack(&asked.file, written).await?;
    former.repair().await?;
    union(&mut erasures, former.erasures.iter().map(|(id, at)| (*id, *at)));
    former.replace(dump.path()).await?;
    let done = async {
        same(&asked.file, &manifest.census, &former.census().await?)?;
        let forgotten = forget_again(url, &erasures, clock).await?;
        remember(&asked.data, &erasures)?;
        index.remove()?;
        Ok(forgotten)
    }
    .await;
    match done {
        Ok(forgotten) => {
            former.forget().await?;
            Ok((forgotten, false))
        }
        Err(error) => Err(former.put_back(error).await),
    }
}

fn may_replace(filled: bool, ours: bool, replace: bool) -> Result<()> {
    match (filled, ours, replace) {
        (true, false, _) => Err(BackupError::Foreign),
        (true, true, false) => Err(BackupError::NotEmpty),
        _ => Ok(()),
    }
}

async fn unpack(file: &Path, into: File) -> Result<Manifest> {
    let file = file.to_owned();
    blocking(move || archive::unpack(&file, into)).await
}

/// Holds a dump to what its manifest says of it.
fn same(file: &Path, promised: &Census, found: &Census) -> Result<()> {
    if promised == found {
        return Ok(());
    }
    Err(BackupError::Damaged(file.to_owned(), format!("its manifest promises {promised:?}, it holds {found:?}")))
}

/// What the journals name.
fn journals(asked: &Restore) -> Result<Erasures> {
    let own = privacy::journal(&asked.data.data);
    let mut erasures = Erasures::new();
    union(&mut erasures, privacy::remembered(&own).map_err(at(&own))?);
    if let Some(journal) = &asked.erasures {
        // Our own may not be there yet; one that somebody names must.
        if !journal.exists() {
            return Err(at(journal)(io::ErrorKind::NotFound.into()));
        }
        union(&mut erasures, privacy::remembered(journal).map_err(at(journal))?);
    }
    Ok(erasures)
}

/// Adds erasures to others; the first of two instants stays.
fn union(erasures: &mut Erasures, more: impl IntoIterator<Item = (Uuid, i64)>) {
    for (id, at) in more {
        erasures.entry(id).and_modify(|first| *first = at.min(*first)).or_insert(at);
    }
}

/// Migrates a restored database and makes it forget; tells how many requests it did forget.
async fn forget_again(url: &str, erasures: &Erasures, clock: &Clock) -> Result<usize> {
    let store = Store::open(url, clock.clone(), Durability::Full).await?;
    let forgotten = async {
        let known: BTreeSet<Uuid> = store.erasures().await?.into_iter().map(|(id, _)| id).collect();
        let mut forgotten = 0;
        for (id, at) in erasures.iter().filter(|(id, _)| !known.contains(id)) {
            forgotten += usize::from(store.erase_again(*id, *at).await?);
        }
        Ok(forgotten)
    }
    .await;
    store.close().await;
    forgotten
}

/// Writes into the journal of the data folder what it does not name yet: a restore of an older backup must know it too.
fn remember(data: &DataArgs, erasures: &Erasures) -> Result<()> {
    let journal = privacy::journal(&data.data);
    let known: BTreeSet<Uuid> = privacy::remembered(&journal).map_err(at(&journal))?.into_iter().map(|(id, _)| id).collect();
    let is_new = !journal.exists();
    for (id, instant) in erasures.iter().filter(|(id, _)| !known.contains(id)) {
        privacy::remember(&data.data, *id, *instant).map_err(at(&journal))?;
    }
    if is_new && journal.exists() { own_as(&journal, &journal) } else { Ok(()) }
}

/// Gives a file the owner and the permissions of the one it replaces, or the owner of its folder: a restore that root runs must leave
/// files that the server can write.
fn own_as(file: &Path, target: &Path) -> Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, chown};
        let own = file.metadata().map_err(at(file))?;
        let former = (file != target).then(|| target.metadata().ok()).flatten();
        let like = match &former {
            Some(former) => former.clone(),
            None => folder(target).metadata().map_err(at(target))?,
        };
        if (own.uid(), own.gid()) != (like.uid(), like.gid()) {
            chown(file, Some(like.uid()), Some(like.gid())).map_err(at(file))?;
        }
        if let Some(former) = former {
            std::fs::set_permissions(file, former.permissions()).map_err(at(file))?;
        }
    }
    Ok(())
}

/// The index of the data folder, whose lock a server holds for as long as it runs.
struct Index {
    folder: PathBuf,
    was_there: bool,
    _lock: DirectoryLock,
}

impl Index {
    /// Takes the lock, so that no server of this data folder starts meanwhile.
    fn take(path: &Path) -> Result<Self> {
        let was_there = path.exists();
        std::fs::create_dir_all(path).map_err(at(path))?;
        let failed = |error: String| at(path)(io::Error::other(error));
        let directory = MmapDirectory::open(path).map_err(|error| failed(error.to_string()))?;
        let lock = directory.acquire_lock(&INDEX_WRITER_LOCK).map_err(|error| match error {
            LockError::LockBusy => BackupError::InUse(format!("a server holds {}", path.display())),
            error @ LockError::IoError(_) => failed(error.to_string()),
        })?;
        Ok(Self { folder: path.to_owned(), was_there, _lock: lock })
    }

    /// Removes the index: it is of the former database.
    fn remove(&self) -> Result<()> {
        std::fs::remove_dir_all(&self.folder).map_err(at(&self.folder))
    }

    /// Leaves the folder as it was found.
    fn leave(self) {
        if !self.was_there {
            // Only derived, and empty: one that stays harms nobody.
            let _ = std::fs::remove_dir_all(&self.folder);
        }
    }
}
