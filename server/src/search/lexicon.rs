//! The bilingual lexicon: names of the same occupation, skill or sector in both languages, and a dictionary of the words that
//! titles are made of. It is what lets *nurse* find *infirmière*.
//!
//! `server/lexicon` holds it as tables to read and correct.

mod tables;

use super::analysis::{Key, Keys, telling};
use super::roots::root;
use super::vocabulary::edits;
use model::locale::Locale;
use std::collections::{BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, OnceLock};
pub use tables::Tables;
use tables::{WordRow, concepts_of, list, rows};

/// The most words of a name that is looked up.
const LONGEST: usize = 7;

/// In the names of how many concepts a word may be and still tell what they are about.
const FEW: usize = 12;

/// What a concept is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sort {
    /// What a person does for a living.
    Occupation,
    /// A skill, a field of the economy, a qualification, a condition of work.
    Field,
}

/// Something that has names in both languages.
#[derive(Clone, Debug)]
pub struct Concept {
    /// Its key, which the index holds.
    pub key: String,
    /// What it is.
    pub sort: Sort,
    /// NOC 2021 code, when certain.
    pub noc: Option<String>,
    /// The feminine of the first French name, when it is another word.
    pub feminine: Option<String>,
    /// Every name, by language.
    pub names: [Vec<String>; 2],
    /// Every key of these names, by language, as numbers: what is marked when it was sought.
    keys: [Vec<u32>; 2],
}

impl Concept {
    /// A concept without names yet.
    pub fn new(key: String, sort: Sort, noc: Option<String>) -> Self {
        Self { key, sort, noc, feminine: None, names: Default::default(), keys: Default::default() }
    }

    /// How it is named to a reader: in French, both genders where they differ.
    pub fn label(&self, lang: Locale) -> String {
        let names = &self.names[lang as usize];
        let Some(first) = names.first() else { return self.key.replace('_', " ") };
        match (&self.feminine, lang) {
            (Some(feminine), Locale::Fr) => format!("{feminine}, {first}"),
            _ => first.clone(),
        }
    }
}

/// Concepts found in a run of words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first word, and the first after it.
    pub from: usize,
    /// See `from`.
    pub to: usize,
    /// The concepts, by their place in [`Lexicon::concepts`].
    pub concepts: Vec<usize>,
}

/// The lexicon, ready to be looked up.
pub struct Lexicon {
    concepts: Vec<Concept>,
    /// Names as keys joined by spaces, by language.
    names: [HashMap<String, Vec<usize>>; 2],
    /// What a run of keys of one language is in the other, each a run of keys.
    translations: [HashMap<String, Vec<String>>; 2],
    /// The concepts whose names have a key among others, by language.
    having: [HashMap<u32, Vec<u32>>; 2],
    /// The roots of what a run of English keys is in French.
    roots: HashMap<String, BTreeSet<String>>,
    /// Every key of a name or of the dictionary, with its number: words that exist, whatever the postings say today.
    known: HashMap<String, u32>,
    /// The same by number.
    words: Vec<String>,
    /// The words of names as they are written, by length, with the letters of each, for typos.
    written: Vec<(String, u32)>,
    /// How a folded word is spelled.
    spelled: HashMap<String, String>,
    /// The names as suggestions compare them, by concept and language; made when they are first asked.
    folded: OnceLock<Vec<[Vec<String>; 2]>>,
    /// The occupations by key.
    occupations: HashMap<String, usize>,
    /// Tells one lexicon from another.
    fingerprint: u64,
    /// How many concepts came beside the tables.
    imported: usize,
}

fn fingerprint(tables: &Tables, more: &[Concept]) -> u64 {
    let mut hasher = DefaultHasher::new();
    (&tables.occupations, &tables.skills, &tables.words).hash(&mut hasher);
    more.iter().for_each(|concept| (&concept.key, &concept.names).hash(&mut hasher));
    hasher.finish()
}

/// The names of concepts as runs of keys, by concept and language. Reading them is most of the work of a start: every core takes its share.
fn read_names(concepts: &[Concept]) -> Vec<[Vec<String>; 2]> {
    let read = |keys: &Keys, names: &Vec<String>| {
        let mut all = Vec::with_capacity(names.len());
        for name in names {
            all.push(joined(&keys.read(name)));
            // A name of capitals is also typed in small letters.
            if name.chars().any(char::is_uppercase) {
                all.push(joined(&keys.read(&name.to_lowercase())));
            }
        }
        all
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let share = concepts.len().div_ceil(cores).max(1);
        let workers: Vec<_> = concepts
            .chunks(share)
            .map(|concepts| {
                scope.spawn(move || {
                    let keys = [Keys::of(Locale::Fr), Keys::of(Locale::En)];
                    let of_concept = |concept: &Concept| std::array::from_fn(|lang| read(&keys[lang], &concept.names[lang]));
                    concepts.iter().map(of_concept).collect::<Vec<_>>()
                })
            })
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    })
}

