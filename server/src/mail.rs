//! Mail: letters over SMTP, or `.eml` files in a folder where no server is configured.
//!
//! Whoever holds the letters decides when to send and to try again; a [`Mailer`] sends one letter once and says how it went.
//! To add a letter, add its texts and its name in [`templates`].
//!
//! Known quirks: an address with accents before the `@` is refused, because it needs SMTPUTF8, which few servers speak. A
//! letter whose receipt was lost is sent again, under the same `Message-ID`, by which servers tell doubles. The pool and the
//! tracing of lettre stay off: the one takes back connections that were left in the middle of a letter, the other writes
//! passwords.

mod relay;
pub mod templates;
#[cfg(test)]
mod tests;

use clap::Args;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::{Address, Message};
use model::locale::Locale;
use relay::Relay;
use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use uuid::Uuid;

const LONGEST_NAME: usize = 120;
const LONGEST_SUBJECT: usize = 250;
const LONGEST_FAULT: usize = 300;
/// The last second of the year 9999: the `Date` of a letter has four digits for its year.
const LAST_SECOND: u64 = 253_402_300_799;

/// How mail leaves.
#[derive(Args, Clone)]
pub struct MailArgs {
    /// The SMTP server: `smtps://USER:PASSWORD@HOST:PORT`, or `smtp://USER:PASSWORD@HOST:PORT?tls=required` for STARTTLS, or
    /// `smtp://HOST:PORT` for a relay in the clear. Write signs such as `@` in a password as `%40`. Without it, letters are
    /// files in the data folder.
    // The help shows the values of variables, and this one holds a password.
    #[arg(long, env = "QA_SMTP_URL", hide_env_values = true)]
    pub smtp_url: Option<String>,

    /// The sender, as `Name <address>`. By default `Québec attire <ne-pas-repondre@HOST>`, of the host of the public URL.
    #[arg(long, env = "QA_MAIL_FROM")]
    pub mail_from: Option<String>,

    /// Seconds to wait for each answer of the SMTP server. One letter takes at most five answers.
    #[arg(long, env = "QA_SMTP_TIMEOUT", default_value_t = 20, value_parser = clap::value_parser!(u64).range(1..=600))]
    pub smtp_timeout: u64,
}

impl fmt::Debug for MailArgs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MailArgs")
            .field("smtp_url", &self.smtp_url.as_ref().map(|_| "…"))
            .field("mail_from", &self.mail_from)
            .field("smtp_timeout", &self.smtp_timeout)
            .finish()
    }
}

/// A configuration that cannot send. The texts carry no password.
#[derive(Debug, thiserror::Error)]
pub enum MailConfigError {
    /// A server that cannot be understood, or must not be used.
    #[error("--smtp-url: {0}")]
    Url(String),
    /// A sender that is no address.
    #[error("--mail-from {0:?} is not of the form `Name <address>`")]
    From(String),
    /// A domain that cannot stand in a `Message-ID`.
    #[error("{0:?} is not a domain, so letters can have no identity: give the host of --public-url alone")]
    Host(String),
    /// A folder that cannot be made.
    #[error("the folder of letters {0:?} cannot be made")]
    Folder(PathBuf, #[source] io::Error),
}

/// A letter to one person.
#[derive(Clone)]
pub struct Letter {
    /// Its identity, which its `Message-ID` and its file bear.
    pub id: Uuid,
    /// When it was written, in Unix seconds.
    pub at: i64,
    /// The name of the recipient; may be empty.
    pub to_name: String,
    /// The address of the recipient.
    pub to: String,
    /// The language it is written in.
    pub lang: Locale,
    /// The subject.
    pub subject: String,
    /// The body as text.
    pub text: String,
    /// The body as a page.
    pub html: String,
}

/// Why a letter did not leave. The texts do not hold the recipient's address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// It never will: the server refuses it, or no message can be made of it.
    #[error("refused: {0}")]
    Refused(String),
    /// It may the next time: the server asks to wait, does not answer, or refuses us rather than the letter.
    #[error("not sent yet: {0}")]
    Later(String),
}

