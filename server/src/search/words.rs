//! The words of a text, as the index and the queries know them: folded, one for each thing said, with their places in the text.
//!
//! `L’infirmier·ère R.H. (H/F)` has two words, `infirmier` and `rh`. Both sides of the search read texts here, so what is decided for a
//! posting holds for a query. One pass, and what is read ahead of a word is bounded: a hostile text costs what its length costs.

mod fold;
mod inclusive;
mod marks;
mod names;

use fold::{Run, char_at, ends, is_word, run};
use inclusive::Inclusive;
use names::Names;
use std::iter::FusedIterator;

/// A word of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Word {
    /// Where it begins in the text, in bytes.
    pub from: usize,
    /// Where it ends in the text, in bytes; an inclusive form is one word to its end.
    pub to: usize,
    /// Its folded text: lower case, without accents, at most [`LONGEST`] bytes; of an inclusive form, the masculine singular.
    pub text: String,
}

/// The words of a text, in their order.
pub fn words(text: &str) -> Words<'_> {
    Words { text, at: 0, inclusive: Inclusive::default(), names: Names::default(), ahead: String::new() }
}

/// The iterator of [`words`]; [`Words::read`] does it without a new string for each word.
#[derive(Debug)]
pub struct Words<'a> {
    text: &'a str,
    /// Where reading goes on.
    at: usize,
    inclusive: Inclusive,
    names: Names,
    /// What is read ahead of a word.
    ahead: String,
}

impl Iterator for Words<'_> {
    type Item = Word;

    fn next(&mut self) -> Option<Word> {
        let mut word = Word::default();
        self.read(&mut word).then_some(word)
    }
}

impl FusedIterator for Words<'_> {}

