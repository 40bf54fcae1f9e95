//! The working days of Québec: Monday to Friday, without the public holidays of the Act respecting labour standards (s. 60) and
//! of the National Holiday Act, and without the days at the end of the year when a city hall is closed.

use crate::dates::{Date, days_between};

/// A Monday.
const MONDAY: Date = match Date::new(2024, 1, 1) {
    Some(day) => day,
    None => panic!("a day of the calendar"),
};

/// The day of the week, from 0 for Monday.
fn weekday(day: Date) -> i64 {
    days_between(MONDAY, day).rem_euclid(7)
}

/// Easter Sunday of a year, by the anonymous Gregorian computation.
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e, f) = (b / 4, b % 4, (b + 8) / 25);
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    Date::new(year, i8::try_from(n / 31).ok()?, i8::try_from(n % 31 + 1).ok()?)
}

/// Whether nobody works that day.
fn is_holiday(day: Date) -> bool {
    let from_easter = easter(day.year()).map(|easter| days_between(easter, day));
    let (month, of_month, weekday) = (day.month(), day.day(), weekday(day));
    // Canada Day moves to the Monday when it is a Sunday; the National Holiday is the 24th and, for those who do not work Sundays,
    // the day before or after.
    matches!(from_easter, Some(-2 | 1))
        || matches!((month, of_month), (1, 1 | 2) | (6, 24) | (7, 1) | (12, 24 | 25 | 26 | 31))
        || (month, of_month, weekday) == (6, 25, 0)
        || (month, of_month, weekday) == (7, 2, 0)
        // National Patriots' Day: the Monday before 25 May.
        || (month == 5 && weekday == 0 && (18..=24).contains(&of_month))
        // Labour Day and Thanksgiving.
        || (month == 9 && weekday == 0 && of_month <= 7)
        || (month == 10 && weekday == 0 && (8..=14).contains(&of_month))
}

/// Whether the office works that day.
pub fn is_working(day: Date) -> bool {
    weekday(day) < 5 && !is_holiday(day)
}

/// The day that comes so many working days after another.
pub fn after(day: Date, days: i64) -> Date {
    let mut day = day;
    let mut left = days;
    while left > 0 {
        let Some(next) = day.plus_days(1) else { break };
        day = next;
        left -= i64::from(is_working(day));
    }
    day
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::parse;

    fn day(text: &str) -> Date {
        parse(text).expect("a day")
    }

    #[test]
    fn easter_is_where_the_church_puts_it() {
        for (year, easter_day) in [(2024, "2024-03-31"), (2026, "2026-04-05"), (2027, "2027-03-28"), (2038, "2038-04-25")] {
            assert_eq!(easter(year), Some(day(easter_day)));
        }
    }

    #[test]
    fn the_holidays_of_2026_are_no_working_days() {
        let holidays = [
            "2026-01-01",
            "2026-01-02",
            "2026-04-03",
            "2026-04-06",
            "2026-05-18",
            "2026-06-24",
            "2026-07-01",
            "2026-09-07",
            "2026-10-12",
            "2026-12-24",
            "2026-12-25",
            "2026-12-31",
        ];
        for holiday in holidays {
            assert!(!is_working(day(holiday)), "{holiday}");
        }
        for worked in ["2026-11-24", "2026-05-25", "2026-06-25", "2026-10-13", "2026-11-11"] {
            assert!(is_working(day(worked)), "{worked}");
        }
        assert!(!is_working(day("2026-11-28")), "a Saturday");
    }

    #[test]
    fn what_is_promised_steps_over_what_nobody_works() {
        assert_eq!(after(day("2026-11-24"), 2), day("2026-11-26"));
        assert_eq!(after(day("2026-11-27"), 1), day("2026-11-30"), "from Friday to Monday");
        assert_eq!(after(day("2026-12-23"), 2), day("2026-12-29"), "over Christmas and a weekend");
        assert_eq!(after(day("2026-11-24"), 0), day("2026-11-24"));
    }
}
