//! What feeds write, cleaned and understood: texts here; bytes, rows of cells, days, amounts and words below.
//!
//! Nothing here guesses. A value that can be read in two ways is `None`, and the reader that asked decides whether that is
//! a bad row or a value not stated.

pub mod amount;
pub mod day;
pub mod decode;
pub mod delimited;
pub mod html;
pub mod verdict;
pub mod window;
pub mod words;

use model::locale::Locale;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A text as it is compared: no case, no accents, words of letters and digits joined by one space.
///
/// `Économic  Région`, `economic-region` and `ECONOMIC_REGION` are one.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match c {
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            c if c.is_alphanumeric() => folded.push(c),
            _ if folded.is_empty() || folded.ends_with(' ') => {}
            _ => folded.push(' '),
        }
    }
    if folded.ends_with(' ') {
        folded.pop();
    }
    folded
}

/// A text of one line: composed, without control or invisible characters, spaces collapsed and trimmed. A no-break space
/// that stands alone stays: French sets one before `:` and inside `« »`.
pub fn line(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut gap = None;
    for c in text.nfc().filter(|c| !is_invisible(*c)) {
        if c.is_whitespace() || c.is_control() {
            gap = Some(if gap.is_none() && matches!(c, '\u{a0}' | '\u{202f}') { c } else { ' ' });
        } else {
            clean.extend(gap.take().filter(|_| !clean.is_empty()));
            clean.push(c);
        }
    }
    clean
}

/// The same, or nothing when nothing is left.
pub fn stated(text: &str) -> Option<String> {
    Some(line(text)).filter(|text| !text.is_empty())
}

/// A text of several lines: composed, line ends made `\n`, other control and invisible characters taken out, trimmed.
pub fn prose(text: &str) -> Option<String> {
    let mut clean = String::with_capacity(text.len());
    let mut chars = text.nfc().filter(|c| !is_invisible(*c)).peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                chars.next_if_eq(&'\n');
                clean.push('\n');
            }
            '\n' | '\t' => clean.push(c),
            c if c.is_control() => {}
            c => clean.push(c),
        }
    }
    let trimmed = clean.trim();
    (!trimmed.is_empty()).then(|| trimmed.to_owned())
}

/// Characters that show nothing, or that turn the direction of what follows: marks of damage or of deceit in a feed.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{feff}' | '\u{200b}' | '\u{2060}' | '\u{00ad}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}')
}

/// The head of a value, for a report.
pub fn shown(value: &str) -> String {
    let line = line(value);
    let head: String = line.chars().take(40).collect();
    if head.len() < line.len() { format!("{head}…") } else { head }
}

/// Whether a cell of an open data file says nothing: empty, `NA` and its kin.
pub fn is_nothing(cell: &str) -> bool {
    let cell = cell.trim();
    cell.is_empty() || ["na", "n/a", "s.o.", "*no data", "*aucune donnée"].iter().any(|nothing| cell.to_lowercase() == *nothing)
}

/// The language a feed names: a BCP 47 tag, or a name. `Err` when it is neither French nor English.
///
/// # Errors
/// With the name as the feed wrote it.
pub fn language(name: &str) -> Result<Locale, String> {
    let folded = fold(name);
    match folded.split(' ').next() {
        Some("fr" | "fra" | "fre" | "francais" | "french") => Ok(Locale::Fr),
        Some("en" | "eng" | "anglais" | "english") => Ok(Locale::En),
        _ => Err(line(name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_hyphens_and_doubled_spaces_do_not_tell_names_apart() {
        for same in ["Région économique", "REGION  ECONOMIQUE", "région-économique", " Region_Economique ", "Re\u{301}gion économique"]
        {
            assert_eq!(fold(same), "region economique", "{same}");
        }
        assert_eq!(fold("Date initiale affichage de l'offre d’emploi"), "date initiale affichage de l offre d emploi");
        assert_eq!(fold("Bœuf nº 3"), "boeuf no 3");
        assert_eq!(fold(" - "), "");
    }

    #[test]
    fn a_title_keeps_its_words_and_loses_what_does_not_show() {
        assert_eq!(line("\u{feff} Soudeuse\r\n ou\u{a0} soudeur\u{0}\t"), "Soudeuse ou soudeur");
        assert_eq!(line("e\u{301}lectrique \u{202e}x"), "électrique x");
        assert_eq!(stated(" \u{0}\u{200b} "), None);
        assert_eq!(line("\u{a0}«\u{a0}Lasers\u{a0}»\u{202f}: \u{a0}x\u{a0}"), "«\u{a0}Lasers\u{a0}»\u{202f}: x");
    }

    #[test]
    fn a_body_keeps_its_lines() {
        assert_eq!(prose("\r\nUn\r\nDeux\rTrois\u{8} \u{0}\tfin\n").as_deref(), Some("Un\nDeux\nTrois \tfin"));
        assert_eq!(prose(" \n\u{7}"), None);
    }

    #[test]
    fn nothing_has_several_names() {
        for nothing in ["", " ", "NA", "n/a", "*No data", "S.O."] {
            assert!(is_nothing(nothing), "{nothing}");
        }
        assert!(!is_nothing("Nashville") && !is_nothing("0"));
    }

    #[test]
    fn a_language_is_a_tag_or_a_name() {
        for french in ["fr", "fr-CA", "FR_ca", "Français", "French"] {
            assert_eq!(language(french), Ok(Locale::Fr), "{french}");
        }
        assert_eq!(language("en-US"), Ok(Locale::En));
        assert_eq!(language(" es "), Err("es".to_owned()));
    }
}
