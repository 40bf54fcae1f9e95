//! The columns of a spreadsheet and the names they go by.

use crate::import::text::fold;
use std::collections::BTreeSet;

/// A column, the field of the record it speaks of (empty: none), its other headers folded.
pub const COLUMNS: &[(&str, &str, &[&str])] = &[
    ("external_id", "", &["numero", "no", "n", "reference", "identifiant", "id", "uuid", "numero de l offre", "no de l offre"]),
    ("kind", "kind", &["genre", "nature"]),
    ("title_fr", "title.fr", &["titre", "titre francais", "poste", "titre du poste", "intitule", "intitule du poste"]),
    ("title_en", "title.en", &["title", "titre anglais", "english title"]),
    ("summary_fr", "summary.fr", &["resume", "sommaire", "resume francais"]),
    ("summary_en", "summary.en", &["summary", "resume anglais"]),
    ("body_fr", "body.fr", &["description", "texte", "description francaise"]),
    ("body_en", "body.en", &["body", "description anglaise", "english description"]),
    ("employer", "employer", &["employeur", "entreprise", "organisation", "nom de l employeur"]),
    ("sectors", "sectors", &["secteurs", "secteur", "sector"]),
    ("audience", "audience", &["public", "clientele"]),
    ("city", "place", &["ville", "municipalite", "lieu"]),
    ("borough", "place", &["arrondissement", "quartier"]),
    ("remote", "place", &["distance", "teletravail"]),
    ("mode", "mode", &["mode de travail"]),
    ("schedule", "schedule", &["horaire", "type d emploi"]),
    ("hours_per_week", "hours_per_week", &["heures", "heures par semaine", "heures semaine"]),
    ("pay_min", "pay", &["salaire min", "salaire minimum", "salaire minimal", "salaire"]),
    ("pay_max", "pay", &["salaire max", "salaire maximum", "salaire maximal"]),
    ("pay_period", "pay", &["periode", "periode de salaire", "salaire periode", "salaire par"]),
    ("pay_currency", "pay", &["devise", "monnaie", "salaire devise"]),
    ("french", "french", &["francais", "niveau de francais"]),
    ("other_language", "other_language", &["autre langue"]),
    ("other_language_reason_fr", "other_language", &["raison de l autre langue", "raison autre langue"]),
    ("other_language_reason_en", "other_language", &["other language reason"]),
    ("sponsorship", "sponsorship", &["permis de travail", "parrainage", "soutien au permis"]),
    ("relocation", "relocation", &["demenagement", "aide au demenagement"]),
    ("noc", "noc", &["cnp", "code cnp"]),
    ("openings", "openings", &["postes", "nombre de postes", "postes a pourvoir"]),
    ("opens", "opens", &["date ouverture", "date d ouverture", "ouverture", "date de publication", "date creation", "date de creation"]),
    ("closes", "closes", &["date fermeture", "date de fermeture", "fermeture", "date limite"]),
    ("apply_url", "apply", &["lien", "url", "site", "adresse web", "lien pour postuler"]),
    ("apply_email", "apply", &["courriel", "email", "e mail", "adresse courriel"]),
    ("status", "status", &["statut", "etat"]),
    ("province", "", &[]),
    ("region", "", &["region administrative"]),
];

/// The key of a header's folded name.
pub fn key_of(folded: &str) -> Option<&'static str> {
    COLUMNS.iter().find(|(key, _, aliases)| fold(key) == folded || aliases.contains(&folded)).map(|(key, _, _)| *key)
}

/// Whether a line is a header of ours: it names the posting's number and a title.
pub fn is_header(line: &str) -> bool {
    let keys: BTreeSet<_> = line.split([',', ';', '\t']).filter_map(|name| key_of(&fold(name))).collect();
    keys.contains("external_id") && (keys.contains("title_fr") || keys.contains("title_en"))
}
