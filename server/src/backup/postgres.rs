//! PostgreSQL: `pg_dump` and `pg_restore`, told everything by their environment, never on their command line.
//!
//! A restore puts the tables that are there aside, in a schema of their own, and drops them once the restored ones were migrated and
//! made to forget; whatever fails before puts them back. A process that was killed meanwhile leaves the schema: the next restore puts
//! it back first.

use super::{BackupError, Census, Erasures, Result, blocking};
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use sqlx::{ConnectOptions, Connection, PgConnection};
use std::path::Path;
use std::process::{Command, Stdio};
use std::str::FromStr;
use std::time::{Duration, Instant};
use url::Url;
use uuid::Uuid;

const BEGIN: &str = "begin isolation level repeatable read, read only";
const SNAPSHOT: &str = "select pg_export_snapshot()";
const HAS_TABLE: &str = "select to_regclass($1) is not null";
const SCHEMA: &str = "select coalesce(max(version), 0) from _sqlx_migrations where success";
const INTERESTS: &str = "select count(*) from interests";
const OPPORTUNITIES: &str = "select count(*) from opportunities";
const ERASURES: &str = "select interest_id, at from erasures";
/// The tables of an extension are none of ours.
const TABLES: &str = "select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace \
    where n.nspname = current_schema() and c.relkind in ('r', 'p') \
    and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype = 'e')";
const HAS_ASIDE: &str = "select count(*) from pg_namespace where nspname = 'quebec_attire_before'";
const OTHERS: &str = "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() \
    and usesysid is not null and (backend_type is null or backend_type = 'client backend')";

/// Where the former tables are while a backup takes their place.
pub const ASIDE: &str = "quebec_attire_before";

const PUT_ASIDE: &str = "do $$
declare
  home text := current_schema();
  moved text;
begin
  create schema quebec_attire_before;
  for moved in select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = home and c.relkind in ('r', 'p')
    and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype = 'e')
  loop
    execute format('alter table %I.%I set schema quebec_attire_before', home, moved);
  end loop;
end $$";
const PUT_BACK: &str = "do $$
declare
  home text := current_schema();
  moved text;
begin
  for moved in select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = home and c.relkind in ('r', 'p')
    and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype = 'e')
  loop
    execute format('drop table if exists %I.%I cascade', home, moved);
  end loop;
  for moved in select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'quebec_attire_before' and c.relkind in ('r', 'p') order by c.relname
  loop
    execute format('alter table quebec_attire_before.%I set schema %I', moved, home);
  end loop;
  drop schema quebec_attire_before;
end $$";
const DROP_ASIDE: &str = "drop schema if exists quebec_attire_before cascade";

/// For how long it is waited for connections that are about to end.
const LEAVING: Duration = Duration::from_secs(2);

/// A database of a server, for the programs of PostgreSQL.
struct Server {
    variables: Vec<(&'static str, String)>,
    database: String,
}

impl Server {
    /// That of an address, read as sqlx reads it.
    fn of(url: &str) -> Result<Self> {
        let options = PgConnectOptions::from_str(url)?;
        let host = options.get_socket().map_or_else(|| options.get_host().to_owned(), |socket| socket.display().to_string());
        let database = options.get_database().unwrap_or(options.get_username()).to_owned();
        let mut variables = vec![
            ("PGHOST", host),
            ("PGPORT", options.get_port().to_string()),
            ("PGUSER", options.get_username().to_owned()),
            ("PGDATABASE", database.clone()),
            ("PGSSLMODE", ssl_mode(options.get_ssl_mode()).to_owned()),
        ];
        variables.extend(options.get_options().map(|options| ("PGOPTIONS", options.to_owned())));
        let url = Url::parse(url).map_err(|_| BackupError::Address)?;
        let password = url.password().map(|password| percent_encoding::percent_decode_str(password).decode_utf8_lossy().into_owned());
        variables.extend(password.map(|password| ("PGPASSWORD", password)));
        for (key, value) in url.query_pairs() {
            // A later value of a variable takes the place of an earlier one, as it does in sqlx.
            let variable = match &*key {
                "password" => "PGPASSWORD",
                "sslrootcert" | "ssl-root-cert" | "ssl-ca" => "PGSSLROOTCERT",
                "sslcert" | "ssl-cert" => "PGSSLCERT",
                "sslkey" | "ssl-key" => "PGSSLKEY",
                _ => continue,
            };
            variables.push((variable, value.into_owned()));
        }
        Ok(Self { variables, database })
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        // These would lead to another server than the address.
        command.env_remove("PGHOSTADDR").env_remove("PGSERVICE").env_remove("PGSERVICEFILE");
        command.stdin(Stdio::null()).arg("--no-password").args(["--no-owner", "--no-privileges"]);
        command
    }

