//! Finds the references of a file, except in extensions and in data such as examples.

use serde_json::Value;

use crate::document::Location;

/// The kind of a value, as far as it determines the kind of its members.
#[derive(Clone, Copy)]
enum Context {
    /// An object of the specification: its members are fields.
    Object,
    /// A map with arbitrary keys; those that start with `x-` may be extensions.
    Map { extensions: bool },
}

/// Every reference at or below a location, with the pointer of its text: `$ref`s, and the values of a discriminator's
/// `mapping` that are not plain names (OpenAPI 3.1, section 4.8.25).
pub(super) fn references(at: &Location, value: &Value) -> Vec<(Location, String)> {
    let mut found = Vec::new();
    let mut rest = vec![(at.clone(), value, beginning(value))];
    while let Some((at, value, context)) = rest.pop() {
        match value {
            Value::Object(members) => {
                if let Some(Value::String(reference)) = members.get("$ref") {
                    found.push((at.child("$ref"), reference.clone()));
                }
                if let Some(Value::Object(mapping)) = members.get("discriminator").and_then(|d| d.get("mapping")) {
                    let at = at.child("discriminator").child("mapping");
                    let named = mapping.iter().filter_map(|(key, value)| Some((key, value.as_str()?)));
                    let files = named.filter(|(_, value)| names_file(value));
                    found.extend(files.map(|(key, value)| (at.child(key), value.to_owned())));
                }
                let inner = members.iter().rev().filter_map(|(key, value)| {
                    let context = member(context, key, value)?;
                    Some((at.child(key), value, context))
                });
                rest.extend(inner);
            }
            Value::Array(items) => {
                let items = items.iter().enumerate().rev();
                rest.extend(items.map(|(index, value)| (at.child(index), value, Context::Object)));
            }
            _ => {}
        }
    }
    found
}

/// The kind of a referenced file or part, guessed from its keys.
fn beginning(value: &Value) -> Context {
    let fields = [
        "openapi",
        "type",
        "schema",
        "properties",
        "items",
        "allOf",
        "oneOf",
        "anyOf",
        "operationId",
        "value",
        "$ref",
    ];
    if fields.iter().any(|field| value.get(field).is_some()) {
        Context::Object
    } else {
        Context::Map { extensions: true }
    }
}

/// The kind of a member; `None` if it contains no references.
fn member(context: Context, key: &str, value: &Value) -> Option<Context> {
    match (context, key) {
        (Context::Map { extensions }, key) => (!extensions || !key.starts_with("x-")).then_some(Context::Object),
        // A list of values, or a reference to one.
        (Context::Object, "enum") => value.get("$ref").is_some().then_some(Context::Object),
        (Context::Object, "example" | "default" | "const" | "value" | "dataValue" | "mapping") => None,
        (Context::Object, key) if key.starts_with("x-") => None,
        (Context::Object, "examples") if value.is_array() => None,
        (Context::Object, "paths" | "responses" | "callbacks") => Some(Context::Map { extensions: true }),
        (
            Context::Object,
            "properties"
            | "patternProperties"
            | "$defs"
            | "definitions"
            | "dependentSchemas"
            | "schemas"
            | "parameters"
            | "examples"
            | "requestBodies"
            | "headers"
            | "securitySchemes"
            | "links"
            | "pathItems"
            | "content"
            | "encoding"
            | "variables"
            | "webhooks"
            | "additionalOperations"
            | "mediaTypes",
        ) => Some(Context::Map { extensions: false }),
        (Context::Object, _) => Some(Context::Object),
    }
}

/// Whether the target of a reference is in an extension or in data, so that its references are not found from the root.
pub(super) fn is_hidden(at: &Location) -> bool {
    let data = [
        "enum",
        "example",
        "default",
        "const",
        "value",
        "dataValue",
        "mapping",
        "examples",
    ];
    at.tokens()
        .any(|token| token.starts_with("x-") || data.contains(&token.as_str()))
}

fn names_file(reference: &str) -> bool {
    reference.contains('#') || [".yaml", ".yml", ".json"].iter().any(|end| reference.ends_with(end))
}
