//! The limits of what an action adds: a `copy` of something into itself grows without bound if it is repeated.

use serde_json::Value;

/// The nesting that a description may have, as when it is read.
const MAX_DEPTH: usize = 128;
/// How many values one action may add.
const MAX_VALUES: usize = 1_000_000;

/// Why a value cannot be added at these places; nothing if it can.
pub(super) fn excess(value: &Value, targets: &[String]) -> Option<String> {
    let (depth, values) = extent(value);
    let deepest = targets.iter().map(|target| target.matches('/').count()).max();
    match deepest {
        Some(above) if above + depth > MAX_DEPTH => Some(format!(
            "the description would be nested more than {MAX_DEPTH} levels deep"
        )),
        _ if values.saturating_mul(targets.len()) > MAX_VALUES => {
            Some(format!("the action adds more than {MAX_VALUES} values"))
        }
        _ => None,
    }
}

/// The depth of a value, and how many values it consists of.
fn extent(value: &Value) -> (usize, usize) {
    let (mut depth, mut values) = (0, 0);
    let mut pending = vec![(value, 1)];
    while let Some((value, level)) = pending.pop() {
        (depth, values) = (depth.max(level), values + 1);
        match value {
            Value::Array(items) => pending.extend(items.iter().map(|item| (item, level + 1))),
            Value::Object(members) => pending.extend(members.values().map(|member| (member, level + 1))),
            _ => {}
        }
    }
    (depth, values)
}
