//! A resolved schema written down as JSON Schema 2020-12, keyword by keyword, for a validator.

use openapi_compiler::resolved::{Resolved, ResolvedId};
use openapi_compiler::schema::{Schema, TypeSet, UnionKind};
use serde_json::{Map, Value, json};

/// The schema, with every one that it reaches under `$defs`.
pub fn as_json_schema(resolved: &Resolved, root: ResolvedId) -> Value {
    let mut definitions = Map::new();
    let mut pending = vec![root];
    while let Some(id) = pending.pop() {
        let name = format!("{id:?}");
        if !definitions.contains_key(&name) {
            let mut reference = |id: ResolvedId| {
                pending.push(id);
                json!({"$ref": format!("#/$defs/{id:?}")})
            };
            let written = keywords(&resolved.get(id).schema, &mut reference);
            definitions.insert(name, written);
        }
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$ref": format!("#/$defs/{root:?}"),
        "$defs": definitions,
    })
}

fn keywords(schema: &Schema<ResolvedId>, reference: &mut dyn FnMut(ResolvedId) -> Value) -> Value {
    if schema.types.is_empty() || schema.enumeration.as_ref().is_some_and(Vec::is_empty) {
        return json!(false);
    }
    let mut written = Map::new();
    let mut set = |name: &str, value: Value| drop(written.insert(name.to_owned(), value));
    let mut all: Vec<Value> = schema.narrowing.clone();
    if schema.types != TypeSet::ANY {
        set("type", json!(schema.types.names()));
    }
    if let Some(values) = &schema.enumeration {
        set("enum", json!(values));
    }
    for (bound, inclusive, exclusive) in [
        (&schema.minimum, "minimum", "exclusiveMinimum"),
        (&schema.maximum, "maximum", "exclusiveMaximum"),
    ] {
        if let Some(bound) = bound {
            set(if bound.exclusive { exclusive } else { inclusive }, json!(bound.value));
        }
    }
    for (name, count) in [
        ("minLength", schema.min_length),
        ("maxLength", schema.max_length),
        ("minItems", schema.min_items),
        ("maxItems", schema.max_items),
        ("minProperties", schema.min_properties),
        ("maxProperties", schema.max_properties),
    ] {
        if let Some(count) = count {
            set(name, json!(count));
        }
    }
    set("uniqueItems", json!(schema.unique_items));
    set("required", json!(schema.required.iter().collect::<Vec<_>>()));
    for (name, members) in [
        ("properties", &schema.properties),
        ("patternProperties", &schema.pattern_properties),
    ] {
        let members: Map<String, Value> = members
            .iter()
            .map(|(name, id)| (name.clone(), reference(*id)))
            .collect();
        set(name, Value::Object(members));
    }
    if let Some(rest) = schema.additional_properties {
        set("additionalProperties", reference(rest));
    }
    if !schema.prefix_items.is_empty() {
        set(
            "prefixItems",
            schema.prefix_items.iter().map(|id| reference(*id)).collect(),
        );
    }
    if let Some(items) = schema.items {
        set("items", reference(items));
    }
    all.extend(schema.patterns.iter().map(|pattern| json!({"pattern": pattern})));
    all.extend(schema.multiples_of.iter().map(|of| json!({"multipleOf": of})));
    for union in &schema.unions {
        let name = match union.kind {
            UnionKind::OneOf => "oneOf",
            UnionKind::AnyOf => "anyOf",
        };
        let null = union.null.then(|| json!({"type": "null"}));
        let variants: Vec<Value> = union.variants.iter().map(|id| reference(*id)).chain(null).collect();
        all.push(json!({name: variants}));
    }
    if !all.is_empty() {
        set("allOf", json!(all));
    }
    Value::Object(written)
}

/// A schema of OpenAPI 3.0 as JSON Schema 2020-12 (OpenAPI 3.0, "Schema Object").
pub fn of_3_0(schema: &Value) -> Value {
    let Value::Object(keywords) = schema else {
        return schema.clone();
    };
    let mut written = Map::new();
    for (keyword, value) in keywords {
        let value = match (keyword.as_str(), value) {
            ("properties", Value::Object(members)) => Value::Object(
                members
                    .iter()
                    .map(|(name, member)| (name.clone(), of_3_0(member)))
                    .collect(),
            ),
            ("allOf" | "anyOf" | "oneOf", Value::Array(all)) => all.iter().map(of_3_0).collect(),
            ("items" | "additionalProperties" | "not", value) => of_3_0(value),
            ("nullable" | "exclusiveMinimum" | "exclusiveMaximum", _) => continue,
            (_, value) => value.clone(),
        };
        written.insert(keyword.clone(), value);
    }
    for (bound, exclusive) in [("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")] {
        if keywords.get(exclusive) == Some(&json!(true)) {
            let value = written.remove(bound).unwrap_or_default();
            written.insert(exclusive.to_owned(), value);
        }
    }
    match keywords.get("nullable") == Some(&json!(true)) {
        true => json!({ "anyOf": [written, { "type": "null" }] }),
        false => Value::Object(written),
    }
}
