//! What becomes of the rows of a feed, month after month.

use crate::db::{DAY, NOW, each_database};
use crate::records::{all, city, day, employer, job, one, partial, published, read, rows, title, with};
use model::locale::Locale;
use model::money::{Cents, Pay, PayPeriod};
use model::opportunities::Status;
use server::import::Format;
use server::store::{Fate, ImportOptions};
use std::collections::HashSet;

const FR: &[u8] = include_bytes!("../feeds/job_bank_fr.csv");
const EN: &[u8] = include_bytes!("../feeds/job_bank_en.csv");
const REGION: &[&str] = &["Québec/Capitale-Nationale"];

/// A French month of the Job Bank: id, title, city and region of each row.
fn french_month(rows: &[(&str, &str, &str, &str)]) -> String {
    let head = "ID WIC Lieu emploi\tAppellation d'emploi\tDate initiale affichage de l'offre d'emploi\tVille\tRégion économique\n";
    rows.iter().fold(head.to_owned(), |feed, (id, title, city, region)| format!("{feed}{id}\t{title}\t2026/11/10\t{city}\t{region}\n"))
}

/// The same in English.
fn english_month(rows: &[(&str, &str, &str, &str)]) -> String {
    let head = "WIC Job Location Snapshot ID\tJob Title\tFirst Posting Date\tCity\tEconomic Region\n";
    rows.iter().fold(head.to_owned(), |feed, (id, title, city, region)| format!("{feed}{id}\t{title}\t2026/11/10\t{city}\t{region}\n"))
}

fn count(fates: &[Fate], fate: Fate) -> usize {
    fates.iter().filter(|known| **known == fate).count()
}

each_database!(both_languages_of_a_month_join_by_id_in_either_order, Seeded, |db| {
    let (french, english) = (read(Format::Jobbank, FR, &[]).0, read(Format::Jobbank, EN, &[]).0);
    let (a, b) = (published("a"), published("b"));
    let first = db.store.import(&french, &a).await.expect("imports");
    assert_eq!((count(&first, Fate::Created), first.len()), (19, 19));
    db.store.import(&english, &a).await.expect("imports");
    let first = db.store.import(&english, &b).await.expect("imports");
    assert_eq!((count(&first, Fate::Drafted), first.len()), (19, 19), "English waits for its French");
    db.store.import(&french, &b).await.expect("imports");
    let (a, b) = (all(&db.store, "a").await, all(&db.store, "b").await);
    assert_eq!(a.len(), 20, "18 in both, one in each alone");
    assert_eq!(a.keys().collect::<Vec<_>>(), b.keys().collect::<Vec<_>>());
    for (id, of_a) in &a {
        let of_b = &b[id];
        assert_eq!(of_a.record, of_b.record, "{id}");
        assert_eq!((of_a.status, of_a.opens, of_a.closes, &of_a.place), (of_b.status, of_b.opens, of_b.closes, &of_b.place), "{id}");
        if of_a.record.title.fr.is_some() && of_a.record.title.en.is_some() {
            let behind = |of: &server::store::Stored| model::locale::Behind::between(of.en_follows, of.fr_revision);
            assert_eq!((behind(of_a), behind(of_b)), (None, None), "{id}: texts of one month are not behind each other");
        }
    }
    let nurse = &a["90000002"].record;
    assert_eq!(nurse.title.get(Locale::Fr), Some("infirmier autorisé/infirmière autorisée"));
    assert_eq!((nurse.title.get(Locale::En), nurse.noc.as_deref(), nurse.openings), (Some("registered nurse"), Some("31301"), Some(12)));
    assert_eq!((a["90000019"].status, a["90000020"].status), (Status::Published, Status::Draft));
});

each_database!(a_month_read_again_changes_nothing, Seeded, |db| {
    let (french, english) = (read(Format::Jobbank, FR, REGION).0, read(Format::Jobbank, EN, REGION).0);
    for feed in [&french, &english] {
        db.store.import(feed, &published("jobbank")).await.expect("imports");
    }
    let (before, last) = (all(&db.store, "jobbank").await, db.store.last_change().await.expect("reads"));
    db.clock.set(NOW + DAY);
    for feed in [&french, &english, &french] {
        let fates = db.store.import(feed, &published("jobbank")).await.expect("imports");
        assert!(fates.iter().all(|fate| matches!(fate, Fate::Unchanged | Fate::Waiting | Fate::Outside)), "{fates:?}");
    }
    assert_eq!(all(&db.store, "jobbank").await, before);
    assert_eq!(db.store.last_change().await.expect("reads"), last);
});

