//! Saved pages: their JSON-LD scripts, their language, their canonical link.
//!
//! The page is scanned once from end to end and no tree of it is built, so that a hostile one costs no more than its length.

use super::html;
use serde_json::Value;

/// The texts of the JSON-LD scripts of a page, comments left out.
pub fn scripts(page: &str) -> Vec<String> {
    // Lowering ASCII keeps every distance.
    let lower = page.to_ascii_lowercase();
    let mut scripts = Vec::new();
    let mut at = 0;
    while let Some(open) = lower.get(at..).and_then(|rest| rest.find('<')).map(|index| at + index) {
        let rest = lower.get(open..).unwrap_or_default();
        let past = |end: &str| rest.find(end).map_or(page.len(), |index| open + index + end.len());
        if rest.starts_with("<!--") {
            at = past("-->");
        } else if rest.starts_with("<script") {
            let start = past(">");
            let end = lower.get(start..).and_then(|rest| rest.find("</script")).map_or(page.len(), |index| start + index);
            // Some servers write the plus sign of the type as a reference.
            if html::unescape(lower.get(open..start).unwrap_or_default()).contains("ld+json") {
                scripts.extend(page.get(start..end).map(str::to_owned));
            }
            at = end.max(start);
        } else {
            at = open + 1;
        }
    }
    scripts
}

/// The language of the page, as its root element names it.
pub fn language(page: &str) -> Option<String> {
    let tag = tags(page, "html").next()?;
    attribute(&tag, "lang").or_else(|| attribute(&tag, "xml:lang"))
}

/// The canonical link of the page, when it is a whole one.
pub fn canonical(page: &str) -> Option<String> {
    let link = tags(page, "link").find(|tag| attribute(tag, "rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")))?;
    attribute(&link, "href").filter(|href| href.starts_with("http"))
}

/// The tags of a name in the head of the page (its first 256 KiB), `<` and `>` left out.
fn tags<'p>(page: &'p str, name: &'p str) -> impl Iterator<Item = String> + 'p {
    let head = page.get(..page.floor_char_boundary(256 * 1024)).unwrap_or(page);
    head.split('<').skip(1).filter_map(move |tag| {
        let tag = tag.split('>').next()?;
        let (word, rest) = tag.split_at_checked(name.len())?;
        (word.eq_ignore_ascii_case(name) && rest.starts_with(|c: char| c.is_whitespace())).then(|| rest.to_owned())
    })
}

/// The value of an attribute in the inside of a tag.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let mut rest = tag.trim_start();
    while !rest.is_empty() {
        let end = rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len());
        let (word, after) = rest.split_at_checked(end)?;
        let after = after.trim_start();
        let (value, after) = match after.strip_prefix('=').map(str::trim_start) {
            None => ("", after),
            Some(value) => match value.chars().next() {
                Some(quote @ ('"' | '\'')) => value.get(1..)?.split_once(quote)?,
                _ => value.split_at_checked(value.find(char::is_whitespace).unwrap_or(value.len()))?,
            },
        };
        if word.eq_ignore_ascii_case(name) {
            return Some(html::unescape(value.trim())).filter(|value| !value.is_empty());
        }
        rest = after.trim_start();
        if end == 0 && value.is_empty() {
            // A stray sign that is no attribute.
            rest = rest.get(rest.chars().next()?.len_utf8()..)?;
        }
    }
    None
}

/// The JSON values of a script, repaired where it needs it and has one meaning.
///
/// # Errors
/// With what is wrong, when it cannot be repaired.
pub fn values(script: &str) -> Result<Vec<Value>, String> {
    let bare = unwrapped(script);
    let parse = |text: &str| serde_json::Deserializer::from_str(text).into_iter::<Value>().collect::<Result<Vec<_>, _>>();
    let first = match parse(bare) {
        Ok(values) => return Ok(values),
        Err(error) => error,
    };
    if let Ok(values) = parse(&repaired(bare)) {
        return Ok(values);
    }
    if bare.contains("&quot;") || bare.contains("&#34;") {
        let plain = html::unescape(bare);
        if let Ok(values) = parse(&plain).or_else(|_| parse(&repaired(&plain))) {
            return Ok(values);
        }
    }
    Err(first.to_string())
}

