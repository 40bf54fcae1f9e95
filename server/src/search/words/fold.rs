//! One run of letters and digits, folded: lower case, no accents, ligatures opened.

use unicode_normalization::char::{canonical_combining_class, decompose_compatible, is_combining_mark};

/// The longest folded text kept of a word, in bytes.
pub const LONGEST: usize = 60;

/// Where a run of word characters lies, and what its folded text no longer tells.
#[derive(Debug, Clone, Copy)]
pub struct Run {
    /// Where its first character begins.
    pub from: usize,
    /// Where its last character ends.
    pub to: usize,
    /// Where reading goes on: after `to` when invisible characters follow.
    pub next: usize,
    /// The last character that is not invisible, as it is written.
    pub last: char,
    /// Whether the run ends within the limit it was read with.
    pub whole: bool,
}

/// What a character is to a word.
#[derive(PartialEq)]
enum Class {
    Word,
    /// Nothing to see, but no end of the word either: accents that come apart, soft hyphens, characters of no width.
    Joined,
    Break,
}

fn class(c: char) -> Class {
    match c {
        '\0'..='\x7F' if c.is_ascii_alphanumeric() => Class::Word,
        '\0'..='\x7F' => Class::Break,
        '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}' | '\u{300}'..='\u{36F}' => Class::Joined,
        '\u{80}'..='»' if !matches!(c, 'ª' | '²' | '³' | 'µ' | '¹' | 'º') => Class::Break,
        'À'..='ɏ' if c != '×' && c != '÷' => Class::Word,
        // Fractions would be read as whole numbers: 37½ is not 3712. Apostrophes that Unicode calls letters are none.
        '¼'..='¾' | '⅐'..='⅟' | '↉' | 'ʹ'..='ˈ' | '\u{2000}'..='\u{206F}' => Class::Break,
        // The vowel signs of some scripts are marks and letters; the class 0 tells them from accents.
        _ if c.is_alphanumeric() && (canonical_combining_class(c) == 0) => Class::Word,
        _ if is_combining_mark(c) => Class::Joined,
        _ => Class::Break,
    }
}

/// Whether a character begins or continues a word.
pub fn is_word(c: char) -> bool {
    class(c) == Class::Word
}

/// The character at `at`, a boundary of `text`.
pub fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

/// Whether a character is a hyphen or what is typed for one.
pub fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}' | '–')
}

/// Whether a character is a space inside a line.
pub fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{A0}' | '\u{202F}')
}

/// The place after one character of a kind, or the same place.
pub fn past(text: &str, at: usize, kind: fn(char) -> bool) -> usize {
    char_at(text, at).filter(|c| kind(*c)).map_or(at, |c| at + c.len_utf8())
}

/// Whether no word goes on at `at`.
pub fn ends(text: &str, at: usize) -> bool {
    !char_at(text, at).is_some_and(is_word)
}

/// Reads the run that begins at `from`, `limit` bytes of it at most; `None` when no word begins there. Appends its folded text to
/// `folded`: `LONGEST` bytes at most, and nothing when all of its characters fold to nothing.
pub fn run(text: &str, from: usize, limit: usize, folded: &mut String) -> Option<Run> {
    let bytes = text.as_bytes();
    let start = folded.len();
    let (mut to, mut next, mut last) = (from, from, ' ');
    // Beyond the limit, the run is not whole.
    let mut whole = false;
    while next - from < limit {
        let room = limit - (next - from);
        let ascii = bytes[next..].iter().take(room).take_while(|b| b.is_ascii_alphanumeric()).count();
        if ascii > 0 {
            push_ascii(&text[next..next + ascii], start, folded);
            next += ascii;
            to = next;
            last = char::from(bytes[to - 1]);
        }
        match bytes.get(next) {
            // The limit may lie inside a run.
            Some(b) if b.is_ascii_alphanumeric() => continue,
            Some(b'.' | b',') if ascii > 0 && last.is_ascii_digit() => {
                if let Some(kept) = separator(bytes, &folded[start..], next) {
                    folded.push_str(kept);
                    next += 1;
                    continue;
                }
            }
            Some(b) if !b.is_ascii() => {
                let Some(c) = char_at(text, next) else { break };
                match class(c) {
                    Class::Joined if to == from => return None,
                    Class::Joined if is_combining_mark(c) => {
                        to = next + c.len_utf8();
                        last = c;
                    }
                    Class::Joined => {}
                    Class::Word => {
                        if folded.len() <= start + LONGEST {
                            push(c, folded);
                        }
                        to = next + c.len_utf8();
                        last = c;
                    }
                    Class::Break => {
                        whole = true;
                        break;
                    }
                }
                next += c.len_utf8();
                continue;
            }
            _ => {}
        }
        whole = true;
        break;
    }
    if folded.len() > start + LONGEST {
        folded.truncate(folded.floor_char_boundary(start + LONGEST));
    }
    (to > from).then_some(Run { from, to, next, last, whole })
}

/// What stays of a `.` or `,` inside a number: 12,5 is 12.5 and 10,000 is 10000.
fn separator(bytes: &[u8], number: &str, at: usize) -> Option<&'static str> {
    let comma = match bytes[at] {
        b'.' => false,
        b',' => true,
        _ => return None,
    };
    let digits = bytes[at + 1..].iter().take(4).take_while(|b| b.is_ascii_digit()).count();
    let numeric = number.len() < LONGEST && number.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    (numeric && digits > 0).then_some(if comma && digits == 3 { "" } else { "." })
}

fn push_ascii(ascii: &str, start: usize, folded: &mut String) {
    let room = (LONGEST + 1).saturating_sub(folded.len() - start).min(ascii.len());
    let lower = folded.len();
    folded.push_str(&ascii[..room]);
    folded[lower..].make_ascii_lowercase();
}

fn push(c: char, folded: &mut String) {
    match c {
        // What French has, without a look into the tables.
        'à' | 'â' | 'À' | 'Â' => folded.push('a'),
        'ç' | 'Ç' => folded.push('c'),
        'è'..='ë' | 'È'..='Ë' => folded.push('e'),
        'î' | 'ï' | 'Î' | 'Ï' => folded.push('i'),
        'ô' | 'Ô' => folded.push('o'),
        'ù' | 'û' | 'ü' | 'Ù' | 'Û' | 'Ü' => folded.push('u'),
        _ => decompose_compatible(c, |part| {
            if !is_word(part) {
                return;
            }
            for lower in part.to_lowercase() {
                match lower {
                    'œ' => folded.push_str("oe"),
                    'æ' => folded.push_str("ae"),
                    'ß' => folded.push_str("ss"),
                    'ø' => folded.push('o'),
                    'đ' => folded.push('d'),
                    'ł' => folded.push('l'),
                    _ => folded.push(lower),
                }
            }
        }),
    }
}
