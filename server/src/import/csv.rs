//! A spreadsheet saved as CSV: one posting a row, one header line.
//!
//! Comma, semicolon or tab; UTF-8 with or without its mark, UTF-16, or Windows-1252; a `sep=` line is obeyed. Headers are
//! compared without case and accents, in English or in French. An empty cell is a value not stated; a column that is not there
//! leaves what is stored; a column that is not listed here is passed over.
//!
//! | column | also | what it holds |
//! |---|---|---|
//! | `external_id` | numero, no, n°, reference, identifiant, id, uuid | the posting's number at the source; needed |
//! | `kind` | genre, nature | `job` (emploi), `investment`, `partnership`, `seat`, `hosting`, `export`, `culture`, `pilot`; a job unless stated |
//! | `title_fr`, `title_en` | titre, poste, intitule; title | plain text; one of both is needed |
//! | `summary_fr`, `summary_en` | resume, sommaire; summary | one or two sentences, plain text |
//! | `body_fr`, `body_en` | description, texte; body | Markdown or HTML |
//! | `employer` | employeur, entreprise, organisation | name |
//! | `sectors` | secteurs, secteur, sector | keys, separated by a vertical bar |
//! | `audience` | public, clientele | `worker` (travailleurs), `student`, `researcher`, `entrepreneur`, `company`, `organization`, `planner`, `city`, `creator`, separated by a vertical bar |
//! | `city`, `borough` | ville, municipalite; arrondissement, quartier | names |
//! | `remote` | distance, teletravail | yes (oui) when it is wherever one is |
//! | `mode` | mode de travail | `on_site` (sur place), `hybrid` (hybride), `remote` (à distance) |
//! | `schedule` | horaire, type d'emploi | `full_time` (temps plein), `part_time` (temps partiel), `casual` (occasionnel), `internship` (stage) |
//! | `hours_per_week` | heures, heures par semaine | `37,5` |
//! | `pay_min`, `pay_max` | salaire min, salaire max, salaire minimum, salaire | `24,50`, `84 000 $` |
//! | `pay_period` | periode, periode de salaire | `hour` (heure), `day`, `week`, `two_weeks`, `month`, `year` (année); needed with an amount |
//! | `pay_currency` | devise, monnaie | three letters; CAD unless stated |
//! | `french` | francais, niveau de francais | `none` (aucun), `beginner` (débutant), `intermediate`, `advanced` |
//! | `other_language` | autre langue | two letters |
//! | `other_language_reason_fr`, `other_language_reason_en` | raison de l'autre langue | why it is asked |
//! | `sponsorship` | permis de travail, parrainage | yes or no (oui, non): support for a work permit |
//! | `relocation` | demenagement, aide au demenagement | yes or no: help with moving |
//! | `noc` | cnp, code cnp | five digits |
//! | `openings` | postes, nombre de postes | how many people are sought |
//! | `opens`, `closes` | date d'ouverture, ouverture; date de fermeture, fermeture, date limite | `2026-11-24` |
//! | `apply_url`, `apply_email` | lien, url, site; courriel, email | where to answer; the link counts when both are there |
//! | `status` | statut, etat | `filled` (pourvu) and `withdrawn` (retiré) are obeyed |
//! | `province`, `region` | region administrative | where it is, for `--region` only |

mod columns;
mod vocabulary;

pub use columns::is_header;

use super::region::Regions;
use super::text::delimited::{Cells, Sheet};
use super::text::verdict::checked;
use super::text::{self, amount, day, html, shown, words};
use super::{BadRow, FeedError, Given, Row, Rows};
use columns::{COLUMNS, key_of};
use model::dates::Date;
use model::money::Pay;
use model::opportunities::record::{EmployerName, OtherLanguageTexts, PlaceName, Record};
use model::opportunities::{Apply, Kind, Mode, Stated};
use std::collections::BTreeSet;
use std::io::Read;

