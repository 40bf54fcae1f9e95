//! The texts of the forms of requests.

use model::interests::form::FaultCode;
use model::locale::Locale;

/// The texts of the forms, in one language.
#[derive(Debug)]
#[expect(missing_docs, reason = "each is a text of one place of a form, named by that place")]
pub struct Requests {
    pub title: &'static str,
    pub lead: &'static str,
    pub kinds: &'static str,
    pub days: fn(i64) -> String,
    pub follow: &'static str,
    pub follow_lead: &'static str,
    pub steps: &'static str,
    pub step_done: &'static str,
    pub step_now: fn(usize, usize) -> String,
    pub step_next: &'static str,
    pub check: &'static str,
    pub error_prefix: &'static str,
    pub errors: fn(usize) -> String,
    pub errors_kept: &'static str,
    pub optional: &'static str,
    pub choose: &'static str,
    pub about: &'static str,
    pub go_on: &'static str,
    pub back: fn(&str) -> String,
    pub change: &'static str,
    pub nothing: &'static str,
    pub files: &'static str,
    pub files_hint: &'static str,
    pub files_kept: &'static str,
    pub file_remove: &'static str,
    pub files_again: &'static str,
    pub consents: &'static str,
    pub notice_version: fn(i64, &str) -> String,
    pub notice_kept: fn(i64) -> String,
    pub notice_link: &'static str,
    pub send: &'static str,
    pub sending: &'static str,
    pub send_failed: &'static str,
    pub too_many: &'static str,
    pub too_large: &'static str,
    pub too_large_files: &'static str,
    pub too_large_choose: &'static str,
    pub too_large_text: &'static str,
    pub too_large_again: &'static str,
    pub proving: &'static str,
    pub draft: &'static str,
    pub draft_forget: &'static str,
    pub leave_empty: &'static str,
    pub next_title: &'static str,
    pub next_receipt: &'static str,
    pub next_answer: fn(i64) -> String,
    pub next_follow: &'static str,
}

/// The texts of a language.
pub const fn of(locale: Locale) -> &'static Requests {
    match locale {
        Locale::Fr => &FRENCH,
        Locale::En => &ENGLISH,
    }
}

const FRENCH: Requests = Requests {
    title: "Écrire au bureau",
    lead: "Dites-nous qui vous êtes et ce que vous cherchez. Vous recevez aussitôt un numéro, et vous suivez la réponse sans ouvrir de compte.",
    kinds: "Vous êtes…",
    days: |n| if n == 1 { "Réponse en un jour ouvrable".into() } else { format!("Réponse en {n}\u{a0}jours ouvrables") },
    follow: "Suivre une demande",
    follow_lead: "Vous avez déjà un numéro et un code?",
    steps: "Étapes de la demande",
    step_done: "Terminée",
    step_now: |n, all| format!("Étape {n} de {all}"),
    step_next: "À venir",
    check: "Vérifier et envoyer",
    error_prefix: "Erreur\u{a0}: ",
    errors: |n| if n == 1 { "Une réponse à corriger".into() } else { format!("{n}\u{a0}réponses à corriger") },
    errors_kept: "Rien n’est perdu\u{a0}: vos autres réponses sont gardées.",
    optional: "(facultatif)",
    choose: "Choisir",
    about: "Votre demande porte sur\u{a0}:",
    go_on: "Continuer",
    back: |step| format!("Revenir à «\u{a0}{step}\u{a0}»"),
    change: "Modifier",
    nothing: "Sans réponse",
    files: "Documents",
    files_hint: "Jusqu’à trois fichiers PDF, PNG ou JPEG, de 5\u{a0}Mo au plus chacun. La position et les autres données cachées des photos sont retirées.",
    files_kept: "Déjà joints; cochez ce qui ne doit pas partir.",
    file_remove: "Retirer",
    files_again: "Un fichier choisi avant un rechargement de la page est à choisir de nouveau.",
    consents: "Vos accords",
    notice_version: |version, date| format!("version {version} du {date}"),
    notice_kept: |months| format!("Conservation\u{a0}: {months}\u{a0}mois après le dernier échange."),
    notice_link: "Lire l’avis complet et joindre la personne responsable",
    send: "Envoyer la demande",
    sending: "Envoi en cours…",
    send_failed: "La demande n’est pas partie\u{a0}: le réseau ou le serveur ne répond pas. Vos réponses sont gardées; envoyez de nouveau dans un moment, elle ne partira qu’une fois.",
    too_many: "Trop de demandes sont venues de votre réseau en peu de temps. Vos réponses sont gardées; réessayez dans une heure.",
    too_large: "L’envoi est trop lourd",
    too_large_files: "Un envoi porte au plus trois fichiers de 5\u{a0}Mo chacun, et celui-ci dépasse. Vos réponses et les documents déjà joints sont gardés; les fichiers sont à choisir et les accords à cocher de nouveau.",
    too_large_choose: "Choisir des fichiers plus légers",
    too_large_text: "Le texte de cette page dépasse de loin ce que le bureau peut lire, et rien n’en a été gardé. Vos réponses aux autres pages le sont.",
    too_large_again: "Écrire un texte plus court",
    proving: "Vérification contre les envois automatiques, quelques secondes…",
    draft: "Votre brouillon est gardé sur cet appareil, et nulle part ailleurs, jusqu’à l’envoi.",
    draft_forget: "Effacer le brouillon",
    leave_empty: "Laissez ce champ vide",
    next_title: "Ce qui se passe ensuite",
    next_receipt: "Vous recevez un numéro et un code, même si le courriel tarde.",
    next_answer: |n| {
        if n == 1 {
            "Une personne vous répond en un jour ouvrable.".into()
        } else {
            format!("Une personne vous répond en {n}\u{a0}jours ouvrables.")
        }
    },
    next_follow: "Vous suivez, corrigez ou effacez votre demande avec votre code.",
};

