//! The public numbers of requests, and the digits in which they and the codes are written: none is mistaken for another.

use super::random;

/// Crockford's base 32: no I, L, O or U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// What may stand between characters, beside spaces: a hyphen, and what word processors make of it.
const HYPHENS: [char; 6] = ['-', '\u{2010}', '\u{2011}', '\u{2013}', '\u{2014}', '\u{2212}'];
/// The values of `QA` in [`ALPHABET`].
const PREFIX: [u8; 2] = [23, 10];
/// The random characters of a reference; one more checks them.
const RANDOM: usize = 7;

/// A new public number of a request, `QA-XXXX-XXXX`: 35 random bits, so whoever stores it draws again when it is taken.
pub fn reference() -> String {
    let drawn: [u8; RANDOM] = digits(&random());
    let mut all = [0; RANDOM + 1];
    all[..RANDOM].copy_from_slice(&drawn);
    all[RANDOM] = times_two(remainder(&drawn));
    format!("QA-{}", grouped(&all))
}

/// Whether a text is a reference, however written: what is none is a typing error, not an unknown request.
pub fn is_reference(text: &str) -> bool {
    normalise_reference(text).is_some()
}

/// A reference as the database has it, from what somebody typed: case, spaces, hyphens and `QA` may be wrong or lack, O is 0, I and L are 1.
pub fn normalise_reference(text: &str) -> Option<String> {
    let values = values(text)?;
    let body = if values.len() == PREFIX.len() + RANDOM + 1 { values.strip_prefix(&PREFIX)? } else { &values };
    (body.len() == RANDOM + 1 && remainder(body) == 0).then(|| format!("QA-{}", grouped(body)))
}

/// Digits drawn from the first bytes of some random ones, 5 bits of each.
pub(super) fn digits<const N: usize>(bytes: &[u8; 32]) -> [u8; N] {
    std::array::from_fn(|n| bytes[n] % 32)
}

pub(super) fn grouped(values: &[u8]) -> String {
    let group = |values: &[u8]| values.iter().map(|&value| char::from(ALPHABET[usize::from(value)])).collect::<String>();
    values.chunks(4).map(group).collect::<Vec<_>>().join("-")
}

/// The values of what somebody typed; none when a character is no digit of ours.
pub(super) fn values(typed: &str) -> Option<Vec<u8>> {
    let value = |c: char| {
        let c = match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            c => c,
        };
        (0..).zip(ALPHABET).find(|&(_, &digit)| char::from(digit) == c).map(|(value, _)| value)
    };
    typed.chars().filter(|c| !c.is_whitespace() && !HYPHENS.contains(c)).map(value).collect()
}

/// The remainder of digits seen as a polynomial over the field of 32 elements: zero for a whole reference, and for none in which one
/// character is wrong or two are swapped. It starts at one so that zeros alone are no reference.
fn remainder(digits: &[u8]) -> u8 {
    digits.iter().fold(1, |sum, digit| times_two(sum) ^ digit)
}

/// The double of an element of that field, whose polynomial is x⁵ + x² + 1.
fn times_two(element: u8) -> u8 {
    let double = element << 1;
    if double < 32 { double } else { double ^ 0b10_0101 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn a_reference_is_read_however_it_is_typed(spaces in "[ \u{a0}\u{2011}–-]{0,3}", lower: bool) {
            let reference = reference();
            let (prefix, body) = reference.split_at(3);
            prop_assert_eq!(prefix, "QA-");
            prop_assert!(body.len() == 9 && body.chars().all(|c| c == '-' || ALPHABET.contains(&(c as u8))), "{}", body);
            let typed = reference.replace('-', &spaces).replace('0', "O").replace('1', if lower { "l" } else { "I" });
            let typed = format!("{spaces}{}", if lower { typed.to_lowercase() } else { typed });
            prop_assert!(is_reference(&typed));
            prop_assert_eq!(normalise_reference(&typed), Some(reference.clone()));
            prop_assert_eq!(normalise_reference(body), Some(reference.clone()), "without its prefix");
            prop_assert_eq!(normalise_reference(&format!("AQ{body}")), None, "under another");
        }

        #[test]
        fn one_wrong_character_or_two_swapped_make_no_reference(at in 0..8_usize, with in 0..8_usize, other in 0..32_usize) {
            let reference = reference();
            let body: Vec<char> = reference[3..].chars().filter(|&c| c != '-').collect();
            let (mut wrong, mut swapped) = (body.clone(), body.clone());
            wrong[at] = char::from(ALPHABET[other]);
            swapped.swap(at, with);
            for typed in [wrong, swapped] {
                prop_assert_eq!(is_reference(&typed.iter().collect::<String>()), typed == body, "{:?} of {}", typed, reference);
            }
        }
    }

    #[test]
    fn what_is_no_reference_is_none() {
        let whole = reference();
        let nothing = ["", "QA", "QA-", "QA-0000-0000", "00000000", "é", "QA-UUUU-UUUU", "AQ-0000-0000"];
        for text in nothing.into_iter().chain([&whole[..11], &format!("{whole}0"), &format!("QA-{whole}"), &format!("{whole}.")]) {
            assert!(!is_reference(text), "{text}");
        }
    }

    #[test]
    fn references_are_drawn_from_many() {
        let drawn: std::collections::HashSet<_> = (0..2_000).map(|_| reference()).collect();
        assert!(drawn.len() >= 1_999, "35 bits");
        let first: std::collections::HashSet<_> = drawn.iter().map(|reference| reference.as_bytes()[3]).collect();
        assert_eq!(first.len(), 32, "every digit comes");
    }
}