/// Opens a spreadsheet.
///
/// # Errors
/// When the header names no number or no title.
pub fn read<'a>(input: impl Read + 'a, region: &'a Regions) -> Result<Rows<'a>, FeedError> {
    let mut sheet = Sheet::open(input, key_of)?;
    if !sheet.has("external_id") {
        return Err(FeedError::Format(
            "The header names no column external_id (or numero). Give each posting its number at the source.".to_owned(),
        ));
    }
    if !sheet.has("title_fr") && !sheet.has("title_en") {
        return Err(FeedError::Format(
            "The header names no column title_fr (or titre) nor title_en. Give each posting a title.".to_owned(),
        ));
    }
    let given: BTreeSet<_> =
        COLUMNS.iter().filter(|(key, field, _)| !field.is_empty() && sheet.has(key)).map(|(_, field, _)| *field).collect();
    Ok(Box::new(std::iter::from_fn(move || {
        let row = sheet.next_row()?;
        Some(row.map(|row| row.and_then(|cells| Line { sheet: &sheet, cells: &cells }.row(region, Given::Only(given.clone())))))
    })))
}

struct Line<'a, R> {
    sheet: &'a Sheet<R>,
    cells: &'a Cells,
}

impl<R: Read> Line<'_, R> {
    fn bad(&self, key: &str, reason: impl Into<String>) -> BadRow {
        BadRow { line: self.cells.line, field: self.sheet.name(key), reason: reason.into() }
    }

    fn text(&self, key: &str) -> Option<String> {
        self.sheet.cell(self.cells, key).and_then(text::stated)
    }

    /// A cell read by `parse`; a cell that says something else is a fault, with what may stand there.
    fn value<T>(&self, key: &str, expected: &str, parse: impl Fn(&str) -> Option<T>) -> Result<Option<T>, BadRow> {
        let Some(cell) = self.sheet.cell(self.cells, key) else { return Ok(None) };
        match parse(cell) {
            Some(value) => Ok(Some(value)),
            None => Err(self.bad(key, format!("\"{}\" cannot be read; write {expected}, or leave the cell empty.", shown(cell)))),
        }
    }

    fn date(&self, key: &str) -> Result<Option<Date>, BadRow> {
        self.value(key, "a date such as 2026-11-24", day::day)
    }

    fn stated(&self, key: &str) -> Result<Stated, BadRow> {
        let stated = self.value(key, "yes or no", |cell| match text::fold(cell).as_str() {
            "not stated" | "non precise" | "inconnu" => Some(Stated::NotStated),
            _ => words::yes_or_no(cell).map(|yes| if yes { Stated::Yes } else { Stated::No }),
        })?;
        Ok(stated.unwrap_or(Stated::NotStated))
    }

    fn row(&self, region: &Regions, given: Given) -> Result<Row, BadRow> {
        let id = self.text("external_id").ok_or_else(|| self.bad("external_id", "Give each posting its number at the source."))?;
        let kind = self
            .value("kind", "job, investment, partnership, seat, hosting, export, culture or pilot", vocabulary::kind)?
            .unwrap_or(Kind::Job);
        let mut record = Record::new(id, kind);
        record.title.fr = self.text("title_fr");
        record.title.en = self.text("title_en");
        record.summary.fr = self.text("summary_fr");
        record.summary.en = self.text("summary_en");
        record.body.fr = self.sheet.cell(self.cells, "body_fr").and_then(html::body);
        record.body.en = self.sheet.cell(self.cells, "body_en").and_then(html::body);
        record.employer = self.text("employer").map(|name| EmployerName { key: None, name });
        record.sectors = list(self.text("sectors")).collect();
        for word in list(self.text("audience")) {
            let audience = vocabulary::audience(&word);
            record.audience.push(audience.ok_or_else(|| {
                self.bad("audience", format!("\"{}\" is nobody we know; write words such as worker|student.", shown(&word)))
            })?);
        }
        let remote = self.value("remote", "yes or no", words::yes_or_no)?.unwrap_or(false);
        let place = PlaceName { city: self.text("city"), borough: self.text("borough"), remote };
        record.place = Some(place).filter(|place| *place != PlaceName::default());
        record.mode = self.value("mode", "on_site, hybrid or remote", |cell| Mode::parse(cell).or_else(|| words::mode(cell)))?;
        record.schedule = self.value("schedule", "full_time, part_time, casual or internship", words::schedule)?;
        record.hours_per_week = self.value("hours_per_week", "a number such as 37,5", amount::number)?;
        record.pay = self.pay()?;
        record.french = self.value("french", "none, beginner, intermediate or advanced", vocabulary::french)?;
        record.other_language = self.other_language();
        record.sponsorship = self.stated("sponsorship")?;
        record.relocation = self.stated("relocation")?;
        record.noc = self.value("noc", "a code of five digits", words::noc)?;
        record.openings = self.value("openings", "a whole number", amount::whole)?;
        record.opens = self.date("opens")?;
        record.closes = self.date("closes")?;
        record.apply = self.text("apply_url").map(Apply::Url).or_else(|| self.text("apply_email").map(Apply::Email));
        record.status = self.value("status", "filled or withdrawn", vocabulary::status)?;
        let city = record.place.as_ref().and_then(|place| place.city.clone());
        let admission = region.admit(self.text("province").as_deref(), self.text("region").as_deref(), city.as_deref());
        checked(self.cells.line, record, given, admission, |field| {
            let first = |keys: &[&str]| {
                keys.iter().find(|key| self.sheet.has(key)).or(keys.first()).map_or_else(String::new, |key| self.sheet.name(key))
            };
            match field {
                "title" => first(&["title_fr", "title_en"]),
                "summary" => first(&["summary_fr", "summary_en"]),
                "body" => first(&["body_fr", "body_en"]),
                "pay" => first(&["pay_min", "pay_max"]),
                _ => self.sheet.name(match field {
                    "pay.currency" => "pay_currency",
                    "employer.name" => "employer",
                    "other_language.language" => "other_language",
                    "apply.url" => "apply_url",
                    "apply.email" => "apply_email",
                    other => other,
                }),
            }
        })
    }

    fn pay(&self) -> Result<Option<Pay>, BadRow> {
        let expected = "an amount such as 24,50";
        let (min, max) = (self.value("pay_min", expected, amount::amount)?, self.value("pay_max", expected, amount::amount)?);
        let period = self.value("pay_period", "hour, day, week, two_weeks, month or year", words::period)?;
        let currency = self
            .text("pay_currency")
            .map_or_else(|| "CAD".to_owned(), |code| if code == "$" { "CAD".to_owned() } else { code.to_uppercase() });
        match (min.or(max), period) {
            (None, _) => Ok(None),
            (Some(_), None) => Err(self.bad("pay_period", "Say what the amount is paid for: hour, day, week, two_weeks, month or year.")),
            (Some(_), Some(period)) => Ok(Some(Pay { min, max, period, currency })),
        }
    }

    fn other_language(&self) -> Option<OtherLanguageTexts> {
        let written = self.text("other_language")?;
        let language = match text::language(&written) {
            Ok(known) => known.as_str().to_owned(),
            Err(code) => code.to_lowercase(),
        };
        let mut asked = OtherLanguageTexts { language, ..OtherLanguageTexts::default() };
        asked.reason.fr = self.text("other_language_reason_fr");
        asked.reason.en = self.text("other_language_reason_en");
        Some(asked)
    }
}

