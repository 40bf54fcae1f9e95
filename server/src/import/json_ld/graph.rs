//! The objects of JSON-LD: found wherever they are, followed by their `@id`, read however their values are wrapped.

use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// An object.
pub type Object = Map<String, Value>;

/// Visits every object of a value; `serde_json` has bounded the depth.
pub fn walk<'v>(value: &'v Value, visit: &mut impl FnMut(&'v Object)) {
    match value {
        Value::Object(object) => {
            visit(object);
            object.values().for_each(|value| walk(value, visit));
        }
        Value::Array(values) => values.iter().for_each(|value| walk(value, visit)),
        _ => {}
    }
}

/// Whether an object is a JobPosting.
pub fn is_posting(object: &Object) -> bool {
    let named = |value: &Value| value.as_str().and_then(|name| name.rsplit(['/', ':', '#']).next()) == Some("JobPosting");
    match object.get("@type") {
        Some(Value::Array(types)) => types.iter().any(named),
        Some(one) => named(one),
        None => false,
    }
}

/// The objects of a file that have a name.
#[derive(Default)]
pub struct Graph<'v> {
    /// By their `@id`.
    pub nodes: BTreeMap<&'v str, &'v Object>,
}

impl<'v> Graph<'v> {
    /// The objects of a property: one or several, references followed.
    pub fn objects(&self, value: Option<&'v Value>) -> Vec<&'v Object> {
        let one = |value: &'v Value| {
            let object = value.as_object()?;
            let named = object.get("@id").and_then(Value::as_str).filter(|_| object.len() == 1);
            named.and_then(|id| self.nodes.get(id).copied()).or(Some(object))
        };
        match value {
            Some(Value::Array(values)) => values.iter().filter_map(one).collect(),
            Some(value) => one(value).into_iter().collect(),
            None => Vec::new(),
        }
    }
}

/// A text, however it is wrapped.
pub fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(values) => values.iter().find_map(text_of),
        Value::Object(object) => ["@value", "name", "value"].iter().find_map(|key| object.get(*key).and_then(text_of)),
        Value::Bool(_) | Value::Null => None,
    }
    .filter(|text| !text.trim().is_empty())
}

/// A property, its name in any case: some sites write `Value` and `minvalue`.
pub fn any_case<'v>(object: &'v Object, key: &str) -> Option<&'v Value> {
    object.get(key).or_else(|| object.iter().find(|(name, _)| name.eq_ignore_ascii_case(key)).map(|(_, value)| value))
}
