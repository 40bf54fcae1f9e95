//! The only place that knows what time it is, and what a day is in Québec.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use model::dates::Date;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// The day of the Unix epoch.
pub(crate) const EPOCH: Date = match Date::new(1970, 1, 1) {
    Some(day) => day,
    None => panic!("the epoch is a day"),
};

/// A source of time. Clones share it; tests own it.
#[derive(Clone, Debug)]
pub struct Clock {
    fixed: Option<Arc<AtomicI64>>,
    zone: TimeZone,
}

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self { fixed: None, zone: toronto() }
    }

    /// A clock that stands still until it is [set](Self::set). `at` is in Unix seconds.
    pub fn fixed(at: i64) -> Self {
        Self { fixed: Some(Arc::new(AtomicI64::new(at))), zone: toronto() }
    }

    /// Moves a fixed clock; a system clock does not obey.
    pub fn set(&self, at: i64) {
        if let Some(fixed) = &self.fixed {
            fixed.store(at, Ordering::SeqCst);
        }
    }

    /// Now, in Unix seconds.
    pub fn now(&self) -> i64 {
        self.fixed.as_ref().map_or_else(system_now, |fixed| fixed.load(Ordering::SeqCst))
    }

    /// Today in America/Toronto.
    pub fn today(&self) -> Date {
        self.day_of(self.now())
    }

    /// The day, in America/Toronto, of an instant in Unix seconds.
    pub fn day_of(&self, at: i64) -> Date {
        let date = Timestamp::from_second(at).unwrap_or_default().to_zoned_datetime(self.zone.clone()).date();
        // Instants before year 1 mean nothing here.
        Date::new(date.year(), date.month(), date.day()).unwrap_or(EPOCH)
    }

    /// The first instant of a day in America/Toronto, in Unix seconds.
    pub fn start_of(&self, day: Date) -> i64 {
        // Only dates at the very ends of the calendar have no instant; they saturate.
        jiff::civil::Date::new(day.year(), day.month(), day.day())
            .and_then(|day| day.to_zoned_datetime(self.zone.clone()))
            .map_or(i64::MAX, |zoned| zoned.timestamp().as_second())
    }

    /// The day some months after another; the last one of a shorter month.
    pub fn months_after(&self, day: Date, months: i64) -> Date {
        let far = jiff::Span::new()
            .try_months(months)
            .and_then(|span| jiff::civil::Date::new(day.year(), day.month(), day.day()).and_then(|date| date.checked_add(span)));
        far.ok().and_then(|date| Date::new(date.year(), date.month(), date.day())).unwrap_or(day)
    }

    /// An instant as RFC 3339, with the time of Québec.
    pub fn rfc3339(&self, at: i64) -> String {
        let zoned = Timestamp::from_second(at).unwrap_or_default().to_zoned_datetime(self.zone.clone());
        zoned.timestamp().display_with_offset(zoned.offset()).to_string()
    }

    /// The first instant after a day: a posting that closes on a day is open for the whole of it.
    pub fn end_of(&self, day: Date) -> i64 {
        day.plus_days(1).map_or(i64::MAX, |next| self.start_of(next))
    }
}

fn toronto() -> TimeZone {
    // The zone is bundled in the binary, so the lookup cannot fail on any machine.
    TimeZone::get("America/Toronto").unwrap_or(TimeZone::UTC)
}

#[expect(clippy::disallowed_methods, reason = "this is the clock")]
fn system_now() -> i64 {
    Timestamp::now().as_second()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_the_day_of_quebec_whole_on_the_days_the_clocks_change_too() {
        let clock = Clock::system();
        let day = |text: &str| model::dates::parse(text).expect("a date");
        // 2026-11-24 starts at 05:00 UTC (winter), 2026-07-01 at 04:00 UTC (summer).
        assert_eq!(clock.start_of(day("2026-11-24")), 1_795_496_400);
        assert_eq!(clock.end_of(day("2026-11-01")) - clock.start_of(day("2026-11-01")), 25 * 3_600);
        assert_eq!(clock.end_of(day("2026-03-08")) - clock.start_of(day("2026-03-08")), 23 * 3_600);
        assert_eq!(clock.day_of(clock.end_of(day("2026-12-31")) - 1), day("2026-12-31"));
    }
}
