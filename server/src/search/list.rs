//! One pass over what matches: the total, every facet without its own selection, and the best of the page.
//!
//! A document that fails no filter counts everywhere; one that fails a single filter counts in that filter's facet only:
//! that is how a facet ignores its own selection without a second query.

use super::counts::Counts;
use super::plan::{Order, Plan, Rank};
use super::query::WHOLE;
use super::schema::{COMPLETE, PAY_NOT_STATED};
use super::shelves::{COUNTED, LEVELS, Open, Shelf, Shelves};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::query::Weight;
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader, TERMINATED};

/// Seconds of a day.
const DAY: i64 = 86_400;

/// After how many documents the clock is looked at.
const LOOK: u32 = 4_096;

/// A document of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    pub rank: Rank,
    pub address: DocAddress,
}

impl Ord for Hit {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.rank.cmp(&other.rank)
    }
}

impl PartialOrd for Hit {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// How much a posting of today gains over one that is old, when both match as well.
const FRESH: f32 = 0.15;
/// After how many days half of that is left.
const HALF_LIFE: f32 = 30.0;
/// How much a posting that states everything gains over one that states nothing.
const STATED: f32 = 0.06;
/// What is left of the score of a posting without a text in the reader's language.
const FOREIGN: f32 = 0.92;

/// What the pass brings back.
#[derive(Clone, Debug, Default)]
pub struct Page {
    pub total: u64,
    pub counts: Counts,
    /// How many fail one filter alone, by filter of [`NAMED`].
    failed: [u64; FILTERS],
    /// The best documents after the cursor, best first.
    pub best: Vec<Hit>,
}

impl Page {
    /// Adds what another segment has.
    pub fn add(&mut self, other: &Self) {
        self.total += other.total;
        self.counts.add(&other.counts);
        self.failed.iter_mut().zip(other.failed).for_each(|(mine, theirs)| *mine += theirs);
        self.best.extend(&other.best);
    }

    /// How many more there would be without each filter, those that would bring none left out.
    pub fn relaxed(&self) -> impl Iterator<Item = (&'static str, u64)> {
        NAMED.into_iter().zip(self.failed).filter(|(_, count)| *count > 0)
    }

    /// Keeps the best of what was added, best first.
    pub fn keep(&mut self, most: usize) {
        self.best.sort_unstable_by(|a, b| b.cmp(a));
        self.best.truncate(most);
    }
}

/// The filters, as they compare within one segment.
struct Sieve {
    /// Which sets of values pass, by facet; `None` when the filter is not used.
    selected: [Option<Vec<bool>>; COUNTED.len()],
    /// The employer's place among those of the segment; beyond all when it has none.
    employer: Option<u64>,
}

impl Sieve {
    fn new(plan: &Plan, shelf: &Shelf) -> tantivy::Result<Self> {
        let mut selected: [Option<Vec<bool>>; COUNTED.len()] = Default::default();
        for ((mask, words), sets) in selected.iter_mut().zip(&plan.selected).zip(&shelf.facets) {
            *mask = words.as_ref().map(|words| {
                let chosen: Vec<bool> = sets.values.iter().map(|value| words.contains(value)).collect();
                sets.sets.iter().map(|set| set.iter().any(|value| chosen[*value as usize])).collect()
            });
        }
        let employer = match (&plan.employer, &shelf.employers) {
            (None, _) => None,
            (Some(_), None) => Some(u64::MAX),
            (Some(key), Some(column)) => Some(column.dictionary().term_ord(key.as_bytes())?.unwrap_or(u64::MAX)),
        };
        Ok(Self { selected, employer })
    }
}

/// The filters a document may fail alone: those of [`COUNTED`], then these.
const FRENCH: usize = COUNTED.len();
const PAY: usize = FRENCH + 1;
const EMPLOYER: usize = PAY + 1;
const SINCE: usize = EMPLOYER + 1;
const FILTERS: usize = SINCE + 1;

/// The parameter of each filter.
const NAMED: [&str; FILTERS] = [
    COUNTED[0].name(),
    COUNTED[1].name(),
    COUNTED[2].name(),
    COUNTED[3].name(),
    COUNTED[4].name(),
    COUNTED[5].name(),
    COUNTED[6].name(),
    "french",
    "pay_min",
    "employer",
    "posted_since",
];

/// What a document fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fails {
    Nothing,
    /// One filter alone.
    One(usize),
    Several,
}

impl Fails {
    fn and(self, filter: usize) -> Self {
        if self == Self::Nothing { Self::One(filter) } else { Self::Several }
    }
}

