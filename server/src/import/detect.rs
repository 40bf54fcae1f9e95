//! Which format a feed is in, told from its first bytes and, where these leave a doubt, from its name.

use super::Format;
use super::text::decode::Decoded;
use super::{csv, job_bank};
use std::io::Read;

/// Tells the format of a feed from the head of it (a few kilobytes are plenty) and its file name. `None`: ask.
pub fn detect(file_name: Option<&str>, head: &[u8]) -> Option<Format> {
    let mut bytes = Vec::new();
    // Decoding bytes in memory does not fail.
    Decoded::new(head).take(64 * 1024).read_to_end(&mut bytes).ok()?;
    let text = String::from_utf8_lossy(&bytes).to_lowercase();
    let text = text.trim_start();
    let extension = file_name.and_then(|name| name.rsplit_once('.')).map(|(_, extension)| extension.to_lowercase());
    let extension = extension.as_deref();
    match text.bytes().next()? {
        b'<' => {
            // The descriptions of an XML feed may hold any markup, so its own opening is looked at first.
            let feed = ["<?xml", "<source", "<jobs"].iter().any(|mark| text.starts_with(mark))
                && !["<html>", "<html "].iter().any(|page| text.contains(page));
            let page = ["<!doctype html", "<html>", "<html ", "<head>", "<script", "ld+json"].iter().any(|mark| text.contains(mark));
            if !feed && (page || matches!(extension, Some("html" | "htm"))) { Some(Format::JsonLd) } else { Some(Format::Xml) }
        }
        b'[' | b'{' => {
            let linked = ["schema.org", "\"@type\"", "\"@context\"", "\"@graph\""].iter().any(|mark| text.contains(mark));
            if linked || extension == Some("jsonld") { Some(Format::JsonLd) } else { Some(Format::Json) }
        }
        _ => {
            let header = text.lines().find(|line| !line.trim().is_empty() && !line.starts_with("sep="))?;
            if job_bank::is_header(header) {
                Some(Format::Jobbank)
            } else if csv::is_header(header) || matches!(extension, Some("csv" | "tsv")) {
                Some(Format::Csv)
            } else {
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_tells_the_format_whatever_the_name() {
        let bank = "\u{feff}WIC Job Location Snapshot ID\tJob Title\r\n";
        let utf16: Vec<u8> = bank.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for (head, format) in [
            (utf16.as_slice(), Format::Jobbank),
            ("ID WIC Lieu emploi\tAppellation d'emploi".as_bytes(), Format::Jobbank),
            ("\u{feff}numero;titre;ville\n1;Soudeuse;Québec".as_bytes(), Format::Csv),
            (b"external_id,title_fr\n", Format::Csv),
            (b"sep=;\r\nexternal_id;title_fr\n", Format::Csv),
            (b" \n[{\"external_id\":\"1\"}]", Format::Json),
            (b"{\"external_id\":\"1\"}\n{", Format::Json),
            (b"{\"@context\":\"https://schema.org\"}", Format::JsonLd),
            (b"<!DOCTYPE html><html>", Format::JsonLd),
            (b"<?xml version=\"1.0\"?>\n<source><publisher>x</publisher>", Format::Xml),
            (b"<source><job><description><![CDATA[<script>]]>", Format::Xml),
            (b"<jobs><job><html_description>", Format::Xml),
        ] {
            assert_eq!(detect(Some("feed.txt"), head), Some(format), "{format:?}");
        }
    }

    #[test]
    fn the_name_decides_only_where_content_does_not() {
        assert_eq!(detect(Some("x.JSONLD"), b"[{"), Some(Format::JsonLd));
        assert_eq!(detect(Some("x.csv"), b"a,b\n"), Some(Format::Csv));
        assert_eq!(detect(None, b"a,b\n"), None);
        assert_eq!(detect(Some("x.csv"), b""), None);
        assert_eq!(detect(Some("x.bin"), &[0xff; 300]), None);
    }
}
