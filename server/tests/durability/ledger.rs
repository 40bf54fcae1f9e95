//! What was sent and what was answered, held against what the database has.

use crate::client::{Connection, Request};
use crate::portal::Place;
use model::interests::form::Answers;
use model::interests::view::Receipt;
use sha2::{Digest, Sha256};
use sqlx::types::Json;
use sqlx::{Connection as _, PgConnection, SqliteConnection};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::net::SocketAddr;
use uuid::Uuid;

/// On how many connections what was sent is sent again.
const RETRIERS: usize = 8;

/// A request that was sent, whatever became of it.
#[derive(Clone, Debug)]
pub struct Sent {
    /// What was sent.
    pub request: Request,
    /// What was acknowledged.
    pub receipt: Option<Receipt>,
}

impl Sent {
    /// Sends a request for the first time. Its connection is of no use any more when that fails.
    pub fn send(connection: &mut Connection, request: Request) -> (Self, Option<u16>) {
        let answer = connection.send(&request).ok();
        let receipt = answer.as_ref().and_then(crate::client::Answer::receipt);
        (Self { request, receipt }, answer.map(|answer| answer.status))
    }
}

/// A request of the database.
#[derive(Clone, Debug, sqlx::FromRow)]
struct Interest {
    id: Uuid,
    key_hash: Option<String>,
    reference: String,
    kind: String,
    lang: String,
    status: String,
    email: String,
    due_on: String,
    caught: Option<String>,
    answers: Json<Answers>,
    opportunity_id: Option<Uuid>,
}

/// A draft that a request became.
#[derive(Clone, Debug, sqlx::FromRow)]
struct Draft {
    id: Uuid,
    external_id: String,
    status: String,
}

/// What the database has of requests, at one instant.
#[derive(Clone, Debug)]
pub struct Snapshot {
    interests: Vec<Interest>,
    /// Of which request, and what for.
    consents: Vec<(Uuid, String)>,
    /// Of which request, and what happened.
    history: Vec<(Uuid, String)>,
    /// About which request, which letter, in which state.
    outbox: Vec<(Uuid, String, String)>,
    files: Vec<Uuid>,
    drafts: Vec<Draft>,
    /// Of which opportunity of any source.
    revisions: Vec<Uuid>,
    /// Of which opportunity of any source, and its title.
    texts: Vec<(Uuid, String)>,
    /// Of which opportunity.
    changes: Vec<String>,
    /// Every opportunity.
    opportunities: HashSet<Uuid>,
    /// What the database itself says of its soundness.
    sound: Vec<String>,
}

const INTERESTS: &str =
    "select id, key_hash, reference, kind, lang, status, email, due_on, caught, answers, opportunity_id from interests order by id";
const CONSENTS: &str = "select interest_id, purpose from interest_consents order by purpose";
const HISTORY: &str = "select interest_id, event from interest_history order by id";
const OUTBOX: &str = "select interest_id, message, state from outbox order by message";
const FILES: &str = "select interest_id from files";
const DRAFTS: &str = "select id, external_id, status from opportunities where source = 'request'";
const REVISIONS: &str = "select opportunity_id from opportunity_revisions";
const TEXTS: &str = "select opportunity_id, title from opportunity_texts";
const CHANGES: &str = "select id from changes where noun = 'opportunities'";
const OPPORTUNITIES: &str = "select id from opportunities";

/// What SQLite says when its file is not sound.
const SOUND: [&str; 2] = [
    "select integrity_check from pragma_integrity_check where integrity_check <> 'ok'",
    "select \"table\" || ': a row that hangs on nothing' from pragma_foreign_key_check",
];

/// PostgreSQL checks its pages as it reads them.
const NO_SOUND: [&str; 0] = [];

