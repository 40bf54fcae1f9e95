//! Official files of occupations and skills, as their publishers ship them: the NOC of Statistics Canada, the ROME of France Travail, the
//! ESCO of the European Commission. Only the names are taken, for the lexicon of search.
//!
//! | file | told by its columns | taken |
//! | --- | --- | --- |
//! | NOC 2021, structure or elements, a file a language | `Code - NOC 2021 V1.0`, `Class title`; `Code - CNP 2021 V1.0`, `Titres de classe` | the titles of unit groups |
//! | ROME, `unix_referentiel_appellation` | `code_ogr`, `libelle_appellation_long` | appellations, both genders |
//! | ESCO, `occupations_xx` and `skills_xx`, a file a language | `conceptUri`, `preferredLabel`, `altLabels` | preferred and other labels |
//!
//! The example titles of a unit group of the NOC are not taken: they are narrower than the group, and their two languages are not aligned.

use super::text::delimited::Sheet;
use super::{BadRow, FeedError};
use crate::search::lexicon::Sort;
use crate::store::Named;
use model::locale::Locale;
use std::collections::BTreeMap;
use std::io::Read;

/// An official file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Publication {
    /// National Occupational Classification 2021.
    Noc,
    /// Répertoire opérationnel des métiers et des emplois.
    Rome,
    /// European Skills, Competences, Qualifications and Occupations.
    Esco,
}

impl Publication {
    /// Its name as a source.
    pub const fn source(self) -> &'static str {
        match self {
            Self::Noc => "noc",
            Self::Rome => "rome",
            Self::Esco => "esco",
        }
    }
}

/// The longest name kept, in characters: longer ones are sentences.
const LONGEST: usize = 120;
/// The most names kept of one concept in one language.
const MOST: usize = 60;

fn known(header: &str) -> Option<&'static str> {
    Some(match header {
        "code noc 2021 v1 0" => "noc_en",
        "code cnp 2021 v1 0" => "noc_fr",
        "class title" | "titres de classe" | "titre de classe" => "class",
        "code ogr" => "ogr",
        "libelle appellation long" => "appellation",
        "concepturi" => "uri",
        "concepttype" => "type",
        "preferredlabel" => "label",
        "altlabels" => "labels",
        _ => return None,
    })
}

/// What was read of a file.
#[derive(Debug)]
pub struct Names {
    /// Which file it is.
    pub publication: Publication,
    /// The names, each concept once.
    pub named: Vec<Named>,
    /// The rows that could not be read.
    pub bad: Vec<BadRow>,
}

/// Reads an official file. ESCO's do not say their language inside: it is told by `lang`.
///
/// # Errors
/// When the file is none of those known, or its language is not told.
pub fn read(input: impl Read, lang: Option<Locale>) -> Result<Names, FeedError> {
    let mut sheet = Sheet::open(input, known)?;
    let (publication, lang) = if sheet.has("ogr") && sheet.has("appellation") {
        (Publication::Rome, Locale::Fr)
    } else if sheet.has("uri") && sheet.has("label") {
        let told = "The files of ESCO do not say their language: give --lang fr or --lang en.";
        (Publication::Esco, lang.ok_or_else(|| FeedError::Format(told.to_owned()))?)
    } else if sheet.has("class") && sheet.has("noc_en") {
        (Publication::Noc, Locale::En)
    } else if sheet.has("class") && sheet.has("noc_fr") {
        (Publication::Noc, Locale::Fr)
    } else {
        let told =
            "The columns are those of no file that is known: give a file of the NOC 2021, the ROME or ESCO, as its publisher ships it.";
        return Err(FeedError::Format(told.to_owned()));
    };
    let mut found: BTreeMap<String, Named> = BTreeMap::new();
    let mut bad = Vec::new();
    while let Some(row) = sheet.next_row() {
        let row = match row? {
            Ok(row) => row,
            Err(row) => {
                bad.push(row);
                continue;
            }
        };
        let cell = |name: &str| sheet.cell(&row, name);
        let (id, sort, noc, names): (_, _, _, Vec<String>) = match publication {
            Publication::Noc => {
                let Some(code) = cell(if lang == Locale::En { "noc_en" } else { "noc_fr" }).filter(|code| is_unit_group(code)) else {
                    continue;
                };
                (code.to_owned(), Sort::Occupation, Some(code.to_owned()), cell("class").map(str::to_owned).into_iter().collect())
            }
            Publication::Rome => {
                let (Some(code), Some(appellation)) = (cell("ogr"), cell("appellation")) else { continue };
                (code.to_owned(), Sort::Occupation, None, genders(appellation))
            }
            Publication::Esco => {
                let sort = match cell("type") {
                    Some("Occupation") | None => Sort::Occupation,
                    Some("KnowledgeSkillCompetence") => Sort::Field,
                    Some(_) => continue,
                };
                let Some(id) = cell("uri").and_then(|uri| uri.rsplit('/').next()) else { continue };
                let others = cell("labels").unwrap_or_default().split(['\n', '|']).map(str::trim);
                (id.to_owned(), sort, None, cell("label").into_iter().chain(others).map(str::to_owned).collect())
            }
        };
        let named = found.entry(id.clone()).or_insert(Named { external_id: id, lang, sort, noc, names: Vec::new() });
        for name in names {
            let fits = !name.is_empty() && name.chars().count() <= LONGEST && named.names.len() < MOST;
            if fits && !named.names.contains(&name) {
                named.names.push(name);
            }
        }
    }
    let named = found.into_values().filter(|named| !named.names.is_empty()).collect();
    Ok(Names { publication, named, bad })
}

