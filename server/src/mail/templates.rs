//! The texts of letters: `templates/mail/<letter>/<language>.{subject,txt,html}`, in the binary.
//!
//! To add a letter, add its folder and its [`Template`]. A variable that a text names and the letter lacks is an error, never
//! a gap: what is optional is null where the text says `if`, and left out where it says `is defined`.

use crate::mail::{LONGEST_SUBJECT, one_line};
use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior};
use model::locale::Locale;
use rust_embed::RustEmbed;
use serde::Serialize;
use std::sync::LazyLock;

#[derive(RustEmbed)]
#[folder = "templates/mail"]
struct Files;

/// The engine's `debug` feature stays off: its errors would show the values, which are people's.
static TEXTS: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut texts = Environment::new();
    texts.set_undefined_behavior(UndefinedBehavior::Strict);
    texts.set_loader(|name| Ok(Files::get(name).map(|file| String::from_utf8_lossy(&file.data).into_owned())));
    texts
});

/// A kind of letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Template {
    /// The request of a person was received.
    Acknowledgment,
    /// The office wrote to the person.
    Reply,
    /// The office closed the request.
    Closed,
    /// To the office: a request came.
    Notice,
    /// To the office: the person wrote again, or changed something.
    Heard,
}

impl Template {
    /// Every kind.
    pub const ALL: &'static [Self] = &[Self::Acknowledgment, Self::Reply, Self::Closed, Self::Notice, Self::Heard];

    /// Its word, which is the name of its folder.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Acknowledgment => "acknowledgment",
            Self::Reply => "reply",
            Self::Closed => "closed",
            Self::Notice => "notice",
            Self::Heard => "heard",
        }
    }

    /// The kind a word stands for, or nothing.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|template| template.as_str() == word)
    }
}

/// The texts of a letter.
#[derive(Clone, PartialEq, Eq)]
pub struct Rendered {
    /// The subject, on one line.
    pub subject: String,
    /// The body as text.
    pub text: String,
    /// The body as a page.
    pub html: String,
}

/// A letter that cannot be written: a text is missing, is not well formed, or names a variable that is not there. It names
/// the text and the line, and no value.
#[derive(Debug, thiserror::Error)]
#[error("the text {file} cannot be written")]
pub struct TemplateError {
    file: String,
    #[source]
    source: minijinja::Error,
}

/// Writes a letter. In its page, values are text: their signs are escaped.
///
/// # Errors
/// When a text is missing, is not well formed, or names a variable that `values` lack.
pub fn render(template: Template, lang: Locale, values: &impl Serialize) -> Result<Rendered, TemplateError> {
    let part = |kind: &str| {
        let file = format!("{}/{}.{kind}", template.as_str(), lang.as_str());
        let text = TEXTS.get_template(&file).and_then(|text| text.render(Serde(values)));
        text.map_err(|source| TemplateError { file, source })
    };
    Ok(Rendered { subject: one_line(&part("subject")?, LONGEST_SUBJECT), text: part("txt")?, html: part("html")? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn values() -> Value {
        json!({
            "site": "Québec attire", "name": "Élise Tremblay", "reference": "QA-7", "code": "123456", "link": "https://attire.example/s/7",
            "due": "2026-10-14", "kind": "talent", "message": "Bonjour", "waiting": true, "contact": "bureau@exemple.invalid",
            "officer": "La personne responsable", "url": "https://attire.example", "command": "quebec-attire letters",
        })
    }

    /// The values, each text of them replaced.
    fn values_that_all_say(text: &str) -> Value {
        let mut values = values();
        values.as_object_mut().expect("an object").values_mut().filter(|value| value.is_string()).for_each(|value| *value = json!(text));
        values
    }

    fn each() -> impl Iterator<Item = (Template, Locale)> {
        Template::ALL.iter().flat_map(|template| Locale::ALL.iter().map(|lang| (*template, *lang)))
    }

    #[test]
    fn every_letter_is_written_in_both_languages() {
        let mut bare = values();
        bare["waiting"] = json!(false);
        (bare["contact"], bare["officer"]) = (Value::Null, Value::Null);
        for (template, lang) in each() {
            for (values, signature) in [(&values(), true), (&bare, false)] {
                let Rendered { subject, text, html } = render(template, lang, values).expect("a letter");
                for part in [&subject, &text, &html] {
                    assert!(!part.trim().is_empty(), "{template:?} {lang}");
                    assert!(
                        !["{{", "{%", "{#", "none", "true", "false"].iter().any(|trace| part.contains(trace)),
                        "{template:?} {lang}: {part}"
                    );
                }
                let to_office = matches!(template, Template::Notice | Template::Heard);
                for body in [text, html] {
                    assert_eq!(body.contains("bureau@exemple.invalid"), signature && !to_office, "{template:?} {lang}: {body}");
                    assert!(body.contains("QA-7") && body.contains("Québec attire"), "{template:?} {lang}: {body}");
                }
            }
        }
    }

    #[test]
    fn what_the_office_writes_keeps_its_lines() {
        let mut values = values();
        values["message"] = json!("Un <b>.\n\nDeux.");
        for lang in Locale::ALL {
            let Rendered { text, html, .. } = render(Template::Reply, *lang, &values).expect("a letter");
            assert!(text.contains("\nUn <b>.\n\nDeux.\n"), "{text}");
            assert!(html.contains("Un &lt;b&gt;.<br>\n<br>\nDeux.<br>"), "{html}");
        }
    }

    #[test]
    fn every_text_belongs_to_a_letter() {
        for file in Files::iter() {
            let (folder, rest) = file.split_once('/').expect("a folder");
            let (lang, kind) = rest.split_once('.').expect("a language and a kind");
            assert!(Template::parse(folder).is_some() && Locale::parse(lang).is_some(), "{file}");
            assert!(["subject", "txt", "html"].contains(&kind), "{file}");
        }
    }

    #[test]
    fn a_value_is_text_in_a_page_and_one_line_in_a_subject() {
        let hostile = values_that_all_say("\"'><script>alert(1)</script>\r\nBcc: victime@exemple.invalid\u{202e}");
        for (template, lang) in each() {
            let Rendered { subject, html, .. } = render(template, lang, &hostile).expect("a letter");
            assert!(!html.to_lowercase().contains("<script") && html.contains("&lt;script&gt;"), "{template:?} {lang}: {html}");
            assert!(!html.contains("\"'>"), "{template:?} {lang}: {html}");
            assert!(!subject.contains(|c: char| c.is_control() || c == '\u{202e}'), "{template:?} {lang}: {subject:?}");
        }
    }

    #[test]
    fn a_missing_value_is_an_error_that_names_the_text_and_no_value() {
        for template in Template::ALL {
            let error = render(*template, Locale::Fr, &json!({ "unknown": "Élise" })).map(|_| ()).expect_err("a gap");
            assert!(error.to_string().contains(template.as_str()), "{error}");
            assert!(!format!("{error} {error:?} {:?}", std::error::Error::source(&error)).contains("Élise"), "{error:?}");
        }
    }

    #[test]
    fn a_word_stands_for_one_letter() {
        for template in Template::ALL {
            assert_eq!(Template::parse(template.as_str()), Some(*template));
        }
        assert_eq!(Template::parse("Reply"), None);
    }
}
