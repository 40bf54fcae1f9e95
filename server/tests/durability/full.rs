//! The disk is full, to the page, and then has room again.

use crate::client::{Connection, Request};
use crate::ledger::{Ledger, Sent, Snapshot};
use crate::portal::{Place, Portal};
use crate::say;
use sqlx::{Connection as _, SqliteConnection};
use std::fs::File;
use std::io::{ErrorKind, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A page of the disk, in bytes.
const PAGE: u64 = 4_096;

/// How many pages are left: none at first, then a few, so that a write fails at its beginning, in its middle and at its end.
const LEFT: [u64; 12] = [0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48];

/// A small disk in memory; it is taken away whatever happens.
struct Disk {
    folder: TempDir,
}

impl Drop for Disk {
    fn drop(&mut self) {
        let unmount =
            |flags: &[&str]| Command::new("umount").args(flags).arg(self.folder.path()).status().is_ok_and(|status| status.success());
        // Something of a test that failed may still be open on it.
        if !unmount(&[]) {
            unmount(&["--lazy"]);
        }
    }
}

impl Disk {
    /// Mounts one; nothing, said aloud, when that is refused.
    fn mount() -> Option<Self> {
        let folder = tempfile::tempdir().expect("a folder");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=64m", "tmpfs"]).arg(folder.path()).stdout(Stdio::null()).stderr(Stdio::null());
        if mount.status().is_ok_and(|status| status.success()) {
            return Some(Self { folder });
        }
        say!("A small disk cannot be mounted (that needs root): the full disk is skipped.");
        None
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn ballast(&self) -> PathBuf {
        self.path().join("ballast")
    }

    /// Leaves so many pages free.
    fn fill(&self, pages: u64) {
        let mut ballast = File::create(self.ballast()).expect("a file");
        let mut written = 0;
        // Whole blocks first, then page by page to the last.
        for block in [vec![0; 1 << 20], vec![0; PAGE as usize]] {
            loop {
                match ballast.write(&block) {
                    Ok(0) => break,
                    Ok(bytes) => written += bytes as u64,
                    Err(error) if error.kind() == ErrorKind::StorageFull => break,
                    Err(error) => panic!("{error}"),
                }
            }
        }
        ballast.set_len(written - pages * PAGE).expect("room again");
    }

    fn empty(&self) {
        std::fs::remove_file(self.ballast()).expect("removes");
    }
}

/// Waits until something holds.
async fn until(what: &str, holds: impl AsyncFn() -> bool) {
    let begun = Instant::now();
    while !holds().await {
        assert!(begun.elapsed() < Duration::from_secs(60), "{what}: not after a minute");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Folds the log into its file: what is written next takes room of its own. Whether nothing was in the way.
async fn fold(place: &Place) -> bool {
    let mut connection = SqliteConnection::connect(&server::store::default_url(&place.data)).await.expect("connects");
    let (busy, _, _): (i64, i64, i64) =
        sqlx::query_as("pragma wal_checkpoint(truncate)").fetch_one(&mut connection).await.expect("a checkpoint");
    connection.close().await.expect("closes");
    busy == 0
}

/// Sends some requests, one after the other, and their statuses.
async fn send(address: SocketAddr, requests: Vec<Request>) -> (Vec<Sent>, Vec<u16>) {
    tokio::task::spawn_blocking(move || {
        let mut connection = Connection::open(address).expect("connects");
        let answered = requests.into_iter().map(|request| {
            let (sent, status) = Sent::send(&mut connection, request);
            (sent, status.expect("the portal runs on: every request is answered"))
        });
        answered.unzip()
    })
    .await
    .expect("a client")
}

#[tokio::test]
async fn a_full_disk_is_told_reads_go_on_and_room_is_enough_to_go_on() {
    let Some(disk) = Disk::mount() else { return };
    let place = Place::sqlite(&disk.path().join("data"));
    let mut portal = Portal::start(&place).await;
    let mut rng = fastrand::Rng::with_seed(9);
    let mut ledger = Ledger::default();
    let mut draw = |pass: usize| Vec::from_iter((0..12).map(|n| Request::draw(&mut rng, format!("{pass}-{n}"))));
    let (sent, statuses) = send(portal.address, draw(0)).await;
    assert_eq!(statuses, [201; 12]);
    ledger.sent.extend(sent);
    let (mut refused, mut longest) = (0, Duration::ZERO);
    for (pass, left) in LEFT.into_iter().enumerate() {
        // Letters that wait would take the room that is left; those that a full disk held up leave minutes later.
        if pass == 0 {
            until("letters", async || Snapshot::read(&place).await.letters_to_send() == 0).await;
        }
        until("a folded log", async || fold(&place).await).await;
        disk.fill(left);
        let (sent, statuses) = send(portal.address, draw(pass + 1)).await;
        if !statuses.iter().all(|status| matches!(status, 201 | 503)) {
            panic!("{left} pages left: {statuses:?}\n{}", portal.kill());
        }
        assert!(left > 0 || statuses.iter().all(|status| *status == 503), "acknowledged on a full disk: {statuses:?}");
        refused += statuses.iter().filter(|status| **status == 503).count();
        // Never asked before, so that no answer was kept.
        for path in ["/fr", &format!("/api/v1/opportunities?q=page{pass}")] {
            assert_eq!(portal.status(path).await, Some(200), "{path} with {left} pages left");
        }
        ledger.sent.extend(sent);
        ledger.check(&place, 0).await;
        disk.empty();
        let (room, again) = (Instant::now(), draw(100 + pass));
        let (sent, statuses) = send(portal.address, again).await;
        if statuses != [201; 12] {
            panic!("there is room again, after {left} pages: {statuses:?}\n{}", portal.kill());
        }
        longest = longest.max(room.elapsed() / 12);
        ledger.sent.extend(sent);
    }
    // The index, which could not be written either, has seen every draft in the end.
    until("the index", async || {
        portal.get("/readyz").await.is_some_and(|(status, body)| status == 200 && body.contains("\"index_behind\":0"))
    })
    .await;
    assert!(portal.is_alive());
    ledger.account(&place, portal.address).await;
    portal.kill();
    // What was written around a full disk is sound for the next start too.
    let portal = Portal::start(&place).await;
    ledger.account(&place, portal.address).await;
    say!(
        "disk full {} times: {} requests, none lost or doubled; {refused} refused; served again at once ({longest:.0?} each)",
        LEFT.len(),
        ledger.sent.len()
    );
    drop(portal);
}
