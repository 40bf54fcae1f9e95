//! Pages that take what people write without the program: the forms of requests, and the page of one request. What is sent comes
//! back as it was typed when something is wrong with it; what is well leads on by a redirection, with nothing personal in an address.

mod follow;

use super::api::interests::submit::{Given, NotTaken, Trap, hash, sender, take};
use super::api::interests::{title, upload};
use super::error::ApiError;
use super::visitor;
use crate::attachments::{Attachment, FileType, MOST};
use crate::guard::token;
use crate::interests::Forms;
use crate::secrets::{DraftToken, random};
use crate::state::AppState;
use app::form_state::{FormState, Kept};
use app::fragments::interest::{REMOVE, TOO_LARGE, address, place};
use app::fragments::made::{FormPage, Made};
use app::routes::Page;
use axum::RequestExt;
use axum::extract::{FromRequest, Multipart, Request};
use axum::response::{IntoResponse, Redirect, Response};
use bytes::Bytes;
use http::{HeaderValue, Method, StatusCode, Uri, header};
use model::interests::form::{Answers, CONSENT, FILES, Fault, FaultCode, Form};
use model::interests::{About, InterestKind};
use model::locale::Locale;
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// What is to be shown, and how.
pub struct Shown {
    /// The status of the page.
    pub status: StatusCode,
    /// The cookies it sets.
    pub cookies: Vec<HeaderValue>,
    /// What it is made of; nothing when that cannot be had now.
    pub made: Option<Made>,
}

/// What becomes of what was sent.
pub enum Outcome {
    /// A page.
    Show(Box<Shown>),
    /// Anything else: a way on, mostly.
    Answer(Response),
}

/// The way on, with cookies; 303, so that a reload does not send again.
fn on(path: &str, cookies: &[HeaderValue]) -> Outcome {
    let mut response = Redirect::to(path).into_response();
    for cookie in cookies {
        response.headers_mut().append(header::SET_COOKIE, cookie.clone());
    }
    response.headers_mut().insert(header::CACHE_CONTROL, visitor::NO_STORE);
    response.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    Outcome::Answer(response)
}

/// Whether a page is made anew for each visitor.
pub const fn is_personal(page: &Page) -> bool {
    matches!(page, Page::Interest(_) | Page::Received | Page::Follow)
}

/// Answers what is asked of, or sent to, such a page.
pub async fn answer(state: &AppState, locale: Locale, page: &Page, request: Request) -> Outcome {
    let done = match page {
        Page::Interest(kind) => interest(state, locale, *kind, request).await,
        page => follow::answer(state, locale, page, request).await,
    };
    done.unwrap_or_else(|error| {
        let status = error.into_response().status();
        // What is wrong with what was sent is told as it is; what fails here, on a page.
        let status = if status.is_server_error() { StatusCode::SERVICE_UNAVAILABLE } else { status };
        Outcome::Show(Box::new(Shown { status, cookies: Vec::new(), made: None }))
    })
}

/// A draft as the server keeps it, sealed.
#[derive(Debug, Serialize, Deserialize)]
struct Draft {
    kind: InterestKind,
    answers: Answers,
    files: Vec<Kept>,
    key: String,
    token: String,
    website: String,
}

/// The head of a file of a draft; its bytes follow a line break.
#[derive(Debug, Serialize, Deserialize)]
struct FileHead {
    name: String,
    file_type: String,
    sha256: String,
}

/// The name of a draft in the store: a browser may fill two kinds of form at once.
fn draft_id(token: &DraftToken, kind: InterestKind) -> String {
    format!("{}:{kind}", hex::encode(token.id()))
}

impl Draft {
    /// A draft in which nothing is answered.
    fn new(kind: InterestKind, key: String, token: String) -> Self {
        Self { kind, answers: Answers::default(), files: Vec::new(), key, token, website: String::new() }
    }

    async fn load(state: &AppState, token: &DraftToken, kind: InterestKind) -> Result<Option<Self>, ApiError> {
        let body = state.store.draft_body(&draft_id(token, kind)).await?;
        let draft = body.and_then(|body| token.decrypt(&body)).and_then(|text| serde_json::from_slice::<Self>(&text).ok());
        Ok(draft)
    }

    async fn save(&self, state: &AppState, token: &DraftToken, files: Option<&[Attachment]>) -> Result<(), ApiError> {
        let text = serde_json::to_vec(self).map_err(|error| ApiError::Body(error.to_string()))?;
        let sealed = files.map(|files| files.iter().map(|file| token.encrypt(&packed(file))).collect::<Vec<_>>());
        Ok(state.store.put_draft(&draft_id(token, self.kind), &token.encrypt(&text), sealed.as_deref()).await?)
    }

    async fn attachments(&self, state: &AppState, token: &DraftToken) -> Result<Vec<Attachment>, ApiError> {
        let files = state.store.draft_files(&draft_id(token, self.kind)).await?;
        Ok(files.iter().filter_map(|file| unpacked(&token.decrypt(file)?)).collect())
    }
}

