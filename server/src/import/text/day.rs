//! Days as feeds write them. A date with a time and a zone is the day it is in America/Toronto.

use super::fold;
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::{Offset, TimeZone};
use std::sync::LazyLock;

/// The region's zone; by its rule where the machine has no table of zones.
static TORONTO: LazyLock<TimeZone> =
    LazyLock::new(|| TimeZone::get("America/Toronto").or_else(|_| TimeZone::posix("EST5EDT,M3.2.0,M11.1.0")).unwrap_or(TimeZone::UTC));

/// Reads a day: `2026-08-07`, `2026/08/07`, an ISO date-time with or without zone, the date of a mail, `7 août 2026`,
/// `August 7, 2026`. `19/10/2026` is read because it has one meaning, `07/08/2026` is not because it has two.
pub fn day(text: &str) -> Option<model::dates::Date> {
    let text = text.trim();
    if text.len() > 64 {
        return None;
    }
    let read = iso(text).or_else(|| mail(text)).or_else(|| named_month(text)).or_else(|| by_its_numbers(text))?;
    let read = model::dates::Date::new(read.year(), read.month(), read.day())?;
    (1900..=2200).contains(&read.year()).then_some(read)
}

/// The day an instant falls on here.
fn here(instant: Timestamp) -> Date {
    instant.to_zoned_datetime(TORONTO.clone()).date()
}

fn iso(text: &str) -> Option<Date> {
    let (date, rest) = match text.split_at_checked(8) {
        Some((compact, "")) if compact.bytes().all(|byte| byte.is_ascii_digit()) => {
            (of(compact.get(..4)?, compact.get(4..6)?, compact.get(6..)?)?, "")
        }
        _ => {
            let mut parts = text.splitn(3, ['-', '/']);
            let (year, month, tail) = (parts.next()?, parts.next()?, parts.next()?);
            let end = tail.bytes().take_while(u8::is_ascii_digit).count();
            let (day, rest) = tail.split_at_checked(end)?;
            if year.len() != 4 {
                return None;
            }
            (of(year, month, day)?, rest)
        }
    };
    if rest.is_empty() {
        return Some(date);
    }
    let time = rest.strip_prefix(['T', 't', ' '])?.trim();
    // « [America/Toronto] » repeats the zone by name.
    let time = time.split('[').next()?.trim();
    let end = time.bytes().take_while(|byte| byte.is_ascii_digit() || matches!(byte, b':' | b'.' | b',')).count();
    let (clock, zone) = time.split_at_checked(end)?;
    let mut parts = clock.split([':', '.', ',']);
    let mut next = || parts.next().map_or(Some(0), |part| part.parse::<i8>().ok());
    let (hour, minute) = (next()?, next()?);
    // Of a fraction, the digits do not matter; of a leap second neither.
    let second = next()?.min(59);
    let time = Time::new(hour, minute, second, 0).ok()?;
    match offset(zone.trim())? {
        None => Some(date),
        Some(offset) => Some(here(offset.to_timestamp(date.to_datetime(time)).ok()?)),
    }
}

/// The offset a zone names; `Some(None)` when no zone is named.
fn offset(zone: &str) -> Option<Option<Offset>> {
    let seconds = match zone.to_ascii_uppercase().as_str() {
        "" => return Some(None),
        "Z" | "UTC" | "GMT" => 0,
        "EST" => -5 * 3600,
        "EDT" => -4 * 3600,
        _ => {
            let (sign, digits) = match zone.split_at_checked(1)? {
                ("+", digits) => (1, digits),
                ("-", digits) => (-1, digits),
                _ => return None,
            };
            let digits = digits.replace(':', "");
            let (hours, minutes) = (digits.get(..2)?, digits.get(2..).filter(|minutes| !minutes.is_empty()).unwrap_or("00"));
            if minutes.len() != 2 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
                return None;
            }
            sign * (hours.parse::<i32>().ok()? * 3600 + minutes.parse::<i32>().ok()? * 60)
        }
    };
    Offset::from_seconds(seconds).ok().map(Some)
}

/// `Wed, 27 Aug 2014 01:49:49 GMT`.
fn mail(text: &str) -> Option<Date> {
    jiff::fmt::rfc2822::parse(text).ok().map(|zoned| here(zoned.timestamp()))
}

const MONTHS: [&[&str]; 12] = [
    &["january", "janvier", "jan", "janv"],
    &["february", "fevrier", "feb", "fev", "fevr"],
    &["march", "mars", "mar"],
    &["april", "avril", "apr", "avr"],
    &["may", "mai"],
    &["june", "juin", "jun"],
    &["july", "juillet", "jul", "juil"],
    &["august", "aout", "aug"],
    &["september", "septembre", "sep", "sept"],
    &["october", "octobre", "oct"],
    &["november", "novembre", "nov"],
    &["december", "decembre", "dec"],
];

