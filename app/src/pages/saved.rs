//! The saved list: on this device only, so the server never knows it.

use crate::api::{self, ApiError};
use crate::components::crumbs::Crumbs;
use crate::components::head::{Head, fixed};
use crate::components::heading::Heading;
use crate::components::icon::{Drawing, Icon, Pictogram};
use crate::components::item::Item;
use crate::components::prose::foreign;
use crate::messages::words;
use crate::navigation::use_navigation;
use crate::routes::Page;
use crate::saved::{SavedItem, use_saved};
use crate::{use_locale, use_messages, use_site};
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::locale::Locale;
use model::opportunities::OpportunityItem;
use std::collections::HashMap;

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
    let saved = use_saved();
    let states: RwSignal<HashMap<String, State>> = RwSignal::new(HashMap::new());
    let removed: RwSignal<Option<SavedItem>> = RwSignal::new(None);
    // Each is asked for once; what cannot be reached keeps the name the device remembers.
    Effect::new(move |_| {
        for item in saved.items() {
            if states.with_untracked(|states| states.contains_key(&item.id)) {
                continue;
            }
            spawn_local(async move {
                let state = match api::opportunity(locale, &item.id).await {
                    Ok((item, _)) => State::Open(Box::new(item)),
                    Err(ApiError::Gone(_) | ApiError::NotFound) => State::Over,
                    Err(_) => return,
                };
                states.try_update(|states| {
                    states.insert(item.id, state);
                });
            });
        }
    });
    view! {
        <Head title=m.saved_title description=m.saved_lead pages=fixed(&Page::Saved) no_index=true/>
        <div class="head">
            <div class="wrap head__body">
                <Crumbs here=m.saved_title/>
                <Heading>{m.saved_title}</Heading>
                <p class="head__lead">{m.saved_lead}</p>
            </div>
            <Drawing class="head__roofs" id="roofline"/>
        </div>
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
                            saved.items().into_iter().map(|item| { let state = states.get(&item.id).cloned(); (item, state) }).collect::<Vec<_>>()
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
    let today = use_site().today;
    match state {
        Some(State::Open(open)) => {
            let button = view! { <Remove item removed/> }.into_any();
            view! { <Item item=*open today with_summary=true more=button/> }.into_any()
        }
        other => {
            let m = use_messages();
            let over = other.is_some();
            let lang = foreign(item.lang, locale).map(Locale::tag);
            view! {
                <li class="result" class:result--gone=over>
                    <p class="result__kind">
                        <Pictogram class="pic pic--small" kind=item.kind/>
                        <span class="result__kind-name">{words::kind(item.kind, locale)}</span>
                    </p>
                    <div class="result__body">
                        <h3 class="result__title">
                            <a class="result__link" lang=lang href=Page::Opportunity(item.id.clone()).path(locale)>{item.title.clone()}</a>
                        </h3>
                    </div>
                    <div class="result__side">
                        {over.then(|| view! { <p><span class="mark mark--plain">{m.saved_gone}</span></p> })}
                        <Remove item removed/>
                    </div>
                </li>
            }
            .into_any()
        }
    }
}

#[component]
fn Remove(item: SavedItem, removed: RwSignal<Option<SavedItem>>) -> impl IntoView {
    let m = use_messages();
    let saved = use_saved();
    let title = item.title.clone();
    let press = move |_| {
        saved.remove(&item.id);
        removed.set(Some(item.clone()));
    };
    view! {
        <button class="saved__remove" type="button" on:click=press>
            <Icon name="remove"/>
            {m.remove}
            <span class="u-hidden">" " {title}</span>
        </button>
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
