//! An SMTP server for tests: a real conversation over a socket, in this process, that takes, refuses, breaks off or hangs as
//! it is told. Then how the mailer of the portal fares with it.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// Longer than anything here takes; a test that waits as long has failed.
const TOO_LONG: Duration = Duration::from_secs(10);

/// A moment of the conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The server has been called.
    Greeting,
    /// `AUTH`
    Password,
    /// `MAIL FROM`
    Sender,
    /// `RCPT TO`
    Recipient,
    /// `DATA`
    Data,
    /// The letter has been read.
    Letter,
}

/// How the server behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// It takes every letter.
    Accept,
    /// It asks to come back.
    Refuse4xx(Stage),
    /// It refuses for good.
    Refuse5xx(Stage),
    /// It takes the letter and closes the connection instead of saying so.
    CutAfterData,
    /// It waits before it greets, then takes every letter.
    Slow(Duration),
    /// It does not listen.
    Down,
}

/// A letter as it came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Received {
    /// The sender of the envelope.
    pub from: String,
    /// The recipients of the envelope.
    pub to: Vec<String>,
    /// What the client sent to prove itself, in base64.
    pub password: Option<String>,
    /// The message, without the dots that the wire adds.
    pub raw: String,
}

struct Shared {
    mode: Mutex<Mode>,
    letters: watch::Sender<Vec<Received>>,
    calls: watch::Sender<usize>,
}

/// The server. It ends with its test.
pub struct Sink {
    address: SocketAddr,
    shared: Arc<Shared>,
    /// Bound and not listening: the port stays ours, and refuses, while the server is down.
    _port: TcpSocket,
    listening: JoinSet<()>,
}

fn bind(address: SocketAddr) -> TcpSocket {
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.set_reuseport(true).expect("an option");
    socket.bind(address).expect("a port");
    socket
}

impl Sink {
    /// A server that takes every letter.
    pub async fn start() -> Self {
        let port = bind(SocketAddr::from(([127, 0, 0, 1], 0)));
        let address = port.local_addr().expect("an address");
        let shared = Shared { mode: Mutex::new(Mode::Down), letters: watch::Sender::default(), calls: watch::Sender::default() };
        let mut sink = Self { address, shared: Arc::new(shared), _port: port, listening: JoinSet::new() };
        sink.set(Mode::Accept).await;
        sink
    }

    /// The URL of the server, for `--smtp-url`.
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// Changes how the server behaves. When it returns, a server that is down refuses and one that is not listens.
    pub async fn set(&mut self, mode: Mode) {
        *self.shared.mode.lock().expect("a mode") = mode;
        if mode == Mode::Down {
            self.listening.shutdown().await;
        } else if self.listening.is_empty() {
            let listener = bind(self.address).listen(64).expect("listens");
            self.listening.spawn(serve(listener, Arc::clone(&self.shared)));
        }
    }

    /// The letters that came, those included whose receipt was cut off.
    pub fn letters(&self) -> Vec<Received> {
        self.shared.letters.borrow().clone()
    }

    /// How many connections there were.
    pub fn calls(&self) -> usize {
        *self.shared.calls.borrow()
    }

    /// The letters, once there are at least `n`.
    pub async fn wait_for(&self, n: usize) -> Vec<Received> {
        let mut letters = self.shared.letters.subscribe();
        let enough = tokio::time::timeout(TOO_LONG, letters.wait_for(|letters| letters.len() >= n)).await;
        enough.unwrap_or_else(|_| panic!("{} letters came, not {n}", self.letters().len())).expect("the server stands").clone()
    }

    /// Waits until there were at least `n` connections.
    pub async fn wait_for_calls(&self, n: usize) {
        let mut calls = self.shared.calls.subscribe();
        let enough = tokio::time::timeout(TOO_LONG, calls.wait_for(|calls| *calls >= n)).await;
        enough.unwrap_or_else(|_| panic!("{} calls came, not {n}", self.calls())).expect("the server stands");
    }
}

