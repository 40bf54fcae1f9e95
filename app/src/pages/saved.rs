//! The saved list: on this device only, so the server never knows it.

use crate::api::{self, ApiError};
use crate::components::head::{Head, fixed};
use crate::components::page_head::{PageHead, plain};
use crate::fragments::icon::icon;
use crate::fragments::item::inside;
use crate::fragments::{block, foreign};
use crate::messages::words;
use crate::navigation::use_navigation;
use crate::routes::Page;
use crate::saved::{SavedItem, use_saved};
use crate::{use_locale, use_messages, use_site};
use leptos::prelude::*;
use leptos::task::spawn_local;
use maud::html;
use model::opportunities::OpportunityItem;

/// What became of a saved opportunity.
#[derive(Clone, Debug, PartialEq)]
enum State {
    Open(Box<OpportunityItem>),
    Over,
}

/// The saved list.
#[component]
pub fn Saved() -> impl IntoView {
    let locale = use_locale();
    let m = use_messages();
    Head { no_index: true, ..Head::new(m.saved_title, m.saved_lead, fixed(&Page::Saved)) }.set();
    let saved = use_saved();
    let states: RwSignal<Vec<(String, State)>> = RwSignal::new(Vec::new());
    let removed: RwSignal<Option<SavedItem>> = RwSignal::new(None);
    // Each is asked for once; what cannot be reached keeps the name the device remembers.
    Effect::new(move |_| {
        for item in saved.items() {
            if states.with_untracked(|states| states.iter().any(|(id, _)| *id == item.id)) {
                continue;
            }
            spawn_local(async move {
                let answer = api::opportunity(locale, &item.id).await;
                let state = match answer.read::<OpportunityItem>() {
                    Ok(item) => State::Open(Box::new(item)),
                    Err(ApiError::NotFound) => State::Over,
                    Err(_) if answer.gone().is_some() => State::Over,
                    Err(_) => return,
                };
                states.try_update(|states| {
                    states.push((item.id, state));
                });
            });
        }
    });
    view! {
        <PageHead title=m.saved_title lead=plain(m.saved_lead) between=None here=None lang=None/>
        <div class="wrap section section--tight">
            <noscript><div class="notice"><p>{m.saved_no_script}</p></div></noscript>
            {move || removed.get().map(|item| view! { <Undo item removed/> })}
            <div hidden=move || { !saved.loaded.get() || saved.count() > 0 }>
                <div class="empty">
                    <p><strong>{m.saved_empty}</strong></p>
                    <p>{m.saved_empty_way}</p>
                    <p><a class="more" href=Page::Opportunities.path(locale)>{m.empty_all}</a></p>
                </div>
            </div>
            <div hidden=move || saved.count() == 0>
                <p class="saved__note">{m.saved_note}</p>
                <h2 class="u-hidden">{m.saved_list}</h2>
                <ul class="results">
                    <For
                        each=move || {
                            let states = states.get();
                            saved.items().into_iter().map(|item| { let state = states.iter().find(|(id, _)| *id == item.id).map(|(_, state)| state.clone()); (item, state) }).collect::<Vec<_>>()
                        }
                        key=|(item, state)| (item.id.clone(), state.is_some())
                        children=move |(item, state)| view! { <One item state removed/> }
                    />
                </ul>
            </div>
        </div>
    }
}

#[component]
fn One(item: SavedItem, state: Option<State>, removed: RwSignal<Option<SavedItem>>) -> impl IntoView {
    let locale = use_locale();
    let m = use_messages();
    let today = use_site().today;
    let is_over = state == Some(State::Over);
    let inside = match state {
        Some(State::Open(open)) => inside(&open, today, true, locale, m),
        _ => html! {
            p.result__kind { span.result__kind-name { (words::kind(item.kind, locale)) } }
            div.result__body {
                h3.result__title {
                    a.result__link lang=[foreign(item.lang, locale)] href=(Page::Opportunity(item.id.clone()).path(locale)) { (item.title) }
                }
            }
            div.result__side { @if is_over { p { span.mark.mark--plain { (m.saved_gone) } } } }
        },
    };
    view! {
        <li class="result" class:result--gone=is_over>
            {block("u-contents", inside)}
            <div class="result__more"><Remove item removed/></div>
        </li>
    }
}

#[component]
fn Remove(item: SavedItem, removed: RwSignal<Option<SavedItem>>) -> impl IntoView {
    let m = use_messages();
    let saved = use_saved();
    let words = html! { (icon("remove")) (m.remove) span.u-hidden { " " (item.title) } };
    let press = move |_| {
        saved.remove(&item.id);
        removed.set(Some(item.clone()));
    };
    view! {
        <button class="saved__remove" type="button" on:click=press inner_html=words.into_string()></button>
    }
}

/// What was just forgotten, and the way to take it back. It takes the focus: the button that was pressed is gone.
#[component]
fn Undo(item: SavedItem, removed: RwSignal<Option<SavedItem>>) -> impl IntoView {
    let m = use_messages();
    let saved = use_saved();
    let navigation = use_navigation();
    let said = (m.removed)(&item.title);
    navigation.announce(said.clone());
    let node = NodeRef::<leptos::html::Button>::new();
    Effect::new(move |_| {
        if let Some(button) = node.get() {
            crate::browser::focus(&button);
        }
    });
    let undo = move |_| {
        saved.add(item.clone());
        removed.set(None);
    };
    view! {
        <div class="notice saved__actions">
            <p>{said} " " <button class="button button--quiet" type="button" node_ref=node on:click=undo>{m.undo}</button></p>
        </div>
    }
}
