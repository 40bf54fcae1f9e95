//! Seeding: the content a new installation opens with.
//!
//! A seeded row keeps the hash of its seed. A new release updates a row whose hash is another, and leaves alone a row that
//! people have touched, which has no hash any more.

use super::employers::{self, NewEmployer};
use super::facts::{self, FactText, NewFact};
use super::places::{self, Place};
use super::resources::{self, NewResource, ResourceText, StoredSource};
use super::sectors::{self, SectorText, StoredInstitution};
use super::{ImportOptions, Result, Store, StoreError, Tx, changes, settings, slugs};
use crate::content::{self, ContentError, Page, ResourceHead, SectorHead};
use crate::import::{Admission, Given, Row};
use model::dates;
use model::locale::Locale;
use model::opportunities::record::Record;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::HashSet;

/// Who answers for seeded rows.
const ACTOR: &str = "seed";

/// The feed name of the samples.
pub const SAMPLE_SOURCE: &str = "sample";

/// How many rows a seeding wrote.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seeded {
    /// Rows that were not there, or of a former release.
    pub written: usize,
    /// Rows as they should be, or touched by people.
    pub kept: usize,
}

impl From<ContentError> for StoreError {
    fn from(error: ContentError) -> Self {
        Self::Content(error.to_string())
    }
}

fn hash(parts: &[&str]) -> String {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update(part.as_bytes());
        digest.update([0]);
    }
    hex::encode(digest.finalize())
}

impl Seeded {
    /// Whether a row must be written, given the hash it has: none at all (absent), none any more (touched), or one.
    fn must(&mut self, has: Option<Option<String>>, wants: &str) -> bool {
        let must = match has {
            None => true,
            Some(None) => false,
            Some(Some(has)) => has != wants,
        };
        if must {
            self.written += 1;
        } else {
            self.kept += 1;
        }
        must
    }
}

impl Store {
    /// Writes the content of this release that is not there yet.
    ///
    /// # Errors
    /// When the content is not well formed, or the database fails; then nothing is written.
    pub async fn seed(&self) -> Result<Seeded> {
        let at = self.clock.now();
        let mut seeded = Seeded::default();
        let mut tx = self.begin().await?;
        seed_places(&mut tx, &mut seeded, at).await?;
        seed_facts(&mut tx, &mut seeded, at).await?;
        for (french, english) in content::sectors()? {
            seed_sector(&mut tx, &mut seeded, &french, english.as_ref(), at).await?;
        }
        for (french, english) in content::resources()? {
            seed_resource(&mut tx, &mut seeded, &french, english.as_ref(), at).await?;
        }
        tx.commit().await?;
        Ok(seeded)
    }

    /// Writes the sample employers and opportunities, with dates counted from today, and remembers that they are there.
    ///
    /// # Errors
    /// When the content is not well formed, or the database fails.
    pub async fn seed_sample(&self) -> Result<Seeded> {
        let at = self.clock.now();
        let mut seeded = Seeded::default();
        let mut tx = self.begin().await?;
        for seed in content::employers()? {
            let hash = hash(&[&seed.name, &seed.name_en, &seed.description_fr, &seed.description_en, &seed.sectors.join(" ")]);
            if seeded.must(employers::seed_hash(&mut tx, &seed.key).await?, &hash) {
                let texts = [
                    (Locale::Fr, seed.name.as_str(), Some(seed.description_fr.as_str())),
                    (Locale::En, seed.name_en.as_str(), Some(seed.description_en.as_str())),
                ];
                let new = NewEmployer {
                    key: &seed.key,
                    neq: None,
                    place: seed.place.as_deref(),
                    sectors: &seed.sectors,
                    sample: seed.sample,
                    seed_hash: Some(&hash),
                    texts: &texts,
                };
                employers::put(&mut tx, &new).await?;
                changes::append(&mut tx, "employers", &seed.key, at, ACTOR).await?;
            }
        }
        settings::set(&mut tx, settings::SAMPLE, "true").await?;
        tx.commit().await?;
        let rows = self.sample_rows()?;
        let options = ImportOptions { source: SAMPLE_SOURCE.to_owned(), publish: true, sample: true, actor: ACTOR.to_owned() };
        for fate in self.import(&rows, &options).await? {
            if fate == super::Fate::Unchanged {
                seeded.kept += 1;
            } else {
                seeded.written += 1;
            }
        }
        Ok(seeded)
    }

