//! Invented postings in any number, for benches and rehearsals: what a region's postings look like, and nothing real.
//!
//! The same seed makes the same postings. Occupations follow a Zipf law over the lexicon, the common ones first; employers and
//! places too. Titles are written as people write them: both genders, one, inclusive, with a detail or without. Three in five have an
//! English title. Every employer is visibly fictitious, and every summary says that the posting is invented.

use crate::search::lexicon::{Concept, Lexicon, Sort};
use fastrand::Rng;
use model::dates::Date;
use model::locale::Locale;
use model::money::{Cents, Pay, PayPeriod};
use model::opportunities::record::{EmployerName, PlaceName, Record, Texts};
use model::opportunities::{Audience, French, Kind, Mode, Schedule, Stated};
use std::sync::Arc;

/// The keys of the common occupations of the region, the most frequent first.
const COMMON: &str = include_str!("../lexicon/common.txt");

/// Whether an occupation is one of the common ones.
pub fn is_common(key: &str) -> bool {
    COMMON.lines().any(|known| known == key)
}

/// Where postings are, the most frequent first: a city and a borough.
const PLACES: &[(&str, &str)] = &[
    ("Québec", "La Cité-Limoilou"),
    ("Québec", "Sainte-Foy–Sillery–Cap-Rouge"),
    ("Lévis", ""),
    ("Québec", "Les Rivières"),
    ("Québec", "Charlesbourg"),
    ("Québec", "Beauport"),
    ("Québec", "La Haute-Saint-Charles"),
    ("L’Ancienne-Lorette", ""),
    ("Saint-Augustin-de-Desmaures", ""),
    ("Saint-Raymond", ""),
    ("Baie-Saint-Paul", ""),
    ("Donnacona", ""),
];

const SECTORS: &[&str] = &[
    "life_sciences",
    "digital_ai",
    "insurance_finance",
    "tourism_events",
    "advanced_manufacturing",
    "green_building_wood",
    "culture_literature",
    "food_nutrition",
    "optics_photonics",
    "games_immersive",
    "geospatial",
    "defence_security",
];

/// What follows a title, in both languages.
const DETAILS: &[(&str, &str)] = &[
    ("temps plein", "full time"),
    ("de soir", "evenings"),
    ("de nuit", "nights"),
    ("remplacement d’un an", "one-year replacement"),
    ("poste permanent", "permanent position"),
    ("fin de semaine", "weekends"),
    ("niveau intermédiaire", "intermediate level"),
    ("équipe volante", "float team"),
    ("chantier de la Haute-Ville", "Upper Town site"),
    ("stage", "internship"),
];

const HOUSES: &[&str] =
    &["Atelier", "Maison", "Groupe", "Laboratoire", "Clinique", "Coopérative", "Studio", "Service", "Institut", "Comptoir"];
const NAMES: &[&str] = &[
    "du Grand Héron",
    "des Trois Quais",
    "de la Pruche",
    "du Bas-Courant",
    "des Bancs de neige",
    "du Petit Pôle",
    "de l’Éperlan",
    "du Cap inventé",
    "des Quatre Vents",
    "de la Lanterne",
];

/// How postings begin, go on and end.
const OPENINGS: &[(&str, &str)] = &[
    ("Vous rejoindrez une équipe de {n} personnes, près du fleuve.", "You will join a team of {n} people near the river."),
    ("L’équipe compte {n} personnes et accueille quelqu’un de plus.", "The team has {n} people and welcomes one more."),
    (
        "Un poste au sein d’un groupe de {n}, avec un accompagnement pendant les premiers mois.",
        "A position in a group of {n}, with support during the first months.",
    ),
    ("Nous cherchons une personne pour compléter une équipe de {n}.", "We are looking for someone to complete a team of {n}."),
];
const ENDINGS: &[(&str, &str)] = &[
    ("Horaire stable, vacances dès la première année.", "Stable schedule, holidays from the first year."),
    ("Déplacements rares; stationnement et vélo.", "Little travel; parking and bicycles."),
    ("Formation payée et assurance collective.", "Paid training and group insurance."),
    ("Le matériel est fourni.", "Equipment is provided."),
];

/// A law by which the first come often and the last seldom.
struct Zipf {
    /// The share of each and of all before it, up to one.
    up_to: Vec<f64>,
}

impl Zipf {
    fn new(count: usize, exponent: f64) -> Self {
        let mut sum = 0.0;
        let mut up_to: Vec<f64> = (1..=count.max(1))
            .map(|rank| {
                sum += 1.0 / (rank as f64).powf(exponent);
                sum
            })
            .collect();
        up_to.iter_mut().for_each(|share| *share /= sum);
        Self { up_to }
    }

