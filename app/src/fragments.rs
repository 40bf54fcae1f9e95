//! What pages say and nobody touches: pure functions from values to HTML, escaped by `maud`.
//!
//! A view of Leptos costs the browser code for each shape it can take; a fragment costs a string. So views are for what lives
//! (forms, buttons, the frame, the title that takes the focus) and fragments for what is read. Links in them are followed by
//! the router like any other.

pub mod asks;
pub mod dead_end;
pub mod figure;
pub mod footer;
pub mod icon;
pub mod item;
pub mod margin;
pub mod pages;
pub mod panel;
pub mod people;
pub mod sectors;
pub mod stages;
pub mod street;
pub mod strip;
pub mod suggestions;

use leptos::prelude::*;
use maud::{Markup, PreEscaped, html};
use model::locale::Locale;

/// A fragment in a block of its own.
pub fn block(class: &'static str, markup: Markup) -> AnyView {
    view! { <div class=class inner_html=markup.into_string()></div> }.into_any()
}

/// The value, or the words that say it is not stated.
pub fn or_unknown(value: Option<&str>, words: &str) -> Markup {
    html! {
        @match value {
            Some(value) => (value),
            None => span.unknown { (words) },
        }
    }
}

/// A long text as HTML, which the server has made safe.
pub fn prose(html: &str, lang: Option<&str>) -> Markup {
    html! { div.prose lang=[lang] { (PreEscaped(html)) } }
}

/// The tag to mark a text with: nothing when it is in the page's own language.
pub fn foreign(of_text: Locale, of_page: Locale) -> Option<&'static str> {
    (of_text != of_page).then(|| of_text.tag())
}

/// A link, or the words alone when there is nowhere to go.
pub fn linked(words: &str, url: Option<&str>) -> Markup {
    html! {
        @match url {
            Some(url) => a href=(url) rel="noopener" { (words) },
            None => (words),
        }
    }
}
