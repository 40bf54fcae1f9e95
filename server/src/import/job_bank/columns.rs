//! The headers of the Job Bank's file in both languages, and the industries that are one of our sectors.

use crate::import::text::fold;
use model::locale::Locale;

/// Our key of a column, its English headers, its French headers; all folded.
pub const COLUMNS: &[(&str, &[&str], &[&str])] = &[
    ("id", &["wic job location snapshot id", "job location snapshot id"], &["id wic lieu emploi"]),
    ("title", &["job title"], &["appellation d emploi"]),
    ("posted", &["first posting date"], &["date initiale affichage de l offre d emploi"]),
    ("noc", &["noc21 code", "noc 2021 code", "noc 21 code"], &["code cnp 2021", "code cnp21"]),
    ("vacancies", &["vacancy count"], &["nombre de postes vacants"]),
    ("naics", &["naics"], &["scian" /* guess */]),
    ("province", &["province territory"], &["provinces territoires", "province territoire"]),
    ("city", &["city"], &["ville"]),
    ("region", &["economic region"], &["region economique" /* guess */]),
    ("type", &["employment type"], &["type d emploi", "genre d emploi" /* guesses */]),
    ("term", &["employment term"], &["duree de l emploi", "duree d emploi", "conditions d emploi", "modalite d emploi" /* guesses */]),
    (
        "telework",
        &["employment term telework"],
        &["conditions d emploi teletravail", "duree de l emploi teletravail", "teletravail" /* guesses */],
    ),
    ("per", &["salary per"], &["salaire par", "salaire periode", "periode de salaire" /* guesses */]),
    ("detail", &[], &["detail remuneration"]),
    ("minimum", &["salary minimum"], &["salaire minimum"]),
    ("maximum", &["salary maximum"], &["salaire maximum"]),
    ("hours_per", &["hours per"], &["heures par" /* guess */]),
    ("hours_minimum", &["hours minimum"], &["heures minimum", "heures minimales", "nombre minimum d heures" /* guesses */]),
    ("hours_maximum", &["hours maximum"], &["heures maximum", "heures maximales", "nombre maximum d heures" /* guesses */]),
];

/// Industries that are one of our sectors without a doubt: the NAICS code, its titles folded, the sector.
/// What is not here (manufacturing at large, restaurants, care) is in no sector rather than in a wrong one.
const SECTORS: &[(&str, &str, &str, &str)] = &[
    ("52", "finance and insurance", "finance et assurances", "insurance_finance"),
    ("5415", "computer systems design and related services", "conception de systemes informatiques et services connexes", "digital_ai"),
    ("311", "food manufacturing", "fabrication d aliments", "food_nutrition"),
    ("321", "wood product manufacturing", "fabrication de produits en bois", "green_building_wood"),
    (
        "334",
        "computer and electronic product manufacturing",
        "fabrication de produits informatiques et electroniques",
        "advanced_manufacturing",
    ),
    ("3254", "pharmaceutical and medicine manufacturing", "fabrication de produits pharmaceutiques et de medicaments", "life_sciences"),
    ("721", "accommodation services", "services d hebergement", "tourism_events"),
    ("712", "heritage institutions", "etablissements du patrimoine", "culture_literature"),
    ("9111", "defence services", "services de defense", "defence_security"),
];

/// The key of a header's folded name.
pub fn key_of(folded: &str) -> Option<&'static str> {
    COLUMNS
        .iter()
        .find(|(_, english, french)| english.contains(&folded) || french.contains(&folded))
        .map(|(key, _, _)| *key)
        // One month came with stray letters before its first header.
        .or_else(|| folded.ends_with("wic job location snapshot id").then_some("id"))
}

/// Whether a header line is the Job Bank's.
pub fn is_header(line: &str) -> bool {
    let folded = fold(line);
    folded.contains("wic job location snapshot id") || folded.contains("id wic lieu emploi")
}

/// The language most headers are in.
pub fn language_of(headers: &[String]) -> Locale {
    let (mut english_headers, mut french_headers) = (0, 0);
    for header in headers.iter().map(|header| fold(header)) {
        english_headers += usize::from(COLUMNS.iter().any(|(_, english, _)| english.contains(&header.as_str())));
        french_headers += usize::from(COLUMNS.iter().any(|(_, _, french)| french.contains(&header.as_str())));
    }
    if english_headers > french_headers { Locale::En } else { Locale::Fr }
}

/// The sector of an industry, told by its code or its title.
pub fn sector(industry: &str) -> Option<&'static str> {
    let folded = fold(industry);
    let digits = folded.split(' ').next().filter(|word| word.bytes().all(|byte| byte.is_ascii_digit()));
    SECTORS
        .iter()
        .find(|(code, english, french, _)| match digits {
            Some(digits) => digits.starts_with(code),
            None => folded == *english || folded == *french,
        })
        .map(|(_, _, _, sector)| *sector)
}
