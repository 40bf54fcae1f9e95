//! Pages that the server alone makes: the forms of requests, and what is of one person. Nothing of them is in the browser's
//! program, which leaves what came as it is, and asks for the page whole when a navigation leads to it.

use crate::routes::Page;
use leptos::prelude::*;

/// A page that the server makes.
pub fn made(page: &Page) -> AnyView {
    view! { <div class="u-contents" inner_html=inside(page)></div> }.into_any()
}

#[cfg(feature = "ssr")]
fn inside(page: &Page) -> String {
    use crate::fragments::made::Made;
    use_context::<Made>().map_or_else(crate::fragments::made::failed, |made| made.page(page, crate::use_locale()))
}

#[cfg(not(feature = "ssr"))]
fn inside(page: &Page) -> String {
    let is_first = Owner::current_shared_context().is_some_and(|context| context.during_hydration());
    if !is_first {
        // The query says what a form is about.
        let query = leptos_router::hooks::use_location().search.get_untracked();
        crate::browser::go_whole(&page.with_query(crate::use_locale(), query.trim_start_matches('?')));
    }
    String::new()
}
