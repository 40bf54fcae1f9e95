//! What the server's own pages are made of, and their head.

use crate::components::head::{Head, fixed};
use crate::form_state::FormState;
use crate::fragments::follow::{self, Followed};
use crate::fragments::icon::drawing;
use crate::fragments::interest::Asked;
use crate::fragments::{crumbs, interest, interests};
use crate::messages::{self, following};
use crate::routes::Page;
use maud::{Markup, html};
use model::interests::form::Form;
use model::interests::view::KindInfo;
use model::locale::Locale;

/// A page of a form, as the server gives it out.
#[derive(Clone, Debug)]
pub struct FormPage {
    /// The form.
    pub form: Form,
    /// Which page of it.
    pub at: usize,
    /// What led to it, as `noun:key`.
    pub about: String,
    /// Its state.
    pub state: FormState,
}

/// What a page is made of.
#[derive(Clone, Debug)]
pub enum Made {
    /// The kinds of request.
    Kinds(Vec<KindInfo>),
    /// A page of a form.
    Form(Box<FormPage>),
    /// A request.
    Followed(Box<Followed>),
}

impl Made {
    /// The page, and what its head says.
    pub fn page(&self, page: &Page, locale: Locale) -> String {
        let r = messages::interests::of(locale);
        let above = Some((Page::Interests, r.title));
        match self {
            Self::Kinds(kinds) => {
                Head::new(r.title, r.lead, fixed(page)).set();
                html! {
                    (head(r.title, r.lead, None, "", locale))
                    div.wrap.section.section--tight {
                        div.spread { div { (interests::kinds(kinds, locale, r)) } aside.stack { (interests::follow(locale, r)) } }
                    }
                }
            }
            Self::Form(made) => {
                let FormPage { form, at, about, state } = made.as_ref();
                let is_wrong = !state.faults.is_empty() || state.note == interest::TOO_LARGE;
                let prefix = if is_wrong { r.error_prefix } else { "" };
                Head { no_index: true, ..Head::new(&format!("{prefix}{}", form.title), &form.lead, fixed(page)) }.set();
                let asked = Asked { form, at: *at, about, state, locale };
                html! {
                    (head(&form.title, &form.lead, above, "head--flat", locale))
                    div.wrap.section.section--tight {
                        div.spread {
                            div id="formulaire" { (asked.page()) }
                            aside.stack aria-labelledby="suite" { (interest::next(form, r)) }
                        }
                    }
                }
            }
            Self::Followed(followed) => {
                let f = following::of(locale);
                let title = if *page == Page::Received { f.received } else { r.follow };
                Head { no_index: true, ..Head::new(title, "", fixed(page)) }.set();
                html! { (head(title, "", above, "head--flat", locale)) (follow::page(page, followed, locale)) }
            }
        }
        .into_string()
    }
}

/// What is said when the server cannot make a page now.
pub fn failed() -> String {
    let m = crate::use_messages();
    Head::nowhere(m.failed_title).set();
    let said = html! {
        (head(m.failed_title, "", None, "head--flat", crate::use_locale()))
        div.wrap.section { div.notice.notice--stale role="alert" { p { (m.failed_text) } } }
    };
    said.into_string()
}

fn head(title: &str, lead: &str, above: Option<(Page, &str)>, class: &str, locale: Locale) -> Markup {
    let m = messages::of(locale);
    html! {
        div.head.(class) {
            div.wrap.head__body {
                nav.crumbs aria-label=(m.crumbs) {
                    (crumbs(above.as_ref(), title, locale))
                }
                h1.head__title.head__title--long[title.chars().count() > 24] id="titre" tabindex="-1" { (title) }
                @if !lead.is_empty() { p.head__lead { (lead) } }
            }
            @if !lead.is_empty() { (drawing("head__roofs", "roofline")) }
        }
    }
}
