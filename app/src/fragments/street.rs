//! The street of eight doors.

use super::icon::{drawing, pictogram};
use crate::messages::words;
use crate::routes::Page;
use maud::{Markup, html};
use model::locale::Locale;
use model::opportunities::{Kind, OpportunityList};

/// The eight houses: kind, wall, roof.
const HOUSES: [(Kind, &str, &str); 8] = [
    (Kind::Job, "house house--stone", "roof-gable"),
    (Kind::Investment, "house house--copper", "roof-hip"),
    (Kind::Partnership, "house house--night", "roof-mansard"),
    (Kind::Seat, "house house--snow", "roof-lean"),
    (Kind::Hosting, "house house--stone", "roof-gambrel"),
    (Kind::Export, "house house--brick", "roof-gable"),
    (Kind::Culture, "house house--snow", "roof-mansard"),
    (Kind::Pilot, "house house--river", "roof-bell"),
];

/// The street, with what is open behind each door; before that is known, the doors alone.
pub fn street(list: Option<&OpportunityList>, locale: Locale) -> Markup {
    let counts = list.and_then(|list| list.facets.get("kind"));
    let count = |kind: Kind| counts.and_then(|counts| counts.iter().find(|value| value.value == kind.as_str())).map(|value| value.count);
    html! {
        ul.street {
            @for (kind, class, roof) in HOUSES {
                li class=(class) {
                    (drawing("house__roof", roof))
                    a.house__door href=(Page::Opportunities.with_query(locale, &format!("kind={kind}"))) {
                        (pictogram("pic", kind))
                        span.house__name { (words::kinds(kind, locale)) }
                        span.house__count { @if let Some(count) = count(kind) { (words::offers(kind, count, locale)) } }
                    }
                }
            }
        }
    }
}
