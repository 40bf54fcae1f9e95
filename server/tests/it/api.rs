//! The contract of the API, kept as snapshots: a change of an answer is a diff to read.

use crate::app::{Answer, TestApp};
use crate::db::DAY;
use crate::records::{day, job, one, with};
use http::StatusCode;
use model::locale::Locale;
use model::opportunities::Status;
use serde_json::{Value, json};

/// The longest text shown in a snapshot: beyond it, content may be edited without touching the contract.
const SHOWN: usize = 48;

/// Compares an answer with its snapshot, without what is drawn at random or edited as content.
fn snapshot(name: &str, answer: &Answer) {
    let mut value = json!({ "status": answer.status.as_u16(), "content_type": answer.header("content-type"), "body": answer.json() });
    settle(&mut value);
    insta::with_settings!({ snapshot_path => "snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_json_snapshot!(name, value);
    });
}

/// Replaces ids by their form, orders what ties, and cuts long texts.
fn settle(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            if let (Some(Value::String(id)), true) = (fields.get("id").cloned(), fields.contains_key("slug")) {
                assert!(id.len() == 8 && model::text::is_slug(&id), "{id:?} is a public id");
                replace(value, &id, "[id]");
                return settle_fields(value);
            }
            settle_fields(value);
        }
        Value::Array(items) => {
            items.iter_mut().for_each(settle);
            // Postings that tie come in the order of their random ids.
            let number = |item: &Value| item.pointer("/origin/external_id").and_then(Value::as_str).map(str::to_owned);
            if items.iter().any(|item| number(item).is_some()) {
                items.sort_by_key(number);
            }
        }
        Value::String(text) if text.chars().count() > SHOWN => {
            *text = format!("{}…", text.chars().take(SHOWN).collect::<String>());
        }
        _ => {}
    }
}

fn settle_fields(value: &mut Value) {
    let Value::Object(fields) = value else { return };
    for (name, field) in fields {
        match (name.as_str(), &*field) {
            // Which three of many that tie are shown is drawn at random; that there are three is not.
            ("similar", Value::Array(items)) => *field = json!(format!("[{} items]", items.len())),
            ("next", Value::String(_)) => *field = json!("[cursor]"),
            // The form of one tells the form of all; how many there are is content.
            ("facts" | "institutions" | "sources", Value::Array(items)) => {
                *field = json!(items.iter().take(1).collect::<Vec<_>>());
                settle(field);
            }
            // A remedy is read whole.
            ("detail", Value::String(_)) => {}
            _ => settle(field),
        }
    }
}

fn replace(value: &mut Value, from: &str, to: &str) {
    match value {
        Value::String(text) if text.contains(from) => *text = text.replace(from, to),
        Value::Object(fields) => fields.values_mut().for_each(|field| replace(field, from, to)),
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, from, to)),
        _ => {}
    }
}

#[tokio::test]
async fn the_list_of_opportunities_is_as_it_was() {
    let app = TestApp::sample().await;
    snapshot("opportunities.json", &app.get("/api/v1/opportunities?limit=2&sort=closing").await);
    let english = app.get("/api/v1/opportunities?limit=100&lang=en").await.json();
    assert_eq!(english["items"].as_array().map(Vec::len), Some(82));
    assert_eq!((&english["total"], &english["next"], &english["today"]), (&json!(82), &Value::Null, &json!("2026-11-24")));
}

#[tokio::test]
async fn one_opportunity_is_as_it_was() {
    let app = TestApp::sample().await;
    let stored = one(&app.store, "sample", "sample-job-001").await;
    let by_slug = app.get(&format!("/api/v1/opportunities/{}", stored.slug(Locale::Fr))).await;
    snapshot("opportunity.json", &by_slug);
    let by_id = app.get(&format!("/api/v1/opportunities/{}", stored.public_id)).await;
    assert_eq!(by_id.json(), by_slug.json());
    snapshot("opportunity.en.json", &app.get(&format!("/api/v1/opportunities/{}?lang=en", stored.public_id)).await);
}

