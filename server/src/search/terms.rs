//! The terms of one posting, by field: what the index would find it by.

use std::collections::{HashMap, HashSet};
use tantivy::TantivyDocument;
use tantivy::schema::document::ReferenceValueLeaf;
use tantivy::schema::{Field, Value};

/// The terms of a posting.
#[derive(Debug, Default)]
pub struct Terms {
    has: HashMap<Field, HashSet<String>>,
    /// The keys of each text of a field, in their order.
    runs: HashMap<Field, Vec<Vec<String>>>,
}

impl Terms {
    /// The terms of a document as it is written to the index.
    pub fn of(document: &TantivyDocument) -> Self {
        let mut terms = Self::default();
        for (field, value) in document.field_values() {
            match value.as_leaf() {
                Some(ReferenceValueLeaf::PreTokStr(text)) => {
                    let run: Vec<String> = text.tokens.iter().map(|token| token.text.clone()).collect();
                    terms.has.entry(field).or_default().extend(run.iter().cloned());
                    terms.runs.entry(field).or_default().push(run);
                }
                Some(ReferenceValueLeaf::Str(text)) => drop(terms.has.entry(field).or_default().insert(text.to_owned())),
                _ => {}
            }
        }
        terms
    }

    /// Whether keys stand together in a field, in this order.
    pub fn has_run(&self, field: Field, keys: &[String]) -> bool {
        self.runs.get(&field).is_some_and(|runs| runs.iter().any(|run| run.windows(keys.len()).any(|window| window == keys)))
    }

    /// Every term.
    pub fn iter(&self) -> impl Iterator<Item = (Field, &str)> {
        self.has.iter().flat_map(|(field, keys)| keys.iter().map(|key| (*field, key.as_str())))
    }
}
