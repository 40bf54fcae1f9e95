//! The closed vocabularies as feeds write them in French and English.

use super::fold;
use model::money::PayPeriod;
use model::opportunities::{Mode, Schedule};

/// The span of work a word stands for: `Hour`, `par heure`, `BIWEEKLY`, `annuel`, `HUR`…
pub fn period(word: &str) -> Option<PayPeriod> {
    let folded = fold(word);
    let mut bare = folded.as_str();
    for lead in ["per ", "par ", "a l ", "de l ", "l ", "a ", "an ", "the ", "at "] {
        bare = bare.strip_prefix(lead).unwrap_or(bare);
    }
    Some(match bare {
        "hour" | "hours" | "hourly" | "hr" | "hrs" | "h" | "heure" | "heures" | "horaire" | "hur" => PayPeriod::Hour,
        "day" | "days" | "daily" | "jour" | "jours" | "journalier" | "quotidien" => PayPeriod::Day,
        "week" | "weekly" | "wk" | "wee" | "semaine" | "hebdomadaire" | "sem" => PayPeriod::Week,
        "biweekly"
        | "bi weekly"
        | "two weeks"
        | "two week"
        | "2 weeks"
        | "every two weeks"
        | "deux semaines"
        | "2 semaines"
        | "aux deux semaines"
        | "aux 2 semaines"
        | "toutes les deux semaines"
        | "bihebdomadaire"
        | "bi hebdomadaire"
        | "quinzaine"
        | "fortnight"
        | "fortnightly" => PayPeriod::TwoWeeks,
        "month" | "months" | "monthly" | "mon" | "mois" | "mensuel" | "mensuellement" => PayPeriod::Month,
        "year" | "years" | "yearly" | "yr" | "ann" | "annum" | "annual" | "annually" | "an" | "annee" | "annees" | "annuel"
        | "annuelle" | "annuellement" => PayPeriod::Year,
        _ => return None,
    })
}

/// The schedule a phrase states, when it states one: `FULL_TIME`, `Temps partiel`, `Saisonnier, temps plein`…
///
/// On call and seasonal win over full and part time. Full and part time together state neither, save part time that leads to full time.
pub fn schedule(phrase: &str) -> Option<Schedule> {
    let text = format!(" {} ", fold(phrase));
    let any = |words: &[&str]| words.iter().any(|word| text.contains(&format!(" {word} ")));
    if any(&["intern", "interns", "internship", "internships", "stage", "stages", "stagiaire", "co op", "coop"]) {
        return Some(Schedule::Internship);
    }
    if any(&[
        "casual",
        "seasonal",
        "on call",
        "oncall",
        "per diem",
        "perdiem",
        "occasionnel",
        "occasionnelle",
        "saisonnier",
        "saisonniere",
        "sur appel",
        "surnumeraire",
    ]) {
        return Some(Schedule::Casual);
    }
    let full = any(&["full time", "fulltime", "temps plein", "plein temps", "temps complet", "full"]);
    let part = any(&["part time", "parttime", "temps partiel", "partiel", "mi temps", "part"]);
    match (full, part) {
        (true, false) => Some(Schedule::FullTime),
        (false, true) => Some(Schedule::PartTime),
        (true, true) if any(&["leading", "menant", "pouvant mener"]) => Some(Schedule::PartTime),
        _ => None,
    }
}

/// Where the work is done, when a phrase states it. A bare yes or no about telework states neither hybrid nor remote.
pub fn mode(phrase: &str) -> Option<Mode> {
    let text = format!(" {} ", fold(phrase));
    let any = |words: &[&str]| words.iter().any(|word| text.contains(&format!(" {word} ")));
    if any(&["hybrid", "hybride"]) {
        return Some(Mode::Hybrid);
    }
    // « Temporarily remote » promises nothing, « no remote » the contrary.
    if any(&["no", "not", "non", "aucun", "temporarily", "temporaire", "temporairement", "covid", "partial", "partially", "partiel"]) {
        return None;
    }
    let remote = any(&["remote", "fully remote", "telecommute", "work from home", "wfh", "a distance", "teletravail", "telework"]);
    let on_site = any(&["on site", "onsite", "in person", "sur place", "en personne", "presentiel", "in office", "au bureau"]);
    match (remote, on_site) {
        (true, false) => Some(Mode::Remote),
        (false, true) => Some(Mode::OnSite),
        _ => None,
    }
}

