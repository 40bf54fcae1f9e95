//! Names that a mark is a part of: `c++`, `.net`, `r&d`, `R.H.`

use super::fold::{Run, char_at, ends, is_hyphen, is_space, past, run};

/// What comes after the dot of a technical name.
const DOTTED: [&str; 3] = ["js", "net", "io"];
/// What a hyphen ties to a verb or a noun: `as-tu` is no name as `k-12` is.
const TIED: [&str; 10] = ["tu", "je", "il", "on", "ce", "ci", "la", "le", "y", "en"];
/// The most letters of an initialism.
const MOST_INITIALS: usize = 8;

/// What reads names; the buffer is used again and again.
#[derive(Debug, Default)]
pub struct Names {
    /// What is read ahead of a name.
    ahead: String,
}

impl Names {
    /// Adds to a run what makes it a name, and returns where that ends; `next` is the character after the run.
    pub fn read(&mut self, text: &str, base: Run, next: char, name: &mut String) -> Option<usize> {
        let after = base.next + next.len_utf8();
        match next {
            // `c++`, `notepad++`, `r+`; not `bac+5`.
            '+' => {
                let two = text[after..].starts_with('+');
                let end = after + usize::from(two);
                let sign = if two { "++" } else { "+" };
                (ends(text, end) && is_letters(name, if two { 10 } else { 1 })).then(|| name.push_str(sign)).map(|()| end)
            }
            '#' => (ends(text, after) && is_letters(name, 1)).then(|| name.push('#')).map(|()| after),
            '&' => self.and(text, after, 2, name),
            c if is_space(c) => {
                let and = text[after..].strip_prefix('&').map(|_| after + 1)?;
                let second = past(text, and, is_space);
                if second > and { self.and(text, second, 1, name) } else { None }
            }
            '.' => self.dotted(text, after, name).or_else(|| self.initialism(text, base, name)),
            c if is_hyphen(c) => self.hyphenated(text, base, after, name),
            _ => None,
        }
    }

    /// `r&d`, `at&t`, `r & d`
    fn and(&mut self, text: &str, second: usize, longest: usize, name: &mut String) -> Option<usize> {
        let end = self.peek(text, second, longest)?;
        is_letters(name, longest).then(|| {
            name.push('&');
            name.push_str(&self.ahead);
            end
        })
    }

    /// `node.js`, `asp.net`, `socket.io`
    fn dotted(&mut self, text: &str, second: usize, name: &mut String) -> Option<usize> {
        let end = self.peek(text, second, 3)?;
        (DOTTED.contains(&self.ahead.as_str()) && name.len() <= 12).then(|| {
            name.push('.');
            name.push_str(&self.ahead);
            end
        })
    }

    /// `R.H.`, `T.I`, `Ph.D.`, `C.-B.`: letters one by one, or two by two when a dot closes them.
    fn initialism(&mut self, text: &str, base: Run, name: &mut String) -> Option<usize> {
        if !is_letters(name, 2) {
            return None;
        }
        let begin = name.len();
        let (mut end, mut closed, mut single, mut count) = (base.next, false, begin == 1, 1);
        while text[end..].starts_with('.') {
            let second = past(text, end + 1, is_hyphen);
            let Some(next) = self.peek(text, second, 2) else {
                closed = true;
                break;
            };
            single &= self.ahead.len() == 1;
            name.push_str(&self.ahead);
            (end, count) = (next, count + 1);
            if count > MOST_INITIALS {
                break;
            }
        }
        if (2..=MOST_INITIALS).contains(&count) && (single || closed) {
            Some(end + usize::from(closed))
        } else {
            name.truncate(begin);
            None
        }
    }

    /// `k-12`, `3-d`, `wi-fi`: pieces so short say nothing alone. Two numbers do, and so do the words of `y a-t-il`.
    fn hyphenated(&mut self, text: &str, base: Run, second: usize, name: &mut String) -> Option<usize> {
        let end = self.peek_any(text, second, 2)?;
        let (first, then) = (name.as_str(), self.ahead.as_str());
        let is_tied = text[..base.from].ends_with(is_hyphen) || char_at(text, end).is_some_and(is_hyphen);
        let is_digit = |part: &str| part.starts_with(|c: char| c.is_ascii_digit());
        let is_number = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        let is_name = matches!((first, then), ("wi", "fi") | ("hi", "fi") | ("co", "op"))
            || (first.len() <= 2 && (first.len() == 1 || then.len() == 1) && !(is_number(first) && is_digit(then)));
        (is_name && !is_tied && !TIED.contains(&first) && !TIED.contains(&then)).then(|| {
            name.push_str(&self.ahead);
            end
        })
    }

    /// Reads a whole run ahead, of `longest` letters at most. Returns where it ends.
    fn peek(&mut self, text: &str, at: usize, longest: usize) -> Option<usize> {
        self.peek_any(text, at, longest).filter(|_| is_letters(&self.ahead, longest))
    }

    /// Reads a whole run ahead, of `longest` bytes at most once folded. Returns where it ends.
    fn peek_any(&mut self, text: &str, at: usize, longest: usize) -> Option<usize> {
        self.ahead.clear();
        let ahead = run(text, at, 16, &mut self.ahead)?;
        (ahead.whole && (1..=longest).contains(&self.ahead.len())).then_some(ahead.next)
    }
}

/// Whether a folded text is one to `longest` letters from `a` to `z`.
fn is_letters(folded: &str, longest: usize) -> bool {
    (1..=longest).contains(&folded.len()) && folded.bytes().all(|b| b.is_ascii_lowercase())
}
