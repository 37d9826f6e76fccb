//! Fields that an OpenAPI object does not have are reported, with the field that is likely meant.

use openapi_compiler::diagnostic::Diagnostics;
use openapi_compiler::lower::lower;
use openapi_compiler::read::{Limits, read_str};

/// What is reported of unknown fields, as `severity pointer help`.
fn unknown_fields(text: &str) -> Vec<String> {
    let mut diagnostics = Diagnostics::new();
    let document = read_str("openapi.yaml", text, &Limits::default(), &mut diagnostics);
    lower(&document, &mut diagnostics);
    let unknown = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.code == "unknown-field");
    unknown
        .map(|diagnostic| {
            let help = diagnostic.help.as_deref().unwrap_or_default();
            let near = help.split('`').nth(1).unwrap_or("-");
            format!("{:?} {} {near}", diagnostic.severity, diagnostic.at.pointer)
        })
        .collect()
}

#[test]
fn a_misspelt_field_is_reported_with_the_one_that_is_meant() {
    let operation = |rest: &str| format!("paths: {{/a: {{get: {{{rest}}}}}}}");
    let at = "/paths/~1a/get";
    let cases = [
        ("component: {}".to_owned(), "Warning /component components".to_owned()),
        (
            "components: {schema: {}}".into(),
            "Warning /components/schema schemas".into(),
        ),
        ("servers: [{uri: /, url: /}]".into(), "Note /servers/0/uri -".into()),
        (
            "paths: {/a: {parameter: []}}".into(),
            "Warning /paths/~1a/parameter parameters".into(),
        ),
        (
            operation("requestbody: {}"),
            format!("Warning {at}/requestbody requestBody"),
        ),
        (
            operation("request_body: {}"),
            format!("Warning {at}/request_body requestBody"),
        ),
        (operation("parameter: []"), format!("Warning {at}/parameter parameters")),
        (operation("responces: {}"), format!("Warning {at}/responces responses")),
        (
            operation("operationID: a"),
            format!("Warning {at}/operationID operationId"),
        ),
        (operation("consumes: []"), format!("Note {at}/consumes -")),
        (
            operation("responses: {'200': {description: '', contents: {}}}"),
            format!("Warning {at}/responses/200/contents content"),
        ),
        (
            operation("responses: {'200': {description: '', content: {a/b: {shema: {}}}}}"),
            format!("Warning {at}/responses/200/content/a~1b/shema schema"),
        ),
        (
            operation("requestBody: {content: {}, require: true}"),
            format!("Warning {at}/requestBody/require required"),
        ),
        (
            operation("parameters: [{name: a, in: query, schema: {}, requried: true}]"),
            format!("Warning {at}/parameters/0/requried required"),
        ),
        (
            "components: {securitySchemes: {a: {type: http, shceme: basic}}}".into(),
            "Warning /components/securitySchemes/a/shceme scheme".into(),
        ),
    ];
    for (rest, expected) in cases {
        assert_eq!(
            unknown_fields(&format!("{{openapi: 3.1.0, {rest}}}")),
            [expected],
            "{rest}"
        );
    }
}

#[test]
fn extensions_and_names_are_left_alone() {
    let cases = [
        "x-requestbody: 1",
        "paths: {/a: {x-parameter: 1, get: {x-b: 1}}}",
        "paths: {/a: {get: {responses: {'200': {$ref: '#/components/responses/requestbody'}}}}}, \
         components: {responses: {requestbody: {description: ''}}}",
        "components: {schemas: {parameter: {requestbody: 1}}}",
        "paths: {/a: {get: {parameters: [{name: a, in: query, type: string, format: date}]}}}",
    ];
    for rest in cases {
        assert_eq!(
            unknown_fields(&format!("{{openapi: 3.1.0, {rest}}}")),
            Vec::<String>::new(),
            "{rest}"
        );
    }
}
