//! A page that can be kept: its policy names its own scripts by their hashes, not by a nonce that only one render may bear.
//!
//! A render marks its scripts with a nonce that nothing else can know. Those, and only those, are named by the policy: what else
//! stands in the page as a script, by whatever mistake, is not.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// A page without its nonce, and the hashes of the inline scripts that bore it, as a policy writes them.
pub fn seal(page: &str, nonce: &str) -> (String, Vec<String>) {
    let mark = format!(" nonce=\"{nonce}\"");
    let mut sealed = String::with_capacity(page.len());
    let mut hashes = Vec::new();
    let mut rest = page;
    while let Some(at) = rest.find(&mark) {
        let (before, after) = rest.split_at(at);
        sealed.push_str(before);
        rest = &after[mark.len()..];
        let tag = before.rfind('<').map_or("", |from| &before[from..]);
        if !tag.starts_with("<script") {
            continue;
        }
        let Some(end) = end_of_tag(rest) else { continue };
        let body = &rest[end..];
        let Some(script) = body.find("</script>").map(|to| &body[..to]) else { continue };
        if !script.is_empty() {
            hashes.push(format!("'sha256-{}'", STANDARD.encode(Sha256::digest(script))));
        }
    }
    sealed.push_str(rest);
    hashes.sort();
    hashes.dedup();
    (sealed, hashes)
}

/// Where a tag whose middle this is ends: after the first `>` that no attribute holds.
fn end_of_tag(middle: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in middle.char_indices() {
        match (quote, c) {
            (None, '>') => return Some(at + 1),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(script: &str) -> String {
        format!("'sha256-{}'", STANDARD.encode(Sha256::digest(script)))
    }

    #[test]
    fn only_scripts_that_bore_the_nonce_are_named() {
        let page = r#"<script type="module" nonce="N1">start()</script><script>alert(1)</script><script nonce="N2">evil()</script><link nonce="N1" rel="x"><p title="<script nonce=">a</p><script nonce="N1" data-a="x>y">more()</script>"#;
        let (sealed, hashes) = seal(page, "N1");
        let mut expected = vec![hash("start()"), hash("more()")];
        expected.sort();
        assert_eq!(hashes, expected);
        assert!(!sealed.contains("N1") && sealed.contains("<script>alert(1)</script>") && sealed.contains("nonce=\"N2\""));
        assert_eq!(sealed.len(), page.len() - 3 * " nonce=\"N1\"".len());
    }

    #[test]
    fn two_renders_of_a_page_are_the_same_page() {
        let page = |nonce: &str| format!("<script nonce=\"{nonce}\">a()</script><p>é</p>");
        assert_eq!(seal(&page("x"), "x"), seal(&page("y"), "y"));
    }
}
