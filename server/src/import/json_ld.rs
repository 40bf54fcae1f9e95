//! schema.org JobPosting as JSON-LD: one, several, in a graph, or in the scripts of a saved page.
//!
//! A page is read whole, up to [`LARGEST`]. What feeds get wrong in practice is repaired where it has one meaning (line ends
//! in strings, trailing commas, escaped markup); references by `@id` are followed inside the file. The texts are in the
//! language the posting names, else the one of the page, else French.

mod graph;
mod page;
mod place;
mod salary;

use super::region::{Regions, is_nowhere, province};
use super::text::decode::Decoded;
use super::text::verdict::{Links, checked};
use super::text::{self, amount, day, html, shown, words};
use super::{Admission, BadRow, FeedError, Given, Row, Rows};
use graph::{Graph, Object, is_posting, text_of, walk};
use model::dates::Date;
use model::locale::Locale;
use model::opportunities::record::{EmployerName, PlaceName, Record};
use model::opportunities::{Apply, Kind, Mode};
use place::Place;
use serde_json::Value;
use std::collections::BTreeSet;
use std::io::Read;

/// The largest file, in bytes of UTF-8.
pub const LARGEST: usize = 64 * 1024 * 1024;

/// Reads a file of postings.
///
/// # Errors
/// When it is too large, is neither JSON nor a page, or holds no JobPosting.
pub fn read<'a>(input: impl Read + 'a, region: &'a Regions) -> Result<Rows<'a>, FeedError> {
    let mut bytes = Vec::new();
    Decoded::new(input).take(LARGEST as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > LARGEST {
        return Err(FeedError::Format("The file is larger than 64 MiB. Give fewer pages at a time.".to_owned()));
    }
    let text = String::from_utf8_lossy(&bytes);
    let mut found = Found { rows: Vec::new(), link: None, lang: None, region };
    if text.trim_start().starts_with('<') {
        found.lang = page::language(&text);
        found.link = page::canonical(&text);
        // A page whose scripts refer to each other is one graph.
        let (mut values, mut broken) = (Vec::new(), Vec::new());
        for script in page::scripts(&text) {
            match page::values(&script) {
                Ok(more) => values.extend(more),
                // What is no posting is not our business.
                Err(error) if script.contains("JobPosting") => broken.push(error),
                Err(_) => {}
            }
        }
        found.postings(&values);
        for error in broken {
            let line = found.rows.len() as u64 + 1;
            found.rows.push(Err(BadRow { line, field: "script".to_owned(), reason: format!("The script is no JSON: {error}.") }));
        }
    } else {
        let values = page::values(&text)
            .map_err(|error| FeedError::Format(format!("The file is neither JSON nor a page: {error}. Give the page as it was saved.")))?;
        found.postings(&values);
    }
    if found.rows.is_empty() {
        return Err(FeedError::Format("The file holds no JobPosting of schema.org. Give a page or a file that has one.".to_owned()));
    }
    Ok(Box::new(found.rows.into_iter().map(Ok)))
}

struct Found<'a> {
    rows: Vec<Result<Row, BadRow>>,
    link: Option<String>,
    lang: Option<String>,
    region: &'a Regions,
}

impl Found<'_> {
    fn postings(&mut self, values: &[Value]) {
        let mut graph = Graph::default();
        let mut postings = Vec::new();
        for value in values {
            walk(value, &mut |object| {
                if let Some(id) = object.get("@id").and_then(Value::as_str).filter(|_| object.len() > 1) {
                    graph.nodes.entry(id).or_insert(object);
                }
                if is_posting(object) {
                    postings.push(object);
                }
            });
        }
        // The canonical link of a page is a posting's when it has one posting.
        let link = self.link.clone().filter(|_| postings.len() == 1);
        let mut links = Links::default();
        for object in postings {
            let posting = Posting {
                ordinal: self.rows.len() as u64 + 1,
                object,
                graph: &graph,
                link: link.as_deref(),
                page_lang: self.lang.as_deref(),
            };
            self.rows.push(posting.row(self.region).and_then(|row| links.once(row, "identifier")));
        }
    }
}

