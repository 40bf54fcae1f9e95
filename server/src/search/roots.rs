//! The root of a French word: what a trade, its act and its workshop have in common.
//!
//! *Tréfileur*, *tréfilage* and *tréfilerie* share `trefil`. A stemmer keeps them apart, rightly: a welder is not a weld. So roots serve only
//! where a list is widened, below every closer way of finding.

use super::gender::neutral;

/// What follows a root, the longest first.
const ENDINGS: &[&str] = &[
    "isateur",
    "airie",
    "ative",
    "itive",
    "isation",
    "ification",
    "ificateur",
    "issement",
    "isserie",
    "isseur",
    "issage",
    "ateur",
    "ation",
    "ition",
    "iteur",
    "ement",
    "erie",
    "ique",
    "isme",
    "iste",
    "aire",
    "ance",
    "ence",
    "iere",
    "tion",
    "teur",
    "sion",
    "age",
    "ant",
    "eau",
    "ent",
    "eur",
    "ien",
    "ier",
    "ise",
    "ite",
    "oir",
    "ure",
    "al",
    "el",
    "er",
    "et",
    "ie",
    "if",
    "ir",
    "e",
    "s",
];

/// The shortest root, in letters.
const SHORTEST: usize = 4;

/// The root of a folded word; nothing when it is too short to have one.
pub fn root(word: &str) -> Option<String> {
    if !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return None;
    }
    let mut root = neutral(word).into_owned();
    // A plural in `s` hides the ending, and an ending may follow another: carreleur, carrelage, carrelages.
    for _ in 0..2 {
        if let Some(ending) = ENDINGS.iter().find(|ending| root.len() >= SHORTEST + ending.len() && root.ends_with(**ending)) {
            root.truncate(root.len() - ending.len());
            if ending.len() > 1 {
                break;
            }
        }
    }
    // A doubled consonant comes and goes: poisson, poissonnier.
    let bytes = root.as_bytes();
    if bytes.len() > SHORTEST && bytes[bytes.len() - 1] == bytes[bytes.len() - 2] {
        root.pop();
    }
    (root.len() >= SHORTEST).then_some(root)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trade_its_act_and_its_workshop_share_a_root() {
        for family in [
            vec!["trefileur", "trefilage", "trefilerie", "trefileuses"],
            vec!["carreleur", "carrelage"],
            vec!["blanchisseur", "blanchisserie"],
            vec!["libraire", "librairie"],
            vec!["poissonnier", "poisson", "poissonnerie"],
            vec!["administrateur", "administration", "administratif"],
        ] {
            let roots: Vec<_> = family.iter().map(|word| root(word)).collect();
            assert!(roots[0].is_some() && roots.iter().all(|root| *root == roots[0]), "{family:?}: {roots:?}");
        }
    }

    #[test]
    fn a_short_word_has_none() {
        assert_eq!(root("eau"), None);
        assert_eq!(root("c++"), None);
    }
}
