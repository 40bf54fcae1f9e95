//! A bounded look at a stream: the scanners of rows, elements and jobs see its bytes by their distance from the last one
//! they consumed, and the stream never holds more than they look at.

use super::decode::Decoded;
use std::io::{ErrorKind, Read};

const PIECE: usize = 32 * 1024;

/// The bytes ahead of a reader, decoded to UTF-8, with the line they stand on.
pub struct Window<R> {
    input: Decoded<R>,
    bytes: Vec<u8>,
    start: usize,
    line: u64,
    ended: bool,
}

impl<R: Read> Window<R> {
    /// Opens a window at the head of a reader.
    pub fn new(input: R) -> Self {
        Self { input: Decoded::new(input), bytes: Vec::new(), start: 0, line: 1, ended: false }
    }

    /// The line of the next byte, from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// The byte at a distance from here, or `None` past the end.
    ///
    /// # Errors
    /// When the stream cannot be read.
    pub fn at(&mut self, distance: usize) -> std::io::Result<Option<u8>> {
        while self.start + distance >= self.bytes.len() && !self.ended {
            self.fill()?;
        }
        Ok(self.bytes.get(self.start + distance).copied())
    }

    /// Whether the stream goes on with these bytes, letters in any case.
    ///
    /// # Errors
    /// When the stream cannot be read.
    pub fn has(&mut self, distance: usize, word: &[u8]) -> std::io::Result<bool> {
        let (Some(first), Some(byte)) = (word.first(), self.at(distance)?) else { return Ok(false) };
        // Nearly always the first byte tells.
        if !byte.eq_ignore_ascii_case(first) || self.at(distance + word.len() - 1)?.is_none() {
            return Ok(false);
        }
        let from = self.start + distance;
        Ok(self.bytes.get(from..from + word.len()).is_some_and(|bytes| bytes.eq_ignore_ascii_case(word)))
    }

    /// The next bytes; as many of them as were already looked at.
    pub fn ahead(&self, count: usize) -> &[u8] {
        let end = (self.start + count).min(self.bytes.len());
        self.bytes.get(self.start..end).unwrap_or_default()
    }

    /// Goes on by that many bytes, which were looked at, and counts the lines in them.
    pub fn consume(&mut self, count: usize) {
        let end = (self.start + count).min(self.bytes.len());
        let passed = self.bytes.get(self.start..end).unwrap_or_default();
        self.line += passed.iter().filter(|byte| **byte == b'\n').count() as u64;
        self.start = end;
    }

    fn fill(&mut self) -> std::io::Result<()> {
        // What was consumed is let go before more is read: the buffer is as long as what is looked at, no longer.
        self.bytes.drain(..self.start);
        self.start = 0;
        let held = self.bytes.len();
        self.bytes.resize(held + PIECE, 0);
        let read = loop {
            match self.input.read(&mut self.bytes[held..]) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                other => break other,
            }
        };
        self.bytes.truncate(held + read.as_ref().map_or(0, |read| *read));
        self.ended = read? == 0;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_as_they_pass() {
        let mut window = Window::new(&b"ab\nc\r\nd"[..]);
        assert_eq!(window.at(6).expect("reads"), Some(b'd'));
        assert_eq!((window.at(7).expect("reads"), window.line()), (None, 1));
        window.consume(3);
        assert_eq!((window.ahead(2), window.line()), (&b"c\r"[..], 2));
        assert!(window.has(0, b"C\r\nD").expect("reads") && !window.has(0, b"cd").expect("reads"));
        window.consume(100);
        assert_eq!((window.at(0).expect("reads"), window.line()), (None, 3));
    }

    #[test]
    fn a_long_stream_is_never_held_whole() {
        let mut window = Window::new(std::io::repeat(b'a').take(3_000_000));
        let mut passed = 0;
        while window.at(9).expect("reads").is_some() {
            window.consume(10);
            passed += 10;
            assert!(window.bytes.capacity() < 4 * PIECE);
        }
        assert_eq!(passed, 3_000_000);
    }
}
