//! The tables of the lexicon, as they are written and as they are read.

use super::{Concept, Sort};
use serde::Deserialize;
use std::borrow::Cow;
use std::path::Path;

/// The tables a lexicon is read from, as CSV.
#[derive(Clone, Debug)]
pub struct Tables {
    /// A line an occupation.
    pub occupations: Cow<'static, str>,
    /// A line a skill, a sector, a qualification or a condition of work.
    pub skills: Cow<'static, str>,
    /// A line a word of titles and what it is in French.
    pub words: Cow<'static, str>,
}

impl Default for Tables {
    /// Those of this release.
    fn default() -> Self {
        Self {
            occupations: include_str!("../../../lexicon/occupations.csv").into(),
            skills: include_str!("../../../lexicon/skills.csv").into(),
            words: include_str!("../../../lexicon/words.csv").into(),
        }
    }
}

impl Tables {
    /// Those of a folder.
    ///
    /// # Errors
    /// When a table is missing.
    pub fn of_folder(folder: &Path) -> std::io::Result<Self> {
        let table = |name: &str| std::fs::read_to_string(folder.join(name)).map(Cow::Owned);
        Ok(Self { occupations: table("occupations.csv")?, skills: table("skills.csv")?, words: table("words.csv")? })
    }
}

#[derive(Deserialize)]
struct OccupationRow {
    key: String,
    noc: String,
    fr: String,
    fr_f: String,
    fr_also: String,
    en: String,
    en_also: String,
}

#[derive(Deserialize)]
struct FieldRow {
    key: String,
    r#type: String,
    fr: String,
    fr_also: String,
    en: String,
    en_also: String,
}

/// A word of titles, and what it is in French.
#[derive(Deserialize)]
pub struct WordRow {
    pub en: String,
    pub fr: String,
}

/// The rows of a table.
pub fn rows<T: serde::de::DeserializeOwned>(table: &str) -> Result<Vec<T>, csv::Error> {
    csv::Reader::from_reader(table.as_bytes()).into_deserialize().collect()
}

/// What a cell lists.
pub fn list(cell: &str) -> impl Iterator<Item = String> + '_ {
    cell.split('|').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned)
}

/// The concepts of tables.
pub fn concepts_of(tables: &Tables) -> Result<Vec<Concept>, csv::Error> {
    let mut concepts = Vec::new();
    for row in rows::<OccupationRow>(&tables.occupations)? {
        concepts.push(Concept {
            feminine: list(&row.fr_f).next(),
            names: [std::iter::once(row.fr).chain(list(&row.fr_f)).chain(list(&row.fr_also)).collect(), one_and(&row.en, &row.en_also)],
            ..Concept::new(row.key, Sort::Occupation, (!row.noc.is_empty()).then_some(row.noc))
        });
    }
    for row in rows::<FieldRow>(&tables.skills)? {
        debug_assert!(matches!(row.r#type.as_str(), "skill" | "sector" | "qualification" | "condition"), "{}", row.key);
        let names = [one_and(&row.fr, &row.fr_also), one_and(&row.en, &row.en_also)];
        concepts.push(Concept { names, ..Concept::new(row.key, Sort::Field, None) });
    }
    Ok(concepts)
}

fn one_and(one: &str, also: &str) -> Vec<String> {
    std::iter::once(one.to_owned()).chain(list(also)).collect()
}
