//! Aliases: schema objects that only add annotations, a redundant `type` or `nullable` to another schema.

use std::collections::HashSet;

use serde_json::Value;

use super::flatten::{flatten, is_void};
use crate::diagnostic::Diagnostics;
use crate::schema::{Annotations, SchemaId, SchemaNode, Schemas, TypeSet};

/// Maximum depth of nested unions that are searched for their types.
const DEPTH: usize = 4;

/// The schema object that this one is an alias of, apart from `nullable`.
pub(super) fn target(schemas: &Schemas, id: SchemaId) -> Option<SchemaId> {
    let node = schemas.get(id);
    let mut members = node.reference.iter().chain(substantial(schemas, node));
    let only = *members.next().or(node.all_of.first())?;
    let adds_nothing = members.all(|other| *other == only)
        && (node.schema.accepts_anything() || says_only_types_of(schemas, node, only));
    adds_nothing.then_some(only)
}

/// Whether a composition also allows null (`nullable`).
pub(super) fn is_nullable(schemas: &Schemas, id: SchemaId) -> bool {
    let node = schemas.get(id);
    let composed = node.reference.is_some() || !node.all_of.is_empty() || !node.schema.unions.is_empty();
    composed && (node.nullable || words(schemas, node).any(|member| schemas.get(*member).nullable))
}

/// Whether null is valid for a schema object.
pub(super) fn allows_null(schemas: &Schemas, id: SchemaId) -> bool {
    all_allow_null(schemas, id, &mut HashSet::new())
}

fn all_allow_null(schemas: &Schemas, id: SchemaId, seen: &mut HashSet<SchemaId>) -> bool {
    // A schema that occurs again, or contains itself, adds nothing.
    if !seen.insert(id) || is_nullable(schemas, id) {
        return true;
    }
    let node = schemas.get(id);
    let listed = node.schema.enumeration.as_ref();
    node.schema.types.contains(TypeSet::NULL)
        && listed.is_none_or(|values| values.contains(&Value::Null))
        && node
            .reference
            .iter()
            .chain(&node.all_of)
            .all(|member| all_allow_null(schemas, *member, seen))
        && node.schema.unions.iter().all(|union| {
            let mut variants = union.variants.iter();
            variants.any(|variant| all_allow_null(schemas, *variant, seen))
        })
}

/// The annotations of a schema object: its own, those of members of `allOf` that have only annotations, or those of its only
/// variant that is not null.
pub(super) fn annotations(schemas: &Schemas, id: SchemaId) -> Annotations {
    let node = schemas.get(id);
    let mut all = vec![&node.schema.annotations];
    all.extend(words(schemas, node).map(|member| &schemas.get(*member).schema.annotations));
    if let [union] = node.schema.unions.as_slice() {
        let mut values = union.variants.iter().filter(|variant| !is_null(schemas.get(**variant)));
        if let (Some(only), None) = (values.next(), values.next()) {
            all.push(&schemas.get(*only).schema.annotations);
        }
    }
    Annotations::first(&all)
}

/// Whether a variant allows only null.
pub(super) fn is_null(node: &SchemaNode) -> bool {
    let by_enum = node
        .schema
        .enumeration
        .as_ref()
        .is_some_and(|values| values.iter().all(serde_json::Value::is_null));
    node.schema.types == TypeSet::NULL || by_enum || (is_void(node) && node.nullable)
}

/// The members of `allOf` that are more than annotations.
fn substantial<'s>(schemas: &'s Schemas, node: &'s SchemaNode) -> impl Iterator<Item = &'s SchemaId> {
    node.all_of.iter().filter(|member| !is_void(schemas.get(**member)))
}

fn words<'s>(schemas: &'s Schemas, node: &'s SchemaNode) -> impl Iterator<Item = &'s SchemaId> {
    node.all_of.iter().filter(|member| is_void(schemas.get(**member)))
}

/// Whether a schema object has only the keyword `type`, and it allows every type of `other`.
fn says_only_types_of(schemas: &Schemas, node: &SchemaNode, other: SchemaId) -> bool {
    let mut rest = node.schema.clone();
    rest.types = TypeSet::ANY;
    let null = if node.nullable { TypeSet::NULL } else { TypeSet::NONE };
    rest.accepts_anything() && (node.schema.types | null).contains(types(schemas, other, DEPTH))
}

/// The types of the values that a schema object accepts.
fn types(schemas: &Schemas, id: SchemaId, depth: usize) -> TypeSet {
    let Some(depth) = depth.checked_sub(1) else {
        return TypeSet::ANY;
    };
    let flattened = flatten(schemas, id, &mut Diagnostics::new());
    flattened.set.iter().fold(TypeSet::ANY, |common, member| {
        let schema = &schemas.get(*member).schema;
        let common = common & schema.implied_types();
        let common = schema.enumeration.iter().fold(common, |common, values| {
            common & values.iter().map(TypeSet::of).fold(TypeSet::NONE, |all, one| all | one)
        });
        schema.unions.iter().fold(common, |common, union| {
            let variants = union.variants.iter().map(|variant| types(schemas, *variant, depth));
            common & variants.fold(TypeSet::NONE, |all, one| all | one)
        })
    })
}
