//! What a schema is, before anything gets a name.

use serde_json::Value;

use crate::resolved::ResolvedId;
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
    Struct,
    /// Properties that have no names, of the values that `patternProperties` and `additionalProperties` describe.
    Map(Vec<ResolvedId>),
    FreeObject,
    List(Option<ResolvedId>),
    Tuple(Vec<ResolvedId>),
    /// Several types, none of which is an object or array with a shape of its own.
    OneOfTypes(Vec<Shape>),
    /// The variants of one `oneOf` or `anyOf`, by its index in [`Schema::unions`].
    Union(usize),
    /// Several `oneOf`s or `anyOf`s that each have a shape.
    ManyUnions,
}

/// The shape of a schema, and whether `null` is valid besides.
pub(super) fn shape(schema: &Schema<ResolvedId>, get: &dyn Fn(ResolvedId) -> Schema<ResolvedId>) -> (Shape, bool) {
    if schema.types.is_empty() {
        return (Shape::Nothing, false);
    }
    let nullable = schema.types != TypeSet::ANY && schema.types.contains(TypeSet::NULL);
    if let Some(values) = &schema.enumeration {
        let null = values.contains(&Value::Null);
        let strings = values
            .iter()
            .filter_map(|value| value.as_str().map(str::to_owned))
            .collect::<Vec<_>>();
        if !strings.is_empty() && strings.len() + usize::from(null) == values.len() {
            return (Shape::StringEnum(strings), null);
        }
        let types = values.iter().fold(TypeSet::NONE, |set, value| set | TypeSet::of(value));
        let types = if types.is_empty() {
            schema.types
        } else {
            types & schema.types
        };
        return (
            of_types(schema, types.without(TypeSet::NULL)),
            null && types != TypeSet::NULL,
        );
    }
    let shaped: Vec<usize> = (0..schema.unions.len())
        .filter(|index| has_shape(schema, *index, get))
        .collect();
    match shaped.as_slice() {
        [] => {}
        [index] => return (Shape::Union(*index), nullable),
        _ => return (Shape::ManyUnions, false),
    }
    let types = effective_types(schema);
    (
        of_types(schema, types.without(TypeSet::NULL)),
        nullable && types != TypeSet::NULL,
    )
}

/// A union whose variants only narrow what the schema itself says (`anyOf: [{required: [a]}, {required: [b]}]`) gives no
/// shape.
pub(super) fn has_shape(
    schema: &Schema<ResolvedId>,
    union: usize,
    get: &dyn Fn(ResolvedId) -> Schema<ResolvedId>,
) -> bool {
    let types = effective_types(schema).without(TypeSet::NULL);
    let says_nothing = types.is_empty() || types == TypeSet::ANY.without(TypeSet::NULL);
    let narrows_only = |variant: &Schema<ResolvedId>| {
        variant.properties.is_empty()
            && variant.additional_properties.is_none()
            && variant.enumeration.is_none()
            && variant.items.is_none()
            && variant.prefix_items.is_empty()
            && variant.unions.is_empty()
            && variant.types.contains(types)
    };
    let variants = &schema.unions[union].variants;
    says_nothing || !variants.iter().all(|variant| narrows_only(&get(*variant)))
}

/// The types, or what the other keywords speak of where `type` is missing.
fn effective_types(schema: &Schema<ResolvedId>) -> TypeSet {
    if schema.types != TypeSet::ANY {
        return schema.types;
    }
    if !schema.properties.is_empty() || !schema.required.is_empty() || schema.additional_properties.is_some() {
        TypeSet::OBJECT
    } else if schema.items.is_some() || !schema.prefix_items.is_empty() {
        TypeSet::ARRAY
    } else if !schema.patterns.is_empty() || schema.max_length.is_some() || schema.min_length.is_some() {
        TypeSet::STRING
    } else if schema.minimum.is_some() || schema.maximum.is_some() || !schema.multiples_of.is_empty() {
        TypeSet::NUMBER
    } else {
        match schema.format.as_deref() {
            Some("int32" | "int64") => TypeSet::INTEGER,
            Some("float" | "double") => TypeSet::NUMBER,
            Some("date" | "date-time" | "uuid" | "uri" | "email" | "byte" | "binary" | "password") => TypeSet::STRING,
            _ => TypeSet::ANY,
        }
    }
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
    let mut shapes = Vec::new();
    for (set, shape) in [
        (TypeSet::BOOLEAN, &(|| Shape::Bool) as &dyn Fn() -> Shape),
        (TypeSet::NUMBER, &|| Shape::Number),
        (TypeSet::INTEGER, &|| Shape::Integer),
        (TypeSet::STRING, &|| Shape::String),
        (TypeSet::ARRAY, &array),
        (TypeSet::OBJECT, &object),
    ] {
        let by_number = set == TypeSet::INTEGER && types.contains(TypeSet::NUMBER);
        if types.contains(set) && !by_number {
            shapes.push(shape());
        }
    }
    match shapes.len() {
        0 => Shape::Null,
        1 => shapes.remove(0),
        _ => Shape::OneOfTypes(shapes),
    }
}
