//! What search engines read first. Both follow the content: what is closed is not in them.

use super::error::ApiError;
use crate::state::AppState;
use app::routes::Page;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header;
use model::locale::Locale;
use uuid::Uuid;

/// The most addresses of one file, by the protocol.
const MOST: usize = 50_000;

/// `robots.txt`.
pub async fn robots(State(state): State<AppState>) -> Response {
    let origin = state.config.public_url();
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], format!("User-agent: *\nDisallow: /api/\nSitemap: {origin}/sitemap.xml\n"))
        .into_response()
}

/// `sitemap.xml`: every page in both languages, each naming the other.
pub async fn sitemap(State(state): State<AppState>) -> Result<Response, ApiError> {
    let origin = state.config.public_url();
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n",
    );
    let mut count = 0;
    let mut add = |fr: &Page, en: &Page| {
        let pair = [(Locale::Fr, fr.path(Locale::Fr)), (Locale::En, en.path(Locale::En))];
        for (_, path) in &pair {
            xml.push_str(&format!("<url><loc>{origin}{path}</loc>"));
            for (lang, path) in &pair {
                xml.push_str(&format!("<xhtml:link rel=\"alternate\" hreflang=\"{}\" href=\"{origin}{path}\"/>", lang.tag()));
            }
            xml.push_str(&format!("<xhtml:link rel=\"alternate\" hreflang=\"x-default\" href=\"{origin}{}\"/></url>\n", pair[0].1));
        }
        count += pair.len();
        count + pair.len() <= MOST
    };
    for page in Page::FIXED {
        add(page, page);
    }
    let (fr, en) = (state.store.sectors(Locale::Fr).await?, state.store.sectors(Locale::En).await?);
    for (fr, en) in fr.into_iter().zip(en) {
        add(&Page::Sector(fr.slug), &Page::Sector(en.slug));
    }
    let (fr, en) = (state.store.resources(Locale::Fr).await?, state.store.resources(Locale::En).await?);
    for (fr, en) in fr.into_iter().zip(en).filter(|(fr, _)| fr.stage != model::resources::Stage::Site) {
        add(&Page::Resource(fr.slug), &Page::Resource(en.slug));
    }
    let now = state.clock().now();
    let mut last = Uuid::nil();
    'all: loop {
        let page = state.store.published_after(last, 500).await?;
        let Some(end) = page.last() else { break };
        last = end.id;
        // Invented postings are not for search engines.
        for stored in page.iter().filter(|stored| stored.is_open(now) && !stored.sample) {
            if !add(&Page::Opportunity(stored.slug(Locale::Fr)), &Page::Opportunity(stored.slug(Locale::En))) {
                break 'all;
            }
        }
    }
    xml.push_str("</urlset>\n");
    Ok(([(header::CONTENT_TYPE, "application/xml; charset=utf-8")], xml).into_response())
}
