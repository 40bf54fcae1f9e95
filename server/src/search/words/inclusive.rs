//! Two forms of one word, read as one: `développeur·euse`, `agent(e)s`, `chargé-e`, `acteur/trice`, `infirmière ou infirmier`.
//!
//! No list of typographies times endings: whatever follows a word and, put in place of its end, makes the other gender of the *same*
//! word by the rules of [`gender`](super::super::gender) is its other form. `menuisier-charpentier` and `et/ou` stay what they are.

use super::super::gender::{masculine, neutral, neutral_english};
use super::fold::{Run, char_at, ends, is_hyphen, is_space, past, run};

/// The longest word looked at, in bytes of the text: what is read ahead is bounded, so that reading stays linear.
const LONGEST: usize = 40;
/// The longest ending that is not the whole word: `teuses`, `trices`, `person`.
const LONGEST_ENDING: usize = 7;

/// What stands between two forms.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Link {
    /// `·` and what is typed for it, which means nothing else inside a word.
    Dot,
    /// `.`
    Stop,
    Hyphen,
    /// `/` or `/-`
    Slash,
    /// `(` or `(-`, and `)` after the form.
    Bracket,
    /// `ou`, `et`, `or`, `and`
    Word,
}

struct Joint {
    link: Link,
    /// With a space, which a short ending rarely has.
    spaced: bool,
    /// Where the other form begins.
    at: usize,
}

/// Whether a character stands for the middle dot of inclusive writing.
fn is_dot(c: char) -> bool {
    matches!(c, '·' | '•' | '‧' | '∙' | '⋅' | '・' | '*' | '_')
}

fn joint(text: &str, from: usize) -> Option<Joint> {
    let at = past(text, from, is_space);
    let spaced = at > from;
    let c = char_at(text, at)?;
    let after = at + c.len_utf8();
    let (link, at) = match c {
        '(' => (Link::Bracket, past(text, after, is_hyphen)),
        '/' => {
            let begins = past(text, after, is_space);
            return Some(Joint { link: Link::Slash, spaced: spaced || begins > after, at: past(text, begins, is_hyphen) });
        }
        'o' | 'e' | 'a' | 'O' | 'E' | 'A' if spaced => {
            let rest = text.as_bytes().get(at..)?;
            let word = ["ou", "et", "or", "and"]
                .iter()
                .find(|word| rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes())))?;
            let end = at + word.len();
            let begins = past(text, end, is_space);
            if begins == end {
                return None;
            }
            (Link::Word, begins)
        }
        _ if spaced => return None,
        '.' => (Link::Stop, after),
        c if is_hyphen(c) => (Link::Hyphen, after),
        c if is_dot(c) => (Link::Dot, after),
        _ => return None,
    };
    Some(Joint { link, spaced, at })
}

/// A word and what was found of its other forms. The buffers are used again and again.
#[derive(Debug, Default)]
pub struct Inclusive {
    /// The other form as it is written: an ending or a whole word.
    other: String,
    /// The other form in full.
    full: String,
}

impl Inclusive {
    /// Reads the other forms that follow a word, makes its text the masculine singular, and returns where they end; `None` when there
    /// is none.
    pub fn read(&mut self, text: &str, base: Run, folded: &mut String) -> Option<usize> {
        if folded.len() < 2 || base.to - base.from > LONGEST || !is_plain(folded) {
            return None;
        }
        let mut end = None;
        // More than two forms: `salesman/saleswoman/salesperson`, `agent·e·s`. Each turn goes forward.
        while let Some(next) = self.one(text, base, end, folded) {
            end = Some(next);
        }
        end
    }

