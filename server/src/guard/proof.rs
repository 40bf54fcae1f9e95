//! A proof of work, asked only under attack: a browser does a second of it, a robot as much for each thing it sends. Ours alone: no
//! third party sees anybody. It needs a script, so whoever has none is to be set aside, not refused.

use crate::secrets::{Secrets, random};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

/// More submissions than this in a minute are an attack, unless a setting says otherwise.
pub const PER_MINUTE: u32 = 60;
/// The leading zero bits asked, unless a setting says otherwise: 65,536 hashes on average.
pub const BITS: u8 = 16;

/// A minute, in seconds.
const MINUTE: i64 = 60;
/// How long it must be calm before an attack is over, in seconds.
const CALM: i64 = 10 * MINUTE;
/// How long a challenge can be answered, in seconds.
const LIFE: i64 = 10 * MINUTE;
/// The most answered challenges remembered.
const USED: usize = 100_000;
/// The longest nonce read, in bytes.
const NONCE: usize = 32;
/// What a challenge is signed for.
const PURPOSE: &str = "challenge";

/// What is sent in the last minute, caught or not; clones share it.
#[derive(Clone)]
pub struct Pressure {
    per_minute: u32,
    felt: Arc<Mutex<Felt>>,
}

/// Submissions by second, each with the second it counts, and when there were last too many in a minute.
struct Felt {
    seconds: [(i64, u32); MINUTE as usize],
    over: Option<i64>,
}

impl Pressure {
    /// An attack is more than so many in a minute.
    pub fn new(per_minute: u32) -> Self {
        Self { per_minute, felt: Arc::new(Mutex::new(Felt { seconds: [(i64::MIN, 0); MINUTE as usize], over: None })) }
    }

    /// Counts a submission. `now` is in Unix seconds.
    pub fn count(&self, now: i64) {
        let mut felt = self.felt.lock().unwrap_or_else(PoisonError::into_inner);
        let (second, count) = &mut felt.seconds[usize::try_from(now.rem_euclid(MINUTE)).unwrap_or_default()];
        if *second != now {
            (*second, *count) = (now, 0);
        }
        *count = count.saturating_add(1);
        let minute = now.saturating_sub(MINUTE - 1)..=now;
        let sent =
            felt.seconds.iter().filter(|(second, _)| minute.contains(second)).fold(0_u32, |sum, (_, count)| sum.saturating_add(*count));
        if sent > self.per_minute {
            felt.over = Some(now);
        }
    }

    /// Whether there is an attack: too many in a minute, and since the end of it not yet ten calm ones.
    pub fn is_attack(&self, now: i64) -> bool {
        let over = self.felt.lock().unwrap_or_else(PoisonError::into_inner).over;
        // A clock that was set back far ends it; one that is a second off does not.
        over.is_some_and(|over| now.abs_diff(over) < (MINUTE + CALM).unsigned_abs())
    }
}

/// What a browser is asked to solve: a nonce for which SHA-256 of `challenge:nonce` begins with so many zero bits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge {
    /// In url-safe characters.
    pub challenge: String,
    /// How many zero bits.
    pub bits: u8,
}

/// Makes challenges and reads their answers; clones share what was answered.
#[derive(Clone)]
pub struct Proofs {
    bits: u8,
    used: Arc<Mutex<Used>>,
}

/// The challenges answered, by the time they were made, while they could be answered again.
#[derive(Default)]
struct Used {
    made: BTreeSet<(i64, [u8; 16])>,
    /// For want of room, those made until then are answered no more.
    until: Option<i64>,
}

impl Proofs {
    /// Asks for so many bits.
    pub fn new(bits: u8) -> Self {
        Self { bits, used: Arc::default() }
    }

    /// A new challenge, good for ten minutes. `now` is in Unix seconds.
    pub fn challenge(&self, secrets: &Secrets, now: i64) -> Challenge {
        let payload = [now.to_be_bytes().as_slice(), &[self.bits], &random::<16>()].concat();
        Challenge { challenge: secrets.sign(PURPOSE, &payload), bits: self.bits }
    }

    /// Whether `challenge.nonce` answers a challenge of ours that is not too old and was not answered before. True once.
    pub fn verify(&self, secrets: &Secrets, answer: &str, now: i64) -> bool {
        self.answered(secrets, answer, now)
            .is_some_and(|(made, id)| self.used.lock().unwrap_or_else(PoisonError::into_inner).take(made, id, now))
    }

    /// When the challenge that an answer solves was made, and its identity.
    fn answered(&self, secrets: &Secrets, answer: &str, now: i64) -> Option<(i64, [u8; 16])> {
        let (challenge, nonce) = answer.split_once('.').filter(|(_, nonce)| nonce.len() <= NONCE)?;
        let payload = secrets.signed(PURPOSE, challenge)?;
        let (made, rest) = payload.split_first_chunk()?;
        let (&bits, id) = rest.split_first()?;
        let made = i64::from_be_bytes(*made);
        let is_answer = now.saturating_sub(made) <= LIFE && zero_bits(challenge, nonce) >= u32::from(bits);
        Some((made, id.try_into().ok()?)).filter(|_| is_answer)
    }
}

impl Used {
    /// Whether a challenge was free, which it is no more.
    fn take(&mut self, made: i64, id: [u8; 16], now: i64) -> bool {
        while self.made.first().is_some_and(|&(made, _)| now.saturating_sub(made) > LIFE) {
            self.made.pop_first();
        }
        if self.until.is_some_and(|until| made <= until) || !self.made.insert((made, id)) {
            return false;
        }
        if self.made.len() > USED {
            self.until = self.made.pop_first().map(|(made, _)| made).max(self.until);
        }
        true
    }
}

