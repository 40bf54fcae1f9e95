//! The list without words. Its counts are remembered by segment until something in it changes, opens or closes; its page is read
//! in the order kept, from the cursor until it is full: neither visits every posting at each request.

use super::list::{Page, Pass};
use super::plan::Plan;
use super::{Result, Search};
use model::opportunities::filters::Filters;
use quick_cache::sync::Cache;
use std::sync::Arc;
use tantivy::index::SegmentId;
use tantivy::{Opstamp, Searcher};

/// How many counts are remembered: some kilobytes each.
const MOST: usize = 1_000;

/// What counts depend on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    segment: SegmentId,
    /// What was removed from the segment.
    removed: Option<Opstamp>,
    /// The last instant at which something of it opened or closed.
    from: i64,
    /// The filters, as the canonical query.
    filters: String,
}

/// Counts that still hold.
pub struct Remembered(Cache<Key, Arc<Page>>);

impl Default for Remembered {
    fn default() -> Self {
        Self(Cache::new(MOST))
    }
}

impl Search {
    /// What passes the filters: the total, the counts and the page of the plan, whose order is not relevance.
    pub(super) fn everything(&self, searcher: &Searcher, plan: &Plan, filters: &Filters) -> Result<Page> {
        let asked = Filters { q: String::new(), sort: None, after: None, ..filters.clone() }.query();
        let removed = searcher.generation().segments();
        let mut page = Page::default();
        for (at, segment) in (0..).zip(searcher.segment_readers()) {
            let shelf = self.shelves.of(segment)?;
            let id = segment.segment_id();
            let key =
                Key { segment: id, removed: removed.get(&id).copied().flatten(), from: shelf.window(plan.now).0, filters: asked.clone() };
            let counted =
                self.remembered.0.get_or_insert_with(&key, || Pass::new(at, plan.to_count(), shelf.clone())?.all(segment).map(Arc::new))?;
            page.add(&counted);
            if plan.keep > 0 {
                page.best.extend(Pass::new(at, plan.clone(), shelf)?.walk(segment)?);
            }
        }
        page.keep(plan.keep);
        Ok(page)
    }
}
