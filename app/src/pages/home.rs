//! The home page: the street of eight doors, figures with their source, where to start, what is new, the sectors.

use crate::api::{self, Answer, Answers};
use crate::components::head::{Head, fixed};
use crate::components::heading::Heading;
use crate::components::loaded::{Loading, always, answers, loaded};
use crate::fragments::asks::asks;
use crate::fragments::dead_end::search_box;
use crate::fragments::figure::figure;
use crate::fragments::icon::drawing;
use crate::fragments::item::results;
use crate::fragments::street::street;
use crate::fragments::{block, sectors};
use crate::messages::Messages;
use crate::routes::Page;
use crate::{use_locale, use_messages};
use leptos::prelude::*;
use maud::{Markup, html};
use model::facts::Fact;
use model::locale::Locale;
use model::opportunities::OpportunityList;
use model::page::Items;
use model::sectors::SectorItem;

/// The figures of the home page: what work pays, what a home costs, how easily work is found, why the city is known.
const FACTS: &[&str] = &["min_wage_2026", "rent_2br_avg_2025_10", "unemployment_cma_2026_01", "unesco_heritage_1985"];

/// How many opportunities are shown.
const NEWEST: usize = 4;

fn load(locale: Locale, _: String) -> Loading {
    Box::pin(async move {
        let (newest, facts, sectors) =
            futures::join!(api::opportunities(locale, "sort=newest", NEWEST), api::facts(locale, FACTS), api::sectors(locale));
        Answers(vec![newest, facts, sectors])
    })
}

/// The home page.
#[component]
pub fn Home() -> impl IntoView {
    let locale = use_locale();
    let m = use_messages();
    Head::new(m.home_title, m.home_description, fixed(&Page::Home)).set();
    let data = answers(always(), load);
    let doors = move |answers: &Answers| {
        let list = answers.get(0).and_then(Answer::read::<OpportunityList>).ok();
        block("u-contents", street(list.as_ref(), locale))
    };
    let below = loaded(data, move |answers: &Answers| {
        let (facts, sectors) = (answers.get(1)?.read::<Items<Fact>>()?.items, answers.get(2)?.read::<Items<SectorItem>>()?.items);
        let newest = answers.get(0)?.read::<OpportunityList>()?;
        Ok(block("u-contents", sections(&newest, &facts, &sectors, locale, m)))
    });
    view! {
        <section class="hero" aria-labelledby="titre">
            <div class="wrap hero__body">
                <Heading class="hero__title">
                    <span class="hero__line">{m.home_line_1}</span>
                    " "
                    <span class="hero__line">{m.home_line_2}</span>
                </Heading>
                <p class="hero__lead">{m.home_lead}</p>
                {block("u-contents", search_box("search hero__search", m.home_search_label, Some(m.home_search_example), locale, m))}
            </div>
            {block("hero__art", picture(m))}
            <div class="hero__street">
                <div class="wrap">
                    <h2 class="u-hidden">{m.home_doors}</h2>
                    <Suspense fallback=move || block("u-contents", street(None, locale))>
                        {move || Suspend::new(async move { doors(&data.await) })}
                    </Suspense>
                </div>
            </div>
        </section>
        {below}
    }
}

fn picture(m: &Messages) -> Markup {
    html! {
        picture {
            source media="(prefers-color-scheme: dark)" srcset="/images/hero-night.svg";
            img.hero__picture src="/images/hero.svg" width="3040" height="680" alt=(m.hero_alt);
        }
    }
}

fn sections(newest: &OpportunityList, facts: &[Fact], all: &[SectorItem], locale: Locale, m: &Messages) -> Markup {
    html! {
        section.quay aria-labelledby="faits" {
            div.quay__scene aria-hidden="true" { (drawing("quay__ice", "ice")) (drawing("quay__ferry", "ferry")) }
            div.wrap.section.section--tight {
                div.section__head { h2 id="faits" { (m.home_facts) } p.section__lead { (m.home_facts_lead) } }
                div.figures.figures--4 { @for fact in facts { (figure(fact, false, false, m)) } }
            }
        }
        section.section aria-labelledby="questions" {
            div.wrap { div.section__head { h2 id="questions" { (m.home_start) } } (asks(locale)) }
        }
        section.section.section--ice aria-labelledby="dernieres" {
            div.wrap {
                div.spread {
                    div {
                        div.section__head { h2 id="dernieres" { (m.home_newest) } }
                        (results("results results--plain", &newest.items, newest.today, false, locale, m))
                        p.u-mt { a.more href=(Page::Opportunities.path(locale)) { ((m.home_all)(newest.total)) } }
                    }
                    aside.stack aria-labelledby="vision" {
                        h2 id="vision" { (m.home_promise) }
                        p { (m.home_promise_text) " " span.u-small.u-muted { (m.home_promise_source) } }
                        p { a.more href=(Page::Vision.path(locale)) { (m.home_promise_link) } }
                    }
                }
            }
        }
        section.section.section--copper aria-labelledby="secteurs" {
            div.wrap { div.section__head { h2 id="secteurs" { (m.home_sectors) } } (sectors::sectors(all, 3, locale, m)) }
        }
    }
}
