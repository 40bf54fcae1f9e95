//! The seed content of `server/content`, embedded in the binary: TOML front matter and Markdown, one folder a noun.

use model::facts::{Standing, Territory};
use model::opportunities::Audience;
use model::places::PlaceKind;
use model::resources::Stage;
use rust_embed::RustEmbed;
use serde::Deserialize;
use serde::de::DeserializeOwned;

#[derive(RustEmbed)]
#[folder = "content"]
struct Files;

/// Content that is not well formed: which file, and what is wrong with it.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {fault}")]
pub struct ContentError {
    file: String,
    fault: String,
}

type Result<T> = std::result::Result<T, ContentError>;

/// A place.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaceSeed {
    /// Its key.
    pub key: String,
    /// Its French name.
    pub fr: String,
    /// Its English name.
    pub en: String,
    /// What it is.
    pub kind: PlaceKind,
    /// The place it is part of.
    #[serde(default)]
    pub parent: Option<String>,
    /// Other spellings.
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// An employer or host.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EmployerSeed {
    /// Its key.
    pub key: String,
    /// Its French name.
    pub name: String,
    /// Its English name.
    pub name_en: String,
    /// What it does, in French.
    pub description_fr: String,
    /// What it does, in English.
    pub description_en: String,
    /// Its sectors.
    #[serde(default)]
    pub sectors: Vec<String>,
    /// Where it is.
    #[serde(default)]
    pub place: Option<String>,
    /// Whether it is invented.
    #[serde(default)]
    pub sample: bool,
}

/// A fact with its texts.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are those of model::facts::Fact, by language")]
pub struct FactSeed {
    pub key: String,
    #[serde(default)]
    pub sectors: Vec<String>,
    pub territory: Territory,
    pub value_fr: String,
    pub value_en: String,
    pub label_fr: String,
    pub label_en: String,
    #[serde(default)]
    pub note_fr: String,
    #[serde(default)]
    pub note_en: String,
    pub period_fr: String,
    pub period_en: String,
    pub year: i64,
    pub source_fr: String,
    pub source_en: String,
    #[serde(default)]
    pub url: Option<String>,
    pub standing: Standing,
    pub checked: String,
    pub review: String,
}

/// The revision of a French text, and the one that an English text follows, until they say another.
fn first() -> i64 {
    1
}

/// By how many revisions an English text is behind its French one: a French text that moves says so in `revision`, an English one
/// that has caught up in `follows`.
pub fn behind(french: i64, english: i64) -> i64 {
    (french - english).max(0)
}

/// The head of a sector's text. What does not depend on the language stands in the French one.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are those of model::sectors::Sector")]
pub struct SectorHead {
    #[serde(default)]
    pub key: String,
    #[serde(default)]
    pub order: i64,
    #[serde(default)]
    pub facts: Vec<String>,
    #[serde(default = "first")]
    pub revision: i64,
    #[serde(default = "first")]
    pub follows: i64,
    pub title: String,
    pub slug: String,
    pub summary: String,
    pub teaser: String,
    #[serde(default, rename = "institution")]
    pub institutions: Vec<InstitutionSeed>,
}

/// An institution of a sector.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are those of model::sectors::Institution")]
pub struct InstitutionSeed {
    pub name: String,
    pub text: String,
    pub source: String,
    #[serde(default)]
    pub year: Option<i64>,
    #[serde(default)]
    pub review: Option<String>,
    #[serde(default)]
    pub standing: Option<Standing>,
    #[serde(default)]
    pub url: Option<String>,
}

/// The head of a resource's text. What does not depend on the language stands in the French one.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are those of model::resources::Resource")]
pub struct ResourceHead {
    #[serde(default)]
    pub key: String,
    #[serde(default)]
    pub stage: Option<Stage>,
    #[serde(default)]
    pub audience: Vec<Audience>,
    #[serde(default)]
    pub order: i64,
    #[serde(default)]
    pub facts: Vec<String>,
    #[serde(default)]
    pub checked: Option<String>,
    #[serde(default)]
    pub review: Option<String>,
    #[serde(default = "first")]
    pub revision: i64,
    #[serde(default = "first")]
    pub follows: i64,
    pub title: String,
    pub slug: String,
    pub summary: String,
    #[serde(default, rename = "source")]
    pub sources: Vec<SourceSeed>,
}

/// A source of a resource.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are those of model::resources::Source")]
pub struct SourceSeed {
    pub title: String,
    #[serde(default)]
    pub url: Option<String>,
    #[serde(default)]
    pub year: Option<i64>,
    #[serde(default)]
    pub standing: Option<Standing>,
}

