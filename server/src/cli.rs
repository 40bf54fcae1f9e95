//! The command line.

mod backup;
mod demand;
mod export;
mod generate;
mod import;
mod interests;
mod lexicon;
mod mail;
mod privacy;
mod reindex;

use crate::clock::Clock;
use crate::config::{Config, DataArgs};
use crate::http::site::Site;
use crate::store::{Durability, Store};
use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Québec attire: the portal with which a city attracts people, companies, organizations and events.
#[derive(Parser, Debug)]
#[command(name = "quebec-attire", version, about, propagate_version = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Serve the portal.
    Serve(Box<Config>),
    /// Bring the database up to date and put in the content that is not there yet.
    Migrate(DataArgs),
    /// Take in a feed of opportunities.
    Import(import::ImportArgs),
    /// Write opportunities as the JSON that `import` reads, one a line.
    Export(export::ExportArgs),
    /// Add names of occupations and skills from official files to what search understands.
    Lexicon(lexicon::LexiconArgs),
    /// Tell what was sought, what found nothing and which filters were used.
    Demand(demand::DemandArgs),
    /// List, read and answer requests.
    Requests(interests::InterestsArgs),
    /// List the letters of the outbox, and try a dead one again.
    Mail(mail::MailCommand),
    /// Erase the requests whose time is over, as a running server does each night.
    Purge(privacy::PurgeArgs),
    /// Export or erase what is kept of one request.
    Privacy(privacy::PrivacyArgs),
    /// Write the whole database, as it is at one instant, into a file. The server may run meanwhile.
    Backup(backup::BackupArgs),
    /// Put a backup in the place of the database, and forget again what was erased since. Stop the server first.
    Restore(backup::RestoreArgs),
    /// Build the search index anew from the database.
    Reindex(DataArgs),
    /// Write invented postings, for benches and rehearsals, as the JSON that `import` reads, one a line.
    Generate(generate::GenerateArgs),
    /// Print the OpenAPI document.
    Openapi,
}

/// An error for a person at a terminal.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Runs a command.
pub async fn run(cli: Cli, site: impl FnOnce() -> Site) -> ExitCode {
    let done = match cli.command {
        Command::Serve(config) => crate::serve::serve(*config, site).await.map(|()| ExitCode::SUCCESS),
        Command::Migrate(data) => migrate(&data).await.map(|()| ExitCode::SUCCESS),
        Command::Import(args) => import::run(args).await,
        Command::Export(args) => export::run(&args).await.map(|()| ExitCode::SUCCESS),
        Command::Lexicon(args) => lexicon::run(args).await,
        Command::Demand(args) => demand::run(&args).await.map(|()| ExitCode::SUCCESS),
        Command::Requests(args) => interests::run(args).await.map(|()| ExitCode::SUCCESS),
        Command::Mail(args) => mail::run(args).await.map(|()| ExitCode::SUCCESS),
        Command::Purge(args) => privacy::run_purge(args).await.map(|()| ExitCode::SUCCESS),
        Command::Privacy(args) => privacy::run(args).await.map(|()| ExitCode::SUCCESS),
        Command::Backup(args) => backup::run(&args).await.map(|()| ExitCode::SUCCESS),
        Command::Restore(args) => backup::run_restore(args).await.map(|()| ExitCode::SUCCESS),
        Command::Reindex(data) => reindex::run(&data).await.map(|()| ExitCode::SUCCESS),
        Command::Generate(args) => generate::run(&args).map(|()| ExitCode::SUCCESS),
        Command::Openapi => openapi().map(|()| ExitCode::SUCCESS),
    };
    done.unwrap_or_else(|error| {
        eprintln!("quebec-attire: {error}");
        ExitCode::FAILURE
    })
}

/// Opens the store of a data folder, migrated and seeded.
pub async fn open_store(data: &DataArgs) -> Result<Store, Failure> {
    std::fs::create_dir_all(&data.data).map_err(|error| format!("the data folder {} cannot be made: {error}", data.data.display()))?;
    let store = Store::open(&data.database(), Clock::system(), Durability::Full).await?;
    store.seed().await?;
    Ok(store)
}

async fn migrate(data: &DataArgs) -> Result<(), Failure> {
    let store = open_store(data).await?;
    println!("The {} database is up to date.", store.engine());
    for (status, count) in store.count_by_status().await? {
        println!("  {count} opportunities are {}", status.replace('_', " "));
    }
    store.close().await;
    Ok(())
}

fn openapi() -> Result<(), Failure> {
    println!("{}", crate::http::api::openapi().to_pretty_json()?);
    Ok(())
}
