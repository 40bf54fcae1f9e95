//! An opportunity: all its facts, the unknown ones said as unknown; or the page that says it is over.

use crate::api::{self, ApiError, ApiResult};
use crate::components::crumbs::Crumbs;
use crate::components::head::{Head, slugged};
use crate::components::heading::Heading;
use crate::components::icon::{Drawing, Icon};
use crate::components::item::Item;
use crate::components::json_ld::JsonLd;
use crate::components::loaded::{Loaded, move_to, set_status};
use crate::components::prose::{Prose, foreign};
use crate::components::save::SaveButton;
use crate::components::share::Share;
use crate::components::unknown::OrUnknown;
use crate::format::{self, Closing};
use crate::messages::words;
use crate::routes::Page;
use crate::{use_locale, use_messages, use_site};
use leptos::prelude::*;
use leptos_meta::{Meta, Title};
use leptos_router::hooks::use_params_map;
use model::dates::Date;
use model::locale::Locale;
use model::opportunities::{Apply, French, GoneOpportunity, Kind, OpportunityDetail, OpportunityItem, Stated};
use serde::{Deserialize, Serialize};

/// What the page is about: one that is open, or one that is over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Found {
    Open(Box<(OpportunityItem, OpportunityDetail)>),
    Over(Box<GoneOpportunity>),
}

async fn load(locale: Locale, slug: String) -> ApiResult<Found> {
    match api::opportunity(locale, &slug).await {
        Ok(opportunity) => Ok(Found::Open(Box::new(opportunity))),
        Err(ApiError::Gone(gone)) => Ok(Found::Over(gone)),
        Err(error) => Err(error),
    }
}

/// An opportunity, whole.
#[derive(Clone)]
struct Opportunity {
    item: OpportunityItem,
    detail: OpportunityDetail,
}

/// The page of an opportunity.
#[component]
pub fn One() -> impl IntoView {
    let locale = use_locale();
    let params = use_params_map();
    let slug = Memo::new(move |_| params.read().get("slug").unwrap_or_default());
    let found = Resource::new(move || slug.get(), move |slug| load(locale, slug));
    let show = move |found: Found| match found {
        Found::Open(open) => {
            let (item, detail) = *open;
            let proper = detail.slugs.get(locale).0.clone();
            if slug.get_untracked() != proper {
                move_to(Page::Opportunity(proper).path(locale));
            }
            view! { <Open opportunity=Opportunity { item, detail }/> }.into_any()
        }
        Found::Over(gone) => view! { <Over gone=*gone/> }.into_any(),
    };
    view! { <Loaded resource=found children=show/> }
}

