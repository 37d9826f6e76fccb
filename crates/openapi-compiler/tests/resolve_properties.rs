//! Compositions proved equal to their members: for random compositions S and random instances x,
//! `valid(S, x) == valid(resolve(S), x) == valid(convert(S), x)`, by the `jsonschema` crate on both sides.
//!
//! `ALLOF_PAIRS=1000000 cargo test --release -p openapi-build --test resolve_properties` runs a million pairs.

mod support;

use jsonschema::{Draft, Validator};
use openapi_compiler::convert::Version;
use openapi_compiler::{Settings, convert};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestError, TestRng, TestRunner};
use serde_json::{Value, json};
use support::as_json_schema::{as_json_schema, of_3_0};

/// Instances tried on each document.
const INSTANCES: usize = 24;

#[test]
fn a_resolved_composition_accepts_the_values_that_all_members_accept() {
    let pairs: usize = std::env::var("ALLOF_PAIRS")
        .ok()
        .and_then(|pairs| pairs.parse().ok())
        .unwrap_or(24_000);
    let config = Config {
        cases: (pairs / INSTANCES) as u32,
        max_shrink_iters: 20_000,
        failure_persistence: None,
        ..Config::default()
    };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let accepted = std::cell::Cell::new(0);
    let strategy = (document(), prop::collection::vec(instance(), INSTANCES));
    let outcome = runner.run(&strategy, |(document, instances)| {
        let original = validator(&json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "components": document["components"],
            "$ref": "#/components/schemas/S",
        }));
        let resolved = support::resolve(&document.to_string());
        let root = resolved.of(resolved.description.components["S"]);
        let mut schema = as_json_schema(&resolved, root);
        schema["components"] = document["components"].clone();
        let rewritten = validator(&schema);
        let converted = [Version::V3_0, Version::V3_1].map(|version| converted(&document, version));
        for instance in &instances {
            let expected = original.is_valid(instance);
            accepted.set(accepted.get() + usize::from(expected));
            prop_assert_eq!(
                expected,
                rewritten.is_valid(instance),
                "{:#} with {:#}",
                schema,
                instance
            );
            for (description, validator, is_exact) in &converted {
                let actual = validator.is_valid(instance);
                let as_expected = if *is_exact {
                    actual == expected
                } else {
                    actual || !expected
                };
                prop_assert!(as_expected, "{:#} with {:#}: {}", description, instance, actual);
            }
        }
        Ok(())
    });
    if let Err(TestError::Fail(reason, (document, _))) = outcome {
        panic!("{document:#}\n{reason}");
    }
    let share = accepted.get() as f64 / pairs as f64;
    assert!(
        (0.15..0.85).contains(&share),
        "{share} of the instances are valid: the test has lost its teeth"
    );
}

/// The document in a version of OpenAPI, a validator of `S` in it, and whether the version expresses it whole.
fn converted(document: &Value, version: Version) -> (Value, Validator, bool) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("openapi.json");
    std::fs::write(&path, document.to_string()).expect("a file in it");
    let converted = convert(&path, &Settings::default(), version).expect("a description");
    let is_exact = converted
        .diagnostics
        .iter()
        .all(|known| known.code != "not-convertible");
    let schemas = converted.description["components"]["schemas"]
        .as_object()
        .expect("components");
    let as_json_schema = |(name, schema): (&String, &Value)| match version {
        Version::V3_0 => (name.clone(), of_3_0(schema)),
        Version::V3_1 => (name.clone(), schema.clone()),
    };
    let schemas: serde_json::Map<String, Value> = schemas.iter().map(as_json_schema).collect();
    let validator = validator(&json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "components": { "schemas": schemas },
        "$ref": "#/components/schemas/S",
    }));
    (converted.description, validator, is_exact)
}

fn validator(schema: &Value) -> Validator {
    jsonschema::options()
        .with_draft(Draft::Draft202012)
        .build(schema)
        .unwrap_or_else(|error| panic!("{schema:#}\n{error}"))
}

/// A document whose component `S` is a composition, of others perhaps.
fn document() -> impl Strategy<Value = Value> {
    const ALL: &[&str] = &["A", "B", "C"];
    let composition = (prop::collection::vec(schema(ALL), 2..4), schema(ALL)).prop_map(|(members, mut whole)| {
        whole["allOf"] = json!(members);
        whole
    });
    (composition, schema(&ALL[1..]), schema(&ALL[2..]), schema(&[])).prop_map(
        |(s, a, b, c)| json!({"openapi": "3.1.0", "components": {"schemas": {"S": s, "A": a, "B": b, "C": c}}}),
    )
}

