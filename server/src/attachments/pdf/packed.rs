//! The objects that a PDF holds in compressed streams, since PDF 1.5: where a script is easily missed. What cannot be unpacked the
//! way every writer packs it is refused, which an encrypted document is too: nobody can tell what is in it.

use super::{is_space, look};
use crate::attachments::Refusal;
use flate2::read::ZlibDecoder;
use std::io::Read;

/// How many bytes the streams of a document may unpack to, those of objects. An honest document of 5 MB has some millions.
pub const ROOM: usize = 64_000_000;
/// How many bytes one of them may unpack to; writers put some hundreds of objects in each.
const LARGEST: usize = 16_000_000;

/// What a dictionary says, as far as it matters for the stream behind it. What is said twice is not known.
#[derive(Debug, Default)]
pub struct Head {
    /// Readers that are told where a stream has its objects take them, whatever it calls itself.
    holds_objects: bool,
    /// How many objects.
    count: Said,
    /// Where they begin.
    first: Said,
    /// Whether it is packed.
    is_filtered: bool,
    /// How many times the one way of packing that is read is named.
    flate: usize,
    /// Whether anything says that it is packed in another way.
    is_odd: bool,
}

/// A number, as a dictionary says it.
#[derive(Clone, Copy, Debug, Default)]
enum Said {
    #[default]
    Nothing,
    Number(usize),
    Unclear,
}

impl Said {
    fn hear(&mut self, value: &[u8]) {
        *self = match (*self, number(value)) {
            (Self::Nothing, Some(number)) => Self::Number(number),
            _ => Self::Unclear,
        };
    }

    const fn number(self) -> Option<usize> {
        if let Self::Number(number) = self { Some(number) } else { None }
    }
}

/// A number that is there itself: another object's number would be followed by more digits.
fn number(value: &[u8]) -> Option<usize> {
    let value = value.trim_ascii_start();
    let (digits, after) = value.split_at(value.iter().position(|b| !b.is_ascii_digit()).unwrap_or(value.len()));
    let is_whole = after.trim_ascii_start().first().is_none_or(|next| matches!(next, b'/' | b'>'));
    std::str::from_utf8(digits).ok()?.parse().ok().filter(|_| is_whole)
}

impl Head {
    /// Hears a name, and what follows it.
    pub fn says(&mut self, name: &[u8], after: &[u8]) {
        match name {
            b"ObjStm" => self.holds_objects = true,
            b"First" => {
                self.holds_objects = true;
                self.first.hear(after);
            }
            b"N" => self.count.hear(after),
            b"Filter" => self.is_filtered = true,
            b"FlateDecode" | b"Fl" => self.flate += 1,
            // Other filters, what changes this one, and what says that the bytes are elsewhere.
            b"ASCIIHexDecode" | b"AHx" | b"ASCII85Decode" | b"A85" | b"LZWDecode" | b"LZW" | b"RunLengthDecode" | b"RL" => {
                self.is_odd = true;
            }
            b"CCITTFaxDecode" | b"CCF" | b"DCTDecode" | b"DCT" | b"JBIG2Decode" | b"JPXDecode" | b"Crypt" => self.is_odd = true,
            b"DecodeParms" | b"DP" | b"F" | b"FFilter" | b"FDecodeParms" => self.is_odd = true,
            _ => {}
        }
    }
}

/// Looks at the objects of a stream, if it holds any. `room` is what the document may still unpack to.
///
/// # Errors
/// [`Refusal::Active`] when one of them is active or cannot be looked at; [`Refusal::Damaged`] when one does not end.
pub fn check(head: &Head, stream: &[u8], room: &mut usize) -> Result<(), Refusal> {
    if !head.holds_objects {
        return Ok(());
    }
    let (Some(count), Some(first)) = (head.count.number(), head.first.number()) else { return Err(Refusal::Active) };
    match (head.is_odd, head.is_filtered, head.flate) {
        // The line break after `stream` is no part of it, whichever it is.
        (false, false, 0) => objects(stream.strip_prefix(b"\r\n").or_else(|| stream.get(1..)).unwrap_or_default(), count, first),
        (false, true, 1) => objects(&unpacked(stream, room)?, count, first),
        _ => Err(Refusal::Active),
    }
}

/// What a stream unpacks to, as long as there is room for it.
fn unpacked(stream: &[u8], room: &mut usize) -> Result<Vec<u8>, Refusal> {
    // No packed byte can be taken for a space: what is packed begins with an eight.
    let packed = stream.trim_ascii_start();
    let most = LARGEST.min(*room);
    let mut bytes = Vec::new();
    let read = ZlibDecoder::new(packed).take(most as u64 + 1).read_to_end(&mut bytes);
    if read.is_err() || bytes.len() > most {
        return Err(Refusal::Active);
    }
    *room -= bytes.len();
    Ok(bytes)
}