impl MailError {
    /// A refusal that is not about the letter.
    fn about_us(self) -> Self {
        match self {
            Self::Refused(text) | Self::Later(text) => Self::Later(text),
        }
    }

    /// A server may echo an address: what has an `@`, or is the part before it, is left out.
    fn discreet(self, user: &str) -> Self {
        let told = |text: String| {
            let user = user.to_lowercase();
            let names = |word: &str| word.contains('@') || word == user || (user.len() > 2 && word.contains(&user));
            let edges = |c: char| !c.is_alphanumeric();
            let hide = |word| if names(str::to_lowercase(word).trim_matches(edges)) { "…" } else { word };
            one_line(&text, LONGEST_FAULT).split(' ').map(hide).collect::<Vec<_>>().join(" ")
        };
        match self {
            Self::Refused(text) => Self::Refused(told(text)),
            Self::Later(text) => Self::Later(told(text)),
        }
    }
}

/// Sends letters. Clones share one configuration.
#[derive(Clone)]
pub struct Mailer(Arc<Inner>);

struct Inner {
    from: Mailbox,
    host: String,
    folder: PathBuf,
    relay: Option<Relay>,
}

impl Mailer {
    /// A mailer as `args` say. Without a server, letters go to `folder`, which is made. `host` is the domain of the
    /// `Message-ID`s, and the name we greet the server with.
    ///
    /// # Errors
    /// When the server, the sender or the host cannot be understood, or the folder cannot be made.
    pub fn new(args: &MailArgs, folder: &Path, host: &str) -> Result<Self, MailConfigError> {
        let host = domain(host).ok_or_else(|| MailConfigError::Host(host.to_owned()))?;
        let from = args.mail_from.clone().unwrap_or_else(|| format!("Québec attire <ne-pas-repondre@{host}>"));
        let from = sender(&from).ok_or(MailConfigError::From(from))?;
        let patience = Duration::from_secs(args.smtp_timeout);
        let relay = args.smtp_url.as_deref().map(|url| Relay::parse(url, &host, patience)).transpose()?;
        if relay.is_none() {
            fs::create_dir_all(folder).map_err(|error| MailConfigError::Folder(folder.to_owned(), error))?;
        }
        Ok(Self(Arc::new(Inner { from, host, folder: folder.to_owned(), relay })))
    }

    /// Sends a letter: it is with the server, or safely in the folder.
    ///
    /// # Errors
    /// [`MailError::Refused`] when trying again is in vain, [`MailError::Later`] when it is not.
    pub async fn send(&self, letter: &Letter) -> Result<(), MailError> {
        let (to, message) = self.compose(letter)?;
        let Some(relay) = &self.0.relay else {
            let (this, id) = (self.clone(), letter.id);
            let written = tokio::task::spawn_blocking(move || this.write(id, &message)).await;
            return match written {
                Ok(Ok(())) => Ok(()),
                Ok(Err(error)) => Err(MailError::Later(error.to_string())),
                Err(error) => Err(MailError::Later(error.to_string())),
            };
        };
        // The end of a message on the wire brings the last line break itself.
        let message = message.strip_suffix(b"\r\n").unwrap_or(&message);
        relay.send(&self.0.from.email, &to, message).await.map_err(|error| error.discreet(to.user()))
    }

    /// Whether letters go to the folder.
    pub fn is_folder(&self) -> bool {
        self.0.relay.is_none()
    }

    /// Removes what the folder holds of a letter, which may be nothing; also with a server, since letters may be left from
    /// before there was one.
    ///
    /// # Errors
    /// When a file is there and stays.
    pub fn forget(&self, id: Uuid) -> io::Result<()> {
        for path in self.paths(id) {
            if let Err(error) = fs::remove_file(path)
                && error.kind() != io::ErrorKind::NotFound
            {
                return Err(error);
            }
        }
        Ok(())
    }

    /// Where a letter is written, and where it stands once it is whole.
    fn paths(&self, id: Uuid) -> [PathBuf; 2] {
        [self.0.folder.join(format!(".{id}.tmp")), self.0.folder.join(format!("{id}.eml"))]
    }

