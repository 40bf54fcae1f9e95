//! How well search finds official occupational titles: either gender, the other language, without accents, with a typo.
//!
//! `make recall TITLES=DIR` reads the files of a folder by their columns, whatever their names:
//!
//! | columns | asked |
//! | --- | --- |
//! | `masculine`, `feminine` | the masculine title is posted, the feminine one is typed |
//! | `label_fr`, `label_en` or `title_fr`, `title_en` | the French title is posted, the English one is typed |
//! | `lang`, `title` and every French title above | as posted, without its accents; then with one typo |
//!
//! Each kind of question has an index of its own, of the titles of its file. A posting with the same words as the one sought counts
//! as found: nobody could tell them apart. `--misses N` shows what was not found.

use clap::Parser;
use model::dates::Date;
use model::locale::Locale;
use model::opportunities::Kind;
use model::opportunities::filters::Filters;
use model::opportunities::record::Record;
use server::clock::Clock;
use server::import::{Admission, Given, Row};
use server::search::Search;
use server::search::indexer::Indexer;
use server::search::lexicon::{Lexicon, Tables};
use server::store::{Durability, ImportOptions, Store};
use server::text::fold;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// 2026-11-24 at 15:00 UTC.
const NOW: i64 = 1_795_532_400;
/// How many of the best are looked at.
const TOP: usize = 10;
/// The most titles asked of one file: more say nothing new.
const MOST: usize = 4_000;

/// Measures recall on files of official titles.
#[derive(Parser)]
struct Line {
    /// The folder of the files.
    titles: PathBuf,
    /// Shows so many of the titles that were not found, for each question.
    #[arg(long, default_value_t = 0)]
    misses: usize,
    /// Reads the lexicon from the three tables of this folder, not from those built in.
    #[arg(long)]
    lexicon: Option<PathBuf>,
    /// Asks only the questions whose name has this in it: `the other gender`, `the other language`, `accents and typos`.
    #[arg(long, default_value = "")]
    only: String,
}

/// What is posted and what is typed.
struct Question {
    posted: String,
    typed: String,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let line = Line::parse();
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(&line.titles)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    files.retain(|path| path.extension().is_some_and(|extension| extension == "csv"));
    files.sort();
    println!("{:<34} {:<42} {:>7} {:>9}", "file", "question", "asked", "recall@10");
    for path in files {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_path(&path)?;
        let columns = reader.headers()?.clone();
        let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>()?;
        let column = |name: &str| columns.iter().position(|column| column == name);
        let cells = |at: usize| rows.iter().filter_map(move |row| Some(row.get(at)?.trim().to_owned())).filter(|cell| !cell.is_empty());
        if let (Some(m), Some(f)) = (column("masculine"), column("feminine")) {
            let questions = rows.iter().filter_map(|row| genders(row.get(m)?, row.get(f)?)).collect();
            ask(&name, "the other gender", questions, &line).await?;
            without_accents_and_with_a_typo(&name, cells(f).collect(), &line).await?;
        }
        let pair = [("label_fr", "label_en"), ("title_fr", "title_en")].into_iter().find_map(|(fr, en)| Some((column(fr)?, column(en)?)));
        if let Some((fr, en)) = pair {
            let question = |row: &csv::StringRecord| Some(Question { posted: row.get(fr)?.to_owned(), typed: row.get(en)?.to_owned() });
            ask(&name, "the other language", rows.iter().filter_map(question).collect(), &line).await?;
            without_accents_and_with_a_typo(&name, cells(fr).collect(), &line).await?;
        }
        if let (Some(lang), Some(title)) = (column("lang"), column("title")) {
            let french = rows.iter().filter(|row| row.get(lang) == Some("fr")).filter_map(|row| Some(row.get(title)?.to_owned()));
            without_accents_and_with_a_typo(&name, french.collect(), &line).await?;
        }
    }
    Ok(())
}

/// The masculine column gives the name alone, the feminine one its complement too: *Accompagnateur*, *Accompagnatrice de voyages*.
fn genders(masculine: &str, feminine: &str) -> Option<Question> {
    let head = masculine.split_whitespace().count();
    let complement: Vec<&str> = feminine.split_whitespace().skip(head).collect();
    let posted = std::iter::once(masculine.trim()).chain(complement).collect::<Vec<_>>().join(" ");
    (!masculine.trim().is_empty() && !feminine.trim().is_empty()).then(|| Question { posted, typed: feminine.trim().to_owned() })
}

