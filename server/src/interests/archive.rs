//! A request as its author sees it, and all that is kept of it in one archive.

use super::Forms;
use crate::store::{Result, Store, StoreError, StoredInterest};
use app::fragments::interest::said;
use model::interests::view::{Answered, Given, Happened, Interest};
use model::interests::{CONTACT, InterestKind};
use model::locale::Locale;
use std::io::{Cursor, Write};
use uuid::Uuid;

/// A request as its author sees it, worded in a language; `archived` are the kinds that the archives calendar keeps.
///
/// # Errors
/// When the database fails.
pub async fn view(store: &Store, archived: &[InterestKind], stored: &StoredInterest, lang: Locale) -> Result<Interest> {
    let forms = Forms::ours()?;
    let form = forms.form(store, stored.kind, lang).await?;
    let answers = form.fields().filter_map(|field| {
        let value = stored.answers.get(&field.name);
        (!value.is_empty()).then(|| Answered {
            name: field.name.clone(),
            label: field.label.clone(),
            value: value.to_owned(),
            text: said(field, value, lang),
            contact: CONTACT.contains(&field.name.as_str()),
        })
    });
    let clock = store.clock();
    let consents = store.interest_consents(stored.id).await?.into_iter().map(|consent| Given {
        purpose: consent.purpose,
        label: forms.consent(consent.purpose, consent.version, consent.lang),
        version: consent.version,
        lang: consent.lang,
        given_at: clock.rfc3339(consent.given_at),
        withdrawn_at: consent.withdrawn_at.map(|at| clock.rfc3339(at)),
    });
    let history = store.interest_history(stored.id).await?.into_iter().map(|line| Happened {
        at: clock.rfc3339(line.at),
        event: line.event,
        by: line.party,
        status: line.status,
        message: line.message,
    });
    Ok(Interest {
        reference: stored.reference.clone(),
        kind: stored.kind,
        lang: stored.lang,
        reply_lang: stored.reply_lang,
        status: stored.status,
        received_on: stored.received_on,
        due_on: stored.due_on,
        keep_until: stored.keep_until,
        held: stored.held || archived.contains(&stored.kind),
        about: stored.about_title.clone(),
        answers: answers.collect(),
        consents: consents.collect(),
        history: history.collect(),
        files: store.interest_files(stored.id).await?,
    })
}

/// All that is kept of a request: the JSON and the files, as a ZIP archive.
///
/// # Errors
/// When the database fails.
pub async fn archive(store: &Store, archived: &[InterestKind], stored: &StoredInterest) -> Result<Vec<u8>> {
    let interest = view(store, archived, stored, stored.lang).await?;
    let json = serde_json::to_vec_pretty(&interest).map_err(|error| StoreError::Corrupt(error.to_string()))?;
    let mut files = Vec::new();
    for file in &interest.files {
        let id = Uuid::parse_str(&file.id).map_err(|error| StoreError::Corrupt(error.to_string()))?;
        files.extend(store.interest_file(stored.id, id).await?);
    }
    let made = || {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        zip.start_file(format!("{}/request.json", stored.reference), options)?;
        zip.write_all(&json)?;
        for (number, file) in (1..).zip(&files) {
            zip.start_file(format!("{}/{number}-{}", stored.reference, file.name), options)?;
            zip.write_all(&file.bytes)?;
        }
        Ok::<_, zip::result::ZipError>(zip.finish()?.into_inner())
    };
    made().map_err(|error| StoreError::Corrupt(error.to_string()))
}
