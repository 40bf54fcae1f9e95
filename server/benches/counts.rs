//! One round of a thing, for callgrind to count its instructions: `make counts` runs it, `build/counts.mjs` says how.

#[path = "search/corpus.rs"]
mod corpus;

use axum::body::Body;
use clap::Parser;
use corpus::{Corpus, NOW, today};
use http::Request;
use http_body_util::BodyExt;
use model::locale::Locale;
use model::opportunities::filters::Filters;
use server::clock::Clock;
use server::config::Config;
use server::demand::Demand;
use server::desk::Desk;
use server::generate::Generator;
use server::http::site::Site;
use server::mail::Mailer;
use server::search::pool::Pool;
use server::search::saved::SavedSearches;
use server::state::{AppState, Readiness};
use server::store::{Durability, Store};
use std::hint::black_box;
use std::sync::Arc;
use tower::ServiceExt;

const CORPUS: u64 = 10_000;
const SEARCHES: u64 = 2_000;

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    config: Config,
}

/// What is counted: callgrind is told this name.
#[inline(never)]
fn measured(work: &mut dyn FnMut()) {
    work();
}

/// Does it once uncounted, then once counted.
fn count(mut work: impl FnMut()) {
    work();
    measured(&mut work);
}

fn main() {
    let what = std::env::args().skip(1).find(|argument| !argument.starts_with('-')).unwrap_or_default();
    let labels = corpus::labels();
    let search = corpus::index(CORPUS, &labels);
    let list = |filters: &Filters| {
        black_box(search.list(filters, Locale::Fr, NOW, None, today(), 20).expect("lists"));
    };
    let seeking = |words: &str| Filters { q: words.to_owned(), ..Filters::default() };
    match what.as_str() {
        // Nothing to count: what makes the corpus when it is not there.
        "" => {}
        "list" => count(|| list(&Filters::default())),
        "search" => count(|| list(&seeking("infirmière clinicienne"))),
        "typo" => count(|| list(&seeking("infirmeire clinicienne"))),
        "suggest" => count(|| drop(black_box(search.suggest("inf", Locale::Fr, NOW).expect("suggests")))),
        "match" => {
            let mut saved = SavedSearches::default();
            for (id, made) in (0..).zip(Generator::new(55, SEARCHES, today()).take(SEARCHES as usize)) {
                let words = made.record.title.fr.unwrap_or_default();
                saved.add(&search, id, &seeking(words.split(',').next().unwrap_or_default()), None).expect("adds");
            }
            let stored = Corpus::new(99, CORPUS, &labels).next().expect("a posting");
            let posting = search.posting(&stored).expect("a posting");
            count(|| drop(black_box(saved.finding(&posting))));
        }
        "page" => {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            let folder = tempfile::tempdir().expect("a folder");
            let url = format!("sqlite:{}", folder.path().join("counts.db").display());
            let router = runtime.block_on(async {
                let store = Store::open(&url, Clock::fixed(NOW), Durability::None).await.expect("a store");
                store.seed().await.expect("the content");
                let config =
                    Line::parse_from(["serve", "--data", "/nonexistent", "--cache-mib", "0", "--smtp-url", "smtp://127.0.0.1:1"]).config;
                let (_, reached) = tokio::sync::watch::channel(0);
                let (pool, demand, readiness) = (Pool::default(), Demand::default(), Readiness::new(0, reached));
                let desk = Desk::new(&config, [0; 32], Mailer::new(&config.mail, &config.mail_folder(), &config.host()).expect("a mailer"));
                let state =
                    AppState { store, desk, search: search.clone(), pool, demand, config: Arc::new(config), sample: false, readiness };
                server::http::router(state, Site::new(|_| None))
            });
            count(|| {
                let request = Request::get("/fr/possibilites?kind=job").body(Body::empty()).expect("a request");
                let page = runtime.block_on(async {
                    let response = router.clone().oneshot(request).await.expect("the router never fails");
                    response.into_body().collect().await.expect("a body").to_bytes()
                });
                assert!(black_box(page).len() > 10_000);
            });
        }
        other => panic!("{other} is not counted"),
    }
}
