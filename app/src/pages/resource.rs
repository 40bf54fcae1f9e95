//! A guide: its text, and in the margin when it was verified, its figures and its sources.

use crate::api::{self, Answers, ApiError};
use crate::components::head::{Head, slugged};
use crate::components::loaded::{Loading, answers, loaded, move_to};
use crate::components::page_head::{PageHead, plain};
use crate::components::share::Share;
use crate::fragments::margin::margin;
use crate::fragments::{ask, block, foreign, prose, strip};
use crate::routes::Page;
use crate::{use_locale, use_messages, use_site};
use leptos::prelude::*;
use maud::{Markup, html};
use model::interests::{About, AboutNoun, InterestKind};
use model::locale::{Locale, Localized};
use model::page::Items;
use model::resources::{Resource as Text, ResourceItem, Stage};

fn load(locale: Locale, slug: String) -> Loading {
    Box::pin(async move {
        let (guide, all) = futures::join!(api::resource(locale, &slug), api::resources(locale));
        Answers(vec![guide, all])
    })
}

/// The page of a guide.
pub fn one(slug: String) -> AnyView {
    let locale = use_locale();
    let m = use_messages();
    loaded(answers(Signal::stored(slug.clone()), load), move |answers: &Answers| {
        let guide = answers.get(0)?.read::<Text>()?;
        let all = answers.get(1)?.read::<Items<ResourceItem>>()?.items;
        // The pages about the site have their own addresses.
        if guide.stage == Stage::Site {
            return Err(ApiError::NotFound);
        }
        if slug != guide.slug {
            move_to(Page::Resource(guide.slug.clone()).path(locale));
        }
        let neighbours = neighbours(&guide.key, all, locale, m.neighbours);
        let about = About { noun: AboutNoun::Resource, key: guide.key.clone() };
        let neighbours = html! { (ask(InterestKind::Talent, &about, locale, m)) (neighbours) };
        let pages = slugged(&guide.slugs, Page::Resource);
        Ok(view! { <Article text=guide pages between=Some((Page::Resources, m.nav_settling)) neighbours/> }.into_any())
    })
}

/// The guides before and after one, in the order of the stages.
fn neighbours(key: &str, all: Vec<ResourceItem>, locale: Locale, label: &str) -> Markup {
    let mut guides: Vec<ResourceItem> = all.into_iter().filter(|item| item.stage != Stage::Site).collect();
    guides.sort_by_key(|item| Stage::GUIDES.iter().position(|stage| *stage == item.stage));
    let at = guides.iter().position(|item| item.key == key);
    let before = at.and_then(|at| at.checked_sub(1)).and_then(|at| guides.get(at));
    let after = at.and_then(|at| guides.get(at + 1));
    let path = |item: &ResourceItem| Page::Resource(item.slug.clone()).path(locale);
    html! {
        nav.pages aria-label=(label) {
            @if let Some(item) = before { a.more.more--back href=(path(item)) { (item.title) } }
            @if let Some(item) = after { a.more href=(path(item)) { (item.title) } }
        }
    }
}

/// A text with its margin: a guide, or a page about the site.
#[component]
pub fn Article(
    /// The text.
    text: Text,
    /// Its page in each language.
    pages: Localized<Page>,
    /// The page between the home page and this one.
    #[prop(optional_no_strip)]
    between: Option<(Page, &'static str)>,
    /// What comes below.
    neighbours: Markup,
    /// Added to the class of the text.
    #[prop(default = "")]
    kind: &'static str,
) -> impl IntoView {
    let locale = use_locale();
    let m = use_messages();
    let lang = foreign(text.lang, locale);
    let url = format!("{}{}", use_site().public_url, pages.get(locale).0.path(locale));
    let behind = strip::behind(text.behind, &pages.fr.path(Locale::Fr), m);
    Head::new(&text.title, &text.summary, pages).set();
    view! {
        {block("u-contents", behind)}
        <PageHead title=text.title.clone() lead=plain(&text.summary) between here=None lang/>
        <div class="wrap section section--tight">
            <div class="spread">
                <article class=kind inner_html=prose(&text.body_html, lang).into_string()></article>
                <aside class="margin" aria-label=m.landmarks>
                    {block("u-contents", margin(&text, locale, m))}
                    <Share title=text.title.clone() url/>
                </aside>
            </div>
            {block("u-contents", neighbours)}
        </div>
    }
}
