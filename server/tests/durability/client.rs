//! Visitors: requests as programs send them, over plain sockets that are kept open.

use model::interests::view::Receipt;
use serde_json::{Map, Value, json};
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

/// The most a client waits for an answer: a portal that hangs fails its test.
const PATIENCE: Duration = Duration::from_secs(60);

/// A request to send.
#[derive(Clone, Debug)]
pub struct Request {
    /// Its `Idempotency-Key`.
    pub key: String,
    /// Who writes.
    pub kind: &'static str,
    /// In which language.
    pub lang: &'static str,
    /// Every answer, contact included.
    pub said: Vec<(&'static str, String)>,
    /// What is agreed to.
    pub consents: Vec<&'static str>,
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// Its body.
    pub body: String,
}

impl Answer {
    /// The receipt of a request that is on the record.
    pub fn receipt(&self) -> Option<Receipt> {
        (self.status == 201).then(|| serde_json::from_str(&self.body).expect("a receipt"))
    }
}

/// Some words, so that requests are of all sizes: pages of the database are filled in every way.
fn words(rng: &mut fastrand::Rng, most: usize) -> String {
    const WORDS: [&str; 12] =
        ["poste", "été", "santé", "logement", "où", "Québec", "d’abord", "équipe", "« neuf »", "arrivée", "œuvre", "1 354 $"];
    let mut text = String::from("Bonjour");
    let length = rng.usize(..most);
    while text.len() < length {
        text.push(' ');
        text.push_str(WORDS[rng.usize(..WORDS.len())]);
    }
    text
}

impl Request {
    /// Draws a request of one of four kinds, under a key.
    pub fn draw(rng: &mut fastrand::Rng, key: String) -> Self {
        let kind = ["talent", "company", "event", "posting"][rng.usize(..4)];
        let mut said = vec![("name", "Camille Roy".to_owned()), ("email", format!("{key}@exemple.invalid"))];
        let mut say = |name, text: &str| said.push((name, text.to_owned()));
        match kind {
            "talent" => {
                say("message", &words(rng, 1_400));
                if rng.bool() {
                    say("situation", "working_abroad");
                    say("country", "FR");
                }
            }
            "company" => {
                say("organization", "Ateliers Chaudière");
                say("country", if rng.bool() { "CA-QC" } else { "BE" });
                say("project", "recruit");
                say("jobs", "40");
                say("message", &words(rng, 1_400));
            }
            "event" => {
                say("event_name", "Congrès de glaciologie");
                say("discipline", "Sciences de la Terre");
                // From today on, whenever the tests are run.
                say("starts_on", "2199-05-04");
                say("ends_on", "2199-05-08");
                say("participants", "900");
                say("rotation", &words(rng, 1_400));
            }
            _ => {
                say("posting_kind", "job");
                say("title", "Soudeuse ou soudeur");
                say("body", &words(rng, 3_800));
                say("place", "Québec");
                say("apply", "https://exemple.invalid/postuler");
                say("organization", if rng.bool() { "Ateliers Chaudière" } else { "Aciers Montmorency" });
            }
        }
        let mut consents = vec!["answer"];
        consents.extend(["partners", "news"].into_iter().filter(|_| rng.bool()));
        Self { key, kind, lang: if rng.bool() { "fr" } else { "en" }, said, consents }
    }

    /// The answer to a question, empty when there is none.
    pub fn get(&self, name: &str) -> &str {
        self.said.iter().find(|(known, _)| *known == name).map_or("", |(_, text)| text)
    }

    /// The JSON that is sent, the same whenever it is.
    fn body(&self) -> String {
        let is_contact = |name: &str| model::interests::CONTACT.contains(&name);
        let part = |contact: bool| {
            let chosen = self.said.iter().filter(|(name, _)| is_contact(name) == contact);
            Map::from_iter(chosen.map(|(name, text)| ((*name).to_owned(), Value::from(text.as_str()))))
        };
        json!({"kind": self.kind, "lang": self.lang, "contact": part(true), "answers": part(false), "consents": self.consents}).to_string()
    }
}

/// A connection that is kept open.
pub struct Connection {
    address: SocketAddr,
    stream: BufReader<TcpStream>,
}

impl Connection {
    /// Connects.
    pub fn open(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        Ok(Self { address, stream: BufReader::new(stream) })
    }

    /// Sends a request and reads its answer to the last byte: less than that acknowledges nothing.
    pub fn send(&mut self, request: &Request) -> io::Result<Answer> {
        let body = request.body();
        let head = format!(
            "POST /api/v1/interests HTTP/1.1\r\nhost: {}\r\ncontent-type: application/json\r\nidempotency-key: {}\r\ncontent-length: {}\r\n\r\n",
            self.address,
            request.key,
            body.len()
        );
        self.stream.get_mut().write_all([head.as_bytes(), body.as_bytes()].concat().as_slice())?;
        self.read()
    }

    fn line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        self.stream.read_line(&mut line)?;
        if line.ends_with("\r\n") { Ok(line.trim_end().to_lowercase()) } else { Err(ErrorKind::UnexpectedEof.into()) }
    }

    fn read(&mut self) -> io::Result<Answer> {
        let status = self.line()?.split(' ').nth(1).and_then(|status| status.parse().ok()).ok_or(ErrorKind::InvalidData)?;
        let mut length = 0;
        loop {
            let line = self.line()?;
            if line.is_empty() {
                break;
            }
            if let Some(said) = line.strip_prefix("content-length:") {
                length = said.trim().parse().map_err(|_| ErrorKind::InvalidData)?;
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        Ok(Answer { status, body: String::from_utf8(body).map_err(|_| ErrorKind::InvalidData)? })
    }
}

/// Reads a page over a connection of its own.
pub fn get(address: SocketAddr, path: &str) -> io::Result<(u16, String)> {
    let Connection { mut stream, .. } = Connection::open(address)?;
    write!(stream.get_mut(), "GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let (head, body) = answer.split_once("\r\n\r\n").ok_or(ErrorKind::UnexpectedEof)?;
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).ok_or(ErrorKind::InvalidData)?;
    Ok((status, body.to_owned()))
}

/// Tells clients on threads of their own when to stop.
#[derive(Default)]
pub struct Stop {
    stopped: Mutex<bool>,
    changed: Condvar,
}

impl Stop {
    /// Tells them.
    pub fn stop(&self) {
        *self.stopped.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.changed.notify_all();
    }

    /// Whether they were told, within a while.
    pub fn within(&self, while_: Duration) -> bool {
        let stopped = self.stopped.lock().unwrap_or_else(PoisonError::into_inner);
        *self.changed.wait_timeout_while(stopped, while_, |stopped| !*stopped).unwrap_or_else(PoisonError::into_inner).0
    }
}
