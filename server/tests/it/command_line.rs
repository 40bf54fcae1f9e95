//! The program at a terminal: what it reads, what it says, how it ends.

use crate::db::{Start, each_database, sqlite_bytes};
use model::opportunities::record::Record;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// The program, with nothing of whoever runs the tests.
pub fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quebec-attire"));
    command.env_clear();
    command
}

/// A feed of the folder of feeds.
fn feed(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/feeds").join(name)
}

/// A data folder whose database has the content already: a run that does not test seeding need not seed.
pub async fn data() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("quebec-attire.db"), sqlite_bytes(Start::Seeded).await).expect("a copy");
    folder
}

/// What a run said.
struct Said {
    code: Option<i32>,
    out: String,
    err: String,
}

fn said(output: Output) -> Said {
    Said {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).expect("UTF-8"),
        err: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

fn run(data: &Path, arguments: &[&str]) -> Said {
    said(program().args(arguments).arg("--data").arg(data).stdin(Stdio::null()).output().expect("runs"))
}

fn import(data: &Path, name: &str, more: &[&str]) -> Said {
    let file = feed(name).display().to_string();
    let arguments: Vec<&str> = ["import", &file].into_iter().chain(more.iter().copied()).collect();
    run(data, &arguments)
}

/// Hands a feed to standard input in pieces.
fn import_pieces(data: &Path, pieces: &[&[u8]], more: &[&str]) -> Said {
    let mut command = program();
    command.args(["import", "-"]).args(more).arg("--data").arg(data);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("runs");
    let mut input = child.stdin.take().expect("an input");
    for piece in pieces {
        // A program that gave up does not read the rest.
        let _ = input.write_all(piece);
        let _ = input.flush();
        #[expect(clippy::disallowed_methods, reason = "a slow pipe is what is tested")]
        std::thread::sleep(std::time::Duration::from_millis(if pieces.len() > 1 { 300 } else { 0 }));
    }
    drop(input);
    said(child.wait_with_output().expect("ends"))
}

/// What `export` writes, one record a line.
fn exported(data: &Path, arguments: &[&str]) -> Vec<Record> {
    let arguments: Vec<&str> = ["export"].into_iter().chain(arguments.iter().copied()).collect();
    let said = run(data, &arguments);
    assert_eq!(said.code, Some(0), "{}", said.err);
    said.out.lines().map(|line| serde_json::from_str(line).expect("a record")).collect()
}

#[tokio::test]
async fn a_good_feed_ends_with_0_and_the_same_again_changes_nothing() {
    let data = data().await;
    let first = import(data.path(), "postings_utf8.csv", &["--publish"]);
    assert_eq!(first.code, Some(0), "{}", first.err);
    assert!(first.out.contains("2 rows of \"csv\"") && first.out.contains("2 new and published"), "{}", first.out);
    let again = import(data.path(), "postings_utf8.csv", &["--publish"]);
    assert_eq!(again.code, Some(0));
    assert!(again.out.contains("2 as they were"), "{}", again.out);
    assert_eq!(exported(data.path(), &[]).len(), 2);
}

#[tokio::test]
async fn bad_rows_are_told_with_line_field_and_remedy_and_the_run_ends_with_2() {
    let data = data().await;
    let told = import(data.path(), "postings_bad.csv", &["--publish"]);
    assert_eq!(told.code, Some(2), "{}", told.out);
    for line in
        ["line 3: numero: ", "line 4: titre: ", "line 5: date_fermeture: ", "line 6: salaire_min: ", "line 7: periode: ", "line 8: lien: "]
    {
        let reason = told.err.lines().find_map(|said| said.strip_prefix(line));
        assert!(reason.is_some_and(|reason| reason.len() > 20), "{line} in {}", told.err);
    }
    assert!(told.out.contains("13 rows") && told.out.contains("3 new and published") && told.out.contains("10 bad"), "{}", told.out);
    let mut ids: Vec<_> = exported(data.path(), &[]).into_iter().map(|record| record.external_id).collect();
    ids.sort_unstable();
    assert_eq!(ids, ["B1", "B10", "B13"], "the good rows are in");
}

#[tokio::test]
async fn a_feed_that_cannot_be_read_ends_with_1_and_says_why() {
    let data = data().await;
    let missing = run(data.path(), &["import", "/nowhere/feed.csv"]);
    assert_eq!(missing.code, Some(1));
    assert!(missing.err.contains("/nowhere/feed.csv"), "{}", missing.err);
    let unknown = import_pieces(data.path(), &[b"a,b\n1,2\n"], &[]);
    assert_eq!(unknown.code, Some(1));
    assert!(unknown.err.contains("--format"), "{}", unknown.err);
    let wrong = import(data.path(), "postings.json", &["--format", "csv"]);
    assert_eq!(wrong.code, Some(1));
    assert!(wrong.err.contains("external_id"), "{}", wrong.err);
    let region = import(data.path(), "job_bank_fr.csv", &["--region", "Qubec/Lévis"]);
    assert_eq!(region.code, Some(1));
    assert!(region.err.contains("--region Qubec/Lévis"), "{}", region.err);
    assert_eq!(exported(data.path(), &[]).len(), 0);
}

#[tokio::test]
async fn a_feed_may_come_by_standard_input_even_slowly() {
    let data = data().await;
    let json = b"{\"external_id\":\"1\",\"title\":{\"fr\":\"Soudeuse\"}}\n";
    let whole = import_pieces(data.path(), &[json], &["--publish", "--source", "a"]);
    assert_eq!(whole.code, Some(0), "{}", whole.err);
    assert!(whole.out.contains("1 rows of \"a\""), "{}", whole.out);
    let slow = import_pieces(data.path(), &[b"nume", b"ro;ti", b"tre\n1;Soudeuse\n"], &["--publish", "--source", "b"]);
    assert_eq!(slow.code, Some(0), "the format is told from more than the first bytes of a pipe: {}", slow.err);
    assert_eq!(exported(data.path(), &["--source", "b"]).len(), 1);
}

#[tokio::test]
async fn every_format_is_told_by_its_content_and_names_its_source() {
    let data = data().await;
    for (name, source, code) in [
        ("job_bank_fr.csv", "jobbank", 2),
        ("postings_windows_1252.csv", "csv", 0),
        ("postings.ndjson", "json", 2),
        ("aggregator.xml", "xml", 2),
        ("page.html", "json-ld", 0),
    ] {
        let told = import(data.path(), name, &["--publish"]);
        assert_eq!(told.code, Some(code), "{name}: {}", told.err);
        assert!(told.out.contains(&format!("rows of \"{source}\"")), "{name}: {}", told.out);
        assert!(!exported(data.path(), &["--source", source]).is_empty(), "{name}");
    }
}

#[tokio::test]
async fn a_region_is_told_and_its_rows_alone_are_taken() {
    let data = data().await;
    let told = import(data.path(), "job_bank_fr.csv", &["--publish", "--region", "Québec/Capitale-Nationale"]);
    for line in ["11 new and published", "7 outside the region", "1 kept aside"] {
        assert!(told.out.contains(line), "{line} in {}", told.out);
    }
}

#[tokio::test]
async fn a_dry_run_says_what_would_happen_and_writes_nothing() {
    let data = data().await;
    let told = import(data.path(), "postings_utf8.csv", &["--publish", "--dry-run"]);
    assert_eq!(told.code, Some(0));
    assert!(told.out.contains("2 new and published") && told.out.contains("nothing was written"), "{}", told.out);
    assert_eq!(exported(data.path(), &[]).len(), 0);
}

/// A feed of some postings of ten.
fn ten(numbers: std::ops::Range<u32>) -> Vec<u8> {
    numbers.fold(Vec::new(), |mut feed, n| {
        writeln!(feed, "{{\"external_id\":\"{n}\",\"title\":{{\"fr\":\"Poste {n}\"}}}}").expect("writes");
        feed
    })
}

#[tokio::test]
async fn a_whole_feed_closes_what_it_no_longer_carries_unless_that_is_a_surprise() {
    let data = data().await;
    let take = |feed: &[u8], more: &[&str]| {
        let more: Vec<&str> = ["--publish", "--source", "a"].into_iter().chain(more.iter().copied()).collect();
        import_pieces(data.path(), &[feed], &more)
    };
    let withdrawn =
        || exported(data.path(), &[]).into_iter().filter(|record| record.status == Some(model::opportunities::Status::Withdrawn)).count();
    take(&ten(0..10), &[]);
    let rehearsed = take(&ten(0..8), &["--close-missing", "--dry-run"]);
    assert!(rehearsed.out.contains("2 would be closed"), "{}", rehearsed.out);
    assert_eq!(withdrawn(), 0);
    let closed = take(&ten(0..8), &["--close-missing"]);
    assert_eq!(closed.code, Some(0), "{}", closed.err);
    assert!(closed.out.contains("2 closed"), "{}", closed.out);
    assert_eq!(withdrawn(), 2);
    let surprise = take(&ten(0..2), &["--close-missing"]);
    assert_eq!(surprise.code, Some(1));
    assert!(surprise.err.contains("6 of 8") && surprise.err.contains("--force"), "{}", surprise.err);
    assert_eq!(withdrawn(), 2);
    let spoilt = take(&[ten(0..7), b"{}\n".to_vec()].concat(), &["--close-missing"]);
    assert_eq!(spoilt.code, Some(1));
    assert!(spoilt.err.contains("could not be read") && spoilt.err.contains("--force"), "{}", spoilt.err);
    let forced = take(&ten(0..2), &["--close-missing", "--force"]);
    assert_eq!(forced.code, Some(0), "{}", forced.err);
    assert_eq!(withdrawn(), 8);
    let back = take(&ten(0..10), &["--close-missing"]);
    assert!(back.out.contains("8 changed") && back.out.contains("0 closed"), "{}", back.out);
    assert_eq!(withdrawn(), 0);
}

#[tokio::test]
async fn what_is_exported_to_a_file_comes_back_as_it_was() {
    let data = data().await;
    import(data.path(), "postings_utf8.csv", &["--publish"]);
    import(data.path(), "job_bank_en.csv", &["--publish"]);
    let file = data.path().join("export.ndjson").display().to_string();
    let told = run(data.path(), &["export", &file]);
    assert_eq!((told.code, told.out.as_str()), (Some(0), ""));
    assert!(told.err.contains("21 opportunities written"), "{}", told.err);
    let of_one = exported(data.path(), &["--source", "csv"]);
    assert_eq!(of_one.len(), 2);
    let elsewhere = self::data().await;
    let taken = run(elsewhere.path(), &["import", &file, "--publish", "--source", "all"]);
    assert_eq!(taken.code, Some(0), "{}", taken.err);
    assert!(taken.out.contains("21 rows"), "{}", taken.out);
    assert_eq!(exported(elsewhere.path(), &[]), exported(data.path(), &[]));
}

#[test]
fn migrate_makes_a_database_and_says_what_is_in_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("new/data");
    let told = run(&data, &["migrate"]);
    assert_eq!(told.code, Some(0), "{}", told.err);
    assert!(told.out.contains("sqlite database is up to date"), "{}", told.out);
    assert!(data.join("quebec-attire.db").exists());
    import(&data, "postings_utf8.csv", &["--publish"]);
    let told = run(&data, &["migrate"]);
    assert!(told.out.contains("2 opportunities are published"), "{}", told.out);
}

