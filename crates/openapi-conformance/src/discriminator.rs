//! `discriminator`, in a union or in a base whose subtypes are composed with it.

use serde_json::Value;

use crate::dialect::is_silent;
use crate::json::{elements, members};
use crate::pointer::of_fragment;

/// The property that distinguishes the subtypes of a base, and the pointers of the schemas in its mapping. A base has no
/// alternatives of its own.
pub(crate) fn mapping<'d>(document: &'d Value, schema: &'d Value) -> Option<(&'d str, Vec<(&'d str, String)>)> {
    let property = schema["discriminator"]["propertyName"].as_str()?;
    let mapped: Vec<(&str, String)> = members(&schema["discriminator"]["mapping"])
        .filter_map(|(tag, to)| Some((tag, target(to.as_str()?))))
        .filter(|(_, target)| document.pointer(target).is_some_and(|found| found != schema))
        .collect();
    let is_base = ["oneOf", "anyOf"].iter().all(|name| schema.get(name).is_none());
    (is_base && !mapped.is_empty()).then_some((property, mapped))
}

/// The pointers of the schemas in a mapping.
pub(crate) fn targets(schema: &Value) -> Vec<String> {
    let mapping = members(&schema["discriminator"]["mapping"]);
    mapping.filter_map(|(_, to)| to.as_str().map(target)).collect()
}

/// The pointer of the schema that the mapping has for a value.
pub(crate) fn mapped(schema: &Value, value: &Value) -> Option<String> {
    let to = &schema["discriminator"]["mapping"][tag(schema, value)?];
    to.as_str().map(target)
}

/// The pointer of the schema for the tag of a value, by the mapping or as the name of a component.
pub(crate) fn named(schema: &Value, value: &Value) -> Option<String> {
    mapped(schema, value).or_else(|| tag(schema, value).map(target))
}

fn tag<'v>(schema: &Value, value: &'v Value) -> Option<&'v str> {
    value.get(schema["discriminator"]["propertyName"].as_str()?)?.as_str()
}

/// The pointer of a schema in a mapping: by reference, or by the name of a component.
fn target(to: &str) -> String {
    of_fragment(to).unwrap_or_else(|| format!("/components/schemas/{to}"))
}

/// Whether a schema adds nothing to the only member of its `allOf`, and is not a component: it stands for that member.
pub(crate) fn stands_for_member(at: &str, schema: &Value) -> bool {
    let is_component = at
        .strip_prefix("/components/schemas/")
        .is_some_and(|name| !name.contains('/'));
    let single = schema.get("$ref").is_none() && elements(&schema["allOf"]).count() == 1;
    !is_component && single && is_silent(schema)
}
