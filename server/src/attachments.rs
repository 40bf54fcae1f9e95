//! Files that strangers attach to a request. What a file is, its content says. A picture is decoded and written anew, so that
//! nothing but its pixels is left: no place, no camera, no comment, no second file behind the first. A PDF is kept byte for
//! byte, or refused.
//!
//! [`accept`] is work for a blocking thread, one or two at once: [`picture`] says what one picture may take.
//!
//! To accept another type: a variant of [`FileType`], its signature in `FileType::of`, its words, a module that cleans or checks it.
//!
//! # Known quirks
//! - What is inside the streams of a PDF is not looked at, but for the packed objects of PDF 1.5. A document whose packed objects are
//!   encrypted is refused.
//! - The colour profile of a picture goes with the rest: a wide-gamut photo looks a little paler.

pub mod pdf;
pub mod picture;

use sha2::{Digest, Sha256};
use std::fmt;
use std::panic::catch_unwind;
use unicode_normalization::UnicodeNormalization;

/// How many bytes a file may have, as it comes and as it is kept.
pub const LARGEST: usize = 5_000_000;
/// How many files a request may have.
pub const MOST: usize = 3;
/// How many characters a name may have, its extension included.
const LONGEST_NAME: usize = 100;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FileType {
    /// A document.
    Pdf,
    /// A drawing or a screenshot.
    Png,
    /// A photo.
    Jpeg,
}

impl FileType {
    /// Every type.
    pub const ALL: [Self; 3] = [Self::Pdf, Self::Png, Self::Jpeg];

    /// Its word, its media type, the extension of its files.
    const fn words(self) -> [&'static str; 3] {
        match self {
            Self::Pdf => ["pdf", "application/pdf", "pdf"],
            Self::Png => ["png", "image/png", "png"],
            Self::Jpeg => ["jpeg", "image/jpeg", "jpg"],
        }
    }

    /// The word the API and the database use.
    pub const fn as_str(self) -> &'static str {
        self.words()[0]
    }

    /// The type a word stands for, or nothing.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|file_type| file_type.as_str() == word)
    }

    /// The media type to serve it with.
    pub const fn mime(self) -> &'static str {
        self.words()[1]
    }

    /// The type whose signature is the very first bytes: readers that look further for one are how two files hide in one.
    fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [b'%', b'P', b'D', b'F', b'-', ..] => Some(Self::Pdf),
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Some(Self::Png),
            [0xFF, 0xD8, 0xFF, ..] => Some(Self::Jpeg),
            _ => None,
        }
    }
}

/// A file that may be kept and given to the people who answer the request.
#[derive(Clone, PartialEq, Eq)]
pub struct Attachment {
    /// A name fit for any disk and any page, its extension that of the type.
    pub name: String,
    /// What it is.
    pub file_type: FileType,
    /// What to keep: the PDF as it came, the picture as it was written anew.
    pub bytes: Vec<u8>,
    /// The SHA-256 of what is kept, in lower-case hexadecimal.
    pub sha256: String,
}

impl fmt::Debug for Attachment {
    // Neither the name nor the content belongs in a log: both are a person's.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attachment").field("file_type", &self.file_type).field("sha256", &self.sha256).finish_non_exhaustive()
    }
}

/// Why a file is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Refusal {
    /// No byte at all.
    #[error("the file is empty")]
    Empty,
    /// More than [`LARGEST`], as it comes or once written anew.
    #[error("the file is too large")]
    TooLarge,
    /// Neither a PDF, nor a PNG, nor a JPEG; or a PDF that is another file too.
    #[error("the file is not of an accepted type")]
    WrongType,
    /// It begins as what it should be and cannot be read to its end.
    #[error("the file is damaged")]
    Damaged,
    /// A picture that would take too much memory once unpacked.
    #[error("the picture has too many pixels")]
    TooManyPixels,
    /// A PDF that can run something, that carries another file, or that hides whether it does.
    #[error("the document has active content")]
    Active,
}

impl Refusal {
    /// The word the API uses; it never changes.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLarge => "too_large",
            Self::WrongType => "wrong_type",
            Self::Damaged => "damaged",
            Self::TooManyPixels => "too_many_pixels",
            Self::Active => "active",
        }
    }
}

