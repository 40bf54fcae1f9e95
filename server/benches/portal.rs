//! What the program exists for, measured: finding among many, showing a page, taking in a feed.
//!
//! `cargo bench --package server` measures all of it in some minutes; `-- --quick` gives a first idea; a word after `--`
//! chooses (`cargo bench --package server -- list`). The hundred thousand postings are a thousand generated ones, taken in as
//! any feed, then copied in the database with other ids: the index reads them all from the store, through its own writer.

use axum::Router;
use axum::body::Body;
use clap::Parser;
use criterion::{BenchmarkId, Criterion, Throughput};
use http::{Request, StatusCode};
use http_body_util::BodyExt;
use model::locale::Locale;
use model::money::Cents;
use model::opportunities::filters::{Choice, Filters};
use model::opportunities::{French, Kind, Mode};
use server::clock::Clock;
use server::config::Config;
use server::demand::Demand;
use server::desk::Desk;
use server::http::site::Site;
use server::import::region::Regions;
use server::import::{self, Format, Row};
use server::mail::Mailer;
use server::search::Search;
use server::search::indexer::Indexer;
use server::search::pool::Pool;
use server::state::{AppState, Readiness};
use server::store::{Durability, Fate, ImportOptions, Store};
use sqlx::{Connection, SqliteConnection};
use std::fmt::Write;
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tower::ServiceExt;

/// 2026-11-24 at 15:00 UTC.
const NOW: i64 = 1_795_532_400;

/// How many rows a transaction of `import` has.
const BATCH: usize = 500;

fn main() {
    let results = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../target/criterion"));
    let mut criterion = Criterion::default().output_directory(results).configure_from_args();
    let runtime = Runtime::new().expect("a runtime");
    pages(&mut criterion, &runtime);
    imports(&mut criterion, &runtime);
    readers(&mut criterion);
    lists(&mut criterion, &runtime);
    criterion.final_summary();
}

/// The configuration as the command line makes it.
#[derive(Parser)]
struct Line {
    #[command(flatten)]
    config: Config,
}

fn options() -> ImportOptions {
    ImportOptions { source: "bench".to_owned(), publish: true, sample: false, actor: "bench".to_owned() }
}

/// Postings as JSON, one a line: titles, places, pay and dates vary, and no two are the same.
fn postings(count: usize) -> String {
    const TRADES: [(&str, &str); 8] = [
        ("Ingénieure ou ingénieur en optique", "Optical engineer"),
        ("Infirmière ou infirmier d’urgence", "Emergency nurse"),
        ("Soudeuse ou soudeur", "Welder"),
        ("Développeuse ou développeur de logiciels", "Software developer"),
        ("Cuisinière ou cuisinier", "Cook"),
        ("Conseillère ou conseiller en assurance", "Insurance adviser"),
        ("Technicienne ou technicien de laboratoire", "Laboratory technician"),
        ("Éducatrice ou éducateur à la petite enfance", "Early childhood educator"),
    ];
    const PLACES: [&str; 5] = ["Québec", "Lévis", "Sainte-Foy", "Beauport", "Donnacona"];
    const SECTORS: [&str; 4] = ["optics_photonics", "life_sciences", "digital_ai", "insurance_finance"];
    let mut feed = String::new();
    for n in 0..count {
        let (fr, en) = TRADES[n % TRADES.len()];
        let (mode, french) = (Mode::ALL[n % 3], French::ALL[n / 3 % 4]);
        let yearly = 40_000 + n % 90 * 1_000;
        let kind = if n % 10 == 9 { Kind::ALL[1 + n / 10 % 7] } else { Kind::Job };
        writeln!(
            feed,
            "{{\"external_id\":\"{n}\",\"kind\":\"{kind}\",\"title\":{{\"fr\":\"{fr}, équipe {n}\",\"en\":\"{en}, team {n}\"}},\
             \"body\":{{\"fr\":\"Vous rejoindrez l’équipe {n}, qui compte huit personnes et travaille près du fleuve.\\n\\n## Tâches\\n\\n- mesurer\\n- \
             consigner\\n- améliorer\\n\\nUn accompagnement est offert pendant les premiers mois.\"}},\"employer\":{{\"name\":\"Maison {} (exemple)\"}},\
             \"sectors\":[\"{}\"],\"audience\":[\"worker\"],\"place\":{{\"city\":\"{}\"}},\"mode\":\"{mode}\",\"schedule\":\"full_time\",\
             \"pay\":{{\"min\":{yearly},\"period\":\"year\",\"currency\":\"CAD\"}},\"french\":\"{french}\",\"opens\":\"2026-11-{:02}\",\
             \"closes\":\"2026-12-{:02}\"}}",
            n % 200,
            SECTORS[n % SECTORS.len()],
            PLACES[n % PLACES.len()],
            1 + n % 24,
            1 + n % 31,
        )
        .expect("a string");
    }
    feed
}

