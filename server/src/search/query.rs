//! What a reader typed, as a query of the index.
//!
//! Every word must be found, in either language, in the title, the text or a name. A run of words that names a concept of the
//! lexicon is found as well by every other name of it; a word, by what the dictionary says it is in the other language, in
//! titles. A word that exists nowhere is read with its typos. The last word may be unfinished.
//!
//! Weights, and the reasons for them, are those of `docs/ranking.md`.

use super::Result;
use super::analysis::{Keys, telling};
use super::lexicon::{Lexicon, Sort};
use super::node::Node;
use super::roots::root;
use super::schema::Fields;
use super::typed::{Typed, typed};
use super::vocabulary::{Closest, completions};
use super::widened::widened;
use model::locale::Locale;
use std::collections::BTreeSet;
use tantivy::query::Query;
use tantivy::{Searcher, Term};

/// The most words read of a query.
const MOST: usize = 12;
/// A word that is in fewer titles than one of so many tells by itself what is sought.
const RARE: u64 = 20;
/// In a small index, so many titles are few.
const MOST_RARE: u64 = 20;
/// The most phrases, and the most things not wanted.
const MOST_PHRASES: usize = 4;

/// What a word weighs where it is found.
const TITLE: f32 = 4.0;
/// As it is written, in a title or a name.
const WRITTEN: f32 = 1.5;
/// In the text.
const TEXT: f32 = 1.0;
/// In a title, in the other language.
const TRANSLATED: f32 = 2.4;
/// A title that names the occupation.
const OCCUPATION: f32 = 7.0;
/// A title that names the skill or sector.
const FIELD: f32 = 4.0;
/// A title that names something of which the word is part of the name, in a widened list.
const AKIN: f32 = 3.0;
/// A word read with its typos.
const CORRECTED: f32 = 0.9;
/// A word that only begins as typed.
const BEGUN: f32 = 0.7;
/// Every word found, in a list widened to most of them: above any sum of the other weights.
pub const WHOLE: f32 = 1_000.0;

/// A query, ready to run.
pub struct Asked {
    /// What must be found.
    pub strict: Node,
    /// Whether it may be [widened](Reader::widen): it has several words.
    pub may_widen: bool,
    /// What was understood instead, when a word was corrected.
    pub corrected: Option<String>,
    /// The keys to mark in what is shown.
    pub marks: Marks,
}

/// What to mark in titles and excerpts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// Keys of each language.
    pub keys: [BTreeSet<String>; 2],
    /// Beginnings of words as written.
    pub begun: Option<String>,
}

/// What reading a query needs.
pub struct Reader<'a> {
    pub searcher: &'a Searcher,
    pub fields: &'a Fields,
    pub lexicon: &'a Lexicon,
}

/// A word that says something.
struct Word {
    from: usize,
    to: usize,
    written: String,
    /// Its keys by language.
    keys: [String; 2],
    /// What it may be instead, when it exists nowhere.
    instead: Vec<String>,
}

/// What stands beside the words.
pub struct Asides {
    /// Phrases that must be found.
    pub wanted: Vec<Node>,
    /// What must not be.
    pub unwanted: Vec<Node>,
}

/// A run of words that is found as one.
pub struct Group {
    /// What is found.
    pub whole: Node,
    /// What is found in titles, for each word of the run, when the list is widened.
    pub titles: Vec<Wide>,
}

/// How a word is found in a widened list.
pub struct Wide {
    /// What is found.
    pub query: Node,
    /// Whether few titles have it, so that it is enough by itself.
    pub is_rare: bool,
}

/// How one word is found.
struct Found {
    whole: Node,
    titles: Node,
}

