//! Bounds of numbers, lengths and counts.

use std::cmp::Ordering;

use super::direction::Effect;
use super::keywords::Changes;
use crate::resolved::ResolvedId;
use crate::schema::{Bound, Schema};

/// A bound: its value, and whether it is excluded.
type Limit = Option<(f64, bool)>;

type Count = fn(&Schema<ResolvedId>) -> Option<u64>;

const UPPER: [(&str, Count); 3] = [
    ("max-length", |schema| schema.max_length),
    ("max-items", |schema| schema.max_items),
    ("max-properties", |schema| schema.max_properties),
];

const LOWER: [(&str, Count); 3] = [
    ("min-length", |schema| schema.min_length),
    ("min-items", |schema| schema.min_items),
    ("min-properties", |schema| schema.min_properties),
];

pub(super) fn compare(changes: &mut Changes<'_, '_>) {
    let (before, after) = changes.schemas();
    let number = |bound: &Option<Bound>| {
        let bound = bound.as_ref()?;
        Some((bound.value.as_f64()?, bound.exclusive))
    };
    of_bound(changes, "max", 1.0, number(&before.maximum), number(&after.maximum));
    of_bound(changes, "min", -1.0, number(&before.minimum), number(&after.minimum));
    let limit = |count: Option<u64>| count.map(|count| (count as f64, false));
    for (name, count) in UPPER {
        of_bound(changes, name, 1.0, limit(count(before)), limit(count(after)));
    }
    for (name, count) in LOWER {
        // Nothing has fewer than none.
        let count = |schema| limit(count(schema).filter(|count| *count > 0));
        of_bound(changes, name, -1.0, count(before), count(after));
    }
}

/// Compares a bound. `sign` is 1 for an upper one and -1 for a lower one.
fn of_bound(changes: &mut Changes<'_, '_>, name: &str, sign: f64, old: Limit, new: Limit) {
    let is_exclusive = new.or(old).is_some_and(|(_, exclusive)| exclusive);
    let name = if is_exclusive {
        format!("exclusive-{name}")
    } else {
        name.to_owned()
    };
    let (word, effect) = match (old, new) {
        (None, None) => return,
        (None, Some(_)) => ("set", Effect::Shrinks),
        (Some(_), None) => ("unset", Effect::GrowsOpenly),
        (Some(old), Some(new)) => {
            let up = if sign > 0.0 { "increased" } else { "decreased" };
            let down = if sign > 0.0 { "decreased" } else { "increased" };
            let by_value = (new.0 * sign).partial_cmp(&(old.0 * sign)).unwrap_or(Ordering::Equal);
            match by_value.then(old.1.cmp(&new.1)) {
                Ordering::Equal => return,
                Ordering::Greater => (up, Effect::GrowsOpenly),
                Ordering::Less => (down, Effect::Shrinks),
            }
        }
    };
    let text = |limit: Limit| limit.map_or_else(|| "none".to_owned(), |(value, _)| value.to_string());
    let what = format!("the bound `{name}` was {} and is {}", text(old), text(new));
    changes.of_use(&format!("{name}-{word}"), effect, what);
}
