//! Pay: what is offered, per what, in which currency, and what it makes in a year.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

words! {
    /// The span of work a pay is stated for.
    PayPeriod {
        /// An hour.
        Hour = "hour",
        /// A day.
        Day = "day",
        /// A week.
        Week = "week",
        /// Two weeks.
        TwoWeeks = "two_weeks",
        /// A month.
        Month = "month",
        /// A year.
        Year = "year",
    }
}

/// An amount in cents. In JSON it is a number of units: `24.5`, `84000`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = f64))]
pub struct Cents(pub i64);

impl Cents {
    /// The largest amount accepted, ten thousand million units: beyond it a feed is wrong.
    pub const MAX: Self = Self(1_000_000_000_000);

    /// Reads an amount of units as a person writes it: `60000`, `24.5`, `24,50`. What is under a cent is left out. (The reader of floating
    /// numbers of the standard library would weigh ten kilobytes in the browser.)
    pub fn parse(text: &str) -> Option<Self> {
        let (whole, cents) = text.split_once(['.', ',']).unwrap_or((text, ""));
        let are_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() && cents.is_empty() || whole.len() > 12 || !are_digits(whole) || !are_digits(cents) {
            return None;
        }
        let digits = whole.bytes().chain(cents.bytes().chain([b'0', b'0']).take(2));
        let amount = digits.fold(0, |amount, digit| amount * 10 + i64::from(digit - b'0'));
        (amount <= Self::MAX.0).then_some(Self(amount))
    }

    /// Reads an amount of units, rounded to the cent. `None` when negative, not finite or absurd.
    pub fn from_units(units: f64) -> Option<Self> {
        let cents = (units * 100.0).round();
        // The bound makes the conversion exact: well under 2^53.
        (cents.is_finite() && (0.0..=Self::MAX.0 as f64).contains(&cents)).then_some(Self(cents as i64))
    }
}

impl Serialize for Cents {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0 % 100 == 0 { serializer.serialize_i64(self.0 / 100) } else { serializer.serialize_f64(self.0 as f64 / 100.0) }
    }
}

impl<'de> Deserialize<'de> for Cents {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let units = f64::deserialize(deserializer)?;
        Self::from_units(units).ok_or_else(|| serde::de::Error::custom("an amount is a number of units, zero or more"))
    }
}

/// A stated pay. At least one bound is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Pay {
    /// Lower bound, or the only amount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<f64>))]
    pub min: Option<Cents>,
    /// Upper bound.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<f64>))]
    pub max: Option<Cents>,
    /// Per what.
    pub period: PayPeriod,
    /// ISO 4217 code, `CAD` unless stated.
    #[serde(default = "cad")]
    pub currency: String,
}

fn cad() -> String {
    "CAD".to_owned()
}

impl Pay {
    /// The bounds in cents of CAD a year, or `None` when that cannot be told: another currency, an hourly pay without
    /// hours, a daily pay. `hours_per_week` is in hundredths of an hour.
    pub fn yearly(&self, hours_per_week: Option<i64>) -> Option<(Cents, Cents)> {
        if self.currency != "CAD" {
            return None;
        }
        // Hours come in hundredths, so an hour counts as 52/100 of itself in a year.
        let (times, over) = match self.period {
            PayPeriod::Hour => (52 * hours_per_week?, 100),
            PayPeriod::Day => return None,
            PayPeriod::Week => (52, 1),
            PayPeriod::TwoWeeks => (26, 1),
            PayPeriod::Month => (12, 1),
            PayPeriod::Year => (1, 1),
        };
        let yearly = |cents: Cents| cents.0.checked_mul(times).map(|total| Cents(total / over));
        let low = self.min.or(self.max)?;
        let high = self.max.or(self.min)?;
        Some((yearly(low)?, yearly(high)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pay(min: i64, max: Option<i64>, period: PayPeriod) -> Pay {
        Pay { min: Some(Cents(min)), max: max.map(Cents), period, currency: cad() }
    }

    #[test]
    fn an_amount_is_read_as_people_write_it() {
        for (text, cents) in [
            ("60000", 6_000_000),
            ("24.5", 2_450),
            ("24,50", 2_450),
            ("0,999", 99),
            (".5", 50),
            ("7.", 700),
            ("10000000000", 1_000_000_000_000),
        ] {
            assert_eq!(Cents::parse(text), Some(Cents(cents)), "{text}");
        }
        for text in ["", ".", "-1", "1e5", "a", "1.2.3", "10000000001", "9999999999999999999999", "١", "1 000"] {
            assert_eq!(Cents::parse(text), None, "{text}");
        }
    }

    #[test]
    fn an_hourly_pay_becomes_yearly_by_the_stated_hours_only() {
        let hourly = pay(2_450, Some(3_000), PayPeriod::Hour);
        assert_eq!(hourly.yearly(Some(3_750)), Some((Cents(4_777_500), Cents(5_850_000))));
        assert_eq!(hourly.yearly(None), None);
    }

    #[test]
    fn a_single_bound_serves_as_both() {
        assert_eq!(pay(100_000, None, PayPeriod::Month).yearly(None), Some((Cents(1_200_000), Cents(1_200_000))));
    }

    #[test]
    fn a_foreign_currency_and_a_daily_pay_have_no_yearly_amount() {
        let mut euros = pay(100, None, PayPeriod::Year);
        euros.currency = "EUR".to_owned();
        assert_eq!(euros.yearly(None), None);
        assert_eq!(pay(100, None, PayPeriod::Day).yearly(Some(3_750)), None);
    }

    #[test]
    fn an_amount_travels_as_units() {
        let json = serde_json::to_string(&pay(2_450, Some(8_400_000), PayPeriod::Hour)).expect("serialises");
        assert_eq!(json, r#"{"min":24.5,"max":84000,"period":"hour","currency":"CAD"}"#);
        assert_eq!(serde_json::from_str::<Pay>(&json).expect("reads"), pay(2_450, Some(8_400_000), PayPeriod::Hour));
        assert!(serde_json::from_str::<Pay>(r#"{"min":-1,"period":"hour"}"#).is_err());
    }
}
