//! The one address of what many addresses ask for: what an answer is remembered by, and what is rendered in its place.
//!
//! Parameters that change nothing (those of campaigns, an empty one, another order) are left out, so they can neither fill the
//! memory with copies nor stand in an answer that others get.

use super::extract::{ListQuery, Suggested};
use crate::text::fold;
use app::routes::Page;
use model::locale::Locale;
use model::opportunities::filters::Filters;

/// The lists and objects of the API that take a language alone.
const PLAIN: &[&str] = &["sectors", "resources", "facts", "employers", "opportunities"];

/// The canonical path and query of an anonymous answer; nothing for what must be made each time.
pub fn of(path: &str, query: &str) -> Option<String> {
    match path.strip_prefix("/api/v1/") {
        Some("opportunities") => {
            let ListQuery { filters, lang, limit } = ListQuery::read(query).ok()?;
            let rest = filters.query();
            let and = if rest.is_empty() { "" } else { "&" };
            Some(format!("{path}?lang={lang}&limit={limit}{and}{rest}"))
        }
        Some("suggestions") => {
            let Suggested { q, lang } = Suggested::read(query).ok()?;
            let words = Filters { q: fold(&q), ..Filters::default() }.query();
            Some(format!("{path}?lang={lang}&{words}"))
        }
        Some(name) => {
            let (noun, key) = name.split_once('/').unwrap_or((name, "-"));
            let mut lang = Locale::Fr;
            for (name, value) in form_urlencoded::parse(query.as_bytes()) {
                match (name.as_ref(), Locale::parse(&value)) {
                    ("lang", Some(asked)) => lang = asked,
                    _ => return None,
                }
            }
            (PLAIN.contains(&noun) && !key.is_empty() && !key.contains('/')).then(|| format!("{path}?lang={lang}"))
        }
        // A final slash is taken away by a redirection, which keeps the query.
        None if path.ends_with('/') => None,
        None => {
            let (_, page) = Page::parse(path)?;
            let filters = match page {
                Page::Opportunities => {
                    let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).collect();
                    Filters::read_known(pairs.iter().map(|(name, value)| (name.as_ref(), value.as_ref()))).query()
                }
                // What is of one visitor is made for that one.
                Page::Interest(_) | Page::Received | Page::Follow => return None,
                _ => String::new(),
            };
            Some(if filters.is_empty() { path.to_owned() } else { format!("{path}?{filters}") })
        }
    }
}

/// Whether a canonical address is one of a list, in the API or on a page.
pub fn is_list(address: &str) -> bool {
    let path = address.split('?').next().unwrap_or_default();
    path == "/api/v1/opportunities" || matches!(Page::parse(path), Some((_, Page::Opportunities)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_addresses_have_one() {
        let list = "/api/v1/opportunities";
        let canonical = "/api/v1/opportunities?lang=fr&limit=20&q=soudeur&kind=job&kind=hosting&sort=pay";
        for query in
            ["sort=pay&kind=hosting&kind=job&q=soudeur", "q=+soudeur+&sort=pay&kind=job&kind=hosting&kind=job&limit=20&lang=fr&mode="]
        {
            assert_eq!(of(list, query).as_deref(), Some(canonical), "{query}");
        }
        assert_eq!(of(list, "colour=red"), None, "a refusal is made each time");
        assert_eq!(of("/fr/possibilites", "utm_source=x&q=%C3%A9t%C3%A9&sort=").as_deref(), Some("/fr/possibilites?q=%C3%A9t%C3%A9"));
        assert_eq!(of("/fr", "utm_source=x").as_deref(), Some("/fr"));
        assert_eq!(of("/api/v1/sectors/health", "").as_deref(), Some("/api/v1/sectors/health?lang=fr"));
    }

    #[test]
    fn what_is_no_public_answer_has_none() {
        for (path, query) in [
            ("/fr/rien", ""),
            ("/fr/possibilites/", ""),
            ("/", ""),
            ("/api/v1/interests", ""),
            ("/api/v1/interests/AB12", "code=1"),
            ("/api/v1/sectors", "lang=de"),
            ("/api/v1/sectors", "x=1"),
            ("/api/v1/sectors/a/b", ""),
            ("/api/v1/sectors/", ""),
            ("/healthz", ""),
            ("/fr/demandes/entreprise", ""),
            ("/fr/demandes/recue", ""),
            ("/en/follow", "reference=QA-1&code=2"),
            ("/api/v1/interests/followed", ""),
        ] {
            assert_eq!(of(path, query), None, "{path}?{query}");
        }
    }
}
