//! The program as a process that can be killed.

use crate::client::get;
use std::collections::VecDeque;
use std::io::{BufRead, BufReader};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Limits that no load of a test reaches, and a team to write to.
const FLAGS: [&str; 8] = [
    "--requests-per-hour",
    "4000000",
    "--requests-per-domain",
    "4000000",
    "--attack-per-minute",
    "4000000",
    "--team-mail",
    "equipe@exemple.invalid",
];

/// How many lines of the log are kept to be shown.
const LINES: usize = 40;

/// Where a portal has its data: what outlives it.
#[derive(Clone)]
pub struct Place {
    /// The data folder.
    pub data: PathBuf,
    /// The database, unless it is the SQLite file of the data folder.
    pub database: Option<String>,
}

impl Place {
    /// An SQLite file in a data folder.
    pub fn sqlite(data: &Path) -> Self {
        Self { data: data.to_owned(), database: None }
    }

    /// A PostgreSQL database, and a data folder for the rest.
    pub fn postgres(data: &Path, url: String) -> Self {
        Self { data: data.to_owned(), database: Some(url) }
    }
}

/// A running portal; it is killed when it is dropped.
pub struct Portal {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    log: Arc<Mutex<VecDeque<String>>>,
    reader: Option<JoinHandle<()>>,
}

impl Drop for Portal {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Portal {
    /// Starts the program, ready or not.
    pub fn spawn(place: &Place) -> Self {
        let address = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port");
        let mut command = Command::new(env!("CARGO_BIN_EXE_quebec-attire"));
        // Nothing of whoever runs the tests.
        command.env_clear();
        command.args(["serve", "--listen", &address.to_string(), "--data"]).arg(&place.data).args(FLAGS);
        if let Some(url) = &place.database {
            command.args(["--database-url", url]);
        }
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("starts");
        let log = Arc::new(Mutex::new(VecDeque::new()));
        let reader = {
            let (pipe, log) = (child.stderr.take().expect("a log"), log.clone());
            std::thread::spawn(move || {
                for line in BufReader::new(pipe).lines().map_while(Result::ok) {
                    let mut log = log.lock().unwrap_or_else(PoisonError::into_inner);
                    if log.len() == LINES {
                        log.pop_front();
                    }
                    log.push_back(line);
                }
            })
        };
        Self { child, address, log, reader: Some(reader) }
    }

    /// Starts the program and waits until it is ready.
    pub async fn start(place: &Place) -> Self {
        let begun = Instant::now();
        let mut portal = Self::spawn(place);
        while portal.status("/readyz").await != Some(200) {
            if portal.child.try_wait().expect("waits").is_some() {
                let said = portal.kill();
                // A connection of another test may have taken the port since it was found free.
                assert!(said.contains("cannot be listened on"), "it ended before it was ready:\n{said}");
                portal = Self::spawn(place);
            }
            if begun.elapsed() > Duration::from_secs(60) {
                panic!("it is not ready after a minute:\n{}", portal.kill());
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        portal
    }

    /// Kills it as the kernel would (SIGKILL) and answers the end of its log. It must not have panicked before.
    pub fn kill(&mut self) -> String {
        // It may have ended already.
        let _ = self.child.kill();
        self.child.wait().expect("ends");
        if let Some(reader) = self.reader.take() {
            reader.join().expect("the reader of the log");
        }
        let log = self.log.lock().unwrap_or_else(PoisonError::into_inner);
        let said = Vec::from_iter(log.iter().map(String::as_str)).join("\n");
        assert!(!said.contains("panicked"), "{said}");
        said
    }

    /// Whether it is still running.
    pub fn is_alive(&mut self) -> bool {
        self.child.try_wait().expect("waits").is_none()
    }

    /// The status of an answer; nothing when nobody listens.
    pub async fn status(&self, path: &str) -> Option<u16> {
        self.get(path).await.map(|(status, _)| status)
    }

    /// The status and the body of an answer, its head left out; nothing when nobody listens.
    pub async fn get(&self, path: &str) -> Option<(u16, String)> {
        let (address, path) = (self.address, path.to_owned());
        tokio::task::spawn_blocking(move || get(address, &path).ok()).await.expect("a thread")
    }
}
