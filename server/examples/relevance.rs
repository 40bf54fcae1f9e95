//! How good the first ten are: nDCG@10 over judged queries, beside plain BM25 on the same postings.
//!
//! `make relevance` reads `server/tests/relevance/judged.csv`: a query, and for each occupation that should be found a grade from
//! 1 (related) to 3 (what was asked). The postings are the samples and four thousand generated ones (seed 1) of the common occupations, which
//! are those that were judged. A posting has the grade of its occupation; the best order there could be scores 1. Plain BM25 is the engine's own: its default words, titles twice the weight
//! of texts, any word. `--worst N` shows the queries that score least.

use clap::Parser;
use model::dates::Date;
use model::locale::Locale;
use model::opportunities::filters::Filters;
use server::clock::Clock;
use server::generate::{self, Generator};
use server::import::{Admission, Given, Row};
use server::search::Search;
use server::search::indexer::Indexer;
use server::store::{Durability, ImportOptions, Store};
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use tantivy::collector::TopDocs;
use tantivy::query::QueryParser;
use tantivy::schema::{STORED, STRING, Schema, TEXT, Value};
use tantivy::{Index, TantivyDocument, doc};
use uuid::Uuid;

/// 2026-11-24 at 15:00 UTC.
const NOW: i64 = 1_795_532_400;
/// How many of the best are judged.
const TOP: usize = 10;
/// How many postings are generated.
const GENERATED: u64 = 4_000;

/// Measures the order of results.
#[derive(Parser)]
struct Line {
    /// The judged queries.
    #[arg(default_value = "server/tests/relevance/judged.csv")]
    judged: PathBuf,
    /// The occupations of the samples.
    #[arg(long, default_value = "server/tests/relevance/samples.csv")]
    samples: PathBuf,
    /// Shows so many of the queries that score least.
    #[arg(long, default_value_t = 0)]
    worst: usize,
}

struct Judged {
    query: String,
    kind: String,
    grades: HashMap<String, u32>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let line = Line::parse();
    let judged: Vec<Judged> = csv::Reader::from_path(&line.judged)?
        .into_deserialize()
        .map(|row: Result<(String, String, String), _>| {
            row.map(|(query, grades, kind)| Judged { query, kind, grades: read_grades(&grades) })
        })
        .collect::<Result<_, _>>()?;
    let samples: HashMap<String, String> = csv::Reader::from_path(&line.samples)?.into_deserialize().collect::<Result<_, _>>()?;

    let folder = tempfile::tempdir()?;
    let url = format!("sqlite:{}", folder.path().join("relevance.db").display());
    let store = Store::open(&url, Clock::fixed(NOW), Durability::None).await?;
    store.seed().await?;
    store.seed_sample().await?;
    let today = Date::new(2026, 11, 24).ok_or("a day")?;
    let mut occupations = samples;
    let generated: Vec<Row> = (1..)
        .zip(Generator::new(1, GENERATED, today).filter(|made| generate::is_common(&made.occupation)).take(GENERATED as usize))
        .map(|(line, made)| {
            occupations.insert(made.record.external_id.clone(), made.occupation);
            Row { line, record: made.record, given: Given::All, admission: Admission::Inside }
        })
        .collect();
    let options = ImportOptions { source: "generated".to_owned(), publish: true, sample: true, actor: "relevance".to_owned() };
    for batch in generated.chunks(500) {
        store.import(batch, &options).await?;
    }
    let search = Search::open(&folder.path().join("index"))?;
    Indexer::open(store.clone(), search.clone())?.catch_up().await?;

