//! Names from official files, beside the program's own lexicon.

use crate::app::TestApp;
use crate::db::each_database;
use crate::records::job;
use model::locale::Locale;
use server::search::lexicon::{Lexicon, Sort, Tables};
use server::store::Named;

fn named(id: &str, lang: Locale, names: &[&str]) -> Named {
    let names = names.iter().map(|name| (*name).to_owned()).collect();
    Named { external_id: id.to_owned(), lang, sort: Sort::Occupation, noc: None, names }
}

each_database!(names_taken_in_are_understood_until_they_are_taken_away, Seeded, |db| {
    let app = TestApp::on(db, &[]).await;
    app.import([job("1", "Zorbonaute de nuit"), job("2", "Soudeuse")]).await;
    assert!(app.ids("q=blimper").await.is_empty());
    app.store
        .put_names(
            "esco",
            &[named("z", Locale::Fr, &["zorbonaute", "pilote de zorbe"]), named("z", Locale::En, &["blimper", "zorb pilot"])],
        )
        .await
        .expect("takes in");
    app.index().await;
    assert_eq!(app.ids("q=blimper").await, ["1"]);
    assert_eq!(app.ids("q=zorb+pilots").await, ["1"]);
    assert_eq!(app.ids("q=welder").await, ["2"], "the own lexicon stays");
    let suggested = app.get("/api/v1/suggestions?q=blimp").await;
    assert!(suggested.text().contains("zorbonaute"), "{}", suggested.text());
    assert_eq!(
        app.store.name_sources().await.expect("reads"),
        [("esco".to_owned(), "en".to_owned(), 1), ("esco".to_owned(), "fr".to_owned(), 1)]
    );
    // Until the index is built anew, another lexicon has other places for its concepts.
    app.search.set_lexicon(Lexicon::new(&Tables::default(), Vec::new()).expect("the tables of the release"));
    assert!(app.search.suggest("blimp", Locale::Fr, app.clock.now()).expect("suggests").is_empty());
    // Taking in again renews.
    app.store.put_names("esco", &[named("z", Locale::En, &["quaxer"])]).await.expect("takes in");
    app.index().await;
    assert!(app.ids("q=blimper").await.is_empty());
    assert_eq!(app.ids("q=quaxer").await, ["1"]);
    assert_eq!(app.store.remove_names("esco").await.expect("removes"), 2);
    app.index().await;
    assert!(app.ids("q=quaxer").await.is_empty());
    assert_eq!(app.ids("q=zorbonaute").await, ["1"], "its own words still find it");
});
