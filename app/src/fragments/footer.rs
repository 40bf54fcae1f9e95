//! The foot of every page.

use super::icon::drawing;
use crate::messages::Messages;
use crate::routes::Page;
use maud::{Markup, html};
use model::locale::Locale;

/// The foot.
pub fn footer(locale: Locale, m: &Messages) -> Markup {
    let list = |query: &str| Page::Opportunities.with_query(locale, query);
    let page = |page: Page| page.path(locale);
    let come = [
        (list("kind=job"), m.footer_jobs),
        (page(Page::Resources), m.footer_guides),
        (page(Page::Sectors), m.nav_sectors),
        (page(Page::Saved), m.nav_saved),
    ];
    let work = [
        (list("kind=investment&kind=partnership"), m.footer_partner),
        (list("kind=seat&kind=hosting"), m.footer_host),
        (list("kind=pilot"), m.footer_pilot),
        (page(Page::Interests), m.nav_requests),
        (page(Page::Follow), m.footer_follow),
        (page(Page::Vision), m.nav_vision),
    ];
    let site = [
        (page(Page::Accessibility), m.footer_accessibility),
        (page(Page::Privacy), m.footer_privacy),
        (page(Page::Legal), m.footer_legal),
        // The reference of the API is no page of the application: `column` marks it so.
        ("/api/docs/".to_owned(), m.footer_api),
    ];
    html! {
        div.footer__top { (drawing("roofline", "roofline")) }
        div.footer {
            div.wrap {
                div.footer__grid {
                    div {
                        p.brand.footer__brand { (drawing("brand__mark", "mark")) span { (m.site_name) } }
                        p.footer__say { (m.footer_say) }
                    }
                    (column("pied-1", m.footer_come, &come))
                    (column("pied-2", m.footer_work, &work))
                    (column("pied-3", m.footer_site, &site))
                }
                p.footer__base {
                    span { (m.footer_no_cookie) }
                    span { (m.footer_french_first) }
                    span { (m.footer_open) }
                }
            }
        }
    }
}

fn column(id: &str, title: &str, links: &[(String, &str)]) -> Markup {
    html! {
        nav aria-labelledby=(id) {
            h2.footer__title id=(id) { (title) }
            ul.footer__list {
                @for (href, name) in links {
                    li { a href=(href) rel=[(href.starts_with("/api") || Page::parse(href).is_some_and(|(_, page)| page.is_made())).then_some("external")] { (name) } }
                }
            }
        }
    }
}