    let mut open: Vec<(String, String, String)> = Vec::new();
    for stored in store.published_after(Uuid::nil(), 10_000).await? {
        if stored.is_open(NOW) {
            let record = stored.record;
            let text = |texts: &model::opportunities::record::Texts| {
                [texts.fr.clone(), texts.en.clone()].into_iter().flatten().collect::<Vec<_>>().join("\n")
            };
            open.push((record.external_id, text(&record.title), format!("{}\n{}", text(&record.summary), text(&record.body))));
        }
    }
    let plain = Plain::new(&open)?;
    let mut count_of: BTreeMap<&str, usize> = BTreeMap::new();
    for (id, ..) in &open {
        if let Some(occupation) = occupations.get(id) {
            *count_of.entry(occupation).or_default() += 1;
        }
    }
    let mut by_kind: BTreeMap<&str, Vec<(f64, f64)>> = BTreeMap::new();
    let mut scored = Vec::new();
    for Judged { query, kind, grades } in &judged {
        let mut ideal: Vec<u32> = grades
            .iter()
            .flat_map(|(occupation, grade)| std::iter::repeat_n(*grade, count_of.get(occupation.as_str()).copied().unwrap_or(0)))
            .collect();
        ideal.sort_unstable_by(|a, b| b.cmp(a));
        let best = gain(ideal.iter().copied());
        if best == 0.0 {
            println!("nothing posted answers {query:?}: it is left out");
            continue;
        }
        let grade = |id: &String| occupations.get(id).and_then(|occupation| grades.get(occupation)).copied().unwrap_or(0);
        let filters = Filters { q: query.clone(), ..Filters::default() };
        let list = search.list(&filters, Locale::Fr, NOW, None, today, TOP)?;
        let ours = gain(list.items.iter().map(|item| grade(&item.origin.external_id))) / best;
        let theirs = gain(plain.top(query)?.iter().map(grade)) / best;
        by_kind.entry(kind).or_default().push((ours, theirs));
        let shown = list.items.iter().map(|item| format!("{} ({})", item.title, grade(&item.origin.external_id))).collect::<Vec<_>>();
        scored.push((ours, theirs, query, shown));
    }
    println!("{:<20} {:>8} {:>8} {:>10}", "kind of query", "queries", "nDCG@10", "plain BM25");
    let mean = |pairs: &[(f64, f64)], of: fn(&(f64, f64)) -> f64| pairs.iter().map(of).sum::<f64>() / pairs.len() as f64;
    for (kind, pairs) in &by_kind {
        println!("{kind:<20} {:>8} {:>8.3} {:>10.3}", pairs.len(), mean(pairs, |pair| pair.0), mean(pairs, |pair| pair.1));
    }
    let all: Vec<(f64, f64)> = by_kind.into_values().flatten().collect();
    println!("{:<20} {:>8} {:>8.3} {:>10.3}", "all", all.len(), mean(&all, |pair| pair.0), mean(&all, |pair| pair.1));
    scored.sort_by(|a, b| a.0.total_cmp(&b.0));
    for (ours, theirs, query, shown) in scored.into_iter().take(line.worst) {
        println!("{ours:.3} {theirs:.3} {query}\n    {}", shown.join("\n    "));
    }
    Ok(())
}

fn read_grades(text: &str) -> HashMap<String, u32> {
    text.split('|').filter_map(|pair| pair.split_once('=')).filter_map(|(key, grade)| Some((key.to_owned(), grade.parse().ok()?))).collect()
}

/// The gain of the first ten, each worth less than the one before.
fn gain(grades: impl Iterator<Item = u32>) -> f64 {
    grades
        .take(TOP)
        .zip(2_u32..)
        .map(|(grade, at)| f64::from(2_u32.pow(grade) - 1) / f64::from(at).log2())
        .fold(0.0, |sum, gain| sum + gain)
}

/// The engine as it comes.
struct Plain {
    index: Index,
    parser: QueryParser,
}

impl Plain {
    fn new(postings: &[(String, String, String)]) -> tantivy::Result<Self> {
        let mut schema = Schema::builder();
        let id = schema.add_text_field("id", STRING | STORED);
        let (title, text) = (schema.add_text_field("title", TEXT), schema.add_text_field("text", TEXT));
        let index = Index::create_in_ram(schema.build());
        let mut writer = index.writer_with_num_threads(1, 50 << 20)?;
        for posting in postings {
            writer.add_document(doc!(id => posting.0.as_str(), title => posting.1.as_str(), text => posting.2.as_str()))?;
        }
        writer.commit()?;
        let mut parser = QueryParser::for_index(&index, vec![title, text]);
        parser.set_field_boost(title, 2.0);
        Ok(Self { index, parser })
    }

    fn top(&self, query: &str) -> tantivy::Result<Vec<String>> {
        let searcher = self.index.reader()?.searcher();
        let (query, _) = self.parser.parse_query_lenient(query);
        let id = searcher.schema().get_field("id")?;
        let best = searcher.search(&query, &TopDocs::with_limit(TOP).order_by_score())?;
        best.into_iter()
            .map(|(_, address)| {
                let document: TantivyDocument = searcher.doc(address)?;
                Ok(document.get_first(id).and_then(|value| value.as_str()).unwrap_or_default().to_owned())
            })
            .collect()
    }
}
