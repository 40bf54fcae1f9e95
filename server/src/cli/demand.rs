//! `demand`.

use super::{Failure, open_store};
use crate::config::DataArgs;
use crate::demand::{EMPTY, FILTER, QUERY};
use clap::Args;

/// What was asked, over some days.
#[derive(Args, Debug)]
pub struct DemandArgs {
    /// How many days, today included.
    #[arg(long, default_value_t = 30)]
    days: u32,
    /// How many lines of each table.
    #[arg(long, default_value_t = 20)]
    most: i64,
    #[command(flatten)]
    data: DataArgs,
}

/// Prints the three tables.
pub async fn run(args: &DemandArgs) -> Result<(), Failure> {
    let store = open_store(&args.data).await?;
    let to = store.clock().today();
    let from = to.plus_days(1 - i64::from(args.days.max(1))).unwrap_or(to);
    for (sort, title) in [(QUERY, "Words sought"), (EMPTY, "Words that found nothing"), (FILTER, "Filters used")] {
        println!("{title}, {from} to {to}");
        let most = store.most_asked(sort, from, to, args.most).await?;
        if most.is_empty() {
            println!("  nothing yet");
        }
        for (value, count) in most {
            println!("  {count:>8}  {}", if value.is_empty() { "(others)" } else { &value });
        }
    }
    store.close().await;
    Ok(())
}
