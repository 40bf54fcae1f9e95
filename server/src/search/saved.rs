//! Saved searches: which of many find one posting. A new posting is not sought by each of a hundred thousand searches; the searches are
//! sought by the posting.
//!
//! Searches of the same words are read once. Each set of words is filed under terms one of which every posting it finds has, so
//! that only those are tried which may find; what finds by its words is then sifted by its filters. A saved search is
//! finished: its last word is a whole one.

use super::document::{facet_values, yearly};
use super::node::Node;
use super::schema::Facet;
use super::shelves::COUNTED;
use super::terms::Terms;
use super::{Result, Search};
use crate::store::Stored;
use model::opportunities::French;
use model::opportunities::filters::Filters;
use std::collections::HashMap;
use tantivy::schema::Field;

/// A posting, as searches find it.
pub struct Posting {
    terms: Terms,
    /// Its values, by facet of [`COUNTED`].
    values: [Vec<String>; COUNTED.len()],
    employer: Option<String>,
    french: Option<French>,
    /// Cents a year.
    pay: Option<i64>,
    opens_at: i64,
}

/// Words, with the terms they are made of as numbers.
#[derive(Debug)]
enum Words {
    Everything,
    Term(u32),
    Run(Field, Vec<String>),
    All(Vec<Self>),
    Any(Vec<Self>),
    But(Box<Self>, Vec<Self>),
}

impl Words {
    fn finds(&self, has: &[bool], terms: &Terms) -> bool {
        match self {
            Self::Everything => true,
            Self::Term(term) => has[*term as usize],
            Self::Run(field, keys) => terms.has_run(*field, keys),
            Self::All(parts) => parts.iter().all(|part| part.finds(has, terms)),
            Self::Any(ways) => ways.iter().any(|way| way.finds(has, terms)),
            Self::But(wanted, unwanted) => wanted.finds(has, terms) && !unwanted.iter().any(|node| node.finds(has, terms)),
        }
    }
}

/// What sifts the postings that words find.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Sieve {
    /// Any of these, by facet; the values as numbers.
    values: [Vec<u32>; COUNTED.len()],
    employer: Option<String>,
    /// The most French the reader has, by its place among the levels.
    french: Option<u8>,
    pay_min: Option<i64>,
    since: Option<i64>,
}

/// The searches of the same words.
struct Group {
    words: Words,
    /// Those of the same filters, by filters.
    sieves: HashMap<Sieve, Vec<u64>>,
}

/// Saved searches, ready to be found by postings.
#[derive(Default)]
pub struct SavedSearches {
    groups: Vec<Group>,
    by_words: HashMap<String, usize>,
    /// The numbers of terms and of facet values.
    terms: HashMap<Field, HashMap<String, u32>>,
    values: HashMap<String, u32>,
    /// Groups by the term they are filed under, by its number.
    filed: Vec<Vec<u32>>,
    /// Groups that a posting may be found by without any term.
    always: Vec<u32>,
    count: usize,
}

fn level(french: French) -> u8 {
    French::ALL.iter().position(|known| *known == french).unwrap_or_default() as u8
}