/// Which letters and digits a folded word has, a bit each; some share one.
fn letters(word: &str) -> u32 {
    word.bytes().fold(0, |letters, byte| letters | 1 << (byte % 32))
}

fn joined(keys: &[Key]) -> String {
    keys.iter().map(|key| key.text.as_str()).collect::<Vec<_>>().join(" ")
}

impl Lexicon {
    /// The lexicon of some tables, with more concepts after them.
    ///
    /// # Errors
    /// When a table is not well formed.
    pub fn new(tables: &Tables, more: Vec<Concept>) -> Result<Self, csv::Error> {
        let (fingerprint, imported) = (fingerprint(tables, &more), more.len());
        let mut concepts = concepts_of(tables)?;
        concepts.extend(more);
        let mut lexicon = Self {
            concepts,
            names: Default::default(),
            having: Default::default(),
            roots: HashMap::new(),
            translations: Default::default(),
            known: HashMap::new(),
            words: Vec::new(),
            written: Vec::new(),
            spelled: HashMap::new(),
            folded: OnceLock::new(),
            occupations: HashMap::new(),
            fingerprint,
            imported,
        };
        let occupations = (0..).zip(&lexicon.concepts).filter(|(_, concept)| concept.sort == Sort::Occupation);
        lexicon.occupations = occupations.map(|(at, concept)| (concept.key.clone(), at)).collect();
        for (at, read) in read_names(&lexicon.concepts).into_iter().enumerate() {
            for (lang, names) in read.into_iter().enumerate() {
                names.into_iter().for_each(|run| lexicon.name(lang, at, run));
            }
        }
        let keys = [Keys::of(Locale::Fr), Keys::of(Locale::En)];
        for row in rows::<WordRow>(&tables.words)? {
            for en in list(&row.en) {
                for fr in list(&row.fr) {
                    let pair = [keys[0].read(&fr), keys[1].read(&en)];
                    lexicon.pair(&pair);
                }
            }
        }
        for name in lexicon.concepts.iter().flat_map(|concept| concept.names.iter().flatten()) {
            for word in telling(name) {
                let spelled = name.get(word.from..word.to).unwrap_or_default();
                lexicon.spelled.entry(word.text).or_insert_with(|| spelled.to_lowercase());
            }
        }
        lexicon.written = lexicon.spelled.keys().filter(|word| edits(word) > 0).map(|word| (word.clone(), letters(word))).collect();
        lexicon.written.sort_by_key(|(word, _)| word.len());
        Ok(lexicon)
    }

    fn number(&mut self, key: &str) -> u32 {
        if let Some(number) = self.known.get(key) {
            return *number;
        }
        let number = self.words.len() as u32;
        self.words.push(key.to_owned());
        self.known.insert(key.to_owned(), number);
        number
    }

    fn name(&mut self, lang: usize, concept: usize, run: String) {
        if run.is_empty() || run.split(' ').count() > LONGEST {
            return;
        }
        for key in run.split(' ') {
            let number = self.number(key);
            let of_concept = &mut self.concepts[concept].keys[lang];
            if !of_concept.contains(&number) {
                of_concept.push(number);
                self.having[lang].entry(number).or_default().push(concept as u32);
            }
        }
        let named = self.names[lang].entry(run).or_default();
        if !named.contains(&concept) {
            named.push(concept);
        }
    }

    fn pair(&mut self, pair: &[Vec<Key>; 2]) {
        if pair.iter().any(Vec::is_empty) {
            return;
        }
        for (lang, keys) in pair.iter().enumerate() {
            for key in keys {
                self.number(&key.text);
            }
            let (from, to) = (joined(keys), joined(&pair[1 - lang]));
            if lang == 1 {
                let roots = pair[0].iter().filter_map(|key| root(&key.written));
                self.roots.entry(from.clone()).or_default().extend(roots);
            }
            let known = self.translations[lang].entry(from).or_default();
            if !known.contains(&to) {
                known.push(to);
            }
        }
    }

