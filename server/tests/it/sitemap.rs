//! What search engines read first.

use crate::app::{SOURCE, TestApp};
use crate::db::{Database, Start};
use crate::records::{day, job, with};
use app::routes::Page;
use http::StatusCode;
use model::locale::Locale;
use model::opportunities::Status;

#[tokio::test]
async fn the_sitemap_lists_what_is_open_in_both_languages_each_naming_the_other() {
    let app = TestApp::on(Database::sqlite(Start::Seeded).await, &["--public-url", "https://attire.exemple.invalid"]).await;
    app.import([
        with(job("open", "Poste ouvert"), |record| record.title.en = Some("Open posting".into())),
        with(job("future", "Poste futur"), |record| record.opens = Some(day("2026-11-25"))),
        with(job("closed", "Poste fermé"), |record| record.closes = Some(day("2026-11-23"))),
        with(job("draft", ""), |record| (record.title.fr, record.title.en) = (None, Some("Draft".into()))),
    ])
    .await;
    app.import([with(job("open2", "Pourvu"), |_| ())]).await;
    app.import([with(job("open2", "Pourvu"), |record| record.status = Some(Status::Filled))]).await;
    let answer = app.get("/sitemap.xml").await;
    assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, "application/xml; charset=utf-8"));
    let xml = answer.text();
    let origin = "https://attire.exemple.invalid";
    let stored = crate::records::one(&app.store, SOURCE, "open").await;
    let (fr, en) =
        (Page::Opportunity(stored.slug(Locale::Fr)).path(Locale::Fr), Page::Opportunity(stored.slug(Locale::En)).path(Locale::En));
    for path in [&fr, &en] {
        let url = xml.lines().find(|line| line.contains(&format!("<loc>{origin}{path}</loc>"))).expect("the open posting");
        assert!(
            url.contains(&format!("hreflang=\"fr-CA\" href=\"{origin}{fr}\""))
                && url.contains(&format!("hreflang=\"en-CA\" href=\"{origin}{en}\""))
        );
    }
    for id in ["future", "closed", "draft", "open2"] {
        let public_id = crate::records::one(&app.store, SOURCE, id).await.public_id;
        assert!(!xml.contains(&public_id), "{id} is not open");
    }
    for page in Page::FIXED {
        for lang in [Locale::Fr, Locale::En] {
            assert!(xml.contains(&format!("<loc>{origin}{}</loc>", page.path(lang))), "{page:?}");
        }
    }
    assert_eq!(xml.matches("<url>").count(), xml.matches("hreflang=\"x-default\"").count());
    assert!(!xml.contains("localhost"));
}

#[tokio::test]
async fn every_address_of_the_sitemap_answers() {
    let app = TestApp::new().await;
    app.import([job("1", "Soudeuse")]).await;
    let answer = app.get("/sitemap.xml").await;
    let addresses: Vec<&str> = answer.text().split("<loc>").skip(1).filter_map(|rest| rest.split("</loc>").next()).collect();
    assert!(addresses.len() > 80);
    for address in addresses {
        let path = address.strip_prefix("http://localhost:3000").expect("our own address");
        assert_eq!(app.get(path).await.status, StatusCode::OK, "{address}");
    }
}

#[tokio::test]
async fn samples_are_not_for_search_engines() {
    let app = TestApp::sample().await;
    let xml = app.get("/sitemap.xml").await;
    assert!(!xml.text().contains("/fr/possibilites/") && xml.text().contains("/fr/possibilites<"));
}

#[tokio::test]
async fn robots_are_told_where_the_sitemap_is() {
    let app = TestApp::on(Database::sqlite(Start::Seeded).await, &["--public-url", "https://attire.exemple.invalid"]).await;
    let robots = app.get("/robots.txt").await;
    assert!(robots.text().contains("Sitemap: https://attire.exemple.invalid/sitemap.xml") && robots.text().contains("Disallow: /api/"));
}
