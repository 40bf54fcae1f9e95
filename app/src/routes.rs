//! The route table: every page and its path in each language, read both ways. The application shows what [`Page::parse`]
//! reads, so a link of [`Page::path`] always leads somewhere. To add a page, add a variant, its words, and its view in `App`.

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
    pub const FIXED: &'static [Self] =
        &[Self::Home, Self::Opportunities, Self::Sectors, Self::Resources, Self::Vision, Self::Accessibility, Self::Privacy, Self::Legal];

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

    /// The page and the language of a path, if there is one.
    pub fn parse(path: &str) -> Option<(Locale, Self)> {
        let mut parts = path.strip_prefix('/')?.split('/');
        let locale = Locale::parse(parts.next()?)?;
        let (word, slug, more) = (parts.next(), parts.next(), parts.next());
        let slug = slug.map(str::to_owned);
        let page = match (word, slug, more) {
            (None, None, None) => return Some((locale, Self::Home)),
            (Some(word), slug, None) => {
                let candidates = match slug {
                    None => Self::FIXED.iter().chain([&Self::Saved]).cloned().collect::<Vec<_>>(),
                    Some(slug) => vec![Self::Opportunity(slug.clone()), Self::Sector(slug.clone()), Self::Resource(slug)],
                };
                candidates.into_iter().find(|page| !word.is_empty() && page.word(locale) == word)
            }
            _ => None,
        };
        page.map(|page| (locale, page))
    }

    const fn word(&self, locale: Locale) -> &'static str {
        let (fr, en) = self.words();
        match locale {
            Locale::Fr => fr,
            Locale::En => en,
        }
    }

    /// The path of the page in a language.
    pub fn path(&self, locale: Locale) -> String {
        let word = self.word(locale);
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
    Page::parse(path).map_or(Page::Home, |(_, page)| page).path(locale_of(path).other())
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
            assert_eq!(Page::parse(&page.path(Locale::En)), Some((Locale::En, page.clone())));
        }
        assert_eq!(translate("/fr/rien"), "/en");
        assert_eq!(translate("/"), "/en");
        for nowhere in ["", "/", "/de", "/fr/", "/fr/opportunities", "/fr/vision/a", "/fr/secteurs/a/b", "fr"] {
            assert_eq!(Page::parse(nowhere), None, "{nowhere}");
        }
    }
}
