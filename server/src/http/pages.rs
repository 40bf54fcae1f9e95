//! The pages: the application rendered whole, with the API called in process.

use super::sealed::seal;
use super::security::Security;
use super::{forms, visitor};
use crate::interests::Forms;
use crate::state::AppState;
use app::fragments::made::Made;
use app::routes::Page;
use app::{ApiRouter, Assets};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use http_body_util::BodyExt;
use leptos::context::provide_context;
use leptos::nonce::use_nonce;
use model::locale::Locale;
use model::site::Site;
use std::sync::{Arc, OnceLock};

/// What rendering needs.
pub struct Pages {
    state: AppState,
    api: ApiRouter,
    assets: Arc<Assets>,
    security: Security,
}

impl Pages {
    /// Pages over an API.
    pub fn new(state: AppState, api: axum::Router, assets: Arc<Assets>, security: Security) -> Self {
        // Leptos runs its tasks on the runtime it is told of, once for the process; later tellings change nothing.
        let _ = any_spawner::Executor::init_tokio();
        Self { state, api: ApiRouter(axum::Router::new().nest("/api/v1", api)), assets, security }
    }
}

/// `/` leads to French, or to the language the browser asks for where the operator wants that.
pub async fn root(State(state): State<AppState>, headers: HeaderMap) -> Response {
    let lang = if state.config.negotiate_language { negotiate(&headers) } else { Locale::Fr };
    let mut response = Redirect::to(&Page::Home.path(lang)).into_response();
    if state.config.negotiate_language {
        response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept-language"));
    }
    response
}

/// The first language of ours that the browser names; French when it names none.
fn negotiate(headers: &HeaderMap) -> Locale {
    let asked = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    asked.split(',').filter_map(|item| Locale::parse(item.trim().get(..2)?)).next().unwrap_or(Locale::Fr)
}

/// Any path that is nothing else is a page, perhaps the one that says so.
pub async fn page(State(pages): State<Arc<Pages>>, request: Request) -> Response {
    let path = request.uri().path();
    if let Some((locale, page)) = Page::parse(path).filter(|(_, page)| forms::is_personal(page)) {
        return personal(&pages, locale, &page, request).await;
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    if path.len() > 1 && path.ends_with('/') {
        let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
        // One leading slash: two would name another host.
        return Redirect::permanent(&format!("/{}{query}", path.trim_matches('/'))).into_response();
    }
    let made = match Page::parse(path) {
        Some((locale, Page::Interests)) => Forms::ours().ok().map(|forms| Made::Kinds(forms.kinds(locale))),
        _ => None,
    };
    render(&pages, request, made).await
}

/// A page that is made for one visitor: nobody on the way keeps it, and no other site is told its address.
async fn personal(pages: &Arc<Pages>, locale: Locale, page: &Page, request: Request) -> Response {
    let mut get = Request::builder().uri(request.uri().clone());
    if let (Some(headers), Some(cookie)) = (get.headers_mut(), request.headers().get(header::COOKIE)) {
        headers.insert(header::COOKIE, cookie.clone());
    }
    let shown = match forms::answer(&pages.state, locale, page, request).await {
        forms::Outcome::Answer(response) => return response,
        forms::Outcome::Show(shown) => *shown,
    };
    let Ok(get) = get.body(Body::empty()) else { return StatusCode::BAD_REQUEST.into_response() };
    let mut response = render(pages, get, shown.made).await;
    if response.status() == StatusCode::OK {
        *response.status_mut() = shown.status;
    }
    for cookie in shown.cookies {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response.headers_mut().insert(header::CACHE_CONTROL, visitor::NO_STORE);
    response.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

/// Renders a page, with what those that the server alone makes are made of.
async fn render(pages: &Arc<Pages>, request: Request, made: Option<Made>) -> Response {
    let site = Site { public_url: pages.state.config.public_url(), sample: pages.state.sample, today: pages.state.clock().today() };
    let bears = Arc::new(OnceLock::new());
    let context = {
        let (pages, bears) = (pages.clone(), bears.clone());
        move || {
            provide_context(pages.api.clone());
            provide_context(site.clone());
            if let Some(made) = &made {
                provide_context(made.clone());
            }
            provide_context(pages.assets.clone());
            // A render has one nonce; this runs once for each.
            let _ = bears.set(use_nonce().map(|nonce| nonce.to_string()).unwrap_or_default());
        }
    };
    let response = leptos_axum::render_app_async_with_context(context, app::shell)(request).await;
    let (mut parts, body) = response.into_parts();
    let Some(page) = body.collect().await.ok().and_then(|body| String::from_utf8(body.to_bytes().into()).ok()) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let (page, scripts) = match bears.get().filter(|nonce| !nonce.is_empty()) {
        Some(nonce) => seal(&page, nonce),
        None => (page, Vec::new()),
    };
    if let Ok(policy) = HeaderValue::from_str(&pages.security.page_policy(&scripts)) {
        parts.headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    parts.headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-cache"));
    Response::from_parts(parts, Body::from(page))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_language_of_ours_wins() {
        let asked = |text: &'static str| negotiate(&HeaderMap::from_iter([(header::ACCEPT_LANGUAGE, HeaderValue::from_static(text))]));
        assert_eq!(asked("de, en-GB;q=0.8, fr;q=0.7"), Locale::En);
        assert_eq!(asked("fr-FR,en"), Locale::Fr);
        assert_eq!(asked("?, x"), Locale::Fr);
        assert_eq!(negotiate(&HeaderMap::new()), Locale::Fr);
    }
}
