//! Where a page of a list starts: the place of the last of the page before, as text for an address.

use super::list::Hit;
use super::plan::{Order, Rank};
use super::{Result, SearchError};
use std::cmp::Reverse;

/// Where a page starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// The last of the page before.
    pub rank: Rank,
    /// Whether the list is the widened one.
    pub wide: bool,
}

/// The cursor after a document: its order, key and tie, in hexadecimal; a capital for a widened list.
pub fn encode(hit: &Hit, order: Order, wide: bool) -> String {
    let letter = if wide { letter(order).to_ascii_uppercase() } else { letter(order).to_owned() };
    format!("{letter}-{:x}-{:x}", hit.rank.key as u64, hit.rank.tie.0)
}

/// The place that a cursor names.
pub fn decode(cursor: &str, order: Order) -> Result<Cursor> {
    let mut parts = cursor.split('-');
    let (Some(first), Some(key), Some(tie), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return Err(SearchError::Cursor);
    };
    let number = |text: &str| u64::from_str_radix(text, 16).map_err(|_| SearchError::Cursor);
    if !first.eq_ignore_ascii_case(letter(order)) {
        return Err(SearchError::Cursor);
    }
    Ok(Cursor { rank: Rank { key: number(key)? as i64, tie: Reverse(number(tie)?) }, wide: first != letter(order) })
}

const fn letter(order: Order) -> &'static str {
    match order {
        Order::Relevance => "r",
        Order::Newest => "n",
        Order::Closing => "c",
        Order::Pay => "p",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tantivy::DocAddress;

    #[test]
    fn a_cursor_is_read_back_for_its_own_order_only() {
        for key in [0, -5, i64::MIN + 1, i64::MAX] {
            let hit = Hit { rank: Rank { key, tie: Reverse(77) }, address: DocAddress::new(0, 0) };
            for wide in [false, true] {
                let cursor = encode(&hit, Order::Closing, wide);
                assert_eq!(decode(&cursor, Order::Closing).expect("reads"), Cursor { rank: hit.rank, wide });
                assert!(decode(&cursor, Order::Newest).is_err());
            }
        }
        for wrong in ["", "n", "n-1", "n-x-1", "n-1-1-1", "z-1-1"] {
            assert!(decode(wrong, Order::Newest).is_err(), "{wrong}");
        }
    }
}
