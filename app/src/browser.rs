//! The few things asked of the browser itself. They run in event handlers and effects only, which the server never runs.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Event, FormData, HtmlElement, HtmlFormElement, Storage, Window};

fn window() -> Option<Window> {
    web_sys::window()
}

/// The pairs of the form an event comes from, in the order of its fields.
pub fn form_pairs(event: &Event) -> Vec<(String, String)> {
    let target = event.current_target().and_then(|target| target.dyn_into::<HtmlFormElement>().ok());
    let Some(data) = target.and_then(|form| FormData::new_with_form(&form).ok()) else { return Vec::new() };
    let mut pairs = Vec::new();
    for pair in data.entries().into_iter().flatten() {
        let pair = js_sys::Array::from(&pair);
        if let (Some(name), Some(value)) = (pair.get(0).as_string(), pair.get(1).as_string()) {
            pairs.push((name, value));
        }
    }
    pairs
}

/// Moves the focus without moving the page.
pub fn focus(element: &HtmlElement) {
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(true);
    // An element that is gone takes no focus; nothing else depends on it.
    let _ = element.focus_with_options(&options);
}

/// How far down the page is, in pixels.
pub fn scroll_y() -> f64 {
    window().and_then(|window| window.scroll_y().ok()).unwrap_or_default()
}

/// Goes that far down.
pub fn scroll_to(y: f64) {
    if let Some(window) = window() {
        window.scroll_to_with_x_and_y(0.0, y);
    }
}

/// The address shown, from its path on.
pub fn address() -> String {
    let Some(location) = window().map(|window| window.location()) else { return String::new() };
    format!("{}{}", location.pathname().unwrap_or_default(), location.search().unwrap_or_default())
}

fn storage() -> Option<Storage> {
    window()?.local_storage().ok().flatten()
}

/// What the device keeps under a name.
pub fn stored(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// Keeps a text on the device; false when the device refuses (private mode, full).
pub fn store(key: &str, value: &str) -> bool {
    storage().is_some_and(|storage| storage.set_item(key, value).is_ok())
}

/// Puts the page's address on the clipboard.
pub async fn copy_address() -> bool {
    let Some(window) = window() else { return false };
    let Ok(href) = window.location().href() else { return false };
    wasm_bindgen_futures::JsFuture::from(window.navigator().clipboard().write_text(&href)).await.is_ok()
}

/// Opens the print dialogue.
pub fn print() {
    if let Some(window) = window() {
        // A browser without printing does nothing, and neither do we.
        let _ = window.print();
    }
}

/// Marks the document as alive, for those who wait for it.
pub fn mark_hydrated() {
    if let Some(root) = window().and_then(|window| window.document()).and_then(|document| document.document_element()) {
        let _ = root.set_attribute("data-hydrated", "true");
    }
}

/// Gives an element an attribute, or takes it away.
pub fn set(element: &web_sys::Element, name: &str, value: Option<&str>) {
    // What cannot be set is of a page that is going away.
    let _ = match value {
        Some(value) => element.set_attribute(name, value),
        None => element.remove_attribute(name),
    };
}

/// Sends the form of a field, as its button would.
pub fn submit(field: &web_sys::HtmlInputElement) {
    if let Some(form) = field.form() {
        let _ = form.request_submit();
    }
}

/// Tells of some events of the page, for as long as it lives.
pub fn listen(events: &[&str], told: impl FnMut(Event) + 'static) {
    let Some(window) = window() else { return };
    let told = Closure::<dyn FnMut(Event)>::new(told);
    for event in events {
        // A listener that cannot be added costs a comfort, nothing else.
        let _ = window.add_event_listener_with_callback(event, told.as_ref().unchecked_ref());
    }
    told.forget();
}

/// The element of an id.
pub fn element(id: &str) -> Option<web_sys::Element> {
    window()?.document()?.get_element_by_id(id)
}

/// Whether the page is wide enough to show the filters beside the list.
pub fn is_wide() -> bool {
    window().and_then(|window| window.match_media("(min-width: 62em)").ok().flatten()).is_some_and(|query| query.matches())
}

/// The title of the document, and the address that people copy and share. The server writes its own.
#[cfg(not(feature = "ssr"))]
pub fn set_head(title: &str, canonical: Option<&str>) {
    let Some(document) = window().and_then(|window| window.document()) else { return };
    document.set_title(title);
    if let (Some(address), Ok(Some(link))) = (canonical, document.query_selector("link[rel=canonical]")) {
        // A link that keeps the former address costs a copy, nothing else.
        let _ = link.set_attribute("href", address);
    }
}

/// The language of the document.
pub fn set_language(tag: &str) {
    if let Some(root) = window().and_then(|window| window.document()).and_then(|document| document.document_element()) {
        let _ = root.set_attribute("lang", tag);
    }
}

/// Closes the menu of small screens, which a navigation leaves open.
pub fn close_menu() {
    if let Some(document) = window().and_then(|window| window.document())
        && let Ok(Some(menu)) = document.query_selector("details.menu[open]")
    {
        let _ = menu.remove_attribute("open");
    }
}

/// Moves the focus past the frame, to the content.
pub fn focus_content() {
    let content = window().and_then(|window| window.document()).and_then(|document| document.get_element_by_id("contenu"));
    if let Some(content) = content.and_then(|content| content.dyn_into::<HtmlElement>().ok()) {
        focus(&content);
    }
}

/// Adds an address to the history, unless it is the one shown.
pub fn push_address(path: &str) {
    let history = window().and_then(|window| window.history().ok());
    if let Some(history) = history.filter(|_| address() != path.split('#').next().unwrap_or_default()) {
        // A browser that refuses (too many at once) shows the page under its former address.
        let _ = history.push_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(path));
    }
}

/// Changes the address shown, without a step of history.
#[cfg(not(feature = "ssr"))]
pub fn replace_address(path: &str) {
    if let Some(history) = window().and_then(|window| window.history().ok()) {
        let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(path));
    }
}
