//! The key under which the two genders and the two numbers of a word meet: `directrice` and `directeurs` are `directeur`.
//!
//! Rules on endings, not a list of occupations: a title nobody thought of follows them too. Postings' whole texts flow through here, so a
//! rule only applies after a stem that has a vowel (`vente` is no feminine of `vent`), and the key still goes through the Snowball
//! stemmer: what that stemmer joins by itself (`petite` and `petit`) needs no rule. A key is for machines; it need not be a word.

use std::borrow::Cow;

/// What a rule does to a word: how many of its bytes stay, and what comes after them.
type Change = (usize, &'static str);

/// The key of a French word. `word` is folded: lower case, no accents; anything else than `a` to `z` comes back as it is.
pub fn neutral(word: &str) -> Cow<'_, str> {
    applied(word, french)
}

/// The key of an English word, folded: `waitress` is `waiter`, `salespeople` is `salesman`. Other plurals are left to the stemmer.
pub fn neutral_english(word: &str) -> Cow<'_, str> {
    applied(word, english)
}

/// The masculine singular of two folded forms of one word, such as `developpeuses` and `developpeurs`.
pub fn masculine<'a>(one: &'a str, other: &'a str) -> Cow<'a, str> {
    // A feminine is longer than its masculine, in both languages.
    let (short, long) = if other.len() < one.len() { (other, one) } else { (one, other) };
    if let Some(stem) = short.strip_suffix("men") {
        return Cow::Owned(format!("{stem}man"));
    }
    if long.ends_with('s') || short.ends_with("aux") { singular(short) } else { Cow::Borrowed(short) }
}

/// The singular of a masculine plural.
fn singular(word: &str) -> Cow<'_, str> {
    // These end so in the singular too, and they are many among the words of people.
    if ["eux", "ois", "ais", "ss"].iter().any(|ending| word.ends_with(ending)) {
        return Cow::Borrowed(word);
    }
    match word.strip_suffix("aux") {
        _ if word == "tous" => Cow::Borrowed("tout"),
        Some(stem) if !stem.ends_with('e') => Cow::Owned(format!("{stem}al")),
        Some(_) => Cow::Borrowed(&word[..word.len() - 1]),
        None => Cow::Borrowed(word.strip_suffix('s').unwrap_or(word)),
    }
}

/// Applies rules until none does: a key is its own key.
fn applied(word: &str, rules: fn(&str) -> Option<Change>) -> Cow<'_, str> {
    let mut key = Cow::Borrowed(word);
    while let Some((kept, ending)) = rules(&key) {
        key = match key {
            Cow::Borrowed(word) if ending.is_empty() => Cow::Borrowed(&word[..kept]),
            changed => {
                let mut changed = changed.into_owned();
                changed.truncate(kept);
                changed.push_str(ending);
                Cow::Owned(changed)
            }
        };
    }
    key
}

fn french(word: &str) -> Option<Change> {
    let rules = match word.as_bytes().last()? {
        b's' | b'x' => plural,
        b'e' => feminine,
        // The only rule that turns a masculine: the other way, « motivé » without its accent would be a `motif`.
        b'f' => masculine_in_f,
        b'd' | b'l' | b'n' => borrowed,
        _ => return None,
    };
    if word.bytes().all(|b| b.is_ascii_lowercase()) { rules(word) } else { None }
}

fn plural(word: &str) -> Option<Change> {
    let n = word.len();
    match word {
        // Nouns in -au and -eu: their singular is not in -al or -eux.
        "boyaux" | "joyaux" | "materiaux" | "noyaux" | "tuyaux" => return Some((n - 1, "")),
        "cheveux" | "enjeux" | "feux" | "jeux" | "lieux" | "milieux" | "neveux" | "voeux" => return Some((n - 1, "")),
        "balais" | "essais" => return Some((n - 1, "")),
        "tous" => return Some((0, "tout")),
        // No ingénieur.
        "ingenieux" => return None,
        _ => {}
    }
    if let Some(stem) = word.strip_suffix("aux") {
        return if stem.ends_with('e') { Some((n - 1, "")) } else { voiced(stem).then_some((stem.len(), "al")) };
    }
    if let Some(stem) = word.strip_suffix("eux") {
        // `religieuse` could be of `religieur`: both go the way of `vendeuse`.
        return (stem.len() > 2 && voiced(stem)).then_some((stem.len(), "eur"));
    }
    let stem = word.strip_suffix('s')?;
    let stays = match stem.as_bytes() {
        [.., b's'] => true,
        // `permis`, `requis`: the stemmer takes -is and -i off alike.
        [.., before, b'i'] if !is_vowel(*before) => true,
        // So it does with most in -ais, and `palais` and `anglais` are no plurals.
        [.., b'a', b'i'] => true,
        [.., b'a' | b'i' | b'o' | b'u'] => n < 5,
        _ => n < 4,
    };
    (!stays).then_some((n - 1, ""))
}