impl Reader<'_> {
    /// Reads a query; nothing when no word of it says anything.
    pub fn read(&self, query: &str) -> Result<Option<Asked>> {
        let typed = typed(query);
        let mut marks = Marks::default();
        let words = self.words(&typed)?;
        let corrected = self.corrected(&typed.words, &words);
        let wholes = self.groups(&words, &typed, false, &mut marks)?.into_iter().map(|group| group.whole);
        let asides = self.asides(&typed, &mut marks);
        let strict = strict(wholes, asides);
        Ok(strict.map(|strict| Asked { strict, may_widen: words.len() > 1, corrected, marks }))
    }

    /// The same query widened to titles with most of the words; what is found whole comes first.
    pub fn widen(&self, query: &str, strict: &Node) -> Result<Box<dyn Query>> {
        let typed = typed(query);
        let mut marks = Marks::default();
        let groups = self.groups(&self.words(&typed)?, &typed, true, &mut marks)?;
        Ok(widened(&groups, &self.asides(&typed, &mut marks), strict))
    }

    /// What stands beside the words: phrases, and what is not wanted.
    fn asides(&self, typed: &Typed, marks: &mut Marks) -> Asides {
        let wanted = typed.phrases.iter().take(MOST_PHRASES).filter_map(|phrase| self.phrase(phrase, Some(marks))).collect();
        let unwanted = typed.without.iter().take(MOST_PHRASES).filter_map(|phrase| self.phrase(phrase, None)).collect();
        Asides { wanted, unwanted }
    }

    fn words(&self, typed: &Typed) -> Result<Vec<Word>> {
        let keys = [Keys::of(Locale::Fr), Keys::of(Locale::En)];
        let found = telling(&typed.words);
        let last = found.len().min(MOST).saturating_sub(1);
        let mut words = Vec::new();
        for (at, word) in found.into_iter().take(MOST).enumerate() {
            let mut word = Word {
                from: word.from,
                to: word.to,
                keys: [keys[0].key(&word.text), keys[1].key(&word.text)],
                written: word.text,
                instead: Vec::new(),
            };
            let begins = at == last && typed.unfinished && !completions(self.searcher, self.fields.words, &word.written, 1)?.is_empty();
            if !begins && !self.exists(&word)? {
                word.instead = Closest { searcher: self.searcher, field: self.fields.words, lexicon: self.lexicon }.to(&word.written)?;
            }
            words.push(word);
        }
        Ok(words)
    }

    /// The words with the corrected ones in their place, when some were.
    fn corrected(&self, typed: &str, words: &[Word]) -> Option<String> {
        let mut corrected = None;
        let (mut text, mut end) = (String::new(), 0);
        for word in words {
            if let Some(best) = word.instead.first() {
                text.push_str(&typed[end..word.from]);
                text.push_str(self.lexicon.spelling(best).unwrap_or(best));
                end = word.to;
                corrected = Some(());
            }
        }
        text.push_str(&typed[end..]);
        corrected.map(|()| text)
    }

    fn exists(&self, word: &Word) -> Result<bool> {
        if word.keys.iter().any(|key| self.lexicon.knows(key)) {
            return Ok(true);
        }
        let written = std::iter::once((self.fields.words, word.written.as_str()));
        let keyed = word.keys.iter().flat_map(|key| [(self.fields.title, key.as_str()), (self.fields.text, key.as_str())]);
        for (field, text) in written.chain(keyed) {
            if self.searcher.doc_freq(&Term::from_field_text(field, text))? > 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Cuts the words into the longest runs that name something, and the words between.
    fn groups(&self, words: &[Word], typed: &Typed, wide: bool, marks: &mut Marks) -> Result<Vec<Group>> {
        let keys = [Keys::of(Locale::Fr), Keys::of(Locale::En)];
        // A word read with its typos is looked up as the best of what it may be.
        let read: [Vec<String>; 2] = std::array::from_fn(|lang| {
            words.iter().map(|word| word.instead.first().map_or_else(|| word.keys[lang].clone(), |best| keys[lang].key(best))).collect()
        });
        let spans: Vec<_> = Locale::ALL
            .iter()
            .flat_map(|lang| self.lexicon.spans(*lang, &read[*lang as usize].iter().map(String::as_str).collect::<Vec<_>>()))
            .collect();
        let mut groups = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let to = spans.iter().filter(|span| span.from == at).map(|span| span.to).max().unwrap_or(at + 1);
            let concepts: BTreeSet<usize> =
                spans.iter().filter(|span| span.from == at && span.to == to).flat_map(|span| span.concepts.iter().copied()).collect();
            let mut each = Vec::new();
            for (i, word) in words.iter().enumerate().take(to).skip(at) {
                let begun = i + 1 == words.len() && typed.unfinished;
                let found = self.word(word, &keys, begun, marks)?;
                // Within a longer name, a word still names what it names alone: *IT* in *IT support*.
                let alone = spans.iter().filter(|span| to - at > 1 && span.from == i && span.to == i + 1).flat_map(|span| &span.concepts);
                let alone: BTreeSet<usize> = alone.copied().collect();
                let named: Vec<_> = alone
                    .into_iter()
                    .map(|concept| Node::term(self.fields.concepts, &self.lexicon.concepts()[concept].key).weighing(TRANSLATED))
                    .collect();
                let with_names = |query| Node::any(std::iter::once(query).chain(named.iter().cloned()).collect());
                each.push(Found { whole: with_names(found.whole), titles: with_names(found.titles) });
            }
            let mut ways = vec![Node::all(each.iter().map(|found| found.whole.clone()))];
            // In a widened list, what names the whole run has each of its words.
            let mut named_whole = Vec::new();
            for found in concepts {
                let concept = &self.lexicon.concepts()[found];
                let weight = match concept.sort {
                    Sort::Occupation => OCCUPATION,
                    Sort::Field => FIELD,
                };
                let named = Node::term(self.fields.concepts, &concept.key).weighing(weight);
                // Each word of the run has its share.
                named_whole.push(Node::term(self.fields.concepts, &concept.key).weighing(weight / (to - at) as f32));
                ways.push(named);
                for lang in Locale::ALL {
                    marks.keys[*lang as usize].extend(self.lexicon.keys_of(found, *lang).map(str::to_owned));
                }
            }
            if to - at > 1 {
                let runs: Vec<_> = self.translated(&read, at, to).into_iter().map(|query| query.weighing(TRANSLATED)).collect();
                named_whole.extend(runs.iter().map(|query| query.clone().weighing(1.0 / (to - at) as f32)));
                ways.extend(runs);
            }
            let titles = (at..to)
                .zip(each)
                .filter(|_| wide)
                .map(|(i, found)| {
                    let akin = self.akin(&words[i].written, &[&read[0][i], &read[1][i]]);
                    let ways = std::iter::once(found.titles).chain(akin).collect();
                    let own = Node::any(ways);
                    let is_rare = self.is_rare(&*own.query())?;
                    Ok(Wide { query: Node::any(std::iter::once(own).chain(named_whole.iter().cloned()).collect()), is_rare })
                })
                .collect::<Result<_>>()?;
            groups.push(Group { whole: Node::any(ways), titles });
            at = to;
        }
        Ok(groups)
    }

    /// Whether few postings have any of the terms of a query.
    fn is_rare(&self, query: &dyn Query) -> Result<bool> {
        let mut terms = BTreeSet::new();
        query.query_terms(&mut |term, _| {
            terms.insert(term.clone());
        });
        let mut found = 0;
        for term in terms {
            found += self.searcher.doc_freq(&term)?;
        }
        Ok(found > 0 && found <= (self.searcher.num_docs() / RARE).max(MOST_RARE))
    }

    /// Titles that name something of which a word is part of the name (*bee* is part of the name of the beekeeper), or that have a word
    /// of the same root.
    fn akin(&self, written: &str, keys: &[&str; 2]) -> Vec<Node> {
        let concepts: BTreeSet<u32> =
            Locale::ALL.iter().flat_map(|lang| self.lexicon.having(*lang, keys[*lang as usize]).iter().copied()).collect();
        let named = concepts.into_iter().map(|at| Node::term(self.fields.concepts, &self.lexicon.concepts()[at as usize].key));
        let roots: BTreeSet<String> = root(written).into_iter().chain(self.lexicon.roots(keys[1]).map(str::to_owned)).collect();
        let rooted: Vec<_> = roots.iter().map(|root| Node::term(self.fields.roots, root)).collect();
        named.chain(rooted).map(|query| query.weighing(AKIN)).collect()
    }

    fn translated(&self, read: &[Vec<String>; 2], from: usize, to: usize) -> Vec<Node> {
        let mut found = Vec::new();
        for lang in Locale::ALL.iter().copied() {
            let keys: Vec<&str> = read[lang as usize][from..to].iter().map(String::as_str).collect();
            for run in self.lexicon.translations(lang, &keys) {
                found.push(Node::all(run.split(' ').map(|key| Node::term(self.fields.title, key))));
            }
        }
        found
    }

    fn word(&self, word: &Word, keys: &[Keys; 2], may_go_on: bool, marks: &mut Marks) -> Result<Found> {
        if word.instead.is_empty() {
            let mut group = self.plain(&word.written, &word.keys, marks);
            if may_go_on && word.written.chars().count() >= 2 {
                marks.begun = Some(word.written.clone());
                let begun = completions(self.searcher, self.fields.words, &word.written, 16)?;
                let begun: Vec<_> = begun
                    .iter()
                    .filter(|full| **full != word.written)
                    .map(|full| Node::term(self.fields.words, full).weighing(BEGUN))
                    .collect();
                if !begun.is_empty() {
                    let begun = Node::any(begun);
                    group = Found { whole: Node::any(vec![group.whole, begun.clone()]), titles: Node::any(vec![group.titles, begun]) };
                }
            }
            return Ok(group);
        }
        let (mut whole, mut titles) = (Vec::new(), Vec::new());
        for instead in &word.instead {
            let group = self.plain(instead, &[keys[0].key(instead), keys[1].key(instead)], marks);
            whole.push(group.whole.weighing(CORRECTED));
            titles.push(group.titles.weighing(CORRECTED));
        }
        Ok(Found { whole: Node::any(whole), titles: Node::any(titles) })
    }

    fn plain(&self, written: &str, keys: &[String; 2], marks: &mut Marks) -> Found {
        let mut titles = Vec::new();
        let mut texts = Vec::new();
        for (lang, key) in keys.iter().enumerate() {
            marks.keys[lang].insert(key.clone());
            if lang == 1 && keys[0] == keys[1] {
                break;
            }
            titles.push(Node::term(self.fields.title, key).weighing(TITLE));
            texts.push(Node::term(self.fields.text, key).weighing(TEXT));
        }
        for (lang, key) in keys.iter().enumerate() {
            let from = if lang == 0 { Locale::Fr } else { Locale::En };
            for run in self.lexicon.translations(from, &[key]) {
                marks.keys[1 - lang].extend(run.split(' ').map(str::to_owned));
                titles.push(Node::all(run.split(' ').map(|key| Node::term(self.fields.title, key))).weighing(TRANSLATED));
            }
        }
        titles.push(Node::term(self.fields.words, written).weighing(WRITTEN));
        let whole = Node::any(titles.iter().cloned().chain(texts).collect());
        Found { whole, titles: Node::any(titles) }
    }

    /// Words that stand together, in this order, in a title or a text of either language.
    fn phrase(&self, phrase: &str, mut marks: Option<&mut Marks>) -> Option<Node> {
        let mut ways: Vec<Node> = Vec::new();
        for lang in Locale::ALL.iter().copied() {
            let keys: Vec<String> = Keys::of(lang).read(phrase).into_iter().map(|key| key.text).take(MOST).collect();
            if keys.is_empty() {
                return None;
            }
            if let Some(marks) = marks.as_deref_mut() {
                marks.keys[lang as usize].extend(keys.iter().cloned());
            }
            for (field, weight) in [(self.fields.title, TITLE), (self.fields.text, TEXT)] {
                let query = match keys.as_slice() {
                    [one] => Node::term(field, one),
                    _ => Node::Phrase(field, keys.clone()),
                };
                ways.push(query.weighing(weight));
            }
        }
        Some(Node::any(ways))
    }
}

/// Everything that must be found; nothing when nothing is asked.
fn strict(wholes: impl Iterator<Item = Node>, asides: Asides) -> Option<Node> {
    let wanted: Vec<Node> = wholes.chain(asides.wanted).collect();
    match (wanted.is_empty(), asides.unwanted.is_empty()) {
        (true, true) => None,
        (false, true) => Some(Node::all(wanted)),
        (true, false) => Some(Node::But(Box::new(Node::Everything), asides.unwanted)),
        (false, false) => Some(Node::But(Box::new(Node::all(wanted)), asides.unwanted)),
    }
}
