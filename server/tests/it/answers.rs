//! How answers travel: validators, encodings, limits, signs of life.

use crate::app::{Answer, TestApp, css, request};
use crate::records::{job, with};
use axum::body::Body;
use http::{Method, StatusCode};
use std::io::Read;

const LIST: &str = "/api/v1/opportunities";

async fn encoded(app: &TestApp, path: &str, encoding: &str) -> Answer {
    app.get_with(path, &[("accept-encoding", encoding)]).await
}

fn gunzip(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    flate2::read::GzDecoder::new(bytes).read_to_end(&mut plain).expect("gzip");
    plain
}

#[tokio::test]
async fn who_has_an_answer_already_is_told_that_it_did_not_change() {
    let app = TestApp::sample().await;
    for path in [LIST, "/api/v1/sectors", "/api/v1/openapi.json", "/sitemap.xml", "/robots.txt"] {
        let first = app.get(path).await;
        let tag = first.header("etag").to_owned();
        assert!(tag.len() > 10 && tag.starts_with('"'), "{path} has a strong validator");
        for known in [tag.clone(), format!("W/{tag}"), format!("\"other\", {tag}"), "*".to_owned()] {
            let again = app.get_with(path, &[("if-none-match", &known)]).await;
            assert_eq!(
                (again.status, again.body.len(), again.header("etag")),
                (StatusCode::NOT_MODIFIED, 0, tag.as_str()),
                "{path} {known}"
            );
            assert_eq!((again.header("content-type"), again.header("vary")), ("", first.header("vary")), "{path}");
        }
        assert_eq!(app.get_with(path, &[("if-none-match", "\"other\"")]).await.status, StatusCode::OK, "{path}");
    }
}

#[tokio::test]
async fn an_answer_that_changed_has_another_validator() {
    let app = TestApp::sample().await;
    let tag = app.get(LIST).await.header("etag").to_owned();
    app.import([job("1", "Soudeuse")]).await;
    let again = app.get_with(LIST, &[("if-none-match", &tag)]).await;
    assert_eq!(again.status, StatusCode::OK);
    assert_ne!(again.header("etag"), tag);
}

