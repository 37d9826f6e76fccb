//! Every extension that is known has its effect, and is in `docs/extensions.md`; others are silent.

mod support;

use std::collections::BTreeSet;

use openapi_compiler::plan::{Options, TypeKind};
use support::plan_with;
use support::planned::components;

/// What the client of a description has: its types and operations as they are planned.
fn client(text: &str) -> String {
    let (plan, _) = plan_with(text, &Options::default());
    let types: Vec<_> = plan
        .types
        .iter()
        .map(|ty| (&ty.name, &ty.docs, ty.deprecated, &ty.kind))
        .collect();
    format!("{types:#?} {:#?}", plan.operations)
}

fn schema(schema: &str) -> String {
    components(&format!("S: {schema}"))
}

fn operation(extension: &str, parameter: &str) -> String {
    format!(
        "{{openapi: 3.1.0, paths: {{/a: {{get: {{operationId: a, {extension}
            parameters: [{{name: page_token, in: query, schema: {{type: string}} {parameter}}}],
            responses: {{'200': {{content: {{application/json: {{schema: {{type: object, properties: {{
                items: {{type: array, items: {{type: string}}}}, next_page: {{type: string}}, nextLink: {{type: string}},
                value: {{type: array, items: {{type: string}}}}}}}}}}}}}}}}}}}}}}}}"
    )
}

/// An extension, a description that has it, and what the client has by it.
fn cases() -> Vec<(&'static str, String, &'static str)> {
    let fern =
        "x-fern-pagination: {cursor: $request.page_token, next_cursor: $response.next_page, results: $response.items},";
    let speakeasy = "x-speakeasy-pagination: {type: cursor, inputs: [{name: page_token, in: parameters, type: cursor}],
        outputs: {results: $.items, nextCursor: $.next_page}},";
    vec![
        (
            "x-deprecated",
            schema("{type: object, properties: {a: {type: string, x-deprecated: true}}}"),
            "deprecated: true",
        ),
        (
            "x-deprecated",
            schema("{type: object, properties: {}, x-deprecated: Use T.}"),
            "Deprecated: Use T.",
        ),
        (
            "x-deprecated",
            operation("", ", x-deprecated: true"),
            "deprecated: true",
        ),
        ("x-deprecated", operation("x-deprecated: true,", ""), "deprecated: true"),
        (
            "x-speakeasy-deprecation-message",
            operation("deprecated: true, x-speakeasy-deprecation-message: Use b.,", ""),
            "Deprecated: Use b.",
        ),
        (
            "x-dropshot-pagination",
            operation("x-dropshot-pagination: {required: []},", ""),
            "why: \"x-dropshot-pagination\"",
        ),
        ("x-fern-pagination", operation(fern, ""), "why: \"x-fern-pagination\""),
        (
            "x-ms-pageable",
            operation("x-ms-pageable: {nextLinkName: nextLink},", ""),
            "why: \"x-ms-pageable\"",
        ),
        (
            "x-speakeasy-pagination",
            operation(speakeasy, ""),
            "why: \"x-speakeasy-pagination\"",
        ),
        (
            "x-enum-varnames",
            schema("{type: integer, enum: [1, 2], x-enum-varnames: [Low, High]}"),
            "name: \"High\"",
        ),
        (
            "x-enum-varnames",
            schema("{type: integer, enum: [1, 2], x-enum-varnames: {'1': Low, '2': High}}"),
            "name: \"High\"",
        ),
        (
            "x-enumNames",
            schema("{type: integer, enum: [1, 2], x-enumNames: [Low, High]}"),
            "name: \"High\"",
        ),
        (
            "x-enum-descriptions",
            schema("{type: string, enum: [a, b], x-enum-descriptions: [First., Second.]}"),
            "docs: \"Second.\"",
        ),
        (
            "x-enumDescriptions",
            schema("{type: string, enum: [a, b], x-enumDescriptions: {b: Second.}}"),
            "docs: \"Second.\"",
        ),
        (
            "x-nullable",
            schema("{type: object, properties: {a: {type: integer, x-nullable: true}}}"),
            "Nullable(",
        ),
        (
            "x-rust-type",
            schema("{type: object, properties: {a: {type: integer, x-rust-type: 'crate::A'}}}"),
            "crate::A",
        ),
    ]
}

#[test]
fn each_has_its_effect() {
    for (extension, with, effect) in cases() {
        let without = with.replace(extension, "x-unknown");
        assert!(client(&with).contains(effect), "{extension}: {}", client(&with));
        assert!(!client(&without).contains(effect), "{extension}");
    }
}

#[test]
fn each_is_in_the_page() {
    let page = include_str!("../../../docs/extensions.md");
    let rows = page
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once('`'));
    let listed: BTreeSet<&str> = rows.map(|(name, _)| name).collect();
    let known: BTreeSet<&str> = cases().into_iter().map(|(name, ..)| name).collect();
    assert_eq!(listed, known);
}

#[test]
fn others_are_silent() {
    let text = components("S: {type: string, enum: [a], x-a: 1, x-enum-varnames: [Other], x-ms-enum: {name: T}}");
    let (plan, diagnostics) = plan_with(&text, &Options::default());
    assert_eq!(diagnostics.iter().count(), 0);
    // Names are for integers.
    assert!(matches!(&plan.types[0].kind, TypeKind::StringEnum(variants) if variants[0].name == "A"));
}