const ENGLISH: Requests = Requests {
    title: "Write to the office",
    lead: "Tell us who you are and what you are looking for. You get a number at once, and follow the answer without opening an account.",
    kinds: "You are…",
    days: |n| if n == 1 { "Answer within one working day".into() } else { format!("Answer within {n} working days") },
    follow: "Follow a request",
    follow_lead: "Already have a number and a code?",
    steps: "Steps of the request",
    step_done: "Done",
    step_now: |n, all| format!("Step {n} of {all}"),
    step_next: "To come",
    check: "Check and send",
    error_prefix: "Error: ",
    errors: |n| if n == 1 { "One answer to correct".into() } else { format!("{n} answers to correct") },
    errors_kept: "Nothing is lost: your other answers are kept.",
    optional: "(optional)",
    choose: "Choose",
    about: "Your request is about:",
    go_on: "Continue",
    back: |step| format!("Back to “{step}”"),
    change: "Change",
    nothing: "No answer",
    files: "Documents",
    files_hint: "Up to three PDF, PNG or JPEG files, 5 MB each at most. The location and other hidden data of photos are removed.",
    files_kept: "Already attached; tick what must not be sent.",
    file_remove: "Remove",
    files_again: "A file chosen before the page was reloaded must be chosen again.",
    consents: "Your consents",
    notice_version: |version, date| format!("version {version} of {date}"),
    notice_kept: |months| format!("Kept for {months} months after the last exchange."),
    notice_link: "Read the whole notice and reach the person responsible",
    send: "Send the request",
    sending: "Sending…",
    send_failed: "The request was not sent: the network or the server does not answer. Your answers are kept; send again in a moment, it will leave only once.",
    too_many: "Too many requests came from your network in a short time. Your answers are kept; try again in an hour.",
    too_large: "What you sent is too large",
    too_large_files: "A request carries at most three files of 5 MB each, and this is more. Your answers and the documents already attached are kept; files must be chosen and consents ticked again.",
    too_large_choose: "Choose lighter files",
    too_large_text: "The text of this page is far more than the office can read, and nothing of it was kept. Your answers on the other pages are.",
    too_large_again: "Write a shorter text",
    proving: "Checking against automated sending, a few seconds…",
    draft: "Your draft is kept on this device, and nowhere else, until it is sent.",
    draft_forget: "Erase the draft",
    leave_empty: "Leave this field empty",
    next_title: "What happens next",
    next_receipt: "You get a number and a code, even if the e-mail is late.",
    next_answer: |n| {
        if n == 1 { "A person answers within one working day.".into() } else { format!("A person answers within {n} working days.") }
    },
    next_follow: "You follow, correct or erase your request with your code.",
};

/// What is wrong with an answer and what to do about it. What is missing has words of its own, in the form.
pub const fn fault(code: FaultCode, locale: Locale) -> &'static str {
    let (fr, en) = match code {
        FaultCode::Required => ("Répondez à cette question.", "Answer this question."),
        FaultCode::TooLong => ("Raccourcissez ce texte.", "Shorten this text."),
        FaultCode::Characters => ("Retirez les caractères invisibles de ce texte.", "Remove the invisible characters from this text."),
        FaultCode::Email => {
            ("Donnez une adresse courriel complète, comme nom@exemple.ca.", "Give a complete e-mail address, such as name@example.ca.")
        }
        FaultCode::Phone => (
            "Donnez un numéro avec l’indicatif du pays, comme +33 1 23 45 67 89.",
            "Give a number with its country code, such as +33 1 23 45 67 89.",
        ),
        FaultCode::Number => ("Donnez un nombre entier, en chiffres.", "Give a whole number, in digits."),
        FaultCode::TooGreat => ("Donnez un nombre moins grand.", "Give a smaller number."),
        FaultCode::Date => ("Donnez une date, comme 2027-05-31.", "Give a date, such as 2027-05-31."),
        FaultCode::Past => ("Donnez une date qui n’est pas passée.", "Give a date that is not past."),
        FaultCode::Order => ("La fin ne peut pas précéder le début.", "The end cannot come before the start."),
        FaultCode::Choice => ("Choisissez une des réponses proposées.", "Choose one of the answers offered."),
        FaultCode::Unknown => {
            ("Retirez cette réponse\u{a0}: elle ne répond à aucune question.", "Remove this answer: there is no such question.")
        }
        FaultCode::FileTooLarge => ("Joignez un fichier de 5\u{a0}Mo au plus.", "Attach a file of 5 MB at most."),
        FaultCode::FileType => ("Joignez un fichier PDF, PNG ou JPEG.", "Attach a PDF, PNG or JPEG file."),
        FaultCode::FileDamaged => {
            ("Ce fichier ne peut pas être lu; enregistrez-le de nouveau.", "This file cannot be read; save it again.")
        }
        FaultCode::FileActive => (
            "Ce PDF contient un programme ou un autre fichier, ou il est protégé; imprimez-le en PDF.",
            "This PDF holds a program or another file, or is protected; print it to a PDF.",
        ),
        FaultCode::FileCount => ("Joignez trois fichiers au plus.", "Attach three files at most."),
    };
    match locale {
        Locale::Fr => fr,
        Locale::En => en,
    }
}
