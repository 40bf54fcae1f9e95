//! An opportunity as the index keeps it.

use super::schema::{FRENCH_NOT_STATED, Facet, Fields, PAY_NOT_STATED};
use super::{Labels, Result};
use crate::markdown::excerpt;
use crate::store::Stored;
use model::locale::Locale;
use model::opportunities::{French, NOT_STATED};
use tantivy::TantivyDocument;

/// How much of a body is indexed, in characters.
const BODY: usize = 20_000;

/// The document of a published opportunity.
pub fn document(fields: &Fields, labels: &Labels, stored: &Stored) -> Result<TantivyDocument> {
    let record = &stored.record;
    let mut document = TantivyDocument::new();
    document.add_text(fields.id, stored.id.to_string());
    for (lang, title_field, text_field) in [(Locale::Fr, fields.title_fr, fields.text_fr), (Locale::En, fields.title_en, fields.text_en)] {
        let title = record.title.get(lang).unwrap_or_default();
        document.add_text(title_field, title);
        document.add_text(fields.words, title);
        let mut text = String::new();
        for part in
            [record.summary.get(lang).map(str::to_owned), record.body.get(lang).map(|body| excerpt(body, BODY))].into_iter().flatten()
        {
            text.push_str(&part);
            text.push('\n');
        }
        for (_, fr, en) in labels.sectors.iter().filter(|(key, ..)| record.sectors.contains(key)) {
            text.push_str(if lang == Locale::Fr { fr } else { en });
            text.push('\n');
        }
        document.add_text(text_field, &text);
    }
    for name in names(stored) {
        document.add_text(fields.words, &name);
        document.add_text(fields.text_fr, &name);
    }
    for (facet, field) in Facet::ALL.iter().zip(fields.facets) {
        for value in values(*facet, stored) {
            document.add_text(field, value);
        }
    }
    let level = record.french.and_then(|level| French::ALL.iter().position(|known| *known == level));
    document.add_u64(fields.french, level.map_or(FRENCH_NOT_STATED, |level| level as u64));
    let hundredths = record.hours_per_week.map(|hours| (hours * 100.0).round() as i64);
    let yearly = record.pay.as_ref().and_then(|pay| pay.yearly(hundredths));
    document.add_i64(fields.pay, yearly.map_or(PAY_NOT_STATED, |(_, high)| high.0));
    document.add_i64(fields.opens_at, stored.opens.1);
    document.add_i64(fields.closes_at, stored.closes.map_or(i64::MAX, |(_, at)| at));
    document.add_u64(fields.tie, tie(&stored.public_id));
    document.add_text(fields.item_fr, serde_json::to_string(&stored.item(Locale::Fr))?);
    document.add_text(fields.item_en, serde_json::to_string(&stored.item(Locale::En))?);
    Ok(document)
}

/// The eight characters of a public id as a number: unique, and the same on every instance.
pub fn tie(public_id: &str) -> u64 {
    public_id.bytes().take(8).fold(0, |tie, byte| tie << 8 | u64::from(byte))
}

fn names(stored: &Stored) -> Vec<String> {
    let mut names = Vec::new();
    if let Some(employer) = &stored.employer {
        names.push(employer.fr.0.clone());
        names.extend(employer.en.as_ref().map(|(name, _)| name.clone()));
    }
    if let Some(place) = &stored.place {
        names.extend([place.fr.clone(), place.en.clone()]);
    }
    if let Some(place) = &stored.record.place {
        names.extend([place.city.clone(), place.borough.clone()].into_iter().flatten());
    }
    names.extend(stored.record.noc.clone());
    names
}

fn values(facet: Facet, stored: &Stored) -> Vec<String> {
    let record = &stored.record;
    let one = |word: Option<&str>| vec![word.unwrap_or(NOT_STATED).to_owned()];
    match facet {
        Facet::Kind => one(Some(record.kind.as_str())),
        Facet::Sector if record.sectors.is_empty() => one(None),
        Facet::Sector => record.sectors.clone(),
        Facet::Audience => record.audience.iter().map(ToString::to_string).collect(),
        Facet::Mode => one(record.mode.map(model::opportunities::Mode::as_str)),
        Facet::Schedule => one(record.schedule.map(model::opportunities::Schedule::as_str)),
        Facet::Sponsorship => one(Some(record.sponsorship.as_str())),
        // A borough counts for its city too.
        Facet::Place => match &stored.place {
            None => one(None),
            Some(place) => std::iter::once(&place.key).chain(&place.parent).cloned().collect(),
        },
        Facet::Employer => stored.employer.iter().map(|employer| employer.key.clone()).collect(),
    }
}
