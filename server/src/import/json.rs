//! Our own JSON: an array of postings, or one posting a line, as `model::opportunities::record` describes it.
//!
//! The feed is cut into elements while it passes: no more than one posting is held. What is absent is not stated. An element
//! that does not end (a quote or a brace is missing) is bad by itself; reading goes on at the next line that opens one.

use super::region::Regions;
use super::text::verdict::checked;
use super::text::window::Window;
use super::text::{line, prose};
use super::{BadRow, FeedError, Given, Row, Rows};
use model::opportunities::record::{Record, Texts};
use serde_json::error::Category;
use std::io::Read;

/// The longest element, in bytes of UTF-8: two bodies of the longest with every letter escaped, and room.
const LONGEST: usize = 2 * 1024 * 1024;
/// How much may be scanned again after elements that do not end.
const RESCAN: usize = 64 * LONGEST;

/// Opens a feed in our JSON.
///
/// # Errors
/// When it begins with neither `[` nor `{`.
pub fn read<'a>(input: impl Read + 'a, region: &'a Regions) -> Result<Rows<'a>, FeedError> {
    let mut elements = Elements { window: Window::new(input), array: false, over: false, rescan: RESCAN };
    elements.skip_space()?;
    match elements.window.at(0)? {
        Some(b'[') => {
            elements.window.consume(1);
            elements.array = true;
        }
        Some(b'{') => {}
        Some(_) => {
            return Err(FeedError::Format(
                "The feed is no JSON of ours. Begin it with [ for an array, or with { for one posting a line.".to_owned(),
            ));
        }
        None => return Err(FeedError::Format("The feed is empty. Give an array of postings, or one posting a line.".to_owned())),
    }
    Ok(Box::new(std::iter::from_fn(move || elements.next_element(region).transpose())))
}

struct Elements<R> {
    window: Window<R>,
    array: bool,
    over: bool,
    rescan: usize,
}

/// How an element ends.
enum End {
    /// Its braces balance, after that many bytes.
    Whole(usize),
    /// The feed ends first, after that many bytes.
    Cut(usize),
    /// It is longer than the longest.
    TooLong,
}

impl<R: Read> Elements<R> {
    fn next_element(&mut self, region: &Regions) -> Result<Option<Result<Row, BadRow>>, FeedError> {
        while !self.over {
            self.skip_space()?;
            match self.window.at(0)? {
                Some(b'{') => return Ok(Some(self.element(region)?)),
                Some(b',') => self.window.consume(1),
                Some(b']') if self.array => self.over = true,
                Some(_) => return Ok(Some(Err(self.junk()?))),
                None => {
                    self.over = true;
                    if self.array {
                        return Ok(Some(Err(self.bad("The array does not end; the file seems cut short. Give it whole."))));
                    }
                }
            }
        }
        Ok(None)
    }

    fn bad(&self, reason: &str) -> BadRow {
        BadRow { line: self.window.line(), field: "json".to_owned(), reason: reason.to_owned() }
    }

    fn skip_space(&mut self) -> std::io::Result<()> {
        while self.window.at(0)?.is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.window.consume(1);
        }
        Ok(())
    }

    /// Something that is no object: told, and passed over up to what separates elements.
    fn junk(&mut self) -> std::io::Result<BadRow> {
        let bad = self.bad("A posting is an object: write it between { and }.");
        self.window.consume(1);
        while self.window.at(0)?.is_some_and(|byte| !(matches!(byte, b'\n' | b'{') || self.array && matches!(byte, b',' | b']'))) {
            self.window.consume(1);
        }
        Ok(bad)
    }

    fn element(&mut self, region: &Regions) -> std::io::Result<Result<Row, BadRow>> {
        let number = self.window.line();
        let (length, fault) = match self.end()? {
            End::Whole(length) => match serde_json::from_slice::<Record>(self.window.ahead(length)) {
                Ok(record) => {
                    self.window.consume(length);
                    return Ok(judge(number, record, region));
                }
                Err(error) => {
                    let (field, reason) = told(&error, self.window.ahead(length), number);
                    if error.classify() == Category::Data {
                        self.window.consume(length);
                        return Ok(Err(BadRow { line: number, field, reason }));
                    }
                    (length, reason)
                }
            },
            End::Cut(length) => (length, "The posting does not end; close its quotes and braces.".to_owned()),
            End::TooLong => {
                let bad = self.bad("The posting is longer than 2 MiB; shorten it, or close its quotes and braces.");
                self.pass_over(LONGEST, true)?;
                return Ok(Err(bad));
            }
        };
        self.pass_over(length, false)?;
        Ok(Err(BadRow { line: number, field: "json".to_owned(), reason: fault }))
    }

    /// Goes on after a broken element: at its next line that opens an object, else after it.
    fn pass_over(&mut self, length: usize, endless: bool) -> std::io::Result<()> {
        let first_line = self.window.ahead(length).iter().position(|byte| *byte == b'\n').map(|index| index + 1);
        let Some(first_line) = first_line.filter(|_| self.rescan >= length) else {
            if endless {
                return self.discard();
            }
            self.window.consume(length);
            return Ok(());
        };
        self.rescan -= length;
        self.window.consume(first_line);
        loop {
            self.skip_space()?;
            match self.window.at(0)? {
                None | Some(b'{') => return Ok(()),
                // The end of the array stands alone on its line, or closes the file.
                Some(b']') if self.array && self.window.at(1)?.is_none_or(|byte| byte.is_ascii_whitespace()) => return Ok(()),
                Some(_) => {
                    while self.window.at(0)?.is_some_and(|byte| byte != b'\n') {
                        self.window.consume(1);
                    }
                }
            }
        }
    }

    /// Finds where the object at the head of the window ends. A line end in a string is an error: the string ends with it.
    fn end(&mut self) -> std::io::Result<End> {
        let (mut depth, mut string, mut escaped) = (0_u64, false, false);
        for index in 0..LONGEST {
            let Some(byte) = self.window.at(index)? else { return Ok(End::Cut(index)) };
            if step(byte, &mut depth, &mut string, &mut escaped) {
                return Ok(End::Whole(index + 1));
            }
        }
        Ok(End::TooLong)
    }

    /// Passes over an object without holding it.
    fn discard(&mut self) -> std::io::Result<()> {
        let (mut depth, mut string, mut escaped) = (0_u64, false, false);
        while let Some(byte) = self.window.at(0)? {
            self.window.consume(1);
            if step(byte, &mut depth, &mut string, &mut escaped) {
                break;
            }
        }
        Ok(())
    }
}

