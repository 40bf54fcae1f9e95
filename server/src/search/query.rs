//! What a reader typed, as a query of the index.
//!
//! Every word must be found, in either language, in the title or the text. The last word may be unfinished. A word that the
//! index does not know at all is read with its typos: one edit from four letters, two from eight.

use super::Result;
use super::analysis::{english, french, terms, words};
use super::schema::Fields;
use tantivy::query::{BooleanQuery, BoostQuery, FuzzyTermQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};
use unicode_normalization::UnicodeNormalization;

/// The most words read of a query.
const MOST: usize = 12;

/// The weight of a word in a title, in the text, and as it is written.
const TITLE: f32 = 4.0;
const TEXT: f32 = 1.0;
const WRITTEN: f32 = 2.0;

/// The query of a text, or nothing when no word of it says anything.
pub fn text(searcher: &Searcher, fields: &Fields, typed: &str) -> Result<Option<Box<dyn Query>>> {
    // A letter and its accent may come apart, as some keyboards and files have them; the index has them together.
    let typed: String = typed.nfc().collect();
    let typed_words: Vec<String> = terms(words(), &typed).into_iter().take(MOST).collect();
    let last = typed_words.len().saturating_sub(1);
    let finished = typed.ends_with(char::is_whitespace);
    let mut all: Vec<(Occur, Box<dyn Query>)> = Vec::new();
    for (i, word) in typed_words.iter().enumerate() {
        all.push((Occur::Must, one(searcher, fields, word, i == last && !finished)?));
    }
    Ok((!all.is_empty()).then(|| Box::new(BooleanQuery::new(all)) as Box<dyn Query>))
}

fn one(searcher: &Searcher, fields: &Fields, word: &str, may_be_unfinished: bool) -> Result<Box<dyn Query>> {
    let mut any: Vec<(Occur, Box<dyn Query>)> = Vec::new();
    let mut known = false;
    let stemmed = [(fields.title_fr, fields.text_fr, terms(french(), word)), (fields.title_en, fields.text_en, terms(english(), word))];
    for (title, text, stems) in stemmed {
        for stem in stems {
            for (field, weight) in [(title, TITLE), (text, TEXT)] {
                let term = Term::from_field_text(field, &stem);
                known |= searcher.doc_freq(&term)? > 0;
                any.push((Occur::Should, weighted(Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)), weight)));
            }
        }
    }
    let written = Term::from_field_text(fields.words, word);
    known |= searcher.doc_freq(&written)? > 0;
    any.push((Occur::Should, weighted(Box::new(TermQuery::new(written.clone(), IndexRecordOption::WithFreqs)), WRITTEN)));
    if may_be_unfinished && word.chars().count() >= 2 {
        any.push((Occur::Should, weighted(Box::new(FuzzyTermQuery::new_prefix(written, 0, true)), TEXT)));
    }
    if !known {
        any.extend(typos(fields.words, word).map(|query| (Occur::Should, query)));
    }
    Ok(Box::new(BooleanQuery::new(any)))
}

fn typos(field: Field, word: &str) -> impl Iterator<Item = Box<dyn Query>> {
    let distance = match word.chars().count() {
        0..4 => 0,
        4..8 => 1,
        _ => 2,
    };
    let term = Term::from_field_text(field, word);
    (distance > 0).then(|| Box::new(FuzzyTermQuery::new(term, distance, true)) as Box<dyn Query>).into_iter()
}

fn weighted(query: Box<dyn Query>, weight: f32) -> Box<dyn Query> {
    if (weight - 1.0).abs() < f32::EPSILON { query } else { Box::new(BoostQuery::new(query, weight)) }
}
