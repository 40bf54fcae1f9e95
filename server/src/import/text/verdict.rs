//! The last step of every reader: the rules of the record, told under the names the feed uses.

use crate::import::{Admission, BadRow, Given, Row};
use model::opportunities::record::Record;

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
