//! A guide: its text, and in the margin when it was verified, its figures and its sources.

use crate::api::{self, ApiResult};
use crate::components::crumbs::Crumbs;
use crate::components::figure::{Figure, StaleMark};
use crate::components::head::{Head, slugged};
use crate::components::heading::Heading;
use crate::components::icon::Drawing;
use crate::components::loaded::{Loaded, move_to};
use crate::components::prose::{Prose, foreign};
use crate::components::share::Share;
use crate::format;
use crate::pages::opportunity::Behind;
use crate::routes::Page;
use crate::{use_locale, use_messages, use_site};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use model::facts::Standing;
use model::locale::Locale;
use model::resources::{Resource as Guide, ResourceItem, Source, Stage};
use serde::{Deserialize, Serialize};

/// What the page is made of: the guide, and those before and after it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct GuideData {
    guide: Guide,
    before: Option<(String, String)>,
    after: Option<(String, String)>,
}

async fn load(locale: Locale, slug: String) -> ApiResult<GuideData> {
    let (guide, all) = futures::join!(api::resource(locale, &slug), api::resources(locale));
    let guide = guide?;
    // The pages about the site have their own addresses.
    if guide.stage == Stage::Site {
        return Err(api::ApiError::NotFound);
    }
    let order = |item: &ResourceItem| Stage::GUIDES.iter().position(|stage| *stage == item.stage);
    let mut all: Vec<ResourceItem> = all?.items.into_iter().filter(|item| item.stage != Stage::Site).collect();
    all.sort_by_key(order);
    let at = all.iter().position(|item| item.key == guide.key);
    let link = |item: &ResourceItem| (item.slug.clone(), item.title.clone());
    let before = at.and_then(|at| at.checked_sub(1)).and_then(|i| all.get(i)).map(link);
    let after = at.and_then(|at| all.get(at + 1)).map(link);
    Ok(GuideData { guide, before, after })
}

/// The page of a guide.
#[component]
pub fn One() -> impl IntoView {
    let locale = use_locale();
    let params = use_params_map();
    let slug = Memo::new(move |_| params.read().get("slug").unwrap_or_default());
    let data = Resource::new(move || slug.get(), move |slug| load(locale, slug));
    let show = move |data: GuideData| {
        if slug.get_untracked() != data.guide.slug {
            move_to(Page::Resource(data.guide.slug.clone()).path(locale));
        }
        view! { <Known data/> }.into_any()
    };
    view! { <Loaded resource=data children=show/> }
}

#[component]
fn Known(data: GuideData) -> impl IntoView {
    let locale = use_locale();
    let m = use_messages();
    let site = use_site();
    let GuideData { guide, before, after } = data;
    let lang = foreign(guide.lang, locale);
    let url = format!("{}{}", site.public_url, Page::Resource(guide.slug.clone()).path(locale));
    let behind = guide.behind.map(|behind| {
        let french = Page::Resource(guide.slugs.fr.clone()).path(Locale::Fr);
        view! { <Behind follows=behind.follows current=behind.current french/> }
    });
    let title = guide.title.clone();
    let neighbour = move |link: Option<(String, String)>, class: &'static str| {
        link.map(|(slug, title)| view! { <a class=class href=Page::Resource(slug).path(locale)>{title}</a> })
    };
    view! {
        <Head title=guide.title.clone() description=guide.summary.clone() pages=slugged(&guide.slugs, Page::Resource)/>
        {behind}
        <div class="head">
            <div class="wrap head__body">
                <Crumbs between=vec![(Page::Resources, m.nav_settling)] here=guide.title.clone()/>
                <Heading class="head__title head__title--long" lang=lang.map(Locale::tag)>{title}</Heading>
                <p class="head__lead" lang=lang.map(Locale::tag)>{guide.summary.clone()}</p>
            </div>
            <Drawing class="head__roofs" id="roofline"/>
        </div>
        <div class="wrap section section--tight">
            <div class="spread">
                <article><Prose html=guide.body_html.clone() lang/></article>
                <Margin guide=guide.clone() url/>
            </div>
            <nav class="pages" aria-label=m.neighbours>
                {neighbour(before, "more more--back")}
                {neighbour(after, "more")}
            </nav>
        </div>
    }
}

/// The margin of a text: when it was verified, its figures, its sources, ways to take it along.
#[component]
pub fn Margin(
    /// The text.
    guide: Guide,
    /// Its address.
    url: String,
) -> impl IntoView {
    let locale = use_locale();
    let m = use_messages();
    let figures = guide.facts.clone();
    view! {
        <aside class="margin" aria-label=m.landmarks>
            <div class="verified">
                <p>
                    {guide.stale.then(|| view! { <StaleMark/> " " })}
                    <span class="verified__date">{(m.verified_on)(&format::date_long(locale, guide.checked))}</span>
                </p>
                <p>{(m.review_before)(&format::date_long(locale, guide.review))}</p>
            </div>
            {(!figures.is_empty()).then(|| view! {
                <section>
                    <h2 class="margin__title">{m.in_figures}</h2>
                    <div class="margin__figures">
                        {figures.into_iter().map(|fact| view! { <Figure fact small=true with_note=true/> }).collect_view()}
                    </div>
                </section>
            })}
            {(!guide.sources.is_empty()).then(|| view! {
                <section>
                    <h2 class="margin__title">{m.sources}</h2>
                    <ol class="sources">{guide.sources.clone().into_iter().map(|source| view! { <SourceItem source/> }).collect_view()}</ol>
                </section>
            })}
            <Share title=guide.title url/>
        </aside>
    }
}

#[component]
fn SourceItem(source: Source) -> impl IntoView {
    let m = use_messages();
    let title = match source.url {
        Some(url) => view! { <a href=url rel="noopener">{source.title}</a> }.into_any(),
        None => source.title.into_any(),
    };
    let year = source.year.map(|year| year.to_string());
    let how = match source.standing {
        Standing::Seen => None,
        Standing::SecondHand => Some(m.source_second_hand.to_owned()),
        Standing::ToVerify => Some(m.to_verify.to_lowercase()),
    };
    let note = year.into_iter().chain(how).collect::<Vec<_>>().join(", ");
    view! { <li class="source">{title} <span class="source__note">{note}</span></li> }
}
