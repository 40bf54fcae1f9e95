//! PDFs that strangers send: read as far as it can be seen whether they are nothing else and run nothing.
//!
//! This is a sieve, not a proof. Objects that PDF 1.5 packs in streams are unpacked and read (`packed`); what else streams hold
//! is not, and a reader that mends what is broken may see another document than this one. Serve what passes as a download, with
//! its type and `nosniff`.

mod packed;

use super::Refusal;
use packed::Head;

/// How far the end of the document may be from the end of the file, in bytes.
const TAIL: usize = 1024;
/// As far as browsers look for a page, in bytes (MIME Sniffing, § 5.2, rounded up).
const HEAD: usize = 1500;
/// As far from its end as an archive's directory may end: the longest comment and the record itself.
const DIRECTORY: usize = 0xFFFF + 22 + TAIL;

/// The names by which a document runs something or carries a file. `/OpenAction` and `/AA` are not there: most only turn a page,
/// and those that run something name it.
const ACTIVE: [&[u8]; 8] = [b"JavaScript", b"JS", b"Launch", b"EmbeddedFile", b"EmbeddedFiles", b"FileAttachment", b"RichMedia", b"XFA"];

/// What opens a page or a script, in lower case.
const PAGES: [&[u8]; 8] = [b"<!doctype", b"<html", b"<head", b"<body", b"<script", b"<iframe", b"<svg", b"<?php"];

/// What no document has by chance: the directory of a zip on one disk, the heads of a RAR and of a 7z.
const ARCHIVES: [&[u8]; 3] = [b"PK\x05\x06\0\0\0\0", b"Rar!\x1A\x07", b"7z\xBC\xAF\x27\x1C"];

/// Passes a document that begins and ends as one, is no archive or page besides, and names nothing active in its objects.
///
/// # Errors
/// [`Refusal::Damaged`] when it does not end, or a stream or a string of it does not; [`Refusal::WrongType`] when it is also
/// something else; [`Refusal::Active`] when it can run something or carries a file, or hides its objects so that nobody can tell.
pub fn check(bytes: &[u8]) -> Result<(), Refusal> {
    if !bytes.starts_with(b"%PDF-") || is_archive(bytes) || is_page(bytes) {
        return Err(Refusal::WrongType);
    }
    let end = bytes.iter().rposition(|b| !is_space(*b)).map_or(0, |last| last + 1);
    if bytes.len() - end > TAIL || !bytes[..end].ends_with(b"%%EOF") {
        return Err(Refusal::Damaged);
    }
    let mut room = packed::ROOM;
    look(bytes, Some(&mut room))
}

fn is_archive(bytes: &[u8]) -> bool {
    let tail = &bytes[bytes.len().saturating_sub(DIRECTORY)..];
    // Four bytes are found by chance in one large document of a thousand. With the version a zip needs, in none.
    let is_entry = |at: &[u8]| at.starts_with(b"PK\x03\x04") && at[4] <= 63 && at[5] == 0;
    contains(tail, b"PK\x05\x06") || ARCHIVES.iter().any(|head| contains(bytes, head)) || bytes.windows(6).any(is_entry)
}

fn is_page(bytes: &[u8]) -> bool {
    let head = bytes[..bytes.len().min(HEAD)].to_ascii_lowercase();
    PAGES.iter().any(|tag| contains(&head, tag))
}

fn contains(bytes: &[u8], sought: &[u8]) -> bool {
    bytes.windows(sought.len()).any(|window| window == sought)
}