#[tokio::test]
async fn sectors_resources_facts_and_employers_are_as_they_were() {
    let app = TestApp::sample().await;
    let first = async |path: &str, count: usize| {
        let mut answer = app.get(path).await;
        let mut body = answer.json();
        body["items"].as_array_mut().expect("a list").truncate(count);
        answer.body = body.to_string().into();
        answer
    };
    snapshot("sectors.json", &first("/api/v1/sectors", 2).await);
    snapshot("sector.json", &app.get("/api/v1/sectors/optics_photonics").await);
    snapshot("resources.json", &first("/api/v1/resources", 3).await);
    snapshot("resource.json", &app.get("/api/v1/resources/first_days?lang=en").await);
    snapshot("facts.json", &app.get("/api/v1/facts?key=rent_2br_avg_2025_10&key=min_wage_2026&key=nothing").await);
    snapshot("employers.json", &first("/api/v1/employers", 2).await);
    snapshot("employer.json", &app.get("/api/v1/employers/atelier_lumen?lang=en").await);
}

#[tokio::test]
async fn a_noun_is_found_by_its_key_and_by_its_slug_in_either_language() {
    let app = TestApp::new().await;
    for noun in ["sectors", "resources"] {
        let listed = app.get(&format!("/api/v1/{noun}?lang=en")).await.json();
        for item in listed["items"].as_array().expect("a list") {
            let (key, slug) = (item["key"].as_str().expect("a key"), item["slug"].as_str().expect("a slug"));
            for lang in ["fr", "en"] {
                let by_key = app.get(&format!("/api/v1/{noun}/{key}?lang={lang}")).await;
                let by_slug = app.get(&format!("/api/v1/{noun}/{slug}?lang={lang}")).await;
                assert_eq!((by_key.status, by_key.json()), (StatusCode::OK, by_slug.json()), "{noun} {key} {lang}");
            }
        }
    }
}

#[tokio::test]
async fn facts_are_chosen_by_theme_and_sector_too() {
    let app = TestApp::new().await;
    let all = app.get("/api/v1/facts").await.json()["items"].as_array().expect("facts").clone();
    for (query, name, value) in [("theme=labour", "theme", "labour"), ("sector=optics_photonics", "sectors", "optics_photonics")] {
        let some = app.get(&format!("/api/v1/facts?{query}")).await.json()["items"].as_array().expect("facts").clone();
        let holds = |fact: &Value| fact[name] == value || fact[name].as_array().is_some_and(|of| of.contains(&json!(value)));
        let expected: Vec<_> = all.iter().filter(|fact| holds(fact)).cloned().collect();
        assert!(!some.is_empty() && some.len() < all.len(), "{query}");
        assert_eq!(some, expected, "{query}");
    }
    for fact in &all {
        for field in ["source", "year", "review", "standing"] {
            assert!(!fact[field].is_null() && fact[field] != "", "every figure has its {field}: {fact}");
        }
    }
}

#[tokio::test]
async fn an_unknown_parameter_is_refused_by_name_by_every_endpoint() {
    let app = TestApp::sample().await;
    snapshot("error.unknown_parameter.json", &app.get("/api/v1/opportunities?colour=blue&kind=job").await);
    for path in ["opportunities/x", "sectors", "sectors/x", "resources", "resources/x", "facts", "employers", "employers/x"] {
        let answer = app.get(&format!("/api/v1/{path}?lang=en&utm_source=x")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path}");
        assert_eq!(answer.json()["errors"][0]["field"], "utm_source", "{path}");
        assert_eq!(answer.header("content-type"), "application/problem+json", "{path}");
    }
}

