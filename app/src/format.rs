//! Numbers, dates and pay as people of each language write them.

use crate::messages::words;
use model::dates::{Date, days_between};
use model::locale::Locale;
use model::money::{Cents, Pay};

/// The space that does not break.
const NBSP: char = '\u{a0}';

/// Digits in groups of three.
fn grouped(n: u64, separator: char) -> String {
    let digits = n.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

/// `1 354`.
pub fn number_fr(n: u64) -> String {
    grouped(n, NBSP)
}

/// `1,354`.
pub fn number_en(n: u64) -> String {
    grouped(n, ',')
}

/// A number in a language.
pub fn number(locale: Locale, n: u64) -> String {
    match locale {
        Locale::Fr => number_fr(n),
        Locale::En => number_en(n),
    }
}

/// A count with its noun. French counts zero and one in the singular, English only one.
pub fn plural(locale: Locale, n: u64, one: &str, many: &str) -> String {
    match locale {
        Locale::Fr => plural_fr(n, one, many),
        Locale::En => plural_en(n, one, many),
    }
}

/// `0 offre`, `1 offre`, `2 offres`.
pub fn plural_fr(n: u64, one: &str, many: &str) -> String {
    format!("{}{NBSP}{}", number_fr(n), if n < 2 { one } else { many })
}

/// `0 postings`, `1 posting`, `2 postings`.
pub fn plural_en(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", number_en(n), if n == 1 { one } else { many })
}

const MONTHS_FR: [(&str, &str); 12] = [
    ("janvier", "janv."),
    ("février", "févr."),
    ("mars", "mars"),
    ("avril", "avril"),
    ("mai", "mai"),
    ("juin", "juin"),
    ("juillet", "juill."),
    ("août", "août"),
    ("septembre", "sept."),
    ("octobre", "oct."),
    ("novembre", "nov."),
    ("décembre", "déc."),
];

const MONTHS_EN: [(&str, &str); 12] = [
    ("January", "Jan."),
    ("February", "Feb."),
    ("March", "March"),
    ("April", "April"),
    ("May", "May"),
    ("June", "June"),
    ("July", "July"),
    ("August", "Aug."),
    ("September", "Sept."),
    ("October", "Oct."),
    ("November", "Nov."),
    ("December", "Dec."),
];

fn month(date: Date) -> usize {
    usize::from(date.month().unsigned_abs()) - 1
}

fn day_fr(date: Date) -> String {
    if date.day() == 1 { "1er".to_owned() } else { date.day().to_string() }
}

/// `11 décembre 2026`, `December 11, 2026`.
pub fn date_long(locale: Locale, date: Date) -> String {
    match locale {
        Locale::Fr => format!("{}{NBSP}{} {}", day_fr(date), MONTHS_FR[month(date)].0, date.year()),
        Locale::En => format!("{}{NBSP}{}, {}", MONTHS_EN[month(date)].0, date.day(), date.year()),
    }
}

/// `11 déc.`, `Dec. 11`; the year too when it is not that of `today`.
pub fn date_short(locale: Locale, date: Date, today: Date) -> String {
    let year = if date.year() == today.year() { String::new() } else { date.year().to_string() };
    match locale {
        Locale::Fr if year.is_empty() => format!("{}{NBSP}{}", day_fr(date), MONTHS_FR[month(date)].1),
        Locale::Fr => format!("{}{NBSP}{} {year}", day_fr(date), MONTHS_FR[month(date)].1),
        Locale::En if year.is_empty() => format!("{}{NBSP}{}", MONTHS_EN[month(date)].1, date.day()),
        Locale::En => format!("{}{NBSP}{}, {year}", MONTHS_EN[month(date)].1, date.day()),
    }
}

/// An amount without its currency: `84 000`, `24,50`.
fn amount(locale: Locale, cents: Cents) -> String {
    let units = number(locale, cents.0.unsigned_abs() / 100);
    let rest = cents.0.unsigned_abs() % 100;
    match locale {
        _ if rest == 0 => units,
        Locale::Fr => format!("{units},{rest:02}"),
        Locale::En => format!("{units}.{rest:02}"),
    }
}

/// A sum with its currency: `84 000 $`, `$84,000`, `50 000 EUR`.
pub fn money(locale: Locale, cents: Cents, currency: &str) -> String {
    let amount = amount(locale, cents);
    match (locale, currency) {
        (Locale::Fr, "CAD") => format!("{amount}{NBSP}$"),
        (Locale::En, "CAD") => format!("${amount}"),
        (_, other) => format!("{amount}{NBSP}{other}"),
    }
}

/// A pay without its period: `84 000 à 102 000 $`, `from $20`.
pub fn pay(locale: Locale, pay: &Pay) -> String {
    let money = |cents| money(locale, cents, &pay.currency);
    match (pay.min, pay.max) {
        (Some(min), Some(max)) if min == max => money(min),
        (Some(min), Some(max)) => match (locale, pay.currency.as_str()) {
            (Locale::Fr, _) => format!("{} à {}", amount(locale, min), money(max)),
            (Locale::En, "CAD") => format!("{} to {}", money(min), money(max)),
            (Locale::En, _) => format!("{} to {}", amount(locale, min), money(max)),
        },
        (Some(min), None) => match locale {
            Locale::Fr => format!("à partir de {}", money(min)),
            Locale::En => format!("from {}", money(min)),
        },
        (None, Some(max)) => match locale {
            Locale::Fr => format!("jusqu’à {}", money(max)),
            Locale::En => format!("up to {}", money(max)),
        },
        (None, None) => String::new(),
    }
}

/// A pay with its period: `24,50 $ l’heure`.
pub fn pay_with_period(locale: Locale, stated: &Pay) -> String {
    format!("{} {}", pay(locale, stated), words::period(stated.period, locale))
}

/// Hours to the hundredth, without useless zeros: `37,5`.
pub fn hours(locale: Locale, hours: f64) -> String {
    let hundredths = (hours * 100.0).round() as u64;
    let (whole, rest) = (hundredths / 100, hundredths % 100);
    let comma = if locale == Locale::Fr { ',' } else { '.' };
    match rest {
        0 => whole.to_string(),
        rest if rest % 10 == 0 => format!("{whole}{comma}{}", rest / 10),
        rest => format!("{whole}{comma}{rest:02}"),
    }
}

/// A word as it stands inside a sentence. Our words begin with a letter of Latin-1, whose cases are 32 apart; the tables of
/// all scripts would weigh more than the words.
pub fn uncapitalised(text: &str) -> String {
    with_first(text, |c| match c {
        'A'..='Z' | 'À'..='Ö' | 'Ø'..='Þ' => char::from_u32(u32::from(c) + 32),
        _ => None,
    })
}

/// A phrase as the beginning of a sentence.
pub fn capitalised(text: &str) -> String {
    with_first(text, |c| match c {
        'a'..='z' | 'à'..='ö' | 'ø'..='þ' => char::from_u32(u32::from(c) - 32),
        _ => None,
    })
}

fn with_first(text: &str, change: impl Fn(char) -> Option<char>) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|c| change(c).unwrap_or(c));
    first.into_iter().collect::<String>() + chars.as_str()
}

