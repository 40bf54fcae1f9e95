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

/// Forgets what the device keeps under a name.
#[cfg(feature = "hydrate")]
pub fn forget(key: &str) {
    if let Some(storage) = storage() {
        // What cannot be forgotten was not kept.
        let _ = storage.remove_item(key);
    }
}

/// Moves the focus to the element of an id.
#[cfg(feature = "hydrate")]
pub fn focus_id(id: &str) {
    if let Some(element) = element(id).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // An element that is gone takes no focus; nothing else depends on it.
        let _ = element.focus();
    }
}

/// Leaves for a page that the server makes whole.
#[cfg(not(feature = "ssr"))]
pub fn go_whole(path: &str) {
    if let Some(window) = window() {
        // A browser that refuses stays where it is.
        let _ = window.location().assign(path);
    }
}

/// The first element that a selector names.
#[cfg(feature = "hydrate")]
pub fn select(selector: &str) -> Result<Option<web_sys::Element>, wasm_bindgen::JsValue> {
    window().and_then(|window| window.document()).map_or(Ok(None), |document| document.query_selector(selector))
}

/// Fills a field that is empty; of a choice, ticks what was chosen.
#[cfg(feature = "hydrate")]
pub fn fill(form: &web_sys::Element, name: &str, value: &str) {
    use web_sys::{HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
    let Ok(fields) = form.query_selector_all(&format!("[name=\"{name}\"]")) else { return };
    for field in (0..fields.length()).filter_map(|at| fields.get(at)) {
        if let Some(input) = field.dyn_ref::<HtmlInputElement>() {
            match input.type_().as_str() {
                "radio" if input.value() == value => input.set_checked(true),
                "radio" | "checkbox" | "file" | "hidden" => {}
                _ if input.value().is_empty() => input.set_value(value),
                _ => {}
            }
        } else if let Some(area) = field.dyn_ref::<HtmlTextAreaElement>().filter(|area| area.value().is_empty()) {
            area.set_value(value);
        } else if let Some(choice) = field.dyn_ref::<HtmlSelectElement>().filter(|choice| choice.value().is_empty()) {
            choice.set_value(value);
        }
    }
}

/// What came back for a form.
#[cfg(feature = "hydrate")]
pub enum Sent {
    /// Another page, by its address.
    On(String),
    /// The page again, as HTML.
    Again(String),
}

/// Sends a form as its button would, without leaving the page; nothing when nobody answers.
#[cfg(feature = "hydrate")]
pub async fn send_form(form: &HtmlFormElement, data: &FormData) -> Option<Sent> {
    let request = gloo_net::http::Request::post(&form.get_attribute("action")?);
    let request = if form.enctype() == "multipart/form-data" {
        request.body(data.clone()).ok()?
    } else {
        request.body(web_sys::UrlSearchParams::new_with_str_sequence_sequence(data).ok()?).ok()?
    };
    let response = request.send().await.ok()?;
    if response.redirected() {
        return Some(Sent::On(response.url()));
    }
    response.text().await.ok().map(Sent::Again)
}

/// Puts a part of a page of the server in the place it has here; false when it has none.
#[cfg(feature = "hydrate")]
pub fn replace(selector: &str, page: &str) -> bool {
    let replaced = || {
        let page = web_sys::DomParser::new().ok()?.parse_from_string(page, web_sys::SupportedType::TextHtml).ok()?;
        let part = page.query_selector(selector).ok()??;
        select(selector).ok()??.set_inner_html(&part.inner_html());
        window()?.document()?.set_title(&page.title());
        Some(())
    };
    replaced().is_some()
}

/// Looks for a number whose hash with the challenge begins with so many zero bits.
#[cfg(feature = "hydrate")]
pub async fn prove(challenge: &str, bits: u32) -> Option<String> {
    let subtle = window()?.crypto().ok()?.subtle();
    for nonce in 0_u32.. {
        let text = format!("{challenge}:{nonce}");
        let promise = subtle.digest_with_str_and_u8_array("SHA-256", text.as_bytes()).ok()?;
        let hash = wasm_bindgen_futures::JsFuture::from(promise).await.ok()?;
        let hash = js_sys::Uint8Array::new(&hash).to_vec();
        let zeros = hash.iter().position(|byte| *byte != 0).map_or(256, |at| at as u32 * 8 + hash[at].leading_zeros());
        if zeros >= bits {
            return Some(format!("{challenge}.{nonce}"));
        }
    }
    None
}
