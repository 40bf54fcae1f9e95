//! What only the portal can make or read: following codes, signed texts, sealed texts, drafts; and the public numbers of requests.
//!
//! One master secret stands in the database. Every use has a key of its own, derived from it under a label, so that what is made for
//! one use is worth nothing to another: a new use takes a new purpose, never one that serves already. The key of a draft is the
//! exception: it is the visitor's, and is kept nowhere.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::XChaCha20Poly1305;
use chacha20poly1305::aead::{Aead, Payload};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::fmt;
use subtle::ConstantTimeEq;

mod draft;
mod reference;

pub use draft::DraftToken;
use reference::{digits, grouped, values};
pub use reference::{is_reference, normalise_reference, reference};

/// The length of a following code, in characters.
const CODE: usize = 12;
/// The length of a nonce of XChaCha20, long enough to be drawn at random for ever.
const NONCE: usize = 24;
/// The length of a signature: half of an HMAC.
const SIGNATURE: usize = 16;

/// The secrets of an installation. Never printed.
#[derive(Clone)]
pub struct Secrets([u8; 32]);

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets(…)")
    }
}

impl Secrets {
    /// Those that follow from a master secret.
    pub fn new(master: [u8; 32]) -> Self {
        Self(master)
    }

    /// HMAC-SHA256 of a message under the key of a label.
    pub fn mac(&self, label: &str, message: &[u8]) -> [u8; 32] {
        hmac(&hmac(&self.0, label.as_bytes()), message)
    }

    /// The following code of a request, `XXXX-XXXX-XXXX`: 60 bits. It is the same however the reference is written.
    pub fn code(&self, reference: &str) -> String {
        grouped(&self.code_values(reference))
    }

    /// Whether a code, as somebody typed it, is that of a reference. It takes as long for a reference that nobody has.
    pub fn is_code(&self, reference: &str, given: &str) -> bool {
        let expected = self.code_values(reference);
        values(given).is_some_and(|given: Vec<u8>| expected.as_slice().ct_eq(given.as_slice()).into())
    }

    fn code_values(&self, reference: &str) -> [u8; CODE] {
        let normal = normalise_reference(reference);
        digits(&self.mac("code", normal.as_deref().unwrap_or(reference).as_bytes()))
    }

    /// A payload anybody can read and nobody can change, in url-safe characters.
    pub fn sign(&self, purpose: &str, payload: &[u8]) -> String {
        let signature = self.mac(&format!("sign/{purpose}"), payload);
        URL_SAFE_NO_PAD.encode([payload, &signature[..SIGNATURE]].concat())
    }

    /// The payload of a [signed](Self::sign) text; none when it was not signed here for this purpose.
    pub fn signed(&self, purpose: &str, text: &str) -> Option<Vec<u8>> {
        let mut payload = URL_SAFE_NO_PAD.decode(text).ok()?;
        let signature = payload.split_off(payload.len().checked_sub(SIGNATURE)?);
        let expected = self.mac(&format!("sign/{purpose}"), &payload);
        bool::from(expected[..SIGNATURE].ct_eq(&signature)).then_some(payload)
    }

    /// A text nobody else can read or change, in url-safe characters. Its length shows.
    pub fn seal(&self, purpose: &str, plain: &[u8]) -> String {
        URL_SAFE_NO_PAD.encode(encrypt(&hmac(&self.0, b"seal"), purpose, plain))
    }

    /// What was [sealed](Self::seal); none when it was not sealed here for this purpose.
    pub fn open(&self, purpose: &str, sealed: &str) -> Option<Vec<u8>> {
        decrypt(&hmac(&self.0, b"seal"), purpose, &URL_SAFE_NO_PAD.decode(sealed).ok()?)
    }
}

/// Random bytes of the system.
///
/// # Panics
/// When the system has none: nothing safe can be done then.
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the system gives random bytes");
    bytes
}

fn hmac(key: &[u8; 32], message: &[u8]) -> [u8; 32] {
    let mac = Hmac::<Sha256>::new_from_slice(key).expect("a key of HMAC has any length");
    mac.chain_update(message).finalize().into_bytes().into()
}

/// The nonce, then what it encrypts.
fn encrypt(key: &[u8; 32], purpose: &str, plain: &[u8]) -> Vec<u8> {
    let nonce: [u8; NONCE] = random();
    let payload = Payload { msg: plain, aad: purpose.as_bytes() };
    let sealed = XChaCha20Poly1305::new(key.into()).encrypt(&nonce.into(), payload).expect("nothing in memory is too long to encrypt");
    [nonce.as_slice(), &sealed].concat()
}

