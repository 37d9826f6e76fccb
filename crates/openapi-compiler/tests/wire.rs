//! The verdicts on the wire, held to what a JSON Schema validator says of values.
//!
//! For random pairs of versions of a schema: if a request has no break, each value that the old client may send is valid in the new
//! version; if a response has none, each value that is valid in the new version is one that the old client reads.
//! `OPENAPI_DIFF_PAIRS` is the number of pairs.
#![allow(missing_docs)]

mod support;

use openapi_compiler::diff::{Wire, diff};
use serde_json::{Map, Value, json};
use support::versions::of_text;

/// Random numbers (xorshift, Marsaglia 2003), so that a pair is known by its number.
struct Random(u64);

impl Random {
    fn of(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 >> 11
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    fn one_in(&mut self, count: u64) -> bool {
        self.below(count) == 0
    }

    fn pick<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len() as u64) as usize]
    }
}

const NAMES: [&str; 3] = ["a", "b", "c"];
const TEXTS: [&str; 6] = ["", "x", "xy", "yx", "xyz", "zzzz"];

/// A random schema.
fn schema(random: &mut Random, depth: u64) -> Value {
    let kinds: u64 = if depth == 0 { 5 } else { 9 };
    let mut schema = match random.below(kinds) {
        0 => json!({"type": "string"}),
        1 => json!({"type": "integer"}),
        2 => json!({"type": "number"}),
        3 => json!({"type": "boolean"}),
        4 => json!({}),
        5 | 6 => json!({"type": "object"}),
        7 => json!({"type": "array"}),
        _ => return union(random, depth),
    };
    for _ in 0..random.below(4) {
        constrain(random, &mut schema, depth);
    }
    schema
}

/// A union of schemas of different types.
fn union(random: &mut Random, depth: u64) -> Value {
    let mut types = vec!["string", "integer", "boolean", "object", "array", "null"];
    let count = 2 + random.below(2);
    let variants = (0..count).map(|_| {
        let ty = types.remove(random.below(types.len() as u64) as usize);
        let mut variant = json!({"type": ty});
        constrain(random, &mut variant, depth - 1);
        variant["type"] = json!(ty);
        variant
    });
    let variants: Vec<Value> = variants.collect();
    json!({random.pick(&["oneOf", "anyOf"]): variants})
}

/// Changes a keyword of a schema that is of its type.
fn constrain(random: &mut Random, schema: &mut Value, depth: u64) {
    let Some(ty) = schema["type"].as_str().map(str::to_owned) else {
        return;
    };
    let number = json!(random.below(5));
    let (keyword, value) = match (ty.as_str(), random.below(6)) {
        (_, 0) => ("type", json!([ty, "null"])),
        ("string", 1) => ("minLength", json!(random.below(3))),
        ("string", 2) => ("maxLength", json!(random.below(5))),
        ("string", 3) => ("pattern", json!(random.pick(&["^x", "y", ".*"]))),
        ("string", _) => ("enum", json!(&TEXTS[..1 + random.below(5) as usize])),
        ("integer" | "number", 1) => ("minimum", number),
        ("integer" | "number", 2) => ("maximum", number),
        ("integer" | "number", 3) => (random.pick(&["exclusiveMinimum", "exclusiveMaximum"]), number),
        ("integer", 4) => ("format", json!(random.pick(&["int32", "int64", "uint64"]))),
        ("integer" | "number", _) => ("multipleOf", json!(1 + random.below(3))),
        ("object", 1) => ("additionalProperties", json!(false)),
        ("object", 2) if depth > 0 => ("additionalProperties", self::schema(random, depth - 1)),
        ("object", 3) => ("required", json!(&NAMES[..random.below(3) as usize])),
        ("object", _) if depth > 0 => {
            let name = random.pick(&NAMES);
            let property = self::schema(random, depth - 1);
            let mut properties = schema["properties"].as_object().cloned().unwrap_or_default();
            properties.insert(name.to_owned(), property);
            ("properties", json!(properties))
        }
        ("array", 1) => ("minItems", json!(random.below(3))),
        ("array", 2) => ("maxItems", json!(random.below(4))),
        ("array", 3) => ("uniqueItems", json!(true)),
        ("array", _) if depth > 0 => ("items", self::schema(random, depth - 1)),
        _ => return,
    };
    schema[keyword] = value;
}

