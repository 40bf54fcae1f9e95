//! Drafts that their visitors alone can read.

use super::{decrypt, encrypt, hmac, random};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use std::fmt;

/// What opens a draft. The visitor alone has it: the database holds its [id](Self::id) and what it encrypted. Never printed.
#[derive(Clone)]
pub struct DraftToken([u8; 32]);

impl fmt::Debug for DraftToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DraftToken(…)")
    }
}

impl DraftToken {
    /// A new one.
    pub fn random() -> Self {
        Self(random())
    }

    /// One from its [text](Self::text).
    pub fn from_text(text: &str) -> Option<Self> {
        URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok().map(Self)
    }

    /// Itself in 43 url-safe characters, for the visitor alone.
    pub fn text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// The name of its draft in the database, from which nothing can be opened.
    pub fn id(&self) -> [u8; 32] {
        hmac(&self.0, b"draft id")
    }

    /// A draft, as the database keeps it.
    pub fn encrypt(&self, plain: &[u8]) -> Vec<u8> {
        encrypt(&hmac(&self.0, b"draft key"), "draft", plain)
    }

    /// A draft, as the visitor left it; none when another token encrypted it.
    pub fn decrypt(&self, kept: &[u8]) -> Option<Vec<u8>> {
        decrypt(&hmac(&self.0, b"draft key"), "draft", kept)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn a_draft_is_its_visitors_alone(plain: Vec<u8>, at: prop::sample::Index, bit in 0..8_u8) {
            let token = DraftToken::random();
            let kept = token.encrypt(&plain);
            let returned = DraftToken::from_text(&token.text()).expect("a token");
            prop_assert_eq!(returned.id(), token.id());
            prop_assert_eq!(returned.decrypt(&kept), Some(plain.clone()));
            prop_assert_eq!(DraftToken::random().decrypt(&kept), None);
            prop_assert_eq!(DraftToken(token.id()).decrypt(&kept), None, "what the database has opens nothing");
            let mut changed = kept.clone();
            changed[at.index(kept.len())] ^= 1 << bit;
            prop_assert_eq!(token.decrypt(&changed), None);
            prop_assert!(plain.len() < 4 || !kept.windows(plain.len()).any(|part| part == plain));
        }
    }

    #[test]
    fn a_draft_is_found_for_ever_and_its_token_is_not_printed() {
        let token = DraftToken([7; 32]);
        // Another program computed it.
        assert_eq!(hex::encode(token.id()), "f89653ad913e5e3312c61e7391b9c9b76e1216046525e9a35710f1aa712a5f94");
        assert_eq!(format!("{token:?}"), "DraftToken(…)");
        assert_eq!(token.text().len(), 43);
        for text in ["", "AAAA", &token.text()[1..], &format!("{}A", token.text()), &"é".repeat(43)] {
            assert!(DraftToken::from_text(text).is_none(), "{text}");
        }
        for kept in [0, 1, 24, 39, 40] {
            assert_eq!(token.decrypt(&vec![0; kept]), None, "{kept} bytes");
        }
    }
}
