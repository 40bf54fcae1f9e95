//! The search index: derived from the store, rebuildable at any time, the one place that lists come from.
//!
//! Each document carries both languages (`schema`), read by analysers that forget case, accents and elisions (`analysis`). A
//! query (`query`) is run once; one collector (`list`) counts the total and every facet and keeps the best of the page, from what
//! `shelves` have of every posting. Without words, `everything` remembers the counts and reads the page in the order kept. Dates
//! are compared with the clock when the query runs, so what closes vanishes at that second. The writer (`indexer`) follows the log
//! of changes and stores the last `seq` with each commit: the index's generation.

mod analysis;
pub mod bulk;
mod counts;
mod cursor;
mod document;
mod everything;
mod gender;
pub mod indexer;
pub mod lexicon;
mod list;
mod marks;
mod node;
mod plan;
pub mod pool;
mod query;
mod relaxations;
mod roots;
pub mod saved;
mod schema;
mod shelves;
mod similar;
mod suggestions;
mod terms;
mod typed;
mod vocabulary;
mod widened;
mod words;

use crate::store::Place;
use document::Writing;
use everything::Remembered;
use lexicon::Lexicon;
use list::ListCollector;
use model::locale::Locale;
use model::opportunities::filters::Filters;
use model::opportunities::{OpportunityItem, OpportunityList};
use node::Node;
use plan::{Order, Plan};
use query::{Asked, Reader};
use schema::Fields;
use shelves::Shelves;
use std::path::Path;
use std::sync::{Arc, Mutex, RwLock};
use std::time::{Duration, Instant};
use suggestions::Present;
use tantivy::directory::MmapDirectory;
use tantivy::query::Query;
use tantivy::schema::Value;
use tantivy::{Index, IndexReader, IndexSettings, ReloadPolicy, Searcher, TantivyDocument, TantivyError, Warmer};

