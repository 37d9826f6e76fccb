//! Changes of a document, by JSON pointers.

use serde_json::Value;

fn parent<'v>(document: &'v mut Value, pointer: &str) -> (&'v mut Value, String) {
    let (parent, last) = pointer.rsplit_once('/').expect("a pointer");
    let last = last.replace("~1", "/").replace("~0", "~");
    (
        document
            .pointer_mut(parent)
            .unwrap_or_else(|| panic!("nothing at {parent}")),
        last,
    )
}

/// Sets a member, inserts an item at an index, or appends one at `-`.
pub fn add(document: &mut Value, pointer: &str, value: Value) {
    let (parent, last) = parent(document, pointer);
    match parent {
        Value::Array(items) if last == "-" => items.push(value),
        Value::Array(items) => items.insert(last.parse().expect("an index"), value),
        other => other[&last] = value,
    }
}

/// Removes what a pointer leads to.
pub fn take(document: &mut Value, pointer: &str) -> Value {
    let (parent, last) = parent(document, pointer);
    match parent {
        Value::Array(items) => items.remove(last.parse().expect("an index")),
        Value::Object(members) => members.remove(&last).unwrap_or_else(|| panic!("nothing at {pointer}")),
        _ => panic!("nothing at {pointer}"),
    }
}