/// Reads everything over one connection, on whichever database there is.
macro_rules! read {
    ($conn:expr, $begin:literal, $sound:expr) => {{
        let mut conn = $conn.expect("connects");
        // One transaction, so that what the portal writes meanwhile is seen whole or not at all.
        sqlx::query($begin).execute(&mut conn).await.expect("begins");
        let mut sound: Vec<String> = Vec::new();
        for sql in $sound {
            sound.extend(sqlx::query_scalar::<_, String>(sql).fetch_all(&mut conn).await.expect(sql));
        }
        let snapshot = Snapshot {
            interests: sqlx::query_as(INTERESTS).fetch_all(&mut conn).await.expect(INTERESTS),
            consents: sqlx::query_as(CONSENTS).fetch_all(&mut conn).await.expect(CONSENTS),
            history: sqlx::query_as(HISTORY).fetch_all(&mut conn).await.expect(HISTORY),
            outbox: sqlx::query_as(OUTBOX).fetch_all(&mut conn).await.expect(OUTBOX),
            files: sqlx::query_scalar(FILES).fetch_all(&mut conn).await.expect(FILES),
            drafts: sqlx::query_as(DRAFTS).fetch_all(&mut conn).await.expect(DRAFTS),
            revisions: sqlx::query_scalar(REVISIONS).fetch_all(&mut conn).await.expect(REVISIONS),
            texts: sqlx::query_as(TEXTS).fetch_all(&mut conn).await.expect(TEXTS),
            changes: sqlx::query_scalar(CHANGES).fetch_all(&mut conn).await.expect(CHANGES),
            opportunities: sqlx::query_scalar(OPPORTUNITIES).fetch_all(&mut conn).await.expect(OPPORTUNITIES).into_iter().collect(),
            sound,
        };
        sqlx::query("rollback").execute(&mut conn).await.expect("ends");
        conn.close().await.expect("closes");
        snapshot
    }};
}

/// What hangs on something, by what it hangs on.
fn by<'a, T>(rows: &'a [T], part: impl Fn(&'a T) -> (Uuid, &'a str)) -> HashMap<Uuid, Vec<&'a str>> {
    let mut found: HashMap<Uuid, Vec<&str>> = HashMap::new();
    for (id, word) in rows.iter().map(part) {
        found.entry(id).or_default().push(word);
    }
    found
}

impl Snapshot {
    /// Reads a database beside the portal that serves it, or without one.
    pub async fn read(place: &Place) -> Self {
        match &place.database {
            None => {
                let url = server::store::default_url(&place.data);
                read!(SqliteConnection::connect(&url).await, "begin", SOUND)
            }
            Some(url) => read!(PgConnection::connect(url).await, "begin isolation level repeatable read read only", NO_SOUND),
        }
    }

    /// How many letters have not left.
    pub fn letters_to_send(&self) -> usize {
        self.outbox.iter().filter(|(_, _, state)| state != "sent").count()
    }

    /// The number of the request under a key.
    fn reference(&self, key: &str) -> Option<&str> {
        let hash = hash(key);
        self.interests.iter().find(|interest| interest.key_hash.as_ref() == Some(&hash)).map(|interest| interest.reference.as_str())
    }

