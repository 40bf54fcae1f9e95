//! Marks that say that every gender is meant, and nothing else: `(H/F)`, `m/w/d`, `(all genders)`.

use super::fold::{ends, is_space, past};

/// What a bracket holds that says that every gender is meant.
const GENDERS: [&str; 36] = [
    "h", "f", "m", "w", "x", "d", "n", "nb", "hf", "fh", "mf", "fm", "homme", "hommes", "femme", "femmes", "man", "men", "woman", "women",
    "male", "female", "ou", "et", "or", "and", "all", "any", "tous", "toutes", "les", "genre", "genres", "gender", "genders", "autre",
];
/// The one of them that a bracket must hold to say so.
const TELLING: [&str; 15] =
    ["f", "w", "hf", "fh", "mf", "fm", "femme", "femmes", "woman", "women", "female", "genre", "genres", "gender", "genders"];
/// The longest such bracket, in bytes.
const LONGEST_BRACKET: usize = 40;

/// Whether letters stand for a man and a woman.
fn is_both(letters: &[u8]) -> bool {
    letters.iter().any(|c| matches!(c, b'h' | b'm')) && letters.iter().any(|c| matches!(c, b'f' | b'w'))
}

/// `H/F`, `m/w/d`, `F / H / X`: after the first letter, which ends at `at`. Returns where the last one ends.
pub fn letters(text: &str, at: usize, first: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut letters = [0; 4];
    let (mut count, mut end) = (1, at);
    letters[0] = match first.as_bytes() {
        [c] if b"hfmwxdn".contains(c) => *c,
        _ => return None,
    };
    while count < letters.len() {
        let slash = past(text, end, is_space);
        if bytes.get(slash) != Some(&b'/') {
            break;
        }
        let letter = past(text, slash + 1, is_space);
        match bytes.get(letter).map(u8::to_ascii_lowercase) {
            Some(c) if b"hfmwxdn".contains(&c) && ends(text, letter + 1) => letters[count] = c,
            _ => break,
        }
        (count, end) = (count + 1, letter + 1);
    }
    is_both(&letters[..count]).then_some(end)
}

/// `H/F)`, `all genders]`, `hommes et femmes)`: after the bracket, at `at`. Returns where it is closed.
pub fn in_bracket(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let inside = bytes[at..].iter().take(LONGEST_BRACKET).take_while(|b| b.is_ascii() && !b")]([\n".contains(b)).count();
    let end = at + inside;
    if !matches!(bytes.get(end), Some(b')' | b']')) {
        return None;
    }
    let is = |word: &str, known: &[&str]| known.iter().any(|known| word.eq_ignore_ascii_case(known));
    let mut words = text[at..end].split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let (mut count, mut telling) = (0, false);
    let known = words.all(|word| {
        count += 1;
        telling |= is(word, &TELLING);
        // `(HF)` says all in one word, `(F)` does not.
        count += usize::from(is(word, &["hf", "fh", "mf", "fm"]));
        is(word, &GENDERS)
    });
    (known && telling && count > 1).then_some(end + 1)
}
