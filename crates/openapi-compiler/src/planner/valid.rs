//! Whether a value is valid by its schema.

use regress::Regex;
use serde_json::{Number, Value};

use crate::resolved::{ResolvedId, ResolvedSchema};
use crate::schema::{Bound, Schema, TypeSet, Union};

/// How deep a value is looked into. What is deeper is taken as valid.
const DEPTH: usize = 50;

/// Whether a value is valid, as far as keywords say so that have a meaning for types.
pub(super) fn is_valid(schemas: &[ResolvedSchema], id: ResolvedId, value: &Value) -> bool {
    Check { schemas }.value(id, value, DEPTH)
}

struct Check<'s> {
    schemas: &'s [ResolvedSchema],
}

impl Check<'_> {
    fn value(&self, id: ResolvedId, value: &Value, depth: usize) -> bool {
        let schema = &self.schemas[id.0 as usize].schema;
        let Some(depth) = depth.checked_sub(1).filter(|_| schema.rust_type.is_none()) else {
            return true;
        };
        let listed = schema.enumeration.as_ref();
        schema.types.contains(type_of(value, schema.types))
            && listed.is_none_or(|listed| listed.contains(value))
            && schema.unions.iter().all(|union| self.union(union, value, depth))
            && match value {
                Value::Number(number) => number_is_valid(schema, number),
                Value::String(text) => text_is_valid(schema, text),
                Value::Array(items) => self.items(schema, items, depth),
                Value::Object(members) => {
                    let required = schema.required.iter().all(|name| members.contains_key(name));
                    let mut properties = members.iter();
                    required && properties.all(|(name, value)| self.property(schema, name, value, depth))
                }
                Value::Null | Value::Bool(_) => true,
            }
    }

    fn union(&self, union: &Union<ResolvedId>, value: &Value, depth: usize) -> bool {
        let mut variants = union.variants.iter();
        (union.null && value.is_null()) || variants.any(|variant| self.value(*variant, value, depth))
    }

    fn items(&self, schema: &Schema<ResolvedId>, items: &[Value], depth: usize) -> bool {
        let count = items.len() as u64;
        let of = |nth: usize| schema.prefix_items.get(nth).copied().or(schema.items);
        let mut all = items.iter().enumerate();
        schema.min_items.is_none_or(|least| count >= least)
            && schema.max_items.is_none_or(|most| count <= most)
            && all.all(|(nth, item)| of(nth).is_none_or(|of| self.value(of, item, depth)))
    }

    fn property(&self, schema: &Schema<ResolvedId>, name: &str, value: &Value, depth: usize) -> bool {
        let others = || {
            schema
                .additional_properties
                .filter(|_| schema.pattern_properties.is_empty())
        };
        let of = schema.properties.get(name).copied().or_else(others);
        of.is_none_or(|of| self.value(of, value, depth))
    }
}

/// The type of a value; a whole number is an integer where integers are valid.
fn type_of(value: &Value, types: TypeSet) -> TypeSet {
    match value {
        Value::Null => TypeSet::NULL,
        Value::Bool(_) => TypeSet::BOOLEAN,
        Value::Number(number) if types.contains(TypeSet::NUMBER) || !is_whole(number) => TypeSet::NUMBER,
        Value::Number(_) => TypeSet::INTEGER,
        Value::String(_) => TypeSet::STRING,
        Value::Array(_) => TypeSet::ARRAY,
        Value::Object(_) => TypeSet::OBJECT,
    }
}

fn is_whole(number: &Number) -> bool {
    number.as_f64().is_some_and(|number| number.fract() == 0.0)
}

fn number_is_valid(schema: &Schema<ResolvedId>, number: &Number) -> bool {
    let value = number.as_f64().unwrap_or_default();
    let bound = |bound: &Bound| bound.value.as_f64().unwrap_or_default();
    let above = |least: &Bound| value > bound(least) || (!least.exclusive && value == bound(least));
    let below = |most: &Bound| value < bound(most) || (!most.exclusive && value == bound(most));
    schema.minimum.as_ref().is_none_or(above) && schema.maximum.as_ref().is_none_or(below)
}

fn text_is_valid(schema: &Schema<ResolvedId>, text: &str) -> bool {
    let length = text.chars().count() as u64;
    let matches = |pattern: &String| {
        let regex = Regex::with_flags(pattern, "u").or_else(|_| Regex::new(pattern));
        regex.map_or(true, |regex| regex.find(text).is_some())
    };
    schema.min_length.is_none_or(|least| length >= least)
        && schema.max_length.is_none_or(|most| length <= most)
        && schema.patterns.iter().all(matches)
}
