//! Schemas of any version of OpenAPI as schemas of JSON Schema 2020-12, so that one validator judges them all.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value, json};

use crate::contract::Direction;
use crate::inline::MAPS;
use crate::json::{elements, members};
use crate::one_way::is_absent;
use crate::pointer;

/// Keywords with one schema.
const ONE: [&str; 10] = [
    "additionalProperties",
    "contains",
    "else",
    "if",
    "items",
    "not",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
];
/// Keywords with a list of schemas.
const LIST: [&str; 4] = ["allOf", "anyOf", "oneOf", "prefixItems"];
/// Keywords with schemas by name.
const NAMED: [&str; 4] = ["$defs", "dependentSchemas", "patternProperties", "properties"];
/// Keywords that do not affect validity.
pub(crate) const WORDS: [&str; 9] = [
    "default",
    "deprecated",
    "description",
    "example",
    "examples",
    "externalDocs",
    "readOnly",
    "title",
    "writeOnly",
];
/// Members of an OpenAPI object that are data, even if they look like schemas.
const DATA: [&str; 5] = ["const", "default", "enum", "example", "examples"];

/// Rewrites every schema of a document.
pub(crate) fn modernise(document: &mut Value) {
    parameters_of_swagger(document);
    let old = document["openapi"]
        .as_str()
        .is_some_and(|version| version.starts_with("3.0"));
    let original = document.clone();
    let mut anchors = HashMap::new();
    find_anchors(&original, "", &mut anchors);
    let rewrite = Rewrite {
        old,
        document: &original,
        anchors,
        referenced: RefCell::default(),
    };
    objects(document, false, &rewrite);
    // The target of a reference from a schema is a schema, anywhere in the document.
    let mut seen = HashSet::new();
    loop {
        let Some(target) = rewrite.referenced.borrow_mut().pop() else {
            break;
        };
        if let Some(referenced) = document.pointer_mut(&target)
            && seen.insert(target)
        {
            schema(referenced, &rewrite);
        }
    }
}

/// A parameter with its `type` beside its name, as in Swagger 2.0, gets a schema.
fn parameters_of_swagger(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(parameters_of_swagger),
        Value::Object(members) => {
            let is_text = |name: &str| members.get(name).is_some_and(Value::is_string);
            let has_schema = members.contains_key("schema") || members.contains_key("content");
            let is_key = members.get("type").is_some_and(|kind| kind == "apiKey");
            if is_text("name") && is_text("in") && is_text("type") && !has_schema && !is_key {
                let own = [
                    "name",
                    "in",
                    "required",
                    "description",
                    "allowEmptyValue",
                    "collectionFormat",
                ];
                let keywords = members.iter().filter(|(name, _)| !own.contains(&name.as_str()));
                let schema: Map<String, Value> = keywords.map(|(name, value)| (name.clone(), value.clone())).collect();
                let format = members
                    .get("collectionFormat")
                    .and_then(Value::as_str)
                    .map(str::to_owned);
                let (style, explode) = match format.as_deref() {
                    Some("multi") => (None, true),
                    Some("ssv") => (Some("spaceDelimited"), false),
                    Some("pipes") => (Some("pipeDelimited"), false),
                    _ => (None, false),
                };
                members.insert("schema".to_owned(), Value::Object(schema));
                members.entry("explode").or_insert(json!(explode));
                if let Some(style) = style {
                    members.entry("style").or_insert(json!(style));
                }
            }
            members.values_mut().for_each(parameters_of_swagger);
        }
        _ => {}
    }
}

/// Where each `$anchor` stands.
fn find_anchors(value: &Value, at: &str, anchors: &mut HashMap<String, String>) {
    if let Some(anchor) = value.get("$anchor").and_then(Value::as_str) {
        anchors.insert(format!("#{anchor}"), pointer::to_fragment(at));
    }
    match value {
        Value::Array(items) => {
            let items = items.iter().enumerate();
            items.for_each(|(nth, item)| find_anchors(item, &pointer::child(at, &nth.to_string()), anchors));
        }
        Value::Object(members) => {
            let members = members.iter().filter(|(name, _)| !DATA.contains(&name.as_str()));
            members.for_each(|(name, member)| find_anchors(member, &pointer::child(at, name), anchors));
        }
        _ => {}
    }
}

