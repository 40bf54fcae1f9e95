//! Cuts an XML feed into jobs while it passes, without holding more than one.
//!
//! It follows just enough of XML to know what is a tag: comments, CDATA, instructions and the document type. What is inside a
//! job is the parser's business.

use crate::import::text::window::Window;
use crate::import::{BadRow, FeedError};
use std::io::Read;

/// The longest job, in bytes of UTF-8.
const LONGEST: usize = 1024 * 1024;
/// Roots under which no job at all is an empty feed and not another kind of file.
const ROOTS: &[&str] = &["source", "jobs", "job"];

/// The jobs of a feed, one by one.
pub struct Jobs<R> {
    window: Window<R>,
    root: Option<String>,
    ordinal: u64,
    over: bool,
}

/// What stands at a `<`, with what ends it.
enum Markup {
    /// Comments, instructions, CDATA: nothing in them is a tag.
    Closed(&'static [u8], &'static [u8]),
    Doctype,
    Open(String),
    Close(String),
}

impl<R: Read> Jobs<R> {
    /// Opens a feed whose first byte is a `<`.
    pub fn new(window: Window<R>) -> Self {
        Self { window, root: None, ordinal: 0, over: false }
    }

    /// The ordinal of the last job, from 1.
    pub fn ordinal(&self) -> u64 {
        self.ordinal
    }

    /// The text of the next job, tags included.
    ///
    /// # Errors
    /// When the feed cannot be read, declares entities, or holds no job at all.
    pub fn next_job(&mut self) -> Result<Option<Result<String, BadRow>>, FeedError> {
        while !self.over {
            match self.window.at(0)? {
                None => {
                    self.over = true;
                    if self.ordinal == 0 && !self.root.as_deref().is_some_and(|root| ROOTS.contains(&root)) {
                        return Err(FeedError::Format(
                            "The feed holds no <job>. Give a feed of <source> with one <job> a posting.".to_owned(),
                        ));
                    }
                }
                Some(b'<') => match self.markup(0)? {
                    Markup::Open(name) => {
                        self.root.get_or_insert_with(|| name.clone());
                        if name == "job" {
                            self.ordinal += 1;
                            return Ok(Some(self.job()?));
                        }
                        self.skip_past(b">")?;
                    }
                    Markup::Close(_) => self.skip_past(b">")?,
                    Markup::Closed(start, end) => {
                        self.window.consume(start.len());
                        self.skip_past(end)?;
                    }
                    Markup::Doctype => self.doctype()?,
                },
                Some(_) => self.window.consume(1),
            }
        }
        Ok(None)
    }

    fn markup(&mut self, from: usize) -> std::io::Result<Markup> {
        for (start, end) in [(&b"<!--"[..], &b"-->"[..]), (b"<![CDATA[", b"]]>"), (b"<?", b"?>")] {
            if self.window.has(from, start)? {
                return Ok(Markup::Closed(start, end));
            }
        }
        Ok(if self.window.has(from, b"<!")? {
            Markup::Doctype
        } else if self.window.has(from, b"</")? {
            Markup::Close(self.name(from + 2)?)
        } else {
            Markup::Open(self.name(from + 1)?)
        })
    }

    /// The local name of a tag, in lower case.
    fn name(&mut self, from: usize) -> std::io::Result<String> {
        let mut name = Vec::new();
        while name.len() < 64 {
            match self.window.at(from + name.len())? {
                Some(byte) if !byte.is_ascii_whitespace() && !matches!(byte, b'>' | b'/' | b'<') => name.push(byte.to_ascii_lowercase()),
                _ => break,
            }
        }
        let name = String::from_utf8_lossy(&name).into_owned();
        Ok(name.rsplit_once(':').map_or(name.as_str(), |(_, local)| local).to_owned())
    }

    /// Passes over what stands before `end` and over it, without holding it.
    fn skip_past(&mut self, end: &[u8]) -> std::io::Result<()> {
        while self.window.at(0)?.is_some() {
            if self.window.has(0, end)? {
                self.window.consume(end.len());
                break;
            }
            self.window.consume(1);
        }
        Ok(())
    }

    /// A document type is passed over; one that declares anything is refused, for that is how entity bombs are built.
    fn doctype(&mut self) -> Result<(), FeedError> {
        while let Some(byte) = self.window.at(0)? {
            self.window.consume(1);
            match byte {
                b'[' => {
                    return Err(FeedError::Format(
                        "The feed declares entities in its DOCTYPE, which is refused. Give it without the DOCTYPE.".to_owned(),
                    ));
                }
                b'>' => break,
                _ => {}
            }
        }
        Ok(())
    }

    /// The job whose tag stands at the head of the window, consumed.
    fn job(&mut self) -> Result<Result<String, BadRow>, FeedError> {
        let bad = |reason: &str| Ok(Err(BadRow { line: self.ordinal, field: "job".to_owned(), reason: reason.to_owned() }));
        let unclosed = bad("The job never ends; close it with </job>.");
        let too_long = bad("The job is longer than 1 MiB; shorten its description, or close what is open in it.");
        let mut index = 1;
        // What must come before the next tag counts.
        let mut until: &[u8] = b">";
        while index < LONGEST {
            if !until.is_empty() {
                if self.window.has(index, until)? {
                    index += until.len();
                    until = b"";
                    // « <job/> » is whole.
                    if index > 2
                        && self.window.ahead(index).ends_with(b"/>")
                        && !self.window.ahead(index).get(1..).is_some_and(|tag| tag.contains(&b'<'))
                    {
                        return Ok(Ok(self.take(index)));
                    }
                } else if self.window.at(index)?.is_none() {
                    self.window.consume(index);
                    return unclosed;
                } else {
                    index += 1;
                }
                continue;
            }
            match self.window.at(index)? {
                None => {
                    self.window.consume(index);
                    return unclosed;
                }
                Some(b'<') => match self.markup(index)? {
                    Markup::Closed(start, end) => {
                        index += start.len();
                        until = end;
                    }
                    // A job in a job: the first one was never closed.
                    Markup::Open(name) if name == "job" => {
                        self.window.consume(index);
                        return unclosed;
                    }
                    Markup::Close(name) if name == "job" => {
                        while self.window.at(index)?.is_some_and(|byte| byte != b'>') && index < LONGEST {
                            index += 1;
                        }
                        return Ok(Ok(self.take(index + 1)));
                    }
                    Markup::Open(_) | Markup::Close(_) | Markup::Doctype => index += 1,
                },
                Some(_) => index += 1,
            }
        }
        self.window.consume(index);
        if !until.is_empty() {
            self.skip_past(until)?;
        }
        self.pass_over_job()?;
        too_long
    }

    fn take(&mut self, length: usize) -> String {
        let text = String::from_utf8_lossy(self.window.ahead(length)).into_owned();
        self.window.consume(length);
        text
    }

    /// Passes over the rest of a job, up to its end or to the next one.
    fn pass_over_job(&mut self) -> std::io::Result<()> {
        while let Some(byte) = self.window.at(0)? {
            if byte == b'<' {
                match self.markup(0)? {
                    Markup::Open(name) if name == "job" => break,
                    Markup::Close(name) if name == "job" => return self.skip_past(b">"),
                    Markup::Closed(start, end) => {
                        self.window.consume(start.len());
                        self.skip_past(end)?;
                        continue;
                    }
                    _ => {}
                }
            }
            self.window.consume(1);
        }
        Ok(())
    }
}
