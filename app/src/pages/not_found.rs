//! The page that says there is none, and offers a way on.

use crate::components::head::Head;
use crate::components::heading::Heading;
use crate::components::loaded::set_status;
use crate::fragments::{block, dead_end};
use crate::{use_locale, use_messages};
use leptos::prelude::*;

/// The 404 page.
#[component]
pub fn NotFound() -> impl IntoView {
    set_status(404);
    let locale = use_locale();
    let m = use_messages();
    dead_end_page(m.lost_state, m.lost_title, dead_end::lost(locale, m), "art-lost")
}

/// A page that leads nowhere: its state, its title, the ways on, its drawing.
pub fn dead_end_page(state: &'static str, title: &'static str, ways: maud::Markup, art: &'static str) -> AnyView {
    Head::nowhere(title).set();
    view! {
        <section class="dead-end">
            <div class="wrap dead-end__body">
                <div class="dead-end__text">
                    <p class="dead-end__state">{state}</p>
                    <Heading class="dead-end__title">{title}</Heading>
                    {block("stack", ways)}
                </div>
                {block("u-contents", dead_end::art(art))}
            </div>
        </section>
    }
    .into_any()
}
