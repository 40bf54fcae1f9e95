//! An opportunity: all its facts, the unknown ones said as unknown; or the page that says it is over.

use crate::api::{self, Answers};
use crate::components::head::{Head, slugged};
use crate::components::loaded::{Loading, answers, loaded, move_to, set_status};
use crate::components::page_head::PageHead;
use crate::components::save::SaveButton;
use crate::components::share::Share;
use crate::fragments::icon::drawing;
use crate::fragments::item::{results, who_and_where};
use crate::fragments::panel::Posting;
use crate::fragments::{block, dead_end, foreign, prose, strip};
use crate::messages::{Messages, words};
use crate::pages::not_found::dead_end_page;
use crate::routes::Page;
use crate::{use_locale, use_messages, use_site};
use leptos::prelude::*;
use maud::{Markup, html};
use model::dates::Date;
use model::locale::Locale;
use model::opportunities::{GoneOpportunity, OpportunityDetail, OpportunityItem};

fn load(locale: Locale, slug: String) -> Loading {
    Box::pin(async move { Answers(vec![api::opportunity(locale, &slug).await]) })
}

/// The page of an opportunity.
pub fn one(slug: String) -> AnyView {
    let locale = use_locale();
    loaded(answers(Signal::stored(slug.clone()), load), move |answers: &Answers| {
        let answer = answers.get(0)?;
        if let Some(gone) = answer.gone() {
            return Ok(over(&gone));
        }
        let (item, detail) = (answer.read::<OpportunityItem>()?, answer.read::<OpportunityDetail>()?);
        let proper = detail.slugs.get(locale).0.clone();
        if slug != proper {
            move_to(Page::Opportunity(proper).path(locale));
        }
        Ok(view! { <Open item detail/> }.into_any())
    })
}

#[component]
fn Open(item: OpportunityItem, detail: OpportunityDetail) -> impl IntoView {
    let locale = use_locale();
    let m = use_messages();
    let lang = foreign(item.title_lang, locale);
    let url = format!("{}{}", use_site().public_url, Page::Opportunity(item.slug.clone()).path(locale));
    let kind = words::kind(item.kind, locale);
    let description = if item.summary.is_empty() { format!("{kind}{} {}", m.colon, item.title) } else { item.summary.clone() };
    let head = Head::new(&item.title, &description, slugged(&detail.slugs, Page::Opportunity));
    Head { no_index: item.sample, json_ld: detail.json_ld.clone(), ..head }.set();
    let posting = Posting { item: &item, detail: &detail, locale, m };
    let behind = strip::behind(detail.behind, &Page::Opportunity(detail.slugs.fr.clone()).path(Locale::Fr), m);
    view! {
        {block("u-contents", behind)}
        <PageHead
            title=item.title.clone()
            lead=who_and_where(&item, m).into_string()
            between=Some((Page::Opportunities, m.list_title))
            here=Some(kind)
            lang
            kind="head--house"
        />
        <div class="wrap section section--tight">
            <div class="spread">
                <aside class="panel panel--house" aria-labelledby="essentiel">
                    {block("panel__part", html! { (drawing("panel__roof", "roof-panel")) h2.panel__title id="essentiel" { (m.essentials) } (posting.first()) })}
                    <div class="panel__actions">
                        {block("u-contents", posting.door())}
                        <SaveButton item=(&item).into()/>
                    </div>
                    {block("panel__part", posting.rest())}
                </aside>
                <article class="posting">
                    {block("u-contents", text(&posting, lang))}
                    <Share title=item.title.clone() url/>
                </article>
            </div>
        </div>
        {block("u-contents", similar(m.similar, &detail.similar, detail.today, locale, m))}
    }
}

/// The text of a posting and what goes with it.
fn text(posting: &Posting<'_>, lang: Option<&str>) -> Markup {
    let Posting { item, detail, m, .. } = posting;
    html! {
        (posting.warning())
        @if has_own_summary(item, detail) { section.block { p.lede lang=[lang] { (item.summary) } } }
        section.block {
            h2.u-hidden { (m.description) }
            @if detail.body_html.is_empty() { p { span.unknown { (m.no_description) } } } @else { (prose(&detail.body_html, lang)) }
        }
        (posting.way())
        section.block { (posting.employer()) (posting.ask()) }
    }
}

/// Whether the summary was written, and is not the beginning of the text.
fn has_own_summary(item: &OpportunityItem, detail: &OpportunityDetail) -> bool {
    let beginning: String = item.summary.chars().take(40).collect();
    !beginning.is_empty() && !detail.body_html.contains(&beginning)
}

fn similar(title: &str, items: &[OpportunityItem], today: Date, locale: Locale, m: &Messages) -> Markup {
    html! {
        @if !items.is_empty() {
            section.section.section--ice aria-labelledby="semblables" {
                div.wrap {
                    div.section__head { h2 id="semblables" { (title) } }
                    (results("results results--plain", items, today, false, locale, m))
                }
            }
        }
    }
}

/// The 410 page: what it was, and a way on.
fn over(gone: &GoneOpportunity) -> AnyView {
    set_status(410);
    let locale = use_locale();
    let m = use_messages();
    let title = match gone.reason.as_str() {
        "filled" => m.gone_filled,
        "withdrawn" => m.gone_withdrawn,
        _ => m.gone_closed,
    };
    let ways = dead_end::gone(gone.kind, &gone.title, foreign(gone.title_lang, locale), locale, m);
    view! {
        {dead_end_page(m.gone_state, title, ways, "art-gone")}
        {block("u-contents", similar(m.similar_open, &gone.similar, gone.today, locale, m))}
    }
    .into_any()
}
