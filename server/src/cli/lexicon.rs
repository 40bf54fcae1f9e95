//! `lexicon`.

use super::{Failure, open_store};
use crate::config::DataArgs;
use crate::import::lexicon::read;
use crate::import::text::decode::Decoded;
use clap::{Args, Subcommand};
use model::locale::Locale;
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What to do with the lexicon.
#[derive(Args, Debug)]
pub struct LexiconArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Take in names from official files: NOC 2021, ROME, ESCO, as their publishers ship them. Taking in a file again renews it.
    Import {
        /// The files, in any order.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// The language of ESCO's files, when their names do not end with it (`occupations_fr.csv`).
        #[arg(long, value_parser = ["fr", "en"])]
        lang: Option<String>,
        #[command(flatten)]
        data: DataArgs,
    },
    /// Tell what was taken in.
    List(DataArgs),
    /// Take away the names of a source: `noc`, `rome` or `esco`.
    Remove {
        /// The source.
        source: String,
        #[command(flatten)]
        data: DataArgs,
    },
}

/// Exit status: 0 when every row is in, 2 when some were bad, 1 when a file or the database failed.
pub async fn run(args: LexiconArgs) -> Result<ExitCode, Failure> {
    match args.command {
        Command::Import { files, lang, data } => import(&files, lang.as_deref().and_then(Locale::parse), &data).await,
        Command::List(data) => {
            let store = open_store(&data).await?;
            let sources = store.name_sources().await?;
            if sources.is_empty() {
                println!("Nothing was taken in: search uses the lexicon of the program alone.");
            }
            sources.iter().for_each(|(source, lang, count)| println!("{source} {lang}: {count}"));
            store.close().await;
            Ok(ExitCode::SUCCESS)
        }
        Command::Remove { source, data } => {
            let store = open_store(&data).await?;
            let removed = store.remove_names(&source).await?;
            println!("{removed} lines of {source} are taken away.");
            store.close().await;
            Ok(if removed > 0 { ExitCode::SUCCESS } else { ExitCode::from(2) })
        }
    }
}

async fn import(files: &[PathBuf], lang: Option<Locale>, data: &DataArgs) -> Result<ExitCode, Failure> {
    let store = open_store(data).await?;
    let mut is_whole = true;
    for file in files {
        let shown = file.display();
        let input = File::open(file).map_err(|error| format!("{shown} cannot be opened: {error}"))?;
        let read =
            read(Decoded::new(BufReader::new(input)), lang.or_else(|| lang_of(file))).map_err(|error| format!("{shown}: {error}"))?;
        store.put_names(read.publication.source(), &read.named).await?;
        println!("{shown}: {} concepts of {}", read.named.len(), read.publication.source());
        for row in &read.bad {
            eprintln!("{shown}: line {}: {}: {}", row.line, row.field, row.reason);
        }
        is_whole &= read.bad.is_empty();
    }
    println!("The index is built anew with them, by the server that runs or at its next start.");
    store.close().await;
    Ok(if is_whole { ExitCode::SUCCESS } else { ExitCode::from(2) })
}

/// The language that the name of a file ends with: `occupations_fr.csv`.
fn lang_of(file: &Path) -> Option<Locale> {
    Locale::parse(file.file_stem()?.to_str()?.rsplit_once('_')?.1)
}
