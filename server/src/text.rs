//! Texts as machines compare them: folded, as slugs, as keys.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case, no accents, ligatures opened, anything else than letters and digits a single space.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            if gap && !folded.is_empty() {
                folded.push(' ');
            }
            gap = false;
            match c {
                'œ' => folded.push_str("oe"),
                'æ' => folded.push_str("ae"),
                'ß' => folded.push_str("ss"),
                'ø' => folded.push('o'),
                'ł' => folded.push('l'),
                _ => folded.push(c),
            }
        } else {
            gap = true;
        }
    }
    folded
}

/// A slug of at most 80 characters, cut between words; empty when the text has no Latin letter or digit.
pub fn slugify(text: &str) -> String {
    join(text, '-', 80)
}

/// A key of at most 60 characters; empty when the text has no Latin letter or digit.
pub fn keyify(text: &str) -> String {
    join(text, '_', 60)
}

fn join(text: &str, with: char, longest: usize) -> String {
    let mut joined = String::new();
    for word in fold(text).split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        if joined.len() + 1 + word.len() > longest {
            if joined.is_empty() {
                joined.push_str(&word[..longest]);
            }
            break;
        }
        if !joined.is_empty() {
            joined.push(with);
        }
        joined.push_str(word);
    }
    joined
}

/// The alphabet of public ids: no vowel that could spell a word, no letter that looks like a digit.
const ALPHABET: &[u8; 30] = b"0123456789bcdfghjkmnpqrstvwxyz";

/// Eight characters out of a UUID's random half. Collisions are refused by the database and drawn again.
pub fn public_id(id: uuid::Uuid) -> String {
    let bits = id.as_u128();
    (0..8).map(|i| ALPHABET[(bits >> (i * 5)) as usize % ALPHABET.len()] as char).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_forgets_case_accents_and_marks() {
        assert_eq!(fold("  L’Île-d’Orléans, Œuvres "), "l ile d orleans oeuvres");
        assert_eq!(fold("QUÉBEC"), fold("Quebec"));
        assert_eq!(fold("— !"), "");
    }

    #[test]
    fn a_slug_is_cut_between_words() {
        assert_eq!(slugify("Ingénieure ou ingénieur (3e étage)"), "ingenieure-ou-ingenieur-3e-etage");
        let slug = slugify(&"mot ".repeat(60));
        assert!(slug.len() <= 80 && slug.ends_with("mot") && model::text::is_slug(&slug));
        assert_eq!(slugify("日本"), "");
        assert!(slugify(&"a".repeat(300)).len() <= 80);
    }

    #[test]
    fn a_public_id_has_eight_plain_characters() {
        let id = public_id(uuid::Uuid::from_u128(0x1234_5678_9abc_def0_1234_5678_9abc_def0));
        assert_eq!(id.len(), 8);
        assert!(model::text::is_slug(&id));
    }
}