#[tokio::test]
async fn reindex_builds_the_index_and_says_how_much_is_in_it() {
    let data = data().await;
    import(data.path(), "postings_utf8.csv", &["--publish"]);
    let told = run(data.path(), &["reindex"]);
    assert_eq!(told.code, Some(0), "{}", told.err);
    assert!(told.out.contains("2 opportunities"), "{}", told.out);
    assert!(data.path().join("index/meta.json").exists());
}

#[test]
fn openapi_prints_the_document_that_is_served() {
    let told = said(program().arg("openapi").output().expect("runs"));
    assert_eq!(told.code, Some(0));
    let printed: serde_json::Value = serde_json::from_str(&told.out).expect("JSON");
    let served: serde_json::Value = serde_json::from_str(&server::http::api::openapi().to_pretty_json().expect("JSON")).expect("JSON");
    assert_eq!(printed, served);
}

#[test]
fn an_address_that_is_no_database_is_refused_in_words() {
    let folder = tempfile::tempdir().expect("a folder");
    let told = run(folder.path(), &["migrate", "--database-url", "mysql://x/y"]);
    assert_eq!(told.code, Some(1));
    assert!(told.err.contains("sqlite:FILE"), "{}", told.err);
    let told = run(folder.path(), &["migrate", "--database-url", "postgres://nobody@127.0.0.1:1/nothing"]);
    assert_eq!(told.code, Some(1));
    assert!(told.err.starts_with("quebec-attire: ") && !told.err.contains("panicked"), "{}", told.err);
}

