//! The sectors.

use crate::api::{self, Answers};
use crate::components::head::{Head, fixed};
use crate::components::loaded::{Loading, always, answers, loaded};
use crate::components::page_head::{PageHead, plain};
use crate::fragments::{block, sectors};
use crate::routes::Page;
use crate::{use_locale, use_messages};
use leptos::prelude::*;
use model::locale::Locale;
use model::page::Items;
use model::sectors::SectorItem;

fn load(locale: Locale, _: String) -> Loading {
    Box::pin(async move { Answers(vec![api::sectors(locale).await]) })
}

/// Every sector, with the one thing to know about each.
#[component]
pub fn List() -> impl IntoView {
    let locale = use_locale();
    let m = use_messages();
    Head::new(m.sectors_title, m.sectors_lead, fixed(&Page::Sectors)).set();
    let list = loaded(answers(always(), load), move |answers: &Answers| {
        let all = answers.get(0)?.read::<Items<SectorItem>>()?.items;
        Ok(block("wrap", sectors::sectors(&all, 2, locale, m)))
    });
    view! {
        <PageHead title=m.sectors_title lead=plain(m.sectors_lead) between=None here=None lang=None/>
        <section class="section section--copper" aria-label=m.home_sectors>{list}</section>
    }
}
