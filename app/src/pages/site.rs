//! The pages whose text is content with an address of its own: the vision, accessibility, privacy, the legal notice.

use crate::api::{self, Answers};
use crate::components::head::fixed;
use crate::components::loaded::{Loading, answers, loaded};
use crate::pages::resource::Article;
use crate::routes::Page;
use leptos::prelude::*;
use maud::html;
use model::locale::Locale;
use model::resources::Resource as Text;

fn load(locale: Locale, key: String) -> Loading {
    Box::pin(async move { Answers(vec![api::resource(locale, &key).await]) })
}

/// The page of a text, by its key; `kind` is added to the class of the text.
pub fn about(key: &'static str, page: Page, kind: &'static str) -> AnyView {
    loaded(answers(Signal::stored(key.to_owned()), load), move |answers: &Answers| {
        let text = answers.get(0)?.read::<Text>()?;
        Ok(view! { <Article text pages=fixed(&page) between=None neighbours=html! {} kind/> }.into_any())
    })
}
