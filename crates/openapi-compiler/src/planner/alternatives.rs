//! Unions in their simplest form, before anything gets a shape or a name.
//!
//! What is left of a union says `null` by a flag, has the enums among its variants as one, and nothing untyped before what
//! is typed. A schema of several types is a union of one variant for each.

use std::collections::HashSet;

use serde_json::Value;

use super::place::is_alternative;
use super::same::is_same;
use super::shape::{Shape, several_types, shape};
use crate::document::Location;
use crate::resolved::{ResolvedId, ResolvedSchema};
use crate::schema::{Annotations, Listed, Schema, TypeSet, Union, UnionKind};

/// Simplifies every union, those inside others first.
pub(super) fn simplify(schemas: &mut Vec<ResolvedSchema>) {
    for id in inside_out(schemas) {
        let own = &mut schemas[index(id)].schema;
        if own.enumeration.is_some() {
            // The listed values say more than alternatives do.
            own.unions.clear();
        }
        split_types(schemas, id);
        for union in 0..schemas[index(id)].schema.unions.len() {
            simplify_union(schemas, id, union);
        }
        become_only_variant(schemas, id);
    }
}

fn index(id: ResolvedId) -> usize {
    id.0 as usize
}

/// Every schema after the variants of its unions, which do not lead back to it.
fn inside_out(schemas: &[ResolvedSchema]) -> Vec<ResolvedId> {
    let mut order = Vec::with_capacity(schemas.len());
    let mut entered = HashSet::new();
    for root in 0..schemas.len() as u32 {
        let mut stack = vec![(ResolvedId(root), false)];
        while let Some((id, left)) = stack.pop() {
            if left {
                order.push(id);
            } else if entered.insert(id) {
                stack.push((id, true));
                let variants = schemas[index(id)]
                    .schema
                    .unions
                    .iter()
                    .flat_map(|union| &union.variants);
                stack.extend(variants.map(|variant| (*variant, false)));
            }
        }
    }
    order
}

/// Makes a schema of several types a union of them.
fn split_types(schemas: &mut Vec<ResolvedSchema>, id: ResolvedId) {
    let own = &schemas[index(id)];
    let types = several_types(&own.schema, schemas);
    if types.is_empty() {
        return;
    }
    let null = shape(&own.schema, schemas).1;
    let own = own.clone();
    let mut variants = Vec::new();
    for types in types {
        let mut part = own.clone();
        part.members.clear();
        part.part = types.names().first().copied();
        part.schema.types = types;
        part.schema.unions.clear();
        part.schema.annotations = Annotations::default();
        if let Some(values) = &mut part.schema.enumeration {
            values.retain(|value| types.contains(TypeSet::of(value)));
        }
        variants.push(add(schemas, part));
    }
    let annotations = own.schema.annotations;
    schemas[index(id)].schema = Schema {
        unions: vec![Union {
            kind: UnionKind::AnyOf,
            variants,
            null,
            discriminator: None,
        }],
        annotations,
        ..Schema::default()
    };
}

fn add(schemas: &mut Vec<ResolvedSchema>, schema: ResolvedSchema) -> ResolvedId {
    let id = ResolvedId(schemas.len() as u32);
    schemas.push(schema);
    id
}

fn simplify_union(schemas: &mut Vec<ResolvedSchema>, id: ResolvedId, nth: usize) {
    let own = &schemas[index(id)];
    let union = &own.schema.unions[nth];
    let shapes = union
        .variants
        .iter()
        .map(|variant| (*variant, shape_of(schemas, *variant)));
    let shapes: Vec<(ResolvedId, (Shape, bool))> = shapes.collect();
    let null = shapes
        .iter()
        .any(|(_, (shape, nullable))| *nullable || *shape == Shape::Null);
    let null = union.null || (null && own.schema.types.contains(TypeSet::NULL));
    let mut variants: Vec<ResolvedId> = Vec::new();
    let mut untyped = Vec::new();
    for (variant, (shape, _)) in &shapes {
        match shape {
            _ if variants.contains(variant) || untyped.contains(variant) => {}
            _ if variants.iter().any(|known| is_repeated(schemas, *known, *variant)) => {}
            Shape::Null => {}
            Shape::Anything => untyped.push(*variant),
            _ => variants.push(*variant),
        }
    }
    variants.extend(untyped);
    let union = &mut schemas[index(id)].schema.unions[nth];
    union.null = null;
    union.variants = variants;
    merge_enums(schemas, id, nth, TypeSet::STRING);
    merge_enums(schemas, id, nth, TypeSet::INTEGER);
}

/// Whether two alternatives are written in their unions and say the same, so that no value tells them apart.
fn is_repeated(schemas: &[ResolvedSchema], a: ResolvedId, b: ResolvedId) -> bool {
    let [first, second] = [a, b].map(|id| &schemas[index(id)]);
    let is_written = |schema: &ResolvedSchema| is_alternative(&schema.at) && schema.part.is_none();
    is_written(first)
        && is_written(second)
        && first.schema.annotations.title == second.schema.annotations.title
        && first.schema.properties.len() == second.schema.properties.len()
        && is_same(schemas, a, b)
}

