//! Ways to take a page along.

use crate::browser;
use crate::fragments::icon::icon;
use crate::navigation::use_navigation;
use crate::use_messages;
use leptos::prelude::*;
use leptos::task::spawn_local;
use maud::html;

/// Copy the address, send it, print the page. The first and last need the program; the mail link does not.
#[component]
pub fn Share(
    /// The title of the page, for the subject of a mail.
    #[prop(into)]
    title: String,
    /// The address of the page.
    #[prop(into)]
    url: String,
) -> impl IntoView {
    let m = use_messages();
    let navigation = use_navigation();
    let copied = RwSignal::new(" ".to_owned());
    let copy = move |_| {
        spawn_local(async move {
            let said = if browser::copy_address().await { m.copied } else { m.copy_failed };
            copied.set(said.to_owned());
            navigation.announce(said.to_owned());
        });
    };
    let mail = format!("mailto:?subject={}&body={}", encode(&title), encode(&url));
    view! {
        <div class="share">
            <p class="share__title">{m.share}</p>
            <button class="share__link" type="button" on:click=copy inner_html=signed("copy", m.copy)></button>
            <a class="share__link" href=mail inner_html=signed("mail", m.by_mail)></a>
            <button class="share__link" type="button" on:click=move |_| browser::print() inner_html=signed("print", m.print)></button>
            <p class="u-small u-muted" aria-hidden="true" hidden=move || *copied.read() == " ">{copied}</p>
        </div>
    }
}

/// A sign and its words.
fn signed(sign: &str, words: &str) -> String {
    html! { (icon(sign)) (words) }.into_string()
}

/// Percent-encodes a part of a `mailto:` link.
fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 3);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(byte as char);
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_title_cannot_add_headers_to_a_mail() {
        assert_eq!(super::encode("a&bcc=x\r\né"), "a%26bcc%3Dx%0D%0A%C3%A9");
    }
}