/// Another version of a schema.
fn edited(random: &mut Random, schema: &Value, depth: u64) -> Value {
    if random.one_in(12) {
        return self::schema(random, depth);
    }
    let mut edited = schema.clone();
    let members = edited.as_object_mut().expect("a schema is an object");
    let keywords: Vec<String> = members.keys().cloned().collect();
    if keywords.is_empty() || random.one_in(3) {
        constrain(random, &mut edited, depth);
        return edited;
    }
    let keyword = &keywords[random.below(keywords.len() as u64) as usize];
    match members.get_mut(keyword).expect("a keyword") {
        Value::Object(properties) if keyword == "properties" => {
            let name = random.pick(&NAMES);
            match properties.get_mut(name) {
                Some(_) if random.one_in(3) => drop(properties.remove(name)),
                Some(property) => *property = self::edited(random, property, depth.saturating_sub(1)),
                None => drop(properties.insert(name.to_owned(), self::schema(random, depth.saturating_sub(1)))),
            }
        }
        known @ Value::Object(_) => *known = self::edited(random, known, depth.saturating_sub(1)),
        Value::Array(variants) if keyword.ends_with("Of") => {
            let index = random.below(variants.len() as u64) as usize;
            if random.one_in(2) && variants.len() > 2 {
                variants.remove(index);
            } else {
                let ty = variants[index]["type"].clone();
                constrain(random, &mut variants[index], depth.saturating_sub(1));
                variants[index]["type"] = ty;
            }
        }
        Value::Array(all) if keyword == "required" || keyword == "enum" => {
            all.pop();
            if keyword == "enum" && all.is_empty() {
                members.shift_remove(keyword);
            }
        }
        _ if keyword == "type" => {
            if let Some(list) = edited["type"].as_array() {
                edited["type"] = list[0].clone();
            }
        }
        _ => drop(members.shift_remove(keyword)),
    }
    edited
}

/// A value that a schema may describe: most are valid, and many are at a bound.
fn value(random: &mut Random, schema: &Value) -> Value {
    if let Some(values) = schema["enum"].as_array() {
        return random.pick(&values.iter().collect::<Vec<_>>()).clone();
    }
    let variants = ["oneOf", "anyOf"]
        .into_iter()
        .find_map(|keyword| schema[keyword].as_array());
    if let Some(variants) = variants {
        let variant = random.pick(&variants.iter().collect::<Vec<_>>());
        return value(random, variant);
    }
    let ty = match &schema["type"] {
        Value::Array(all) => random
            .pick(&all.iter().filter_map(Value::as_str).collect::<Vec<_>>())
            .to_owned(),
        Value::String(ty) => ty.clone(),
        _ => random
            .pick(&["string", "integer", "boolean", "null", "number", "object", "array"])
            .to_owned(),
    };
    match ty.as_str() {
        "null" => Value::Null,
        "boolean" => json!(random.one_in(2)),
        "string" => json!(random.pick(&TEXTS)),
        "integer" => match random.below(8) {
            0 => json!(3_000_000_000_i64),
            1 => json!(-3_000_000_000_i64),
            2 => json!(u64::MAX),
            _ => json!(random.below(8) as i64 - 2),
        },
        "number" => json!((random.below(16) as f64 - 4.0) / 2.0),
        "array" => {
            let count = random.below(4);
            let items = (0..count).map(|_| value(random, &schema["items"]));
            Value::Array(items.collect())
        }
        _ => object(random, schema),
    }
}

/// An object with the properties that are listed, and others where these have a type.
fn object(random: &mut Random, schema: &Value) -> Value {
    let mut members = Map::new();
    let required = |name: &str| {
        schema["required"]
            .as_array()
            .is_some_and(|all| all.contains(&json!(name)))
    };
    for name in NAMES {
        let listed = schema["properties"].get(name);
        let others = schema.get("additionalProperties").filter(|others| others.is_object());
        let described = listed.or(others.filter(|others| **others != json!({})));
        match described {
            Some(own) if required(name) || random.one_in(2) => {
                drop(members.insert(name.to_owned(), value(random, own)))
            }
            None if required(name) => drop(members.insert(name.to_owned(), json!(random.pick(&TEXTS)))),
            _ => {}
        }
    }
    Value::Object(members)
}

