//! One pass over what matches: the total, every facet without its own selection, and the best of the page.
//!
//! A document that fails no filter counts everywhere; one that fails a single filter counts in that filter's facet only:
//! that is how a facet ignores its own selection without a second query.

use super::query::WHOLE;
use super::schema::{COMPLETE, FRENCH_NOT_STATED, Facet, PAY_NOT_STATED, name};
use super::{Result, SearchError};
use model::locale::Locale;
use model::opportunities::filters::{Choice, Filters};
use model::opportunities::{French, Mode, NOT_STATED, Schedule};
use model::page::FacetValue;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

/// Seconds of a day.
const DAY: i64 = 86_400;

/// The order of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    Relevance,
    Newest,
    Closing,
    Pay,
}

/// The place of a document in its order: higher comes first. Ties break by public id, never by where the index keeps it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank {
    pub key: i64,
    pub tie: Reverse<u64>,
}

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

/// What is asked, ready to be compared.
#[derive(Clone, Debug)]
pub struct Plan {
    order: Order,
    now: i64,
    since: Option<i64>,
    selected: [Option<Vec<String>>; 8],
    french: Option<u64>,
    pay_min: Option<i64>,
    after: Option<Rank>,
    keep: usize,
    /// Whether the reader reads English first.
    english: bool,
}

impl Plan {
    /// Ranks for a reader of this language; French until it is told.
    pub fn for_reader(self, lang: Locale) -> Self {
        Self { english: lang == Locale::En, ..self }
    }

    /// Keeps this many of the best.
    pub fn keeping(self, keep: usize) -> Self {
        Self { keep, ..self }
    }

    pub fn new(filters: &Filters, order: Order, now: i64, since: Option<i64>, after: Option<Rank>, keep: usize) -> Self {
        let selected = std::array::from_fn(|i| {
            let words = match Facet::ALL[i] {
                Facet::Kind => filters.kind.iter().map(ToString::to_string).collect(),
                Facet::Sector => filters.sector.clone(),
                Facet::Audience => filters.audience.iter().map(ToString::to_string).collect(),
                Facet::Mode => filters.mode.iter().map(|choice| word(*choice, Mode::as_str)).collect(),
                Facet::Schedule => filters.schedule.iter().map(|choice| word(*choice, Schedule::as_str)).collect(),
                Facet::Sponsorship => filters.sponsorship.iter().map(ToString::to_string).collect(),
                Facet::Place => filters.place.clone(),
                Facet::Employer => filters.employer.iter().cloned().collect::<Vec<_>>(),
            };
            (!words.is_empty()).then_some(words)
        });
        let french = filters.french.and_then(|level| French::ALL.iter().position(|known| *known == level)).map(|level| level as u64);
        Self { order, now, since, selected, french, pay_min: filters.pay_min.map(|cents| cents.0), after, keep, english: false }
    }
}

fn word<T: Copy>(choice: Choice<T>, as_str: impl Fn(T) -> &'static str) -> String {
    match choice {
        Choice::Is(value) => as_str(value).to_owned(),
        Choice::NotStated => NOT_STATED.to_owned(),
    }
}

/// What was counted, by facet and value.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    facets: [BTreeMap<String, u64>; 8],
    /// Postings by French level asked; the last is "not stated".
    french: [u64; 5],
}

impl Counts {
    pub fn of(&self, facet: Facet) -> &BTreeMap<String, u64> {
        &self.facets[facet as usize]
    }

    fn add(&mut self, other: Self) {
        for (mine, theirs) in self.facets.iter_mut().zip(other.facets) {
            for (value, count) in theirs {
                *mine.entry(value).or_default() += count;
            }
        }
        for (mine, theirs) in self.french.iter_mut().zip(other.french) {
            *mine += theirs;
        }
    }
}

/// The French facet: for each level a reader may have, the postings within reach, those that state nothing included.
pub fn french_facet(counts: &Counts) -> Vec<FacetValue> {
    let not_stated = counts.french[4];
    let mut within = not_stated;
    let mut values = Vec::with_capacity(5);
    for (level, count) in French::ALL.iter().zip(counts.french) {
        within += count;
        values.push(FacetValue { value: level.to_string(), label: level.to_string(), count: within });
    }
    values.push(FacetValue { value: NOT_STATED.to_owned(), label: NOT_STATED.to_owned(), count: not_stated });
    values
}

/// What the pass brings back.
#[derive(Clone, Debug, Default)]
pub struct Page {
    pub total: u64,
    pub counts: Counts,
    /// The best documents after the cursor, best first.
    pub best: Vec<Hit>,
}

/// The collector.
pub struct ListCollector {
    pub plan: Plan,
    pub scored: bool,
}

