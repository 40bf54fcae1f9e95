//! `export`.

use super::{Failure, open_store};
use crate::config::DataArgs;
use clap::Args;
use std::io::Write;
use std::path::PathBuf;
use uuid::Uuid;

/// What to write, and where.
#[derive(Args, Debug)]
pub struct ExportArgs {
    /// The file to write; standard output unless given.
    #[arg(default_value = "-")]
    file: PathBuf,
    /// Only the opportunities of this source.
    #[arg(long)]
    source: Option<String>,
    #[command(flatten)]
    data: DataArgs,
}

/// Writes every opportunity, one a line, drafts and closed ones with their status.
pub async fn run(args: &ExportArgs) -> Result<(), Failure> {
    let store = open_store(&args.data).await?;
    let mut out: Box<dyn Write + Send> = if args.file.as_os_str() == "-" {
        Box::new(std::io::BufWriter::new(std::io::stdout()))
    } else {
        Box::new(std::io::BufWriter::new(std::fs::File::create(&args.file)?))
    };
    let (mut last, mut count) = (Uuid::nil(), 0_u64);
    loop {
        let page = store.opportunities_after(args.source.as_deref(), last, 500).await?;
        let Some(end) = page.last() else { break };
        last = end.id;
        for stored in &page {
            serde_json::to_writer(&mut out, &stored.record)?;
            out.write_all(b"\n")?;
            count += 1;
        }
    }
    out.flush()?;
    eprintln!("{count} opportunities written.");
    store.close().await;
    Ok(())
}
