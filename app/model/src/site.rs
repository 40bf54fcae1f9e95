//! What the operator tells every page.

use crate::dates::{self, Date};
use std::fmt;
use std::str::FromStr;

/// Facts about this installation that a page shows. They cross hydration with the page, as text: date, samples, address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// Origin of canonical links, without a trailing slash.
    pub public_url: String,
    /// True when the opportunities are invented.
    pub sample: bool,
    /// The day the page was made, in America/Toronto.
    pub today: Date,
}

impl fmt::Display for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.today, self.sample, self.public_url)
    }
}

/// A text that is not what a site writes of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotASite;

impl fmt::Display for NotASite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected a date, true or false, and an address")
    }
}

impl std::error::Error for NotASite {}

impl FromStr for Site {
    type Err = NotASite;

    fn from_str(text: &str) -> Result<Self, NotASite> {
        let mut parts = text.splitn(3, ' ');
        let (Some(today), Some(sample), Some(public_url)) = (parts.next(), parts.next(), parts.next()) else { return Err(NotASite) };
        Ok(Self { public_url: public_url.to_owned(), sample: sample == "true", today: dates::parse(today).ok_or(NotASite)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_crosses_as_text() {
        let site =
            Site { public_url: "https://attire.example.ca".into(), sample: true, today: dates::parse("2026-11-24").expect("a date") };
        assert_eq!(site.to_string().parse(), Ok(site));
        assert_eq!("today".parse::<Site>(), Err(NotASite));
    }
}
