//! Resolution, by examples: what the random ones of `resolve_properties` do not single out.

mod support;

use openapi_build::diagnostic::{Diagnostics, Severity};
use openapi_build::resolved::{Resolved, ResolvedId};
use serde_json::{Map, Value, json};
use support::as_json_schema::as_json_schema;
use support::resolve_with;

fn resolve(schemas: Value) -> (Resolved, Diagnostics) {
    resolve_with(&json!({"openapi": "3.1.0", "components": {"schemas": schemas}}).to_string())
}

fn component(resolved: &Resolved, name: &str) -> ResolvedId {
    resolved.of(resolved.description.components[name])
}

fn codes(diagnostics: &Diagnostics) -> Vec<(&'static str, &str, Vec<&str>)> {
    let shown = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity >= Severity::Warning);
    shown
        .map(|diagnostic| {
            let related = diagnostic.related.iter().map(|(at, _)| at.pointer.as_str()).collect();
            (diagnostic.code, diagnostic.at.pointer.as_str(), related)
        })
        .collect()
}

#[test]
fn a_contradiction_names_both_places() {
    let cases = [
        (json!({"type": "string"}), json!({"type": "integer"})),
        (json!({"enum": ["a"]}), json!({"enum": ["b"]})),
        (json!({"minimum": 3}), json!({"maximum": 2})),
        (json!({"exclusiveMinimum": 2}), json!({"maximum": 2})),
        (json!({"minLength": 3}), json!({"maxLength": 2})),
        (json!({"minItems": 3}), json!({"maxItems": 2})),
        (json!({"minProperties": 3}), json!({"maxProperties": 2})),
    ];
    for (a, b) in cases {
        let (_, diagnostics) = resolve(json!({"S": {"allOf": [a, b]}}));
        let [(code, at, mut related)] = codes(&diagnostics).try_into().expect("one diagnostic");
        related.sort_unstable();
        assert_eq!((code, at), ("contradiction", "/components/schemas/S"));
        assert_eq!(
            related,
            ["/components/schemas/S/allOf/0", "/components/schemas/S/allOf/1"],
            "{a} {b}"
        );
    }
}

#[test]
fn what_agrees_is_no_contradiction() {
    let cases = [
        json!([{"type": "number"}, {"type": "integer"}]),
        json!([{"enum": [1, 2]}, {"enum": [2.0, 3]}]),
        json!([{"minimum": 2}, {"maximum": 2}]),
        json!([{"type": ["string", "null"]}, {"enum": ["a", null]}]),
    ];
    for members in cases {
        let (_, diagnostics) = resolve(json!({"S": {"allOf": members}}));
        assert_eq!(codes(&diagnostics), [], "{members}");
    }
}

#[test]
fn integers_are_compared_exactly() {
    let (resolved, _) = resolve(json!({"S": {"allOf": [
        {"minimum": 9_007_199_254_740_992_u64},
        {"minimum": 9_007_199_254_740_993_u64},
    ]}}));
    let minimum = resolved
        .get(component(&resolved, "S"))
        .schema
        .minimum
        .clone()
        .expect("a minimum");
    assert_eq!(minimum.value.to_string(), "9007199254740993");
}

#[test]
fn null_stays_only_where_every_member_allows_it() {
    let members = [json!({"type": ["object", "null"]}), json!({"type": "object"})];
    let (resolved, _) = resolve(json!({"Both": {"allOf": [members[0], members[0]]}, "One": {"allOf": members}}));
    let types = |name| resolved.get(component(&resolved, name)).schema.types.names();
    assert_eq!((types("Both"), types("One")), (vec!["null", "object"], vec!["object"]));
}

#[test]
fn what_several_compositions_inherit_is_one_schema() {
    let (resolved, _) = resolve(json!({
        "Base": {"type": "object", "properties": {"kind": {"type": "string", "enum": ["a", "b"]}}},
        "First": {"allOf": [{"$ref": "#/components/schemas/Base"}, {"properties": {"x": {"type": "string"}}}]},
        "Second": {"allOf": [{"$ref": "#/components/schemas/First"}, {"properties": {"y": {"type": "string"}}}]},
    }));
    let kind = |name| resolved.get(component(&resolved, name)).schema.properties["kind"];
    assert_eq!((kind("First"), kind("Second")), (kind("Base"), kind("Base")));
}

