//! Texts that want to be more than texts.

use crate::app::{TestApp, css};
use crate::records::{job, with};
use http::StatusCode;
use model::locale::Locale;
use model::opportunities::filters::{Filters, MAX_QUERY, Sort};
use model::opportunities::record::{EmployerName, OtherLanguageTexts, PlaceName, Record, Texts};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::TestRunner;
use scraper::Html;
use server::search::SearchError;

const TITLE: &str = "</title></script></textarea>\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}<!--";

fn hostile() -> Record {
    with(job("1", TITLE), |record| {
        let text = |name: &str| Some(format!("{name} {TITLE}"));
        record.title.en = text("en");
        record.summary = Texts { fr: text("summary"), en: None };
        record.body.fr = Some(format!(
            "{TITLE}\n\n<svg onload=alert(1)></svg>\n\n[x](javascript:alert(1)) <a href=\"java&#10;script:alert(1)\">y</a>\n\n\
             <p style=\"position:fixed\" onclick=\"alert(1)\">z</p><iframe src=\"//evil.example\"></iframe><base href=\"//evil.example\">\
             <form action=\"//evil.example\"><input name=a></form><style>body{{}}</style><meta http-equiv=refresh content=0>"
        ));
        record.employer = Some(EmployerName { key: None, name: format!("E {TITLE}") });
        record.place = Some(PlaceName { city: text("city"), borough: None, remote: false });
        record.other_language =
            Some(OtherLanguageTexts { language: "en".into(), reason: Texts { fr: text("reason"), en: text("reason") } });
        record.apply = Some(model::opportunities::Apply::Url("https://a.invalid/?a='onmouseover=alert(1)".into()));
    })
}

/// Nothing that a text wrote runs, loads, or ends what holds it.
fn assert_harmless(page: &Html, html: &str, path: &str) {
    for trace in ["<script>alert", "<img src=x", "<svg onload", "<iframe", "<base ", "evil.example\"><input"] {
        let around =
            html.find(trace).map(|at| html[..at].chars().rev().take(120).collect::<Vec<_>>().into_iter().rev().collect::<String>());
        assert_eq!(around, None, "{path} carries {trace}");
    }
    for element in page.select(&css("*")) {
        for (name, value) in element.value().attrs() {
            assert!(!name.starts_with("on"), "{path}: {name}={value}");
            assert!(name != "style", "{path}: the policy forbids style={value}");
            let runs = value.trim_start().to_lowercase().replace(['\n', '\t', ' '], "");
            assert!(!runs.starts_with("javascript:") && !runs.starts_with("data:text"), "{path}: {name}={value}");
        }
    }
    for script in page.select(&css("script")) {
        let code = script.inner_html();
        assert!(!code.contains("</") && !code.contains("<script"), "{path}: {code}");
        // What crosses with the page is text in it, quoted; alone it would begin a statement.
        assert!(!code.trim_start().starts_with("alert"), "{path}: {code}");
    }
    assert!(page.select(&css("main, footer")).count() == 2, "{path}: nothing ended the page early");
}

