//! The configuration: one structure, each variable with its manual. Every variable is a flag too.

use clap::Args;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Where the data is. Every command takes it.
#[derive(Args, Clone, Debug)]
pub struct DataArgs {
    /// The folder of everything the program writes: database, index, development mail.
    #[arg(long, env = "QA_DATA", default_value = "./data")]
    pub data: PathBuf,

    /// The database: `sqlite:FILE` or `postgres://…`. By default an SQLite file in the data folder.
    #[arg(long, env = "QA_DATABASE_URL")]
    pub database_url: Option<String>,
}

impl DataArgs {
    /// The address of the database.
    pub fn database(&self) -> String {
        self.database_url.clone().unwrap_or_else(|| crate::store::default_url(&self.data))
    }

    /// The folder of the search index.
    pub fn index(&self) -> PathBuf {
        self.data.join("index")
    }
}

/// How the server runs.
#[derive(Args, Clone, Debug)]
pub struct Config {
    /// Where the data is.
    #[command(flatten)]
    pub data: DataArgs,

    /// The address and port to listen on. Put a reverse proxy with TLS in front of it.
    #[arg(long, env = "QA_LISTEN", default_value = "127.0.0.1:3000")]
    pub listen: SocketAddr,

    /// The origin people type, such as `https://attire.example.ca`, without a path: canonical links are made of it. By
    /// default `http://localhost:PORT`.
    #[arg(long, env = "QA_PUBLIC_URL")]
    pub public_url: Option<String>,

    /// Put in sample opportunities and say so on every page. Their dates are counted from today.
    #[arg(long, env = "QA_SAMPLE")]
    pub sample: bool,

    /// Refuse to start unless everything a public site needs is configured: `--public-url` with https, `--contact` and
    /// `--officer`; no samples; logs in JSON.
    #[arg(long, env = "QA_PRODUCTION")]
    pub production: bool,

    /// The address and port of the Prometheus metrics, off by default. Keep it private.
    #[arg(long, env = "QA_METRICS_LISTEN")]
    pub metrics_listen: Option<SocketAddr>,

    /// The address of the office that answers for the site, shown on the pages about it.
    #[arg(long, env = "QA_CONTACT")]
    pub contact: Option<String>,

    /// The person responsible for access to documents and the protection of personal information: name, title, address.
    #[arg(long, env = "QA_OFFICER")]
    pub officer: Option<String>,

    /// Lead `/` to the language the browser asks for. By default `/` leads to French.
    #[arg(long, env = "QA_NEGOTIATE_LANGUAGE")]
    pub negotiate_language: bool,

    /// The most connections served at once; the next ones wait.
    #[arg(long, env = "QA_MAX_CONNECTIONS", default_value_t = 4_096)]
    pub max_connections: usize,

    /// Megabytes of memory for whole answers, kept until something in them changes; 0 keeps none.
    #[arg(long, env = "QA_CACHE_MIB", default_value_t = 32)]
    pub cache_mib: u64,

    /// Seconds a client has to send the head of a request.
    #[arg(long, env = "QA_HEADER_TIMEOUT", default_value_t = 10)]
    pub header_timeout: u64,

    /// Seconds that requests under way have to end once the server is told to stop.
    #[arg(long, env = "QA_DRAIN_TIMEOUT", default_value_t = 20)]
    pub drain_timeout: u64,

    /// Serve the built site from this folder instead of the one in the binary: for `cargo leptos watch`.
    #[arg(long, env = "QA_SITE_DIR")]
    pub site_dir: Option<PathBuf>,
}

/// Why the server refuses to start.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A public URL that is not an origin.
    #[error("--public-url {0:?} is not an origin such as https://attire.example.ca: remove the path and the final slash")]
    PublicUrl(String),
    /// Something that production demands.
    #[error("--production needs {0}")]
    Production(&'static str),
}

impl Config {
    /// The origin of canonical links, without a final slash.
    pub fn public_url(&self) -> String {
        self.public_url.clone().unwrap_or_else(|| format!("http://localhost:{}", self.listen.port()))
    }

    /// Whether the site is served over TLS.
    pub fn is_https(&self) -> bool {
        self.public_url().starts_with("https://")
    }

    /// Refuses what must not be served.
    ///
    /// # Errors
    /// When the public URL is no origin, or when production lacks something.
    pub fn check(&self) -> Result<(), ConfigError> {
        if let Some(url) = &self.public_url
            && (!model::text::is_web_url(url) || url.splitn(4, '/').count() != 3)
        {
            return Err(ConfigError::PublicUrl(url.clone()));
        }
        if self.production {
            if !self.is_https() {
                return Err(ConfigError::Production("--public-url with https://"));
            }
            if self.contact.is_none() {
                return Err(ConfigError::Production("--contact, the address of the office that answers"));
            }
            if self.officer.is_none() {
                return Err(ConfigError::Production("--officer, the person responsible for personal information"));
            }
            if self.sample {
                return Err(ConfigError::Production("to be started without --sample"));
            }
        }
        Ok(())
    }
}
