//! Long texts, which the server has made safe.

use leptos::prelude::*;
use model::locale::Locale;

/// A text as HTML. It comes from the server's sanitiser, never from elsewhere.
#[component]
pub fn Prose(
    /// The HTML.
    html: String,
    /// The language of the text, when it is not the page's.
    #[prop(optional_no_strip)]
    lang: Option<Locale>,
) -> impl IntoView {
    view! { <div class="prose" lang=lang.map(Locale::tag) inner_html=html></div> }
}

/// The language to mark a text with: nothing when it is the page's own.
pub fn foreign(of_text: Locale, of_page: Locale) -> Option<Locale> {
    (of_text != of_page).then_some(of_text)
}
