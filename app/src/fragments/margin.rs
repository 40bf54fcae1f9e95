//! The margin of a text: when it was verified, its figures, its sources.

use super::figure::{figure, stale_mark};
use super::linked;
use crate::format;
use crate::messages::Messages;
use maud::{Markup, html};
use model::facts::Standing;
use model::locale::Locale;
use model::resources::{Resource, Source};

/// The margin.
pub fn margin(text: &Resource, locale: Locale, m: &Messages) -> Markup {
    html! {
        div.verified {
            p {
                @if text.stale { (stale_mark(m)) " " }
                span.verified__date { ((m.verified_on)(&format::date_long(locale, text.checked))) }
            }
            p { ((m.review_before)(&format::date_long(locale, text.review))) }
        }
        @if !text.facts.is_empty() {
            section {
                h2.margin__title { (m.in_figures) }
                div.margin__figures { @for fact in &text.facts { (figure(fact, true, true, m)) } }
            }
        }
        @if !text.sources.is_empty() {
            section {
                h2.margin__title { (m.sources) }
                ol.sources { @for item in &text.sources { (source(item, m)) } }
            }
        }
    }
}

fn source(source: &Source, m: &Messages) -> Markup {
    let year = source.year.map(|year| year.to_string());
    let how = match source.standing {
        Standing::Seen => None,
        Standing::SecondHand => Some(m.source_second_hand.to_owned()),
        Standing::ToVerify => Some(format::uncapitalised(m.to_verify)),
    };
    let note = year.into_iter().chain(how).collect::<Vec<_>>().join(", ");
    html! { li.source { (linked(&source.title, source.url.as_deref())) " " span.source__note { (note) } } }
}
