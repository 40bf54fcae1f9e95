//! `requests`: what the office does with requests, at a terminal.

use super::{Failure, open_store};
use crate::config::{DataArgs, kind};
use crate::secrets::normalise_reference;
use crate::store::{Listing, Store, StoredInterest};
use clap::{Args, Subcommand};
use model::interests::{InterestKind, InterestStatus};
use std::io::Read;

/// How many lines are listed at once.
const LINES: i64 = 200;

/// What is asked.
#[derive(Args, Debug)]
pub struct InterestsArgs {
    #[command(flatten)]
    data: DataArgs,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// List requests by age: number, kind, status, days, what is remarkable. Nothing of a person is shown.
    List {
        /// Only of this kind.
        #[arg(long, value_parser = kind)]
        kind: Option<InterestKind>,
        /// Only in this status.
        #[arg(long, value_parser = status)]
        status: Option<InterestStatus>,
        /// Those set aside as spam instead of the others.
        #[arg(long)]
        aside: bool,
    },
    /// Show a request whole. The register of access keeps who read it.
    Show {
        /// Its number.
        reference: String,
        /// Who reads, for the register.
        #[arg(long, env = "USER", default_value = "operator")]
        actor: String,
    },
    /// Answer its author, by mail and on the page of the request. The text is read from the standard input.
    Answer {
        /// Its number.
        reference: String,
        /// Who answers, for the history that the office reads.
        #[arg(long, env = "USER", default_value = "operator")]
        actor: String,
        /// Where the request stands then: `answered`, `waiting` for its author, or `closed`.
        #[arg(long, default_value = "answered", value_parser = status)]
        status: InterestStatus,
    },
    /// Change where a request stands.
    Status {
        /// Its number.
        reference: String,
        /// `in_progress`, `waiting`, `answered` or `closed`.
        #[arg(value_parser = status)]
        status: InterestStatus,
        /// Who changes it.
        #[arg(long, env = "USER", default_value = "operator")]
        actor: String,
    },
    /// Take back a request that was set aside: its mail leaves, a proposal becomes its draft.
    Release {
        /// Its number.
        reference: String,
    },
    /// Keep a request whatever its age, as the law asks; `--off` ends it.
    Hold {
        /// Its number.
        reference: String,
        /// No longer.
        #[arg(long)]
        off: bool,
    },
    /// Print the register of access to personal files: when, who, what.
    Register,
}

fn status(text: &str) -> Result<InterestStatus, String> {
    InterestStatus::parse(text).ok_or_else(|| format!("{text:?} is no status of a request"))
}

/// The request of a number, or a failure that says what to do.
pub async fn find(store: &Store, reference: &str) -> Result<StoredInterest, Failure> {
    let known = match normalise_reference(reference) {
        Some(reference) => store.interest(&reference).await?,
        None => None,
    };
    known.ok_or_else(|| format!("no request has the number {reference}; `requests list` shows those there are").into())
}

/// Runs the command.
pub async fn run(args: InterestsArgs) -> Result<(), Failure> {
    let store = open_store(&args.data).await?;
    match args.command {
        Command::List { kind, status, aside } => list(&store, Listing { kind, status, caught: aside }).await?,
        Command::Show { reference, actor } => {
            let interest = find(&store, &reference).await?;
            store.register_access(interest.id, &actor, "show").await?;
            show(&store, &interest).await?;
        }
        Command::Answer { reference, actor, status } => {
            let interest = find(&store, &reference).await?;
            let mut text = String::new();
            std::io::stdin().read_to_string(&mut text)?;
            let text = text.trim();
            if text.is_empty() || !interest.status.leads_to(status) && interest.status != status {
                return Err("give the answer on the standard input, and a status that it leads to".into());
            }
            store.register_access(interest.id, &actor, "answer").await?;
            store.answer_interest(&interest, &actor, text, status).await?;
            println!("{reference}: the answer is on the page of the request, and its letter is in the outbox.");
        }
        Command::Status { reference, status, actor } => {
            let interest = find(&store, &reference).await?;
            if !store.set_interest_status(&interest, &actor, status).await? {
                return Err(format!("{reference} is {}; it cannot become {status}", interest.status).into());
            }
            println!("{reference} is {status}.");
        }
        Command::Release { reference } => {
            let interest = find(&store, &reference).await?;
            if interest.caught.is_none() {
                return Err(format!("{reference} is not set aside").into());
            }
            store.take_back_interest(&interest).await?;
            println!("{reference} stands among the others.");
        }
        Command::Hold { reference, off } => {
            let interest = find(&store, &reference).await?;
            store.hold_interest(interest.id, !off).await?;
            println!("{reference} is {}.", if off { "no longer held" } else { "held" });
        }
        Command::Register => {
            for (at, actor, what, reference) in store.registered_access(0).await? {
                println!("{}  {actor}  {what}  {}", store.clock().rfc3339(at), reference.as_deref().unwrap_or("(erased)"));
            }
        }
    }
    store.close().await;
    Ok(())
}

async fn list(store: &Store, listing: Listing) -> Result<(), Failure> {
    let mut after: Option<String> = None;
    loop {
        let lines = store.interests(listing, after.as_deref(), LINES).await?;
        for line in &lines {
            let why = line.caught.as_deref().map(|why| format!("  set aside: {why}")).unwrap_or_default();
            let double = if line.duplicate_of.is_some() { "  says the same as an earlier one" } else { "" };
            let held = if line.held { "  held" } else { "" };
            println!(
                "{}  {}  {}  received {}  due {}{why}{double}{held}",
                line.reference, line.kind, line.status, line.received_on, line.due_on
            );
        }
        match lines.last() {
            Some(last) if lines.len() == usize::try_from(LINES)? => after = Some(last.reference.clone()),
            _ => return Ok(()),
        }
    }
}

async fn show(store: &Store, interest: &StoredInterest) -> Result<(), Failure> {
    println!("{}  {}  {}  due {}", interest.reference, interest.kind, interest.status, interest.due_on);
    println!("written in {}, answered in {}", interest.lang, interest.reply_lang);
    if let Some(about) = &interest.about_title {
        println!("about: {about}");
    }
    for (name, value) in &interest.answers.0 {
        println!("{name}: {value}");
    }
    for consent in store.interest_consents(interest.id).await? {
        let until = consent.withdrawn_at.map(|at| format!(", withdrawn {}", store.clock().rfc3339(at))).unwrap_or_default();
        println!("consent {} (notice {}, {}){until}", consent.purpose, consent.version, consent.lang);
    }
    for line in store.interest_history(interest.id).await? {
        let message = line.message.map(|message| format!("\n    {}", message.replace('\n', "\n    "))).unwrap_or_default();
        println!(
            "{}  {} by the {}{}{message}",
            store.clock().rfc3339(line.at),
            line.event,
            line.party,
            if line.actor.is_empty() { String::new() } else { format!(" ({})", line.actor) }
        );
    }
    for file in store.interest_files(interest.id).await? {
        println!("file {} ({}, {} bytes)", file.name, file.file_type, file.size);
    }
    Ok(())
}
