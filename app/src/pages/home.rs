//! The home page: the street of eight doors, figures with their source, where to start, what is new, the sectors.

use crate::api::{self, ApiResult};
use crate::components::figure::{Figure, StaleMark};
use crate::components::head::{Head, fixed};
use crate::components::heading::Heading;
use crate::components::icon::{Drawing, Pictogram};
use crate::components::item::Item;
use crate::components::loaded::Loaded;
use crate::components::search::SearchBox;
use crate::messages::words;
use crate::routes::Page;
use crate::{use_locale, use_messages};
use leptos::prelude::*;
use model::facts::Fact;
use model::locale::Locale;
use model::opportunities::filters::{Filters, Sort};
use model::opportunities::{Audience, Kind, OpportunityList};
use model::sectors::SectorItem;
use serde::{Deserialize, Serialize};

/// The figures of the home page: what work pays, what a home costs, how easily work is found, why the city is known.
const FACTS: &[&str] = &["min_wage_2026", "rent_2br_avg_2025_10", "unemployment_cma_2026_01", "unesco_heritage_1985"];

/// How many opportunities are shown.
const NEWEST: usize = 4;

/// What the page is made of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct HomeData {
    newest: OpportunityList,
    facts: Vec<Fact>,
    sectors: Vec<SectorItem>,
}

async fn load(locale: Locale) -> ApiResult<HomeData> {
    let newest = Filters { sort: Some(Sort::Newest), ..Filters::default() };
    let (newest, facts, sectors) =
        futures::join!(api::opportunities(locale, &newest, NEWEST), api::facts(locale, FACTS), api::sectors(locale));
    Ok(HomeData { newest: newest?, facts: facts?.items, sectors: sectors?.items })
}

/// The home page.
#[component]
pub fn Home() -> impl IntoView {
    let locale = use_locale();
    let m = use_messages();
    let data = Resource::new(|| (), move |()| load(locale));
    view! {
        <Head title=m.home_title description=m.home_description pages=fixed(&Page::Home)/>
        <section class="hero" aria-labelledby="titre">
            <div class="wrap hero__body">
                <Heading class="hero__title" id="titre">
                    <span class="hero__line">{m.home_line_1}</span>
                    " "
                    <span class="hero__line">{m.home_line_2}</span>
                </Heading>
                <p class="hero__lead">{m.home_lead}</p>
                <SearchBox class="search hero__search" label=m.home_search_label example=Some(m.home_search_example)/>
            </div>
            <div class="hero__art">
                <picture>
                    <source media="(prefers-color-scheme: dark)" srcset="/images/hero-night.svg"/>
                    <img class="hero__picture" src="/images/hero.svg" width="3040" height="680" alt=m.hero_alt/>
                </picture>
            </div>
            <div class="hero__street">
                <div class="wrap">
                    <h2 class="u-hidden">{m.home_doors}</h2>
                    <Suspense fallback=move || view! { <Street counts=Vec::new()/> }>
                        {move || Suspend::new(async move {
                            let counts = data.await.map(|data| kinds(&data.newest)).unwrap_or_default();
                            view! { <Street counts/> }
                        })}
                    </Suspense>
                </div>
            </div>
        </section>
        <Loaded resource=data children=move |data: HomeData| view! { <Below data/> }.into_any()/>
    }
}

/// How many opportunities of each kind are open.
fn kinds(list: &OpportunityList) -> Vec<(Kind, u64)> {
    let counts = list.facets.get("kind").map(Vec::as_slice).unwrap_or_default();
    counts.iter().filter_map(|value| Kind::parse(&value.value).map(|kind| (kind, value.count))).collect()
}

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

#[component]
fn Street(counts: Vec<(Kind, u64)>) -> impl IntoView {
    let locale = use_locale();
    let door = move |(kind, class, roof): (Kind, &'static str, &'static str)| {
        let count = counts.iter().find(|(known, _)| *known == kind).map(|(_, count)| *count);
        view! {
            <li class=class>
                <Drawing class="house__roof" id=roof/>
                <a class="house__door" href=Page::Opportunities.with_query(locale, &format!("kind={kind}"))>
                    <Pictogram class="pic" kind/>
                    <span class="house__name">{words::kinds(kind, locale)}</span>
                    <span class="house__count">{count.map(|count| words::offers(kind, count, locale))}</span>
                </a>
            </li>
        }
    };
    view! { <ul class="street">{HOUSES.into_iter().map(door).collect_view()}</ul> }
}

