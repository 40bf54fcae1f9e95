//! What comes from the API: waited for, shown, or told missing, once for all pages.

use crate::api::{ApiError, ApiResult};
use crate::pages::not_found::NotFound;
use crate::use_messages;
use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Shows what a resource brings. Nothing found is the 404 page; a failure says what to do and keeps the address.
#[component]
pub fn Loaded<T, F>(
    /// What is waited for.
    resource: Resource<ApiResult<T>>,
    /// How it is shown.
    children: F,
) -> impl IntoView
where
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
    F: Fn(T) -> AnyView + Clone + Send + Sync + 'static,
{
    view! {
        <Transition fallback=Waiting>
            {move || {
                let children = children.clone();
                Suspend::new(async move {
                    match resource.await {
                        Ok(value) => children(value),
                        Err(ApiError::NotFound) => view! { <NotFound/> }.into_any(),
                        Err(error) => view! { <Failed error retry=move || resource.refetch()/> }.into_any(),
                    }
                })
            }}
        </Transition>
    }
}

/// What is shown while something comes.
#[component]
pub fn Waiting() -> impl IntoView {
    let m = use_messages();
    view! {
        <div class="wrap section stack" aria-busy="true">
            <p>{m.loading}</p>
            <div class="ghost"></div>
            <div class="ghost ghost--long"></div>
            <div class="ghost ghost--short"></div>
        </div>
    }
}

/// What is shown when something does not come.
#[component]
pub fn Failed(
    /// Why.
    error: ApiError,
    /// How to ask again.
    retry: impl Fn() + Send + Sync + 'static,
) -> impl IntoView {
    set_status(503);
    let m = use_messages();
    let why = if error == ApiError::Network { m.failed_network } else { m.failed_title };
    view! {
        <div class="wrap section">
            <div class="notice notice--stale" role="alert">
                <p class="notice__title">{why}</p>
                <p>{m.failed_text}</p>
                <p><a class="more" href="" on:click=move |event| { event.prevent_default(); retry(); }>{m.retry}</a></p>
            </div>
        </div>
    }
}

/// Sets the status of the page that the server is making; in the browser it is too late for that.
pub fn set_status(status: u16) {
    #[cfg(feature = "ssr")]
    if let (Some(options), Ok(status)) = (use_context::<leptos_axum::ResponseOptions>(), http::StatusCode::from_u16(status)) {
        options.set_status(status);
    }
    #[cfg(not(feature = "ssr"))]
    let _ = status;
}

/// Moves to the proper address of a page that was reached by another one: a 301 from the server, a silent change of address
/// in the browser.
pub fn move_to(path: String) {
    #[cfg(feature = "ssr")]
    if let (Some(options), Ok(location)) = (use_context::<leptos_axum::ResponseOptions>(), http::HeaderValue::from_str(&path)) {
        options.set_status(http::StatusCode::MOVED_PERMANENTLY);
        options.insert_header(http::header::LOCATION, location);
    }
    #[cfg(not(feature = "ssr"))]
    {
        let navigate = leptos_router::hooks::use_navigate();
        let options = leptos_router::NavigateOptions { replace: true, scroll: false, ..Default::default() };
        Effect::new(move |_| navigate(&path, options.clone()));
    }
}
