//! Every format of feed, through the store and back.

use crate::db::each_database;
use crate::records::{all, published, read};
use server::import::detect::detect;
use server::import::{Format, Row};
use server::store::{Fate, Store};
use std::io::Write;

/// A feed of each format, with the number of its good and bad rows.
const FEEDS: &[(&str, Format, &[u8], usize, usize)] = &[
    ("job_bank_fr.csv", Format::Jobbank, include_bytes!("../feeds/job_bank_fr.csv"), 19, 1),
    ("job_bank_en.csv", Format::Jobbank, include_bytes!("../feeds/job_bank_en.csv"), 19, 1),
    ("postings_utf8.csv", Format::Csv, include_bytes!("../feeds/postings_utf8.csv"), 2, 0),
    ("postings_windows_1252.csv", Format::Csv, include_bytes!("../feeds/postings_windows_1252.csv"), 3, 0),
    ("postings_bad.csv", Format::Csv, include_bytes!("../feeds/postings_bad.csv"), 3, 10),
    ("postings.json", Format::Json, include_bytes!("../feeds/postings.json"), 3, 4),
    ("postings.ndjson", Format::Json, include_bytes!("../feeds/postings.ndjson"), 3, 4),
    ("aggregator.xml", Format::Xml, include_bytes!("../feeds/aggregator.xml"), 4, 4),
    ("page.html", Format::JsonLd, include_bytes!("../feeds/page.html"), 1, 0),
    ("page_several.html", Format::JsonLd, include_bytes!("../feeds/page_several.html"), 3, 3),
];

#[test]
fn every_feed_is_known_by_its_content_and_its_rows_are_counted() {
    for (name, format, feed, good, bad) in FEEDS {
        assert_eq!(detect(Some(name), feed), Some(*format), "{name}");
        assert_eq!(detect(None, feed), Some(*format), "{name} on standard input");
        let (rows, faults) = read(*format, feed, &[]);
        assert_eq!((rows.len(), faults.len()), (*good, *bad), "{name}: {faults:#?}");
    }
}

each_database!(every_feed_read_twice_changes_nothing_the_second_time, Seeded, |db| {
    for (name, format, feed, ..) in FEEDS {
        let (rows, _) = read(*format, feed, &[]);
        db.store.import(&rows, &published(name)).await.expect("imports");
        let (before, last) = (all(&db.store, name).await, db.store.last_change().await.expect("reads"));
        let fates = db.store.import(&rows, &published(name)).await.expect("imports");
        assert!(fates.iter().all(|fate| *fate == Fate::Unchanged), "{name}: {fates:?}");
        assert_eq!(all(&db.store, name).await, before, "{name}");
        assert_eq!(db.store.last_change().await.expect("reads"), last, "{name}");
    }
});

/// What `export` writes.
async fn export(store: &Store, source: &str) -> Vec<u8> {
    let mut out = Vec::new();
    for stored in store.opportunities_after(Some(source), uuid::Uuid::nil(), 10_000).await.expect("reads") {
        serde_json::to_writer(&mut out, &stored.record).expect("writes");
        out.write_all(b"\n").expect("writes");
    }
    out
}

fn read_export(export: &[u8]) -> Vec<Row> {
    let (rows, bad) = read(Format::Json, export, &[]);
    assert_eq!(bad, [], "what we write we read");
    rows
}

each_database!(what_is_exported_and_taken_in_again_changes_nothing, Sample, |db| {
    for (name, format, feed, ..) in FEEDS {
        db.store.import(&read(*format, feed, &[]).0, &published(name)).await.expect("imports");
    }
    db.execute("update opportunities set status = 'filled' where external_id = 'U-1'").await;
    let last = db.store.last_change().await.expect("reads");
    for source in FEEDS.iter().map(|(name, ..)| *name).chain(["sample"]) {
        let written = export(&db.store, source).await;
        let options = server::store::ImportOptions { publish: false, ..published(source) };
        let fates = db.store.import(&read_export(&written), &options).await.expect("imports");
        assert!(fates.iter().all(|fate| *fate == Fate::Unchanged), "{source}: {fates:?}");
    }
    assert_eq!(db.store.last_change().await.expect("reads"), last);
});

each_database!(an_export_makes_the_same_postings_elsewhere, Seeded, |db| {
    for (name, format, feed, ..) in FEEDS {
        let here = published(name);
        db.store.import(&read(*format, feed, &[]).0, &here).await.expect("imports");
        let written = export(&db.store, name).await;
        let elsewhere = published(&format!("copy of {name}"));
        db.store.import(&read_export(&written), &elsewhere).await.expect("imports");
        let again = export(&db.store, &elsewhere.source).await;
        assert_eq!(String::from_utf8_lossy(&written), String::from_utf8_lossy(&again), "{name}");
    }
});
