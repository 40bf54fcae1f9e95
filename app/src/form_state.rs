//! What a form holds when the server gives it out.

use model::interests::form::{Answers, Fault};

/// The state of a form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormState {
    /// What is answered.
    pub answers: Answers,
    /// What is wrong with it.
    pub faults: Vec<Fault>,
    /// The names of the files that are kept already.
    pub files: Vec<String>,
    /// Proof of when the form was given out.
    pub token: String,
    /// The key under which it is sent once.
    pub key: String,
    /// Why it was not sent: `failed`, `too_many`, or nothing.
    pub note: String,
    /// The proof of work that is asked: its challenge, and how many bits.
    pub challenge: Option<(String, u8)>,
}
