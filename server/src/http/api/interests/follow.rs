//! A request in its author's hands: read, answered, corrected, exported, erased.

use super::submit::{checked, field_error, sender};
use super::upload;
use crate::http::error::ApiError;
use crate::http::visitor;
use crate::interests::{Forms, archive, keep_until};
use crate::secrets::normalise_reference;
use crate::state::AppState;
use crate::store::{Erased, StoredInterest};
use axum::extract::{FromRequestParts, Multipart, Path, State};
use axum::response::{IntoResponse, Response};
use axum::{Json, RequestPartsExt};
use http::request::Parts;
use http::{HeaderName, HeaderValue, StatusCode, header};
use model::interests::form::{Answers, FILES, Fault, FaultCode};
use model::interests::view::Interest;
use model::interests::{InterestKind, Purpose};
use model::locale::Locale;
use model::problem::{FieldError, Problem};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::HashMap;
use uuid::Uuid;

/// The name that stands for the request that this browser follows.
const FOLLOWED: &str = "followed";

/// The most characters of a message.
pub const LONGEST_MESSAGE: usize = 4_000;

/// Whoever may open a request: its number and its code, or the cookie of both.
pub struct Follower(pub StoredInterest);

impl FromRequestParts<AppState> for Follower {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let path = parts.extract::<Path<HashMap<String, String>>>().await.map(|path| path.0).unwrap_or_default();
        let asked = path.get("reference").map(String::as_str).unwrap_or_default();
        let by_cookie = visitor::followed(state, &parts.headers);
        if let Some(reference) = by_cookie.filter(|known| asked == FOLLOWED || normalise_reference(asked).as_ref() == Some(known)) {
            return state.store.interest(&reference).await?.filter(|interest| !interest.restricted).map(Self).ok_or(ApiError::NotFound);
        }
        let query = parts.uri.query().unwrap_or_default();
        let code = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "code").map(|(_, code)| code.into_owned());
        let code = code.or_else(|| {
            let bearer = parts.headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")?;
            Some(bearer.to_owned())
        });
        let client = sender(&parts.headers, &parts.extensions).to_string();
        open(state, asked, &code.unwrap_or_default(), &client).await.map(Self)
    }
}

/// Opens a request by number and code. Whatever is wrong, the same is done and the same is said; who is wrong too often waits.
pub async fn open(state: &AppState, reference: &str, code: &str, client: &str) -> Result<StoredInterest, ApiError> {
    let now = state.clock().now();
    let reference = normalise_reference(reference).unwrap_or_else(|| "QA-0000-0000".to_owned());
    // A good code counts as a wrong one does: the limit tells nothing.
    state.desk.attempts.try_take(client, now).map_err(|wait| ApiError::TooMany(wait.0))?;
    let is_code = state.desk.secrets.is_code(&reference, code);
    let found = state.store.interest(&reference).await?;
    found.filter(|interest| is_code && !interest.restricted).ok_or(ApiError::NotFound)
}

/// A request as its author sees it, worded in a language.
pub async fn view(state: &AppState, stored: &StoredInterest, lang: Locale) -> Result<Interest, ApiError> {
    Ok(archive::view(&state.store, &state.config.archived_kinds, stored, lang).await?)
}

fn private(answer: impl IntoResponse) -> Response {
    let mut response = answer.into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, visitor::NO_STORE);
    response.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

fn lang_of(parts: &Parts, or: Locale) -> Locale {
    let query = parts.uri.query().unwrap_or_default();
    form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "lang").and_then(|(_, lang)| Locale::parse(&lang)).unwrap_or(or)
}

fn keeping(state: &AppState, kind: InterestKind) -> Result<model::dates::Date, ApiError> {
    Ok(keep_until(state.clock(), Forms::ours()?.retention(kind)?.keep_months))
}

fn notified(state: &AppState, interest: &StoredInterest) -> bool {
    state.config.queue(interest.kind).is_some()
}

/// A request: where it stands, what happened, what was answered and agreed to.
#[utoipa::path(get, path = "/interests/{reference}", tag = "interests",
    params(("reference" = String, Path, description = "The number, or `followed` with the cookie"), ("code" = Option<String>, Query, description = "The code; or as a bearer"),
        ("lang" = Option<Locale>, Query, description = "Language of the questions; that of the request unless asked")),
    responses((status = 200, body = Interest), (status = 404, body = Problem, content_type = "application/problem+json"), (status = 429, body = Problem, content_type = "application/problem+json")))]
pub async fn one(Follower(interest): Follower, State(state): State<AppState>, parts: Parts) -> Result<Response, ApiError> {
    Ok(private(Json(view(&state, &interest, lang_of(&parts, interest.lang)).await?)))
}

/// A message of its author.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MessageInput {
    /// What is written, at most 4,000 characters.
    pub message: String,
}