impl SavedSearches {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Adds a search under a number of the caller's. `since` is the first instant of the day that `posted_since` names. Words are
    /// read as the index reads them now.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn add(&mut self, search: &Search, id: u64, filters: &Filters, since: Option<i64>) -> Result<()> {
        let sieve = self.sieve(filters, since);
        let words = filters.q.trim();
        let group = match self.by_words.get(words) {
            Some(group) => *group,
            None => {
                let node = search.read_finished(words)?;
                let group = self.file(&node.unwrap_or(Node::Everything));
                self.by_words.insert(words.to_owned(), group);
                group
            }
        };
        self.groups[group].sieves.entry(sieve).or_default().push(id);
        self.count += 1;
        Ok(())
    }

    /// Takes a search away; false when it is not there.
    pub fn remove(&mut self, id: u64, filters: &Filters, since: Option<i64>) -> bool {
        let sieve = self.sieve(filters, since);
        let Some(group) = self.by_words.get(filters.q.trim()) else { return false };
        let Some(ids) = self.groups[*group].sieves.get_mut(&sieve) else { return false };
        let Some(at) = ids.iter().position(|known| *known == id) else { return false };
        ids.swap_remove(at);
        if ids.is_empty() {
            self.groups[*group].sieves.remove(&sieve);
        }
        self.count -= 1;
        true
    }

    /// The numbers of the searches that find a posting, in no order.
    pub fn finding(&self, posting: &Posting) -> Vec<u64> {
        let mut has = vec![false; self.filed.len()];
        let mut tried = vec![false; self.groups.len()];
        let mut candidates = self.always.clone();
        for (field, key) in posting.terms.iter() {
            if let Some(term) = self.terms.get(&field).and_then(|terms| terms.get(key)) {
                has[*term as usize] = true;
                candidates.extend(&self.filed[*term as usize]);
            }
        }
        let numbered = |values: &Vec<String>| values.iter().filter_map(|value| self.values.get(value).copied()).collect::<Vec<u32>>();
        let values: [Vec<u32>; COUNTED.len()] = std::array::from_fn(|at| numbered(&posting.values[at]));
        let mut found = Vec::new();
        for group in candidates {
            if std::mem::replace(&mut tried[group as usize], true) {
                continue;
            }
            let Group { words, sieves } = &self.groups[group as usize];
            if !sieves.is_empty() && words.finds(&has, &posting.terms) {
                let passing = sieves.iter().filter(|(sieve, _)| sieve.passes(&values, posting));
                found.extend(passing.flat_map(|(_, ids)| ids));
            }
        }
        found
    }

    fn term(&mut self, field: Field, key: &str) -> u32 {
        let terms = self.terms.entry(field).or_default();
        if let Some(term) = terms.get(key) {
            return *term;
        }
        let term = self.filed.len() as u32;
        terms.insert(key.to_owned(), term);
        self.filed.push(Vec::new());
        term
    }

    fn file(&mut self, node: &Node) -> usize {
        let words = self.words(node);
        let group = self.groups.len();
        match node.anchors() {
            None => self.always.push(group as u32),
            Some(anchors) => {
                for (field, key) in anchors {
                    let term = self.term(field, key);
                    self.filed[term as usize].push(group as u32);
                }
            }
        }
        self.groups.push(Group { words, sieves: HashMap::new() });
        group
    }

    fn words(&mut self, node: &Node) -> Words {
        match node {
            Node::Everything => Words::Everything,
            Node::Term(field, key) => Words::Term(self.term(*field, key)),
            Node::Phrase(field, keys) => Words::Run(*field, keys.clone()),
            Node::All(parts) => Words::All(parts.iter().map(|part| self.words(part)).collect()),
            Node::Any(ways) => Words::Any(ways.iter().map(|way| self.words(way)).collect()),
            Node::But(wanted, unwanted) => Words::But(Box::new(self.words(wanted)), unwanted.iter().map(|node| self.words(node)).collect()),
            Node::Weighted(node, _) => self.words(node),
        }
    }

    fn sieve(&mut self, filters: &Filters, since: Option<i64>) -> Sieve {
        let mut values: [Vec<u32>; COUNTED.len()] = Default::default();
        for (values, facet) in values.iter_mut().zip(COUNTED) {
            for (_, value) in filters.pairs().into_iter().filter(|(name, _)| *name == facet.name()) {
                let next = self.values.len() as u32;
                values.push(*self.values.entry(value).or_insert(next));
            }
            values.sort_unstable();
        }
        Sieve {
            values,
            employer: filters.employer.clone(),
            french: filters.french.map(level),
            pay_min: filters.pay_min.map(|cents| cents.0),
            since,
        }
    }
}

impl Sieve {
    fn passes(&self, values: &[Vec<u32>; COUNTED.len()], posting: &Posting) -> bool {
        let chosen = self.values.iter().zip(values);
        chosen.into_iter().all(|(any_of, has)| any_of.is_empty() || any_of.iter().any(|value| has.contains(value)))
            && self.employer.as_ref().is_none_or(|employer| posting.employer.as_ref() == Some(employer))
            && self.french.is_none_or(|most| posting.french.is_none_or(|asked| level(asked) <= most))
            && self.pay_min.is_none_or(|least| posting.pay.is_none_or(|pay| pay >= least))
            && self.since.is_none_or(|since| posting.opens_at >= since)
    }
}

impl Search {
    /// A posting as saved searches find it.
    ///
    /// # Errors
    /// When it cannot be written as a document.
    pub fn posting(&self, stored: &Stored) -> Result<Posting> {
        Ok(Posting {
            terms: Terms::of(&self.writing().document(stored)?),
            values: COUNTED.map(|facet| facet_values(facet, stored)),
            employer: facet_values(Facet::Employer, stored).pop(),
            french: stored.record.french,
            pay: yearly(&stored.record),
            opens_at: stored.opens.1,
        })
    }

    /// What words seek, the last of them whole; nothing when they say nothing.
    fn read_finished(&self, words: &str) -> Result<Option<Node>> {
        // A space after the last word says that it is whole.
        Ok(self.asked(&self.reader.searcher(), &format!("{words} "))?.map(|asked| asked.strict))
    }
}