#[tokio::test]
async fn invalid_values_are_all_told_at_once_each_with_its_remedy() {
    let app = TestApp::sample().await;
    let query = "kind=emploi&mode=moon&schedule=never&french=fluent&sponsorship=maybe&audience=nobody&pay_min=lots&posted_since=hier\
        &sort=random&place=Qu%C3%A9bec&sector=-&employer=A&lang=de&limit=0&after=%20%24";
    snapshot("error.invalid_values.json", &app.get(&format!("/api/v1/opportunities?{query}")).await);
    let long = "a".repeat(201);
    let told = app.get(&format!("/api/v1/opportunities?q={long}")).await;
    assert_eq!((told.status, &told.json()["errors"][0]["field"]), (StatusCode::BAD_REQUEST, &json!("q")));
    for limit in ["101", "-1", "ten", "1.5"] {
        let told = app.get(&format!("/api/v1/opportunities?limit={limit}")).await;
        assert_eq!((told.status, &told.json()["errors"][0]["field"]), (StatusCode::BAD_REQUEST, &json!("limit")), "{limit}");
    }
}

#[tokio::test]
async fn an_empty_parameter_is_an_absent_one() {
    let app = TestApp::sample().await;
    let empty = app.get("/api/v1/opportunities?q=&kind=&mode=&pay_min=&posted_since=&sort=&after=&limit=&lang=&employer=").await;
    assert_eq!(empty.json(), app.get("/api/v1/opportunities").await.json());
    assert_eq!(app.get("/api/v1/facts?key=&theme=&sector=").await.json(), app.get("/api/v1/facts").await.json());
}

#[tokio::test]
async fn what_answers_to_no_name_is_not_found() {
    let app = TestApp::sample().await;
    snapshot("error.not_found.json", &app.get("/api/v1/opportunities/soudeuse-00000000").await);
    for path in ["nothing", "sectors/nothing", "resources/nothing", "employers/nothing", "opportunities/%00", "opportunities/%F0%9F%9A%80"]
    {
        let answer = app.get(&format!("/api/v1/{path}")).await;
        assert_eq!((answer.status, &answer.json()["type"]), (StatusCode::NOT_FOUND, &json!("not_found")), "{path}");
    }
}

#[tokio::test]
async fn what_is_over_is_gone_with_what_is_like_it() {
    let app = TestApp::sample().await;
    let stored = one(&app.store, "sample", "sample-job-002").await;
    let path = format!("/api/v1/opportunities/{}", stored.public_id);
    app.clock.set(app.clock.now() + 3 * DAY);
    let gone = app.get(&path).await;
    snapshot("error.gone.json", &gone);
    assert_eq!(gone.json()["gone"]["similar"].as_array().map(Vec::len), Some(3));
    assert_eq!(app.get(&format!("{path}?lang=en")).await.json()["gone"]["title_lang"], "en");
}

#[tokio::test]
async fn why_it_is_over_is_told() {
    let app = TestApp::new().await;
    app.import(
        ["filled", "withdrawn", "missing", "closed"]
            .map(|id| with(job(id, "Poste"), |record| record.closes = (id == "closed").then(|| day("2026-11-24")))),
    )
    .await;
    let missing = app.store.missing("test", &["filled", "withdrawn", "closed"].map(str::to_owned).into()).await.expect("reads");
    app.store.close_missing(&missing, "test").await.expect("closes");
    let said = [("filled", Status::Filled), ("withdrawn", Status::Withdrawn)];
    app.import(said.map(|(id, status)| with(job(id, "Poste"), |record| record.status = Some(status)))).await;
    app.clock.set(app.clock.start_of(day("2026-11-25")));
    for (id, reason) in [("filled", "filled"), ("withdrawn", "withdrawn"), ("missing", "closed"), ("closed", "closed")] {
        let answer = app.get(&format!("/api/v1/opportunities/{}", app.slug(id).await)).await;
        assert_eq!((answer.status, &answer.json()["gone"]["reason"]), (StatusCode::GONE, &json!(reason)), "{id}");
    }
}

#[tokio::test]
async fn what_was_never_shown_is_not_found_rather_than_gone() {
    let app = TestApp::new().await;
    app.import([
        with(job("draft", ""), |record| (record.title.fr, record.title.en) = (None, Some("Welder".into()))),
        with(job("later", "Poste"), |record| record.opens = Some(day("2026-11-25"))),
        with(job("filled", "Poste"), |record| record.status = Some(Status::Filled)),
    ])
    .await;
    for id in ["draft", "later", "filled"] {
        let answer = app.get(&format!("/api/v1/opportunities/{}", app.slug(id).await)).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{id}");
    }
}

