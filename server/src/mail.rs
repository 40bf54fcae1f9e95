//! Mail: letters over SMTP, or `.eml` files in a folder where no server is configured.
//!
//! Whoever holds the letters decides when to send and to try again; a [`Mailer`] sends one letter once and says how it went.
//! To add a letter, add its texts and its name in [`templates`].
//!
//! Known quirks: an address with accents before the `@` is refused, because it needs SMTPUTF8, which few servers speak. A
//! letter whose receipt was lost is sent again, under the same `Message-ID`, by which servers tell doubles. The pool and the
//! tracing of lettre stay off: the one takes back connections that were left in the middle of a letter, the other writes
//! passwords.

pub mod templates;

use clap::Args;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Tls, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, Message};
use model::locale::Locale;
use percent_encoding::percent_decode_str;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use std::{fmt, future::Future};
use url::{Host, Url};
use uuid::Uuid;

const LONGEST_NAME: usize = 120;
const LONGEST_SUBJECT: usize = 250;
const LONGEST_FAULT: usize = 300;
/// How long a server may take to say goodbye once the fate of the letter is known.
const GOODBYE: Duration = Duration::from_secs(2);
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

/// The SMTP server.
struct Relay {
    host: String,
    port: u16,
    hello: ClientId,
    tls: Tls,
    credentials: Option<Credentials>,
    patience: Duration,
}

impl Relay {
    /// The form of lettre: `smtps://user:password@host:port/hello?tls=required`.
    fn parse(text: &str, hello: &str, patience: Duration) -> Result<Self, MailConfigError> {
        let wrong = |fault: &str| MailConfigError::Url(fault.to_owned());
        let decode = |text: &str| percent_decode_str(text).decode_utf8().map(String::from).map_err(|_| wrong("it is not UTF-8"));
        let url = Url::parse(text).map_err(|error| MailConfigError::Url(error.to_string()))?;
        let host = match url.host() {
            Some(Host::Domain(name)) => domain(&decode(name)?).ok_or_else(|| wrong("the host is not a domain"))?,
            Some(Host::Ipv4(ip)) => ip.to_string(),
            Some(Host::Ipv6(ip)) => ip.to_string(),
            None => return Err(wrong("it names no host")),
        };
        let parameters = || TlsParameters::new(host.clone()).map_err(|error| MailConfigError::Url(error.to_string()));
        let asked = url.query_pairs().find(|(key, _)| key == "tls").map(|(_, value)| value.into_owned());
        let (tls, port) = match (url.scheme(), asked.as_deref()) {
            ("smtps", None | Some("required")) => (Tls::Wrapper(parameters()?), 465),
            ("smtp", Some("required")) => (Tls::Required(parameters()?), 587),
            ("smtp", Some("opportunistic")) => (Tls::Opportunistic(parameters()?), 587),
            ("smtp", None) => (Tls::None, 25),
            _ => return Err(wrong("it begins with smtps:// or smtp://, and `?tls=` is `required` or `opportunistic`")),
        };
        let credentials = match url.password() {
            Some(password) => Some(Credentials::new(decode(url.username())?, decode(password)?)),
            None if url.username().is_empty() => None,
            None => return Err(wrong("it names a user without a password")),
        };
        let is_here = host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
        if credentials.is_some() && !is_here && matches!(tls, Tls::None | Tls::Opportunistic(_)) {
            return Err(wrong("the password could travel in the clear: use smtps:// or ?tls=required"));
        }
        let named = Some(url.path().trim_matches('/')).filter(|name| !name.is_empty());
        let hello = domain(named.unwrap_or(hello)).ok_or_else(|| wrong("its path is not a domain"))?;
        let hello = hello.parse().map(ClientId::Ipv4).unwrap_or(ClientId::Domain(hello));
        Ok(Self { host, port: url.port().unwrap_or(port), hello, tls, credentials, patience })
    }

