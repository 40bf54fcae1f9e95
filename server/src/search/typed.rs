//! What a reader typed, taken apart: words, phrases in quotes, and what must not be there.
//!
//! Nothing typed is an error: a quote that is never closed is no quote, a lone dash says nothing.

use unicode_normalization::UnicodeNormalization;

/// A query taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// The words sought, in their order, as they were typed.
    pub words: String,
    /// Phrases in quotes.
    pub phrases: Vec<String>,
    /// Words and phrases after a dash: what is not wanted.
    pub without: Vec<String>,
    /// Whether the last word may go on: nothing follows it.
    pub unfinished: bool,
}

/// The quotes that open a phrase and the one that closes each.
const QUOTES: [(char, char); 3] = [('"', '"'), ('“', '”'), ('«', '»')];

/// Takes a query apart.
pub fn typed(query: &str) -> Typed {
    // A letter and its accent may come apart, as some keyboards and files have them; the index has them together.
    let query: String = query.nfc().collect();
    let mut typed = Typed::default();
    let mut rest = query.as_str();
    let mut at_start = true;
    let mut last_is_word = false;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        let negative = c == '-' && at_start;
        let opening = if negative { after.chars().next() } else { Some(c) };
        let quoted = opening.and_then(|opening| {
            let inside = if negative { &after[opening.len_utf8()..] } else { after };
            let (_, close) = QUOTES.into_iter().find(|(open, _)| *open == opening)?;
            let end = inside.find(close)?;
            Some((&inside[..end], &inside[end + close.len_utf8()..]))
        });
        if let Some((phrase, then)) = quoted.filter(|_| at_start) {
            let place = if negative { &mut typed.without } else { &mut typed.phrases };
            place.push(phrase.trim().to_owned());
            rest = then;
            (at_start, last_is_word) = (true, false);
            continue;
        }
        let end = after.find(char::is_whitespace).unwrap_or(after.len());
        // An acronym between dashes, as official titles have it, is wanted.
        let between_dashes = after[..end].ends_with('-');
        if negative && !between_dashes && after.chars().next().is_some_and(char::is_alphanumeric) {
            typed.without.push(after[..end].to_owned());
            rest = &after[end..];
            last_is_word = false;
            continue;
        }
        typed.words.push(c);
        at_start = c.is_whitespace() || c == '(';
        last_is_word = !c.is_whitespace();
        rest = after;
    }
    typed.words = typed.words.trim().to_owned();
    typed.unfinished = last_is_word;
    typed
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parts(query: &str) -> (String, Vec<String>, Vec<String>, bool) {
        let typed = typed(query);
        (typed.words, typed.phrases, typed.without, typed.unfinished)
    }

    fn owned(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn words_phrases_and_what_is_not_wanted_are_told_apart() {
        assert_eq!(parts("soudeuse"), ("soudeuse".to_owned(), vec![], vec![], true));
        assert_eq!(parts("soudeuse "), ("soudeuse".to_owned(), vec![], vec![], false));
        assert_eq!(parts("chef \"de cuisine\" -nuit"), ("chef".to_owned(), owned(&["de cuisine"]), owned(&["nuit"]), false));
        assert_eq!(
            parts("« soins infirmiers » -\"temps partiel\""),
            (String::new(), owned(&["soins infirmiers"]), owned(&["temps partiel"]), false)
        );
        assert_eq!(parts("fraiseuse -CN- soir"), ("fraiseuse -CN- soir".to_owned(), vec![], vec![], true));
        assert_eq!(parts("programmeur-analyste"), ("programmeur-analyste".to_owned(), vec![], vec![], true));
    }

    #[test]
    fn what_is_left_open_is_taken_as_words() {
        assert_eq!(parts("\"soins infirmiers"), ("\"soins infirmiers".to_owned(), vec![], vec![], true));
        assert_eq!(parts("- a"), ("- a".to_owned(), vec![], vec![], true));
        assert_eq!(parts("-"), ("-".to_owned(), vec![], vec![], true));
        assert_eq!(parts("\"\""), (String::new(), owned(&[""]), vec![], false));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]
        #[test]
        fn nothing_typed_is_an_error(query in "\\PC{0,200}") {
            let typed = typed(&query);
            prop_assert!(typed.phrases.len() + typed.without.len() <= query.chars().count());
        }
    }
}
