//! What is asked of search, counted by day for the team: words, lists without result, filters. Nothing of who asked is ever held.
//!
//! Counts gather in memory and are written each minute. What looks like a person's own data is only counted; so is, once its day
//! is over, what fewer than three asked.

use crate::store::{Result, Store};
use crate::text::fold;
use model::dates::Date;
use model::opportunities::filters::Filters;
use quick_cache::sync::Cache;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Words sought.
pub const QUERY: &str = "query";
/// Words that found nothing, whatever the filters.
pub const EMPTY: &str = "empty";
/// Filters in force, as `name=value`.
pub const FILTER: &str = "filter";

/// The longest words kept, in characters, once folded.
const LONGEST: usize = 80;
/// The most digits in them: more may be a number of somebody.
const DIGITS: usize = 4;
/// The most different things held until they are written; what comes beyond is counted under no name.
const HELD: usize = 10_000;
/// How many lists are remembered to be empty or not.
const LISTS: usize = 5_000;

type Counts = HashMap<(Date, &'static str, String), i64>;

/// The counts not yet written; clones share them.
#[derive(Clone)]
pub struct Demand {
    counts: Arc<Mutex<Counts>>,
    /// Whether lists are empty, by their canonical query, as they were last made.
    empty: Arc<Cache<String, bool>>,
}

impl Default for Demand {
    fn default() -> Self {
        Self { counts: Arc::default(), empty: Arc::new(Cache::new(LISTS)) }
    }
}

impl Demand {
    /// Notes what a list had when it was made.
    pub fn made(&self, filters: &Filters, total: u64) {
        self.empty.insert(first_page(filters).query(), total == 0);
    }

    /// Counts that a list was asked for, made or remembered. Only its first page counts.
    pub fn asked(&self, filters: &Filters, day: Date) {
        if filters.after.is_some() {
            return;
        }
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let mut count = |sort, value: String| {
            let value = if counts.len() < HELD { value } else { String::new() };
            *counts.entry((day, sort, value)).or_default() += 1;
        };
        let words = words(&filters.q);
        if !filters.q.is_empty() {
            count(QUERY, words.clone());
        }
        if self.empty.get(&first_page(filters).query()) == Some(true) {
            count(EMPTY, words);
        }
        for (name, value) in filters.active() {
            count(FILTER, format!("{name}={value}"));
        }
    }

    /// Writes what was counted; on failure it stays and is written the next time.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn write(&self, store: &Store) -> Result<()> {
        let taken = std::mem::take(&mut *self.counts.lock().unwrap_or_else(PoisonError::into_inner));
        let mut days: HashMap<Date, Vec<(&'static str, String, i64)>> = HashMap::new();
        for ((day, sort, value), count) in taken {
            days.entry(day).or_default().push((sort, value, count));
        }
        let mut failure = Ok(());
        for (day, counts) in days {
            if let Err(error) = store.add_demand(day, &counts).await {
                let mut held = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
                for (sort, value, count) in counts {
                    *held.entry((day, sort, value)).or_default() += count;
                }
                failure = Err(error);
            }
        }
        failure?;
        store.forget_rare_demand(store.clock().today()).await
    }
}

fn first_page(filters: &Filters) -> Filters {
    Filters { after: None, sort: None, ..filters.clone() }
}

/// Words as they are counted; none when they may be somebody's own.
fn words(q: &str) -> String {
    let folded = fold(q);
    let digits = folded.chars().filter(char::is_ascii_digit).count();
    if q.contains('@') || digits > DIGITS || folded.chars().count() > LONGEST { String::new() } else { folded }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(q: &str) -> Filters {
        Filters { q: q.to_owned(), ..Filters::default() }
    }

    fn day() -> Date {
        Date::new(2026, 11, 24).expect("a day")
    }

    #[test]
    fn what_may_be_somebodys_own_is_only_counted() {
        for own in ["ana@example.ca", "418 555-0199", "NAS 123456789", &"a ".repeat(60)] {
            assert_eq!(words(own), "", "{own}");
        }
        assert_eq!(words("Infirmière, 24 h"), "infirmiere 24 h");
    }

    #[test]
    fn words_filters_and_empty_lists_are_counted_once_a_list() {
        let demand = Demand::default();
        let mut filters = asked("Soudeuse");
        filters.place = vec!["levis".to_owned()];
        demand.made(&filters, 0);
        demand.asked(&filters, day());
        demand.asked(&Filters { after: Some("x".to_owned()), ..filters.clone() }, day());
        demand.made(&filters, 3);
        demand.asked(&filters, day());
        let counts = demand.counts.lock().expect("held").clone();
        let of = |sort, value: &str| counts.get(&(day(), sort, value.to_owned())).copied().unwrap_or(0);
        assert_eq!((of(QUERY, "soudeuse"), of(EMPTY, "soudeuse"), of(FILTER, "place=levis")), (2, 1, 2));
        assert_eq!(counts.len(), 3);
    }

    #[test]
    fn a_flood_of_words_takes_no_more_room() {
        let demand = Demand::default();
        for n in 0..HELD + 50 {
            demand.asked(&asked(&format!("mot {}", letters(n))), day());
        }
        assert!(demand.counts.lock().expect("held").len() <= HELD + 3);
    }

    fn letters(mut n: usize) -> String {
        let mut text = String::new();
        while n > 0 {
            text.push((b'a' + (n % 26) as u8) as char);
            n /= 26;
        }
        text
    }
}
