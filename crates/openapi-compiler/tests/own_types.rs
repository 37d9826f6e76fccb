//! Types of the caller's own, and types of formats.

mod support;

use std::fs;

use openapi_compiler::convert::Version;
use openapi_compiler::{Compilation, Settings, Unusable, compile, convert};
use support::planned::components;

fn compiled(text: &str, settings: &Settings) -> Result<Compilation, Box<Unusable>> {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let path = dir.path().join("openapi.yaml");
    fs::write(&path, text).expect("a file in it");
    compile(&path, settings)
}

fn settings(replacements: &[(&str, &str)], formats: &[(&str, &str)]) -> Settings {
    let mut settings = Settings::default();
    let pairs = |pairs: &[(&str, &str)]| pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
    settings.options.replacements = pairs(replacements);
    settings.options.formats = pairs(formats);
    settings
}

/// The types of schemas by their pointers.
fn types<'p>(text: &str, settings: &Settings, pointers: &[&'p str]) -> Vec<(&'p str, String)> {
    let compiled = compiled(text, settings).unwrap_or_else(|error| panic!("{error}"));
    let of = |pointer: &'p str| {
        let mut reports = compiled.plan.schemas.iter();
        let report = reports.find(|report| report.at.pointer == pointer);
        (
            pointer,
            report.map_or_else(String::new, |report| report.rust_type.clone()),
        )
    };
    pointers.iter().map(|pointer| of(pointer)).collect()
}

/// The codes and places of the errors and warnings.
fn problems(text: &str, settings: &Settings) -> Vec<String> {
    let diagnostics = match compiled(text, settings) {
        Ok(compilation) => compilation.diagnostics,
        Err(unusable) => unusable.diagnostics,
    };
    let shown = diagnostics
        .iter()
        .map(|known| format!("{} {}: {}", known.code, known.at.pointer, known.message));
    shown.collect()
}

#[test]
fn a_type_of_the_callers_own_takes_the_place_of_the_schema() {
    let text = components(
        "Money: {type: object, properties: {a: {type: string}, in: {type: object, properties: {b: {}}}}},
         S: {properties: {
            one: {$ref: '#/components/schemas/Money'},
            other: {$ref: '#/components/schemas/Money'},
            described: {allOf: [{$ref: '#/components/schemas/Money'}], description: A},
            null: {anyOf: [{$ref: '#/components/schemas/Money'}, {type: 'null'}]},
            list: {type: array, items: {$ref: '#/components/schemas/Money'}},
            map: {additionalProperties: {$ref: '#/components/schemas/Money'}},
            narrow: {allOf: [{$ref: '#/components/schemas/Money'}, {minProperties: 1}]},
            more: {allOf: [{$ref: '#/components/schemas/Money'}, {properties: {c: {}}}]},
            plain: {type: [object, 'null'], properties: {deep: {properties: {d: {}}}}, x-rust-type: 'geo::Point<f64>'},
            union: {x-rust-type: 'crate::Id', oneOf: [{type: string}, {type: integer}, {type: 'null'}]},
            text: {oneOf: [{enum: [a]}, {type: string}], x-rust-type: String},
            list_of: {type: array, items: {type: string, x-rust-type: 'crate::Id'}}}}",
    );
    let at = |name: &str| format!("/components/schemas/S/properties/{name}");
    let other = at("other");
    let settings = settings(&[("Money", "crate::Money"), (&other, "crate::Other")], &[]);
    let cases = [
        ("one", "types::Money"),
        ("other", "crate::Other"),
        ("described", "types::Money"),
        ("null", "Option<types::Money>"),
        ("list", "Vec<types::Money>"),
        ("map", "std::collections::BTreeMap<String, types::Money>"),
        ("narrow", "crate::Money"),
        ("more", "types::SMore"),
        ("plain", "Option<geo::Point<f64>>"),
        ("union", "Option<crate::Id>"),
        ("text", "String"),
        ("list_of", "Vec<crate::Id>"),
    ];
    let pointers: Vec<String> = cases.iter().map(|(name, _)| at(name)).collect();
    let pointers: Vec<&str> = pointers.iter().map(String::as_str).collect();
    let found = types(&text, &settings, &pointers);
    for ((name, expected), (_, found)) in cases.iter().zip(found) {
        assert_eq!(found, *expected, "{name}");
    }
    let code = compiled(&text, &settings).expect("a client").code;
    assert!(code.contains("pub type Money = crate::Money;"), "{code}");
    // Nothing is generated for what is only in the schema.
    assert!(!code.contains("Deep"), "{code}");
}