fn packed(file: &Attachment) -> Vec<u8> {
    let head = FileHead { name: file.name.clone(), file_type: file.file_type.as_str().to_owned(), sha256: file.sha256.clone() };
    let mut packed = serde_json::to_vec(&head).unwrap_or_default();
    packed.push(b'\n');
    packed.extend_from_slice(&file.bytes);
    packed
}

/// A file as the page shows it.
fn kept(file: &Attachment) -> Kept {
    let id = hash(&format!("{}\n{}", file.sha256, file.name)).chars().take(16).collect();
    Kept { id, name: file.name.clone(), size: file.bytes.len() as u64 }
}

fn unpacked(packed: &[u8]) -> Option<Attachment> {
    let end = packed.iter().position(|byte| *byte == b'\n')?;
    let head: FileHead = serde_json::from_slice(&packed[..end]).ok()?;
    Some(Attachment {
        name: head.name,
        file_type: FileType::parse(&head.file_type)?,
        bytes: packed[end + 1..].to_vec(),
        sha256: head.sha256,
    })
}

/// A parameter of an address.
fn parameter(uri: &Uri, name: &str) -> Option<String> {
    let query = uri.query().unwrap_or_default();
    form_urlencoded::parse(query.as_bytes()).find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
}

/// What a page sends: fields, and perhaps files.
async fn sent(request: Request) -> Result<upload::Parts, ApiError> {
    if super::api::interests::submit::content_type(request.headers()).starts_with("multipart/form-data") {
        return upload::parts(Multipart::from_request(request, &()).await?).await;
    }
    let body = request.extract::<Bytes, _>().await.map_err(|_| ApiError::TooLarge)?;
    let fields = form_urlencoded::parse(&body).take(100).map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
    Ok(upload::Parts { fields, files: Vec::new() })
}

/// A key that no other form has.
fn fresh_key() -> String {
    hex::encode(random::<16>())
}

/// A page of the form of a request.
async fn interest(state: &AppState, locale: Locale, kind: InterestKind, request: Request) -> Result<Outcome, ApiError> {
    let now = state.clock().now();
    let token = visitor::draft(state, request.headers());
    let draft = match &token {
        Some(token) => Draft::load(state, token, kind).await?,
        None => None,
    };
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    if !is_read && *request.method() != Method::POST {
        return Ok(Outcome::Answer(StatusCode::METHOD_NOT_ALLOWED.into_response()));
    }
    let mut form = Forms::ours()?.form(&state.store, kind, locale).await?;
    let at = place(&form, &parameter(request.uri(), "step").unwrap_or_default());
    let about = parameter(request.uri(), "about").and_then(|about| About::parse(&about));
    if let Some(about) = &about {
        form.about = title(state, about, locale).await?;
    }
    if is_read {
        let fresh = token::issue(&state.desk.secrets, kind.as_str(), now);
        let filled = match draft {
            Some(draft) => FormState { answers: draft.answers, files: draft.files, token: fresh, key: draft.key, ..FormState::default() },
            None => FormState { token: fresh, key: fresh_key(), ..FormState::default() },
        };
        let token = token.unwrap_or_else(DraftToken::random);
        let page = Sent { state, locale, form: &form, at, about, client: IpAddr::from([0; 4]), token: &token };
        return Ok(page.show(StatusCode::OK, filled, Vec::new()));
    }
    let headers = request.headers().clone();
    let client = sender(&headers, request.extensions());
    let parts = match sent(request).await {
        // What it held is lost; what the server keeps is shown.
        Err(ApiError::TooLarge) => {
            let draft = draft.unwrap_or_else(|| Draft::new(kind, fresh_key(), token::issue(&state.desk.secrets, kind.as_str(), now)));
            let token = token.unwrap_or_else(DraftToken::random);
            let page = Sent { state, locale, form: &form, at, about, client, token: &token };
            return Ok(page.again(StatusCode::PAYLOAD_TOO_LARGE, &draft, Vec::new(), TOO_LARGE, false));
        }
        parts => parts?,
    };
    let fields = Answers(parts.fields);
    let said = |name: &str| fields.get(name).to_owned();
    // A second press comes when the draft is gone: the key that the page holds finds what the first one sent.
    if draft.is_none()
        && at == form.steps.len()
        && let Some(reference) = state.store.reference_of_key(&hash(fields.get("key"))).await?
    {
        return Ok(on(&Page::Received.path(locale), &[visitor::follow_cookie(state, &reference)]));
    }
    let draft = draft.unwrap_or_else(|| {
        let key = Some(said("key")).filter(|key| !key.is_empty() && key.len() <= 255).unwrap_or_else(fresh_key);
        Draft::new(kind, key, said("token"))
    });
    let token = token.unwrap_or_else(DraftToken::random);
    let page = Sent { state, locale, form: &form, at, about, client, token: &token };
    page.take(draft, &fields, parts.files).await
}

/// A page of a form, as it was sent.
struct Sent<'a> {
    state: &'a AppState,
    locale: Locale,
    form: &'a Form,
    at: usize,
    about: Option<About>,
    client: IpAddr,
    token: &'a DraftToken,
}