/// Writes a message of its author; an error names what is wrong with it.
pub async fn write(state: &AppState, interest: &StoredInterest, message: &str) -> Result<(), WriteError> {
    let message = message.trim().replace("\r\n", "\n");
    if message.is_empty() {
        return Err(WriteError::Fault(FaultCode::Required));
    }
    if message.chars().count() > LONGEST_MESSAGE {
        return Err(WriteError::Fault(FaultCode::TooLong));
    }
    if !model::interests::check::is_text(&message, true) {
        return Err(WriteError::Fault(FaultCode::Characters));
    }
    let until = keeping(state, interest.kind)?;
    state.store.write_to_office(interest, &message, until, notified(state, interest)).await.map_err(ApiError::from)?;
    state.desk.wake.notify_one();
    Ok(())
}

/// Why a message is not written.
pub enum WriteError {
    /// What is wrong with it.
    Fault(FaultCode),
    /// Anything else.
    Error(ApiError),
}

impl From<ApiError> for WriteError {
    fn from(error: ApiError) -> Self {
        Self::Error(error)
    }
}

fn named(field: &str, code: FaultCode, lang: Locale) -> ApiError {
    let detail = app::messages::interests::fault(code, lang).to_owned();
    ApiError::Answers(vec![FieldError { field: field.to_owned(), code: code.to_string(), detail }])
}

/// Writes to the office.
#[utoipa::path(post, path = "/interests/{reference}/messages", tag = "interests", request_body = MessageInput,
    params(("reference" = String, Path, description = "The number"), ("code" = Option<String>, Query, description = "The code")),
    responses((status = 204), (status = 404, body = Problem, content_type = "application/problem+json"), (status = 422, body = Problem, content_type = "application/problem+json")))]
pub async fn message(Follower(interest): Follower, State(state): State<AppState>, body: axum::body::Bytes) -> Result<Response, ApiError> {
    let input: MessageInput = serde_json::from_slice(&body).map_err(|error| ApiError::Body(error.to_string()))?;
    match write(&state, &interest, &input.message).await {
        Ok(()) => Ok(private(StatusCode::NO_CONTENT)),
        Err(WriteError::Fault(code)) => Err(named("message", code, interest.lang)),
        Err(WriteError::Error(error)) => Err(error),
    }
}

/// Corrected answers: those that are there take the place of the former ones, an empty one removes it.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectionInput {
    /// About the person.
    #[serde(default)]
    #[schema(value_type = std::collections::BTreeMap<String, String>)]
    pub contact: Map<String, Value>,
    /// About the request.
    #[serde(default)]
    #[schema(value_type = std::collections::BTreeMap<String, String>)]
    pub answers: Map<String, Value>,
}

/// Corrects answers; what is wrong with them comes back, and nothing is changed.
pub async fn correct(state: &AppState, interest: &StoredInterest, answers: &Answers) -> Result<Result<(), Vec<Fault>>, ApiError> {
    let form = Forms::ours()?.form(&state.store, interest.kind, interest.lang).await?;
    // A day that was to come when it was written may have passed since.
    let first = interest.received_on.min(state.clock().today());
    let answers = match checked(&form, answers, first) {
        Ok(answers) => answers,
        Err(faults) => return Ok(Err(faults)),
    };
    state.store.correct_interest(interest, &answers, keeping(state, interest.kind)?, notified(state, interest)).await?;
    state.desk.wake.notify_one();
    Ok(Ok(()))
}

/// Corrects what was answered.
#[utoipa::path(patch, path = "/interests/{reference}", tag = "interests", request_body = CorrectionInput,
    params(("reference" = String, Path, description = "The number"), ("code" = Option<String>, Query, description = "The code")),
    responses((status = 204), (status = 404, body = Problem, content_type = "application/problem+json"), (status = 422, body = Problem, content_type = "application/problem+json")))]
pub async fn patch(Follower(interest): Follower, State(state): State<AppState>, body: axum::body::Bytes) -> Result<Response, ApiError> {
    let input: CorrectionInput = serde_json::from_slice(&body).map_err(|error| ApiError::Body(error.to_string()))?;
    let form = Forms::ours()?.form(&state.store, interest.kind, interest.lang).await?;
    let mut answers = interest.answers.clone();
    let mut faults = Vec::new();
    for (name, value) in input.contact.iter().chain(&input.answers) {
        match value.as_str() {
            Some(text) if form.fields().any(|field| field.name == *name) => answers.set(name, text.to_owned()),
            _ => faults.push(Fault { field: name.chars().take(64).collect(), code: FaultCode::Unknown }),
        }
    }
    if faults.is_empty() {
        match correct(&state, &interest, &answers).await? {
            Ok(()) => return Ok(private(StatusCode::NO_CONTENT)),
            Err(found) => faults = found,
        }
    }
    Err(ApiError::Answers(faults.iter().map(|fault| field_error(Some(&form), fault, interest.lang)).collect()))
}

/// Adds files, at most three in all.
#[utoipa::path(post, path = "/interests/{reference}/files", tag = "interests",
    params(("reference" = String, Path, description = "The number"), ("code" = Option<String>, Query, description = "The code")),
    responses((status = 204), (status = 404, body = Problem, content_type = "application/problem+json"), (status = 422, body = Problem, content_type = "application/problem+json")))]