fn feminine(word: &str) -> Option<Change> {
    let n = word.len();
    match word {
        // Nouns whose masculine would be quite another word: données is not donné, nor coordonnées coordonné, carrière carrier.
        "arrivee" | "chaussee" | "cheminee" | "coordonnee" | "donnee" | "duree" | "gelee" | "livree" | "maree" | "montee" | "musee"
        | "pensee" | "puree" | "rentree" | "tournee" | "carriere" | "maniere" | "matrice" => return None,
        // Verbs, which the stemmer needs as they are.
        "digere" | "exagere" | "refrigere" | "suggere" => return None,
        "ingenieuse" => return Some((n - 2, "x")),
        "toute" => return Some((0, "tout")),
        "une" => return Some((0, "un")),
        // Feminines of no rule that would be safe for other words.
        "apprentie" | "artisane" | "grande" | "petite" | "prefete" => return Some((n - 1, "")),
        "cheffe" | "paysanne" => return Some((n - 2, "")),
        "compagne" => return Some((0, "compagnon")),
        // Borrowed with -er, feminine as if they were in -eur.
        "designeuse" | "manageuse" | "rewriteuse" => return Some((n - 4, "er")),
        "acquise" | "admise" | "commise" | "promise" | "requise" | "soumise" => return Some((n - 1, "")),
        "abbesse" => return Some((0, "abbe")),
        "ambassadrice" => return Some((0, "ambassadeur")),
        "breve" => return Some((0, "bref")),
        "doctoresse" => return Some((0, "docteur")),
        "hotesse" | "mairesse" | "poetesse" => return Some((n - 4, "e")),
        _ if ["maitresse", "pretresse", "comtesse"].iter().any(|ending| word.ends_with(ending)) => return Some((n - 4, "e")),
        "jumelle" => return Some((0, "jumeau")),
        "neuve" => return Some((0, "neuf")),
        "nouvelle" => return Some((0, "nouveau")),
        "princesse" => return Some((0, "prince")),
        "publique" => return Some((0, "public")),
        "veuve" => return Some((0, "veuf")),
        _ => {}
    }
    if let Some(stem) = word.strip_suffix("ee") {
        return (stem.len() > 2 && voiced(stem)).then_some((n - 1, ""));
    }
    let endings: &[(&str, &str)] = match word.as_bytes().get(n.wrapping_sub(2))? {
        b'c' => &[("trice", "teur")],
        b'd' => &[("ande", "and"), ("onde", "ond"), ("arde", "ard"), ("aude", "aud")],
        b'l' => &[("elle", "el"), ("ale", "al")],
        b'n' => &[("enne", "en"), ("onne", "on"), ("aine", "ain"), ("antine", "antin")],
        // Not every -ère: artère is not art, critère not crit, once the stemmer has taken -er off.
        b'r' => &[("iere", "ier"), ("eure", "eur"), ("chere", "cher"), ("gere", "ger"), ("llere", "ller"), ("yere", "yer")],
        b's' => &[
            ("euse", "eur"),
            ("oise", "oi"),
            ("aise", "ais"),
            ("cluse", "clu"),
            ("fuse", "fu"),
            ("deresse", "deur"),
            ("sseresse", "sseur"),
        ],
        b't' => &[
            ("ante", "ant"),
            ("ente", "ent"),
            ("ointe", "oint"),
            ("ette", "et"),
            ("erte", "ert"),
            ("ate", "at"),
            ("acte", "act"),
            ("ecte", "ect"),
            ("crite", "crit"),
        ],
        _ => return None,
    };
    endings.iter().find_map(|(ending, key)| {
        let stem = word.strip_suffix(ending)?;
        // The stemmer takes -ment off: réglementé would be a règle.
        let ment = stem.ends_with('m') && *key == "ent";
        (stem.len() > 1 && voiced(stem) && !ment).then_some((stem.len(), *key))
    })
}