#[tokio::test]
async fn a_text_that_is_behind_its_french_says_so() {
    let app = TestApp::new().await;
    app.import([with(job("1", "Soudeuse"), |record| record.title.en = Some("Welder".into()))]).await;
    let french = crate::records::partial(job("1", "Soudeuse ou soudeur"), &["title.fr"]);
    app.store.import(&[french], &crate::records::published("test")).await.expect("imports");
    app.index().await;
    let path = format!("/api/v1/opportunities/{}", app.slug("1").await);
    assert_eq!(app.get(&path).await.json()["behind"], Value::Null);
    let english = app.get(&format!("{path}?lang=en")).await.json();
    assert_eq!((&english["behind"], &english["title"]), (&json!({ "follows": 1, "current": 2 }), &json!("Welder")));
}

#[tokio::test]
async fn the_document_of_the_api_is_as_it_was_and_is_what_is_served() {
    let document = server::http::api::openapi().to_pretty_json().expect("JSON");
    let document: Value = serde_json::from_str(&document).expect("JSON");
    insta::with_settings!({ snapshot_path => "snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_json_snapshot!("openapi.json", document);
    });
    let app = TestApp::new().await;
    assert_eq!(app.get("/api/v1/openapi.json").await.json(), document);
}

#[tokio::test]
async fn every_path_of_the_document_answers_and_describes_each_status_it_gives() {
    let app = TestApp::sample().await;
    let document = app.get("/api/v1/openapi.json").await.json();
    let stored = one(&app.store, "sample", "sample-job-001").await;
    for (path, operations) in document["paths"].as_object().expect("paths") {
        // What is of one person is opened by its code alone: `interests.rs` asks there.
        if operations["get"].is_null() || path.contains("{reference}") {
            continue;
        }
        let named = path.replace("{slug}", &stored.public_id).replace("{kind}", "talent");
        let key = match named.split('/').nth(1) {
            Some("sectors") => "optics_photonics",
            Some("resources") => "first_days",
            _ => "atelier_lumen",
        };
        let described = |status: &str| !operations["get"]["responses"][status].is_null();
        assert_eq!(app.get(&format!("/api/v1{}", named.replace("{key}", key))).await.status, StatusCode::OK, "{path}");
        assert!(described("200"), "{path}");
        if path.contains('{') {
            let unknown = path.replace("{slug}", "x").replace("{key}", "x").replace("{kind}", "x");
            assert_eq!(app.get(&format!("/api/v1{unknown}")).await.status, StatusCode::NOT_FOUND, "{path}");
            assert!(described("404"), "{path}");
        }
        assert_eq!(app.get(&format!("/api/v1{path}?lang=de")).await.status, StatusCode::BAD_REQUEST, "{path}");
        assert!(described("400"), "{path} answers 400 to a wrong parameter, and its document does not say so");
    }
}

#[tokio::test]
async fn the_reference_of_the_api_loads_nothing_from_elsewhere() {
    let app = TestApp::new().await;
    let answer = app.get("/api/docs/").await;
    assert_eq!(answer.status, StatusCode::OK);
    let page = answer.page();
    for (selector, attribute) in [("script[src]", "src"), ("link[href]", "href"), ("img[src]", "src")] {
        for element in page.select(&crate::app::css(selector)) {
            let address = element.value().attr(attribute).unwrap_or_default();
            assert!(!address.contains("//"), "{address}");
        }
    }
}

#[tokio::test]
async fn a_method_that_an_address_does_not_know_is_refused_by_its_name() {
    let app = TestApp::new().await;
    let answer = app.send(http::Request::delete("/api/v1/sectors").body(axum::body::Body::empty()).expect("a request")).await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    assert_eq!(answer.header("allow"), "GET,HEAD");
}
