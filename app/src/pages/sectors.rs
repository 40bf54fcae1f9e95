//! The sectors.

use crate::api;
use crate::components::crumbs::Crumbs;
use crate::components::head::{Head, fixed};
use crate::components::heading::Heading;
use crate::components::icon::Drawing;
use crate::components::loaded::Loaded;
use crate::pages::home::SectorLinks;
use crate::routes::Page;
use crate::{use_locale, use_messages};
use leptos::prelude::*;
use model::page::Items;
use model::sectors::SectorItem;

/// Every sector, with the one thing to know about each.
#[component]
pub fn List() -> impl IntoView {
    let locale = use_locale();
    let m = use_messages();
    let sectors = Resource::new(|| (), move |()| api::sectors(locale));
    let show = |sectors: Items<SectorItem>| view! { <SectorLinks sectors=sectors.items/> }.into_any();
    view! {
        <Head title=m.sectors_title description=m.sectors_lead pages=fixed(&Page::Sectors)/>
        <div class="head">
            <div class="wrap head__body">
                <Crumbs here=m.sectors_title/>
                <Heading>{m.sectors_title}</Heading>
                <p class="head__lead">{m.sectors_lead}</p>
            </div>
            <Drawing class="head__roofs" id="roofline"/>
        </div>
        <section class="section section--copper" aria-label=m.home_sectors>
            <div class="wrap"><h2 class="u-hidden">{m.home_sectors}</h2><Loaded resource=sectors children=show/></div>
        </section>
    }
}