#[test]
fn every_command_says_how_it_is_used() {
    for command in ["serve", "migrate", "import", "export", "reindex", "openapi"] {
        let told = said(program().args([command, "--help"]).output().expect("runs"));
        assert_eq!(told.code, Some(0), "{command}");
        assert!(told.out.contains("Usage: quebec-attire"), "{command}: {}", told.out);
    }
    let told = said(program().args(["serve", "--help"]).output().expect("runs"));
    for variable in ["QA_LISTEN", "QA_DATA", "QA_DATABASE_URL", "QA_PUBLIC_URL", "QA_PRODUCTION"] {
        assert!(told.out.contains(variable), "{variable}");
    }
}

each_database!(the_command_line_works_on_this_database, Seeded, |db| {
    let folder = tempfile::tempdir().expect("a folder");
    let told = import(folder.path(), "postings_utf8.csv", &["--publish", "--database-url", &db.url]);
    assert_eq!(told.code, Some(0), "{}", told.err);
    assert_eq!(exported(folder.path(), &["--database-url", &db.url]).len(), 2);
    let told = run(folder.path(), &["reindex", "--database-url", &db.url]);
    assert!(told.out.contains("2 opportunities"), "{} {}", told.out, told.err);
    assert_eq!(db.store.count_by_status().await.expect("counts"), [("published".to_owned(), 2)]);
});

