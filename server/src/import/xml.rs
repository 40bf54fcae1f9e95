//! The XML feed of the job aggregators: `<source><job>…</job></source>`.
//!
//! There is no standard, only a habit; the names of elements vary and are compared without case, `_` and `-`. Attributes are
//! not looked at. The feed is cut into jobs while it passes, and each job, at most 1 MiB, is parsed alone: a broken one is bad
//! by itself. No entity is ever expanded, and a feed that declares some is refused.

mod job;
mod stream;

use super::region::{Regions, city_and_province, is_nowhere, province};
use super::text::verdict::{Links, checked};
use super::text::window::Window;
use super::text::{amount, day, html, language, shown, words};
use super::{BadRow, FeedError, Given, Row, Rows};
use job::Job;
use model::dates::Date;
use model::locale::Locale;
use model::money::Pay;
use model::opportunities::record::{EmployerName, PlaceName, Record};
use model::opportunities::{Apply, Kind, Mode};
use std::collections::BTreeSet;
use std::io::Read;
use stream::Jobs;

/// Opens a feed of jobs.
///
/// # Errors
/// When it is empty or does not begin with a tag.
pub fn read<'a>(input: impl Read + 'a, region: &'a Regions) -> Result<Rows<'a>, FeedError> {
    let mut window = Window::new(input);
    while window.at(0)?.is_some_and(|byte| byte.is_ascii_whitespace() || byte == 0) {
        window.consume(1);
    }
    if window.at(0)? != Some(b'<') {
        return Err(FeedError::Format(
            "The feed is no XML. Give a file that begins with <source> and holds one <job> a posting.".to_owned(),
        ));
    }
    let mut jobs = Jobs::new(window);
    let mut links = Links::default();
    Ok(Box::new(std::iter::from_fn(move || {
        let job = jobs.next_job().transpose()?;
        let row = |text: String| Job::parse(jobs.ordinal(), &text)?.row(region).and_then(|row| links.once(row, "referencenumber"));
        Some(job.map(|job| job.and_then(row)))
    })))
}

impl Job {
    fn date(&self, names: &[&str]) -> Result<Option<Date>, BadRow> {
        let Some(name) = names.iter().find(|name| self.has(name)) else { return Ok(None) };
        let written = self.say(&[name]).unwrap_or_default();
        day::day(written)
            .map(Some)
            .ok_or_else(|| self.bad(name, format!("\"{}\" is no date that has one meaning; write one such as 2026-11-24.", shown(written))))
    }

