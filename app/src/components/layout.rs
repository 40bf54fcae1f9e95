//! What is around every page: the strip of samples, the header, the foot, the live region.

use crate::components::icon::{Drawing, Icon};
use crate::messages::{self, Messages};
use crate::navigation::provide_navigation;
use crate::routes::{Page, locale_of, translate};
use crate::saved::{SavedList, provide_saved};
use crate::{PageLocale, use_site};
use leptos::prelude::*;
use leptos_meta::Html;
use leptos_router::hooks::use_location;
use model::locale::Locale;

/// The frame of every page. It gives the pages their language, the state of navigation and the saved list.
#[component]
pub fn Layout(
    /// Whether a navigation is under way.
    is_routing: Signal<bool>,
    children: Children,
) -> impl IntoView {
    let location = use_location();
    let path = location.pathname;
    let locale = Memo::new(move |_| locale_of(&path.read()));
    provide_context(PageLocale(locale));
    let navigation = provide_navigation();
    let saved = provide_saved();
    let sample = use_site().sample;
    let content = children();
    view! {
        <Html attr:lang=move || locale.get().tag()/>
        <div class="progress" class:progress--on=is_routing aria-hidden="true"></div>
        <div class="live" role="status">{navigation.announced}</div>
        {move || {
            let locale = locale.get();
            let m = messages::of(locale);
            view! {
                <a class="skip" href="#contenu">{m.skip}</a>
                {sample.then(|| view! { <SampleStrip m/> })}
                <Header locale m saved/>
            }
        }}
        <main id="contenu" tabindex="-1">{content}</main>
        {move || {
            let locale = locale.get();
            view! { <Footer locale m=messages::of(locale)/> }
        }}
    }
}

#[component]
fn SampleStrip(m: &'static Messages) -> impl IntoView {
    view! {
        <aside class="sample" aria-label=m.sample_label>
            <div class="wrap"><p class="sample__text"><strong>{m.sample_word}</strong> " " {m.sample_text}</p></div>
        </aside>
    }
}

/// The pages of the main navigation.
fn links(m: &'static Messages) -> [(Page, &'static str); 4] {
    [
        (Page::Opportunities, m.nav_opportunities),
        (Page::Sectors, m.nav_sectors),
        (Page::Resources, m.nav_settling),
        (Page::Vision, m.nav_vision),
    ]
}

/// A link that says when it leads to the page shown, or to one above it.
#[component]
fn NavLink(class: &'static str, page: Page, locale: Locale, name: &'static str) -> impl IntoView {
    let location = use_location();
    let href = page.path(locale);
    let current = {
        let href = href.clone();
        move || {
            let path = location.pathname.read();
            let rest = path.strip_prefix(href.as_str());
            match rest {
                Some("") => Some("page"),
                Some(rest) if rest.starts_with('/') => Some("true"),
                _ => None,
            }
        }
    };
    view! { <a class=class href=href aria-current=current>{name}</a> }
}

#[component]
fn Header(locale: Locale, m: &'static Messages, saved: SavedList) -> impl IntoView {
    let location = use_location();
    let other = locale.other();
    let elsewhere = move || {
        let path = translate(&location.pathname.read());
        let query = location.search.read();
        let query = query.trim_start_matches('?');
        if query.is_empty() { path } else { format!("{path}?{query}") }
    };
    let is_home = move || *location.pathname.read() == Page::Home.path(locale);
    view! {
        <header class="header" class:header--over=is_home>
            <div class="wrap header__row">
                <a class="brand" href=Page::Home.path(locale) aria-label=m.brand_label>
                    <Drawing class="brand__mark" id="mark"/>
                    <span>{m.site_name}</span>
                </a>
                <nav class="nav" aria-label=m.nav_main>
                    <ul class="nav__list">
                        {links(m).into_iter().map(|(page, name)| view! { <li><NavLink class="nav__link" page locale name/></li> }).collect_view()}
                    </ul>
                </nav>
                <div class="tools">
                    <a class="tools__link tools__link--saved" href=Page::Saved.path(locale)>
                        <Icon name="save"/>
                        <span class="tools__word">{m.nav_saved}</span>
                        " "
                        <span class="tools__count" hidden=move || saved.count() == 0>
                            {move || saved.count()}
                            <span class="u-hidden">{move || (m.saved_here)(saved.count())}</span>
                        </span>
                    </a>
                    <a class="tools__link" href=elsewhere lang=other.as_str() hreflang=other.tag()>
                        <span class="tools__full">{other.own_name()}</span>
                        <span class="tools__short" aria-hidden="true">{other.as_str().to_uppercase()}</span>
                    </a>
                </div>
                <details class="menu">
                    <summary class="menu__toggle">{m.menu}</summary>
                    <nav class="menu__panel" aria-label=m.menu>
                        <ul>
                            {links(m)
                                .into_iter()
                                .chain([(Page::Saved, m.nav_saved)])
                                .map(|(page, name)| view! { <li><NavLink class="menu__link" page locale name/></li> })
                                .collect_view()}
                        </ul>
                    </nav>
                </details>
            </div>
        </header>
    }
}

#[component]
fn Footer(locale: Locale, m: &'static Messages) -> impl IntoView {
    let list = |query: &str| Page::Opportunities.with_query(locale, query);
    let columns = [
        (
            "pied-1",
            m.footer_come,
            vec![
                (list("kind=job"), m.footer_jobs),
                (Page::Resources.path(locale), m.footer_guides),
                (Page::Sectors.path(locale), m.nav_sectors),
                (Page::Saved.path(locale), m.nav_saved),
            ],
        ),
        (
            "pied-2",
            m.footer_work,
            vec![
                (list("kind=investment&kind=partnership"), m.footer_partner),
                (list("kind=seat&kind=hosting"), m.footer_host),
                (list("kind=pilot"), m.footer_pilot),
                (Page::Vision.path(locale), m.nav_vision),
            ],
        ),
        (
            "pied-3",
            m.footer_site,
            vec![
                (Page::Accessibility.path(locale), m.footer_accessibility),
                (Page::Privacy.path(locale), m.footer_privacy),
                (Page::Legal.path(locale), m.footer_legal),
            ],
        ),
    ];
    view! {
        <footer>
            <div class="footer__top"><Drawing class="roofline" id="roofline"/></div>
            <div class="footer">
                <div class="wrap">
                    <div class="footer__grid">
                        <div>
                            <p class="brand footer__brand"><Drawing class="brand__mark" id="mark"/><span>{m.site_name}</span></p>
                            <p class="footer__say">{m.footer_say}</p>
                        </div>
                        {columns
                            .into_iter()
                            .map(|(id, title, links)| view! {
                                <nav aria-labelledby=id>
                                    <h2 class="footer__title" id=id>{title}</h2>
                                    <ul class="footer__list">
                                        {links.into_iter().map(|(href, name)| view! { <li><a href=href>{name}</a></li> }).collect_view()}
                                        // The reference of the API is no page of the application.
                                        {(id == "pied-3").then(|| view! { <li><a href="/api/docs/" rel="external">{m.footer_api}</a></li> })}
                                    </ul>
                                </nav>
                            })
                            .collect_view()}
                    </div>
                    <p class="footer__base">
                        <span>{m.footer_no_cookie}</span>
                        <span>{m.footer_french_first}</span>
                        <span>{m.footer_open}</span>
                    </p>
                </div>
            </div>
        </footer>
    }
}
