//! Reading what is sent with files: within bounds, each file told by what it is.

use crate::attachments::{self, Attachment, MOST, Refusal};
use crate::http::error::ApiError;
use crate::state::AppState;
use axum::extract::Multipart;
use bytes::Bytes;
use model::interests::form::{FILES, FaultCode};

/// What a form with files holds.
#[derive(Debug, Default)]
pub struct Parts {
    /// Its fields.
    pub fields: Vec<(String, String)>,
    /// Its files, as they were named.
    pub files: Vec<(String, Bytes)>,
}

/// The most fields read.
const MOST_FIELDS: usize = 100;

/// Reads a form with files. Its size is bounded before.
pub async fn parts(mut form: Multipart) -> Result<Parts, ApiError> {
    let mut parts = Parts::default();
    while let Some(field) = form.next_field().await? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == FILES {
            let file = field.file_name().unwrap_or_default().to_owned();
            let bytes = field.bytes().await?;
            // A browser sends an empty part for a field without a file.
            if !(file.is_empty() && bytes.is_empty()) {
                parts.files.push((file, bytes));
            }
        } else if parts.fields.len() < MOST_FIELDS {
            parts.fields.push((name, field.text().await?));
        }
    }
    Ok(parts)
}

/// Takes the files, in bounded memory: a few are decoded at once, the others wait.
pub async fn accept(state: &AppState, files: Vec<(String, Bytes)>) -> Result<Result<Vec<Attachment>, FaultCode>, ApiError> {
    if files.is_empty() {
        return Ok(Ok(Vec::new()));
    }
    if files.len() > MOST {
        return Ok(Err(FaultCode::FileCount));
    }
    let _room = state.desk.uploads.clone().acquire_owned().await.map_err(|_| ApiError::Busy)?;
    let taken = tokio::task::spawn_blocking(move || {
        files.iter().map(|(name, bytes)| attachments::accept(name, bytes)).collect::<Result<Vec<_>, _>>()
    });
    Ok(taken.await?.map_err(code))
}

/// A refusal, as a form says it.
const fn code(refusal: Refusal) -> FaultCode {
    match refusal {
        Refusal::TooLarge | Refusal::TooManyPixels => FaultCode::FileTooLarge,
        Refusal::Empty | Refusal::Damaged => FaultCode::FileDamaged,
        Refusal::WrongType => FaultCode::FileType,
        Refusal::Active => FaultCode::FileActive,
    }
}
