//! Linked data for search engines.

use leptos::prelude::*;

/// A JSON-LD script. The children of a script are not escaped, so what could end it is written otherwise.
#[component]
pub fn JsonLd(
    /// The document.
    data: String,
) -> impl IntoView {
    view! { <script type="application/ld+json" inner_html=escape(&data)></script> }
}

/// The document as text that no parser of HTML can end.
fn escape(data: &str) -> String {
    data.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_cannot_be_ended_from_within() {
        let hostile = serde_json::json!({ "title": "</script><script>alert(1)</script><!--" });
        let text = escape(&hostile.to_string());
        assert!(!text.contains('<') && !text.contains('>'));
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).expect("is still JSON"), hostile);
    }
}
