//! What the router leaves to us: after a navigation the focus goes to the title, the title is announced, and Back comes
//! back to where one was.

use crate::browser;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The state of navigation.
#[derive(Clone, Copy)]
pub struct Navigation {
    /// What the live region says.
    pub announced: RwSignal<String>,
    /// Whether something is on its way.
    pub is_loading: RwSignal<bool>,
    trail: StoredValue<Trail>,
}

/// For how many frames a title is waited for: half a minute, more than any answer takes.
const FRAMES: u32 = 1_800;

/// For how many frames the page is given to grow back: two seconds. Longer would fight the reader.
const RESTORING: u32 = 120;

/// A query string with its question mark, if there is one.
fn question(search: &str) -> String {
    let search = search.trim_start_matches('?');
    if search.is_empty() { String::new() } else { format!("?{search}") }
}

/// Where the reader was.
#[derive(Default)]
struct Trail {
    /// False on the page that the server rendered, true from the first navigation on.
    moved: bool,
    /// How far down each address was left.
    left_at: Vec<(String, f64)>,
    /// Where to go back to, when the browser's history was used.
    restore: Option<f64>,
    /// The address whose page is shown.
    shown: String,
}

/// Gives the state of navigation to the pages, and follows the browser.
pub fn provide_navigation() -> Navigation {
    let navigation =
        Navigation { announced: RwSignal::new(String::new()), is_loading: RwSignal::new(false), trail: StoredValue::new(Trail::default()) };
    provide_context(navigation);
    let location = use_location();
    Effect::new(move |first: Option<()>| {
        let address = format!("{}{}{}", location.pathname.get(), location.search.with(|search| question(search)), location.hash.get());
        if first.is_none() {
            navigation.listen();
            browser::mark_hydrated();
        } else {
            // A link was followed; when the history moved, the address is there already.
            browser::push_address(&address);
        }
        navigation.trail.update_value(|trail| {
            trail.moved = first.is_some();
            trail.shown = browser::address();
        });
    });
    navigation
}

impl Navigation {
    /// Remembers how far down each address is left, and what the history buttons ask for.
    fn listen(self) {
        browser::listen(&["scroll"], move |_| {
            self.trail.update_value(|trail| {
                let address = browser::address();
                // While the page of another address is on its way, what moves is not the reader.
                if trail.restore.is_none() && trail.shown == address {
                    trail.left_at.retain(|(known, _)| *known != address);
                    trail.left_at.push((address, browser::scroll_y()));
                }
            });
        });
        browser::listen(&["popstate"], move |_| {
            self.trail.update_value(|trail| {
                let address = browser::address();
                let at = trail.left_at.iter().find(|(known, _)| *known == address).map(|(_, at)| *at);
                trail.restore = Some(at.unwrap_or_default());
            });
        });
    }

    /// Called by the title of a page once it is made: after a navigation it takes the focus and is announced.
    pub fn arrived(self, title: web_sys::HtmlElement) {
        if self.trail.with_value(|trail| trail.moved) {
            self.settle_on(title, FRAMES);
        }
    }

    /// Waits until the title stands in the page: it is made before what is waited for gives way to it.
    fn settle_on(self, title: web_sys::HtmlElement, frames: u32) {
        request_animation_frame(move || {
            if !title.is_connected() {
                if frames > 0 {
                    self.settle_on(title, frames - 1);
                }
                return;
            }
            browser::close_menu();
            browser::focus(&title);
            self.announced.set(title.text_content().unwrap_or_default());
            match self.trail.with_value(|trail| trail.restore) {
                Some(at) => self.scroll_back(at, RESTORING),
                None => browser::scroll_to(0.0),
            }
        });
    }

    /// Goes back to where one was, as soon as what is waited for makes the page long enough.
    fn scroll_back(self, at: f64, frames: u32) {
        request_animation_frame(move || {
            browser::scroll_to(at);
            if frames == 0 || (browser::scroll_y() - at).abs() < 2.0 {
                self.settled();
            } else {
                self.scroll_back(at, frames - 1);
            }
        });
    }

    /// Says something in the live region.
    pub fn announce(self, text: String) {
        self.announced.set(text);
    }

    /// Ends a restoration that no new title will end: the page stayed, its query changed.
    pub fn settled(self) {
        self.trail.update_value(|trail| trail.restore = None);
    }
}

/// The state of navigation.
pub fn use_navigation() -> Navigation {
    expect_context()
}