    /// Reads one other form; `end` is where the one before ended. Returns where it ends.
    fn one(&mut self, text: &str, base: Run, end: Option<usize>, folded: &mut String) -> Option<usize> {
        let joint = joint(text, end.unwrap_or(base.next))?;
        self.other.clear();
        let other = run(text, joint.at, LONGEST, &mut self.other)?;
        if !other.whole || !is_plain(&self.other) {
            return None;
        }
        // A sentence may follow a full stop without its space, and a name a hyphen.
        let capital = char_at(text, joint.at).is_some_and(char::is_uppercase) && !base.last.is_uppercase();
        if capital && matches!(joint.link, Link::Stop | Link::Hyphen) {
            return None;
        }
        let mut after = other.to;
        if joint.link == Link::Bracket {
            if char_at(text, other.next) != Some(')') {
                return None;
            }
            after = other.next + 1;
            // `agent(e)s`
            if matches!(char_at(text, after), Some('s' | 'S')) && ends(text, after + 1) {
                after += 1;
            } else if !ends(text, after) {
                return None;
            }
        }
        let found = match self.other.as_str() {
            "x" if folded.ends_with('u') => is_plural(&joint, end.is_some(), folded),
            "s" => is_plural(&joint, end.is_some(), folded),
            "e" | "es" => self.is_ending_e(&joint, base, capital, folded),
            _ => self.is_other_form(&joint, folded),
        };
        found.then_some(after)
    }

    /// `agent-e`, `chargé(e)`, `conseillers/es`: any word may have it that does not end in a plain vowel.
    fn is_ending_e(&self, joint: &Joint, base: Run, capital: bool, folded: &mut String) -> bool {
        let plural = self.other == "es" && folded.ends_with('s');
        let kept = folded.len() - usize::from(plural);
        // The accent is what tells `chargé-e` from `vitamine-e`; capitals may have none.
        let accented = folded.ends_with('e') && !matches!(base.last, 'e' | 'E');
        if kept < 3 && !accented && folded != "un" {
            return false;
        }
        let tight = matches!(joint.link, Link::Dot | Link::Bracket) && !joint.spaced;
        let takes_e = match folded.as_bytes()[kept - 1] {
            b'e' => accented || plural || tight || base.last.is_uppercase(),
            b'a' | b'o' | b'y' => false,
            _ => true,
        };
        let found = takes_e
            && match joint.link {
                Link::Dot | Link::Bracket => true,
                Link::Stop | Link::Hyphen | Link::Slash => !joint.spaced && !capital,
                Link::Word => false,
            };
        if found {
            folded.truncate(kept);
        }
        found
    }

    /// `euse`, `trice`, `ère`, or a whole word.
    fn is_other_form(&mut self, joint: &Joint, folded: &mut String) -> bool {
        // `directeur·ice` says its r once.
        if matches!(self.other.as_str(), "ice" | "ices") {
            self.other.insert(0, 'r');
        }
        let whole = matches!((self.other.as_bytes(), folded.as_bytes()), ([a, b, ..], [c, d, ..]) if a == c && b == d);
        let shortest = if joint.spaced && joint.link == Link::Slash { 3 } else { 2 };
        let ending = joint.link != Link::Word
            && (shortest..=LONGEST_ENDING).contains(&self.other.len())
            // `entreprise (EEE)` is no `-ée`.
            && !self.other.starts_with("eee")
            // One of the two is the feminine, or both are of a `-man`.
            && (is_feminine(&self.other) || is_feminine(folded) || self.other.ends_with('n'));
        if !whole && !ending {
            return false;
        }
        let (key, english) = (neutral(folded), neutral_english(folded));
        let least = if ending { folded.len().saturating_sub(6).max(1) } else { folded.len() + 1 };
        for kept in (least..=folded.len()).rev().chain(whole.then_some(0)) {
            self.full.clear();
            self.full.push_str(&folded[..kept]);
            self.full.push_str(&self.other);
            let meet = neutral(&self.full) == key || neutral_english(&self.full) == english;
            if meet && without_plural(&self.full) != without_plural(folded) {
                let masculine = masculine(folded, &self.full).into_owned();
                *folded = masculine;
                return true;
            }
        }
        false
    }
}

/// `poste(s)`, `bureau(x)`, and the end of `agent-e-s`.
fn is_plural(joint: &Joint, again: bool, folded: &str) -> bool {
    match joint.link {
        Link::Bracket | Link::Dot => folded.len() > 2 || again,
        Link::Stop | Link::Hyphen => again,
        Link::Slash | Link::Word => false,
    }
}

/// Whether a folded word has letters from `a` to `z` only: the rules know no others.
fn is_plain(folded: &str) -> bool {
    !folded.is_empty() && folded.bytes().all(|b| b.is_ascii_lowercase())
}

fn is_feminine(folded: &str) -> bool {
    without_plural(folded).ends_with('e')
}

fn without_plural(folded: &str) -> &str {
    folded.strip_suffix(['s', 'x']).unwrap_or(folded)
}