fn read(format: Format, feed: &[u8]) -> Vec<Row> {
    let regions = Regions::default();
    import::open(format, feed, &regions).expect("a feed").map(|row| row.expect("reads").expect("a good row")).collect()
}

/// A portal in a temporary folder.
struct Portal {
    store: Store,
    search: Search,
    indexer: Indexer,
    url: String,
    folder: TempDir,
}

impl Portal {
    async fn new(durability: Durability) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite:{}", folder.path().join("bench.db").display());
        let store = Store::open(&url, Clock::fixed(NOW), durability).await.expect("a store");
        store.seed().await.expect("the content");
        let search = Search::open(&folder.path().join("index")).expect("an index");
        let indexer = Indexer::open(store.clone(), search.clone()).expect("the lock");
        Self { store, search, indexer, url, folder }
    }

    async fn take(&self, rows: &[Row]) -> Vec<Fate> {
        let mut fates = Vec::with_capacity(rows.len());
        for batch in rows.chunks(BATCH) {
            fates.extend(self.store.import(batch, &options()).await.expect("imports"));
        }
        fates
    }

    /// Copies every posting so many times, under other ids.
    async fn copy(&self, times: i64) {
        let mut connection = SqliteConnection::connect(&self.url).await.expect("connects");
        sqlx::raw_sql("pragma synchronous = off; create temp table copies (old, new, public, n);")
            .execute(&mut connection)
            .await
            .expect("begins");
        sqlx::query(
            "insert into copies with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < $1) \
             select o.id, randomblob(16), printf('%08x', n * 1000000 + row_number() over (order by o.id)), n from opportunities o, numbers",
        )
        .bind(times)
        .execute(&mut connection)
        .await
        .expect("draws ids");
        let copied = sqlx::raw_sql(
            "create index copies_by_old on copies (old); begin;
             create temp table a as select c.new, c.public, c.n, o.* from opportunities o join copies c on c.old = o.id;
             update a set id = new, public_id = public, external_id = external_id || '-' || n;
             alter table a drop column new; alter table a drop column public; alter table a drop column n;
             insert into opportunities select * from a;
             create temp table b as select c.new, r.* from opportunity_revisions r join copies c on c.old = r.opportunity_id;
             update b set opportunity_id = new; alter table b drop column new;
             insert into opportunity_revisions select * from b;
             create temp table d as select c.new, t.* from opportunity_texts t join copies c on c.old = t.opportunity_id;
             update d set opportunity_id = new; alter table d drop column new;
             insert into opportunity_texts select * from d; commit;",
        );
        copied.execute(&mut connection).await.expect("copies");
        connection.close().await.expect("closes");
    }

    fn router(&self, sample: bool) -> Router {
        let config = Line::parse_from(["serve", "--data", &self.folder.path().display().to_string()]).config;
        let desk = Desk::new(&config, [0; 32], Mailer::new(&config.mail, &config.mail_folder(), &config.host()).expect("a mailer"));
        let (_, reached) = tokio::sync::watch::channel(0);
        let state = AppState {
            store: self.store.clone(),
            search: self.search.clone(),
            pool: Pool::default(),
            demand: Demand::default(),
            desk,
            config: Arc::new(config),
            sample,
            readiness: Readiness::new(0, reached),
        };
        server::http::router(state, Site::new(|_| None))
    }
}

/// The list that every page of results and every request of the API asks of the index: a page, the total, every facet.
fn lists(criterion: &mut Criterion, runtime: &Runtime) {
    let requests = [
        ("newest first", Filters::default()),
        ("two words", Filters { q: "infirmière urgence".to_owned(), ..Filters::default() }),
        ("a word and a typo", Filters { q: "ingenieure otpique".to_owned(), ..Filters::default() }),
        (
            "filtered",
            Filters {
                kind: vec![Kind::Job],
                mode: vec![Choice::Is(Mode::Remote), Choice::NotStated],
                sector: vec!["digital_ai".to_owned()],
                french: Some(French::Intermediate),
                pay_min: Some(Cents(6_000_000)),
                ..Filters::default()
            },
        ),
    ];
    let mut group = criterion.benchmark_group("list");
    for size in [10_000, 100_000] {
        let portal = runtime.block_on(async {
            let mut portal = Portal::new(Durability::None).await;
            let start = Instant::now();
            portal.take(&read(Format::Json, postings(1_000).as_bytes())).await;
            portal.copy(size / 1_000 - 1).await;
            let stored = start.elapsed();
            portal.indexer.rebuild(&|_| ()).await.expect("indexes");
            eprintln!("{size} postings: stored in {stored:.1?}, indexed in {:.1?}", start.elapsed() - stored);
            portal
        });
        assert_eq!(portal.search.documents(), size as u64);
        let today = model::dates::parse("2026-11-24").expect("a date");
        for (name, filters) in &requests {
            let found = portal.search.list(filters, Locale::Fr, NOW, None, today, 20).expect("lists");
            assert!(found.total > 0 && found.total < size as u64 + 1, "{name} finds {}", found.total);
            group.bench_with_input(BenchmarkId::new(*name, size), filters, |bencher, filters| {
                bencher.iter(|| portal.search.list(black_box(filters), Locale::Fr, NOW, None, today, 20).expect("lists"));
            });
        }
    }
    group.finish();
}

