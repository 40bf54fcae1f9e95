//! What comes from the API: waited for, shown, or told missing, once for all pages.

use crate::api::{Answers, ApiError, ApiResult};
use crate::navigation::use_navigation;
use crate::pages::not_found::NotFound;
use crate::{use_locale, use_messages};
use codee::string::FromToStringCodec;
use leptos::prelude::*;
use model::locale::Locale;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

/// The answers a page is made of, while they come.
pub type Loading = Pin<Box<dyn Future<Output = Answers> + Send>>;

/// The answers of a page as they are waited for.
pub type Waited = Resource<Answers, FromToStringCodec>;

/// How a page asks for what it is made of: a function of its language and of what its address says.
pub type Load = fn(Locale, String) -> Loading;

/// How a page shows it.
type Show = Arc<dyn Fn(&Answers) -> ApiResult<AnyView> + Send + Sync>;

/// The answers of a page, asked again when `source` changes. One type serves all pages: the browser's program stays small.
pub fn answers(source: Signal<String>, load: Load) -> Waited {
    let locale = use_locale();
    Resource::new_str(move || source.get(), move |source| load(locale, source))
}

/// A page that depends on nothing in its address.
pub fn always() -> Signal<String> {
    Signal::stored(String::new())
}

/// Shows what the answers bring. Nothing found is the 404 page; a failure says what to do and keeps the address.
pub fn loaded(answers: Waited, show: impl Fn(&Answers) -> ApiResult<AnyView> + Send + Sync + 'static) -> AnyView {
    let show: Show = Arc::new(show);
    let set_pending = SignalSetter::from(use_navigation().is_loading);
    view! {
        <Transition fallback=Waiting set_pending>
            {move || {
                let show = show.clone();
                Suspend::new(async move {
                    match show(&answers.await) {
                        Ok(view) => view,
                        Err(ApiError::NotFound) => view! { <NotFound/> }.into_any(),
                        Err(error) => view! { <Failed error answers/> }.into_any(),
                    }
                })
            }}
        </Transition>
    }
    .into_any()
}

/// What is shown while something comes.
#[component]
pub fn Waiting() -> impl IntoView {
    let m = use_messages();
    let ghosts = "<div class=\"ghost\"></div><div class=\"ghost ghost--long\"></div><div class=\"ghost ghost--short\"></div>";
    view! {
        <div class="wrap section stack" aria-busy="true">
            <p>{m.loading}</p>
            <div class="stack" inner_html=ghosts></div>
        </div>
    }
}

/// What is shown when something does not come.
#[component]
pub fn Failed(
    /// Why.
    error: ApiError,
    /// What to ask again.
    answers: Waited,
) -> impl IntoView {
    set_status(503);
    let m = use_messages();
    let why = if error == ApiError::Network { m.failed_network } else { m.failed_title };
    view! {
        <div class="wrap section">
            <div class="notice notice--stale" role="alert">
                <p class="notice__title">{why}</p>
                <p>{m.failed_text}</p>
                <p><button class="button button--quiet" type="button" on:click=move |_| answers.refetch()>{m.retry}</button></p>
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
    Effect::new(move |_| crate::browser::replace_address(&path));
}
