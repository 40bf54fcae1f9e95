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
/// Lists that found nothing, by their words; those of filters alone under no name.
pub const EMPTY: &str = "empty";
/// Filters in force, as `name=value`.
pub const FILTER: &str = "filter";

/// The longest words kept, in characters, once folded.
const LONGEST: usize = 80;
/// The most digits in them: more may be a number of somebody.
const DIGITS: usize = 4;
/// The most different lists of a day held until they are written.
const HELD: usize = 10_000;
/// How many lists are remembered to be empty or not.
const LISTS: usize = 5_000;

/// How often each list was asked for on a day, by canonical address.
type Asked = HashMap<Date, HashMap<String, i64>>;

/// The counts not yet written; clones share them.
#[derive(Clone)]
pub struct Demand {
    asked: Arc<Mutex<Asked>>,
    /// Whether lists are empty, by their canonical query, as they were last made.
    empty: Arc<Cache<String, bool>>,
    /// The day before which rare words were forgotten.
    forgotten: Arc<Mutex<Option<Date>>>,
}

impl Default for Demand {
    fn default() -> Self {
        Self { asked: Arc::default(), empty: Arc::new(Cache::new(LISTS)), forgotten: Arc::default() }
    }
}

impl Demand {
    /// Notes what a list had when it was made.
    pub fn made(&self, filters: &Filters, total: u64) {
        self.empty.insert(first_page(filters).query(), total == 0);
    }

    /// Counts that the list of a canonical address was asked for, made or remembered. What it asked is read when it is written: this is
    /// on the way of every answer.
    pub fn asked(&self, address: &str, day: Date) {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let addresses = asked.entry(day).or_default();
        if let Some(count) = addresses.get_mut(address) {
            *count += 1;
        } else if addresses.len() < HELD {
            // Beyond that, a flood: what it asks is not worth the room.
            addresses.insert(address.to_owned(), 1);
        }
    }

    /// What a list asked, as it is counted. Only its first page counts.
    fn counted(&self, address: &str) -> Vec<(&'static str, String)> {
        let query = address.split_once('?').map_or("", |(_, query)| query);
        let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).collect();
        let filters = Filters::read_known(pairs.iter().map(|(name, value)| (name.as_ref(), value.as_ref())));
        let mut counted = Vec::new();
        if filters.after.is_some() {
            return counted;
        }
        let words = words(&filters.q);
        if !filters.q.is_empty() {
            counted.push((QUERY, words.clone()));
        }
        if self.empty.get(&first_page(&filters).query()) == Some(true) {
            counted.push((EMPTY, words));
        }
        counted.extend(filters.active().into_iter().map(|(name, value)| (FILTER, format!("{name}={value}"))));
        counted
    }

    /// Writes what was counted; on failure it stays and is written the next time.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn write(&self, store: &Store) -> Result<()> {
        let taken = std::mem::take(&mut *self.asked.lock().unwrap_or_else(PoisonError::into_inner));
        let mut failure = Ok(());
        for (day, addresses) in taken {
            let mut counts: HashMap<(&'static str, String), i64> = HashMap::new();
            for (address, times) in &addresses {
                self.counted(address).into_iter().for_each(|what| *counts.entry(what).or_default() += times);
            }
            let counts: Vec<_> = counts.into_iter().map(|((sort, value), count)| (sort, value, count)).collect();
            if let Err(error) = store.add_demand(day, &counts).await {
                let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
                let held = asked.entry(day).or_default();
                addresses.into_iter().for_each(|(address, times)| *held.entry(address).or_default() += times);
                failure = Err(error);
            }
        }
        failure?;
        // Once a day is enough.
        let today = store.clock().today();
        if *self.forgotten.lock().unwrap_or_else(PoisonError::into_inner) != Some(today) {
            store.forget_rare_demand(today).await?;
            *self.forgotten.lock().unwrap_or_else(PoisonError::into_inner) = Some(today);
        }
        Ok(())
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

    #[test]
    fn what_may_be_somebodys_own_is_only_counted() {
        for own in ["ana@example.ca", "418 555-0199", "NAS 123456789", &"a ".repeat(60)] {
            assert_eq!(words(own), "", "{own}");
        }
        assert_eq!(words("Infirmière, 24 h"), "infirmiere 24 h");
    }

    #[test]
    fn words_filters_and_empty_lists_are_counted() {
        let demand = Demand::default();
        let address = "/fr/possibilites?q=Soudeuse&place=levis";
        let filters = Filters { q: "Soudeuse".to_owned(), place: vec!["levis".to_owned()], ..Filters::default() };
        let counted =
            |address: &str| demand.counted(address).into_iter().map(|(sort, value)| format!("{sort} {value}")).collect::<Vec<_>>();
        assert_eq!(counted(address), ["query soudeuse", "filter place=levis"]);
        demand.made(&filters, 0);
        assert_eq!(counted(address), ["query soudeuse", "empty soudeuse", "filter place=levis"]);
        demand.made(&filters, 3);
        assert_eq!(counted(address), ["query soudeuse", "filter place=levis"]);
        assert!(counted(&format!("{address}&after=n-1-1")).is_empty(), "a list counts once, not each of its pages");
        assert!(counted("/api/v1/opportunities?lang=en&limit=20").is_empty());
    }

    #[test]
    fn a_flood_of_lists_takes_no_more_room() {
        let demand = Demand::default();
        let day = Date::new(2026, 11, 24).expect("a day");
        for n in 0..HELD + 50 {
            demand.asked(&format!("/fr/possibilites?q=mot{n}"), day);
        }
        assert_eq!(demand.asked.lock().expect("held")[&day].len(), HELD);
    }
}
