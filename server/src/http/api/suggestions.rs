//! `/suggestions`.

use crate::http::error::ApiError;
use crate::http::extract::Suggested;
use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use model::locale::Locale;
use model::page::Items;
use model::problem::Problem;
use model::suggestions::Suggestion;

/// What the beginning of a word may lead to: occupations, sectors, places, employers, with how many opportunities are open.
#[utoipa::path(get, path = "/suggestions", tag = "opportunities",
    params(("q" = Option<String>, Query, description = "What is typed so far, at most 200 characters; nothing is suggested below two letters"),
        ("lang" = Option<Locale>, Query, description = "Language of the labels")),
    responses((status = 200, body = Items<Suggestion>), (status = 400, body = Problem, content_type = "application/problem+json")))]
pub async fn list(Suggested { q, lang }: Suggested, State(state): State<AppState>) -> Result<Json<Items<Suggestion>>, ApiError> {
    let (search, now) = (state.search.clone(), state.clock().now());
    let items = state.pool.run("", move || search.suggest(&q, lang, now)).await??;
    Ok(Json(Items { items }))
}
