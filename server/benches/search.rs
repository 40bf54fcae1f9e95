//! Search at ten thousand, a hundred thousand and a million postings: see `README.md` beside this file for what is measured and how.
//!
//! `cargo bench --package server --bench search` measures all three; sizes may be given after `--`.

#[path = "search/corpus.rs"]
mod corpus;
#[path = "search/saved.rs"]
mod saved;

use axum::Router;
use axum::body::Body;
use axum::routing::get;
use clap::Parser;
use corpus::{NOW, today};
use cpu_time::{ProcessTime, ThreadTime};
use http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use model::locale::Locale;
use model::money::Cents;
use model::opportunities::filters::{Filters, Sort};
use model::opportunities::{French, Kind};
use server::clock::Clock;
use server::config::Config;
use server::demand::Demand;
use server::desk::Desk;
use server::http::site::Site;
use server::mail::Mailer;
use server::search::pool::Pool;
use server::search::{Labels, Search};
use server::state::{AppState, Readiness};
use server::store::{Durability, Store};
use std::collections::BTreeMap;
use std::hint::black_box;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tantivy::aggregation::AggregationCollector;
use tantivy::aggregation::agg_req::Aggregations;
use tantivy::collector::{Count, TopDocs};
use tower::ServiceExt;

/// How many requests are sent to compare two routers.
const ROUNDS: usize = 10_000;

const SIZES: [u64; 3] = [10_000, 100_000, 1_000_000];

/// What people type, over and over: two words each.
const WORDS: &[&str] = &[
    "infirmière clinicienne",
    "software developer",
    "préposé entretien",
    "project manager",
    "ingénieur logiciel",
    "aide cuisine",
    "technicien informatique",
    "customer service",
    "commis comptable",
    "éducatrice enfance",
    "mécanicien industriel",
    "data analyst",
    "conseillère vente",
    "camionneur nuit",
    "adjointe administrative",
    "forklift operator",
    "soudeur monteur",
    "warehouse clerk",
    "cuisinière soir",
    "travailleuse sociale",
];

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    config: Config,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if let [child, what, count] = arguments.as_slice()
        && child == "--child"
    {
        return in_a_process_of_its_own(what, count.parse().expect("a size"));
    }
    let mut sizes: Vec<u64> = arguments.iter().filter_map(|argument| argument.parse().ok()).collect();
    if sizes.is_empty() {
        sizes = SIZES.to_vec();
    }
    let labels = corpus::labels();
    for count in sizes {
        println!("\n== {count} postings");
        build(count, &labels);
        for what in ["cold", "cold words", "memory"] {
            child(what, count);
        }
        let search = corpus::index(count, &labels);
        lists(&search);
        words(&search);
        over_http(&search);
    }
    saved::searches(&labels);
}

