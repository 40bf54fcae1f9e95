//! Pictures that strangers send, decoded and written anew: pixels go through, nothing else does.
//!
//! What a picture would take is read from its head before a pixel is unpacked. The worst one takes 440 MB and 4 s (40 megapixels
//! in four colours and a hundred passes); a phone's photo takes 50 MB and 1 s. One or two at a time are enough for a server.

use super::{LARGEST, Refusal};
use image::codecs::jpeg::{JpegDecoder, JpegEncoder};
use image::codecs::png::{CompressionType, FilterType, PngDecoder, PngEncoder};
use image::{DynamicImage, ImageDecoder, ImageEncoder, ImageError, Limits};
use std::io::Cursor;

/// How many pixels a side may have.
const SIDE: u32 = 10_000;
/// How many pixels a picture may have.
const PIXELS: u64 = 40_000_000;
/// How many bytes its pixels may take: four each. Of a picture of 16 bits a channel, half as many are let in.
const UNPACKED: u64 = 4 * PIXELS;
/// How many bytes the rest of a PNG may take, such as a compressed colour profile.
const BESIDES: u64 = 16_000_000;
/// How many passes a JPEG may be made of: each goes over all of the picture, and may be a few bytes.
const SCANS: usize = 100;
/// The qualities of the JPEGs we write, of 100: the second one where the first one makes a file that is too large.
const QUALITIES: [u8; 2] = [90, 75];

impl From<ImageError> for Refusal {
    fn from(error: ImageError) -> Self {
        match error {
            ImageError::Limits(_) => Self::TooManyPixels,
            _ => Self::Damaged,
        }
    }
}

/// The pixels of a PNG, of its first picture when it is an animation, as a PNG of 8 bits a channel.
///
/// # Errors
/// [`Refusal::TooManyPixels`] or [`Refusal::Damaged`].
pub fn png(bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
    let image = unpacked(open_png(bytes)?)?;
    let mut written = Vec::new();
    PngEncoder::new_with_quality(&mut written, CompressionType::Default, FilterType::Adaptive).write_image(
        image.as_bytes(),
        image.width(),
        image.height(),
        image.color().into(),
    )?;
    Ok(written)
}

fn open_png(bytes: &[u8]) -> Result<PngDecoder<Cursor<&[u8]>>, ImageError> {
    PngDecoder::with_limits(Cursor::new(bytes), limits(BESIDES))
}

/// The pixels of a JPEG as a JPEG.
///
/// # Errors
/// [`Refusal::TooManyPixels`] or [`Refusal::Damaged`].
pub fn jpeg(bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
    let bytes = first_jpeg(bytes).ok_or(Refusal::Damaged)?;
    let image = unpacked(JpegDecoder::new(Cursor::new(bytes))?)?;
    let image = match image {
        gray @ DynamicImage::ImageLuma8(_) => gray,
        other => other.into_rgb8().into(),
    };
    let mut written = Vec::new();
    for quality in QUALITIES {
        written.clear();
        let encoder = JpegEncoder::new_with_quality(&mut written, quality);
        encoder.write_image(image.as_bytes(), image.width(), image.height(), image.color().into())?;
        if written.len() <= LARGEST {
            break;
        }
    }
    Ok(written)
}

fn limits(bytes: u64) -> Limits {
    let mut limits = Limits::no_limits();
    (limits.max_image_width, limits.max_image_height, limits.max_alloc) = (Some(SIDE), Some(SIDE), Some(bytes));
    limits
}

/// The pixels, 8 bits a channel, the right way up.
fn unpacked(mut decoder: impl ImageDecoder) -> Result<DynamicImage, Refusal> {
    let (width, height) = decoder.dimensions();
    if width > SIDE || height > SIDE || u64::from(width) * u64::from(height) > PIXELS {
        return Err(Refusal::TooManyPixels);
    }
    let mut limits = limits(UNPACKED);
    limits.reserve(decoder.total_bytes())?;
    decoder.set_limits(limits)?;
    let orientation = decoder.orientation()?;
    let mut image = match DynamicImage::from_decoder(decoder)? {
        deep @ DynamicImage::ImageLuma16(_) => deep.into_luma8().into(),
        deep @ DynamicImage::ImageLumaA16(_) => deep.into_luma_alpha8().into(),
        deep @ DynamicImage::ImageRgb16(_) => deep.into_rgb8().into(),
        deep @ DynamicImage::ImageRgba16(_) => deep.into_rgba8().into(),
        shallow => shallow,
    };
    image.apply_orientation(orientation);
    Ok(image)
}

