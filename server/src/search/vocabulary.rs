//! The words that titles and names are made of: how one goes on, and which one a typo meant.

use super::Result;
use super::lexicon::Lexicon;
use std::collections::BTreeMap;
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

/// The most words looked at for a beginning.
const LOOKED_AT: usize = 4_000;
/// The most words a typo is read as.
const READINGS: usize = 3;

/// The words that begin as typed, the most frequent first, at most `most`.
pub fn completions(searcher: &Searcher, field: Field, begun: &str, most: usize) -> Result<Vec<String>> {
    let mut frequencies: BTreeMap<String, u64> = BTreeMap::new();
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(field)?;
        let mut stream = inverted.terms().range().ge(begun.as_bytes()).into_stream()?;
        let mut looked_at = 0;
        while stream.advance() && stream.key().starts_with(begun.as_bytes()) && looked_at < LOOKED_AT {
            looked_at += 1;
            if let Ok(word) = std::str::from_utf8(stream.key()) {
                *frequencies.entry(word.to_owned()).or_default() += u64::from(stream.value().doc_freq);
            }
        }
    }
    Ok(most_frequent(frequencies, most))
}

fn most_frequent(frequencies: BTreeMap<String, u64>, most: usize) -> Vec<String> {
    let mut words: Vec<(String, u64)> = frequencies.into_iter().collect();
    words.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    words.into_iter().map(|(word, _)| word).take(most).collect()
}

/// How many edits a word of this length may be away from what was meant: one from four letters, two from eight.
pub fn edits(word: &str) -> u8 {
    match word.chars().count() {
        0..4 => 0,
        4..8 => 1,
        _ => 2,
    }
}

/// Where the words meant by typos are looked for.
pub struct Closest<'a> {
    pub searcher: &'a Searcher,
    pub field: Field,
    pub lexicon: &'a Lexicon,
}

impl Closest<'_> {
    /// The words closest to one that exists nowhere: those of the least distance, the most frequent first.
    pub fn to(&self, word: &str) -> Result<Vec<String>> {
        for distance in 1..=edits(word) {
            let mut found = self.within(word, distance)?;
            for (known, weight) in self.lexicon.within(word, distance) {
                *found.entry(known).or_default() += weight;
            }
            if !found.is_empty() {
                // Slips seldom change the first letter.
                let first = word.chars().next();
                let (mut likely, others): (BTreeMap<_, _>, BTreeMap<_, _>) =
                    found.into_iter().partition(|(known, _)| known.chars().next() == first);
                if likely.is_empty() {
                    likely = others;
                }
                return Ok(most_frequent(likely, READINGS));
            }
        }
        Ok(Vec::new())
    }

    fn within(&self, word: &str, distance: u8) -> Result<BTreeMap<String, u64>> {
        let mut found: BTreeMap<String, u64> = BTreeMap::new();
        let automaton = FuzzyTermQuery::new(Term::from_field_text(self.field, word), distance, true).automaton()?;
        for segment in self.searcher.segment_readers() {
            let inverted = segment.inverted_index(self.field)?;
            let mut stream = inverted.terms().search(&automaton).into_stream()?;
            while stream.advance() {
                if let Ok(known) = std::str::from_utf8(stream.key()) {
                    *found.entry(known.to_owned()).or_default() += u64::from(stream.value().doc_freq);
                }
            }
        }
        Ok(found)
    }
}