    /// The lexicon of this release; read once for the process.
    ///
    /// # Panics
    /// When its tables are not well formed, which a test makes sure of.
    pub fn ours() -> Arc<Self> {
        static OURS: OnceLock<Arc<Lexicon>> = OnceLock::new();
        OURS.get_or_init(|| Arc::new(Self::new(&Tables::default(), Vec::new()).expect("the tables of this release are well formed")))
            .clone()
    }

    /// The [fingerprint](Self::fingerprint) of [`ours`](Self::ours), which needs not be read for it.
    pub fn fingerprint_of_ours() -> u64 {
        static FINGERPRINT: OnceLock<u64> = OnceLock::new();
        *FINGERPRINT.get_or_init(|| fingerprint(&Tables::default(), &[]))
    }

    /// Every concept.
    pub fn concepts(&self) -> &[Concept] {
        &self.concepts
    }

    /// How many concepts came beside the tables.
    pub fn imported(&self) -> usize {
        self.imported
    }

    /// Tells this lexicon from another: what was written with one is not what another writes.
    pub fn fingerprint(&self) -> u64 {
        self.fingerprint
    }

    /// The place of an occupation among the concepts.
    pub fn occupation(&self, key: &str) -> Option<usize> {
        self.occupations.get(key).copied()
    }

    /// The names of a concept in a language, folded.
    pub fn folded(&self, concept: usize, lang: Locale) -> &[String] {
        let fold = |names: &Vec<String>| names.iter().map(|name| crate::text::fold(name)).collect::<Vec<_>>();
        let folded = self.folded.get_or_init(|| self.concepts.iter().map(|concept| concept.names.each_ref().map(fold)).collect());
        &folded[concept][lang as usize]
    }

    /// Whether a key is one of a name or of the dictionary.
    pub fn knows(&self, key: &str) -> bool {
        self.known.contains_key(key)
    }

    /// The keys of the names of a concept in a language.
    pub fn keys_of(&self, concept: usize, lang: Locale) -> impl Iterator<Item = &str> {
        self.concepts[concept].keys[lang as usize].iter().map(|number| self.words[*number as usize].as_str())
    }

    /// How a folded word is spelled, when a name has it.
    pub fn spelling(&self, word: &str) -> Option<&str> {
        self.spelled.get(word).map(String::as_str)
    }

    /// The words of names that are so many edits away from a word; a weight each, below any word of the postings.
    pub fn within(&self, word: &str, distance: u8) -> Vec<(String, u64)> {
        let distance = usize::from(distance);
        let sought = letters(word);
        let from = self.written.partition_point(|(known, _)| known.len() + distance < word.len());
        let near = self.written[from..].iter().take_while(|(known, _)| known.len() <= word.len() + distance);
        // An edit changes two letters at most: most words are too far by their letters alone.
        let near = near.filter(|(_, has)| (has ^ sought).count_ones() as usize <= 2 * distance);
        near.filter(|(known, _)| strsim::osa_distance(known, word) <= distance).map(|(known, _)| (known.clone(), 1)).collect()
    }

    /// Every concept named in a run of keys of one language, the short names within the long ones too.
    pub fn spans(&self, lang: Locale, keys: &[&str]) -> Vec<Span> {
        let names = &self.names[lang as usize];
        let mut spans = Vec::new();
        let mut run = String::new();
        for from in 0..keys.len() {
            run.clear();
            for to in from + 1..=keys.len().min(from + LONGEST) {
                if to > from + 1 {
                    run.push(' ');
                }
                run.push_str(keys[to - 1]);
                if let Some(concepts) = names.get(&run) {
                    spans.push(Span { from, to, concepts: concepts.clone() });
                }
            }
        }
        spans
    }

    /// The concepts that a title names. A name within a longer one counts when it is the head of it, which French puts first and
    /// English last: a *civil engineer* is an engineer, a *nurse aide* is no nurse.
    pub fn named(&self, lang: Locale, keys: &[&str]) -> BTreeSet<usize> {
        let spans = self.spans(lang, keys);
        let is_said = |short: &Span| {
            let is_head_of = |long: &Span| match lang {
                Locale::Fr => short.from == long.from,
                Locale::En => short.to == long.to,
            };
            let within = |long: &&Span| long.from <= short.from && short.to <= long.to && long.to - long.from > short.to - short.from;
            spans.iter().filter(within).all(is_head_of)
        };
        spans.iter().filter(|span| is_said(span)).flat_map(|span| span.concepts.iter().copied()).collect()
    }