pub async fn add_files(Follower(interest): Follower, State(state): State<AppState>, form: Multipart) -> Result<Response, ApiError> {
    let parts = upload::parts(form).await?;
    match keep_files(&state, &interest, parts.files).await? {
        Ok(()) => Ok(private(StatusCode::NO_CONTENT)),
        Err(code) => Err(named(FILES, code, interest.lang)),
    }
}

/// Takes files and keeps them with the request.
pub async fn keep_files(
    state: &AppState,
    interest: &StoredInterest,
    files: Vec<(String, bytes::Bytes)>,
) -> Result<Result<(), FaultCode>, ApiError> {
    if files.is_empty() {
        return Ok(Err(FaultCode::Required));
    }
    let files = match upload::accept(state, files).await? {
        Ok(files) => files,
        Err(code) => return Ok(Err(code)),
    };
    if !state.store.add_interest_files(interest, &files, notified(state, interest)).await? {
        return Ok(Err(FaultCode::FileCount));
    }
    state.desk.wake.notify_one();
    Ok(Ok(()))
}

/// A file, to be saved and never shown in place.
#[utoipa::path(get, path = "/interests/{reference}/files/{id}", tag = "interests",
    params(("reference" = String, Path, description = "The number"), ("id" = String, Path, description = "The file's id"), ("code" = Option<String>, Query, description = "The code")),
    responses((status = 200), (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn file(
    Follower(interest): Follower,
    Path((_, id)): Path<(String, String)>,
    State(state): State<AppState>,
) -> Result<Response, ApiError> {
    let id = Uuid::parse_str(&id).map_err(|_| ApiError::NotFound)?;
    let file = state.store.interest_file(interest.id, id).await?.ok_or(ApiError::NotFound)?;
    Ok(attached("application/octet-stream", &file.name, file.bytes))
}

fn attached(mime: &'static str, name: &str, bytes: Vec<u8>) -> Response {
    let encoded: String = name
        .bytes()
        .map(
            |byte| {
                if byte.is_ascii_alphanumeric() || b"-._".contains(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }
            },
        )
        .collect();
    let disposition =
        HeaderValue::from_str(&format!("attachment; filename*=UTF-8''{encoded}")).unwrap_or(HeaderValue::from_static("attachment"));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(mime)),
        (header::CONTENT_DISPOSITION, disposition),
        (HeaderName::from_static("x-content-type-options"), HeaderValue::from_static("nosniff")),
    ];
    private((headers, bytes))
}

/// Everything: the request as JSON and its files, in a ZIP archive.
#[utoipa::path(get, path = "/interests/{reference}/export", tag = "interests",
    params(("reference" = String, Path, description = "The number"), ("code" = Option<String>, Query, description = "The code")),
    responses((status = 200), (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn export(Follower(interest): Follower, State(state): State<AppState>) -> Result<Response, ApiError> {
    let bytes = archive::archive(&state.store, &state.config.archived_kinds, &interest).await?;
    Ok(attached("application/zip", &format!("{}.zip", interest.reference), bytes))
}

/// Takes a consent back.
#[utoipa::path(delete, path = "/interests/{reference}/consents/{purpose}", tag = "interests",
    params(("reference" = String, Path, description = "The number"), ("purpose" = Purpose, Path, description = "`partners` or `news`"), ("code" = Option<String>, Query, description = "The code")),
    responses((status = 204), (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn withdraw(
    Follower(interest): Follower,
    Path((_, purpose)): Path<(String, String)>,
    State(state): State<AppState>,
) -> Result<Response, ApiError> {
    // Without the first consent there is no request: that one is taken back by erasing it.
    let purpose = Purpose::parse(&purpose).filter(|purpose| *purpose != Purpose::Answer).ok_or(ApiError::NotFound)?;
    if state.store.withdraw_consent(&interest, purpose).await? { Ok(private(StatusCode::NO_CONTENT)) } else { Err(ApiError::NotFound) }
}

/// Erases a request, with what a development folder holds of its mail.
pub async fn forget(state: &AppState, interest: &StoredInterest) -> Result<bool, ApiError> {
    crate::interests::erase(&state.store, &state.config, &state.desk.mailer, interest)
        .await
        .map(|erased| matches!(erased, Erased::Gone(_)))
        .map_err(ApiError::from)
}

/// Erases a request: answers, messages, files and mail. 202 when the law keeps it: it is then out of everyone's reach.
#[utoipa::path(delete, path = "/interests/{reference}", tag = "interests",
    params(("reference" = String, Path, description = "The number"), ("code" = Option<String>, Query, description = "The code")),
    responses((status = 204), (status = 202), (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn erase(Follower(interest): Follower, State(state): State<AppState>) -> Result<Response, ApiError> {
    let gone = forget(&state, &interest).await?;
    let mut response = private(if gone { StatusCode::NO_CONTENT } else { StatusCode::ACCEPTED });
    response.headers_mut().insert(header::SET_COOKIE, visitor::leave(&state));
    Ok(response)
}
