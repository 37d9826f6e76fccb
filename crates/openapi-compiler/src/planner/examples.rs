//! The values that the examples of calls show.

use serde_json::Value;

use crate::description;
use crate::plan::{Operation, Parameter, RustType, TypeDef, TypeKind};
use crate::resolved::Resolved;

/// How long a text may be that an example shows.
const LONGEST: usize = 60;

/// Gives each argument the first value that the description has for it and that a literal can be.
pub(super) fn find(resolved: &Resolved, operations: &mut [Operation], types: &[TypeDef]) {
    for (operation, described) in operations.iter_mut().zip(&resolved.description.operations) {
        for parameter in operation.parameters.iter_mut().filter(|parameter| parameter.required) {
            let described = described.parameters.iter().find(|described| is(described, parameter));
            let mut values = described.into_iter().flat_map(|described| values(resolved, described));
            parameter.example = values.find(|value| fits(value, &parameter.ty, types)).cloned();
        }
    }
}

fn is(described: &description::Parameter, parameter: &Parameter) -> bool {
    described.location == parameter.location && described.name == parameter.wire_name
}

/// The values that the description gives for a parameter: examples, then the default, then what is listed.
fn values<'r>(resolved: &'r Resolved, described: &'r description::Parameter) -> impl Iterator<Item = &'r Value> {
    let schema = described
        .schema()
        .map(|schema| &resolved.get(resolved.of(schema)).schema);
    let of_schema = schema.into_iter().flat_map(|schema| {
        let listed = schema.enumeration.iter().flatten();
        schema
            .annotations
            .examples
            .iter()
            .chain(&schema.annotations.default)
            .chain(listed)
    });
    described.examples.iter().chain(of_schema)
}

/// Whether a literal of the value can be given for a type.
fn fits(value: &Value, ty: &RustType, types: &[TypeDef]) -> bool {
    let is_short = |text: &str| text.len() <= LONGEST && !text.contains('`');
    match (value, ty) {
        (_, RustType::Named(id)) => match &types[id.index()].kind {
            TypeKind::Alias(target) => fits(value, target, types),
            TypeKind::StringEnum(_) => value.as_str().is_some_and(is_short),
            _ => false,
        },
        (Value::String(text), RustType::String | RustType::Formatted(_)) => is_short(text),
        (Value::Bool(_), RustType::Bool) => true,
        (Value::Number(number), RustType::I32 | RustType::I64) => {
            number.as_i64().is_some_and(|number| i32::try_from(number).is_ok())
        }
        (Value::Number(number), RustType::U64) => number.is_u64(),
        _ => false,
    }
}
