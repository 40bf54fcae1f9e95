//! Words for the values of closed vocabularies.

use model::locale::Locale;
use model::money::PayPeriod;
use model::opportunities::{Audience, French, Kind, Mode, NOT_STATED, Schedule, Stated};
use model::resources::Stage;

/// Chooses between the two languages.
const fn either(locale: Locale, fr: &'static str, en: &'static str) -> &'static str {
    match locale {
        Locale::Fr => fr,
        Locale::En => en,
    }
}

/// A kind of opportunity, one of them.
pub const fn kind(kind: Kind, locale: Locale) -> &'static str {
    match kind {
        Kind::Job => either(locale, "Emploi", "Job"),
        Kind::Investment => either(locale, "Investissement", "Investment"),
        Kind::Partnership => either(locale, "Partenariat", "Partnership"),
        Kind::Seat => either(locale, "Siège", "Seat"),
        Kind::Hosting => either(locale, "Événement", "Event"),
        Kind::Export => either(locale, "Exportation", "Export"),
        Kind::Culture => either(locale, "Culture", "Culture"),
        Kind::Pilot => either(locale, "Projet pilote", "Pilot project"),
    }
}

/// A kind of opportunity, all of them: the name of a door.
pub const fn kinds(kind: Kind, locale: Locale) -> &'static str {
    match kind {
        Kind::Job => either(locale, "Emplois", "Jobs"),
        Kind::Investment => either(locale, "Investissement", "Investment"),
        Kind::Partnership => either(locale, "Partenariats", "Partnerships"),
        Kind::Seat => either(locale, "Sièges", "Seats"),
        Kind::Hosting => either(locale, "Événements", "Events"),
        Kind::Export => either(locale, "Exportation", "Export"),
        Kind::Culture => either(locale, "Culture", "Culture"),
        Kind::Pilot => either(locale, "Projets pilotes", "Pilot projects"),
    }
}

/// What is behind a door: `148 offres`, `1 appel`.
pub fn offers(kind: Kind, count: u64, locale: Locale) -> String {
    let (one, many) = match kind {
        Kind::Job => either_pair(locale, ("offre", "offres"), ("posting", "postings")),
        _ => either_pair(locale, ("appel", "appels"), ("call", "calls")),
    };
    crate::format::plural(locale, count, one, many)
}

fn either_pair(locale: Locale, fr: (&'static str, &'static str), en: (&'static str, &'static str)) -> (&'static str, &'static str) {
    match locale {
        Locale::Fr => fr,
        Locale::En => en,
    }
}

/// An audience.
pub const fn audience(audience: Audience, locale: Locale) -> &'static str {
    match audience {
        Audience::Worker => either(locale, "Travail", "Workers"),
        Audience::Student => either(locale, "Études", "Students"),
        Audience::Researcher => either(locale, "Recherche", "Researchers"),
        Audience::Entrepreneur => either(locale, "Entrepreneuriat", "Entrepreneurs"),
        Audience::Company => either(locale, "Entreprises", "Companies"),
        Audience::Organization => either(locale, "Organisations internationales", "International organizations"),
        Audience::Planner => either(locale, "Congrès et événements", "Event planners"),
        Audience::City => either(locale, "Villes", "Cities"),
        Audience::Creator => either(locale, "Création", "Creators"),
    }
}

/// A work mode.
pub const fn mode(mode: Mode, locale: Locale) -> &'static str {
    match mode {
        Mode::OnSite => either(locale, "Sur place", "On site"),
        Mode::Hybrid => either(locale, "Hybride", "Hybrid"),
        Mode::Remote => either(locale, "À distance", "Remote"),
    }
}

/// A schedule.
pub const fn schedule(schedule: Schedule, locale: Locale) -> &'static str {
    match schedule {
        Schedule::FullTime => either(locale, "Temps plein", "Full time"),
        Schedule::PartTime => either(locale, "Temps partiel", "Part time"),
        Schedule::Casual => either(locale, "Occasionnel ou saisonnier", "Casual or seasonal"),
        Schedule::Internship => either(locale, "Stage", "Internship"),
    }
}

