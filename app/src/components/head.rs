//! What the head of the document says of a page.

use crate::routes::Page;
use crate::{use_locale, use_messages, use_site};
use leptos::prelude::*;
use leptos_meta::{Link, Meta, Title};
use model::locale::{Locale, Localized};

/// Title, description, canonical address, the other language, and what is shown when the page is shared.
#[component]
pub fn Head(
    /// The title of the page.
    #[prop(into)]
    title: String,
    /// What the page is about, in a sentence.
    #[prop(into)]
    description: String,
    /// The page in each language.
    pages: Localized<Page>,
    /// Keeps the page out of search engines.
    #[prop(optional)]
    no_index: bool,
) -> impl IntoView {
    let locale = use_locale();
    let m = use_messages();
    let site = use_site();
    let url = |lang: Locale| format!("{}{}", site.public_url, pages.get(lang).0.path(lang));
    let (fr, en, own) = (url(Locale::Fr), url(Locale::En), url(locale));
    let image = format!("{}/og-{locale}.png", site.public_url);
    let full = if title.contains(m.site_name) { title.clone() } else { format!("{title} · {}", m.site_name) };
    view! {
        <Title text=full/>
        <Meta name="description" content=description.clone()/>
        {no_index.then(|| view! { <Meta name="robots" content="noindex"/> })}
        <Link rel="canonical" href=own.clone()/>
        <Link rel="alternate" hreflang="fr-CA" href=fr.clone()/>
        <Link rel="alternate" hreflang="en-CA" href=en/>
        <Link rel="alternate" hreflang="x-default" href=fr/>
        <Meta property="og:title" content=title/>
        <Meta property="og:description" content=description/>
        <Meta property="og:type" content="website"/>
        <Meta property="og:url" content=own/>
        <Meta property="og:image" content=image/>
        <Meta property="og:site_name" content=m.site_name/>
        <Meta property="og:locale" content=locale.tag().replace('-', "_")/>
        <Meta name="twitter:card" content="summary_large_image"/>
    }
}

/// A page whose path does not depend on a slug.
pub fn fixed(page: &Page) -> Localized<Page> {
    Localized { fr: page.clone(), en: Some(page.clone()) }
}

/// A page with a slug in each language.
pub fn slugged(slugs: &Localized<String>, page: fn(String) -> Page) -> Localized<Page> {
    Localized { fr: page(slugs.fr.clone()), en: Some(page(slugs.get(Locale::En).0.clone())) }
}
