//! `/resources`.

use crate::http::error::ApiError;
use crate::http::extract::Lang;
use crate::state::AppState;
use axum::Json;
use axum::extract::{Path, State};
use model::locale::Locale;
use model::page::Items;
use model::problem::Problem;
use model::resources::{Resource, ResourceItem};

/// What a page about the site says when the operator has not said.
fn operator(said: Option<&str>, lang: Locale, what: (&str, &str)) -> String {
    said.map_or_else(
        || {
            let sentence = if lang == Locale::Fr { what.0 } else { what.1 };
            sentence.to_owned()
        },
        |said| said.replace('&', "&amp;").replace('<', "&lt;"),
    )
}

/// Every guide and every page about the site.
#[utoipa::path(get, path = "/resources", tag = "resources", params(("lang" = Option<Locale>, Query, description = "Language of the texts")),
    responses((status = 200, body = Items<ResourceItem>), (status = 400, body = Problem, content_type = "application/problem+json")))]
pub async fn list(Lang(lang): Lang, State(state): State<AppState>) -> Result<Json<Items<ResourceItem>>, ApiError> {
    Ok(Json(Items { items: state.store.resources(lang).await? }))
}

/// One guide, or a page about the site, by key or slug.
#[utoipa::path(get, path = "/resources/{key}", tag = "resources",
    params(("key" = String, Path, description = "Key or slug"), ("lang" = Option<Locale>, Query, description = "Language of the texts")),
    responses((status = 200, body = Resource), (status = 400, body = Problem, content_type = "application/problem+json"), (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn one(Lang(lang): Lang, Path(key): Path<String>, State(state): State<AppState>) -> Result<Json<Resource>, ApiError> {
    let mut resource = state.store.resource(&key, lang).await?.ok_or(ApiError::NotFound)?;
    let contact = operator(
        state.config.contact.as_deref(),
        resource.lang,
        ("L’exploitant de ce portail n’a pas encore indiqué d’adresse.", "The operator of this portal has not given an address yet."),
    );
    let officer = operator(
        state.config.officer.as_deref(),
        resource.lang,
        (
            "L’exploitant de ce portail n’a pas encore nommé la personne responsable.",
            "The operator of this portal has not named the person responsible yet.",
        ),
    );
    resource.body_html = resource.body_html.replace("{{contact}}", &contact).replace("{{officer}}", &officer);
    Ok(Json(resource))
}
