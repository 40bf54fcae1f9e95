//! What pages say and nobody touches: pure functions from values to HTML, escaped by `maud`.
//!
//! A view of Leptos costs the browser code for each shape it can take; a fragment costs a string. So views are for what lives
//! (forms, buttons, the frame, the title that takes the focus) and fragments for what is read. Links in them are followed by
//! the router like any other.

pub mod asks;
pub mod dead_end;
pub mod figure;
#[cfg(feature = "ssr")]
pub mod follow;
pub mod footer;
pub mod icon;
#[cfg(feature = "ssr")]
pub mod interest;
#[cfg(feature = "ssr")]
pub mod interests;
pub mod item;
#[cfg(feature = "ssr")]
pub mod made;
pub mod margin;
pub mod pages;
pub mod panel;
pub mod people;
pub mod sectors;
pub mod stages;
pub mod street;
pub mod strip;
pub mod suggestions;

use crate::messages::{self, Messages};
use crate::routes::Page;
use leptos::prelude::*;
use maud::{Markup, PreEscaped, html};
use model::interests::{About, InterestKind};
use model::locale::Locale;

/// A fragment in a block of its own.
pub fn block(class: &'static str, markup: Markup) -> AnyView {
    view! { <div class=class inner_html=markup.into_string()></div> }.into_any()
}

/// The way back from a page: home, the page between if there is one, and the name of this one.
pub fn crumbs(between: Option<&(Page, &str)>, here: &str, locale: Locale) -> Markup {
    html! {
        ol.crumbs__list {
            li.crumbs__item { a href=(Page::Home.path(locale)) { (messages::of(locale).home) } }
            @if let Some((page, name)) = between {
                li.crumbs__item { a rel=[page.is_made().then_some("external")] href=(page.path(locale)) { (name) } }
            }
            li.crumbs__item aria-current="page" { (here) }
        }
    }
}

/// The way to a form that knows what it is about. The server makes that page, so the link is not the router's.
pub fn ask(kind: InterestKind, about: &About, locale: Locale, m: &Messages) -> Markup {
    let to = Page::Interest(kind).with_query(locale, &format!("about={about}"));
    html! { p.u-mt { a.more rel="external" href=(to) { (m.ask_about) } } }
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
