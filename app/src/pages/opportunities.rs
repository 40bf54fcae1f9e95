//! The list of opportunities: words, filters, chips, order, pages. The address is the state.

use crate::api::{self, ApiError};
use crate::browser;
use crate::components::crumbs::Crumbs;
use crate::components::facets::Facets;
use crate::components::head::{Head, fixed};
use crate::components::heading::Heading;
use crate::components::icon::Drawing;
use crate::components::item::Item;
use crate::components::loaded::{Failed, Waiting};
use crate::format;
use crate::messages::words;
use crate::navigation::use_navigation;
use crate::routes::Page;
use crate::{use_locale, use_messages};
use leptos::ev::{Event, SubmitEvent};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use model::opportunities::filters::{Filters, Sort};
use model::opportunities::{NOT_STATED, OpportunityItem, OpportunityList};

/// How many opportunities a page shows.
const LIMIT: usize = 20;

/// The list.
#[component]
pub fn List() -> impl IntoView {
    let locale = use_locale();
    let m = use_messages();
    let query = use_query_map();
    // What is wrong or unknown in an address is left out: links of campaigns carry more than filters.
    let filters = Memo::new(move |_| {
        let query = query.read();
        let known = (&*query).into_iter().filter(|(name, _)| model::opportunities::filters::NAMES.contains(&name.as_ref()));
        let pairs: Vec<(String, String)> = known.map(|(name, value)| (name.to_string(), value.to_string())).collect();
        Filters::read(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()))).0
    });
    let resource = Resource::new(move || filters.get(), move |filters| async move { api::opportunities(locale, &filters, LIMIT).await });
    view! {
        <Head title=m.list_title description=m.list_description pages=fixed(&Page::Opportunities)/>
        <div class="head">
            <div class="wrap head__body">
                <Crumbs here=m.list_title/>
                <Heading>{m.list_title}</Heading>
                <p class="head__lead">{m.list_lead}</p>
            </div>
            <Drawing class="head__roofs" id="roofline"/>
        </div>
        <Transition fallback=Waiting>
            <Body filters=filters.into() resource/>
        </Transition>
    }
}

/// The filters and the results. They are built once; what changes in them follows the list.
#[component]
fn Body(filters: Signal<Filters>, resource: Resource<Result<OpportunityList, ApiError>>) -> impl IntoView {
    let locale = use_locale();
    let m = use_messages();
    let navigation = use_navigation();
    let navigate = use_navigate();
    let path = Page::Opportunities.path(locale);
    let list: Signal<Option<OpportunityList>> = Memo::new(move |_| resource.get().and_then(Result::ok)).into();
    let error = move || resource.get().and_then(Result::err);
    let go = {
        let path = path.clone();
        move |event: &Event| {
            let pairs = browser::form_pairs(event);
            let (next, _) = Filters::read(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())));
            let query = next.query();
            let address = if query.is_empty() { path.clone() } else { format!("{path}?{query}") };
            navigate(&address, NavigateOptions { scroll: false, ..NavigateOptions::default() });
        }
    };
    let on_change = {
        let go = go.clone();
        move |event: Event| go(&event)
    };
    let on_submit = {
        let go = go.clone();
        move |event: SubmitEvent| {
            event.prevent_default();
            go(&event);
        }
    };
    let on_sort = on_change.clone();
    let on_sort_submit = on_submit.clone();
    // A page reached by Back has no new title to end the restoration.
    Effect::new(move |_| {
        filters.track();
        if resource.get().is_some() {
            request_animation_frame(move || navigation.settled());
        }
    });
    // Before the program, the filters of a wide screen are shown by the style sheet alone.
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(browser::is_wide()));
    let clear = path.clone();
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
                        <form class="facets__form" method="get" action=path.clone() on:change=on_change on:submit=on_submit>
                            <Facets filters list clear=clear.clone()/>
                        </form>
                    </details>
                </section>
                <section aria-labelledby="resultats">
                    <div class="bar">
                        <div role="status">
                            <h2 class="bar__count" id="resultats">{move || list.with(|list| (m.count)(total(list)))}</h2>
                            {move || Some(notes(&filters.get(), &list.get()?)).map(|notes| view! {
                                {notes.into_iter().map(|note| view! { <p class="u-small u-muted">{note}</p> }).collect_view()}
                            })}
                        </div>
                        <form class="bar__sort" method="get" action=path.clone() on:change=on_sort on:submit=on_sort_submit>
                            {move || rest(&filters.get())}
                            <label for="tri">{m.sort_by}</label>
                            <select class="input input--select input--sort" id="tri" name="sort">
                                {Sort::ALL
                                    .iter()
                                    .copied()
                                    .map(|sort| view! {
                                        <option value=sort.as_str() selected=move || order(&filters.read()) == sort>{sort_word(sort, m)}</option>
                                    })
                                    .collect_view()}
                            </select>
                            <button class="button button--quiet">{m.sort_button}</button>
                        </form>
                    </div>
                    <Chips filters list/>
                    {move || error().map(|error| view! { <Failed error retry=move || resource.refetch()/> })}
                    <Results list/>
                    {move || list.with(|list| total(list) == 0 && list.is_some()).then(|| view! { <Empty filters=filters.get()/> })}
                    {move || Some(list.get()?).filter(|list| list.total > 0).map(|list| view! { <Pages filters=filters.get() list/> })}
                </section>
            </div>
        </div>
    }
}