#[component]
fn Open(opportunity: Opportunity) -> impl IntoView {
    let locale = use_locale();
    let m = use_messages();
    let site = use_site();
    let item = opportunity.item.clone();
    let lang = foreign(item.title_lang, locale);
    let url = format!("{}{}", site.public_url, Page::Opportunity(item.slug.clone()).path(locale));
    let title = item.title.clone();
    let by = who_and_where(&item);
    let kind = words::kind(item.kind, locale);
    let list = (Page::Opportunities, m.list_title);
    let description = if item.summary.is_empty() { format!("{kind} : {}", item.title) } else { item.summary.clone() };
    let behind = opportunity.detail.behind.map(|behind| {
        let french = Page::Opportunity(opportunity.detail.slugs.fr.clone()).path(Locale::Fr);
        view! { <Behind follows=behind.follows current=behind.current french/> }
    });
    let summary = (!item.summary.is_empty() && opportunity.detail.body_html.is_empty() || has_own_summary(&opportunity))
        .then(|| view! { <section class="block"><p class="lede" lang=lang.map(Locale::tag)>{item.summary.clone()}</p></section> });
    let body = if opportunity.detail.body_html.is_empty() {
        view! { <p class="unknown">{m.no_description}</p> }.into_any()
    } else {
        view! { <Prose html=opportunity.detail.body_html.clone() lang/> }.into_any()
    };
    let is_job = item.kind == Kind::Job;
    let guides = Page::Resources.with_query(locale, "audience=worker");
    let similar = opportunity.detail.similar.clone();
    let today = opportunity.detail.today;
    view! {
        <Head title=item.title.clone() description pages=slugged(&opportunity.detail.slugs, Page::Opportunity) no_index=item.sample/>
        {opportunity.detail.json_ld.clone().map(|data| view! { <JsonLd data/> })}
        {behind}
        <div class="head head--house">
            <div class="wrap head__body">
                <Crumbs between=vec![list] here=kind/>
                <Heading class="head__title head__title--long" lang=lang.map(Locale::tag)>{title}</Heading>
                <p class="head__lead">{by}</p>
            </div>
        </div>
        <div class="wrap section section--tight">
            <div class="spread">
                <Panel opportunity=opportunity.clone()/>
                <article class="posting">
                    {item.origin.verify.then(|| view! {
                        <section class="block">
                            <div class="notice notice--stale">
                                <p class="notice__title">{m.verify_at_source}</p>
                                <p>{m.verify_at_source_text}</p>
                            </div>
                        </section>
                    })}
                    {summary}
                    <section class="block">
                        <h2 class="u-hidden">{m.description}</h2>
                        {body}
                    </section>
                    {is_job.then(|| view! {
                        <section class="block" aria-labelledby="venir">
                            <h2 class="block__title" id="venir">{m.come_with_job}</h2>
                            <div class="prose"><p>{m.come_with_job_text}</p></div>
                            <p class="u-mt"><a class="more" href=guides>{m.come_with_job_link}</a></p>
                        </section>
                    })}
                    <Employer opportunity=opportunity.clone()/>
                    <Share title=item.title.clone() url/>
                </article>
            </div>
        </div>
        {(!similar.is_empty()).then(|| view! { <Similar title=m.similar items=similar today/> })}
    }
}

/// Whether the summary is one that was written, not the beginning of the text.
fn has_own_summary(opportunity: &Opportunity) -> bool {
    let summary = opportunity.item.summary.trim_end_matches('…');
    // The first words of the text stand in its HTML too; a written summary seldom does.
    !summary.is_empty() && !opportunity.detail.body_html.contains(summary.get(..summary.len().min(40)).unwrap_or(summary))
}

/// The strip of a translation that is behind its French text.
#[component]
pub fn Behind(
    /// The French revision it follows.
    follows: i64,
    /// The one in force.
    current: i64,
    /// The path of the French page.
    french: String,
) -> impl IntoView {
    let m = use_messages();
    view! {
        <aside class="behind">
            <div class="wrap">
                <p class="behind__text">{(m.behind)(follows, current)} " " <a href=french hreflang="fr-CA">{m.behind_link}</a></p>
            </div>
        </aside>
    }
}

fn who_and_where(item: &OpportunityItem) -> impl IntoView + use<> {
    let m = use_messages();
    let employer = match item.employer.clone() {
        Some(employer) => view! { <strong>{employer.name}</strong> }.into_any(),
        None => view! { <span class="unknown">{m.employer_unknown}</span> }.into_any(),
    };
    (employer, item.place.clone().map(|place| view! { ", " <span class="u-nowrap">{place.label}</span> }))
}

