//! The kinds of request, and the way to one that was sent.

use crate::messages::interests::Requests;
use crate::routes::Page;
use maud::{Markup, html};
use model::interests::view::KindInfo;
use model::locale::Locale;

/// The list of kinds.
pub fn kinds(kinds: &[KindInfo], locale: Locale, r: &Requests) -> Markup {
    html! {
        h2 id="genres" { (r.kinds) }
        ul.kinds aria-labelledby="genres" {
            @for info in kinds {
                li.kind-row {
                    a.kind-row__link rel="external" href=(Page::Interest(info.kind).path(locale)) { (info.name) }
                    p.kind-row__lead { (info.lead) }
                    span.kind-row__days { ((r.days)(info.answer_days)) }
                }
            }
        }
    }
}

/// The way to a request that was sent; its page is made by the server alone.
pub fn follow(locale: Locale, r: &Requests) -> Markup {
    html! {
        h2.form__title { (r.follow_lead) }
        p { a.more rel="external" href=(Page::Follow.path(locale)) { (r.follow) } }
    }
}