#[component]
fn Below(data: HomeData) -> impl IntoView {
    let locale = use_locale();
    let m = use_messages();
    let HomeData { newest, facts, sectors } = data;
    let today = newest.today;
    view! {
        <section class="quay" aria-labelledby="faits">
            <div class="quay__scene" aria-hidden="true">
                <Drawing class="quay__ice" id="ice"/>
                <Drawing class="quay__ferry" id="ferry"/>
            </div>
            <div class="wrap section section--tight">
                <div class="section__head">
                    <h2 id="faits">{m.home_facts}</h2>
                    <p class="section__lead">{m.home_facts_lead}</p>
                </div>
                <div class="figures figures--4">{facts.into_iter().map(|fact| view! { <Figure fact/> }).collect_view()}</div>
            </div>
        </section>
        <section class="section" aria-labelledby="questions">
            <div class="wrap">
                <div class="section__head"><h2 id="questions">{m.home_start}</h2></div>
                <Asks/>
            </div>
        </section>
        <section class="section section--ice" aria-labelledby="dernieres">
            <div class="wrap">
                <div class="spread">
                    <div>
                        <div class="section__head"><h2 id="dernieres">{m.home_newest}</h2></div>
                        <ul class="results results--plain">
                            {newest.items.into_iter().map(|item| view! { <Item item today/> }).collect_view()}
                        </ul>
                        <p class="u-mt"><a class="more" href=Page::Opportunities.path(locale)>{(m.home_all)(newest.total)}</a></p>
                    </div>
                    <aside class="stack" aria-labelledby="vision">
                        <h2 id="vision">{m.home_promise}</h2>
                        <p>{m.home_promise_text} " " <span class="u-small u-muted">{m.home_promise_source}</span></p>
                        <p><a class="more" href=Page::Vision.path(locale)>{m.home_promise_link}</a></p>
                    </aside>
                </div>
            </div>
        </section>
        <section class="section section--copper" aria-labelledby="secteurs">
            <div class="wrap">
                <div class="section__head"><h2 id="secteurs">{m.home_sectors}</h2></div>
                <SectorLinks sectors/>
            </div>
        </section>
    }
}

/// Sectors with the one thing to know about each.
#[component]
pub fn SectorLinks(
    /// The sectors.
    sectors: Vec<SectorItem>,
) -> impl IntoView {
    let locale = use_locale();
    let m = use_messages();
    let one = move |sector: SectorItem| {
        let source = match &sector.fact {
            Some(fact) if fact.stale => view! { <StaleMark/> " " {fact.source.clone()} }.into_any(),
            Some(fact) => fact.source.clone().into_any(),
            None => view! { <span class="unknown">{m.unknown_figure}</span> }.into_any(),
        };
        view! {
            <li class="sector">
                <h3><a class="sector__link" href=Page::Sector(sector.slug).path(locale)>{sector.title}</a></h3>
                <p class="sector__fact">{sector.teaser}</p>
                <p class="sector__source">{source}</p>
            </li>
        }
    };
    view! { <ul class="sectors">{sectors.into_iter().map(one).collect_view()}</ul> }
}

/// A question a visitor comes with: who asks, the question, what they leave with, and where it leads.
type Ask = (String, &'static str, &'static str, String);

#[component]
fn Asks() -> impl IntoView {
    let locale = use_locale();
    let list = |query: &str| Page::Opportunities.with_query(locale, query);
    let guides = |audience: Audience| Page::Resources.with_query(locale, &format!("audience={audience}"));
    let asks: [Ask; 6] = match locale {
        Locale::Fr => [
            ("Travail, études, recherche".into(), "Y a-t-il une place pour moi, et puis-je venir?", "Des offres qui vous conviennent et des guides datés, de la première question aux premières années.", guides(Audience::Worker)),
            ("À deux".into(), "Et la personne qui m’accompagne?", "Les mêmes offres, les mêmes lieux, avec le français et l’horaire qui lui conviennent.", list("kind=job")),
            ("Entreprise".into(), "S’implanter, investir ou recruter ici?", "Les chiffres de chaque secteur, les mesures en vigueur et les appels ouverts.", guides(Audience::Company)),
            ("Organisation, congrès".into(), "Peut-on siéger ou se réunir à Québec?", "Des lieux, des appels ouverts et ce que la ville a déjà accueilli.", list("kind=seat&kind=hosting")),
            ("Autre ville".into(), "Qu’avez-vous essayé, et si on l’essayait ensemble?", "Des projets pilotes à mener à plusieurs villes.", list("kind=pilot")),
            ("Création, exportation".into(), "Qui peut m’aider à sortir d’ici?", "Des débouchés à l’étranger pour les entreprises, les écoles et les œuvres de la région.", list("kind=export&kind=culture")),
        ],
        Locale::En => [
            ("Work, study, research".into(), "Is there a place for me, and may I come?", "Postings that fit and dated guides, from the first question to the first years.", guides(Audience::Worker)),
            ("As a couple".into(), "And the person who comes with me?", "The same postings and places, with the French and the schedule that fit them.", list("kind=job")),
            ("Company".into(), "Set up, invest or recruit here?", "Each sector’s figures, the incentives in force and the open calls.", guides(Audience::Company)),
            ("Organization, congress".into(), "Can we sit or meet in Québec?", "Venues, open calls and what the city has already hosted.", list("kind=seat&kind=hosting")),
            ("Another city".into(), "What did you try, and shall we try it together?", "Pilot projects for several cities.", list("kind=pilot")),
            ("Creation, export".into(), "Who can help me go abroad?", "Openings abroad for the region’s companies, schools and works.", list("kind=export&kind=culture")),
        ],
    };
    view! {
        <ul class="asks">
            {asks
                .into_iter()
                .map(|(who, question, gain, href)| view! {
                    <li class="ask">
                        <p class="ask__who">{who}</p>
                        <h3 class="ask__question"><a class="ask__link" href=href>{question}</a></h3>
                        <p class="ask__gain">{gain}</p>
                    </li>
                })
                .collect_view()}
        </ul>
    }
}
