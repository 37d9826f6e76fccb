//! Lowering: what a document gets wrong but plainly means is mended with a warning, what it gets wrong beyond repair is an
//! error with its place, and 3.0 and 3.1 become one dialect.

mod support;

use openapi_build::diagnostic::Diagnostics;
use openapi_build::lower::lower;
use openapi_build::read::{Limits, read_str};
use serde_json::{Value, json};
use support::as_json_schema::as_json_schema;

/// What is said of a document, as `severity code pointer`.
fn said(text: &str) -> Vec<String> {
    let mut diagnostics = Diagnostics::new();
    let document = read_str("openapi.yaml", text, &Limits::default(), &mut diagnostics);
    lower(&document, &mut diagnostics);
    diagnostics
        .iter()
        .map(|said| format!("{:?} {} {}", said.severity, said.code, said.at.pointer).to_lowercase())
        .collect()
}

/// An operation in a document of OpenAPI 3.1.
fn operation(path: &str, rest: &str) -> String {
    format!("{{openapi: 3.1.0, paths: {{'{path}': {{get: {{{rest}}}}}}}}}")
}

fn schema(version: &str, schema: &str) -> String {
    format!("{{openapi: {version}, components: {{schemas: {{S: {schema}, T: {{type: string}}}}}}}}")
}

#[test]
fn documents_that_are_none() {
    let cases = [
        ("{swagger: '2.0'}", "error unsupported-version /swagger"),
        ("{openapi: 4.0.0}", "error unsupported-version /openapi"),
        ("{info: {}}", "error not-openapi "),
        ("[]", "error not-an-object "),
        ("{openapi: 3.1.0, paths: []}", "error wrong-type /paths"),
    ];
    for (text, expected) in cases {
        assert_eq!(said(text), [expected], "{text}");
    }
}

#[test]
fn what_is_plainly_meant_is_mended_with_a_warning() {
    let get = "/paths/~1a~1{id}/get";
    let cases = [
        (
            operation("/a/{id}", ""),
            format!("warning path-parameter-undeclared {get}"),
        ),
        (
            operation("/a/{id}", "parameters: [{name: id, in: path}]"),
            format!("warning path-parameter-not-required {get}/parameters/0"),
        ),
        (
            operation("/a", "parameters: [{name: id, in: path, required: true}]"),
            "warning path-parameter-unused /paths/~1a/get/parameters/0".into(),
        ),
        (
            operation("/a", "parameters: [{name: q, in: query}, {name: q, in: query}]"),
            "warning duplicate-parameter /paths/~1a/get/parameters/1".into(),
        ),
        (
            operation("/a", "parameters: [{name: q, in: body}]"),
            "warning parameter-location /paths/~1a/get/parameters/0".into(),
        ),
        (
            operation("/a", "parameters: [{name: q, in: query, style: nice}]"),
            "warning unknown-style /paths/~1a/get/parameters/0/style".into(),
        ),
        (
            operation("/a", "summary: 5"),
            "warning wrong-type /paths/~1a/get/summary".into(),
        ),
        (
            operation("/a", "deprecated: 'true'"),
            "warning wrong-type /paths/~1a/get/deprecated".into(),
        ),
        (
            operation("/a", "responses: {abc: {}}"),
            "warning unknown-status /paths/~1a/get/responses/abc".into(),
        ),
        (
            operation("/a", "security: [{none: []}]"),
            "warning unknown-security-scheme /paths/~1a/get/security/0/none".into(),
        ),
        (
            schema("3.1.0", "{type: text}"),
            "warning unknown-type /components/schemas/S/type".into(),
        ),
        (
            schema("3.1.0", "{type: string, maxLength: '5'}"),
            "warning wrong-type /components/schemas/S/maxLength".into(),
        ),
        (
            schema("3.1.0", "{type: string, enum: [1]}"),
            "warning enum-type /components/schemas/S/enum/0".into(),
        ),
        (
            schema("3.1.0", "{required: true}"),
            "warning wrong-type /components/schemas/S/required".into(),
        ),
        (schema("3.1.0", "5"), "warning wrong-type /components/schemas/S".into()),
    ];
    for (text, expected) in cases {
        assert_eq!(said(&text), [expected.to_lowercase()], "{text}");
    }
}

