//! The facts of a posting, those it does not state said as unknown.

use super::ask;
use super::icon::icon;
use super::or_unknown;
use crate::format::{self, Closing};
use crate::messages::{Messages, words};
use crate::routes::Page;
use maud::{Markup, html};
use model::dates::Date;
use model::interests::{About, AboutNoun, InterestKind};
use model::locale::Locale;
use model::opportunities::{Apply, French, Kind, OpportunityDetail, OpportunityItem, OtherLanguage, Stated};

/// A posting and the language it is shown in.
pub struct Posting<'a> {
    /// What lists show.
    pub item: &'a OpportunityItem,
    /// What its page adds.
    pub detail: &'a OpportunityDetail,
    /// The language of the page.
    pub locale: Locale,
    /// Its texts.
    pub m: &'static Messages,
}

impl Posting<'_> {
    /// Pay and closing date: what a reader looks for first.
    pub fn first(&self) -> Markup {
        let Self { item, locale, m, .. } = *self;
        html! {
            dl.specs {
                @let is_job = item.kind == Kind::Job;
                @if is_job || item.pay.is_some() {
                    (spec(if is_job { m.pay } else { m.amount }, html! {
                        @match &item.pay {
                            Some(pay) => {
                                span.spec__value { (format::pay(locale, pay)) }
                                span.spec__note { (words::period(pay.period, locale)) }
                            },
                            None => span.unknown { (m.not_stated) },
                        }
                    }))
                }
                (spec(m.closing_date, closes(item.closes, self.detail.today, locale, m)))
            }
        }
    }

    /// The door: how to answer.
    pub fn door(&self) -> Markup {
        let Self { item, detail, m, .. } = *self;
        let word = match detail.apply {
            _ if item.origin.verify => m.apply_at_source,
            _ if item.kind == Kind::Job => m.apply,
            Some(Apply::Email(_)) => m.apply_by_mail,
            _ => m.answer,
        };
        html! {
            @match &detail.apply {
                Some(Apply::Url(url)) => a.button.button--wide href=(url) rel="external noopener" { (word) " " (icon("external")) },
                Some(Apply::Email(email)) => a.button.button--wide href={ "mailto:" (email) } rel="external" { (word) " " (icon("mail")) },
                None => {},
            }
        }
    }

    /// The other facts.
    pub fn rest(&self) -> Markup {
        let Self { item, detail, locale, m } = *self;
        let is_job = item.kind == Kind::Job;
        let mode = item.mode.map(|mode| words::mode(mode, locale));
        let schedule = schedule(item, locale, m);
        html! {
            dl.specs {
                (spec(m.french_level, level(item.french, locale, m)))
                @if let Some(other) = &detail.other_language { (spec(m.other_language, other_language(other, locale, m))) }
                @if is_job {
                    (spec(m.work_permit, or_unknown(stated(item.sponsorship, m.offered, m.not_offered), m.not_stated)))
                    (spec(m.relocation, or_unknown(stated(detail.relocation, m.offered_f, m.not_offered_f), m.not_stated_f)))
                }
                @if is_job || mode.is_some() { (spec(m.work_mode, or_unknown(mode, m.not_stated))) }
                @if is_job || schedule.is_some() { (spec(m.schedule, or_unknown(schedule.as_deref(), m.not_stated))) }
                (spec(m.place, or_unknown(item.place.as_ref().map(|place| place.label.as_str()), m.not_stated)))
                @if let Some(openings) = detail.openings { (spec(m.openings, html! { (openings) })) }
                @if let Some(noc) = &detail.noc { (spec(m.noc, html! { abbr title=(m.noc_full) { (m.noc_abbr) } " " (noc) })) }
            }
            p.u-small.u-muted.panel__foot { (foot(detail.apply.as_ref(), m)) }
            p.u-small.u-muted {
                (m.posted_on) " " (format::date_long(locale, item.opens)) " · " (m.number) "\u{a0}" span.u-nowrap { (item.id) }
            }
        }
    }

    /// Who offers it.
    pub fn employer(&self) -> Markup {
        let Self { item, detail, locale, m } = *self;
        html! {
            h2.block__title { (if item.kind == Kind::Job { m.employer } else { m.host }) }
            div.prose {
                @match &item.employer {
                    Some(employer) => {
                        p { strong { (employer.name) } @if let Some(about) = &detail.employer_description { ". " (about) } }
                        p { a href=(Page::Opportunities.with_query(locale, &format!("employer={}", employer.key))) { ((m.others_of)(&employer.name)) } }
                    },
                    None => p { (m.employer_unknown_why) },
                }
            }
        }
    }

    /// Which guides say how to come, for a job.
    pub fn way(&self) -> Markup {
        let Self { item, locale, m, .. } = *self;
        html! {
            @if item.kind == Kind::Job {
                section.block aria-labelledby="venir" {
                    h2.block__title id="venir" { (m.come_with_job) }
                    div.prose { p { (m.come_with_job_text) } }
                    p.u-mt { a.more href=(Page::Resources.with_query(locale, "audience=worker")) { (m.come_with_job_link) } }
                }
            }
        }
    }

    /// The way to write to the office about it.
    pub fn ask(&self) -> Markup {
        let kind = match self.item.kind {
            Kind::Job => InterestKind::Talent,
            Kind::Investment | Kind::Partnership => InterestKind::Company,
            Kind::Seat => InterestKind::Organization,
            Kind::Hosting => InterestKind::Event,
            Kind::Export | Kind::Culture => InterestKind::Region,
            Kind::Pilot => InterestKind::City,
        };
        ask(kind, &About { noun: AboutNoun::Opportunity, key: self.item.id.clone() }, self.locale, self.m)
    }

    /// The warning on a posting of a late feed.
    pub fn warning(&self) -> Markup {
        let m = self.m;
        html! {
            @if self.item.origin.verify {
                section.block { div.notice.notice--stale { p.notice__title { (m.verify_at_source) } p { (m.verify_at_source_text) } } }
            }
        }
    }
}

