//! Whatever a record may say, the store keeps it as it was said.

use crate::db::{Database, Start};
use crate::records::{all, published, rows};
use model::dates::Date;
use model::money::{Cents, Pay, PayPeriod};
use model::opportunities::record::{EmployerName, OtherLanguageTexts, PlaceName, Record, Texts};
use model::opportunities::{Apply, Audience, French, Kind, Mode, Schedule, Stated};
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use server::store::Fate;

const WORDS: &str = "[\\PC&&[^\u{ad}]]{1,30}";

fn texts(pattern: &'static str) -> impl Strategy<Value = Texts> {
    (of(pattern), of(pattern)).prop_map(|(fr, en)| Texts { fr, en })
}

fn pay() -> impl Strategy<Value = Pay> {
    (of(1..1_000_000_i64), of(1..1_000_000_i64), select(PayPeriod::ALL), select(vec!["CAD", "EUR"]))
        .prop_map(|(min, max, period, currency)| Pay { min: min.map(Cents), max: max.map(Cents), period, currency: currency.to_owned() })
}

fn date() -> impl Strategy<Value = Date> {
    (2020..2035_i16, 1..=12_i8, 1..=28_i8).prop_map(|(year, month, day)| Date::new(year, month, day).expect("a date"))
}

prop_compose! {
    fn record()(
        title in texts(WORDS), summary in texts(WORDS), body in texts(WORDS),
        kind in select(Kind::ALL), employer in of(WORDS), place in of((of(WORDS), of(WORDS), any::<bool>())),
        sectors in subsequence(vec!["optics_photonics", "digital_ai", "unknown"], 0..=2), audience in subsequence(Audience::ALL.to_vec(), 0..=3),
        work in (of(select(Mode::ALL)), of(select(Schedule::ALL)), of(1..16_800_u32), of(pay())),
        languages in (of(select(French::ALL)), of((select(vec!["en", "es"]), texts(WORDS)))),
        stated in (select(Stated::ALL), select(Stated::ALL), of("[0-9]{5}"), of(1..1_000_i64)),
        dates in (of(date()), of(date())),
        apply in of(prop_oneof![Just(Apply::Url("https://a.invalid/é?b=c".into())), Just(Apply::Email("a@b.invalid".into()))]),
    ) -> Record {
        let mut record = Record::new("1", kind);
        (record.title, record.summary, record.body) = (title, summary, body);
        record.employer = employer.map(|name| EmployerName { key: None, name });
        record.place = place.map(|(city, borough, remote)| PlaceName { city, borough, remote });
        record.sectors = sectors.into_iter().map(str::to_owned).collect();
        record.audience = audience;
        (record.mode, record.schedule) = (work.0, work.1);
        record.hours_per_week = work.2.map(|hundredths| f64::from(hundredths) / 100.0);
        record.pay = work.3;
        record.french = languages.0;
        record.other_language = languages.1.map(|(language, reason)| OtherLanguageTexts { language: language.to_owned(), reason });
        (record.sponsorship, record.relocation, record.noc, record.openings) = stated;
        (record.opens, record.closes) = dates;
        record.apply = apply;
        record
    }
}

#[test]
fn what_a_record_says_is_kept_and_said_again_is_no_change() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let db = runtime.block_on(Database::sqlite(Start::Seeded));
    let config = ProptestConfig { cases: 64, failure_persistence: None, max_global_rejects: 20_000, ..ProptestConfig::default() };
    let number = std::cell::Cell::new(0);
    proptest!(config, |(record in record().prop_filter("a record that keeps the rules", |record| record.check().is_empty()))| {
        number.set(number.get() + 1);
        let source = format!("s{}", number.get());
        runtime.block_on(async {
            let feed = rows([record.clone()]);
            db.store.import(&feed, &published(&source)).await.expect("imports");
            let mut stored = all(&db.store, &source).await.remove("1").expect("is there").record;
            let fates = db.store.import(&feed, &published(&source)).await.expect("imports");
            prop_assert_eq!(fates, [Fate::Unchanged]);
            // What the store adds: where it stands, the day it came, the key of its employer and the first spelling met.
            stored.status = None;
            if record.opens.is_none() {
                stored.opens = None;
            }
            if let (Some(ours), Some(theirs)) = (&mut stored.employer, &record.employer) {
                prop_assert_eq!(server::text::fold(&ours.name), server::text::fold(&theirs.name));
                ours.clone_from(theirs);
            }
            let mut said = record;
            said.place = said.place.filter(|place| *place != PlaceName::default());
            if let Some(other) = &mut said.other_language {
                // A reason is told in a language in which the posting is.
                other.reason.fr.take_if(|_| said.title.fr.is_none());
                other.reason.en.take_if(|_| said.title.en.is_none());
            }
            prop_assert_eq!(stored, said);
            Ok(())
        })?;
    });
}
