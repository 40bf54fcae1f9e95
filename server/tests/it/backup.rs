//! A backup is the whole database at one instant; a restore gives it back, forgets what was erased since, or changes nothing.

use crate::command_line::{data, program};
use crate::db::{Database, NOW, Start, each_database};
use crate::records::{all, job, published, rows};
use model::dates::Date;
use model::interests::form::Answers;
use model::interests::{InterestKind, Purpose};
use model::locale::Locale;
use server::backup::{self, BackupError, Engine, Manifest, Restore, Restored};
use server::config::DataArgs;
use server::privacy;
use server::search::Search;
use server::search::indexer::Indexer;
use server::store::{Erased, NewInterest, Store, Submitted};
use sqlx::Connection;
use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use tempfile::TempDir;

/// The source of what is imported here.
const SOURCE: &str = "backup";
/// What no trace may be left of.
const CANARY: &str = "canari-jaune-de-la-rue-des-remparts";

const INTERESTS: &str = "select count(*) from interests";
const CANARIES: &str = "select count(*) from interests where cast(answers as text) like '%canari-jaune%'";

/// Whether a database can be backed up here; the reason is said once.
fn is_possible(db: &Database) -> bool {
    static SAID: Once = Once::new();
    let possible = db.url.starts_with("sqlite:") || Command::new("pg_dump").arg("--version").output().is_ok();
    if !possible {
        // The harness swallows what a passing test prints; this must be read.
        SAID.call_once(|| {
            let _ = writeln!(std::io::stderr(), "pg_dump is not in PATH: the PostgreSQL half of the tests of backups is skipped.");
        });
    }
    possible
}

/// A request.
fn interest(reference: &str, message: &str) -> NewInterest {
    let answers = [("name", "Camille Roy"), ("email", "camille@exemple.invalid"), ("message", message)];
    let day = Date::new(2026, 12, 24).expect("a day");
    NewInterest {
        reference: reference.to_owned(),
        kind: InterestKind::Talent,
        lang: Locale::Fr,
        reply_lang: Locale::Fr,
        answers: Answers(answers.map(|(name, value)| (name.to_owned(), value.to_owned())).into()),
        about: None,
        caught: None,
        consents: vec![Purpose::Answer],
        version: 1,
        files: Vec::new(),
        key_hash: None,
        body_hash: reference.to_owned(),
        due_on: day,
        keep_until: day,
        notify: false,
    }
}

async fn submit(store: &Store, reference: &str, message: &str) {
    assert_eq!(store.submit_interest(&interest(reference, message)).await.expect("submits"), Submitted::New);
}

async fn import(store: &Store, ids: impl IntoIterator<Item = usize>) {
    let records = ids.into_iter().map(|id| job(&id.to_string(), &format!("Poste de jour {id}")));
    store.import(&rows(records), &published(SOURCE)).await.expect("imports");
}

/// A restore into a data folder; the database is that of the address, or the folder's own.
fn asked(file: &Path, data: &Path, database_url: Option<&str>, replace: bool) -> Restore {
    let data = DataArgs { data: data.to_owned(), database_url: database_url.map(str::to_owned) };
    Restore { file: file.to_owned(), data, replace, erasures: None }
}

/// Puts a backup in the place of the database of a test, whose store is closed.
async fn restore_over(db: &Database, file: &Path, data: &Path) -> Result<Restored, BackupError> {
    db.store.close().await;
    backup::restore(&asked(file, data, Some(&db.url), true), &db.clock).await
}

async fn make(db: &Database, file: &Path) -> Manifest {
    backup::make(&db.url, file, &db.clock).await.expect("a backup")
}

/// A folder, and the place of a backup in it.
fn place() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("portail.zip");
    (folder, file)
}

/// What is in a folder, by name.
fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").file_name());
    let mut names: Vec<String> = entries.map(|name| name.into_string().expect("a name")).collect();
    names.sort();
    names
}

/// Writes an archive again with entries changed.
fn rewritten(file: &Path, change: impl Fn(&str, Vec<u8>) -> Vec<u8>) -> PathBuf {
    let mut from = zip::ZipArchive::new(File::open(file).expect("an archive")).expect("an archive");
    let other = file.with_file_name(format!("{}.zip", uuid::Uuid::now_v7().simple()));
    let mut into = zip::ZipWriter::new(File::create(&other).expect("a file"));
    for n in 0..from.len() {
        let mut entry = from.by_index(n).expect("an entry");
        let (name, mut bytes) = (entry.name().to_owned(), Vec::new());
        entry.read_to_end(&mut bytes).expect("reads");
        into.start_file(&name, zip::write::SimpleFileOptions::default()).expect("an entry");
        into.write_all(&change(&name, bytes)).expect("writes");
    }
    into.finish().expect("an archive");
    other
}

