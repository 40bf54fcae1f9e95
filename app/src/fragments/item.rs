//! An opportunity in a list.

use super::icon::pictogram;
use super::{foreign, or_unknown};
use crate::format::{self, Closing};
use crate::messages::{Messages, words};
use crate::routes::Page;
use maud::{Markup, PreEscaped, Render, html};
use model::dates::{Date, days_between};
use model::locale::Locale;
use model::opportunities::{Kind, OpportunityItem, Stated};

/// For how many days a posting is new.
const NEW: i64 = 7;
/// From how many days on a closing date is soon.
const SOON: i64 = 3;

/// A list of opportunities.
pub fn results(class: &str, items: &[OpportunityItem], today: Date, with_summary: bool, locale: Locale, m: &Messages) -> Markup {
    html! {
        ul class=(class) {
            @for item in items { li.result { (inside(item, today, with_summary, locale, m)) } }
        }
    }
}

/// What stands inside the item: what it does not state is said in words.
pub fn inside(item: &OpportunityItem, today: Date, with_summary: bool, locale: Locale, m: &Messages) -> Markup {
    let lang = foreign(item.title_lang, locale);
    let is_job = item.kind == Kind::Job;
    let permit = match item.sponsorship {
        Stated::Yes => Some(m.permit_yes),
        Stated::No => Some(m.permit_no),
        Stated::NotStated => None,
    };
    let pay = item.pay.as_ref().map(|pay| format::pay_with_period(locale, pay));
    let level = item.french.map(|level| format::uncapitalised(words::french(level, locale)));
    let mode = item.mode.map(|mode| format::uncapitalised(words::mode(mode, locale)));
    // The server escapes what it marks.
    let marked = item.highlights.as_ref();
    let title = marked.map_or_else(|| item.title.render(), |marked| PreEscaped(marked.title.clone()));
    let summary = marked.map_or_else(|| item.summary.render(), |marked| PreEscaped(marked.summary.clone()));
    html! {
        p.result__kind {
            (pictogram("pic pic--small", item.kind))
            span.result__kind-name { (words::kind(item.kind, locale)) }
        }
        div.result__body {
            h3.result__title {
                a.result__link lang=[lang] href=(Page::Opportunity(item.slug.clone()).path(locale)) { (title) }
            }
            p.result__by { (who_and_where(item, m)) }
            @if with_summary && !item.summary.is_empty() { p.result__text lang=[lang] { (summary) } }
            dl.result__facts {
                // A call that is no job has an amount or none; only a job leaves its pay unsaid.
                @if is_job || pay.is_some() { (fact(if is_job { m.pay } else { m.amount }, pay.as_deref(), m.not_stated)) }
                (fact(m.french, level.as_deref(), m.french_not_stated))
                @if is_job { (fact(m.permit, permit, m.not_stated)) }
                @if is_job || mode.is_some() { (fact(m.mode, mode.as_deref(), m.not_stated)) }
            }
        }
        div.result__side { (dates(item, today, locale, m)) }
    }
}

fn fact(name: &str, value: Option<&str>, unknown: &str) -> Markup {
    html! { div.result__fact { dt { (name) } dd { (or_unknown(value, unknown)) } } }
}

/// Who offers it, and where.
pub fn who_and_where(item: &OpportunityItem, m: &Messages) -> Markup {
    html! {
        @match &item.employer {
            Some(employer) => strong { (employer.name) },
            None => span.unknown { (m.employer_unknown) },
        }
        @if let Some(place) = &item.place { ", " (place.label) }
    }
}

/// When it closes, and the mark that goes with it.
fn dates(item: &OpportunityItem, today: Date, locale: Locale, m: &Messages) -> Markup {
    let closing = format::closing(item.closes, today);
    let when = match (closing, item.closes) {
        (Closing::Today, _) => m.closes_today.to_owned(),
        (Closing::Tomorrow, _) => m.closes_tomorrow.to_owned(),
        (_, Some(day)) => (m.closes_on)(&format::date_short(locale, day, today)),
        (_, None) => m.no_date.to_owned(),
    };
    let mark = match closing {
        Closing::Today => Some(("mark mark--soon", m.last_day)),
        Closing::Tomorrow => Some(("mark mark--soon", m.soon)),
        Closing::In(days) if days <= SOON => Some(("mark mark--soon", m.soon)),
        _ if item.origin.verify => Some(("mark mark--stale", m.verify_at_source)),
        _ if days_between(item.opens, today) < NEW => Some(("mark mark--new", m.new)),
        _ => None,
    };
    html! {
        p.result__date { (when) }
        @if let Closing::In(days) = closing { p { ((m.in_days)(days)) } }
        @if let Some((class, word)) = mark { p { span class=(class) { (word) } } }
    }
}
