//! The pages whose text is content with an address of its own: the vision, accessibility, privacy, the legal notice.

use crate::api::{self, Answer, ApiError};
use crate::components::head::fixed;
use crate::components::loaded::{Loading, answers, loaded};
use crate::pages::resource::Article;
use crate::routes::Page;
use leptos::prelude::*;
use maud::html;
use model::locale::Locale;
use model::resources::Resource as Text;

/// The vision: three priorities, and where each commitment lives on this site.
#[component]
pub fn Vision() -> impl IntoView {
    about("vision", Page::Vision, "vision")
}

/// The accessibility statement.
#[component]
pub fn Accessibility() -> impl IntoView {
    about("accessibility", Page::Accessibility, "")
}

/// The privacy notice.
#[component]
pub fn Privacy() -> impl IntoView {
    about("privacy", Page::Privacy, "")
}

/// The legal and language notice.
#[component]
pub fn Legal() -> impl IntoView {
    about("legal", Page::Legal, "")
}

fn load(locale: Locale, key: String) -> Loading {
    Box::pin(async move { vec![api::resource(locale, &key).await] })
}

fn about(key: &'static str, page: Page, kind: &'static str) -> AnyView {
    loaded(answers(Signal::stored(key.to_owned()), load), move |answers: &[Answer]| {
        let text = answers.first().ok_or(ApiError::Network)?.read::<Text>()?;
        Ok(view! { <Article text pages=fixed(&page) between=None neighbours=html! {} kind/> }.into_any())
    })
}
