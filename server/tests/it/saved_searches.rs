//! Saved searches find what the list finds: the engine against brute force.

use crate::app::TestApp;
use crate::records::{job, with};
use model::locale::Locale;
use model::money::Cents;
use model::opportunities::filters::{Choice, Filters};
use model::opportunities::{Audience, French, Kind, Mode, NOT_STATED, Schedule, Stated};
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use server::search::saved::{Posting, SavedSearches};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Words as people save them: one language or the other, several, phrases, what is not wanted, nothing.
const WORDS: [&str; 24] = [
    "",
    "",
    "infirmière",
    "nurse",
    "ingénieure",
    "engineer",
    "développeuse",
    "software developer",
    "optique",
    "photonics laser",
    "bois",
    "\"intelligence artificielle\"",
    "chercheuse -optique",
    "-ingénieure",
    "cuisinière",
    "Québec",
    "de",
    "soudeuze",
    "welder lévis",
    "TI",
    "congrès",
    "festival",
    "cartes neige",
    "données -\"intelligence artificielle\"",
];

fn filters() -> impl Strategy<Value = Filters> {
    let chosen = (
        select(WORDS.to_vec()),
        prop_oneof![3 => Just(vec![]), 1 => subsequence(Kind::ALL.to_vec(), 1..=3)],
        prop_oneof![3 => Just(vec![]), 1 => subsequence(vec!["optics_photonics", "digital_ai", "life_sciences", NOT_STATED], 1..=2)],
        prop_oneof![4 => Just(vec![]), 1 => subsequence(Audience::ALL.to_vec(), 1..=2)],
        prop_oneof![4 => Just(vec![]), 1 => subsequence(vec![Choice::Is(Mode::Remote), Choice::Is(Mode::OnSite), Choice::NotStated], 1..=2)],
        prop_oneof![4 => Just(vec![]), 1 => Just(vec![Choice::Is(Schedule::FullTime)])],
        of(select(French::ALL.to_vec())),
        prop_oneof![4 => Just(vec![]), 1 => subsequence(Stated::ALL.to_vec(), 1..=2)],
        of(30_000..120_000_i64),
        prop_oneof![3 => Just(vec![]), 1 => subsequence(vec!["quebec", "levis", "la_cite_limoilou", NOT_STATED], 1..=2)],
    );
    chosen.prop_map(|(q, kind, sector, audience, mode, schedule, french, sponsorship, pay, place)| Filters {
        q: q.to_owned(),
        kind,
        sector: sector.into_iter().map(str::to_owned).collect(),
        audience,
        mode,
        schedule,
        french: french.filter(|level| *level != French::None),
        sponsorship,
        pay_min: pay.filter(|pay| pay % 3 == 0).map(|pay| Cents(pay * 100)),
        place: place.into_iter().map(str::to_owned).collect(),
        ..Filters::default()
    })
}

/// The searches that find a posting, in order.
fn finding(engine: &SavedSearches, posting: &Posting) -> Vec<u64> {
    let mut found = engine.finding(posting);
    found.sort_unstable();
    found
}

/// What a saved search finds, by reading its list to the end.
fn found(app: &TestApp, filters: &Filters) -> BTreeSet<String> {
    let mut asked = Filters { q: format!("{} ", filters.q), ..filters.clone() };
    let (now, today) = (app.clock.now(), app.clock.today());
    let mut ids = BTreeSet::new();
    let mut whole = None;
    loop {
        let list = app.search.list(&asked, Locale::Fr, now, None, today, 100).expect("lists");
        let whole = *whole.get_or_insert(list.exact.unwrap_or(list.total) as usize);
        let left = whole - ids.len();
        ids.extend(list.items.into_iter().take(left).map(|item| item.id));
        match list.next {
            Some(next) if ids.len() < whole => asked.after = Some(next),
            _ => return ids,
        }
    }
}

#[tokio::test]
async fn the_searches_that_find_a_posting_are_those_whose_list_has_it() {
    let app = TestApp::sample().await;
    let mut runner = TestRunner::deterministic();
    let saved: Vec<Filters> = (0..400).map(|_| filters().new_tree(&mut runner).expect("filters").current()).collect();
    let mut engine = SavedSearches::default();
    for (id, filters) in (0..).zip(&saved) {
        engine.add(&app.search, id, filters, None).expect("adds");
    }
    assert_eq!(engine.len(), saved.len());
    let expected: Vec<BTreeSet<String>> = saved.iter().map(|filters| found(&app, filters)).collect();
    let finds_some = expected.iter().filter(|found| !found.is_empty()).count();
    assert!((50..400).contains(&finds_some), "{finds_some} of them find something");
    let mut open = 0;
    for stored in app.store.published_after(Uuid::nil(), 1_000).await.expect("reads") {
        if !stored.is_open(app.clock.now()) {
            continue;
        }
        open += 1;
        let by_engine = finding(&engine, &app.search.posting(&stored).expect("a posting"));
        let by_force: Vec<u64> = (0..).zip(&expected).filter(|(_, found)| found.contains(&stored.public_id)).map(|(id, _)| id).collect();
        assert_eq!(by_engine, by_force, "{:?}", stored.record.title);
    }
    assert_eq!(open, app.list("").await.total);
}

#[tokio::test]
async fn a_search_taken_away_finds_no_more() {
    let app = TestApp::new().await;
    app.import([with(job("1", "Soudeuse"), |record| record.french = Some(French::Beginner))]).await;
    let stored = crate::records::one(&app.store, crate::app::SOURCE, "1").await;
    let posting = app.search.posting(&stored).expect("a posting");
    let asked = |q: &str| Filters { q: q.to_owned(), french: Some(French::Beginner), ..Filters::default() };
    let searches: BTreeMap<u64, Filters> =
        BTreeMap::from([(7, asked("welder")), (9, asked("welder")), (11, asked("")), (13, asked("nurse"))]);
    let mut engine = SavedSearches::default();
    for (id, filters) in &searches {
        engine.add(&app.search, *id, filters, None).expect("adds");
    }
    assert_eq!(finding(&engine, &posting), [7, 9, 11]);
    assert!(engine.remove(9, &searches[&9], None) && !engine.remove(9, &searches[&9], None));
    assert!(engine.remove(11, &searches[&11], None));
    assert_eq!((finding(&engine, &posting), engine.len()), (vec![7], 2));
    let from_tomorrow = Some(stored.opens.1 + 1);
    engine.add(&app.search, 20, &asked("welder"), from_tomorrow).expect("adds");
    assert_eq!(finding(&engine, &posting), [7], "posted before the day asked");
}
