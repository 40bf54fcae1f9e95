//! Amounts and pay as people write them in French and English: `84 000,50 $`, `$24.50 per hour`, `20 $ à 25 $ de l'heure`.
//!
//! Only what is sure is read. One word that is not understood, a missing span of work, a currency in doubt: nothing.

use super::words;
use model::money::{Cents, Pay, PayPeriod};
use std::iter::Peekable;
use std::str::Chars;

/// Reads one amount, with or without its currency.
pub fn amount(text: &str) -> Option<Cents> {
    let mut found = None;
    for token in tokens(text)? {
        match token {
            Token::Number(cents) if found.is_none() => found = Some(cents),
            Token::Dollar | Token::Currency(_) => {}
            _ => return None,
        }
    }
    found
}

/// Reads a plain number such as `37,5` or `37.50`, to the hundredth.
pub fn number(text: &str) -> Option<f64> {
    match tokens(text)?.as_slice() {
        [Token::Number(cents)] => Some(cents.0 as f64 / 100.0),
        _ => None,
    }
}

/// Reads a whole number such as `3` or the `3.0` of a spreadsheet.
pub fn whole(text: &str) -> Option<i64> {
    match tokens(text)?.as_slice() {
        [Token::Number(cents)] if cents.0 % 100 == 0 => Some(cents.0 / 100),
        _ => None,
    }
}

/// The currency `$` and bare numbers mean in a country, when that is known. Feeds of the region often leave the country out.
pub fn currency_of(country: Option<&str>) -> Option<&'static str> {
    match country.map(super::fold).as_deref() {
        None | Some("" | "canada" | "ca" | "can") => Some("CAD"),
        Some("us" | "usa" | "united states" | "united states of america" | "etats unis") => Some("USD"),
        Some(_) => None,
    }
}

/// Reads a pay written in words. `country` tells what `$` means, `period` the span of work when it is said elsewhere.
pub fn pay(text: &str, country: Option<&str>, said: Option<PayPeriod>) -> Option<Pay> {
    let (mut amounts, mut currency, mut period, mut up_to) = (Vec::new(), None, said, false);
    let mut dollars = false;
    for token in tokens(&joined_phrases(text))? {
        match token {
            Token::Number(cents) => amounts.push(cents),
            Token::Thousands(cents) => {
                // In « 45-60k » the letter belongs to both.
                for shorter in amounts.iter_mut().filter(|amount: &&mut Cents| amount.0 < 100_000) {
                    *shorter = Cents(shorter.0.checked_mul(1_000)?);
                }
                amounts.push(cents);
            }
            Token::Dollar => dollars = true,
            Token::Currency(code) if currency.is_none_or(|known| known == code) => currency = Some(code),
            Token::Word(word) => match words::period(&word) {
                Some(known) if period.is_none_or(|period| period == known) => period = Some(known),
                Some(_) => return None,
                None if matches!(word.as_str(), "jusqu" | "jusque" | "maximum" | "max" | "upto") => up_to = true,
                None if FILLERS.contains(&word.as_str()) => {}
                None => return None,
            },
            Token::Dash => {}
            Token::Currency(_) => return None,
        }
    }
    let (min, max) = match (amounts.as_slice(), up_to) {
        ([one], false) => (Some(*one), None),
        ([one], true) => (None, Some(*one)),
        ([low, high], _) if low <= high => (Some(*low), Some(*high)),
        _ => return None,
    };
    if min.or(max) == Some(Cents(0)) || (dollars && matches!(currency, Some("EUR" | "GBP"))) {
        return None;
    }
    let currency = currency.or_else(|| currency_of(country))?.to_owned();
    Some(Pay { min, max, period: period?, currency })
}

/// Words around amounts that change nothing to them.
const FILLERS: &[&str] = &[
    "a",
    "and",
    "annual",
    "at",
    "au",
    "aux",
    "base",
    "between",
    "brut",
    "compensation",
    "d",
    "de",
    "depending",
    "des",
    "du",
    "en",
    "entre",
    "et",
    "every",
    "experience",
    "from",
    "gross",
    "l",
    "la",
    "le",
    "les",
    "minimum",
    "min",
    "of",
    "on",
    "or",
    "ou",
    "par",
    "partir",
    "pay",
    "per",
    "plus",
    "range",
    "rate",
    "remuneration",
    "salaire",
    "salary",
    "selon",
    "starting",
    "taux",
    "the",
    "to",
    "toutes",
    "wage",
];