    fn draw(&self, rng: &mut Rng) -> usize {
        let at = rng.f64();
        self.up_to.partition_point(|share| *share < at).min(self.up_to.len() - 1)
    }
}

/// Makes postings, without end.
pub struct Generator {
    rng: Rng,
    lexicon: Arc<Lexicon>,
    /// Occupations by rank, as places among the concepts.
    occupations: Vec<usize>,
    /// Skills and fields, as places among the concepts.
    skills: Vec<usize>,
    by_occupation: Zipf,
    by_place: Zipf,
    by_employer: Zipf,
    by_skill: Zipf,
    by_sector: Zipf,
    today: Date,
    made: u64,
}

/// A posting and what it is about.
pub struct Generated {
    /// The posting.
    pub record: Record,
    /// The key of its occupation.
    pub occupation: String,
}

impl Generator {
    /// Postings as they would stand on a day; about `count` of them tell how many employers there are.
    pub fn new(seed: u64, count: u64, today: Date) -> Self {
        let lexicon = Lexicon::ours();
        let mut rng = Rng::with_seed(seed);
        let common: Vec<usize> = COMMON.lines().filter_map(|key| lexicon.occupation(key.trim())).collect();
        let of_sort = |sort| lexicon.concepts().iter().enumerate().filter(move |(_, concept)| concept.sort == sort).map(|(at, _)| at);
        let mut rest: Vec<usize> = of_sort(Sort::Occupation).filter(|at| !common.contains(at)).collect();
        rng.shuffle(&mut rest);
        let mut skills: Vec<usize> = of_sort(Sort::Field).collect();
        rng.shuffle(&mut skills);
        let occupations: Vec<usize> = common.into_iter().chain(rest).collect();
        let employers = (count / 40).clamp(20, 20_000) as usize;
        Self {
            by_occupation: Zipf::new(occupations.len(), 1.0),
            by_place: Zipf::new(PLACES.len(), 1.0),
            by_employer: Zipf::new(employers, 0.8),
            by_skill: Zipf::new(skills.len(), 0.9),
            by_sector: Zipf::new(SECTORS.len(), 0.7),
            rng,
            lexicon,
            occupations,
            skills,
            today,
            made: 0,
        }
    }

