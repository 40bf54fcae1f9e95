//! The top of a page: the way back, the title, what it is about.

use crate::components::heading::Heading;
use crate::fragments::icon::drawing;
use crate::fragments::{block, crumbs};
use crate::routes::Page;
use crate::{use_locale, use_messages};
use leptos::prelude::*;
use maud::html;

/// The head of a page: its breadcrumb, its title and its lead, on the sky with roofs.
#[component]
pub fn PageHead(
    /// The title.
    #[prop(into)]
    title: String,
    /// What the page is about, as HTML.
    #[prop(into)]
    lead: String,
    /// The page between the home page and this one, with its name.
    #[prop(optional_no_strip)]
    between: Option<(Page, &'static str)>,
    /// The name of this page in the breadcrumb, when it is not its title.
    #[prop(optional_no_strip)]
    here: Option<&'static str>,
    /// The language of the words, when it is not the page's.
    #[prop(optional_no_strip)]
    lang: Option<&'static str>,
    /// Added to the class: `head--house`, `head--flat`.
    #[prop(default = "")]
    kind: &'static str,
) -> impl IntoView {
    let locale = use_locale();
    let m = use_messages();
    let long = title.chars().count() > 24;
    let crumbs = crumbs(between.as_ref(), here.unwrap_or(&title), locale);
    let roofs = if kind == "head--house" {
        html! {}
    } else {
        drawing("head__roofs", "roofline")
    };
    view! {
        <div class=format!("head {kind}")>
            <div class="wrap head__body">
                <nav class="crumbs" aria-label=m.crumbs inner_html=crumbs.into_string()></nav>
                <Heading class=if long { "head__title head__title--long" } else { "head__title" } lang>{title.clone()}</Heading>
                <p class="head__lead" lang=lang inner_html=lead></p>
            </div>
            {block("u-contents", roofs)}
        </div>
    }
}

/// A lead without HTML of its own.
pub fn plain(text: &str) -> String {
    html! { (text) }.into_string()
}
