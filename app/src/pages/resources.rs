//! The guides, by stage, for everyone or for one audience.

use crate::api;
use crate::components::crumbs::Crumbs;
use crate::components::figure::StaleMark;
use crate::components::head::{Head, fixed};
use crate::components::heading::Heading;
use crate::components::icon::Drawing;
use crate::components::loaded::Loaded;
use crate::components::prose::foreign;
use crate::format;
use crate::messages::words;
use crate::routes::Page;
use crate::{use_locale, use_messages};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::locale::Locale;
use model::opportunities::Audience;
use model::page::Items;
use model::resources::{ResourceItem, Stage};

/// The guides.
#[component]
pub fn List() -> impl IntoView {
    let locale = use_locale();
    let m = use_messages();
    let query = use_query_map();
    let audience = Memo::new(move |_| query.read().get("audience").and_then(|word| Audience::parse(&word)));
    let guides = Resource::new(|| (), move |()| api::resources(locale));
    let show = move |guides: Items<ResourceItem>| view! { <Stages guides=guides.items audience/> }.into_any();
    view! {
        <Head title=m.guides_title description=m.guides_lead pages=fixed(&Page::Resources)/>
        <div class="head">
            <div class="wrap head__body">
                <Crumbs here=m.nav_settling/>
                <Heading>{m.guides_title}</Heading>
                <p class="head__lead">{m.guides_lead}</p>
            </div>
            <Drawing class="head__roofs" id="roofline"/>
        </div>
        <div class="wrap section section--tight">
            <nav aria-label=m.guides_for>
                <ul class="chips">
                    {std::iter::once(None)
                        .chain(Audience::ALL.iter().copied().map(Some))
                        .map(|choice| {
                            let href = choice.map_or_else(|| Page::Resources.path(locale), |a| Page::Resources.with_query(locale, &format!("audience={a}")));
                            let word = choice.map_or(m.guides_all, |a| words::audience(a, locale));
                            let current = move || (audience.get() == choice).then_some("true");
                            view! { <li><a class="chip chip--choice" href=href aria-current=current>{word}</a></li> }
                        })
                        .collect_view()}
                </ul>
            </nav>
            <Loaded resource=guides children=show/>
            <div class="notice u-mt-big"><p>{m.guides_info}</p></div>
        </div>
    }
}

#[component]
fn Stages(guides: Vec<ResourceItem>, audience: Memo<Option<Audience>>) -> impl IntoView {
    let locale = use_locale();
    let m = use_messages();
    let stage = move |stage: Stage| {
        let all: Vec<ResourceItem> = guides.iter().filter(|guide| guide.stage == stage).cloned().collect();
        let shown = move || {
            let wanted = audience.get();
            let some: Vec<ResourceItem> = all.iter().filter(|guide| wanted.is_none_or(|wanted| guide.audience.contains(&wanted))).cloned().collect();
            if some.is_empty() {
                return view! { <p class="u-muted">{m.guides_none}</p> }.into_any();
            }
            view! { <ul class="stage__list">{some.into_iter().map(|guide| view! { <Guide guide/> }).collect_view()}</ul> }.into_any()
        };
        view! {
            <li class="stage">
                <div class="stage__head">
                    <h2 class="stage__title">{words::stage(stage, locale)}</h2>
                    <p class="stage__when">{words::stage_when(stage, locale)}</p>
                </div>
                {shown}
            </li>
        }
    };
    view! { <ol class="stages">{Stage::GUIDES.iter().copied().map(stage).collect_view()}</ol> }
}

#[component]
fn Guide(guide: ResourceItem) -> impl IntoView {
    let locale = use_locale();
    let m = use_messages();
    let lang = foreign(guide.lang, locale).map(Locale::tag);
    view! {
        <li class="stage__item">
            <h3 class="stage__name"><a class="stage__link" lang=lang href=Page::Resource(guide.slug).path(locale)>{guide.title}</a></h3>
            <p class="stage__text" lang=lang>{guide.summary}</p>
            <p class="stage__note">
                {guide.stale.then(|| view! { <StaleMark/> " " })}
                {(m.verified_on)(&format::date_long(locale, guide.checked))}
            </p>
        </li>
    }
}
