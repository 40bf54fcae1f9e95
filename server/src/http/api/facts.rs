//! `/facts`.

use crate::http::error::ApiError;
use crate::http::extract::Keys;
use crate::state::AppState;
use axum::Json;
use axum::extract::{RawQuery, State};
use model::facts::Fact;
use model::locale::Locale;
use model::page::Items;
use model::problem::Problem;

/// Facts, each with its source, its year and its mark; all of them, or those asked by key, theme or sector.
#[utoipa::path(get, path = "/facts", tag = "facts",
    params(("lang" = Option<Locale>, Query, description = "Language of the texts"), ("key" = Option<Vec<String>>, Query, description = "Any of these keys, in this order"),
        ("theme" = Option<Vec<String>>, Query, description = "Any of these themes"), ("sector" = Option<Vec<String>>, Query, description = "Any of these sectors")),
    responses((status = 200, body = Items<Fact>), (status = 400, body = Problem, content_type = "application/problem+json")))]
pub async fn list(RawQuery(query): RawQuery, State(state): State<AppState>) -> Result<Json<Items<Fact>>, ApiError> {
    let asked = Keys::read(query.as_deref(), &["key", "theme", "sector"])?;
    let mut items = state.store.facts(asked.lang).await?;
    let any = |name: &str, has: &dyn Fn(&str) -> bool| {
        let mut values = asked.of(name).peekable();
        values.peek().is_none() || values.any(has)
    };
    items.retain(|fact| {
        any("key", &|key| fact.key == key)
            && any("theme", &|theme| fact.theme == theme)
            && any("sector", &|sector| fact.sectors.iter().any(|known| known == sector))
    });
    let place = |fact: &Fact| asked.of("key").position(|key| key == fact.key);
    items.sort_by_key(place);
    Ok(Json(Items { items }))
}