fn list(cell: Option<String>) -> impl Iterator<Item = String> {
    cell.into_iter().flat_map(|cell| cell.split('|').filter_map(text::stated).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::super::Admission;
    use super::*;
    use model::money::{Cents, PayPeriod};
    use model::opportunities::{Audience, French, Schedule, Status};
    use proptest::prelude::*;

    fn all(feed: &[u8]) -> Vec<Result<Row, BadRow>> {
        let rows = read(feed, &Regions::default()).expect("opens").collect::<Result<Vec<_>, _>>();
        rows.expect("reads")
    }

    fn fault(header: &str, cell: &str) -> (String, String) {
        let bad =
            all(format!("external_id;title_fr;{header}\n1;Soudeuse ou soudeur;{cell}\n").as_bytes()).remove(0).expect_err("a bad row");
        (bad.field, bad.reason)
    }

    #[test]
    fn a_spreadsheet_of_the_region_is_read_in_french_and_windows_1252() {
        let rows = all(include_bytes!("../../tests/feeds/postings_windows_1252.csv"));
        assert_eq!(rows.iter().filter(|row| row.is_ok()).count(), 3);
        let row = rows[0].as_ref().expect("a good row");
        let record = &row.record;
        assert_eq!(
            (row.line, record.external_id.as_str(), record.title.fr.as_deref()),
            (2, "A-101", Some("Infirmière ou infirmier — nuit"))
        );
        assert_eq!(record.employer.as_ref().map(|employer| employer.name.as_str()), Some("Clinique de l’Érable (exemple)"));
        assert_eq!(
            record.pay,
            Some(Pay { min: Some(Cents(2_745)), max: Some(Cents(4_872)), period: PayPeriod::Hour, currency: "CAD".into() })
        );
        assert_eq!((record.mode, record.schedule, record.hours_per_week), (Some(Mode::OnSite), Some(Schedule::FullTime), Some(36.25)));
        assert_eq!((record.sponsorship, record.french, record.noc.as_deref()), (Stated::Yes, Some(French::Intermediate), Some("31301")));
        assert_eq!(record.apply, Some(Apply::Email("emploi@exemple.invalid".into())));
        assert_eq!(record.body.fr.as_deref(), Some("Soins de nuit; équipe de huit.\nStationnement « gratuit »."));
        let stay = &rows[1].as_ref().expect("a good row").record;
        assert_eq!((stay.pay.as_ref(), stay.place.as_ref().map(|place| place.remote), stay.kind), (None, Some(true), Kind::Job));
        assert_eq!(rows[2].as_ref().map(|row| row.record.status).ok(), Some(Some(Status::Filled)));
    }

    #[test]
    fn english_columns_with_a_mark_and_commas_are_read_too() {
        let rows = all(include_bytes!("../../tests/feeds/postings_utf8.csv"));
        let row = rows[0].as_ref().expect("a good row");
        let record = &row.record;
        assert_eq!(
            (record.title.fr.as_deref(), record.title.en.as_deref()),
            (Some("Chef d’équipe, optique"), Some("Team lead, \"optics\""))
        );
        assert_eq!(
            (record.sectors.as_slice(), record.audience.as_slice()),
            (&["optics_photonics".to_owned(), "digital_ai".to_owned()][..], &[Audience::Worker, Audience::Researcher][..])
        );
        let other = record.other_language.clone().expect("another language");
        assert_eq!((other.language.as_str(), other.reason.en.as_deref()), ("en", Some("Suppliers' data sheets")));
        assert_eq!((record.openings, record.closes), (Some(2), model::dates::parse("2026-12-11")));
        assert!(row.given.has("title.en") && row.given.has("pay") && !row.given.has("relocation") && !row.given.has("summary.fr"));
        let investment = &rows[1].as_ref().expect("a good row").record;
        assert_eq!((investment.kind, investment.pay.as_ref()), (Kind::Investment, None));
    }

    #[test]
    fn bad_rows_tell_line_column_and_remedy_and_the_good_ones_go_in() {
        let rows = all(include_bytes!("../../tests/feeds/postings_bad.csv"));
        let told = rows.iter().map(|row| match row {
            Ok(row) => format!("{} good {}", row.line, row.record.external_id),
            Err(bad) => format!("{} bad {}", bad.line, bad.field),
        });
        assert_eq!(
            told.collect::<Vec<_>>(),
            [
                "2 good B1",
                "3 bad numero",
                "4 bad titre",
                "5 bad date_fermeture",
                "6 bad salaire_min",
                "7 bad periode",
                "8 bad lien",
                "9 bad row",
                "10 bad row",
                "11 good B10",
                "12 bad date_fermeture",
                "13 bad mode",
                "14 good B13",
            ]
        );
    }

    #[test]
    fn a_cell_that_cannot_be_read_is_refused_with_what_may_stand_there() {
        for (header, cell, expected) in [
            ("noc", "72x", "five digits"),
            ("openings", "beaucoup", "whole number"),
            ("openings", "0", "1 or more"),
            ("sponsorship", "peut-être", "yes or no"),
            ("french", "C2", "beginner"),
            ("audience", "martiens", "worker|student"),
            ("hours_per_week", "500", "168"),
            ("sectors", "Optique et photonique", "sector keys"),
            ("other_language", "klingon", "two-letter"),
            ("apply_url", "www.exemple.invalid", "https://"),
            ("opens", "07/08/2026", "2026-11-24"),
            ("kind", "loterie", "investment"),
        ] {
            let (field, reason) = fault(header, cell);
            assert!(field == header && reason.contains(expected), "{field}: {reason}");
        }
        assert!(fault("pay_min;pay_period;pay_max", "20;heure;10").1.contains("swap"));
        assert!(fault("summary_fr", &"a".repeat(601)).1.contains("600"));
    }

    #[test]
    fn a_hostile_sheet_is_bad_rows_and_plain_texts() {
        let rows = all(include_bytes!("../../tests/feeds/postings_hostile.csv"));
        let told = rows.iter().map(|row| {
            row.as_ref().map_or_else(|bad| format!("{}! {}", bad.line, bad.field), |row| format!("{} {:?}", row.line, row.record.title.fr))
        });
        assert_eq!(
            told.collect::<Vec<_>>(),
            ["2! row", "3 Some(\"Zero nul\")", "4! titre", "5 Some(\"=cmd|calc\")", "6 Some(\"Fleuriste\")"]
        );
    }

    #[test]
    fn an_empty_cell_of_a_present_column_is_not_stated_but_spoken_of() {
        let row = all(b"id,titre,ville,permis de travail\n1,Soudeuse,,\n").remove(0).expect("a good row");
        assert_eq!((row.record.place, row.record.sponsorship), (None, Stated::NotStated));
        assert_eq!(row.given, Given::Only(BTreeSet::from(["title.fr", "place", "sponsorship"])));
    }

    #[test]
    fn province_region_and_city_answer_the_region_asked_for() {
        let asked = Regions::parse(&["Québec/Capitale-Nationale".to_owned()]).expect("a region");
        let feed = "numero,titre,ville,region,province\n1,a,Québec,Capitale-Nationale,QC\n2,b,Longueuil,Montérégie,QC\n3,c,,,\n";
        let rows: Vec<_> = read(feed.as_bytes(), &asked).expect("opens").map(|row| row.expect("reads").expect("good").admission).collect();
        assert_eq!(rows, [Admission::Inside, Admission::Outside, Admission::Unknown]);
    }

    #[test]
    fn a_header_without_number_or_title_is_refused() {
        for (header, missing) in [("titre;ville\n", "external_id"), ("numero;ville\n", "title_fr"), ("", "names its columns")] {
            let error = read(header.as_bytes(), &Regions::default()).err().map(|error| error.to_string());
            assert!(error.as_ref().is_some_and(|error| error.contains(missing)), "{error:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]
        #[test]
        fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400), rows in "[0-9;\n\"a-z/é|$ -]{0,200}") {
            let header = "numero;titre;description;salaire_min;periode;date_fermeture;cnp;lien;audience\n";
            for feed in [bytes.clone(), [header.as_bytes(), rows.as_bytes(), &bytes].concat()] {
                if let Ok(rows) = read(feed.as_slice(), &Regions::default()) {
                    rows.for_each(drop);
                }
            }
        }
    }
}
