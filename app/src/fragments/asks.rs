//! The questions visitors come with, in their words.

use crate::routes::Page;
use maud::{Markup, html};
use model::locale::Locale;
use model::opportunities::Audience;

/// Who asks, the question, what they leave with, where it leads.
type Ask = (&'static str, &'static str, &'static str, String);

/// The questions.
pub fn asks(locale: Locale) -> Markup {
    html! {
        ul.asks {
            @for (who, question, gain, href) in questions(locale) {
                li.ask {
                    p.ask__who { (who) }
                    h3.ask__question { a.ask__link href=(href) { (question) } }
                    p.ask__gain { (gain) }
                }
            }
        }
    }
}

fn questions(locale: Locale) -> [Ask; 6] {
    let list = |query: &str| Page::Opportunities.with_query(locale, query);
    let guides = |audience: Audience| Page::Resources.with_query(locale, &format!("audience={audience}"));
    match locale {
        Locale::Fr => [
            (
                "Travail, études, recherche",
                "Y a-t-il une place pour moi, et puis-je venir?",
                "Des offres qui vous conviennent et des guides datés, de la première question aux premières années.",
                guides(Audience::Worker),
            ),
            (
                "À deux",
                "Et la personne qui m’accompagne?",
                "Les mêmes offres, les mêmes lieux, avec le français et l’horaire qui lui conviennent.",
                list("kind=job"),
            ),
            (
                "Entreprise",
                "S’implanter, investir ou recruter ici?",
                "Les chiffres de chaque secteur, les mesures en vigueur et les appels ouverts.",
                guides(Audience::Company),
            ),
            (
                "Organisation, congrès",
                "Peut-on siéger ou se réunir à Québec?",
                "Des lieux, des appels ouverts et ce que la ville a déjà accueilli.",
                list("kind=seat&kind=hosting"),
            ),
            (
                "Autre ville",
                "Qu’avez-vous essayé, et si on l’essayait ensemble?",
                "Des projets pilotes à mener à plusieurs villes.",
                list("kind=pilot"),
            ),
            (
                "Création, exportation",
                "Qui peut m’aider à sortir d’ici?",
                "Des débouchés à l’étranger pour les entreprises, les écoles et les œuvres de la région.",
                list("kind=export&kind=culture"),
            ),
        ],
        Locale::En => [
            (
                "Work, study, research",
                "Is there a place for me, and may I come?",
                "Postings that fit and dated guides, from the first question to the first years.",
                guides(Audience::Worker),
            ),
            (
                "As a couple",
                "And the person who comes with me?",
                "The same postings and places, with the French and the schedule that fit them.",
                list("kind=job"),
            ),
            (
                "Company",
                "Set up, invest or recruit here?",
                "Each sector’s figures, the incentives in force and the open calls.",
                guides(Audience::Company),
            ),
            (
                "Organization, congress",
                "Can we sit or meet in Québec?",
                "Venues, open calls and what the city has already hosted.",
                list("kind=seat&kind=hosting"),
            ),
            ("Another city", "What did you try, and shall we try it together?", "Pilot projects for several cities.", list("kind=pilot")),
            (
                "Creation, export",
                "Who can help me go abroad?",
                "Openings abroad for the region’s companies, schools and works.",
                list("kind=export&kind=culture"),
            ),
        ],
    }
}
