//! The total, the items and every facet are what counting one posting after the other gives.

use crate::app::{SOURCE, TestApp};
use crate::records::{day, job, published, rows, with};
use model::money::{Cents, Pay, PayPeriod};
use model::opportunities::filters::{Choice, Filters};
use model::opportunities::record::{PlaceName, Record};
use model::opportunities::{Audience, French, Kind, Mode, NOT_STATED, OpportunityList, Schedule, Stated};
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use std::collections::BTreeMap;

/// Sectors of the content.
const SECTORS: [&str; 3] = ["optics_photonics", "digital_ai", "life_sciences"];

/// A city and borough as a feed writes them, and the keys they count for.
const PLACES: [(Option<(&str, Option<&str>)>, &[&str]); 5] = [
    (None, &[NOT_STATED]),
    (Some(("Québec", None)), &["quebec", "capitale_nationale"]),
    (Some(("Québec", Some("Sainte-Foy"))), &["sainte_foy_sillery_cap_rouge", "quebec"]),
    (Some(("Lévis", None)), &["levis", "chaudiere_appalaches"]),
    (Some(("Atlantide", None)), &[NOT_STATED]),
];

#[derive(Clone, Debug)]
struct Posting {
    record: Record,
    places: &'static [&'static str],
}

prop_compose! {
    fn posting()(
        kind in select(Kind::ALL), sectors in subsequence(SECTORS.to_vec(), 0..=2),
        audience in subsequence(vec![Audience::Worker, Audience::Student, Audience::Company], 0..=2),
        mode in of(select(Mode::ALL)), schedule in of(select(Schedule::ALL)), sponsorship in select(Stated::ALL),
        french in of(select(French::ALL)), yearly in of(1..12_i64), place in select(PLACES.to_vec()),
        opens_in in -3..=1_i64, lasts in of(0..=4_i64),
    ) -> Posting {
        let record = with(Record::new("", kind), |record| {
            record.sectors = sectors.into_iter().map(str::to_owned).collect();
            (record.audience, record.mode, record.schedule, record.sponsorship, record.french) = (audience, mode, schedule, sponsorship, french);
            record.pay = yearly.map(|tens| Pay { min: Some(Cents(tens * 1_000_000)), max: None, period: PayPeriod::Year, currency: "CAD".into() });
            record.place = place.0.map(|(city, borough)| PlaceName {
                city: Some(city.to_owned()), borough: borough.map(str::to_owned), remote: false,
            });
            let opens = day("2026-11-24").plus_days(opens_in).expect("a day");
            record.opens = Some(opens);
            record.closes = lasts.map(|days| opens.plus_days(days).expect("a day"));
        });
        Posting { record, places: place.1 }
    }
}

/// A filter that is often not used.
fn some<T: Clone + std::fmt::Debug + 'static>(values: Vec<T>) -> impl Strategy<Value = Vec<T>> {
    prop_oneof![2 => Just(Vec::new()), 1 => subsequence(values, 1..=2)]
}

prop_compose! {
    fn filters()(
        kind in some(vec![Kind::Job, Kind::Pilot, Kind::Seat]), sector in some(vec!["optics_photonics", "digital_ai", NOT_STATED]),
        audience in some(vec![Audience::Worker, Audience::Company]),
        mode in some(vec![Choice::Is(Mode::Remote), Choice::Is(Mode::Hybrid), Choice::NotStated]),
        schedule in some(vec![Choice::Is(Schedule::FullTime), Choice::NotStated]), french in of(select(French::ALL)),
        sponsorship in some(Stated::ALL.to_vec()), pay_min in of(1..12_i64),
        place in some(vec!["quebec", "sainte_foy_sillery_cap_rouge", "levis", NOT_STATED]), since in of(0..=3_i64),
    ) -> Filters {
        let owned = |keys: Vec<&str>| keys.into_iter().map(str::to_owned).collect();
        Filters {
            kind, sector: owned(sector), audience, mode, schedule, french, sponsorship,
            pay_min: pay_min.map(|tens| Cents(tens * 1_000_000)), place: owned(place),
            posted_since: since.map(|days| day("2026-11-24").plus_days(-days).expect("a day")),
            ..Filters::default()
        }
    }
}

/// The values of a posting for a facet.
fn values(posting: &Posting, facet: &str) -> Vec<String> {
    let record = &posting.record;
    let one = |word: Option<&str>| vec![word.unwrap_or(NOT_STATED).to_owned()];
    match facet {
        "kind" => one(Some(record.kind.as_str())),
        "sector" if record.sectors.is_empty() => one(None),
        "sector" => record.sectors.clone(),
        "audience" => record.audience.iter().map(ToString::to_string).collect(),
        "mode" => one(record.mode.map(Mode::as_str)),
        "schedule" => one(record.schedule.map(Schedule::as_str)),
        "sponsorship" => one(Some(record.sponsorship.as_str())),
        "place" => posting.places.iter().map(|key| (*key).to_owned()).collect(),
        other => unreachable!("{other}"),
    }
}

