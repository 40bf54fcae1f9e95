//! Texts that would run, or break out, where they are not escaped; and what tells that none did. The browser tests read the same
//! file.

use scraper::Html;
use serde_json::Value;
use std::collections::BTreeSet;

/// The three hundred texts: each form of attack with each script.
pub fn texts() -> Vec<String> {
    let file: Value = serde_json::from_str(include_str!("../hostile.json")).expect("JSON");
    let list = |name: &str| -> Vec<String> { serde_json::from_value(file[name].clone()).expect("texts") };
    let forms = list("forms");
    let texts: Vec<_> = list("runs").iter().flat_map(|run| forms.iter().map(move |form| form.replace("{}", run))).collect();
    assert_eq!(texts.len(), 300);
    texts
}

/// The texts, as many in each bundle as `longest` characters hold. A text that only runs where a value begins begins its bundle.
pub fn bundles(longest: usize) -> Vec<String> {
    let mut bundles: Vec<String> = Vec::new();
    let (first, others): (Vec<_>, Vec<_>) = texts().into_iter().partition(|text| text.starts_with("javascript:"));
    let mut first = first.into_iter();
    for text in others {
        let fits = bundles.last().is_some_and(|last| last.chars().count() + 1 + text.chars().count() <= longest);
        match bundles.last_mut() {
            Some(last) if fits => {
                last.push(' ');
                last.push_str(&text);
            }
            _ => {
                bundles.extend(first.next());
                bundles.push(text);
            }
        }
    }
    bundles.extend(first);
    assert!(bundles.iter().all(|bundle| bundle.chars().count() <= longest));
    bundles
}

/// What a page is made of, without its words: every element, the names of its attributes, and every value that leads or loads
/// somewhere. Two pages that differ by what people wrote in them have the same.
pub fn skeleton(page: &Html) -> Vec<String> {
    let elements = page.tree.values().filter_map(scraper::Node::as_element);
    elements
        .map(|element| {
            let attributes: BTreeSet<_> = element
                .attrs()
                .map(|(name, value)| match name {
                    "href" | "src" | "action" | "formaction" | "data" | "srcset" | "style" | "content" => format!("{name}={value}"),
                    name => name.to_owned(),
                })
                .collect();
            format!("<{} {}>", element.name(), attributes.into_iter().collect::<Vec<_>>().join(" "))
        })
        .collect()
}

/// Fails where one skeleton leaves the other.
pub fn assert_same(found: &[String], meant: &[String], what: &str) {
    let at = found.iter().zip(meant).position(|(found, meant)| found != meant);
    let at = at.or_else(|| (found.len() != meant.len()).then(|| found.len().min(meant.len())));
    let near = |list: &[String], at: usize| list[at.saturating_sub(1)..list.len().min(at + 2)].join(" ");
    let difference = at.map(|at| (near(found, at), near(meant, at)));
    assert_eq!(difference, None, "found and meant, with {what}");
}

/// The text of each element that a selector names.
pub fn shown(page: &Html, selector: &str) -> Vec<String> {
    page.select(&crate::app::css(selector)).map(|element| element.text().collect::<String>().trim().to_owned()).collect()
}

/// What the control of a question holds, as a browser would send it.
pub fn typed(page: &Html, name: &str) -> Option<String> {
    let control = page.select(&crate::app::css(&format!("[name={name}]"))).next()?;
    match control.value().name() {
        // A parser drops the first line break, and this one keeps it.
        "textarea" => Some(control.text().collect::<String>().trim_start_matches('\n').to_owned()),
        _ => control.attr("value").map(str::to_owned),
    }
}

#[test]
fn written_as_they_are_most_of_the_texts_would_run() {
    let page = |body: String| skeleton(&Html::parse_document(&format!("<form action=/x>{body}</form>")));
    let places: [fn(&str) -> String; 3] =
        [|text| format!("<p>{text}</p>"), |text| format!("<input value=\"{text}\">"), |text| format!("<textarea>{text}</textarea>")];
    let runs = |text: &&String| places.iter().any(|place| page(place(text)) != page(place("x")));
    assert!(texts().iter().filter(runs).count() > 200);
    for text in texts() {
        assert!([120, 1_500].iter().all(|longest| bundles(*longest).iter().any(|bundle| bundle.contains(&text))), "{text}");
    }
}