/// A text with its head, and the bytes it was read from, for the hash.
#[derive(Debug)]
pub struct Page<H> {
    /// The front matter.
    pub head: H,
    /// The Markdown.
    pub body: String,
    /// The whole file.
    pub raw: String,
}

fn read(path: &str) -> Result<String> {
    let fault = |fault: &str| ContentError { file: path.to_owned(), fault: fault.to_owned() };
    let file = Files::get(path).ok_or_else(|| fault("it is not there"))?;
    String::from_utf8(file.data.into_owned()).map_err(|_| fault("it is not UTF-8"))
}

fn paths(folder: &str, ending: &str) -> Vec<String> {
    let mut paths: Vec<String> =
        Files::iter().map(|path| path.to_string()).filter(|path| path.starts_with(folder) && path.ends_with(ending)).collect();
    paths.sort();
    paths
}

fn parse_toml<T: DeserializeOwned>(path: &str, text: &str) -> Result<T> {
    toml::from_str(text).map_err(|error| ContentError { file: path.to_owned(), fault: error.to_string() })
}

fn page<H: DeserializeOwned>(path: &str) -> Result<Page<H>> {
    let raw = read(path)?;
    let parts = raw.strip_prefix("+++\n").and_then(|rest| rest.split_once("\n+++\n"));
    let (head, body) =
        parts.ok_or_else(|| ContentError { file: path.to_owned(), fault: "it has no front matter between +++ lines".to_owned() })?;
    Ok(Page { head: parse_toml(path, head)?, body: body.trim().to_owned(), raw })
}

/// Every place, in the order of the file: parents first.
///
/// # Errors
/// When a file is not well formed.
pub fn places() -> Result<Vec<PlaceSeed>> {
    #[derive(Deserialize)]
    struct File {
        place: Vec<PlaceSeed>,
    }
    let path = "places/places.toml";
    Ok(parse_toml::<File>(path, &read(path)?)?.place)
}

/// Every sample employer.
///
/// # Errors
/// When a file is not well formed.
pub fn employers() -> Result<Vec<EmployerSeed>> {
    #[derive(Deserialize)]
    struct File {
        employer: Vec<EmployerSeed>,
    }
    let path = "employers/employers.toml";
    Ok(parse_toml::<File>(path, &read(path)?)?.employer)
}

/// Every fact, with its theme: the name of its file.
///
/// # Errors
/// When a file is not well formed.
pub fn facts() -> Result<Vec<(String, FactSeed)>> {
    #[derive(Deserialize)]
    struct File {
        fact: Vec<FactSeed>,
    }
    let mut facts = Vec::new();
    for path in paths("facts/", ".toml") {
        let theme = path.trim_start_matches("facts/").trim_end_matches(".toml").to_owned();
        facts.extend(parse_toml::<File>(&path, &read(&path)?)?.fact.into_iter().map(|fact| (theme.clone(), fact)));
    }
    Ok(facts)
}

/// Every sector, French then English.
///
/// # Errors
/// When a file is not well formed.
pub fn sectors() -> Result<Vec<(Page<SectorHead>, Option<Page<SectorHead>>)>> {
    pairs("sectors/")
}

/// Every resource, French then English.
///
/// # Errors
/// When a file is not well formed.
pub fn resources() -> Result<Vec<(Page<ResourceHead>, Option<Page<ResourceHead>>)>> {
    pairs("resources/")
}

fn pairs<H: DeserializeOwned>(folder: &str) -> Result<Vec<(Page<H>, Option<Page<H>>)>> {
    paths(folder, ".fr.md")
        .into_iter()
        .map(|french| {
            let english = french.replace(".fr.md", ".en.md");
            let english = if Files::get(&english).is_some() { Some(page(&english)?) } else { None };
            Ok((page(&french)?, english))
        })
        .collect()
}

/// Every sample opportunity, as JSON with `opens_in` and `closes_in` in days from today.
///
/// # Errors
/// When a file is not well formed.
pub fn sample_opportunities() -> Result<Vec<serde_json::Map<String, serde_json::Value>>> {
    let mut all = Vec::new();
    for path in paths("opportunities/", ".json") {
        let items: Vec<_> =
            serde_json::from_str(&read(&path)?).map_err(|error| ContentError { file: path.clone(), fault: error.to_string() })?;
        all.extend(items);
    }
    Ok(all)
}
