//! The way back: from the home page to here.

use crate::routes::Page;
use crate::{use_locale, use_messages};
use leptos::prelude::*;

/// The breadcrumb: the home page, the pages between, and the words for this one.
#[component]
pub fn Crumbs(
    /// The pages between, with their names.
    #[prop(optional)]
    between: Vec<(Page, &'static str)>,
    /// The name of this page.
    #[prop(into)]
    here: String,
) -> impl IntoView {
    let locale = use_locale();
    let m = use_messages();
    let links = std::iter::once((Page::Home, m.home)).chain(between);
    view! {
        <nav class="crumbs" aria-label=m.crumbs>
            <ol class="crumbs__list">
                {links
                    .map(|(page, name)| view! { <li class="crumbs__item"><a href=page.path(locale)>{name}</a></li> })
                    .collect_view()}
                <li class="crumbs__item" aria-current="page">{here}</li>
            </ol>
        </nav>
    }
}
