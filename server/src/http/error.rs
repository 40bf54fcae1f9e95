//! The errors of the API, worded in one place. Nothing internal is in an answer.

use crate::guard::proof::Challenge;
use crate::search::SearchError;
use crate::search::pool::NotRun;
use crate::store::StoreError;
use axum::Json;
use axum::extract::multipart::{MultipartError, MultipartRejection};
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use model::opportunities::GoneOpportunity;
use model::problem::{FieldError, Problem};
use serde::{Deserialize, Serialize};

/// After how many seconds a client may ask again what was too much.
const RETRY: &str = "2";

/// What can go wrong with a request.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    /// Nothing answers to that name.
    #[error("not found")]
    NotFound,
    /// The address is known, not for this method.
    #[error("method not allowed")]
    Method,
    /// An opportunity that is over.
    #[error("gone")]
    Gone(Box<GoneOpportunity>),
    /// Parameters that are not understood.
    #[error("invalid parameters")]
    Parameters(Vec<FieldError>),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The index failed.
    #[error(transparent)]
    Search(#[from] SearchError),
    /// More is asked at once than is answered.
    #[error("too much is asked at once")]
    Busy,
    /// The body is not what is read.
    #[error("a body that is not understood: {0}")]
    Body(String),
    /// The body is larger than what is read.
    #[error("the body is too large")]
    TooLarge,
    /// Answers that are to be corrected.
    #[error("answers to correct")]
    Answers(Vec<FieldError>),
    /// A key that stands for another request.
    #[error("the key was used for another request")]
    KeyReused,
    /// More than a client may ask for; after how many seconds it may again.
    #[error("too many of one client")]
    TooMany(u64),
    /// A proof of work is asked.
    #[error("a proof of work is asked")]
    Proof(Challenge),
    /// A task died.
    #[error("a task ended before its answer: {0}")]
    Task(#[from] tokio::task::JoinError),
}

/// A 410 answer: the problem, and what is left to say.
#[derive(Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct GoneProblem {
    /// The problem.
    #[serde(flatten)]
    pub problem: Problem,
    /// What is left of the opportunity.
    pub gone: GoneOpportunity,
}

/// A 428 answer: the problem, and the proof of work that is asked.
#[derive(Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ProofProblem {
    /// The problem.
    #[serde(flatten)]
    pub problem: Problem,
    /// What the proof is made for.
    pub challenge: String,
    /// How many zero bits its hash begins with.
    pub bits: u8,
}

impl From<MultipartError> for ApiError {
    fn from(error: MultipartError) -> Self {
        if super::bodies::is_too_large(&error) || error.status() == StatusCode::PAYLOAD_TOO_LARGE {
            Self::TooLarge
        } else {
            Self::Body(error.body_text())
        }
    }
}

impl From<MultipartRejection> for ApiError {
    fn from(error: MultipartRejection) -> Self {
        Self::Body(error.body_text())
    }
}

/// A problem document as an answer.
fn answer(status: StatusCode, body: impl Serialize) -> Response {
    let mut response = (status, Json(body)).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    response
}

fn problem(status: StatusCode, kind: &str, title: &str, detail: Option<&str>, errors: Vec<FieldError>) -> Problem {
    Problem { kind: kind.to_owned(), title: title.to_owned(), status: status.as_u16(), detail: detail.map(str::to_owned), errors }
}

