//! What someone who types may mean: occupations that are sought or offered here, employers, sectors, places, each with what is open.

use super::lexicon::Lexicon;
use super::plan::{Order, Plan};
use super::schema::Facet;
use super::{Result, Search};
use crate::text::fold;
use model::locale::Locale;
use model::opportunities::filters::Filters;
use model::suggestions::Suggestion;
use std::collections::BTreeMap;
use std::sync::Arc;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, Searcher, TERMINATED, Term};

/// How many letters say something.
const LEAST: usize = 2;
/// How many suggestions there are at most, and of each sort.
const MOST: usize = 8;
const MOST_OCCUPATIONS: usize = 5;
const MOST_OTHERS: usize = 2;
/// How many occupations are looked at more closely.
const LOOKED_AT: usize = 8;
/// How many names of employers are read of a segment.
const NAMES: usize = 200;

/// What separates the parts of a term that holds an employer.
pub const PART: char = '\u{1f}';

/// The concepts that the postings of a generation name, with how many name each, by their place in a lexicon.
#[derive(Debug, Default)]
pub struct Present {
    /// The generation and the lexicon: a place in one is not a place in another.
    of: Option<(u64, u64)>,
    concepts: Vec<(usize, u64)>,
}

/// The terms under which an employer is found as its name is typed: from each of its first words.
pub fn host_terms(key: &str, name: &str) -> Vec<String> {
    let folded = fold(name);
    let starts = std::iter::once(0).chain(folded.match_indices(' ').map(|(at, _)| at + 1));
    starts.take(4).map(|from| format!("{}{PART}{key}{PART}{name}", &folded[from..])).collect()
}

fn suggestion(sets: (&str, &str), label: String, matched: Option<String>, count: u64) -> Suggestion {
    Suggestion { parameter: sets.0.to_owned(), value: sets.1.to_owned(), label, matched, count }
}

