//! `generate`.

use super::Failure;
use crate::clock::Clock;
use crate::generate::Generator;
use clap::Args;
use std::io::{BufWriter, Write};

/// What to make.
#[derive(Args, Debug)]
pub struct GenerateArgs {
    /// How many postings.
    #[arg(long, default_value_t = 1_000)]
    count: u64,
    /// The same seed makes the same postings, of a same day.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Writes invented postings as the JSON that `import` reads, one a line.
pub fn run(args: &GenerateArgs) -> Result<(), Failure> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    for made in Generator::new(args.seed, args.count, Clock::system().today()).take(usize::try_from(args.count)?) {
        serde_json::to_writer(&mut out, &made.record)?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(())
}
