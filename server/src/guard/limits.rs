//! How much one client may send in an hour, counted in memory. No address is kept: only a hash of it under a key drawn at start.

use crate::secrets::{Secrets, random};
use http::HeaderMap;
use std::collections::{BTreeSet, HashMap};
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

/// The most clients counted at once.
const CLIENTS: usize = 100_000;
/// What the limits are given by, in seconds.
const HOUR: i64 = 3_600;

/// A client sent too much; it may try again in so many seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too much was sent: again in {0} s")]
pub struct RetryAfter(pub u64);

type Hash = [u8; 16];

/// A limit by hour; clones share it. What is allowed in an hour may come at once and then comes back evenly (GCRA), so a client is
/// counted in one number, and waits minutes instead of an hour.
#[derive(Clone)]
pub struct Limits {
    per_hour: i64,
    hashing: Secrets,
    counted: Arc<Mutex<Counted>>,
}

/// When each client will have everything back, in seconds times the limit: one thing sent costs [`HOUR`] of these.
#[derive(Default)]
struct Counted {
    full_at: HashMap<Hash, i64>,
    /// The same by time: the first is the one to forget.
    in_order: BTreeSet<(i64, Hash)>,
}

impl Limits {
    /// So many an hour; 0 refuses everything.
    pub fn new(per_hour: u32) -> Self {
        Self { per_hour: per_hour.into(), hashing: Secrets::new(random()), counted: Arc::default() }
    }

    /// Takes one of what a key may have. `now` is in Unix seconds.
    ///
    /// # Errors
    /// When it has nothing left; nothing is counted then.
    pub fn try_take(&self, key: &str, now: i64) -> Result<(), RetryAfter> {
        let hash = self.hash(key);
        let now = now.saturating_mul(self.per_hour);
        let whole = HOUR * self.per_hour;
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        counted.forget_until(now);
        let before = counted.full_at.get(&hash).copied();
        // A clock that was set back makes nobody wait for more than an hour.
        let start = before.unwrap_or(now).min(now.saturating_add(whole));
        let missing = start.saturating_add(HOUR).saturating_sub(now) - whole;
        if missing > 0 {
            return Err(RetryAfter(missing.unsigned_abs().div_ceil(self.per_hour.unsigned_abs().max(1))));
        }
        counted.set(hash, before, start.saturating_add(HOUR));
        Ok(())
    }

    fn hash(&self, key: &str) -> Hash {
        std::array::from_fn({
            let mac = self.hashing.mac("limits", key.as_bytes());
            move |n| mac[n]
        })
    }
}

impl Counted {
    /// Forgets those that have everything back.
    fn forget_until(&mut self, now: i64) {
        while self.in_order.first().is_some_and(|&(full_at, _)| full_at <= now) {
            self.forget_first();
        }
    }

    /// Forgets the one that took least or longest ago: it gains least by it.
    fn forget_first(&mut self) {
        if let Some((_, hash)) = self.in_order.pop_first() {
            self.full_at.remove(&hash);
        }
    }

    fn set(&mut self, hash: Hash, before: Option<i64>, full_at: i64) {
        match before {
            Some(before) => {
                self.in_order.remove(&(before, hash));
            }
            None if self.full_at.len() >= CLIENTS => self.forget_first(),
            None => {}
        }
        self.full_at.insert(hash, full_at);
        self.in_order.insert((full_at, hash));
    }
}

/// The client of a request, as it is counted: the last address that no proxy of ours has. `X-Forwarded-For` is believed from a peer that
/// is this machine or is trusted. Whoever has an IPv6 address has a whole /64, so its network stands for it.
pub fn client(headers: &HeaderMap, peer: IpAddr, trusted: &[IpAddr]) -> IpAddr {
    let is_trusted = |address: IpAddr| address.is_loopback() || trusted.iter().any(|known| known.to_canonical() == address);
    let mut client = peer.to_canonical();
    let forwarded: Vec<_> = headers.get_all("x-forwarded-for").iter().map(|value| value.to_str().unwrap_or_default()).collect();
    let mut hops = forwarded.iter().flat_map(|value| value.split(',')).rev();
    while is_trusted(client) {
        // What a proxy of ours wrote and we cannot read is counted as the proxy.
        let Some(hop) = hops.next().and_then(address) else { break };
        client = hop;
    }
    match client {
        IpAddr::V6(address) if !address.is_loopback() => Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).into(),
        _ => client,
    }
}

