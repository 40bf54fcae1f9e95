//! Small checked texts.

/// Whether `text` is a key of ours: lower-case ASCII letters, digits and underscores, 1 to 64 of them.
pub fn is_key(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

/// Whether `text` is a slug: lower-case ASCII words joined by single hyphens, at most 120 characters.
pub fn is_slug(text: &str) -> bool {
    text.len() <= 120
        && !text.is_empty()
        && text.split('-').all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
}

/// Whether `text` is a link one may follow: `http` or `https`, a host, no spaces or quotes, at most 2,000 characters.
pub fn is_web_url(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")) else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    text.len() <= 2_000
        && !host.is_empty()
        && !host.contains('@')
        && !text.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '\\' | '`'))
}

/// Whether `text` looks like an address one can write to: one `@`, something before it, a dotted domain after it.
pub fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    text.len() <= 254
        && !local.is_empty()
        && domain.contains('.')
        && domain.split('.').all(|label| !label.is_empty())
        && !text.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '(' | ')' | ',' | ';' | ':'))
        && !local.contains('@')
        // What looks encoded would be decoded by whoever reads the letter.
        && !text.contains("=?")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_http_and_has_a_host() {
        for good in ["https://example.org/a?b=c#d", "http://québec.example/é"] {
            assert!(is_web_url(good), "{good}");
        }
        for wrong in ["javascript:alert(1)", "https://", "ftp://a.b", "https://a b", "https://u@h/", "https://a/\"onload", "//a.b"] {
            assert!(!is_web_url(wrong), "{wrong}");
        }
    }

    #[test]
    fn an_address_has_two_sides() {
        for good in ["emploi@exemple.invalid", "a+b@c.d"] {
            assert!(is_email(good), "{good}");
        }
        for wrong in ["a@b", "@b.c", "a b@c.d", "a@b..c", "a@b@c.d", "a@c.d\r\nBcc: x@y.z"] {
            assert!(!is_email(wrong), "{wrong}");
        }
    }

    #[test]
    fn keys_and_slugs_are_plain() {
        assert!(is_key("optics_photonics") && !is_key("Optics") && !is_key("") && !is_key("a-b"));
        assert!(is_slug("optique-et-photonique") && !is_slug("-a") && !is_slug("a--b") && !is_slug("é"));
    }
}
