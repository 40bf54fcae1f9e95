//! The Job Bank's monthly open data: about 50,000 postings of all Canada, one French and one English file, joined by row id.
//!
//! The file is UTF-16 LE, separated by tabs, with `NA` for nothing. Headers are matched by their folded names, and some months
//! rename or drop columns: only the row id, the title and the first posting date are needed. Those marked "guess" below are
//! French names nobody told us; unknown ones are passed over.
//!
//! The file names no employer and no link. A posting therefore has no employer, and its link is its page on the French site,
//! whose path is the row id. It closes 60 days after its first posting date. A bad row that says it is outside the region
//! asked for is passed over without a report: a month has thousands of them and nobody here can mend them.

mod columns;

pub use columns::is_header;

use super::region::Regions;
use super::text::delimited::{Cells, Sheet};
use super::text::verdict::checked;
use super::text::{self, amount, day, html, shown, words};
use super::{Admission, BadRow, FeedError, Given, Row, Rows};
use columns::{COLUMNS, key_of, language_of, sector};
use model::locale::Locale;
use model::money::{Cents, Pay, PayPeriod};
use model::opportunities::record::{PlaceName, Record};
use model::opportunities::{Apply, Audience, Kind, Schedule};
use std::collections::BTreeSet;
use std::io::Read;

/// Days from the first posting date to the last day of a posting.
const OPEN_DAYS: i64 = 60;

/// Opens a month of the Job Bank.
///
/// # Errors
/// When the header lacks one of the three columns needed.
pub fn read<'a>(input: impl Read + 'a, region: &'a Regions) -> Result<Rows<'a>, FeedError> {
    let mut sheet = Sheet::open(input, key_of)?;
    for (key, english, french) in COLUMNS.iter().take(3) {
        if !sheet.has(key) {
            return Err(FeedError::Format(format!(
                "This is no Job Bank file: it has no column \"{}\" (in French \"{}\"). Give the month's file as it was published.",
                english.first().unwrap_or(key),
                french.first().unwrap_or(key)
            )));
        }
    }
    let bank = Bank { lang: language_of(sheet.headers()), given: given(&sheet), region };
    Ok(Box::new(std::iter::from_fn(move || {
        loop {
            match sheet.next_row()? {
                Err(error) => return Some(Err(error)),
                Ok(Err(bad)) => return Some(Ok(Err(bad))),
                Ok(Ok(cells)) => {
                    let admission = bank.admission(&sheet, &cells);
                    match bank.row(&sheet, &cells, admission) {
                        Err(_) if admission == Admission::Outside => {}
                        judged => return Some(Ok(judged)),
                    }
                }
            }
        }
    })))
}

/// The fields of which the columns of this file speak. A file of one language says nothing of the other's title.
fn given<R: Read>(sheet: &Sheet<R>) -> BTreeSet<&'static str> {
    let title = if language_of(sheet.headers()) == Locale::Fr { "title.fr" } else { "title.en" };
    let mut given = BTreeSet::from(["kind", "audience", "opens", "closes", "apply", title]);
    for (field, needed) in [
        ("noc", &["noc"][..]),
        ("openings", &["vacancies"]),
        ("place", &["city"]),
        ("schedule", &["type", "term"]),
        ("pay", &["minimum", "maximum"]),
        ("hours_per_week", &["hours_minimum", "hours_maximum"]),
    ] {
        if needed.iter().any(|key| sheet.has(key)) {
            given.insert(field);
        }
    }
    given
}

struct Bank<'a> {
    lang: Locale,
    given: BTreeSet<&'static str>,
    region: &'a Regions,
}

/// A cell that says something.
fn cell<'c, R: Read>(sheet: &Sheet<R>, cells: &'c Cells, key: &str) -> Option<&'c str> {
    sheet.cell(cells, key).filter(|cell| !text::is_nothing(cell))
}

