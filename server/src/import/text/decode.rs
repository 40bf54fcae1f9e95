//! Bytes in any encoding met in feeds, read as UTF-8 while they pass.
//!
//! A mark at the head decides. Without one: zeros at every second byte mean UTF-16; plain ASCII means nothing yet; the
//! first other byte decides between UTF-8 and the Windows-1252 of spreadsheets, for good.

use encoding_rs::{Decoder, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::io::{ErrorKind, Read};

const PIECE: usize = 16 * 1024;

enum State {
    Head,
    Ascii,
    Known(Box<Decoder>),
    Ended,
}

/// A reader that yields UTF-8 whatever its input is in, without the mark. What cannot be decoded becomes `U+FFFD`.
pub struct Decoded<R> {
    input: R,
    raw: Vec<u8>,
    raw_ended: bool,
    state: State,
    out: Vec<u8>,
    taken: usize,
}

impl<R: Read> Decoded<R> {
    /// Wraps a reader. Nothing is read yet.
    pub fn new(input: R) -> Self {
        Self { input, raw: Vec::new(), raw_ended: false, state: State::Head, out: Vec::new(), taken: 0 }
    }

    /// Reads until `raw` holds `wanted` bytes or the input ends.
    fn want(&mut self, wanted: usize) -> std::io::Result<()> {
        while self.raw.len() < wanted && !self.raw_ended {
            let held = self.raw.len();
            self.raw.resize(held + PIECE, 0);
            match self.input.read(&mut self.raw[held..]) {
                Ok(read) => {
                    self.raw.truncate(held + read.min(PIECE));
                    self.raw_ended = read == 0;
                }
                Err(error) => {
                    self.raw.truncate(held);
                    if error.kind() != ErrorKind::Interrupted {
                        return Err(error);
                    }
                }
            }
        }
        Ok(())
    }

    /// Puts the next decoded bytes in `out`; leaves it empty at the end only.
    fn refill(&mut self) -> std::io::Result<()> {
        self.out.clear();
        self.taken = 0;
        while self.out.is_empty() {
            match &mut self.state {
                State::Ended => return Ok(()),
                State::Head => {
                    self.want(1024)?;
                    self.state = self.judge_head();
                }
                State::Ascii => {
                    self.want(1)?;
                    let plain = self.raw.iter().position(|byte| !byte.is_ascii()).unwrap_or(self.raw.len());
                    if plain > 0 {
                        self.out.extend(self.raw.drain(..plain));
                    } else if self.raw.is_empty() {
                        self.state = State::Ended;
                    } else {
                        self.want(4)?;
                        let decoder = if starts_utf8(&self.raw) { UTF_8 } else { WINDOWS_1252 };
                        self.state = State::Known(Box::new(decoder.new_decoder_without_bom_handling()));
                    }
                }
                State::Known(_) => {
                    self.want(1)?;
                    let State::Known(decoder) = &mut self.state else { continue };
                    // The decoder says how much room the worst case takes, so one call takes the whole piece.
                    let room = decoder.max_utf8_buffer_length(self.raw.len()).unwrap_or(4 * self.raw.len() + 16);
                    self.out.resize(room, 0);
                    let (_, _, written, _) = decoder.decode_to_utf8(&self.raw, &mut self.out, self.raw_ended);
                    self.out.truncate(written);
                    self.raw.clear();
                    if self.raw_ended {
                        self.state = State::Ended;
                    }
                }
            }
        }
        Ok(())
    }

    fn judge_head(&mut self) -> State {
        let known = |encoding: &'static encoding_rs::Encoding| State::Known(Box::new(encoding.new_decoder_without_bom_handling()));
        let (mark, state) = match self.raw.as_slice() {
            [0xef, 0xbb, 0xbf, ..] => (3, known(UTF_8)),
            [0xff, 0xfe, ..] => (2, known(UTF_16LE)),
            [0xfe, 0xff, ..] => (2, known(UTF_16BE)),
            head => {
                let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
                let (even, odd, half) = (zeros(0), zeros(1), head.len() / 2);
                // Text of our languages in UTF-16 has a zero beside nearly every letter.
                let state = match half {
                    2.. if odd * 4 > half * 3 && even * 4 < half => known(UTF_16LE),
                    2.. if even * 4 > half * 3 && odd * 4 < half => known(UTF_16BE),
                    _ => State::Ascii,
                };
                (0, state)
            }
        };
        self.raw.drain(..mark);
        state
    }
}

/// Whether the first character, which is not ASCII, is well-formed UTF-8.
fn starts_utf8(bytes: &[u8]) -> bool {
    let head = bytes.get(..4).unwrap_or(bytes);
    match std::str::from_utf8(head) {
        Ok(_) => true,
        Err(error) => error.valid_up_to() > 0,
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.taken == self.out.len() {
            self.refill()?;
        }
        let left = self.out.get(self.taken..).unwrap_or_default();
        let count = left.len().min(buffer.len());
        buffer[..count].copy_from_slice(&left[..count]);
        self.taken += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn decoded(bytes: &[u8]) -> String {
        let mut text = String::new();
        Decoded::new(bytes).read_to_string(&mut text).expect("decodes to UTF-8");
        text
    }

    fn utf16(text: &str, big: bool) -> Vec<u8> {
        text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    }

    const TEXT: &str = "numéro;ville\r\n1;Québec œuvre 🍁\r\n";

    #[test]
    fn every_encoding_of_the_region_gives_the_same_text() {
        let plain = "numéro;ville\r\n1;Québec œuvre €\r\n";
        let (western, _, _) = WINDOWS_1252.encode(plain);
        assert_eq!(decoded(&western), plain);
        assert_eq!(decoded(TEXT.as_bytes()), TEXT);
        assert_eq!(decoded(&[b"\xef\xbb\xbf", TEXT.as_bytes()].concat()), TEXT);
        for big in [false, true] {
            assert_eq!(decoded(&utf16(&format!("\u{feff}{TEXT}"), big)), TEXT);
            assert_eq!(decoded(&utf16(TEXT, big)), TEXT, "without a mark");
        }
    }

    #[test]
    fn the_first_accent_decides_however_late_it_comes() {
        let ascii = "a,b\n".repeat(10_000);
        assert_eq!(decoded(&[ascii.as_bytes(), b"Qu\xe9bec\n"].concat()), format!("{ascii}Québec\n"));
        assert_eq!(decoded(&[ascii.as_bytes(), "Québec\n".as_bytes()].concat()), format!("{ascii}Québec\n"));
        assert_eq!(decoded(b"Montr\xe9"), "Montré");
    }

    #[test]
    fn a_damaged_byte_in_utf8_costs_one_character() {
        assert_eq!(decoded(b"\xc3\xa9t\xe9 \xc3\xa0"), "ét\u{fffd} à");
        assert_eq!(decoded(b"\xff\xfea\0b"), "a\u{fffd}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]
        #[test]
        fn any_bytes_become_utf8(bytes in proptest::collection::vec(any::<u8>(), 0..3000)) {
            decoded(&bytes);
        }
        #[test]
        fn utf8_passes_unchanged(text in "[ -~éàœ🍁]{0,200}") {
            prop_assert_eq!(decoded(text.as_bytes()), text);
        }
    }
}
