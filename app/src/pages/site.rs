//! The pages about the site itself: accessibility, privacy, legal notice. Their texts are content, revised like any other.

use crate::api;
use crate::components::crumbs::Crumbs;
use crate::components::head::{Head, fixed};
use crate::components::heading::Heading;
use crate::components::icon::Drawing;
use crate::components::loaded::Loaded;
use crate::components::prose::{Prose, foreign};
use crate::pages::opportunity::Behind;
use crate::pages::resource::Margin;
use crate::routes::Page;
use crate::{use_locale, use_site};
use leptos::prelude::*;
use model::locale::Locale;
use model::resources::Resource as Text;

/// The accessibility statement.
#[component]
pub fn Accessibility() -> impl IntoView {
    view! { <About key="accessibility" page=Page::Accessibility/> }
}

/// The privacy notice.
#[component]
pub fn Privacy() -> impl IntoView {
    view! { <About key="privacy" page=Page::Privacy/> }
}

/// The legal and language notice.
#[component]
pub fn Legal() -> impl IntoView {
    view! { <About key="legal" page=Page::Legal/> }
}

#[component]
fn About(key: &'static str, page: Page) -> impl IntoView {
    let locale = use_locale();
    let text = Resource::new(|| (), move |()| api::resource(locale, key));
    view! { <Loaded resource=text children=move |text: Text| view! { <Known text page=page.clone()/> }.into_any()/> }
}

#[component]
fn Known(text: Text, page: Page) -> impl IntoView {
    let locale = use_locale();
    let lang = foreign(text.lang, locale);
    let url = format!("{}{}", use_site().public_url, page.path(locale));
    let title = text.title.clone();
    let behind = text.behind.map(|behind| view! { <Behind follows=behind.follows current=behind.current french=page.path(Locale::Fr)/> });
    view! {
        <Head title=text.title.clone() description=text.summary.clone() pages=fixed(&page)/>
        {behind}
        <div class="head head--flat">
            <div class="wrap head__body">
                <Crumbs here=text.title.clone()/>
                <Heading class="head__title head__title--long" lang=lang.map(Locale::tag)>{title}</Heading>
                <p class="head__lead" lang=lang.map(Locale::tag)>{text.summary.clone()}</p>
            </div>
            <Drawing class="head__roofs" id="roofline"/>
        </div>
        <div class="wrap section section--tight">
            <div class="spread">
                <article><Prose html=text.body_html.clone() lang/></article>
                <Margin guide=text url/>
            </div>
        </div>
    }
}
