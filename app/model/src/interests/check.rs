//! Rules about single answers. What needs heavy tables, domain names of any script and the telephone plans of the world, is
//! checked where the `tables` feature is, on the server; the browser checks the shape.

/// The most characters of a text, unless its question says less.
pub const LONGEST: u32 = 4_000;

/// How many characters people count in a text.
pub fn length(text: &str) -> u32 {
    u32::try_from(text.replace("\r\n", "\n").chars().count()).unwrap_or(u32::MAX)
}

/// Whether a text is one that can be printed: no control characters, but lines and tabs where it may have several lines.
pub fn is_text(text: &str, lines: bool) -> bool {
    !text.chars().any(|c| c.is_control() && !(lines && matches!(c, '\n' | '\r' | '\t')))
}

/// Whether one can write to an address: a name, and a domain of any script.
pub fn is_email(text: &str) -> bool {
    crate::text::is_email(text) && has_domain(text)
}

#[cfg(feature = "tables")]
fn has_domain(text: &str) -> bool {
    text.rsplit_once('@').and_then(|(_, domain)| ascii_domain(domain)).is_some()
}

#[cfg(not(feature = "tables"))]
const fn has_domain(_: &str) -> bool {
    true
}

/// A domain as mail servers know it; nothing when it is none.
#[cfg(feature = "tables")]
pub fn ascii_domain(domain: &str) -> Option<String> {
    let ascii = idna::domain_to_ascii_strict(domain).ok()?;
    let is_domain = ascii.len() <= 253 && ascii.contains('.') && !ascii.ends_with('.');
    // A last label of digits is an address of a machine.
    (is_domain && !ascii.rsplit('.').next()?.bytes().all(|b| b.is_ascii_digit())).then_some(ascii)
}

/// Whether a text is a telephone number: with the code of its country, or one of `country` (`CA-QC` is of Canada; Canada when
/// none is said).
#[cfg(feature = "tables")]
pub fn is_phone(text: &str, country: &str) -> bool {
    e164(text, country).is_some()
}

/// Whether a text has the shape of a telephone number.
#[cfg(not(feature = "tables"))]
pub fn is_phone(text: &str, _: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (6..=18).contains(&digits) && text.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || "+-./()#x".contains(c))
}

/// A telephone number as the world writes it (E.164), such as `+14185550123`; nothing when it is none.
#[cfg(feature = "tables")]
pub fn e164(text: &str, country: &str) -> Option<String> {
    // With its own code a number is of no other country.
    let country = if text.trim_start().starts_with('+') { None } else { Some(country_of(country)) };
    let number = phonenumber::parse(country, text).ok()?;
    phonenumber::is_valid(&number).then(|| number.format().mode(phonenumber::Mode::E164).to_string())
}

#[cfg(feature = "tables")]
fn country_of(code: &str) -> phonenumber::country::Id {
    code.get(..2).and_then(|code| code.parse().ok()).unwrap_or(phonenumber::country::Id::CA)
}

/// A whole number, as people of either language write it: spaces between thousands.
pub fn number(text: &str) -> Option<u64> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    (digits.len() <= 12 && digits.bytes().all(|b| b.is_ascii_digit())).then(|| digits.parse().ok()).flatten()
}

#[cfg(all(test, feature = "tables"))]
mod tests {
    use super::*;

    #[test]
    fn an_address_may_be_of_any_script() {
        for good in ["noor@exemple.québec", "info@例え.jp", "jean+a@exemple.invalid", "ζωή@παράδειγμα.ελ"] {
            assert!(is_email(good), "{good}");
        }
        for wrong in ["noor@exemple", "noor@-a.ca", "a@exa mple.ca", "a@192.168.0.1", "a@b.ca\nBcc: x@y.ca", "a@a..ca"] {
            assert!(!is_email(wrong), "{wrong}");
        }
        assert_eq!(ascii_domain("exemple.québec").as_deref(), Some("exemple.xn--qubec-csa"));
    }

    #[test]
    fn a_telephone_number_is_of_its_country() {
        assert_eq!(e164("418 641-6411", "").as_deref(), Some("+14186416411"));
        assert_eq!(e164("(418) 641-6411", "CA-QC").as_deref(), Some("+14186416411"));
        assert_eq!(e164("01 42 68 53 00", "FR").as_deref(), Some("+33142685300"));
        assert_eq!(e164("+33 1 42 68 53 00", "CA").as_deref(), Some("+33142685300"));
        for wrong in ["12", "abc", "+999 123456", "0000000000"] {
            assert_eq!(e164(wrong, "CA"), None, "{wrong}");
        }
    }

    #[test]
    fn a_number_may_have_spaces() {
        assert_eq!(number("12 000"), Some(12_000));
        assert_eq!(number("12,5"), None);
        assert_eq!(number(" "), None);
    }
}
