//! The guides, by stage, for everyone or for one audience.

use crate::api::{self, Answers};
use crate::components::head::{Head, fixed};
use crate::components::loaded::{Loading, always, answers, loaded};
use crate::components::page_head::{PageHead, plain};
use crate::fragments::stages::{audiences, stages};
use crate::routes::Page;
use crate::{use_locale, use_messages};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::locale::Locale;
use model::opportunities::Audience;
use model::page::Items;
use model::resources::ResourceItem;

fn load(locale: Locale, _: String) -> Loading {
    Box::pin(async move { Answers(vec![api::resources(locale).await]) })
}

/// The guides.
#[component]
pub fn List() -> impl IntoView {
    let locale = use_locale();
    let m = use_messages();
    Head::new(m.guides_title, m.guides_lead, fixed(&Page::Resources)).set();
    let query = use_query_map();
    let audience = Memo::new(move |_| query.read().get("audience").and_then(|word| Audience::parse(&word)));
    let list = loaded(answers(always(), load), move |answers: &Answers| {
        let guides = answers.get(0)?.read::<Items<ResourceItem>>()?.items;
        let html = move || stages(&guides, audience.get(), locale, m).into_string();
        Ok(view! { <div inner_html=html></div> }.into_any())
    });
    view! {
        <PageHead title=m.guides_title lead=plain(m.guides_lead) between=None here=Some(m.nav_settling) lang=None/>
        <div class="wrap section section--tight">
            <nav aria-label=m.guides_for inner_html=move || audiences(audience.get(), locale, m).into_string()></nav>
            {list}
            <div class="notice u-mt-big"><p>{m.guides_info}</p></div>
        </div>
    }
}
