//! `/sectors`.

use crate::http::error::ApiError;
use crate::http::extract::Lang;
use crate::state::AppState;
use axum::Json;
use axum::extract::{Path, State};
use model::locale::Locale;
use model::opportunities::filters::Filters;
use model::page::Items;
use model::problem::Problem;
use model::sectors::{Sector, SectorItem};

/// Every sector, with the number of opportunities open now.
#[utoipa::path(get, path = "/sectors", tag = "sectors", params(("lang" = Option<Locale>, Query, description = "Language of the texts")),
    responses((status = 200, body = Items<SectorItem>), (status = 400, body = Problem, content_type = "application/problem+json")))]
pub async fn list(Lang(lang): Lang, State(state): State<AppState>) -> Result<Json<Items<SectorItem>>, ApiError> {
    let mut items = state.store.sectors(lang).await?;
    let (now, today) = (state.clock().now(), state.clock().today());
    let search = state.search.clone();
    let counted = tokio::task::spawn_blocking(move || search.list(&Filters::default(), lang, now, None, today, 1)).await??;
    let counts = counted.facets.get("sector").map(Vec::as_slice).unwrap_or_default();
    for item in &mut items {
        item.opportunities = counts.iter().find(|value| value.value == item.key).map_or(0, |value| value.count);
    }
    Ok(Json(Items { items }))
}

/// One sector by key or slug.
#[utoipa::path(get, path = "/sectors/{key}", tag = "sectors",
    params(("key" = String, Path, description = "Key or slug"), ("lang" = Option<Locale>, Query, description = "Language of the texts")),
    responses((status = 200, body = Sector), (status = 400, body = Problem, content_type = "application/problem+json"), (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn one(Lang(lang): Lang, Path(key): Path<String>, State(state): State<AppState>) -> Result<Json<Sector>, ApiError> {
    state.store.sector(&key, lang).await?.map(Json).ok_or(ApiError::NotFound)
}