/// The facts of the posting, under its roof, with the door: apply, save.
#[component]
fn Panel(opportunity: Opportunity) -> impl IntoView {
    let locale = use_locale();
    let m = use_messages();
    let item = opportunity.item.clone();
    let today = opportunity.detail.today;
    let is_job = item.kind == Kind::Job;
    let pay = match &item.pay {
        Some(pay) => view! {
            <span class="spec__value">{format::pay(locale, pay)}</span>
            <span class="spec__note">{words::period(pay.period, locale)}</span>
        }
        .into_any(),
        None => view! { <span class="unknown">{m.not_stated}</span> }.into_any(),
    };
    let closes = match item.closes {
        Some(day) => view! {
            <time datetime=day.to_string()>{format::date_long(locale, day)}</time>
            <span class="spec__note">{remaining(format::closing(Some(day), today))} ", " {m.local_time}</span>
        }
        .into_any(),
        None => m.no_date.into_any(),
    };
    let schedule = match (item.schedule, item.hours_per_week) {
        (None, None) => None,
        (schedule, hours) => {
            let words = schedule.map(|schedule| words::schedule(schedule, locale).to_owned());
            let hours = hours.map(|hours| (m.hours_per_week)(&format::hours(locale, hours)));
            Some(words.into_iter().chain(hours).collect::<Vec<_>>().join(", "))
        }
    };
    let sponsorship = stated(item.sponsorship, m.offered, m.not_offered);
    let relocation = stated(opportunity.detail.relocation, m.offered_f, m.not_offered_f);
    let place = item.place.as_ref().map(|place| place.label.clone());
    view! {
        <aside class="panel panel--house" aria-labelledby="essentiel">
            <Drawing class="panel__roof" id="roof-panel"/>
            <h2 class="panel__title" id="essentiel">{m.essentials}</h2>
            <dl class="specs">
                <div class="spec"><dt>{m.pay}</dt><dd>{pay}</dd></div>
                <div class="spec"><dt>{m.closing_date}</dt><dd>{closes}</dd></div>
            </dl>
            <div class="panel__actions">
                <ApplyButton opportunity=opportunity.clone()/>
                <SaveButton item=(&item).into()/>
            </div>
            <dl class="specs">
                <div class="spec"><dt>{m.french_level}</dt><dd><Level level=item.french/></dd></div>
                {opportunity.detail.other_language.clone().map(|other| {
                    let why = other.reason.map_or_else(|| m.other_language_no_reason.to_owned(), |reason| format!("{}{reason}", m.other_language_why));
                    view! {
                        <div class="spec">
                            <dt>{m.other_language}</dt>
                            <dd>{words::language(&other.language, locale)}<span class="spec__note">{why}</span></dd>
                        </div>
                    }
                })}
                {is_job.then(|| view! {
                    <div class="spec"><dt>{m.work_permit}</dt><dd><OrUnknown value=sponsorship words=m.not_stated/></dd></div>
                    <div class="spec"><dt>{m.relocation}</dt><dd><OrUnknown value=relocation words=m.not_stated_f/></dd></div>
                })}
                {(is_job || item.mode.is_some()).then(|| view! {
                    <div class="spec">
                        <dt>{m.work_mode}</dt>
                        <dd><OrUnknown value=item.mode.map(|mode| words::mode(mode, locale).to_owned()) words=m.not_stated/></dd>
                    </div>
                })}
                {(is_job || schedule.is_some()).then(|| view! {
                    <div class="spec"><dt>{m.schedule}</dt><dd><OrUnknown value=schedule words=m.not_stated/></dd></div>
                })}
                <div class="spec"><dt>{m.place}</dt><dd><OrUnknown value=place words=m.not_stated/></dd></div>
                {opportunity.detail.openings.map(|openings| view! { <div class="spec"><dt>{m.openings}</dt><dd>{openings}</dd></div> })}
                {opportunity.detail.noc.clone().map(|noc| view! {
                    <div class="spec"><dt>{m.noc}</dt><dd><abbr title=m.noc_full>{m.noc_abbr}</abbr> " " {noc}</dd></div>
                })}
            </dl>
            <p class="u-small u-muted panel__foot">{foot(&opportunity)}</p>
            <p class="u-small u-muted">
                {m.posted_on} " " {format::date_long(locale, item.opens)} " · " {m.number} "\u{a0}" <span class="u-nowrap">{item.id}</span>
            </p>
        </aside>
    }
}

fn stated(stated: Stated, yes: &str, no: &str) -> Option<String> {
    match stated {
        Stated::Yes => Some(yes.to_owned()),
        Stated::No => Some(no.to_owned()),
        Stated::NotStated => None,
    }
}

fn remaining(closing: Closing) -> String {
    let m = use_messages();
    match closing {
        Closing::Never => String::new(),
        Closing::Today => m.last_day.to_lowercase(),
        Closing::Tomorrow => m.closes_tomorrow.to_lowercase(),
        Closing::In(days) => (m.in_days)(days),
    }
}

fn foot(opportunity: &Opportunity) -> &'static str {
    let m = use_messages();
    match opportunity.detail.apply {
        Some(Apply::Url(_)) => m.apply_foot,
        Some(Apply::Email(_)) => m.apply_foot_mail,
        None => m.apply_unknown,
    }
}

