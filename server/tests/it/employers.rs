//! Employers: one for every spelling.

use crate::db::each_database;
use crate::records::{employer, job, one, published, rows, with};
use model::locale::Locale;
use model::opportunities::record::EmployerName;
use server::store::Fate;

each_database!(spellings_of_one_name_are_one_employer, Seeded, |db| {
    let spellings = ["Clinique de l’Érable", "CLINIQUE DE L'ERABLE", "  clinique de l Érable "];
    let records = (0..).zip(spellings).map(|(n, name)| with(job(&n.to_string(), "Infirmière"), |record| record.employer = employer(name)));
    db.store.import(&rows(records), &published("a")).await.expect("imports");
    let employers = db.store.employers(Locale::Fr).await.expect("reads");
    assert_eq!(
        employers.iter().map(|e| (e.key.as_str(), e.name.as_str())).collect::<Vec<_>>(),
        [("clinique_de_l_erable", "Clinique de l’Érable")]
    );
    for n in 0..3 {
        let stored = one(&db.store, "a", &n.to_string()).await;
        assert_eq!(stored.employer.map(|employer| employer.key).as_deref(), Some("clinique_de_l_erable"));
    }
    // Another spelling of the same employer is no change.
    let again = with(job("0", "Infirmière"), |record| record.employer = employer("CLINIQUE DE L’ÉRABLE"));
    assert_eq!(db.store.import(&rows([again]), &published("a")).await.expect("imports"), [Fate::Unchanged]);
});

each_database!(names_that_would_have_one_key_are_two_employers, Seeded, |db| {
    let named = |id: &str, name: &str| with(job(id, "Poste"), |record| record.employer = employer(name));
    db.store.import(&rows([named("1", "Café 北"), named("2", "Café 南"), named("3", "日本")]), &published("a")).await.expect("imports");
    let employers = db.store.employers(Locale::Fr).await.expect("reads");
    let mut names: Vec<_> = employers.iter().map(|employer| employer.name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["Café 北", "Café 南", "日本"]);
    assert!(employers.iter().all(|employer| model::text::is_key(&employer.key)), "{employers:?}");
});

each_database!(a_key_names_an_employer_whatever_the_name_beside_it, Sample, |db| {
    let record = with(job("1", "Poste"), |record| {
        record.employer = Some(EmployerName { key: Some("atelier_lumen".into()), name: "Lumen inc.".into() });
    });
    db.store.import(&rows([record.clone()]), &published("a")).await.expect("imports");
    let stored = one(&db.store, "a", "1").await;
    assert_eq!(stored.employer.map(|employer| employer.fr.0).as_deref(), Some("Atelier Lumen (exemple)"));
    assert_eq!(db.store.import(&rows([record]), &published("a")).await.expect("imports"), [Fate::Unchanged]);
});

each_database!(a_merged_employer_answers_by_the_one_it_was_merged_into, Seeded, |db| {
    let named = |id: &str, name: &str| with(job(id, "Poste"), |record| record.employer = employer(name));
    db.store.import(&rows([named("1", "Optel"), named("2", "Groupe Optel")]), &published("a")).await.expect("imports");
    let merge = "update employers set merged_into = (select id from employers where key = 'groupe_optel') where key = 'optel'";
    assert_eq!(db.execute(merge).await, 1);
    let keys = |employers: Vec<model::employers::Employer>| employers.into_iter().map(|employer| employer.key).collect::<Vec<_>>();
    assert_eq!(keys(db.store.employers(Locale::Fr).await.expect("reads")), ["groupe_optel"]);
    assert_eq!(one(&db.store, "a", "1").await.employer.map(|employer| employer.key).as_deref(), Some("groupe_optel"));
    let again = db.store.import(&rows([named("1", "Optel"), named("3", "OPTEL")]), &published("a")).await.expect("imports");
    assert_eq!(again, [Fate::Unchanged, Fate::Created]);
    assert_eq!(one(&db.store, "a", "3").await.employer.map(|employer| employer.key).as_deref(), Some("groupe_optel"));
});

each_database!(an_employer_speaks_the_reader_s_language_where_it_does, Sample, |db| {
    let (fr, en) = (db.store.employer("atelier_lumen", Locale::Fr).await, db.store.employer("atelier_lumen", Locale::En).await);
    let (fr, en) = (fr.expect("reads").expect("is there"), en.expect("reads").expect("is there"));
    assert_eq!((fr.name.as_str(), fr.lang), ("Atelier Lumen (exemple)", Locale::Fr));
    assert_eq!((en.name.as_str(), en.lang), ("Atelier Lumen (example)", Locale::En));
    db.store
        .import(&rows([with(job("1", "Poste"), |record| record.employer = employer("Boréal"))]), &published("a"))
        .await
        .expect("imports");
    let french_only = db.store.employer("boreal", Locale::En).await.expect("reads").expect("is there");
    assert_eq!((french_only.name.as_str(), french_only.lang), ("Boréal", Locale::Fr));
    assert!(db.store.employer("personne", Locale::Fr).await.expect("reads").is_none());
});
