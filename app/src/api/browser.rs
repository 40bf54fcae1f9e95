//! The transport of the browser: gloo-net, aborted when nobody waits for the answer any more.

use gloo_net::http::Request;
use leptos::prelude::{Owner, on_cleanup};
use send_wrapper::SendWrapper;

/// The status and body of an answer, or nothing when the server cannot be reached.
pub async fn get(path: String) -> Option<(u16, String)> {
    // The futures of a browser stay on its one thread; the wrapper says so to the type system.
    let controller = SendWrapper::new(web_sys::AbortController::new().ok());
    let signal = controller.as_ref().map(web_sys::AbortController::signal);
    if Owner::current().is_some() {
        on_cleanup(move || {
            if let Some(controller) = controller.take() {
                controller.abort();
            }
        });
    }
    SendWrapper::new(async move {
        let response = Request::get(&path).abort_signal(signal.as_ref()).send().await.ok()?;
        let body = response.text().await.ok()?;
        Some((response.status(), body))
    })
    .await
}