async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    // Dropped with this task: who is down talks to nobody.
    let mut talks = JoinSet::new();
    loop {
        tokio::select! {
            Ok((stream, _)) = listener.accept() => {
                shared.calls.send_modify(|calls| *calls += 1);
                let shared = Arc::clone(&shared);
                // A client that hangs up in the middle is a test's business.
                talks.spawn(async move { Talk::new(stream, shared).converse().await.unwrap_or_default() });
            }
            Some(_) = talks.join_next() => {}
        }
    }
}

struct Talk {
    lines: BufReader<OwnedReadHalf>,
    out: OwnedWriteHalf,
    shared: Arc<Shared>,
    letter: Received,
}

impl Talk {
    fn new(stream: TcpStream, shared: Arc<Shared>) -> Self {
        let (read, out) = stream.into_split();
        Self { lines: BufReader::new(read), out, shared, letter: Received::default() }
    }

    fn mode(&self) -> Mode {
        *self.shared.mode.lock().expect("a mode")
    }

    /// Says `yes`, or the refusal of this stage, which names the recipient as servers do; whether it said yes.
    async fn answer(&mut self, stage: Stage, yes: &str) -> io::Result<bool> {
        let code = match self.mode() {
            Mode::Refuse4xx(at) if at == stage => "451 4.7.1",
            Mode::Refuse5xx(at) if at == stage => "550 5.1.1",
            _ => return self.say(yes).await.map(|()| true),
        };
        self.say(&format!("{code} <{}> at {stage:?}, see", self.letter.to.join(","))).await.map(|()| false)
    }

    async fn say(&mut self, line: &str) -> io::Result<()> {
        self.out.write_all(format!("{line}\r\n").as_bytes()).await
    }

    async fn line(&mut self) -> io::Result<Option<String>> {
        let mut line = String::new();
        Ok((self.lines.read_line(&mut line).await? > 0).then_some(line))
    }

    async fn converse(mut self) -> io::Result<()> {
        if let Mode::Slow(wait) = self.mode() {
            tokio::time::sleep(wait).await;
        }
        if !self.answer(Stage::Greeting, "220 sink.invalid ESMTP").await? {
            return Ok(());
        }
        while let Some(line) = self.line().await? {
            let line = line.trim_end();
            let bracketed = line.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map(|(inside, _)| inside.to_owned());
            match (line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase().as_str(), bracketed) {
                ("EHLO", _) => self.say("250-sink.invalid\r\n250-8BITMIME\r\n250 AUTH PLAIN").await?,
                ("AUTH", _) => {
                    self.letter.password = line.split(' ').nth(2).map(str::to_owned);
                    self.answer(Stage::Password, "235 2.7.0 welcome").await?;
                }
                ("MAIL", Some(from)) => {
                    self.letter.from = from;
                    self.answer(Stage::Sender, "250 2.1.0 ok").await?;
                }
                ("RCPT", Some(to)) => {
                    self.letter.to.push(to);
                    self.answer(Stage::Recipient, "250 2.1.5 ok").await?;
                }
                ("DATA", _) if self.answer(Stage::Data, "354 go on").await? => {
                    if !self.read().await? {
                        return Ok(());
                    }
                }
                ("DATA", _) => {}
                ("QUIT", _) => return self.say("221 2.0.0 bye").await,
                _ => self.say("502 5.5.1 not here").await?,
            }
        }
        Ok(())
    }

    /// Reads a letter and answers; whether the conversation goes on.
    async fn read(&mut self) -> io::Result<bool> {
        let mut raw = String::new();
        loop {
            match self.line().await? {
                None => return Ok(false),
                Some(line) if line == ".\r\n" => break,
                Some(line) => raw.push_str(line.strip_prefix('.').unwrap_or(&line)),
            }
        }
        if matches!(self.mode(), Mode::Refuse4xx(Stage::Letter) | Mode::Refuse5xx(Stage::Letter)) {
            return self.answer(Stage::Letter, "").await.map(|_| true);
        }
        let letter = Received { raw, ..std::mem::take(&mut self.letter) };
        self.letter.password.clone_from(&letter.password);
        self.shared.letters.send_modify(|letters| letters.push(letter));
        if self.mode() == Mode::CutAfterData {
            return Ok(false);
        }
        self.answer(Stage::Letter, "250 2.0.0 taken").await
    }
}