#[tokio::test]
async fn official_names_are_taken_in_told_and_taken_away() {
    let data = data().await;
    let file = data.path().join("occupations_en.csv");
    std::fs::write(
        &file,
        "conceptType,conceptUri,preferredLabel,altLabels\nOccupation,http://x/occupation/a-1,zorb pilot,\"blimper\nzorber\"\n",
    )
    .expect("a file");
    let lexicon = |arguments: &[&str]| run(data.path(), &[&["lexicon"], arguments].concat());
    let empty = lexicon(&["list"]);
    assert!(empty.out.contains("Nothing was taken in"), "{}", empty.out);
    let taken = lexicon(&["import", &file.display().to_string()]);
    assert_eq!(taken.code, Some(0), "{}", taken.err);
    assert!(taken.out.contains("1 concepts of esco"), "{}", taken.out);
    assert_eq!(lexicon(&["list"]).out.trim(), "esco en: 1");
    assert_eq!(lexicon(&["remove", "esco"]).code, Some(0));
    assert_eq!(lexicon(&["remove", "esco"]).code, Some(2), "there is nothing left to take away");
    std::fs::write(&file, "a,b\n1,2\n").expect("a file");
    let refused = lexicon(&["import", &file.display().to_string()]);
    assert!(refused.code == Some(1) && refused.err.contains("occupations_en.csv") && refused.err.contains("ROME"), "{}", refused.err);
}

#[tokio::test]
async fn what_is_generated_is_taken_in() {
    let data = data().await;
    let made = said(program().args(["generate", "--count", "60", "--seed", "3"]).output().expect("runs"));
    assert_eq!((made.code, made.out.lines().count()), (Some(0), 60), "{}", made.err);
    let file = data.path().join("generated.json");
    std::fs::write(&file, &made.out).expect("a file");
    let taken = run(data.path(), &["import", &file.display().to_string(), "--publish"]);
    assert_eq!(taken.code, Some(0), "{}{}", taken.out, taken.err);
    assert_eq!(run(data.path(), &["export"]).out.lines().count(), 60);
}

#[tokio::test]
async fn demand_is_told_even_when_nothing_was_asked() {
    let data = data().await;
    let told = run(data.path(), &["demand", "--days", "7"]);
    assert_eq!(told.code, Some(0), "{}", told.err);
    assert_eq!(told.out.matches("nothing yet").count(), 3, "{}", told.out);
}
