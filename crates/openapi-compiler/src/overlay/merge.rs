//! Merges a value into a part of a description.

use serde_json::Value;

use crate::document::{Location, escape_token};
use crate::places::Places;

/// Values that cannot be merged.
pub(super) struct Conflict {
    /// The place of the value that was to be merged.
    pub from: Location,
    pub message: String,
}

/// Merges a value that was written at `from` into the target, whose pointer is `at`. An array gets what is not an array as an item.
pub(super) fn update(
    target: &mut Value,
    at: &str,
    value: &Value,
    from: &Location,
    places: &mut Places,
) -> Result<(), Conflict> {
    match target {
        Value::Array(items) if !value.is_array() => {
            append(items, at, value, from, places);
            Ok(())
        }
        _ => merge(target, at, value, from, places),
    }
}

fn merge(target: &mut Value, at: &str, value: &Value, from: &Location, places: &mut Places) -> Result<(), Conflict> {
    match (target, value) {
        (Value::Object(known), Value::Object(new)) => {
            for (name, value) in new {
                let at = format!("{at}/{}", escape_token(name));
                let from = from.child(name);
                match known.get_mut(name) {
                    Some(target) => merge(target, &at, value, &from, places)?,
                    None => {
                        places.put(&at, &from);
                        known.insert(name.clone(), value.clone());
                    }
                }
            }
            Ok(())
        }
        (Value::Array(items), Value::Array(new)) => {
            for (nth, value) in new.iter().enumerate() {
                append(items, at, value, &from.child(nth), places);
            }
            Ok(())
        }
        (target, value) if kind(target) == kind(value) => {
            places.put(at, from);
            *target = value.clone();
            Ok(())
        }
        (target, value) => Err(Conflict {
            from: from.clone(),
            message: format!("{} cannot be merged into {} at `{at}`", kind(value), kind(target)),
        }),
    }
}

fn append(items: &mut Vec<Value>, at: &str, value: &Value, from: &Location, places: &mut Places) {
    places.put(&format!("{at}/{}", items.len()), from);
    items.push(value.clone());
}

/// What a value is, as far as merging distinguishes it.
pub(super) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Object(_) => "an object",
        Value::Array(_) => "an array",
        _ => "a primitive value",
    }
}
