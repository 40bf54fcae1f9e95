//! What every list reads of every posting, kept in memory by segment: the values of its facets, whether it is open, the newest first.
//!
//! A column of the engine is compact and slow to read at random; a list of a million reads eight of them a posting. A shelf
//! has them side by side, thirty-two bytes a posting, and lasts as long as its segment, which never changes.

use super::plan::{Order, Rank};
use super::schema::{FRENCH_NOT_STATED, Facet, PAY_NOT_STATED, name};
use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};
use tantivy::columnar::{Column, StrColumn};
use tantivy::index::SegmentId;
use tantivy::{DocId, Searcher, SearcherGeneration, SegmentReader, Warmer};

/// The facets that are counted: all but the employer.
pub const COUNTED: [Facet; 7] =
    [Facet::Kind, Facet::Sector, Facet::Audience, Facet::Mode, Facet::Schedule, Facet::Sponsorship, Facet::Place];

/// The levels of French a posting may ask, and "not stated" after them.
pub const LEVELS: usize = 5;

/// What a list reads of a posting.
#[derive(Clone, Copy, Debug, Default)]
pub struct Row {
    /// Which set of values it has, by facet of [`COUNTED`].
    pub sets: [u32; COUNTED.len()],
    /// The French it asks, below [`LEVELS`].
    pub french: u8,
    /// How many things it states, of [`COMPLETE`](super::schema::COMPLETE).
    pub stated: u8,
    /// Whether it has an English text.
    pub in_english: bool,
}

/// The values that postings have for a facet. Most have one; what several have together is a set of its own.
#[derive(Debug, Default)]
pub struct Sets {
    /// The values, in their order in the segment.
    pub values: Vec<String>,
    /// The values of each set, by their place in `values`.
    pub sets: Vec<Box<[u32]>>,
}

/// Which postings of a segment are open, from an instant until another.
#[derive(Debug)]
pub struct Open {
    /// The last instant at which something opened or closed.
    pub from: i64,
    until: i64,
    words: Vec<u64>,
}

impl Open {
    /// Whether a posting is open.
    pub fn has(&self, doc: DocId) -> bool {
        self.words[doc as usize / 64] >> (doc % 64) & 1 == 1
    }
}

/// A segment as lists read it.
pub struct Shelf {
    /// By document.
    pub rows: Vec<Row>,
    /// By facet of [`COUNTED`].
    pub facets: [Sets; COUNTED.len()],
    /// Opening instants, in Unix seconds.
    pub opens_at: Column<i64>,
    /// Closing instants.
    pub closes_at: Column<i64>,
    /// Yearly pay in cents.
    pub pay: Column<i64>,
    tie: Column<u64>,
    /// Employers.
    pub employers: Option<StrColumn>,
    /// Every instant at which something opens or closes, in order.
    instants: Vec<i64>,
    open: Mutex<Option<Arc<Open>>>,
    orders: [OnceLock<Vec<DocId>>; 3],
}

impl Shelf {
    fn new(segment: &SegmentReader) -> tantivy::Result<Self> {
        let fast = segment.fast_fields();
        let count = segment.max_doc();
        let mut rows = vec![Row::default(); count as usize];
        let mut facets: [Sets; COUNTED.len()] = Default::default();
        for (at, facet) in COUNTED.iter().enumerate() {
            facets[at] = sets(fast.str(facet.name())?, &mut rows, at)?;
        }
        let (french, stated, english) = (fast.u64(name::FRENCH)?, fast.u64(name::STATED)?, fast.bool(name::ENGLISH)?);
        for (doc, row) in (0..count).zip(&mut rows) {
            row.french = french.first(doc).unwrap_or(FRENCH_NOT_STATED).min(LEVELS as u64 - 1) as u8;
            row.stated = stated.first(doc).unwrap_or_default() as u8;
            row.in_english = english.first(doc).unwrap_or_default();
        }
        let (opens_at, closes_at) = (fast.i64(name::OPENS_AT)?, fast.i64(name::CLOSES_AT)?);
        let mut instants = Vec::new();
        for column in [&opens_at, &closes_at] {
            let mut last = None;
            for instant in (0..count).filter_map(|doc| column.first(doc)) {
                // Neighbours are often of the same day: the list stays short before it is sorted.
                if last != Some(instant) {
                    instants.push(instant);
                }
                last = Some(instant);
            }
        }
        instants.sort_unstable();
        instants.dedup();
        let shelf = Self {
            rows,
            facets,
            opens_at,
            closes_at,
            pay: fast.i64(name::PAY)?,
            tie: fast.u64(name::TIE)?,
            employers: fast.str(Facet::Employer.name())?,
            instants,
            open: Mutex::new(None),
            orders: Default::default(),
        };
        // What every home page asks.
        shelf.order(Order::Newest);
        Ok(shelf)
    }