/// A level of French.
pub const fn french(level: French, locale: Locale) -> &'static str {
    match level {
        French::None => either(locale, "Aucun", "None"),
        French::Beginner => either(locale, "Débutant", "Beginner"),
        French::Intermediate => either(locale, "Intermédiaire", "Intermediate"),
        French::Advanced => either(locale, "Avancé", "Advanced"),
    }
}

/// Support for a work permit, as a choice.
pub const fn sponsorship(stated: Stated, locale: Locale) -> &'static str {
    match stated {
        Stated::Yes => either(locale, "Offert", "Offered"),
        Stated::No => either(locale, "Non offert", "Not offered"),
        Stated::NotStated => either(locale, "Non précisé", "Not stated"),
    }
}

/// What a pay is per.
pub const fn period(period: PayPeriod, locale: Locale) -> &'static str {
    match period {
        PayPeriod::Hour => either(locale, "l’heure", "an hour"),
        PayPeriod::Day => either(locale, "par jour", "a day"),
        PayPeriod::Week => either(locale, "par semaine", "a week"),
        PayPeriod::TwoWeeks => either(locale, "aux deux semaines", "every two weeks"),
        PayPeriod::Month => either(locale, "par mois", "a month"),
        PayPeriod::Year => either(locale, "par an", "a year"),
    }
}

/// A stage of settling.
pub const fn stage(stage: Stage, locale: Locale) -> &'static str {
    match stage {
        Stage::Explore => either(locale, "Explorer", "Explore"),
        Stage::Prepare => either(locale, "Préparer", "Prepare"),
        Stage::Arrive => either(locale, "Arriver", "Arrive"),
        Stage::Settle => either(locale, "S’établir", "Settle"),
        Stage::Site => either(locale, "Ce site", "This site"),
    }
}

/// When a stage is.
pub const fn stage_when(stage: Stage, locale: Locale) -> &'static str {
    match stage {
        Stage::Explore => either(locale, "avant de décider", "before deciding"),
        Stage::Prepare => either(locale, "avant de partir", "before leaving"),
        Stage::Arrive => either(locale, "les premières semaines", "the first weeks"),
        Stage::Settle => either(locale, "les premières années", "the first years"),
        Stage::Site => "",
    }
}

/// The name of a language, by its code; the code itself when we have no word for it.
pub fn language(code: &str, locale: Locale) -> String {
    let name = match code {
        "en" => either(locale, "Anglais", "English"),
        "fr" => either(locale, "Français", "French"),
        "es" => either(locale, "Espagnol", "Spanish"),
        "pt" => either(locale, "Portugais", "Portuguese"),
        "de" => either(locale, "Allemand", "German"),
        "it" => either(locale, "Italien", "Italian"),
        "ar" => either(locale, "Arabe", "Arabic"),
        "zh" => either(locale, "Chinois", "Chinese"),
        "ja" => either(locale, "Japonais", "Japanese"),
        _ => return code.to_owned(),
    };
    name.to_owned()
}

/// The value of a facet in words; `label` serves where the server is the one to know.
pub fn facet_value(facet: &str, value: &str, label: &str, locale: Locale) -> String {
    if value == NOT_STATED {
        return sponsorship(Stated::NotStated, locale).to_owned();
    }
    let word = match facet {
        "kind" => Kind::parse(value).map(|v| kind(v, locale)),
        "audience" => Audience::parse(value).map(|v| audience(v, locale)),
        "mode" => Mode::parse(value).map(|v| mode(v, locale)),
        "schedule" => Schedule::parse(value).map(|v| schedule(v, locale)),
        "french" => French::parse(value).map(|v| french(v, locale)),
        "sponsorship" => Stated::parse(value).map(|v| sponsorship(v, locale)),
        _ => None,
    };
    word.unwrap_or(label).to_owned()
}
