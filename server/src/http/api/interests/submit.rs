//! Receiving a request: from a program as JSON, with files as a form of parts, from a page as the form it is.

use super::{title, upload};
use crate::attachments::Attachment;
use crate::guard::limits::client;
use crate::guard::token::{self, TokenAge};
use crate::http::error::ApiError;
use crate::http::listen::Client;
use crate::http::visitor;
use crate::interests::{Forms, due_on, keep_until, reply_lang};
use crate::secrets::reference;
use crate::state::AppState;
use crate::store::{NewInterest, Submitted};
use app::messages::interests::fault;
use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Request, State};
use axum::response::{IntoResponse, Response};
use axum::{Json, RequestExt};
use http::{HeaderMap, StatusCode, header};
use model::interests::check;
use model::interests::form::{Answers, FILES, Fault, FaultCode, Form, consent_name};
use model::interests::view::Receipt;
use model::interests::{About, CONTACT, InterestKind, Purpose};
use model::locale::Locale;
use model::problem::{FieldError, Problem};
use serde::Deserialize;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use std::net::IpAddr;

/// The header that makes a retry find what was sent before.
pub const KEY: &str = "idempotency-key";
/// The header of a proof of work.
pub const PROOF: &str = "proof-of-work";

/// A request as programs send it.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InterestInput {
    /// Who writes.
    pub kind: InterestKind,
    /// In which language.
    #[serde(default = "french")]
    pub lang: Locale,
    /// Who to answer: `name` and `email`, and what else the form asks among `phone`, `country`, `organization`.
    #[schema(value_type = std::collections::BTreeMap<String, String>)]
    pub contact: Map<String, Value>,
    /// The answers to the other questions, by name.
    #[serde(default)]
    #[schema(value_type = std::collections::BTreeMap<String, String>)]
    pub answers: Map<String, Value>,
    /// What is agreed to: `answer` is needed; `partners` and `news` are free.
    #[serde(default)]
    pub consents: Vec<Purpose>,
    /// What led to the request: `opportunity:ID`, `sector:KEY` or `resource:KEY`.
    #[serde(default)]
    pub about: Option<String>,
}

fn french() -> Locale {
    Locale::Fr
}

/// A request as it was given, from wherever.
pub struct Given {
    /// Who writes.
    pub kind: InterestKind,
    /// In which language.
    pub lang: Locale,
    /// What was answered and agreed to.
    pub answers: Answers,
    /// What led here.
    pub about: Option<About>,
    /// Its files.
    pub files: Vec<Attachment>,
    /// The key under which it is sent once.
    pub key: Option<String>,
    /// Who sends it, for limits.
    pub client: IpAddr,
    /// What a page gives with its form; programs give none.
    pub trap: Option<Trap>,
    /// A proof of work.
    pub proof: Option<String>,
}

/// What a form carries against programs that fill everything.
pub struct Trap {
    /// The field that people leave empty.
    pub website: String,
    /// When the form was given out, signed.
    pub token: String,
}

/// Why a request is not on the record.
pub enum NotTaken {
    /// Its answers are to be corrected.
    Faults(Vec<Fault>),
    /// Anything else.
    Error(ApiError),
}

impl<E: Into<ApiError>> From<E> for NotTaken {
    fn from(error: E) -> Self {
        Self::Error(error.into())
    }
}

/// Who sends a request, for limits.
pub fn sender(headers: &HeaderMap, extensions: &http::Extensions) -> IpAddr {
    let peer = extensions.get::<Client>().map_or(IpAddr::from([127, 0, 0, 1]), |client| client.0.ip());
    client(headers, peer, &[])
}

/// The hash of a text, in hexadecimal: how keys are kept.
pub fn hash(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}

/// The answers as they are kept: trimmed, line breaks as one, telephone numbers as the world writes them, domains in small letters.
fn cleaned(form: &Form, answers: &Answers) -> Answers {
    let country = answers.get("country").to_owned();
    let clean = |name: &str, value: &str| match name {
        "phone" => check::e164(value, &country).unwrap_or_else(|| value.to_owned()),
        "email" => value.rsplit_once('@').map_or_else(|| value.to_owned(), |(local, domain)| format!("{local}@{}", domain.to_lowercase())),
        _ => value.replace("\r\n", "\n"),
    };
    let fields = form.fields().map(|field| (field.name.clone(), answers.get(&field.name).trim()));
    Answers(fields.filter(|(_, value)| !value.is_empty()).map(|(name, value)| (name.clone(), clean(&name, value))).collect())
}

/// Checks corrected answers and cleans them.
pub fn checked(form: &Form, answers: &Answers, today: model::dates::Date) -> Result<Answers, Vec<Fault>> {
    let faults = form.faults(form.fields(), answers, today);
    if faults.is_empty() { Ok(cleaned(form, answers)) } else { Err(faults) }
}

