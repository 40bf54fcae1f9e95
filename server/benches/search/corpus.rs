//! The generated corpora: the same postings at each run, kept in `target/corpora` between runs.

use model::dates::Date;
use model::opportunities::Status;
use server::clock::Clock;
use server::generate::Generator;
use server::search::{Labels, Search};
use server::store::{Durability, Place, Store, Stored, StoredEmployer, StoredPlace};
use std::collections::HashMap;
use std::path::PathBuf;
use uuid::Uuid;

/// 2026-11-24 at 15:00 UTC.
pub const NOW: i64 = 1_795_532_400;
/// The seed of every corpus.
pub const SEED: u64 = 7;

/// The day of the corpora.
pub fn today() -> Date {
    Date::new(2026, 11, 24).expect("a day")
}

/// Makes the postings of a corpus.
pub struct Corpus {
    generator: Generator,
    clock: Clock,
    places: HashMap<String, Place>,
    made: u128,
}

/// The names that lists are told with: sectors and places of the content.
pub fn labels() -> Labels {
    tokio::runtime::Runtime::new().expect("a runtime").block_on(async {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite:{}", folder.path().join("labels.db").display());
        let store = Store::open(&url, Clock::fixed(NOW), Durability::None).await.expect("a store");
        store.seed().await.expect("the content");
        let (fr, en) = (
            store.sectors(model::locale::Locale::Fr).await.expect("sectors"),
            store.sectors(model::locale::Locale::En).await.expect("sectors"),
        );
        let sectors = fr.into_iter().zip(en).map(|(fr, en)| (fr.key, fr.title, en.title)).collect();
        Labels { sectors, places: store.places().await.expect("places") }
    })
}

impl Corpus {
    /// A corpus of about so many postings.
    pub fn new(seed: u64, count: u64, labels: &Labels) -> Self {
        let places = labels.places.iter().map(|place| (place.fr.clone(), place.clone())).collect();
        Self { generator: Generator::new(seed, count, today()), clock: Clock::fixed(NOW), places, made: 0 }
    }
}

impl Iterator for Corpus {
    type Item = Stored;

    fn next(&mut self) -> Option<Stored> {
        let record = self.generator.make().record;
        self.made += 1;
        let day = |day: Date| (day, self.clock.start_of(day));
        let employer = record.employer.as_ref().map(|employer| StoredEmployer {
            key: server::text::keyify(&employer.name),
            fr: (employer.name.clone(), None),
            en: None,
        });
        let place = record.place.as_ref().and_then(|place| {
            let name = place.borough.as_ref().or(place.city.as_ref())?;
            let place = self.places.get(name)?;
            Some(StoredPlace { key: place.key.clone(), fr: place.fr.clone(), en: place.en.clone(), parent: place.parent.clone() })
        });
        let number = self.made as u64;
        Some(Stored {
            id: Uuid::from_u128(self.made),
            public_id: format!("{:08x}", number.wrapping_mul(0x9e37_79b1) as u32),
            status: Status::Published,
            live_revision: Some(1),
            latest_revision: 1,
            revision: 1,
            fr_revision: 1,
            en_follows: record.title.en.as_ref().map(|_| 1),
            source: "generated".to_owned(),
            sample: true,
            missing_since: None,
            opens: day(record.opens.unwrap_or_else(today)),
            closes: record.closes.map(|closes| (closes, self.clock.end_of(closes))),
            created_at: NOW,
            updated_at: NOW,
            employer,
            place,
            record,
        })
    }
}

/// The folder of a corpus's index.
pub fn folder(count: u64) -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../target/corpora")).join(count.to_string())
}

/// The index of a corpus; made when it is not there, or of another release.
pub fn index(count: u64, labels: &Labels) -> Search {
    let folder = folder(count);
    if let Ok(search) = Search::open(&folder)
        && search.documents() == count
    {
        search.set_labels(labels.clone());
        return search;
    }
    Search::build(&folder, labels.clone(), Corpus::new(SEED, count, labels).take(count as usize), 2).expect("an index")
}
