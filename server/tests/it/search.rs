//! What readers find, and what they no longer find.

use crate::app::TestApp;
use crate::db::{DAY, NOW};
use crate::records::{city, day, employer, job, one, with};
use http::StatusCode;
use model::locale::Locale;
use model::money::{Cents, Pay, PayPeriod};
use model::opportunities::record::{PlaceName, Record};
use model::opportunities::{French, Kind, Mode, Schedule, Stated};
use std::collections::BTreeSet;

/// Postings among which to search.
pub fn postings() -> Vec<Record> {
    vec![
        with(job("nurse", "Infirmière ou infirmier d’urgence"), |record| {
            record.title.en = Some("Emergency nurse".into());
            record.body.fr = Some("Soins de nuit, équipe de **huit**.".into());
            record.employer = employer("Clinique de l’Érable");
            record.place = Some(PlaceName { city: Some("Québec".into()), borough: Some("Beauport".into()), remote: false });
        }),
        with(job("developer", "Développeuse ou développeur"), |record| {
            record.title.en = Some("Software developer".into());
            record.sectors = vec!["digital_ai".into()];
            record.place = city("Lévis");
        }),
        with(job("welder", "Soudeuse ou soudeur"), |record| record.noc = Some("72106".into())),
        with(Record::new("pilot", Kind::Pilot), |record| {
            record.title.fr = Some("Déneigement à l’électricité".into());
            record.summary.fr = Some("Essayer ensemble des souffleuses électriques.".into());
        }),
    ]
}

/// The portal with them.
pub async fn app() -> TestApp {
    let app = TestApp::new().await;
    app.import(postings()).await;
    app
}

/// The numbers found for words, in any order.
async fn found(app: &TestApp, words: &str) -> BTreeSet<String> {
    let query: String = form_urlencoded::Serializer::new(String::new()).append_pair("q", words).finish();
    app.ids(&query).await.into_iter().collect()
}

async fn assert_found(app: &TestApp, id: &str, words: &[&str]) {
    for words in words {
        assert_eq!(found(app, words).await, BTreeSet::from([id.to_owned()]), "{words:?}");
    }
}

#[tokio::test]
async fn accents_case_and_elisions_do_not_matter() {
    let app = app().await;
    assert_found(&app, "nurse", &["infirmière", "INFIRMIERE", "Infirmie\u{300}re", "l’infirmière", "l'urgence", "d'urgence", "urgence"])
        .await;
    assert_found(&app, "pilot", &["électricité", "ELECTRICITE", "l'électricité", "deneigement"]).await;
}

#[tokio::test]
async fn a_plural_and_its_singular_find_the_same_in_both_languages() {
    let app = app().await;
    assert_found(&app, "nurse", &["infirmiers", "infirmières", "urgences", "nurses", "nurse"]).await;
    assert_found(&app, "developer", &["développeurs", "développeur", "developers"]).await;
    assert_found(&app, "pilot", &["souffleuse électrique"]).await;
}

#[tokio::test]
async fn a_typo_still_finds() {
    let app = app().await;
    assert_found(&app, "welder", &["soudeuze", "soudeusse", "sodueur"]).await;
    assert_found(&app, "developer", &["developeur", "dévelopeuse"]).await;
    assert_found(&app, "nurse", &["infrimière", "beauprot"]).await;
}

#[tokio::test]
async fn a_typo_is_not_forgiven_in_a_word_of_three_letters_nor_beyond_two_edits() {
    let app = app().await;
    for words in ["nuf", "sxxdxxse", "zzzzzzzz"] {
        assert_eq!(found(&app, words).await, BTreeSet::new(), "{words}");
    }
}

#[tokio::test]
async fn the_last_word_may_be_unfinished_until_a_space_ends_it() {
    let app = app().await;
    assert_found(&app, "nurse", &["infirm", "urg", "emerg", "infirmière d’ur"]).await;
    let list = app.list("q=infirmi%C3%A8re%20d%C3%A9velopp").await;
    assert_eq!((list.exact, list.total), (Some(0), 2), "none has both words, and the list says so");
    let search = |q: &str| {
        let filters = model::opportunities::filters::Filters { q: q.to_owned(), ..Default::default() };
        app.search.list(&filters, Locale::Fr, NOW, None, day("2026-11-24"), 10).expect("searches").total
    };
    assert_eq!((search("urg"), search("urg ")), (1, 0));
}