impl From<NotRun> for ApiError {
    fn from(error: NotRun) -> Self {
        match error {
            NotRun::Busy => Self::Busy,
            NotRun::Died(error) => Self::Task(error),
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        match self {
            Self::NotFound => {
                let status = StatusCode::NOT_FOUND;
                answer(
                    status,
                    problem(status, "not_found", "Nothing answers to this address.", Some("Check it, or start from the list."), vec![]),
                )
            }
            Self::Method => {
                let status = StatusCode::METHOD_NOT_ALLOWED;
                let detail = Some("The methods it knows are in the `Allow` header.");
                answer(status, problem(status, "method_not_allowed", "This address does not know that method.", detail, vec![]))
            }
            Self::Gone(gone) => {
                let status = StatusCode::GONE;
                let problem = problem(status, "gone", "This opportunity is over.", Some("Similar ones are in `gone.similar`."), vec![]);
                answer(status, GoneProblem { problem, gone: *gone })
            }
            Self::Parameters(errors) => {
                let status = StatusCode::BAD_REQUEST;
                answer(
                    status,
                    problem(
                        status,
                        "invalid_parameters",
                        "Some parameters are not understood.",
                        Some("Correct those named in `errors`."),
                        errors,
                    ),
                )
            }
            Self::Search(SearchError::Cursor) => {
                let error = FieldError {
                    field: "after".to_owned(),
                    code: "invalid".to_owned(),
                    detail: "Pass the `next` of the page before, with the same `sort` and `q`.".to_owned(),
                };
                Self::Parameters(vec![error]).into_response()
            }
            Self::Search(SearchError::OutOfTime) | Self::Busy => {
                let status = StatusCode::SERVICE_UNAVAILABLE;
                let detail = Some("Wait some seconds and ask again, or ask for less.");
                let mut response = answer(status, problem(status, "busy", "Too much is being asked at once.", detail, vec![]));
                response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static(RETRY));
                response
            }
            Self::Body(fault) => {
                let status = StatusCode::BAD_REQUEST;
                let detail = format!("Send the JSON that the document of the API describes: {fault}.");
                answer(status, problem(status, "invalid_body", "The body is not understood.", Some(&detail), vec![]))
            }
            Self::TooLarge => {
                let status = StatusCode::PAYLOAD_TOO_LARGE;
                let detail = Some("Send at most three files of 5 MB each, as multipart/form-data.");
                answer(status, problem(status, "too_large", "The body is too large.", detail, vec![]))
            }
            Self::Answers(errors) => {
                let status = StatusCode::UNPROCESSABLE_ENTITY;
                answer(
                    status,
                    problem(
                        status,
                        "invalid_answers",
                        "Some answers are to be corrected.",
                        Some("Correct those named in `errors`."),
                        errors,
                    ),
                )
            }
            Self::KeyReused => {
                let status = StatusCode::UNPROCESSABLE_ENTITY;
                let detail = Some("Give each request an Idempotency-Key of its own.");
                answer(status, problem(status, "key_reused", "This Idempotency-Key stands for another request.", detail, vec![]))
            }
            Self::TooMany(seconds) => {
                let status = StatusCode::TOO_MANY_REQUESTS;
                let detail = Some("Wait for the seconds that `Retry-After` says.");
                let mut response = answer(status, problem(status, "too_many", "Too much comes from this client.", detail, vec![]));
                response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
                response
            }
            Self::Proof(challenge) => {
                let status = StatusCode::PRECONDITION_REQUIRED;
                let detail = Some(
                    "Find a nonce so that SHA-256 of `challenge:nonce` begins with `bits` zero bits; send again with the header Proof-Of-Work: `challenge.nonce`.",
                );
                let problem = problem(status, "proof_needed", "Requests come too fast: a proof of work is asked.", detail, vec![]);
                answer(status, ProofProblem { problem, challenge: challenge.challenge, bits: challenge.bits })
            }
            Self::Store(error) if error.is_unavailable() => {
                tracing::error!(%error, "The database is not there");
                let status = StatusCode::SERVICE_UNAVAILABLE;
                let detail = Some(
                    "It may not have been recorded. Wait some seconds and send again, under the same Idempotency-Key if you gave one.",
                );
                let mut response = answer(status, problem(status, "unavailable", "Nothing can be recorded at the moment.", detail, vec![]));
                response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static(RETRY));
                response
            }
            Self::Store(_) | Self::Search(_) | Self::Task(_) => {
                tracing::error!(error = %self, "A request failed");
                let status = StatusCode::INTERNAL_SERVER_ERROR;
                answer(status, problem(status, "internal", "Something failed here.", Some("Try again in a moment."), vec![]))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_much_at_once_is_a_503_that_says_when_to_come_back() {
        for error in [ApiError::Busy, ApiError::from(NotRun::Busy), ApiError::Search(SearchError::OutOfTime)] {
            let response = error.into_response();
            assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
            assert_eq!(response.headers()[header::RETRY_AFTER], RETRY);
        }
    }
}
