//! The route table: every page and its path in each language, read both ways. The application shows what [`Page::parse`]
//! reads, so a link of [`Page::path`] always leads somewhere. To add a page, add a variant, its words, and its view in `App`.

use model::interests::InterestKind;
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
    /// The kinds of request.
    Interests,
    /// The form of a kind of request.
    Interest(InterestKind),
    /// A request that was just sent.
    Received,
    /// A request that is followed.
    Follow,
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
        Self::Interests,
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
            Self::Interests | Self::Interest(_) | Self::Received => ("demandes", "requests"),
            Self::Follow => ("suivi", "follow"),
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
                    None => Self::FIXED.iter().chain([&Self::Saved, &Self::Follow]).cloned().collect::<Vec<_>>(),
                    Some(slug) if word == Self::Interests.word(locale) => vec![Self::request(locale, &slug)?],
                    Some(slug) => vec![Self::Opportunity(slug.clone()), Self::Sector(slug.clone()), Self::Resource(slug)],
                };
                candidates.into_iter().find(|page| !word.is_empty() && page.word(locale) == word)
            }
            _ => None,
        };
        page.map(|page| (locale, page))
    }

    /// What comes after `demandes/`: a kind of request, or the one that was just sent.
    fn request(locale: Locale, slug: &str) -> Option<Self> {
        if slug == received(locale) {
            return Some(Self::Received);
        }
        InterestKind::ALL.iter().find(|kind| kind_slug(**kind, locale) == slug).map(|kind| Self::Interest(*kind))
    }

    const fn word(&self, locale: Locale) -> &'static str {
        let (fr, en) = self.words();
        match locale {
            Locale::Fr => fr,
            Locale::En => en,
        }
    }

    /// Whether the server alone makes the page: its links are none of the browser's program's.
    pub const fn is_made(&self) -> bool {
        matches!(self, Self::Interests | Self::Interest(_) | Self::Received | Self::Follow)
    }

    /// The path of the page in a language.
    pub fn path(&self, locale: Locale) -> String {
        let word = self.word(locale);
        match self {
            Self::Home => format!("/{locale}"),
            Self::Opportunity(slug) | Self::Sector(slug) | Self::Resource(slug) => format!("/{locale}/{word}/{slug}"),
            Self::Interest(kind) => format!("/{locale}/{word}/{}", kind_slug(*kind, locale)),
            Self::Received => format!("/{locale}/{word}/{}", received(locale)),
            _ => format!("/{locale}/{word}"),
        }
    }

    /// The path with a query string, which may be empty.
    pub fn with_query(&self, locale: Locale, query: &str) -> String {
        let path = self.path(locale);
        if query.is_empty() { path } else { format!("{path}?{query}") }
    }
}

/// What a kind of request is called in an address.
const fn kind_slug(kind: InterestKind, locale: Locale) -> &'static str {
    match (locale, kind) {
        (Locale::Fr, InterestKind::Company) => "entreprise",
        (Locale::Fr, InterestKind::Organization) => "organisation",
        (Locale::Fr, InterestKind::Event) => "evenement",
        (Locale::Fr, InterestKind::City) => "ville",
        (Locale::Fr, InterestKind::Region) => "rayonner",
        (Locale::Fr, InterestKind::Talent) => "question",
        (Locale::Fr, InterestKind::Posting) => "affichage",
        (Locale::En, InterestKind::Company) => "company",
        (Locale::En, InterestKind::Organization) => "organization",
        (Locale::En, InterestKind::Event) => "event",
        (Locale::En, InterestKind::City) => "city",
        (Locale::En, InterestKind::Region) => "reaching-out",
        (Locale::En, InterestKind::Talent) => "question",
        (Locale::En, InterestKind::Posting) => "posting",
    }
}

const fn received(locale: Locale) -> &'static str {
    match locale {
        Locale::Fr => "recue",
        Locale::En => "received",
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
        let pages = [
            Page::Opportunity("a-1".into()),
            Page::Sector("b".into()),
            Page::Resource("c".into()),
            Page::Saved,
            Page::Follow,
            Page::Received,
        ];
        let forms = InterestKind::ALL.iter().map(|kind| Page::Interest(*kind)).collect::<Vec<_>>();
        for page in Page::FIXED.iter().chain(&pages).chain(&forms) {
            assert_eq!(translate(&page.path(Locale::Fr)), page.path(Locale::En));
            assert_eq!(translate(&page.path(Locale::En)), page.path(Locale::Fr));
            assert_eq!(Page::parse(&page.path(Locale::En)), Some((Locale::En, page.clone())));
        }
        assert_eq!(translate("/fr/rien"), "/en");
        assert_eq!(translate("/"), "/en");
        for nowhere in [
            "",
            "/",
            "/de",
            "/fr/",
            "/fr/opportunities",
            "/fr/vision/a",
            "/fr/secteurs/a/b",
            "/fr/demandes/company",
            "/fr/demandes/rien",
            "fr",
        ] {
            assert_eq!(Page::parse(nowhere), None, "{nowhere}");
        }
    }
}