#[tokio::test]
async fn employers_places_sectors_codes_and_texts_are_searched_too() {
    let app = app().await;
    assert_found(&app, "nurse", &["érable", "clinique erable", "beauport", "équipe de huit", "soins"]).await;
    assert_found(&app, "developer", &["levis", "intelligence artificielle", "digital technology"]).await;
    assert_found(&app, "welder", &["72106"]).await;
}

#[tokio::test]
async fn words_that_say_nothing_by_themselves_ask_nothing() {
    let app = app().await;
    for words in ["", "  ", "de la", "l’", "!?", "the"] {
        assert_eq!(found(&app, words).await.len(), 4, "{words:?}");
    }
}

#[tokio::test]
async fn a_title_that_answers_comes_before_a_text_that_does() {
    let app = TestApp::new().await;
    let in_text = with(job("text", "Aide aux patients"), |record| record.body.fr = Some("Avec une infirmière d’expérience.".into()));
    app.import([in_text, job("title", "Infirmière")]).await;
    assert_eq!(app.ids("q=infirmi%C3%A8re").await, ["title", "text"]);
}

#[tokio::test]
async fn filters_of_one_name_are_any_of_and_of_different_names_all_of() {
    let app = TestApp::new().await;
    let posting = |id: &str, mode, schedule, sponsorship| {
        with(job(id, "Poste"), |record| (record.mode, record.schedule, record.sponsorship) = (mode, schedule, sponsorship))
    };
    app.import([
        posting("a", Some(Mode::Remote), Some(Schedule::FullTime), Stated::Yes),
        posting("b", Some(Mode::Hybrid), Some(Schedule::FullTime), Stated::No),
        posting("c", None, Some(Schedule::PartTime), Stated::NotStated),
        with(Record::new("d", Kind::Seat), |record| record.title.fr = Some("Siège".into())),
    ])
    .await;
    for (query, expected) in [
        ("mode=remote&mode=hybrid", "ab"),
        ("mode=not_stated", "cd"),
        ("mode=remote&mode=not_stated", "acd"),
        ("mode=hybrid&schedule=full_time", "b"),
        ("schedule=full_time&sponsorship=yes&kind=job", "a"),
        ("sponsorship=not_stated&kind=job", "c"),
        ("kind=seat&kind=pilot", "d"),
        ("kind=pilot", ""),
        ("mode=&kind=", "abcd"),
    ] {
        let mut ids = app.ids(query).await;
        ids.sort_unstable();
        assert_eq!(ids.concat(), expected, "{query}");
    }
}

#[tokio::test]
async fn what_states_no_french_and_no_pay_stays_whatever_is_asked() {
    let app = TestApp::new().await;
    let pay = |min, max, period| Pay { min: Some(Cents(min)), max, period, currency: "CAD".into() };
    app.import([
        with(job("none", "Poste"), |record| {
            (record.french, record.pay) = (Some(French::None), Some(pay(5_000_000, None, PayPeriod::Year)));
        }),
        with(job("advanced", "Poste"), |record| {
            (record.french, record.pay) = (Some(French::Advanced), Some(pay(5_000_000, Some(Cents(9_000_000)), PayPeriod::Year)));
        }),
        with(job("silent", "Poste"), |_| ()),
        // Hourly pay counts by the stated hours, else as not stated.
        with(job("hourly", "Poste"), |record| {
            (record.french, record.pay, record.hours_per_week) =
                (Some(French::Beginner), Some(pay(3_000, None, PayPeriod::Hour)), Some(40.0));
        }),
        with(job("hours unknown", "Poste"), |record| record.pay = Some(pay(1_500, None, PayPeriod::Hour))),
    ])
    .await;
    for (query, expected) in [
        ("french=none", vec!["hours unknown", "none", "silent"]),
        ("french=intermediate", vec!["hourly", "hours unknown", "none", "silent"]),
        ("pay_min=62400", vec!["advanced", "hourly", "hours unknown", "silent"]),
        ("pay_min=62401", vec!["advanced", "hours unknown", "silent"]),
        ("pay_min=90000.01", vec!["hours unknown", "silent"]),
    ] {
        let mut ids = app.ids(query).await;
        ids.sort_unstable();
        assert_eq!(ids, expected, "{query}");
    }
}