/// Looks at each object from where readers begin it: one that began earlier could hide the next one in a string.
fn objects(bytes: &[u8], count: usize, first: usize) -> Result<(), Refusal> {
    let (table, objects) = bytes.split_at_checked(first).ok_or(Refusal::Active)?;
    let numbers = table.split(|b| is_space(*b)).filter(|word| !word.is_empty()).map(number).collect::<Option<Vec<_>>>();
    let numbers = numbers.filter(|numbers| numbers.len() / 2 >= count).ok_or(Refusal::Active)?;
    let mut starts: Vec<usize> = numbers.chunks_exact(2).map(|pair| pair[1]).chain([0, objects.len()]).collect();
    starts.sort_unstable();
    starts.dedup();
    for pair in starts.windows(2) {
        look(objects.get(pair[0]..pair[1]).ok_or(Refusal::Active)?, None)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::check;
    use super::super::tests::of;
    use super::*;
    use flate2::write::ZlibEncoder;
    use flate2::{Compress, Compression, FlushCompress};
    use proptest::prelude::*;
    use std::io::Write;
    use std::time::{Duration, Instant};

    fn deflated(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).expect("deflates");
        encoder.finish().expect("deflates")
    }

    /// The bytes of a stream of objects, with its table, and where that one ends.
    fn table(objects: &[&str]) -> (Vec<u8>, usize) {
        let (mut table, mut all) = (String::new(), String::new());
        for (number, object) in (10..).zip(objects) {
            table.push_str(&format!("{number} {} ", all.len()));
            all.push_str(object);
            all.push('\n');
        }
        (format!("{table}{all}").into_bytes(), table.len())
    }

    /// A document with one more stream.
    fn with(dictionary: &str, stream: &[u8]) -> Vec<u8> {
        let mut document = of("<< /Type /Catalog /Outlines << /First 3 0 R /Last 4 0 R >> >>");
        let at = document.windows(7).position(|word| word == b"trailer").expect("a trailer");
        let object = [format!("2 0 obj\n{dictionary}\nstream\r\n").as_bytes(), stream, b"\nendstream\nendobj\n"].concat();
        document.splice(at..at, object);
        document
    }

    /// A document whose objects are packed, as writers do it.
    fn packed(objects: &[&str]) -> Vec<u8> {
        let (bytes, first) = table(objects);
        let stream = deflated(&bytes);
        with(&format!("<</Type/ObjStm/N {}/First {first}/Filter/FlateDecode/Length {}>>", objects.len(), stream.len()), &stream)
    }

    #[test]
    fn packed_objects_that_run_nothing_pass() {
        assert_eq!(check(&packed(&["<< /Type /Catalog /OpenAction [ 1 0 R /Fit ] >>", "[ 1 2 ]", "42", "(HTML/JavaScript)"])), Ok(()));
        assert_eq!(check(&packed(&["<< /S /URI /URI (https://a.ca/Launch) >>", "<4A53>", "<< /First 3 0 R >>"])), Ok(()));
        assert_eq!(check(&packed(&[])), Ok(()));
        let (bytes, first) = table(&["<< /S /URI >>"]);
        assert_eq!(check(&with(&format!("<< /Type /ObjStm /N 1 /First {first} >>"), &bytes)), Ok(()));
        // A stream of cross-references, and one that holds no objects.
        assert_eq!(
            check(&with("<</Type/XRef/W[1 2 1]/Filter/FlateDecode/DecodeParms<</Columns 4/Predictor 12>>>>", &deflated(b"/JS"))),
            Ok(())
        );
        assert_eq!(check(&with("<< /N 3 /Filter [ /ASCII85Decode /FlateDecode ] >>", b"/JavaScript")), Ok(()));
    }

    #[test]
    fn what_is_active_is_found_in_packed_objects_however_it_is_hidden() {
        for active in [
            "<< /Type /Catalog /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> >>",
            "<< /S /J#61vaScript >>",
            "<</JS 5 0 R>>",
            "<< /S /Launch /F (cmd.exe) >>",
            "<< /Type /EmbeddedFile >>",
            "<< /Names << /EmbeddedFiles 2 0 R >> >>",
            "<< /Subtype /RichMedia >>",
        ] {
            assert_eq!(check(&packed(&["<< >>", active, "42"])), Err(Refusal::Active), "{active}");
        }
        // An object that begins inside the string of another.
        let (start, script) = ("<< /Title (", "<< /S /JavaScript >>");
        let hidden = format!("10 0 11 {} {start}{script}) >>", start.len());
        let first = hidden.find(start).expect("begins");
        let stream = deflated(hidden.as_bytes());
        let dictionary = |more: &str| format!("<< /Type /ObjStm /N 2 /First {first} /Filter /FlateDecode {more} >>");
        assert!(check(&with(&dictionary(""), &stream)).is_err());
        // What is not said to be a stream of objects, or is behind a comment, is one to readers.
        let (bytes, first) = table(&["<< /S /JavaScript >>"]);
        let stream = deflated(&bytes);
        for dictionary in [
            format!("<< /N 1 /First {first} /Filter /FlateDecode >>"),
            format!("<< /Type /Obj#53tm /N 1 /F#69rst {first} /Filter [ /Fl ] >> % more"),
            format!("<< /Type /ObjStm /N 1 /First {first} /X << >> /Filter /FlateDecode >> %>\n%%"),
        ] {
            assert_eq!(check(&with(&dictionary, &stream)), Err(Refusal::Active), "{dictionary}");
        }
        assert_eq!(check(&with(&format!("<< /N 1 /First {first} >>"), &bytes)), Err(Refusal::Active), "not packed");
    }

    #[test]
    fn packed_objects_that_cannot_be_looked_at_are_refused() {
        let (bytes, first) = table(&["<< >>"]);
        let stream = deflated(&bytes);
        let twice = deflated(&stream);
        let objects = format!("/Type /ObjStm /N 1 /First {first}");
        let mut broken = stream.clone();
        broken[stream.len() / 2] ^= 0xFF;
        for (dictionary, stream) in [
            (format!("<< {objects} /Filter [ /FlateDecode /FlateDecode ] >>"), &twice),
            (format!("<< {objects} /Filter [ /ASCIIHexDecode /FlateDecode ] >>"), &stream),
            (format!("<< {objects} /Filter /LZWDecode >>"), &stream),
            (format!("<< {objects} /Filter 7 0 R >>"), &stream),
            (format!("<< {objects} /Filter /FlateDecode /DecodeParms << /Predictor 12 >> >>"), &stream),
            ("<< /Type /ObjStm /N 1 /First 7 0 R /Filter /FlateDecode >>".to_owned(), &stream),
            ("<< /Type /ObjStm /N 1 /First 9999 /Filter /FlateDecode >>".to_owned(), &stream),
            (format!("<< /Type /ObjStm /N 2 /First {first} /Filter /FlateDecode >>"), &stream),
            (format!("<< {objects} /First 2 /Filter /FlateDecode >>"), &stream),
            // As in an encrypted document.
            (format!("<< {objects} /Filter /FlateDecode >>"), &broken),
        ] {
            assert_eq!(check(&with(&dictionary, stream)), Err(Refusal::Active), "{dictionary}");
        }
    }

    /// Zeros, packed by the megabyte: `times` of them.
    fn zeros(times: usize) -> Vec<u8> {
        let mut packer = Compress::new(Compression::best(), false);
        let mut block = Vec::with_capacity(10_000);
        packer.compress_vec(&vec![0; 1_000_000], &mut block, FlushCompress::Full).expect("deflates");
        assert_eq!(packer.total_in(), 1_000_000);
        [&[0x78, 0xDA][..], &block.repeat(times)].concat()
    }

    #[test]
    fn a_stream_of_ten_gigabytes_is_refused_before_it_is_unpacked() {
        let start = Instant::now();
        let bomb = with("<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode >>", &zeros(10_000));
        assert_eq!(check(&bomb), Err(Refusal::Active));
        // Many of them: each has room, all of them have not.
        let object = format!("{}42", " ".repeat(15_000_000));
        let (bytes, first) = table(&[&object]);
        let stream = deflated(&bytes);
        let dictionary = format!("<< /Type /ObjStm /N 1 /First {first} /Filter /FlateDecode >>");
        let mut many = with(&dictionary, &stream);
        assert_eq!(check(&many), Ok(()));
        let again = [format!("\nendstream\nendobj\n3 0 obj\n{dictionary}\nstream\n").as_bytes(), &stream].concat();
        let at = many.windows(9).rposition(|word| word == b"endstream").expect("ends") - 1;
        many.splice(at..at, again.repeat(300));
        assert_eq!(check(&many), Err(Refusal::Active));
        assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
        let mut room = ROOM;
        assert_eq!(unpacked(&zeros(10_000), &mut room), Err(Refusal::Active));
        assert_eq!(unpacked(&zeros(5), &mut room), Err(Refusal::Active), "it does not end");
        assert_eq!((unpacked(&stream, &mut room).map(|bytes| bytes.len()), room), (Ok(bytes.len()), ROOM - bytes.len()));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]
        #[test]
        fn a_mutated_stream_of_objects_makes_nothing_panic(
            changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
            first in 0..60_usize,
            count in 0..9_usize,
        ) {
            let (mut bytes, _) = table(&["<< /A (b) >>", "[ 1 2 0 R ]", "(c\\)d)"]);
            for (at, byte) in changes {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
            let _ = objects(&bytes, count, first);
            let _ = check(&with(&format!("<< /N {count} /First {first} /Filter /FlateDecode >>"), &deflated(&bytes)));
        }
    }
}