/// The script without the comment or CDATA signs that old pages put around it.
fn unwrapped(script: &str) -> &str {
    let mut bare = script.trim();
    loop {
        let mut next = bare;
        for start in ["//<![CDATA[", "/*<![CDATA[*/", "/* <![CDATA[ */", "// <![CDATA[", "<![CDATA[", "<!--"] {
            next = next.strip_prefix(start).unwrap_or(next).trim();
        }
        for end in ["//]]>", "/*]]>*/", "/* ]]> */", "// ]]>", "]]>", "//-->", "-->", ";"] {
            next = next.strip_suffix(end).unwrap_or(next).trim();
        }
        if next.len() == bare.len() {
            return bare;
        }
        bare = next;
    }
}

/// Escapes the control characters that stand raw in strings, drops commas before a closing sign, backslashes that escape nothing
/// and the comments of JavaScript.
fn repaired(text: &str) -> String {
    let mut whole = String::with_capacity(text.len() + 64);
    let mut chars = text.chars().peekable();
    let mut string = false;
    while let Some(c) = chars.next() {
        match c {
            '"' => {
                string = !string;
                whole.push(c);
            }
            '\\' if string => match chars.next() {
                Some(escaped @ ('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u')) => whole.extend(['\\', escaped]),
                Some('\n' | '\r') => whole.push_str("\\n"),
                Some(other) => whole.push(other),
                None => {}
            },
            '\n' if string => whole.push_str("\\n"),
            '\t' if string => whole.push_str("\\t"),
            c if string && c.is_control() => {}
            '}' | ']' if !string => {
                if let Some(before) = whole.trim_end().strip_suffix(',') {
                    whole.truncate(before.len());
                }
                whole.push(c);
            }
            '/' if !string && chars.peek() == Some(&'/') => while chars.next_if(|c| *c != '\n').is_some() {},
            '/' if !string && chars.peek() == Some(&'*') => {
                chars.next();
                let mut last = ' ';
                for c in chars.by_ref() {
                    if last == '*' && c == '/' {
                        break;
                    }
                    last = c;
                }
            }
            c => whole.push(c),
        }
    }
    if let Some(before) = whole.trim_end().strip_suffix(',') {
        whole.truncate(before.len());
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn scripts_are_found_whatever_their_tag_looks_like() {
        let page = "<html><SCRIPT TYPE='application/ld+json'>1</SCRIPT><!-- <script type=application/ld+json>2</script> -->\
            <script>var a = '<script type=application/ld+json>';</script><script data-x=1 type=\"application/ld&#x2B;json\" >3</script>\
            <script type=application/ld+json>{\"é\":4}";
        assert_eq!(scripts(page), ["1", "3", "{\"é\":4}"]);
    }

    #[test]
    fn a_page_tells_its_language_and_its_link() {
        let page = "<!doctype html>\n<HTML class=x lang='fr-CA'><head><link rel=icon href=i><link href=\"https://a.invalid/?a=1&amp;b=2\" rel=\"canonical\" />";
        assert_eq!((language(page).as_deref(), canonical(page).as_deref()), (Some("fr-CA"), Some("https://a.invalid/?a=1&b=2")));
        assert_eq!((language("<html>"), canonical("<link rel=canonical href=/relative>")), (None, None));
    }

    #[test]
    fn what_has_one_meaning_is_repaired() {
        for broken in [
            "//<![CDATA[\n{\"a\":\"x\\ny\"}\n//]]>",
            "<!-- {\"a\":\"x\ny\"} -->",
            "{\"a\":\"x\ny\",};",
            "{&quot;a&quot;:&quot;x\\ny&quot;}",
            "{\"a\":\"\\x\\ny\"}",
            "{ // why\n/* \" */ \"a\":\"x\\ny\", // \"b\":1\n}",
        ] {
            assert_eq!(
                values(broken).map(|values| values.first().and_then(|value| value["a"].as_str().map(str::to_owned))),
                Ok(Some("x\ny".to_owned())),
                "{broken}"
            );
        }
        assert_eq!(values("{\"a\":1}{\"b\":[2,],}").map(|values| values.len()), Ok(2));
        assert!(values("{\"a\":}").is_err() && values(&"[".repeat(100_000)).is_err());
        assert_eq!(values(""), Ok(vec![]));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]
        #[test]
        fn no_page_makes_it_panic(page in "(<script|<!--|-->|</script>|<html|<link|lang=|rel=canonical|href=|[<>='\"/ a-zé&;\\\\{}\n,]){0,80}") {
            scripts(&page);
            language(&page);
            canonical(&page);
            values(&page).ok();
        }
    }
}