each_database!(a_changed_row_changes_its_posting_only, Seeded, |db| {
    let month =
        |title: &str| french_month(&[("1", "soudeuse", "Québec", "Capitale-Nationale"), ("2", title, "Québec", "Capitale-Nationale")]);
    let feed = |title: &str| read(Format::Jobbank, month(title).as_bytes(), REGION).0;
    db.store.import(&feed("cuisinier"), &published("a")).await.expect("imports");
    let before = all(&db.store, "a").await;
    let fates = db.store.import(&feed("cuisinier/cuisinière"), &published("a")).await.expect("imports");
    assert_eq!(fates, [Fate::Unchanged, Fate::Changed]);
    let after = all(&db.store, "a").await;
    assert_eq!(after["1"], before["1"]);
    assert_eq!((title(&after["2"]), after["2"].latest_revision), ("cuisinier/cuisinière", 2));
});

each_database!(rows_that_do_not_say_where_they_are_wait_until_one_does, Seeded, |db| {
    let french = read(Format::Jobbank, FR, REGION).0;
    let fates = db.store.import(&french, &published("jobbank")).await.expect("imports");
    let told = [Fate::Created, Fate::Outside, Fate::Waiting].map(|fate| count(&fates, fate));
    assert_eq!(told, [11, 7, 1]);
    assert_eq!((all(&db.store, "jobbank").await.len(), db.number("select count(*) from import_waiting").await), (11, 1));
    let english = english_month(&[("90000017", "office clerk", "NA", "NA")]);
    let english = read(Format::Jobbank, english.as_bytes(), REGION).0;
    assert_eq!(db.store.import(&english, &published("jobbank")).await.expect("imports"), [Fate::Waiting]);
    let placed = french_month(&[("90000017", "commis de bureau", "Donnacona", "Capitale-Nationale")]);
    let placed = read(Format::Jobbank, placed.as_bytes(), REGION).0;
    assert_eq!(db.store.import(&placed, &published("jobbank")).await.expect("imports"), [Fate::Created]);
    let clerk = one(&db.store, "jobbank", "90000017").await;
    assert_eq!((title(&clerk), clerk.record.title.get(Locale::En)), ("commis de bureau", Some("office clerk")));
    assert_eq!(clerk.place.map(|place| place.key).as_deref(), Some("donnacona"), "where it is, is what the row that admits it says");
    assert_eq!(db.number("select count(*) from import_waiting").await, 0);
});

each_database!(what_waited_never_speaks_over_the_row_that_admits_it, Seeded, |db| {
    let old = french_month(&[("1", "ancien titre", "NA", "NA")]);
    let old = read(Format::Jobbank, old.as_bytes(), REGION).0;
    assert_eq!(db.store.import(&old, &published("a")).await.expect("imports"), [Fate::Waiting]);
    let new = french_month(&[("1", "nouveau titre", "Québec", "Capitale-Nationale")]);
    let new = read(Format::Jobbank, new.as_bytes(), REGION).0;
    assert_eq!(db.store.import(&new, &published("a")).await.expect("imports"), [Fate::Created]);
    let stored = one(&db.store, "a", "1").await;
    assert_eq!((title(&stored), stored.place.as_ref().map(|place| place.key.as_str())), ("nouveau titre", Some("quebec")));
    assert_eq!(db.store.import(&new, &published("a")).await.expect("imports"), [Fate::Unchanged]);
});

each_database!(english_that_waited_alone_is_a_draft_until_its_french_comes, Seeded, |db| {
    let feed = |text: String| read(Format::Jobbank, text.as_bytes(), REGION).0;
    let waiting = feed(english_month(&[("1", "florist", "NA", "NA")]));
    assert_eq!(db.store.import(&waiting, &published("a")).await.expect("imports"), [Fate::Waiting]);
    let placed = feed(english_month(&[("1", "florist", "Québec", "Capitale-Nationale")]));
    assert_eq!(db.store.import(&placed, &published("a")).await.expect("imports"), [Fate::Drafted]);
    let french = feed(french_month(&[("1", "fleuriste", "Québec", "Capitale-Nationale")]));
    assert_eq!(db.store.import(&french, &published("a")).await.expect("imports"), [Fate::Changed]);
    assert_eq!(one(&db.store, "a", "1").await.status, Status::Published);
});

