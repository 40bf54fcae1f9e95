//! `/employers`.

use crate::http::error::ApiError;
use crate::http::extract::Lang;
use crate::state::AppState;
use axum::Json;
use axum::extract::{Path, State};
use model::employers::Employer;
use model::locale::Locale;
use model::page::Items;
use model::problem::Problem;

/// Every employer and host.
#[utoipa::path(get, path = "/employers", tag = "employers", params(("lang" = Option<Locale>, Query, description = "Language of the texts")),
    responses((status = 200, body = Items<Employer>), (status = 400, body = Problem, content_type = "application/problem+json")))]
pub async fn list(Lang(lang): Lang, State(state): State<AppState>) -> Result<Json<Items<Employer>>, ApiError> {
    let mut items = state.store.employers(lang).await?;
    items.retain(|employer| state.sample || !employer.sample);
    Ok(Json(Items { items }))
}

/// One employer or host by key.
#[utoipa::path(get, path = "/employers/{key}", tag = "employers",
    params(("key" = String, Path, description = "Key"), ("lang" = Option<Locale>, Query, description = "Language of the texts")),
    responses((status = 200, body = Employer), (status = 400, body = Problem, content_type = "application/problem+json"), (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn one(Lang(lang): Lang, Path(key): Path<String>, State(state): State<AppState>) -> Result<Json<Employer>, ApiError> {
    state.store.employer(&key, lang).await?.map(Json).ok_or(ApiError::NotFound)
}
