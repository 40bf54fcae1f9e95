//! The last step of every reader: the rules of the record, told under the names the feed uses.

use crate::import::{Admission, BadRow, Given, Row};
use model::opportunities::Apply;
use model::opportunities::record::Record;
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// A row when the record keeps every rule, else the first fault. `name` turns a field of the record into the feed's own name.
///
/// # Errors
/// With the first fault of the record.
pub fn checked(line: u64, record: Record, given: Given, admission: Admission, name: impl Fn(&str) -> String) -> Result<Row, BadRow> {
    match record.check().into_iter().next() {
        None => Ok(Row { line, record, given, admission }),
        Some(fault) => Err(BadRow { line, field: name(&fault.field), reason: fault.detail }),
    }
}

/// The links that stand for a missing number in a feed: each may do so once, for two postings of one number would be one.
#[derive(Default)]
pub struct Links(HashSet<u64>);

impl Links {
    /// Passes a row whose number is no link, or a link met for the first time. `field` is the feed's name for the number.
    ///
    /// # Errors
    /// When another posting of the feed has the same link and neither has a number.
    pub fn once(&mut self, row: Row, field: &str) -> Result<Row, BadRow> {
        let Some(Apply::Url(link)) = &row.record.apply else { return Ok(row) };
        // A digest keeps a large feed in bounded memory.
        let mut digest = DefaultHasher::new();
        link.hash(&mut digest);
        if *link != row.record.external_id || self.0.insert(digest.finish()) {
            return Ok(row);
        }
        let reason = "Another posting has the same link and no number either; give each posting its number at the source.";
        Err(BadRow { line: row.line, field: field.to_owned(), reason: reason.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::opportunities::Kind;

    #[test]
    fn a_fault_is_told_by_the_feed_s_name_with_its_remedy() {
        let record = Record::new("1", Kind::Job);
        let bad = checked(7, record, Given::All, Admission::Inside, |field| format!("<{field}>")).expect_err("has no title");
        assert_eq!((bad.line, bad.field.as_str()), (7, "<title>"));
        assert!(bad.reason.contains("title in French"));
    }
}