each_database!(a_column_that_a_file_lacks_keeps_what_is_stored, Seeded, |db| {
    let whole = include_bytes!("../feeds/postings_utf8.csv");
    db.store.import(&read(Format::Csv, whole, &[]).0, &published("a")).await.expect("imports");
    let before = one(&db.store, "a", "U-1").await.record;
    let few = "external_id,title_fr,pay_min,pay_period\nU-1,Chef d’équipe,90000,year\n";
    let fates = db.store.import(&read(Format::Csv, few.as_bytes(), &[]).0, &published("a")).await.expect("imports");
    assert_eq!(fates, [Fate::Changed]);
    let after = one(&db.store, "a", "U-1").await.record;
    let expected = with(before.clone(), |record| {
        record.title.fr = Some("Chef d’équipe".into());
        record.pay = Some(Pay { min: Some(Cents(9_000_000)), max: None, period: PayPeriod::Year, currency: "CAD".into() });
    });
    assert_eq!(after, expected);
    assert!(before.employer.is_some() && before.other_language.is_some() && before.closes.is_some());
});

each_database!(an_empty_cell_of_a_column_that_is_there_is_a_value_not_stated, Seeded, |db| {
    let record = with(job("1", "Soudeuse"), |record| (record.place, record.openings) = (city("Québec"), Some(2)));
    db.store.import(&rows([record]), &published("a")).await.expect("imports");
    let row = partial(job("1", "Soudeuse"), &["title.fr", "place"]);
    assert_eq!(db.store.import(&[row], &published("a")).await.expect("imports"), [Fate::Changed]);
    let stored = one(&db.store, "a", "1").await.record;
    assert_eq!((stored.place, stored.openings), (None, Some(2)));
});

each_database!(what_a_whole_feed_no_longer_carries_is_closed_and_reopens_when_it_returns, Seeded, |db| {
    let ten = || (0..10).map(|n| job(&n.to_string(), "Poste"));
    db.store.import(&rows(ten()), &published("a")).await.expect("imports");
    db.store.import(&rows([job("0", "D’un autre")]), &published("b")).await.expect("imports");
    let last = db.store.last_change().await.expect("reads");
    db.clock.set(NOW + DAY);
    let seen: HashSet<String> = (2..10).map(|n| n.to_string()).collect();
    let missing = db.store.missing("a", &seen).await.expect("reads");
    assert_eq!((missing.published, missing.missing.len(), missing.is_suspicious()), (10, 2, false));
    db.store.close_missing(&missing, "import").await.expect("closes");
    let closed = one(&db.store, "a", "1").await;
    assert_eq!((closed.status, closed.missing_since, closed.live_revision), (Status::Withdrawn, Some(NOW + DAY), Some(1)));
    assert_eq!(one(&db.store, "a", "2").await.status, Status::Published);
    assert_eq!(one(&db.store, "b", "0").await.status, Status::Published, "another feed's postings are its own");
    assert_eq!(db.store.changes_since(last, 10).await.expect("reads").len(), 2);
    assert_eq!(db.store.missing("a", &seen).await.expect("reads").missing.len(), 0, "a closed posting is not missing again");
    db.clock.set(NOW + 2 * DAY);
    let fates = db.store.import(&rows([job("1", "Poste")]), &published("a")).await.expect("imports");
    assert_eq!(fates, [Fate::Changed]);
    let open = one(&db.store, "a", "1").await;
    assert_eq!((open.status, open.missing_since, open.latest_revision), (Status::Published, None, 1));
    assert_eq!((open.id, open.opens.0), (closed.id, day("2026-11-24")));
});

each_database!(more_than_three_in_ten_missing_is_suspicious, Seeded, |db| {
    db.store.import(&rows((0..10).map(|n| job(&n.to_string(), "Poste"))), &published("a")).await.expect("imports");
    let suspicious = async |kept: usize| {
        let seen: HashSet<String> = (0..kept).map(|n| n.to_string()).collect();
        db.store.missing("a", &seen).await.expect("reads").is_suspicious()
    };
    assert_eq!([suspicious(10).await, suspicious(7).await, suspicious(6).await, suspicious(0).await], [false, false, true, true]);
    let nothing = db.store.missing("nobody", &HashSet::new()).await.expect("reads");
    assert!(!nothing.is_suspicious());
});

