//! PostgreSQL is stopped hard under load and started again, while the portal runs on.

use crate::client::{Connection, Request, Stop};
use crate::cluster::Cluster;
use crate::ledger::{Ledger, Sent};
use crate::portal::{Place, Portal};
use crate::say;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How many clients send at once.
const CLIENTS: usize = 8;

/// How often it is stopped.
const STOPS: usize = 3;

/// An answer that a client got.
#[derive(Clone, Copy, Debug)]
struct Got {
    client: usize,
    status: u16,
    begun: Instant,
    ended: Instant,
}

type Log = Arc<Mutex<Vec<Got>>>;

/// Sends new requests until told to stop. A refused one is not sent again before the end.
fn send(address: SocketAddr, client: usize, log: &Log, stop: &Stop) -> Vec<Sent> {
    let mut rng = fastrand::Rng::with_seed(client as u64);
    let mut sent = Vec::new();
    let mut connection = Connection::open(address).expect("connects");
    // Whoever was refused comes back a little later.
    let mut pause = Duration::ZERO;
    while !stop.within(pause) {
        let begun = Instant::now();
        let (one, status) = Sent::send(&mut connection, Request::draw(&mut rng, format!("{client}-{}", sent.len())));
        sent.push(one);
        let status = status.expect("the portal runs on: every request is answered");
        pause = if status == 201 { Duration::ZERO } else { Duration::from_millis(50) };
        log.lock().unwrap_or_else(PoisonError::into_inner).push(Got { client, status, begun, ended: Instant::now() });
    }
    sent
}

/// Waits until enough is in the log.
async fn until(what: &str, log: &Log, is_enough: impl Fn(&[Got]) -> bool) {
    let begun = Instant::now();
    while !is_enough(&log.lock().unwrap_or_else(PoisonError::into_inner)) {
        assert!(begun.elapsed() < Duration::from_secs(90), "{what}: not after a minute and a half");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// When each client had its first receipt for something sent after an instant; nothing until all had one.
fn all_back(log: &[Got], after: Instant) -> Option<Instant> {
    let first = |client| log.iter().find(|got| got.client == client && got.begun > after && got.status == 201).map(|got| got.ended);
    (0..CLIENTS).map(first).collect::<Option<Vec<_>>>()?.into_iter().max()
}

#[tokio::test]
async fn postgresql_stopped_hard_is_told_and_waited_for_and_loses_nothing() {
    let Some(cluster) = Cluster::start("PostgreSQL stopped hard").await else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let place = Place::postgres(folder.path(), cluster.url.clone());
    let mut portal = Portal::start(&place).await;
    let (log, stop) = (Log::default(), Arc::new(Stop::default()));
    let clients: Vec<_> = (0..CLIENTS)
        .map(|client| {
            let (address, log, stop) = (portal.address, log.clone(), stop.clone());
            tokio::task::spawn_blocking(move || send(address, client, &log, &stop))
        })
        .collect();
    let mut downs = Vec::new();
    let mut back = Vec::new();
    for _ in 0..STOPS {
        let since = Instant::now();
        until("submissions", &log, |log| log.iter().filter(|got| got.status == 201 && got.begun > since).count() >= 100).await;
        cluster.stop_hard();
        let down = Instant::now();
        until("refusals", &log, |log| log.iter().filter(|got| got.begun > down).count() >= 5 * CLIENTS).await;
        assert_eq!(portal.status("/healthz").await, Some(200));
        assert_eq!(portal.status("/readyz").await, Some(503), "it is to be sent nobody");
        downs.push((down, Instant::now()));
        cluster.up();
        let up = Instant::now();
        until("everyone's return", &log, |log| all_back(log, up).is_some()).await;
        back.push(all_back(&log.lock().unwrap_or_else(PoisonError::into_inner), up).expect("all are back") - up);
    }
    stop.stop();
    let mut ledger = Ledger::default();
    for client in clients {
        ledger.sent.extend(client.await.expect("a client"));
    }
    let log = std::mem::take(&mut *log.lock().unwrap_or_else(PoisonError::into_inner));
    let mut refused = 0;
    for got in &log {
        assert!(matches!(got.status, 201 | 503), "{got:?}");
        if downs.iter().any(|(from, to)| got.begun > *from && got.ended < *to) {
            assert_eq!(got.status, 503, "nothing is there to write on: {got:?}");
            refused += 1;
        }
    }
    assert!(portal.is_alive());
    let unsure = ledger.check(&place, 0).await;
    ledger.account(&place, portal.address).await;
    portal.kill();
    say!(
        "PostgreSQL stopped hard {STOPS} times under {CLIENTS} clients: {} requests, none lost or doubled; {refused} refused while it was down; \
         of all that were refused {} were whole, {} absent; every client is served again {back:.0?} after it answers",
        ledger.sent.len(),
        unsure.whole,
        unsure.absent,
    );
}
