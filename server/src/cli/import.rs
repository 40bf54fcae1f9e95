//! `import`.

use super::{Failure, open_store};
use crate::config::DataArgs;
use crate::import::region::Regions;
use crate::import::{self, BadRow, FeedError, Format, Row, detect};
use crate::store::{Fate, ImportOptions, Store};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use std::collections::{BTreeMap, HashSet};
use std::io::{BufReader, Cursor, Read};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;
use tokio::sync::mpsc;

/// How many rows are written in one transaction.
const BATCH: usize = 500;
/// How much of a feed tells its format, in bytes.
const HEAD: u64 = 64 << 10;
/// How many bad rows are told one by one; the others are counted.
const TOLD: usize = 100;

/// What to take in, and how.
#[derive(Args, Debug)]
pub struct ImportArgs {
    /// The feed: a file, or `-` for standard input.
    file: PathBuf,
    /// Its format; told by the content unless given.
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// The name of the feed, part of each posting's identity: give each feed its own and keep it. By default the format.
    #[arg(long)]
    source: Option<String>,
    /// Take only what is there: `PROVINCE`, `PROVINCE/REGION-OR-CITY`, or a region or city. May be given several times.
    #[arg(long)]
    region: Vec<String>,
    /// Publish what has a French title; without it, new postings wait as drafts.
    #[arg(long)]
    publish: bool,
    /// Say what would happen, and do nothing.
    #[arg(long)]
    dry_run: bool,
    /// The feed is whole: close the postings of its source that it no longer carries.
    #[arg(long)]
    close_missing: bool,
    /// Close them even when they are more than 30 % of the source, or when some rows could not be read.
    #[arg(long, requires = "close_missing")]
    force: bool,
    #[command(flatten)]
    data: DataArgs,
}

/// What comes out of the reader.
enum Read1 {
    Rows(Vec<Row>),
    Bad(BadRow),
    Failed(FeedError),
}

/// What became of the feed.
#[derive(Default)]
struct Report {
    fates: BTreeMap<&'static str, u64>,
    bad: Vec<BadRow>,
    bad_count: u64,
    rows: u64,
    seen: HashSet<String>,
}

/// Exit status: 0 when every row is in, 2 when some were bad, 1 when the feed or the database failed.
pub async fn run(args: ImportArgs) -> Result<ExitCode, Failure> {
    let store = open_store(&args.data).await?;
    let start = Instant::now();
    let regions = Regions::parse(&args.region)?;
    let (input, size): (Box<dyn Read + Send>, Option<u64>) = if args.file.as_os_str() == "-" {
        (Box::new(std::io::stdin()), None)
    } else {
        let file = std::fs::File::open(&args.file).map_err(|error| format!("{} cannot be opened: {error}", args.file.display()))?;
        let size = file.metadata().ok().map(|meta| meta.len());
        (Box::new(file), size)
    };
    let bar = progress(size);
    let mut input = BufReader::with_capacity(256 << 10, bar.wrap_read(input));
    // A pipe may bring its first bytes one by one: the head is waited for.
    let mut head = Vec::new();
    (&mut input).take(HEAD).read_to_end(&mut head)?;
    let format = match args.format {
        Some(format) => format,
        None => {
            let name = args.file.file_name().and_then(|name| name.to_str());
            detect::detect(name, &head).ok_or("the format cannot be told from the content; give --format")?
        }
    };
    let input = Cursor::new(head).chain(input);
    let source = args.source.clone().unwrap_or_else(|| word(format).to_owned());
    let options = ImportOptions { source, publish: args.publish, sample: false, actor: "import".to_owned() };
    let (sender, receiver) = mpsc::channel(4);
    let reader = tokio::task::spawn_blocking(move || read(format, input, &regions, &sender));
    let report = write(&store, &options, args.dry_run, receiver).await;
    reader.await?;
    bar.finish_and_clear();
    let report = report?;
    tell(&report, &options, args.dry_run, start);
    if args.close_missing {
        close_missing(&store, &options, &report, &args).await?;
    }
    store.close().await;
    Ok(if report.bad_count == 0 { ExitCode::SUCCESS } else { ExitCode::from(2) })
}

/// The default source of a format.
fn word(format: Format) -> &'static str {
    match format {
        Format::Jobbank => "jobbank",
        Format::Csv => "csv",
        Format::Json => "json",
        Format::JsonLd => "json-ld",
        Format::Xml => "xml",
    }
}