fn decrypt(key: &[u8; 32], purpose: &str, sealed: &[u8]) -> Option<Vec<u8>> {
    let (nonce, msg) = sealed.split_first_chunk::<NONCE>()?;
    XChaCha20Poly1305::new(key.into()).decrypt(nonce.into(), Payload { msg, aad: purpose.as_bytes() }).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The values these secrets give were computed by another program: people keep codes for years.
    const MASTER: [u8; 32] = [7; 32];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn what_is_sealed_is_opened_and_only_for_its_purpose(plain: Vec<u8>, purpose in "[a-z ]{0,12}", other in "[a-z ]{0,12}") {
            let secrets = Secrets::new(random());
            let sealed = secrets.seal(&purpose, &plain);
            prop_assert!(sealed.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-' || c == b'_'), "{sealed}");
            prop_assert_ne!(&secrets.seal(&purpose, &plain), &sealed, "the same is not seen to be the same");
            prop_assert_eq!(secrets.open(&purpose, &sealed), Some(plain.clone()));
            prop_assert_eq!(secrets.open(&other, &sealed), (other == purpose).then_some(plain));
            prop_assert_eq!(Secrets::new(random()).open(&purpose, &sealed), None);
        }

        #[test]
        fn what_was_changed_does_not_open(plain: Vec<u8>, at: prop::sample::Index, bit in 0..8_u8) {
            let secrets = Secrets::new(MASTER);
            let changed = |text: String| {
                let mut bytes = URL_SAFE_NO_PAD.decode(text).expect("base 64");
                let at = at.index(bytes.len());
                bytes[at] ^= 1 << bit;
                URL_SAFE_NO_PAD.encode(bytes)
            };
            prop_assert_eq!(secrets.open("mail", &changed(secrets.seal("mail", &plain))), None);
            prop_assert_eq!(secrets.signed("mail", &changed(secrets.sign("mail", &plain))), None);
        }
    }

    #[test]
    fn a_code_is_the_same_for_ever_and_its_own_for_each_reference() {
        let secrets = Secrets::new(MASTER);
        assert_eq!(secrets.code("QA-0000-001F"), "3176-KK98-AQCR");
        assert_eq!(hex::encode(secrets.mac("label", b"message")), "0040b36783db9667b37a6978061dbfd2ac9cc3c06d73afa187b3a8fdec118185");
        let references: Vec<_> = (0..1_000).map(|_| reference()).collect();
        let codes: std::collections::HashSet<_> = references.iter().map(|reference| secrets.code(reference)).collect();
        assert_eq!(codes.len(), references.len());
        assert_ne!(Secrets::new([8; 32]).code(&references[0]), secrets.code(&references[0]));
    }

    #[test]
    fn a_code_is_known_however_it_is_typed_and_no_other_is() {
        let secrets = Secrets::new(MASTER);
        // Of these, some code has a 0 and a 1.
        for reference in (0..200).map(|_| reference()) {
            let code = secrets.code(&reference);
            for typed in [code.to_lowercase(), code.replace('-', " \u{a0}"), code.replace('-', ""), code.replace('-', "\u{2011}")] {
                assert!(secrets.is_code(&reference, &typed), "{typed}");
            }
            for (digit, letter) in [("0", "o"), ("0", "O"), ("1", "I"), ("1", "l"), ("1", "i"), ("1", "L")] {
                assert!(secrets.is_code(&reference, &code.replace(digit, letter)), "{code} with {letter}");
            }
            assert!(secrets.is_code(&reference.to_lowercase().replace('-', ""), &code), "{reference} typed");
            for wrong in ["", "-", &code[1..], &format!("{code}0"), &format!("{code}!"), &secrets.code("unknown")] {
                assert!(!secrets.is_code(&reference, wrong), "{wrong}");
            }
            let last = if code.ends_with('7') { "8" } else { "7" };
            assert!(!secrets.is_code(&reference, &format!("{}{last}", &code[..code.len() - 1])));
        }
    }

    #[test]
    fn a_signed_text_serves_its_purpose_only() {
        let secrets = Secrets::new(MASTER);
        let text = secrets.sign("form", b"payload");
        assert_eq!(secrets.signed("form", &text).as_deref(), Some(b"payload".as_slice()));
        for forged in [secrets.sign("mail", b"payload"), Secrets::new([8; 32]).sign("form", b"payload"), text[1..].to_owned()] {
            assert_eq!(secrets.signed("form", &forged), None, "{forged}");
        }
        for nothing in ["", "é", "AAAA", "=", &URL_SAFE_NO_PAD.encode([0; 16])] {
            assert_eq!(secrets.signed("form", nothing), None, "{nothing}");
            assert_eq!(secrets.open("form", nothing), None, "{nothing}");
        }
    }

    #[test]
    fn secrets_are_not_printed() {
        assert_eq!(format!("{:?}", Secrets::new(MASTER)), "Secrets(…)");
    }
}