/// A JPEG without what follows its end; nothing when it has none, because the decoder would fill a photo cut short with grey, or
/// when it has more scans than any camera or compressor makes.
fn first_jpeg(bytes: &[u8]) -> Option<&[u8]> {
    let (mut at, mut scans) = (2, 0);
    loop {
        // Neither a stuffed byte, nor a restart, nor what fills: none of them has a length.
        let is_marker = |pair: &[u8]| pair[0] == 0xFF && !matches!(pair[1], 0 | 1 | 0xD0..=0xD8 | 0xFF);
        at += bytes.get(at..)?.windows(2).position(is_marker)? + 2;
        match bytes[at - 1] {
            0xD9 => return Some(&bytes[..at]),
            0xDA if scans == SCANS => return None,
            0xDA => scans += 1,
            _ => {}
        }
        at += usize::from(u16::from_be_bytes([*bytes.get(at)?, *bytes.get(at + 1)?]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attachments::accept;
    use flate2::{Compression, Crc, write::ZlibEncoder};
    use image::{GenericImageView, GrayImage, ImageFormat, Rgb, RgbImage, Rgba, Rgba32FImage, RgbaImage};
    use proptest::prelude::*;
    use std::io::Write;
    use std::time::{Duration, Instant};

    const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1A\n";
    const HOSTILE: &[u8] = b"<script>alert(1)</script>PK\x03\x04PK\x05\x06";

    fn written(image: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        image.into().write_to(&mut bytes, format).expect("encodes");
        bytes.into_inner()
    }

    fn read(bytes: &[u8]) -> DynamicImage {
        image::load_from_memory(bytes).expect("decodes")
    }

    /// Blue, 48 by 32, red in its top left quarter.
    fn corner() -> RgbImage {
        RgbImage::from_fn(48, 32, |x, y| if x < 24 && y < 16 { Rgb([255, 0, 0]) } else { Rgb([0, 0, 255]) })
    }

    /// What a phone says of a photo: which way is up, and that it was taken at 46° 49′ N.
    fn exif(orientation: u16) -> Vec<u8> {
        let mut tiff = b"II*\0\x08\0\0\0\x02\0\x12\x01\x03\0\x01\0\0\0".to_vec();
        tiff.extend([orientation as u8, 0, 0, 0]);
        tiff.extend(b"\x25\x88\x04\0\x01\0\0\0\x26\0\0\0\0\0\0\0\x02\0\x01\0\x02\0\0\0\x02\0\0\0N\0\0\0");
        tiff.extend(b"\x02\0\x05\0\x03\0\0\0\x44\0\0\0\0\0\0\0");
        tiff.extend([46u32, 1, 49, 1, 0, 1].iter().flat_map(|n| n.to_le_bytes()));
        tiff
    }

    /// A JPEG with segments after its first two bytes.
    fn with_segments(jpeg: &[u8], segments: &[(u8, &[u8])]) -> Vec<u8> {
        let mut bytes = jpeg[..2].to_vec();
        for (marker, content) in segments {
            bytes.extend([0xFF, *marker]);
            bytes.extend((content.len() as u16 + 2).to_be_bytes());
            bytes.extend(*content);
        }
        bytes.extend(&jpeg[2..]);
        bytes
    }

    fn chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
        let mut crc = Crc::new();
        crc.update(kind);
        crc.update(content);
        [&(content.len() as u32).to_be_bytes(), &kind[..], content, &crc.sum().to_be_bytes()].concat()
    }

    fn deflated(raw: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(raw).expect("deflates");
        encoder.finish().expect("deflates")
    }

    fn header(width: u32, height: u32, depth: u8, color: u8) -> Vec<u8> {
        [&width.to_be_bytes()[..], &height.to_be_bytes(), &[depth, color, 0, 0, 0]].concat()
    }

    fn png_of(header: &[u8], before: &[Vec<u8>], pixels: &[u8], after: &[Vec<u8>]) -> Vec<u8> {
        let middle = [before.concat(), chunk(b"IDAT", pixels), after.concat()].concat();
        [SIGNATURE, &chunk(b"IHDR", header), &middle, &chunk(b"IEND", b"")].concat()
    }

    fn kinds_of_chunks(png: &[u8]) -> Vec<String> {
        let (mut kinds, mut rest) = (Vec::new(), &png[8..]);
        while let Some((length, after)) = rest.split_first_chunk::<4>() {
            kinds.push(String::from_utf8_lossy(&after[..4]).into_owned());
            rest = &after[u32::from_be_bytes(*length) as usize + 8..];
        }
        kinds.dedup();
        kinds
    }

    fn contains(bytes: &[u8], sought: &[u8]) -> bool {
        bytes.windows(sought.len()).any(|window| window == sought)
    }

    fn quickly<T>(work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let done = work();
        assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
        done
    }

    #[test]
    fn a_photo_loses_its_place_and_all_else_it_says_and_is_turned_upright() {
        let exif = [b"Exif\0\0", &exif(6)[..]].concat();
        let segments: &[(u8, &[u8])] = &[(0xE1, &exif), (0xFE, b"a comment"), (0xE2, b"ICC_PROFILE\0\x01\x01"), (0xED, b"Photoshop 3.0\0")];
        let photo = [&with_segments(&written(corner(), ImageFormat::Jpeg), segments), HOSTILE].concat();
        let place = &exif[exif.len() - 24..];
        assert!(contains(&photo, place) && JpegDecoder::new(Cursor::new(&photo)).expect("opens").exif_metadata().expect("reads").is_some());

        let kept = jpeg(&photo).expect("accepts");
        for gone in [place, b"Exif", b"a comment", b"ICC_PROFILE", b"Photoshop", b"script", b"PK\x03\x04"] {
            assert!(!contains(&kept, gone), "{}", gone.escape_ascii());
        }
        assert!(kept.ends_with(&[0xFF, 0xD9]));
        let image = read(&kept);
        assert_eq!(image.dimensions(), (32, 48));
        assert!(image.get_pixel(30, 2)[0] > 200 && image.get_pixel(2, 2)[2] > 200, "the red corner is at the top right");
    }

    #[test]
    fn every_orientation_is_applied() {
        let red = |x: u32, y: u32| move |image: &DynamicImage| image.get_pixel(x * (image.width() - 1), y * (image.height() - 1))[0] > 200;
        for (orientation, x, y) in [(1, 0, 0), (2, 1, 0), (3, 1, 1), (4, 0, 1), (5, 0, 0), (6, 1, 0), (7, 1, 1), (8, 0, 1), (9, 0, 0)] {
            let exif = exif(orientation);
            let photo = with_segments(&written(corner(), ImageFormat::Jpeg), &[(0xE1, &[b"Exif\0\0", &exif[..]].concat())]);
            let mut drawing = written(corner(), ImageFormat::Png);
            drawing.splice(33..33, chunk(b"eXIf", &exif));
            for kept in [jpeg(&photo).expect("accepts"), png(&drawing).expect("accepts")] {
                let image = read(&kept);
                assert_eq!(image.width() < image.height(), (5..9).contains(&orientation));
                assert!(red(x, y)(&image) && !red(1 - x, 1 - y)(&image), "{orientation}");
            }
        }
    }

    #[test]
    fn a_png_keeps_its_pixels_and_nothing_else() {
        let image = RgbaImage::from_fn(9, 7, |x, y| Rgba([x as u8 * 20, y as u8 * 30, 7, 100 + x as u8]));
        let mut drawing = written(image.clone(), ImageFormat::Png);
        let profile = [&b"x\0\0"[..], &deflated(b"profile")].concat();
        let extra: &[(&[u8; 4], &[u8])] = &[
            (b"tEXt", b"Comment\0secret"),
            (b"zTXt", &[&b"Comment\0\0"[..], &deflated(b"secret")].concat()),
            (b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0secret"),
            (b"eXIf", &exif(1)),
            (b"iCCP", &profile),
            (b"tIME", &[7, 230, 1, 1, 1, 1, 1]),
            (b"prVt", b"secret"),
        ];
        drawing.splice(33..33, extra.iter().flat_map(|(kind, content)| chunk(kind, content)));
        drawing.extend(HOSTILE);
        let kept = png(&drawing).expect("accepts");
        assert_eq!(kinds_of_chunks(&kept), ["IHDR", "IDAT", "IEND"]);
        assert!(!contains(&kept, b"secret") && !contains(&kept, b"script"));
        assert_eq!(read(&kept).into_rgba8(), image);
    }

    #[test]
    fn an_animation_becomes_its_first_picture() {
        let frame = |order: u32| [&order.to_be_bytes()[..], &header(1, 1, 0, 0)[..8], &[0; 8], b"\0\x01\0\x0A\0\0"].concat();
        let before = [chunk(b"acTL", &[0, 0, 0, 2, 0, 0, 0, 0]), chunk(b"fcTL", &frame(0))];
        let after = [chunk(b"fcTL", &frame(1)), chunk(b"fdAT", &[&[0, 0, 0, 2], &deflated(&[0, 99])[..]].concat())];
        let kept = png(&png_of(&header(1, 1, 8, 0), &before, &deflated(&[0, 42]), &after)).expect("accepts");
        assert_eq!(kinds_of_chunks(&kept), ["IHDR", "IDAT", "IEND"]);
        assert_eq!(read(&kept).into_luma8().into_raw(), [42]);
    }

    #[test]
    fn every_depth_and_colour_is_read() {
        let deep = DynamicImage::ImageRgba32F(Rgba32FImage::from_pixel(5, 5, Rgba([1.0, 0.5, 0.0, 0.5])));
        let shallow = deep.to_rgba8().get_pixel(0, 0).0;
        let kept = read(&png(&written(deep.to_rgba16(), ImageFormat::Png)).expect("accepts"));
        assert_eq!((kept.color(), kept.get_pixel(4, 4).0), (image::ColorType::Rgba8, shallow));
        for image in
            [deep.to_luma16().into(), deep.to_luma_alpha16().into(), deep.to_rgb16().into(), DynamicImage::from(deep.to_luma_alpha8())]
        {
            assert!(read(&png(&written(image, ImageFormat::Png)).expect("accepts")).color().bytes_per_pixel() <= 4);
        }
        let bit = png(&png_of(&header(8, 1, 1, 0), &[], &deflated(&[0, 0b1010_0000]), &[])).expect("accepts");
        assert_eq!(read(&bit).into_luma8().into_raw(), [255, 0, 255, 0, 0, 0, 0, 0]);
        let palette = [chunk(b"PLTE", &[1, 2, 3, 4, 5, 6]), chunk(b"tRNS", &[9])];
        let indexed = png(&png_of(&header(2, 1, 8, 3), &palette, &deflated(&[0, 0, 1]), &[])).expect("accepts");
        assert_eq!(read(&indexed).into_rgba8().into_raw(), [1, 2, 3, 9, 4, 5, 6, 255]);
        let gray = jpeg(&written(GrayImage::new(3, 3), ImageFormat::Jpeg)).expect("accepts");
        assert_eq!(read(&gray).color(), image::ColorType::L8);
    }

    #[test]
    fn what_would_unpack_to_too_much_is_refused_before_it_does() {
        let zeros = deflated(&vec![0; 4_000_000]);
        for (width, height, depth, color) in
            [(30_000, 30_000, 8, 6), (10_001, 1, 8, 0), (1, 10_001, 1, 0), (8000, 5001, 1, 0), (8000, 4000, 16, 6)]
        {
            let bomb = png_of(&header(width, height, depth, color), &[], &zeros, &[]);
            assert_eq!(quickly(|| png(&bomb)), Err(Refusal::TooManyPixels), "{width} × {height}");
        }
        let photo = written(corner(), ImageFormat::Jpeg);
        let size = photo.windows(2).position(|pair| pair == [0xFF, 0xC0]).expect("has a frame") + 5;
        for sides in [[0xFFu8, 0xFF, 0xFF, 0xFF], [0x27, 0x11, 0, 1], [0x1F, 0x40, 0x13, 0x89]] {
            let mut bomb = photo.clone();
            bomb.splice(size..size + 4, sides);
            assert_eq!(quickly(|| jpeg(&bomb)), Err(Refusal::TooManyPixels), "{sides:?}");
        }
    }

    #[test]
    fn what_is_packed_beside_the_pixels_costs_little() {
        let mut gigabyte = ZlibEncoder::new(Vec::new(), Compression::default());
        for _ in 0..1000 {
            gigabyte.write_all(&[0; 1_000_000]).expect("deflates");
        }
        let gigabyte = gigabyte.finish().expect("deflates");
        assert!(gigabyte.len() < LARGEST);
        let profile = chunk(b"iCCP", &[&b"x\0\0"[..], &gigabyte].concat());
        let text = chunk(b"zTXt", &[&b"Comment\0\0"[..], &gigabyte].concat());
        let pixel = deflated(&[0, 42]);
        let bombs = [
            png_of(&header(1, 1, 8, 0), &[profile], &pixel, &[]),
            png_of(&header(1, 1, 8, 0), &[text], &pixel, &[]),
            png_of(&header(1, 1, 8, 0), &[], &gigabyte, &[]),
        ];
        for bomb in &bombs {
            assert!(quickly(|| png(bomb)).expect("accepts").len() < 200);
        }
        assert_eq!(open_png(&bombs[0]).expect("opens").icc_profile().expect("reads"), None, "the gigabyte is not unpacked");
    }

    #[test]
    fn a_photo_cut_short_or_of_endless_scans_is_damaged() {
        let photo = written(corner(), ImageFormat::Jpeg);
        assert!(jpeg(&photo).is_ok());
        for cut in [3, 100, photo.len() / 2, photo.len() - 1] {
            assert_eq!(jpeg(&photo[..cut]), Err(Refusal::Damaged), "{cut}");
        }
        let scan = photo.windows(2).position(|pair| pair == [0xFF, 0xDA]).expect("has a scan");
        let scans = [&photo[..scan], &photo[scan..photo.len() - 2].repeat(SCANS + 1), &[0xFF, 0xD9]].concat();
        assert_eq!(jpeg(&scans), Err(Refusal::Damaged));
        let drawing = written(corner(), ImageFormat::Png);
        for cut in [8, 30, drawing.len() / 2] {
            assert_eq!(png(&drawing[..cut]), Err(Refusal::Damaged), "{cut}");
        }
    }

    #[test]
    fn a_picture_that_grows_past_the_limit_is_too_large() {
        // Noise of 256 colours: three bytes a pixel once written anew, none of which can be packed into one.
        let mut seed = 1u32;
        let mut noise = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 24) as u8
        };
        let palette: Vec<u8> = (0..768).map(|_| noise()).collect();
        let rows: Vec<u8> = (0..2100 * 2101).map(|i| if i % 2101 == 0 { 0 } else { noise() }).collect();
        let drawing = png_of(&header(2100, 2100, 8, 3), &[chunk(b"PLTE", &palette)], &deflated(&rows), &[]);
        assert!(drawing.len() < LARGEST);
        assert_eq!(accept("a.png", &drawing), Err(Refusal::TooLarge));
    }

    #[test]
    fn a_photo_that_grows_past_the_limit_is_written_smaller() {
        let mut seed = 1u32;
        let mut noise = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 24) as u8
        };
        let noise = RgbImage::from_fn(1900, 1650, |_, _| Rgb([noise(), noise(), noise()]));
        let of_quality = |quality: u8| {
            let mut bytes = Vec::new();
            JpegEncoder::new_with_quality(&mut bytes, quality).encode_image(&noise).expect("encodes");
            bytes
        };
        let photo = of_quality(82);
        let (fine, coarse) = (of_quality(QUALITIES[0]).len(), of_quality(QUALITIES[1]).len());
        assert!(coarse < photo.len() && photo.len() < LARGEST && LARGEST < fine, "{coarse} {} {fine}", photo.len());
        let kept = accept("a.jpg", &photo).expect("accepts");
        assert!(kept.bytes.len() <= LARGEST && read(&kept.bytes).dimensions() == (1900, 1650));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]
        #[test]
        fn a_mutated_picture_makes_nothing_panic(
            changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
            cut in any::<prop::sample::Index>(),
        ) {
            let mutated = |mut bytes: Vec<u8>| {
                for (at, byte) in &changes {
                    let at = at.index(bytes.len());
                    bytes[at] = *byte;
                }
                bytes
            };
            let exif = exif(6);
            let photo = mutated(with_segments(&written(corner(), ImageFormat::Jpeg), &[(0xE1, &[b"Exif\0\0", &exif[..]].concat())]));
            let _ = (jpeg(&photo), jpeg(&[&photo[..cut.index(photo.len())], &[0xFF, 0xD9]].concat()));
            // The changes are before the checksums, else those alone would be tested.
            let drawing = png_of(
                &mutated(header(3, 2, 8, 3)),
                &[chunk(b"PLTE", &mutated(vec![9; 12])), chunk(b"eXIf", &mutated(exif))],
                &mutated(deflated(&[0, 1, 2, 3, 4, 1, 2, 3])),
                &[],
            );
            let _ = (png(&drawing), png(&mutated(drawing.clone())), png(&drawing[..cut.index(drawing.len())]));
        }
    }
}