/// The same archive with another manifest.
fn with_manifest(file: &Path, change: impl Fn(&mut Manifest)) -> PathBuf {
    rewritten(file, |name, bytes| {
        if name != "manifest.json" {
            return bytes;
        }
        let mut manifest = serde_json::from_slice(&bytes).expect("a manifest");
        change(&mut manifest);
        serde_json::to_vec(&manifest).expect("a manifest")
    })
}

each_database!(what_was_committed_before_a_backup_began_is_in_it_while_others_write, Seeded, |db| {
    if !is_possible(&db) {
        return;
    }
    let (folder, file) = place();
    import(&db.store, 0..1_000).await;
    let (stop, written) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let writer = {
        let (store, stop, written) = (db.another_store().await, stop.clone(), written.clone());
        tokio::spawn(async move {
            for n in 0.. {
                if stop.load(Ordering::SeqCst) {
                    break;
                }
                submit(&store, &format!("QA-{n}"), &format!("Question {n}")).await;
                import(&store, [10_000 + n]).await;
                written.store(n + 1, Ordering::SeqCst);
            }
            store.close().await;
        })
    };
    while written.load(Ordering::SeqCst) < 5 {
        tokio::task::yield_now().await;
    }
    let before = written.load(Ordering::SeqCst);
    let manifest = make(&db, &file).await;
    let after = written.load(Ordering::SeqCst);
    stop.store(true, Ordering::SeqCst);
    writer.await.expect("writes on");
    assert!(after > before, "nobody waited for the backup: {before} before it, {after} after");
    let (interests, opportunities) = (manifest.census.interests, manifest.census.opportunities);
    assert!(interests >= i64::try_from(before).expect("few"), "{interests} of {before}");
    // A request is written before the posting of its number: one instant has at most one request more.
    assert!((0..=1).contains(&(interests - (opportunities - 1_000))), "{manifest:?}");
    assert_eq!((manifest.format, manifest.census.schema), (1, backup::schema()));
    assert_eq!(manifest.created_at, db.clock.rfc3339(NOW));
    assert_eq!(names(folder.path()), ["portail.zip"], "nothing is left beside it");

    let data = tempfile::tempdir().expect("a folder");
    let restored = if manifest.engine == Engine::Sqlite {
        let new = data.path().join("new/folder");
        let restored = backup::restore(&asked(&file, &new, None, false), &db.clock).await.expect("restores");
        assert_eq!(names(&new), ["quebec-attire.db"], "the file is whole by itself");
        let url = format!("sqlite:{}", new.join("quebec-attire.db").display());
        let mut connection = sqlx::SqliteConnection::connect(&url).await.expect("connects");
        let sound: String = sqlx::query_scalar("pragma integrity_check").fetch_one(&mut connection).await.expect("checks");
        let unlinked = sqlx::query("pragma foreign_key_check").fetch_all(&mut connection).await.expect("checks").len();
        connection.close().await.expect("closes");
        assert_eq!((sound.as_str(), unlinked), ("ok", 0));
        assert_eq!(restored.manifest, manifest);
        Store::open(&url, db.clock.clone(), server::store::Durability::None).await.expect("opens")
    } else {
        let restored = restore_over(&db, &file, data.path()).await.expect("restores");
        assert_eq!(restored.manifest, manifest);
        db.another_store().await
    };
    for n in 0..before {
        let found = restored.interest(&format!("QA-{n}")).await.expect("reads").expect("it was committed before");
        assert_eq!(found.answers.get("message"), format!("Question {n}"));
    }
    let postings = all(&restored, SOURCE).await;
    assert_eq!(postings.len(), usize::try_from(opportunities).expect("few"));
    assert!((0..1_000).chain((0..before).map(|n| 10_000 + n)).all(|id| postings.contains_key(&id.to_string())));
    // It can be written to.
    submit(&restored, "QA-LATER", "Plus tard").await;
    restored.close().await;
});

