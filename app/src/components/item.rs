//! An opportunity in a list.

use crate::components::icon::Pictogram;
use crate::components::prose::foreign;
use crate::components::unknown::OrUnknown;
use crate::format::{self, Closing};
use crate::messages::words;
use crate::routes::Page;
use crate::{use_locale, use_messages};
use leptos::prelude::*;
use model::dates::{Date, days_between};
use model::locale::Locale;
use model::opportunities::{Kind, OpportunityItem, Stated};

/// For how many days a posting is new.
const NEW: i64 = 7;
/// From how many days on a closing date is soon.
const SOON: i64 = 3;

/// An item of a list, with what it does not state said in words.
#[component]
pub fn Item(
    /// The opportunity.
    item: OpportunityItem,
    /// Today, as the server saw it.
    today: Date,
    /// With its summary.
    #[prop(optional)]
    with_summary: bool,
    /// What comes below its dates.
    #[prop(optional)]
    more: Option<AnyView>,
) -> impl IntoView {
    let locale = use_locale();
    let m = use_messages();
    let lang = foreign(item.title_lang, locale).map(Locale::tag);
    let by = by_line(&item);
    let summary = (with_summary && !item.summary.is_empty()).then(|| view! { <p class="result__text" lang=lang>{item.summary.clone()}</p> });
    let permit = match item.sponsorship {
        Stated::Yes => Some(m.permit_yes.to_owned()),
        Stated::No => Some(m.permit_no.to_owned()),
        Stated::NotStated => None,
    };
    let is_job = item.kind == Kind::Job;
    view! {
        <li class="result">
            <p class="result__kind">
                <Pictogram class="pic pic--small" kind=item.kind/>
                <span class="result__kind-name">{words::kind(item.kind, locale)}</span>
            </p>
            <div class="result__body">
                <h3 class="result__title">
                    <a class="result__link" lang=lang href=Page::Opportunity(item.slug.clone()).path(locale)>{item.title.clone()}</a>
                </h3>
                <p class="result__by">{by}</p>
                {summary}
                <dl class="result__facts">
                    <div class="result__fact">
                        <dt>{m.pay}</dt>
                        <dd><OrUnknown value=item.pay.as_ref().map(|pay| format::pay_with_period(locale, pay)) words=m.not_stated/></dd>
                    </div>
                    <div class="result__fact">
                        <dt>{m.french}</dt>
                        <dd><OrUnknown value=item.french.map(|level| words::french(level, locale).to_lowercase()) words=m.french_not_stated/></dd>
                    </div>
                    {is_job.then(|| view! {
                        <div class="result__fact"><dt>{m.permit}</dt><dd><OrUnknown value=permit words=m.not_stated/></dd></div>
                    })}
                    {(is_job || item.mode.is_some()).then(|| view! {
                        <div class="result__fact">
                            <dt>{m.mode}</dt>
                            <dd><OrUnknown value=item.mode.map(|mode| words::mode(mode, locale).to_lowercase()) words=m.not_stated/></dd>
                        </div>
                    })}
                </dl>
            </div>
            <div class="result__side">
                {dates(&item, today)}
                {more}
            </div>
        </li>
    }
}

/// Who offers it, and where.
fn by_line(item: &OpportunityItem) -> impl IntoView + use<> {
    let m = use_messages();
    let place = item.place.as_ref().map(|place| place.label.clone());
    let employer = match item.employer.clone() {
        Some(employer) => view! { <strong>{employer.name}</strong> }.into_any(),
        None => view! { <span class="unknown">{m.employer_unknown}</span> }.into_any(),
    };
    (employer, place.map(|place| format!(", {place}")))
}

/// When it closes, and the marks that go with it.
fn dates(item: &OpportunityItem, today: Date) -> impl IntoView + use<> {
    let locale = use_locale();
    let m = use_messages();
    let closing = format::closing(item.closes, today);
    let when = match (closing, item.closes) {
        (Closing::Today, _) => m.closes_today.to_owned(),
        (Closing::Tomorrow, _) => m.closes_tomorrow.to_owned(),
        (_, Some(day)) => (m.closes_on)(&format::date_short(locale, day, today)),
        (_, None) => m.no_date.to_owned(),
    };
    let how_long = match closing {
        Closing::In(days) => Some((m.in_days)(days)),
        _ => None,
    };
    let mark = match closing {
        Closing::Today => Some(("mark mark--soon", m.last_day)),
        Closing::Tomorrow => Some(("mark mark--soon", m.soon)),
        Closing::In(days) if days <= SOON => Some(("mark mark--soon", m.soon)),
        _ if item.origin.verify => Some(("mark mark--stale", m.verify_at_source)),
        _ if days_between(item.opens, today) < NEW => Some(("mark mark--new", m.new)),
        _ => None,
    };
    view! {
        <p class="result__date">{when}</p>
        {how_long.map(|how_long| view! { <p>{how_long}</p> })}
        {mark.map(|(class, word)| view! { <p><span class=class>{word}</span></p> })}
    }
}
