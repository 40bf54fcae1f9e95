//! Files that hurt whoever opens them without care: those of the tests of uploads, and of the bench that measures what they take.

use flate2::write::ZlibEncoder;
use flate2::{Compress, Compression, Crc, FlushCompress};
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use std::io::{Cursor, Write};

/// The script that some of them carry.
pub const SCRIPT: &[u8] = b"<!doctype html><script>alert(1)</script>";
/// The most bytes of a file.
pub const LARGEST: usize = 5_000_000;

/// A file as a stranger sends it.
pub struct Bomb {
    /// What it is.
    pub what: &'static str,
    /// What it is called.
    pub name: &'static str,
    /// What it holds.
    pub bytes: Vec<u8>,
    /// The code it is refused with; nothing when what is harmless in it is kept.
    pub code: Option<&'static str>,
}

/// All of them.
pub fn bombs() -> Vec<Bomb> {
    let refused = |what, name, code, bytes| Bomb { what, name, bytes, code: Some(code) };
    let rewritten = |what, name, bytes| Bomb { what, name, bytes, code: None };
    let script = packed_document(b"10 0 << /S /JavaScript /JS (app.alert\\(1\\)) >>", 5);
    vec![
        refused("a zip in a PDF", "plan.pdf", "file_type", document(&[stream("<< >>", &zip())])),
        refused("a PDF and a zip", "plan.pdf", "file_type", [document(&[]), zip(), b"%%EOF".to_vec()].concat()),
        refused("a PDF and a page", "plan.pdf", "file_type", document(&[SCRIPT.to_vec()])),
        refused("a GIF and a script", "logo.png", "file_type", b"GIF89a/*\x01\0\x01\0\0\0\0;*/=1;alert(1)".to_vec()),
        refused(
            "a drawing that runs",
            "logo.png",
            "file_type",
            b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>".to_vec(),
        ),
        refused("a page", "lettre.pdf", "file_type", SCRIPT.to_vec()),
        refused("a program", "cv.pdf", "file_type", [&b"MZ\x90\0\x03\0\0\0"[..], &[0; 500]].concat()),
        refused("nothing", "vide.pdf", "file_damaged", Vec::new()),
        refused("one byte too many", "plan.pdf", "file_too_large", document_of_size(LARGEST + 1)),
        refused("30,000 by 30,000 pixels", "plan.png", "file_too_large", png(30_000, 30_000, &deflated(&vec![0; 4_000_000]))),
        refused("65,535 by 65,535 pixels", "photo.jpg", "file_too_large", jpeg_of_sides(0xFFFF)),
        refused("a photo of endless scans", "photo.jpg", "file_damaged", jpeg_of_scans(4_000)),
        refused("a script in a PDF", "plan.pdf", "file_active", document(&[b"<< /S /JavaScript /JS (alert\\(1\\)) >>".to_vec()])),
        refused("a packed script in a PDF", "plan.pdf", "file_active", script),
        refused(
            "a PDF of four gigabytes",
            "plan.pdf",
            "file_active",
            packed_stream("<< /N 1 /First 4 /Filter /FlateDecode >>", &zeros(4_600)),
        ),
        refused("a PDF packed twice, of 20 gigabytes", "plan.pdf", "file_active", packed_stream(TWICE, &deflated(&zeros(20_000)))),
        rewritten("a PNG and a page", "logo.png", [written(ImageFormat::Png), SCRIPT.to_vec()].concat()),
        rewritten("a JPEG and a zip", "photo.jpg", [written(ImageFormat::Jpeg), zip()].concat()),
        rewritten("a JPEG that says a page", "photo.jpg", jpeg_with_comment(SCRIPT)),
        rewritten("a profile of a gigabyte", "logo.png", png_with_profile(&zeros(1_000))),
    ]
}

const TWICE: &str = "<< /N 1 /First 4 /Filter [ /FlateDecode /FlateDecode ] >>";

/// A document of some objects.
pub fn document(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n".to_vec();
    for (number, object) in (2..).zip(objects) {
        bytes.extend(format!("{number} 0 obj\n").bytes());
        bytes.extend(object);
        bytes.extend(b"\nendobj\n");
    }
    bytes.extend(b"trailer << /Root 1 0 R >>\nstartxref\n0\n%%EOF\n");
    bytes
}