#[tokio::test]
async fn each_encoding_has_its_own_validator_and_the_same_content() {
    let app = TestApp::sample().await;
    let (plain, gzip, brotli) =
        (encoded(&app, LIST, "identity").await, encoded(&app, LIST, "gzip").await, encoded(&app, LIST, "br, gzip").await);
    assert_eq!([&plain, &gzip, &brotli].map(|answer| answer.header("content-encoding")), ["", "gzip", "br"]);
    let mut tags = [&plain, &gzip, &brotli].map(|answer| answer.header("etag").to_owned()).to_vec();
    tags.sort_unstable();
    tags.dedup();
    assert_eq!(tags.len(), 3, "{tags:?}");
    assert_eq!(gunzip(&gzip.body), plain.body);
    assert!(brotli.body.len() < gzip.body.len() && gzip.body.len() * 3 < plain.body.len());
    for answer in [&plain, &gzip, &brotli] {
        assert!(answer.header("vary").to_lowercase().contains("accept-encoding"), "{:?}", answer.headers);
    }
    let known = app.get_with(LIST, &[("accept-encoding", "gzip"), ("if-none-match", plain.header("etag"))]).await;
    assert_eq!(known.status, StatusCode::OK, "a validator of one encoding says nothing of another");
    let known = app.get_with(LIST, &[("accept-encoding", "gzip"), ("if-none-match", gzip.header("etag"))]).await;
    assert_eq!(known.status, StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn what_is_larger_than_a_kilobyte_is_compressed_pages_and_problems_too() {
    let app = TestApp::sample().await;
    let gone = crate::records::one(&app.store, "sample", "sample-job-002").await.public_id;
    app.clock.set(app.clock.now() + 3 * crate::db::DAY);
    for path in ["/fr", "/en/opportunities", "/api/v1/sectors", &format!("/api/v1/opportunities/{gone}"), "/sitemap.xml", "/fr/rien"] {
        let (plain, gzip) = (encoded(&app, path, "identity").await, encoded(&app, path, "gzip").await);
        assert!(plain.body.len() > 1_024, "{path}");
        assert_eq!((gzip.header("content-encoding"), gzip.status), ("gzip", plain.status), "{path}");
        assert!(gzip.header("vary").to_lowercase().contains("accept-encoding"), "{path}");
        assert!(gunzip(&gzip.body).len() > 1_024, "{path}");
    }
    for path in ["/robots.txt", "/api/v1/opportunities/x", "/healthz"] {
        let small = encoded(&app, path, "br, gzip").await;
        assert_eq!(small.header("content-encoding"), "", "{path} is too small to compress");
    }
}

#[tokio::test]
async fn a_head_is_the_answer_without_its_body() {
    let app = TestApp::sample().await;
    for path in [LIST, "/api/v1/sectors/optics_photonics", "/robots.txt", "/sitemap.xml", "/fr", "/fr/rien", "/healthz"] {
        let (get, head) = (app.get(path).await, app.send(request(Method::HEAD, path, &[], Body::empty())).await);
        assert_eq!((head.status, head.body.len()), (get.status, 0), "{path}");
        for name in ["etag", "content-type", "cache-control"] {
            assert_eq!(head.header(name), get.header(name), "{name} of {path}");
        }
    }
}

#[tokio::test]
async fn pages_are_asked_for_again_and_have_a_validator_too() {
    let app = TestApp::sample().await;
    let other = TestApp::sample().await;
    for path in ["/fr", "/en/opportunities?q=nurse", "/fr/secteurs", "/fr/s-etablir"] {
        let page = app.get(path).await;
        let tag = page.header("etag").to_owned();
        assert_eq!(page.header("cache-control"), "no-cache", "{path}");
        assert_eq!(app.get_with(path, &[("if-none-match", &tag)]).await.status, StatusCode::NOT_MODIFIED, "{path}");
        assert_eq!(other.get(path).await.header("etag"), tag, "{path}: two renders are the same to the byte");
    }
}

#[tokio::test]
async fn what_is_kept_is_what_is_made_and_says_nothing_of_who_asked_first() {
    let app = TestApp::sample().await;
    for (path, noise) in
        [("/fr", "utm_source=aeiou"), ("/en/opportunities", "utm_source=aeiou&sort="), ("/fr/possibilites?kind=job", "&fbclid=aeiou")]
    {
        let noisy = if path.contains('?') { format!("{path}{noise}") } else { format!("{path}?{noise}") };
        let first = app.get(&noisy).await;
        assert!(!first.text().contains("aeiou"), "{noisy}");
        let second = app.get(path).await;
        let of_a_visitor = app.get_with(path, &[("cookie", "a=b")]).await;
        assert_eq!((first.status, &first.body), (StatusCode::OK, &second.body), "{path}");
        assert_eq!(first.headers, second.headers, "{path}");
        assert_eq!(of_a_visitor.body, second.body, "{path}: made anew, it is the same");
    }
}

#[tokio::test]
async fn nothing_kept_outlives_what_it_says() {
    let app = TestApp::new().await;
    let today = app.clock.today();
    app.import([
        with(job("closes", "Soudeuse de jour"), |record| record.closes = Some(today)),
        with(job("opens", "Soudeuse de nuit"), |record| record.opens = today.plus_days(1)),
    ])
    .await;
    let listed = async || {
        let json = app.ids("q=soudeuse").await;
        let page = app.get("/fr/possibilites?q=soudeuse").await.text().to_owned();
        (json, page.contains("de jour"), page.contains("de nuit"))
    };
    assert_eq!(listed().await, (vec!["closes".to_owned()], true, false));
    let home = app.get("/fr").await;
    app.clock.set(app.clock.end_of(today) - 1);
    assert_eq!(listed().await, (vec!["closes".to_owned()], true, false), "until its last second");
    app.clock.set(app.clock.end_of(today));
    assert_eq!(listed().await, (vec!["opens".to_owned()], false, true), "and not one longer");
    assert_ne!(app.get("/fr").await.header("etag"), home.header("etag"));
    app.import([with(job("opens", "Chaudronnière"), |record| record.opens = today.plus_days(1))]).await;
    assert_eq!(listed().await, (vec![], false, false), "a change is followed");
}

#[tokio::test]
async fn an_address_that_is_too_long_is_refused() {
    let app = TestApp::new().await;
    let long = |length: usize| format!("/api/v1/opportunities?q={}", "a".repeat(length));
    assert_eq!(app.get(&long(9_000)).await.status, StatusCode::URI_TOO_LONG);
    assert_eq!(app.get(&format!("/fr/{}", "a".repeat(9_000))).await.status, StatusCode::URI_TOO_LONG);
    assert_eq!(app.get(&long(4_000)).await.status, StatusCode::BAD_REQUEST, "too long a query is another fault");
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_before_it_is_read() {
    let app = TestApp::new().await;
    for path in [LIST, "/fr/possibilites", "/nulle-part"] {
        let large = Body::from(vec![b'x'; 65 << 10]);
        let answer = app.send(request(Method::POST, path, &[("content-length", "66560")], large)).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE, "{path}");
    }
}

#[tokio::test]
async fn a_method_that_means_nothing_there_is_refused() {
    let app = TestApp::new().await;
    for path in ["/fr", "/fr/possibilites", "/robots.txt"] {
        let answer = app.send(request(Method::DELETE, path, &[], Body::empty())).await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
    }
}

#[tokio::test]
async fn health_and_readiness_tell_what_is_there() {
    let app = TestApp::sample().await;
    let alive = app.get("/healthz").await;
    assert_eq!((alive.status, alive.text(), alive.header("cache-control")), (StatusCode::OK, "ok\n", "no-store"));
    let ready = app.get("/readyz").await;
    assert_eq!((ready.status, ready.header("cache-control")), (StatusCode::OK, "no-store"));
    let expected = serde_json::json!({ "ready": true, "draining": false, "database": true, "index_behind": 0, "index_documents": 82 });
    assert_eq!(ready.json(), expected);
    app.store.request_reindex().await.expect("asks");
    assert_eq!(app.get("/readyz").await.json()["index_behind"], 1);
    app.index().await;
    assert_eq!(app.get("/readyz").await.json()["index_behind"], 0);
    app.readiness.drain();
    let draining = app.get("/readyz").await;
    assert_eq!((draining.status, &draining.json()["draining"]), (StatusCode::SERVICE_UNAVAILABLE, &serde_json::json!(true)));
    assert_eq!(app.get("/healthz").await.status, StatusCode::OK, "who leaves is still alive");
}

#[tokio::test]
async fn no_answer_sets_a_cookie() {
    let app = TestApp::sample().await;
    for path in ["/", "/fr", "/en/opportunities?q=nurse", "/fr/rien", LIST, "/api/docs/", "/robots.txt", "/healthz", "/favicon.svg"] {
        let answer = app.get_with(path, &[("cookie", "session=abc")]).await;
        assert!(!answer.headers.contains_key("set-cookie"), "{path}");
    }
}

#[tokio::test]
async fn a_page_names_what_it_loads_and_all_of_it_is_here() {
    let app = TestApp::sample().await;
    let page = app.get("/fr").await.page();
    for (selector, attribute) in
        [("link[rel=stylesheet]", "href"), ("link[rel=preload]", "href"), ("link[rel=modulepreload]", "href"), ("img", "src")]
    {
        for element in page.select(&css(selector)) {
            let address = element.value().attr(attribute).unwrap_or_default();
            assert!(address.starts_with('/') && !address.starts_with("//"), "{selector}: {address}");
        }
    }
}