    /// The last instant up to `now` at which something opened or closed, and the first after it.
    pub fn window(&self, now: i64) -> (i64, i64) {
        let after = self.instants.partition_point(|instant| *instant <= now);
        let from = after.checked_sub(1).map_or(i64::MIN, |last| self.instants[last]);
        (from, self.instants.get(after).copied().unwrap_or(i64::MAX))
    }

    /// What is open at an instant; remembered until something opens or closes.
    pub fn open(&self, now: i64) -> Arc<Open> {
        let mut kept = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(open) = kept.as_ref().filter(|open| open.from <= now && now < open.until) {
            return open.clone();
        }
        let (from, until) = self.window(now);
        let mut words = vec![0; self.rows.len().div_ceil(64)];
        for doc in 0..self.rows.len() as DocId {
            let is_open = self.opens_at.first(doc).is_some_and(|at| at <= now) && self.closes_at.first(doc).is_some_and(|at| at > now);
            words[doc as usize / 64] |= u64::from(is_open) << (doc % 64);
        }
        let open = Arc::new(Open { from, until, words });
        *kept = Some(open.clone());
        open
    }

    /// The place of a document in an order that is not relevance.
    pub fn rank(&self, doc: DocId, order: Order) -> Rank {
        Rank { key: self.key(doc, order), tie: self.tie(doc) }
    }

    /// What breaks a tie.
    pub fn tie(&self, doc: DocId) -> Reverse<u64> {
        Reverse(self.tie.first(doc).unwrap_or_default())
    }

    /// What an order that is not relevance compares: higher comes first.
    pub fn key(&self, doc: DocId, order: Order) -> i64 {
        match order {
            Order::Relevance => 0,
            Order::Newest => self.opens_at.first(doc).unwrap_or(i64::MIN),
            Order::Closing => -self.closes_at.first(doc).unwrap_or(i64::MAX),
            Order::Pay => self.pay.first(doc).unwrap_or(PAY_NOT_STATED),
        }
    }

    /// Every document in an order that is not relevance; made when it is first asked.
    pub fn order(&self, order: Order) -> &[DocId] {
        let at = match order {
            Order::Relevance | Order::Newest => 0,
            Order::Closing => 1,
            Order::Pay => 2,
        };
        self.orders[at].get_or_init(|| {
            let mut ranked: Vec<(Reverse<i64>, u64, DocId)> = (0..self.rows.len() as DocId)
                .map(|doc| (Reverse(self.key(doc, order)), self.tie.first(doc).unwrap_or_default(), doc))
                .collect();
            ranked.sort_unstable();
            ranked.into_iter().map(|(.., doc)| doc).collect()
        })
    }
}

/// Writes in each row which set of values its document has.
fn sets(column: Option<StrColumn>, rows: &mut [Row], at: usize) -> tantivy::Result<Sets> {
    let mut made = Sets::default();
    let Some(column) = column else {
        made.sets.push(Box::default());
        return Ok(made);
    };
    for ord in 0..column.num_terms() {
        let mut value = String::new();
        column.ord_to_str(ord as u64, &mut value)?;
        made.values.push(value);
        made.sets.push(Box::new([ord as u32]));
    }
    let mut several: HashMap<Vec<u32>, u32> = HashMap::new();
    let mut ords = Vec::new();
    for (doc, row) in rows.iter_mut().enumerate() {
        ords.clear();
        ords.extend(column.ords().values_for_doc(doc as DocId).map(|ord| ord as u32));
        row.sets[at] = match ords.as_slice() {
            [one] => *one,
            many => match several.get(many) {
                Some(set) => *set,
                None => {
                    let set = made.sets.len() as u32;
                    made.sets.push(many.into());
                    several.insert(many.to_vec(), set);
                    set
                }
            },
        };
    }
    Ok(made)
}

/// The shelves of the segments in use. The engine has them made before it shows a new generation, so that no reader waits.
#[derive(Default)]
pub struct Shelves(RwLock<HashMap<SegmentId, Arc<Shelf>>>);

impl Shelves {
    /// The shelf of a segment.
    pub fn of(&self, segment: &SegmentReader) -> tantivy::Result<Arc<Shelf>> {
        if let Some(shelf) = self.0.read().unwrap_or_else(PoisonError::into_inner).get(&segment.segment_id()) {
            return Ok(shelf.clone());
        }
        let shelf = Arc::new(Shelf::new(segment)?);
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(segment.segment_id(), shelf.clone());
        Ok(shelf)
    }
}

impl Warmer for Shelves {
    fn warm(&self, searcher: &Searcher) -> tantivy::Result<()> {
        let segments = searcher.segment_readers();
        std::thread::scope(|scope| {
            let made: Vec<_> = segments.iter().map(|segment| scope.spawn(move || self.of(segment).map(drop))).collect();
            made.into_iter().try_for_each(|made| made.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
        })
    }

    fn garbage_collect(&self, live: &[&SearcherGeneration]) {
        let mut shelves = self.0.write().unwrap_or_else(PoisonError::into_inner);
        shelves.retain(|segment, _| live.iter().any(|generation| generation.segments().contains_key(segment)));
    }
}
