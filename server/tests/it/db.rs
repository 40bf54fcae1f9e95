//! Databases for tests: a fresh one each, on SQLite and on PostgreSQL.
//!
//! The content is written once for the process and copied for each test: the bytes of a file on SQLite, a template database
//! on PostgreSQL. Both are gone with their test; the templates bear the number of the process and go with the throwaway
//! server that `build/postgres.mjs` starts.

use server::clock::Clock;
use server::store::{Durability, Store};
use sqlx::{Connection, PgConnection, Row, SqliteConnection};
use std::io::Write;
use std::sync::{Arc, Once};
use tempfile::TempDir;
use tokio::sync::{Mutex, OnceCell};

/// 2026-11-24 at 15:00 UTC, ten in the morning in Québec.
pub const NOW: i64 = 1_795_532_400;

/// A day, in seconds.
pub const DAY: i64 = 86_400;

/// What is in a database when a test begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// The tables alone.
    Empty,
    /// The content of the program.
    Seeded,
    /// The samples too.
    Sample,
}

/// A database of one test; clones share it.
#[derive(Clone)]
pub struct Database {
    /// The store over it.
    pub store: Store,
    /// The clock of the store.
    pub clock: Clock,
    /// Its address.
    pub url: String,
    keep: Arc<Keep>,
}

/// What is removed after the test.
enum Keep {
    Folder { _folder: TempDir },
    Server { admin: String, name: String },
}

/// Runs a body on a database and removes the database, whatever became of the body.
pub async fn run<F: Future<Output = ()> + Send + 'static>(db: Database, body: impl FnOnce(Database) -> F) {
    let outcome = tokio::spawn(body(db.clone())).await;
    db.remove().await;
    if let Err(error) = outcome {
        std::panic::resume_unwind(error.into_panic());
    }
}

/// Declares a test of the store whose body runs on each database: `name::sqlite` and `name::postgres`.
macro_rules! each_database {
    ($name:ident, $start:ident, |$db:ident| $body:block) => {
        // A function and a module may bear one name.
        async fn $name($db: $crate::db::Database) $body

        mod $name {
            #[tokio::test]
            async fn sqlite() {
                let db = $crate::db::Database::sqlite($crate::db::Start::$start).await;
                $crate::db::run(db, super::$name).await;
            }

            #[tokio::test]
            async fn postgres() {
                if let Some(db) = $crate::db::Database::postgres($crate::db::Start::$start).await {
                    $crate::db::run(db, super::$name).await;
                }
            }
        }
    };
}
pub(crate) use each_database;

/// The bytes of an SQLite database that begins so.
pub async fn sqlite_bytes(start: Start) -> &'static [u8] {
    static MADE: [OnceCell<Vec<u8>>; 3] = [const { OnceCell::const_new() }; 3];
    MADE[start as usize]
        .get_or_init(|| async move {
            let folder = tempfile::tempdir().expect("a folder");
            let file = folder.path().join("template.db");
            fill(&format!("sqlite:{}", file.display()), start).await;
            std::fs::read(file).expect("the template")
        })
        .await
}

async fn fill(url: &str, start: Start) {
    let store = Store::open(url, Clock::fixed(NOW), Durability::None).await.expect("a new database");
    if start != Start::Empty {
        store.seed().await.expect("the content");
    }
    if start == Start::Sample {
        store.seed_sample().await.expect("the samples");
    }
    store.close().await;
}

