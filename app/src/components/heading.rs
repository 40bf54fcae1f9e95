//! The title of a page: one a page, and where the focus goes after a navigation.

use crate::navigation::use_navigation;
use leptos::html;
use leptos::prelude::*;

/// The `h1` of a page.
#[component]
pub fn Heading(
    /// Its class.
    class: &'static str,
    /// The language of the words, when it is not the page's.
    #[prop(optional_no_strip)]
    lang: Option<&'static str>,
    children: Children,
) -> impl IntoView {
    let navigation = use_navigation();
    let node = NodeRef::<html::H1>::new();
    Effect::new(move |_| {
        if let Some(title) = node.get() {
            navigation.arrived((*title).clone());
        }
    });
    view! { <h1 class=class id="titre" lang=lang tabindex="-1" node_ref=node>{children()}</h1> }
}
