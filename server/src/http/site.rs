//! What was built: the program of the pages, styles, fonts, drawings; embedded, precompressed, named by their content.

use app::Assets;
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::path::PathBuf;
use std::sync::Arc;

/// Where the files are: a function from a path without its leading slash to bytes.
type Source = Arc<dyn Fn(&str) -> Option<Cow<'static, [u8]>> + Send + Sync>;

/// The built site.
#[derive(Clone)]
pub struct Site {
    source: Source,
    /// The names of what every page loads.
    pub assets: Arc<Assets>,
}

/// What the build says of itself.
#[derive(Deserialize)]
struct Manifest {
    css: String,
    js: String,
    wasm: String,
    #[serde(default)]
    fonts: Vec<String>,
}

impl Site {
    /// A site read by a function; its `manifest.json` names what every page loads. Without one, the names are those that
    /// `cargo leptos watch` gives.
    pub fn new(source: impl Fn(&str) -> Option<Cow<'static, [u8]>> + Send + Sync + 'static) -> Self {
        let manifest = source("manifest.json").and_then(|bytes| serde_json::from_slice::<Manifest>(&bytes).ok());
        let assets = manifest.map_or_else(
            || Assets { css: "/pkg/portal.css".into(), js: "/pkg/portal.js".into(), wasm: "/pkg/portal.wasm".into(), fonts: Vec::new() },
            |manifest| Assets { css: manifest.css, js: manifest.js, wasm: manifest.wasm, fonts: manifest.fonts },
        );
        Self { source: Arc::new(source), assets: Arc::new(assets) }
    }

    /// A site read from a folder at each request.
    pub fn from_folder(folder: PathBuf) -> Self {
        Self::new(move |path| std::fs::read(folder.join(path)).ok().map(Cow::Owned))
    }

    fn get(&self, path: &str) -> Option<Bytes> {
        (self.source)(path).map(|bytes| match bytes {
            Cow::Borrowed(bytes) => Bytes::from_static(bytes),
            Cow::Owned(bytes) => Bytes::from(bytes),
        })
    }
}

/// The routes of the built files.
pub fn router(site: Site) -> Router {
    let mut router = Router::new().route("/pkg/{*path}", get(file)).route("/images/{*path}", get(file));
    for name in ["/favicon.svg", "/favicon.ico", "/apple-touch-icon.png", "/og-fr.png", "/og-en.png"] {
        router = router.route(name, get(file));
    }
    router.with_state(site)
}

async fn file(State(site): State<Site>, request: Request) -> Response {
    let path = request.uri().path().trim_start_matches('/');
    let path = if path == "favicon.ico" { "favicon.svg" } else { path };
    // A path that climbs out of the folder names nothing.
    if path.split('/').any(|part| part.is_empty() || part.starts_with('.')) || path.ends_with(".br") || path.ends_with(".gz") {
        return StatusCode::NOT_FOUND.into_response();
    }
    for (encoding, ending) in [("br", ".br"), ("gzip", ".gz")] {
        if accepts(request.headers(), encoding)
            && let Some(bytes) = site.get(&format!("{path}{ending}"))
        {
            return respond(&request, path, bytes, Some(encoding));
        }
    }
    match site.get(path) {
        Some(bytes) => respond(&request, path, bytes, None),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Whether a client takes an encoding.
pub fn accepts(headers: &HeaderMap, encoding: &str) -> bool {
    headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(',')).any(|item| {
        let (name, weight) = item.split_once(';').unwrap_or((item, ""));
        let refused = weight.trim().strip_prefix("q=").is_some_and(|q| q.trim().parse::<f32>().is_ok_and(|q| q <= 0.0));
        name.trim().eq_ignore_ascii_case(encoding) && !refused
    })
}

fn respond(request: &Request, path: &str, bytes: Bytes, encoding: Option<&'static str>) -> Response {
    let tag = format!("\"{}\"", hex::encode(&Sha256::digest(&bytes)[..16]));
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(path)));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    let cache = if is_hashed(path) { "public, max-age=31536000, immutable" } else { "public, max-age=3600" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    let known = request.headers().get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()) == Some(&tag);
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    if known {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(bytes.len()));
    let body = if request.method() == Method::HEAD { Body::empty() } else { Body::from(bytes) };
    (headers, body).into_response()
}

/// Whether the name carries the hash of the content: it then never changes.
fn is_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    path.starts_with("pkg/")
        && name
            .split('.')
            .any(|part| part.len() >= 8 && part.bytes().all(|b| b.is_ascii_hexdigit()) && part.bytes().any(|b| b.is_ascii_digit()))
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        "json" => "application/json",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_name_with_a_hash_is_immutable() {
        assert!(is_hashed("pkg/portal.0a1b2c3d4e.js"));
        assert!(is_hashed("pkg/fonts/besley-latin.0a1b2c3d.woff2"));
        assert!(!is_hashed("pkg/portal.js") && !is_hashed("images/0a1b2c3d4e.svg"));
    }

    #[test]
    fn an_encoding_is_taken_unless_it_is_refused() {
        let headers = |text: &'static str| HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(text))]);
        assert!(accepts(&headers("gzip, br;q=0.5"), "br"));
        assert!(!accepts(&headers("gzip, br;q=0"), "br"));
        assert!(!accepts(&headers("identity"), "gzip"));
    }
}