/// Phrases whose words mean something else alone (`aux deux semaines` is no week, `an hour` no French year) become one word.
fn joined_phrases(text: &str) -> String {
    let mut joined = text.to_lowercase();
    for (phrase, word) in [
        ("bi-weekly", "biweekly"),
        ("bi weekly", "biweekly"),
        ("two weeks", "biweekly"),
        ("2 weeks", "biweekly"),
        ("deux semaines", "biweekly"),
        ("2 semaines", "biweekly"),
        ("bi-hebdomadaire", "biweekly"),
        ("an hour", "hour"),
        ("up to", "upto"),
    ] {
        joined = joined.replace(phrase, word);
    }
    joined
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Number(Cents),
    /// A number followed by `k`.
    Thousands(Cents),
    Dollar,
    Currency(&'static str),
    Dash,
    /// Folded.
    Word(String),
}

/// Cuts a text into tokens. `None` when it holds a number that is none, or is too long to be an amount.
fn tokens(text: &str) -> Option<Vec<Token>> {
    if text.len() > 300 {
        return None;
    }
    let mut tokens = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.peek().copied() {
        if c.is_ascii_digit() {
            let cents = lex_number(&mut chars)?;
            let mut ahead = chars.clone();
            while ahead.next_if(|c| is_space(*c)).is_some() {}
            let thousands = ahead.next_if(|c| matches!(c, 'k' | 'K')).is_some() && !ahead.peek().is_some_and(|c| c.is_alphanumeric());
            if thousands {
                chars = ahead;
                tokens.push(Token::Thousands(Cents(cents.0.checked_mul(1_000).filter(|cents| *cents <= Cents::MAX.0)?)));
            } else {
                tokens.push(Token::Number(cents));
            }
        } else if c.is_alphabetic() {
            let mut word = String::new();
            while let Some(letter) = chars.next_if(|c| c.is_alphabetic()) {
                word.push(letter);
            }
            // « C$ », « US$ »: the letters say which dollar.
            let dollar = chars.peek() == Some(&'$');
            tokens.push(match super::fold(&word).as_str() {
                "cad" | "dollarscanadiens" => Token::Currency("CAD"),
                "c" | "ca" | "can" if dollar || tokens.last() == Some(&Token::Dollar) => Token::Currency("CAD"),
                "us" if dollar || tokens.last() == Some(&Token::Dollar) => Token::Currency("USD"),
                "usd" => Token::Currency("USD"),
                "eur" | "euro" | "euros" => Token::Currency("EUR"),
                "gbp" => Token::Currency("GBP"),
                "dollar" | "dollars" => Token::Dollar,
                word => Token::Word(word.to_owned()),
            });
        } else {
            chars.next();
            match c {
                '$' => tokens.push(Token::Dollar),
                '€' => tokens.push(Token::Currency("EUR")),
                '£' => tokens.push(Token::Currency("GBP")),
                '-' | '–' | '—' | '−' => tokens.push(Token::Dash),
                _ if is_space(c) || matches!(c, '/' | '.' | ',' | ':' | '(' | ')' | '\'' | '’' | '+' | '*') => {}
                _ => return None,
            }
        }
    }
    Some(tokens)
}

/// Spaces between thousands, the insecable ones included.
fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{a0}' | '\u{202f}' | '\u{2009}')
}