struct FacetColumn {
    column: Option<StrColumn>,
    /// Which values of this segment are selected; `None` when the filter is not used.
    selected: Option<Vec<bool>>,
    counts: Vec<u64>,
}

/// The collector of one segment.
pub struct SegmentList {
    segment: SegmentOrdinal,
    plan: Plan,
    facets: Vec<FacetColumn>,
    french: Column<u64>,
    pay: Column<i64>,
    opens_at: Column<i64>,
    closes_at: Column<i64>,
    tie: Column<u64>,
    stated: Column<u64>,
    in_english: Column<bool>,
    french_counts: [u64; 5],
    total: u64,
    best: BinaryHeap<Reverse<Hit>>,
}

impl Collector for ListCollector {
    type Fruit = Page;
    type Child = SegmentList;

    fn for_segment(&self, segment: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<SegmentList> {
        let fast = reader.fast_fields();
        let mut facets = Vec::with_capacity(Facet::ALL.len());
        for (facet, selected) in Facet::ALL.iter().zip(&self.plan.selected) {
            let column = fast.str(facet.name())?;
            let terms = column.as_ref().map_or(0, |column| column.num_terms());
            let selected = match (selected, &column) {
                (None, _) => None,
                (Some(_), None) => Some(Vec::new()),
                (Some(words), Some(column)) => {
                    let mut mask = vec![false; terms];
                    for word in words {
                        if let Some(ord) = column.dictionary().term_ord(word.as_bytes())? {
                            mask[ord as usize] = true;
                        }
                    }
                    Some(mask)
                }
            };
            facets.push(FacetColumn { column, selected, counts: vec![0; terms] });
        }
        Ok(SegmentList {
            segment,
            plan: self.plan.clone(),
            facets,
            french: fast.u64(name::FRENCH)?,
            pay: fast.i64(name::PAY)?,
            opens_at: fast.i64(name::OPENS_AT)?,
            closes_at: fast.i64(name::CLOSES_AT)?,
            tie: fast.u64(name::TIE)?,
            stated: fast.u64(name::STATED)?,
            in_english: fast.bool(name::ENGLISH)?,
            french_counts: [0; 5],
            total: 0,
            best: BinaryHeap::with_capacity(self.plan.keep + 1),
        })
    }

    fn requires_scoring(&self) -> bool {
        self.scored
    }

    fn merge_fruits(&self, pages: Vec<tantivy::Result<Page>>) -> tantivy::Result<Page> {
        let mut merged = Page::default();
        for page in pages {
            let page = page?;
            merged.total += page.total;
            merged.counts.add(page.counts);
            merged.best.extend(page.best);
        }
        merged.best.sort_unstable_by(|a, b| b.cmp(a));
        merged.best.truncate(self.plan.keep);
        Ok(merged)
    }
}

impl SegmentList {
    fn rank(&self, doc: DocId, score: Score, opens_at: i64, closes_at: i64, pay: i64) -> Rank {
        let key = match self.plan.order {
            // The bits of a positive float order as the float does.
            Order::Relevance => i64::from(self.relevance(doc, score, opens_at).to_bits()),
            Order::Newest => opens_at,
            Order::Closing => -closes_at,
            Order::Pay => pay,
        };
        Rank { key, tie: Reverse(self.tie.first(doc).unwrap_or_default()) }
    }

    /// The score of the text, moved by what is not text: see `docs/ranking.md`. Days are whole, so that the pages of a list agree.
    fn relevance(&self, doc: DocId, score: Score, opens_at: i64) -> Score {
        let age = (self.plan.now.div_euclid(DAY) - opens_at.div_euclid(DAY)).max(0) as f32;
        let mut factor = 1.0 + FRESH * (-age / HALF_LIFE).exp2();
        factor *= 1.0 + STATED * self.stated.first(doc).unwrap_or_default() as f32 / COMPLETE as f32;
        if self.plan.english && !self.in_english.first(doc).unwrap_or_default() {
            factor *= FOREIGN;
        }
        // What is found whole stays above what is not.
        let whole = if score >= WHOLE { WHOLE } else { 0.0 };
        whole + (score - whole).max(0.0) * factor
    }

    fn keep(&mut self, hit: Hit) {
        if self.plan.after.is_some_and(|after| hit.rank >= after) {
            return;
        }
        if self.best.len() < self.plan.keep {
            self.best.push(Reverse(hit));
        } else if self.best.peek().is_some_and(|worst| hit > worst.0) {
            self.best.pop();
            self.best.push(Reverse(hit));
        }
    }
}

impl SegmentCollector for SegmentList {
    type Fruit = tantivy::Result<Page>;

