//! What is sought, as a tree: a query of the engine, or a saved search that postings are tried on.

use tantivy::Term;
use tantivy::query::{AllQuery, BooleanQuery, BoostQuery, DisjunctionMaxQuery, Occur, PhraseQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};

/// How much a second way of finding the same word adds.
const TIE: f32 = 0.1;

/// What is sought.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// Every posting.
    Everything,
    /// A key in a field.
    Term(Field, String),
    /// Keys that stand together in a field, in this order.
    Phrase(Field, Vec<String>),
    /// Each of these.
    All(Vec<Self>),
    /// Any of these; the best tells the weight.
    Any(Vec<Self>),
    /// The first, and none of the others.
    But(Box<Self>, Vec<Self>),
    /// The same, of another weight.
    Weighted(Box<Self>, f32),
}

impl Node {
    /// A key in a field.
    pub fn term(field: Field, key: &str) -> Self {
        Self::Term(field, key.to_owned())
    }

    /// Any of these.
    pub fn any(mut ways: Vec<Self>) -> Self {
        if ways.len() == 1 { ways.remove(0) } else { Self::Any(ways) }
    }

    /// Each of these.
    pub fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut parts: Vec<Self> = parts.into_iter().collect();
        if parts.len() == 1 { parts.remove(0) } else { Self::All(parts) }
    }

    /// The same, so many times its weight.
    pub fn weighing(self, weight: f32) -> Self {
        if (weight - 1.0).abs() < f32::EPSILON { self } else { Self::Weighted(Box::new(self), weight) }
    }

    /// The query of the engine.
    pub fn query(&self) -> Box<dyn Query> {
        let each = |nodes: &[Self]| nodes.iter().map(Self::query).collect::<Vec<_>>();
        match self {
            Self::Everything => Box::new(AllQuery),
            Self::Term(field, key) => Box::new(TermQuery::new(Term::from_field_text(*field, key), IndexRecordOption::WithFreqs)),
            Self::Phrase(field, keys) => Box::new(PhraseQuery::new(keys.iter().map(|key| Term::from_field_text(*field, key)).collect())),
            Self::All(parts) => Box::new(BooleanQuery::new(each(parts).into_iter().map(|query| (Occur::Must, query)).collect())),
            Self::Any(ways) => Box::new(DisjunctionMaxQuery::with_tie_breaker(each(ways), TIE)),
            Self::But(wanted, unwanted) => {
                let unwanted = each(unwanted).into_iter().map(|query| (Occur::MustNot, query));
                Box::new(BooleanQuery::new(std::iter::once((Occur::Must, wanted.query())).chain(unwanted).collect()))
            }
            Self::Weighted(node, weight) => Box::new(BoostQuery::new(node.query(), *weight)),
        }
    }

    /// Terms one of which every posting found has, the fewest that can be told; nothing when a posting may be found by none.
    pub fn anchors(&self) -> Option<Vec<(Field, &str)>> {
        match self {
            Self::Everything => None,
            Self::Term(field, key) => Some(vec![(*field, key)]),
            Self::Phrase(field, keys) => keys.iter().max_by_key(|key| key.len()).map(|key| vec![(*field, key.as_str())]),
            Self::All(parts) => parts.iter().filter_map(Self::anchors).min_by_key(Vec::len),
            Self::Any(ways) => {
                let mut anchors = Vec::new();
                for way in ways {
                    anchors.extend(way.anchors()?);
                }
                anchors.sort_unstable();
                anchors.dedup();
                Some(anchors)
            }
            Self::But(wanted, _) => wanted.anchors(),
            Self::Weighted(node, _) => node.anchors(),
        }
    }
}