struct Rewrite<'d> {
    old: bool,
    document: &'d Value,
    /// References by anchors, as references by pointers.
    anchors: HashMap<String, String>,
    /// Pointers of schemas outside of `components/schemas` that others refer to.
    referenced: RefCell<Vec<String>>,
}

/// Finds the schemas among the other objects of OpenAPI. `named` says that the keys of an object are the author's.
fn objects(value: &mut Value, named: bool, rewrite: &Rewrite<'_>) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| objects(item, false, rewrite)),
        Value::Object(members) => {
            for (name, member) in members {
                match name.as_str() {
                    _ if named => objects(member, false, rewrite),
                    "schema" | "itemSchema" if !is_parameter(member) => schema(member, rewrite),
                    "schemas" => members_mut(member).for_each(|member| schema(member, rewrite)),
                    // An object of named examples may hold references.
                    name if DATA.contains(&name) || name.starts_with("x-") => {}
                    name => objects(member, MAPS.contains(&name), rewrite),
                }
            }
        }
        _ => {}
    }
}

/// Whether an object is a parameter, with any name in a file of parameters.
fn is_parameter(object: &Value) -> bool {
    object["in"].is_string() && object["name"].is_string()
}

fn schema(value: &mut Value, rewrite: &Rewrite<'_>) {
    let Value::Object(keywords) = value else {
        if !value.is_boolean() {
            *value = json!(true);
        }
        return;
    };
    if let Some(Value::String(reference)) = keywords.get_mut("$ref")
        && let Some(by_pointer) = rewrite.anchors.get(reference)
    {
        reference.clone_from(by_pointer);
    }
    if keywords.contains_key("$ref") && rewrite.old {
        // OpenAPI 3.0.3, "Reference Object": siblings of `$ref` are ignored; but people mean `nullable`.
        let nullable = keywords.get("nullable") == Some(&json!(true));
        keywords.retain(|name, _| name == "$ref");
        if nullable && reaches(keywords, rewrite.document) {
            let reference = Value::Object(keywords.clone());
            *value = json!({ "anyOf": [reference, { "type": "null" }] });
            return;
        }
    }
    if !reaches(keywords, rewrite.document) {
        keywords.remove("$ref");
    }
    let target = keywords
        .get("$ref")
        .and_then(Value::as_str)
        .and_then(pointer::of_fragment);
    let elsewhere = target.filter(|target| !target.starts_with("/components/schemas/"));
    rewrite.referenced.borrow_mut().extend(elsewhere);
    let or_null = nullable(keywords, rewrite.old);
    exclusive(keywords, "exclusiveMinimum", "minimum");
    exclusive(keywords, "exclusiveMaximum", "maximum");
    if keywords.get("items").is_some_and(Value::is_array)
        && let Some(prefix) = keywords.remove("items")
    {
        keywords.insert("prefixItems".to_owned(), prefix);
        if let Some(rest) = keywords.remove("additionalItems") {
            keywords.insert("items".to_owned(), rest);
        }
    }
    // A discriminator says which one is meant, though others may fit too (OpenAPI 3.1, section 4.8.25).
    if keywords.contains_key("discriminator")
        && !keywords.contains_key("anyOf")
        && let Some(alternatives) = keywords.remove("oneOf")
    {
        keywords.insert("anyOf".to_owned(), alternatives);
    }
    keywords.retain(|name, value| is_well_formed(name, value));
    for (name, member) in keywords {
        match name.as_str() {
            name if ONE.contains(&name) => schema(member, rewrite),
            name if LIST.contains(&name) => elements_mut(member).for_each(|member| schema(member, rewrite)),
            name if NAMED.contains(&name) => members_mut(member).for_each(|member| schema(member, rewrite)),
            _ => {}
        }
    }
    if or_null {
        let whole = value.take();
        let words = members(&whole).filter(|(name, _)| WORDS.contains(name));
        let mut words: Map<String, Value> = words.map(|(name, word)| (name.to_owned(), word.clone())).collect();
        words.insert("anyOf".to_owned(), json!([whole, { "type": "null" }]));
        *value = Value::Object(words);
    }
}

