//! The whole server on a fresh database: no socket, a clock that stands still, an index in a temporary folder.

use crate::db::{Database, Start};
use crate::records::{published, rows};
use axum::Router;
use axum::body::{Body, Bytes};
use clap::Parser;
use http::{HeaderMap, HeaderValue, Method, Request, StatusCode};
use http_body_util::BodyExt;
use model::opportunities::OpportunityList;
use model::opportunities::record::Record;
use serde_json::Value;
use server::clock::Clock;
use server::config::Config;
use server::demand::Demand;
use server::desk::Desk;
use server::http::router;
use server::http::site::Site;
use server::mail::Mailer;
use server::outbox::Outbox;
use server::search::Search;
use server::search::indexer::Indexer;
use server::search::pool::Pool;
use server::state::{AppState, Readiness};
use server::store::{Fate, Store};
use std::path::Path;
use std::sync::Arc;
use tempfile::TempDir;
use tokio::sync::{Mutex, OnceCell, watch};
use tower::ServiceExt;

/// The source of what a test imports.
pub const SOURCE: &str = "test";

/// The configuration as the command line makes it.
#[derive(Parser)]
struct Line {
    #[command(flatten)]
    config: Config,
}

/// The server.
pub struct TestApp {
    /// Its routes.
    pub router: Router,
    /// Its store.
    pub store: Store,
    /// Its index, for readers.
    pub search: Search,
    /// What is asked of search.
    pub demand: Demand,
    /// What receiving requests needs.
    pub desk: Desk,
    /// Its configuration.
    pub config: Arc<Config>,
    /// The worker of its mail, which the test itself sets going.
    pub outbox: Outbox,
    /// Its clock.
    pub clock: Clock,
    /// The writer of the index.
    pub indexer: Mutex<Indexer>,
    /// What it knows about being ready.
    pub readiness: Readiness,
    /// Its database.
    pub db: Database,
    /// The folder of its index.
    pub folder: TempDir,
    reached: watch::Sender<i64>,
}

impl TestApp {
    /// A server with the content of the program and no opportunity.
    pub async fn new() -> Self {
        Self::on(Database::sqlite(Start::Seeded).await, &[]).await
    }

    /// A server with the samples.
    pub async fn sample() -> Self {
        Self::on(Database::sqlite(Start::Sample).await, &["--sample"]).await
    }

    /// A server over a database, with more flags of `serve`.
    pub async fn on(db: Database, flags: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let index = folder.path().join("index");
        let data = folder.path().display().to_string();
        let config = Line::parse_from(["serve", "--data", &data].iter().chain(flags)).config;
        config.check().expect("a good configuration");
        if flags.contains(&"--sample") && db.url.starts_with("sqlite:") {
            copy_sample_index(&index).await;
        }
        let store = db.store.clone();
        let search = Search::open(&index).expect("an index");
        let mut indexer = Indexer::open(store.clone(), search.clone()).expect("the lock of the index");
        indexer.catch_up().await.expect("indexes");
        let (reached, seen) = watch::channel(indexer.seen());
        let readiness = Readiness::new(store.last_change().await.expect("a number"), seen);
        let sample = store.has_sample().await.expect("reads");
        let demand = Demand::default();
        let mailer = Mailer::new(&config.mail, &config.mail_folder(), &config.host()).expect("a mailer");
        let desk = Desk::new(&config, store.master_secret().await.expect("a secret"), mailer);
        let config = Arc::new(config);
        let outbox = Outbox::new(store.clone(), config.clone(), desk.clone());
        let state = AppState {
            store: store.clone(),
            search: search.clone(),
            pool: Pool::default(),
            demand: demand.clone(),
            desk: desk.clone(),
            config: config.clone(),
            sample,
            readiness: readiness.clone(),
        };
        let router = router(state, Site::new(|_| None));
        let clock = db.clock.clone();
        Self { router, store, search, demand, desk, config, outbox, clock, indexer: Mutex::new(indexer), readiness, db, folder, reached }
    }

