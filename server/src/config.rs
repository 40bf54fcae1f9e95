//! The configuration: one structure, each variable with its manual. Every variable is a flag too.

use crate::mail::MailArgs;
use clap::Args;
use model::interests::InterestKind;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Where the data is. Every command takes it.
#[derive(Args, Clone, Debug)]
pub struct DataArgs {
    /// The folder of everything the program writes: database, index, development mail.
    #[arg(long, env = "QA_DATA", default_value = "./data")]
    pub data: PathBuf,

    /// The database: `sqlite:FILE` or `postgres://…`. By default an SQLite file in the data folder.
    #[arg(long, env = "QA_DATABASE_URL", hide_env_values = true)]
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

    /// Refuse to start unless everything a public site needs is configured: `--public-url` with https, `--contact`,
    /// `--officer` and `--smtp-url`; no samples; logs in JSON.
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

    /// How mail leaves.
    #[command(flatten)]
    pub mail: MailArgs,

    /// The address of the team that answers requests; notices of new ones go there. Without it, to `--contact` where that is an
    /// address.
    #[arg(long, env = "QA_TEAM_MAIL")]
    pub team_mail: Option<String>,

    /// The address of the team of one kind of request, as `company=address`; may repeat.
    #[arg(long, env = "QA_QUEUES", value_delimiter = ',', value_parser = queue)]
    pub queue: Vec<(InterestKind, String)>,

    /// The kinds of request that the archives calendar keeps: at their end they are put out of reach instead of destroyed.
    #[arg(long = "archive", env = "QA_ARCHIVE", value_delimiter = ',', value_parser = kind)]
    pub archived_kinds: Vec<InterestKind>,

    /// How many requests an hour a client may send.
    #[arg(long, env = "QA_REQUESTS_PER_HOUR", default_value_t = 20)]
    pub requests_per_hour: u32,

    /// How many requests an hour may come from one mail domain; the next ones are set aside for the team to see.
    #[arg(long, env = "QA_REQUESTS_PER_DOMAIN", default_value_t = 200)]
    pub requests_per_domain: u32,

    /// From how many requests a minute on a proof of work is asked.
    #[arg(long, env = "QA_ATTACK_PER_MINUTE", default_value_t = 60)]
    pub attack_per_minute: u32,

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

/// Reads a kind of request at the command line.
pub fn kind(text: &str) -> Result<InterestKind, String> {
    InterestKind::parse(text).ok_or_else(|| {
        let known: Vec<&str> = InterestKind::ALL.iter().map(|kind| kind.as_str()).collect();
        format!("use one of: {}", known.join(", "))
    })
}

fn queue(text: &str) -> Result<(InterestKind, String), String> {
    let (word, address) = text.split_once('=').ok_or("write it as company=address")?;
    if !model::text::is_email(address) {
        return Err(format!("{address:?} is no address one can write to"));
    }
    Ok((kind(word)?, address.to_owned()))
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

    /// Where notices about a kind of request go.
    pub fn queue(&self, kind: InterestKind) -> Option<String> {
        let own = self.queue.iter().find(|(known, _)| *known == kind).map(|(_, address)| address);
        let contact = self.contact.as_ref().filter(|contact| model::text::is_email(contact));
        own.or(self.team_mail.as_ref()).or(contact).cloned()
    }

    /// The folder of development mail.
    pub fn mail_folder(&self) -> PathBuf {
        self.data.data.join("mail")
    }

    /// The name of the machine that the public sees.
    pub fn host(&self) -> String {
        let url = self.public_url();
        let host = url.split("://").nth(1).unwrap_or_default();
        host.split([':', '/']).next().unwrap_or_default().to_owned()
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
            if self.mail.smtp_url.is_none() {
                return Err(ConfigError::Production("--smtp-url, so that letters leave"));
            }
            if self.sample {
                return Err(ConfigError::Production("to be started without --sample"));
            }
        }
        Ok(())
    }
}