/// Reads a number with its thousands and decimals in either habit.
fn lex_number(chars: &mut Peekable<Chars<'_>>) -> Option<Cents> {
    let (mut digits, mut marks) = (String::new(), Vec::new());
    loop {
        while let Some(digit) = chars.next_if(char::is_ascii_digit) {
            digits.push(digit);
        }
        // A mark belongs to the number when digits follow it; a space or an apostrophe, when exactly three do.
        let mut ahead = chars.clone();
        let Some(mark) = ahead.next_if(|c| matches!(c, ',' | '.' | '\'' | '’') || is_space(*c)) else { break };
        let following = ahead.clone().take_while(char::is_ascii_digit).count();
        let spaced = !matches!(mark, ',' | '.');
        if following == 0 || (spaced && (following != 3 || marks.iter().any(|(known, _)| matches!(known, ',' | '.')))) {
            break;
        }
        marks.push((if spaced { ' ' } else { mark }, digits.len()));
        *chars = ahead;
    }
    // Which mark, if any, stands before the decimals?
    let decimals_at = match marks.last().copied() {
        Some((mark @ (',' | '.'), at)) => {
            let alone = marks.iter().filter(|(known, _)| *known == mark).count() == 1;
            let thousands = mark == ',' && marks.len() == 1 && digits.len() - at == 3 && at <= 3 && !digits.starts_with('0');
            if alone && !thousands {
                Some(at)
            } else if digits.len() - at == 3 {
                None
            } else {
                return None;
            }
        }
        _ => None,
    };
    let (whole, decimals) = digits.split_at_checked(decimals_at.unwrap_or(digits.len()))?;
    let mut hundredths = 0;
    for (digit, weight) in decimals.bytes().zip([10, 1]) {
        hundredths += i64::from(digit - b'0') * weight;
    }
    if decimals.as_bytes().get(2).is_some_and(|digit| *digit >= b'5') {
        hundredths += 1;
    }
    let units = whole.parse::<i64>().ok()?;
    units.checked_mul(100)?.checked_add(hundredths).map(Cents).filter(|cents| *cents <= Cents::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_amount_is_read_in_either_habit() {
        for (text, cents) in [
            ("24.50", 2_450),
            ("24,5", 2_450),
            ("84 000,50 $", 8_400_050),
            ("84\u{a0}000\u{a0}$", 8_400_000),
            ("84\u{202f}000", 8_400_000),
            ("$84,000", 8_400_000),
            ("1,234,567.89", 123_456_789),
            ("1.234.567,89", 123_456_789),
            ("1'250.00 CAD", 125_000),
            ("CA$ 36.505", 3_651),
            ("0,125", 13),
            ("0", 0),
        ] {
            assert_eq!(amount(text), Some(Cents(cents)), "{text}");
        }
        for wrong in ["", "abc", "-5", "20-25", "12 34 5", "1,23,4", "24.50.1", "50 €/h", "99999999999999999999", "24.5e3", "n/a"] {
            assert_eq!(amount(wrong), None, "{wrong}");
        }
        assert_eq!((number("37,5"), number("-1"), whole("3.0"), whole("2.5")), (Some(37.5), None, Some(3), None));
    }

    fn told(text: &str) -> Option<(Option<i64>, Option<i64>, PayPeriod, String)> {
        pay(text, None, None).map(|pay| (pay.min.map(|c| c.0), pay.max.map(|c| c.0), pay.period, pay.currency))
    }

    #[test]
    fn a_pay_in_words_is_read_when_nothing_is_in_doubt() {
        use PayPeriod::{Hour, Month, TwoWeeks, Week, Year};
        for (text, min, max, period) in [
            ("$24.50 per hour", Some(2_450), None, Hour),
            ("84 000 $ par an", Some(8_400_000), None, Year),
            ("20 $ - 25 $ de l'heure", Some(2_000), Some(2_500), Hour),
            ("De 20,25 $ à 31,10 $ l’heure", Some(2_025), Some(3_110), Hour),
            ("50K-60K per year", Some(5_000_000), Some(6_000_000), Year),
            ("45-60k$ / an", Some(4_500_000), Some(6_000_000), Year),
            ("$18/hr", Some(1_800), None, Hour),
            ("Jusqu'à 30 $/h", None, Some(3_000), Hour),
            ("up to CA$30.00 an hour", None, Some(3_000), Hour),
            ("1 200 $ par semaine", Some(120_000), None, Week),
            ("2 400 $ aux deux semaines", Some(240_000), None, TwoWeeks),
            ("3 500 $ par mois selon expérience", Some(350_000), None, Month),
            ("Salary: 60,000.00 - 80,000.00 yearly", Some(6_000_000), Some(8_000_000), Year),
        ] {
            assert_eq!(told(text), Some((min, max, period, "CAD".to_owned())), "{text}");
        }
        assert_eq!(told("US$40 per hour").map(|pay| pay.3).as_deref(), Some("USD"));
        assert_eq!(told("40 € par heure").map(|pay| pay.3).as_deref(), Some("EUR"));
    }

    #[test]
    fn a_pay_in_doubt_is_not_stated() {
        for doubtful in [
            "",
            "84 000 $",
            "competitive",
            "selon expérience",
            "24,50 $/h, 37,5 h par semaine",
            "25 $ - 20 $ / heure",
            "10 $, 20 $, 30 $ par heure",
            "$0 per hour",
            "20 $ par heure plus primes",
            "20 $ US ou 25 $ CAD par heure",
        ] {
            assert_eq!(told(doubtful), None, "{doubtful}");
        }
        assert_eq!(pay("$20 per hour", Some("Australia"), None), None);
        assert_eq!(pay("$20 per hour", Some("US"), None).map(|pay| pay.currency).as_deref(), Some("USD"));
        assert_eq!(pay("20", None, Some(PayPeriod::Hour)).map(|pay| pay.period), Some(PayPeriod::Hour));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]
        #[test]
        fn no_text_makes_it_panic(text in "([0-9,. $kK'–a-z]|\\PC){0,60}") {
            amount(&text);
            pay(&text, None, None);
        }
        #[test]
        fn what_is_written_with_two_decimals_is_read_back(cents in 0i64..100_000_000) {
            prop_assert_eq!(amount(&format!("{}.{:02}", cents / 100, cents % 100)), Some(Cents(cents)));
            prop_assert_eq!(amount(&format!("{},{:02} $", cents / 100, cents % 100)), Some(Cents(cents)));
        }
    }
}