/// How many zero bits the hash of an answer begins with.
fn zero_bits(challenge: &str, nonce: &str) -> u32 {
    let hash = Sha256::new().chain_update(challenge).chain_update(":").chain_update(nonce).finalize();
    hash.first_chunk().map_or(0, |first| u128::from_be_bytes(*first).leading_zeros())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_795_496_400;

    fn solve(challenge: &Challenge) -> String {
        let bits = u32::from(challenge.bits);
        let nonce = (0_u64..).map(|nonce| nonce.to_string()).find(|nonce| zero_bits(&challenge.challenge, nonce) >= bits);
        format!("{}.{}", challenge.challenge, nonce.expect("one solves it"))
    }

    #[test]
    fn bits_are_counted_as_everybody_counts_them() {
        // Another program found these.
        for (nonce, bits) in [("2", 0), ("3", 1), ("68", 7), ("2071", 8), ("845", 9), ("63", 13), ("105009", 16), ("248498", 17)] {
            assert_eq!(zero_bits("a", nonce), bits, "sha256 of a:{nonce}");
        }
    }

    #[test]
    fn an_answer_is_good_once() {
        let (secrets, proofs) = (Secrets::new([7; 32]), Proofs::new(BITS));
        let challenge = proofs.challenge(&secrets, NOW);
        assert_eq!(challenge.bits, 16);
        let answer = solve(&challenge);
        assert!(!proofs.verify(&secrets, &format!("{}.", challenge.challenge), NOW), "a wrong answer uses nothing up");
        let shared = proofs.clone();
        assert!(shared.verify(&secrets, &answer, NOW + 5));
        assert!(!proofs.verify(&secrets, &answer, NOW + 5));
        assert!(!proofs.verify(&secrets, &answer, NOW + 600));
        let again = (0_u64..).map(|n| format!("x{n}")).find(|nonce| zero_bits(&challenge.challenge, nonce) >= 16).expect("another");
        assert!(!proofs.verify(&secrets, &format!("{}.{again}", challenge.challenge), NOW), "nor is another answer");
        assert_ne!(proofs.challenge(&secrets, NOW), proofs.challenge(&secrets, NOW), "each is its own");
    }

    #[test]
    fn a_challenge_lives_for_ten_minutes() {
        let (secrets, proofs) = (Secrets::new([7; 32]), Proofs::new(4));
        let answer = |made| solve(&proofs.challenge(&secrets, made));
        assert!(proofs.verify(&secrets, &answer(NOW), NOW + 600));
        assert!(!proofs.verify(&secrets, &answer(NOW), NOW + 601));
    }

    #[test]
    fn what_is_not_ours_or_not_solved_is_no_answer() {
        let (secrets, proofs) = (Secrets::new([7; 32]), Proofs::new(4));
        let foreign = solve(&proofs.challenge(&Secrets::new([8; 32]), NOW));
        let form = Challenge { challenge: crate::guard::token::issue(&secrets, "talent", NOW), bits: 4 };
        let mine = solve(&Challenge { challenge: "mine".to_owned(), bits: 4 });
        let ours = proofs.challenge(&secrets, NOW);
        let unsolved = (0..).map(|n: u64| n.to_string()).find(|nonce| zero_bits(&ours.challenge, nonce) == 3).expect("one");
        let long = (0_u64..).map(|n| format!("{n:0>33}")).find(|nonce| zero_bits(&ours.challenge, nonce) >= 4).expect("one");
        let answers = [foreign, solve(&form), mine, format!("{}.{unsolved}", ours.challenge), format!("{}.{long}", ours.challenge)];
        for answer in answers.iter().map(String::as_str).chain(["", ".", "a.b", "é.é", &ours.challenge]) {
            assert!(!proofs.verify(&secrets, answer, NOW), "{answer}");
        }
        assert!(proofs.verify(&secrets, &solve(&ours), NOW));
        let easy = Proofs::new(0).challenge(&secrets, NOW);
        assert!(proofs.verify(&secrets, &format!("{}.", easy.challenge), NOW), "the bits asked are those of the challenge");
    }

    #[test]
    fn a_flood_of_answers_takes_no_more_room_and_lets_none_come_again() {
        let mut used = Used::default();
        let id = |n: usize| (n as u128).to_be_bytes();
        for n in 0..USED {
            assert!(used.take(NOW, id(n), NOW));
        }
        assert!(used.take(NOW + 1, id(0), NOW + 1));
        assert_eq!(used.made.len(), USED);
        for n in 0..USED {
            assert!(!used.take(NOW, id(n), NOW + 1), "{n} comes again");
        }
        assert!(used.take(NOW + 2, id(1), NOW + 2), "newer ones are answered");
        assert!(used.take(NOW + 602, id(2), NOW + 602));
        assert_eq!(used.made.len(), 2, "what is too old is forgotten");
    }

    #[test]
    fn an_attack_is_more_than_so_many_in_a_minute_until_ten_calm_ones() {
        let pressure = Pressure::new(PER_MINUTE);
        (0..120).for_each(|second| pressure.count(NOW + second));
        assert!(!pressure.is_attack(NOW + 119), "one a second is not");
        pressure.count(NOW + 119);
        assert!(pressure.is_attack(NOW + 119));
        assert!(pressure.is_attack(NOW + 118), "a clock a second off changes nothing");
        assert!(pressure.is_attack(NOW + 119 + 659));
        assert!(!pressure.is_attack(NOW + 119 + 660));
        (0..61).for_each(|_| pressure.count(NOW + 1_000));
        (0..10).for_each(|minute| pressure.count(NOW + 1_060 + 60 * minute));
        assert!(pressure.is_attack(NOW + 1_659));
        assert!(!pressure.is_attack(NOW + 1_660), "what comes calmly does not make it last");
    }
}
