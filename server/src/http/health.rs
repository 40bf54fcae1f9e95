//! Signs of life.

use crate::state::AppState;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use http::{StatusCode, header};
use serde::Serialize;

/// `/healthz` says that the process answers; `/readyz` that it may be sent visitors.
pub fn router(state: AppState) -> Router {
    Router::new().route("/healthz", get(healthz)).route("/readyz", get(readyz)).with_state(state)
}

async fn healthz() -> Response {
    ([(header::CACHE_CONTROL, "no-store")], "ok\n").into_response()
}

/// What `/readyz` says.
#[derive(Serialize)]
struct Ready {
    ready: bool,
    draining: bool,
    database: bool,
    /// Changes that the index has not seen yet.
    index_behind: i64,
    index_documents: u64,
}

async fn readyz(State(state): State<AppState>) -> Response {
    let last = state.store.last_change().await;
    let ready = Ready {
        ready: state.readiness.is_ready() && last.is_ok(),
        draining: state.readiness.is_draining(),
        database: last.is_ok(),
        index_behind: last.map_or(0, |last| (last - state.readiness.reached()).max(0)),
        index_documents: state.search.documents(),
    };
    let status = if ready.ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, [(header::CACHE_CONTROL, "no-store")], Json(ready)).into_response()
}
