//! Rows of cells separated by one character, quoted as in CSV, in bounded memory.
//!
//! A row longer than [`LONGEST`], ragged, or with a quote that never closes is bad by itself only: when it runs over several
//! lines, reading goes on at its second line, so that a stray quote does not swallow the rows that follow it.

use super::fold;
use super::window::Window;
use crate::import::{BadRow, FeedError};
use std::collections::BTreeMap;
use std::io::Read;

/// The longest row, in bytes of UTF-8: two bodies of the longest, and room.
pub const LONGEST: usize = 1024 * 1024;
/// How much may be read again after quotes that do not close, in bytes: enough for accidents, not for a hostile file.
const REREAD: usize = 64 * LONGEST;
/// The most columns looked at.
const WIDEST: usize = 1024;

/// One row of cells, as long as the header.
pub struct Cells {
    /// The line it starts on, from 1.
    pub line: u64,
    /// Its cells, as the feed writes them.
    pub cells: Vec<String>,
}

/// A feed of rows whose header is read.
pub struct Sheet<R> {
    window: Window<R>,
    delimiter: u8,
    reread: usize,
    headers: Vec<String>,
    columns: BTreeMap<&'static str, usize>,
}

/// A row as it was scanned, before it is judged.
struct Scan {
    cells: Vec<String>,
    length: usize,
    /// Where its second line starts, when a quoted cell holds a line end.
    second_line: Option<usize>,
    /// What is wrong, when it did not end as a row does.
    fault: Option<&'static str>,
}

impl<R: Read> Sheet<R> {
    /// Reads the header. `known` tells the key of a header's folded name; the delimiter is the one of `,` `;` and tab that
    /// makes the most headers known. Empty lines above the header and the `sep=` line of spreadsheets are passed over.
    ///
    /// # Errors
    /// When there is no header line.
    pub fn open(input: R, known: impl Fn(&str) -> Option<&'static str>) -> Result<Self, FeedError> {
        let mut window = Window::new(input);
        let mut asked = None;
        loop {
            match window.at(0)? {
                None => return Err(FeedError::Format("The feed is empty. Give a file whose first line names its columns.".to_owned())),
                Some(b'\r' | b'\n') => window.consume(1),
                Some(_) if asked.is_none() && window.has(0, b"sep=")? => {
                    asked = window.at(4)?;
                    window.consume(5);
                }
                Some(_) => break,
            }
        }
        let mut best: Option<(usize, u8, Scan)> = None;
        for delimiter in asked.map_or_else(|| vec![b',', b';', b'\t'], |delimiter| vec![delimiter]) {
            let scan = scan(&mut window, delimiter)?;
            let score = scan.cells.iter().filter(|header| known(&fold(header)).is_some()).count();
            if best.as_ref().is_none_or(|(most, _, first)| (score, scan.cells.len()) > (*most, first.cells.len())) {
                best = Some((score, delimiter, scan));
            }
        }
        let Some((_, delimiter, header)) = best.filter(|(_, _, scan)| scan.fault.is_none()) else {
            return Err(FeedError::Format("The header line does not end. Check the quotes of the first line.".to_owned()));
        };
        window.consume(header.length);
        let headers: Vec<String> = header.cells.iter().map(|cell| super::line(cell)).collect();
        let mut columns = BTreeMap::new();
        for (index, header) in headers.iter().enumerate() {
            if let Some(key) = known(&fold(header)) {
                columns.entry(key).or_insert(index);
            }
        }
        Ok(Self { window, delimiter, reread: REREAD, headers, columns })
    }

    /// The headers as the feed writes them.
    pub fn headers(&self) -> &[String] {
        &self.headers
    }

    /// Whether the feed has a column.
    pub fn has(&self, key: &str) -> bool {
        self.columns.contains_key(key)
    }

    /// The name the feed gives a column, or its key when it has none.
    pub fn name(&self, key: &str) -> String {
        self.columns.get(key).and_then(|index| self.headers.get(*index)).cloned().unwrap_or_else(|| key.to_owned())
    }

