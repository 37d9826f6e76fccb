//! Schemas that say the same in two places.

use std::collections::HashSet;

use crate::resolved::{ResolvedId, ResolvedSchema};
use crate::schema::{Annotations, Schema};

/// Whether two schemas have the same keywords, and so do their subschemas. Documentation does not count.
pub(super) fn is_same(schemas: &[ResolvedSchema], a: ResolvedId, b: ResolvedId) -> bool {
    let mut seen = HashSet::new();
    let mut pending = vec![(a, b)];
    while let Some((a, b)) = pending.pop() {
        if a == b || !seen.insert((a, b)) {
            continue;
        }
        let [a, b] = [a, b].map(|id| &schemas[id.0 as usize]);
        let [(one, below), (other, others)] = [a, b].map(keywords);
        if one != other || below.len() != others.len() || views(a) != views(b) {
            return false;
        }
        pending.extend(below.into_iter().zip(others));
    }
    true
}

/// The keywords of a schema, and its subschemas in an order that follows from the keywords alone.
fn keywords(schema: &ResolvedSchema) -> (Schema<()>, Vec<ResolvedId>) {
    let mut schema = schema.schema.clone();
    schema.properties.sort_keys();
    schema.pattern_properties.sort_keys();
    schema.annotations = view(&schema.annotations);
    let mut below = Vec::new();
    (schema.with(&mut |id| below.push(id)), below)
}

/// The properties that only requests or only responses have, as the composition says.
fn views(schema: &ResolvedSchema) -> HashSet<(&String, bool, bool)> {
    let own = schema.property_annotations.iter();
    let own = own.map(|(name, own)| (name, own.read_only, own.write_only));
    own.filter(|(_, read_only, write_only)| *read_only || *write_only)
        .collect()
}

/// The annotations that change the type.
fn view(annotations: &Annotations) -> Annotations {
    Annotations {
        read_only: annotations.read_only,
        write_only: annotations.write_only,
        ..Annotations::default()
    }
}
