//! A description, and what it was before something was added to it.

use arbitrary::{Result, Unstructured};
use serde_json::Value;

/// The members and items of these can be added without changing what is there. Nothing refers to them.
const OPEN: [&str; 6] = ["properties", "paths", "enum", "oneOf", "anyOf", "servers"];

/// Fewer than these make another construct of what is left.
const LEAST: usize = 2;

/// Takes up to eight parts away, so that what is left has the same constructs.
pub fn before(bytes: &mut Unstructured<'_>, description: &Value) -> Result<Value> {
    let mut before = description.clone();
    for _ in 0..bytes.int_in_range(1..=8)? {
        let mut parts = Vec::new();
        collect(&before, "", String::new(), &mut parts);
        if parts.is_empty() {
            break;
        }
        take(&mut before, bytes.choose(&parts)?);
    }
    Ok(before)
}

/// The pointers of what can be taken away.
fn collect(value: &Value, name: &str, at: String, parts: &mut Vec<String>) {
    let is_open = |length: usize| OPEN.contains(&name) && length > LEAST;
    match value {
        Value::Object(members) => {
            for (member, value) in members {
                let place = format!("{at}/{}", member.replace('~', "~0").replace('/', "~1"));
                if is_open(members.len()) {
                    parts.push(place.clone());
                }
                collect(value, member, place, parts);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                let place = format!("{at}/{index}");
                if is_open(items.len()) {
                    parts.push(place.clone());
                }
                // An alternative is known by what it says, so it stays whole.
                if !["oneOf", "anyOf"].contains(&name) {
                    collect(value, "", place, parts);
                }
            }
        }
        _ => {}
    }
}

fn take(value: &mut Value, at: &str) {
    let Some((parent, last)) = at.rsplit_once('/') else {
        return;
    };
    match value.pointer_mut(parent) {
        Some(Value::Object(members)) => drop(members.shift_remove(&last.replace("~1", "/").replace("~0", "~"))),
        Some(Value::Array(items)) => drop(items.remove(last.parse().expect("an index"))),
        _ => {}
    }
}