impl Bank<'_> {
    fn admission<R: Read>(&self, sheet: &Sheet<R>, cells: &Cells) -> Admission {
        let say = |key| cell(sheet, cells, key);
        self.region.admit(say("province"), say("region"), say("city"))
    }

    fn row<R: Read>(&self, sheet: &Sheet<R>, cells: &Cells, admission: Admission) -> Result<Row, BadRow> {
        let say = |key| cell(sheet, cells, key);
        let bad = |key: &str, reason: &str| BadRow { line: cells.line, field: sheet.name(key), reason: reason.to_owned() };
        let id = say("id").map(|id| id.strip_suffix(".0").unwrap_or(id)).ok_or_else(|| bad("id", "The row id is missing."))?;
        // It becomes a part of a link.
        if id.len() > 64 || !id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')) {
            return Err(bad("id", "The row id is no number of the Job Bank."));
        }
        let title = say("title").map(html::plain_text).filter(|title| !title.is_empty());
        let title = title.ok_or_else(|| bad("title", "The title is missing; a posting without one cannot be listed."))?;
        let posted = say("posted").and_then(day::day);
        let posted = posted.ok_or_else(|| bad("posted", "The first posting date is missing or no date such as 2026/08/07."))?;

        let mut record = Record::new(id, Kind::Job);
        let mut given = self.given.clone();
        *record.title.slot(self.lang) = Some(title);
        record.audience = vec![Audience::Worker];
        record.opens = Some(posted);
        record.closes = Some(posted.plus_days(OPEN_DAYS).ok_or_else(|| bad("posted", "The first posting date is out of range."))?);
        record.apply = Some(Apply::Url(format!("https://www.guichetemplois.gc.ca/jobsearch/jobposting/{id}")));
        record.noc = say("noc").and_then(words::noc);
        record.openings = match say("vacancies") {
            None => None,
            Some(count) => Some(amount::whole(count).ok_or_else(|| bad("vacancies", "The number of vacancies is no whole number."))?)
                .filter(|count| *count > 0),
        };
        record.place = say("city").and_then(text::stated).map(|city| PlaceName { city: Some(city), ..PlaceName::default() });
        record.schedule = schedule(say("type"), say("term"));
        record.pay = self.pay(sheet, cells)?;
        record.hours_per_week = hours(
            say("hours_per").and_then(words::period),
            say("hours_minimum").and_then(amount::number),
            say("hours_maximum").and_then(amount::number),
        );
        // These columns rarely tell what we ask; a row that does not tell leaves what is known.
        if let Some(mode) = say("telework").and_then(words::mode) {
            record.mode = Some(mode);
            given.insert("mode");
        }
        if let Some(sector) = say("naics").and_then(sector) {
            record.sectors = vec![sector.to_owned()];
            given.insert("sectors");
        }
        checked(cells.line, record, Given::Only(given), admission, |field| {
            sheet.name(match field {
                "external_id" | "apply.url" => "id",
                "title" => "title",
                "pay" => "minimum",
                "hours_per_week" => "hours_minimum",
                "openings" => "vacancies",
                other => other,
            })
        })
    }

    fn pay<R: Read>(&self, sheet: &Sheet<R>, cells: &Cells) -> Result<Option<Pay>, BadRow> {
        let amount_of = |key: &str| match cell(sheet, cells, key) {
            None => Ok(None),
            Some(written) => match amount::amount(written) {
                Some(cents) => Ok(Some(cents).filter(|cents| *cents > Cents(0))),
                None => Err(BadRow {
                    line: cells.line,
                    field: sheet.name(key),
                    reason: format!("\"{}\" is no amount such as 24.50.", shown(written)),
                }),
            },
        };
        let (min, max) = (amount_of("minimum")?, amount_of("maximum")?);
        let period = ["per", "detail"].iter().find_map(|key| cell(sheet, cells, key).and_then(words::period));
        Ok(match (min.or(max), period) {
            (Some(_), Some(period)) => Some(Pay { min, max, period, currency: "CAD".to_owned() }),
            _ => None,
        })
    }
}

/// On call and seasonal are told by the term, full and part time by the type.
fn schedule(employment_type: Option<&str>, term: Option<&str>) -> Option<Schedule> {
    let of_term = term.and_then(words::schedule).filter(|schedule| matches!(schedule, Schedule::Casual | Schedule::Internship));
    of_term.or_else(|| employment_type.and_then(words::schedule))
}