/// How a closing date stands to today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closing {
    /// There is none.
    Never,
    /// It is today.
    Today,
    /// It is tomorrow.
    Tomorrow,
    /// It is in so many days.
    In(i64),
}

/// How a closing date stands to today.
pub fn closing(closes: Option<Date>, today: Date) -> Closing {
    match closes.map(|day| days_between(today, day)) {
        None => Closing::Never,
        Some(..=0) => Closing::Today,
        Some(1) => Closing::Tomorrow,
        Some(days) => Closing::In(days),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::money::PayPeriod;

    fn day(text: &str) -> Date {
        model::dates::parse(text).expect("a date")
    }

    #[test]
    fn numbers_are_grouped_as_each_language_does() {
        assert_eq!(number_fr(1_234_567), "1\u{a0}234\u{a0}567");
        assert_eq!(number_en(1_000), "1,000");
        assert_eq!(number_fr(999), "999");
        assert_eq!(plural_fr(0, "appel", "appels"), "0\u{a0}appel");
        assert_eq!(plural_en(0, "call", "calls"), "0 calls");
    }

    #[test]
    fn dates_are_written_out() {
        assert_eq!(date_long(Locale::Fr, day("2026-12-01")), "1er\u{a0}décembre 2026");
        assert_eq!(date_long(Locale::En, day("2026-12-11")), "December\u{a0}11, 2026");
        assert_eq!(date_short(Locale::Fr, day("2026-12-11"), day("2026-11-24")), "11\u{a0}déc.");
        assert_eq!(date_short(Locale::En, day("2027-01-05"), day("2026-11-24")), "Jan.\u{a0}5, 2027");
    }

    #[test]
    fn a_pay_reads_as_people_say_it() {
        let stated = |min, max, period, currency: &str| Pay { min, max, period, currency: currency.into() };
        let range = stated(Some(Cents(8_400_000)), Some(Cents(10_200_000)), PayPeriod::Year, "CAD");
        assert_eq!(pay(Locale::Fr, &range), "84\u{a0}000 à 102\u{a0}000\u{a0}$");
        assert_eq!(pay(Locale::En, &range), "$84,000 to $102,000");
        let hourly = stated(Some(Cents(2_450)), None, PayPeriod::Hour, "CAD");
        assert_eq!(pay_with_period(Locale::Fr, &hourly), "à partir de 24,50\u{a0}$ l’heure");
        let euros = stated(None, Some(Cents(5_000_000)), PayPeriod::Year, "EUR");
        assert_eq!(pay(Locale::En, &euros), "up to 50,000\u{a0}EUR");
    }

    #[test]
    fn a_closing_date_is_told_by_how_near_it_is() {
        let today = day("2026-11-24");
        assert_eq!(closing(None, today), Closing::Never);
        assert_eq!(closing(Some(today), today), Closing::Today);
        assert_eq!(closing(Some(day("2026-11-25")), today), Closing::Tomorrow);
        assert_eq!(closing(Some(day("2026-12-11")), today), Closing::In(17));
    }

    #[test]
    fn a_word_takes_the_case_of_its_place() {
        assert_eq!(uncapitalised("À distance"), "à distance");
        assert_eq!(uncapitalised("On site"), "on site");
        assert_eq!(capitalised("été 2025"), "Été 2025");
        assert_eq!(capitalised("2025"), "2025");
        assert_eq!(capitalised(""), "");
    }

    #[test]
    fn hours_have_no_useless_zero() {
        assert_eq!(hours(Locale::Fr, 37.5), "37,5");
        assert_eq!(hours(Locale::En, 40.0), "40");
    }
}
