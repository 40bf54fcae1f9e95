//! What is around every page: the strip of samples, the header, the foot, the live region.

use crate::browser;
use crate::components::suggestions::follow_fields;
use crate::fragments::footer::footer;
use crate::fragments::icon::{drawing, icon};
use crate::fragments::strip;
use crate::messages::{self, Messages};
use crate::navigation::provide_navigation;
use crate::routes::{Page, locale_of, translate};
use crate::saved::{SavedList, provide_saved};
use crate::{PageLocale, use_site};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use maud::{Markup, html};
use model::locale::Locale;

/// The frame of every page. It gives the pages their language, the state of navigation and the saved list.
#[component]
pub fn Layout(children: Children) -> impl IntoView {
    let location = use_location();
    let path = location.pathname;
    let locale = Memo::new(move |_| locale_of(&path.read()));
    provide_context(PageLocale(locale));
    #[cfg(feature = "ssr")]
    let _ = {
        let lang = locale.get_untracked().tag();
        view! { <leptos_meta::Html attr:lang=lang/> }.to_html()
    };
    Effect::new(move |_| browser::set_language(locale.get().tag()));
    let navigation = provide_navigation();
    Effect::new(move |_| follow_fields());
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| crate::components::interests::follow_forms());
    let saved = provide_saved();
    let sample = use_site().sample;
    // The router takes links for itself; this one is for the focus.
    let skip = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        browser::focus_content();
    };
    let content = children();
    view! {
        <div class="progress" class:progress--on=navigation.is_loading aria-hidden="true"></div>
        <div class="live" role="status">{navigation.announced}</div>
        {move || {
            let locale = locale.get();
            let m = messages::of(locale);
            view! {
                <a class="skip" href="#contenu" on:click=skip>{m.skip}</a>
                {sample.then(|| view! { <aside class="sample" aria-label=m.sample_label inner_html=strip::sample(m).into_string()></aside> })}
                <Header locale m saved/>
            }
        }}
        <main id="contenu" tabindex="-1">{content}</main>
        <footer inner_html=move || footer(locale.get(), messages::of(locale.get())).into_string()></footer>
    }
}

/// The pages of the main navigation; the last one has a place of its own on a wide screen.
fn links(m: &'static Messages) -> [(Page, &'static str); 6] {
    [
        (Page::Opportunities, m.nav_opportunities),
        (Page::Sectors, m.nav_sectors),
        (Page::Resources, m.nav_settling),
        (Page::Interests, m.nav_requests),
        (Page::Vision, m.nav_vision),
        (Page::Saved, m.nav_saved),
    ]
}

/// The links of the navigation; the one that leads to the page shown, or above it, says so.
fn nav(class: &str, links: &[(Page, &str)], path: &str, locale: Locale) -> Markup {
    let current = |href: &str| match path.strip_prefix(href) {
        Some("") => Some("page"),
        Some(rest) if rest.starts_with('/') => Some("true"),
        _ => None,
    };
    html! {
        @for (page, name) in links {
            @let href = page.path(locale);
            li { a class=(class) rel=[page.is_made().then_some("external")] aria-current=[current(&href)] href=(href) { (name) } }
        }
    }
}

#[component]
fn Header(locale: Locale, m: &'static Messages, saved: SavedList) -> impl IntoView {
    let location = use_location();
    let path = location.pathname;
    let other = locale.other();
    let elsewhere = move || {
        let path = translate(&path.read());
        let query = location.search.read();
        let query = query.trim_start_matches('?');
        if query.is_empty() { path } else { format!("{path}?{query}") }
    };
    let brand = html! { (drawing("brand__mark", "mark")) span { (m.site_name) } };
    let is_home = move || *path.read() == Page::Home.path(locale);
    view! {
        <header class="header" class:header--over=is_home>
            <div class="wrap header__row">
                <a class="brand" href=Page::Home.path(locale) aria-label=m.brand_label inner_html=brand.into_string()></a>
                <nav class="nav" aria-label=m.nav_main>
                    <ul class="nav__list" inner_html=move || nav("nav__link", &links(m)[..5], &path.read(), locale).into_string()></ul>
                </nav>
                <div class="tools">
                    <a class="tools__link tools__link--saved" href=Page::Saved.path(locale)>
                        <span class="u-contents" inner_html=icon("save").into_string()></span>
                        <span class="tools__word">{m.nav_saved}</span>
                        " "
                        <span class="tools__count" hidden=move || saved.count() == 0>
                            {move || saved.count()}
                            <span class="u-hidden">{move || (m.saved_here)(saved.count())}</span>
                        </span>
                    </a>
                    <a class="tools__link" href=elsewhere rel=move || Page::parse(&path.read()).filter(|(_, page)| page.is_made()).map(|_| "external") lang=other.as_str() hreflang=other.tag()>
                        <span class="tools__full">{other.own_name()}</span>
                        <span class="tools__short" aria-hidden="true">{other.as_str().to_ascii_uppercase()}</span>
                    </a>
                </div>
                <details class="menu">
                    <summary class="menu__toggle">{m.menu}</summary>
                    <nav class="menu__panel" aria-label=m.menu>
                        <ul inner_html=move || nav("menu__link", &links(m), &path.read(), locale).into_string()></ul>
                    </nav>
                </details>
            </div>
        </header>
    }
}