const FACETS: [&str; 7] = ["kind", "sector", "audience", "mode", "schedule", "sponsorship", "place"];

/// Whether a posting answers the filter of a facet.
fn answers(posting: &Posting, filters: &Filters, facet: &str) -> bool {
    let asked: Vec<String> = filters.pairs().into_iter().filter(|(name, _)| *name == facet).map(|(_, value)| value).collect();
    asked.is_empty() || values(posting, facet).iter().any(|value| asked.contains(value))
}

/// Whether a posting is open and answers what no facet counts.
fn is_counted(posting: &Posting, filters: &Filters) -> bool {
    let (record, today) = (&posting.record, day("2026-11-24"));
    let opens = record.opens.expect("a day");
    opens <= today
        && record.closes.is_none_or(|closes| closes >= today)
        && filters.posted_since.is_none_or(|since| opens >= since)
        && filters.pay_min.is_none_or(|least| record.pay.as_ref().is_none_or(|pay| pay.min.expect("an amount") >= least))
}

fn within_reach(posting: &Posting, level: Option<French>) -> bool {
    level.is_none_or(|level| posting.record.french.is_none_or(|asked| asked <= level))
}

/// The counts of a facet, which ignores its own selection.
fn counted(postings: &[Posting], filters: &Filters, facet: &str) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for posting in postings {
        let others = FACETS.iter().filter(|other| **other != facet).all(|other| answers(posting, filters, other));
        if is_counted(posting, filters) && others && within_reach(posting, filters.french) {
            for value in values(posting, facet) {
                *counts.entry(value).or_default() += 1;
            }
        }
    }
    counts
}

fn french(postings: &[Posting], filters: &Filters) -> BTreeMap<String, u64> {
    let rest: Vec<_> = postings
        .iter()
        .filter(|posting| is_counted(posting, filters) && FACETS.iter().all(|facet| answers(posting, filters, facet)))
        .collect();
    let within = |level: French| rest.iter().filter(|posting| within_reach(posting, Some(level))).count() as u64;
    let silent = rest.iter().filter(|posting| posting.record.french.is_none()).count() as u64;
    French::ALL.iter().map(|level| (level.to_string(), within(*level))).chain([(NOT_STATED.to_owned(), silent)]).collect()
}

fn check(postings: &[Posting], filters: &Filters, list: &OpportunityList) {
    let found = |posting: &&Posting| {
        is_counted(posting, filters) && within_reach(posting, filters.french) && FACETS.iter().all(|facet| answers(posting, filters, facet))
    };
    let mut expected: Vec<&str> = postings.iter().filter(found).map(|posting| posting.record.external_id.as_str()).collect();
    let mut ids: Vec<&str> = list.items.iter().map(|item| item.origin.external_id.as_str()).collect();
    expected.sort_unstable();
    ids.sort_unstable();
    assert_eq!((ids, list.total), (expected.clone(), expected.len() as u64));
    for facet in FACETS {
        let told: BTreeMap<String, u64> = list.facets[facet].iter().map(|value| (value.value.clone(), value.count)).collect();
        let expected = counted(postings, filters, facet);
        let without_zeros: BTreeMap<String, u64> = told.clone().into_iter().filter(|(_, count)| *count > 0).collect();
        assert_eq!(without_zeros, expected, "the facet {facet}");
        for (name, value) in filters.pairs().into_iter().filter(|(name, value)| *name == facet && value != NOT_STATED) {
            assert!(told.contains_key(&value), "{name}={value} is selected: its box is there, whatever its count");
        }
    }
    let told: BTreeMap<String, u64> = list.facets["french"].iter().map(|value| (value.value.clone(), value.count)).collect();
    assert_eq!(told, french(postings, filters), "the facet of French");
}

#[test]
fn each_facet_ignores_its_own_selection_and_counts_what_is_there() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    // Sixteen sets of postings, four requests of each.
    let config = ProptestConfig { cases: 16, failure_persistence: None, max_shrink_iters: 64, ..ProptestConfig::default() };
    let cases = (prop::collection::vec(posting(), 0..30), prop::collection::vec(filters(), 4));
    proptest!(config, |((mut postings, requests) in cases)| {
        for (n, posting) in (0..).zip(&mut postings) {
            posting.record = with(posting.record.clone(), |record| {
                record.external_id = format!("{n}");
                record.title = job("", &format!("Poste {n}")).title;
            });
        }
        runtime.block_on(async {
            let app = TestApp::new().await;
            // In two goes, so that the index has several segments.
            let (first, second) = postings.split_at(postings.len() / 2);
            for part in [first, second] {
                let records = part.iter().map(|posting| posting.record.clone());
                app.store.import(&rows(records), &published(SOURCE)).await.expect("imports");
                app.index().await;
            }
            for request in requests.iter().chain([&Filters::default()]) {
                let list = app.list(&format!("limit=100&{}", request.query())).await;
                check(&postings, request, &list);
            }
        });
    });
}