    /// The concepts whose names have a key of a language, when they are few: then the word tells what they are about.
    pub fn having(&self, lang: Locale, key: &str) -> &[u32] {
        let having = self.known.get(key).and_then(|number| self.having[lang as usize].get(number));
        having.filter(|concepts| concepts.len() <= FEW).map_or(&[], Vec::as_slice)
    }

    /// The roots of what an English key is in French.
    pub fn roots(&self, key: &str) -> impl Iterator<Item = &str> {
        self.roots.get(key).into_iter().flatten().map(String::as_str)
    }

    /// What a run of keys of one language is in the other, each a run of keys.
    pub fn translations(&self, lang: Locale, keys: &[&str]) -> &[String] {
        self.translations[lang as usize].get(&keys.join(" ")).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lexicon() -> Lexicon {
        Lexicon::new(&Tables::default(), Vec::new()).expect("the tables are well formed")
    }

    fn concepts(lexicon: &Lexicon, lang: Locale, text: &str) -> Vec<String> {
        let keys = Keys::of(lang).read(text);
        let keys: Vec<&str> = keys.iter().map(|key| key.text.as_str()).collect();
        let mut found: Vec<String> =
            lexicon.spans(lang, &keys).into_iter().flat_map(|span| span.concepts).map(|at| lexicon.concepts()[at].key.clone()).collect();
        found.sort();
        found.dedup();
        found
    }

    #[test]
    fn the_tables_are_as_large_as_promised_and_their_keys_are_their_own() {
        let concepts = concepts_of(&Tables::default()).expect("the tables are well formed");
        let of = |sort| concepts.iter().filter(|concept| concept.sort == sort).count();
        assert!(of(Sort::Occupation) >= 1_200, "{}", of(Sort::Occupation));
        assert!(of(Sort::Field) >= 600, "{}", of(Sort::Field));
        let mut keys = BTreeSet::new();
        for concept in &concepts {
            assert!(keys.insert(&concept.key), "{} is there twice", concept.key);
            assert!(model::text::is_key(&concept.key), "{} is no key", concept.key);
            assert!(concept.noc.as_ref().is_none_or(|noc| noc.len() == 5 && noc.bytes().all(|b| b.is_ascii_digit())), "{}", concept.key);
            assert!(concept.names.iter().flatten().all(|name| !name.is_empty() && name.trim() == name), "{}", concept.key);
        }
    }

    #[test]
    fn either_gender_and_either_language_name_the_same() {
        let lexicon = lexicon();
        let nurse = concepts(&lexicon, Locale::En, "nurse");
        assert!(!nurse.is_empty());
        for name in ["infirmier", "Infirmière", "infirmières", "soins infirmiers", "infirmier·ère"] {
            assert!(concepts(&lexicon, Locale::Fr, name).iter().any(|concept| nurse.contains(concept)), "{name}");
        }
    }

    #[test]
    fn a_long_name_holds_the_short_ones_within_it() {
        let lexicon = lexicon();
        let found = concepts(&lexicon, Locale::En, "civil engineer");
        assert!(found.contains(&"civil_engineer".to_owned()) && found.contains(&"engineer".to_owned()), "{found:?}");
    }

    #[test]
    fn a_name_within_a_name_is_said_when_it_is_its_head() {
        let lexicon = lexicon();
        let named = |lang, title: &str| {
            let keys = Keys::of(lang).read(title);
            let keys: Vec<&str> = keys.iter().map(|key| key.text.as_str()).collect();
            lexicon.named(lang, &keys).into_iter().map(|at| lexicon.concepts()[at].key.clone()).collect::<Vec<_>>()
        };
        let has = |lang, title: &str, concept: &str| named(lang, title).iter().any(|named| named == concept);
        assert!(has(Locale::En, "Civil engineer", "engineer") && has(Locale::Fr, "Ingénieure civile", "engineer"));
        assert!(!has(Locale::En, "Nurse aide", "nurse") && has(Locale::En, "Nurse", "nurse"));
    }

    #[test]
    fn the_dictionary_is_read_both_ways() {
        let lexicon = lexicon();
        let (wood, bois) = (Keys::of(Locale::En).key("wood"), Keys::of(Locale::Fr).key("bois"));
        assert!(lexicon.translations(Locale::En, &[&wood]).contains(&bois));
        assert!(lexicon.translations(Locale::Fr, &[&bois]).contains(&wood));
    }
}