    fn pick<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.rng.usize(..all.len())]
    }

    fn chance(&mut self, percent: u32) -> bool {
        self.rng.u32(..100) < percent
    }

    /// The next posting.
    pub fn make(&mut self) -> Generated {
        self.made += 1;
        let occupation = self.occupations[self.by_occupation.draw(&mut self.rng)];
        let lexicon = self.lexicon.clone();
        let concept = &lexicon.concepts()[occupation];
        let kind = if self.chance(92) { Kind::Job } else { self.pick(&Kind::ALL[1..]) };
        let mut record = Record::new(format!("g{}", self.made), kind);
        record.title = self.title(concept);
        let has_english = record.title.en.is_some();
        record.summary.fr =
            Some(format!("Offre inventée. {}", capital(concept.names[Locale::Fr as usize].first().map_or("", String::as_str))));
        record.body = self.body(has_english);
        if has_english {
            record.summary.en = Some("Invented posting.".to_owned());
        }
        let employer = self.by_employer.draw(&mut self.rng);
        record.employer = Some(EmployerName { key: None, name: employer_name(employer) });
        let sectors = self.rng.usize(..3);
        for _ in 0..sectors {
            let sector = SECTORS[self.by_sector.draw(&mut self.rng)].to_owned();
            if !record.sectors.contains(&sector) {
                record.sectors.push(sector);
            }
        }
        record.audience = vec![if self.chance(85) { Audience::Worker } else { self.pick(Audience::ALL) }];
        if self.chance(90) {
            let (city, borough) = PLACES[self.by_place.draw(&mut self.rng)];
            let borough = (!borough.is_empty()).then(|| borough.to_owned());
            record.place = Some(PlaceName { city: Some(city.to_owned()), borough, remote: false });
        }
        record.mode = self.chance(70).then(|| self.pick(Mode::ALL));
        record.schedule = self.chance(80).then(|| self.pick(Schedule::ALL));
        record.french = self.chance(60).then(|| self.pick(French::ALL));
        record.sponsorship = self.pick(Stated::ALL);
        if self.chance(65) {
            let base = 36_000 + (occupation as i64 * 7_919) % 70_000;
            let least = base + self.rng.i64(0..9) * 1_000;
            let cents = |units: i64| Some(Cents(units * 100));
            record.pay = Some(Pay { min: cents(least), max: cents(least + 8_000), period: PayPeriod::Year, currency: "CAD".to_owned() });
        }
        // Most are recent; a tenth opens only later; a tenth never closes.
        let age = self.rng.i64(0..90).min(self.rng.i64(0..90));
        record.opens = self.today.plus_days(if self.chance(3) { self.rng.i64(1..10) } else { -age });
        let closes = self.chance(90).then(|| self.rng.i64(0..75)).and_then(|days| self.today.plus_days(days));
        record.closes = closes.map(|closes| record.opens.map_or(closes, |opens| closes.max(opens)));
        record.noc.clone_from(&concept.noc);
        Generated { record, occupation: concept.key.clone() }
    }

    fn title(&mut self, concept: &Concept) -> Texts {
        let [fr, en] = &concept.names;
        let masculine = fr.first().cloned().unwrap_or_default();
        let feminine = concept.feminine.clone();
        // One in five has another of its names.
        let other = |rng: &mut Rng, names: &[String], skip: usize| {
            names.get(skip..).filter(|rest| !rest.is_empty()).map(|rest| rest[rng.usize(..rest.len())].clone())
        };
        let is_other = self.chance(20);
        let skip = 1 + usize::from(feminine.is_some());
        let mut title = match (is_other.then(|| other(&mut self.rng, fr, skip)).flatten(), feminine) {
            (Some(name), _) => capital(&name),
            (None, None) => capital(&masculine),
            (None, Some(feminine)) => match self.rng.u32(..6) {
                0 => capital(&masculine),
                1 => capital(&feminine),
                2 => format!("{} (H/F)", capital(&masculine)),
                3 => format!("{} / {masculine}", capital(&feminine)),
                _ => format!("{} ou {masculine}", capital(&feminine)),
            },
        };
        let mut english = self.chance(60).then(|| {
            let name = if is_other { other(&mut self.rng, en, 1) } else { None };
            capital(&name.or_else(|| en.first().cloned()).unwrap_or_default())
        });
        if self.chance(45) {
            let (detail, in_english) = self.pick(DETAILS);
            title = format!("{title}, {detail}");
            english = english.map(|english| format!("{english}, {in_english}"));
        }
        Texts { fr: Some(title), en: english }
    }

    fn body(&mut self, has_english: bool) -> Texts {
        let lexicon = self.lexicon.clone();
        let (opening, ending, size) = (self.pick(OPENINGS), self.pick(ENDINGS), self.rng.u32(3..60).to_string());
        let skills: Vec<usize> = (0..self.rng.usize(3..7)).map(|_| self.skills[self.by_skill.draw(&mut self.rng)]).collect();
        let write = |lang: Locale, opening: &str, tasks: &str, ending: &str| {
            let names = skills.iter().filter_map(|skill| lexicon.concepts()[*skill].names[lang as usize].first());
            let list: String = names.map(|name| format!("- {name}\n")).collect();
            format!("{}\n\n## {tasks}\n\n{list}\n{ending}", opening.replace("{n}", &size))
        };
        Texts {
            fr: Some(write(Locale::Fr, opening.0, "Au programme", ending.0)),
            en: has_english.then(|| write(Locale::En, opening.1, "What you will do", ending.1)),
        }
    }
}

impl Iterator for Generator {
    type Item = Generated;

    fn next(&mut self) -> Option<Generated> {
        Some(self.make())
    }
}

/// A name that nobody has.
fn employer_name(number: usize) -> String {
    format!("{} {} {number} (exemple)", HOUSES[number % HOUSES.len()], NAMES[number / HOUSES.len() % NAMES.len()])
}

fn capital(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some(seed: u64) -> Vec<Generated> {
        Generator::new(seed, 1_000, Date::new(2026, 11, 24).expect("a day")).take(1_000).collect()
    }

    #[test]
    fn the_same_seed_makes_the_same_postings_and_another_others() {
        let titles = |seed| some(seed).into_iter().map(|made| made.record).collect::<Vec<_>>();
        assert_eq!(titles(7), titles(7));
        assert_ne!(titles(7), titles(8));
    }

    #[test]
    fn what_is_made_is_a_posting_that_says_it_is_invented() {
        let mut first = 0;
        for made in some(1) {
            assert_eq!(made.record.check(), [], "{:?}", made.record.title);
            assert!(made.record.employer.as_ref().is_some_and(|employer| employer.name.contains("(exemple)")));
            assert!(made.record.summary.fr.as_ref().is_some_and(|summary| summary.starts_with("Offre inventée")));
            first += usize::from(Some(made.occupation.as_str()) == COMMON.lines().next());
        }
        assert!((30..250).contains(&first), "the most common occupation is common: {first} of 1000");
    }

    #[test]
    fn every_common_occupation_is_one() {
        let lexicon = Lexicon::ours();
        for key in COMMON.lines() {
            assert!(lexicon.occupation(key).is_some(), "{key}");
        }
    }
}