/// A document that is filled with spaces to a size.
pub fn document_of_size(size: usize) -> Vec<u8> {
    let mut bytes = document(&[]);
    bytes.splice(9..9, std::iter::repeat_n(b' ', size - bytes.len()));
    bytes
}

/// An object with a stream.
pub fn stream(dictionary: &str, bytes: &[u8]) -> Vec<u8> {
    [format!("{dictionary}\nstream\n").as_bytes(), bytes, b"\nendstream"].concat()
}

fn packed_stream(dictionary: &str, bytes: &[u8]) -> Vec<u8> {
    document(&[stream(dictionary, bytes)])
}

/// A document with one packed object.
pub fn packed_document(objects: &[u8], first: usize) -> Vec<u8> {
    packed_stream(&format!("<< /Type /ObjStm /N 1 /First {first} /Filter /FlateDecode >>"), &deflated(objects))
}

/// Bytes as PNG and PDF pack them.
pub fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("deflates");
    encoder.finish().expect("deflates")
}

/// So many megabytes of zeros, packed; they never end.
fn zeros(megabytes: usize) -> Vec<u8> {
    let mut block = Vec::with_capacity(10_000);
    Compress::new(Compression::best(), false).compress_vec(&vec![0; 1_000_000], &mut block, FlushCompress::Full).expect("deflates");
    [&[0x78, 0xDA][..], &block.repeat(megabytes)].concat()
}

fn zip() -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("page.html", zip::write::SimpleFileOptions::default()).expect("begins a file");
    zip.write_all(SCRIPT).expect("writes");
    zip.finish().expect("an archive").into_inner()
}

/// A small picture.
pub fn written(format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let image = RgbImage::from_fn(48, 32, |x, y| Rgb([x as u8 * 5, y as u8 * 7, 40]));
    DynamicImage::from(image).write_to(&mut bytes, format).expect("encodes");
    bytes.into_inner()
}

fn chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let mut crc = Crc::new();
    crc.update(kind);
    crc.update(content);
    [&(content.len() as u32).to_be_bytes(), &kind[..], content, &crc.sum().to_be_bytes()].concat()
}

fn png(width: u32, height: u32, pixels: &[u8]) -> Vec<u8> {
    let head = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 6, 0, 0, 0]].concat();
    [&b"\x89PNG\r\n\x1A\n"[..], &chunk(b"IHDR", &head), &chunk(b"IDAT", pixels), &chunk(b"IEND", b"")].concat()
}

fn png_with_profile(packed: &[u8]) -> Vec<u8> {
    let mut bytes = written(ImageFormat::Png);
    bytes.splice(33..33, chunk(b"iCCP", &[&b"x\0\0"[..], packed].concat()));
    bytes
}

fn jpeg_of_sides(side: u16) -> Vec<u8> {
    let mut bytes = written(ImageFormat::Jpeg);
    let frame = bytes.windows(2).position(|pair| pair == [0xFF, 0xC0]).expect("a frame") + 5;
    bytes.splice(frame..frame + 4, [side.to_be_bytes(), side.to_be_bytes()].concat());
    bytes
}

fn jpeg_of_scans(scans: usize) -> Vec<u8> {
    let bytes = written(ImageFormat::Jpeg);
    let scan = bytes.windows(2).position(|pair| pair == [0xFF, 0xDA]).expect("a scan");
    [&bytes[..scan], &bytes[scan..bytes.len() - 2].repeat(scans), &[0xFF, 0xD9]].concat()
}

fn jpeg_with_comment(comment: &[u8]) -> Vec<u8> {
    let mut bytes = written(ImageFormat::Jpeg);
    let length = (comment.len() as u16 + 2).to_be_bytes();
    bytes.splice(2..2, [&[0xFF, 0xFE][..], &length, comment].concat());
    bytes
}

/// A photo of noise that is nearly as large as a file may be.
pub fn photo(width: u32, height: u32, quality: u8) -> Vec<u8> {
    let mut seed = 1_u32;
    let mut noise = || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 27) as u8
    };
    let image = RgbImage::from_fn(width, height, |x, y| Rgb([(x / 20) as u8 ^ noise(), (y / 20) as u8 ^ noise(), noise() + 90]));
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, quality).encode_image(&image).expect("encodes");
    bytes
}