/// Milliseconds of a thread's own time, sorted.
fn times(rounds: usize, mut work: impl FnMut(usize)) -> Vec<f64> {
    let mut times: Vec<f64> = (0..rounds)
        .map(|round| {
            let start = ThreadTime::now();
            work(round);
            start.elapsed().as_secs_f64() * 1_000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times
}

fn at(times: &[f64], percent: usize) -> f64 {
    times[(times.len() * percent / 100).min(times.len() - 1)]
}

fn tell(name: &str, times: &[f64]) {
    println!("{name:<58} p50 {:>9.3} ms   p99 {:>9.3} ms", at(times, 50), at(times, 99));
}

fn build(count: u64, labels: &Labels) {
    let folder = corpus::folder(count);
    let is_there = Search::open(&folder).is_ok_and(|search| search.documents() == count);
    if !is_there {
        let start = Instant::now();
        drop(corpus::index(count, labels));
        println!("{:<58} {:>9.1} s", "postings made and indexed, two threads", start.elapsed().as_secs_f64());
    }
    let mut by_kind: BTreeMap<String, u64> = BTreeMap::new();
    for entry in std::fs::read_dir(&folder).expect("a folder").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let kind = name.rsplit('.').next().unwrap_or_default().to_owned();
        *by_kind.entry(kind).or_default() += entry.metadata().map_or(0, |meta| meta.len());
    }
    println!("{:<58} {:>9.1} MB", "index on disk", by_kind.values().sum::<u64>() as f64 / 1e6);
    let told: Vec<String> =
        by_kind.iter().filter(|(_, bytes)| **bytes > 100_000).map(|(kind, bytes)| format!("{kind} {:.1}", *bytes as f64 / 1e6)).collect();
    println!("    by part, MB: {}", told.join(", "));
    let search = corpus::index(count, labels);
    let searcher = search.engine().reader().expect("a reader").searcher();
    let usage = searcher.space_usage().expect("measures");
    let mut fields: BTreeMap<String, u64> = BTreeMap::new();
    for segment in usage.segments() {
        for part in [segment.termdict(), segment.postings(), segment.positions(), segment.fast_fields(), segment.fieldnorms()] {
            for field in part.fields() {
                *fields.entry(field.field_name().to_owned()).or_default() += field.total().get_bytes();
            }
        }
    }
    let mut told: Vec<(String, u64)> = fields.into_iter().filter(|(_, bytes)| *bytes > 100_000).collect();
    told.sort_by_key(|(_, bytes)| std::cmp::Reverse(*bytes));
    println!(
        "    by field, MB: {}",
        told.iter().map(|(name, bytes)| format!("{name} {:.1}", *bytes as f64 / 1e6)).collect::<Vec<_>>().join(", ")
    );
}

fn child(what: &str, count: u64) {
    let program = std::env::current_exe().expect("a program");
    let done = Command::new(program).args(["--child", what, &count.to_string()]).status().expect("runs");
    assert!(done.success());
}

fn list(search: &Search, filters: &Filters, limit: usize) -> u64 {
    black_box(search.list(filters, Locale::Fr, NOW, None, today(), limit).expect("lists")).total
}

fn seeking(words: &str) -> Filters {
    Filters { q: words.to_owned(), ..Filters::default() }
}

fn in_a_process_of_its_own(what: &str, count: u64) {
    let start = Instant::now();
    let search = Search::open(&corpus::folder(count)).expect("an index");
    match what {
        "cold" => {
            assert!(list(&search, &Filters::default(), 20) > 0);
            println!("{:<58} {:>9.1} ms", "cold start to the first list, counts included", start.elapsed().as_secs_f64() * 1_000.0);
        }
        "cold words" => {
            assert!(list(&search, &seeking("infirmière"), 20) > 0);
            println!("{:<58} {:>9.1} ms", "cold start to the first list of words", start.elapsed().as_secs_f64() * 1_000.0);
        }
        _ => {
            search.set_labels(corpus::labels());
            for round in 0..600 {
                list(&search, &seeking(WORDS[round % WORDS.len()]), 20);
                list(&search, &varied(round), 20);
            }
            let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
            let of = |name: &str| {
                let line = status.lines().find(|line| line.starts_with(name));
                line.and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok()).unwrap_or_default() / 1_024.0
            };
            println!(
                "{:<58} {:>9.1} MiB, of which {:.1} its own and {:.1} of the index's files",
                "memory under load",
                of("VmRSS"),
                of("RssAnon"),
                of("RssFile")
            );
        }
    }
}

/// Filters that differ from one round to the next.
fn varied(round: usize) -> Filters {
    Filters {
        kind: vec![Kind::ALL[round % Kind::ALL.len()]],
        french: Some(French::ALL[1 + round % 3]),
        pay_min: Some(Cents(3_000_000 + (round as i64) * 10_000)),
        place: vec!["levis".to_owned()],
        ..Filters::default()
    }
}