    /// What is wrong with what the database has, given all that was ever sent to it.
    pub fn faults(&self, sent: &[Sent]) -> Vec<String> {
        let mut faults = self.sound.clone();
        let mut there: HashMap<&str, Vec<&Interest>> = HashMap::new();
        for interest in &self.interests {
            there.entry(interest.key_hash.as_deref().unwrap_or_default()).or_default().push(interest);
        }
        let consents = by(&self.consents, |(id, purpose)| (*id, purpose));
        let history = by(&self.history, |(id, event)| (*id, event));
        let outbox = by(&self.outbox, |(id, message, _)| (*id, message));
        let texts = by(&self.texts, |(id, title)| (*id, title));
        let drafts: HashMap<Uuid, &Draft> = self.drafts.iter().map(|draft| (draft.id, draft)).collect();
        let mut revisions: HashMap<Uuid, usize> = HashMap::new();
        self.revisions.iter().for_each(|id| *revisions.entry(*id).or_default() += 1);
        let changes: HashSet<&str> = self.changes.iter().map(String::as_str).collect();
        for Sent { request, receipt } in sent {
            let key = &request.key;
            let rows = there.remove(hash(key).as_str()).unwrap_or_default();
            let interest = match (receipt, rows.as_slice()) {
                (None, []) => continue,
                (Some(receipt), []) => {
                    faults.push(format!("{key}: acknowledged as {} and lost", receipt.reference));
                    continue;
                }
                (_, [one]) => *one,
                (_, many) => {
                    faults.push(format!("{key}: there {} times", many.len()));
                    continue;
                }
            };
            let mut fault = |what: &str| faults.push(format!("{key}, {}, a {}: {what}", interest.reference, request.kind));
            if receipt
                .as_ref()
                .is_some_and(|receipt| receipt.reference != interest.reference || receipt.due_on.to_string() != interest.due_on)
            {
                fault("acknowledged under another number or for another day");
            }
            if (interest.kind.as_str(), interest.lang.as_str(), interest.status.as_str()) != (request.kind, request.lang, "received")
                || interest.email != request.get("email").to_lowercase()
                || interest.caught.is_some()
            {
                fault("not as it was sent");
            }
            let said: BTreeMap<&str, &str> = request.said.iter().map(|(name, text)| (*name, text.as_str())).collect();
            let kept: BTreeMap<&str, &str> = interest.answers.0.0.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
            if said != kept {
                fault("its answers are not those sent");
            }
            let mut agreed = request.consents.clone();
            agreed.sort_unstable();
            let of = |words: &HashMap<Uuid, Vec<&str>>| words.get(&interest.id).map(|words| words.join(" ")).unwrap_or_default();
            for (what, found, due) in [
                ("consents", of(&consents), agreed.join(" ")),
                ("history", of(&history), "received".to_owned()),
                ("letters", of(&outbox), "acknowledgment notice".to_owned()),
            ] {
                if found != due {
                    fault(&format!("its {what} are {found:?}, not {due:?}"));
                }
            }
            match (request.kind, interest.opportunity_id) {
                ("posting", Some(id)) => {
                    let is_draft = drafts.get(&id).is_some_and(|draft| draft.external_id == interest.reference && draft.status == "draft");
                    let is_titled = texts.get(&id).is_some_and(|titles| titles == &[request.get("title")]);
                    if !is_draft || !is_titled || revisions.get(&id) != Some(&1) || !changes.contains(id.to_string().as_str()) {
                        fault("its draft is not whole");
                    }
                }
                ("posting", None) => fault("it has no draft"),
                (_, Some(_)) => fault("it has a draft"),
                (_, None) => {}
            }
        }
        faults.extend(there.values().flatten().map(|stranger| format!("{}: nobody sent it", stranger.reference)));
        faults.extend(self.orphans());
        faults
    }

    /// What hangs on nothing.
    fn orphans(&self) -> impl Iterator<Item = String> {
        let interests: HashSet<Uuid> = self.interests.iter().map(|interest| interest.id).collect();
        let proposed: HashSet<Uuid> = self.interests.iter().filter_map(|interest| interest.opportunity_id).collect();
        let of = |table: &'static str, ids: Vec<Uuid>, known: &HashSet<Uuid>| {
            let lost: Vec<String> =
                ids.into_iter().filter(|id| !known.contains(id)).map(|id| format!("{table}: a row of {id}, which is not there")).collect();
            lost
        };
        [
            of("interest_consents", self.consents.iter().map(|row| row.0).collect(), &interests),
            of("interest_history", self.history.iter().map(|row| row.0).collect(), &interests),
            of("outbox", self.outbox.iter().map(|row| row.0).collect(), &interests),
            of("files", self.files.clone(), &interests),
            of("opportunities, from a request", self.drafts.iter().map(|draft| draft.id).collect(), &proposed),
            of("opportunity_revisions", self.revisions.clone(), &self.opportunities),
            of("opportunity_texts", self.texts.iter().map(|row| row.0).collect(), &self.opportunities),
            of("changes", self.changes.iter().filter_map(|id| id.parse().ok()).collect(), &self.opportunities),
        ]
        .into_iter()
        .flatten()
    }
}

fn hash(key: &str) -> String {
    hex::encode(Sha256::digest(key.as_bytes()))
}

