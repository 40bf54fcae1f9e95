//! Postings as tests write them.

use model::locale::Locale;
use model::opportunities::Kind;
use model::opportunities::record::{EmployerName, PlaceName, Record};
use server::import::region::Regions;
use server::import::{Admission, BadRow, Format, Given, Row, open};
use server::store::{ImportOptions, Store, Stored};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A job with a French title and nothing else.
pub fn job(id: &str, title: &str) -> Record {
    let mut record = Record::new(id, Kind::Job);
    record.title.fr = Some(title.to_owned());
    record
}

/// The same, changed.
pub fn with(mut record: Record, change: impl FnOnce(&mut Record)) -> Record {
    change(&mut record);
    record
}

/// An employer by the name a feed gives it.
pub fn employer(name: &str) -> Option<EmployerName> {
    Some(EmployerName { key: None, name: name.to_owned() })
}

/// A city by the name a feed gives it.
pub fn city(name: &str) -> Option<PlaceName> {
    Some(PlaceName { city: Some(name.to_owned()), ..PlaceName::default() })
}

/// A day.
pub fn day(text: &str) -> model::dates::Date {
    model::dates::parse(text).expect("a date")
}

/// Rows that speak of everything and are asked for.
pub fn rows(records: impl IntoIterator<Item = Record>) -> Vec<Row> {
    (1..).zip(records).map(|(line, record)| Row { line, record, given: Given::All, admission: Admission::Inside }).collect()
}

/// A row that speaks of some fields only.
pub fn partial(record: Record, fields: &[&'static str]) -> Row {
    Row { line: 1, record, given: Given::Only(fields.iter().copied().collect()), admission: Admission::Inside }
}

/// A feed that is published.
pub fn published(source: &str) -> ImportOptions {
    ImportOptions { source: source.to_owned(), publish: true, sample: false, actor: "test".to_owned() }
}

/// A feed read whole: its good rows and its bad ones.
pub fn read(format: Format, feed: &[u8], region: &[&str]) -> (Vec<Row>, Vec<BadRow>) {
    let asked: Vec<String> = region.iter().map(|value| (*value).to_owned()).collect();
    let regions = Regions::parse(&asked).expect("regions");
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for row in open(format, feed, &regions).expect("a feed") {
        match row.expect("a readable feed") {
            Ok(row) => good.push(row),
            Err(row) => bad.push(row),
        }
    }
    (good, bad)
}

/// Every posting of a source by its number there, at its latest revision.
pub async fn all(store: &Store, source: &str) -> BTreeMap<String, Stored> {
    let page = store.opportunities_after(Some(source), Uuid::nil(), 10_000).await.expect("reads");
    page.into_iter().map(|stored| (stored.record.external_id.clone(), stored)).collect()
}

/// One posting of a source.
pub async fn one(store: &Store, source: &str, id: &str) -> Stored {
    all(store, source).await.remove(id).unwrap_or_else(|| panic!("{source} has no {id}"))
}

/// The title of a stored posting in French.
pub fn title(stored: &Stored) -> &str {
    stored.record.title.get(Locale::Fr).unwrap_or_default()
}
