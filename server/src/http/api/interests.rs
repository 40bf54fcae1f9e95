//! `/interests`: the forms, the record, and what its author does with a request.
//!
//! A request is opened by its number and its code, or by the cookie that a browser was given for both. An unknown number and a wrong
//! code are answered alike, by the same work.

pub mod follow;
pub mod submit;
pub mod upload;

use crate::http::error::ApiError;
use crate::http::extract::{Keys, Lang};
use crate::interests::Forms;
use crate::state::AppState;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::request::Parts;
use model::interests::form::Form;
use model::interests::view::KindInfo;
use model::interests::{About, AboutNoun, InterestKind};
use model::locale::Locale;
use model::page::Items;
use model::problem::{FieldError, Problem};

/// The kinds of request there are.
#[utoipa::path(get, path = "/interests/forms", tag = "interests", params(("lang" = Option<Locale>, Query, description = "Language of the texts")),
    responses((status = 200, body = Items<KindInfo>), (status = 400, body = Problem, content_type = "application/problem+json")))]
pub async fn kinds(Lang(lang): Lang) -> Result<Json<Items<KindInfo>>, ApiError> {
    Ok(Json(Items { items: Forms::ours()?.kinds(lang) }))
}

/// The form of a kind: what is asked, with its rules, the notice and the consents.
#[utoipa::path(get, path = "/interests/forms/{kind}", tag = "interests",
    params(("kind" = InterestKind, Path, description = "The kind"), ("lang" = Option<Locale>, Query, description = "Language of the texts"),
        ("about" = Option<String>, Query, description = "What led to the form: `opportunity:ID`, `sector:KEY` or `resource:KEY`")),
    responses((status = 200, body = Form), (status = 400, body = Problem, content_type = "application/problem+json"), (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn form(Path(kind): Path<String>, State(state): State<AppState>, parts: Parts) -> Result<Json<Form>, ApiError> {
    let mut lang = Locale::Fr;
    let mut about = None;
    for (name, value) in form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes()) {
        match name.as_ref() {
            "about" if value.is_empty() => {}
            // What led here may be gone: then the form is about nothing.
            "about" => about = About::parse(&value),
            "lang" => lang = Keys::read(Some(&format!("lang={value}")), &[])?.lang,
            other => {
                let detail = "This parameter does not exist; remove it.".to_owned();
                return Err(ApiError::Parameters(vec![FieldError { field: other.to_owned(), code: "unknown".to_owned(), detail }]));
            }
        }
    }
    let kind = InterestKind::parse(&kind).ok_or(ApiError::NotFound)?;
    let mut form = Forms::ours()?.form(&state.store, kind, lang).await?;
    form.about = match about {
        Some(about) => title(&state, &about, lang).await?,
        None => None,
    };
    Ok(Json(form))
}

/// The title of what a request is about; nothing when it is not there.
pub async fn title(state: &AppState, about: &About, lang: Locale) -> Result<Option<String>, ApiError> {
    Ok(match about.noun {
        AboutNoun::Opportunity => {
            let stored = state.store.opportunity_by_public_id(&about.key).await?;
            stored.filter(|stored| stored.is_open(state.clock().now())).map(|stored| stored.title(lang))
        }
        AboutNoun::Sector => state.store.sector(&about.key, lang).await?.map(|sector| sector.title),
        AboutNoun::Resource => state.store.resource(&about.key, lang).await?.map(|resource| resource.title),
    })
}
