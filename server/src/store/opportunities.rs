//! Opportunities as they are stored: an identity, append-only revisions, texts by language.

mod item;
mod read;
mod write;

pub(super) use read::{ALL as READ, find_by_source};
pub use read::{Stored, StoredEmployer, StoredPlace};
pub(super) use write::{ALL as WRITE, Follows, Identity, Pointer, Span, Writing, create, mark_missing, point, revise};
