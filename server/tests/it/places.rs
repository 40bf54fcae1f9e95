//! Places: one for every spelling, and the nearest we know.

use crate::db::each_database;
use crate::records::{city, job, one, published, rows, with};
use model::locale::Locale;
use model::opportunities::record::PlaceName;
use server::store::Fate;

each_database!(a_place_answers_to_every_spelling, Seeded, |db| {
    for (n, name) in (0..).zip(["Québec", "Quebec", "QUÉBEC", "Ville de Québec", "Quebec City", "québec (ville)"]) {
        let id = n.to_string();
        db.store.import(&rows([with(job(&id, "Poste"), |record| record.place = city(name))]), &published("a")).await.expect("imports");
        let stored = one(&db.store, "a", &id).await;
        assert_eq!(stored.place.as_ref().map(|place| place.key.as_str()), Some("quebec"), "{name}");
        let named = |lang| stored.item(lang).place.map(|place| place.label);
        assert_eq!((named(Locale::Fr).as_deref(), named(Locale::En).as_deref()), (Some("Québec"), Some("Québec City")));
    }
});

each_database!(a_borough_comes_before_its_city, Seeded, |db| {
    let place = |borough: &str| PlaceName { city: Some("Québec".into()), borough: Some(borough.to_owned()), remote: false };
    let records = [("1", "Sainte-Foy"), ("2", "Ste-Foy"), ("3", "Nulle part")];
    let records = records.map(|(id, borough)| with(job(id, "Poste"), |record| record.place = Some(place(borough))));
    db.store.import(&rows(records), &published("a")).await.expect("imports");
    for (id, key) in [("1", "sainte_foy_sillery_cap_rouge"), ("2", "sainte_foy_sillery_cap_rouge"), ("3", "quebec")] {
        let stored = one(&db.store, "a", id).await;
        assert_eq!(stored.place.map(|place| place.key).as_deref(), Some(key), "{id}");
    }
});

each_database!(a_place_we_do_not_know_keeps_the_feed_s_name_and_has_no_key, Seeded, |db| {
    let record = with(job("1", "Poste"), |record| record.place = city("Saint-Élie-de-Caxton"));
    db.store.import(&rows([record]), &published("a")).await.expect("imports");
    let stored = one(&db.store, "a", "1").await;
    assert!(stored.place.is_none());
    let shown = stored.item(Locale::En).place.expect("a name");
    assert_eq!((shown.key.as_str(), shown.label.as_str()), ("", "Saint-Élie-de-Caxton"));
});

each_database!(a_place_that_says_nothing_is_a_place_not_stated, Seeded, |db| {
    let record = with(job("1", "Poste"), |record| record.place = Some(PlaceName::default()));
    db.store.import(&rows([record.clone()]), &published("a")).await.expect("imports");
    assert!(one(&db.store, "a", "1").await.item(Locale::Fr).place.is_none());
    assert_eq!(db.store.import(&rows([record]), &published("a")).await.expect("imports"), [Fate::Unchanged]);
});

each_database!(every_place_has_one_parent_that_exists, Seeded, |db| {
    let places = db.store.places().await.expect("reads");
    for place in &places {
        let known = place.parent.as_ref().is_none_or(|parent| places.iter().any(|other| other.key == *parent));
        assert!(known, "{} is part of an unknown {:?}", place.key, place.parent);
    }
    assert!(places.iter().any(|place| place.key == "quebec"));
});