/// Looks for an active name outside comments, strings and streams. Strings are left alone because people's links and titles are
/// in them: « HTML/JavaScript » is no script. Where there is room, the objects that streams hold are looked at too.
fn look(bytes: &[u8], mut room: Option<&mut usize>) -> Result<(), Refusal> {
    let mut rest = bytes;
    let (mut head, mut depth) = (Head::default(), 0_usize);
    // Whether the last word closed a dictionary.
    let mut closed = false;
    while let Some((first, after)) = rest.split_first() {
        let mut closes = closed && (is_space(*first) || *first == b'%');
        rest = match first {
            b'%' => &after[after.iter().position(|b| matches!(b, b'\r' | b'\n')).unwrap_or(after.len())..],
            b'(' => after_string(after).ok_or(Refusal::Damaged)?,
            b'<' if after.starts_with(b"<") => {
                depth += 1;
                &after[1..]
            }
            b'<' => after_digits(after).ok_or(Refusal::Damaged)?,
            b'>' if after.starts_with(b">") => {
                depth = depth.saturating_sub(1);
                closes = true;
                &after[1..]
            }
            b'/' => {
                let length = after.iter().position(|b| is_space(*b) || is_delimiter(*b)).unwrap_or(after.len());
                let (name, after) = after.split_at(length);
                let name = unescaped(name);
                if ACTIVE.contains(&name.as_slice()) {
                    return Err(Refusal::Active);
                }
                head.says(&name, after);
                after
            }
            b's' if closed && is_word(b"stream", rest) => {
                let (stream, after) = split_stream(&rest[6..]).ok_or(Refusal::Damaged)?;
                if let Some(room) = room.as_deref_mut() {
                    packed::check(&head, stream, room)?;
                }
                (head, depth) = (Head::default(), 0);
                after
            }
            b'e' if depth == 0 && is_word(b"endobj", rest) => {
                head = Head::default();
                after
            }
            _ => after,
        };
        closed = closes;
    }
    Ok(())
}

/// What follows a literal string, whose parentheses are balanced or escaped.
fn after_string(inside: &[u8]) -> Option<&[u8]> {
    let (mut depth, mut at) = (1, 0);
    while depth > 0 {
        match inside.get(at)? {
            b'\\' => at += 1,
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        at += 1;
    }
    inside.get(at..)
}

/// What follows a string of hexadecimal digits; nothing when it holds anything else.
fn after_digits(inside: &[u8]) -> Option<&[u8]> {
    let end = inside.iter().position(|b| *b == b'>')?;
    inside[..end].iter().all(|b| is_space(*b) || b.is_ascii_hexdigit()).then(|| &inside[end + 1..])
}

/// Whether a word stands there, whole.
fn is_word(word: &[u8], rest: &[u8]) -> bool {
    rest.strip_prefix(word).is_some_and(|after| after.first().is_none_or(|next| is_space(*next) || is_delimiter(*next)))
}

/// A stream, and what follows it. Its length is not believed: a reader that mends a document looks for these words too.
fn split_stream(stream: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = stream.windows(6).position(|word| word == b"endstr" || word == b"endobj")?;
    // Nobody writes `stream(`, and readers differ on what it means.
    stream.first().is_some_and(|next| is_space(*next)).then(|| stream.split_at(end))
}

/// A name as readers compare it: `#4A` is `J`.
fn unescaped(name: &[u8]) -> Vec<u8> {
    let digit = |at: usize| name.get(at).and_then(|b| char::from(*b).to_digit(16));
    let (mut plain, mut at) = (Vec::with_capacity(name.len().min(32)), 0);
    while let Some(byte) = name.get(at) {
        match (byte, digit(at + 1), digit(at + 2)) {
            (b'#', Some(high), Some(low)) => {
                plain.push((high * 16 + low) as u8);
                at += 3;
            }
            _ => {
                plain.push(*byte);
                at += 1;
            }
        }
    }
    plain
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b'\0' | b'\t' | b'\n' | 0x0C | b'\r' | b' ')
}

fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A document of one object.
    pub fn of(object: &str) -> Vec<u8> {
        let mut document = b"%PDF-1.7\n%\xE2\xE3(\xCF\xD3\n1 0 obj\n".to_vec();
        document.extend(object.as_bytes());
        document.extend(b"\nendobj\ntrailer << /Root 1 0 R >>\nstartxref\n0\n%%EOF\n");
        document
    }

    /// A document with a stream, as writers make them.
    fn with_stream(content: &[u8]) -> Vec<u8> {
        let mut document =
            of("<< /Title (CV \\( HTML/JavaScript (x) ) /URI (https://a.ca/Launch) >> stream? << /Length 1 >>\r\nstream\r\n");
        let at = document.windows(6).rposition(|w| w == b"endobj").expect("has an object") - 1;
        document.splice(at..at, [content, b"\nendstream"].concat());
        document
    }

    #[test]
    fn a_plain_document_passes_and_so_does_what_people_write_in_it() {
        assert_eq!(check(&of("<< /Type /Catalog /OpenAction [1 0 R /Fit] /AA << >> >>")), Ok(()));
        assert_eq!(check(&with_stream(b"(/JavaScript) Tj ((( /JS")), Ok(()));
        assert_eq!(check(&of("<< /JSX 1 /LaunchPad 2 /XFAB 3 /Font#20JS 4 /Bad#zz 5 /# 6 >>")), Ok(()));
    }

    #[test]
    fn active_names_are_refused_however_they_are_spelt() {
        for active in [
            "<< /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> >>",
            "<</S/JavaScript/JS(x)>>",
            "<< /S /J#61vaScript >>",
            "<< /#4a#53 5 0 R >>",
            "<< /S /Launch /F (cmd.exe) >>",
            "<< /Type /EmbeddedFile >>",
            "<< /Names << /EmbeddedFiles 2 0 R >> >>",
            "<< /Subtype /RichMedia >>",
            "<< /AcroForm << /XFA [] >> >>",
            "<< >> stream\n((( endstream endobj 2 0 obj << /S /JavaScript >>",
            "<< >> stream\n((( endobj 2 0 obj << /S /JavaScript >>",
            "<< /Title (a\\)b) /S/JavaScript>>",
            "% (\n/JavaScript",
            "stream\n/JavaScript\nendstream",
        ] {
            assert_eq!(check(&of(active)), Err(Refusal::Active), "{active}");
        }
    }

    #[test]
    fn what_does_not_end_is_damaged() {
        let whole = of("<< >>");
        for end in [&b"%%EOF\n\0 \r\n"[..], &[b"%%EOF", &[0; TAIL][..]].concat()] {
            assert_eq!(check(&[&whole, end].concat()), Ok(()));
        }
        for end in [&b"<b>more</b>"[..], b"%%EO", &[0; TAIL + 1]] {
            assert_eq!(check(&[&whole, end].concat()), Err(Refusal::Damaged));
        }
        assert_eq!(check(&whole[..whole.len() - 3]), Err(Refusal::Damaged));
        assert_eq!(check(&of("<< /Title (a >>")), Err(Refusal::Damaged));
        assert_eq!(check(b"%PDF-1.7\n1 0 obj << >> stream\n/JS %%EOF"), Err(Refusal::Damaged));
    }

    #[test]
    fn a_document_that_is_an_archive_or_a_page_too_is_refused() {
        let zip = b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\0\0\0aPK\x05\x06\x01\0";
        for hidden in [&zip[..], &zip[..31], &zip[31..], b"PK\x05\x06\0\0\0\0\x01\0", b"Rar!\x1A\x07\x01\0", b"7z\xBC\xAF\x27\x1C"] {
            assert_eq!(check(&with_stream(hidden)), Err(Refusal::WrongType), "{}", hidden.escape_ascii());
        }
        for page in ["<ScRiPt>alert(1)</sCrIpT>", "<html>", "<?php system('id');", "<svg onload=alert(1)>", "<!DOCTYPE html>"] {
            assert_eq!(check(&of(page)), Err(Refusal::WrongType), "{page}");
        }
    }

    /// Each of these would be quadratic if a string or a stream were sought again and again.
    #[test]
    fn a_hostile_document_is_read_in_one_pass() {
        let start = std::time::Instant::now();
        for piece in ["(", ">>stream ", "/", "/#4", "%", ">> ", " s", "(\\", ">>stream endobj "] {
            let _ = check(&of(&piece.repeat(500_000 / piece.len())));
        }
        assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]
        #[test]
        fn a_mutated_document_makes_nothing_panic(
            changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
            length in any::<prop::sample::Index>(),
        ) {
            let mut document = with_stream(b"\x01\x02(");
            for (at, byte) in changes {
                let at = at.index(document.len());
                document[at] = byte;
            }
            let _ = check(&document);
            let _ = check(&document[..length.index(document.len())]);
        }
    }
}