#[tokio::test]
async fn a_hostile_posting_is_shown_as_the_text_it_is() {
    let app = TestApp::new().await;
    app.import([hostile(), with(job("2", "Poste semblable"), |record| record.kind = model::opportunities::Kind::Job)]).await;
    let slug = app.slug("1").await;
    assert!(slug.len() < 120 && model::text::is_slug(&slug), "{slug}");
    for path in [format!("/fr/possibilites/{slug}"), "/fr/possibilites".into(), "/fr".into(), "/fr/possibilites?employer=e_title".into()] {
        let answer = app.get(&path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        let page = answer.page();
        assert_harmless(&page, answer.text(), &path);
        if path.contains(&slug) || !path.contains("employer") {
            let shown: String = page.root_element().text().collect();
            assert!(shown.contains("<img src=x onerror=alert(1)>{{7*7}}"), "{path}: it is shown, as text");
        }
        let title: String = page.select(&css("title")).flat_map(|element| element.text()).collect();
        if path.contains(&slug) {
            assert!(title.starts_with(TITLE), "{title}");
            let og = page.select(&css("meta[property='og:title']")).next().and_then(|meta| meta.value().attr("content"));
            assert_eq!(og, Some(TITLE));
        }
    }
    let english = format!("/en/opportunities/{}", crate::records::one(&app.store, "test", "1").await.slug(Locale::En));
    let answer = app.get(&english).await;
    assert_harmless(&answer.page(), answer.text(), &english);
}

#[tokio::test]
async fn a_hostile_posting_that_is_over_is_shown_as_text_too() {
    let app = TestApp::new().await;
    app.import([hostile()]).await;
    app.import([with(hostile(), |record| record.status = Some(model::opportunities::Status::Filled)), job("2", "Poste semblable")]).await;
    let path = format!("/fr/possibilites/{}", app.slug("1").await);
    let answer = app.get(&path).await;
    assert_eq!(answer.status, StatusCode::GONE);
    assert_harmless(&answer.page(), answer.text(), &path);
    assert!(answer.page().root_element().text().collect::<String>().contains("<img src=x onerror=alert(1)>"));
}

#[tokio::test]
async fn hostile_words_sought_come_back_as_text() {
    let app = TestApp::sample().await;
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("q", TITLE).finish();
    for path in [
        format!("/fr/possibilites?{query}"),
        format!("/en/opportunities?{query}&kind=%3Cscript%3Ealert(1)%3C/script%3E&employer=x%22onload=alert(1)"),
        format!("/fr/rien%3Cscript%3Ealert(1)%3C/script%3E?{query}"),
        format!("/fr?{query}"),
    ] {
        let answer = app.get(&path).await;
        assert!(answer.status == StatusCode::OK || answer.status == StatusCode::NOT_FOUND, "{path}");
        assert_harmless(&answer.page(), answer.text(), &path);
    }
    let answer = app.get(&format!("/fr/possibilites?{query}")).await;
    let page = answer.page();
    let field = page.select(&css("#f-q")).next().and_then(|input| input.value().attr("value"));
    assert_eq!(field, Some(TITLE), "the words stay in their field");
}

#[tokio::test]
async fn the_body_of_the_api_is_safe_html_and_its_texts_are_plain() {
    let app = TestApp::new().await;
    app.import([hostile()]).await;
    let answer = app.get(&format!("/api/v1/opportunities/{}", app.slug("1").await)).await.json();
    assert_eq!(answer["title"], TITLE);
    let body = answer["body_html"].as_str().expect("HTML");
    for trace in ["<script", "onerror=", "onclick=", "style=", "href=\"javascript", "<iframe", "<form", "<input", "<base", "<meta", "<svg"]
    {
        assert!(!body.contains(trace), "{trace} in {body}");
    }
}

#[tokio::test]
async fn a_hostile_posting_does_not_break_the_sitemap() {
    let app = TestApp::new().await;
    app.import([hostile()]).await;
    let xml = app.get("/sitemap.xml").await;
    assert!(xml.text().contains(&app.slug("1").await) && !xml.text().contains("<script"));
}

/// Anything at all, and what looks like a query.
fn typed() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[\"“”«»'’(){}:*~^/\\\\+. \\-a-zA-Zéœ0-9]{0,220}",
        proptest::collection::vec(
            select(vec!["infirmière", "-nurse", "\"soins infirmiers\"", "C++", "R.H.", "(H/F)", "·e·s", "-\"", "l’", "IT", "00000"]),
            0..20
        )
        .prop_map(|words| words.join(" ")),
    ]
}

#[tokio::test]
async fn no_query_fails_for_what_it_contains() {
    let app = TestApp::sample().await;
    let (search, now, today) = (app.search.clone(), app.clock.now(), app.clock.today());
    let mut runner = TestRunner::new(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) });
    let outcome = runner.run(&typed(), |q| {
        let filters = Filters { q: q.chars().take(MAX_QUERY).collect(), ..Filters::default() };
        // A list that took too long would be an error.
        let list = search.list(&filters, Locale::Fr, now, None, today, 20).map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert!(list.items.len() as u64 <= list.total);
        search.suggest(&filters.q, Locale::En, now).map_err(|error| TestCaseError::fail(error.to_string()))?;
        let (again, wrong) = Filters::read([("q", filters.q.as_str())]);
        prop_assert!(wrong.is_empty() && again.query() == Filters::read([("q", again.q.as_str())]).0.query());
        Ok(())
    });
    assert_eq!(outcome, Ok(()));
}

#[tokio::test]
async fn a_list_that_takes_too_long_is_given_up() {
    let app = TestApp::sample().await;
    let impatient = app.search.giving_up_after(std::time::Duration::ZERO);
    for q in ["", "infirmière", "\"intelligence artificielle\" -optique"] {
        for sort in [None, Some(Sort::Pay)] {
            let filters = Filters { q: q.to_owned(), sort, employer: Some("nobody".to_owned()), ..Filters::default() };
            let list = impatient.list(&filters, Locale::Fr, app.clock.now(), None, app.clock.today(), 20);
            assert!(matches!(list, Err(SearchError::OutOfTime)), "{q:?}: {list:?}");
        }
    }
}