    /// The cell of a column, trimmed; `None` when the column is missing or the cell empty.
    pub fn cell<'c>(&self, row: &'c Cells, key: &str) -> Option<&'c str> {
        let cell = row.cells.get(*self.columns.get(key)?)?.trim();
        (!cell.is_empty()).then_some(cell)
    }

    /// The next row that is not empty.
    pub fn next_row(&mut self) -> Option<Result<Result<Cells, BadRow>, FeedError>> {
        loop {
            match self.window.at(0) {
                Ok(None) => return None,
                Ok(Some(_)) => {}
                Err(error) => return Some(Err(error.into())),
            }
            match self.judge() {
                Ok(Some(row)) => return Some(Ok(row)),
                Ok(None) => {}
                Err(error) => return Some(Err(error.into())),
            }
        }
    }

    /// One row, judged and consumed; `None` for an empty one.
    fn judge(&mut self) -> std::io::Result<Option<Result<Cells, BadRow>>> {
        let line = self.window.line();
        let mut scan = scan(&mut self.window, self.delimiter)?;
        let width = self.headers.len();
        if scan.fault.is_none() && scan.cells.iter().all(|cell| cell.trim().is_empty()) {
            self.window.consume(scan.length);
            return Ok(None);
        }
        // Spreadsheets leave empty cells at the end of a row.
        while scan.cells.len() > width && scan.cells.last().is_some_and(|cell| cell.trim().is_empty()) {
            scan.cells.pop();
        }
        let reason = match scan.fault {
            Some(fault) => fault.to_owned(),
            None if scan.cells.len() == width => {
                self.window.consume(scan.length);
                return Ok(Some(Ok(Cells { line, cells: scan.cells })));
            }
            None if scan.second_line.is_some() => STRAY.to_owned(),
            None => format!(
                "The row has {} cells and the header {width}; give one cell a column, and put in quotes those that hold a delimiter.",
                scan.cells.len()
            ),
        };
        match scan.second_line {
            Some(second) if self.reread >= scan.length => {
                self.reread -= scan.length;
                self.window.consume(second);
            }
            _ => {
                self.window.consume(scan.length);
                if scan.fault == Some(TOO_LONG) {
                    while self.window.at(0)?.is_some_and(|byte| byte != b'\n') {
                        self.window.consume(1);
                    }
                }
            }
        }
        Ok(Some(Err(BadRow { line, field: "row".to_owned(), reason })))
    }
}

const TOO_LONG: &str = "The row is longer than 1 MiB; shorten it, or close the quote that lets it run on.";
const STRAY: &str = "A quote runs over several lines and the row does not have the cells of the header; close the quote, or double it.";
const UNCLOSED: &str = "A quote is opened and never closed; close it, or double it when it belongs to the text.";

/// Scans the row at the head of the window without consuming it.
fn scan<R: Read>(window: &mut Window<R>, delimiter: u8) -> std::io::Result<Scan> {
    #[derive(Clone, Copy, PartialEq)]
    enum At {
        Start,
        Plain,
        Quoted,
        /// After the closing quote: what follows up to the delimiter belongs to the cell all the same.
        Closed,
    }
    let (mut at, mut index) = (At::Start, 0);
    let (mut cells, mut cell, mut second_line, mut fault) = (Vec::new(), Vec::new(), None, None);
    let mut over_lines = false;
    loop {
        let Some(byte) = window.at(index)? else {
            if at == At::Quoted {
                fault = Some(UNCLOSED);
            }
            break;
        };
        index += 1;
        if index > LONGEST {
            fault = Some(TOO_LONG);
            break;
        }
        match (byte, at) {
            (b'"', At::Start) => at = At::Quoted,
            (b'"', At::Quoted) if window.at(index)? == Some(b'"') => {
                cell.push(b'"');
                index += 1;
            }
            (b'"', At::Quoted) => at = At::Closed,
            (_, At::Quoted) => {
                if byte == b'\n' {
                    second_line = second_line.or(Some(index));
                    over_lines = true;
                }
                cell.push(byte);
            }
            (b'\n', _) => break,
            (b'\r', _) => {
                if window.at(index)? == Some(b'\n') {
                    index += 1;
                }
                break;
            }
            (_, _) if byte == delimiter => {
                if cells.len() < WIDEST {
                    cells.push(text_of(&cell));
                }
                cell.clear();
                (at, over_lines) = (At::Start, false);
            }
            (_, _) => {
                // A quote that closes lines below in the middle of a word was the opening one of another cell.
                if at == At::Closed && over_lines {
                    fault = Some(STRAY);
                }
                cell.push(byte);
                if at == At::Start {
                    at = At::Plain;
                }
            }
        }
    }
    cells.push(text_of(&cell));
    Ok(Scan { cells, length: index, second_line, fault })
}