    /// Takes in postings of the source [`SOURCE`], published, and indexes them.
    pub async fn import(&self, records: impl IntoIterator<Item = Record>) -> Vec<Fate> {
        let fates = self.store.import(&rows(records), &published(SOURCE)).await.expect("imports");
        self.index().await;
        fates
    }

    /// Brings the index up to date.
    pub async fn index(&self) {
        let mut indexer = self.indexer.lock().await;
        indexer.catch_up().await.expect("indexes");
        self.reached.send_replace(indexer.seen());
    }

    /// The slug of a posting of [`SOURCE`], in French.
    pub async fn slug(&self, id: &str) -> String {
        crate::records::one(&self.store, SOURCE, id).await.slug(model::locale::Locale::Fr)
    }

    /// Answers a request.
    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.expect("the router never fails");
        let (parts, body) = response.into_parts();
        let body = body.collect().await.expect("a body").to_bytes();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    /// Answers a request that carries a body, with headers.
    pub async fn write(&self, method: Method, path: &str, headers: &[(&'static str, &str)], body: impl Into<Body>) -> Answer {
        self.send(request(method, path, headers, body.into())).await
    }

    /// Answers a `GET`.
    pub async fn get(&self, path: &str) -> Answer {
        self.get_with(path, &[]).await
    }

    /// Answers a `GET` with headers.
    pub async fn get_with(&self, path: &str, headers: &[(&'static str, &str)]) -> Answer {
        self.send(request(Method::GET, path, headers, Body::empty())).await
    }

    /// The list that the API answers to a query string.
    pub async fn list(&self, query: &str) -> OpportunityList {
        let answer = self.get(&format!("/api/v1/opportunities?{query}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{query}: {}", answer.text());
        serde_json::from_slice(&answer.body).expect("a list")
    }

    /// The numbers, at their source, of what the API lists for a query string.
    pub async fn ids(&self, query: &str) -> Vec<String> {
        self.list(query).await.items.into_iter().map(|item| item.origin.external_id).collect()
    }
}

/// A request.
pub fn request(method: Method, path: &str, headers: &[(&'static str, &str)], body: Body) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(path).body(body).expect("a request");
    for (name, value) in headers {
        request.headers_mut().insert(*name, HeaderValue::from_str(value).expect("a header"));
    }
    request
}

/// What came back.
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, as it was sent.
    pub body: Bytes,
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("UTF-8")
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// A header, empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().expect("a plain header")).unwrap_or_default()
    }

    /// The body as a page.
    pub fn page(&self) -> scraper::Html {
        scraper::Html::parse_document(self.text())
    }
}

/// A selector of a page.
pub fn css(selector: &str) -> scraper::Selector {
    scraper::Selector::parse(selector).expect("a selector")
}

/// The index of the samples is built once for the process: every test that has them has the same.
async fn copy_sample_index(into: &Path) {
    static MADE: OnceCell<Vec<(String, Vec<u8>)>> = OnceCell::const_new();
    let files = MADE
        .get_or_init(|| async {
            let db = Database::sqlite(Start::Sample).await;
            let folder = tempfile::tempdir().expect("a folder");
            let search = Search::open(folder.path()).expect("an index");
            let mut indexer = Indexer::open(db.store.clone(), search).expect("the lock of the index");
            indexer.catch_up().await.expect("indexes");
            drop(indexer);
            std::fs::read_dir(folder.path())
                .expect("a folder")
                .map(|entry| entry.expect("an entry"))
                .map(|entry| (entry.file_name().into_string().expect("a name"), entry.path()))
                .filter(|(name, _)| !name.ends_with(".lock"))
                .map(|(name, path)| (name, std::fs::read(path).expect("a file")))
                .collect()
        })
        .await;
    std::fs::create_dir_all(into).expect("a folder");
    for (name, bytes) in files {
        std::fs::write(into.join(name), bytes).expect("a copy");
    }
}