fn total(list: &Option<OpportunityList>) -> u64 {
    list.as_ref().map_or(0, |list| list.total)
}

/// The order in force: the best match when words are sought, else the newest.
fn order(filters: &Filters) -> Sort {
    filters.sort.unwrap_or(if filters.q.is_empty() { Sort::Newest } else { Sort::Relevance })
}

const fn sort_word(sort: Sort, m: &'static crate::messages::Messages) -> &'static str {
    match sort {
        Sort::Relevance => m.sort_relevance,
        Sort::Newest => m.sort_newest,
        Sort::Closing => m.sort_closing,
        Sort::Pay => m.sort_pay,
    }
}

/// The rest of the request, hidden in the form of the order.
fn rest(filters: &Filters) -> impl IntoView + use<> {
    let pairs = filters.pairs().into_iter().filter(|(name, _)| !matches!(*name, "sort" | "after"));
    pairs.map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view()
}

/// What the filters keep or leave out though it states nothing: never in silence.
fn notes(filters: &Filters, list: &OpportunityList) -> Vec<String> {
    let m = use_messages();
    let not_stated = |facet: &str| {
        let values = list.facets.get(facet).map(Vec::as_slice).unwrap_or_default();
        values.iter().find(|value| value.value == NOT_STATED).map_or(0, |value| value.count)
    };
    let mut notes = Vec::new();
    if filters.french.is_some() && not_stated("french") > 0 {
        notes.push((m.kept_unstated)(not_stated("french")));
    }
    let chosen = [
        ("mode", !filters.mode.is_empty()),
        ("schedule", !filters.schedule.is_empty()),
        ("sponsorship", !filters.sponsorship.is_empty()),
    ];
    for (facet, is_used) in chosen {
        let keeps = filters.pairs().iter().any(|(name, value)| *name == facet && value == NOT_STATED);
        if is_used && !keeps && not_stated(facet) > 0 {
            notes.push(format!("{} : {}", facet_name(facet), (m.left_out)(not_stated(facet))));
        }
    }
    notes
}

/// The short name of a filter.
fn facet_name(facet: &str) -> &'static str {
    let m = use_messages();
    match facet {
        "q" => m.chip_words,
        "kind" => m.facet_kind,
        "sector" => m.facet_sector,
        "audience" => m.facet_audience,
        "mode" => m.mode,
        "schedule" => m.facet_schedule,
        "french" => m.chip_french,
        "sponsorship" => m.permit,
        "pay_min" => m.chip_pay,
        "place" => m.facet_place,
        "employer" => m.facet_employer,
        _ => m.facet_since,
    }
}

