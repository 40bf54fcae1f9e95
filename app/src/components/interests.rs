//! What the program adds to a form of a request: what is typed stays on the device until it is sent; a page is sent without leaving
//! it, so that a lost network loses nothing; a press too many sends nothing more; a proof of work is made where one is asked.
//!
//! One listener of the page serves every form. The words it shows are in the page already, hidden.

use crate::browser::{self, set};
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, FormData, HtmlFormElement};

/// Marks a form of a request; its value names the draft.
const MARK: &str = "data-request";
/// Marks a form that is on its way.
const BUSY: &str = "aria-busy";

/// The form that an event comes from.
fn form_of(event: &Event) -> Option<HtmlFormElement> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    target.closest("form[data-request]").ok()??.dyn_into().ok()
}

/// Shows one of the notes of a form, and hides the others.
fn note(form: &Element, shown: &str) {
    for name in ["sending", "proving", "failed"] {
        if let Ok(Some(note)) = form.query_selector(&format!("[data-note={name}]")) {
            set(&note, "hidden", (name != shown).then_some(""));
        }
    }
}

/// Follows the forms of the page, for as long as it lives.
pub fn follow_forms() {
    restore();
    browser::listen(&["input", "submit", "click"], |event| match event.type_().as_str() {
        "input" => {
            if let Some(form) = form_of(&event) {
                keep(&form);
            }
        }
        "click" => {
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            if let Some(button) = target.filter(|target| target.class_list().contains("draft__forget"))
                && let Ok(Some(form)) = button.closest("form")
            {
                browser::forget(&form.get_attribute(MARK).unwrap_or_default());
                form.unchecked_into::<HtmlFormElement>().reset();
                show_draft(false);
            }
        }
        _ => {
            if let Some(form) = form_of(&event) {
                event.prevent_default();
                send(form);
            }
        }
    });
}

/// Keeps what is typed on the device, by the name of each field. Boxes that agree to something are ticked anew each time.
fn keep(form: &HtmlFormElement) {
    let Ok(data) = FormData::new_with_form(form) else { return };
    let mut kept = kept(form);
    for pair in data.entries().into_iter().flatten() {
        let pair = js_sys::Array::from(&pair);
        let (Some(name), Some(value)) = (pair.get(0).as_string(), pair.get(1).as_string()) else { continue };
        if ["token", "key", "website", "remove"].contains(&name.as_str()) || name.starts_with("consent_") {
            continue;
        }
        kept.retain(|(known, _)| *known != name);
        kept.push((name, value));
    }
    let text: String = kept.iter().map(|(name, value)| format!("{name}\u{1f}{value}\u{1e}")).collect();
    show_draft(browser::store(&form.get_attribute(MARK).unwrap_or_default(), &text));
}

/// What the device kept.
fn kept(form: &Element) -> Vec<(String, String)> {
    let text = form.get_attribute(MARK).and_then(|name| browser::stored(&name)).unwrap_or_default();
    let pair = |line: &str| line.split_once('\u{1f}').map(|(name, value)| (name.to_owned(), value.to_owned()));
    text.split_terminator('\u{1e}').filter_map(pair).collect()
}

fn show_draft(shown: bool) {
    if let Ok(Some(draft)) = browser::select(".draft") {
        set(&draft, "hidden", (!shown).then_some(""));
    }
}

/// Fills the fields that are empty with what the device kept.
fn restore() {
    let Ok(Some(form)) = browser::select("form[data-request]") else { return };
    for (name, value) in kept(&form) {
        browser::fill(&form, &name, &value);
        show_draft(true);
    }
}

/// Sends the page of a form, and shows what comes back.
fn send(form: HtmlFormElement) {
    // Once is enough, however often the button is pressed.
    if form.has_attribute(BUSY) {
        return;
    }
    keep(&form);
    set(&form, BUSY, Some("true"));
    spawn_local(async move {
        let Ok(data) = FormData::new_with_form(&form) else { return };
        if let (Some(challenge), Some(bits)) = (form.get_attribute("data-challenge"), form.get_attribute("data-bits")) {
            note(&form, "proving");
            if let Some(proof) = browser::prove(&challenge, bits.parse().unwrap_or_default()).await {
                // Without it, the request waits longer.
                let _ = data.append_with_str("proof", &proof);
            }
        }
        note(&form, "sending");
        let answer = browser::send_form(&form, &data).await;
        set(&form, BUSY, None);
        match answer {
            // Led on: to the next page, or to the receipt.
            Some(browser::Sent::On(to)) => {
                if form.has_attribute("data-last") {
                    browser::forget(&form.get_attribute(MARK).unwrap_or_default());
                }
                browser::go_whole(&to);
            }
            Some(browser::Sent::Again(page)) if browser::replace("#formulaire", &page) => {
                restore();
                browser::focus_id("erreurs");
            }
            _ => note(&form, "failed"),
        }
    });
}
