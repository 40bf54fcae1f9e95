//! Requests come at a steady rate, whether or not those before were answered.

use crate::client::{Connection, Request};
use crate::cluster::Cluster;
use crate::ledger::{Ledger, Sent};
use crate::portal::{Place, Portal};
use crate::{say, told};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Connections that nobody uses at the moment.
type Idle = Arc<Mutex<Vec<Connection>>>;

/// Sends a request that was due at an instant; how long whoever sent it waited since.
fn send(address: SocketAddr, idle: &Idle, request: Request, due: Instant) -> (Sent, Duration) {
    let kept = idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
    // One that was kept too long was closed by the portal; the key makes it safe to send again.
    let tried = kept.and_then(|mut connection| connection.send(&request).ok().map(|answer| (connection, answer)));
    let (connection, answer) = tried.unwrap_or_else(|| {
        let mut connection = Connection::open(address).expect("connects");
        let answer = connection.send(&request).expect("an answer");
        (connection, answer)
    });
    assert_eq!(answer.status, 201, "{}", answer.body);
    let took = due.elapsed();
    idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
    (Sent { receipt: answer.receipt(), request }, took)
}

async fn run(engine: &str, place: &Place) {
    let rate: u64 = told("QA_LOAD_RATE").unwrap_or(50);
    let seconds: u64 = told("QA_LOAD_SECONDS").unwrap_or(10);
    let mut portal = Portal::start(place).await;
    let mut rng = fastrand::Rng::with_seed(50);
    let idle = Idle::default();
    let mut visitors = tokio::task::JoinSet::new();
    let begun = Instant::now();
    for n in 0..rate * seconds {
        // Latency counts from here on, so that a stall is felt by all who come during it.
        let due = begun + Duration::from_secs(n) / u32::try_from(rate).expect("a rate");
        tokio::time::sleep_until(due.into()).await;
        let (address, idle, request) = (portal.address, idle.clone(), Request::draw(&mut rng, format!("load-{n}")));
        visitors.spawn_blocking(move || send(address, &idle, request, due));
    }
    let (sent, mut took): (Vec<_>, Vec<_>) = visitors.join_all().await.into_iter().unzip();
    let all = begun.elapsed();
    took.sort_unstable();
    let mut ledger = Ledger { sent };
    ledger.account(place, portal.address).await;
    portal.kill();
    let at = |hundredths: usize| took[(took.len() * hundredths / 100).min(took.len() - 1)];
    say!(
        "load, {engine}: {} requests at {rate} a second in {all:.1?}, none lost or doubled; p50 {:.1?}, p99 {:.1?}, longest {:.1?}",
        took.len(),
        at(50),
        at(99),
        took[took.len() - 1]
    );
}

#[tokio::test]
#[ignore = "it measures: `make load`"]
async fn a_steady_rate_is_recorded_whole_on_sqlite() {
    let folder = tempfile::tempdir().expect("a folder");
    run("sqlite, full sync", &Place::sqlite(folder.path())).await;
}

#[tokio::test]
#[ignore = "it measures: `make load`"]
async fn a_steady_rate_is_recorded_whole_on_postgres() {
    // The throwaway server of the other tests syncs nothing: its figures would flatter.
    let Some(cluster) = Cluster::start("the load on PostgreSQL").await else { return };
    let folder = tempfile::tempdir().expect("a folder");
    run("postgres, full sync", &Place::postgres(folder.path(), cluster.url.clone())).await;
}
