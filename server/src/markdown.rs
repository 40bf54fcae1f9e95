//! Markdown, and the HTML that feeds carry, as safe HTML.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};
use std::collections::HashSet;
use std::sync::LazyLock;

static SAFE: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let tags: HashSet<&str> = [
        "a",
        "abbr",
        "b",
        "blockquote",
        "br",
        "caption",
        "code",
        "dd",
        "dl",
        "dt",
        "em",
        "h2",
        "h3",
        "h4",
        "hr",
        "i",
        "li",
        "ol",
        "p",
        "pre",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ]
    .into();
    let mut builder = ammonia::Builder::empty();
    builder
        .tags(tags)
        .clean_content_tags(["script", "style", "noscript", "template", "iframe", "object", "svg", "math", "title"].into())
        .add_tag_attributes("a", ["href", "hreflang", "lang"])
        .add_tag_attributes("abbr", ["title"])
        .add_tag_attributes("th", ["scope"])
        .add_tag_attributes("ol", ["start"])
        .url_schemes(["http", "https", "mailto", "tel"].into())
        .url_relative(ammonia::UrlRelative::PassThrough)
        .link_rel(Some("noopener nofollow"));
    builder
});

/// Renders a text of ours or of a feed. What could run, load or hide is gone; a first-level heading becomes a second-level
/// one, because a page has one title.
pub fn to_html(markdown: &str) -> String {
    let events = Parser::new_ext(markdown, Options::ENABLE_TABLES).map(|event| match event {
        Event::Start(Tag::Heading { level: HeadingLevel::H1, id, classes, attrs }) => {
            Event::Start(Tag::Heading { level: HeadingLevel::H2, id, classes, attrs })
        }
        Event::End(TagEnd::Heading(HeadingLevel::H1)) => Event::End(TagEnd::Heading(HeadingLevel::H2)),
        other => other,
    });
    let mut rendered = String::with_capacity(markdown.len() * 3 / 2);
    html::push_html(&mut rendered, events);
    SAFE.clean(&rendered).to_string()
}

/// Our own content: links inside the site keep their plain form.
pub fn ours_to_html(markdown: &str) -> String {
    to_html(markdown).replace(" rel=\"noopener nofollow\"", "")
}

/// The words alone, at most `longest` characters, cut after a sentence or between words.
pub fn excerpt(markdown: &str, longest: usize) -> String {
    let mut text = String::new();
    for event in Parser::new(markdown) {
        match event {
            Event::Text(words) | Event::Code(words) => text.push_str(&words),
            Event::SoftBreak | Event::HardBreak | Event::End(_) => text.push(' '),
            Event::Html(raw) | Event::InlineHtml(raw) => {
                text.push(' ');
                // Feeds carry HTML: its words count, its tags do not.
                let mut inside = false;
                text.extend(raw.chars().filter(|c| {
                    match c {
                        '<' => inside = true,
                        '>' if inside => {
                            inside = false;
                            return false;
                        }
                        _ => {}
                    }
                    !inside
                }));
            }
            _ => {}
        }
        if text.len() > longest * 8 {
            break;
        }
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ");
    if text.chars().count() <= longest {
        return text;
    }
    let cut: String = text.chars().take(longest).collect();
    match cut.rfind(". ").filter(|end| *end > cut.len() / 2) {
        Some(end) => cut[..=end].to_owned(),
        None => format!("{}…", cut.rfind(' ').map_or(cut.as_str(), |end| &cut[..end]).trim_end_matches([',', ';', ':'])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_run_is_gone() {
        for hostile in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "[x](javascript:alert(1))",
            "<a href=\"data:text/html,x\">x</a>",
            "<p style=\"position:fixed\" onclick=\"a()\">x</p>",
            "<svg><script>alert(1)</script></svg>",
            "<iframe src=//evil></iframe>",
            "<!-- --!><img src=x onerror=alert(1)> -->",
        ] {
            let html = to_html(hostile);
            for trace in ["script", "onerror", "onclick", "style=", "javascript:", "data:", "iframe", "<img"] {
                assert!(!html.contains(trace), "{hostile} left {trace} in {html}");
            }
        }
    }

    #[test]
    fn a_first_level_heading_gives_way_to_the_title_of_the_page() {
        assert_eq!(to_html("# A\n\n## B").replace('\n', ""), "<h2>A</h2><h2>B</h2>");
        assert!(!to_html("<h1>A</h1>").contains("h1"));
    }

    #[test]
    fn an_excerpt_ends_after_a_sentence_or_a_word() {
        assert_eq!(excerpt("## A\n\n**b** c", 50), "A b c");
        assert_eq!(excerpt("<p>Un <b>poste</b>.</p>", 50), "Un poste .".replace(" .", "."));
        assert_eq!(excerpt("Une phrase assez longue. Une autre qui dépasse.", 30), "Une phrase assez longue.");
        assert_eq!(excerpt("un deux trois quatre", 11), "un deux…");
    }
}