    fn write(&self, id: Uuid, message: &[u8]) -> io::Result<()> {
        let [unfinished, whole] = self.paths(id);
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        // Letters are read by the account that writes them.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&unfinished)?;
        file.write_all(message)?;
        file.sync_all()?;
        fs::rename(unfinished, whole)?;
        // The name is on the disk once its folder is; elsewhere than on Unix a folder cannot be opened.
        if cfg!(unix) { File::open(&self.0.folder)?.sync_all() } else { Ok(()) }
    }

    fn compose(&self, letter: &Letter) -> Result<(Address, Vec<u8>), MailError> {
        let Inner { from, host, .. } = &*self.0;
        let to = address(&letter.to).ok_or_else(|| MailError::Refused("the address cannot be written to".to_owned()))?;
        let name = Some(one_line(&letter.to_name, LONGEST_NAME)).filter(|name| !name.is_empty());
        let envelope = lettre::address::Envelope::new(Some(from.email.clone()), vec![to.clone()]).map_err(unbuildable)?;
        let at = Duration::from_secs(u64::try_from(letter.at).unwrap_or_default().min(LAST_SECOND));
        let header = |name, value: &str| HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned());
        let message = Message::builder()
            .envelope(envelope)
            .from(from.clone())
            .to(Mailbox::new(name, to.clone()))
            .subject(one_line(&letter.subject, LONGEST_SUBJECT))
            .date(SystemTime::UNIX_EPOCH + at)
            .message_id(Some(format!("<{}@{host}>", letter.id)))
            // Those who are away do not answer a machine: RFC 3834.
            .raw_header(header("Auto-Submitted", "auto-generated"))
            .raw_header(header("Content-Language", letter.lang.tag()))
            .multipart(MultiPart::alternative_plain_html(body(&letter.text), body(&letter.html)))
            .map_err(unbuildable)?;
        Ok((to, message.formatted()))
    }
}

fn unbuildable(error: lettre::error::Error) -> MailError {
    MailError::Refused(format!("no message can be made of it: {error}"))
}

/// A text fit for a header, and for one line of a screen: line breaks and controls become spaces, what turns the direction of
/// the text or shows nothing goes, at most `longest` characters are left. No-break spaces stay, which French needs.
pub(crate) fn one_line(text: &str, longest: usize) -> String {
    let mut line = String::with_capacity(text.len().min(longest * 4));
    for c in text.chars() {
        let is_break = c.is_control() || matches!(c, ' ' | '\u{2028}' | '\u{2029}');
        match c {
            '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' => {}
            '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}' => {}
            _ if is_break && (line.is_empty() || line.ends_with(' ')) => {}
            _ if is_break => line.push(' '),
            // A text that looks encoded would be decoded by its reader, line breaks and all.
            '?' if line.ends_with('=') => line.push_str(" ?"),
            c => line.push(c),
        }
    }
    let line: String = line.chars().take(longest).collect();
    line.trim_end_matches(' ').to_owned()
}

/// A body: line breaks of one kind, no other controls than tabs.
fn body(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n").chars().filter(|c| matches!(c, '\n' | '\t') || !c.is_control()).collect()
}

/// A domain in ASCII, as mail writes it.
fn domain(name: &str) -> Option<String> {
    let ascii = idna::domain_to_ascii(name).ok()?;
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_');
    // The user says nothing: what is checked is the domain.
    Address::new("a", &ascii).ok().filter(|_| ascii.bytes().all(is_plain)).map(|_| ascii)
}

/// An address with its domain in ASCII. Quoted and accented ones are not taken.
fn address(text: &str) -> Option<Address> {
    let (user, host) = text.rsplit_once('@')?;
    let plain = user.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'"' | b'<' | b'>' | b'\\'));
    Address::new(user, domain(host)?).ok().filter(|_| plain)
}

fn sender(text: &str) -> Option<Mailbox> {
    let mailbox: Mailbox = text.parse().ok()?;
    let name = mailbox.name.map(|name| one_line(&name, LONGEST_NAME)).filter(|name| !name.is_empty());
    Some(Mailbox::new(name, address(mailbox.email.as_ref())?))
}
