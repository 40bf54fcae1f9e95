//! The page of one request, opened by the cookie of a browser.

use super::{Outcome, Shown, on, parameter, sent};
use crate::http::api::interests::follow::{WriteError, correct, forget, keep_files, open, view, write};
use crate::http::api::interests::submit::sender;
use crate::http::error::ApiError;
use crate::http::visitor;
use crate::interests::Forms;
use crate::state::AppState;
use crate::store::StoredInterest;
use app::fragments::follow::{Followed, Outcome as Done};
use app::fragments::made::Made;
use app::routes::Page;
use axum::extract::Request;
use axum::response::IntoResponse;
use http::request::Parts;
use http::{HeaderMap, Method, StatusCode};
use model::interests::Purpose;
use model::interests::form::{Answers, FaultCode};
use model::interests::view::Receipt;
use model::locale::Locale;

fn show(status: StatusCode, followed: Followed) -> Outcome {
    Outcome::Show(Box::new(Shown { status, cookies: Vec::new(), made: Some(Made::Followed(Box::new(followed))) }))
}

/// The request that a browser follows.
async fn followed(state: &AppState, headers: &HeaderMap) -> Result<Option<StoredInterest>, ApiError> {
    match visitor::followed(state, headers) {
        Some(reference) => Ok(state.store.interest(&reference).await?.filter(|interest| !interest.restricted)),
        None => Ok(None),
    }
}

/// The page with the request, and what was just done.
async fn with(state: &AppState, interest: &StoredInterest, locale: Locale, outcome: Option<Done>) -> Result<Followed, ApiError> {
    Ok(Followed { interest: Some(view(state, interest, locale).await?), outcome, ..Followed::default() })
}

/// Answers what is asked of, or sent to, the page.
pub async fn answer(state: &AppState, locale: Locale, page: &Page, request: Request) -> Result<Outcome, ApiError> {
    match *request.method() {
        Method::GET | Method::HEAD => get(state, locale, page, &request.into_parts().0).await,
        Method::POST if *page == Page::Follow => post(state, locale, request).await,
        _ => Ok(Outcome::Answer(StatusCode::METHOD_NOT_ALLOWED.into_response())),
    }
}

async fn get(state: &AppState, locale: Locale, page: &Page, request: &Parts) -> Result<Outcome, ApiError> {
    let path = Page::Follow.path(locale);
    // The link of a letter: its code is traded for a cookie, and leaves the address.
    if let (Some(reference), Some(code)) = (parameter(&request.uri, "reference"), parameter(&request.uri, "code")) {
        return try_open(state, &request.headers, &request.extensions, locale, &reference, &code).await;
    }
    let Some(interest) = followed(state, &request.headers).await? else {
        if *page == Page::Received {
            return Ok(on(&path, &[]));
        }
        let outcome = parameter(&request.uri, "done").and_then(|done| match done.as_str() {
            "gone" => Some(Done::Gone),
            "restricted" => Some(Done::Restricted),
            _ => None,
        });
        return Ok(show(StatusCode::OK, Followed { outcome, ..Followed::default() }));
    };
    if *page == Page::Received {
        let receipt =
            Receipt { reference: interest.reference.clone(), code: state.desk.secrets.code(&interest.reference), due_on: interest.due_on };
        return Ok(show(StatusCode::OK, Followed { receipt: Some(receipt), ..Followed::default() }));
    }
    let outcome = parameter(&request.uri, "done").map(|_| Done::Done);
    let mut shown = with(state, &interest, locale, outcome).await?;
    if parameter(&request.uri, "correct").is_some() {
        let form = Forms::ours()?.form(&state.store, interest.kind, locale).await?;
        shown.correcting = Some((form, interest.answers.clone(), Vec::new()));
    }
    Ok(show(StatusCode::OK, shown))
}