#[tokio::test]
async fn a_borough_is_found_by_its_city_and_an_employer_by_its_key() {
    let app = app().await;
    assert_eq!(app.ids("place=quebec").await, ["nurse"]);
    assert_eq!(app.ids("place=beauport").await, ["nurse"]);
    assert_eq!(app.ids("employer=clinique_de_l_erable").await, ["nurse"]);
    assert_eq!(app.ids("employer=personne").await, [""; 0]);
}

#[tokio::test]
async fn every_kind_is_counted_zero_included() {
    let app = TestApp::new().await;
    let facets = app.list("").await.facets;
    let kinds: Vec<_> = facets["kind"].iter().map(|value| (value.value.as_str(), value.count)).collect();
    assert_eq!(kinds, Kind::ALL.iter().map(|kind| (kind.as_str(), 0)).collect::<Vec<_>>());
    app.import(postings()).await;
    let facets = app.list("kind=pilot").await.facets;
    let counts: Vec<u64> = facets["kind"].iter().map(|value| value.count).collect();
    assert_eq!(counts, [3, 0, 0, 0, 0, 0, 0, 1]);
}

#[tokio::test]
async fn sectors_and_places_are_named_in_the_reader_s_language() {
    let app = app().await;
    for (lang, sector, place) in [("fr", "Numérique", "Québec"), ("en", "Digital", "Québec City")] {
        let facets = app.list(&format!("lang={lang}")).await.facets;
        let label = |facet: &str, key: &str| facets[facet].iter().find(|value| value.value == key).map(|value| value.label.clone());
        assert!(label("sector", "digital_ai").is_some_and(|label| label.starts_with(sector)), "{:?}", label("sector", "digital_ai"));
        assert_eq!(label("place", "quebec").as_deref(), Some(place));
    }
}

#[tokio::test]
async fn what_closes_vanishes_everywhere_at_that_second_and_what_opens_appears() {
    let app = TestApp::new().await;
    let closing = with(job("closing", "Poste qui ferme"), |record| record.closes = Some(day("2026-11-24")));
    let opening = with(job("opening", "Poste qui ouvre"), |record| record.opens = Some(day("2026-11-25")));
    app.import([closing, opening]).await;
    let midnight = app.clock.start_of(day("2026-11-25"));
    let (closing, opening) = (app.slug("closing").await, app.slug("opening").await);
    let shown = async |at: i64| {
        app.clock.set(at);
        let status = async |slug: &str| {
            let page = app.get(&format!("/fr/possibilites/{slug}")).await.status;
            assert_eq!(page, app.get(&format!("/api/v1/opportunities/{slug}")).await.status, "the page and the API agree");
            page
        };
        let sitemap = app.get("/sitemap.xml").await;
        assert_eq!(sitemap.text().contains(&closing), at < midnight);
        assert_eq!(sitemap.text().contains(&opening), at >= midnight);
        (app.ids("q=poste").await, status(&closing).await, status(&opening).await)
    };
    assert_eq!(shown(midnight - 1).await, (vec!["closing".to_owned()], StatusCode::OK, StatusCode::NOT_FOUND));
    assert_eq!(shown(midnight).await, (vec!["opening".to_owned()], StatusCode::GONE, StatusCode::OK));
    assert_eq!(app.list("").await.facets["kind"][0].count, 1);
}

#[tokio::test]
async fn posted_since_counts_the_whole_day() {
    let app = TestApp::new().await;
    app.import(["2026-11-22", "2026-11-23", "2026-11-24"].map(|on| with(job(on, "Poste"), |record| record.opens = Some(day(on))))).await;
    assert_eq!(app.ids("posted_since=2026-11-23&sort=newest").await, ["2026-11-24", "2026-11-23"]);
}

