//! The list of opportunities: words, filters, chips, order, pages. The address is the state.

use crate::api::{self, Answers, ApiError};
use crate::browser;
use crate::components::facets::Facets;
use crate::components::head::{Head, fixed};
use crate::components::loaded::{Failed, Loading, Waited, Waiting, answers};
use crate::components::page_head::{PageHead, plain};
use crate::fragments::item::results;
use crate::fragments::pages::Asked;
use crate::messages::Messages;
use crate::navigation::use_navigation;
use crate::routes::Page;
use crate::{use_locale, use_messages};
use leptos::ev::Event;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use maud::{Markup, html};
use model::locale::Locale;
use model::opportunities::OpportunityList;
use model::opportunities::filters::{Filters, Sort};

/// How many opportunities a page shows.
const LIMIT: usize = 20;

fn load(locale: Locale, query: String) -> Loading {
    Box::pin(async move {
        let answer = api::opportunities(locale, &query, LIMIT).await;
        let first: Vec<&str> = query.split('&').filter(|pair| !pair.starts_with("after=")).collect();
        // A page link that was kept too long, or cut, leads to the first page.
        if answer.error() == Some(ApiError::Failed) && first.join("&") != query {
            return Answers(vec![api::opportunities(locale, &first.join("&"), LIMIT).await]);
        }
        Answers(vec![answer])
    })
}

/// The list.
#[component]
pub fn List() -> impl IntoView {
    let m = use_messages();
    Head::new(m.list_title, m.list_description, fixed(&Page::Opportunities)).set();
    let query = use_query_map();
    let filters = Memo::new(move |_| {
        let query = query.read();
        Filters::read_known((&*query).into_iter().map(|(name, value)| (name.as_ref(), value)))
    });
    let source: Signal<String> = Memo::new(move |_| filters.with(Filters::query)).into();
    let answers = answers(source, load);
    view! {
        <PageHead title=m.list_title lead=plain(m.list_lead) between=None here=None lang=None/>
        <Transition fallback=Waiting set_pending=SignalSetter::from(use_navigation().is_loading)>
            <Body filters answers/>
        </Transition>
    }
}

/// The filters and the results. They are built once; what changes in them follows the list.
#[component]
fn Body(filters: Memo<Filters>, answers: Waited) -> impl IntoView {
    let locale = use_locale();
    let m = use_messages();
    let navigation = use_navigation();
    let path = Page::Opportunities.path(locale);
    let list: Memo<Option<OpportunityList>> = Memo::new(move |_| answers.get().and_then(|answers| answers.get(0).ok()?.read().ok()));
    // A fragment of the list, empty until there is one.
    let part = move |make: fn(&Asked<'_>) -> Markup| {
        move || {
            list.with(|list| {
                let Some(list) = list.as_ref() else { return String::new() };
                filters.with(|filters| make(&Asked { filters, list, locale, m }).into_string())
            })
        }
    };
    let go = StoredValue::new((path.clone(), use_navigate()));
    // Ticking a box or choosing an order asks at once; without the program, the buttons do.
    let ask = move |event: Event| {
        event.prevent_default();
        let pairs = browser::form_pairs(&event);
        let query = Filters::read(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()))).0.query();
        go.with_value(|(path, go)| {
            let to = if query.is_empty() { path.clone() } else { format!("{path}?{query}") };
            go(&to, NavigateOptions { scroll: false, ..NavigateOptions::default() });
        });
    };
    // A page reached by Back has no new title to end the restoration.
    Effect::new(move |_| {
        filters.track();
        if answers.get().is_some() {
            request_animation_frame(move || navigation.settled());
        }
    });
    // Before the program, the filters of a wide screen are shown by the style sheet alone.
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(browser::is_wide()));
    view! {
        <div class="wrap section section--tight">
            <div class="rail">
                <section class="facets" aria-labelledby="filtres">
                    <h2 class="u-hidden" id="filtres">{m.filter}</h2>
                    <details class="facets__box" open=open>
                        <summary class="facets__toggle">
                            <span>{m.filter}</span>
                            <span>{move || (m.filters_active)(filters.with(|filters| filters.active().len()))}</span>
                        </summary>
                        <form class="facets__form" method="get" action=path.clone() on:change=ask on:submit=move |event| ask(event.into())>
                            <Facets filters list clear=path.clone()/>
                        </form>
                    </details>
                </section>
                <section aria-labelledby="resultats">
                    <div class="bar">
                        <div role="status" inner_html=part(|asked| asked.count())></div>
                        <form class="bar__sort" method="get" action=path on:change=ask on:submit=move |event| ask(event.into())>
                            <div class="u-contents" inner_html=move || filters.with(|filters| sorting(filters, m).into_string())></div>
                        </form>
                    </div>
                    <div inner_html=part(|asked| asked.chips())></div>
                    {move || answers.get().and_then(|answers| answers.get(0).ok()?.error()).map(|error| view! { <Failed error answers/> })}
                    <div inner_html=part(body)></div>
                    <div inner_html=part(|asked| asked.links())></div>
                </section>
            </div>
        </div>
    }
}

/// The items, or what to do when there is none.
fn body(asked: &Asked<'_>) -> Markup {
    let Asked { list, locale, m, .. } = *asked;
    if list.items.is_empty() { asked.empty() } else { results("results", &list.items, list.today, true, locale, m) }
}

/// The choice of an order; the rest of the request is hidden beside it.
fn sorting(filters: &Filters, m: &Messages) -> Markup {
    let current = filters.sort.unwrap_or(if filters.q.is_empty() { Sort::Newest } else { Sort::Relevance });
    let word = |sort: Sort| match sort {
        Sort::Relevance => m.sort_relevance,
        Sort::Newest => m.sort_newest,
        Sort::Closing => m.sort_closing,
        Sort::Pay => m.sort_pay,
    };
    html! {
        @for (name, value) in filters.pairs().into_iter().filter(|(name, _)| !matches!(*name, "sort" | "after")) {
            input type="hidden" name=(name) value=(value);
        }
        label for="tri" { (m.sort_by) }
        select.input.input--select.input--sort id="tri" name="sort" {
            @for sort in Sort::ALL.iter().copied() { option value=(sort) selected[sort == current] { (word(sort)) } }
        }
        button.button.button--quiet { (m.sort_button) }
    }
}
