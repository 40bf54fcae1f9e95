//! Nothing was found: what would be, if a little less were asked.

use super::list::Page;
use super::plan::{Order, Plan};
use super::typed::typed;
use super::{Result, Search};
use model::opportunities::Relaxation;
use model::opportunities::filters::Filters;
use tantivy::Searcher;

/// How many are told.
const MOST: usize = 4;
/// The most words of a query that are left out by turns.
const WORDS: usize = 6;

impl Search {
    /// The lists nearest to an empty one that are not empty: without one filter or one word, the longest first; then without any filter,
    /// and without words.
    pub(super) fn relaxations(&self, searcher: &Searcher, page: &Page, filters: &Filters, plan: &Plan) -> Result<Vec<Relaxation>> {
        let plan = plan.to_count();
        let relaxed = |without: &str, filters: Filters, total: u64| Relaxation {
            without: without.to_owned(),
            query: filters.query(),
            words: filters.q,
            total,
        };
        let first = Filters { after: None, ..filters.clone() };
        let mut found: Vec<Relaxation> = page.relaxed().map(|(name, total)| relaxed(name, first.without_any(name), total)).collect();
        for words in self.fewer_words(&filters.q) {
            let fewer = Filters { q: words, ..first.clone() };
            let total = self.count(searcher, &fewer, &plan)?;
            found.push(relaxed("q", fewer, total));
        }
        // The whole list is offered anyway.
        found.retain(|relaxation| relaxation.total > 0 && !relaxation.query.is_empty());
        found.sort_by(|a, b| b.total.cmp(&a.total).then_with(|| a.query.cmp(&b.query)));
        found.truncate(MOST);
        if !filters.active().is_empty() && !filters.q.is_empty() && found.len() < MOST {
            let only_words = Filters { q: filters.q.clone(), ..Filters::default() };
            let plan = Plan::new(&only_words, Order::Newest, plan.now, None, None, 0).until(plan.deadline);
            let total = self.count(searcher, &only_words, &plan)?;
            // One filter alone may have been all of them.
            if total > 0 && found.iter().all(|known| known.query != only_words.query()) {
                found.push(relaxed("filters", only_words, total));
            }
        }
        if !filters.q.is_empty() && found.len() < MOST {
            let only_filters = first.without("q", "");
            let total = self.count(searcher, &only_filters, &plan)?;
            if total > 0 && !only_filters.query().is_empty() && found.iter().all(|known| known.query != only_filters.query()) {
                found.push(relaxed("q", only_filters, total));
            }
        }
        Ok(found)
    }

    /// The query with a word less, by turns; or its phrases as words.
    fn fewer_words(&self, query: &str) -> Vec<String> {
        let typed = typed(query);
        if !typed.phrases.is_empty() {
            // The words of a phrase, wherever they stand.
            return vec![format!("{} {}", typed.words.trim(), typed.phrases.join(" ")).trim().to_owned()];
        }
        let words: Vec<&str> = query.split_whitespace().collect();
        if !(2..=WORDS).contains(&words.len()) {
            return Vec::new();
        }
        (0..words.len())
            .map(|left_out| {
                let kept: Vec<&str> = words.iter().enumerate().filter(|(at, _)| *at != left_out).map(|(_, word)| *word).collect();
                kept.join(" ")
            })
            .collect()
    }
}