each_database!(what_was_erased_since_is_forgotten_again_whoever_remembers_it, Seeded, |db| {
    if !is_possible(&db) {
        return;
    }
    let (folder, file) = place();
    let data = tempfile::tempdir().expect("a folder");
    let mut ids = Vec::new();
    for n in 0..4 {
        submit(&db.store, &format!("QA-{n}"), &format!("{CANARY} {n} {}", "mots ".repeat(2_000))).await;
        ids.push(db.store.interest(&format!("QA-{n}")).await.expect("reads").expect("a request"));
    }
    make(&db, &file).await;
    // One is known to the database alone, one to the journal of the folder, one to the journal of another folder; one was not erased.
    assert!(matches!(db.store.erase_interest(&ids[0], &[]).await.expect("erases"), Erased::Gone(_)));
    privacy::remember(data.path(), ids[1].id, NOW + 1).expect("writes");
    privacy::remember(folder.path(), ids[2].id, NOW + 2).expect("writes");
    db.store.close().await;
    let mut asked = asked(&file, data.path(), Some(&db.url), true);
    asked.erasures = Some(folder.path().join("no-journal.log"));
    assert!(backup::restore(&asked, &db.clock).await.is_err(), "a journal that is named must be there");
    asked.erasures = Some(privacy::journal(folder.path()));
    let restored = backup::restore(&asked, &db.clock).await.expect("restores");
    assert_eq!(restored.forgotten, 3);
    assert_eq!((db.number(INTERESTS).await, db.number(CANARIES).await), (1, 1), "the fourth is there");
    let journal: Vec<_> = privacy::remembered(&privacy::journal(data.path())).expect("reads").into_iter().map(|(id, _)| id).collect();
    assert!(ids[..3].iter().all(|interest| journal.contains(&interest.id)), "the journal names them all");
    let store = db.another_store().await;
    let erasures = store.erasures().await.expect("reads");
    assert_eq!(erasures.iter().find(|(id, _)| *id == ids[2].id), Some(&(ids[2].id, NOW + 2)), "with the instant of the erasure");
    store.close().await;
    // The same backup again, and the last one erased: nothing is left.
    privacy::remember(data.path(), ids[3].id, NOW + 3).expect("writes");
    let restored = restore_over(&db, &file, data.path()).await.expect("restores");
    assert_eq!((restored.forgotten, db.number(INTERESTS).await), (4, 0));
    if let Some(path) = db.url.strip_prefix("sqlite:") {
        let bytes = std::fs::read(path).expect("the file");
        assert!(!bytes.windows(CANARY.len()).any(|window| window == CANARY.as_bytes()), "its pages were overwritten");
        let folder = Path::new(path).parent().expect("a folder");
        assert_eq!(names(folder), ["test.db"], "no log and no copy is left");
    }
});

each_database!(an_archive_that_is_not_whole_is_refused_and_changes_nothing, Seeded, |db| {
    if !is_possible(&db) {
        return;
    }
    let (_folder, file) = place();
    let data = tempfile::tempdir().expect("a folder");
    submit(&db.store, "QA-1", "Première").await;
    let manifest = make(&db, &file).await;
    submit(&db.store, "QA-2", "Deuxième").await;
    db.store.close().await;
    let path = db.url.strip_prefix("sqlite:");
    let bytes = || path.map(|path| std::fs::read(path).expect("the file"));
    let before = bytes();
    std::fs::create_dir(data.path().join("index")).expect("a folder");
    std::fs::write(data.path().join("index/meta.json"), "{}").expect("writes");

    let whole = std::fs::read(&file).expect("the archive");
    let cut = file.with_file_name("cut.zip");
    std::fs::write(&cut, &whole[..whole.len() / 2]).expect("writes");
    let mut flipped = whole.clone();
    flipped[whole.len() / 3] ^= 1;
    let bad = file.with_file_name("flipped.zip");
    std::fs::write(&bad, flipped).expect("writes");
    // One byte of the dump, under a ZIP that is well formed.
    let other = rewritten(&file, |name, mut bytes| {
        if name == manifest.engine.dump() {
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
        }
        bytes
    });
    let longer = rewritten(&file, |name, mut bytes| {
        bytes.extend_from_slice(if name == manifest.engine.dump() { b"more" } else { b"" });
        bytes
    });
    let promising = with_manifest(&file, |manifest| manifest.census.interests += 1);
    for archive in [&cut, &bad, &other, &longer, &promising] {
        let refused = backup::restore(&asked(archive, data.path(), Some(&db.url), true), &db.clock).await;
        assert!(matches!(refused, Err(BackupError::Damaged(..))), "{}: {refused:?}", archive.display());
        assert_eq!(bytes(), before, "{}", archive.display());
    }
    let newer = with_manifest(&file, |manifest| manifest.census.schema += 1);
    let form = with_manifest(&file, |manifest| manifest.format += 1);
    for archive in [&newer, &form] {
        let refused = backup::restore(&asked(archive, data.path(), Some(&db.url), true), &db.clock).await;
        assert!(matches!(refused, Err(BackupError::Newer(_))), "{refused:?}");
    }
    let elsewhere = if path.is_some() { "postgres://nobody@nowhere.invalid/none" } else { "sqlite:none.db" };
    let refused = backup::restore(&asked(&file, data.path(), Some(elsewhere), true), &db.clock).await;
    assert!(matches!(refused, Err(BackupError::Engine(..))), "{refused:?}");
    assert_eq!(bytes(), before);
    assert_eq!(db.number(INTERESTS).await, 2);
    assert!(data.path().join("index/meta.json").exists(), "the index is still there");
    assert_eq!(names(data.path()), ["index"], "no copy is left");
    // The store opens and writes as before.
    let store = db.another_store().await;
    submit(&store, "QA-3", "Troisième").await;
    store.close().await;
    // The good one is taken, and the index goes.
    let restored = restore_over(&db, &file, data.path()).await.expect("restores");
    assert_eq!((restored.manifest, db.number(INTERESTS).await), (manifest, 1));
    assert!(!data.path().join("index").exists(), "it is built anew");
});