    /// Writes a dump of a snapshot.
    fn dump(&self, snapshot: &str, into: &Path) -> Command {
        let mut command = self.command("pg_dump");
        command.arg("--format=custom").arg(format!("--snapshot={snapshot}")).arg("--file").arg(into);
        command
    }

    /// Puts a dump in.
    fn restore(&self, from: &Path) -> Command {
        let mut command = self.command("pg_restore");
        // Without `--dbname` it prints the dump instead.
        let name = self.database.replace('\\', "\\\\").replace('\'', "\\'");
        command.args(["--clean", "--if-exists", "--single-transaction", "--exit-on-error"]);
        command.arg(format!("--dbname=dbname='{name}'")).arg(from);
        command
    }
}

fn ssl_mode(mode: PgSslMode) -> &'static str {
    match mode {
        PgSslMode::Disable => "disable",
        PgSslMode::Allow => "allow",
        PgSslMode::Prefer => "prefer",
        PgSslMode::Require => "require",
        PgSslMode::VerifyCa => "verify-ca",
        PgSslMode::VerifyFull => "verify-full",
    }
}

async fn run(name: &'static str, mut command: Command) -> Result<()> {
    let output = blocking(move || command.output()).await.map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => BackupError::NoTool(name),
        _ => BackupError::Tool(name, error.to_string()),
    })?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Err(BackupError::Tool(name, if said.is_empty() { output.status.to_string() } else { said }))
}

async fn connect(url: &str) -> Result<PgConnection> {
    Ok(PgConnectOptions::from_str(url)?.connect().await?)
}

/// Dumps a database, as it is at one instant, into an empty file, and counts what is in it at that same instant.
pub async fn snapshot(url: &str, into: &Path) -> Result<Census> {
    let server = Server::of(url)?;
    let mut connection = connect(url).await?;
    // The snapshot is there for as long as this transaction is open.
    sqlx::raw_sql(BEGIN).execute(&mut connection).await?;
    let snapshot: String = sqlx::query_scalar(SNAPSHOT).fetch_one(&mut connection).await?;
    let census = census(&mut connection).await?;
    run("pg_dump", server.dump(&snapshot, into)).await?;
    connection.close().await?;
    Ok(census)
}

async fn has_table(connection: &mut PgConnection, name: &str) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar(HAS_TABLE).bind(name).fetch_one(connection).await
}

async fn census(connection: &mut PgConnection) -> Result<Census> {
    if !has_table(connection, "_sqlx_migrations").await? {
        return Err(BackupError::Foreign);
    }
    let schema = sqlx::query_scalar(SCHEMA).fetch_one(&mut *connection).await?;
    let mut counts = [0, 0];
    for (count, (table, sql)) in counts.iter_mut().zip([("interests", INTERESTS), ("opportunities", OPPORTUNITIES)]) {
        // An older schema has not all of them.
        if has_table(connection, table).await? {
            *count = sqlx::query_scalar(sql).fetch_one(&mut *connection).await?;
        }
    }
    let [interests, opportunities] = counts;
    Ok(Census { schema, interests, opportunities })
}

/// The tables that a backup is to replace.
pub struct Former {
    url: String,
    connection: PgConnection,
    server: Server,
    /// Whether a restore that was cut short left tables aside.
    pub unfinished: bool,
    /// Whether there is any table.
    pub filled: bool,
    /// Whether the tables are of this program.
    pub ours: bool,
    /// What was erased from them.
    pub erasures: Erasures,
}

impl Former {
    /// Looks at a database and reads what was erased from it.
    ///
    /// # Errors
    /// When it cannot be reached, or when others are connected to it.
    pub async fn look(url: &str) -> Result<Self> {
        let server = Server::of(url)?;
        let mut connection = connect(url).await?;
        let start = Instant::now();
        let others = loop {
            let others: i64 = sqlx::query_scalar(OTHERS).fetch_one(&mut connection).await?;
            if others == 0 || start.elapsed() > LEAVING {
                break others;
            }
            tokio::time::sleep(LEAVING / 20).await;
        };
        if others > 0 {
            return Err(BackupError::InUse(format!("{others} other connections use the database {:?}", server.database)));
        }
        let unfinished = sqlx::query_scalar::<_, i64>(HAS_ASIDE).fetch_one(&mut connection).await? > 0;
        let mut former =
            Self { url: url.to_owned(), connection, server, unfinished, filled: false, ours: false, erasures: Erasures::new() };
        former.read().await?;
        Ok(former)
    }