fn lists(search: &Search) {
    list(search, &Filters::default(), 20);
    tell(
        "newest first, total and facets, not from the cache",
        &times(2_000, |_| {
            list(search, &Filters::default(), 20);
        }),
    );
    tell(
        "four filters never asked before",
        &times(200, |round| {
            list(search, &varied(round), 20);
        }),
    );
    let deep = {
        let mut after = None;
        for _ in 0..50 {
            let filters = Filters { after: after.clone(), ..Filters::default() };
            after = search.list(&filters, Locale::Fr, NOW, None, today(), 20).expect("lists").next;
        }
        Filters { after, ..Filters::default() }
    };
    tell(
        "the fifty-first page",
        &times(500, |_| {
            list(search, &deep, 20);
        }),
    );
    let by_pay = Filters { sort: Some(Sort::Pay), ..Filters::default() };
    list(search, &by_pay, 20);
    tell(
        "best paid first",
        &times(500, |_| {
            list(search, &by_pay, 20);
        }),
    );
}

/// Two words: ours with total and seven facets, the engine by itself with total and four facets, the same query objects.
fn words(search: &Search) {
    let rounds = WORDS.len() * 15;
    let seek = |round: usize| seeking(WORDS[round % WORDS.len()]);
    WORDS.iter().for_each(|words| {
        list(search, &seeking(words), 20);
    });
    let ours = times(rounds, |round| {
        list(search, &seek(round), 20);
    });
    tell("two words: total, seven facets, twenty items", &ours);
    let searcher = search.engine().reader().expect("a reader").searcher();
    let facets = serde_json::json!({
        "kind": { "terms": { "field": "kind", "size": 50 } },
        "sector": { "terms": { "field": "sector", "size": 50 } },
        "mode": { "terms": { "field": "mode", "size": 50 } },
        "place": { "terms": { "field": "place", "size": 50 } },
    });
    let facets: Aggregations = serde_json::from_value(facets).expect("aggregations");
    let queries: Vec<_> = WORDS.iter().map(|words| search.engine_query(words).expect("reads").expect("says something")).collect();
    let raw = times(rounds, |round| {
        let collectors =
            (TopDocs::with_limit(20).order_by_score(), Count, AggregationCollector::from_aggs(facets.clone(), Default::default()));
        drop(black_box(searcher.search(&queries[round % queries.len()], &collectors).expect("searches")));
    });
    tell("    the engine alone: total, four facets, twenty addresses", &raw);
    println!("{:<58} {:>9.2}", "    ours, as many times the engine alone (p50)", at(&ours, 50) / at(&raw, 50));
    let typo = times(100, |_| {
        list(search, &seeking("infirmeire clinicene"), 20);
    });
    tell("two words with a typo each", &typo);
    tell("suggestions for three letters", &times(200, |_| drop(black_box(search.suggest("inf", Locale::Fr, NOW).expect("suggests")))));
}

fn state(search: &Search, store: &Store, cache_mib: &str) -> AppState {
    let config = Line::parse_from(["serve", "--data", "/nonexistent", "--cache-mib", cache_mib, "--smtp-url", "smtp://127.0.0.1:1"]).config;
    let desk = Desk::new(&config, [0; 32], Mailer::new(&config.mail, &config.mail_folder(), &config.host()).expect("a mailer"));
    let (_, reached) = tokio::sync::watch::channel(0);
    AppState {
        store: store.clone(),
        search: search.clone(),
        pool: Pool::default(),
        demand: Demand::default(),
        desk,
        config: Arc::new(config),
        sample: false,
        readiness: Readiness::new(0, reached),
    }
}

