//! Opportunities in the store: one identity, ever more revisions.

use crate::db::{DAY, NOW, each_database};
use crate::records::{all, day, job, one, partial, published, rows, title, with};
use model::locale::{Behind, Locale};
use model::opportunities::Status;
use server::store::{Fate, ImportOptions};
use uuid::Uuid;

each_database!(a_new_posting_is_live_at_its_first_revision, Seeded, |db| {
    let record = with(job("1", "Soudeuse ou soudeur"), |record| {
        record.opens = Some(day("2026-11-20"));
        record.closes = Some(day("2026-12-11"));
        record.title.en = Some("Welder".into());
    });
    assert_eq!(db.store.import(&rows([record.clone()]), &published("a")).await.expect("imports"), [Fate::Created]);
    let stored = one(&db.store, "a", "1").await;
    assert_eq!((stored.status, stored.live_revision, stored.latest_revision, stored.revision), (Status::Published, Some(1), 1, 1));
    assert_eq!((stored.created_at, stored.updated_at, stored.missing_since), (NOW, NOW, None));
    assert_eq!((stored.fr_revision, stored.en_follows), (1, Some(1)));
    assert_eq!((stored.public_id.len(), stored.public_id.bytes().all(|b| b.is_ascii_alphanumeric())), (8, true));
    let by_id = db.store.opportunity(stored.id).await.expect("reads");
    let by_public_id = db.store.opportunity_by_public_id(&stored.public_id).await.expect("reads");
    assert_eq!((by_id.as_ref(), by_public_id.as_ref()), (Some(&stored), Some(&stored)));
    assert_eq!(with(stored.record, |record| record.status = None), record);
    assert!(db.store.opportunity(Uuid::now_v7()).await.expect("reads").is_none());
});

each_database!(a_day_is_a_whole_day_of_quebec, Seeded, |db| {
    let record = with(job("1", "Soudeuse"), |record| {
        record.opens = Some(day("2026-11-25"));
        record.closes = Some(day("2026-11-25"));
    });
    db.store.import(&rows([record]), &published("a")).await.expect("imports");
    let stored = one(&db.store, "a", "1").await;
    let start = db.clock.start_of(day("2026-11-25"));
    assert_eq!((stored.opens.1, stored.closes.map(|(_, at)| at)), (start, Some(start + DAY)));
    assert_eq!(
        [start - 1, start, start + DAY - 1, start + DAY].map(|at| stored.is_open(at)),
        [false, true, true, false],
        "open for the whole day and not a second more"
    );
});

each_database!(a_posting_without_dates_opens_the_day_it_comes_and_never_moves, Seeded, |db| {
    db.store.import(&rows([job("1", "Soudeuse")]), &published("a")).await.expect("imports");
    db.clock.set(NOW + 3 * DAY);
    assert_eq!(db.store.import(&rows([job("1", "Soudeuse")]), &published("a")).await.expect("imports"), [Fate::Unchanged]);
    let stored = one(&db.store, "a", "1").await;
    assert_eq!((stored.opens.0, stored.closes), (day("2026-11-24"), None));
});

each_database!(a_change_is_a_new_revision_and_the_same_again_is_none, Seeded, |db| {
    db.store.import(&rows([job("1", "Soudeuse")]), &published("a")).await.expect("imports");
    let first = one(&db.store, "a", "1").await;
    db.clock.set(NOW + DAY);
    let changed = with(job("1", "Soudeuse"), |record| record.openings = Some(3));
    assert_eq!(db.store.import(&rows([changed.clone()]), &published("a")).await.expect("imports"), [Fate::Changed]);
    let second = one(&db.store, "a", "1").await;
    assert_eq!((second.id, &second.public_id, second.created_at), (first.id, &first.public_id, NOW));
    assert_eq!((second.latest_revision, second.live_revision, second.updated_at), (2, Some(2), NOW + DAY));
    assert_eq!(second.fr_revision, 1, "the French text did not move");
    let last = db.store.last_change().await.expect("reads");
    assert_eq!(db.store.import(&rows([changed]), &published("a")).await.expect("imports"), [Fate::Unchanged]);
    assert_eq!(one(&db.store, "a", "1").await, second);
    assert_eq!(db.store.last_change().await.expect("reads"), last);
    assert_eq!(db.number("select count(*) from opportunity_revisions").await, 2, "the first revision is kept");
});