    async fn read(&mut self) -> Result<()> {
        self.filled = sqlx::query_scalar::<_, i64>(TABLES).fetch_one(&mut self.connection).await? > 0;
        self.ours = has_table(&mut self.connection, "_sqlx_migrations").await?;
        if has_table(&mut self.connection, "erasures").await? {
            let rows: Vec<(Uuid, i64)> = sqlx::query_as(ERASURES).fetch_all(&mut self.connection).await?;
            self.erasures.extend(rows);
        }
        Ok(())
    }

    /// Ends what a restore that was cut short left: its tables go, the former ones come back.
    pub async fn repair(&mut self) -> Result<()> {
        if self.unfinished {
            sqlx::raw_sql(PUT_BACK).execute(&mut self.connection).await?;
            self.unfinished = false;
            self.read().await?;
        }
        Ok(())
    }

    /// Puts the tables aside and a dump in their place.
    ///
    /// # Errors
    /// When `pg_restore` is missing or fails; then the tables are where they were.
    pub async fn replace(&mut self, dump: &Path) -> Result<()> {
        sqlx::raw_sql(PUT_ASIDE).execute(&mut self.connection).await?;
        let restored = run("pg_restore", self.server.restore(dump)).await;
        match restored {
            Ok(()) => Ok(()),
            Err(error) => Err(self.put_back(error).await),
        }
    }

    /// Counts what is in the database.
    pub async fn census(&mut self) -> Result<Census> {
        census(&mut self.connection).await
    }

    /// Puts the former tables back, because of an error, which is told.
    pub async fn put_back(&mut self, because: BackupError) -> BackupError {
        match self.end(PUT_BACK).await {
            Ok(()) => because,
            Err(error) => BackupError::NotPutBack(Box::new(because), error),
        }
    }

    /// Drops the former tables.
    ///
    /// # Errors
    /// When the database fails; then they are put back.
    pub async fn forget(mut self) -> Result<()> {
        match self.end(DROP_ASIDE).await {
            Ok(()) => Ok(()),
            Err(error) => Err(self.put_back(error.into()).await),
        }
    }

    /// Says the last word, on a connection that may have been cut in the long time since the first.
    async fn end(&mut self, sql: &'static str) -> Result<(), sqlx::Error> {
        if self.connection.ping().await.is_err() {
            self.connection = PgConnectOptions::from_str(&self.url)?.connect().await?;
        }
        sqlx::raw_sql(sql).execute(&mut self.connection).await.map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(command: &Command) -> String {
        let arguments: Vec<_> = command.get_args().map(|argument| argument.to_string_lossy()).collect();
        arguments.join(" ")
    }

    fn variable(command: &Command, name: &str) -> Option<String> {
        // The last one counts.
        let value = command.get_envs().filter(|(known, _)| *known == name).last()?.1?;
        Some(value.to_string_lossy().into_owned())
    }

    #[test]
    fn the_password_is_in_the_environment_and_never_among_the_arguments() {
        for url in ["postgres://qa:s%C3%A9same%2F1@db.invalid:5433/portal", "postgres://qa@db.invalid:5433/portal?password=s%C3%A9same/1"] {
            let server = Server::of(url).expect("an address");
            for command in [server.dump("00000003-1", Path::new("/tmp/dump")), server.restore(Path::new("/tmp/dump"))] {
                let said = arguments(&command);
                assert!(!said.contains("same") && !said.contains("://"), "{said}");
                assert_eq!(variable(&command, "PGPASSWORD").as_deref(), Some("sésame/1"));
                assert_eq!(variable(&command, "PGHOST").as_deref(), Some("db.invalid"));
                assert_eq!(variable(&command, "PGPORT").as_deref(), Some("5433"));
                assert_eq!(variable(&command, "PGUSER").as_deref(), Some("qa"));
                assert_eq!(variable(&command, "PGDATABASE").as_deref(), Some("portal"));
                assert_eq!(variable(&command, "PGHOSTADDR"), None);
            }
        }
    }

    #[test]
    fn a_socket_is_a_host_and_odd_names_are_quoted() {
        let server = Server::of("postgres://qa@%2Frun%2Fpg/l'%C3%A9t%C3%A9=1?sslmode=require&sslrootcert=/etc/ca.pem").expect("an address");
        let command = server.restore(Path::new("dump"));
        assert_eq!(variable(&command, "PGHOST").as_deref(), Some("/run/pg"));
        assert_eq!(variable(&command, "PGSSLMODE").as_deref(), Some("require"));
        assert_eq!(variable(&command, "PGSSLROOTCERT").as_deref(), Some("/etc/ca.pem"));
        assert!(arguments(&command).contains("--dbname=dbname='l\\'été=1'"), "{}", arguments(&command));
    }
}
