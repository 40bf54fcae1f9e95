//! `backup` and `restore`.

use super::Failure;
use crate::backup::{self, Restore};
use crate::clock::Clock;
use crate::config::DataArgs;
use clap::Args;
use std::path::PathBuf;

/// Where a backup is written.
#[derive(Args, Debug)]
pub struct BackupArgs {
    /// The file to write, a ZIP archive; it must not be there yet.
    file: PathBuf,
    #[command(flatten)]
    data: DataArgs,
}

/// What is restored, and where.
#[derive(Args, Debug)]
pub struct RestoreArgs {
    /// The backup.
    file: PathBuf,
    #[command(flatten)]
    data: DataArgs,
    /// Put it in the place of a database that is not empty; what is there is lost.
    #[arg(long)]
    replace: bool,
    /// One more journal of erasures, `erasures.log` of another data folder: what it names is forgotten too.
    #[arg(long, value_name = "JOURNAL")]
    erasures: Option<PathBuf>,
}

/// Runs `backup`.
pub async fn run(args: &BackupArgs) -> Result<(), Failure> {
    let manifest = backup::make(&args.data.database(), &args.file, &Clock::system()).await?;
    let census = manifest.census;
    let (file, size) = (args.file.display(), args.file.metadata()?.len());
    println!("{file} holds the {} database as it was at {}, and was read back whole:", manifest.engine, manifest.created_at);
    println!("  {} requests, {} opportunities, schema {}, {size} bytes", census.interests, census.opportunities, census.schema);
    println!("It holds personal data and the secrets of the site: keep it where only those in charge can read it.");
    Ok(())
}

/// Runs `restore`.
pub async fn run_restore(args: RestoreArgs) -> Result<(), Failure> {
    let RestoreArgs { file, data, replace, erasures } = args;
    let asked = Restore { file, data, replace, erasures };
    let restored = backup::restore(&asked, &Clock::system()).await?;
    let manifest = &restored.manifest;
    println!("The {} database is that of {}:", manifest.engine, manifest.created_at);
    println!("  {} requests, {} opportunities", manifest.census.interests, manifest.census.opportunities);
    println!("{} requests that were erased since were forgotten again.", restored.forgotten);
    if restored.unreadable {
        println!("The former database could not be read: what was erased is known from the journals alone.");
    }
    println!("The next start builds the search index anew; remove the folder `index` of any other instance.");
    Ok(())
}