/// `7 août 2026`, `1er mai 2026`, `August 7, 2026`, with or without the day of the week.
fn named_month(text: &str) -> Option<Date> {
    let folded = fold(text);
    let (mut day, mut month, mut year) = (None, None, None);
    for word in folded.split(' ') {
        let digits = word.trim_end_matches(|c: char| c.is_ascii_lowercase());
        let number = digits.parse::<i16>().ok().filter(|_| matches!(word.get(digits.len()..), Some("" | "er" | "st" | "nd" | "rd" | "th")));
        let slot = match number {
            Some(1..=31) if day.is_none() => &mut day,
            Some(1900..=2200) if year.is_none() => &mut year,
            // An hour after the date changes nothing to it; a month is named once.
            Some(_) => return None,
            None => match MONTHS.iter().position(|names| names.contains(&word)) {
                Some(index) if month.is_none() => {
                    month = i8::try_from(index + 1).ok();
                    continue;
                }
                None if WEEK.contains(&word) => continue,
                _ => return None,
            },
        };
        *slot = number;
    }
    Date::new(year?, month?, i8::try_from(day?).ok()?).ok()
}

const WEEK: &[&str] = &[
    "le",
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
];

/// Day and month in either order, when the numbers leave one order only. With dots the day always comes first.
fn by_its_numbers(text: &str) -> Option<Date> {
    if let Some((day, rest)) = text.split_once('.') {
        let (month, year) = rest.split_once('.')?;
        return (year.len() == 4).then(|| of(year, month, day)).flatten();
    }
    let mut parts = text.split(['/', '-']);
    let (one, two, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    match (of(year, two, one), of(year, one, two)) {
        (Some(date), None) | (None, Some(date)) => Some(date),
        (Some(date), Some(same)) if date == same => Some(date),
        _ => None,
    }
}

fn of(year: &str, month: &str, day: &str) -> Option<Date> {
    let number = |text: &str| (1..=2).contains(&text.len()).then(|| text.parse::<u8>().ok()).flatten().and_then(|n| i8::try_from(n).ok());
    Date::new(year.bytes().all(|byte| byte.is_ascii_digit()).then(|| year.parse().ok()).flatten()?, number(month)?, number(day)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_day_is_read_in_the_shapes_feeds_use() {
        for text in [
            "2026/08/07",
            "2026-08-07",
            "20260807",
            "2026-8-7",
            " 2026-08-07 ",
            "2026-08-07T09:30",
            "2026-08-07 09:30:00",
            "2026-08-07T23:59:59-04:00",
            "2026-08-07T12:00:00.000Z",
            "2026-08-08T03:59:59Z",
            "2026-08-07 12:00:00 +0000",
            "2026-08-07 12:00:00 UTC",
            "2026-08-07T09:30:00-04:00[America/Toronto]",
            "Fri, 07 Aug 2026 12:00:00 GMT",
            "Fri, 7 Aug 2026 09:00:00 EDT",
            "7 août 2026",
            "vendredi 7 août 2026",
            "August 7, 2026",
            "Aug 7th 2026",
            "7 aug. 2026",
        ] {
            assert_eq!(day(text), model::dates::Date::new(2026, 8, 7), "{text}");
        }
        assert_eq!(day("1er mai 2026"), model::dates::Date::new(2026, 5, 1));
        assert_eq!(day("2014-07-31T07:27:14"), model::dates::Date::new(2014, 7, 31));
    }

    #[test]
    fn an_instant_is_the_day_it_is_here() {
        // Summer and winter differ by an hour.
        assert_eq!(day("2026-12-12T04:59:59Z"), model::dates::Date::new(2026, 12, 11));
        assert_eq!(day("2026-12-12T05:00:00Z"), model::dates::Date::new(2026, 12, 12));
        assert_eq!(day("2026-07-12T04:00:00+00:00"), model::dates::Date::new(2026, 7, 12));
    }

    #[test]
    fn a_day_with_two_meanings_is_not_read() {
        assert_eq!(day("19/10/2026"), model::dates::Date::new(2026, 10, 19));
        assert_eq!(day("10/19/2026"), model::dates::Date::new(2026, 10, 19));
        assert_eq!(day("07.08.2026"), model::dates::Date::new(2026, 8, 7));
        assert_eq!(day("05/05/2026"), model::dates::Date::new(2026, 5, 5));
        for wrong in [
            "",
            "07/08/2026",
            "2026-13-01",
            "2026-02-30",
            "soon",
            "2026",
            "2026-08",
            "2026-08-07T25:00",
            "2026-08-07 matin",
            "7 août",
            "+026-08-07",
            "0001-01-01",
            "7 août 2026 2027",
            "99999999",
            "2026-08-07T10:00:00+99:00",
        ] {
            assert_eq!(day(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]
        #[test]
        fn no_text_makes_it_panic(text in "([0-9/:TZ+-]|\\PC){0,40}") {
            day(&text);
        }
    }
}