fn text_of(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn known(name: &str) -> Option<&'static str> {
        ["a", "b", "c"].into_iter().find(|key| *key == name)
    }

    /// Each row as `line: cells` or `line! reason`.
    fn rows(feed: impl Read) -> Vec<String> {
        let mut sheet = Sheet::open(feed, known).expect("has a header");
        std::iter::from_fn(|| sheet.next_row())
            .map(|row| match row.expect("reads") {
                Ok(row) => format!("{}: {}", row.line, row.cells.join("|")),
                Err(bad) => format!("{}! {}", bad.line, bad.reason.split([';', '.']).next().unwrap_or_default()),
            })
            .collect()
    }

    #[test]
    fn the_delimiter_is_the_one_that_makes_headers_known() {
        for feed in ["a,b\n1,2", "a;b\r\n1;2\r\n", "\n\na\tb\r1\t2\r", "sep=;\r\na;b\r\n1;2", "\u{feff}\"A\";\" B \"\n1;\"2\""] {
            let rows = rows(feed.as_bytes());
            assert!(rows.len() == 1 && rows.iter().all(|row| row.ends_with(": 1|2")), "{feed:?} {rows:?}");
        }
    }

    #[test]
    fn a_quoted_cell_holds_delimiters_quotes_and_lines() {
        assert_eq!(rows(&b"a,b\n\"x,\"\"y\"\"\nz\",2\n3,4"[..]), ["2: x,\"y\"\nz|2", "4: 3|4"]);
        assert_eq!(rows(&b"a,b\n6\" pipe,\"A\" class\n"[..]), ["2: 6\" pipe|A class"]);
    }

    #[test]
    fn a_ragged_row_is_bad_and_the_next_one_is_read() {
        assert_eq!(
            rows(&b"a,b\n1\n1,2,3\n1,2,, \n\n,\n5,6\n"[..]),
            ["2! The row has 1 cells and the header 2", "3! The row has 3 cells and the header 2", "4: 1|2", "7: 5|6"]
        );
    }

    #[test]
    fn a_quote_that_never_closes_costs_its_line_only() {
        assert_eq!(
            rows(&b"a\tb\n\"1\t2\n3\t4\n5\t\"6\"\n7\t\"8\n9\t10\n"[..]),
            [
                "2! A quote runs over several lines and the row does not have the cells of the header",
                "3: 3|4",
                "4: 5|6",
                "5! A quote is opened and never closed",
                "6: 9|10"
            ]
        );
        // Here the stray quote meets another one, three lines below.
        let rows = rows(&b"a\tb\n\"1\t2\n3\t4\n5\t6\n\"7\"\t8\n"[..]);
        assert_eq!(rows[1..], ["3: 3|4", "4: 5|6", "5: 7|8"]);
    }

    #[test]
    fn a_row_that_is_too_long_is_passed_over_without_being_held() {
        let long = |quote: &'static [u8]| quote.chain(std::io::repeat(b'x').take(10_000_000));
        let rows = rows(b"a,b\n".chain(long(b"")).chain(&b",1\n3,4\n"[..]).chain(long(b"\"")).chain(&b"\n5,6"[..]));
        assert_eq!(rows.len(), 4, "{rows:?}");
        assert!(rows[0].starts_with("2! The row is longer") && rows[2].starts_with("4! The row is longer"));
        assert_eq!((rows[1].as_str(), rows[3].as_str()), ("3: 3|4", "5: 5|6"));
    }

    #[test]
    fn an_empty_feed_says_what_to_give() {
        for empty in ["", "\u{feff}", "\r\n\n"] {
            assert!(Sheet::open(empty.as_bytes(), known).is_err_and(|error| error.to_string().contains("names its columns")));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]
        #[test]
        fn what_a_csv_writer_writes_is_read_back(rows in proptest::collection::vec(("[a-z,\"\n é;]{0,9}", "[a-z\" \t]{0,5}x"), 1..6)) {
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(["a", "b"]).expect("writes");
            for (one, two) in &rows {
                writer.write_record([one, two]).expect("writes");
            }
            let feed = writer.into_inner().expect("writes");
            let mut sheet = Sheet::open(feed.as_slice(), known).expect("has a header");
            for (one, two) in &rows {
                let row = sheet.next_row().expect("a row").expect("reads").map_err(|bad| bad.reason);
                prop_assert_eq!(row.map(|row| row.cells), Ok(vec![one.clone(), two.clone()]));
            }
        }
    }
}
