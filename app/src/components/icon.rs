//! Drawings of the sprite. The page colours them; they say nothing to screen readers.

use leptos::prelude::*;
use model::opportunities::Kind;

/// A drawing of the sprite, by its id there, with the class that sizes it.
#[component]
pub fn Drawing(
    /// The class of the element.
    class: &'static str,
    /// The id of the symbol.
    #[prop(into)]
    id: String,
) -> impl IntoView {
    view! {
        <svg class=class aria-hidden="true">
            <use href=format!("/images/sprite.svg#{id}")></use>
        </svg>
    }
}

/// A small sign beside words.
#[component]
pub fn Icon(
    /// The name after `icon-`.
    name: &'static str,
) -> impl IntoView {
    view! { <Drawing class="icon" id=format!("icon-{name}")/> }
}

/// The pictogram of a kind.
#[component]
pub fn Pictogram(
    /// The class of the element.
    class: &'static str,
    /// The kind.
    kind: Kind,
) -> impl IntoView {
    view! { <Drawing class=class id=format!("kind-{kind}")/> }
}