impl Database {
    /// A fresh SQLite file.
    pub async fn sqlite(start: Start) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("test.db");
        std::fs::write(&file, sqlite_bytes(start).await).expect("a copy");
        Self::open(format!("sqlite:{}", file.display()), Keep::Folder { _folder: folder }).await
    }

    /// A fresh database on the server that `QA_TEST_POSTGRES` names; nothing, said once, when it names none.
    pub async fn postgres(start: Start) -> Option<Self> {
        let Some(admin) = server_address() else {
            static SAID: Once = Once::new();
            // The harness swallows what a passing test prints; this must be read.
            SAID.call_once(|| {
                let _ = writeln!(std::io::stderr(), "QA_TEST_POSTGRES names no server: the PostgreSQL half of the store tests is skipped.");
            });
            return None;
        };
        let name = format!("qa_{}", uuid::Uuid::now_v7().simple());
        let template = template(&admin, start).await;
        // Two copies of one template at once would wait for each other, and give up in the end.
        static COPY: Mutex<()> = Mutex::const_new(());
        let copying = COPY.lock().await;
        admin_sql(&admin, format!("create database {name} template {template}")).await;
        drop(copying);
        Some(Self::open(address_of(&admin, &name), Keep::Server { admin, name }).await)
    }

    async fn open(url: String, keep: Keep) -> Self {
        let clock = Clock::fixed(NOW);
        let store = Store::open(&url, clock.clone(), Durability::None).await.expect("a copy opens");
        Self { store, clock, url, keep: Arc::new(keep) }
    }

    /// Another store on the same database, as another instance would have.
    pub async fn another_store(&self) -> Store {
        Store::open(&self.url, self.clock.clone(), Durability::None).await.expect("opens again")
    }

    async fn remove(self) {
        self.store.close().await;
        if let Keep::Server { admin, name } = &*self.keep {
            admin_sql(admin, format!("drop database if exists {name} with (force)")).await;
        }
    }

    /// Runs a statement as an administrator at a console would, beside the store.
    pub async fn execute(&self, sql: &'static str) -> u64 {
        match &*self.keep {
            Keep::Folder { .. } => {
                let mut connection = SqliteConnection::connect(&self.url).await.expect("connects");
                let done = sqlx::query(sql).execute(&mut connection).await.expect(sql).rows_affected();
                connection.close().await.expect("closes");
                done
            }
            Keep::Server { .. } => {
                let mut connection = PgConnection::connect(&self.url).await.expect("connects");
                sqlx::query(sql).execute(&mut connection).await.expect(sql).rows_affected()
            }
        }
    }

    /// The texts of the first column of a query.
    pub async fn texts(&self, sql: &'static str) -> Vec<String> {
        match &*self.keep {
            Keep::Folder { .. } => {
                let mut connection = SqliteConnection::connect(&self.url).await.expect("connects");
                sqlx::query(sql).fetch_all(&mut connection).await.expect(sql).iter().map(|row| row.get(0)).collect()
            }
            Keep::Server { .. } => {
                let mut connection = PgConnection::connect(&self.url).await.expect("connects");
                sqlx::query(sql).fetch_all(&mut connection).await.expect(sql).iter().map(|row| row.get(0)).collect()
            }
        }
    }

    /// The one number that a query answers.
    pub async fn number(&self, sql: &'static str) -> i64 {
        match &*self.keep {
            Keep::Folder { .. } => {
                let mut connection = SqliteConnection::connect(&self.url).await.expect("connects");
                sqlx::query_scalar(sql).fetch_one(&mut connection).await.expect(sql)
            }
            Keep::Server { .. } => {
                let mut connection = PgConnection::connect(&self.url).await.expect("connects");
                sqlx::query_scalar(sql).fetch_one(&mut connection).await.expect(sql)
            }
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the harness, not the program, is told where PostgreSQL is")]
fn server_address() -> Option<String> {
    std::env::var("QA_TEST_POSTGRES").ok().filter(|url| !url.is_empty())
}

/// The address of another database of the same server.
fn address_of(admin: &str, name: &str) -> String {
    let (server, _) = admin.rsplit_once('/').expect("an address with a database");
    format!("{server}/{name}")
}

async fn template(admin: &str, start: Start) -> &'static str {
    static MADE: [OnceCell<String>; 3] = [const { OnceCell::const_new() }; 3];
    MADE[start as usize]
        .get_or_init(|| async move {
            let name = format!("qa_template_{}_{}", std::process::id(), start as usize);
            admin_sql(admin, format!("drop database if exists {name} with (force)")).await;
            admin_sql(admin, format!("create database {name}")).await;
            fill(&address_of(admin, &name), start).await;
            name
        })
        .await
}

/// Runs a statement whose database name cannot be bound; it is one of ours.
async fn admin_sql(admin: &str, sql: String) {
    let mut connection = PgConnection::connect(admin).await.expect("the server of QA_TEST_POSTGRES");
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut connection).await.expect("an administrator's statement");
    connection.close().await.expect("closes");
}
