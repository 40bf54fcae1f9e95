//! A fact: its figure, what it says, and where it comes from.

use super::icon::icon;
use super::linked;
use crate::format;
use crate::messages::Messages;
use maud::{Markup, html};
use model::facts::{Fact, Standing};

/// The mark of what must be verified.
pub fn stale_mark(m: &Messages) -> Markup {
    html! { span.mark.mark--stale { (icon("clock")) (m.to_verify) } }
}

/// A fact as a figure; small in a margin, and there with its caution.
pub fn figure(fact: &Fact, small: bool, with_note: bool, m: &Messages) -> Markup {
    html! {
        div.figure.figure--small[small].figure--stale[fact.stale] {
            p.figure__value { (fact.value) }
            p.figure__label { (fact.label) }
            p.figure__source {
                @if fact.stale { (stale_mark(m)) " " }
                (linked(&fact.source, fact.url.as_deref()))
                @if fact.standing == Standing::SecondHand { " (" (m.source_second_hand) ")" }
                ". " (format::capitalised(&fact.period)) "."
                @if let Some(note) = fact.note.as_deref().filter(|_| with_note) { br; (note) }
            }
        }
    }
}