    fn row(&self, region: &Regions) -> Result<Row, BadRow> {
        let lang = match self.line(&["language", "lang", "joblanguage"]).map(|name| language(&name)) {
            None => Locale::Fr,
            Some(Ok(lang)) => lang,
            Some(Err(other)) => {
                return Err(self.bad("language", format!("\"{other}\" is neither French nor English; give the posting in one of them.")));
            }
        };
        let url = self.line(&["url", "applyurl", "joburl", "link", "applylink", "applicationurl", "applicationlink"]);
        let id = self.line(&[
            "referencenumber",
            "reference",
            "referenceid",
            "referencecode",
            "jobreference",
            "externalid",
            "id",
            "jobid",
            "guid",
            "requisitionid",
        ]);
        let id =
            id.or_else(|| url.clone()).ok_or_else(|| self.bad("referencenumber", "Give each job its number at the source.".to_owned()))?;
        let title = if lang == Locale::Fr { "title.fr" } else { "title.en" };
        let body = if lang == Locale::Fr { "body.fr" } else { "body.en" };
        let mut given = BTreeSet::from([title, body, "employer", "place", "schedule", "pay", "opens", "closes", "apply"]);

        let mut record = Record::new(id, Kind::Job);
        *record.title.slot(lang) = self.line(&["title", "jobtitle", "name"]);
        *record.body.slot(lang) =
            self.say(&["description", "jobdescription", "htmldescription", "body", "content", "plaintextdescription"]).and_then(html::body);
        record.employer = self
            .line(&["company", "company/name", "companyname", "employer", "employer/name"])
            .map(|name| EmployerName { key: None, name });
        record.opens = self.date(&[
            "date",
            "dateposted",
            "postdate",
            "posteddate",
            "postedat",
            "publishdate",
            "publicationdate",
            "publisheddate",
            "publishedat",
            "pubdate",
        ])?;
        record.closes = self.date(&[
            "expirationdate",
            "expirydate",
            "expiration",
            "expire",
            "expires",
            "expireson",
            "expiresat",
            "closingdate",
            "closedate",
            "validthrough",
            "deadline",
        ])?;
        record.apply = url.map(Apply::Url).or_else(|| self.line(&["email", "applyemail", "applicationemail"]).map(Apply::Email));
        // Some write the contract in one of these and the hours in another.
        let kinds = ["jobtype", "workterm", "employmenttype", "contracttime", "worktype", "arrangement", "schedule"];
        record.schedule = kinds.iter().find_map(|kind| self.say(&[kind]).and_then(words::schedule));

        let (city, of_city) = self
            .line(&["city", "location/city", "locality"])
            .or_else(|| self.line(&["location"]))
            .map_or((None, None), |place| city_and_province(&place));
        let state = self.line(&["state", "province", "location/state", "location/province"]).or(of_city);
        let county = self.line(&["region", "county", "location/region"]);
        let country = self.line(&["country", "location/country", "countrycode"]);
        record.mode = self.mode(city.as_deref());
        let remote = record.mode == Some(Mode::Remote);
        let elsewhere = country.as_deref().filter(|country| amount::currency_of(Some(country)) != Some("CAD"));
        let stated = state.or_else(|| county.clone().filter(|county| province(county).is_some())).or_else(|| elsewhere.map(str::to_owned));
        let admission = region.admit(stated.as_deref(), county.as_deref(), city.as_deref());
        let city = city.filter(|city| !is_nowhere(city));
        record.place = Some(PlaceName { city, borough: None, remote }).filter(|place| *place != PlaceName::default());
        record.pay = self.pay(country.as_deref());
        record.noc = self.say(&["noc", "noc2021", "noccode", "cnp", "cnp2021"]).and_then(words::noc);
        record.openings = self
            .say(&["openings", "vacancies", "numberofopenings", "positions", "numberofpositions", "vacancycount"])
            .and_then(amount::whole)
            .filter(|count| *count > 0);
        record.hours_per_week = self.say(&["hoursperweek", "weeklyhours"]).and_then(amount::number);
        // No habit has these: a job without them leaves what is known.
        for (field, stated) in [
            ("mode", record.mode.is_some()),
            ("noc", record.noc.is_some()),
            ("openings", record.openings.is_some()),
            ("hours_per_week", record.hours_per_week.is_some()),
        ] {
            if stated {
                given.insert(field);
            }
        }
        checked(self.ordinal, record, Given::Only(given), admission, |field| {
            match field {
                "external_id" => "referencenumber",
                "body" => "description",
                "employer.name" => "company",
                "opens" => "date",
                "closes" => "expirationdate",
                "apply.url" => "url",
                "apply.email" => "email",
                "pay" | "pay.currency" => "salary",
                other => other,
            }
            .to_owned()
        })
    }

    fn mode(&self, city: Option<&str>) -> Option<Mode> {
        let stated = self.say(&["remotetype", "worklocation", "workplacetype", "workmode", "locationtype"]).and_then(words::mode);
        let remote = || {
            self.say(&["remote", "isremote", "telecommute", "homeoffice"])
                .and_then(|word| words::mode(word).or((words::yes_or_no(word) == Some(true)).then_some(Mode::Remote)))
        };
        stated.or_else(remote).or_else(|| {
            city.filter(|city| super::text::fold(city) == "remote" || words::mode(city) == Some(Mode::Remote)).map(|_| Mode::Remote)
        })
    }