fn spec(name: &str, value: Markup) -> Markup {
    html! { div.spec { dt { (name) } dd { (value) } } }
}

fn closes(closes: Option<Date>, today: Date, locale: Locale, m: &Messages) -> Markup {
    let remaining = match format::closing(closes, today) {
        Closing::Never => String::new(),
        Closing::Today => format::uncapitalised(m.last_day),
        Closing::Tomorrow => format::uncapitalised(m.closes_tomorrow),
        Closing::In(days) => (m.in_days)(days),
    };
    html! {
        @match closes {
            Some(day) => {
                time datetime=(day) { (format::date_long(locale, day)) }
                span.spec__note { (remaining) ", " (m.local_time) }
            },
            None => (m.no_date),
        }
    }
}

fn schedule(item: &OpportunityItem, locale: Locale, m: &Messages) -> Option<String> {
    let word = item.schedule.map(|schedule| words::schedule(schedule, locale).to_owned());
    let hours = item.hours_per_week.map(|hours| (m.hours_per_week)(&format::hours(locale, hours)));
    let parts: Vec<String> = word.into_iter().chain(hours).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn stated<'a>(stated: Stated, yes: &'a str, no: &'a str) -> Option<&'a str> {
    match stated {
        Stated::Yes => Some(yes),
        Stated::No => Some(no),
        Stated::NotStated => None,
    }
}

/// A level of French, on its scale.
fn level(level: Option<French>, locale: Locale, m: &Messages) -> Markup {
    const SCALE: [French; 3] = [French::Beginner, French::Intermediate, French::Advanced];
    html! {
        @match level {
            None => span.unknown { (m.not_stated) },
            Some(level) => {
                (words::french(level, locale))
                span.scale aria-hidden="true" { @for step in SCALE { span.scale__step.scale__step--on[step <= level] {} } }
                span.spec__note { (SCALE.map(|step| format::uncapitalised(words::french(step, locale))).join(", ")) }
            },
        }
    }
}

fn other_language(other: &OtherLanguage, locale: Locale, m: &Messages) -> Markup {
    html! {
        (words::language(&other.language, locale))
        span.spec__note {
            @match &other.reason {
                Some(reason) => { (m.other_language_why) (reason) },
                None => (m.other_language_no_reason),
            }
        }
    }
}

fn foot<'a>(apply: Option<&Apply>, m: &'a Messages) -> &'a str {
    match apply {
        Some(Apply::Url(_)) => m.apply_foot,
        Some(Apply::Email(_)) => m.apply_foot_mail,
        None => m.apply_unknown,
    }
}