/// Why a request is set aside, if it is.
fn caught(state: &AppState, given: &Given, proven: bool, now: i64) -> Option<&'static str> {
    if let Some(trap) = &given.trap {
        if !trap.website.is_empty() {
            return Some("honeypot");
        }
        match token::read(&state.desk.secrets, given.kind.as_str(), &trap.token, now) {
            TokenAge::Missing | TokenAge::Forged => return Some("token"),
            TokenAge::TooFast => return Some("too_fast"),
            // Some write for days.
            TokenAge::Good | TokenAge::Old => {}
        }
    }
    let domain = given.answers.get("email").rsplit_once('@').map(|(_, domain)| domain.to_lowercase()).unwrap_or_default();
    if state.desk.domains.try_take(&domain, now).is_err() {
        return Some("mail_domain");
    }
    (state.desk.pressure.is_attack(now) && !proven).then_some("unproven")
}

/// Puts a request on the record.
pub async fn take(state: &AppState, given: Given) -> Result<Receipt, NotTaken> {
    let (now, today) = (state.clock().now(), state.clock().today());
    let forms = Forms::ours()?;
    let form = forms.form(&state.store, given.kind, given.lang).await?;
    let faults = form.all_faults(&given.answers, today);
    if !faults.is_empty() {
        return Err(NotTaken::Faults(faults));
    }
    if let Err(wait) = state.desk.clients.try_take(&given.client.to_string(), now) {
        return Err(NotTaken::Error(ApiError::TooMany(wait.0)));
    }
    state.desk.pressure.count(now);
    let attack = state.desk.pressure.is_attack(now);
    let proven = attack && given.proof.as_deref().is_some_and(|proof| state.desk.proofs.verify(&state.desk.secrets, proof, now));
    // Whoever has a program proves; whoever has none waits longer.
    if attack && !proven && given.trap.is_none() {
        return Err(NotTaken::Error(ApiError::Proof(state.desk.proofs.challenge(&state.desk.secrets, now))));
    }
    let caught = caught(state, &given, proven, now);
    let answers = cleaned(&form, &given.answers);
    let about = match &given.about {
        Some(about) => title(state, about, given.lang).await?.map(|title| (about.to_string(), title)),
        None => None,
    };
    let retention = forms.retention(given.kind)?;
    let consents: Vec<Purpose> = Purpose::ALL.iter().copied().filter(|purpose| given.answers.agrees(*purpose)).collect();
    let files: String = given.files.iter().map(|file| file.sha256.as_str()).collect();
    let said = serde_json::to_string(&(given.kind, given.lang, &answers, &consents, files)).unwrap_or_default();
    let mut new = NewInterest {
        reference: reference(),
        kind: given.kind,
        lang: given.lang,
        reply_lang: reply_lang(given.kind, answers.get("country"), given.lang),
        answers,
        about,
        caught,
        consents,
        version: forms.version(),
        files: given.files,
        key_hash: given.key.as_deref().map(hash),
        body_hash: hash(&said),
        due_on: due_on(today, retention.answer_days),
        keep_until: keep_until(state.clock(), retention.keep_months),
        notify: state.config.queue(given.kind).is_some(),
    };
    // A number may be taken, once in a great while; then another is drawn. A key may be taken by a twin under way; then it is found.
    let mut submitted = state.store.submit_interest(&new).await;
    for _ in 0..4 {
        if !submitted.as_ref().is_err_and(crate::store::StoreError::is_taken) {
            break;
        }
        new.reference = reference();
        submitted = state.store.submit_interest(&new).await;
    }
    let (reference, due_on) = match submitted? {
        Submitted::New => (new.reference, new.due_on),
        Submitted::Known { reference, due_on } => (reference, due_on),
        Submitted::Other => return Err(NotTaken::Error(ApiError::KeyReused)),
    };
    metrics::counter!("qa_requests_total", "kind" => given.kind.as_str(), "aside" => if caught.is_some() { "yes" } else { "no" })
        .increment(1);
    state.desk.wake.notify_one();
    Ok(Receipt { code: state.desk.secrets.code(&reference), reference, due_on })
}

/// A fault as the API says it: in the language of the request, under the name it has there.
pub fn field_error(form: Option<&Form>, fault_: &Fault, lang: Locale) -> FieldError {
    let field = if fault_.field == FILES {
        FILES.to_owned()
    } else if fault_.field.starts_with(model::interests::form::CONSENT) {
        "consents".to_owned()
    } else if CONTACT.contains(&fault_.field.as_str()) {
        format!("contact.{}", fault_.field)
    } else {
        format!("answers.{}", fault_.field)
    };
    let missing = form.filter(|_| fault_.code == FaultCode::Required).and_then(|form| form.missing(&fault_.field));
    FieldError { field, code: fault_.code.to_string(), detail: missing.map_or_else(|| fault(fault_.code, lang).to_owned(), str::to_owned) }
}

