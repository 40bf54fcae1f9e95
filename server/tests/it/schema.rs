//! The two schemas are one.

use crate::db::{Database, Start, each_database};
use server::store::SQL;
use std::collections::BTreeSet;
use std::path::Path;

fn migrations(engine: &str) -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(engine);
    let entries = std::fs::read_dir(folder).expect("a folder of migrations");
    entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("a name")).collect()
}

#[test]
fn both_engines_have_migrations_of_the_same_names_numbered_without_a_gap() {
    let names = migrations("sqlite");
    assert_eq!(names, migrations("postgres"));
    for (number, name) in (1..).zip(&names) {
        assert!(name.starts_with(&format!("{number:04}_")) && name.ends_with(".sql"), "{name}");
    }
}

#[tokio::test]
async fn both_engines_have_the_same_tables_and_columns() {
    let Some(postgres) = Database::postgres(Start::Empty).await else { return };
    let sqlite = Database::sqlite(Start::Empty).await;
    let mut of_sqlite = sqlite
        .texts(
            "select m.name || '.' || c.name from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table' \
             and m.name not like 'sqlite%' and m.name not like '_sqlx%'",
        )
        .await;
    of_sqlite.sort_unstable();
    crate::db::run(postgres, |postgres| async move {
        let mut of_postgres = postgres
            .texts(
                "select table_name || '.' || column_name from information_schema.columns where table_schema = 'public' \
                 and table_name not like '\\_sqlx%'",
            )
            .await;
        of_postgres.sort_unstable();
        assert!(!of_sqlite.is_empty());
        assert_eq!(of_sqlite, of_postgres);
    })
    .await;
}

each_database!(every_sql_text_is_prepared, Empty, |db| {
    let mut refused = Vec::new();
    let mut count = 0;
    for (file, texts) in SQL {
        for (name, sql) in *texts {
            count += 1;
            if let Err(error) = db.store.prepare(sql).await {
                refused.push(format!("{file} {name}: {error}"));
            }
        }
    }
    assert!(count > 40, "only {count} texts are declared");
    assert_eq!(refused, Vec::<String>::new());
});

each_database!(a_database_that_is_up_to_date_opens_unchanged, Seeded, |db| {
    let before = db.store.last_change().await.expect("reads");
    let again = db.another_store().await;
    assert_eq!(again.seed().await.expect("seeds").written, 0);
    assert_eq!(again.last_change().await.expect("reads"), before);
    again.ping().await.expect("answers");
    again.close().await;
});

each_database!(several_instances_may_start_at_once_on_an_empty_database, Empty, |db| {
    let mut starting = tokio::task::JoinSet::new();
    for _ in 0..3 {
        let store = db.another_store().await;
        starting.spawn(async move {
            let seeded = store.seed().await;
            store.close().await;
            seeded
        });
    }
    let seeded = starting.join_all().await.into_iter().collect::<Result<Vec<_>, _>>().expect("every instance starts");
    assert_eq!(seeded.iter().filter(|seeded| seeded.written > 0).count(), 1, "{seeded:?}");
});

#[tokio::test]
async fn an_address_of_another_kind_is_refused_with_those_that_are_known() {
    use server::clock::Clock;
    use server::store::{Durability, Store};
    let error = Store::open("mysql://localhost/x", Clock::system(), Durability::None).await.err().map(|error| error.to_string());
    assert!(error.is_some_and(|error| error.contains("sqlite:FILE") && error.contains("postgres://")));
}