/// Fails with what is wrong, the first of it.
#[track_caller]
fn assert_none(what: &str, faults: &[String]) {
    let shown = &faults[..faults.len().min(20)];
    assert!(faults.is_empty(), "{what}: {} faults, the first:\n{}", faults.len(), shown.join("\n"));
}

/// All that was sent to a portal.
#[derive(Default)]
pub struct Ledger {
    /// In any order.
    pub sent: Vec<Sent>,
}

/// What became of what was not acknowledged.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unsure {
    /// It was on the record all the same.
    pub whole: usize,
    /// There was nothing of it.
    pub absent: usize,
}

impl Ledger {
    /// How many requests were acknowledged.
    pub fn acknowledged(&self) -> usize {
        self.sent.iter().filter(|sent| sent.receipt.is_some()).count()
    }

    /// Reads the database and fails when anything is lost, double, torn or left over; what became of the requests from `from` on that
    /// were not acknowledged.
    pub async fn check(&self, place: &Place, from: usize) -> Unsure {
        let snapshot = Snapshot::read(place).await;
        assert_none("what the database has", &snapshot.faults(&self.sent));
        self.unsure(&snapshot, from)
    }

    fn unsure(&self, snapshot: &Snapshot, from: usize) -> Unsure {
        let mut unsure = Unsure::default();
        for sent in self.sent[from..].iter().filter(|sent| sent.receipt.is_none()) {
            if snapshot.reference(&sent.request.key).is_some() { unsure.whole += 1 } else { unsure.absent += 1 }
        }
        unsure
    }

    /// Sends again, under their keys, the requests from `from` on: each must get the receipt that it got, or the number that it has
    /// since; what never arrived is then on the record. All is sent twice, so that a first receipt is held against a second.
    pub async fn retry(&mut self, place: &Place, address: SocketAddr, from: usize) {
        let snapshot = Snapshot::read(place).await;
        for sent in &mut self.sent[from..] {
            // Whoever has no receipt does not know the code; the number it must have is that of the row.
            let known = snapshot.reference(&sent.request.key);
            if let (None, Some(reference)) = (&sent.receipt, known) {
                let again = Connection::open(address).and_then(|mut connection| connection.send(&sent.request)).expect("an answer");
                let receipt = again.receipt().unwrap_or_else(|| panic!("{}: {again:?}", sent.request.key));
                assert_eq!(receipt.reference, reference, "{}: whole under another number", sent.request.key);
                sent.receipt = Some(receipt);
            }
        }
        for _ in 0..2 {
            let rest = self.sent.split_off(from);
            let size = rest.len().div_ceil(RETRIERS).max(1);
            let retriers: Vec<_> = rest
                .chunks(size)
                .map(|part| {
                    let part = part.to_vec();
                    tokio::task::spawn_blocking(move || retry(address, part))
                })
                .collect();
            let mut faults = Vec::new();
            for retrier in retriers {
                let (part, wrong) = retrier.await.expect("a thread");
                self.sent.extend(part);
                faults.extend(wrong);
            }
            assert_none("what was sent again", &faults);
        }
    }

    /// The end of every test here: all is sent again, and each request is there exactly once.
    pub async fn account(&mut self, place: &Place, address: SocketAddr) {
        self.check(place, 0).await;
        self.retry(place, address, 0).await;
        assert_eq!(self.acknowledged(), self.sent.len());
        self.check(place, 0).await;
    }
}

fn retry(address: SocketAddr, mut part: Vec<Sent>) -> (Vec<Sent>, Vec<String>) {
    let mut faults = Vec::new();
    let mut connection = Connection::open(address).expect("connects");
    for sent in &mut part {
        let answer = connection.send(&sent.request).expect("an answer");
        match (answer.receipt(), &sent.receipt) {
            (Some(again), Some(first)) if again != *first => faults.push(format!("{}: {first:?}, then {again:?}", sent.request.key)),
            (Some(again), _) => sent.receipt = Some(again),
            (None, _) => faults.push(format!("{}: {answer:?}", sent.request.key)),
        }
    }
    (part, faults)
}