impl Sent<'_> {
    /// The page in a state.
    fn show(&self, status: StatusCode, mut filled: FormState, cookies: Vec<HeaderValue>) -> Outcome {
        let now = self.state.clock().now();
        if self.state.desk.pressure.is_attack(now) {
            let challenge = self.state.desk.proofs.challenge(&self.state.desk.secrets, now);
            filled.challenge = Some((challenge.challenge, challenge.bits));
        }
        let about = self.about.as_ref().map(ToString::to_string).unwrap_or_default();
        let page = FormPage { form: self.form.clone(), at: self.at, about, state: filled };
        Outcome::Show(Box::new(Shown { status, cookies, made: Some(Made::Form(Box::new(page))) }))
    }

    /// The page again, with what is wrong, and all that was typed.
    fn again(&self, status: StatusCode, draft: &Draft, faults: Vec<Fault>, note: &str, kept: bool) -> Outcome {
        let form = FormState {
            answers: draft.answers.clone(),
            faults,
            files: draft.files.clone(),
            token: draft.token.clone(),
            key: draft.key.clone(),
            note: note.to_owned(),
            challenge: None,
        };
        let cookies = if kept { vec![visitor::draft_cookie(self.state, self.token)] } else { Vec::new() };
        self.show(status, form, cookies)
    }

    async fn take(self, mut draft: Draft, fields: &Answers, files: Vec<(String, Bytes)>) -> Result<Outcome, ApiError> {
        let today = self.state.clock().today();
        // One trap sprung on the way is enough.
        if draft.website.is_empty() {
            draft.website = fields.get("website").chars().take(100).collect();
        }
        let about = self.about.as_ref().map(ToString::to_string).unwrap_or_default();
        if let Some(step) = self.form.steps.get(self.at) {
            for field in &step.fields {
                draft.answers.set(&field.name, fields.get(&field.name).to_owned());
            }
            let faults = self.form.faults(&step.fields, &draft.answers, today);
            if !faults.is_empty() {
                return Ok(self.again(StatusCode::UNPROCESSABLE_ENTITY, &draft, faults, "", false));
            }
            if draft.save(self.state, self.token, None).await.is_err() {
                return Ok(self.again(StatusCode::SERVICE_UNAVAILABLE, &draft, Vec::new(), "failed", false));
            }
            return Ok(on(&address(self.form, self.at + 1, &about, self.locale), &[visitor::draft_cookie(self.state, self.token)]));
        }
        for consent in &self.form.notice.consents {
            let name = format!("{CONSENT}{}", consent.purpose);
            draft.answers.set(&name, fields.get(&name).to_owned());
        }
        let mut attached = draft.attachments(self.state, self.token).await?;
        let removed = |id: &str| fields.0.iter().any(|(name, value)| name == REMOVE && value == id);
        attached.retain(|file| !removed(&kept(file).id));
        let mut faults = self.form.all_faults(&draft.answers, today);
        let fault = |code: FaultCode| Fault { field: FILES.to_owned(), code };
        if attached.len() + files.len() > MOST {
            faults.push(fault(FaultCode::FileCount));
        } else {
            match upload::accept(self.state, files).await? {
                Ok(taken) => attached.extend(taken),
                Err(code) => faults.push(fault(code)),
            }
        }
        draft.files = attached.iter().map(kept).collect();
        if !faults.is_empty() {
            // What was chosen is kept, so that it need not be chosen again.
            let kept = draft.save(self.state, self.token, Some(&attached)).await.is_ok();
            return Ok(self.again(StatusCode::UNPROCESSABLE_ENTITY, &draft, faults, "", kept));
        }
        let given = Given {
            kind: draft.kind,
            lang: self.locale,
            answers: draft.answers.clone(),
            about: self.about.clone(),
            files: attached.clone(),
            key: Some(draft.key.clone()),
            client: self.client,
            trap: Some(Trap { website: draft.website.clone(), token: draft.token.clone() }),
            proof: Some(fields.get("proof").to_owned()).filter(|proof| !proof.is_empty()),
        };
        match take(self.state, given).await {
            Ok(receipt) => {
                // The request is on disk; a draft that stays is forgotten by the night.
                if let Err(error) = self.state.store.forget_draft(&draft_id(self.token, draft.kind)).await {
                    tracing::warn!(%error, "A draft was not forgotten at once");
                }
                Ok(on(&Page::Received.path(self.locale), &[visitor::follow_cookie(self.state, &receipt.reference)]))
            }
            Err(NotTaken::Faults(faults)) => Ok(self.again(StatusCode::UNPROCESSABLE_ENTITY, &draft, faults, "", false)),
            Err(NotTaken::Error(ApiError::TooMany(_))) => {
                let kept = draft.save(self.state, self.token, Some(&attached)).await.is_ok();
                Ok(self.again(StatusCode::TOO_MANY_REQUESTS, &draft, Vec::new(), "too_many", kept))
            }
            Err(NotTaken::Error(error)) => {
                tracing::warn!(%error, "A request could not be put on the record; its author was told so");
                let kept = draft.save(self.state, self.token, Some(&attached)).await.is_ok();
                Ok(self.again(StatusCode::SERVICE_UNAVAILABLE, &draft, Vec::new(), "failed", kept))
            }
        }
    }
}