/// Takes a file in: `name` is what the sender calls it, `bytes` decide the rest.
///
/// # Errors
/// With the first reason not to keep it.
pub fn accept(name: &str, bytes: &[u8]) -> Result<Attachment, Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::Empty);
    }
    if bytes.len() > LARGEST {
        return Err(Refusal::TooLarge);
    }
    let file_type = FileType::of(bytes).ok_or(Refusal::WrongType)?;
    // A decoder that panics on what a stranger made is told to that stranger, and to the log by the panic hook.
    let bytes = catch_unwind(|| match file_type {
        FileType::Pdf => pdf::check(bytes).map(|()| bytes.to_owned()),
        FileType::Png => picture::png(bytes),
        FileType::Jpeg => picture::jpeg(bytes),
    })
    .unwrap_or(Err(Refusal::Damaged))?;
    if bytes.len() > LARGEST {
        return Err(Refusal::TooLarge);
    }
    let sha256 = hex::encode(Sha256::digest(&bytes));
    Ok(Attachment { name: clean_name(name, file_type), file_type, bytes, sha256 })
}

/// The last component of a path, without what is unseen or what some disk forbids, with the extension of the type.
fn clean_name(name: &str, file_type: FileType) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let seen: String = last.chars().filter(|c| c.is_whitespace() || !is_unwanted(*c)).nfc().collect();
    let words = seen.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut stem = trim_end(&words);
    if let Some((before, extension)) = stem.rsplit_once('.')
        && is_extension(extension)
    {
        stem = trim_end(before);
    }
    // `cv.pdf.exe` is `cv.pdf`, not `cv.pdf.pdf`.
    while let Some((before, extension)) = stem.rsplit_once('.')
        && ["pdf", "png", "jpg", "jpeg"].iter().any(|own| extension.eq_ignore_ascii_case(own))
    {
        stem = trim_end(before);
    }
    // A leading dot hides a file.
    let stem = stem.trim_start_matches([' ', '.']);
    let [.., extension] = file_type.words();
    let cut: String = stem.chars().take(LONGEST_NAME - 1 - extension.len()).collect();
    // The same word in both languages.
    let stem = if stem.is_empty() { "document" } else { trim_end(&cut) };
    format!("{stem}.{extension}")
}

/// A trailing dot or space is lost on Windows.
fn trim_end(stem: &str) -> &str {
    stem.trim_end_matches([' ', '.'])
}

/// `exe`, `docx`, `7z`; not the ` Tremblay` of « M. Tremblay », nor the `2` of « v1.2 ».
fn is_extension(end: &str) -> bool {
    (1..=5).contains(&end.len()) && end.bytes().all(|b| b.is_ascii_alphanumeric()) && end.bytes().any(|b| b.is_ascii_alphabetic())
}

