//! What is suggested under a field, while one types.

use crate::format;
use crate::messages::Messages;
use maud::{Markup, html};
use model::locale::Locale;
use model::suggestions::Suggestion;

/// The place where suggestions of a field are shown; empty until the program fills it.
pub fn place(field: &str, m: &Messages) -> Markup {
    html! { ul.suggestions id={ (field) "-list" } role="listbox" aria-label=(m.suggestions) hidden; }
}

/// Suggestions as the options of a list box.
pub fn options(field: &str, items: &[Suggestion], locale: Locale, m: &Messages) -> Markup {
    html! {
        @for (at, item) in items.iter().enumerate() {
            li.suggestion id={ (field) "-" (at) } role="option" aria-selected="false" data-name=(item.parameter) data-value=(item.value) {
                span.suggestion__label {
                    (item.label)
                    @if let Some(matched) = &item.matched { " " span.suggestion__matched { "(" (matched) ")" } }
                }
                span.u-hidden { ", " }
                span.suggestion__sort { (sort(&item.parameter, m)) }
                span.suggestion__count {
                    span.u-hidden { ", " }
                    (format::number(locale, item.count))
                    span.u-hidden { (m.facet_results) }
                }
            }
        }
    }
}

fn sort(parameter: &str, m: &Messages) -> &'static str {
    match parameter {
        "sector" => m.facet_sector,
        "place" => m.facet_place,
        "employer" => m.facet_employer,
        _ => m.suggests_occupation,
    }
}
