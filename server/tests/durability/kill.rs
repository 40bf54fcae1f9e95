//! The program is killed at moments drawn at random, and started again on what it left.

use crate::client::{Connection, Request};
use crate::cluster::Database;
use crate::ledger::{Ledger, Sent, Unsure};
use crate::portal::{Place, Portal};
use crate::{say, told};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// How many clients send at once.
const CLIENTS: usize = 20;

/// How many rounds where nobody says.
const ROUNDS: usize = 5;

/// Before a kill, fewer than so many are acknowledged: some kills fall on the first, some on a log of many.
const MOST: usize = 60;

/// The longest a round waits for them: a start that serves nothing is killed too.
const PATIENCE: Duration = Duration::from_secs(20);

/// Sends requests one after the other until the connection breaks: first those given, then new ones.
fn send(address: SocketAddr, mut rng: fastrand::Rng, prefix: &str, again: Vec<Request>, acknowledged: &AtomicUsize) -> Vec<Sent> {
    let mut sent = Vec::new();
    let Ok(mut connection) = Connection::open(address) else {
        // It was killed before: they were not sent, and are kept.
        return again.into_iter().map(|request| Sent { request, receipt: None }).collect();
    };
    let mut again = again.into_iter();
    loop {
        let request = again.next().unwrap_or_else(|| Request::draw(&mut rng, format!("{prefix}-{}", sent.len())));
        let (one, status) = Sent::send(&mut connection, request);
        assert!(status.is_none_or(|status| status == 201), "{status:?} for {:?}", one.request);
        sent.push(one);
        acknowledged.fetch_add(usize::from(status.is_some()), Ordering::Relaxed);
        if status.is_none() {
            sent.extend(again.map(|request| Sent { request, receipt: None }));
            return sent;
        }
    }
}

/// Loads, kills, starts again and accounts for everything, as often as asked.
async fn rounds(engine: &str, place: &Place) {
    let begun = Instant::now();
    let rounds = told("QA_KILL_ROUNDS").unwrap_or(ROUNDS);
    let seed = told("QA_KILL_SEED").unwrap_or_else(|| fastrand::u64(..));
    say!("kill, {engine}: {rounds} rounds, QA_KILL_SEED={seed}");
    let mut rng = fastrand::Rng::with_seed(seed);
    let mut ledger = Ledger::default();
    let (mut unsure, mut cut, mut served) = (Unsure::default(), 0, 0);
    let mut again: Vec<Request> = Vec::new();
    let mut portal = Portal::start(place).await;
    for round in 0..rounds {
        let from = ledger.sent.len();
        let acknowledged = Arc::new(AtomicUsize::new(0));
        let mut given: Vec<Vec<Request>> = vec![Vec::new(); CLIENTS];
        again.drain(..).enumerate().for_each(|(n, request)| given[n % CLIENTS].push(request));
        let clients: Vec<_> = given
            .into_iter()
            .enumerate()
            .map(|(n, again)| {
                let (address, rng, prefix) = (portal.address, rng.fork(), format!("{round}-{n}"));
                let acknowledged = acknowledged.clone();
                tokio::task::spawn_blocking(move || send(address, rng, &prefix, again, &acknowledged))
            })
            .collect();
        // The moment is drawn: so many receipts, which any machine reaches, and a while after, which falls anywhere in a write.
        let (enough, under_way) = (rng.usize(..MOST), Instant::now());
        while acknowledged.load(Ordering::Relaxed) < enough && under_way.elapsed() < PATIENCE {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        tokio::time::sleep(Duration::from_micros(rng.u64(..100_000))).await;
        portal.kill();
        for client in clients {
            ledger.sent.extend(client.await.expect("a client"));
        }
        served += acknowledged.load(Ordering::Relaxed);
        // Now and then the start is cut short too: recovery is itself killed.
        if rng.u8(..4) == 0 {
            let mut starting = Portal::spawn(place);
            tokio::time::sleep(Duration::from_micros(rng.u64(..400_000))).await;
            starting.kill();
            cut += 1;
        }
        portal = Portal::start(place).await;
        let found = ledger.check(place, from).await;
        unsure.whole += found.whole;
        unsure.absent += found.absent;
        if round % 2 == 0 {
            // At rest; what is acknowledged is sent again too.
            ledger.retry(place, portal.address, from).await;
        } else {
            // Under the load of the next round, and killed again as it may be.
            let (kept, rest) = ledger.sent.drain(..).partition(|sent| sent.receipt.is_some());
            ledger.sent = kept;
            again = Vec::from_iter::<Vec<Sent>>(rest).into_iter().map(|sent| sent.request).collect();
        }
    }
    ledger.sent.extend(again.into_iter().map(|request| Sent { request, receipt: None }));
    ledger.account(place, portal.address).await;
    assert!(served > rounds && unsure.whole + unsure.absent > 0, "too little was sent to learn from");
    say!(
        "kill, {engine}: {rounds} kills under load and {cut} at the start; {} requests, none lost or doubled; acknowledged before a kill: \
         {served}, not acknowledged: {} whole, {} absent; {:.0?}",
        ledger.sent.len(),
        unsure.whole,
        unsure.absent,
        begun.elapsed()
    );
}

#[tokio::test]
async fn what_is_acknowledged_outlives_a_kill_on_sqlite() {
    let folder = tempfile::tempdir().expect("a folder");
    rounds("sqlite", &Place::sqlite(folder.path())).await;
}

#[tokio::test]
async fn what_is_acknowledged_outlives_a_kill_on_postgres() {
    let Some(database) = Database::create("the portal that is killed").await else { return };
    let folder = tempfile::tempdir().expect("a folder");
    rounds("postgres", &Place::postgres(folder.path(), database.url.clone())).await;
    database.remove().await;
}
