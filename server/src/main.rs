//! `quebec-attire`: the portal in one binary.

use clap::Parser;
use rust_embed::RustEmbed;
use server::cli::{Cli, run};
use server::http::site::Site;
use std::process::ExitCode;

/// The built site. It is embedded here, not in the library: the tests do without it.
#[derive(RustEmbed)]
#[folder = "../target/site"]
#[allow_missing = true]
struct Built;

#[tokio::main]
async fn main() -> ExitCode {
    run(Cli::parse(), || Site::new(|path| Built::get(path).map(|file| file.data))).await
}
