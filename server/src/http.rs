//! HTTP: the router, on one screen, and the life of the server.
//!
//! `api` answers JSON, `pages` renders the application by calling the same API in process, `site` serves what was built. A
//! handler that runs may run: who may is the business of extractors.

mod answers;
pub mod api;
mod bodies;
mod canonical;
mod docs;
mod error;
mod extract;
mod forms;
mod health;
pub mod listen;
mod metrics;
mod pages;
mod sealed;
mod security;
pub mod site;
mod sitemap;
mod visitor;

use crate::state::AppState;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{any, get};
use site::Site;
use std::sync::Arc;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{Predicate, SizeAbove};

/// The whole server as a service.
pub fn router(state: AppState, site: Site) -> Router {
    let (api, openapi) = api::router();
    let api: Router = api.with_state(state.clone());
    let security = security::Security::new(&state.config);
    let pages = pages::Pages::new(state.clone(), api.clone(), site.assets.clone(), security.clone());
    let compression = CompressionLayer::new()
        .br(true)
        .gzip(true)
        .quality(CompressionLevel::Precise(5))
        .compress_when(SizeAbove::new(1_024).and(compressible));
    Router::new()
        .merge(docs::router(openapi))
        .route("/robots.txt", get(sitemap::robots))
        .route("/sitemap.xml", get(sitemap::sitemap))
        .with_state(state.clone())
        .nest("/api/v1", api)
        .route("/", get(pages::root).with_state(state.clone()))
        .fallback_service(any(pages::page).with_state::<()>(Arc::new(pages)))
        .layer(compression)
        .layer(axum::middleware::from_fn_with_state(answers::Answers::new(state.clone()), answers::answers))
        .merge(site::router(site))
        .layer(DefaultBodyLimit::disable())
        .layer(axum::middleware::from_fn(bodies::limit))
        .layer(axum::middleware::from_fn_with_state(security.clone(), security::guard))
        .layer(security.same_origin())
        .layer(axum::middleware::from_fn(metrics::measure))
        .merge(health::router(state))
}

/// What is worth compressing: text. Images in other formats are compressed already.
fn compressible(_: http::StatusCode, _: http::Version, headers: &http::HeaderMap, _: &http::Extensions) -> bool {
    let kind = headers.get(http::header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    ["text/", "application/json", "application/problem+json", "application/xml", "application/javascript", "image/svg"]
        .iter()
        .any(|prefix| kind.starts_with(prefix))
}