/// What can go wrong with the index.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The engine said no.
    #[error("the search index failed: {0}")]
    Engine(TantivyError),
    /// The request was given up: it would have taken too long.
    #[error("the search took too long")]
    OutOfTime,
    /// The folder cannot be used.
    #[error("the search index cannot be opened: {0}")]
    Open(#[from] tantivy::directory::error::OpenDirectoryError),
    /// A stored item is not one.
    #[error("the search index holds an item that is not one: {0}")]
    Item(#[from] serde_json::Error),
    /// The store failed while it was read.
    #[error(transparent)]
    Store(#[from] crate::store::StoreError),
    /// The page asked for is not one of this list.
    #[error("the cursor belongs to another list")]
    Cursor,
    /// The lexicon of this release is not well formed.
    #[error("the lexicon cannot be read: {0}")]
    Lexicon(#[from] csv::Error),
    /// A file could not be read or written.
    #[error("the search index cannot be written: {0}")]
    Io(#[from] std::io::Error),
}

impl SearchError {
    /// How a collector tells the engine that it gives up.
    const OUT_OF_TIME: &str = "out of time";
}

impl From<TantivyError> for SearchError {
    fn from(error: TantivyError) -> Self {
        match error {
            TantivyError::InternalError(message) if message == Self::OUT_OF_TIME => Self::OutOfTime,
            error => Self::Engine(error),
        }
    }
}

/// A result of search.
pub type Result<T, E = SearchError> = std::result::Result<T, E>;

/// Names of what facets count, by key and language.
#[derive(Clone, Debug, Default)]
pub struct Labels {
    /// Sectors in their order: key, French, English.
    pub sectors: Vec<(String, String, String)>,
    /// Places.
    pub places: Vec<Place>,
}

/// A list by relevance with fewer postings than this is widened to those that have most of the words.
const FEW: u64 = 10;

/// How long a list may take before it is given up.
const TIME: Duration = Duration::from_secs(2);

/// The index, for readers. Clones share it.
#[derive(Clone)]
pub struct Search {
    index: Index,
    reader: IndexReader,
    fields: Fields,
    labels: Arc<RwLock<Arc<Labels>>>,
    /// The lexicon, when it is not that of the release alone.
    lexicon: Arc<RwLock<Option<Arc<Lexicon>>>>,
    shelves: Arc<Shelves>,
    remembered: Arc<Remembered>,
    present: Arc<Mutex<Arc<Present>>>,
    /// How long a list may take.
    time: Duration,
}

impl Search {
    /// Opens the index of a folder, or makes it. One that is damaged, or made for another schema, is replaced: it is only derived.
    ///
    /// # Errors
    /// When the folder cannot be used.
    pub fn open(folder: &Path) -> Result<Self> {
        // The lexicon is read beside the rest: the first list without words need not wait for it.
        std::thread::spawn(Lexicon::ours);
        match Self::read(folder) {
            Ok(read) => Ok(Self::over(read)),
            // A lock that another process holds, or a thread that could not start, says nothing of the files.
            Err(error @ SearchError::Engine(TantivyError::LockFailure(..) | TantivyError::SystemError(_))) => Err(error),
            Err(error @ SearchError::Engine(_)) => {
                tracing::warn!(%error, "The search index is damaged, or of another release, and is built anew");
                std::fs::remove_dir_all(folder)?;
                Ok(Self::over(Self::read(folder)?))
            }
            Err(error) => Err(error),
        }
    }

    /// The index of a folder and its reader, every segment of which was looked at.
    fn read(folder: &Path) -> Result<(Index, IndexReader, Fields, Arc<Shelves>)> {
        std::fs::create_dir_all(folder)?;
        let (schema, fields) = schema::build();
        let index = Index::builder().schema(schema).settings(IndexSettings::default()).open_or_create(MmapDirectory::open(folder)?)?;
        let shelves = Arc::new(Shelves::default());
        let warmer: Arc<dyn Warmer> = shelves.clone();
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).warmers(vec![Arc::downgrade(&warmer)]).try_into()?;
        Ok((index, reader, fields, shelves))
    }

    fn over((index, reader, fields, shelves): (Index, IndexReader, Fields, Arc<Shelves>)) -> Self {
        Self {
            index,
            reader,
            fields,
            labels: Arc::default(),
            lexicon: Arc::default(),
            shelves,
            remembered: Arc::default(),
            present: Arc::default(),
            time: TIME,
        }
    }

    /// The same index, whose lists are given up after another time.
    pub fn giving_up_after(&self, time: Duration) -> Self {
        Self { time, ..self.clone() }
    }

    /// The last change the index has seen, 0 when it has seen none.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn generation(&self) -> Result<i64> {
        let lexicon = self.fingerprint();
        Ok(self.index.load_metas()?.payload.as_deref().and_then(|payload| indexer::seq_of_payload(payload, lexicon)).unwrap_or(0))
    }

    /// Which commit readers are shown: another number after each.
    pub fn shown(&self) -> u64 {
        self.reader.searcher().generation().generation_id()
    }

    /// Looks at the last commit; the indexer of this process does it by itself.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn reload(&self) -> Result<()> {
        Ok(self.reader.reload()?)
    }

    /// The last instant up to `now` at which an opportunity opened or closed.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn last_turn(&self, now: i64) -> Result<i64> {
        let searcher = self.reader.searcher();
        let mut turns = searcher.segment_readers().iter().map(|segment| Ok(self.shelves.of(segment)?.window(now).0));
        turns.try_fold(i64::MIN, |last, turn: Result<i64>| Ok(last.max(turn?)))
    }

    /// How many opportunities are in the index, open or not yet.
    pub fn documents(&self) -> u64 {
        self.reader.searcher().num_docs()
    }

    fn labels(&self) -> Arc<Labels> {
        self.labels.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    /// The lexicon in use.
    pub fn lexicon(&self) -> Arc<Lexicon> {
        self.lexicon.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone().unwrap_or_else(Lexicon::ours)
    }

    /// Tells the lexicon in use from another.
    fn fingerprint(&self) -> u64 {
        let lexicon = self.lexicon.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        lexicon.as_ref().map_or_else(Lexicon::fingerprint_of_ours, |lexicon| lexicon.fingerprint())
    }

    /// Takes another lexicon, for queries and for what is written from now on. What was written with the old one stays.
    pub fn set_lexicon(&self, lexicon: Lexicon) {
        *self.lexicon.write().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(Arc::new(lexicon));
    }

    /// Whether names from official files are in use.
    fn has_imported_names(&self) -> bool {
        self.lexicon.read().unwrap_or_else(std::sync::PoisonError::into_inner).as_ref().is_some_and(|lexicon| lexicon.imported() > 0)
    }

    /// What documents are made with, as it is now.
    fn writing(&self) -> Writing {
        Writing { fields: self.fields, labels: self.labels(), lexicon: self.lexicon() }
    }

    /// Takes the names that lists are told with.
    pub fn set_labels(&self, labels: Labels) {
        *self.labels.write().unwrap_or_else(std::sync::PoisonError::into_inner) = Arc::new(labels);
    }

    /// A page of the list, its total and its facets. `now` is in Unix seconds; `since` is the first instant of the day that
    /// `posted_since` names.
    ///
    /// # Errors
    /// When the cursor is of another list, or the index cannot be read.
    pub fn list(
        &self,
        filters: &Filters,
        lang: Locale,
        now: i64,
        since: Option<i64>,
        today: model::dates::Date,
        limit: usize,
    ) -> Result<OpportunityList> {
        let searcher = self.reader.searcher();
        let asked = self.asked(&searcher, &filters.q)?;
        let order = Order::of(filters.sort, asked.is_some());
        let after = filters.after.as_deref().map(|cursor| cursor::decode(cursor, order)).transpose()?;
        let plan = Plan::new(filters, order, now, since, after.map(|at| at.rank), limit + 1).for_reader(lang);
        let plan = plan.until(self.deadline());
        let run = |query: &dyn Query, plan: Plan| searcher.search(query, &ListCollector { plan, shelves: &self.shelves });
        let mut exact = None;
        let mut page = match &asked {
            None => self.everything(&searcher, &plan, filters)?,
            Some(Asked { strict, may_widen: false, .. }) => run(&*strict.query(), plan.clone())?,
            Some(Asked { strict, .. }) => {
                let goes_on = after.is_some_and(|at| at.wide);
                let found = run(&*strict.query(), if goes_on { plan.clone().keeping(0) } else { plan.clone() })?;
                let few = if order == Order::Relevance { FEW } else { 1 };
                if goes_on || (after.is_none() && found.total < few) {
                    let widened = run(&*self.widened(&searcher, &filters.q, strict)?, plan.clone())?;
                    exact = (widened.total > found.total).then_some(found.total);
                    widened
                } else {
                    found
                }
            }
        };
        let more = page.best.len() > limit;
        page.best.truncate(limit);
        let next = more.then(|| page.best.last().map(|hit| cursor::encode(hit, order, exact.is_some()))).flatten();
        let mut items = page.best.iter().map(|hit| self.item(&searcher, hit.address, lang)).collect::<Result<Vec<_>>>()?;
        let corrected = asked.as_ref().and_then(|asked| asked.corrected.clone());
        if let Some(asked) = &asked {
            items.iter_mut().for_each(|item| item.highlights = marks::highlights(item, &asked.marks));
        }
        let relaxations = if page.total == 0 { self.relaxations(&searcher, &page, filters, &plan)? } else { Vec::new() };
        Ok(OpportunityList {
            relaxations,
            items,
            total: page.total,
            exact,
            corrected,
            facets: page.counts.named(&self.labels(), filters, lang),
            next,
            today,
        })
    }

    /// What words ask; nothing when they say nothing.
    fn asked(&self, searcher: &Searcher, words: &str) -> Result<Option<Asked>> {
        // A list without words does not wait for the lexicon of a process that starts.
        if words.trim().is_empty() {
            return Ok(None);
        }
        Reader { searcher, fields: &self.fields, lexicon: &self.lexicon() }.read(words)
    }

    /// How many pass the filters of a plan and have every word.
    fn count(&self, searcher: &Searcher, filters: &Filters, plan: &Plan) -> Result<u64> {
        let page = match self.asked(searcher, &filters.q)? {
            None => self.everything(searcher, plan, filters)?,
            Some(asked) => searcher.search(&*asked.strict.query(), &ListCollector { plan: plan.clone(), shelves: &self.shelves })?,
        };
        Ok(page.total)
    }

    /// When what begins now is given up.
    fn deadline(&self) -> Option<Instant> {
        Instant::now().checked_add(self.time)
    }

    fn widened(&self, searcher: &Searcher, words: &str, strict: &Node) -> Result<Box<dyn Query>> {
        Reader { searcher, fields: &self.fields, lexicon: &self.lexicon() }.widen(words, strict)
    }

    fn item(&self, searcher: &Searcher, address: tantivy::DocAddress, lang: Locale) -> Result<OpportunityItem> {
        let document: TantivyDocument = searcher.doc(address)?;
        let field = match lang {
            Locale::Fr => self.fields.item_fr,
            Locale::En => self.fields.item_en,
        };
        let json = document.get_first(field).and_then(|value| value.as_str()).unwrap_or_default();
        Ok(serde_json::from_str(json)?)
    }
}
