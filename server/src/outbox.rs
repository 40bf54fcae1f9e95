//! The worker of the outbox: takes letters that are due, renders them from what they tell of, hands them to the mail, and says how it
//! went. Whatever happens, a letter leaves once, or twice under one Message-ID when its receipt was lost.

use crate::config::Config;
use crate::desk::Desk;
use crate::interests::Forms;
use crate::mail::templates::{Template, render};
use crate::mail::{self, MailError};
use crate::store::{Leased, Store, StoreError, StoredInterest};
use app::format;
use app::routes::Page;
use model::locale::Locale;
use serde::Serialize;
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// For how long a letter is this worker's alone, in seconds: more than a conversation takes.
const LEASE: i64 = 300;
/// How many letters are taken at once.
const BATCH: i64 = 20;
/// How often the outbox is looked at when nobody wakes its worker.
const EVERY: Duration = Duration::from_secs(5);

/// What a letter is made of.
#[derive(Serialize)]
struct Values<'a> {
    site: &'a str,
    name: &'a str,
    reference: &'a str,
    code: String,
    link: String,
    due: String,
    kind: String,
    message: String,
    waiting: bool,
    contact: &'a str,
    officer: &'a str,
    url: String,
    command: String,
}

/// The worker.
#[derive(Clone)]
pub struct Outbox {
    store: Store,
    config: Arc<Config>,
    desk: Desk,
}

/// Why a letter did not leave.
#[derive(Debug, thiserror::Error)]
enum NotSent {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Mail(#[from] MailError),
    #[error("{0}")]
    Other(String),
}

impl Outbox {
    /// A worker over a store.
    pub fn new(store: Store, config: Arc<Config>, desk: Desk) -> Self {
        Self { store, config, desk }
    }

    /// Sends what is due, until told to stop.
    pub async fn follow(self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            if let Err(error) = self.send_due().await {
                tracing::warn!(%error, "The outbox cannot be read and will be looked at again");
            }
            tokio::select! {
                () = stop.cancelled() => break,
                () = self.desk.wake.notified() => {}
                () = tokio::time::sleep(EVERY) => {}
            }
        }
    }

    /// Sends every letter that is due now; how many left.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn send_due(&self) -> Result<usize, StoreError> {
        let mut sent = 0;
        loop {
            let letters = self.store.lease_letters(LEASE, BATCH).await?;
            if letters.is_empty() {
                return Ok(sent);
            }
            for letter in letters {
                match self.send(&letter).await {
                    Ok(()) => {
                        self.store.letter_sent(letter.id).await?;
                        metrics::counter!("qa_letters_total", "end" => "sent").increment(1);
                        sent += 1;
                    }
                    Err(error) => {
                        metrics::counter!("qa_letters_total", "end" => "failed").increment(1);
                        tracing::warn!(letter = %letter.id, tries = letter.attempts + 1, %error, "A letter did not leave");
                        self.store.letter_failed(&letter, &error.to_string()).await?;
                    }
                }
            }
        }
    }

    async fn send(&self, leased: &Leased) -> Result<(), NotSent> {
        // Erased since: there is nothing to tell any more.
        let Some(interest) = self.store.interest_by_id(leased.interest_id).await? else { return Ok(()) };
        let to_team = matches!(leased.message, Template::Notice | Template::Heard);
        let lang = if to_team { Locale::Fr } else { interest.reply_lang };
        let to = if to_team { self.config.queue(interest.kind) } else { Some(interest.answers.get("email").to_owned()) };
        let to = to.ok_or_else(|| NotSent::Other("the team has no address".to_owned()))?;
        let message = match leased.history_id {
            Some(line) => {
                let history = self.store.interest_history(interest.id).await?;
                history.into_iter().find(|known| known.id == line).and_then(|known| known.message).unwrap_or_default()
            }
            None => String::new(),
        };
        let values = self.values(&interest, lang, message, to_team).await?;
        let rendered = render(leased.message, lang, &values).map_err(|error| NotSent::Other(error.to_string()))?;
        let letter = mail::Letter {
            id: leased.id,
            at: self.store.clock().now(),
            to_name: if to_team { String::new() } else { interest.answers.get("name").to_owned() },
            to,
            lang,
            subject: rendered.subject,
            text: rendered.text,
            html: rendered.html,
        };
        Ok(self.desk.mailer.send(&letter).await?)
    }

    async fn values<'a>(
        &'a self,
        interest: &'a StoredInterest,
        lang: Locale,
        message: String,
        to_team: bool,
    ) -> Result<Values<'a>, NotSent> {
        let form = Forms::ours()?.form(&self.store, interest.kind, lang).await?;
        let url = self.config.public_url();
        // What goes to the team opens nothing.
        let code = if to_team { String::new() } else { self.desk.secrets.code(&interest.reference) };
        let link =
            if to_team { String::new() } else { format!("{url}{}?reference={}&code={code}", Page::Follow.path(lang), interest.reference) };
        Ok(Values {
            site: app::messages::of(lang).site_name,
            name: interest.answers.get("name"),
            reference: &interest.reference,
            code,
            link,
            due: format::date_long(lang, interest.due_on),
            kind: form.title,
            message,
            waiting: interest.status == model::interests::InterestStatus::Waiting,
            contact: self.config.contact.as_deref().unwrap_or_default(),
            officer: self.config.officer.as_deref().unwrap_or_default(),
            url,
            command: format!("quebec-attire requests show {}", interest.reference),
        })
    }
}