/// Whether the reference, if there is one, leads somewhere. One that does not says nothing.
fn reaches(keywords: &Map<String, Value>, document: &Value) -> bool {
    match keywords.get("$ref") {
        Some(Value::String(target)) => {
            pointer::of_fragment(target).is_none_or(|target| document.pointer(&target).is_some())
        }
        Some(_) => false,
        None => true,
    }
}

/// `nullable: true` adds the type `null`. Gives whether null is valid besides all that the keywords say: beside a reference
/// or composition `nullable` says nothing by the letter, but people mean that.
fn nullable(keywords: &mut Map<String, Value>, old: bool) -> bool {
    for name in ["oneOf", "anyOf"] {
        let alternatives = keywords.get_mut(name).into_iter().flat_map(elements_mut);
        alternatives
            .filter(|known| only_nullable(known))
            .for_each(|known| *known = json!({ "type": "null" }));
    }
    let by_member = keywords
        .get("allOf")
        .is_some_and(|members| elements(members).any(only_nullable));
    let nullable = keywords.remove("nullable") == Some(json!(true));
    if ["$ref", "allOf", "oneOf", "anyOf"]
        .iter()
        .any(|name| keywords.contains_key(*name))
    {
        return nullable || by_member;
    }
    let listed = old
        && keywords
            .get("enum")
            .is_some_and(|list| elements(list).any(Value::is_null));
    let types = match keywords.get("type") {
        _ if !nullable && !listed => return false,
        Some(Value::String(one)) => vec![json!(one)],
        Some(Value::Array(several)) => several.clone(),
        _ => return false,
    };
    let with_null: Vec<Value> = types
        .into_iter()
        .filter(|known| known != "null")
        .chain([json!("null")])
        .collect();
    keywords.insert("type".to_owned(), Value::Array(with_null));
    // By the specification, null must also be in the list. A description with both almost certainly means to allow null.
    if let Some(Value::Array(values)) = keywords.get_mut("enum")
        && !values.contains(&Value::Null)
    {
        values.push(Value::Null);
    }
    false
}

/// Whether a schema says `nullable: true` and nothing else, which stands for null among alternatives.
fn only_nullable(schema: &Value) -> bool {
    let says = |(name, _): (&str, &Value)| name == "nullable" || WORDS.contains(&name);
    schema["nullable"] == true && members(schema).all(says)
}

/// Whether a schema has no constraints besides its references and compositions.
pub(crate) fn is_silent(schema: &Value) -> bool {
    let says = |name: &str| !WORDS.contains(&name) && !["$ref", "allOf"].contains(&name) && !name.starts_with("x-");
    !members(schema).any(|(name, _)| says(name))
}

/// Before 2020-12 these were flags beside the bound.
fn exclusive(keywords: &mut Map<String, Value>, flag: &str, bound: &str) {
    match keywords.get(flag) {
        Some(Value::Bool(true)) => {
            let value = keywords.remove(bound);
            keywords.remove(flag);
            keywords.extend(value.map(|value| (flag.to_owned(), value)));
        }
        Some(Value::Bool(false)) => {
            keywords.remove(flag);
        }
        _ => {}
    }
}

