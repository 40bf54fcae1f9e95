//! Whole anonymous answers, remembered as they are sent: JSON and pages, compressed, with their validator.
//!
//! An answer is made of what the store and the index hold and of the time. It is remembered by its canonical address, the
//! index's generation and the last instant passed at which anything in the store opens, closes or falls due for review: when any
//! of these moves, the answer is made anew. So nothing stale is ever sent, and nothing needs a timer.

use super::canonical;
use crate::state::AppState;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use http_body_util::BodyExt;
use model::dates::Date;
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// Answers larger than this are neither remembered nor validated.
const LARGEST: usize = 8 << 20;
/// The weight of the headers of an answer and of its key, about.
const HEAD: u64 = 1 << 10;
/// How many answers are expected.
const EXPECTED: usize = 2_000;

/// The encodings that answers are kept in, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Encoding {
    Brotli,
    Gzip,
    Identity,
}

impl Encoding {
    /// The best that a client takes.
    fn of(headers: &HeaderMap) -> Self {
        if super::site::accepts(headers, "br") {
            Self::Brotli
        } else if super::site::accepts(headers, "gzip") {
            Self::Gzip
        } else {
            Self::Identity
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
            Self::Identity => "identity",
        }
    }
}

/// What an answer depends on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    address: String,
    encoding: Encoding,
    /// The generation of the index that is shown.
    generation: u64,
    /// The last instant at which something opened, closed or fell due.
    since: i64,
}

/// An answer as it is sent.
struct Answer {
    /// Whether it is a list of opportunities, which the team counts.
    is_list: bool,
    headers: HeaderMap,
    body: Bytes,
}

#[derive(Clone)]
struct ByBytes;

impl Weighter<Key, Arc<Answer>> for ByBytes {
    fn weight(&self, key: &Key, answer: &Arc<Answer>) -> u64 {
        (answer.body.len() + key.address.len()) as u64 + HEAD
    }
}

/// The answers remembered; clones share them.
#[derive(Clone)]
pub struct Answers {
    state: AppState,
    kept: Arc<Cache<Key, Arc<Answer>, ByBytes>>,
}

impl Answers {
    /// Room for the bytes that the configuration gives.
    pub fn new(state: AppState) -> Self {
        let bytes = state.config.cache_mib << 20;
        Self { state, kept: Arc::new(Cache::with_weighter(EXPECTED, bytes, ByBytes)) }
    }

    /// What the answer to a request is remembered by; nothing for what is made each time.
    fn key(&self, request: &Request, today: Date) -> Option<Key> {
        let headers = request.headers();
        // Whoever says who they are gets an answer of their own.
        if !matches!(*request.method(), Method::GET | Method::HEAD)
            || headers.contains_key(header::COOKIE)
            || headers.contains_key(header::AUTHORIZATION)
        {
            return None;
        }
        let address = canonical::of(request.uri().path(), request.uri().query().unwrap_or_default())?;
        let now = self.state.clock().now();
        // Reviews fall due, and the day that pages tell changes, at midnight.
        let midnight = self.state.clock().start_of(today);
        let since = self.state.search.last_turn(now).ok()?.max(midnight);
        Some(Key { address, encoding: Encoding::of(headers), generation: self.state.search.shown(), since })
    }
}

/// Answers from memory when it can; gives every good answer a strong validator, and answers 304 to who has it already.
pub async fn answers(State(answers): State<Answers>, mut request: Request, next: Next) -> Response {
    let known = request.headers().get(header::IF_NONE_MATCH).cloned();
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    let is_head = *request.method() == Method::HEAD;
    let today = answers.state.clock().today();
    let Some(key) = answers.key(&request, today) else {
        let response = next.run(request).await;
        if !is_read || response.status() != StatusCode::OK || response.headers().contains_key(header::ETAG) {
            return without_body(response, is_head);
        }
        return match whole(response).await {
            Ok(answer) => send(&answer, known.as_ref(), is_head),
            Err(response) => *response,
        };
    };
    let answer = match answers.kept.get_value_or_guard_async(&key).await {
        Ok(answer) => {
            metrics::counter!("qa_answers_total", "from" => "memory").increment(1);
            answer
        }
        Err(room) => {
            metrics::counter!("qa_answers_total", "from" => "made").increment(1);
            // What is kept is made of the key alone.
            let Ok(address) = Uri::try_from(&key.address) else { return StatusCode::BAD_REQUEST.into_response() };
            *request.uri_mut() = address;
            *request.method_mut() = Method::GET;
            request.headers_mut().insert(header::ACCEPT_ENCODING, HeaderValue::from_static(key.encoding.name()));
            request.headers_mut().remove(header::IF_NONE_MATCH);
            let response = next.run(request).await;
            if response.status() != StatusCode::OK {
                return without_body(response, is_head);
            }
            match whole(response).await {
                Ok(answer) => {
                    let answer = Arc::new(Answer { is_list: canonical::is_list(&key.address), ..answer });
                    // It may have grown too old while it was made, or not fit: it is sent all the same.
                    drop(room.insert(answer.clone()));
                    answer
                }
                Err(response) => return *response,
            }
        }
    };
    if answer.is_list && !is_head {
        answers.state.demand.asked(&key.address, today);
    }
    send(&answer, known.as_ref(), is_head)
}

fn without_body(mut response: Response, is_head: bool) -> Response {
    if is_head {
        *response.body_mut() = Body::empty();
    }
    response
}

/// Reads an answer to its end and gives it its validator: the hash of the bytes as they are sent, so each encoding has its own.
async fn whole(response: Response) -> Result<Answer, Box<Response>> {
    let (mut parts, body) = response.into_parts();
    let Ok(body) = http_body_util::Limited::new(body, LARGEST).collect().await.map(http_body_util::Collected::to_bytes) else {
        return Err(Box::new(StatusCode::INTERNAL_SERVER_ERROR.into_response()));
    };
    let tag = format!("\"{}\"", hex::encode(&Sha256::digest(&body)[..16]));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        parts.headers.insert(header::ETAG, tag);
    }
    parts.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
    Ok(Answer { is_list: false, headers: parts.headers, body })
}

/// The answer, or that it is known.
fn send(answer: &Answer, known: Option<&HeaderValue>, is_head: bool) -> Response {
    let mut response = Response::new(Body::empty());
    *response.headers_mut() = answer.headers.clone();
    let tag = answer.headers.get(header::ETAG).and_then(|tag| tag.to_str().ok()).unwrap_or_default();
    let matches = known
        .and_then(|known| known.to_str().ok())
        .is_some_and(|known| known.split(',').map(|tag| tag.trim().trim_start_matches("W/")).any(|known| known == tag || known == "*"));
    if matches {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        for name in [header::CONTENT_LENGTH, header::CONTENT_TYPE, header::CONTENT_ENCODING] {
            response.headers_mut().remove(name);
        }
    } else if !is_head {
        *response.body_mut() = Body::from(answer.body.clone());
    }
    response
}
