//! What a form holds when the server gives it out.

use model::interests::form::{Answers, Fault};
use serde::{Deserialize, Serialize};

/// A file that the server keeps with a draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// What names it when it is to be removed: what it is called and holds, so that a second press removes nothing else.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its size, in bytes.
    pub size: u64,
}

/// The state of a form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormState {
    /// What is answered.
    pub answers: Answers,
    /// What is wrong with it.
    pub faults: Vec<Fault>,
    /// The files that are kept already.
    pub files: Vec<Kept>,
    /// Proof of when the form was given out.
    pub token: String,
    /// The key under which it is sent once.
    pub key: String,
    /// Why it was not sent: `failed`, `too_many`, `too_large`, or nothing.
    pub note: String,
    /// The proof of work that is asked: its challenge, and how many bits.
    pub challenge: Option<(String, u8)>,
}
