//! The log of changes: written with the row it speaks of, in one order for everybody.

use crate::db::each_database;
use crate::records::{all, employer, job, published, rows, with};
use server::store::Fate;
use tokio::task::JoinSet;

each_database!(changes_are_written_with_their_rows_and_in_their_order, Seeded, |db| {
    let last = db.store.last_change().await.expect("reads");
    let records: Vec<_> = ["c", "a", "b"].map(|id| job(id, "Poste")).into();
    db.store.import(&rows(records), &published("s")).await.expect("imports");
    let stored = all(&db.store, "s").await;
    let changes = db.store.changes_since(last, 10).await.expect("reads");
    let expected: Vec<String> = ["c", "a", "b"].map(|id| stored[id].id.to_string()).into();
    assert_eq!(changes.iter().map(|change| change.id.clone()).collect::<Vec<_>>(), expected);
    assert!(changes.iter().all(|change| change.noun == "opportunities"));
    assert!(changes.windows(2).all(|pair| pair[0].seq < pair[1].seq) && changes[0].seq > last);
    assert_eq!(db.store.last_change().await.expect("reads"), changes[2].seq);
    assert_eq!(db.store.changes_since(changes[0].seq, 1).await.expect("reads"), changes[1..2]);
    assert_eq!(db.texts("select distinct actor from changes where noun = 'opportunities'").await, ["test"]);
});

each_database!(a_rehearsal_tells_what_an_import_would_do_and_writes_nothing, Seeded, |db| {
    db.store.import(&rows([job("1", "Une")]), &published("s")).await.expect("imports");
    let last = db.store.last_change().await.expect("reads");
    let feed =
        rows([job("1", "Une"), job("2", "Deux"), with(job("1", "Une autre"), |record| record.employer = employer("Nouvelle maison"))]);
    let told = db.store.rehearse_import(&feed, &published("s")).await.expect("rehearses");
    assert_eq!(told, [Fate::Unchanged, Fate::Created, Fate::Changed]);
    assert_eq!(all(&db.store, "s").await.len(), 1);
    assert_eq!(db.number("select count(*) from employers").await, 0);
    assert_eq!(db.store.last_change().await.expect("reads"), last);
    assert_eq!(db.store.import(&feed, &published("s")).await.expect("imports"), told);
});

each_database!(imports_at_once_all_end_and_lose_nothing, Seeded, |db| {
    let last = db.store.last_change().await.expect("reads");
    let mut importing = JoinSet::new();
    for n in 0..4 {
        let store = db.another_store().await;
        importing.spawn(async move {
            // They meet on the employers, in opposite orders, and two of them on the postings.
            let mut records: Vec<_> = (0..40)
                .map(|i| with(job(&i.to_string(), "Poste"), |record| record.employer = employer(&format!("Maison {}", i % 7))))
                .collect();
            if n % 2 == 1 {
                records.reverse();
            }
            let outcome = store.import(&rows(records), &published(&format!("s{}", n / 2))).await;
            store.close().await;
            outcome
        });
    }
    let fates = importing.join_all().await.into_iter().collect::<Result<Vec<_>, _>>().expect("every import ends");
    let created = fates.iter().flatten().filter(|fate| **fate == Fate::Created).count();
    assert_eq!((created, fates.iter().flatten().filter(|fate| **fate == Fate::Unchanged).count()), (80, 80));
    assert_eq!(db.number("select count(*) from employers").await, 7);
    assert_eq!(db.store.changes_since(last, 1_000).await.expect("reads").len(), 80);
});

each_database!(who_follows_the_log_while_it_is_written_misses_nothing, Seeded, |db| {
    let last = db.store.last_change().await.expect("reads");
    let mut writing = JoinSet::new();
    for n in 0..3 {
        let store = db.another_store().await;
        writing.spawn(async move {
            for i in 0..15 {
                store.import(&rows([job(&i.to_string(), "Poste")]), &published(&format!("s{n}"))).await.expect("imports");
            }
            store.close().await;
        });
    }
    let (mut seen, mut followed) = (last, Vec::new());
    while followed.len() < 45 {
        let changes = db.store.changes_since(seen, 7).await.expect("reads");
        if changes.is_empty() && writing.is_empty() {
            break;
        }
        if changes.is_empty() {
            writing.join_next().await;
        }
        seen = changes.last().map_or(seen, |change| change.seq);
        followed.extend(changes.into_iter().map(|change| change.id));
    }
    followed.sort_unstable();
    followed.dedup();
    assert_eq!(followed.len(), 45);
});

each_database!(asking_for_a_new_index_is_a_change_like_any_other, Seeded, |db| {
    let last = db.store.last_change().await.expect("reads");
    let seq = db.store.request_reindex().await.expect("asks");
    let changes = db.store.changes_since(last, 10).await.expect("reads");
    assert_eq!(changes.iter().map(|change| (change.seq, change.noun.as_str())).collect::<Vec<_>>(), [(seq, "reindex")]);
});