fn progress(size: Option<u64>) -> ProgressBar {
    let (bar, template) = match size {
        Some(size) => (ProgressBar::new(size), "{bar:40} {bytes}/{total_bytes} {bytes_per_sec} {eta}"),
        None => (ProgressBar::new_spinner(), "{spinner} {bytes} {bytes_per_sec}"),
    };
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

/// Reads on a thread of its own; the channel keeps it from running ahead of the database.
fn read(format: Format, input: impl Read, regions: &Regions, out: &mpsc::Sender<Read1>) {
    let rows = match import::open(format, input, regions) {
        Ok(rows) => rows,
        Err(error) => {
            // The other side may have given up already; then nobody listens.
            let _ = out.blocking_send(Read1::Failed(error));
            return;
        }
    };
    let mut batch = Vec::with_capacity(BATCH);
    for row in rows {
        let message = match row {
            Ok(Ok(row)) => {
                batch.push(row);
                if batch.len() < BATCH {
                    continue;
                }
                Read1::Rows(std::mem::replace(&mut batch, Vec::with_capacity(BATCH)))
            }
            Ok(Err(bad)) => Read1::Bad(bad),
            Err(error) => Read1::Failed(error),
        };
        let failed = matches!(message, Read1::Failed(_));
        if out.blocking_send(message).is_err() || failed {
            return;
        }
    }
    let _ = out.blocking_send(Read1::Rows(batch));
}

async fn write(store: &Store, options: &ImportOptions, dry_run: bool, mut rows: mpsc::Receiver<Read1>) -> Result<Report, Failure> {
    let mut report = Report::default();
    while let Some(message) = rows.recv().await {
        match message {
            Read1::Failed(error) => return Err(error.into()),
            Read1::Bad(bad) => {
                report.rows += 1;
                report.bad_count += 1;
                if report.bad.len() < TOLD {
                    report.bad.push(bad);
                }
            }
            Read1::Rows(rows) => {
                let fates = if dry_run { store.rehearse_import(&rows, options).await? } else { store.import(&rows, options).await? };
                report.rows += rows.len() as u64;
                for (row, fate) in rows.into_iter().zip(fates) {
                    *report.fates.entry(describe(fate)).or_default() += 1;
                    if fate != Fate::Outside {
                        report.seen.insert(row.record.external_id);
                    }
                }
            }
        }
    }
    Ok(report)
}

fn describe(fate: Fate) -> &'static str {
    match fate {
        Fate::Created => "new and published",
        Fate::Drafted => "new and waiting as drafts",
        Fate::Changed => "changed",
        Fate::Unchanged => "as they were",
        Fate::Waiting => "kept aside until a file says where they are",
        Fate::Outside => "outside the region",
    }
}

fn tell(report: &Report, options: &ImportOptions, dry_run: bool, start: Instant) {
    for bad in &report.bad {
        eprintln!("line {}: {}: {}", bad.line, bad.field, bad.reason);
    }
    if report.bad_count > report.bad.len() as u64 {
        eprintln!("… and {} more bad rows.", report.bad_count - report.bad.len() as u64);
    }
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{} rows of \"{}\" read in {seconds:.1} s{}.",
        report.rows,
        options.source,
        if dry_run { "; nothing was written (dry run)" } else { "" }
    );
    for (fate, count) in &report.fates {
        println!("  {count} {fate}");
    }
    if report.bad_count > 0 {
        println!("  {} bad, left out (told above)", report.bad_count);
    }
}

async fn close_missing(store: &Store, options: &ImportOptions, report: &Report, args: &ImportArgs) -> Result<(), Failure> {
    let missing = store.missing(&options.source, &report.seen).await?;
    let count = missing.missing.len();
    if count == 0 {
        println!("  0 closed: the feed carries every published posting of its source");
        return Ok(());
    }
    if report.bad_count > 0 && !args.force {
        return Err(format!(
            "{count} postings are missing but {} rows could not be read: nothing was closed; use --force to close them",
            report.bad_count
        )
        .into());
    }
    if missing.is_suspicious() && !args.force {
        return Err(format!(
            "{count} of {} published postings are missing, more than 30 %: nothing was closed; check the feed, or use --force",
            missing.published
        )
        .into());
    }
    if args.dry_run {
        println!("  {count} would be closed");
        return Ok(());
    }
    store.close_missing(&missing, &options.actor).await?;
    println!("  {count} closed: the feed no longer carries them");
    Ok(())
}