/// Pages, rendered whole from the samples through the router, uncompressed.
fn pages(criterion: &mut Criterion, runtime: &Runtime) {
    let (portal, router) = runtime.block_on(async {
        let mut portal = Portal::new(Durability::None).await;
        portal.store.seed_sample().await.expect("the samples");
        portal.indexer.catch_up().await.expect("indexes");
        let router = portal.router(true);
        (portal, router)
    });
    let mut group = criterion.benchmark_group("page");
    for path in ["/fr", "/fr/possibilites", "/fr/possibilites?q=ing%C3%A9nieure&kind=job", "/api/v1/opportunities"] {
        group.bench_function(path, |bencher| {
            bencher.to_async(runtime).iter(async || {
                let request = Request::get(path).body(Body::empty()).expect("a request");
                let response = router.clone().oneshot(request).await.expect("never fails");
                assert_eq!(response.status(), StatusCode::OK);
                response.into_body().collect().await.expect("a body").to_bytes().len()
            });
        });
    }
    group.finish();
    drop(portal);
}

/// A feed of five thousand rows into a fresh database, as hard on disk as in production; then the same again.
fn imports(criterion: &mut Criterion, runtime: &Runtime) {
    const ROWS: usize = 5_000;
    let feed = postings(ROWS);
    let mut group = criterion.benchmark_group("import");
    group.throughput(Throughput::Elements(ROWS as u64)).sample_size(10);
    group.bench_function("new rows", |bencher| {
        bencher.to_async(runtime).iter_custom(async |times| {
            let mut spent = Duration::ZERO;
            for _ in 0..times {
                let portal = Portal::new(Durability::Full).await;
                let start = Instant::now();
                let fates = portal.take(&read(Format::Json, feed.as_bytes())).await;
                spent += start.elapsed();
                assert!(fates.iter().all(|fate| *fate == Fate::Created));
            }
            spent
        });
    });
    let portal = runtime.block_on(async {
        let portal = Portal::new(Durability::Full).await;
        portal.take(&read(Format::Json, feed.as_bytes())).await;
        portal
    });
    group.bench_function("the same again", |bencher| {
        bencher.to_async(runtime).iter(async || {
            let fates = portal.take(&read(Format::Json, feed.as_bytes())).await;
            assert!(fates.iter().all(|fate| *fate == Fate::Unchanged));
        });
    });
    group.finish();
}

/// The readers alone: bytes to rows.
fn readers(criterion: &mut Criterion) {
    const ROWS: usize = 5_000;
    let mut group = criterion.benchmark_group("read");
    group.throughput(Throughput::Elements(ROWS as u64));
    for (name, format, feed) in [("Job Bank", Format::Jobbank, job_bank(ROWS)), ("JSON", Format::Json, postings(ROWS).into_bytes())] {
        assert_eq!(read(format, &feed).len(), ROWS);
        group.bench_function(name, |bencher| bencher.iter(|| read(format, black_box(&feed)).len()));
    }
    group.finish();
}

/// A month of the Job Bank: the good rows of the test feed again and again, each with a number of its own.
fn job_bank(rows: usize) -> Vec<u8> {
    let bytes = include_bytes!("../tests/feeds/job_bank_fr.csv");
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    let text = String::from_utf16(&units).expect("UTF-16");
    let mut lines = text.lines();
    let mut feed = format!("{}\r\n", lines.next().expect("a header"));
    let good: Vec<&str> =
        lines.filter_map(|line| line.split_once('\t')).map(|(_, rest)| rest).filter(|rest| !rest.starts_with("NA")).collect();
    for (n, rest) in (0..rows).zip(good.iter().cycle()) {
        write!(feed, "{}\t{rest}\r\n", 70_000_000 + n).expect("a string");
    }
    feed.encode_utf16().flat_map(u16::to_le_bytes).collect()
}
