//! Languages. French is the source; every other language follows it.

use serde::{Deserialize, Serialize};

words! {
    /// A language of the interface.
    Locale {
        /// French of Québec, the source of everything published.
        Fr = "fr",
        /// English of Canada.
        En = "en",
    }
}

impl Locale {
    /// The BCP 47 tag for `lang` and `hreflang`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Fr => "fr-CA",
            Self::En => "en-CA",
        }
    }

    /// The language's own name.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::Fr => "Français",
            Self::En => "English",
        }
    }

    /// The other language of the site.
    pub const fn other(self) -> Self {
        match self {
            Self::Fr => Self::En,
            Self::En => Self::Fr,
        }
    }
}

/// A content that exists in French and perhaps in English.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Localized<T> {
    /// The French content, required.
    pub fr: T,
    /// The English content, if someone wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<T>,
}

impl<T> Localized<T> {
    /// The content in `locale`, else in French, with the language it is really in.
    pub fn get(&self, locale: Locale) -> (&T, Locale) {
        match (locale, &self.en) {
            (Locale::En, Some(en)) => (en, Locale::En),
            _ => (&self.fr, Locale::Fr),
        }
    }
}

/// A translation whose French source has moved on since.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Behind {
    /// The French revision the translation was made from.
    pub follows: i64,
    /// The French revision in force.
    pub current: i64,
}

impl Behind {
    /// Compares the revision a translation follows with the one in force; `None` when the translation is up to date.
    pub fn between(follows: Option<i64>, current: i64) -> Option<Self> {
        follows.filter(|follows| *follows < current).map(|follows| Self { follows, current })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_translation_falls_back_to_french_and_says_so() {
        let text = Localized { fr: "bonjour", en: None };
        assert_eq!(text.get(Locale::En), (&"bonjour", Locale::Fr));
        let text = Localized { fr: "bonjour", en: Some("hello") };
        assert_eq!(text.get(Locale::En), (&"hello", Locale::En));
        assert_eq!(text.get(Locale::Fr), (&"bonjour", Locale::Fr));
    }

    #[test]
    fn a_translation_is_behind_only_when_the_french_moved() {
        assert_eq!(Behind::between(Some(2), 2), None);
        assert_eq!(Behind::between(None, 2), None);
        assert_eq!(Behind::between(Some(1), 2), Some(Behind { follows: 1, current: 2 }));
    }
}