each_database!(english_is_told_behind_when_french_moves_without_it, Seeded, |db| {
    let both = with(job("1", "Soudeuse"), |record| record.title.en = Some("Welder".into()));
    db.store.import(&rows([both]), &published("a")).await.expect("imports");
    let french = job("1", "Soudeuse ou soudeur");
    db.store.import(&[partial(french, &["title.fr"])], &published("a")).await.expect("imports");
    let stored = one(&db.store, "a", "1").await;
    assert_eq!((title(&stored), stored.record.title.get(Locale::En)), ("Soudeuse ou soudeur", Some("Welder")));
    assert_eq!(Behind::between(stored.en_follows, stored.fr_revision), Some(Behind { follows: 1, current: 2 }));
    let english = with(job("1", ""), |record| record.title.en = Some("Welder or fitter".into()));
    db.store.import(&[partial(english, &["title.en"])], &published("a")).await.expect("imports");
    let stored = one(&db.store, "a", "1").await;
    assert_eq!((stored.fr_revision, stored.en_follows, stored.latest_revision), (2, Some(2), 3));
});

each_database!(a_draft_waits_for_its_french, Seeded, |db| {
    let english = with(job("1", ""), |record| (record.title.fr, record.title.en) = (None, Some("Welder".into())));
    assert_eq!(db.store.import(&rows([english.clone()]), &published("a")).await.expect("imports"), [Fate::Drafted]);
    let draft = one(&db.store, "a", "1").await;
    assert_eq!((draft.status, draft.live_revision), (Status::Draft, None));
    assert!(db.store.published_after(Uuid::nil(), 10).await.expect("reads").is_empty());
    let both = with(english, |record| record.title.fr = Some("Soudeuse".into()));
    assert_eq!(db.store.import(&rows([both]), &published("a")).await.expect("imports"), [Fate::Changed]);
    let live = one(&db.store, "a", "1").await;
    assert_eq!((live.status, live.live_revision, &live.public_id), (Status::Published, Some(2), &draft.public_id));
    assert_eq!(
        (live.fr_revision, live.en_follows),
        (1, Some(1)),
        "the first French text is a first revision, which its English is not behind"
    );
});

each_database!(without_publish_a_new_posting_waits_and_a_live_one_stays_live, Seeded, |db| {
    let quiet = ImportOptions { publish: false, ..published("a") };
    assert_eq!(db.store.import(&rows([job("1", "Soudeuse")]), &quiet).await.expect("imports"), [Fate::Drafted]);
    assert_eq!(db.store.import(&rows([job("1", "Soudeuse")]), &published("a")).await.expect("imports"), [Fate::Changed]);
    assert_eq!(one(&db.store, "a", "1").await.status, Status::Published);
    assert_eq!(db.store.import(&rows([job("1", "Soudeuse")]), &quiet).await.expect("imports"), [Fate::Unchanged]);
    assert_eq!(one(&db.store, "a", "1").await.status, Status::Published);
});

each_database!(one_number_of_two_feeds_is_two_postings, Seeded, |db| {
    for source in ["a", "b"] {
        assert_eq!(db.store.import(&rows([job("1", source)]), &published(source)).await.expect("imports"), [Fate::Created]);
    }
    let (a, b) = (one(&db.store, "a", "1").await, one(&db.store, "b", "1").await);
    assert!(a.id != b.id && a.public_id != b.public_id && title(&a) == "a" && title(&b) == "b");
    assert_eq!(db.store.count_by_status().await.expect("counts"), [("published".to_owned(), 2)]);
});

each_database!(a_number_twice_in_one_feed_is_one_posting_and_the_last_row_speaks, Seeded, |db| {
    let fates = db.store.import(&rows([job("1", "Une"), job("1", "Deux")]), &published("a")).await.expect("imports");
    assert_eq!(fates, [Fate::Created, Fate::Changed]);
    let stored = all(&db.store, "a").await;
    assert_eq!((stored.len(), title(&stored["1"])), (1, "Deux"));
});

each_database!(pages_of_the_store_bring_each_posting_once, Seeded, |db| {
    let records: Vec<_> = (0..25).map(|n| job(&n.to_string(), &format!("Poste {n}"))).collect();
    db.store.import(&rows(records), &published("a")).await.expect("imports");
    let (mut last, mut ids) = (Uuid::nil(), Vec::new());
    loop {
        let page = db.store.published_after(last, 10).await.expect("reads");
        assert!(page.iter().all(|stored| stored.record.title.fr.is_some()), "each has its own texts");
        let Some(end) = page.last() else { break };
        last = end.id;
        ids.extend(page.iter().map(|stored| stored.record.external_id.clone()));
    }
    ids.sort_by_key(|id| id.parse::<u32>().expect("a number"));
    assert_eq!(ids, (0..25).map(|n| n.to_string()).collect::<Vec<_>>());
});
