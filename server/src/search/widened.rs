//! A query widened to titles with most of its words; what is found whole comes first.

use super::node::Node;
use super::query::{Asides, Group, WHOLE, Wide};
use tantivy::query::{BooleanQuery, ConstScoreQuery, DisjunctionMaxQuery, Occur, Query};

type Clauses = Vec<(Occur, Box<dyn Query>)>;

/// Titles with most of the words, or with one that few have.
pub fn widened(groups: &[Group], asides: &Asides, strict: &Node) -> Box<dyn Query> {
    let words: Vec<&Wide> = groups.iter().flat_map(|group| &group.titles).collect();
    let least = match words.len() {
        2 => 1,
        3 | 4 => 2,
        many => many.div_ceil(2),
    };
    let any_of = |words: &mut dyn Iterator<Item = &&Wide>| words.map(|word| (Occur::Should, word.query.query())).collect::<Clauses>();
    let most = BooleanQuery::with_minimum_required_clauses(any_of(&mut words.iter()), least);
    let telling = BooleanQuery::new(any_of(&mut words.iter().filter(|word| word.is_rare)));
    let some: Box<dyn Query> = Box::new(DisjunctionMaxQuery::new(vec![Box::new(most), Box::new(telling)]));
    let whole: Box<dyn Query> = Box::new(ConstScoreQuery::new(strict.query(), WHOLE));
    let either: Clauses = vec![(Occur::Should, some), (Occur::Should, whole), (Occur::Should, strict.query())];
    let mut clauses: Clauses = vec![(Occur::Must, Box::new(BooleanQuery::new(either)))];
    clauses.extend(asides.wanted.iter().map(|node| (Occur::Must, node.query())));
    clauses.extend(asides.unwanted.iter().map(|node| (Occur::MustNot, node.query())));
    Box::new(BooleanQuery::new(clauses))
}