/// An address as proxies write them: some add the port.
fn address(hop: &str) -> Option<IpAddr> {
    let hop = hop.trim();
    let bare = hop.strip_prefix('[').and_then(|hop| hop.strip_suffix(']')).unwrap_or(hop);
    bare.parse().or_else(|_| hop.parse::<SocketAddr>().map(|address| address.ip())).ok().map(|address: IpAddr| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_795_496_400;

    fn taken(limits: &Limits, key: &str, now: i64) -> usize {
        (0..1_000).take_while(|_| limits.try_take(key, now).is_ok()).count()
    }

    #[test]
    fn an_hours_worth_comes_at_once_and_comes_back_evenly() {
        let limits = Limits::new(20);
        assert_eq!(taken(&limits, "a", NOW), 20);
        assert_eq!(limits.try_take("a", NOW), Err(RetryAfter(180)));
        assert_eq!(limits.try_take("a", NOW + 179), Err(RetryAfter(1)));
        assert_eq!(taken(&limits, "b", NOW), 20, "each has its own");
        assert_eq!(taken(&limits, "a", NOW + 180), 1);
        assert_eq!(taken(&limits, "a", NOW + 180 + 1_800), 10);
        assert_eq!(taken(&limits, "a", NOW + 180 + 1_800 + 3_600), 20);
        assert_eq!(taken(&limits, "a", NOW + 864_000), 20, "no more than that however long it waits");
    }

    #[test]
    fn whoever_waits_as_told_is_served_and_no_sooner() {
        for per_hour in [1, 7, 20, 3_599, 3_600, 10_000] {
            let limits = Limits::new(per_hour);
            while limits.try_take("a", NOW).is_ok() {}
            let RetryAfter(seconds) = limits.try_take("a", NOW).expect_err("nothing is left");
            let told = NOW + i64::try_from(seconds).expect("short");
            assert!(limits.try_take("a", told - 1).is_err(), "{per_hour} an hour");
            assert_eq!(limits.try_take("a", told), Ok(()), "{per_hour} an hour");
        }
        assert_eq!(Limits::new(0).try_take("a", NOW), Err(RetryAfter(3_600)));
        assert_eq!(Limits::new(u32::MAX).try_take("a", NOW), Ok(()));
    }

    #[test]
    fn a_clock_set_back_makes_nobody_wait_for_more_than_an_hour() {
        let limits = Limits::new(2);
        assert_eq!(taken(&limits, "a", NOW), 2);
        assert_eq!(limits.try_take("a", NOW - 864_000), Err(RetryAfter(1_800)));
    }

    #[test]
    fn a_flood_of_clients_takes_no_more_room_and_pardons_no_one() {
        let limits = Limits::new(5);
        assert_eq!(taken(&limits, "greedy", NOW), 5);
        // Each took one, a second later. Their hashes are made up: a hundred thousand true ones take long.
        for n in 0..CLIENTS as u128 + 50 {
            limits.counted.lock().expect("held").set(n.to_be_bytes(), None, (NOW + 1) * 5 + HOUR);
        }
        let held = || {
            let counted = limits.counted.lock().expect("held");
            (counted.full_at.len(), counted.in_order.len())
        };
        assert_eq!(held(), (CLIENTS, CLIENTS));
        assert!(limits.try_take("greedy", NOW + 1).is_err());
        assert_eq!(limits.try_take("late", NOW + 7_200), Ok(()));
        assert_eq!(held(), (1, 1), "who has everything back is forgotten");
    }

    #[test]
    fn threads_take_no_more_than_there_is() {
        let limits = Limits::new(100);
        let total: usize = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(|| taken(&limits.clone(), "a", NOW))).collect();
            threads.into_iter().map(|thread| thread.join().expect("ends")).sum()
        });
        assert_eq!(total, 100);
    }

    #[test]
    fn an_address_is_held_under_a_hash_of_this_process() {
        let (one, other) = (Limits::new(5), Limits::new(5));
        assert_eq!(one.hash("203.0.113.9"), one.hash("203.0.113.9"));
        assert_ne!(one.hash("203.0.113.9"), other.hash("203.0.113.9"));
        assert_ne!(one.hash("203.0.113.9"), one.hash("203.0.113.8"));
    }

    /// The client of a request that came through these, one header a value.
    fn through(forwarded: &[&str], peer: &str) -> String {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", http::HeaderValue::from_bytes(value.as_bytes()).expect("a value"));
        }
        client(&headers, peer.parse().expect("an address"), &["10.0.0.7".parse().expect("one")]).to_string()
    }

    #[test]
    fn a_forwarded_address_is_believed_from_our_proxies_alone() {
        assert_eq!(through(&["203.0.113.9"], "198.51.100.1"), "198.51.100.1", "a stranger names nobody");
        assert_eq!(through(&["203.0.113.9"], "127.0.0.1"), "203.0.113.9");
        assert_eq!(through(&["203.0.113.9"], "::ffff:10.0.0.7"), "203.0.113.9");
        assert_eq!(through(&["192.0.2.1, 203.0.113.9 ,10.0.0.7"], "::1"), "203.0.113.9", "what the client claims is not read");
        assert_eq!(through(&["192.0.2.1", "203.0.113.9"], "10.0.0.7"), "203.0.113.9", "the last header counts");
        assert_eq!(through(&["203.0.113.9:4711"], "127.0.0.1"), "203.0.113.9");
        assert_eq!(through(&[], "127.0.0.1"), "127.0.0.1");
        for unreadable in ["", "unknown", "203.0.113.9, unknown", "203.0.113.9,", "203.0.113.9, é"] {
            assert_eq!(through(&[unreadable], "10.0.0.7"), "10.0.0.7", "{unreadable}");
        }
    }

    #[test]
    fn an_ipv6_network_is_one_client() {
        assert_eq!(through(&[], "2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_eq!(through(&["[2001:db8:1:2:ffff::9]:443"], "::1"), "2001:db8:1:2::");
        assert_eq!(through(&["[2001:db8:1:3::9]"], "::1"), "2001:db8:1:3::");
        assert_eq!(through(&["::ffff:203.0.113.9"], "::1"), "203.0.113.9", "an IPv4 client is itself");
        assert_eq!(through(&[], "::1"), "::1");
    }
}
