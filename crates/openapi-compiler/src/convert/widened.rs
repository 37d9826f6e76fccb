//! The schemas that accept more once they are converted.

use std::collections::{HashMap, HashSet};

use super::Version;
use super::schema::has_reference;
use crate::resolved::{Resolved, ResolvedId};

/// The schemas that lose a keyword, and those that contain one at any depth. A `oneOf` of them would accept less.
pub(super) fn widened(resolved: &Resolved, version: Version) -> HashSet<ResolvedId> {
    let mut containing: HashMap<ResolvedId, Vec<ResolvedId>> = HashMap::new();
    for id in resolved.ids() {
        for inside in resolved.get(id).schema.subschemas() {
            containing.entry(inside).or_default().push(id);
        }
    }
    let mut pending: Vec<ResolvedId> = resolved.ids().filter(|id| loses(resolved, *id, version)).collect();
    let mut widened = HashSet::new();
    while let Some(id) = pending.pop() {
        if widened.insert(id) {
            pending.extend(containing.get(&id).into_iter().flatten());
        }
    }
    widened
}

fn loses(resolved: &Resolved, id: ResolvedId, version: Version) -> bool {
    let schema = &resolved.get(id).schema;
    match version {
        Version::V3_0 => {
            !schema.narrowing.is_empty() || !schema.prefix_items.is_empty() || !schema.pattern_properties.is_empty()
        }
        Version::V3_1 => schema.narrowing.iter().any(has_reference),
    }
}