mod tests {
    use super::*;
    use crate::portal::Portal;

    /// What is done by hand to a sound database, and a word of what must be said of it.
    const BROKEN: &[(&str, &str)] = &[
        ("delete from interest_consents where purpose = 'answer' and interest_id = (select max(id) from interests)", "its consents"),
        ("delete from interest_history where interest_id = (select min(id) from interests)", "its history"),
        ("delete from outbox where message = 'notice'", "its letters"),
        ("insert into outbox select x'00', message, interest_id, null, state, 0, 0, 0, null, 0, null from outbox limit 1", "its letters"),
        (
            "insert into interest_history select x'00', x'00112233445566778899aabbccddeeff', at, event, party, actor, status, null \
          from interest_history limit 1",
            "interest_history: a row of",
        ),
        (
            "insert into outbox values (x'00', 'notice', x'00112233445566778899aabbccddeeff', null, 'waiting', 0, 0, 0, null, 0, null)",
            "outbox: a row of",
        ),
        (
            "insert into interest_consents values (x'00112233445566778899aabbccddeeff', 'answer', 1, 'fr', 0, null)",
            "interest_consents: a row of",
        ),
        ("delete from interests where kind = 'posting'", "opportunities, from a request"),
        ("delete from interests where kind <> 'posting'", "and lost"),
        ("update interests set opportunity_id = null where kind = 'posting'", "it has no draft"),
        ("delete from opportunity_texts where opportunity_id in (select opportunity_id from interests)", "its draft is not whole"),
        ("delete from opportunities where source = 'request'", "opportunity_revisions: a row of"),
        ("update interests set reference = 'QA-0000-0000' where id = (select max(id) from interests)", "under another number"),
        ("update interests set answers = '[]'", "its answers"),
        ("update interests set key_hash = null", "nobody sent it"),
        (
            "insert into interest_consents select id, 'answer', 1, 'fr', 0, null from (select x'00112233445566778899aabbccddeeff' as id)",
            "that hangs on nothing",
        ),
    ];

    #[tokio::test]
    async fn the_checker_sees_each_thing_that_is_broken_by_hand() {
        let folder = tempfile::tempdir().expect("a folder");
        let place = Place::sqlite(folder.path());
        let mut portal = Portal::start(&place).await;
        let mut rng = fastrand::Rng::with_seed(5);
        let mut ledger = Ledger::default();
        // Every kind is among them.
        let mut connection = Connection::open(portal.address).expect("connects");
        while ledger.sent.len() < 40 {
            let request = Request::draw(&mut rng, format!("k{}", ledger.sent.len()));
            ledger.sent.push(Sent::send(&mut connection, request).0);
        }
        ledger.account(&place, portal.address).await;
        portal.kill();
        let url = server::store::default_url(folder.path());
        let mut whole = SqliteConnection::connect(&url).await.expect("connects");
        sqlx::query("pragma wal_checkpoint(truncate)").execute(&mut whole).await.expect("folds the log");
        whole.close().await.expect("closes");
        let bytes = std::fs::read(folder.path().join("quebec-attire.db")).expect("a database");
        for (sql, said) in BROKEN {
            let copy = tempfile::tempdir().expect("a folder");
            std::fs::write(copy.path().join("quebec-attire.db"), &bytes).expect("a copy");
            let place = Place::sqlite(copy.path());
            assert_none("the copy", &Snapshot::read(&place).await.faults(&ledger.sent));
            let mut by_hand = SqliteConnection::connect(&server::store::default_url(copy.path())).await.expect("connects");
            sqlx::query("pragma foreign_keys = off").execute(&mut by_hand).await.expect("a pragma");
            assert!(sqlx::query(*sql).execute(&mut by_hand).await.expect(sql).rows_affected() > 0, "{sql}");
            by_hand.close().await.expect("closes");
            let faults = Snapshot::read(&place).await.faults(&ledger.sent);
            assert!(faults.iter().any(|fault| fault.contains(said)), "{sql}: {said:?} is not in {faults:?}");
        }
    }
}