each_database!(what_is_there_is_replaced_only_when_told_and_by_nobody_who_serves, Seeded, |db| {
    if !is_possible(&db) {
        return;
    }
    let (_folder, file) = place();
    let data = tempfile::tempdir().expect("a folder");
    submit(&db.store, "QA-1", "Première").await;
    make(&db, &file).await;
    submit(&db.store, "QA-2", "Deuxième").await;
    // Somebody has the database open, even if idle.
    let refused = backup::restore(&asked(&file, data.path(), Some(&db.url), true), &db.clock).await;
    assert!(matches!(refused, Err(BackupError::InUse(_))), "{refused:?}");
    submit(&db.store, "QA-3", "Troisième").await;
    db.store.close().await;
    // A server holds the index.
    let store = Store::open("sqlite::memory:", db.clock.clone(), server::store::Durability::None).await.expect("opens");
    let search = Search::open(&data.path().join("index")).expect("an index");
    let indexer = Indexer::open(store, search).expect("the lock");
    let refused = backup::restore(&asked(&file, data.path(), Some(&db.url), true), &db.clock).await;
    assert!(matches!(refused, Err(BackupError::InUse(_))), "{refused:?}");
    drop(indexer);
    let refused = backup::restore(&asked(&file, data.path(), Some(&db.url), false), &db.clock).await;
    assert!(matches!(refused, Err(BackupError::NotEmpty)), "{refused:?}");
    assert_eq!(db.number(INTERESTS).await, 3);
    // A table of a later schema, that hangs on one of ours, is in nobody's way.
    let id = if db.url.starts_with("sqlite:") {
        "create table later (id blob references interests (id))"
    } else {
        "create table later (id uuid references interests (id))"
    };
    db.execute(id).await;
    restore_over(&db, &file, data.path()).await.expect("restores");
    assert_eq!(db.number(INTERESTS).await, 1);
    let left = if db.url.starts_with("sqlite:") {
        "select count(*) from sqlite_master where name = 'later'"
    } else {
        "select count(*) from pg_class where relname = 'later'"
    };
    assert_eq!(db.number(left).await, 0);
    // What is not of this program is not ours to replace.
    db.execute("alter table _sqlx_migrations rename to of_another_program").await;
    let refused = restore_over(&db, &file, data.path()).await;
    assert!(matches!(refused, Err(BackupError::Foreign)), "{refused:?}");
    assert_eq!(db.number(INTERESTS).await, 1);
});

