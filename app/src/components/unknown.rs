//! Values that may be unknown. Unknown is a value: it is said in words, in place.

use leptos::prelude::*;

/// The value, or the words that say it is not stated.
#[component]
pub fn OrUnknown(
    /// The value, if it is stated.
    value: Option<String>,
    /// The words for an unknown one.
    words: &'static str,
) -> impl IntoView {
    match value {
        Some(value) => value.into_any(),
        None => view! { <span class="unknown">{words}</span> }.into_any(),
    }
}
