//! The search box that leads to the list.

use crate::routes::Page;
use crate::{use_locale, use_messages};
use leptos::prelude::*;

/// A search box. Without the program it is a plain form.
#[component]
pub fn SearchBox(
    /// The class of the form.
    class: &'static str,
    /// The label.
    label: &'static str,
    /// An example, in the field.
    #[prop(optional_no_strip)]
    example: Option<&'static str>,
) -> impl IntoView {
    let locale = use_locale();
    let m = use_messages();
    view! {
        <form class=class role="search" method="get" action=Page::Opportunities.path(locale)>
            <label class="search__label" for="q">{label}</label>
            <div class="search__row">
                <input class="search__input" id="q" name="q" type="search" maxlength="200" placeholder=example/>
                <button class="button search__button">{m.search}</button>
            </div>
            <p class="search__hint">{m.search_hint}</p>
        </form>
    }
}
