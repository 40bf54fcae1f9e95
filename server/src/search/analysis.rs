//! Analysers: how a text becomes terms.

use tantivy::tokenizer::{
    AsciiFoldingFilter, Language, LowerCaser, RemoveLongFilter, SimpleTokenizer, Stemmer, StopWordFilter, TextAnalyzer, TokenizerManager,
};

/// French, stemmed.
pub const FRENCH: &str = "qa_fr";
/// English, stemmed.
pub const ENGLISH: &str = "qa_en";
/// Words as they are written, without case or accents: for prefixes and typos.
pub const WORDS: &str = "qa_words";

/// Words that say nothing by themselves, and what elisions leave (`l’`, `d’`, `qu’`): folded, as the filter sees them.
const FRENCH_STOPS: &[&str] = &[
    "a", "au", "aux", "avec", "c", "ce", "ces", "cette", "d", "dans", "de", "des", "du", "elle", "en", "est", "et", "il", "ils", "j", "je",
    "l", "la", "le", "les", "leur", "m", "mes", "mon", "n", "ne", "nos", "notre", "nous", "on", "ou", "par", "pas", "pour", "qu", "que",
    "qui", "s", "sa", "se", "ses", "son", "sur", "t", "ta", "te", "tu", "un", "une", "vos", "votre", "vous", "y",
];

const ENGLISH_STOPS: &[&str] = &[
    "a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "in", "is", "it", "of", "on", "or", "s", "that", "the", "this", "to",
    "with",
];

/// The longest term kept, in bytes.
const LONGEST: usize = 60;

fn stops(words: &[&str]) -> StopWordFilter {
    StopWordFilter::remove(words.iter().map(|word| (*word).to_owned()))
}

/// French: accents are folded before the stemmer, so that a word typed without them takes the same way.
pub fn french() -> TextAnalyzer {
    TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(RemoveLongFilter::limit(LONGEST))
        .filter(LowerCaser)
        .filter(AsciiFoldingFilter)
        .filter(stops(FRENCH_STOPS))
        .filter(Stemmer::new(Language::French))
        .build()
}

/// English.
pub fn english() -> TextAnalyzer {
    TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(RemoveLongFilter::limit(LONGEST))
        .filter(LowerCaser)
        .filter(AsciiFoldingFilter)
        .filter(stops(ENGLISH_STOPS))
        .filter(Stemmer::new(Language::English))
        .build()
}

/// Words as written; the stop words of both languages are gone.
pub fn words() -> TextAnalyzer {
    TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(RemoveLongFilter::limit(LONGEST))
        .filter(LowerCaser)
        .filter(AsciiFoldingFilter)
        .filter(stops(FRENCH_STOPS))
        .filter(stops(ENGLISH_STOPS))
        .build()
}

/// The analysers by name, for the schema.
pub fn analysers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register(FRENCH, french());
    manager.register(ENGLISH, english());
    manager.register(WORDS, words());
    manager
}

/// The terms of a text.
pub fn terms(mut analyser: TextAnalyzer, text: &str) -> Vec<String> {
    let mut terms = Vec::new();
    analyser.token_stream(text).process(&mut |token| terms.push(token.text.clone()));
    terms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_and_elisions_do_not_matter() {
        assert_eq!(terms(french(), "L’infirmière d'urgence"), terms(french(), "INFIRMIERE URGENCE"));
        assert_eq!(terms(words(), "Ingénieur·e de l’eau"), ["ingenieur", "e", "eau"]);
    }

    #[test]
    fn a_plural_and_its_singular_meet() {
        assert_eq!(terms(french(), "développeurs"), terms(french(), "développeur"));
        assert_eq!(terms(english(), "nurses"), terms(english(), "nurse"));
    }
}