/// A segment being read.
pub struct Pass {
    segment: SegmentOrdinal,
    plan: Plan,
    shelf: Arc<Shelf>,
    open: Arc<Open>,
    sieve: Sieve,
    /// By facet and set of values.
    counts: [Vec<u64>; COUNTED.len()],
    french: [u64; LEVELS],
    failed: [u64; FILTERS],
    total: u64,
    best: BinaryHeap<Reverse<Hit>>,
}

impl Pass {
    /// Starts on a segment.
    pub fn new(segment: SegmentOrdinal, plan: Plan, shelf: Arc<Shelf>) -> tantivy::Result<Self> {
        let (open, sieve) = (shelf.open(plan.now), Sieve::new(&plan, &shelf)?);
        let counts = std::array::from_fn(|at| vec![0; shelf.facets[at].sets.len()]);
        let best = BinaryHeap::with_capacity(plan.keep + 1);
        Ok(Self { segment, plan, shelf, open, sieve, counts, french: [0; LEVELS], failed: [0; FILTERS], total: 0, best })
    }

    /// What a document fails; only those open are asked.
    fn fails(&self, doc: DocId) -> Fails {
        let (plan, shelf) = (&self.plan, &*self.shelf);
        let row = &shelf.rows[doc as usize];
        let mut fails = Fails::Nothing;
        for (at, mask) in self.sieve.selected.iter().enumerate() {
            if mask.as_ref().is_some_and(|mask| !mask[row.sets[at] as usize]) {
                fails = fails.and(at);
            }
        }
        if plan.french.is_some_and(|level| row.french as usize != LEVELS - 1 && row.french > level) {
            fails = fails.and(FRENCH);
        }
        if fails == Fails::Several {
            return fails;
        }
        if let Some(least) = plan.pay_min {
            let pay = shelf.pay.first(doc).unwrap_or(PAY_NOT_STATED);
            if pay != PAY_NOT_STATED && pay < least {
                fails = fails.and(PAY);
            }
        }
        if let (Some(employer), Some(column)) = (self.sieve.employer, &shelf.employers)
            && !column.ords().values_for_doc(doc).any(|ord| ord == employer)
        {
            fails = fails.and(EMPLOYER);
        }
        if plan.since.is_some_and(|since| shelf.opens_at.first(doc).unwrap_or(i64::MIN) < since) {
            fails = fails.and(SINCE);
        }
        fails
    }

    /// Counts a document; true when it is one of the list.
    fn count(&mut self, doc: DocId) -> bool {
        if !self.open.has(doc) {
            return false;
        }
        let fails = self.fails(doc);
        let row = &self.shelf.rows[doc as usize];
        match fails {
            Fails::Nothing => {
                for (counts, set) in self.counts.iter_mut().zip(row.sets) {
                    counts[set as usize] += 1;
                }
                self.french[row.french as usize] += 1;
                self.total += 1;
                return true;
            }
            Fails::One(filter) => {
                self.failed[filter] += 1;
                match filter {
                    FRENCH => self.french[row.french as usize] += 1,
                    facet if facet < FRENCH => self.counts[facet][row.sets[facet] as usize] += 1,
                    _ => {}
                }
            }
            Fails::Several => {}
        }
        false
    }

    /// The score of the text, moved by what is not text: see `docs/ranking.md`. Days are whole, so that the pages of a list agree.
    fn relevance(&self, doc: DocId, score: Score) -> Score {
        let (shelf, row) = (&self.shelf, &self.shelf.rows[doc as usize]);
        let opens_at = shelf.opens_at.first(doc).unwrap_or_default();
        let age = (self.plan.now.div_euclid(DAY) - opens_at.div_euclid(DAY)).max(0) as f32;
        let mut factor = 1.0 + FRESH * (-age / HALF_LIFE).exp2();
        factor *= 1.0 + STATED * f32::from(row.stated) / COMPLETE as f32;
        if self.plan.english && !row.in_english {
            factor *= FOREIGN;
        }
        // What is found whole stays above what is not.
        let whole = if score >= WHOLE { WHOLE } else { 0.0 };
        whole + (score - whole).max(0.0) * factor
    }

