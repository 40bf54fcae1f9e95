//! The words sought, marked in what is shown.

use super::analysis::{Key, Keys};
use super::query::Marks;
use model::opportunities::{Highlights, OpportunityItem};
use std::fmt::Write;

/// The title and the summary of an item with the words sought marked; nothing when none is in either.
pub fn highlights(item: &OpportunityItem, marks: &Marks) -> Option<Highlights> {
    let keys = Keys::of(item.title_lang);
    let (title, in_title) = marked(&item.title, &keys, item.title_lang as usize, marks);
    let (summary, in_summary) = marked(&item.summary, &keys, item.title_lang as usize, marks);
    (in_title || in_summary).then_some(Highlights { title, summary })
}

/// A text as HTML, and whether anything in it is marked.
fn marked(text: &str, keys: &Keys, lang: usize, marks: &Marks) -> (String, bool) {
    let is_sought = |key: &Key| {
        marks.keys[lang].contains(&key.text) || marks.begun.as_ref().is_some_and(|begun| key.written.starts_with(begun.as_str()))
    };
    let (mut html, mut end) = (String::with_capacity(text.len() + 32), 0);
    let sought: Vec<Key> = keys.read(text).into_iter().filter(is_sought).collect();
    for key in &sought {
        escape(&mut html, &text[end..key.from]);
        html.push_str("<mark>");
        escape(&mut html, &text[key.from..key.to]);
        html.push_str("</mark>");
        end = key.to;
    }
    escape(&mut html, &text[end..]);
    (html, !sought.is_empty())
}

fn escape(html: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' | '<' | '>' | '"' | '\'' => {
                // Writing to a string does not fail.
                let _ = write!(html, "&#{};", c as u32);
            }
            _ => html.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::locale::Locale;

    #[test]
    fn words_are_marked_where_they_stand_and_the_rest_is_escaped() {
        let mut marks = Marks { begun: Some("soi".to_owned()), ..Marks::default() };
        marks.keys[0].insert(Keys::of(Locale::Fr).key("infirmier"));
        let (html, any) = marked("L’infirmière <b> & les soins", &Keys::of(Locale::Fr), 0, &marks);
        assert_eq!(html, "L’<mark>infirmière</mark> &#60;b&#62; &#38; les <mark>soins</mark>");
        assert!(any);
        assert_eq!(marked("rien", &Keys::of(Locale::Fr), 0, &marks), ("rien".to_owned(), false));
    }
}
