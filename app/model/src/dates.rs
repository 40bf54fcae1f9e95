//! Local dates (America/Toronto) as people read them. Instants and zones are the server's business.

pub use jiff::civil::Date;

/// Parses `YYYY-MM-DD`.
pub fn parse(text: &str) -> Option<Date> {
    let mut parts = text.splitn(3, '-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if year.len() != 4 || month.len() != 2 || day.len() != 2 || !text.bytes().all(|b| b.is_ascii_digit() || b == b'-') {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// Whole days from `from` to `to`; negative when `to` is earlier.
pub fn days_between(from: Date, to: Date) -> i64 {
    // A civil day is 24 hours here: no zone is involved.
    from.duration_until(to).as_hours() / 24
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_four_two_two_digits() {
        assert_eq!(parse("2026-11-24"), Date::new(2026, 11, 24).ok());
        for wrong in ["2026-1-24", "2026-13-01", "2026-02-30", "24-11-2026", "", "2026-11-24T00:00", "+026-11-24"] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn days_are_counted_across_months_and_leap_years() {
        let day = |text| parse(text).expect("a date");
        assert_eq!(days_between(day("2026-11-24"), day("2026-12-11")), 17);
        assert_eq!(days_between(day("2028-02-28"), day("2028-03-01")), 2);
        assert_eq!(days_between(day("2027-01-01"), day("2026-12-31")), -1);
        assert_eq!(days_between(day("2000-01-01"), day("2100-01-01")), 36_525);
    }
}
