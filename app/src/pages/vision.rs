//! The vision: three priorities, and where each commitment lives on this site. Its text is content.

use crate::api;
use crate::components::crumbs::Crumbs;
use crate::components::head::{Head, fixed};
use crate::components::heading::Heading;
use crate::components::icon::Drawing;
use crate::components::loaded::Loaded;
use crate::components::prose::foreign;
use crate::pages::opportunity::Behind;
use crate::pages::resource::Margin;
use crate::routes::Page;
use crate::{use_locale, use_messages, use_site};
use leptos::prelude::*;
use model::locale::Locale;
use model::resources::Resource as Text;

/// The vision.
#[component]
pub fn Vision() -> impl IntoView {
    let locale = use_locale();
    let text = Resource::new(|| (), move |()| api::resource(locale, "vision"));
    view! { <Loaded resource=text children=|text: Text| view! { <Known text/> }.into_any()/> }
}

#[component]
fn Known(text: Text) -> impl IntoView {
    let locale = use_locale();
    let m = use_messages();
    let lang = foreign(text.lang, locale).map(Locale::tag);
    let url = format!("{}{}", use_site().public_url, Page::Vision.path(locale));
    let title = text.title.clone();
    let behind = text.behind.map(|behind| view! { <Behind follows=behind.follows current=behind.current french=Page::Vision.path(Locale::Fr)/> });
    view! {
        <Head title=text.title.clone() description=text.summary.clone() pages=fixed(&Page::Vision)/>
        {behind}
        <div class="head">
            <div class="wrap head__body">
                <Crumbs here=m.nav_vision/>
                <Heading class="head__title head__title--long" lang=lang>{title}</Heading>
                <p class="head__lead" lang=lang>{text.summary.clone()}</p>
            </div>
            <Drawing class="head__roofs" id="roofline"/>
        </div>
        <div class="wrap section section--tight">
            <div class="spread">
                <article class="prose prose--vision" lang=lang inner_html=text.body_html.clone()></article>
                <Margin guide=text url/>
            </div>
        </div>
    }
}
