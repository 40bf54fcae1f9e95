//! The strips at the top of a page: samples, a translation that is behind.

use crate::messages::Messages;
use maud::{Markup, html};
use model::locale::Behind;

/// Says that the opportunities are invented.
pub fn sample(m: &Messages) -> Markup {
    html! { div.wrap { p.sample__text { strong { (m.sample_word) } " " (m.sample_text) } } }
}

/// Says that a translation follows an older French text, and where the French text is.
pub fn behind(behind: Option<Behind>, french: &str, m: &Messages) -> Markup {
    html! {
        @if let Some(behind) = behind {
            aside.behind {
                div.wrap {
                    p.behind__text {
                        ((m.behind)(behind.follows, behind.current)) " "
                        a href=(french) hreflang="fr-CA" { (m.behind_link) }
                    }
                }
            }
        }
    }
}
