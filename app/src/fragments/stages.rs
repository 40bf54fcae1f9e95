//! Guides by stage.

use super::figure::stale_mark;
use super::foreign;
use crate::format;
use crate::messages::{Messages, words};
use crate::routes::Page;
use maud::{Markup, html};
use model::locale::Locale;
use model::opportunities::Audience;
use model::resources::{ResourceItem, Stage};

/// The guides of each stage, for everyone or for one audience.
pub fn stages(guides: &[ResourceItem], audience: Option<Audience>, locale: Locale, m: &Messages) -> Markup {
    let of = |stage: Stage| -> Vec<&ResourceItem> {
        let is_for = |guide: &ResourceItem| audience.is_none_or(|wanted| guide.audience.contains(&wanted));
        guides.iter().filter(|guide| guide.stage == stage && is_for(guide)).collect()
    };
    html! {
        ol.stages {
            @for stage in Stage::GUIDES.iter().copied() {
                li.stage {
                    div.stage__head {
                        h2.stage__title { (words::stage(stage, locale)) }
                        p.stage__when { (words::stage_when(stage, locale)) }
                    }
                    @let shown = of(stage);
                    @if shown.is_empty() { p.u-muted { (m.guides_none) } }
                    @else { ul.stage__list { @for item in shown { (guide(item, locale, m)) } } }
                }
            }
        }
    }
}

fn guide(guide: &ResourceItem, locale: Locale, m: &Messages) -> Markup {
    let lang = foreign(guide.lang, locale);
    html! {
        li.stage__item {
            h3.stage__name { a.stage__link lang=[lang] href=(Page::Resource(guide.slug.clone()).path(locale)) { (guide.title) } }
            p.stage__text lang=[lang] { (guide.summary) }
            p.stage__note {
                @if guide.stale { (stale_mark(m)) " " }
                ((m.verified_on)(&format::date_long(locale, guide.checked)))
            }
        }
    }
}

/// The choice of an audience, as links.
pub fn audiences(chosen: Option<Audience>, locale: Locale, m: &Messages) -> Markup {
    let choices = std::iter::once(None).chain(Audience::ALL.iter().copied().map(Some));
    html! {
        ul.chips {
            @for choice in choices {
                @let query = choice.map_or_else(String::new, |audience| format!("audience={audience}"));
                li {
                    a.chip.chip--choice href=(Page::Resources.with_query(locale, &query)) aria-current=[(choice == chosen).then_some("true")] {
                        (choice.map_or(m.guides_all, |audience| words::audience(audience, locale)))
                    }
                }
            }
        }
    }
}
