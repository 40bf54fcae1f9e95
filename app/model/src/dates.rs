//! Local dates (America/Toronto) as people read them. Instants and zones are the server's business.
//!
//! The type is ours because the browser needs so little of a calendar that a library for it was a tenth of the program.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// A day of the Gregorian calendar, from year 1 to 9999. In JSON it is `YYYY-MM-DD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: i16,
    month: i8,
    day: i8,
}

impl Date {
    /// The day, or nothing when there is no such day.
    pub const fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        let is_day = year >= 1 && year <= 9_999 && month >= 1 && month <= 12 && day >= 1 && day <= days_in(year, month);
        if is_day { Some(Self { year, month, day }) } else { None }
    }

    /// The year.
    pub const fn year(self) -> i16 {
        self.year
    }

    /// The month, from 1.
    pub const fn month(self) -> i8 {
        self.month
    }

    /// The day of the month, from 1.
    pub const fn day(self) -> i8 {
        self.day
    }

    /// So many days later, or earlier; nothing beyond the calendar.
    pub fn plus_days(self, days: i64) -> Option<Self> {
        Self::from_ordinal(self.ordinal().checked_add(days)?)
    }

    /// Days since 1 March of the year 0, by Howard Hinnant's `days_from_civil`.
    fn ordinal(self) -> i64 {
        let month = i64::from(self.month);
        let year = i64::from(self.year) - i64::from(month <= 2);
        let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + i64::from(self.day) - 1;
        era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year
    }

    /// The way back, by Howard Hinnant's `civil_from_days`.
    fn from_ordinal(ordinal: i64) -> Option<Self> {
        let (era, day_of_era) = (ordinal.div_euclid(146_097), ordinal.rem_euclid(146_097));
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * day_of_year + 2) / 153;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        let day = day_of_year - (153 * shifted + 2) / 5 + 1;
        Self::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
    }
}

const fn days_in(year: i16, month: i8) -> i8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        parse(&text).ok_or_else(|| D::Error::custom("a date is written YYYY-MM-DD"))
    }
}

/// Parses `YYYY-MM-DD`.
pub fn parse(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    let is_shaped =
        bytes.len() == 10 && bytes.iter().enumerate().all(|(i, b)| if matches!(i, 4 | 7) { *b == b'-' } else { b.is_ascii_digit() });
    if !is_shaped {
        return None;
    }
    Date::new(text[..4].parse().ok()?, text[5..7].parse().ok()?, text[8..].parse().ok()?)
}

/// Whole days from `from` to `to`; negative when `to` is earlier.
pub fn days_between(from: Date, to: Date) -> i64 {
    to.ordinal() - from.ordinal()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        parse(text).expect("a date")
    }

    #[test]
    fn a_date_is_four_two_two_digits() {
        assert_eq!(parse("2026-11-24"), Date::new(2026, 11, 24));
        for wrong in
            ["2026-1-24", "2026-13-01", "2026-02-30", "24-11-2026", "", "2026-11-24T00:00", "+026-11-24", "2026-11-2é", "0000-01-01"]
        {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
        assert!(parse("2028-02-29").is_some() && parse("2100-02-29").is_none());
    }

    #[test]
    fn a_date_travels_as_it_is_written() {
        assert_eq!(serde_json::to_string(&day("2026-01-05")).expect("writes"), r#""2026-01-05""#);
        assert_eq!(serde_json::from_str::<Date>(r#""2026-01-05""#).expect("reads"), day("2026-01-05"));
        assert!(serde_json::from_str::<Date>(r#""5 janvier""#).is_err());
    }

    #[test]
    fn days_are_counted_across_months_and_leap_years() {
        assert_eq!(days_between(day("2026-11-24"), day("2026-12-11")), 17);
        assert_eq!(days_between(day("2028-02-28"), day("2028-03-01")), 2);
        assert_eq!(days_between(day("2027-01-01"), day("2026-12-31")), -1);
        assert_eq!(days_between(day("2000-01-01"), day("2100-01-01")), 36_525);
    }

    #[test]
    fn every_day_of_four_centuries_comes_back() {
        let mut date = day("1899-12-31");
        for _ in 0..146_097 {
            let next = date.plus_days(1).expect("a day");
            assert!(next > date && days_between(date, next) == 1 && parse(&next.to_string()) == Some(next));
            date = next;
        }
        assert_eq!(date, day("2299-12-31"));
        assert_eq!(day("9999-12-31").plus_days(1), None);
    }
}
