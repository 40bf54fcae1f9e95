//! One job: the texts of its elements, by path. Attributes are not looked at and no entity is expanded.

use crate::import::BadRow;
use crate::import::text::{html, prose};
use quick_xml::events::{BytesRef, Event};
use std::collections::BTreeMap;

/// How deep elements may nest inside a job.
const DEEPEST: usize = 32;

/// The elements of one job: their texts by path below it (`city`, `company/name`).
pub struct Job {
    /// Which one it is, from 1.
    pub ordinal: u64,
    texts: BTreeMap<String, String>,
}

impl Job {
    /// Parses a job, tags included.
    ///
    /// # Errors
    /// When it is no well-formed XML or nests too deep.
    pub fn parse(ordinal: u64, text: &str) -> Result<Self, BadRow> {
        let bad = |reason: String| BadRow { line: ordinal, field: "job".to_owned(), reason };
        let broken = |error: quick_xml::Error| bad(format!("The job is no well-formed XML: {error}."));
        let mut reader = quick_xml::Reader::from_str(text);
        let mut path: Vec<String> = Vec::new();
        let mut texts: BTreeMap<String, String> = BTreeMap::new();
        let mut current = String::new();
        loop {
            match reader.read_event().map_err(broken)? {
                Event::Start(tag) => {
                    let name = element_name(tag.local_name().as_ref());
                    if path.len() == 1 && matches!(name.as_str(), "description" | "jobdescription" | "htmldescription" | "body" | "content")
                    {
                        let raw = reader.read_text(tag.name()).map_err(broken)?;
                        add(&mut texts, name, &markup_of(&raw));
                        continue;
                    }
                    path.push(name);
                    if path.len() > DEEPEST {
                        return Err(bad(format!(
                            "Elements nest deeper than {DEEPEST}; give each fact in an element of its own below <job>."
                        )));
                    }
                    current.clear();
                }
                Event::End(_) => {
                    add(&mut texts, path.get(1..).unwrap_or_default().join("/"), &current);
                    current.clear();
                    path.pop();
                }
                Event::Text(words) => current.push_str(&words.xml10_content()),
                Event::CData(words) => current.push_str(&words.xml10_content()),
                Event::GeneralRef(name) => current.push_str(&resolved(&name)),
                Event::Eof => break,
                Event::Empty(_) | Event::Comment(_) | Event::PI(_) | Event::Decl(_) | Event::DocType(_) => {}
            }
        }
        Ok(Self { ordinal, texts })
    }

    /// The first of these elements that says something.
    pub fn say(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.texts.get(*name).map(String::as_str))
    }

    /// The same as a line of plain text.
    pub fn line(&self, names: &[&str]) -> Option<String> {
        self.say(names).map(html::plain_text).filter(|text| !text.is_empty())
    }

    /// A fault of this job.
    pub fn bad(&self, field: &str, reason: String) -> BadRow {
        BadRow { line: self.ordinal, field: field.to_owned(), reason }
    }

    /// Whether it has an element that says something.
    pub fn has(&self, name: &str) -> bool {
        self.texts.contains_key(name)
    }
}

/// An element's name as it is compared.
fn element_name(local: &str) -> String {
    local.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).take(64).collect()
}

fn add(texts: &mut BTreeMap<String, String>, path: String, text: &str) {
    let Some(text) = prose(text) else { return };
    match texts.get_mut(&path) {
        // Several types of one job are one list; of other elements the first counts.
        Some(known) if path == "jobtype" => {
            known.push_str(", ");
            known.push_str(&text);
        }
        Some(_) => {}
        None => {
            texts.insert(path, text);
        }
    }
}

fn resolved(name: &BytesRef<'_>) -> String {
    let written = name.xml10_content();
    match name.resolve_char_ref() {
        Ok(Some(character)) => character.to_string(),
        _ => html::reference(&written).unwrap_or_else(|| format!("&{written};")),
    }
}

/// The markup a description holds: CDATA as it is, elements as they are, escaped markup unescaped.
fn markup_of(raw: &str) -> String {
    let mut markup = String::with_capacity(raw.len());
    let mut rest = raw;
    loop {
        let (before, cdata) = rest.split_once("<![CDATA[").unwrap_or((rest, ""));
        if before.contains('<') {
            markup.push_str(before);
        } else {
            markup.push_str(&html::unescape(before));
        }
        if cdata.is_empty() {
            return markup;
        }
        let (inside, after) = cdata.split_once("]]>").unwrap_or((cdata, ""));
        markup.push_str(inside);
        rest = after;
    }
}
