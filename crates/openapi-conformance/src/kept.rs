//! What of a response has to be there when its Rust value is written again.

use serde_json::{Value, json};

use crate::contract::{Contract, elements, members};
use crate::pointer::{child, of_fragment};
use crate::same::same;
use crate::shown;

/// Where a value that was written again differs from what came in, if it does: numbers count by value, and properties that no
/// schema describes may go.
pub(crate) fn difference(contract: &Contract, schema: Option<&str>, sent: &Value, back: &Value) -> Option<String> {
    let schemas = schema.map(|schema| vec![schema.to_owned()]).unwrap_or_default();
    differ(contract, &schemas, sent, back, String::new())
}

fn differ(contract: &Contract, schemas: &[String], sent: &Value, back: &Value, at: String) -> Option<String> {
    let mut applicable = Vec::new();
    for schema in schemas {
        gather(contract, schema.clone(), &mut applicable);
    }
    let here = || shown::place(&at);
    match (sent, back) {
        (Value::Object(sent_members), Value::Object(back_members)) => {
            for (name, value) in sent_members {
                let below = described(contract, &applicable, name);
                match back_members.get(name) {
                    Some(back) => {
                        let difference = differ(contract, &below, value, back, child(&at, name));
                        if difference.is_some() {
                            return difference;
                        }
                    }
                    None if below.is_empty() => {}
                    None => {
                        return Some(format!(
                            "{} is lost; it was {}",
                            shown::place(&child(&at, name)),
                            shown::value(value)
                        ));
                    }
                }
            }
            let added = back_members.iter().find(|(name, _)| !sent_members.contains_key(*name));
            added.map(|(name, value)| format!("{} was added: {}", shown::place(&child(&at, name)), shown::value(value)))
        }
        (Value::Array(sent_items), Value::Array(back_items)) if sent_items.len() == back_items.len() => {
            let mut pairs = sent_items.iter().zip(back_items).enumerate();
            pairs.find_map(|(nth, (sent, back))| {
                let below = items(contract, &applicable, nth);
                differ(contract, &below, sent, back, child(&at, &nth.to_string()))
            })
        }
        _ if same(sent, back) => None,
        _ => Some(format!(
            "{}: expected {}, came back as {}",
            here(),
            shown::value(sent),
            shown::value(back)
        )),
    }
}

/// Whether a text or number in a value is none of those that an `enum` or `const` beside other texts lists (`anyOf: [string, enum]`).
pub(crate) fn has_unlisted(contract: &Contract, schemas: &[String], value: &Value) -> bool {
    let mut applicable = Vec::new();
    for schema in schemas {
        gather(contract, schema.clone(), &mut applicable);
    }
    match value {
        Value::String(_) | Value::Number(_) => {
            let listed = listed_values(contract, &applicable);
            let mut alike = listed
                .into_iter()
                .filter(|known| known.is_string() == value.is_string())
                .peekable();
            alike.peek().is_some() && !alike.any(|known| same(known, value))
        }
        Value::Object(members) => members.iter().any(|(name, member)| {
            let below = described(contract, &applicable, name);
            has_unlisted(contract, &below, member)
        }),
        Value::Array(elements) => elements.iter().enumerate().any(|(nth, element)| {
            let below = items(contract, &applicable, nth);
            has_unlisted(contract, &below, element)
        }),
        _ => false,
    }
}

/// The texts and numbers that a schema lists, itself or through what it refers to, is composed of, or has as an alternative.
pub(crate) fn listed<'c>(contract: &'c Contract, schema: &str) -> Vec<&'c Value> {
    let mut applicable = Vec::new();
    gather(contract, schema.to_owned(), &mut applicable);
    listed_values(contract, &applicable)
}

fn listed_values<'c>(contract: &'c Contract, schemas: &[String]) -> Vec<&'c Value> {
    let schemas = schemas.iter().filter_map(|at| contract.document().pointer(at));
    let values = schemas.flat_map(|schema| elements(&schema["enum"]).chain(schema.get("const")));
    values.filter(|value| value.is_string() || value.is_number()).collect()
}

/// The schema, and every one that it refers to, is composed of, or has as an alternative.
fn gather(contract: &Contract, at: String, into: &mut Vec<String>) {
    if into.contains(&at) {
        return;
    }
    let Some(schema) = contract.document().pointer(&at) else {
        return;
    };
    into.push(at.clone());
    if let Some(target) = schema["$ref"].as_str().and_then(of_fragment) {
        gather(contract, target, into);
    }
    // A base stands for what its mapping names.
    for (_, to) in members(&schema["discriminator"]["mapping"]) {
        if let Some(target) = to.as_str().and_then(of_fragment) {
            gather(contract, target, into);
        }
    }
    for name in ["allOf", "oneOf", "anyOf"] {
        for (nth, _) in elements(&schema[name]).enumerate() {
            gather(contract, child(&child(&at, name), &nth.to_string()), into);
        }
    }
}

/// The schemas that describe a property.
fn described(contract: &Contract, schemas: &[String], name: &str) -> Vec<String> {
    let mut found = Vec::new();
    for at in schemas {
        let schema = &contract.document().pointer(at).unwrap_or(&Value::Null);
        if schema["properties"].get(name).is_some() {
            found.push(child(&child(at, "properties"), name));
            continue;
        }
        let matches = |pattern: &str| {
            jsonschema::draft202012::new(&json!({ "pattern": pattern })).is_ok_and(|known| known.is_valid(&json!(name)))
        };
        let matching: Vec<&str> = members(&schema["patternProperties"])
            .map(|(pattern, _)| pattern)
            .filter(|pattern| matches(pattern))
            .collect();
        if !matching.is_empty() {
            let patterns = child(at, "patternProperties");
            found.extend(matching.into_iter().map(|pattern| child(&patterns, pattern)));
        } else if schema["additionalProperties"].is_object() || schema["additionalProperties"] == true {
            found.push(child(at, "additionalProperties"));
        } else if schema["unevaluatedProperties"].is_object() || schema["unevaluatedProperties"] == true {
            found.push(child(at, "unevaluatedProperties"));
        }
    }
    found
}

/// The schemas of an item.
fn items(contract: &Contract, schemas: &[String], nth: usize) -> Vec<String> {
    let mut found = Vec::new();
    for at in schemas {
        let schema = &contract.document().pointer(at).unwrap_or(&Value::Null);
        if schema["prefixItems"].get(nth).is_some() {
            found.push(child(&child(at, "prefixItems"), &nth.to_string()));
        } else if schema.get("items").is_some() {
            found.push(child(at, "items"));
        }
    }
    found
}
