//! The headers and refusals that every answer goes through.

use crate::app::{TestApp, css, request};
use crate::db::{Database, Start};
use crate::records::{job, with};
use axum::body::Body;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{Method, StatusCode};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// How a policy names a script.
fn hash(script: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(script)))
}

#[tokio::test]
async fn the_policy_of_a_page_names_its_own_scripts_and_no_other() {
    let app = TestApp::sample().await;
    let hostile = "<script>alert(1)</script> <script nonce=\"\">alert(2)</script>";
    app.import([with(job("h", "Soudeuse"), |record| {
        record.title.fr = Some(format!("Soudeuse {hostile}"));
        record.body.fr = Some(format!("Texte {hostile}"));
    })])
    .await;
    let slug = crate::records::one(&app.store, "sample", "sample-job-001").await.slug(model::locale::Locale::Fr);
    let other = app.slug("h").await;
    let pages = ["/fr", "/en/opportunities", "/fr/rien", "/en/saved"].map(str::to_owned);
    let detailed = [
        format!("/fr/possibilites/{slug}"),
        format!("/fr/possibilites/{other}"),
        "/fr/possibilites?q=%3Cscript%3Ealert(3)%3C/script%3E".to_owned(),
    ];
    for path in pages.iter().chain(&detailed) {
        let answer = app.get(path).await;
        let policy = answer.header("content-security-policy");
        assert!(!answer.text().contains("nonce=\"") || path.contains(&other), "{path}: a nonce serves one render and is not kept");
        assert!(!policy.contains("nonce"), "{path}: {policy}");
        let page = answer.page();
        let scripts: Vec<_> =
            page.select(&css("script:not([src])")).filter(|script| script.value().attr("type") != Some("application/ld+json")).collect();
        assert!(!scripts.is_empty(), "{path}");
        let mut named: BTreeSet<&str> = policy.split([' ', ';']).filter(|word| word.starts_with("'sha256-")).collect();
        for script in scripts {
            let text: String = script.text().collect();
            assert!(!text.contains("<script") && !text.starts_with("alert"), "{path}");
            assert!(named.remove(hash(&text).as_str()) || text.is_empty(), "{path}: a script is not in {policy}");
        }
        assert_eq!(named, BTreeSet::new(), "{path}: the policy names no script that is not there");
        assert_eq!(page.select(&css("[style], style")).count(), 0, "{path}: the policy lets no style into the page");
    }
}

#[tokio::test]
async fn the_policy_of_a_page_lets_nothing_in_from_elsewhere() {
    let app = TestApp::new().await;
    let answer = app.get("/fr").await;
    let policy = answer.header("content-security-policy");
    for directive in
        ["default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'", "connect-src 'self'", "style-src 'self'"]
    {
        assert!(policy.contains(directive), "{directive} in {policy}");
    }
    for open in ["unsafe-inline", "'unsafe-eval'", "*", "http:", "data:", "blob:"] {
        assert!(!policy.contains(open), "{open} in {policy}");
    }
}

#[tokio::test]
async fn every_answer_has_the_headers_of_the_house() {
    let app = TestApp::new().await;
    for path in
        ["/", "/fr", "/fr/", "/fr/rien", "/api/v1/sectors", "/api/v1/rien", "/api/docs/", "/robots.txt", "/pkg/rien.js", "/images/x.svg"]
    {
        let answer = app.get(path).await;
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "strict-origin-when-cross-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(answer.header(name), value, "{name} of {path}");
        }
        assert!(answer.header("permissions-policy").contains("geolocation=()"), "{path}");
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        assert_eq!(answer.header("strict-transport-security"), "", "{path}: without TLS nothing is said of it");
        assert_eq!(answer.header("server"), "", "{path}");
    }
    let long = app.get(&format!("/{}", "a".repeat(9_000))).await;
    assert_eq!(long.header("x-content-type-options"), "nosniff", "a refusal has them too");
}

#[tokio::test]
async fn a_site_over_tls_says_so() {
    let app = TestApp::on(Database::sqlite(Start::Seeded).await, &["--public-url", "https://attire.exemple.invalid"]).await;
    let answer = app.get("/fr").await;
    assert!(answer.header("strict-transport-security").starts_with("max-age=31536000"));
    assert!(answer.header("content-security-policy").contains("upgrade-insecure-requests"));
    assert!(answer.text().contains("https://attire.exemple.invalid/fr\""), "canonical links bear the public address");
}

#[tokio::test]
async fn a_write_that_another_site_makes_a_browser_send_is_refused() {
    let app = TestApp::on(Database::sqlite(Start::Seeded).await, &["--public-url", "https://attire.exemple.invalid"]).await;
    let post = async |path: &str, headers: &[(&'static str, &str)]| {
        let headers: Vec<_> = headers.iter().copied().chain([("host", "attire.exemple.invalid")]).collect();
        app.send(request(Method::POST, path, &headers, Body::empty())).await.status
    };
    for path in ["/fr/possibilites", "/fr", "/api/v1/opportunities", "/api/v1/interests"] {
        for headers in [
            &[("sec-fetch-site", "cross-site")][..],
            &[("sec-fetch-site", "same-site")],
            &[("origin", "https://evil.example")],
            &[("origin", "null")],
            &[("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")],
        ] {
            assert_eq!(post(path, headers).await, StatusCode::FORBIDDEN, "{path} {headers:?}");
        }
        for headers in
            [&[("sec-fetch-site", "same-origin")][..], &[("sec-fetch-site", "none")], &[("origin", "https://attire.exemple.invalid")], &[]]
        {
            assert_ne!(post(path, headers).await, StatusCode::FORBIDDEN, "{path} {headers:?}");
        }
    }
    let read = app.get_with("/fr", &[("sec-fetch-site", "cross-site")]).await;
    assert_eq!(read.status, StatusCode::OK, "a link from elsewhere is welcome");
}

#[tokio::test]
async fn a_path_that_climbs_names_nothing() {
    let app = TestApp::new().await;
    for path in ["/pkg/../Cargo.toml", "/pkg/%2e%2e/Cargo.toml", "/images/..%2f..%2fetc%2fpasswd", "/pkg/.hidden", "/images//x"] {
        let answer = app.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn nothing_internal_is_told_when_the_store_fails() {
    let app = TestApp::new().await;
    app.store.close().await;
    let answer = app.get("/api/v1/sectors").await;
    assert_eq!((answer.status, &answer.json()["type"]), (StatusCode::SERVICE_UNAVAILABLE, &serde_json::json!("unavailable")));
    for trace in ["pool", "sql", "select", "closed", "/tmp"] {
        assert!(!answer.text().to_lowercase().contains(trace), "{}", answer.text());
    }
    let page = app.get("/fr/secteurs").await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(app.get("/readyz").await.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(app.get("/healthz").await.status, StatusCode::OK);
    assert_eq!(app.get("/api/v1/opportunities").await.status, StatusCode::OK, "the list is served from the index alone");
}