    /// Whether sample opportunities were put in.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn has_sample(&self) -> Result<bool> {
        Ok(self.setting(settings::SAMPLE).await?.is_some())
    }

    /// Takes the samples out of sight, when some are in; a later [`seed_sample`](Self::seed_sample) brings them back. Answers how
    /// many were shown.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn hide_sample(&self) -> Result<usize> {
        if !self.has_sample().await? {
            return Ok(0);
        }
        let shown = self.missing(SAMPLE_SOURCE, &HashSet::new()).await?;
        self.close_missing(&shown, ACTOR).await?;
        let mut tx = self.begin().await?;
        settings::forget(&mut tx, settings::SAMPLE).await?;
        tx.commit().await?;
        Ok(shown.missing.len())
    }

    fn sample_rows(&self) -> Result<Vec<Row>> {
        let today = self.clock.today();
        let mut rows = Vec::new();
        for (line, mut item) in (1..).zip(content::sample_opportunities()?) {
            for (offset, date) in [("opens_in", "opens"), ("closes_in", "closes")] {
                if let Some(days) = item.remove(offset).as_ref().and_then(Value::as_i64) {
                    let day = today.plus_days(days).ok_or_else(|| StoreError::Content(format!("{days} days from today is no date")))?;
                    item.insert(date.to_owned(), Value::String(day.to_string()));
                }
            }
            let record: Record = serde_json::from_value(Value::Object(item)).map_err(|error| StoreError::Content(error.to_string()))?;
            if let Some(fault) = record.check().first() {
                return Err(StoreError::Content(format!("{}: {}: {}", record.external_id, fault.field, fault.detail)));
            }
            rows.push(Row { line, record, given: Given::All, admission: Admission::Inside });
        }
        Ok(rows)
    }
}

async fn seed_places(tx: &mut Tx, seeded: &mut Seeded, at: i64) -> Result<()> {
    for seed in content::places()? {
        let hash = hash(&[&seed.fr, &seed.en, seed.kind.as_str(), seed.parent.as_deref().unwrap_or_default(), &seed.aliases.join("\n")]);
        if seeded.must(places::seed_hash(tx, &seed.key).await?, &hash) {
            let place = Place { key: seed.key, kind: seed.kind, parent: seed.parent, fr: seed.fr, en: seed.en };
            places::put(tx, &place, &seed.aliases, &hash).await?;
            changes::append(tx, "places", &place.key, at, ACTOR).await?;
        }
    }
    Ok(())
}

async fn seed_facts(tx: &mut Tx, seeded: &mut Seeded, at: i64) -> Result<()> {
    for (position, (theme, seed)) in (0..).zip(content::facts()?) {
        let hash = hash(&[&theme, &format!("{position} {seed:?}")]);
        if !seeded.must(facts::seed_hash(tx, &seed.key).await?, &hash) {
            continue;
        }
        let day = |text: &str| dates::parse(text).ok_or_else(|| StoreError::Content(format!("fact {}: {text:?} is not a date", seed.key)));
        let new = NewFact {
            key: &seed.key,
            theme: &theme,
            position,
            sectors: &seed.sectors,
            territory: seed.territory,
            year: seed.year,
            url: seed.url.as_deref().filter(|url| !url.is_empty()),
            standing: seed.standing,
            checked: day(&seed.checked)?,
            review: day(&seed.review)?,
            seed_hash: &hash,
        };
        facts::put(tx, &new).await?;
        let note = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let french = FactText {
            value: seed.value_fr.clone(),
            label: seed.label_fr.clone(),
            note: note(&seed.note_fr),
            period: seed.period_fr.clone(),
            source: seed.source_fr.clone(),
        };
        let english = FactText {
            value: seed.value_en.clone(),
            label: seed.label_en.clone(),
            note: note(&seed.note_en),
            period: seed.period_en.clone(),
            source: seed.source_en.clone(),
        };
        let revision = facts::put_text(tx, &seed.key, Locale::Fr, None, &french, ACTOR, at).await?;
        facts::put_text(tx, &seed.key, Locale::En, Some(revision), &english, ACTOR, at).await?;
        changes::append(tx, "facts", &seed.key, at, ACTOR).await?;
    }
    Ok(())
}

