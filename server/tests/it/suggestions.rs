//! What is suggested while one types, and what is offered when nothing is found.

use crate::app::TestApp;
use crate::records::{city, employer, job, with};
use http::StatusCode;
use model::page::Items;
use model::suggestions::Suggestion;

async fn app() -> TestApp {
    let app = TestApp::new().await;
    let today = app.clock.today();
    app.import([
        with(job("1", "Infirmière clinicienne"), |record| record.employer = employer("Clinique Infuse (exemple)")),
        job("2", "Infirmier, soins à domicile"),
        with(job("3", "Soudeuse"), |record| {
            record.place = city("Lévis");
            record.sectors = vec!["life_sciences".to_owned()];
        }),
        with(job("4", "Infirmière de nuit"), |record| record.opens = today.plus_days(2)),
        with(job("5", "Soudeur de nuit"), |record| record.closes = Some(today)),
    ])
    .await;
    app
}

/// The query string of the list that a suggestion leads to.
fn leads_to(suggestion: &Suggestion) -> String {
    form_urlencoded::Serializer::new(String::new()).append_pair(&suggestion.parameter, &suggestion.value).finish()
}

async fn suggested(app: &TestApp, query: &str) -> Vec<Suggestion> {
    let answer = app.get(&format!("/api/v1/suggestions?{query}")).await;
    assert_eq!(answer.status, StatusCode::OK, "{query}: {}", answer.text());
    serde_json::from_slice::<Items<Suggestion>>(&answer.body).expect("suggestions").items
}

#[tokio::test]
async fn an_occupation_is_suggested_in_either_language_with_what_its_list_has() {
    let app = app().await;
    for query in ["q=infirm", "q=Infirmi%C3%A8", "q=nurs", "q=soins+inf"] {
        let found = suggested(&app, query).await;
        let first = found.first().unwrap_or_else(|| panic!("{query} suggests nothing"));
        assert_eq!(first.parameter, "q", "{query}: {found:?}");
        assert!(first.label.to_lowercase().contains("infirmi"), "{query}: {found:?}");
    }
    for suggestion in suggested(&app, "q=infirm").await.iter().chain(&suggested(&app, "q=weld&lang=en").await) {
        let list = app.list(&leads_to(suggestion)).await;
        assert_eq!(list.exact.unwrap_or(list.total), suggestion.count, "{suggestion:?}");
        assert!(suggestion.count > 0);
    }
    let english = suggested(&app, "q=soud&lang=en").await;
    assert_eq!(english[0].label, "welder", "the label is of the reader's language, whatever the language typed: {english:?}");
    assert!(english[0].matched.as_deref().is_some_and(|matched| matched.starts_with("soud")), "{english:?}");
}

#[tokio::test]
async fn employers_sectors_and_places_are_suggested_with_their_filter() {
    let app = app().await;
    let of = |found: Vec<Suggestion>, parameter| found.into_iter().filter(|one| one.parameter == parameter).collect::<Vec<_>>();
    let employers = of(suggested(&app, "q=infus").await, "employer");
    assert_eq!((employers[0].label.as_str(), employers[0].count), ("Clinique Infuse (exemple)", 1), "by any word of its name");
    assert_eq!(app.ids(&leads_to(&employers[0])).await, ["1"]);
    let places = of(suggested(&app, "q=levi").await, "place");
    assert_eq!(leads_to(&places[0]), "place=levis");
    assert_eq!(app.list(&leads_to(&places[0])).await.total, places[0].count);
    let sectors = of(suggested(&app, "q=sciences&lang=en").await, "sector");
    assert_eq!(leads_to(&sectors[0]), "sector=life_sciences");
}

#[tokio::test]
async fn what_is_not_open_is_not_suggested() {
    let app = app().await;
    assert_eq!(app.list("q=soudeuse").await.total, 2);
    let count = async || suggested(&app, "q=soude").await.first().map(|suggestion| suggestion.count);
    assert_eq!(count().await, Some(2));
    app.clock.set(app.clock.end_of(app.clock.today()));
    assert_eq!(count().await, Some(1), "one closed");
    assert!(suggested(&app, "q=boulang").await.is_empty(), "no such posting");
    for query in ["", "q=", "q=i", "q=%20%20i%20"] {
        assert!(suggested(&app, query).await.is_empty(), "{query:?} says nothing");
    }
}

#[tokio::test]
async fn a_wrong_parameter_is_named() {
    let app = app().await;
    for (query, field) in [("x=1", "x"), ("lang=de", "lang"), (&format!("q={}", "a".repeat(201)), "q")] {
        let answer = app.get(&format!("/api/v1/suggestions?{query}")).await;
        assert_eq!((answer.status, &answer.json()["errors"][0]["field"]), (StatusCode::BAD_REQUEST, &field.into()), "{query}");
    }
}

#[tokio::test]
async fn an_empty_list_tells_what_would_be_found_if_less_were_asked() {
    let app = app().await;
    let list = app.list("q=soudeuse&place=levis&kind=job&sector=digital_ai").await;
    assert_eq!(list.total, 0);
    let sector = list.relaxations.iter().find(|relaxation| relaxation.without == "sector").expect("without the sector");
    assert_eq!((sector.query.as_str(), sector.total), ("q=soudeuse&kind=job&place=levis", 1));
    for query in [
        "q=soudeuse&place=levis&sector=digital_ai",
        "q=boulangere&place=levis",
        "q=boulangere+astronaute&place=levis",
        "q=%22domicile+infirmier%22",
        "q=zzzzzz",
    ] {
        let list = app.list(query).await;
        assert_eq!(list.total, 0, "{query}");
        for relaxation in &list.relaxations {
            let less = app.list(&relaxation.query).await;
            assert!(relaxation.total > 0 && less.exact.unwrap_or(less.total) == relaxation.total, "{query}: {relaxation:?}");
        }
        assert!(!list.relaxations.is_empty() || query == "q=zzzzzz", "{query}: {:?}", list.relaxations);
    }
    assert!(app.list("q=soudeuse").await.relaxations.is_empty(), "a list that has something offers nothing else");
}