    fn pay(&self, country: Option<&str>) -> Option<Pay> {
        let period = self
            .say(&[
                "salaryperiod",
                "salarytype",
                "salaryinterval",
                "salaryunit",
                "salaryschedule",
                "salary/period",
                "salary/type",
                "salary/interval",
                "payperiod",
            ])
            .and_then(words::period);
        if let Some(written) = self.say(&["salary", "compensation", "pay"]) {
            return amount::pay(written, country, period);
        }
        let min = self.say(&[
            "salarymin",
            "salaryminimum",
            "minsalary",
            "minimumsalary",
            "salaryfrom",
            "salary/min",
            "salary/minimum",
            "salary/from",
        ]);
        let max = self.say(&[
            "salarymax",
            "salarymaximum",
            "maxsalary",
            "maximumsalary",
            "salaryto",
            "salary/max",
            "salary/maximum",
            "salary/to",
        ]);
        let currency = self.say(&["salarycurrency", "salary/currency", "currency"]).unwrap_or_default();
        let written = match (min, max) {
            (Some(min), Some(max)) => format!("{min} - {max} {currency}"),
            (Some(min), None) => format!("{min} {currency}"),
            (None, Some(max)) => format!("max {max} {currency}"),
            (None, None) => return None,
        };
        amount::pay(&written, country, period)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Admission;
    use super::*;
    use model::money::{Cents, PayPeriod};
    use model::opportunities::Schedule;
    use proptest::prelude::*;

    fn all(feed: impl Read) -> Result<Vec<Result<Row, BadRow>>, FeedError> {
        read(feed, &Regions::default())?.collect()
    }

    fn one(job: &str) -> Result<Row, BadRow> {
        all(format!("<source><job><title>Soudeuse</title><referencenumber>1</referencenumber>{job}</job></source>").as_bytes())
            .expect("reads")
            .remove(0)
    }

    #[test]
    fn a_feed_of_the_aggregators_is_read_job_by_job() {
        let rows = all(&include_bytes!("../../tests/feeds/aggregator.xml")[..]).expect("reads");
        let told: Vec<_> = rows
            .iter()
            .map(|row| {
                row.as_ref()
                    .map_or_else(|bad| format!("{}! {}", bad.line, bad.field), |row| format!("{} {}", row.line, row.record.external_id))
            })
            .collect();
        assert_eq!(
            told,
            ["1 X-1", "2 X-2", "3! job", "4! expirationdate", "5! title", "6! language", "7 X-7", "8 https://emplois.exemple.invalid/8"]
        );
        let row = rows[0].as_ref().expect("a good row");
        let record = &row.record;
        assert_eq!(record.title.fr.as_deref(), Some("Technicienne ou technicien R&D"));
        assert_eq!(record.body.fr.as_deref(), Some("<p>Vous <b>assemblez</b> des lasers.</p>"));
        assert_eq!(record.employer.as_ref().map(|employer| employer.name.as_str()), Some("Fibres Boréales (exemple)"));
        assert_eq!(
            record.pay,
            Some(Pay { min: Some(Cents(2_450)), max: Some(Cents(3_100)), period: PayPeriod::Hour, currency: "CAD".into() })
        );
        assert_eq!((record.opens, record.closes), (model::dates::parse("2026-11-10"), model::dates::parse("2026-12-11")));
        assert_eq!((record.schedule, record.mode), (Some(Schedule::FullTime), Some(Mode::Hybrid)));
        assert_eq!(record.place.as_ref().and_then(|place| place.city.as_deref()), Some("Québec"));
        assert!(
            row.given.has("pay")
                && row.given.has("mode")
                && !row.given.has("noc")
                && !row.given.has("title.en")
                && !row.given.has("sponsorship")
        );
        let english = &rows[1].as_ref().expect("a good row").record;
        assert_eq!(
            (english.title.en.as_deref(), english.body.en.as_deref()),
            (Some("Night nurse"), Some("<ul><li>Care & comfort</li></ul>"))
        );
        assert_eq!(
            (english.pay.as_ref(), english.schedule, english.apply.as_ref()),
            (None, None, Some(&Apply::Email("jobs@example.invalid".into())))
        );
        let remote = &rows[6].as_ref().expect("a good row").record;
        assert_eq!(
            (remote.mode, remote.place.as_ref().map(|place| (place.remote, place.city.clone()))),
            (Some(Mode::Remote), Some((true, None)))
        );
    }

    #[test]
    fn an_entity_bomb_is_refused() {
        let error = all(&include_bytes!("../../tests/feeds/bomb.xml")[..]).expect_err("refused");
        assert!(error.to_string().contains("DOCTYPE"));
        assert!(all(&b"<!DOCTYPE source SYSTEM \"x.dtd\"><source></source>"[..]).is_ok_and(|rows| rows.is_empty()));
    }

    #[test]
    fn entities_of_html_are_read_and_unknown_ones_are_left() {
        let record = one("<company>Caf&eacute; &#233; &amp; &bomb; fils</company>").expect("a good row").record;
        assert_eq!(record.employer.map(|employer| employer.name).as_deref(), Some("Café é & &bomb; fils"));
    }

    #[test]
    fn a_place_elsewhere_is_outside_and_its_dollars_are_its_own() {
        let feed = "<source><job><id>1</id><title>a</title><city>Austin</city><state>TX</state><country>US</country><salary>$20 per hour</salary></job>\
            <job><id>2</id><title>b</title><location>Québec, QC</location></job><job><id>3</id><title>c</title><city>Paris</city><country>FR</country></job><job><id>4</id><title>d</title></job></source>";
        let asked = Regions::parse(&["QC/Québec".to_owned()]).expect("a city");
        let rows: Vec<_> = read(feed.as_bytes(), &asked).expect("opens").map(|row| row.expect("reads").expect("good")).collect();
        assert_eq!(
            rows.iter().map(|row| row.admission).collect::<Vec<_>>(),
            [Admission::Outside, Admission::Inside, Admission::Outside, Admission::Unknown]
        );
        assert_eq!(rows[0].record.pay.as_ref().map(|pay| pay.currency.as_str()), Some("USD"));
    }

    #[test]
    fn amounts_in_elements_of_their_own_are_read() {
        let pay = |job: &str| {
            one(job).expect("a good row").record.pay.map(|pay| (pay.min.map(|c| c.0), pay.max.map(|c| c.0), pay.period, pay.currency))
        };
        let expected = Some((Some(5_000_000), Some(6_000_000), PayPeriod::Year, "CAD".to_owned()));
        assert_eq!(
            pay(
                "<salary_min>50000</salary_min><salary_max>60000</salary_max><salary_period>year</salary_period><salary_currency>CAD</salary_currency>"
            ),
            expected
        );
        assert_eq!(pay("<salary><min>50000</min><max>60000</max><period>annual</period></salary>"), expected);
        assert_eq!(pay("<salary>50 000 $ - 60 000 $</salary>"), None);
    }

    #[test]
    fn a_broken_job_costs_itself_only() {
        let good = "<job><id>z</id><title>t</title></job>";
        for broken in [
            "<job><title>t</job>",
            "<job><id>1</id>",
            "<job/>",
            "<job>&#xFFFFFFFF;<id>1</id></job>",
            "<job><description><p></description></job>",
            "<job><id>1</id><title>a</wrong></job>",
        ] {
            let rows = all(format!("<source>{good}{broken}{good}</source>").as_bytes()).expect("reads");
            let told: Vec<_> = rows.iter().map(|row| row.as_ref().map_or_else(|bad| bad.line, |row| row.line)).collect();
            assert!(told == [1, 2, 3] && rows[0].is_ok() && rows[1].is_err() && rows[2].is_ok(), "{broken} {told:?}");
        }
    }

    #[test]
    fn a_job_that_is_too_long_or_too_deep_is_passed_over() {
        let good = "<job><id>z</id><title>t</title></job></source>";
        let endless =
            |open: &'static str, close: &'static str| open.as_bytes().chain(std::io::repeat(b'x').take(5_000_000)).chain(close.as_bytes());
        for (open, close) in [
            ("<source><job><title>", "</title></job>"),
            ("<source><job><title><![CDATA[", "</job> <job>]]></title></job>"),
            ("<source><job><!--", "--></job>"),
        ] {
            let rows = all(endless(open, close).chain(good.as_bytes())).expect("reads");
            assert!(rows.len() == 2 && rows[0].is_err() && rows[1].is_ok(), "{open} {rows:?}");
        }
        let deep = format!("<source><job>{}{}</job>{good}", "<a>".repeat(1000), "</a>".repeat(1000));
        let rows = all(deep.as_bytes()).expect("reads");
        assert!(rows[0].as_ref().is_err_and(|bad| bad.reason.contains("deeper")) && rows[1].is_ok());
    }

    #[test]
    fn jobs_that_share_a_link_need_numbers() {
        let job = "<job><title>a</title><url>https://a.invalid/</url></job>";
        let rows = all(format!("<source>{job}{job}<job><title>b</title><id>3</id><url>https://a.invalid/</url></job></source>").as_bytes())
            .expect("reads");
        assert!(rows[0].is_ok() && rows[1].as_ref().is_err_and(|bad| bad.field == "referencenumber") && rows[2].is_ok());
    }

    #[test]
    fn what_is_no_feed_of_jobs_is_refused() {
        for wrong in ["", "a,b", "<rss><channel><item/></channel></rss>"] {
            assert!(all(wrong.as_bytes()).is_err(), "{wrong}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]
        #[test]
        fn no_bytes_make_the_reader_panic(
            bytes in proptest::collection::vec(any::<u8>(), 0..300),
            text in "(<job>|</job>|<title>|</title>|<!\\[CDATA\\[|\\]\\]>|<!--|-->|&amp;|&|<|>|/|[a-z0-9é ]){0,40}",
        ) {
            for feed in [bytes.clone(), [b"<source><job><title>", bytes.as_slice(), b"</title></job>"].concat(), format!("<source>{text}").into_bytes()] {
                if let Ok(rows) = read(feed.as_slice(), &Regions::default()) {
                    rows.for_each(drop);
                }
            }
        }
    }
}
