//! What a list counts, by facet and value, and how it is told.

use super::Labels;
use super::schema::Facet;
use super::shelves::{COUNTED, LEVELS, Sets};
use model::locale::Locale;
use model::opportunities::filters::Filters;
use model::opportunities::{French, NOT_STATED};
use model::page::FacetValue;
use std::collections::BTreeMap;

/// What was counted, by facet and value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    facets: [BTreeMap<String, u64>; COUNTED.len()],
    /// Postings by French level asked; the last is "not stated".
    french: [u64; LEVELS],
}

impl Counts {
    /// From the counts of sets of values.
    pub fn of(facets: &[Sets; COUNTED.len()], counted: &[Vec<u64>; COUNTED.len()], french: [u64; LEVELS]) -> Self {
        let mut counts = Self { french, ..Self::default() };
        for ((named, sets), counted) in counts.facets.iter_mut().zip(facets).zip(counted) {
            let mut values = vec![0; sets.values.len()];
            for (set, count) in sets.sets.iter().zip(counted).filter(|(_, count)| **count > 0) {
                set.iter().for_each(|value| values[*value as usize] += count);
            }
            let with_name = sets.values.iter().zip(values).filter(|(_, count)| *count > 0);
            named.extend(with_name.map(|(value, count)| (value.clone(), count)));
        }
        counts
    }

    /// How many have a value.
    pub fn of_value(&self, facet: Facet, value: &str) -> u64 {
        COUNTED.iter().position(|known| *known == facet).and_then(|at| self.facets[at].get(value)).copied().unwrap_or(0)
    }

    /// Adds other counts to these.
    pub fn add(&mut self, other: &Self) {
        for (mine, theirs) in self.facets.iter_mut().zip(&other.facets) {
            for (value, count) in theirs {
                match mine.get_mut(value) {
                    Some(mine) => *mine += count,
                    None => drop(mine.insert(value.clone(), *count)),
                }
            }
        }
        for (mine, theirs) in self.french.iter_mut().zip(other.french) {
            *mine += theirs;
        }
    }

    /// As named values, in the order people read them; every kind is there, zero included.
    pub fn named(&self, labels: &Labels, filters: &Filters, lang: Locale) -> BTreeMap<String, Vec<FacetValue>> {
        let mut facets = BTreeMap::new();
        for (facet, counted) in COUNTED.iter().zip(&self.facets) {
            let count = |value: &str| counted.get(value).copied().unwrap_or(0);
            let value = |value: &str, label: &str| FacetValue { value: value.to_owned(), label: label.to_owned(), count: count(value) };
            let mut values: Vec<FacetValue> = match facet {
                Facet::Sector => {
                    let named = labels.sectors.iter().map(|(key, fr, en)| value(key, if lang == Locale::Fr { fr } else { en }));
                    named.chain([value(NOT_STATED, NOT_STATED)]).collect()
                }
                Facet::Place => places(labels, counted, filters, lang, value),
                _ => facet.words().iter().map(|word| value(word, word)).collect(),
            };
            if matches!(facet, Facet::Sector) {
                values.retain(|v| v.count > 0 || filters.sector.contains(&v.value));
            }
            facets.insert(facet.name().to_owned(), values);
        }
        facets.insert("french".to_owned(), self.french());
        facets
    }

    /// For each level of French a reader may have, the postings within reach, those that state nothing included.
    fn french(&self) -> Vec<FacetValue> {
        let not_stated = self.french[LEVELS - 1];
        let mut within = not_stated;
        let mut values = Vec::with_capacity(LEVELS);
        for (level, count) in French::ALL.iter().zip(self.french) {
            within += count;
            values.push(FacetValue { value: level.to_string(), label: level.to_string(), count: within });
        }
        values.push(FacetValue { value: NOT_STATED.to_owned(), label: NOT_STATED.to_owned(), count: not_stated });
        values
    }
}

/// Places are many: those with results, the fullest first, and those selected.
fn places(
    labels: &Labels,
    counted: &BTreeMap<String, u64>,
    filters: &Filters,
    lang: Locale,
    value: impl Fn(&str, &str) -> FacetValue,
) -> Vec<FacetValue> {
    let mut values: Vec<FacetValue> = labels
        .places
        .iter()
        .filter(|place| counted.contains_key(&place.key) || filters.place.contains(&place.key))
        .map(|place| value(&place.key, if lang == Locale::Fr { &place.fr } else { &place.en }))
        .collect();
    values.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.label.cmp(&b.label)));
    if counted.contains_key(NOT_STATED) {
        values.push(value(NOT_STATED, NOT_STATED));
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_french_facet_counts_what_is_within_reach() {
        let counts = Counts { french: [1, 2, 3, 4, 10], ..Counts::default() };
        let values: Vec<u64> = counts.french().into_iter().map(|value| value.count).collect();
        assert_eq!(values, [11, 13, 16, 20, 10]);
    }

    #[test]
    fn a_posting_of_several_values_counts_in_each() {
        let facets = std::array::from_fn(|at| match at {
            1 => Sets { values: vec!["a".into(), "b".into()], sets: vec![Box::new([0]), Box::new([1]), Box::new([0, 1])] },
            _ => Sets::default(),
        });
        let mut counted: [Vec<u64>; COUNTED.len()] = Default::default();
        counted[1] = vec![2, 0, 5];
        let mut counts = Counts::of(&facets, &counted, [0; LEVELS]);
        assert_eq!(counts.facets[1], BTreeMap::from([("a".to_owned(), 7), ("b".to_owned(), 5)]));
        counts.add(&counts.clone());
        assert_eq!(counts.facets[1]["a"], 14);
    }
}