    async fn send(&self, from: &Address, to: &Address, message: &[u8]) -> Result<(), MailError> {
        // Until the recipient is named, whatever is refused is our configuration, which someone will mend: letters wait.
        let mut connection = self.answer(self.connect()).await.map_err(MailError::about_us)?;
        let fate = self.hand_over(&mut connection, from, to, message).await;
        // The letter has been taken or not: what the server does with our goodbye changes nothing.
        let _ = tokio::time::timeout(GOODBYE.min(self.patience), connection.quit()).await;
        fate
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, smtp::Error> {
        let wrapped = if let Tls::Wrapper(parameters) = &self.tls { Some(parameters.clone()) } else { None };
        let server = (self.host.as_str(), self.port);
        let mut connection = AsyncSmtpConnection::connect_tokio1(server, Some(self.patience), &self.hello, wrapped, None).await?;
        match &self.tls {
            // It fails where the server does not offer it, before anything of ours is said.
            Tls::Required(parameters) => connection.starttls(parameters.clone(), &self.hello).await?,
            Tls::Opportunistic(parameters) if connection.can_starttls() => {
                connection.starttls(parameters.clone(), &self.hello).await?;
            }
            _ => {}
        }
        if let Some(credentials) = &self.credentials {
            connection.auth(DEFAULT_MECHANISMS, credentials).await?;
        }
        Ok(connection)
    }

    async fn hand_over(&self, connection: &mut AsyncSmtpConnection, from: &Address, to: &Address, message: &[u8]) -> Result<(), MailError> {
        self.answer(connection.command(Mail::new(Some(from.clone()), vec![]))).await.map_err(MailError::about_us)?;
        self.answer(connection.command(Rcpt::new(to.clone(), vec![]))).await?;
        self.answer(connection.command(Data)).await?;
        self.answer(connection.message(message)).await?;
        Ok(())
    }

    /// One answer of the server. lettre limits the connection only.
    async fn answer<T>(&self, step: impl Future<Output = Result<T, smtp::Error>>) -> Result<T, MailError> {
        match tokio::time::timeout(self.patience, step).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(error)) if error.is_permanent() => Err(MailError::Refused(error.to_string())),
            Ok(Err(error)) => Err(MailError::Later(error.to_string())),
            Err(_) => Err(MailError::Later(format!("no answer within {} s", self.patience.as_secs()))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::{CommandFactory, Parser};
    use mail_parser::{MessageParser, MimeHeaders};
    use tempfile::TempDir;

    #[derive(Debug, Parser)]
    struct Line {
        #[command(flatten)]
        mail: MailArgs,
    }

    fn args(flags: &[&str]) -> MailArgs {
        Line::parse_from([&["test"], flags].concat()).mail
    }

    fn mailer(flags: &[&str]) -> (Mailer, TempDir) {
        let folder = tempfile::tempdir().expect("a folder");
        (Mailer::new(&args(flags), folder.path(), "attire.example").expect("a mailer"), folder)
    }

    fn letter() -> Letter {
        Letter {
            id: Uuid::from_u128(7),
            at: 1_790_000_000,
            to_name: "Élise Tremblay".to_owned(),
            to: "elise@exemple.invalid".to_owned(),
            lang: Locale::Fr,
            subject: "Dossier QA-7\u{a0}: votre message est bien arrivé".to_owned(),
            text: "Bonjour,\n.\n..\nÀ bientôt\n".to_owned(),
            html: "<p>À bientôt</p>".to_owned(),
        }
    }

    fn composed(mailer: &Mailer, letter: &Letter) -> String {
        String::from_utf8(mailer.compose(letter).expect("a message").1).expect("ASCII")
    }

    /// The names of the headers, as they stand on the wire.
    fn headers(message: &str) -> Vec<&str> {
        let (head, _) = message.split_once("\r\n\r\n").expect("a head and a body");
        head.split("\r\n").filter(|line| !line.starts_with([' ', '\t'])).map(|line| line.split(':').next().expect("a name")).collect()
    }

    const HEADERS: [&str; 9] =
        ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Language", "MIME-Version", "Content-Type"];

    #[test]
    fn a_letter_has_two_bodies_an_identity_and_the_marks_of_a_machine() {
        let raw = composed(&mailer(&[]).0, &letter());
        assert!(raw.is_ascii());
        assert_eq!(headers(&raw), HEADERS);
        let message = MessageParser::default().parse(&raw).expect("a message");
        assert_eq!(message.content_type().expect("a type").subtype(), Some("alternative"));
        assert_eq!(message.subject(), Some("Dossier QA-7\u{a0}: votre message est bien arrivé"));
        assert_eq!(message.message_id(), Some("00000000-0000-0000-0000-000000000007@attire.example"));
        assert_eq!(message.date().expect("a date").to_timestamp(), 1_790_000_000);
        assert_eq!(message.header_raw("Auto-Submitted").map(str::trim), Some("auto-generated"));
        assert_eq!(message.header_raw("Content-Language").map(str::trim), Some("fr-CA"));
        let from = message.from().and_then(|from| from.first()).expect("a sender");
        assert_eq!((from.name(), from.address()), (Some("Québec attire"), Some("ne-pas-repondre@localhost")));
        let to = message.to().and_then(|to| to.first()).expect("a recipient");
        assert_eq!((to.name(), to.address()), (Some("Élise Tremblay"), Some("elise@exemple.invalid")));
        assert_eq!(message.parts.len(), 3);
        assert_eq!(message.body_text(0).as_deref(), Some("Bonjour,\r\n.\r\n..\r\nÀ bientôt\r\n"));
        assert_eq!(message.body_html(0).as_deref(), Some("<p>À bientôt</p>"));
    }

    #[test]
    fn no_field_can_add_a_header_or_a_recipient() {
        for end in ["\r\n", "\n", "\r", "\u{2028}", "\u{85}", "\u{b}", "\0\r\n", "\r\n\r\n", "\r\n "] {
            let attack = format!("x{end}Bcc: victime@exemple.invalid{end}X-Added: 1{end}{end}<p>y</p>");
            let hostile = Letter {
                to_name: attack.clone(),
                subject: attack.clone(),
                text: format!("{attack}\r\n.\r\nQUIT\r\n"),
                html: attack.clone(),
                ..letter()
            };
            let (mailer, _folder) = mailer(&["--mail-from", "Québec attire <portail@exemple.invalid>"]);
            let raw = composed(&mailer, &hostile);
            assert_eq!(headers(&raw), HEADERS, "{end:?}");
            let message = MessageParser::default().parse(&raw).expect("a message");
            let flat = "x Bcc: victime@exemple.invalid X-Added: 1 <p>y</p>";
            assert_eq!(message.subject(), Some(flat), "{end:?}");
            let to = message.to().expect("recipients").as_list().expect("a list");
            assert_eq!(to.len(), 1);
            assert_eq!((to[0].name(), to[0].address()), (Some(flat), Some("elise@exemple.invalid")), "{end:?}");
            assert_eq!(message.parts.len(), 3);
            assert!(raw.is_ascii() && !raw.replace("\r\n", "").contains(['\r', '\n', '\0']), "{end:?}");

            let (to, from) = (format!("a{end}@exemple.invalid"), format!("Q{end} <a@exemple.invalid>{end}Bcc: b@exemple.invalid"));
            for to in [attack, to, format!("elise@exemple.invalid{end}Bcc: b@exemple.invalid"), format!("a@exemple.{end}invalid")] {
                let refused = mailer.compose(&Letter { to, ..letter() }).map(|_| ());
                assert_eq!(refused, Err(MailError::Refused("the address cannot be written to".to_owned())), "{end:?}");
            }
            if let Ok(mailer) = Mailer::new(&args(&["--mail-from", &from]), Path::new("/"), "a.example") {
                assert_eq!(headers(&composed(&mailer, &letter())), HEADERS, "{end:?}");
            }
            assert!(matches!(Mailer::new(&args(&[]), Path::new("/"), &format!("a{end}.b")), Err(MailConfigError::Host(_))), "{end:?}");
        }
    }

    #[test]
    fn every_character_can_stand_in_a_name_and_a_subject() {
        let (mailer, _folder) = mailer(&[]);
        let every: Vec<char> = ('\0'..='\u{2fff}').chain('\u{fe00}'..='\u{1f0ff}').chain('\u{e0000}'..='\u{e01ff}').collect();
        for some in every.chunks(50) {
            let text: String = some.iter().flat_map(|c| [*c, 'a', ' ']).collect();
            let raw = composed(&mailer, &Letter { to_name: text.clone(), subject: text, ..letter() });
            assert_eq!(headers(&raw), HEADERS, "{some:?}");
            let message = MessageParser::default().parse(&raw).expect("a message");
            assert_eq!(message.to().and_then(|to| to.first()).and_then(|to| to.address()), Some("elise@exemple.invalid"), "{some:?}");
        }
    }

    #[test]
    fn a_line_keeps_its_words_and_not_what_deceives() {
        assert_eq!(one_line("\u{202e}abc\u{200f}\u{2066}d\u{61c}", 9), "abcd");
        assert_eq!(one_line(" «\u{a0}Un\u{a0}» \r\n\t deux ", 99), "«\u{a0}Un\u{a0}» deux");
        assert_eq!(one_line("=?utf-8?q?=0D=0ABcc:_x?=", 99), "= ?utf-8?q?=0D=0ABcc:_x?=");
        assert_eq!(one_line(&"é".repeat(500), LONGEST_NAME).chars().count(), 120);
        assert_eq!(one_line("\r\n", 9), "");
        assert_eq!(body("a\r\nb\rc\0\n\td"), "a\nb\nc\n\td");
    }

    #[test]
    fn a_recipient_without_a_name_is_an_address() {
        let raw = composed(&mailer(&[]).0, &Letter { to_name: " \u{202e}\r\n".to_owned(), ..letter() });
        assert!(raw.contains("\r\nTo: elise@exemple.invalid\r\n"), "{raw}");
    }

    #[test]
    fn a_domain_with_accents_travels_in_ascii() {
        let (mailer, _folder) = mailer(&["--mail-from", "Portail <portail@québec.example>"]);
        let (to, raw) = mailer.compose(&Letter { to: "elise@Québec.example".to_owned(), ..letter() }).expect("a message");
        assert_eq!(to.to_string(), "elise@xn--qubec-csa.example");
        let raw = String::from_utf8(raw).expect("ASCII");
        assert!(raw.contains("<elise@xn--qubec-csa.example>") && raw.contains("<portail@xn--qubec-csa.example>"), "{raw}");
    }

    #[test]
    fn what_is_no_address_is_refused_without_being_named() {
        let (mailer, _folder) = mailer(&[]);
        for to in
            ["", "a", "@b.c", "a@", "a b@c.d", "é@exemple.invalid", "\"a b\"@exemple.invalid", "a@b@c.d", "a@b..c", "a>@b.c", "<a@b.c>"]
        {
            let error = mailer.compose(&Letter { to: to.to_owned(), ..letter() }).map(|_| ()).expect_err(to);
            assert_eq!(error, MailError::Refused("the address cannot be written to".to_owned()), "{to}");
        }
    }

    #[test]
    fn what_a_server_says_is_kept_without_the_address_it_echoes() {
        let told = |text: &str| MailError::Refused(text.to_owned()).discreet("Elise.T").to_string();
        assert_eq!(told("permanent error (550): <elise.t@exemple.invalid>: unknown"), "refused: permanent error (550): … unknown");
        assert_eq!(told("550 user=ELISE.T, is\r\nunknown"), "refused: 550 … is unknown");
        assert_eq!(MailError::Later("a b.".to_owned()).discreet("a"), MailError::Later("… b.".to_owned()));
        assert_eq!(told(&"é ".repeat(900)).chars().count(), "refused: ".len() + LONGEST_FAULT - 1);
    }

    #[test]
    fn a_url_says_where_and_how() {
        let parse = |url| Relay::parse(url, "attire.example", Duration::from_secs(1)).expect(url);
        let relay = parse("smtps://elise:p%40ss@Mail.Example");
        assert_eq!((relay.host.as_str(), relay.port, &relay.hello), ("mail.example", 465, &ClientId::Domain("attire.example".to_owned())));
        assert!(matches!(relay.tls, Tls::Wrapper(_)));
        assert_eq!(relay.credentials, Some(Credentials::new("elise".to_owned(), "p@ss".to_owned())));
        let relay = parse("smtp://relay.example/portal.example?tls=required");
        assert!(matches!(relay.tls, Tls::Required(_)));
        assert_eq!((relay.port, &relay.hello), (587, &ClientId::Domain("portal.example".to_owned())));
        let relay = parse("smtp://[::1]:2525");
        assert_eq!((relay.host.as_str(), relay.port, matches!(relay.tls, Tls::None)), ("::1", 2525, true));
        assert_eq!(parse("smtp://québec.example").host, "xn--qubec-csa.example");
        assert_eq!(parse("smtp://127.0.0.1").port, 25);
        parse("smtp://a:b@127.0.0.1:2525");
        parse("smtp://a:b@localhost:2525");
    }

    #[test]
    fn a_wrong_url_is_told_without_its_password() {
        for url in [
            "secret",
            "http://a:secret@mail.example",
            "smtp://a:secret@mail.example",
            "smtp://a:secret@mail.example?tls=opportunistic",
            "smtp://a:secret@mail.example?tls=no",
            "smtps://a:secret@mail.example?tls=opportunistic",
            "smtps://a:secret@",
            "smtps://a:secret@mail.example:99999",
            "smtps://a:secret@b$c",
            "smtps://secret@mail.example",
            "smtps://a:secret%ff@mail.example",
            "smtps://a:secret@mail.example/not a name",
        ] {
            let error = Mailer::new(&args(&["--smtp-url", url]), Path::new("/"), "a.example").map(|_| ()).expect_err(url);
            assert!(matches!(error, MailConfigError::Url(_)), "{url}: {error}");
            assert!(!format!("{error} {error:?}").contains("secret"), "{error:?}");
        }
    }

    #[test]
    fn the_password_is_neither_in_logs_nor_in_the_help() {
        let line = Line::parse_from(["test", "--smtp-url", "smtps://a:secret@mail.example"]);
        assert!(!format!("{line:?} {line:#?}").contains("secret"));
        let command = Line::command();
        let argument = command.get_arguments().find(|argument| argument.get_id() == "smtp_url").expect("the flag");
        assert!(argument.is_hide_env_values_set());
    }

    #[test]
    fn a_host_is_a_domain_alone() {
        for host in ["attire.example", "localhost", "127.0.0.1", "québec.example"] {
            assert!(domain(host).is_some(), "{host}");
        }
        for host in ["", "localhost:3000", "a b", "a/b", "https://a.example", "::1", "[::1]", "a@b", "<a>", "a..b"] {
            assert!(domain(host).is_none(), "{host}");
        }
    }

    #[tokio::test]
    async fn without_a_server_a_letter_is_a_file_until_it_is_forgotten() {
        let (mailer, folder) = mailer(&[]);
        let letter = letter();
        let names = || {
            let entries = fs::read_dir(folder.path()).expect("a folder");
            entries.map(|entry| entry.expect("a file").file_name().into_string().expect("a name")).collect::<Vec<_>>()
        };
        assert!(mailer.is_folder());
        mailer.send(&letter).await.expect("written");
        mailer.send(&letter).await.expect("written again");
        assert_eq!(names(), ["00000000-0000-0000-0000-000000000007.eml"]);
        let raw = fs::read(folder.path().join(&names()[0])).expect("a letter");
        assert_eq!(MessageParser::default().parse(&raw).expect("a message").subject(), Some(letter.subject.as_str()));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(folder.path().join(&names()[0])).expect("a file").permissions().mode();
            assert_eq!(mode & 0o077, 0);
        }
        mailer.forget(Uuid::from_u128(8)).expect("nothing to forget");
        mailer.forget(letter.id).expect("forgotten");
        assert!(names().is_empty());
        mailer.forget(letter.id).expect("forgotten already");
        drop(folder);
        assert!(matches!(mailer.send(&letter).await, Err(MailError::Later(_))));
    }
}