impl Search {
    /// What the beginning of a name may be the beginning of, for a reader of a language. `now` is in Unix seconds.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn suggest(&self, typed: &str, lang: Locale, now: i64) -> Result<Vec<Suggestion>> {
        let typed = fold(typed);
        if typed.chars().count() < LEAST {
            return Ok(Vec::new());
        }
        let searcher = self.reader.searcher();
        let mut found = self.occupations(&searcher, &typed, lang, now)?;
        let mut others = self.sectors_and_places(&searcher, &typed, lang, now)?;
        others.extend(self.employers(&searcher, &typed, now)?);
        found.extend(others);
        found.truncate(MOST);
        Ok(found)
    }

    /// Occupations with a name that has a word which begins so, in either language; those whose name begins so first.
    fn occupations(&self, searcher: &Searcher, typed: &str, lang: Locale, now: i64) -> Result<Vec<Suggestion>> {
        let lexicon = self.lexicon();
        let within = format!(" {typed}");
        let mut ranked = Vec::new();
        for (concept, count) in &self.present(searcher, &lexicon)?.concepts {
            // The names of the reader's language first: they need no explanation.
            let langs = [lang, lang.other()];
            let best = langs
                .into_iter()
                .flat_map(|lang| lexicon.folded(*concept, lang).iter().enumerate().map(move |(at, name)| (lang, at, name)))
                .filter_map(|(of, at, name)| {
                    let is_inside = !name.starts_with(typed);
                    (!is_inside || name.contains(&within)).then_some((is_inside, of != lang, of, at))
                })
                .min_by_key(|(inside, foreign, _, at)| (*inside, *foreign, *at));
            if let Some((inside, foreign, of, at)) = best {
                let length = lexicon.folded(*concept, of)[at].len();
                ranked.push(((inside, foreign, std::cmp::Reverse(*count), length), *concept, of, at));
            }
        }
        ranked.sort_by_key(|(rank, concept, ..)| (*rank, *concept));
        let mut found = Vec::new();
        let deadline = self.deadline();
        for (_, concept, of, at) in ranked.into_iter().take(LOOKED_AT) {
            if found.len() == MOST_OCCUPATIONS {
                break;
            }
            let concept = &lexicon.concepts()[concept];
            let Some(name) = concept.names[lang as usize].first() else { continue };
            let filters = Filters { q: name.clone(), ..Filters::default() };
            let total = self.count(searcher, &filters, &Plan::new(&filters, Order::Newest, now, None, None, 0).until(deadline))?;
            let label = concept.label(lang);
            // Two lines of the lexicon may bear one name.
            if total > 0 && found.iter().all(|known: &Suggestion| known.label != label) {
                let typed_name = concept.names[of as usize].get(at).filter(|name| !label.contains(name.as_str()));
                let matched = typed_name.cloned();
                found.push(suggestion(("q", name), label, matched, total));
            }
        }
        Ok(found)
    }

    fn sectors_and_places(&self, searcher: &Searcher, typed: &str, lang: Locale, now: i64) -> Result<Vec<Suggestion>> {
        let labels = self.labels();
        let page = self.everything(searcher, &Plan::new(&Filters::default(), Order::Newest, now, None, None, 0), &Filters::default())?;
        let pick = |fr: &str, en: &str| if lang == Locale::Fr { fr.to_owned() } else { en.to_owned() };
        let sectors = labels.sectors.iter().map(|(key, fr, en)| (Facet::Sector, key, pick(fr, en)));
        let places = labels.places.iter().map(|place| (Facet::Place, &place.key, pick(&place.fr, &place.en)));
        let begins = |label: &str| {
            let label = fold(label);
            label.starts_with(typed) || label.contains(&format!(" {typed}"))
        };
        let mut found = [Vec::new(), Vec::new()];
        for (facet, key, label) in sectors.chain(places).filter(|(.., label)| begins(label)) {
            let count = page.counts.of_value(facet, key);
            if count == 0 {
                continue;
            }
            found[usize::from(facet == Facet::Place)].push(suggestion((facet.name(), key), label, None, count));
        }
        for list in &mut found {
            list.sort_by_key(|suggestion| std::cmp::Reverse(suggestion.count));
            list.truncate(MOST_OTHERS);
        }
        Ok(found.into_iter().flatten().collect())
    }

    fn employers(&self, searcher: &Searcher, typed: &str, now: i64) -> Result<Vec<Suggestion>> {
        let mut names: BTreeMap<String, (String, u64)> = BTreeMap::new();
        for segment in searcher.segment_readers() {
            let terms = segment.inverted_index(self.fields.hosts)?;
            let mut stream = terms.terms().range().ge(typed.as_bytes()).into_stream()?;
            let mut read = 0;
            while stream.advance() && stream.key().starts_with(typed.as_bytes()) && read < NAMES {
                read += 1;
                let term = std::str::from_utf8(stream.key()).unwrap_or_default();
                let mut parts = term.split(PART).skip(1);
                if let (Some(key), Some(name)) = (parts.next(), parts.next()) {
                    let known = names.entry(key.to_owned()).or_insert_with(|| (name.to_owned(), 0));
                    known.1 += u64::from(stream.value().doc_freq);
                }
            }
        }
        let mut ranked: Vec<_> = names.into_iter().collect();
        ranked.sort_by(|(_, a), (_, b)| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let mut found = Vec::new();
        for (key, (name, _)) in ranked.into_iter().take(MOST_OTHERS * 2) {
            let count = self.open_with(searcher, &Term::from_field_text(self.fields.facets[Facet::Employer as usize], &key), now)?;
            if count > 0 && found.len() < MOST_OTHERS {
                found.push(suggestion((Facet::Employer.name(), &key), name, None, count));
            }
        }
        Ok(found)
    }

    /// How many open postings have a term.
    fn open_with(&self, searcher: &Searcher, term: &Term, now: i64) -> Result<u64> {
        let mut count = 0;
        for segment in searcher.segment_readers() {
            let Some(mut postings) = segment.inverted_index(term.field())?.read_postings(term, IndexRecordOption::Basic)? else { continue };
            let open = self.shelves.of(segment)?.open(now);
            while postings.doc() != TERMINATED {
                count += u64::from(open.has(postings.doc()) && !segment.is_deleted(postings.doc()));
                postings.advance();
            }
        }
        Ok(count)
    }

    /// The concepts of a lexicon that postings name now.
    fn present(&self, searcher: &Searcher, lexicon: &Lexicon) -> Result<Arc<Present>> {
        let of = Some((searcher.generation().generation_id(), lexicon.fingerprint()));
        let mut kept = self.present.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if kept.of != of {
            let mut counts: BTreeMap<usize, u64> = BTreeMap::new();
            for segment in searcher.segment_readers() {
                let terms = segment.inverted_index(self.fields.concepts)?;
                let mut stream = terms.terms().stream()?;
                while stream.advance() {
                    let concept = std::str::from_utf8(stream.key()).ok().and_then(|key| lexicon.occupation(key));
                    if let Some(concept) = concept {
                        *counts.entry(concept).or_default() += u64::from(stream.value().doc_freq);
                    }
                }
            }
            *kept = Arc::new(Present { of, concepts: counts.into_iter().collect() });
        }
        Ok(kept.clone())
    }
}