fn masculine_in_f(word: &str) -> Option<Change> {
    let stem = word.strip_suffix('f')?;
    let adjective = ["ti", "si", "ci"].iter().any(|ending| stem.ends_with(ending)) && stem.len() > 3 && word != "motif";
    adjective.then_some((stem.len(), "ve"))
}

/// Words taken from English, as French postings write them.
fn borrowed(word: &str) -> Option<Change> {
    match word {
        "barmaid" => return Some((0, "barman")),
        "nouvel" => return Some((0, "nouveau")),
        _ => {}
    }
    let stem = word.strip_suffix("woman").or_else(|| word.strip_suffix("women"))?;
    (stem.len() > 2).then_some((stem.len(), "man"))
}

fn english(word: &str) -> Option<Change> {
    let (one, many) = match word.strip_suffix("es") {
        Some(one) if one.ends_with("ess") => (one, true),
        _ => (word, false),
    };
    let n = one.len();
    // A closed list: business, access, fitness and press are no women.
    let (kept, singular, plural) = match one {
        "actress" | "benefactress" | "conductress" | "directress" | "instructress" | "sculptress" => (n - 4, "or", "ors"),
        "headmistress" => (n - 8, "master", "masters"),
        "heiress" | "hostess" | "manageress" | "priestess" | "shepherdess" | "stewardess" => (n - 3, "", "s"),
        "waitress" => (n - 4, "er", "ers"),
        _ => return person(word),
    };
    Some((kept, if many { plural } else { singular }))
}

/// `-woman`, `-person` and their plurals, after three letters or more: a woman, a person, a specimen are not of a trade.
fn person(word: &str) -> Option<Change> {
    if matches!(word, "abdomen" | "acumen" | "regimen" | "specimen") {
        return None;
    }
    let endings = ["woman", "women", "person", "persons", "people", "men"];
    let stem = endings.iter().find_map(|ending| word.strip_suffix(ending))?;
    (stem.len() > 2 && stem != "ger").then_some((stem.len(), "man"))
}

