//! `purge` and `privacy`: the end of requests, and what is of one person.

use super::interests::find;
use super::{Failure, open_store};
use crate::config::{Config, DataArgs};
use crate::interests;
use crate::mail::Mailer;
use crate::nightly::{Purged, purge};
use crate::store::{Ended, Erased, Store};
use clap::{Args, Subcommand};
use model::dates::Date;
use std::path::PathBuf;

/// How the end of requests is brought about.
#[derive(Args, Debug)]
pub struct PurgeArgs {
    #[command(flatten)]
    config: Box<ConfigArgs>,
    /// Only tell what would be erased.
    #[arg(long)]
    dry_run: bool,
    /// As if today were this day (YYYY-MM-DD): to see what comes. Needs `--dry-run`.
    #[arg(long, requires = "dry_run", value_parser = day)]
    on: Option<Date>,
}

/// The configuration, for what depends on it: the mail folder, the kinds that the archives keep.
#[derive(Args, Debug)]
struct ConfigArgs {
    #[command(flatten)]
    config: Config,
}

fn day(text: &str) -> Result<Date, String> {
    model::dates::parse(text).ok_or_else(|| "a day is written YYYY-MM-DD".to_owned())
}

fn mailer(config: &Config) -> Result<Mailer, Failure> {
    Ok(Mailer::new(&config.mail, &config.mail_folder(), &config.host())?)
}

/// Runs `purge`.
pub async fn run_purge(args: PurgeArgs) -> Result<(), Failure> {
    let config = &args.config.config;
    let store = open_store(&config.data).await?;
    let today = args.on.unwrap_or_else(|| store.clock().today());
    let purged = purge(&store, config, &mailer(config)?, today, args.dry_run).await?;
    report(&purged, args.dry_run);
    store.close().await;
    Ok(())
}

fn report(purged: &Purged, dry: bool) {
    let say = |what: &str, ended: &[Ended]| {
        println!("{} {what}", ended.len());
        for ended in ended {
            println!("  {}  {}  kept until {}", ended.reference, ended.kind, ended.keep_until);
        }
    };
    say(if dry { "would be erased" } else { "erased" }, &purged.erased);
    say(
        if dry { "would be put out of reach, as the archives calendar asks" } else { "put out of reach, as the archives calendar asks" },
        &purged.restricted,
    );
    say("held by law", &purged.held);
}

/// What is of one person.
#[derive(Args, Debug)]
pub struct PrivacyArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Write all that is kept of a request: its JSON and its files, in a ZIP archive.
    Export {
        #[command(flatten)]
        data: DataArgs,
        /// Its number.
        reference: String,
        /// The archive to write.
        file: PathBuf,
        /// Who asks, for the register of access.
        #[arg(long, env = "USER", default_value = "operator")]
        actor: String,
    },
    /// Erase a request: answers, messages, files and mail. What the law keeps is put out of reach.
    Erase {
        #[command(flatten)]
        config: Box<Config>,
        /// Its number.
        reference: String,
    },
}

/// Runs `privacy`.
pub async fn run(args: PrivacyArgs) -> Result<(), Failure> {
    match args.command {
        Command::Export { data, reference, file, actor } => {
            let store = open_store(&data).await?;
            let interest = find(&store, &reference).await?;
            store.register_access(interest.id, &actor, "export").await?;
            let bytes = interests::archive::archive(&store, &[], &interest).await?;
            std::fs::write(&file, bytes)?;
            println!("{} holds all that is kept of {reference}.", file.display());
            store.close().await;
        }
        Command::Erase { config, reference } => {
            let store = open_store(&config.data).await?;
            erase(&store, &config, &reference).await?;
            store.close().await;
        }
    }
    Ok(())
}

async fn erase(store: &Store, config: &Config, reference: &str) -> Result<(), Failure> {
    let interest = find(store, reference).await?;
    match interests::erase(store, config, &mailer(config)?, &interest).await? {
        Erased::Gone(_) => println!("{reference} is erased."),
        Erased::Restricted => println!("{reference} is out of everyone's reach: the law keeps it."),
    }
    Ok(())
}
