//! The headers and refusals that every answer goes through.

use crate::config::Config;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderName, HeaderValue, StatusCode, header};
use std::sync::Arc;
use tower_http::csrf::CsrfLayer;

/// The longest address read, in bytes; hyper refuses longer heads as a whole.
const LONGEST_URI: usize = 8 << 10;

/// What the headers depend on.
#[derive(Clone)]
pub struct Security {
    https: bool,
    origin: Arc<str>,
}

impl Security {
    /// Reads the configuration.
    pub fn new(config: &Config) -> Self {
        Self { https: config.is_https(), origin: config.public_url().into() }
    }

    /// The policy of a page whose own inline scripts have these hashes.
    pub fn page_policy(&self, scripts: &[String]) -> String {
        let upgrade = if self.https { "; upgrade-insecure-requests" } else { "" };
        let scripts: String = scripts.iter().flat_map(|hash| [" ", hash]).collect();
        format!(
            "default-src 'none'; script-src 'self'{scripts} 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; font-src 'self'; \
             connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'{upgrade}"
        )
    }

    /// Refuses a write that another site makes a browser send.
    pub fn same_origin(&self) -> CsrfLayer {
        // The public origin is known to be one: the configuration was checked.
        let layer = CsrfLayer::new();
        layer.clone().add_trusted_origin(&*self.origin).unwrap_or(layer)
    }
}

/// The policy of what is no page: nothing in it may run or load.
const DATA_POLICY: &str = "default-src 'none'; frame-ancestors 'none'";

/// The policy of drawings, which style themselves.
const IMAGE_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

/// The policy of the API's reference, whose program sets styles.
const DOCS_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'";

/// Refuses what is too long, and gives every answer its headers.
pub async fn guard(State(security): State<Security>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let mut response =
        if request.uri().to_string().len() > LONGEST_URI { StatusCode::URI_TOO_LONG.into_response() } else { next.run(request).await };
    let headers = response.headers_mut();
    let policy = match path.as_str() {
        path if path.starts_with("/api/docs") => DOCS_POLICY,
        path if path.starts_with("/images/") => IMAGE_POLICY,
        _ => DATA_POLICY,
    };
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(policy));
    let fixed: [(HeaderName, &'static str); 6] = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "strict-origin-when-cross-origin"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (
            HeaderName::from_static("permissions-policy"),
            "accelerometer=(), autoplay=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), midi=(), payment=(), usb=()",
        ),
    ];
    for (name, value) in fixed {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if security.https {
        headers.entry(header::STRICT_TRANSPORT_SECURITY).or_insert(HeaderValue::from_static("max-age=31536000; includeSubDomains"));
    }
    response
}