fn is_vowel(b: u8) -> bool {
    matches!(b, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

/// Whether a stem can be said by itself: what comes before an ending in `vente` and `plante` cannot.
fn voiced(stem: &str) -> bool {
    stem.bytes().any(is_vowel)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The term of a word: its key, as the analyser of tantivy stems it.
    fn term(word: &str) -> String {
        frostem::Stemmer::new(frostem::Algorithm::French).stem(&neutral(word)).into_owned()
    }

    fn term_english(word: &str) -> String {
        frostem::Stemmer::new(frostem::Algorithm::English).stem(&neutral_english(word)).into_owned()
    }

    fn lines(table: &str) -> impl Iterator<Item = Vec<&str>> {
        table.lines().map(|line| line.split_whitespace().collect::<Vec<_>>()).filter(|line| !line.is_empty())
    }

    #[test]
    fn both_genders_and_both_numbers_have_one_term() {
        let table = "
            developpeur developpeuse developpeurs developpeuses
            directeur directrice directeurs directrices
            acteur actrice    auteur auteure autrice autrices    tuteur tutrice    ambassadeur ambassadrice
            ingenieur ingenieure ingenieures    professeur professeure
            infirmier infirmiere infirmiers infirmieres    premier premiere
            boucher bouchere bouchers boucheres    boulanger boulangere    conseiller conseillere conseilleres    ecuyer ecuyere
            technicien technicienne techniciennes    doyen doyenne    patron patronne    paysan paysanne    compagnon compagne
            agent agente agents agentes    assistant assistante assistantes    adjoint adjointe    marchand marchande    second seconde
            charge chargee charges chargees    prepose preposee preposees    employe employee    agree agreee agreees
            administratif administrative administratives    actif active actifs    sportif sportives
            nerveux nerveuse nerveuses    ingenieux ingenieuse
            municipal municipale municipaux municipales    principal principaux    local locaux locales
            professionnel professionnelle professionnels    nouveau nouvelle nouveaux nouvelles    jumeau jumelle jumeaux
            cadet cadette    avocat avocate avocates    expert experte    direct directe    ecrit ecrite    petit petite petits petites
            ecrivain ecrivaine    laborantin laborantine    quebecois quebecoise quebecoises    anglais anglaise    montagnard montagnarde
            maitre maitresse maitresses    contremaitre contremaitresse    hote hotesse    maire mairesse    prince princesse
            demandeur demanderesse    chasseur chasseresse    docteur doctoresse
            chef cheffe chefs cheffes    veuf veuve    public publique publics publiques    tout tous toute toutes
            cameraman camerawoman camerawomen    barman barmaid    commis commise    apprenti apprentie    reporteur reportrice    designer designeuse
            emploi emplois    bureau bureaux    jeu jeux    materiau materiaux    essai essais    video videos    travail
        ";
        for forms in lines(&table.replace("    ", "\n")) {
            for form in &forms {
                assert_eq!(term(form), term(forms[0]), "{form} and {}", forms[0]);
            }
        }
    }

    #[test]
    fn different_words_stay_apart() {
        let table = "
            matrice mateur matiere    service serveur    cuisine cuisinier    office officier    police policier    notice
            porte portier    poste    plante planteur    mine mineur    donnees donne    annees
            carriere carrier    maniere manier    coordonnees coordonnateur    ingenieux ingenieur    motif motive
            emploi employe employeur    machine    usine usineur    patente    artere art    critere crit    ministere ministre
            livree livre    duree dure    reglemente regle    cheminee chemin    travaux travail    taux
        ";
        for words in lines(&table.replace("    ", "\n")) {
            let mut terms: Vec<String> = words.iter().map(|word| term(word)).collect();
            terms.sort();
            terms.dedup();
            assert_eq!(terms.len(), words.len(), "{words:?}: {terms:?}");
        }
    }

    #[test]
    fn a_short_stem_is_no_masculine() {
        for word in [
            "vente", "plante", "tante", "trente", "date", "garde", "salle", "selle", "donne", "benne", "heure", "creux", "deux", "fee",
            "the",
        ] {
            assert_eq!(neutral(word), word);
        }
        for word in ["bus", "mois", "access", "permis", "node.js", "c++", "été", "École", "", "s", "ss", "e", "ee", "x", "日本s"] {
            assert_eq!(neutral(word), word);
        }
    }

    #[test]
    fn english_trades_have_one_term() {
        let table = "
            waiter waitress waiters waitresses
            actor actress actors actresses
            steward stewardess    host hostess hostesses    heir heiress    headmaster headmistress
            fireman firewoman firemen firewomen
            salesman saleswoman salesperson salesmen salespeople salespersons
            chairman chairperson    layman layperson    foreman forewoman
        ";
        for forms in lines(&table.replace("    ", "\n")) {
            for form in &forms {
                assert_eq!(term_english(form), term_english(forms[0]), "{form} and {}", forms[0]);
            }
        }
        for word in
            ["business", "access", "process", "fitness", "women", "person", "people", "human", "roman", "german", "specimen", "mattress"]
        {
            assert_eq!(neutral_english(word), word);
        }
    }

    #[test]
    fn the_masculine_of_a_pair_is_its_singular() {
        for (one, other, expected) in [
            ("developpeuses", "developpeurs", "developpeur"),
            ("principaux", "principales", "principal"),
            ("nouveaux", "nouvelles", "nouveau"),
            ("quebecois", "quebecoises", "quebecois"),
            ("religieux", "religieuses", "religieux"),
            ("toutes", "tous", "tout"),
            ("commis", "commise", "commis"),
            ("firemen", "firewomen", "fireman"),
        ] {
            assert_eq!(masculine(one, other), expected);
            assert_eq!(masculine(other, one), expected);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

        #[test]
        fn a_key_is_its_own_key(
            stem in "[a-z]{0,6}",
            ending in "(euse|eux|trice|iere|ee|tif|cif|enne|ente|mente|ante|aux|eaux|oise|ais|cluse|crite|maitresse|woman|persons|men|resses)?(e|es|s|x)?",
        ) {
            let word = format!("{stem}{ending}");
            let key = neutral(&word);
            prop_assert_eq!(neutral(&key), key.as_ref());
            let key = neutral_english(&word);
            prop_assert_eq!(neutral_english(&key), key.as_ref());
        }

        #[test]
        fn any_text_has_a_key(text in any::<String>()) {
            let key = neutral(&text);
            prop_assert_eq!(neutral(&key), key.as_ref());
            let key = neutral_english(&text);
            prop_assert_eq!(neutral_english(&key), key.as_ref());
        }
    }
}
