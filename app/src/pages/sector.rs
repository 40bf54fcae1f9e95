//! A sector: its figures with their sources, what is done here, with whom to work, what is open.

use crate::api::{self, Answers};
use crate::components::head::{Head, slugged};
use crate::components::loaded::{Loading, answers, loaded, move_to};
use crate::components::page_head::{PageHead, plain};
use crate::fragments::figure::figure;
use crate::fragments::item::results;
use crate::fragments::people::people;
use crate::fragments::{ask, block, foreign, prose, strip};
use crate::messages::Messages;
use crate::routes::Page;
use crate::{use_locale, use_messages};
use leptos::prelude::*;
use maud::{Markup, html};
use model::interests::{About, AboutNoun, InterestKind};
use model::locale::Locale;
use model::opportunities::OpportunityList;
use model::sectors::Sector;

/// How many opportunities are shown.
const OPEN: usize = 4;

fn load(locale: Locale, slug: String) -> Loading {
    Box::pin(async move {
        let sector = api::sector(locale, &slug).await;
        let Ok(known) = sector.read::<Sector>() else { return Answers(vec![sector]) };
        Answers(vec![sector, api::opportunities(locale, &format!("sector={}", known.key), OPEN).await])
    })
}

/// The page of a sector.
pub fn one(slug: String) -> AnyView {
    let locale = use_locale();
    loaded(answers(Signal::stored(slug.clone()), load), move |answers: &Answers| {
        let sector = answers.get(0)?.read::<Sector>()?;
        let open = answers.get(1)?.read::<OpportunityList>()?;
        if slug != sector.slug {
            move_to(Page::Sector(sector.slug.clone()).path(locale));
        }
        Ok(view! { <Known sector open/> }.into_any())
    })
}

#[component]
fn Known(sector: Sector, open: OpportunityList) -> impl IntoView {
    let locale = use_locale();
    let m = use_messages();
    let lang = foreign(sector.lang, locale);
    Head::new(&sector.title, &sector.summary, slugged(&sector.slugs, Page::Sector)).set();
    let behind = strip::behind(sector.behind, &Page::Sector(sector.slugs.fr.clone()).path(Locale::Fr), m);
    view! {
        {block("u-contents", behind)}
        <PageHead title=sector.title.clone() lead=plain(&sector.summary) between=Some((Page::Sectors, m.sectors_title)) here=None lang/>
        {block("u-contents", sections(&sector, &open, lang, locale, m))}
    }
}

fn sections(sector: &Sector, open: &OpportunityList, lang: Option<&str>, locale: Locale, m: &Messages) -> Markup {
    let list = Page::Opportunities.with_query(locale, &format!("sector={}", sector.key));
    let any_stale = sector.facts.iter().any(|fact| fact.stale) || sector.institutions.iter().any(|institution| institution.stale);
    html! {
        section.section.section--tight.section--copper aria-labelledby="chiffres" {
            div.wrap {
                div.section__head { h2 id="chiffres" { (m.sector_figures) } }
                @if sector.facts.is_empty() { p.unknown { (m.sector_no_figures) } }
                @else { div.figures.figures--4 { @for fact in &sector.facts { (figure(fact, false, true, m)) } } }
            }
        }
        div.wrap.section {
            div.spread {
                div {
                    section.block aria-labelledby="ici" {
                        h2.block__title id="ici" { (m.sector_about) }
                        (prose(&sector.body_html, lang))
                    }
                    @if !sector.institutions.is_empty() {
                        section.block aria-labelledby="gens" {
                            h2.block__title id="gens" { (m.sector_people) }
                            (people(&sector.institutions, m))
                        }
                    }
                }
                aside.stack aria-labelledby="suivre" {
                    h2 id="suivre" { (m.sector_next) }
                    p { (m.sector_next_text) }
                    @if open.total > 0 { p { a.button href=(list) { ((m.count)(open.total)) } } }
                    (ask(InterestKind::Company, &About { noun: AboutNoun::Sector, key: sector.key.clone() }, locale, m))
                    @if any_stale {
                        div.notice.notice--stale { h3.notice__title { (m.why_verify) } p { (m.why_verify_text) } }
                    }
                }
            }
        }
        section.section.section--ice aria-labelledby="ouvertes" {
            div.wrap {
                div.section__head { h2 id="ouvertes" { (m.sector_open) } }
                @if open.items.is_empty() {
                    div.empty { p { (m.sector_none) } p { a.more href=(Page::Opportunities.path(locale)) { (m.empty_all) } } }
                } @else {
                    (results("results results--plain", &open.items, open.today, false, locale, m))
                    p.u-mt { a.more href=(list) { ((m.home_all)(open.total)) } }
                }
            }
        }
    }
}
