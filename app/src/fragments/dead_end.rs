//! Pages that lead nowhere and offer a way on: 404, 410, a failure.

use super::icon::drawing;
use super::suggestions;
use crate::messages::{Messages, words};
use crate::routes::Page;
use maud::{Markup, html};
use model::locale::Locale;
use model::opportunities::Kind;

/// A search box that leads to the list.
pub fn search_box(class: &str, label: &str, example: Option<&str>, locale: Locale, m: &Messages) -> Markup {
    html! {
        form class=(class) role="search" method="get" action=(Page::Opportunities.path(locale)) {
            label.search__label for="q" { (label) }
            div.search__row.u-anchor {
                input.search__input id="q" name="q" type="search" maxlength="200" placeholder=[example];
                button.button.search__button { (m.search) }
                (suggestions::place("q", m))
            }
            p.search__hint { (m.search_hint) }
        }
    }
}

/// The ways on from a page that does not exist.
pub fn lost(locale: Locale, m: &Messages) -> Markup {
    html! {
        p.dead-end__lead { (m.lost_lead) }
        (search_box("search dead-end__search", m.lost_search, None, locale, m))
        p.dead-end__actions {
            a.more href=(Page::Home.path(locale)) { (m.home) }
            a.more href=(Page::Opportunities.path(locale)) { (m.nav_opportunities) }
            a.more href=(Page::Resources.path(locale)) { (m.nav_settling) }
        }
    }
}

/// The ways on from an opportunity that is over.
pub fn gone(kind: Kind, title: &str, lang: Option<&str>, locale: Locale, m: &Messages) -> Markup {
    html! {
        p.dead-end__lead { strong lang=[lang] { (title) } }
        p.dead-end__lead { (m.gone_lead) }
        p.dead-end__actions {
            a.button href=(Page::Opportunities.with_query(locale, &format!("kind={kind}"))) { (words::kinds(kind, locale)) }
            a.more href=(Page::Opportunities.path(locale)) { (m.empty_all) }
        }
    }
}

/// The drawing beside them.
pub fn art(id: &str) -> Markup {
    drawing("dead-end__art", id)
}