/// One link for each thing asked, which asks it no more.
#[component]
fn Chips(filters: Signal<Filters>, list: Signal<Option<OpportunityList>>) -> impl IntoView {
    let locale = use_locale();
    let m = use_messages();
    let chips = move || {
        let asked = filters.get();
        let words = (!asked.q.is_empty()).then(|| ("q", asked.q.clone()));
        let chips: Vec<_> = words.into_iter().chain(asked.active()).collect();
        (!chips.is_empty()).then(|| {
            let one = |(name, value): (&'static str, String)| {
                let href = Page::Opportunities.with_query(locale, &asked.without(name, &value).query());
                let word = chip_word(name, &value, &list.read());
                view! {
                    <li>
                        <a class="chip" href=href>
                            <span>
                                <span class="u-hidden">{m.remove_filter}</span>
                                <span class="chip__name">{facet_name(name)} " :"</span>
                                " "
                                {word}
                            </span>
                            <Drawing class="icon icon--small" id="icon-cross"/>
                        </a>
                    </li>
                }
            };
            view! {
                <ul class="chips" aria-label=m.active_filters>
                    {chips.into_iter().map(one).collect_view()}
                    <li><a class="tools__link" href=Page::Opportunities.path(locale)>{m.clear_filters}</a></li>
                </ul>
            }
        })
    };
    chips
}

/// The words of a chip.
fn chip_word(name: &str, value: &str, list: &Option<OpportunityList>) -> String {
    let locale = use_locale();
    let m = use_messages();
    match name {
        "q" => value.to_owned(),
        "french" => format!("{}{}", words::facet_value(name, value, value, locale).to_lowercase(), m.chip_or_less),
        "pay_min" => value.parse().ok().and_then(model::money::Cents::from_units).map_or_else(|| value.to_owned(), |cents| format::money(locale, cents, "CAD")),
        "posted_since" => model::dates::parse(value).map_or_else(|| value.to_owned(), |day| format::date_long(locale, day)),
        "employer" => {
            let known = list.as_ref().and_then(|list| list.items.iter().find_map(|item| item.employer.clone().filter(|e| e.key == value)));
            known.map_or_else(|| value.replace('_', " "), |employer| employer.name)
        }
        _ => {
            let label = list.as_ref().and_then(|list| list.facets.get(name)).and_then(|values| values.iter().find(|known| known.value == value));
            words::facet_value(name, value, &label.map_or_else(|| value.replace('_', " "), |known| known.label.clone()), locale)
        }
    }
}

#[component]
fn Results(list: Signal<Option<OpportunityList>>) -> impl IntoView {
    let items = move || list.with(|list| list.as_ref().map(|list| list.items.clone()).unwrap_or_default());
    let one = move |item: OpportunityItem| {
        let today = list.with_untracked(|list| list.as_ref().map_or(item.opens, |list| list.today));
        view! { <Item item today with_summary=true/> }
    };
    view! {
        <ol class="results" hidden=move || list.with(|list| total(list) == 0)>
            <For each=items key=|item| format!("{}{}", item.slug, item.opens) children=one/>
        </ol>
    }
}

/// Nothing found: what was asked, and ways out.
#[component]
fn Empty(filters: Filters) -> impl IntoView {
    let locale = use_locale();
    let m = use_messages();
    let what = if filters.q.is_empty() { m.empty.to_owned() } else { (m.empty_for)(&filters.q) };
    let only_words = Filters { q: filters.q.clone(), ..Filters::default() };
    let wider = (filters != only_words && !filters.q.is_empty())
        .then(|| view! { <p><a class="more" href=Page::Opportunities.with_query(locale, &only_words.query())>{m.empty_words}</a></p> });
    view! {
        <div class="empty">
            <p><strong>{what}</strong></p>
            <p>{m.empty_way}</p>
            {wider}
            <p><a class="more" href=Page::Opportunities.path(locale)>{m.empty_all}</a></p>
        </div>
    }
}

#[component]
fn Pages(filters: Filters, list: OpportunityList) -> impl IntoView {
    let locale = use_locale();
    let m = use_messages();
    let to = |after: Option<String>| Page::Opportunities.with_query(locale, &Filters { after, ..filters.clone() }.query());
    let first = filters.after.is_some().then(|| view! { <a class="more more--back" href=to(None)>{m.first_page}</a> });
    let next = list.next.clone().map(|next| view! { <a class="more" rel="next" href=to(Some(next))>{m.next_page}</a> });
    view! {
        <nav class="pages" aria-label=m.pages_label>
            {first}
            <p>{(m.in_all)(list.total)}</p>
            {next}
        </nav>
    }
}
