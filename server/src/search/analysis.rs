//! How a text becomes the keys it is found by.
//!
//! A text is cut into words without case, accents, elisions or inclusive endings (`words`); French words lose their gender
//! (`gender`); then the stemmer of the language takes their inflexion. Both languages share the fields of the index: a title in
//! either language is found by the keys of either.

use super::{gender, words};
use frostem::{Algorithm, Stemmer};
use model::locale::Locale;
use tantivy::tokenizer::{PreTokenizedString, Token};

/// Words that say nothing by themselves in either language, folded and in order.
const STOPS: &[&str] = &[
    "a", "an", "and", "are", "as", "at", "au", "aux", "avec", "be", "by", "c", "ce", "ces", "cette", "d", "dans", "de", "des", "du", "e",
    "elle", "en", "est", "et", "for", "from", "il", "ils", "in", "is", "it", "j", "je", "l", "la", "le", "les", "leur", "m", "mes", "mon",
    "n", "ne", "nos", "notre", "nous", "of", "on", "or", "ou", "par", "pas", "pour", "qu", "que", "qui", "s", "sa", "se", "ses", "sur",
    "t", "ta", "te", "that", "the", "this", "to", "tu", "un", "une", "vos", "votre", "vous", "with", "y",
];

/// Words that the stemmer would take for others, folded: `génie` for `gens`.
const KEPT: &[&str] = &["genie"];

/// A word of a text and the key it is found by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The first byte of the word in the text, and the first after it.
    pub from: usize,
    /// See `from`.
    pub to: usize,
    /// The word without case or accents.
    pub written: String,
    /// The key.
    pub text: String,
}

/// Whether a folded word says nothing by itself.
fn is_stop(word: &str) -> bool {
    STOPS.binary_search(&word).is_ok()
}

/// The words of a text that say something. `IT` in capitals says more than `it`.
pub fn telling(text: &str) -> Vec<words::Word> {
    let is_acronym = |word: &words::Word| {
        let written = text.get(word.from..word.to).unwrap_or_default();
        written.len() > 1 && written.chars().all(char::is_uppercase)
    };
    // In a text all in capitals, they say nothing; one word alone is a name.
    let shouted = text.trim().contains(char::is_whitespace) && text.chars().all(|c| !c.is_lowercase());
    words::words(text).filter(|word| !is_stop(&word.text) || (!shouted && is_acronym(word))).collect()
}

/// Gives words the keys of a language.
pub struct Keys {
    lang: Locale,
    stemmer: Stemmer,
}

impl Keys {
    /// The keys of one language.
    pub fn of(lang: Locale) -> Self {
        let algorithm = match lang {
            Locale::Fr => Algorithm::French,
            Locale::En => Algorithm::English,
        };
        Self { lang, stemmer: Stemmer::new(algorithm) }
    }

    /// The key of a folded word.
    pub fn key(&self, word: &str) -> String {
        if KEPT.contains(&word) {
            return word.to_owned();
        }
        let neutral = match self.lang {
            Locale::Fr => gender::neutral(word),
            Locale::En => gender::neutral_english(word),
        };
        self.stemmer.stem(&neutral).into_owned()
    }

    /// The words of a text that say something, with their keys.
    pub fn read(&self, text: &str) -> Vec<Key> {
        let key = |word: words::Word| Key { from: word.from, to: word.to, text: self.key(&word.text), written: word.text };
        telling(text).into_iter().map(key).collect()
    }
}

/// A text with its keys, as the index takes it.
pub fn with_keys(text: &str, keys: impl IntoIterator<Item = Key>) -> PreTokenizedString {
    let token =
        |(position, key): (usize, Key)| Token { offset_from: key.from, offset_to: key.to, position, text: key.text, position_length: 1 };
    PreTokenizedString { text: text.to_owned(), tokens: keys.into_iter().enumerate().map(token).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(lang: Locale, text: &str) -> Vec<String> {
        Keys::of(lang).read(text).into_iter().map(|key| key.text).collect()
    }

    #[test]
    fn the_stop_words_are_in_order() {
        assert!(STOPS.is_sorted());
    }

    #[test]
    fn case_accents_elisions_gender_and_number_do_not_matter() {
        let expected = keys(Locale::Fr, "infirmier urgence");
        for text in
            ["L’infirmière d'urgence", "INFIRMIERE URGENCE", "infirmiers urgences", "Infirmier·ère d’urgence", "infirmière(s) urgence"]
        {
            assert_eq!(keys(Locale::Fr, text), expected, "{text}");
        }
        assert_eq!(keys(Locale::Fr, "développeuses"), keys(Locale::Fr, "Développeur"));
        assert_eq!(keys(Locale::En, "nurses"), keys(Locale::En, "nurse"));
        assert_ne!(keys(Locale::Fr, "génie"), keys(Locale::Fr, "gens"));
    }

    #[test]
    fn an_acronym_is_no_stop_word() {
        assert_eq!(keys(Locale::En, "IT support"), ["it", "support"]);
        assert_eq!(keys(Locale::En, "it support"), ["support"]);
        assert_eq!(keys(Locale::En, "IT"), ["it"]);
        assert_eq!(keys(Locale::En, "HELP ON THE FARM"), keys(Locale::En, "help on the farm"));
    }
}
