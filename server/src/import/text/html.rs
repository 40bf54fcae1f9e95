//! Markup in feeds: taken out of titles, kept in bodies.

use super::{line, prose};
use scraper::{Html, Node};
use std::collections::HashMap;

/// Beyond this a title is wrong anyway, and an HTML tree of it would be work for nothing.
const LONGEST_TITLE: usize = 16 * 1024;

/// A title or summary as plain text: tags and what scripts hold taken out, entities read, spaces collapsed.
pub fn plain_text(html: &str) -> String {
    let mut text = line(html);
    // Twice: many feeds escape what was already escaped.
    for _ in 0..2 {
        if text.len() > LONGEST_TITLE || !text.contains(['<', '&']) {
            break;
        }
        text = line(&without_tags(&text));
    }
    text
}

fn without_tags(html: &str) -> String {
    let tree = Html::parse_fragment(html);
    let mut text = String::with_capacity(html.len());
    for node in tree.tree.nodes() {
        match node.value() {
            Node::Text(words) => {
                let parent = node.parent().and_then(|parent| parent.value().as_element().map(scraper::node::Element::name));
                if !matches!(parent, Some("script" | "style" | "template")) {
                    text.push_str(words);
                }
            }
            // Nodes come in the order of the source: a block sets apart what stands before it.
            Node::Element(element)
                if !matches!(element.name(), "b" | "i" | "em" | "strong" | "span" | "a" | "u" | "sup" | "sub" | "small" | "abbr") =>
            {
                text.push(' ');
            }
            _ => {}
        }
    }
    text
}

/// A body as feeds carry it: HTML or lines of text. When all its markup is escaped, it is unescaped once.
pub fn body(text: &str) -> Option<String> {
    if !text.contains('<') && text.contains("&lt;") && text.contains("&gt;") {
        return prose(&unescape(text));
    }
    prose(text)
}

/// Reads the character references of a text, those of HTML included; leaves what is none.
pub fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut met = HashMap::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        plain.push_str(before);
        // The longest name in HTML has 31 letters.
        let end = after.bytes().take(33).position(|byte| !(byte.is_ascii_alphanumeric() || byte == b'#'));
        let name = end.filter(|end| after.as_bytes().get(*end) == Some(&b';')).and_then(|end| Some((end, after.get(..end)?)));
        match name.and_then(|(end, name)| Some((end, met.entry(name).or_insert_with(|| reference(name)).as_deref()?))) {
            Some((end, character)) => {
                plain.push_str(character);
                rest = after.get(end + 1..).unwrap_or_default();
            }
            None => {
                plain.push('&');
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    plain
}

/// What a reference stands for, by its name without `&` and `;`.
pub fn reference(name: &str) -> Option<String> {
    let known = match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        "nbsp" => "\u{a0}",
        _ if name.is_empty() || name.len() > 32 || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#') => return None,
        _ => {
            // The table of HTML's two thousand names lives in the parser.
            let written = format!("&{name};");
            let tree = Html::parse_fragment(&written);
            let read: String = tree.root_element().text().collect();
            return (!read.is_empty() && read != written && !read.ends_with(';')).then_some(read);
        }
    };
    Some(known.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_title_loses_its_markup_and_keeps_its_words() {
        for (html, plain) in [
            ("Charg&eacute;e de projet", "Chargée de projet"),
            ("<b>Infirmi&egrave;re</b> / infirmier<br>de nuit", "Infirmière / infirmier de nuit"),
            ("R&amp;amp;D &lt;b&gt;chef&lt;/b&gt;", "R&D chef"),
            ("Dev<script>alert(1)</script><style>p{}</style><!-- x --> C++", "Dev C++"),
            ("3 < 4 & AT&T", "3 < 4 & AT&T"),
            ("Soudeur-<em>monteur</em>&nbsp;(H/F)", "Soudeur-monteur\u{a0}(H/F)"),
        ] {
            assert_eq!(plain_text(html), plain, "{html}");
        }
    }

    #[test]
    fn a_body_keeps_its_markup_and_an_escaped_one_is_unescaped_once() {
        assert_eq!(body(" <p>A &amp; B</p>\r\n").as_deref(), Some("<p>A &amp; B</p>"));
        assert_eq!(body("&lt;p&gt;A &amp;amp; B&#233;&lt;/p&gt;").as_deref(), Some("<p>A &amp; Bé</p>"));
        assert_eq!(body("ligne\nligne & cie").as_deref(), Some("ligne\nligne & cie"));
        assert_eq!(body("  "), None);
    }

    #[test]
    fn references_are_those_of_html() {
        assert_eq!(unescape("&Eacute;t&eacute; &#8211; &#xe9; &bogus; &; &amp &rarr;"), "Été – é &bogus; &; &amp →");
        assert_eq!(reference("#0"), Some("\u{fffd}".to_owned()));
        assert_eq!(reference("lt;x"), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]
        #[test]
        fn no_text_makes_it_panic(text in "([<>&;#/a-z0-9é\"'!-]|\\PC){0,200}") {
            plain_text(&text);
            body(&text);
            unescape(&text);
        }
    }
}