/// Follows strings and braces by one byte; true when the braces balance.
fn step(byte: u8, depth: &mut u64, string: &mut bool, escaped: &mut bool) -> bool {
    if *string {
        match byte {
            b'\n' => *string = false,
            _ if *escaped => *escaped = false,
            b'\\' => *escaped = true,
            b'"' => *string = false,
            _ => {}
        }
        return false;
    }
    match byte {
        b'"' => (*string, *escaped) = (true, false),
        b'{' | b'[' => *depth += 1,
        b'}' | b']' => *depth = depth.saturating_sub(1),
        _ => {}
    }
    *depth == 0
}

/// The field and the reason of an error of serde's, which names neither the field of a wrong type nor our lines.
fn told(error: &serde_json::Error, element: &[u8], first_line: u64) -> (String, String) {
    let whole = error.to_string();
    let reason = whole.rsplit_once(" at line ").map_or(whole.as_str(), |(reason, _)| reason);
    if error.classify() != Category::Data {
        let line = first_line + (error.line() as u64).saturating_sub(1);
        return ("json".to_owned(), format!("This is no JSON: {reason}, at line {line}, column {}.", error.column()));
    }
    (culprit(element, reason), format!("{reason}; correct it or leave it out."))
}

/// The property that cannot be read: the first that fails alone, else the one the message names.
fn culprit(element: &[u8], reason: &str) -> String {
    if let Ok(serde_json::Value::Object(properties)) = serde_json::from_slice(element) {
        for (key, value) in properties {
            let mut alone = serde_json::Map::new();
            alone.insert("external_id".to_owned(), "1".into());
            alone.insert(key.clone(), value);
            if serde_json::from_value::<Record>(alone.into()).is_err() {
                return key;
            }
        }
    }
    reason.split('`').nth(1).unwrap_or("json").to_owned()
}

