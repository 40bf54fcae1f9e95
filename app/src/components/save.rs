//! The button that saves an opportunity on the device.

use crate::fragments::icon::icon;
use crate::navigation::use_navigation;
use crate::saved::{SavedItem, use_saved};
use crate::use_messages;
use leptos::prelude::*;
use maud::html;

/// Saves, or forgets when pressed again.
#[component]
pub fn SaveButton(
    /// What is saved.
    item: SavedItem,
) -> impl IntoView {
    let m = use_messages();
    let saved = use_saved();
    let navigation = use_navigation();
    let id = item.id.clone();
    let is_saved = Memo::new(move |_| saved.has(&id));
    let failed = RwSignal::new(false);
    let press = move |_| {
        let kept = if is_saved.get_untracked() { saved.remove(&item.id) } else { saved.add(item.clone()) };
        failed.set(!kept);
        if !kept {
            navigation.announce(m.save_failed.to_owned());
        }
    };
    view! {
        <button
            class="button button--quiet button--wide"
            type="button"
            aria-pressed=move || is_saved.get().to_string()
            on:click=press
            inner_html=move || html! { (icon("save")) (if is_saved.get() { m.saved } else { m.save }) }.into_string()
        ></button>
        <p class="u-small u-muted" hidden=move || !failed.get()>{m.save_failed}</p>
    }
}