#[test]
fn a_type_of_the_callers_own_that_cannot_be_is_an_error_at_its_place() {
    let text = components("S: {properties: {a: {type: string, x-rust-type: 'crate::A<{ loop {} }>'}}}");
    let reason = "it is not a path of Rust";
    let found = problems(
        &text,
        &settings(&[("S", "fn() -> u8"), ("T", "crate::T"), ("/nowhere", "crate::T")], &[]),
    );
    let expected = [
        "invalid-rust-path /components/schemas/S/properties/a/x-rust-type: `crate::A<{ loop {} }>` cannot be the type of the schema: an argument of a path is a path".to_owned(),
        "unknown-replacement /nowhere: there is no schema `/nowhere` that could have the type `crate::T`".to_owned(),
        format!("invalid-rust-path S: `fn() -> u8` cannot be the type of `S`: {reason}"),
        "unknown-replacement T: there is no schema `T` that could have the type `crate::T`".to_owned(),
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_conversion_keeps_the_schema() {
    let text = components("Money: {type: object, properties: {amount: {type: string}}, x-rust-type: 'crate::Money'}");
    let dir = tempfile::tempdir().expect("a temporary folder");
    let path = dir.path().join("openapi.yaml");
    fs::write(&path, text).expect("a file in it");
    let converted = convert(&path, &Settings::default(), Version::V3_1).expect("a description");
    let amount = converted
        .description
        .pointer("/components/schemas/Money/properties/amount/type");
    assert_eq!(amount.and_then(|ty| ty.as_str()), Some("string"));
}

#[test]
fn a_format_has_its_type_where_a_text_is() {
    let text = components(
        "S: {properties: {
            at: {type: string, format: date-time},
            null: {type: [string, 'null'], format: date-time},
            number: {type: integer, format: date-time},
            listed: {type: string, format: date-time, enum: [a, b]},
            day: {type: string, format: date}}}",
    );
    let at = |name: &str| format!("/components/schemas/S/properties/{name}");
    let cases = [
        ("at", "Formatted<crate::At>"),
        ("null", "Option<Formatted<crate::At>>"),
        ("number", "i64"),
        ("listed", "types::SListed"),
        ("day", "Formatted<::openapi_runtime::jiff::civil::Date>"),
    ];
    let settings = settings(&[], &[("date-time", "crate::At"), ("date", "jiff")]);
    for (name, expected) in cases {
        assert_eq!(types(&text, &settings, &[&at(name)])[0].1, expected, "{name}");
    }
    let plan = compiled(&text, &settings).expect("a client").plan;
    assert_eq!(plan.features, ["jiff"]);
}

#[test]
fn a_header_of_an_own_type_is_text_with_a_note() {
    let text = "{openapi: 3.1.0, paths: {/a: {get: {operationId: a, responses: {'200': {headers: {
        X-At: {schema: {type: string, x-rust-type: 'crate::At'}}}}}}}}}";
    let found = problems(text, &Settings::default());
    let at = "/paths/~1a/get/responses/200/headers/X-At/schema";
    let expected =
        format!("untyped-text {at}: how the text of a header stands for a `crate::At` is not described; it is text");
    assert!(found.contains(&expected), "{found:?}");
}
