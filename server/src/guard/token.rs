//! The signed time of a form: when it was shown, so that what is sent faster than anybody reads is known for a robot's.

use crate::secrets::Secrets;

/// What nobody fills faster, in seconds.
const FAST: i64 = 3;
/// How long a form stays open, in seconds: a week.
const LIFE: i64 = 7 * 24 * 3_600;

/// What the time token of a form says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenAge {
    /// There is none.
    Missing,
    /// It was not made here for this form.
    Forged,
    /// The form was sent within three seconds, or before it was shown.
    TooFast,
    /// Somebody had the time to fill it.
    Good,
    /// It was shown more than seven days ago.
    Old,
}

/// The token of a form of a kind shown now, in Unix seconds. It may serve several times: what was sent twice is known elsewhere.
pub fn issue(secrets: &Secrets, kind: &str, now: i64) -> String {
    secrets.sign(&purpose(kind), &now.to_be_bytes())
}

/// Reads what came with a form of a kind.
pub fn read(secrets: &Secrets, kind: &str, token: &str, now: i64) -> TokenAge {
    if token.is_empty() {
        return TokenAge::Missing;
    }
    let signed = secrets.signed(&purpose(kind), token);
    let Some(shown) = signed.and_then(|payload| payload.try_into().ok()).map(i64::from_be_bytes) else {
        return TokenAge::Forged;
    };
    match now.saturating_sub(shown) {
        ..FAST => TokenAge::TooFast,
        FAST..=LIFE => TokenAge::Good,
        _ => TokenAge::Old,
    }
}

fn purpose(kind: &str) -> String {
    format!("form/{kind}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_795_496_400;

    #[test]
    fn a_form_is_good_from_three_seconds_to_seven_days() {
        let secrets = Secrets::new([7; 32]);
        let token = issue(&secrets, "talent", NOW);
        let after = |seconds: i64| read(&secrets, "talent", &token, NOW + seconds);
        assert_eq!([after(0), after(2), after(-60)], [TokenAge::TooFast; 3]);
        assert_eq!([after(3), after(60), after(7 * 86_400)], [TokenAge::Good; 3]);
        assert_eq!([after(7 * 86_400 + 1), after(i64::MAX - NOW)], [TokenAge::Old; 2]);
    }

    #[test]
    fn a_token_serves_its_form_and_its_installation_only() {
        let secrets = Secrets::new([7; 32]);
        let read = |token: &str| read(&secrets, "talent", token, NOW + 60);
        assert_eq!(read(""), TokenAge::Missing);
        let earlier = secrets.sign("challenge", &NOW.to_be_bytes());
        let forged = [issue(&secrets, "city", NOW), issue(&Secrets::new([8; 32]), "talent", NOW), NOW.to_string(), " ".to_owned(), earlier];
        for token in forged {
            assert_eq!(read(&token), TokenAge::Forged, "{token}");
        }
    }

    #[test]
    fn a_changed_token_is_forged_whatever_was_changed() {
        let secrets = Secrets::new([7; 32]);
        let token = issue(&secrets, "talent", NOW);
        for at in 0..token.len() {
            for other in ["A", "B"] {
                let changed = [&token[..at], other, &token[at + 1..]].concat();
                let expected = if changed == token { TokenAge::Good } else { TokenAge::Forged };
                assert_eq!(read(&secrets, "talent", &changed, NOW + 60), expected, "{changed}");
            }
            assert_eq!(read(&secrets, "talent", &token[..at], NOW + 60) == TokenAge::Missing, at == 0, "cut at {at}");
        }
    }
}
