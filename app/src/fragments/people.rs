//! Institutions to work with.

use super::figure::stale_mark;
use super::linked;
use crate::messages::Messages;
use maud::{Markup, html};
use model::facts::Standing;
use model::sectors::Institution;

/// The list of institutions, each with its source.
pub fn people(institutions: &[Institution], m: &Messages) -> Markup {
    html! {
        ul.people {
            @for institution in institutions {
                li.person {
                    h3.person__name { (institution.name) }
                    div {
                        p { (institution.text) }
                        p.person__source {
                            @if institution.stale { (stale_mark(m)) " " }
                            (linked(&institution.source, institution.url.as_deref()))
                            @if institution.standing == Standing::SecondHand { " (" (m.source_second_hand) ")" }
                        }
                    }
                }
            }
        }
    }
}