/// Hours a week, when the file gives one number and not a range.
fn hours(per: Option<PayPeriod>, min: Option<f64>, max: Option<f64>) -> Option<f64> {
    let of_one = match (min.filter(|hours| *hours > 0.0), max.filter(|hours| *hours > 0.0)) {
        (Some(one), None) | (None, Some(one)) => one,
        (Some(min), Some(max)) if (min - max).abs() < 0.005 => min,
        _ => return None,
    };
    match per? {
        PayPeriod::Week => Some(of_one),
        PayPeriod::TwoWeeks => Some(of_one / 2.0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::text::delimited;
    use super::*;
    use model::opportunities::{Mode, Stated};
    use proptest::prelude::*;

    const FR: &[u8] = include_bytes!("../../tests/feeds/job_bank_fr.csv");
    const EN: &[u8] = include_bytes!("../../tests/feeds/job_bank_en.csv");

    fn all(feed: &[u8], asked: &[&str]) -> Vec<Result<Row, BadRow>> {
        let region = Regions::parse(&asked.iter().map(|value| (*value).to_owned()).collect::<Vec<_>>()).expect("values");
        let rows = read(feed, &region).expect("opens").collect::<Result<Vec<_>, _>>();
        rows.expect("reads")
    }

    fn one(header: &str, row: &str) -> Result<Row, BadRow> {
        let feed = format!("WIC Job Location Snapshot ID\tJob Title\tFirst Posting Date\t{header}\n42\tcook\t2026/08/07\t{row}\n");
        all(feed.as_bytes(), &[]).remove(0)
    }

    fn good(header: &str, row: &str) -> Record {
        one(header, row).expect("a good row").record
    }

    #[test]
    fn the_three_columns_needed_make_a_posting_that_names_no_employer() {
        let row = one("Unknown column", "x").expect("a good row");
        let mut record = Record::new("42", Kind::Job);
        record.title.en = Some("cook".into());
        record.audience = vec![Audience::Worker];
        record.opens = model::dates::parse("2026-08-07");
        record.closes = model::dates::parse("2026-10-06");
        record.apply = Some(Apply::Url("https://www.guichetemplois.gc.ca/jobsearch/jobposting/42".into()));
        assert_eq!(row.record, record);
        assert_eq!((row.line, row.admission, row.record.sponsorship), (2, Admission::Inside, Stated::NotStated));
        assert_eq!(row.given, Given::Only(BTreeSet::from(["kind", "audience", "opens", "closes", "apply", "title.en"])));
    }

    #[test]
    fn what_is_repaired_is_repaired_and_what_says_nothing_is_not_stated() {
        let header = "NOC21 Code\tVacancy Count\tCity\tEmployment Type\tEmployment Term\tSalary Per\tSalary Minimum\tSalary Maximum\tHours Per\tHours Minimum\tHours Maximum";
        let record = good(header, "1411.0\t3.0\tQuébec\tFull time\tSeasonal\tHour\t24.5\tNA\tWeek\t37.5\t37.5");
        assert_eq!((record.noc.as_deref(), record.openings, record.schedule), (Some("01411"), Some(3), Some(Schedule::Casual)));
        assert_eq!(record.pay, Some(Pay { min: Some(Cents(2_450)), max: None, period: PayPeriod::Hour, currency: "CAD".into() }));
        assert_eq!((record.hours_per_week, record.place.and_then(|place| place.city).as_deref()), (Some(37.5), Some("Québec")));
        let record = good(header, "NA\tNA\tNA\tPart time leading to full time\tPermanent\tNA\t0\t0\tBi-weekly\t70\t");
        assert_eq!((record.noc, record.openings, record.place, record.pay), (None, None, None, None));
        assert_eq!((record.schedule, record.hours_per_week), (Some(Schedule::PartTime), Some(35.0)));
        let record = good(header, "abc\t0\t*No data\tNA\tCasual\tYear\t50000\t60000\tWeek\t30\t40");
        assert_eq!((record.noc, record.openings, record.hours_per_week, record.schedule), (None, None, None, Some(Schedule::Casual)));
    }

    #[test]
    fn telework_and_industry_speak_only_when_they_state_something() {
        let row = one("Employment Term Telework\tNAICS", "Yes\tManufacturing").expect("a good row");
        assert!(row.record.mode.is_none() && !row.given.has("mode") && !row.given.has("sectors"));
        let row = one("Employment Term Telework\tNAICS", "Hybrid\tFinance and insurance").expect("a good row");
        assert_eq!((row.record.mode, row.record.sectors.as_slice()), (Some(Mode::Hybrid), &["insurance_finance".to_owned()][..]));
        assert!(row.given.has("mode") && row.given.has("sectors"));
        assert_eq!(
            (sector("5241 Insurance carriers"), sector("Services d’hébergement"), sector("722")),
            (Some("insurance_finance"), Some("tourism_events"), None)
        );
    }

    #[test]
    fn a_bad_row_tells_the_feed_s_own_header() {
        let bad = one("Salary Per\tSalary Minimum\tSalary Maximum", "Hour\tlots\t30").expect_err("no amount");
        assert_eq!((bad.line, bad.field.as_str()), (2, "Salary Minimum"));
        let bad = one("Salary Per\tSalary Minimum\tSalary Maximum", "Hour\t31\t30").expect_err("upside down");
        assert_eq!(bad.field, "Salary Minimum");
        let bad = one("Vacancy Count", "several").expect_err("no number");
        assert_eq!(bad.field, "Vacancy Count");
        let rows = all("ID WIC Lieu emploi\tAppellation d'emploi\tDate initiale affichage de l'offre d'emploi\n1\tNA\t2026/08/07\n../x\tcuisinier\t2026/08/07\n2\tcuisinier\tbientôt\n".as_bytes(), &[]);
        let told: Vec<_> = rows.into_iter().map(|row| row.expect_err("bad")).map(|bad| (bad.line, bad.field)).collect();
        let names = ["Appellation d'emploi", "ID WIC Lieu emploi", "Date initiale affichage de l'offre d'emploi"];
        assert_eq!(told, [(2, names[0].to_owned()), (3, names[1].to_owned()), (4, names[2].to_owned())]);
    }

    #[test]
    fn a_missing_needed_column_refuses_the_file() {
        let error = read(&b"Job Title\tCity\nx\ty\n"[..], &Regions::default()).err().map(|error| error.to_string());
        assert!(error.is_some_and(|error| error.contains("wic job location snapshot id") && error.contains("id wic lieu emploi")));
    }

    #[test]
    fn both_languages_of_a_month_meet_by_row_id() {
        let (fr, en) = (all(FR, &[]), all(EN, &[]));
        let ids = |rows: &[Result<Row, BadRow>]| rows.iter().flatten().map(|row| row.record.external_id.clone()).collect::<BTreeSet<_>>();
        assert_eq!((fr.len(), en.len(), ids(&fr) == ids(&en)), (20, 20, false), "each lacks a row the other has");
        assert_eq!(ids(&fr).intersection(&ids(&en)).count(), 18);
        for row in fr.iter().flatten() {
            assert!(
                row.record.title.fr.is_some() && row.record.title.en.is_none() && row.given.has("title.fr") && !row.given.has("title.en")
            );
            assert!(row.record.employer.is_none() && !row.given.has("employer"));
        }
        assert_eq!((fr.iter().filter(|row| row.is_err()).count(), en.iter().filter(|row| row.is_err()).count()), (1, 1));
    }

    #[test]
    fn the_region_asked_for_is_told_row_by_row() {
        let count = |verdict| all(FR, &["Québec/Capitale-Nationale"]).iter().flatten().filter(|row| row.admission == verdict).count();
        assert_eq!((count(Admission::Inside), count(Admission::Outside), count(Admission::Unknown)), (11, 7, 1));
    }

    #[test]
    fn a_bad_row_from_elsewhere_is_nobody_s_business_here() {
        let feed = b"WIC Job Location Snapshot ID\tJob Title\tFirst Posting Date\tProvince/Territory\n1\tNA\t2026/08/07\tOntario\n2\tNA\t2026/08/07\tQu\xc3\xa9bec\n";
        assert_eq!((all(feed, &[]).len(), all(feed, &["QC"]).len()), (2, 1));
    }

    #[test]
    fn a_hostile_file_is_bad_rows() {
        let feed = "WIC Job Location Snapshot ID\tJob Title\tFirst Posting Date\n1\t\"cook\t2026/08/07\n2\tba\0ker\t2026/08/07\n";
        let rows = all(feed.as_bytes(), &[]);
        assert!(rows.len() == 2 && rows[0].is_err() && rows[1].as_ref().is_ok_and(|row| row.record.title.en.as_deref() == Some("ba ker")));
        let long = format!("1\t{}\t2026/08/07\n", "x".repeat(delimited::LONGEST));
        let feed = format!("WIC Job Location Snapshot ID\tJob Title\tFirst Posting Date\n{long}2\t{}\t2026/08/07\n", "y".repeat(300));
        assert!(all(feed.as_bytes(), &[]).iter().all(|row| row.is_err()));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]
        #[test]
        fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400), rows in "[0-9\t\n\"NAa/é-]{0,200}") {
            let header = "WIC Job Location Snapshot ID\tJob Title\tFirst Posting Date\tSalary Minimum\tHours Minimum\tVacancy Count\n";
            let asked = Regions::parse(&["QC".to_owned()]).expect("a province");
            for feed in [bytes.clone(), [header.as_bytes(), rows.as_bytes(), &bytes].concat()] {
                if let Ok(rows) = read(feed.as_slice(), &asked) {
                    rows.for_each(drop);
                }
            }
        }
    }
}
