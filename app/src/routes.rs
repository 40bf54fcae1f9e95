//! The route table: every page, its path in each language, and typed links to it. The table of `App` mirrors it; a test
//! compares the two through the server.

use model::locale::Locale;

/// A page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Page {
    /// The home page.
    Home,
    /// The list of opportunities.
    Opportunities,
    /// An opportunity, by slug.
    Opportunity(String),
    /// The list saved on the device.
    Saved,
    /// The sectors.
    Sectors,
    /// A sector, by slug.
    Sector(String),
    /// The guides.
    Resources,
    /// A guide, by slug.
    Resource(String),
    /// The vision.
    Vision,
    /// The accessibility statement.
    Accessibility,
    /// The privacy notice.
    Privacy,
    /// The legal and language notice.
    Legal,
}

impl Page {
    /// The pages that always exist, except the one that only a device fills.
    pub const FIXED: &'static [Self] = &[
        Self::Home,
        Self::Opportunities,
        Self::Sectors,
        Self::Resources,
        Self::Vision,
        Self::Accessibility,
        Self::Privacy,
        Self::Legal,
    ];

    /// The first part of the path after the language, in each language; empty for the home page.
    const fn words(&self) -> (&'static str, &'static str) {
        match self {
            Self::Home => ("", ""),
            Self::Opportunities | Self::Opportunity(_) => ("possibilites", "opportunities"),
            Self::Saved => ("enregistrees", "saved"),
            Self::Sectors | Self::Sector(_) => ("secteurs", "sectors"),
            Self::Resources | Self::Resource(_) => ("s-etablir", "settling"),
            Self::Vision => ("vision", "vision"),
            Self::Accessibility => ("accessibilite", "accessibility"),
            Self::Privacy => ("confidentialite", "privacy"),
            Self::Legal => ("mentions-legales", "legal"),
        }
    }

    /// The path of the page in a language.
    pub fn path(&self, locale: Locale) -> String {
        let (fr, en) = self.words();
        let word = match locale {
            Locale::Fr => fr,
            Locale::En => en,
        };
        match self {
            Self::Home => format!("/{locale}"),
            Self::Opportunity(slug) | Self::Sector(slug) | Self::Resource(slug) => format!("/{locale}/{word}/{slug}"),
            _ => format!("/{locale}/{word}"),
        }
    }

    /// The path with a query string, which may be empty.
    pub fn with_query(&self, locale: Locale, query: &str) -> String {
        let path = self.path(locale);
        if query.is_empty() { path } else { format!("{path}?{query}") }
    }
}

/// The language of a path: French unless it begins with `/en`.
pub fn locale_of(path: &str) -> Locale {
    match path.split('/').nth(1) {
        Some("en") => Locale::En,
        _ => Locale::Fr,
    }
}

/// The same page in the other language. A slug is kept: the API knows it in either language and the page then takes its
/// proper path.
pub fn translate(path: &str) -> String {
    let mut parts = path.trim_start_matches('/').split('/');
    let other = locale_of(path).other();
    let _language = parts.next();
    let Some(word) = parts.next().filter(|word| !word.is_empty()) else { return Page::Home.path(other) };
    let slug = parts.next().unwrap_or_default().to_owned();
    let candidates = if slug.is_empty() {
        vec![Page::Opportunities, Page::Saved, Page::Sectors, Page::Resources, Page::Vision, Page::Accessibility, Page::Privacy, Page::Legal]
    } else {
        vec![Page::Opportunity(slug.clone()), Page::Sector(slug.clone()), Page::Resource(slug)]
    };
    let known = candidates.into_iter().find(|page| {
        let (fr, en) = page.words();
        match other {
            Locale::Fr => en == word,
            Locale::En => fr == word,
        }
    });
    known.unwrap_or(Page::Home).path(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_translates_to_itself_and_back() {
        let pages = [Page::Opportunity("a-1".into()), Page::Sector("b".into()), Page::Resource("c".into()), Page::Saved];
        for page in Page::FIXED.iter().chain(&pages) {
            assert_eq!(translate(&page.path(Locale::Fr)), page.path(Locale::En));
            assert_eq!(translate(&page.path(Locale::En)), page.path(Locale::Fr));
        }
        assert_eq!(translate("/fr/rien"), "/en");
        assert_eq!(translate("/"), "/en");
    }
}
