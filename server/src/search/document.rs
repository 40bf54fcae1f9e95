//! An opportunity as the index keeps it.

use super::analysis::{Key, Keys, telling, with_keys};
use super::lexicon::Lexicon;
use super::roots::root;
use super::schema::{COMPLETE, FRENCH_NOT_STATED, Facet, Fields, PAY_NOT_STATED};
use super::suggestions::host_terms;
use super::words::Word;
use super::{Labels, Result};
use crate::markdown::excerpt;
use crate::store::Stored;
use model::locale::Locale;
use model::opportunities::record::Record;
use model::opportunities::{French, NOT_STATED, Stated};
use std::collections::BTreeSet;
use std::sync::Arc;
use tantivy::TantivyDocument;
use tantivy::tokenizer::PreTokenizedString;

/// How much of a body is indexed, in characters.
const BODY: usize = 20_000;

/// Makes the documents of an index.
pub struct Writing {
    pub fields: Fields,
    pub labels: Arc<Labels>,
    pub lexicon: Arc<Lexicon>,
}

impl Writing {
    /// The document of a published opportunity.
    pub fn document(&self, stored: &Stored) -> Result<TantivyDocument> {
        let mut document = TantivyDocument::new();
        document.add_text(self.fields.id, stored.id.to_string());
        self.texts(stored, &mut document);
        self.values(stored, &mut document)?;
        Ok(document)
    }

    fn texts(&self, stored: &Stored, document: &mut TantivyDocument) {
        let (fields, record) = (&self.fields, &stored.record);
        let mut concepts = BTreeSet::new();
        for lang in Locale::ALL.iter().copied() {
            let keys = Keys::of(lang);
            if let Some(title) = record.title.get(lang) {
                let read = keys.read(title);
                let names: Vec<&str> = read.iter().map(|key| key.text.as_str()).collect();
                concepts.extend(self.lexicon.named(lang, &names));
                if lang == Locale::Fr {
                    let roots: BTreeSet<String> = read.iter().filter_map(|key| root(&key.written)).collect();
                    roots.iter().for_each(|root| document.add_text(fields.roots, root));
                }
                document.add_pre_tokenized_text(fields.words, as_written(title));
                document.add_pre_tokenized_text(fields.title, with_keys(title, read));
            }
            let mut text = String::new();
            for part in
                [record.summary.get(lang).map(str::to_owned), record.body.get(lang).map(|body| excerpt(body, BODY))].into_iter().flatten()
            {
                text.push_str(&part);
                text.push('\n');
            }
            for (_, fr, en) in self.labels.sectors.iter().filter(|(key, ..)| record.sectors.contains(key)) {
                text.push_str(if lang == Locale::Fr { fr } else { en });
                text.push('\n');
            }
            if !text.is_empty() {
                document.add_pre_tokenized_text(fields.text, with_keys(&text, keys.read(&text)));
            }
        }
        for concept in concepts {
            document.add_text(fields.concepts, &self.lexicon.concepts()[concept].key);
        }
        if let Some(employer) = &stored.employer {
            let names: BTreeSet<&String> = std::iter::once(&employer.fr.0).chain(employer.en.iter().map(|(name, _)| name)).collect();
            for term in names.into_iter().flat_map(|name| host_terms(&employer.key, name)) {
                document.add_text(fields.hosts, term);
            }
        }
        for name in names(stored) {
            document.add_pre_tokenized_text(fields.words, as_written(&name));
        }
    }

    fn values(&self, stored: &Stored, document: &mut TantivyDocument) -> Result<()> {
        let (fields, record) = (&self.fields, &stored.record);
        for (facet, field) in Facet::ALL.iter().zip(fields.facets) {
            for value in facet_values(*facet, stored) {
                document.add_text(field, value);
            }
        }
        let level = record.french.and_then(|level| French::ALL.iter().position(|known| *known == level));
        document.add_u64(fields.french, level.map_or(FRENCH_NOT_STATED, |level| level as u64));
        document.add_i64(fields.pay, yearly(record).unwrap_or(PAY_NOT_STATED));
        document.add_i64(fields.opens_at, stored.opens.1);
        document.add_i64(fields.closes_at, stored.closes.map_or(i64::MAX, |(_, at)| at));
        document.add_u64(fields.tie, tie(&stored.public_id));
        document.add_u64(fields.stated, stated(stored));
        document.add_bool(fields.english, record.title.en.is_some());
        document.add_text(fields.item_fr, serde_json::to_string(&stored.item(Locale::Fr))?);
        document.add_text(fields.item_en, serde_json::to_string(&stored.item(Locale::En))?);
        Ok(())
    }
}

/// The most a posting pays in a year, in cents, when what it states makes a yearly amount.
pub fn yearly(record: &Record) -> Option<i64> {
    let hundredths = record.hours_per_week.map(|hours| (hours * 100.0).round() as i64);
    record.pay.as_ref().and_then(|pay| pay.yearly(hundredths)).map(|(_, high)| high.0)
}

/// How many of the things readers ask for are stated.
fn stated(stored: &Stored) -> u64 {
    let record = &stored.record;
    let stated = [
        record.pay.is_some(),
        record.french.is_some(),
        record.sponsorship != Stated::NotStated,
        record.mode.is_some(),
        record.schedule.is_some(),
        stored.place.is_some(),
    ];
    stated.iter().map(|stated| u64::from(*stated)).sum::<u64>().min(COMPLETE)
}

/// The words of a text as they are written.
fn as_written(text: &str) -> PreTokenizedString {
    let key = |word: Word| Key { from: word.from, to: word.to, text: word.text.clone(), written: word.text };
    with_keys(text, telling(text).into_iter().map(key))
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

/// The values of a posting for a facet.
pub fn facet_values(facet: Facet, stored: &Stored) -> Vec<String> {
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