async fn without_accents_and_with_a_typo(name: &str, titles: Vec<String>, line: &Line) -> Result<(), Box<dyn std::error::Error>> {
    if !"accents and typos".contains(&line.only) {
        return Ok(());
    }
    let mut titles: Vec<String> = titles.into_iter().collect::<BTreeSet<_>>().into_iter().collect();
    let step = titles.len().div_ceil(MOST).max(1);
    titles = titles.into_iter().step_by(step).collect();
    let search = index(titles.iter(), line).await?;
    let mut same = 0;
    for title in &titles {
        let plain = without_accents(title);
        same += usize::from(top(&search, title)? == top(&search, &plain)?);
    }
    report(name, "without accents, the same ten", titles.len(), same);
    let questions: Vec<Question> =
        (0..).zip(&titles).filter_map(|(n, title)| Some(Question { typed: with_typo(title, n)?, posted: title.clone() })).collect();
    answer(&search, name, "one typo", &questions, line)
}

async fn ask(name: &str, what: &str, questions: Vec<Question>, line: &Line) -> Result<(), Box<dyn std::error::Error>> {
    if !what.contains(&line.only) {
        return Ok(());
    }
    let search = index(questions.iter().map(|question| &question.posted), line).await?;
    let step = questions.len().div_ceil(MOST).max(1);
    let asked: Vec<Question> = questions.into_iter().step_by(step).collect();
    answer(&search, name, what, &asked, line)
}

fn answer(search: &Opened, name: &str, what: &str, questions: &[Question], line: &Line) -> Result<(), Box<dyn std::error::Error>> {
    let mut found = 0;
    let mut shown = 0;
    for question in questions {
        let sought = fold(&question.posted);
        if top(search, &question.typed)?.iter().any(|title| fold(title) == sought) {
            found += 1;
        } else if shown < line.misses {
            shown += 1;
            println!("    {:?} did not find {:?}, but {:?}", question.typed, question.posted, top(search, &question.typed)?);
        }
    }
    report(name, what, questions.len(), found);
    Ok(())
}

fn report(name: &str, what: &str, asked: usize, found: usize) {
    println!("{name:<34} {what:<42} {asked:>7} {:>9.4}", found as f64 / asked.max(1) as f64);
}

/// An index and the folder it stands in.
struct Opened {
    search: Search,
    _folder: tempfile::TempDir,
}

async fn index(titles: impl Iterator<Item = &String>, line: &Line) -> Result<Opened, Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let url = format!("sqlite:{}", folder.path().join("recall.db").display());
    let store = Store::open(&url, Clock::fixed(NOW), Durability::None).await?;
    let options = ImportOptions { source: "recall".to_owned(), publish: true, sample: false, actor: "recall".to_owned() };
    let titles: BTreeSet<&String> = titles.collect();
    let rows: Vec<Row> = (1..)
        .zip(titles)
        .map(|(line, title)| {
            let mut record = Record::new(line.to_string(), Kind::Job);
            record.title.fr = Some(title.clone());
            Row { line, record, given: Given::All, admission: Admission::Inside }
        })
        .collect();
    for batch in rows.chunks(500) {
        store.import(batch, &options).await?;
    }
    let search = Search::open(&folder.path().join("index"))?;
    if let Some(folder) = &line.lexicon {
        search.set_lexicon(Lexicon::new(&Tables::of_folder(folder)?, Vec::new())?);
    }
    Indexer::open(store, search.clone())?.catch_up().await?;
    Ok(Opened { search, _folder: folder })
}

fn top(opened: &Opened, typed: &str) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let filters = Filters { q: typed.chars().take(200).collect(), ..Filters::default() };
    let today = Date::new(2026, 11, 24).ok_or("a date")?;
    let list = opened.search.list(&filters, Locale::Fr, NOW, None, today, TOP)?;
    Ok(list.items.into_iter().map(|item| item.title).collect())
}

fn without_accents(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    use unicode_normalization::char::is_combining_mark;
    text.nfd().filter(|c| !is_combining_mark(*c)).collect::<String>().replace('œ', "oe").replace('Œ', "OE")
}

/// One typo in the longest word: a letter left out, doubled, changed or swapped with the next, by turns.
fn with_typo(title: &str, n: usize) -> Option<String> {
    let (from, word) = title
        .split(|c: char| !c.is_alphabetic())
        .map(|word| (word.as_ptr() as usize - title.as_ptr() as usize, word))
        .filter(|(_, word)| word.chars().count() >= 5)
        .max_by_key(|(_, word)| word.chars().count())?;
    let mut letters: Vec<char> = word.chars().collect();
    let at = 1 + n % (letters.len() - 2);
    match n % 4 {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, letters[at]),
        2 => letters[at] = if letters[at] == 'k' { 'w' } else { 'k' },
        _ => letters.swap(at, at - 1),
    }
    let changed: String = letters.into_iter().collect();
    (changed != word).then(|| format!("{}{changed}{}", &title[..from], &title[from + word.len()..]))
}