each_database!(what_people_decided_is_not_undone_by_a_feed, Seeded, |db| {
    let feed = || rows([job("filled", "Poste"), job("withdrawn", "Poste"), job("open", "Poste")]);
    db.store.import(&feed(), &published("a")).await.expect("imports");
    db.execute("update opportunities set status = 'filled' where external_id = 'filled'").await;
    db.execute("update opportunities set status = 'withdrawn' where external_id = 'withdrawn'").await;
    assert_eq!(db.store.import(&feed(), &published("a")).await.expect("imports"), [Fate::Unchanged; 3]);
    let again = rows([job("filled", "Poste revu"), job("withdrawn", "Poste revu")]);
    db.store.import(&again, &published("a")).await.expect("imports");
    let stored = all(&db.store, "a").await;
    assert_eq!(["filled", "withdrawn", "open"].map(|id| stored[id].status), [Status::Filled, Status::Withdrawn, Status::Published]);
});

each_database!(what_a_feed_says_is_filled_or_withdrawn_is_obeyed, Seeded, |db| {
    db.store.import(&rows([job("1", "Poste"), job("2", "Poste")]), &published("a")).await.expect("imports");
    let said = [("1", Status::Filled), ("2", Status::Withdrawn), ("3", Status::Filled), ("4", Status::InReview)];
    let said = said.map(|(id, status)| with(job(id, "Poste"), |record| record.status = Some(status)));
    db.store.import(&rows(said), &published("a")).await.expect("imports");
    let stored = all(&db.store, "a").await;
    let status = |id: &str| stored[id].status;
    assert_eq!((status("1"), status("2"), status("3")), (Status::Filled, Status::Withdrawn, Status::Filled));
    assert_eq!(status("4"), Status::Published, "only what is over is obeyed");
});

each_database!(a_rehearsal_of_a_whole_month_writes_nothing, Seeded, |db| {
    let french = read(Format::Jobbank, FR, REGION).0;
    let told = db.store.rehearse_import(&french, &published("jobbank")).await.expect("rehearses");
    assert_eq!(db.number("select count(*) from opportunities").await + db.number("select count(*) from import_waiting").await, 0);
    assert_eq!(db.store.import(&french, &published("jobbank")).await.expect("imports"), told);
});

each_database!(a_live_posting_that_loses_its_french_is_live_no_more, Seeded, |db| {
    let both = with(job("1", "Soudeuse"), |record| record.title.en = Some("Welder".into()));
    db.store.import(&rows([both.clone()]), &published("a")).await.expect("imports");
    let english = with(both, |record| record.title.fr = None);
    db.store.import(&rows([english]), &ImportOptions { publish: true, ..published("a") }).await.expect("imports");
    assert_eq!(one(&db.store, "a", "1").await.status, Status::Draft);
    assert!(db.store.published_after(uuid::Uuid::nil(), 10).await.expect("reads").is_empty());
});

each_database!(a_row_that_its_reader_lets_through_can_be_stored, Seeded, |db| {
    let hostile = r#"{"external_id":"1","title":{"fr":"a\u0000b","en":"c"},"summary":{"fr":"\u0000s"},"body":{"fr":"x\u0000"},
        "employer":{"name":"E\u0000"},"place":{"city":"Qu\u0000ébec","borough":"\u0000b"},
        "other_language":{"language":"en","reason":{"fr":"r\u0000r","en":"\u0000"}},"apply":{"url":"https://a.invalid/%00"}}"#;
    let (good, bad) = read(Format::Json, hostile.replace('\n', "").as_bytes(), &[]);
    assert_eq!((good.len(), bad.len()), (1, 0));
    assert_eq!(db.store.import(&good, &published("a")).await.expect("imports"), [Fate::Created]);
    assert_eq!(db.store.import(&good, &published("a")).await.expect("imports"), [Fate::Unchanged]);
    let waiting = with(good[0].clone().record, |record| record.external_id = "2".into());
    let row = server::import::Row { admission: server::import::Admission::Unknown, ..partial(waiting, &["title.fr", "employer"]) };
    assert_eq!(db.store.import(&[row], &published("a")).await.expect("imports"), [Fate::Waiting]);
});

each_database!(an_employer_of_a_row_that_waits_is_not_made_yet, Seeded, |db| {
    let record = with(job("1", "Poste"), |record| record.employer = employer("Maison"));
    let row = server::import::Row { admission: server::import::Admission::Unknown, ..partial(record, &["title.fr", "employer"]) };
    db.store.import(&[row], &published("a")).await.expect("imports");
    assert_eq!(db.number("select count(*) from employers").await, 0);
});
