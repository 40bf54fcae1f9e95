//! The words of our closed vocabularies as spreadsheets write them: ours, or French.

use crate::import::text::fold;
use model::opportunities::{Audience, French, Kind, Status};

/// The kind a cell names.
pub fn kind(cell: &str) -> Option<Kind> {
    Kind::parse(&cell.to_lowercase()).or(match fold(cell).as_str() {
        "emploi" | "offre d emploi" | "poste" => Some(Kind::Job),
        "investissement" => Some(Kind::Investment),
        "partenariat" => Some(Kind::Partnership),
        "siege" => Some(Kind::Seat),
        "accueil" | "evenement" => Some(Kind::Hosting),
        "exportation" => Some(Kind::Export),
        "projet pilote" | "pilote" => Some(Kind::Pilot),
        _ => None,
    })
}

/// The audience a cell names.
pub fn audience(word: &str) -> Option<Audience> {
    Audience::parse(&word.to_lowercase()).or(match fold(word).as_str() {
        "workers" | "travailleur" | "travailleurs" | "travailleuse" | "travailleuses" => Some(Audience::Worker),
        "students" | "etudiant" | "etudiants" | "etudiante" | "etudiantes" => Some(Audience::Student),
        "researchers" | "chercheur" | "chercheurs" | "chercheuse" | "chercheuses" => Some(Audience::Researcher),
        "entrepreneurs" | "entrepreneure" | "entrepreneures" => Some(Audience::Entrepreneur),
        "companies" | "entreprise" | "entreprises" => Some(Audience::Company),
        "organizations" | "organisation" | "organisations" => Some(Audience::Organization),
        "planners" | "organisateur" | "organisateurs" | "planificateur" | "planificateurs" => Some(Audience::Planner),
        "cities" | "ville" | "villes" => Some(Audience::City),
        "creators" | "createur" | "createurs" | "creatrice" | "creatrices" => Some(Audience::Creator),
        _ => None,
    })
}

/// The level of French a cell names.
pub fn french(cell: &str) -> Option<French> {
    match fold(cell).as_str() {
        "none" | "aucun" | "aucune" | "non requis" => Some(French::None),
        "beginner" | "debutant" | "debutante" | "base" => Some(French::Beginner),
        "intermediate" | "intermediaire" => Some(French::Intermediate),
        "advanced" | "avance" | "avancee" | "courant" => Some(French::Advanced),
        _ => None,
    }
}

/// The status a cell names.
pub fn status(cell: &str) -> Option<Status> {
    Status::parse(&cell.to_lowercase()).or(match fold(cell).as_str() {
        "pourvu" | "pourvue" | "comble" | "comblee" => Some(Status::Filled),
        "retire" | "retiree" | "annule" | "annulee" => Some(Status::Withdrawn),
        "publie" | "publiee" | "ouvert" | "ouverte" | "open" | "actif" | "active" => Some(Status::Published),
        "brouillon" => Some(Status::Draft),
        "en revision" | "en approbation" => Some(Status::InReview),
        _ => None,
    })
}