fn judge(number: u64, mut record: Record, region: &Regions) -> Result<Row, BadRow> {
    let one_line = |texts: &mut Texts| {
        for text in [&mut texts.fr, &mut texts.en].into_iter().flatten() {
            *text = line(text);
        }
    };
    one_line(&mut record.title);
    one_line(&mut record.summary);
    if let Some(other) = &mut record.other_language {
        one_line(&mut other.reason);
    }
    for body in [&mut record.body.fr, &mut record.body.en].into_iter().flatten() {
        *body = prose(body).unwrap_or_default();
    }
    if let Some(employer) = &mut record.employer {
        employer.name = line(&employer.name);
    }
    if let Some(place) = &mut record.place {
        for name in [&mut place.city, &mut place.borough].into_iter().flatten() {
            *name = line(name);
        }
    }
    let admission = region.admit(None, None, record.place.as_ref().and_then(|place| place.city.as_deref()));
    checked(number, record, Given::All, admission, str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::super::Admission;
    use super::*;
    use proptest::prelude::*;

    fn all(feed: impl Read) -> Vec<Result<Row, BadRow>> {
        let region = Regions::default();
        let rows = read(feed, &region).expect("opens").collect::<Result<Vec<_>, _>>();
        rows.expect("reads")
    }

    /// Each row as `line id` or `line! field`.
    fn outline(feed: impl Read) -> Vec<String> {
        let row = |row: Result<Row, BadRow>| {
            row.map_or_else(|bad| format!("{}! {}", bad.line, bad.field), |row| format!("{} {}", row.line, row.record.external_id))
        };
        all(feed).into_iter().map(row).collect()
    }

    fn posting(id: &str) -> String {
        format!(r#"{{"external_id":"{id}","title":{{"fr":"Soudeuse [ou] {{soudeur}} \"A\""}}}}"#)
    }

    #[test]
    fn an_array_and_lines_give_the_same_rows() {
        let (a, b) = (posting("a"), posting("b"));
        assert_eq!(outline(format!("\u{feff} [\n{a},\n{b}\n]\n").as_bytes()), ["2 a", "3 b"]);
        assert_eq!(outline(format!("[{a},{b}]").as_bytes()), ["1 a", "1 b"]);
        assert_eq!(outline(format!("{a}\n\n{b}\n").as_bytes()), ["1 a", "3 b"]);
        assert!(outline(&b"[]"[..]).is_empty());
        let row = all(a.as_bytes()).remove(0).expect("a good row");
        assert_eq!((row.given, row.record.title.fr.as_deref()), (Given::All, Some("Soudeuse [ou] {soudeur} \"A\"")));
    }

    #[test]
    fn good_bad_and_unknown_are_told_apart_in_a_whole_file() {
        assert_eq!(
            outline(&include_bytes!("../../tests/feeds/postings.json")[..]),
            ["2 J-1", "42 J-2", "43! salary", "44! pay", "45! closes", "46! external_id", "47 J-6"]
        );
        assert_eq!(
            outline(&include_bytes!("../../tests/feeds/postings.ndjson")[..]),
            ["1 N-1", "2! title", "3! json", "4 N-4", "5! json", "6! json", "7 N-7"]
        );
    }

    #[test]
    fn a_broken_element_costs_itself_only() {
        let good = posting("z");
        for (broken, field) in [
            (r#"{"external_id":"1","title":{"fr":"never closed}"#, "json"),
            (r#"{"external_id":"1","title":{"fr":"x"}"#, "json"),
            (r#"{"external_id":"1",}"#, "json"),
            (r#"{"external_id":1}"#, "external_id"),
            (r#"{"title":{"fr":"x"}}"#, "external_id"),
            (r#"{"external_id":"1","external_id":"2"}"#, "external_id"),
            (r#"{"external_id":"1","mode":"from the moon"}"#, "mode"),
            ("17", "json"),
            ("\"text\"", "json"),
        ] {
            assert_eq!(
                outline(format!("{good}\n{broken}\n{good}\n").as_bytes()),
                ["1 z".to_owned(), format!("2! {field}"), "3 z".to_owned()],
                "{broken}"
            );
            assert_eq!(
                outline(format!("[\n{broken},\n{good},\n{good}\n]\n").as_bytes()),
                [format!("2! {field}"), "3 z".to_owned(), "4 z".to_owned()],
                "{broken}"
            );
        }
    }

    #[test]
    fn a_feed_cut_short_says_so() {
        let told = all(format!("[{},", posting("a")).as_bytes());
        assert!(told.len() == 2 && told[1].as_ref().is_err_and(|bad| bad.reason.contains("cut short")));
    }

    #[test]
    fn an_element_that_is_too_long_is_passed_over() {
        let endless =
            |end: &'static str| br#"{"external_id":"1","body":{"fr":""#.chain(std::io::repeat(b'x').take(8_000_000)).chain(end.as_bytes());
        let good = format!("\n{}\n", posting("z"));
        assert_eq!(outline(endless("\"}}").chain(good.as_bytes())), ["1! json", "2 z"]);
        assert_eq!(outline(b"[".chain(endless("\"}},")).chain(good.as_bytes()).chain(&b"]"[..])), ["1! json", "2 z"]);
        assert_eq!(outline("{\"a\":".repeat(300_000).as_bytes()), ["1! json"]);
    }

    #[test]
    fn control_characters_are_taken_out_and_the_city_answers_the_region() {
        let feed = br#"{"external_id":"1","title":{"fr":"a\u0000b\u202e\n"},"place":{"city":"Quebec"}}"#;
        let asked = Regions::parse(&["QC/Québec".to_owned()]).expect("a city");
        let row = read(&feed[..], &asked).expect("opens").next().expect("a row").expect("reads").expect("a good row");
        assert_eq!((row.record.title.fr.as_deref(), row.admission), (Some("a b"), Admission::Inside));
    }

    #[test]
    fn what_is_no_json_is_refused_at_once() {
        for wrong in ["", "  ", "a,b", "<xml/>"] {
            assert!(read(wrong.as_bytes(), &Regions::default()).is_err(), "{wrong}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]
        #[test]
        fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300), text in "[\\[{}\\],:\"\\\\a-z0-9\n ]{0,200}") {
            for feed in [bytes.clone(), text.clone().into_bytes(), format!("[{text}").into_bytes(), [b"{\"external_id\":\"1\",", bytes.as_slice(), b"}"].concat()] {
                if let Ok(rows) = read(feed.as_slice(), &Regions::default()) {
                    rows.for_each(drop);
                }
            }
        }
    }
}