/// Before an apostrophe, an article or a conjunction that lost its vowel.
const ELIDED: [&str; 14] = ["l", "d", "j", "m", "n", "s", "t", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "presqu"];
/// After an apostrophe, what English leaves of a verb or a possessive.
const CONTRACTED: [&str; 7] = ["s", "t", "re", "ll", "ve", "d", "m"];
impl Words<'_> {
    /// Reads the next word into `word`, whose string is used again; `false` at the end of the text.
    pub fn read(&mut self, word: &mut Word) -> bool {
        while self.skip() {
            word.text.clear();
            let Some(base) = run(self.text, self.at, usize::MAX, &mut word.text) else {
                // Only the dot of `.net` is stopped at and begins no run.
                (word.from, word.to) = (self.at, self.at + 4);
                self.at = word.to;
                word.text.push_str(".net");
                return true;
            };
            (word.from, word.to, self.at) = (base.from, base.to, base.next);
            if !word.text.is_empty() && self.finish(base, word) {
                return true;
            }
        }
        false
    }

    /// Goes to where the next word begins; `false` when there is none.
    fn skip(&mut self) -> bool {
        let bytes = self.text.as_bytes();
        while let Some(b) = bytes.get(self.at) {
            match b {
                b'(' | b'[' => self.at = marks::in_bracket(self.text, self.at + 1).unwrap_or(self.at + 1),
                b'.' if self.is_dot_net() => return true,
                _ if b.is_ascii_alphanumeric() => return true,
                _ if b.is_ascii() => self.at += 1,
                _ => match char_at(self.text, self.at) {
                    Some(c) if !is_word(c) => self.at += c.len_utf8(),
                    _ => return true,
                },
            }
        }
        false
    }

    fn is_dot_net(&self) -> bool {
        let is_net = self.text.as_bytes().get(self.at..self.at + 4).is_some_and(|name| name.eq_ignore_ascii_case(b".net"));
        is_net && ends(self.text, self.at + 4) && !self.text[..self.at].ends_with(|c: char| is_word(c) || c == '.')
    }

    /// Looks at what follows a run that was read into `word`; `false` when the word is none after all.
    fn finish(&mut self, base: Run, word: &mut Word) -> bool {
        let rest = &self.text.as_bytes()[base.next..];
        // Most words end here.
        let goes_on = match rest {
            [] => false,
            [b' ', b'/' | b'(' | b'&', ..] => true,
            [b' ', first, second, ..] => matches!(&[first | 0x20, second | 0x20], b"ou" | b"et" | b"or" | b"an"),
            [b' ', ..] => false,
            [next, ..] => !next.is_ascii() || b"'`.-/(+#&*_".contains(next),
        };
        let Some(next) = char_at(self.text, base.next).filter(|_| goes_on) else { return true };
        if is_apostrophe(next) {
            return self.apostrophe(base.next + next.len_utf8(), word);
        }
        if let Some(end) = marks::letters(self.text, base.next, &word.text) {
            self.at = end;
            return false;
        }
        let found = self.inclusive.read(self.text, base, &mut word.text).or_else(|| self.names.read(self.text, base, next, &mut word.text));
        if let Some(end) = found {
            (word.to, self.at) = (end, end);
        }
        true
    }

    /// An elision loses what comes before the apostrophe at `after`, a contraction what comes after it.
    fn apostrophe(&mut self, after: usize, word: &mut Word) -> bool {
        let opens = char_at(self.text, after).is_some_and(|c| is_word(c) || matches!(c, '«' | '“' | '"' | '‹' | '('));
        if opens && ELIDED.contains(&word.text.as_str()) {
            self.at = after;
            return false;
        }
        self.ahead.clear();
        let Some(tail) = run(self.text, after, 8, &mut self.ahead).filter(|tail| tail.whole) else { return true };
        if word.text == "aujourd" && self.ahead == "hui" {
            word.text.push_str("hui");
            (word.to, self.at) = (tail.to, tail.next);
        } else if CONTRACTED.contains(&self.ahead.as_str()) && !char_at(self.text, tail.next).is_some_and(is_apostrophe) {
            self.at = tail.next;
        }
        true
    }
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '′' | '＇' | '`' | '´')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    fn texts(text: &str) -> String {
        words(text).map(|word| word.text).collect::<Vec<_>>().join(" ")
    }

    /// The lines of a table: forms between semicolons, and what is expected of each.
    fn table(lines: &str) -> impl Iterator<Item = (&str, &str)> {
        let lines = lines.lines().filter_map(|line| line.split_once(" = "));
        lines.flat_map(|(forms, expected)| forms.split("; ").map(move |form| (form.trim(), expected)))
    }

    /// Each form is one word, from its start to its end.
    #[track_caller]
    fn assert_one(lines: &str) {
        for (form, expected) in table(lines) {
            let found: Vec<Word> = words(form).collect();
            assert_eq!(found, [Word { from: 0, to: form.len(), text: expected.to_owned() }], "{form}");
        }
    }

    #[track_caller]
    fn assert_texts(lines: &str) {
        for (text, expected) in table(lines) {
            assert_eq!(texts(text), expected, "{text}");
        }
    }

    #[test]
    fn either_gender_or_both_in_any_typography_is_one_word() {
        assert_one(
            "développeur·euse; développeur·euse·s; développeur•euse; développeur.euse; développeur.euse.s; développeur_euse = developpeur
             développeur(se); développeur(euse); développeur(-euse); développeur(euse)s; développeur (euse); développeur (se) = developpeur
             développeur-euse; développeur‑euse; développeur/-euse; développeur/euse; développeurs·euses; développeurs/euses = developpeur
             développeur/développeuse; développeur / développeuse; développeur/ développeuse; développeuse/développeur = developpeur
             développeur ou développeuse; développeuse ou développeur; Développeurs et développeuses; développeuse·eur = developpeur
             DÉVELOPPEUR(EUSE); développeur (développeuse); de\u{301}veloppeur·euse; dévelop\u{AD}peur·euse = developpeur",
        );
    }

    #[test]
    fn the_text_of_both_genders_is_the_masculine_singular() {
        assert_one(
            "infirmier·ère; infirmier(ère); infirmier.ère.s; infirmier-ière; infirmière·ier; infirmiers/infirmières = infirmier
             chargé·e; chargé(e)s; chargé.e; chargé-e; CHARGÉ-E; CHARGE(E); chargé·e·s; chargé/chargée; charge\u{301}-e = charge
             technicien·ne; technicien(ne); Technicien(ne)s; technicien/ienne; technicien.ne.s = technicien
             agent(e); agent (e); agent-e; agents/es; agent·e·s; agent(e)(s); agent-e-s; agent/e = agent
             directeur·rice; directeur·ice; directeurs·ices; directeur·trice; directeur(trice); directeur / trice; directrice/teur = directeur
             un(e); un·e; un ou une = un
             né·e = ne
             conseiller/ère; conseiller(-ère) = conseiller
             acheteur/se = acheteur
             TOUS·TES; tous et toutes = tout
             foreman/woman; foreman/forewoman = foreman
             salesman/woman; salesman/saleswoman/salesperson; salesperson or salesman = salesman
             waiter/waitress; waiters/waitresses; waitress or waiter = waiter
             actor/actress = actor
             professionnel·le; professionnel(le)s = professionnel
             nouveau·elle; nouveaux/nouvelles = nouveau
             chef·fe = chef
             québécois·e; québécois ou québécoise = quebecois
             administratif·ive = administratif
             religieux·euse = religieux
             maître·esse = maitre
             hôte/hôtesse = hote
             poste(s) = poste
             bureau(x) = bureau
             apprenti·e = apprenti
             élu-e-s = elu
             principaux/principales = principal",
        );
    }

    #[test]
    fn two_words_stay_two_words() {
        assert_texts(
            "chargé-conseil = charge conseil
             menuisier-charpentier = menuisier charpentier
             secrétaire-comptable = secretaire comptable
             vice-président = vice president
             et/ou = et ou
             vente/marketing = vente marketing
             homme/femme = homme femme
             vente ou vent = vente ou vent
             emploi ou emplois = emploi ou emplois
             train / train = train train
             vitamine-e; Vitamine-E = vitamine e
             Technicien.Ne pas = technicien ne pas
             rappelle-le = rappelle le
             demande-des = demande des
             développeur · euse = developpeur euse
             porte-à-porte = porte a porte
             rez-de-chaussée = rez de chaussee",
        );
    }

    #[test]
    fn what_follows_both_genders_is_kept() {
        assert_texts(
            "préposé(e) aux bénéficiaires = prepose aux beneficiaires
             directeur(trice) général(e) = directeur general
             aide-éducateur/trice = aide educateur
             agent-e-conseil = agent conseil
             monteur/monteuse-câbleur/câbleuse = monteur cableur
             maison(s) et ville = maison et ville
             l’infirmier·ère d’un·e = infirmier un",
        );
    }

    #[test]
    fn marks_of_every_gender_are_dropped() {
        let marks =
            "(H/F); (h/f); F/H; H/F/X; M/F; (m/w/d); (all genders); (H / F); [F-H]; F / M; (HF); (f/m/x); (Homme/Femme); (tous les genres)";
        for mark in marks.split("; ") {
            assert_eq!(texts(&format!("Soudeur {mark} - Gatineau")), "soudeur gatineau", "{mark}");
        }
        assert_texts(
            "Soudeur(H/F) = soudeur
             (F) m/s x/y (femme de chambre) = f m s x y femme de chambre",
        );
    }

    #[test]
    fn technical_names_are_whole() {
        assert_one(
            "C++ = c++\n C# = c#\n f# = f#\n R+ = r+\n .NET = .net\n ASP.NET = asp.net\n Node.js = node.js\n vue.js = vue.js
             R&D; R & D = r&d\n AT&T = at&t\n 3D; 3-D = 3d\n wi-fi = wifi\n Co-op = coop\n K-12 = k12\n B2B = b2b
             12.5; 12,5 = 12.5\n 10,000 = 10000\n R.H. = rh\n T.I.; T.I = ti\n Ph.D. = phd\n C.-B. = cb\n B.Sc. = bsc\n Î.-P.-É. = ipe",
        );
        assert_texts(
            "C/C++/C#, (.NET) inf. bac+5, 2+ ans = c c++ c# .net inf bac 5 2 ans
             24/7, 8-5, plan B. Il = 24 7 8 5 plan b il
             as-tu, y a-t-il, va.Il = as tu y a t il va il
             rh@ville.qc.ca a/b e-commerce = rh ville qc ca a b e commerce",
        );
    }

    #[test]
    fn apostrophes_cut_elisions_and_possessives() {
        assert_texts(
            "L’eau d'ici, jusqu'à qu’il, AUJOURD’HUI = eau ici a il aujourdhui
             the nurse's aide, the nurses' room, we're = the nurse aide the nurses room we
             langage 'c', l’« eau » = langage c eau",
        );
        assert_eq!(words("L’eau").next(), Some(Word { from: 4, to: 7, text: "eau".to_owned() }));
    }

    #[test]
    fn case_accents_and_composition_do_not_matter() {
        assert_one(
            "Œuvre = oeuvre\n STRASSE; Straße = strasse\n Łódź = lodz\n Đorđe = dorde\n smørrebrød = smorrebrod\n ÆTHER = aether
             e\u{301}te\u{301}; ÉTÉ = ete\n dé\u{AD}ve\u{200B}lop = develop\n ﬁn = fin\n Ｆｕｌｌ = full\n İstanbul = istanbul\n m² = m2
             Школа = школа\n 東京 = 東京\n हिन्दी = हिनदी\n م\u{64E}درسة = مدرسة",
        );
        assert_eq!(texts("Cisco™ 37½ n° 1️⃣"), "cisco 37 n 1");
    }

    #[test]
    fn a_long_word_is_cut_and_not_dropped() {
        let long = "é".repeat(100);
        assert_eq!(words(&long).collect::<Vec<_>>(), [Word { from: 0, to: 200, text: "e".repeat(60) }]);
        assert_eq!(texts(&"字".repeat(100)), "字".repeat(20));
        assert_eq!(texts(&"ab".repeat(100)), "ab".repeat(30));
    }

    #[test]
    fn reading_a_hostile_text_is_linear() {
        let pieces = "·; a/; a.; ab.; (; (h/f; l'; a-; 1,; e\u{301}; a\u{200B}; a ou ; un/une/; infirmier·; (e); agent(e); a&; [h ; é–; c+; .net; h / ";
        for piece in pieces.split("; ") {
            let text = piece.repeat(100_000 / piece.len());
            let found: Vec<Word> = words(&text).collect();
            // Each word takes its own part of the text, and depends on no more than a bounded part after it: so the work is bounded too.
            assert!(found.is_sorted_by(|one, next| one.to <= next.from), "{piece}");
            for word in found.iter().take(50) {
                let end = text.floor_char_boundary(word.to + 256);
                assert!(words(&text[..end]).any(|same| same == *word), "{piece}");
            }
        }
    }

    fn assert_offsets(text: &str) {
        let mut before = 0;
        let mut again = Word::default();
        let mut stream = words(text);
        for word in words(text) {
            assert!(stream.read(&mut again) && again == word, "the buffer changes nothing");
            assert!(before <= word.from && word.from < word.to && word.to <= text.len(), "{word:?}");
            assert!(text.is_char_boundary(word.from) && text.is_char_boundary(word.to), "{word:?}");
            assert!(!word.text.is_empty() && word.text.len() <= fold::LONGEST, "{word:?}");
            before = word.to;
        }
        assert!(!stream.read(&mut again));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

        #[test]
        fn any_text_has_its_words_in_order(text in any::<String>()) {
            assert_offsets(&text);
        }

        #[test]
        fn any_typography_has_its_words_in_order(
            text in "((développ|infirmi|chargé|agent|un|h|f|C|R|a|12|12345678901234567890|qu|aujourd|\u{301}|\u{200B}|é|字|İ)(eur|euse|er|ère|e|s|D)?([-·./ ()'’+#&,]|ou | et | / |/-|\\(|\\)|\u{A0})?){0,12}",
        ) {
            assert_offsets(&text);
        }

        #[test]
        fn composed_and_decomposed_texts_have_the_same_words(text in "[a-zA-Zàâçéèêëîïôùûüœ '’·.()/-]{0,40}") {
            let decomposed: String = text.nfd().collect();
            prop_assert_eq!(texts(&decomposed), texts(&text));
        }
    }
}