async fn try_open(
    state: &AppState,
    headers: &HeaderMap,
    extensions: &http::Extensions,
    locale: Locale,
    reference: &str,
    code: &str,
) -> Result<Outcome, ApiError> {
    let client = sender(headers, extensions).to_string();
    let (status, outcome) = match open(state, reference, code, &client).await {
        Ok(interest) => return Ok(on(&Page::Follow.path(locale), &[visitor::follow_cookie(state, &interest.reference)])),
        Err(ApiError::TooMany(_)) => (StatusCode::TOO_MANY_REQUESTS, Done::TooMany),
        Err(ApiError::NotFound) => (StatusCode::UNPROCESSABLE_ENTITY, Done::Wrong),
        Err(error) => return Err(error),
    };
    Ok(show(status, Followed { outcome: Some(outcome), typed: reference.chars().take(40).collect(), ..Followed::default() }))
}

async fn post(state: &AppState, locale: Locale, request: Request) -> Result<Outcome, ApiError> {
    let (headers, extensions) = (request.headers().clone(), request.extensions().clone());
    let parts = match sent(request).await {
        Err(ApiError::TooLarge) => {
            let shown = match followed(state, &headers).await? {
                Some(interest) => with(state, &interest, locale, Some(Done::TooLarge)).await?,
                None => Followed { outcome: Some(Done::TooLarge), ..Followed::default() },
            };
            return Ok(show(StatusCode::PAYLOAD_TOO_LARGE, shown));
        }
        parts => parts?,
    };
    let fields = Answers(parts.fields);
    let path = Page::Follow.path(locale);
    if fields.get("action") == "open" {
        return try_open(state, &headers, &extensions, locale, fields.get("reference"), fields.get("code")).await;
    }
    let Some(interest) = followed(state, &headers).await? else {
        return Ok(show(StatusCode::UNPROCESSABLE_ENTITY, Followed { outcome: Some(Done::Wrong), ..Followed::default() }));
    };
    let done = format!("{path}?done=1");
    let refused = async |outcome: Done, message: &str| {
        let shown = Followed { message: message.to_owned(), ..with(state, &interest, locale, Some(outcome)).await? };
        Ok::<_, ApiError>(show(StatusCode::UNPROCESSABLE_ENTITY, shown))
    };
    match fields.get("action") {
        "write" => match write(state, &interest, fields.get("message")).await {
            Ok(()) => Ok(on(&done, &[])),
            Err(WriteError::Fault(FaultCode::Required)) => refused(Done::NoMessage, "").await,
            Err(WriteError::Fault(code)) => refused(Done::File(code), fields.get("message")).await,
            Err(WriteError::Error(error)) => {
                tracing::warn!(%error, "A message could not be put on the record; its author was told so");
                refused(Done::Unavailable, fields.get("message")).await
            }
        },
        "file" => match keep_files(state, &interest, parts.files).await? {
            Ok(()) => Ok(on(&done, &[])),
            Err(code) => refused(Done::File(code), "").await,
        },
        "correct" => {
            let form = Forms::ours()?.form(&state.store, interest.kind, locale).await?;
            let typed = Answers(form.fields().map(|field| (field.name.clone(), fields.get(&field.name).to_owned())).collect());
            match correct(state, &interest, &typed).await? {
                Ok(()) => Ok(on(&done, &[])),
                Err(faults) => {
                    let shown = Followed { correcting: Some((form, typed, faults)), ..with(state, &interest, locale, None).await? };
                    Ok(show(StatusCode::UNPROCESSABLE_ENTITY, shown))
                }
            }
        }
        "withdraw" => {
            if let Some(purpose) = Purpose::parse(fields.get("purpose")).filter(|purpose| *purpose != Purpose::Answer) {
                // Taken back already, it stays so.
                state.store.withdraw_consent(&interest, purpose).await?;
            }
            Ok(on(&done, &[]))
        }
        "erase" if fields.get("confirm").is_empty() => refused(Done::NotConfirmed, "").await,
        "erase" => {
            let what = if forget(state, &interest).await? { "gone" } else { "restricted" };
            Ok(on(&format!("{path}?done={what}"), &[visitor::leave(state)]))
        }
        "leave" => Ok(on(&path, &[visitor::leave(state)])),
        _ => refused(Done::NotRead, "").await,
    }
}
