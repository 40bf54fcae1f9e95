//! Sectors with the one thing to know about each.

use super::figure::stale_mark;
use crate::messages::Messages;
use crate::routes::Page;
use maud::{Markup, html};
use model::locale::Locale;
use model::sectors::SectorItem;

/// The list of sectors. `level` is that of their titles, 2 or 3.
pub fn sectors(sectors: &[SectorItem], level: u8, locale: Locale, m: &Messages) -> Markup {
    let link = |sector: &SectorItem| html! { a.sector__link href=(Page::Sector(sector.slug.clone()).path(locale)) { (sector.title) } };
    html! {
        ul.sectors {
            @for sector in sectors {
                li.sector {
                    @if level == 2 { h2.sector__name { (link(sector)) } } @else { h3.sector__name { (link(sector)) } }
                    p.sector__fact { (sector.teaser) }
                    p.sector__source {
                        @match &sector.fact {
                            Some(fact) => { @if fact.stale { (stale_mark(m)) " " } (fact.source) },
                            None => span.unknown { (m.unknown_figure) },
                        }
                    }
                }
            }
        }
    }
}