/// Answers by name, from what a program sends; numbers are words too.
fn answers(input: &InterestInput, form: &Form) -> Result<Answers, Vec<Fault>> {
    let mut answers = Answers::default();
    let mut faults = Vec::new();
    for (name, value) in input.contact.iter().chain(&input.answers) {
        let is_contact = CONTACT.contains(&name.as_str());
        let known = form.fields().any(|field| field.name == *name) && is_contact == input.contact.contains_key(name);
        let text = match value {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            Value::Null => Some(String::new()),
            _ => None,
        };
        match text {
            Some(text) if known => answers.set(name, text),
            // What a form does not ask is not kept.
            Some(text) if text.is_empty() => {}
            _ => faults.push(Fault { field: name.chars().take(64).collect(), code: FaultCode::Unknown }),
        }
    }
    for purpose in &input.consents {
        answers.set(&consent_name(*purpose), "yes".to_owned());
    }
    if faults.is_empty() { Ok(answers) } else { Err(faults) }
}

/// Sends a request. As JSON, or with files as `multipart/form-data`: the JSON in `request`, up to three `files`.
#[utoipa::path(post, path = "/interests", tag = "interests", request_body(content((InterestInput = "application/json"))),
    params(("Idempotency-Key" = Option<String>, Header, description = "1 to 255 visible ASCII characters: a retry under the same key gets the same receipt"),
        ("Proof-Of-Work" = Option<String>, Header, description = "`challenge.nonce`, where a 428 asked for it: SHA-256 of `challenge:nonce` begins with `bits` zero bits")),
    responses((status = 201, body = Receipt), (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 413, body = Problem, content_type = "application/problem+json"), (status = 422, body = Problem, content_type = "application/problem+json"),
        (status = 428, body = Problem, content_type = "application/problem+json"), (status = 429, body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json")))]
pub async fn submit(State(state): State<AppState>, request: Request) -> Result<Response, ApiError> {
    let headers = request.headers().clone();
    let client = sender(&headers, request.extensions());
    let key = key(&headers)?;
    let is_multipart = content_type(&headers).starts_with("multipart/form-data");
    let (text, files) = if is_multipart {
        let form = Multipart::from_request(request, &()).await?;
        let upload::Parts { fields, files } = upload::parts(form).await?;
        let text = fields.into_iter().find(|(name, _)| name == "request").map(|(_, text)| text).unwrap_or_default();
        (Bytes::from(text), files)
    } else {
        let body = request.extract::<Bytes, _>().await.map_err(|_| ApiError::TooLarge)?;
        (body, Vec::new())
    };
    let input: InterestInput = serde_json::from_slice(&text).map_err(|error| ApiError::Body(error.to_string()))?;
    let (kind, lang) = (input.kind, input.lang);
    let form = Forms::ours()?.form(&state.store, kind, lang).await?;
    let refuse = |faults: &[Fault]| ApiError::Answers(faults.iter().map(|fault| field_error(Some(&form), fault, lang)).collect());
    let answers = answers(&input, &form).map_err(|faults| refuse(&faults))?;
    let files = upload::accept(&state, files).await?.map_err(|code| refuse(&[Fault { field: FILES.to_owned(), code }]))?;
    let about = input.about.as_deref().and_then(About::parse);
    let proof = headers.get(PROOF).and_then(|proof| proof.to_str().ok()).map(str::to_owned);
    let given = Given { kind, lang, answers, about, files, key, client, trap: None, proof };
    match take(&state, given).await {
        Ok(receipt) => {
            let cookie = visitor::follow_cookie(&state, &receipt.reference);
            Ok((StatusCode::CREATED, [(header::SET_COOKIE, cookie), (header::CACHE_CONTROL, visitor::NO_STORE)], Json(receipt))
                .into_response())
        }
        Err(NotTaken::Faults(faults)) => Err(refuse(&faults)),
        Err(NotTaken::Error(error)) => Err(error),
    }
}

/// The type of a body.
pub fn content_type(headers: &HeaderMap) -> &str {
    headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// The client's own key.
fn key(headers: &HeaderMap) -> Result<Option<String>, ApiError> {
    let Some(key) = headers.get(KEY) else { return Ok(None) };
    let good = key.to_str().ok().filter(|key| (1..=255).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic()));
    good.map(|key| Some(key.to_owned())).ok_or_else(|| {
        let detail = "Give 1 to 255 visible ASCII characters.".to_owned();
        ApiError::Parameters(vec![FieldError { field: KEY.to_owned(), code: "invalid".to_owned(), detail }])
    })
}
