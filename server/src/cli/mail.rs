//! `mail`: the outbox at a terminal.

use super::{Failure, open_store};
use crate::config::DataArgs;
use clap::{Args, Subcommand};
use uuid::Uuid;

/// What is asked.
#[derive(Args, Debug)]
pub struct MailCommand {
    #[command(flatten)]
    data: DataArgs,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Count the letters by state, and list those that are dead or in another state.
    List {
        /// `waiting`, `held`, `sent` or `dead`.
        #[arg(long, default_value = "dead")]
        state: String,
    },
    /// Try a dead letter again; a running server sends it.
    Retry {
        /// Its id.
        id: Uuid,
    },
}

/// Runs the command.
pub async fn run(args: MailCommand) -> Result<(), Failure> {
    let store = open_store(&args.data).await?;
    match args.command {
        Command::List { state } => {
            for (state, count) in store.count_letters().await? {
                println!("{count} {state}");
            }
            for letter in store.letters(&state).await? {
                let why = letter.error.as_deref().unwrap_or("no failure");
                println!("{}  {}  {} tries  {why}", letter.id, letter.message, letter.attempts);
            }
        }
        Command::Retry { id } => {
            if !store.retry_letter(id).await? {
                return Err(format!("{id} is no dead letter; `mail list` shows them").into());
            }
            println!("{id} will be tried again.");
        }
    }
    store.close().await;
    Ok(())
}