/// A schema of a few keywords over a small alphabet, so that instances are valid about as often as not.
///
/// In place it refers to `components` alone, none of which leads back: what is its own negation has no meaning. The
/// values inside of a value may refer to any.
fn schema(components: &'static [&'static str]) -> impl Strategy<Value = Value> {
    let plain = prop::collection::vec(scalar_keyword(), 0..3).prop_map(merge);
    let leaf = if components.is_empty() {
        plain.boxed()
    } else {
        prop_oneof![4 => plain, 1 => reference(components)].boxed()
    };
    leaf.prop_recursive(3, 24, 3, |inner| {
        let below = prop_oneof![4 => inner.clone(), 1 => reference(&["S", "A", "B", "C"])].boxed();
        let keyword = prop_oneof![
            3 => scalar_keyword(),
            3 => properties(below.clone()),
            2 => additional(below.clone()).prop_map(|rest| json!({"additionalProperties": rest})),
            2 => (pattern(), below.clone()).prop_map(|(pattern, schema)| json!({"patternProperties": {pattern: schema}})),
            1 => additional(below.clone()).prop_map(|items| json!({"items": items})),
            1 => prop::collection::vec(below, 1..3).prop_map(|items| json!({"prefixItems": items})),
            2 => prop::collection::vec(inner.clone(), 1..4).prop_map(|members| json!({"allOf": members})),
            1 => prop::collection::vec(inner.clone(), 1..3).prop_map(|variants| json!({"anyOf": variants})),
            1 => prop::collection::vec(inner.clone(), 1..3).prop_map(|variants| json!({"oneOf": variants})),
            1 => inner.clone().prop_map(|schema| json!({"not": schema})),
            1 => inner.prop_map(|schema| json!({"propertyNames": schema})),
        ];
        prop::collection::vec(keyword, 1..4).prop_map(merge)
    })
}

fn reference(components: &'static [&'static str]) -> impl Strategy<Value = Value> {
    prop::sample::select(components).prop_map(|name| json!({"$ref": format!("#/components/schemas/{name}")}))
}

fn additional(inner: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    prop_oneof![3 => inner, 1 => any::<bool>().prop_map(Value::from)]
}

fn properties(inner: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    prop::collection::vec((name(), inner), 1..4).prop_map(|all| {
        let all: serde_json::Map<String, Value> = all.into_iter().collect();
        json!({"properties": all})
    })
}

fn scalar_keyword() -> impl Strategy<Value = Value> {
    let number = || prop::sample::select(vec![json!(-1), json!(0), json!(1), json!(1.5), json!(2)]);
    let count = || 0..3_u8;
    prop_oneof![
        4 => prop::sample::subsequence(vec!["null", "boolean", "integer", "number", "string", "array", "object"], 3..7)
            .prop_map(|types| json!({"type": types})),
        1 => prop::collection::vec(instance(), 3..8).prop_map(|values| json!({"enum": values})),
        1 => number().prop_map(|bound| json!({"minimum": bound})),
        1 => number().prop_map(|bound| json!({"maximum": bound})),
        1 => number().prop_map(|bound| json!({"exclusiveMinimum": bound})),
        1 => number().prop_map(|bound| json!({"exclusiveMaximum": bound})),
        1 => prop::sample::select(vec![0.5, 1.0, 2.0]).prop_map(|of| json!({"multipleOf": of})),
        1 => count().prop_map(|length| json!({"minLength": length})),
        1 => count().prop_map(|length| json!({"maxLength": length})),
        1 => pattern().prop_map(|pattern| json!({"pattern": pattern})),
        1 => count().prop_map(|count| json!({"minItems": count})),
        1 => count().prop_map(|count| json!({"maxItems": count})),
        1 => Just(json!({"uniqueItems": true})),
        1 => count().prop_map(|count| json!({"minProperties": count})),
        1 => count().prop_map(|count| json!({"maxProperties": count})),
        1 => prop::collection::vec(name(), 1..2).prop_map(|names| json!({"required": names})),
    ]
}

fn merge(keywords: Vec<Value>) -> Value {
    let mut schema = serde_json::Map::new();
    for keyword in keywords {
        schema.extend(keyword.as_object().cloned().unwrap_or_default());
    }
    // What `type` forbids is fixed in `enum`, which is another question than composition.
    if schema.contains_key("enum") {
        schema.remove("type");
    }
    Value::Object(schema)
}

fn name() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["a", "b", "a.b", "xa", ""]).prop_map(str::to_owned)
}

fn pattern() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["^a", "b$", "x", "^(?!a)", "^a.b$"]).prop_map(str::to_owned)
}

fn instance() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        1 => Just(Value::Null),
        1 => any::<bool>().prop_map(Value::from),
        3 => prop::sample::select(vec![json!(-1), json!(0), json!(1), json!(1.0), json!(1.5), json!(2), json!(4)]),
        3 => name().prop_map(Value::from),
    ];
    scalar.prop_recursive(2, 8, 3, |inner| {
        prop_oneof![
            2 => prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            3 => prop::collection::vec((name(), inner), 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}
