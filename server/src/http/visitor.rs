//! The cookies that a visitor's browser keeps: the request it follows, the draft it fills. Neither is readable by scripts, and both
//! are of this host alone.

use crate::secrets::{DraftToken, normalise_reference};
use crate::state::AppState;
use http::{HeaderMap, HeaderValue, header};

/// What is of one person is kept by nobody on the way.
pub const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");

/// For how long a browser keeps a request open, in seconds.
const FOLLOWED: i64 = 3_600;

fn name(state: &AppState, what: &str) -> String {
    // The prefix binds a cookie to its host; browsers accept it over TLS alone.
    if state.config.is_https() { format!("__Host-qa_{what}") } else { format!("qa_{what}") }
}

fn cookie(state: &AppState, what: &str, value: &str, seconds: i64) -> HeaderValue {
    let secure = if state.config.is_https() { "; Secure" } else { "" };
    let text = format!("{}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}", name(state, what));
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""))
}

fn read(state: &AppState, headers: &HeaderMap, what: &str) -> Option<String> {
    let name = name(state, what);
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(';'));
    cookies.filter_map(|pair| pair.trim().split_once('=')).find(|(known, _)| *known == name).map(|(_, value)| value.to_owned())
}

/// Opens a request in this browser, until an hour has passed.
pub fn follow_cookie(state: &AppState, reference: &str) -> HeaderValue {
    let until = state.clock().now() + FOLLOWED;
    cookie(state, "follow", &state.desk.secrets.seal("follow", format!("{until} {reference}").as_bytes()), FOLLOWED)
}

/// The number of the request that this browser follows.
pub fn followed(state: &AppState, headers: &HeaderMap) -> Option<String> {
    let text = String::from_utf8(state.desk.secrets.open("follow", &read(state, headers, "follow")?)?).ok()?;
    let (until, reference) = text.split_once(' ')?;
    (until.parse::<i64>().ok()? > state.clock().now()).then(|| normalise_reference(reference)).flatten()
}

/// Closes the request in this browser.
pub fn leave(state: &AppState) -> HeaderValue {
    cookie(state, "follow", "", 0)
}

/// Keeps the key of a draft in this browser.
pub fn draft_cookie(state: &AppState, token: &DraftToken) -> HeaderValue {
    cookie(state, "draft", &token.text(), crate::store::DRAFT_LASTS)
}

/// The key of the draft that this browser fills.
pub fn draft(state: &AppState, headers: &HeaderMap) -> Option<DraftToken> {
    DraftToken::from_text(&read(state, headers, "draft")?)
}