struct Posting<'v, 'g> {
    ordinal: u64,
    object: &'v Object,
    graph: &'g Graph<'v>,
    link: Option<&'g str>,
    page_lang: Option<&'g str>,
}

impl<'v> Posting<'v, '_> {
    fn bad(&self, field: &str, reason: String) -> BadRow {
        BadRow { line: self.ordinal, field: field.to_owned(), reason }
    }

    fn text(&self, key: &str) -> Option<String> {
        self.object.get(key).and_then(text_of)
    }

    fn line(&self, key: &str) -> Option<String> {
        self.text(key).map(|text| html::plain_text(&text)).filter(|text| !text.is_empty())
    }

    fn objects(&self, key: &str) -> Vec<&'v Object> {
        self.graph.objects(self.object.get(key))
    }

    fn date(&self, key: &str) -> Result<Option<Date>, BadRow> {
        let Some(written) = self.text(key) else { return Ok(None) };
        day::day(&written)
            .map(Some)
            .ok_or_else(|| self.bad(key, format!("\"{}\" is no date that has one meaning; write one such as 2026-11-24.", shown(&written))))
    }

    fn language(&self) -> Result<Locale, BadRow> {
        let named =
            self.objects("inLanguage").first().and_then(|object| object.get("alternateName").or(object.get("name")).and_then(text_of));
        match named.or_else(|| self.line("inLanguage")) {
            Some(name) => text::language(&name).map_err(|other| {
                self.bad("inLanguage", format!("\"{other}\" is neither French nor English; give the posting in one of them."))
            }),
            None => match self.page_lang {
                Some(name) => text::language(name)
                    .map_err(|other| self.bad("lang", format!("The page is in \"{other}\"; give a page in French or English."))),
                None => Ok(Locale::Fr),
            },
        }
    }

    fn row(&self, region: &Regions) -> Result<Row, BadRow> {
        let lang = self.language()?;
        let (title, body) = if lang == Locale::Fr { ("title.fr", "body.fr") } else { ("title.en", "body.en") };
        let mut given = BTreeSet::from([title, body, "employer", "place", "schedule", "pay", "opens", "closes", "openings", "apply"]);
        let web = |link: String| Some(link.trim().to_owned()).filter(|link| link.starts_with("http"));
        let link =
            self.line("url").and_then(web).or_else(|| self.link.map(str::to_owned)).or_else(|| self.line("mainEntityOfPage").and_then(web));
        let identifier =
            self.objects("identifier").first().and_then(|object| object.get("value").and_then(text_of)).or_else(|| self.text("identifier"));
        let id = identifier.and_then(|id| text::stated(&id)).or_else(|| link.clone()).or_else(|| self.line("@id"));
        let id = id.ok_or_else(|| self.bad("identifier", "Give each posting an identifier or a url.".to_owned()))?;

        let mut record = Record::new(id, Kind::Job);
        *record.title.slot(lang) = self.line("title").or_else(|| self.line("name"));
        *record.body.slot(lang) = self.text("description").and_then(|text| html::body(&text));
        let hiring =
            self.objects("hiringOrganization").first().and_then(|object| object.get("name").or(object.get("legalName")).and_then(text_of));
        let hiring = hiring.or_else(|| self.text("hiringOrganization")).map(|name| html::plain_text(&name));
        // « confidential » is what the habit writes for an employer that is not named.
        record.employer = hiring
            .filter(|name| !matches!(text::fold(name).as_str(), "" | "confidential" | "confidentiel"))
            .map(|name| EmployerName { key: None, name });
        record.opens = self.date("datePosted")?;
        record.closes = self.date("validThrough")?;
        record.openings = self.text("totalJobOpenings").and_then(|count| amount::whole(&count)).filter(|count| *count > 0);
        record.schedule = self.schedule();
        record.noc = self.noc();
        let contact = || {
            let email = self.objects("applicationContact").first().and_then(|object| object.get("email").and_then(text_of));
            email.map(|email| Apply::Email(email.trim().trim_start_matches("mailto:").to_owned()))
        };
        record.apply = link.map(Apply::Url).or_else(contact);

        let remote = self.text("jobLocationType").is_some_and(|kind| text::fold(&kind) == "telecommute");
        let places = self.places();
        // Of several places, the posting is told at the first that was asked for.
        let judged: Vec<_> = places
            .iter()
            .map(|place| (place, region.admit(place.province.as_deref(), place.region.as_deref(), place.city.as_deref())))
            .collect();
        let best = [Admission::Inside, Admission::Unknown, Admission::Outside]
            .into_iter()
            .find_map(|verdict| judged.iter().find(|(_, judged)| *judged == verdict));
        let admission = best.map_or_else(|| region.admit(None, None, None), |(_, verdict)| *verdict);
        let place = best.map(|(place, _)| *place);
        let city = place.and_then(|place| place.city.clone()).filter(|city| !is_nowhere(city));
        record.place = Some(PlaceName { city, borough: None, remote }).filter(|place| *place != PlaceName::default());
        record.pay = salary::pay(self.object, self.graph, place.and_then(|place| place.country.as_deref()));
        record.mode = remote.then_some(Mode::Remote);
        // schema.org has no word for on site, and few write a NOC code: silence leaves what is known.
        given.extend(remote.then_some("mode"));
        given.extend(record.noc.as_ref().map(|_| "noc"));
        checked(self.ordinal, record, Given::Only(given), admission, |field| {
            match field {
                "external_id" => "identifier",
                "body" => "description",
                "employer.name" => "hiringOrganization",
                "opens" => "datePosted",
                "closes" => "validThrough",
                "pay" | "pay.currency" => "baseSalary",
                "openings" => "totalJobOpenings",
                "apply.url" => "url",
                "apply.email" => "applicationContact",
                other => other,
            }
            .to_owned()
        })
    }

    fn schedule(&self) -> Option<model::opportunities::Schedule> {
        let types = match self.object.get("employmentType")? {
            Value::Array(types) => types.iter().filter_map(text_of).collect::<Vec<_>>().join(", "),
            one => text_of(one)?,
        };
        words::schedule(&types)
    }

    /// A category that is a NOC code: five digits, alone or after the name of the classification.
    fn noc(&self) -> Option<String> {
        let category = self.object.get("occupationalCategory")?;
        let coded = self.objects("occupationalCategory").into_iter().filter(|object| {
            object
                .get("inCodeSet")
                .and_then(text_of)
                .is_none_or(|set| text::fold(&set).split(' ').any(|word| matches!(word, "noc" | "cnp")))
        });
        let mut codes: Vec<String> = coded.filter_map(|object| object.get("codeValue").and_then(text_of)).collect();
        match category {
            Value::Array(values) => codes.extend(values.iter().filter_map(Value::as_str).map(str::to_owned)),
            Value::String(one) => codes.push(one.clone()),
            _ => {}
        }
        codes.iter().find_map(|code| {
            let folded = text::fold(code);
            let bare = folded.strip_prefix("noc ").or(folded.strip_prefix("cnp ")).unwrap_or(&folded);
            (bare.len() == 5).then(|| words::noc(bare)).flatten()
        })
    }

    fn places(&self) -> Vec<Place> {
        let mut places: Vec<_> = self.objects("jobLocation").into_iter().filter_map(|object| Place::of(object, self.graph)).collect();
        if places.is_empty() {
            places.extend(
                self.text("jobLocation")
                    .filter(|_| self.object.get("jobLocation").is_some_and(Value::is_string))
                    .map(|line| Place::of_line(&line)),
            );
        }
        if places.is_empty() {
            // Who may work from home says where the job is when nothing else does.
            let named = self.objects("applicantLocationRequirements").into_iter().filter_map(|object| object.get("name").and_then(text_of));
            places.extend(named.map(|name| match (province(&name), amount::currency_of(Some(&name))) {
                (Some(_), _) => Place { province: Some(name), ..Place::default() },
                (None, Some("CAD")) => Place { country: Some(name), ..Place::default() },
                (None, _) => Place { province: Some(name.clone()), country: Some(name), ..Place::default() },
            }));
        }
        places
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::money::{Cents, Pay, PayPeriod};
    use model::opportunities::Schedule;
    use proptest::prelude::*;

    fn all(feed: &[u8], asked: &[&str]) -> Result<Vec<Result<Row, BadRow>>, FeedError> {
        let region = Regions::parse(&asked.iter().map(|value| (*value).to_owned()).collect::<Vec<_>>()).expect("values");
        read(feed, &region)?.collect()
    }

    /// A posting with these properties besides the least a posting needs.
    fn one(properties: &str) -> Result<Row, BadRow> {
        let feed = format!(r#"{{"@context":"https://schema.org","@type":"JobPosting","title":"Soudeuse","identifier":"7"{properties}}}"#);
        all(feed.as_bytes(), &[]).expect("reads").remove(0)
    }

    fn good(properties: &str) -> Record {
        one(properties).expect("a good row").record
    }

    #[test]
    fn a_saved_page_gives_its_posting() {
        let rows = all(include_bytes!("../../tests/feeds/page.html"), &["QC/Québec"]).expect("reads");
        assert_eq!(rows.len(), 1);
        let row = rows[0].as_ref().expect("a good row");
        let record = &row.record;
        assert_eq!((row.line, row.admission, record.external_id.as_str()), (1, Admission::Inside, "P-2026-41"));
        assert_eq!(record.title.fr.as_deref(), Some("Ingénieure ou ingénieur en conception optique (H/F) & essais"));
        assert_eq!(record.body.fr.as_deref(), Some("<p>Vous concevrez les yeux de machines.</p>\n<ul><li>simuler</li></ul>"));
        assert_eq!(record.employer.as_ref().map(|employer| employer.name.as_str()), Some("Atelier Lumen (exemple)"), "followed by its @id");
        assert_eq!(
            record.pay,
            Some(Pay { min: Some(Cents(8_400_000)), max: Some(Cents(10_200_000)), period: PayPeriod::Year, currency: "CAD".into() })
        );
        assert_eq!((record.opens, record.closes), (model::dates::parse("2026-11-10"), model::dates::parse("2026-12-11")));
        assert_eq!((record.schedule, record.openings, record.noc.as_deref()), (Some(Schedule::FullTime), Some(2), Some("21399")));
        assert_eq!(record.apply, Some(Apply::Url("https://lumen.exemple.invalid/emplois/41".into())));
        assert!(row.given.has("noc") && !row.given.has("mode") && !row.given.has("title.en"));
    }

    #[test]
    fn several_postings_of_arrays_graphs_and_lists_are_found_and_broken_scripts_told() {
        let rows = all(include_bytes!("../../tests/feeds/page_several.html"), &[]).expect("reads");
        let told: Vec<_> = rows
            .iter()
            .map(|row| {
                row.as_ref()
                    .map_or_else(|bad| format!("{}! {}", bad.line, bad.field), |row| format!("{} {}", row.line, row.record.external_id))
            })
            .collect();
        assert_eq!(told, ["1 one", "2 two", "3! identifier", "4! validThrough", "5 five", "6! script"]);
        let english = &rows[0].as_ref().expect("a good row").record;
        assert_eq!((english.title.en.as_deref(), english.title.fr.as_deref()), (Some("Welder"), None));
    }

    #[test]
    fn salaries_are_read_however_they_are_wrapped() {
        let pay = |salary: &str| {
            good(&format!(r#","baseSalary":{salary}"#))
                .pay
                .map(|pay| (pay.min.map(|c| c.0), pay.max.map(|c| c.0), pay.period, pay.currency))
        };
        let hourly = Some((Some(2_450), Some(3_000), PayPeriod::Hour, "CAD".to_owned()));
        assert_eq!(pay(r#"{"@type":"MonetaryAmount","currency":"CAD","value":{"minValue":24.5,"maxValue":30,"unitText":"HOUR"}}"#), hourly);
        assert_eq!(pay(r#"{"currency":"cad","minValue":"24,50","maxValue":"30.00 $","unitText":"heure"}"#), hourly);
        assert_eq!(pay(r#"{"value":{"value":"24.50 - 30","unitText":"HOUR"}}"#), hourly);
        assert_eq!(pay(r#"{"value":{"MinValue":24.5,"maxvalue":30,"unitText":"HOUR"}}"#), hourly);
        assert_eq!(pay(r#""24,50 $ à 30 $ de l'heure""#), hourly);
        assert_eq!(
            pay(r#"{"currency":"EUR","value":{"value":40000,"unitCode":"ANN"}}"#),
            Some((Some(4_000_000), None, PayPeriod::Year, "EUR".to_owned()))
        );
        for silent in [
            "{}",
            "24.5",
            r#"{"value":{"value":0,"unitText":"HOUR"}}"#,
            r#"{"value":{"value":"à discuter","unitText":"HOUR"}}"#,
            r#"{"value":{"value":20}}"#,
            "null",
            r#"{"currency":"sous","value":{"value":20,"unitText":"HOUR"}}"#,
        ] {
            assert_eq!(pay(silent), None, "{silent}");
        }
        assert!(
            one(r#","baseSalary":{"value":{"minValue":30,"maxValue":20,"unitText":"HOUR"}}"#).is_err_and(|bad| bad.field == "baseSalary")
        );
    }

    #[test]
    fn places_answer_the_region_and_abroad_is_outside() {
        let asked = &["QC/Capitale-Nationale", "QC/Québec"];
        let admission = |location: &str| {
            let feed = format!(r#"{{"@type":"schema:JobPosting","title":"x","identifier":"7",{location}}}"#);
            let row = all(feed.as_bytes(), asked).expect("reads").remove(0).expect("a good row");
            (row.admission, row.record.place.and_then(|place| place.city))
        };
        let at = |address: &str| admission(&format!(r#""jobLocation":{{"@type":"Place","address":{address}}}"#));
        assert_eq!(
            at(r#"{"addressLocality":"Québec","addressRegion":"QC","addressCountry":"CA"}"#),
            (Admission::Inside, Some("Québec".into()))
        );
        assert_eq!(
            at(r#"{"addressLocality":"Beaupré","addressRegion":"Capitale-Nationale"}"#),
            (Admission::Inside, Some("Beaupré".into()))
        );
        assert_eq!(at(r#""Québec, QC, Canada""#), (Admission::Inside, Some("Québec".into())));
        assert_eq!(at(r#"{"addressLocality":"Paris","addressCountry":{"@type":"Country","name":"FR"}}"#).0, Admission::Outside);
        assert_eq!(at(r#"{"addressLocality":"Toronto, ON"}"#).0, Admission::Outside);
        let two = r#""jobLocation":[{"address":{"addressLocality":"Lyon","addressCountry":"FR"}},{"address":{"addressLocality":"Quebec City","addressRegion":"Quebec"}}]"#;
        assert_eq!(admission(two), (Admission::Inside, Some("Quebec City".into())));
        assert_eq!(
            admission(r#""jobLocationType":"TELECOMMUTE","applicantLocationRequirements":{"@type":"Country","name":"USA"}"#).0,
            Admission::Outside
        );
        assert_eq!(
            admission(r#""jobLocationType":"TELECOMMUTE","applicantLocationRequirements":{"@type":"Country","name":"Canada"}"#).0,
            Admission::Unknown
        );
        let remote = good(r#","jobLocationType":"TELECOMMUTE""#);
        assert_eq!((remote.mode, remote.place.map(|place| place.remote)), (Some(Mode::Remote), Some(true)));
    }

    #[test]
    fn a_category_is_a_noc_code_only_when_it_is_one() {
        for (category, noc) in [
            (r#""21231""#, Some("21231")),
            (r#""CNP 21231""#, Some("21231")),
            (r#"["Software","21231"]"#, Some("21231")),
            (r#"{"codeValue":"21231","inCodeSet":"NOC 2021"}"#, Some("21231")),
            (r#"{"codeValue":"21231","inCodeSet":"ROME"}"#, None),
            (r#""15-1132.00""#, None),
            (r#""2123""#, None),
        ] {
            assert_eq!(good(&format!(r#","occupationalCategory":{category}"#)).noc.as_deref(), noc, "{category}");
        }
    }

    #[test]
    fn postings_that_share_a_link_need_identifiers() {
        let feed = br#"[{"@type":"JobPosting","title":"a","url":"https://a.invalid"},{"@type":"JobPosting","title":"b","url":"https://a.invalid"}]"#;
        let rows = all(feed, &[]).expect("reads");
        assert!(rows[0].is_ok() && rows[1].as_ref().is_err_and(|bad| bad.field == "identifier"));
    }

    #[test]
    fn a_posting_in_another_language_or_without_a_title_is_bad() {
        assert!(one(r#","inLanguage":"es""#).is_err_and(|bad| bad.field == "inLanguage"));
        assert!(
            one(r#","inLanguage":{"@type":"Language","name":"English","alternateName":"en"}"#).is_ok_and(|row| row
                .record
                .title
                .en
                .is_some())
        );
        assert!(all(br#"{"@type":"JobPosting","identifier":7}"#, &[]).expect("reads").remove(0).is_err_and(|bad| bad.field == "title"));
    }

    #[test]
    fn a_file_without_a_posting_is_refused() {
        for wrong in [
            "",
            "{}",
            "[]",
            "<html><script type=\"application/ld+json\">{\"@type\":\"Person\"}</script>",
            "a,b",
            "{\"@type\":\"JobPosting\"",
        ] {
            assert!(all(wrong.as_bytes(), &[]).is_err(), "{wrong}");
        }
    }

    #[test]
    fn hostile_nesting_is_told_and_not_followed() {
        let deep = format!("<script type=application/ld+json>{{\"@type\":\"JobPosting\",\"a\":{}", "[".repeat(200_000));
        assert!(all(deep.as_bytes(), &[]).expect("reads").remove(0).is_err_and(|bad| bad.field == "script"));
        let circle =
            r##"[{"@type":"JobPosting","identifier":"1","title":"x","hiringOrganization":{"@id":"#a"}},{"@id":"#a","name":{"@id":"#a"}}]"##;
        assert!(all(circle.as_bytes(), &[]).expect("reads").remove(0).is_ok_and(|row| row.record.employer.is_none()));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]
        #[test]
        fn no_bytes_make_the_reader_panic(
            bytes in proptest::collection::vec(any::<u8>(), 0..300),
            text in "(<script type=application/ld\\+json>|</script>|<!--|-->|\"@type\":\"JobPosting\"|\"title\":|[{}\\[\\],:\"\\\\a-z0-9é&;\n ]){0,60}",
        ) {
            for feed in [bytes, format!("<html>{text}").into_bytes(), format!("{{\"@type\":\"JobPosting\",\"title\":\"x\",\"identifier\":1,{text}}}").into_bytes()] {
                if let Ok(rows) = read(feed.as_slice(), &Regions::default()) {
                    rows.for_each(drop);
                }
            }
        }
    }
}
