//! A sector: its figures with their sources, what is done here, with whom to work, what is open.

use crate::api::{self, ApiResult};
use crate::components::crumbs::Crumbs;
use crate::components::figure::{Figure, StaleMark};
use crate::components::head::{Head, slugged};
use crate::components::heading::Heading;
use crate::components::icon::Drawing;
use crate::components::item::Item;
use crate::components::loaded::{Loaded, move_to};
use crate::components::prose::{Prose, foreign};
use crate::pages::opportunity::Behind;
use crate::routes::Page;
use crate::{use_locale, use_messages};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use model::facts::Standing;
use model::locale::Locale;
use model::opportunities::OpportunityList;
use model::opportunities::filters::Filters;
use model::sectors::{Institution, Sector};
use serde::{Deserialize, Serialize};

/// How many opportunities are shown.
const OPEN: usize = 4;

/// What the page is made of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct SectorData {
    sector: Sector,
    open: OpportunityList,
}

async fn load(locale: Locale, slug: String) -> ApiResult<SectorData> {
    let sector = api::sector(locale, &slug).await?;
    let filters = Filters { sector: vec![sector.key.clone()], ..Filters::default() };
    let open = api::opportunities(locale, &filters, OPEN).await?;
    Ok(SectorData { sector, open })
}

/// The page of a sector.
#[component]
pub fn One() -> impl IntoView {
    let locale = use_locale();
    let params = use_params_map();
    let slug = Memo::new(move |_| params.read().get("slug").unwrap_or_default());
    let data = Resource::new(move || slug.get(), move |slug| load(locale, slug));
    let show = move |data: SectorData| {
        if slug.get_untracked() != data.sector.slug {
            move_to(Page::Sector(data.sector.slug.clone()).path(locale));
        }
        view! { <Known data/> }.into_any()
    };
    view! { <Loaded resource=data children=show/> }
}

#[component]
fn Known(data: SectorData) -> impl IntoView {
    let locale = use_locale();
    let m = use_messages();
    let SectorData { sector, open } = data;
    let lang = foreign(sector.lang, locale);
    let list = Page::Opportunities.with_query(locale, &format!("sector={}", sector.key));
    let today = open.today;
    let title = sector.title.clone();
    let any_stale = sector.facts.iter().any(|fact| fact.stale) || sector.institutions.iter().any(|institution| institution.stale);
    let figures = if sector.facts.is_empty() {
        view! { <p class="unknown">{m.sector_no_figures}</p> }.into_any()
    } else {
        let figures = sector.facts.clone().into_iter().map(|fact| view! { <Figure fact with_note=true/> }).collect_view();
        view! { <div class="figures figures--4">{figures}</div> }.into_any()
    };
    let behind = sector.behind.map(|behind| {
        let french = Page::Sector(sector.slugs.fr.clone()).path(Locale::Fr);
        view! { <Behind follows=behind.follows current=behind.current french/> }
    });
    let all = list.clone();
    let opportunities = if open.items.is_empty() {
        view! { <div class="empty"><p>{m.sector_none}</p><p><a class="more" href=Page::Opportunities.path(locale)>{m.empty_all}</a></p></div> }.into_any()
    } else {
        view! {
            <ul class="results results--plain">{open.items.into_iter().map(|item| view! { <Item item today/> }).collect_view()}</ul>
            <p class="u-mt"><a class="more" href=all>{(m.home_all)(open.total)}</a></p>
        }
        .into_any()
    };
    view! {
        <Head title=sector.title.clone() description=sector.summary.clone() pages=slugged(&sector.slugs, Page::Sector)/>
        {behind}
        <div class="head">
            <div class="wrap head__body">
                <Crumbs between=vec![(Page::Sectors, m.sectors_title)] here=sector.title.clone()/>
                <Heading lang=lang.map(Locale::tag)>{title}</Heading>
                <p class="head__lead" lang=lang.map(Locale::tag)>{sector.summary.clone()}</p>
            </div>
            <Drawing class="head__roofs" id="roofline"/>
        </div>
        <section class="section section--tight section--copper" aria-labelledby="chiffres">
            <div class="wrap">
                <div class="section__head"><h2 id="chiffres">{m.sector_figures}</h2></div>
                {figures}
            </div>
        </section>
        <div class="wrap section">
            <div class="spread">
                <div>
                    <section class="block" aria-labelledby="ici">
                        <h2 class="block__title" id="ici">{m.sector_about}</h2>
                        <Prose html=sector.body_html.clone() lang/>
                    </section>
                    {(!sector.institutions.is_empty()).then(|| view! {
                        <section class="block" aria-labelledby="gens">
                            <h2 class="block__title" id="gens">{m.sector_people}</h2>
                            <ul class="people">
                                {sector.institutions.clone().into_iter().map(|institution| view! { <Person institution/> }).collect_view()}
                            </ul>
                        </section>
                    })}
                </div>
                <aside class="stack" aria-labelledby="suivre">
                    <h2 id="suivre">{m.sector_next}</h2>
                    <p>{m.sector_next_text}</p>
                    <p><a class="button" href=list>{(m.count)(open.total)}</a></p>
                    {any_stale.then(|| view! {
                        <div class="notice notice--stale">
                            <h3 class="notice__title">{m.why_verify}</h3>
                            <p>{m.why_verify_text}</p>
                        </div>
                    })}
                </aside>
            </div>
        </div>
        <section class="section section--ice" aria-labelledby="ouvertes">
            <div class="wrap">
                <div class="section__head"><h2 id="ouvertes">{m.sector_open}</h2></div>
                {opportunities}
            </div>
        </section>
    }
}

#[component]
fn Person(institution: Institution) -> impl IntoView {
    let m = use_messages();
    let second_hand = (institution.standing == Standing::SecondHand).then(|| format!(" ({})", m.source_second_hand));
    let source = match institution.url {
        Some(url) => view! { <a href=url rel="noopener">{institution.source}</a> }.into_any(),
        None => institution.source.into_any(),
    };
    view! {
        <li class="person">
            <h3 class="person__name">{institution.name}</h3>
            <div>
                <p>{institution.text}</p>
                <p class="person__source">{institution.stale.then(|| view! { <StaleMark/> " " })} {source} {second_hand}</p>
            </div>
        </li>
    }
}
