//! What the head of the document says of a page.
//!
//! The server writes all of it. The browser changes what people see or copy when the page changes: the title, the language,
//! the canonical address; search engines read what the server wrote. So nothing of it is in the view, and the two sides agree.

use crate::routes::Page;
use crate::{use_locale, use_messages, use_site};
use model::locale::{Locale, Localized};

/// The head of a page.
#[derive(Clone, Debug)]
pub struct Head {
    /// The title of the page.
    pub title: String,
    /// What the page is about, in a sentence.
    pub description: String,
    /// The page in each language; none for a page that does not exist.
    pub pages: Option<Localized<Page>>,
    /// Keeps the page out of search engines.
    pub no_index: bool,
    /// Linked data for search engines, as JSON.
    pub json_ld: Option<String>,
}

impl Head {
    /// The head of a page that search engines may keep.
    pub fn new(title: &str, description: &str, pages: Localized<Page>) -> Self {
        Self { title: title.to_owned(), description: description.to_owned(), pages: Some(pages), no_index: false, json_ld: None }
    }

    /// The head of a page that leads nowhere.
    pub fn nowhere(title: &str) -> Self {
        Self { title: title.to_owned(), description: String::new(), pages: None, no_index: true, json_ld: None }
    }

    /// Says it.
    pub fn set(self) {
        let m = use_messages();
        let title = if self.title.contains(m.site_name) { self.title.clone() } else { format!("{} · {}", self.title, m.site_name) };
        let origin = use_site().public_url;
        let url = |lang: Locale| self.pages.as_ref().map(|pages| format!("{origin}{}", pages.get(lang).0.path(lang)));
        let own = url(use_locale());
        #[cfg(feature = "ssr")]
        self.write(title, own, &url, &origin);
        #[cfg(not(feature = "ssr"))]
        leptos::prelude::Effect::new(move |_| crate::browser::set_head(&title, own.as_deref()));
    }

    #[cfg(feature = "ssr")]
    fn write(&self, title: String, own: Option<String>, url: &dyn Fn(Locale) -> Option<String>, origin: &str) {
        use leptos::prelude::*;
        use leptos_meta::{Link, Meta, Script, Title};
        let m = use_messages();
        let locale = use_locale();
        // What is waited for is built twice, once to know what it waits for: the first telling counts.
        if use_context::<Told>().is_some_and(|told| told.0.swap(true, std::sync::atomic::Ordering::Relaxed)) {
            return;
        }
        // Rendering these registers them for the head and leaves nothing in the page. The text of a title is written as it is.
        let title = maud::html! { (title) }.into_string();
        let _ = view! { <Title text=title/> }.to_html();
        if self.no_index {
            let _ = view! { <Meta name="robots" content="noindex"/> }.to_html();
        }
        let (Some(own), Some(fr), Some(en)) = (own, url(Locale::Fr), url(Locale::En)) else { return };
        let _ = view! {
            <Meta name="description" content=self.description.clone()/>
            <Link rel="canonical" href=own.clone()/>
            <Link rel="alternate" hreflang="fr-CA" href=fr.clone()/>
            <Link rel="alternate" hreflang="en-CA" href=en/>
            <Link rel="alternate" hreflang="x-default" href=fr/>
            <Meta property="og:title" content=self.title.clone()/>
            <Meta property="og:description" content=self.description.clone()/>
            <Meta property="og:type" content="website"/>
            <Meta property="og:url" content=own/>
            <Meta property="og:image" content=format!("{origin}/og-{locale}.png")/>
            <Meta property="og:site_name" content=m.site_name/>
            <Meta property="og:locale" content=locale.tag().replace('-', "_")/>
            <Meta name="twitter:card" content="summary_large_image"/>
        }
        .to_html();
        if let Some(data) = self.json_ld.as_deref().map(escape) {
            let _ = view! { <Script type_="application/ld+json">{data}</Script> }.to_html();
        }
    }
}

/// Whether the head of the page being made was told.
#[cfg(feature = "ssr")]
#[derive(Clone, Default)]
pub struct Told(std::sync::Arc<std::sync::atomic::AtomicBool>);

/// A JSON document as text that no parser of HTML can end: the children of a script are not escaped.
#[cfg(feature = "ssr")]
fn escape(json: &str) -> String {
    json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

/// A page whose path does not depend on a slug.
pub fn fixed(page: &Page) -> Localized<Page> {
    Localized { fr: page.clone(), en: Some(page.clone()) }
}

/// A page with a slug in each language.
pub fn slugged(slugs: &Localized<String>, page: fn(String) -> Page) -> Localized<Page> {
    Localized { fr: page(slugs.fr.clone()), en: Some(page(slugs.get(Locale::En).0.clone())) }
}

#[cfg(all(test, feature = "ssr"))]
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
