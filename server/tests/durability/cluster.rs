//! PostgreSQL: databases of the server that `QA_TEST_POSTGRES` names, and a private server that may be stopped.

use crate::{say, told};
use sqlx::{Connection, PgConnection};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use tempfile::TempDir;

/// A database of the server of `QA_TEST_POSTGRES`. One whose test failed stays, to be looked at; it goes with that server.
pub struct Database {
    admin: String,
    name: String,
    /// Its address.
    pub url: String,
}

impl Database {
    /// A new one; nothing, said aloud, when there is no server.
    pub async fn create(what: &str) -> Option<Self> {
        static MADE: AtomicUsize = AtomicUsize::new(0);
        let Some(admin) = told::<String>("QA_TEST_POSTGRES") else {
            say!("QA_TEST_POSTGRES names no server: {what} is skipped on PostgreSQL.");
            return None;
        };
        let name = format!("durability_{}_{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
        let (server, _) = admin.rsplit_once('/').expect("an address with a database");
        let url = format!("{server}/{name}");
        run(&admin, format!("create database {name}")).await;
        Some(Self { admin, name, url })
    }

    /// Removes it.
    pub async fn remove(self) {
        run(&self.admin, format!("drop database {} with (force)", self.name)).await;
    }
}

/// Runs a statement whose database name cannot be bound; it is one of ours.
async fn run(admin: &str, sql: String) {
    let mut connection = PgConnection::connect(admin).await.expect("the server");
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut connection).await.expect("an administrator's statement");
    connection.close().await.expect("closes");
}

/// A server of our own in a temporary folder, as durable as PostgreSQL is by default; it listens on a socket of that folder and
/// ends with its test.
pub struct Cluster {
    bin: PathBuf,
    folder: TempDir,
    is_root: bool,
    /// The address of a database on it.
    pub url: String,
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // It may be stopped already.
        let _ = self.pg_ctl(&["stop", "--mode", "immediate"]);
    }
}

/// The folder of PostgreSQL's programs: the newest under /usr/lib/postgresql, where Debian puts them, else one on PATH.
fn bin() -> Option<PathBuf> {
    let debian = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|entry| entry.path());
    let number = |path: &Path| path.file_name().and_then(|name| name.to_str()?.parse::<u32>().ok());
    let mut versions: Vec<PathBuf> = debian.filter(|path| number(path).is_some()).collect();
    versions.sort_by_key(|path| number(path));
    let on_path = told::<String>("PATH").unwrap_or_default();
    let mut folders = versions.iter().rev().map(|path| path.join("bin")).chain(std::env::split_paths(&on_path));
    folders.find(|folder| folder.join("initdb").exists() && folder.join("pg_ctl").exists())
}

impl Cluster {
    /// Makes and starts one; nothing, said aloud, when PostgreSQL is not installed.
    pub async fn start(what: &str) -> Option<Self> {
        let Some(bin) = bin() else {
            say!("initdb and pg_ctl are neither in /usr/lib/postgresql nor on PATH: {what} is skipped.");
            return None;
        };
        let is_root = Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0");
        let folder = tempfile::Builder::new().prefix("qa-cluster-").tempdir().expect("a folder");
        // PostgreSQL refuses to run as root, so root hands it to the user that Debian's package makes.
        if is_root && !Command::new("chown").arg("postgres").arg(folder.path()).status().is_ok_and(|status| status.success()) {
            say!("There is no user `postgres` to run a server as: {what} is skipped.");
            return None;
        }
        let host = folder.path().display().to_string();
        let admin = format!("postgres://postgres@{}/postgres", host.replace('/', "%2F"));
        let url = admin.replace("/postgres", "/portal").replace("//portal@", "//postgres@");
        let cluster = Self { bin, folder, is_root, url };
        cluster.program("initdb", &["--username", "postgres", "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8"]);
        let settings = format!("listen_addresses = ''\nunix_socket_directories = '{host}'\n");
        std::fs::write(cluster.folder.path().join("data/postgresql.auto.conf"), settings).expect("settings");
        cluster.up();
        run(&admin, "create database portal".to_owned()).await;
        Some(cluster)
    }

    /// Starts it, and waits until it answers.
    pub fn up(&self) {
        let log = self.folder.path().join("log");
        assert!(self.pg_ctl(&["start", "--log", &log.display().to_string()]), "{}", std::fs::read_to_string(log).unwrap_or_default());
    }

    /// Stops it as a power cut would: it recovers from its log when it starts.
    pub fn stop_hard(&self) {
        assert!(self.pg_ctl(&["stop", "--mode", "immediate"]), "it does not stop");
    }

    fn program(&self, program: &str, arguments: &[&str]) {
        assert!(self.run(program, arguments), "{program} failed");
    }

    fn pg_ctl(&self, arguments: &[&str]) -> bool {
        self.run("pg_ctl", &[&["--wait", "--silent"], arguments].concat())
    }

    fn run(&self, program: &str, arguments: &[&str]) -> bool {
        let (program, data) = (self.bin.join(program), self.folder.path().join("data"));
        let mut command = if self.is_root {
            let quoted: Vec<String> = arguments.iter().map(|argument| format!("'{argument}'")).collect();
            let mut command = Command::new("su");
            command.args(["postgres", "-c", &format!("'{}' {} --pgdata '{}'", program.display(), quoted.join(" "), data.display())]);
            command
        } else {
            let mut command = Command::new(program);
            command.args(arguments).arg("--pgdata").arg(data);
            command
        };
        // The server outlives `pg_ctl start`: were its output a pipe, reading to the end would never end.
        command.current_dir("/").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    }
}
