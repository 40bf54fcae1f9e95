//! Saved searches: the engine against brute force.

use super::corpus::{Corpus, NOW, today};
use super::{tell, times};
use model::locale::Locale;
use model::money::Cents;
use model::opportunities::filters::Filters;
use model::opportunities::{French, Kind};
use server::search::saved::SavedSearches;
use server::search::{Labels, Search};
use std::collections::{BTreeSet, HashMap};
use std::time::Instant;

/// A hundred thousand saved searches, tried by a thousand postings, and the same by brute force.
pub fn searches(labels: &Labels) {
    const SEARCHES: u64 = 100_000;
    const POSTINGS: usize = 1_000;
    println!("\n== {SEARCHES} saved searches");
    let folder = tempfile::tempdir().expect("a folder");
    let postings: Vec<_> = Corpus::new(99, POSTINGS as u64, labels).filter(|stored| stored.is_open(NOW)).take(POSTINGS).collect();
    let search = Search::build(folder.path(), labels.clone(), postings.iter().cloned(), 2).expect("an index");
    let saved = saved(SEARCHES);
    let start = Instant::now();
    let mut engine = SavedSearches::default();
    for (id, filters) in (0..).zip(&saved) {
        engine.add(&search, id, filters, None).expect("adds");
    }
    println!("{:<58} {:>9.1} s", "saved searches read", start.elapsed().as_secs_f64());
    let ready: Vec<_> = postings.iter().map(|stored| search.posting(stored).expect("a posting")).collect();
    let mut found: Vec<Vec<u64>> = vec![Vec::new(); ready.len()];
    let times = times(ready.len(), |round| found[round] = engine.finding(&ready[round]));
    tell("one posting against all of them", &times);
    found.iter_mut().for_each(|found| found.sort_unstable());
    println!("{:<58} {:>9}", "    searches that find a posting, on average", found.iter().map(Vec::len).sum::<usize>() / found.len());
    // By force: each distinct search reads its list to the end.
    let start = Instant::now();
    let mut lists: HashMap<String, BTreeSet<String>> = HashMap::new();
    for filters in &saved {
        lists.entry(filters.query()).or_insert_with(|| whole_list(&search, filters));
    }
    let mut by_force: Vec<Vec<u64>> = vec![Vec::new(); postings.len()];
    let place: HashMap<&str, usize> = postings.iter().enumerate().map(|(at, stored)| (stored.public_id.as_str(), at)).collect();
    for (id, filters) in (0..).zip(&saved) {
        for public_id in &lists[&filters.query()] {
            by_force[place[public_id.as_str()]].push(id);
        }
    }
    println!("{:<58} {:>9.1} s ({} distinct searches)", "    the same by brute force", start.elapsed().as_secs_f64(), lists.len());
    assert_eq!(found, by_force, "the engine finds what brute force finds");
    println!("    both find the same, for every posting");
}

/// Searches as people would save them: words of postings, or none, and a filter or two.
fn saved(count: u64) -> Vec<Filters> {
    let mut rng = fastrand::Rng::with_seed(5);
    let mut titles = server::generate::Generator::new(55, count, today());
    (0..count)
        .map(|_| {
            let title = titles.make().record.title.fr.unwrap_or_default();
            let words: Vec<&str> = title.split([' ', ',']).filter(|word| word.chars().count() > 3).collect();
            let q = if rng.u8(..10) == 0 {
                String::new()
            } else {
                words.iter().take(1 + rng.usize(..2)).copied().collect::<Vec<_>>().join(" ")
            };
            Filters {
                q,
                kind: if rng.u8(..4) == 0 { vec![Kind::Job] } else { Vec::new() },
                place: if rng.u8(..4) == 0 { vec!["levis".to_owned()] } else { Vec::new() },
                french: (rng.u8(..5) == 0).then_some(French::Intermediate),
                pay_min: (rng.u8(..5) == 0).then(|| Cents(rng.i64(4..9) * 1_000_000)),
                ..Filters::default()
            }
        })
        .collect()
}

fn whole_list(search: &Search, filters: &Filters) -> BTreeSet<String> {
    let mut asked = Filters { q: format!("{} ", filters.q), ..filters.clone() };
    let (mut ids, mut whole) = (BTreeSet::new(), None);
    loop {
        let list = search.list(&asked, Locale::Fr, NOW, None, today(), 100).expect("lists");
        let whole = *whole.get_or_insert(list.exact.unwrap_or(list.total) as usize);
        let left = whole - ids.len();
        ids.extend(list.items.into_iter().take(left).map(|item| item.id));
        match list.next {
            Some(next) if ids.len() < whole => asked.after = Some(next),
            _ => return ids,
        }
    }
}
