//! The content of the program: written once, brought up to date where nobody touched it.

use crate::db::{DAY, each_database};
use crate::records::all;
use model::locale::Locale;
use model::opportunities::Status;
use server::content;
use server::store::Seeded;

each_database!(seeding_twice_writes_nothing_the_second_time, Empty, |db| {
    let first = db.store.seed().await.expect("seeds");
    assert!(first.written > 100 && first.kept == 0, "{first:?}");
    let last = db.store.last_change().await.expect("reads");
    assert_eq!(last, first.written as i64, "each row has its change");
    assert_eq!(db.store.seed().await.expect("seeds"), Seeded { written: 0, kept: first.written });
    assert_eq!(db.store.last_change().await.expect("reads"), last);
    assert_eq!(db.number("select count(*) from sector_texts where revision > 1").await, 0);
});

each_database!(the_samples_are_written_once_a_day_and_only_their_dates_follow_the_day, Seeded, |db| {
    assert!(!db.store.has_sample().await.expect("reads"));
    let first = db.store.seed_sample().await.expect("seeds");
    assert!(db.store.has_sample().await.expect("reads"));
    assert_eq!(db.store.seed_sample().await.expect("seeds"), Seeded { written: 0, kept: first.written });
    let today = all(&db.store, "sample").await;
    assert!(today.values().all(|stored| stored.sample && stored.status == Status::Published));
    db.clock.set(db.clock.now() + DAY);
    db.store.seed_sample().await.expect("seeds");
    let tomorrow = all(&db.store, "sample").await;
    assert_eq!(today.keys().collect::<Vec<_>>(), tomorrow.keys().collect::<Vec<_>>());
    for (id, stored) in tomorrow {
        let before = &today[&id];
        assert_eq!((stored.id, &stored.public_id, stored.fr_revision), (before.id, &before.public_id, before.fr_revision), "{id}");
        assert_eq!(stored.opens.0, before.opens.0.plus_days(1).expect("a day"), "{id}");
    }
});

each_database!(samples_are_hidden_by_a_start_without_them_and_come_back_with_one, Sample, |db| {
    let shown = all(&db.store, "sample").await.len();
    assert!(shown > 60);
    assert_eq!(db.store.hide_sample().await.expect("hides"), shown);
    assert!(!db.store.has_sample().await.expect("reads"));
    assert!(all(&db.store, "sample").await.values().all(|stored| stored.status == Status::Withdrawn));
    assert_eq!(db.store.hide_sample().await.expect("hides"), 0, "there is nothing left to hide");
    db.store.seed_sample().await.expect("seeds");
    assert!(all(&db.store, "sample").await.values().all(|stored| stored.status == Status::Published));
});

#[test]
fn an_english_text_is_behind_by_the_revisions_it_has_not_followed() {
    assert_eq!([content::behind(1, 1), content::behind(3, 1), content::behind(2, 5)], [0, 2, 0]);
}

each_database!(what_people_touched_is_left_alone, Sample, |db| {
    for touch in [
        "update places set seed_hash = null, fr = 'Touché' where key = 'levis'",
        "update facts set seed_hash = null, year = 1608 where key = 'min_wage_2026'",
        "update sectors set seed_hash = null, position = 77 where key = 'optics_photonics'",
        "update resources set seed_hash = null, position = 77 where key = 'first_days'",
        "update employers set seed_hash = null, neq = '1234567890' where key = 'atelier_lumen'",
    ] {
        assert_eq!(db.execute(touch).await, 1, "{touch}");
    }
    let last = db.store.last_change().await.expect("reads");
    assert_eq!(db.store.seed().await.expect("seeds").written, 0);
    assert_eq!(db.store.seed_sample().await.expect("seeds").written, 0);
    assert_eq!(db.store.last_change().await.expect("reads"), last);
    let places = db.store.places().await.expect("reads");
    assert!(places.iter().any(|place| place.key == "levis" && place.fr == "Touché"));
    let facts = db.store.facts(Locale::Fr).await.expect("reads");
    assert!(facts.iter().any(|fact| fact.key == "min_wage_2026" && fact.year == 1608));
    assert_eq!(db.store.sectors(Locale::Fr).await.expect("reads").pop().map(|sector| sector.key).as_deref(), Some("optics_photonics"));
    assert_eq!(db.number("select position from resources where key = 'first_days'").await, 77);
    let employer = db.store.employer("atelier_lumen", Locale::Fr).await.expect("reads").expect("is there");
    assert_eq!(employer.neq.as_deref(), Some("1234567890"));
});

each_database!(a_row_of_a_former_release_is_brought_up_to_date_with_its_change, Seeded, |db| {
    db.execute("update places set seed_hash = 'former', fr = 'Ancienne' where key = 'levis'").await;
    let last = db.store.last_change().await.expect("reads");
    assert_eq!(db.store.seed().await.expect("seeds").written, 1);
    let places = db.store.places().await.expect("reads");
    assert!(places.iter().any(|place| place.key == "levis" && place.fr == "Lévis"));
    let changes = db.store.changes_since(last, 10).await.expect("reads");
    assert_eq!(changes.iter().map(|change| (change.noun.as_str(), change.id.as_str())).collect::<Vec<_>>(), [("places", "levis")]);
});
