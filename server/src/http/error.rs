//! The errors of the API, worded in one place. Nothing internal is in an answer.

use crate::search::SearchError;
use crate::search::pool::NotRun;
use crate::store::StoreError;
use axum::Json;
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
