//! The reference of the API: the document, and a page that reads it without loading anything from elsewhere.

use crate::state::AppState;
use axum::Router;
use utoipa::openapi::OpenApi;
use utoipa_swagger_ui::{Config, SwaggerUi};

/// `/api/v1/openapi.json` and `/api/docs`.
pub fn router(document: OpenApi) -> Router<AppState> {
    let config = Config::from("/api/v1/openapi.json").use_base_layout().validator_url("none");
    SwaggerUi::new("/api/docs").url("/api/v1/openapi.json", document).config(config).into()
}