fn over_http(search: &Search) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite:{}", folder.path().join("bench.db").display());
    let store = runtime.block_on(async {
        let store = Store::open(&url, Clock::fixed(NOW), Durability::None).await.expect("a store");
        store.seed().await.expect("the content");
        store
    });
    let made = server::http::router(state(search, &store, "0"), Site::new(|_| None));
    let kept = server::http::router(state(search, &store, "64"), Site::new(|_| None));

    // Over a real connection, one request after the other.
    let port = serve(&runtime, made);
    let mut connection = Connection::new(port);
    let mut over_wire: Vec<f64> = (0..WORDS.len() * 15)
        .map(|round| {
            let words = WORDS[round % WORDS.len()].replace(' ', "+");
            let start = Instant::now();
            let bytes = connection.get(&format!("/api/v1/opportunities?q={words}"));
            assert!(bytes > 500);
            start.elapsed().as_secs_f64() * 1_000.0
        })
        .collect();
    over_wire.sort_by(f64::total_cmp);
    tell("HTTP, two words, not from the cache (by the clock)", &over_wire);

    // A remembered list and a bare handler that sends the same bytes, over the same kind of connection.
    let list = "/api/v1/opportunities?kind=job";
    let body = runtime.block_on(get_body(&kept, list));
    let bare = {
        let body = body.clone();
        Router::new()
            .route("/api/v1/opportunities", get(move || std::future::ready(([(header::CONTENT_TYPE, "application/json")], body.clone()))))
    };
    let [of_kept, of_bare] = [kept, bare].map(|router| {
        let port = serve(&runtime, router);
        let mut connection = Connection::new(port);
        let used = ProcessTime::now();
        for _ in 0..ROUNDS {
            assert_eq!(connection.get(list), body.len());
        }
        used.elapsed().as_secs_f64() * 1e6 / ROUNDS as f64
    });
    println!("{:<58} {of_kept:>9.1} µs of CPU a request, client included", "a remembered list, over a connection");
    println!("{:<58} {of_bare:>9.1} µs", "    a bare handler that sends the same bytes");
    println!("{:<58} {:>9.2}", "    throughput, as a part of the bare handler's", of_bare / of_kept);

    let uncached = server::http::router(state(search, &store, "0"), Site::new(|_| None));
    for (name, page, data) in [
        ("page of the list", "/fr/possibilites?kind=job", "/api/v1/opportunities?lang=fr&limit=20&kind=job"),
        ("page of the sectors", "/fr/secteurs", "/api/v1/sectors?lang=fr"),
    ] {
        let page = clock(&runtime, &uncached, page);
        let data = clock(&runtime, &uncached, data);
        println!("{name:<58} p50 {:>9.3} ms, of which its data {:.3} ms", at(&page, 50), at(&data, 50));
    }
}

/// Serves on a port of its own.
fn serve(runtime: &tokio::runtime::Runtime, router: Router) -> u16 {
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        tokio::spawn(async move { axum::serve(listener, router).await });
        port
    })
}

/// Milliseconds by the clock, in one task: pages hand their work to other threads.
fn clock(runtime: &tokio::runtime::Runtime, router: &Router, path: &str) -> Vec<f64> {
    let mut times: Vec<f64> = (0..200)
        .map(|_| {
            let start = Instant::now();
            drop(black_box(runtime.block_on(get_body(router, path))));
            start.elapsed().as_secs_f64() * 1_000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times
}

async fn get_body(router: &Router, path: &str) -> bytes::Bytes {
    let request = Request::get(path).body(Body::empty()).expect("a request");
    let response = router.clone().oneshot(request).await.expect("the router never fails");
    assert_eq!(response.status(), StatusCode::OK, "{path}");
    response.into_body().collect().await.expect("a body").to_bytes()
}

/// A connection that is kept.
struct Connection {
    reader: BufReader<TcpStream>,
}

impl Connection {
    fn new(port: u16) -> Self {
        let stream = TcpStream::connect(("127.0.0.1", port)).expect("connects");
        stream.set_nodelay(true).expect("no delay");
        stream.set_read_timeout(Some(Duration::from_secs(10))).expect("a limit");
        Self { reader: BufReader::new(stream) }
    }

    /// Asks, and tells how many bytes came.
    fn get(&mut self, path: &str) -> usize {
        let request = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\n\r\n");
        self.reader.get_mut().write_all(request.as_bytes()).expect("asks");
        let (mut line, mut length) = (String::new(), 0);
        loop {
            line.clear();
            self.reader.read_line(&mut line).expect("answers");
            if line.trim().is_empty() {
                break;
            }
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().expect("a length");
            }
        }
        let mut body = vec![0; length];
        self.reader.read_exact(&mut body).expect("a body");
        length
    }
}
