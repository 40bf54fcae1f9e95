//! An index made of many postings at once, on every core: for corpora that no store holds.

use super::{Labels, Result, Search};
use crate::store::Stored;
use std::path::Path;
use std::sync::{Mutex, PoisonError, mpsc};

/// How many postings a thread takes at once.
const SHARE: usize = 256;
/// Memory of the writer, in bytes, by thread.
const MEMORY: usize = 128 << 20;

impl Search {
    /// Makes the index of a folder of these postings alone, by so many threads.
    ///
    /// # Errors
    /// When the folder cannot be used.
    pub fn build(folder: &Path, labels: Labels, postings: impl Iterator<Item = Stored>, threads: usize) -> Result<Self> {
        let search = Self::open(folder)?;
        search.set_labels(labels);
        let mut writer = search.index.writer_with_num_threads(threads, MEMORY * threads)?;
        writer.delete_all_documents()?;
        let (sender, receiver) = mpsc::sync_channel::<Vec<Stored>>(threads * 2);
        let receiver = Mutex::new(receiver);
        std::thread::scope(|scope| {
            let workers: Vec<_> = (0..threads)
                .map(|_| {
                    scope.spawn(|| -> Result<()> {
                        let writing = search.writing();
                        loop {
                            let share = receiver.lock().unwrap_or_else(PoisonError::into_inner).recv();
                            let Ok(share) = share else { return Ok(()) };
                            for stored in &share {
                                writer.add_document(writing.document(stored)?)?;
                            }
                        }
                    })
                })
                .collect();
            let mut share = Vec::with_capacity(SHARE);
            for posting in postings {
                share.push(posting);
                // When every worker failed, nobody takes any more: the failure is told below.
                if share.len() == SHARE && sender.send(std::mem::replace(&mut share, Vec::with_capacity(SHARE))).is_err() {
                    break;
                }
            }
            let _ = sender.send(share);
            drop(sender);
            workers.into_iter().try_for_each(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
        })?;
        writer.commit()?;
        writer.wait_merging_threads()?;
        search.reload()?;
        Ok(search)
    }

    /// The engine's index, to measure it by itself.
    pub fn engine(&self) -> &tantivy::Index {
        &self.index
    }

    /// What the engine is asked for words, to measure it by itself.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn engine_query(&self, words: &str) -> Result<Option<Box<dyn tantivy::query::Query>>> {
        Ok(self.asked(&self.reader.searcher(), words)?.map(|asked| asked.strict.query()))
    }
}