#[component]
fn ApplyButton(opportunity: Opportunity) -> impl IntoView {
    let m = use_messages();
    let word = if opportunity.item.origin.verify {
        m.apply_at_source
    } else if opportunity.item.kind == Kind::Job {
        m.apply
    } else if matches!(opportunity.detail.apply, Some(Apply::Email(_))) {
        m.apply_by_mail
    } else {
        m.answer
    };
    let (href, icon) = match opportunity.detail.apply {
        Some(Apply::Url(url)) => (url, "external"),
        Some(Apply::Email(email)) => (format!("mailto:{email}"), "mail"),
        None => return ().into_any(),
    };
    view! { <a class="button button--wide" href=href rel="external noopener">{word} " " <Icon name=icon/></a> }.into_any()
}

/// A level of French, on its scale.
#[component]
fn Level(level: Option<French>) -> impl IntoView {
    let locale = use_locale();
    let m = use_messages();
    let Some(level) = level else { return view! { <span class="unknown">{m.not_stated}</span> }.into_any() };
    let scale = French::ALL.iter().copied().filter(|known| *known != French::None);
    let steps = scale.clone().map(|step| view! { <span class="scale__step" class:scale__step--on=step <= level></span> }).collect_view();
    let names: Vec<&str> = scale.map(|step| words::french(step, locale)).collect();
    view! {
        {words::french(level, locale)}
        <span class="scale" aria-hidden="true">{steps}</span>
        <span class="spec__note">{names.join(", ").to_lowercase()}</span>
    }
    .into_any()
}

#[component]
fn Employer(opportunity: Opportunity) -> impl IntoView {
    let locale = use_locale();
    let m = use_messages();
    let title = if opportunity.item.kind == Kind::Job { m.employer } else { m.host };
    let about = match opportunity.item.employer.clone() {
        Some(employer) => {
            let others = Page::Opportunities.with_query(locale, &format!("employer={}", employer.key));
            view! {
                <p><strong>{employer.name.clone()}</strong>{opportunity.detail.employer_description.clone().map(|about| format!(". {about}"))}</p>
                <p><a href=others>{(m.others_of)(&employer.name)}</a></p>
            }
            .into_any()
        }
        None => view! { <p>{m.employer_unknown_why}</p> }.into_any(),
    };
    view! { <section class="block"><h2 class="block__title">{title}</h2><div class="prose">{about}</div></section> }
}

#[component]
fn Similar(title: &'static str, items: Vec<OpportunityItem>, today: Date) -> impl IntoView {
    view! {
        <section class="section section--ice" aria-labelledby="semblables">
            <div class="wrap">
                <div class="section__head"><h2 id="semblables">{title}</h2></div>
                <ul class="results results--plain">{items.into_iter().map(|item| view! { <Item item today/> }).collect_view()}</ul>
            </div>
        </section>
    }
}

/// The 410 page: what it was, and a way on.
#[component]
fn Over(gone: GoneOpportunity) -> impl IntoView {
    set_status(410);
    let locale = use_locale();
    let m = use_messages();
    let title = match gone.reason.as_str() {
        "filled" => m.gone_filled,
        "withdrawn" => m.gone_withdrawn,
        _ => m.gone_closed,
    };
    let others = Page::Opportunities.with_query(locale, &format!("kind={}", gone.kind));
    let lang = foreign(gone.title_lang, locale).map(Locale::tag);
    view! {
        <Title text=format!("{title} · {}", m.site_name)/>
        <Meta name="robots" content="noindex"/>
        <section class="dead-end">
            <div class="wrap dead-end__body">
                <div class="dead-end__text">
                    <p class="dead-end__state">{m.gone_state}</p>
                    <Heading class="dead-end__title">{title}</Heading>
                    <p class="dead-end__lead" lang=lang>{(m.gone_lead)(&gone.title)}</p>
                    <p class="dead-end__actions">
                        <a class="button" href=others>{words::kinds(gone.kind, locale)}</a>
                        <a class="more" href=Page::Opportunities.path(locale)>{m.empty_all}</a>
                    </p>
                </div>
                <Drawing class="dead-end__art" id="art-gone"/>
            </div>
        </section>
        {(!gone.similar.is_empty()).then(|| view! { <Similar title=m.similar_open items=gone.similar today=gone.today/> })}
    }
}
