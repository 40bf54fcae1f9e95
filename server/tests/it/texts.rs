//! Texts and their translations: French is the source, English says which French it follows, and a slug never dies.

use crate::db::each_database;
use model::locale::{Behind, Locale};

each_database!(a_french_revision_moves_only_when_the_french_text_moves, Seeded, |db| {
    for former in [
        "update sectors set seed_hash = 'former' where key = 'optics_photonics'",
        "update resources set seed_hash = 'former' where key = 'first_days'",
        "update facts set seed_hash = 'former' where key = 'min_wage_2026'",
    ] {
        assert_eq!(db.execute(former).await, 1, "{former}");
    }
    assert_eq!(db.store.seed().await.expect("seeds").written, 3);
    let latest = [
        "select max(revision) from sector_texts where sector_key = 'optics_photonics' and lang = 'fr'",
        "select max(revision) from resource_texts where resource_key = 'first_days' and lang = 'fr'",
        "select max(revision) from fact_texts where fact_key = 'min_wage_2026' and lang = 'fr'",
    ];
    for sql in latest {
        assert_eq!(db.number(sql).await, 1, "the same text is no revision: {sql}");
    }
    for other in [
        "update sector_texts set body = 'Autre' where sector_key = 'optics_photonics' and lang = 'fr'",
        "update resource_texts set body = 'Autre' where resource_key = 'first_days' and lang = 'fr'",
        "update fact_texts set label = 'Autre' where fact_key = 'min_wage_2026' and lang = 'fr'",
        "update sectors set seed_hash = 'former' where key = 'optics_photonics'",
        "update resources set seed_hash = 'former' where key = 'first_days'",
        "update facts set seed_hash = 'former' where key = 'min_wage_2026'",
    ] {
        db.execute(other).await;
    }
    db.store.seed().await.expect("seeds");
    for sql in latest {
        assert_eq!(db.number(sql).await, 2, "another text is a revision: {sql}");
    }
    // What it was is still there.
    assert_eq!(
        db.texts("select body from sector_texts where sector_key = 'optics_photonics' and lang = 'fr' order by revision").await[0],
        "Autre"
    );
});

each_database!(english_stores_the_revision_it_follows_and_is_told_behind_once_french_moves_on, Seeded, |db| {
    let sector = db.store.sector("optics_photonics", Locale::En).await.expect("reads").expect("is there");
    let resource = db.store.resource("first_days", Locale::En).await.expect("reads").expect("is there");
    assert_eq!((sector.lang, sector.behind, resource.lang, resource.behind), (Locale::En, None, Locale::En, None));
    db.execute(
        "insert into sector_texts (sector_key, lang, revision, follows, title, summary, teaser, body, institutions, actor, at) \
         select sector_key, lang, revision + 1, null, 'Revu', summary, teaser, body, institutions, 'someone', at from sector_texts \
         where sector_key = 'optics_photonics' and lang = 'fr'",
    )
    .await;
    db.execute(
        "insert into resource_texts (resource_key, lang, revision, follows, title, summary, body, sources, actor, at) \
         select resource_key, lang, revision + 1, null, 'Revu', summary, body, sources, 'someone', at from resource_texts \
         where resource_key = 'first_days' and lang = 'fr'",
    )
    .await;
    let behind = Some(Behind { follows: 1, current: 2 });
    let sector = db.store.sector("optics_photonics", Locale::En).await.expect("reads").expect("is there");
    let resource = db.store.resource("first_days", Locale::En).await.expect("reads").expect("is there");
    assert_eq!((sector.behind, resource.behind), (behind, behind));
    let sector = db.store.sector("optics_photonics", Locale::Fr).await.expect("reads").expect("is there");
    let resource = db.store.resource("first_days", Locale::Fr).await.expect("reads").expect("is there");
    assert_eq!((sector.title.as_str(), sector.behind, resource.title.as_str(), resource.behind), ("Revu", None, "Revu", None));
});

each_database!(a_text_without_a_translation_is_french_and_says_so, Seeded, |db| {
    db.execute("delete from sector_texts where sector_key = 'optics_photonics' and lang = 'en'").await;
    db.execute("delete from resource_texts where resource_key = 'first_days' and lang = 'en'").await;
    db.execute("delete from fact_texts where fact_key = 'min_wage_2026' and lang = 'en'").await;
    let sector = db.store.sector("optics_photonics", Locale::En).await.expect("reads").expect("is there");
    let resource = db.store.resource("first_days", Locale::En).await.expect("reads").expect("is there");
    assert_eq!((sector.lang, sector.behind, resource.lang, resource.behind), (Locale::Fr, None, Locale::Fr, None));
    let facts = db.store.facts(Locale::En).await.expect("reads");
    let lang = |key: &str| facts.iter().find(|fact| fact.key == key).map(|fact| fact.lang);
    assert_eq!((lang("min_wage_2026"), lang("unemployment_cma_2026_01")), (Some(Locale::Fr), Some(Locale::En)));
});

each_database!(an_old_slug_still_leads_to_its_noun, Seeded, |db| {
    for former in [
        "update slugs set slug = 'ancien-secteur' where noun = 'sectors' and key = 'optics_photonics' and lang = 'fr'",
        "update sectors set seed_hash = 'former' where key = 'optics_photonics'",
        "update slugs set slug = 'ancien-guide' where noun = 'resources' and key = 'first_days' and lang = 'fr'",
        "update resources set seed_hash = 'former' where key = 'first_days'",
    ] {
        assert_eq!(db.execute(former).await, 1, "{former}");
    }
    let before = db.store.sector("ancien-secteur", Locale::Fr).await.expect("reads").expect("is there");
    assert_eq!(before.slug, "ancien-secteur");
    db.store.seed().await.expect("seeds");
    for lang in [Locale::Fr, Locale::En] {
        let sector = db.store.sector("ancien-secteur", lang).await.expect("reads").expect("an old slug leads on");
        assert_eq!(sector.key, "optics_photonics");
        assert_eq!(sector.slugs.fr, "optique-et-photonique");
        let resource = db.store.resource("ancien-guide", lang).await.expect("reads").expect("an old slug leads on");
        assert_eq!(resource.key, "first_days");
        assert_ne!(resource.slug, "ancien-guide");
    }
    assert!(db.store.sector("jamais-vu", Locale::Fr).await.expect("reads").is_none());
});

each_database!(a_fact_past_its_review_date_is_told_stale_the_next_day, Seeded, |db| {
    let stale = async |at: i64| {
        db.clock.set(at);
        let facts = db.store.facts(Locale::Fr).await.expect("reads");
        facts.iter().find(|fact| fact.key == "unemployment_cma_2026_01").map(|fact| (fact.stale, fact.review))
    };
    let (_, review) = stale(crate::db::NOW).await.expect("is there");
    let end = db.clock.end_of(review);
    assert_eq!(stale(end - 1).await, Some((false, review)));
    assert_eq!(stale(end).await, Some((true, review)));
});
