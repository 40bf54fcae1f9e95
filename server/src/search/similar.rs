//! Opportunities like another: the same kind, the words of its title, its sectors.

use super::analysis::Keys;
use super::list::ListCollector;
use super::plan::{Order, Plan};
use super::{Result, Search};
use crate::store::Stored;
use model::locale::Locale;
use model::opportunities::OpportunityItem;
use model::opportunities::filters::Filters;
use tantivy::Term;
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;

impl Search {
    /// At most `most` open opportunities like one, the likest first, filled up with the newest of its kind and sectors.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn similar(&self, stored: &Stored, lang: Locale, now: i64, most: usize) -> Result<Vec<OpportunityItem>> {
        let searcher = self.reader.searcher();
        let mut items: Vec<OpportunityItem> = Vec::new();
        let words = Keys::of(Locale::Fr).read(stored.record.title.fr.as_deref().unwrap_or_default());
        let any: Vec<(Occur, Box<dyn Query>)> = words
            .iter()
            .map(|word| {
                let term = Term::from_field_text(self.fields.title, &word.text);
                (Occur::Should, Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)) as Box<dyn Query>)
            })
            .collect();
        let of_kind = Filters { kind: vec![stored.record.kind], ..Filters::default() };
        let of_sectors = Filters { sector: stored.record.sectors.clone(), ..of_kind.clone() };
        let by_words: Box<dyn Query> = Box::new(BooleanQuery::new(any));
        let tries = [(Some(&by_words), &of_kind, Order::Relevance), (None, &of_sectors, Order::Newest), (None, &of_kind, Order::Newest)];
        for (query, filters, order) in tries {
            if items.len() >= most {
                break;
            }
            // The posting itself and those already found may come again.
            let plan = Plan::new(filters, order, now, None, None, most * 2 + 1);
            let page = match query {
                Some(query) => searcher.search(&**query, &ListCollector { plan, shelves: &self.shelves })?,
                None => self.everything(&searcher, &plan, filters)?,
            };
            for hit in page.best {
                let item = self.item(&searcher, hit.address, lang)?;
                if items.len() < most && item.id != stored.public_id && items.iter().all(|known| known.id != item.id) {
                    items.push(item);
                }
            }
        }
        Ok(items)
    }
}
