//! The writer of the index. It follows the log of changes and stores the last `seq` with each commit, so that a crash
//! between the store's commit and the index's loses nothing.

use super::lexicon::{Lexicon, Tables};
use super::schema::VERSION;
use super::{Labels, Result, Search};
use crate::store::Store;
use model::locale::Locale;
use std::collections::BTreeSet;
use std::time::Duration;
use tantivy::{IndexWriter, Term};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// How often the log is read while nothing happens.
const POLL: Duration = Duration::from_millis(250);
/// How many changes are taken in one commit.
const BATCH: i64 = 5_000;
/// How many opportunities are read from the store at once.
const READ: i64 = 500;
/// Memory of the writer, in bytes.
const MEMORY: usize = 64 << 20;

/// The payload of a commit: the version of the documents, the lexicon they were read with, the last change they show.
fn payload(seq: i64, lexicon: u64) -> String {
    format!("{VERSION}:{lexicon:x}:{seq}")
}

/// The change that a payload names; nothing when the documents are of another version or lexicon.
pub(super) fn seq_of_payload(payload: &str, lexicon: u64) -> Option<i64> {
    payload.strip_prefix(&format!("{VERSION}:{lexicon:x}:"))?.parse().ok()
}

/// What happens while an index is built: how many documents so far.
pub type Progress<'a> = &'a (dyn Fn(u64) + Send + Sync);

/// The one writer of an index; it holds the folder's lock.
pub struct Indexer {
    store: Store,
    search: Search,
    writer: IndexWriter,
    seen: i64,
}

impl Indexer {
    /// Takes the lock of the index.
    ///
    /// # Errors
    /// When another process holds it.
    pub fn open(store: Store, search: Search) -> Result<Self> {
        let writer = search.index.writer_with_num_threads(1, MEMORY)?;
        let seen = search.generation()?;
        Ok(Self { store, search, writer, seen })
    }

    /// The last change that the index shows.
    pub fn seen(&self) -> i64 {
        self.seen
    }

    /// Brings the index up to date, from scratch when it has never been built, or when it has seen more than there is: it is
    /// then the index of another database, or of one that was restored since.
    ///
    /// # Errors
    /// When the store or the index fails; the index then stays as it was.
    pub async fn catch_up(&mut self) -> Result<()> {
        self.refresh_lexicon().await?;
        self.seen = self.search.generation()?;
        if self.seen == 0 || self.seen > self.store.last_change().await? {
            return self.rebuild(&|_| ()).await;
        }
        self.refresh_labels().await?;
        while self.step().await? {}
        Ok(())
    }

    /// Builds the index from the store alone.
    ///
    /// # Errors
    /// When the store or the index fails; the index then stays as it was.
    pub async fn rebuild(&mut self, progress: Progress<'_>) -> Result<()> {
        // What changes while the store is read comes again with the log: writing a document twice is harmless.
        let seq = self.store.last_change().await?;
        self.refresh_labels().await?;
        self.refresh_lexicon().await?;
        self.writer.delete_all_documents()?;
        let (mut last, mut done) = (Uuid::nil(), 0);
        loop {
            let page = self.store.published_after(last, READ).await?;
            let Some(end) = page.last() else { break };
            last = end.id;
            let writing = self.search.writing();
            for stored in &page {
                self.writer.add_document(writing.document(stored)?)?;
            }
            done += page.len() as u64;
            progress(done);
        }
        self.commit(seq)
    }

    /// Takes in one batch of the log; false when there was none.
    async fn step(&mut self) -> Result<bool> {
        let changes = self.store.changes_since(self.seen, BATCH).await?;
        let Some(last) = changes.last() else { return Ok(false) };
        let seq = last.seq;
        let asks_for_all = |noun: &str| matches!(noun, "sectors" | "places" | "employers" | "lexicon" | "reindex");
        // Items carry the names of employers and places, texts those of sectors, documents the concepts of the lexicon: when one
        // changes, all may.
        if changes.iter().any(|change| asks_for_all(&change.noun)) {
            self.rebuild(&|_| ()).await?;
            return Ok(true);
        }
        let ids: BTreeSet<&str> = changes.iter().filter(|change| change.noun == "opportunities").map(|change| change.id.as_str()).collect();
        let writing = self.search.writing();
        for id in ids {
            self.writer.delete_term(Term::from_field_text(self.search.fields.id, id));
            let Ok(uuid) = Uuid::try_parse(id) else { continue };
            if let Some(stored) =
                self.store.opportunity(uuid).await?.filter(|stored| stored.status == model::opportunities::Status::Published)
            {
                self.writer.add_document(writing.document(&stored)?)?;
            }
        }
        self.commit(seq)?;
        Ok(true)
    }

    fn commit(&mut self, seq: i64) -> Result<()> {
        let mut commit = self.writer.prepare_commit()?;
        commit.set_payload(&payload(seq, self.search.fingerprint()));
        commit.commit()?;
        self.search.reader.reload()?;
        self.seen = seq;
        metrics::gauge!("qa_index_seq").set(seq as f64);
        metrics::gauge!("qa_index_documents").set(self.search.documents() as f64);
        Ok(())
    }

    /// Takes in the names that came from official files, when there are others than before.
    async fn refresh_lexicon(&self) -> Result<()> {
        let imported = self.store.imported_concepts().await?;
        if imported.is_empty() && !self.search.has_imported_names() {
            return Ok(());
        }
        self.search.set_lexicon(Lexicon::new(&Tables::default(), imported)?);
        Ok(())
    }

    async fn refresh_labels(&self) -> Result<()> {
        let (french, english) = (self.store.sectors(Locale::Fr).await?, self.store.sectors(Locale::En).await?);
        let sectors = french
            .into_iter()
            .map(|fr| {
                let en = english.iter().find(|en| en.key == fr.key).map_or_else(|| fr.title.clone(), |en| en.title.clone());
                (fr.key, fr.title, en)
            })
            .collect();
        self.search.set_labels(Labels { sectors, places: self.store.places().await? });
        Ok(())
    }

    /// Follows the log until it is told to stop. `reached` is told each generation.
    pub async fn follow(mut self, stop: CancellationToken, reached: tokio::sync::watch::Sender<i64>) {
        loop {
            match self.step().await {
                Ok(true) => {
                    reached.send_replace(self.seen);
                    continue;
                }
                Ok(false) => {}
                Err(error) => {
                    tracing::error!(%error, "The search index could not follow a change and will try again");
                    if let Err(error) = self.writer.rollback() {
                        tracing::error!(%error, "The search index could not be rolled back");
                    }
                }
            }
            tokio::select! {
                () = stop.cancelled() => break,
                () = tokio::time::sleep(POLL) => {}
            }
        }
        if let Err(error) = self.writer.wait_merging_threads() {
            tracing::warn!(%error, "The search index stopped in the middle of a merge");
        }
    }
}