    /// Keeps a document of the list when it is one of the best.
    fn keep(&mut self, doc: DocId, score: Score) {
        if self.plan.keep == 0 {
            return;
        }
        let worst = (self.best.len() == self.plan.keep).then(|| self.best.peek().map(|worst| worst.0.rank)).flatten();
        let key = match self.plan.order {
            Order::Relevance => {
                // Most documents of a long list are below the worst kept even with all that could be added.
                let most = score * ((1.0 + FRESH) * (1.0 + STATED));
                if worst.is_some_and(|worst| i64::from(most.to_bits()) < worst.key) {
                    return;
                }
                // The bits of a positive float order as the float does.
                i64::from(self.relevance(doc, score).to_bits())
            }
            order => self.shelf.key(doc, order),
        };
        if worst.is_some_and(|worst| key < worst.key) {
            return;
        }
        let rank = Rank { key, tie: self.shelf.tie(doc) };
        if worst.is_some_and(|worst| rank <= worst) || self.plan.after.is_some_and(|after| rank >= after) {
            return;
        }
        if worst.is_some() {
            self.best.pop();
        }
        self.best.push(Reverse(Hit { rank, address: DocAddress::new(self.segment, doc) }));
    }

    /// Reads every document of the segment.
    pub fn all(mut self, segment: &SegmentReader) -> tantivy::Result<Page> {
        for (seen, doc) in (0_u32..).zip(segment.doc_ids_alive()) {
            if seen.is_multiple_of(LOOK) {
                self.plan.check()?;
            }
            if self.count(doc) {
                self.keep(doc, 0.0);
            }
        }
        Ok(self.harvest())
    }

    /// The best of the segment after the cursor, in an order that is not relevance: it stops when it has enough.
    pub fn walk(&self, segment: &SegmentReader) -> tantivy::Result<Vec<Hit>> {
        let (shelf, plan) = (&self.shelf, &self.plan);
        let order = shelf.order(plan.order);
        let mut start = plan.after.map_or(0, |after| order.partition_point(|doc| shelf.rank(*doc, plan.order) >= after));
        if plan.order == Order::Newest {
            // Those that open later are the first of all: a feed may bring many.
            start = start.max(order.partition_point(|doc| shelf.key(*doc, plan.order) > plan.now));
        }
        let mut best = Vec::with_capacity(plan.keep);
        for (seen, doc) in (1_u32..).zip(&order[start..]) {
            if best.len() == plan.keep {
                break;
            }
            if seen.is_multiple_of(LOOK) {
                plan.check()?;
            }
            if self.open.has(*doc) && !segment.is_deleted(*doc) && matches!(self.fails(*doc), Fails::Nothing) {
                best.push(Hit { rank: shelf.rank(*doc, plan.order), address: DocAddress::new(self.segment, *doc) });
            }
        }
        Ok(best)
    }
}

impl SegmentCollector for Pass {
    type Fruit = Page;

    fn collect(&mut self, doc: DocId, score: Score) {
        if self.count(doc) {
            self.keep(doc, score);
        }
    }

    fn harvest(self) -> Page {
        let counts = Counts::of(&self.shelf.facets, &self.counts, self.french);
        Page { total: self.total, counts, failed: self.failed, best: self.best.into_iter().map(|hit| hit.0).collect() }
    }
}

/// The collector of the documents that a query finds.
pub struct ListCollector<'a> {
    pub plan: Plan,
    pub shelves: &'a Shelves,
}

impl Collector for ListCollector<'_> {
    type Fruit = Page;
    type Child = Pass;

    fn for_segment(&self, segment: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<Pass> {
        Pass::new(segment, self.plan.clone(), self.shelves.of(reader)?)
    }

    fn requires_scoring(&self) -> bool {
        self.plan.order == Order::Relevance
    }

    /// The engine's own loop scores what the filters leave out, and cannot be given up.
    fn collect_segment(&self, weight: &dyn Weight, segment: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<Page> {
        let mut pass = self.for_segment(segment, reader)?;
        let mut scorer = weight.scorer(reader, 1.0)?;
        let alive = reader.alive_bitset();
        let scored = self.requires_scoring();
        let mut seen = 0_u32;
        let mut doc = scorer.doc();
        while doc != TERMINATED {
            if seen.is_multiple_of(LOOK) {
                self.plan.check()?;
            }
            seen = seen.wrapping_add(1);
            if alive.is_none_or(|alive| alive.is_alive(doc)) && pass.count(doc) {
                let score = if scored { scorer.score() } else { 0.0 };
                pass.keep(doc, score);
            }
            doc = scorer.advance();
        }
        Ok(pass.harvest())
    }

    fn merge_fruits(&self, pages: Vec<Page>) -> tantivy::Result<Page> {
        let mut merged = Page::default();
        pages.iter().for_each(|page| merged.add(page));
        merged.keep(self.plan.keep);
        Ok(merged)
    }
}
