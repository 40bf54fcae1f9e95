//! The transport of the server: the request is handed to the router itself, with the visitor's cookie.

use axum::body::Body;
use http::header;
use http_body_util::BodyExt;
use leptos::prelude::use_context;
use tower::ServiceExt;

/// The API, given in context by the server.
#[derive(Clone)]
pub struct ApiRouter(pub axum::Router);

/// The status and body of an answer, or nothing when there is no router.
pub async fn get(path: String) -> Option<(u16, String)> {
    let router = use_context::<ApiRouter>()?.0;
    let cookie = use_context::<http::request::Parts>().and_then(|parts| parts.headers.get(header::COOKIE).cloned());
    let mut request = http::Request::get(path);
    if let Some(cookie) = cookie {
        request = request.header(header::COOKIE, cookie);
    }
    let response = router.oneshot(request.body(Body::empty()).ok()?).await.ok()?;
    let status = response.status().as_u16();
    let body = response.into_body().collect().await.ok()?.to_bytes();
    Some((status, String::from_utf8(body.to_vec()).ok()?))
}