/// A yes or a no in either language.
pub fn yes_or_no(word: &str) -> Option<bool> {
    match fold(word).as_str() {
        "yes" | "y" | "true" | "vrai" | "oui" | "o" | "1" | "x" => Some(true),
        "no" | "n" | "false" | "faux" | "non" | "0" => Some(false),
        _ => None,
    }
}

/// A NOC 2021 code as five digits: the `.0` of a spreadsheet is dropped, lost leading zeros are put back.
pub fn noc(code: &str) -> Option<String> {
    let code = code.trim();
    let digits = code.strip_suffix(".0").unwrap_or(code);
    // « 10 » was « 00010 »; nothing at all was nothing.
    ((1..=5).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()) && digits.bytes().any(|byte| byte != b'0'))
        .then(|| format!("{digits:0>5}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_has_names_in_both_languages() {
        for (words, period_of) in [
            (&["Hour", "per hour", "l'heure", "de l’heure", "HUR", "/h"][..], PayPeriod::Hour),
            (&["Bi-weekly", "BIWEEKLY", "Aux deux semaines", "two weeks"], PayPeriod::TwoWeeks),
            (&["Année", "annuel", "YEAR", "an", "per annum"], PayPeriod::Year),
            (&["semaine", "Weekly"], PayPeriod::Week),
            (&["jour", "day"], PayPeriod::Day),
            (&["Mois", "MONTH"], PayPeriod::Month),
        ] {
            for word in words {
                assert_eq!(period(word), Some(period_of), "{word}");
            }
        }
        assert_eq!(period("shift"), None);
    }

    #[test]
    fn a_schedule_is_stated_or_it_is_not() {
        for (phrase, stated) in [
            ("Full time", Some(Schedule::FullTime)),
            ("FULL_TIME", Some(Schedule::FullTime)),
            ("fulltime", Some(Schedule::FullTime)),
            ("Temps plein, permanent", Some(Schedule::FullTime)),
            ("Temps partiel", Some(Schedule::PartTime)),
            ("Part time leading to full time", Some(Schedule::PartTime)),
            ("Full time Seasonal", Some(Schedule::Casual)),
            ("PER_DIEM", Some(Schedule::Casual)),
            ("Stagiaire", Some(Schedule::Internship)),
            ("fulltime, parttime", None),
            ("Permanent", None),
            ("CONTRACTOR", None),
            ("internal", None),
        ] {
            assert_eq!(schedule(phrase), stated, "{phrase}");
        }
    }

    #[test]
    fn a_mode_is_stated_or_it_is_not() {
        for (phrase, stated) in [
            ("Fully remote", Some(Mode::Remote)),
            ("Travail à distance", Some(Mode::Remote)),
            ("Hybrid remote", Some(Mode::Hybrid)),
            ("Sur place", Some(Mode::OnSite)),
            ("Yes", None),
            ("Non", None),
            ("Temporarily remote", None),
            ("Remote or on site", None),
        ] {
            assert_eq!(mode(phrase), stated, "{phrase}");
        }
    }

    #[test]
    fn a_noc_code_gets_its_five_digits_back() {
        for (code, five) in [("72300", "72300"), ("72300.0", "72300"), ("10", "00010"), ("1411.0", "01411"), (" 21231 ", "21231")] {
            assert_eq!(noc(code).as_deref(), Some(five), "{code}");
        }
        for wrong in ["", "NA", "0", "723001", "15-1132", "72300.5", "7230a"] {
            assert_eq!(noc(wrong), None, "{wrong}");
        }
    }
}