/// Real descriptions hold keywords that mean nothing (`required: true`, `type: date`): validators refuse the whole schema
/// for them, readers of the description pass over them.
fn is_well_formed(name: &str, value: &Value) -> bool {
    const TYPES: [&str; 7] = ["array", "boolean", "integer", "null", "number", "object", "string"];
    let is_type = |value: &Value| value.as_str().is_some_and(|name| TYPES.contains(&name));
    let is_schema = |value: &Value| value.is_object() || value.is_boolean();
    match name {
        "type" => {
            is_type(value)
                || value
                    .as_array()
                    .is_some_and(|all| !all.is_empty() && all.iter().all(is_type))
        }
        "$ref" | "format" => value.is_string(),
        "$anchor" | "$schema" | "$id" | "id" | "$dynamicRef" | "$dynamicAnchor" | "$recursiveRef" => false,
        "enum" => value.as_array().is_some_and(|all| !all.is_empty()),
        "required" => value.as_array().is_some_and(|all| all.iter().all(Value::is_string)),
        "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" => value.is_number(),
        "multipleOf" => value.as_f64().is_some_and(|number| number > 0.0),
        "minLength" | "maxLength" | "minItems" | "maxItems" | "minProperties" | "maxProperties" | "minContains"
        | "maxContains" => value.is_u64(),
        "uniqueItems" => value.is_boolean(),
        "pattern" => value.is_string() && jsonschema::draft202012::new(&json!({ "pattern": value })).is_ok(),
        "patternProperties" => value.as_object().is_some_and(|all| {
            all.keys()
                .all(|pattern| jsonschema::draft202012::new(&json!({ "pattern": pattern })).is_ok())
        }),
        "dependentRequired" => value.as_object().is_some_and(|all| all.values().all(Value::is_array)),
        "additionalItems" | "dependencies" => false,
        name if ONE.contains(&name) => is_schema(value),
        name if LIST.contains(&name) => value.as_array().is_some_and(|all| !all.is_empty()),
        name if NAMED.contains(&name) => value.is_object(),
        _ => true,
    }
}

/// Removes from every `required` the properties of the other direction: `readOnly` properties of requests, `writeOnly` ones of
/// responses (OpenAPI 3.1, section 4.8.24, "Fixed Fields" of 3.0's Schema Object).
pub(crate) fn exempt(value: &mut Value, direction: Direction, document: &Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| exempt(item, direction, document)),
        Value::Object(members) => {
            let exempted: Vec<String> = match members.get("properties") {
                Some(Value::Object(properties)) => properties
                    .iter()
                    .filter(|(_, property)| is_absent(document, property, direction))
                    .map(|(name, _)| name.clone())
                    .collect(),
                _ => Vec::new(),
            };
            if let Some(Value::Array(required)) = members.get_mut("required") {
                required.retain(|name| !exempted.iter().any(|exempted| name == exempted));
            }
            for (name, member) in members {
                if !DATA.contains(&name.as_str()) {
                    exempt(member, direction, document);
                }
            }
        }
        _ => {}
    }
}

fn elements_mut(value: &mut Value) -> impl Iterator<Item = &mut Value> {
    value.as_array_mut().into_iter().flatten()
}

fn members_mut(value: &mut Value) -> impl Iterator<Item = &mut Value> {
    value.as_object_mut().into_iter().flatten().map(|(_, member)| member)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_property_named_schema_is_not_a_schema() {
        let parameter = json!({"in": "query", "name": "schema", "required": true, "schema": {"type": "date"}});
        let header = json!({"required": true, "schema": {"type": "date"}});
        let mut document = json!({
            "components": {"parameters": {"schema": parameter}, "headers": {"schema": header}},
            "files": {"parameters.yaml": {"schema": parameter}},
        });
        modernise(&mut document);
        for at in [
            "/components/parameters/schema",
            "/components/headers/schema",
            "/files/parameters.yaml/schema",
        ] {
            let found = document.pointer(at).expect(at);
            // The schema inside has lost the type that means nothing.
            assert_eq!(
                (&found["required"], &found["schema"]),
                (&json!(true), &json!({})),
                "{at}"
            );
        }
    }
}
