//! An opportunity as lists show it, in one language.

use super::Stored;
use crate::markdown::excerpt;
use crate::text::slugify;
use model::employers::EmployerRef;
use model::locale::{Locale, Localized};
use model::opportunities::{OpportunityItem, Origin};
use model::places::PlaceRef;

/// Feeds published long after the fact: their readers must verify at the source that a posting is still open.
const LATE_SOURCES: &[&str] = &["jobbank"];

/// How long a summary is, when it is taken from the body.
const EXCERPT: usize = 220;

impl Stored {
    /// The item in a language, or else in French, or else (a draft without French) in what there is.
    pub fn item(&self, lang: Locale) -> OpportunityItem {
        let record = &self.record;
        let title_lang = self.lang(lang);
        let summary = record.summary.get(title_lang).map(str::to_owned);
        let summary = summary.or_else(|| record.body.get(title_lang).map(|body| excerpt(body, EXCERPT)));
        OpportunityItem {
            id: self.public_id.clone(),
            slug: self.slug(title_lang),
            kind: record.kind,
            title: record.title.get(title_lang).unwrap_or_default().to_owned(),
            title_lang,
            summary: summary.unwrap_or_default(),
            employer: self.employer.as_ref().map(|employer| EmployerRef {
                key: employer.key.clone(),
                name: match (lang, &employer.en) {
                    (Locale::En, Some((name, _))) => name.clone(),
                    _ => employer.fr.0.clone(),
                },
            }),
            sectors: record.sectors.clone(),
            place: self.place_ref(lang),
            mode: record.mode,
            schedule: record.schedule,
            pay: record.pay.clone(),
            hours_per_week: record.hours_per_week,
            french: record.french,
            sponsorship: record.sponsorship,
            opens: self.opens.0,
            closes: self.closes.map(|(day, _)| day),
            origin: Origin {
                source: self.source.clone(),
                external_id: record.external_id.clone(),
                verify: LATE_SOURCES.contains(&self.source.as_str()),
            },
            sample: self.sample,
            highlights: None,
        }
    }

    /// The language its texts are read in, when `lang` is asked.
    pub fn lang(&self, lang: Locale) -> Locale {
        if self.record.title.get(lang).is_some() {
            lang
        } else if self.record.title.fr.is_some() {
            Locale::Fr
        } else {
            Locale::En
        }
    }

    /// The last part of its page's path: `title-publicid`.
    pub fn slug(&self, lang: Locale) -> String {
        let words = slugify(self.record.title.get(self.lang(lang)).unwrap_or_default());
        if words.is_empty() { self.public_id.clone() } else { format!("{words}-{}", self.public_id) }
    }

    /// The slug in each language.
    pub fn slugs(&self) -> Localized<String> {
        Localized { fr: self.slug(Locale::Fr), en: Some(self.slug(Locale::En)) }
    }

    /// The place, by our name for it; a place we do not know has the feed's name and no key.
    fn place_ref(&self, lang: Locale) -> Option<PlaceRef> {
        if let Some(place) = &self.place {
            let label = match lang {
                Locale::Fr => &place.fr,
                Locale::En => &place.en,
            };
            return Some(PlaceRef { key: place.key.clone(), label: label.clone() });
        }
        let city = self.record.place.as_ref().and_then(|place| place.city.clone())?;
        Some(PlaceRef { key: String::new(), label: city })
    }
}
