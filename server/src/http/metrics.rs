//! What Prometheus is told: counts and times by route, never by visitor.

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use metrics::{counter, histogram};
use std::time::Instant;

/// Counts a request and the time it took.
pub async fn measure(request: Request, next: Next) -> Response {
    let method = request.method().as_str().to_owned();
    let route = request.extensions().get::<MatchedPath>().map_or_else(|| family(request.uri().path()), |path| path.as_str().to_owned());
    let start = Instant::now();
    let response = next.run(request).await;
    let status = response.status().as_u16().to_string();
    histogram!("qa_http_seconds", "route" => route.clone()).record(start.elapsed().as_secs_f64());
    counter!("qa_http_requests_total", "method" => method, "route" => route, "status" => status).increment(1);
    response
}

/// The family of a path without a route of its own, few enough to be a label.
fn family(path: &str) -> String {
    let first = path.split('/').nth(1).unwrap_or_default();
    match first {
        "fr" | "en" | "api" | "pkg" | "images" => format!("/{first}"),
        _ => "other".to_owned(),
    }
}
