//! Whatever happens to the index, it ends as the store is.

use crate::app::{SOURCE, TestApp};
use crate::db::{Database, NOW, Start};
use crate::records::{day, job, published, rows, with};
use crate::search::{app, postings};
use model::locale::Locale;
use model::opportunities::filters::{Filters, Sort};
use server::search::Search;
use server::search::indexer::Indexer;
use server::store::Store;
use std::path::{Path, PathBuf};
use tantivy::schema::{STRING, Schema};

/// Everything a reader may see, but for scores: the lists in each order, in both languages, and what words find.
fn view(search: &Search) -> Vec<String> {
    let mut seen = Vec::new();
    for lang in [Locale::Fr, Locale::En] {
        for sort in [Sort::Newest, Sort::Closing, Sort::Pay] {
            for q in ["", "infirmi", "poste de jour", "soudeuze"] {
                let filters = Filters { q: q.to_owned(), sort: Some(sort), ..Filters::default() };
                let list = search.list(&filters, lang, NOW, None, day("2026-11-24"), 100).expect("lists");
                seen.push(serde_json::to_string(&list).expect("writes"));
            }
        }
    }
    seen
}

/// What an index built from the store alone shows.
async fn built_from(store: &Store) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let fresh = Search::open(folder.path()).expect("an index");
    Indexer::open(store.clone(), fresh.clone()).expect("the lock").catch_up().await.expect("indexes");
    view(&fresh)
}

/// A store with some postings, changed a few times, and the index it had before the last change: what a crash between the commit of the
/// one and that of the other leaves.
async fn crashed() -> (Store, PathBuf, TestApp2) {
    let app = TestApp::new().await;
    app.import((0..30).map(|n| job(&n.to_string(), &format!("Poste de jour {n}")))).await;
    app.import((0..10).map(|n| with(job(&n.to_string(), "Soudeuse de nuit"), |record| record.openings = Some(n + 1)))).await;
    app.store.import(&rows([job("3", "Soudeuse de jour"), job("late", "Arrivée tardive")]), &published(SOURCE)).await.expect("imports");
    let path = app.folder.path().join("index");
    let TestApp { indexer, store, folder, db, .. } = app;
    drop(indexer);
    (store, path, TestApp2 { _folder: folder, _db: db })
}

/// What must outlive a test.
struct TestApp2 {
    _folder: tempfile::TempDir,
    _db: Database,
}

/// Opens the index of a folder as a start does, and lets it catch up.
async fn started(store: &Store, path: &Path) -> Search {
    let search = Search::open(path).expect("opens");
    Indexer::open(store.clone(), search.clone()).expect("the lock").catch_up().await.expect("indexes");
    search
}

fn files(path: &Path, ending: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(path).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.filter(|path| path.extension().is_some_and(|extension| extension == ending)).collect()
}

#[tokio::test]
async fn a_crash_between_the_store_and_the_index_loses_nothing() {
    let (store, path, _keep) = crashed().await;
    assert_ne!(view(&Search::open(&path).expect("opens")), built_from(&store).await, "the index is behind");
    assert_eq!(view(&started(&store, &path).await), built_from(&store).await);
}

#[tokio::test]
async fn a_deleted_folder_is_built_anew() {
    let (store, path, _keep) = crashed().await;
    std::fs::remove_dir_all(&path).expect("removes");
    assert_eq!(view(&started(&store, &path).await), built_from(&store).await);
}

#[tokio::test]
async fn a_segment_cut_short_is_built_anew() {
    for ending in ["store", "fast", "term", "idx", "pos", "fieldnorm"] {
        let (store, path, _keep) = crashed().await;
        for file in files(&path, ending) {
            let length = std::fs::metadata(&file).expect("a file").len();
            std::fs::OpenOptions::new().write(true).open(&file).expect("opens").set_len(length / 2).expect("cuts");
        }
        assert_eq!(view(&started(&store, &path).await), built_from(&store).await, "{ending}");
    }
}

#[tokio::test]
async fn a_segment_that_no_commit_names_is_not_read() {
    let (store, path, _keep) = crashed().await;
    for ending in ["store", "fast", "term", "idx"] {
        std::fs::write(path.join(format!("0123456789abcdef0123456789abcdef.{ending}")), b"half of a segment").expect("writes");
    }
    assert_eq!(view(&started(&store, &path).await), built_from(&store).await);
}

#[tokio::test]
async fn an_index_of_another_schema_is_built_anew() {
    let (store, path, _keep) = crashed().await;
    std::fs::remove_dir_all(&path).expect("removes");
    std::fs::create_dir_all(&path).expect("a folder");
    let mut schema = Schema::builder();
    schema.add_text_field("other", STRING);
    tantivy::Index::create_in_dir(&path, schema.build()).expect("an index of another release");
    assert_eq!(view(&started(&store, &path).await), built_from(&store).await);
}