/// The shape of a schema, or of the only variant where it is a union of one, and whether null is valid besides.
fn shape_of(schemas: &[ResolvedSchema], id: ResolvedId) -> (Shape, bool) {
    let mut null = false;
    let mut id = id;
    loop {
        let schema = &schemas[index(id)].schema;
        let (shape, nullable) = shape(schema, schemas);
        null |= nullable;
        match shape {
            Shape::Union(union) => match schema.unions[union].only_variant() {
                Some(only) => id = only,
                None => return (shape, null),
            },
            _ => return (shape, null),
        }
    }
}

/// Makes one variant of all that list values of a type, and of any value of the type beside them.
fn merge_enums(schemas: &mut Vec<ResolvedSchema>, id: ResolvedId, nth: usize, types: TypeSet) {
    let variants = schemas[index(id)].schema.unions[nth].variants.clone();
    let (mut enums, mut others) = (Vec::new(), Vec::new());
    for variant in &variants {
        match (shape_of(schemas, *variant).0, types) {
            (Shape::StringEnum(_), TypeSet::STRING) | (Shape::IntegerEnum(_), TypeSet::INTEGER) => enums.push(*variant),
            (Shape::Integer, TypeSet::INTEGER) if !values(schemas, *variant, None).is_empty() => enums.push(*variant),
            (Shape::String, TypeSet::STRING) | (Shape::Integer, TypeSet::INTEGER) => others.push(*variant),
            _ => {}
        }
    }
    let one = match enums.as_slice() {
        [] => return,
        // A lone integer has the name that its alternative gives it.
        [only] if !matches!(shape_of(schemas, *only).0, Shape::Integer) => *only,
        _ => {
            let merged = merged(schemas, &enums, types, &schemas[index(id)].at);
            add(schemas, merged)
        }
    };
    let mut kept = Vec::new();
    for variant in variants {
        match () {
            () if enums.first() == Some(&variant) => kept.push(one),
            () if enums.contains(&variant) || others.contains(&variant) => {}
            () => kept.push(variant),
        }
    }
    schemas[index(id)].schema.unions[nth].variants = kept;
}

/// One enum of several, for the union at a place.
fn merged(schemas: &[ResolvedSchema], enums: &[ResolvedId], types: TypeSet, at: &Location) -> ResolvedSchema {
    let mut listed: Vec<Listed> = Vec::new();
    for id in enums {
        for value in values(schemas, *id, Some(at)) {
            if !listed.iter().any(|known| known.value == value.value) {
                listed.push(value);
            }
        }
    }
    let schema = Schema {
        types,
        enumeration: Some(listed.iter().map(|listed| listed.value.clone()).collect()),
        listed,
        ..Schema::default()
    };
    let part = match types {
        TypeSet::INTEGER => "integer enum",
        _ => "enum",
    };
    ResolvedSchema {
        part: Some(part),
        ..ResolvedSchema::new(at.clone(), schema)
    }
}

/// The values of an enum, with the annotations of each. Annotations of an enum outside of the union that lists several values
/// are not copied to each value.
fn values(schemas: &[ResolvedSchema], id: ResolvedId, union: Option<&Location>) -> Vec<Listed> {
    let mut id = id;
    while let (Shape::Union(union), _) = shape(&schemas[index(id)].schema, schemas) {
        id = schemas[index(id)].schema.unions[union].variants[0];
    }
    let own = &schemas[index(id)];
    let values: Vec<&Value> = own
        .schema
        .enumeration
        .iter()
        .flatten()
        .filter(|value| !value.is_null())
        .collect();
    let annotations = match values.len() == 1 || union.is_some_and(|union| is_inside(&own.at, union)) {
        true => own.schema.annotations.clone(),
        false => Annotations::default(),
    };
    let listed = values.into_iter().map(|value| {
        let known = own.schema.listed.iter().find(|known| known.value == *value);
        known.cloned().unwrap_or_else(|| Listed {
            value: value.clone(),
            annotations: annotations.clone(),
        })
    });
    listed.collect()
}

/// A schema that is nothing but a union of one which stands in it is that one.
fn become_only_variant(schemas: &mut [ResolvedSchema], id: ResolvedId) {
    let own = &schemas[index(id)];
    let [union] = own.schema.unions.as_slice() else { return };
    let Some(only) = union.only_variant() else { return };
    let variant = &schemas[index(only)];
    let mut beside = own.schema.clone();
    beside.unions.clear();
    beside.types = TypeSet::ANY;
    let is_enum = matches!(
        shape(&variant.schema, schemas).0,
        Shape::StringEnum(_) | Shape::IntegerEnum(_)
    );
    // Keywords beside the union narrow listed values, but do not change their type.
    let adds_nothing = beside.accepts_anything() || (is_enum && beside.enumeration.is_none());
    if !adds_nothing || !(is_inside(&variant.at, &own.at) || variant.at == own.at) {
        return;
    }
    let mut whole = ResolvedSchema {
        at: own.at.clone(),
        part: own.part,
        ..variant.clone()
    };
    whole.schema.annotations = Annotations::first(&[&own.schema.annotations, &variant.schema.annotations]);
    if union.null {
        whole.schema.allow_null();
    }
    schemas[index(id)] = whole;
}

/// Whether a place is inside of another.
pub(super) fn is_inside(at: &Location, outer: &Location) -> bool {
    let below = at.pointer.strip_prefix(&outer.pointer);
    at.file == outer.file && below.is_some_and(|below| below.starts_with('/'))
}