#[tokio::test]
async fn each_order_is_its_own_and_the_unknown_comes_last() {
    let app = TestApp::new().await;
    let posting = |id: &str, opens: &str, closes: Option<&str>, yearly: Option<i64>| {
        with(job(id, "Poste"), |record| {
            (record.opens, record.closes) = (Some(day(opens)), closes.map(day));
            record.pay =
                yearly.map(|units| Pay { min: Some(Cents(units * 100)), max: None, period: PayPeriod::Year, currency: "CAD".into() });
        })
    };
    app.import([
        posting("a", "2026-11-20", Some("2026-12-01"), Some(50_000)),
        posting("b", "2026-11-23", None, None),
        posting("c", "2026-11-21", Some("2026-11-24"), Some(90_000)),
        with(posting("d", "2026-11-22", Some("2027-01-01"), None), |record| {
            // 30 $ an hour, 40 hours: 62,400 a year.
            record.pay = Some(Pay { min: Some(Cents(3_000)), max: None, period: PayPeriod::Hour, currency: "CAD".into() });
            record.hours_per_week = Some(40.0);
        }),
        with(posting("e", "2026-11-19", Some("2026-12-15"), None), |record| {
            record.pay = Some(Pay { min: Some(Cents(99_999_900)), max: None, period: PayPeriod::Year, currency: "EUR".into() });
        }),
    ])
    .await;
    assert_eq!(app.ids("sort=newest").await.concat(), "bdcae");
    assert_eq!(app.ids("").await.concat(), "bdcae", "the newest first unless words are sought");
    assert_eq!(app.ids("sort=relevance").await.concat(), "bdcae");
    assert_eq!(app.ids("sort=closing").await.concat(), "caedb");
    let by_pay = app.ids("sort=pay").await;
    assert_eq!(by_pay[..3].concat(), "cda");
    assert_eq!(BTreeSet::from([by_pay[3].as_str(), by_pay[4].as_str()]), BTreeSet::from(["b", "e"]), "pay in euros makes no amount in CAD");
}

#[tokio::test]
async fn what_is_over_or_a_draft_is_in_no_list() {
    let app = app().await;
    let said = [("nurse", model::opportunities::Status::Filled), ("developer", model::opportunities::Status::Withdrawn)];
    app.import(said.map(|(id, status)| {
        with(postings().into_iter().find(|record| record.external_id == id).expect("is there"), |record| record.status = Some(status))
    }))
    .await;
    app.import([with(job("draft", ""), |record| (record.title.fr, record.title.en) = (None, Some("Nurse".into())))]).await;
    assert_eq!(found(&app, "").await, BTreeSet::from(["pilot".to_owned(), "welder".to_owned()]));
    assert_eq!(found(&app, "nurse").await, BTreeSet::new());
}

#[tokio::test]
async fn asking_for_a_new_index_reads_the_store_again() {
    let app = app().await;
    // A change behind the back of the log, as a repair by hand would be.
    app.db.execute("update opportunity_texts set title = 'Chaudronnière' where title like 'Soudeuse%'").await;
    app.index().await;
    assert_eq!(found(&app, "chaudronnière").await, BTreeSet::new());
    let seq = app.store.request_reindex().await.expect("asks");
    app.index().await;
    assert_found(&app, "welder", &["chaudronnière"]).await;
    assert!(app.search.generation().expect("reads") >= seq);
    assert_eq!(app.readiness.reached(), app.search.generation().expect("reads"));
}

#[tokio::test]
async fn a_renamed_place_or_employer_is_renamed_in_every_item() {
    let app = app().await;
    app.db.execute("update places set seed_hash = 'former', fr = 'Lévis-sur-le-Fleuve' where key = 'levis'").await;
    app.store.request_reindex().await.expect("asks");
    app.index().await;
    let place = async || app.list("q=d%C3%A9veloppeuse").await.items[0].place.clone().map(|place| place.label);
    assert_eq!(place().await.as_deref(), Some("Lévis-sur-le-Fleuve"));
    app.store.seed().await.expect("seeds");
    app.index().await;
    assert_eq!(place().await.as_deref(), Some("Lévis"), "a change of a place is followed");
}

#[tokio::test]
async fn what_is_like_a_posting_is_open_of_its_kind_and_not_itself() {
    let app = TestApp::sample().await;
    let stored = one(&app.store, "sample", "sample-job-001").await;
    let similar = app.search.similar(&stored, Locale::Fr, NOW, 3).expect("searches");
    assert_eq!(similar.len(), 3);
    assert!(similar.iter().all(|item| item.kind == Kind::Job && item.id != stored.public_id));
    let ids: BTreeSet<_> = similar.iter().map(|item| &item.id).collect();
    assert_eq!(ids.len(), 3, "each once");
    let none = app.search.similar(&stored, Locale::Fr, NOW + 400 * DAY, 3).expect("searches");
    assert!(none.iter().all(|item| item.closes.is_none()));
}