#[tokio::test]
async fn two_instances_over_one_postgresql_show_the_same() {
    let Some(db) = Database::postgres(Start::Seeded).await else { return };
    crate::db::run(db, async |db| {
        let folders = [tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder")];
        let stores = [db.store.clone(), db.another_store().await];
        let mut instances = Vec::new();
        for (folder, store) in folders.iter().zip(&stores) {
            let search = Search::open(folder.path()).expect("an index");
            let mut indexer = Indexer::open(store.clone(), search.clone()).expect("the lock");
            indexer.catch_up().await.expect("indexes");
            instances.push((search, indexer));
        }
        // Each writes while the other does, and follows what both wrote.
        for round in 0..4 {
            let import = |store: &Store, from: usize, to: usize| {
                let store = store.clone();
                let records = (from..to).map(move |n| job(&n.to_string(), &format!("Poste {n}, tour {round}")));
                async move { store.import(&rows(records), &published(SOURCE)).await.expect("imports") }
            };
            tokio::join!(import(&stores[0], 0, 30), import(&stores[1], 20, 50));
            for (_, indexer) in &mut instances {
                indexer.catch_up().await.expect("follows");
            }
            let expected = built_from(&stores[0]).await;
            for (search, indexer) in &instances {
                assert_eq!(view(search), expected, "round {round}");
                assert_eq!(indexer.seen(), stores[0].last_change().await.expect("reads"));
            }
        }
    })
    .await;
}

#[tokio::test]
async fn an_index_that_followed_the_log_is_the_one_that_is_built_anew() {
    let app = app().await;
    app.import((0..30).map(|n| job(&n.to_string(), &format!("Poste de jour {n}")))).await;
    app.import((0..10).map(|n| with(job(&n.to_string(), "Poste de nuit"), |record| record.openings = Some(n + 1)))).await;
    app.import([with(job("11", "Poste de jour"), |record| record.status = Some(model::opportunities::Status::Filled))]).await;
    let missing = app.store.missing(SOURCE, &(0..29).map(|n| n.to_string()).collect()).await.expect("reads");
    app.store.close_missing(&missing, "test").await.expect("closes");
    app.index().await;
    app.import(postings()).await;
    let followed = view(&app.search);
    let folder = tempfile::tempdir().expect("a folder");
    let fresh = Search::open(folder.path()).expect("an index");
    let mut indexer = Indexer::open(app.store.clone(), fresh.clone()).expect("the lock");
    indexer.catch_up().await.expect("indexes");
    assert_eq!(view(&fresh), followed);
    assert_eq!(fresh.generation().expect("reads"), app.store.last_change().await.expect("reads"));
    assert_eq!(fresh.documents(), app.search.documents());
    app.indexer.lock().await.rebuild(&|_| ()).await.expect("rebuilds");
    assert_eq!(view(&app.search), followed);
}

#[tokio::test]
async fn an_index_goes_on_where_it_stopped_and_is_held_by_one_writer() {
    let app = app().await;
    let path = app.folder.path().join("index");
    let other = Search::open(&path).expect("opens for readers");
    assert!(Indexer::open(app.store.clone(), other.clone()).is_err(), "one writer holds the index");
    assert_eq!(other.documents(), 4);
    let generation = other.generation().expect("reads");
    app.store.import(&rows([job("late", "Arrivée tardive")]), &published(SOURCE)).await.expect("imports");
    let TestApp { indexer, store, .. } = app;
    drop(indexer);
    let mut next = Indexer::open(store, other.clone()).expect("the lock is free");
    assert_eq!(next.seen(), generation);
    next.catch_up().await.expect("indexes");
    assert_eq!((other.documents(), other.generation().expect("reads") > generation), (5, true));
}

#[tokio::test]
async fn an_index_of_another_database_is_built_anew() {
    let app = app().await;
    let path = app.folder.path().join("index");
    let TestApp { indexer, .. } = app;
    drop(indexer);
    // A younger database: its log is shorter than what the index has seen.
    let younger = Database::sqlite(Start::Seeded).await;
    let search = Search::open(&path).expect("opens");
    let mut indexer = Indexer::open(younger.store.clone(), search.clone()).expect("the lock");
    indexer.catch_up().await.expect("indexes");
    assert_eq!(search.documents(), 0, "nothing of the other database is shown");
    assert_eq!(search.generation().expect("reads"), younger.store.last_change().await.expect("reads"));
}

#[tokio::test]
async fn a_damaged_index_is_replaced() {
    let app = app().await;
    let path = app.folder.path().join("index");
    let TestApp { indexer, store, search, router, .. } = app;
    drop((indexer, search, router));
    std::fs::write(path.join("meta.json"), "{").expect("writes");
    let search = Search::open(&path).expect("a damaged index is replaced");
    let mut indexer = Indexer::open(store, search.clone()).expect("the lock");
    indexer.catch_up().await.expect("indexes");
    assert_eq!(search.documents(), 4);
}