/// What a client reads: types, required properties, and no more. Texts and integers that are not listed are kept, as are values that
/// are of no variant.
fn readable(schema: &Value) -> Value {
    if schema.get("oneOf").or(schema.get("anyOf")).is_some() {
        return json!({});
    }
    let mut read = Map::new();
    for keyword in ["type", "required"] {
        read.extend(schema.get(keyword).map(|known| (keyword.to_owned(), known.clone())));
    }
    for keyword in ["items", "additionalProperties"] {
        let known = schema.get(keyword).filter(|known| known.is_object());
        read.extend(known.map(|known| (keyword.to_owned(), readable(known))));
    }
    if let Some(properties) = schema["properties"].as_object() {
        let properties: Map<String, Value> = properties
            .iter()
            .map(|(name, known)| (name.clone(), readable(known)))
            .collect();
        read.insert("properties".to_owned(), json!(properties));
    }
    let (least, most) = match schema["format"].as_str() {
        Some("int32") => (json!(i32::MIN), json!(i32::MAX)),
        Some("uint64") => (json!(0), json!(u64::MAX)),
        _ => (json!(i64::MIN), json!(i64::MAX)),
    };
    if json!([&schema["type"]]).to_string().contains("integer") {
        read.extend([("minimum".to_owned(), least), ("maximum".to_owned(), most)]);
    }
    Value::Object(read)
}

/// A description with a schema in a request, or in a response.
fn description(schema: &Value, is_request: bool) -> String {
    let content = json!({"content": {"application/json": {"schema": schema}}, "description": "a"});
    let responses = if is_request { json!({}) } else { json!({"200": content}) };
    let mut operation = json!({"operationId": "a", "responses": responses});
    if is_request {
        operation["requestBody"] = content;
    }
    json!({"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {"/a": {"post": operation}}})
        .to_string()
}

/// The ids of the changes, and whether one of them is a break.
fn verdict(old: &Value, new: &Value, is_request: bool) -> (bool, String) {
    let [old, new] = [old, new].map(|schema| of_text(&description(schema, is_request)));
    let changes = diff(&old, &new);
    let is_break = changes.iter().any(|change| change.wire == Wire::Break);
    let ids: Vec<String> = changes
        .iter()
        .map(|change| format!("{} {:?}", change.id, change.wire))
        .collect();
    (is_break, ids.join(", "))
}

/// The valid values among some that a schema may describe.
fn valid_values(random: &mut Random, schema: &Value) -> Vec<Value> {
    let validator = jsonschema::validator_for(&in_range(schema)).expect("a schema");
    let values = (0..40).map(|_| value(random, schema));
    values.filter(|value| validator.is_valid(value)).collect()
}

/// A schema whose formats of integers are bounds.
fn in_range(schema: &Value) -> Value {
    match schema {
        Value::Object(members) => {
            let own: Map<String, Value> = members
                .iter()
                .map(|(name, known)| (name.clone(), in_range(known)))
                .collect();
            match json!([&schema["type"]]).to_string().contains("integer") {
                true => {
                    let range = readable(&json!({"type": "integer", "format": schema["format"]}));
                    json!({"allOf": [own, {"minimum": range["minimum"], "maximum": range["maximum"]}]})
                }
                false => Value::Object(own),
            }
        }
        Value::Array(all) => Value::Array(all.iter().map(in_range).collect()),
        other => other.clone(),
    }
}

fn disagreement(number: u64) -> Option<String> {
    let random = &mut Random::of(number);
    let old = schema(random, 2);
    let mut new = edited(random, &old, 2);
    for _ in 0..random.below(3) {
        new = edited(random, &new, 2);
    }
    let is_request = number.is_multiple_of(2);
    let (is_break, ids) = verdict(&old, &new, is_request);
    if is_break {
        return None;
    }
    let (sent, by, accepted) = match is_request {
        true => (&old, "a request", in_range(&new)),
        false => (&new, "a response", readable(&old)),
    };
    let validator = jsonschema::validator_for(&accepted).expect("a schema");
    let values = valid_values(random, sent);
    let wrong = values.into_iter().find(|value| !validator.is_valid(value))?;
    Some(format!("pair {number}, {by}: {wrong} from {old} to {new}: {ids}"))
}

#[test]
fn what_is_no_break_breaks_nothing() {
    let pairs = std::env::var("OPENAPI_DIFF_PAIRS")
        .ok()
        .and_then(|count| count.parse().ok());
    let pairs = 0..pairs.unwrap_or(1_000);
    let found: Vec<String> = pairs.filter_map(disagreement).take(10).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// The values of the test above tell what is a break.
#[test]
fn breaks_break_something() {
    let mut broken = 0;
    for number in 0..400 {
        let random = &mut Random::of(number);
        let old = schema(random, 2);
        let new = edited(random, &old, 2);
        let validator = jsonschema::validator_for(&in_range(&new)).expect("a schema");
        let sent = valid_values(random, &old);
        if verdict(&old, &new, true).0 {
            broken += u32::from(sent.iter().any(|value| !validator.is_valid(value)));
        }
    }
    assert!(broken > 40, "{broken} of 400");
}