mod tests {
    use super::*;
    use clap::Parser;
    use model::locale::Locale;
    use server::mail::{Letter, MailArgs, MailError, Mailer};
    use tempfile::TempDir;
    use uuid::Uuid;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        mail: MailArgs,
    }

    /// A mailer with one second of patience.
    fn mailer(url: &str) -> (Mailer, TempDir) {
        let folder = tempfile::tempdir().expect("a folder");
        let line = Line::parse_from(["test", "--smtp-url", url, "--smtp-timeout", "1", "--mail-from", "Portail <portail@exemple.invalid>"]);
        (Mailer::new(&line.mail, folder.path(), "attire.example").expect("a mailer"), folder)
    }

    fn letter() -> Letter {
        Letter {
            id: Uuid::from_u128(7),
            at: 1_790_000_000,
            to_name: "Élise Tremblay".to_owned(),
            to: "elise@exemple.invalid".to_owned(),
            lang: Locale::Fr,
            subject: "Bien reçu".to_owned(),
            text: "Hello,\n.\n..\n.end\nQUIT\n".to_owned(),
            html: "<p>Hello</p>".to_owned(),
        }
    }

    #[tokio::test]
    async fn a_letter_arrives_once_and_whole_dots_included() {
        let sink = Sink::start().await;
        let (mailer, folder) = mailer(&sink.url());
        assert!(!mailer.is_folder());
        mailer.send(&letter()).await.expect("sent");
        let letters = sink.wait_for(1).await;
        assert_eq!(letters.len(), 1);
        let Received { from, to, password, raw } = &letters[0];
        assert_eq!((from.as_str(), to.as_slice(), password), ("portail@exemple.invalid", &["elise@exemple.invalid".to_owned()][..], &None));
        let (head, bodies) = raw.split_once("\r\n\r\n").expect("a head and bodies");
        assert!(head.contains("\r\nMessage-ID: <00000000-0000-0000-0000-000000000007@attire.example>\r\n"), "{head}");
        assert!(bodies.contains("\r\n\r\nHello,\r\n.\r\n..\r\n.end\r\nQUIT\r\n\r\n--"), "{bodies}");
        assert!(bodies.ends_with("--\r\n") && !bodies.ends_with("\r\n\r\n"), "{bodies}");
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0, "nothing is left on the disk");
    }

    #[tokio::test]
    async fn a_server_that_asks_to_wait_gets_the_letter_later() {
        let mut sink = Sink::start().await;
        let (mailer, _folder) = mailer(&sink.url());
        for stage in [Stage::Greeting, Stage::Sender, Stage::Recipient, Stage::Data, Stage::Letter] {
            sink.set(Mode::Refuse4xx(stage)).await;
            let error = mailer.send(&letter()).await.expect_err("refused");
            assert!(matches!(&error, MailError::Later(text) if text.contains("451") && text.contains(&format!("{stage:?}"))), "{error}");
        }
        assert_eq!(sink.letters(), []);
        sink.set(Mode::Accept).await;
        mailer.send(&letter()).await.expect("sent");
        assert_eq!(sink.letters().len(), 1);
    }

    #[tokio::test]
    async fn a_letter_refused_for_good_is_refused_and_its_recipient_not_named() {
        let mut sink = Sink::start().await;
        let (mailer, _folder) = mailer(&sink.url());
        for stage in [Stage::Recipient, Stage::Data, Stage::Letter] {
            sink.set(Mode::Refuse5xx(stage)).await;
            let error = mailer.send(&letter()).await.expect_err("refused");
            assert!(matches!(&error, MailError::Refused(text) if text.contains("550")), "{stage:?}: {error}");
            assert!(!error.to_string().contains("elise") && !error.to_string().contains('@'), "{error}");
        }
        assert_eq!(sink.letters(), []);
    }

    #[tokio::test]
    async fn a_server_that_refuses_us_refuses_no_letter_for_good() {
        let mut sink = Sink::start().await;
        let (mailer, _folder) = mailer(&sink.url().replace("//", "//portail:secret@"));
        for stage in [Stage::Greeting, Stage::Password, Stage::Sender] {
            sink.set(Mode::Refuse5xx(stage)).await;
            let error = mailer.send(&letter()).await.expect_err("refused");
            assert!(matches!(&error, MailError::Later(text) if text.contains("550")), "{stage:?}: {error}");
            assert!(!error.to_string().contains("secret"), "{error}");
        }
        sink.set(Mode::Accept).await;
        mailer.send(&letter()).await.expect("sent");
        // "\0portail\0secret"
        assert_eq!(sink.letters()[0].password.as_deref(), Some("AHBvcnRhaWwAc2VjcmV0"));
    }

    #[tokio::test]
    async fn a_receipt_that_is_cut_off_leaves_the_letter_for_later_under_the_same_identity() {
        let mut sink = Sink::start().await;
        let (mailer, _folder) = mailer(&sink.url());
        sink.set(Mode::CutAfterData).await;
        let error = mailer.send(&letter()).await.expect_err("cut off");
        assert!(matches!(error, MailError::Later(_)), "{error}");
        sink.set(Mode::Accept).await;
        mailer.send(&letter()).await.expect("sent");
        let letters = sink.wait_for(2).await;
        let identity = |letter: &Received| letter.raw.lines().find(|line| line.starts_with("Message-ID:")).map(str::to_owned);
        assert!(identity(&letters[0]).is_some());
        assert_eq!(identity(&letters[0]), identity(&letters[1]));
    }

    #[tokio::test]
    async fn a_slow_server_is_waited_for_and_one_that_hangs_is_not() {
        let mut sink = Sink::start().await;
        let (mailer, _folder) = mailer(&sink.url());
        sink.set(Mode::Slow(Duration::from_millis(50))).await;
        mailer.send(&letter()).await.expect("sent");
        sink.set(Mode::Slow(TOO_LONG)).await;
        let error = mailer.send(&letter()).await.expect_err("no answer");
        assert_eq!(error, MailError::Later("no answer within 1 s".to_owned()));
        sink.wait_for_calls(2).await;
        assert_eq!(sink.letters().len(), 1);
    }

    #[tokio::test]
    async fn a_server_that_is_down_gets_the_letter_once_it_is_back() {
        let mut sink = Sink::start().await;
        let (mailer, _folder) = mailer(&sink.url());
        for n in 1..=3 {
            sink.set(Mode::Down).await;
            let error = mailer.send(&letter()).await.expect_err("nobody listens");
            assert!(matches!(&error, MailError::Later(text) if text.contains("refused")), "{error}");
            sink.set(Mode::Accept).await;
            mailer.send(&letter()).await.expect("sent");
            assert_eq!((sink.letters().len(), sink.calls()), (n, n));
        }
    }

    #[tokio::test]
    async fn where_tls_is_asked_for_nothing_is_said_in_the_clear() {
        let sink = Sink::start().await;
        let url = sink.url().replace("//", "//portail:secret@");
        for url in [format!("{url}?tls=required"), url.replace("smtp:", "smtps:")] {
            let (mailer, _folder) = mailer(&url);
            let error = mailer.send(&letter()).await.expect_err("no TLS");
            assert!(matches!(error, MailError::Later(_)), "{url}: {error}");
        }
        assert_eq!((sink.calls(), sink.letters()), (2, vec![]));
    }
}
