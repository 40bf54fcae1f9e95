//! The page that says there is none, and offers a way on.

use crate::components::heading::Heading;
use crate::components::icon::Drawing;
use crate::components::loaded::set_status;
use crate::components::search::SearchBox;
use crate::routes::Page;
use crate::{use_locale, use_messages};
use leptos::prelude::*;
use leptos_meta::{Meta, Title};

/// The 404 page.
#[component]
pub fn NotFound() -> impl IntoView {
    set_status(404);
    let locale = use_locale();
    let m = use_messages();
    view! {
        <Title text=format!("{} · {}", m.lost_title, m.site_name)/>
        <Meta name="robots" content="noindex"/>
        <section class="dead-end">
            <div class="wrap dead-end__body">
                <div class="dead-end__text">
                    <p class="dead-end__state">{m.lost_state}</p>
                    <Heading class="dead-end__title">{m.lost_title}</Heading>
                    <p class="dead-end__lead">{m.lost_lead}</p>
                    <SearchBox class="search dead-end__search" label=m.lost_search example=None/>
                    <p class="dead-end__actions">
                        <a class="more" href=Page::Home.path(locale)>{m.home}</a>
                        <a class="more" href=Page::Opportunities.path(locale)>{m.nav_opportunities}</a>
                        <a class="more" href=Page::Resources.path(locale)>{m.nav_settling}</a>
                    </p>
                </div>
                <Drawing class="dead-end__art" id="art-lost"/>
            </div>
        </section>
    }
}
