//! What is reported about schemas that are chosen to be read leniently.

mod support;

use openapi_compiler::plan::Options;
use support::plan_with;

/// The pointers of what is read as described, of a response's body with the chosen schema `S`.
fn without_effect(content: &str, schemas: &str, chosen: &str) -> Vec<String> {
    let text = format!(
        "{{openapi: 3.1.0, paths: {{/a: {{get: {{operationId: a, responses: {{'200': {{description: '', {content}}}}}}}}}}}, \
         components: {{schemas: {{{schemas}}}}}}}"
    );
    let mut options = Options::default();
    options.lenient.insert(chosen.to_owned());
    let (_, diagnostics) = plan_with(&text, &options);
    let reported = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.code.contains("lenient"));
    reported
        .map(|diagnostic| format!("{} {}", diagnostic.code, diagnostic.at.pointer))
        .collect()
}

#[test]
fn where_a_choice_has_no_effect_a_warning_says_so() {
    let s = "S: {type: integer}";
    let json = |schema: &str| format!("content: {{application/json: {{schema: {schema}}}}}");
    let of = "{$ref: '#/components/schemas/S'}";
    let content = "/paths/~1a/get/responses/200/content";
    let schema = format!("{content}/application~1json/schema");
    let cases = [
        (json(of), None),
        (json(&format!("{{type: array, items: {of}}}")), None),
        (json(&format!("{{type: object, additionalProperties: {of}}}")), None),
        (json(&format!("{{oneOf: [{of}, {{type: 'null'}}]}}")), None),
        (json(&format!("{{type: object, properties: {{p: {of}}}}}")), None),
        (
            json(&format!("{{oneOf: [{of}, {{type: boolean}}]}}")),
            Some(schema.clone()),
        ),
        (
            json(&format!("{{oneOf: [{{type: array, items: {of}}}, {{type: boolean}}]}}")),
            Some(schema.clone()),
        ),
        (
            json(&format!(
                "{{type: array, prefixItems: [{of}, {of}], items: false, minItems: 2}}"
            )),
            Some(schema.clone()),
        ),
        (
            format!("content: {{text/plain: {{schema: {of}}}}}"),
            Some(format!("{content}/text~1plain")),
        ),
        (
            format!("content: {{application/jsonl: {{schema: {of}}}}}"),
            Some(format!("{content}/application~1jsonl")),
        ),
        (
            format!("headers: {{X: {{schema: {of}}}}}"),
            Some("/paths/~1a/get/responses/200/headers/X".to_owned()),
        ),
    ];
    for (described, at) in cases {
        let expected: Vec<_> = at.iter().map(|at| format!("lenient-without-effect {at}")).collect();
        assert_eq!(without_effect(&described, s, "S"), expected, "{described}");
        assert!(without_effect(&described, s, "*").is_empty(), "{described}");
    }
    let union = "S: {oneOf: [{type: integer}, {type: boolean}]}";
    assert_eq!(
        without_effect(&json(of), union, "S"),
        ["lenient-without-effect /components/schemas/S"]
    );
    // Its properties are read leniently.
    let object = "S: {type: object, properties: {p: {type: integer}}}";
    assert!(without_effect(&json(&format!("{{oneOf: [{of}, {{type: boolean}}]}}")), object, "S").is_empty());
}

#[test]
fn a_choice_of_what_is_not_read_is_an_error() {
    let reported = without_effect("content: {}", "S: {type: integer}", "S");
    assert_eq!(reported.len(), 1);
    assert!(reported[0].starts_with("unknown-lenient "), "{reported:?}");
}