/// Unit groups have five digits; what is above them is too wide to be one occupation.
fn is_unit_group(code: &str) -> bool {
    code.len() == 5 && code.bytes().all(|b| b.is_ascii_digit())
}

/// *Accompagnateur / Accompagnatrice de voyages*: the complement is that of both.
fn genders(appellation: &str) -> Vec<String> {
    let Some((masculine, feminine)) = appellation.split_once(" / ") else { return vec![appellation.to_owned()] };
    let complement = feminine.split_whitespace().skip(masculine.split_whitespace().count());
    let masculine = std::iter::once(masculine.trim()).chain(complement).collect::<Vec<_>>().join(" ");
    vec![masculine, feminine.trim().to_owned()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str, lang: Option<Locale>) -> (Publication, Vec<(String, Sort, Vec<String>)>) {
        let read = read(text.as_bytes(), lang).expect("reads");
        assert!(read.bad.is_empty(), "{:?}", read.bad);
        (read.publication, read.named.into_iter().map(|named| (named.external_id, named.sort, named.names)).collect())
    }

    #[test]
    fn the_noc_gives_the_titles_of_its_unit_groups() {
        let text = "Level,Hierarchical structure,Code - NOC 2021 V1.0,Class title,Element Type Label English,Element Description English\n\
            1,Broad category,3,Health occupations,,\n\
            5,Unit Group,31301,Registered nurses and registered psychiatric nurses,Illustrative example(s),clinical nurse\n\
            5,Unit Group,31301,Registered nurses and registered psychiatric nurses,Main duties,\"Assess\npatients\"\n";
        let (publication, named) = named(text, None);
        assert_eq!(publication, Publication::Noc);
        assert_eq!(named, [("31301".into(), Sort::Occupation, vec!["Registered nurses and registered psychiatric nurses".into()])]);
    }

    #[test]
    fn the_noc_in_french_may_come_with_semicolons() {
        let text = "Niveau;Structure hiérarchique;Code - CNP 2021 V1.0;Titres de classe\n5;Groupe de base;31301;Infirmiers autorisés\n";
        let read = read(text.as_bytes(), None).expect("reads");
        assert_eq!((read.named[0].lang, read.named[0].noc.as_deref()), (Locale::Fr, Some("31301")));
    }

    #[test]
    fn the_rome_gives_both_genders() {
        let text = "code_rome,code_ogr,libelle_appellation_long,libelle_appellation_court\nF1402,10200,Abatteur / Abatteuse de carrière,Abatteur\n";
        let (publication, named) = named(text, None);
        assert_eq!(publication, Publication::Rome);
        assert_eq!(named[0].2, ["Abatteur de carrière", "Abatteuse de carrière"]);
    }

    #[test]
    fn esco_gives_its_labels_and_must_be_told_its_language() {
        let text = "conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,description\n\
            Occupation,http://data.europa.eu/esco/occupation/0-1,2166,technical director,\"head of technical\nstage director\",\"One,\ntwo\"\n\
            ISCOGroup,http://data.europa.eu/esco/isco/C2,2,Professionals,,\n";
        assert!(read(text.as_bytes(), None).is_err());
        let (publication, named) = named(text, Some(Locale::En));
        assert_eq!(publication, Publication::Esco);
        let names = ["technical director", "head of technical", "stage director"].map(str::to_owned).to_vec();
        assert_eq!(named, [("0-1".to_owned(), Sort::Occupation, names)]);
    }

    #[test]
    fn another_file_is_refused_with_a_remedy() {
        let error = read(&b"a,b\n1,2\n"[..], None).expect_err("refused");
        assert!(error.to_string().contains("NOC"), "{error}");
    }
}