#[tokio::test]
async fn a_restore_on_postgresql_that_was_cut_short_is_undone_by_the_next() {
    let Some(db) = Database::postgres(Start::Seeded).await.filter(is_possible) else { return };
    crate::db::run(db, |db| async move {
        let (_folder, file) = place();
        let data = tempfile::tempdir().expect("a folder");
        submit(&db.store, "QA-1", "Première").await;
        let erased = db.store.interest("QA-1").await.expect("reads").expect("a request");
        make(&db, &file).await;
        db.store.erase_interest(&erased, &[]).await.expect("erases");
        db.store.close().await;
        // As a process that was killed leaves it: the former tables aside, nothing in their place.
        db.execute(
            "do $$ declare moved text; begin create schema quebec_attire_before; \
            for moved in select tablename from pg_tables where schemaname = 'public' loop \
            execute format('alter table public.%I set schema quebec_attire_before', moved); end loop; end $$",
        )
        .await;
        let refused = backup::restore(&asked(&file, data.path(), Some(&db.url), false), &db.clock).await;
        assert!(matches!(refused, Err(BackupError::NotEmpty)), "{refused:?}");
        let restored = restore_over(&db, &file, data.path()).await.expect("restores");
        assert_eq!((restored.forgotten, db.number(INTERESTS).await), (1, 0), "what was erased from the former tables is known");
        assert_eq!(db.number("select count(*) from pg_namespace where nspname = 'quebec_attire_before'").await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_database_that_cannot_be_read_any_more_is_replaced_with_what_it_left_beside_it() {
    let db = Database::sqlite(Start::Seeded).await;
    let (_folder, file) = place();
    submit(&db.store, "QA-1", "Première").await;
    make(&db, &file).await;
    let data = tempfile::tempdir().expect("a folder");
    let target = data.path().join("quebec-attire.db");
    std::fs::write(&target, "this was a database once\n".repeat(1_000)).expect("writes");
    std::fs::write(data.path().join("quebec-attire.db-wal"), "and this its log").expect("writes");
    let refused = backup::restore(&asked(&file, data.path(), None, false), &db.clock).await;
    assert!(matches!(refused, Err(BackupError::NotEmpty)), "{refused:?}");
    assert!(std::fs::read(&target).expect("the file").starts_with(b"this was"), "it is as it was");
    let restored = backup::restore(&asked(&file, data.path(), None, true), &db.clock).await.expect("restores");
    assert!(restored.unreadable);
    assert_eq!(names(data.path()), ["quebec-attire.db"]);
    // A log whose database is gone must not be folded into the new one.
    std::fs::remove_file(&target).expect("removes");
    std::fs::write(data.path().join("quebec-attire.db-wal"), "the log of another").expect("writes");
    let restored = backup::restore(&asked(&file, data.path(), None, false), &db.clock).await.expect("restores");
    assert!(!restored.unreadable);
    assert_eq!(names(data.path()), ["quebec-attire.db"]);
    let store =
        Store::open(&format!("sqlite:{}", target.display()), db.clock.clone(), server::store::Durability::None).await.expect("opens");
    assert!(store.interest("QA-1").await.expect("reads").is_some());
    store.close().await;
    crate::db::run(db, |_| async {}).await;
}

/// What the program said, and whether it ended well.
fn run(command: &mut Command) -> (bool, String) {
    let output = command.output().expect("runs");
    (output.status.success(), String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned())
}

#[tokio::test]
async fn the_commands_say_what_they_did_and_write_over_nothing() {
    let (folder, file) = place();
    let data = data().await;
    let (good, said) = run(program().arg("backup").arg(&file).arg("--data").arg(data.path()));
    assert!(good && said.contains("SQLite") && said.contains("0 requests"), "{said}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(file.metadata().expect("a file").permissions().mode() & 0o777, 0o600, "it holds personal data");
    }
    let before = std::fs::read(&file).expect("reads");
    let (good, said) = run(program().arg("backup").arg(&file).arg("--data").arg(data.path()));
    assert!(!good && said.contains("never writes over"), "{said}");
    assert_eq!(std::fs::read(&file).expect("reads"), before);
    let none = folder.path().join("none");
    let (good, said) = run(program().arg("backup").arg(folder.path().join("other.zip")).arg("--data").arg(&none));
    assert!(!good && said.contains("no database") && !none.exists(), "{said}");
    assert_eq!(names(folder.path()), ["portail.zip"]);
    let (good, said) = run(program().arg("restore").arg(&file).arg("--data").arg(data.path()));
    assert!(!good && said.contains("--replace"), "{said}");
    let (good, said) = run(program().arg("restore").arg(&file).arg("--data").arg(&none));
    assert!(good && said.contains("0 requests that were erased since"), "{said}");
    let (good, said) = run(program().args(["migrate", "--data"]).arg(&none));
    assert!(good, "{said}");
}

#[tokio::test]
async fn a_missing_pg_dump_is_named_and_leaves_nothing() {
    let Some(db) = Database::postgres(Start::Empty).await else { return };
    crate::db::run(db, |db| async move {
        let (folder, file) = place();
        let url = db.url.clone();
        let mut command = program();
        command.arg("backup").arg(&file).args(["--database-url", &url]).env("PATH", folder.path());
        let (good, said) = run(&mut command);
        assert!(!good && said.contains("pg_dump is not in PATH"), "{said}");
        assert!(names(folder.path()).is_empty());
    })
    .await;
}