/// What is not seen, what changes the order in which the rest is read, and what Windows allows in no name.
fn is_unwanted(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '<' | '>' | ':' | '"' | '|' | '?' | '*'
            | '\u{AD}' | '\u{34F}' | '\u{600}'..='\u{605}' | '\u{61C}' | '\u{6DD}' | '\u{70F}' | '\u{8E2}'
            | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}'
            // Private use, where any font draws what it likes.
            | '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..
            | '\u{13430}'..='\u{1343F}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_not_one_of_the_three_types_is_refused_whatever_it_is_called() {
        for (bytes, name) in [
            (&b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>"[..], "a.png"),
            (b"<!doctype html><script>alert(1)</script>", "a.pdf"),
            (b"GIF89a\x01\0\x01\0\0\0\0;", "a.jpg"),
            (b"GIF89a\x01\0\x01\0\0\0\0;PK\x03\x04PK\x05\x06", "a.jar"),
            (b"PK\x03\x04\x14\0\0\0\x08\0", "a.pdf"),
            (b" %PDF-1.7\n%%EOF", "a.pdf"),
            (b"RIFF\0\0\0\0WEBPVP8 ", "a.jpg"),
            (b"\0", "a.jpg"),
        ] {
            assert_eq!(accept(name, bytes), Err(Refusal::WrongType), "{name} {}", bytes.escape_ascii());
        }
        assert_eq!(accept("a.pdf", b""), Err(Refusal::Empty));
    }

    #[test]
    fn five_megabytes_are_kept_and_one_byte_more_is_not() {
        let mut document = pdf::tests::of("<< /Type /Catalog >>");
        document.splice(9..9, std::iter::repeat_n(b' ', LARGEST - document.len()));
        assert!(accept("a", &document).is_ok());
        document.insert(9, b' ');
        assert_eq!(accept("a", &document), Err(Refusal::TooLarge));
    }

    #[test]
    fn a_document_is_kept_byte_for_byte_and_named_for_what_it_is() {
        let document = pdf::tests::of("<< /Type /Catalog >>");
        let kept = accept("photo.jpg", &document).expect("accepts");
        assert_eq!((kept.name.as_str(), kept.file_type, &kept.bytes), ("photo.pdf", FileType::Pdf, &document));
        assert_eq!(kept.sha256, hex::encode(Sha256::digest(&document)));
        assert!(!format!("{kept:?}").contains("photo"));
    }

    #[test]
    fn a_type_is_read_back_from_its_word() {
        assert!(FileType::ALL.into_iter().all(|file_type| FileType::parse(file_type.as_str()) == Some(file_type)));
        assert_eq!(FileType::parse("PDF"), None);
    }

    #[test]
    fn names_are_cleaned() {
        for (given, kept) in [
            ("Mon CV.pdf", "Mon CV.pdf"),
            ("../../etc/passwd", "passwd.pdf"),
            ("C:\\Users\\Zoé\\re\u{301}sume\u{301}.PDF", "résumé.pdf"),
            ("facture\u{202E}fdp.exe", "facturefdp.pdf"),
            ("a\0b\r\nSet-Cookie: x.pdf", "ab Set-Cookie x.pdf"),
            ("cv.pdf.exe", "cv.pdf"),
            ("lettre de M. Tremblay", "lettre de M. Tremblay.pdf"),
            ("v1.2", "v1.2.pdf"),
            ("\u{200B}\u{FEFF}.pdf", "document.pdf"),
            ("..", "document.pdf"),
            ("dossier/", "document.pdf"),
            ("", "document.pdf"),
            (".htaccess", "htaccess.pdf"),
            ("<img src=x onerror=alert(1)>.pdf", "img src=x onerror=alert(1).pdf"),
            ("a\u{A0}\u{2003} b .pdf", "a b.pdf"),
        ] {
            assert_eq!(clean_name(given, FileType::Pdf), kept);
        }
        assert_eq!(clean_name("photo.JPEG", FileType::Jpeg), "photo.jpg");
        assert_eq!(clean_name("photo.jpeg", FileType::Png), "photo.png");
        assert_eq!(clean_name(&"é".repeat(300), FileType::Pdf), format!("{}.pdf", "é".repeat(96)));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]
        #[test]
        fn any_name_becomes_a_short_plain_one(name in "(\\PC|[\u{0}-\u{1F}./\\\\\u{200B}\u{202E}e\u{301} ]|\\.(pdf|exe|jpeg)){0,130}") {
            let kept = clean_name(&name, FileType::Png);
            prop_assert!(kept.chars().count() <= LONGEST_NAME && kept.len() > 4 && kept.ends_with(".png"));
            prop_assert!(!kept.starts_with(['.', ' ']) && !kept.contains(['/', '\\']) && !kept.contains(is_unwanted));
            prop_assert!(unicode_normalization::is_nfc(&kept));
        }
        #[test]
        fn no_bytes_make_it_panic(kind in 0..4usize, bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
            let heads: [&[u8]; 4] = [b"%PDF-1.7\n", b"\x89PNG\r\n\x1A\n", &[0xFF, 0xD8], b""];
            // The modules themselves: `accept` would hide a panic.
            let bytes = [heads[kind], &bytes].concat();
            let _ = (pdf::check(&bytes), picture::png(&bytes), picture::jpeg(&bytes));
        }
    }
}