    fn collect(&mut self, doc: DocId, score: Score) {
        let opens_at = self.opens_at.first(doc).unwrap_or(i64::MAX);
        let closes_at = self.closes_at.first(doc).unwrap_or(0);
        let pay = self.pay.first(doc).unwrap_or(PAY_NOT_STATED);
        let french = self.french.first(doc).unwrap_or(FRENCH_NOT_STATED);
        let plan = &self.plan;
        if opens_at > plan.now || closes_at <= plan.now || plan.since.is_some_and(|since| opens_at < since) {
            return;
        }
        if plan.pay_min.is_some_and(|least| pay != PAY_NOT_STATED && pay < least) {
            return;
        }
        let fails_french = plan.french.is_some_and(|level| french != FRENCH_NOT_STATED && french > level);
        let mut failed = None;
        let mut failures = u32::from(fails_french);
        for (i, facet) in self.facets.iter().enumerate() {
            let Some(mask) = &facet.selected else { continue };
            let passes = facet.column.as_ref().is_some_and(|column| column.ords().values_for_doc(doc).any(|ord| mask[ord as usize]));
            if !passes {
                failures += 1;
                failed = Some(i);
            }
        }
        if failures > 1 {
            return;
        }
        for (i, facet) in self.facets.iter_mut().enumerate() {
            if failures == 0 || failed == Some(i) {
                let Some(column) = &facet.column else { continue };
                for ord in column.ords().values_for_doc(doc) {
                    facet.counts[ord as usize] += 1;
                }
            }
        }
        if failures == 0 || fails_french {
            self.french_counts[(french as usize).min(4)] += 1;
        }
        if failures == 0 {
            self.total += 1;
            let hit = Hit { rank: self.rank(doc, score, opens_at, closes_at, pay), address: DocAddress::new(self.segment, doc) };
            self.keep(hit);
        }
    }

    fn harvest(self) -> tantivy::Result<Page> {
        let mut counts = Counts { french: self.french_counts, ..Counts::default() };
        for (facet, named) in self.facets.iter().zip(counts.facets.iter_mut()) {
            let Some(column) = &facet.column else { continue };
            for (ord, count) in facet.counts.iter().enumerate().filter(|(_, count)| **count > 0) {
                let mut value = String::new();
                column.ord_to_str(ord as u64, &mut value)?;
                named.insert(value, *count);
            }
        }
        Ok(Page { total: self.total, counts, best: self.best.into_iter().map(|hit| hit.0).collect() })
    }
}

/// Where a page starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// The last of the page before.
    pub rank: Rank,
    /// Whether the list is the widened one.
    pub wide: bool,
}

/// The cursor after a document: its order, key and tie, in hexadecimal; a capital for a widened list.
pub fn encode(hit: &Hit, order: Order, wide: bool) -> String {
    let letter = if wide { letter(order).to_ascii_uppercase() } else { letter(order).to_owned() };
    format!("{letter}-{:x}-{:x}", hit.rank.key as u64, hit.rank.tie.0)
}

/// The place that a cursor names.
pub fn decode(cursor: &str, order: Order) -> Result<Cursor> {
    let mut parts = cursor.split('-');
    let (Some(first), Some(key), Some(tie), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return Err(SearchError::Cursor);
    };
    let number = |text: &str| u64::from_str_radix(text, 16).map_err(|_| SearchError::Cursor);
    if !first.eq_ignore_ascii_case(letter(order)) {
        return Err(SearchError::Cursor);
    }
    Ok(Cursor { rank: Rank { key: number(key)? as i64, tie: Reverse(number(tie)?) }, wide: first != letter(order) })
}

const fn letter(order: Order) -> &'static str {
    match order {
        Order::Relevance => "r",
        Order::Newest => "n",
        Order::Closing => "c",
        Order::Pay => "p",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_back_for_its_own_order_only() {
        for key in [0, -5, i64::MIN + 1, i64::MAX] {
            let hit = Hit { rank: Rank { key, tie: Reverse(77) }, address: DocAddress::new(0, 0) };
            for wide in [false, true] {
                let cursor = encode(&hit, Order::Closing, wide);
                assert_eq!(decode(&cursor, Order::Closing).expect("reads"), Cursor { rank: hit.rank, wide });
                assert!(decode(&cursor, Order::Newest).is_err());
            }
        }
        for wrong in ["", "n", "n-1", "n-x-1", "n-1-1-1", "z-1-1"] {
            assert!(decode(wrong, Order::Newest).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_french_facet_counts_what_is_within_reach() {
        let counts = Counts { french: [1, 2, 3, 4, 10], ..Counts::default() };
        let values: Vec<u64> = french_facet(&counts).into_iter().map(|value| value.count).collect();
        assert_eq!(values, [11, 13, 16, 20, 10]);
    }
}