#[test]
fn what_the_types_do_not_show_is_noted() {
    let cases = [
        (
            operation("/a", "callbacks: {on: {}}"),
            "note callback /paths/~1a/get/callbacks/on",
        ),
        (
            operation("/a", "responses: {'200': {links: {next: {}}}}"),
            "note link /paths/~1a/get/responses/200/links/next",
        ),
        (
            "{openapi: 3.1.0, webhooks: {on: {}}}".to_owned(),
            "note webhook /webhooks/on",
        ),
        (
            operation("/a", "parameters: [{name: Accept, in: header}]"),
            "note reserved-header /paths/~1a/get/parameters/0",
        ),
        (
            schema("3.1.0", "{not: {type: string}}"),
            "note narrowing-keyword /components/schemas/s/not",
        ),
        (
            schema("3.1.0", "{if: {type: string}, then: {}}"),
            "note narrowing-keyword /components/schemas/s/if",
        ),
        (
            schema("3.1.0", "{type: string, nullable: true}"),
            "note nullable-in-3.1 /components/schemas/s",
        ),
        (
            schema("3.0.3", "{$ref: '#/components/schemas/T', maxLength: 5}"),
            "note ref-siblings /components/schemas/s",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(said(&text), [expected.to_lowercase()], "{text}");
    }
}

#[test]
fn references_to_nothing_are_errors_with_their_place() {
    let cases = [
        (
            used("{$ref: '#/components/schemas/Gone'}"),
            "error dangling-reference /components/schemas/s/$ref",
        ),
        (
            used("{$ref: 'https://example.com/s.yaml'}"),
            "error remote-reference /components/schemas/s/$ref",
        ),
        (
            used("{items: {properties: {p: {$ref: '#/components/schemas/Gone'}}}}"),
            "error dangling-reference /components/schemas/s/items/properties/p/$ref",
        ),
        (
            operation("/a", "requestBody: {$ref: '#/components/requestBodies/Gone'}"),
            "error dangling-reference /paths/~1a/get/requestbody/$ref",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(said(&text), [expected], "{text}");
    }
}

/// A document with an operation that answers with the schema.
fn used(schema: &str) -> String {
    format!(
        "{{openapi: 3.1.0, components: {{schemas: {{S: {schema}}}}}, paths: {{/a: {{get: {{responses: {{'200': {{content: \
         {{application/json: {{schema: {{$ref: '#/components/schemas/S'}}}}}}}}}}}}}}}}}}"
    )
}

#[test]
fn a_reference_to_nothing_that_no_operation_needs_is_a_warning() {
    let text = schema("3.1.0", "{$ref: '#/components/schemas/Gone'}");
    assert_eq!(said(&text), ["warning dangling-reference /components/schemas/s/$ref"]);
}

/// Whether values are valid by a schema of this version once it is lowered and resolved.
fn accepted(version: &str, written: &str, values: &[Value]) -> Vec<bool> {
    let resolved = support::resolve(&schema(version, written));
    let schema = as_json_schema(&resolved, resolved.of(resolved.description.components["S"]));
    values
        .iter()
        .map(|value| jsonschema::is_valid(&schema, value))
        .collect()
}

#[test]
fn every_version_becomes_one_dialect() {
    let (null, text) = (Value::Null, json!("x"));
    let cases: Vec<(&str, &str, Vec<Value>, Vec<bool>)> = vec![
        (
            "3.0.3",
            "{type: string, nullable: true}",
            vec![null.clone(), text.clone(), json!(1)],
            vec![true, true, false],
        ),
        (
            "3.1.0",
            "{type: string, nullable: true}",
            vec![null.clone(), text.clone()],
            vec![true, true],
        ),
        (
            "3.1.0",
            "{type: [string, 'null']}",
            vec![null.clone(), text.clone(), json!(1)],
            vec![true, true, false],
        ),
        (
            "3.0.3",
            "{type: string, enum: [x], nullable: true}",
            vec![null.clone(), text.clone()],
            vec![true, true],
        ),
        (
            "3.0.3",
            "{allOf: [{$ref: '#/components/schemas/T'}], nullable: true}",
            vec![null.clone(), text.clone(), json!(1)],
            vec![true, true, false],
        ),
        (
            "3.1.0",
            "{$ref: '#/components/schemas/T', nullable: true}",
            vec![null, text.clone()],
            vec![true, true],
        ),
        (
            "3.0.3",
            "{type: integer, minimum: 1, exclusiveMinimum: true}",
            vec![json!(1), json!(2)],
            vec![false, true],
        ),
        (
            "3.1.0",
            "{type: integer, exclusiveMinimum: 1}",
            vec![json!(1), json!(2)],
            vec![false, true],
        ),
        (
            "3.1.0",
            "{type: integer, minimum: 3, exclusiveMinimum: 1}",
            vec![json!(2), json!(3)],
            vec![false, true],
        ),
        ("3.1.0", "{const: x}", vec![text.clone(), json!("y")], vec![true, false]),
        (
            "3.1.0",
            "{$ref: '#/components/schemas/T', maxLength: 1}",
            vec![text.clone(), json!("xy")],
            vec![true, false],
        ),
        (
            "3.0.3",
            "{$ref: '#/components/schemas/T', maxLength: 1}",
            vec![text.clone(), json!("xy")],
            vec![true, true],
        ),
        (
            "3.1.0",
            "{prefixItems: [{type: string}], items: {type: integer}}",
            vec![json!(["x", 1]), json!([1])],
            vec![true, false],
        ),
        (
            "3.0.3",
            "{items: [{type: string}], additionalItems: false}",
            vec![json!(["x"]), json!(["x", 1])],
            vec![true, false],
        ),
        (
            "3.1.0",
            "{$ref: '#/components/schemas/S/$defs/in', $defs: {in: {type: integer}}}",
            vec![json!(1), text.clone()],
            vec![true, false],
        ),
        ("3.1.0", "false", vec![json!(1)], vec![false]),
        ("3.1.0", "true", vec![json!(1)], vec![true]),
        ("3.1.0", "{not: {const: x}}", vec![text, json!("y")], vec![false, true]),
        (
            "3.1.0",
            "{contains: {type: integer}, minContains: 2}",
            vec![json!([1, 2]), json!([1])],
            vec![true, false],
        ),
    ];
    for (version, schema, values, expected) in cases {
        assert_eq!(
            accepted(version, schema, &values),
            expected,
            "{version} {schema} {values:?}"
        );
    }
}

#[test]
fn parameters_of_the_operation_override_those_of_the_path() {
    let text = "{openapi: 3.1.0, paths: {/a: {
        parameters: [{name: q, in: query, required: true}, {name: q, in: header}, {name: other, in: query}],
        get: {parameters: [{name: q, in: query}]}}}}";
    let resolved = support::resolve(text);
    let parameters = &resolved.description.operations[0].parameters;
    let shown: Vec<_> = parameters
        .iter()
        .map(|p| (p.name.as_str(), format!("{:?}", p.location), p.required))
        .collect();
    assert_eq!(
        shown,
        [
            ("q", "Header".into(), false),
            ("other", "Query".into(), false),
            ("q", "Query".into(), false)
        ]
    );
}

#[test]
fn security_of_the_operation_replaces_that_of_the_document() {
    let text = "{openapi: 3.1.0, security: [{a: []}], components: {securitySchemes: {a: {type: http, scheme: basic}}}, paths: {
        /inherits: {get: {}}, /none: {get: {security: []}}, /optional: {get: {security: [{}, {a: []}]}}}}";
    let resolved = support::resolve(text);
    let security = |index: usize| {
        let alternatives = &resolved.description.operations[index].security;
        alternatives
            .iter()
            .map(|schemes| schemes.keys().cloned().collect::<Vec<_>>())
            .collect::<Vec<_>>()
    };
    assert_eq!(security(0), [["a"]]);
    assert!(security(1).is_empty());
    assert_eq!(security(2), [vec![], vec!["a".to_owned()]]);
}