async fn seed_sector(
    tx: &mut Tx,
    seeded: &mut Seeded,
    french: &Page<SectorHead>,
    english: Option<&Page<SectorHead>>,
    at: i64,
) -> Result<()> {
    let key = french.head.key.as_str();
    let hash = hash(&[&french.raw, english.map_or("", |page| &page.raw)]);
    if !seeded.must(sectors::seed_hash(tx, key).await?, &hash) {
        return Ok(());
    }
    sectors::put(tx, key, french.head.order, &french.head.facts, &hash).await?;
    let text = |page: &Page<SectorHead>| SectorText {
        title: page.head.title.clone(),
        summary: page.head.summary.clone(),
        teaser: page.head.teaser.clone(),
        body: page.body.clone(),
        institutions: page
            .head
            .institutions
            .iter()
            .map(|seed| StoredInstitution {
                name: seed.name.clone(),
                text: seed.text.clone(),
                source: seed.source.clone(),
                url: seed.url.clone(),
                year: seed.year,
                review: seed.review.clone(),
                standing: seed.standing,
            })
            .collect(),
    };
    let revision = sectors::put_text(tx, key, Locale::Fr, None, &text(french), ACTOR, at).await?;
    slugs::take(tx, "sectors", Locale::Fr, &french.head.slug, key).await?;
    if let Some(english) = english {
        let follows = revision - content::behind(french.head.revision, english.head.follows);
        sectors::put_text(tx, key, Locale::En, Some(follows), &text(english), ACTOR, at).await?;
        slugs::take(tx, "sectors", Locale::En, &english.head.slug, key).await?;
    }
    changes::append(tx, "sectors", key, at, ACTOR).await
}

async fn seed_resource(
    tx: &mut Tx,
    seeded: &mut Seeded,
    french: &Page<ResourceHead>,
    english: Option<&Page<ResourceHead>>,
    at: i64,
) -> Result<()> {
    let head = &french.head;
    let key = head.key.as_str();
    let hash = hash(&[&french.raw, english.map_or("", |page| &page.raw)]);
    if !seeded.must(resources::seed_hash(tx, key).await?, &hash) {
        return Ok(());
    }
    let lacks = |what: &str| StoreError::Content(format!("resource {key}: {what} is missing or wrong"));
    let day = |text: &Option<String>, what: &str| text.as_deref().and_then(dates::parse).ok_or_else(|| lacks(what));
    let new = NewResource {
        key,
        stage: head.stage.ok_or_else(|| lacks("stage"))?,
        position: head.order,
        audience: &head.audience,
        facts: &head.facts,
        checked: day(&head.checked, "checked")?,
        review: day(&head.review, "review")?,
        seed_hash: &hash,
    };
    resources::put(tx, &new).await?;
    let text = |page: &Page<ResourceHead>| ResourceText {
        title: page.head.title.clone(),
        summary: page.head.summary.clone(),
        body: page.body.clone(),
        sources: page
            .head
            .sources
            .iter()
            .map(|seed| StoredSource { title: seed.title.clone(), url: seed.url.clone(), year: seed.year, standing: seed.standing })
            .collect(),
    };
    let revision = resources::put_text(tx, key, Locale::Fr, None, &text(french), ACTOR, at).await?;
    slugs::take(tx, "resources", Locale::Fr, &head.slug, key).await?;
    if let Some(english) = english {
        let follows = revision - content::behind(head.revision, english.head.follows);
        resources::put_text(tx, key, Locale::En, Some(follows), &text(english), ACTOR, at).await?;
        slugs::take(tx, "resources", Locale::En, &english.head.slug, key).await?;
    }
    changes::append(tx, "resources", key, at, ACTOR).await
}
