//! The pay of a posting: a MonetaryAmount around a QuantitativeValue, or any of the shapes that sites make of it.

use super::graph::{Graph, Object, any_case, text_of};
use crate::import::text::{amount, words};
use model::money::{Cents, Pay};

/// The pay of a posting, when it has an amount, a span of work and a currency. `country` tells the currency when nothing else does.
pub fn pay(posting: &Object, graph: &Graph<'_>, country: Option<&str>) -> Option<Pay> {
    let salary = posting.get("baseSalary")?;
    let currency = posting.get("salaryCurrency").and_then(text_of);
    let Some(salary) = graph.objects(Some(salary)).first().copied() else {
        return amount::pay(&text_of(salary)?, country, None).filter(|pay| currency.is_none_or(|code| code == pay.currency));
    };
    let amounts = graph.objects(salary.get("value")).first().copied().unwrap_or(salary);
    let unit = [amounts, salary].iter().flat_map(|object| ["unitText", "unitCode"].map(|key| object.get(key))).flatten().find_map(text_of);
    let period = unit.as_deref().and_then(words::period);
    let currency = salary.get("currency").or(amounts.get("currency")).and_then(text_of).or(currency).map(|code| code.trim().to_uppercase());
    let currency = match currency.as_deref() {
        None | Some("$") => amount::currency_of(country)?.to_owned(),
        Some("CA$" | "CAD$" | "$CAD" | "C$") => "CAD".to_owned(),
        Some("EURO" | "EUROS" | "€") => "EUR".to_owned(),
        Some(code) if code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase()) => code.to_owned(),
        Some(_) => return None,
    };
    let cents =
        |key: &str| any_case(amounts, key).and_then(text_of).and_then(|text| amount::amount(&text)).filter(|cents| *cents > Cents(0));
    let (min, max) = (cents("minValue"), cents("maxValue"));
    let (min, max) = if min.or(max).is_some() { (min, max) } else { (cents("value"), None) };
    if min.or(max).is_some() {
        return Some(Pay { min, max, period: period?, currency });
    }
    // « 50 000 $ - 60 000 $ » in one text.
    let written = any_case(amounts, "value").filter(|value| value.is_string()).and_then(text_of)?;
    amount::pay(&written, Some("canada"), period).map(|pay| Pay { currency, ..pay })
}
