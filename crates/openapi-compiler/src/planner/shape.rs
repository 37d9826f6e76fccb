//! The kind of a schema, before names are assigned.

use std::collections::HashSet;

use serde_json::Value;

use crate::resolved::{ResolvedId, ResolvedSchema};
use crate::rust_path::RustPath;
use crate::schema::{Schema, TypeSet};

/// The shape of a schema's values, `null` aside.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Shape {
    Nothing,
    Anything,
    Null,
    Bool,
    Integer,
    Number,
    String,
    StringEnum(Vec<String>),
    /// Integers that all have names.
    IntegerEnum(Vec<i64>),
    Struct,
    /// Properties that have no names, of the values that `patternProperties` and `additionalProperties` describe.
    Map(Vec<ResolvedId>),
    FreeObject,
    List(Option<ResolvedId>),
    Tuple(Vec<ResolvedId>),
    /// Several types; `alternatives` makes a union of them.
    SeveralTypes,
    /// The variants of one `oneOf` or `anyOf`, by its index in [`Schema::unions`].
    Union(usize),
    /// Several `oneOf`s or `anyOf`s that each have a shape.
    ManyUnions,
    /// A type of the caller's own.
    Own(RustPath),
}

/// The shape of a schema, and whether `null` is valid besides.
pub(super) fn shape(schema: &Schema<ResolvedId>, schemas: &[ResolvedSchema]) -> (Shape, bool) {
    if schema.types.is_empty() {
        return (Shape::Nothing, false);
    }
    let nullable = schema.types != TypeSet::ANY && schema.types.contains(TypeSet::NULL);
    if let Some(path) = &schema.rust_type {
        return (Shape::Own(path.clone()), nullable);
    }
    if let Some(values) = &schema.enumeration {
        let null = values.contains(&Value::Null);
        let strings = values
            .iter()
            .filter_map(|value| value.as_str().map(str::to_owned))
            .collect::<Vec<_>>();
        if !strings.is_empty() && strings.len() + usize::from(null) == values.len() {
            return (Shape::StringEnum(strings), null);
        }
        if let Some(integers) = named_integers(schema) {
            return (Shape::IntegerEnum(integers), null);
        }
        let types = types_of_values(schema);
        return (
            of_types(schema, types.without(TypeSet::NULL)),
            null && types != TypeSet::NULL,
        );
    }
    let shaped: Vec<usize> = (0..schema.unions.len())
        .filter(|index| has_shape(schema, *index, schemas))
        .collect();
    match shaped.as_slice() {
        [] => {}
        [index] => return (Shape::Union(*index), nullable || schema.unions[*index].null),
        _ => return (Shape::ManyUnions, false),
    }
    let types = schema.implied_types();
    (
        of_types(schema, types.without(TypeSet::NULL)),
        nullable && types != TypeSet::NULL,
    )
}

/// A union whose variants only narrow what the schema itself says (`anyOf: [{required: [a]}, {required: [b]}]`) gives no
/// shape.
pub(super) fn has_shape(schema: &Schema<ResolvedId>, union: usize, schemas: &[ResolvedSchema]) -> bool {
    let types = schema.implied_types().without(TypeSet::NULL);
    let says_nothing = types.is_empty() || types == TypeSet::ANY.without(TypeSet::NULL);
    let narrows_only = |variant: &Schema<ResolvedId>| {
        variant.properties.is_empty()
            && variant.additional_properties.is_none()
            && variant.enumeration.is_none()
            && variant.items.is_none()
            && variant.prefix_items.is_empty()
            && variant.unions.is_empty()
            && variant.rust_type.is_none()
            && variant.types.contains(types)
    };
    let variants = &schema.unions[union].variants;
    says_nothing
        || !variants
            .iter()
            .all(|variant| narrows_only(&schemas[variant.0 as usize].schema))
}

/// The listed values, where they are integers and each has a name of its own.
fn named_integers(schema: &Schema<ResolvedId>) -> Option<Vec<i64>> {
    let values = schema.enumeration.iter().flatten().filter(|value| !value.is_null());
    let named = values.map(|value| {
        let listed = schema.listed.iter().find(|listed| listed.value == *value)?;
        value.as_i64().zip(listed.annotations.title.as_deref())
    });
    let named: Vec<(i64, &str)> = named.collect::<Option<_>>()?;
    let names: HashSet<&str> = named.iter().map(|(_, name)| *name).collect();
    (!named.is_empty() && names.len() == named.len()).then(|| named.into_iter().map(|(value, _)| value).collect())
}

/// The types that the listed values have, of those that are allowed.
fn types_of_values(schema: &Schema<ResolvedId>) -> TypeSet {
    let values = schema.enumeration.iter().flatten();
    let types = values.map(TypeSet::of).fold(TypeSet::NONE, |all, one| all | one);
    match types.is_empty() {
        true => schema.types,
        false => types & schema.types,
    }
}

/// The types of a schema, null aside, each alone, where it has several and no alternatives say more; anything is not a list.
pub(super) fn several_types(schema: &Schema<ResolvedId>, schemas: &[ResolvedSchema]) -> Vec<TypeSet> {
    let (Shape::SeveralTypes, _) = shape(schema, schemas) else {
        return Vec::new();
    };
    let types = match &schema.enumeration {
        Some(_) => types_of_values(schema),
        None => schema.implied_types(),
    };
    each(types)
}

/// Each type of a set, null aside; of integers and numbers the latter.
fn each(types: TypeSet) -> Vec<TypeSet> {
    let all = [
        TypeSet::BOOLEAN,
        TypeSet::NUMBER,
        TypeSet::INTEGER,
        TypeSet::STRING,
        TypeSet::ARRAY,
        TypeSet::OBJECT,
    ];
    let by_number = |set: TypeSet| set == TypeSet::INTEGER && types.contains(TypeSet::NUMBER);
    let all = all.into_iter().filter(|set| types.contains(*set) && !by_number(*set));
    all.collect()
}

/// The shape of values of these types, `null` aside: of none if `null` is all there is.
fn of_types(schema: &Schema<ResolvedId>, types: TypeSet) -> Shape {
    if types == TypeSet::ANY.without(TypeSet::NULL) {
        return Shape::Anything;
    }
    let object = || {
        if !schema.properties.is_empty() {
            return Shape::Struct;
        }
        schema.additional_properties.map_or(Shape::FreeObject, |rest| {
            Shape::Map(schema.pattern_properties.values().copied().chain([rest]).collect())
        })
    };
    let array = || match (schema.prefix_items.is_empty(), schema.items) {
        (false, _) if schema.min_items == Some(schema.prefix_items.len() as u64) => {
            Shape::Tuple(schema.prefix_items.clone())
        }
        (false, _) => Shape::List(None),
        (true, items) => Shape::List(items),
    };
    match each(types).as_slice() {
        [] => Shape::Null,
        [TypeSet::BOOLEAN] => Shape::Bool,
        [TypeSet::NUMBER] => Shape::Number,
        [TypeSet::INTEGER] => Shape::Integer,
        [TypeSet::STRING] => Shape::String,
        [TypeSet::ARRAY] => array(),
        [TypeSet::OBJECT] => object(),
        _ => Shape::SeveralTypes,
    }
}
