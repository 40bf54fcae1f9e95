//! `reindex`.

use super::{Failure, open_store};
use crate::config::DataArgs;
use crate::search::indexer::Indexer;
use crate::search::{Search, SearchError};
use indicatif::ProgressBar;
use std::time::Duration;
use tantivy::TantivyError;

/// Builds the index anew; when a server holds it, asks the server and waits.
pub async fn run(data: &DataArgs) -> Result<(), Failure> {
    let store = open_store(data).await?;
    let search = Search::open(&data.index())?;
    let bar = ProgressBar::new_spinner();
    bar.enable_steady_tick(Duration::from_millis(120));
    match Indexer::open(store.clone(), search.clone()) {
        Ok(mut indexer) => {
            let told = bar.clone();
            indexer.rebuild(&move |done| told.set_message(format!("{done} opportunities read"))).await?;
        }
        Err(SearchError::Engine(TantivyError::LockFailure(..))) => {
            let seq = store.request_reindex().await?;
            bar.set_message("A running server holds the index; it is building it anew");
            while search.generation()? < seq {
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
        }
        Err(error) => return Err(error.into()),
    }
    bar.finish_and_clear();
    search.reload()?;
    println!("The index holds {} opportunities.", search.documents());
    store.close().await;
    Ok(())
}