#[test]
fn a_property_of_two_members_is_the_composition_of_both() {
    let (resolved, _) = resolve(json!({"S": {"allOf": [
        {"properties": {"a": {"type": ["string", "integer"]}}, "required": ["a"]},
        {"properties": {"a": {"type": ["integer", "null"], "minimum": 3}}},
    ]}}));
    let whole = &resolved.get(component(&resolved, "S")).schema;
    let a = resolved.get(whole.properties["a"]);
    assert!(whole.required.contains("a"));
    assert_eq!(a.schema.types.names(), ["integer"]);
    assert_eq!(a.at.pointer, "/components/schemas/S/properties/a");
}

#[test]
fn a_diamond_costs_its_size() {
    let mut schemas = Map::new();
    schemas.insert(
        "L0".into(),
        json!({"type": "object", "properties": {"p": {"type": "string"}}}),
    );
    for level in 1..200 {
        let below = json!({"$ref": format!("#/components/schemas/L{}", level - 1)});
        let (left, right) = (format!("L{level}a"), format!("L{level}b"));
        schemas.insert(left.clone(), json!({"allOf": [below], "required": ["p"]}));
        schemas.insert(right.clone(), json!({"allOf": [below], "minProperties": level}));
        let both = [left, right].map(|name| json!({"$ref": format!("#/components/schemas/{name}")}));
        schemas.insert(format!("L{level}"), json!({"allOf": both}));
    }
    let count = schemas.len();
    let (resolved, _) = resolve(Value::Object(schemas));
    assert_eq!(
        resolved.get(component(&resolved, "L199")).schema.min_properties,
        Some(199)
    );
    assert!(
        resolved.ids().count() <= 4 * count,
        "{} schemas",
        resolved.ids().count()
    );
}

#[test]
fn a_wide_composition_is_one_schema() {
    let members: Vec<Value> = (0..1000)
        .map(|n| json!({"properties": {format!("p{n}"): {"type": "string"}}}))
        .collect();
    let (resolved, _) = resolve(json!({"S": {"allOf": members}}));
    assert_eq!(resolved.get(component(&resolved, "S")).schema.properties.len(), 1000);
}

#[test]
fn a_composition_that_contains_itself_ends() {
    let (resolved, diagnostics) = resolve(json!({
        "A": {"type": "object", "properties": {"a": {"$ref": "#/components/schemas/B"}}, "allOf": [{"$ref": "#/components/schemas/B"}]},
        "B": {"properties": {"b": {"type": "string"}}, "allOf": [{"$ref": "#/components/schemas/A"}]},
    }));
    let properties = |name| {
        resolved
            .get(component(&resolved, name))
            .schema
            .properties
            .keys()
            .cloned()
            .collect::<Vec<_>>()
    };
    assert_eq!(
        (properties("A"), properties("B")),
        (vec!["a".into(), "b".into()], vec!["b".into(), "a".into()])
    );
    assert!(
        diagnostics
            .iter()
            .any(|diagnostic| diagnostic.code == "composition-cycle")
    );
    assert!(!diagnostics.has_errors());
}

#[test]
fn references_that_lead_nowhere_but_back_are_an_error() {
    let (_, diagnostics) = resolve(json!({
        "A": {"$ref": "#/components/schemas/B"},
        "B": {"$ref": "#/components/schemas/A"},
    }));
    assert!(diagnostics.has_errors());
    assert!(codes(&diagnostics).iter().all(|(code, ..)| *code == "reference-cycle"));
}

#[test]
fn additional_properties_forbidden_by_one_member_are_forbidden_to_all() {
    let (resolved, _) = resolve(json!({"S": {"allOf": [
        {"properties": {"a": {"type": "string"}}, "additionalProperties": false},
        {"properties": {"b": {"type": "string"}}},
    ]}}));
    let schema = as_json_schema(&resolved, component(&resolved, "S"));
    let valid = |value: Value| jsonschema::is_valid(&schema, &value);
    assert!(valid(json!({"a": "x"})));
    assert!(!valid(json!({"b": "x"})) && !valid(json!({"c": "x"})));
}

#[test]
fn members_keep_their_identity() {
    let (resolved, _) = resolve(json!({
        "Base": {"type": "object", "properties": {"id": {"type": "string"}}},
        "Whole": {"allOf": [{"$ref": "#/components/schemas/Base"}, {"properties": {"x": {"type": "string"}}}]},
    }));
    let whole = resolved.get(component(&resolved, "Whole"));
    assert_eq!(whole.members, [component(&resolved, "Base")]);
}
