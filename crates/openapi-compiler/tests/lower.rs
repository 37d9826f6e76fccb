//! Lowering: what a document gets wrong but plainly means is fixed with a warning, what it gets wrong beyond repair is an
//! error with its place, and 3.0 and 3.1 become one dialect.

mod support;

use openapi_compiler::description::{
    Description, OAuthFlow, Parameter, ParameterEncoding, ParameterIn, SecurityKind, Status, Style,
};
use openapi_compiler::diagnostic::Diagnostics;
use openapi_compiler::lower::lower;
use openapi_compiler::read::{Limits, read_str};
use serde_json::{Value, json};
use support::as_json_schema::as_json_schema;

/// The diagnostics of a document, as `severity code pointer`.
fn reported(text: &str) -> Vec<String> {
    let mut diagnostics = Diagnostics::new();
    let document = read_str("openapi.yaml", text, &Limits::default(), &mut diagnostics);
    lower(&document, &mut diagnostics);
    diagnostics
        .iter()
        .map(|diagnostic| {
            format!(
                "{:?} {} {}",
                diagnostic.severity, diagnostic.code, diagnostic.at.pointer
            )
            .to_lowercase()
        })
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
        ("{swagger: '1.2'}", "error unsupported-version /swagger"),
        ("{openapi: 4.0.0}", "error unsupported-version /openapi"),
        ("{info: {}}", "error not-openapi "),
        ("[]", "error not-an-object "),
        ("{openapi: 3.1.0, paths: []}", "error wrong-type /paths"),
    ];
    for (text, expected) in cases {
        assert_eq!(reported(text), [expected], "{text}");
    }
}

#[test]
fn common_mistakes_are_tolerated_with_a_warning() {
    let get = "/paths/~1a~1{id}/get";
    let cases = [
        (
            operation("/a/{id}", ""),
            format!("warning path-parameter-undeclared {get}"),
        ),
        (
            operation("/a/{id}", "parameters: [{name: id, in: path, schema: {type: string}}]"),
            format!("warning path-parameter-not-required {get}/parameters/0"),
        ),
        (
            operation(
                "/a",
                "parameters: [{name: id, in: path, required: true, schema: {type: string}}]",
            ),
            "warning path-parameter-unused /paths/~1a/get/parameters/0".into(),
        ),
        (
            operation(
                "/a",
                "parameters: [{name: q, in: query, schema: {}}, {name: q, in: query, schema: {}}]",
            ),
            "warning duplicate-parameter /paths/~1a/get/parameters/1".into(),
        ),
        (
            operation("/a", "parameters: [{name: q, in: body}]"),
            "warning parameter-location /paths/~1a/get/parameters/0".into(),
        ),
        (
            operation("/a", "parameters: [{name: q, in: query, style: nice, schema: {}}]"),
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
        assert_eq!(reported(&text), [expected.to_lowercase()], "{text}");
    }
}

#[test]
fn meaningless_keywords_are_ignored_with_a_warning() {
    let cases = [
        (operation("/a", "summary: []"), "wrong-type /paths/~1a/get/summary"),
        (operation("/a", "deprecated: 5"), "wrong-type /paths/~1a/get/deprecated"),
        (
            operation("/a", "deprecated: maybe"),
            "wrong-type /paths/~1a/get/deprecated",
        ),
        (
            schema("3.1.0", "{minimum: few}"),
            "wrong-type /components/schemas/s/minimum",
        ),
        (
            schema("3.1.0", "{maxLength: 2.5}"),
            "wrong-type /components/schemas/s/maxlength",
        ),
        (
            schema("3.1.0", "{minLength: -1}"),
            "wrong-type /components/schemas/s/minlength",
        ),
        (
            schema("3.1.0", "{type: integer, enum: [1, 1.5]}"),
            "enum-type /components/schemas/s/enum/1",
        ),
        (
            schema("3.1.0", "{type: string, enum: [x, null]}"),
            "enum-type /components/schemas/s/enum/1",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(reported(&text), [format!("warning {expected}")], "{text}");
    }
}

#[test]
fn valid_documents_have_no_diagnostics() {
    let cases = [
        "{openapi: 3}".to_owned(),
        "{openapi: 3.1}".to_owned(),
        "{openapi: 3.1.0, paths: {x-internal: {get: {parameters: 5}}}}".to_owned(),
        operation("/a", "responses: {x-internal: {}}"),
        operation("/a", "parameters: [{name: accept, in: query, schema: {}}]"),
        operation(
            "/a",
            "parameters: [{name: q, in: query, style: form, schema: {}}, {name: h, in: header, style: simple, schema: {}}]",
        ),
        schema("3.1.0", "true"),
        schema("3.1.0", "{type: any}"),
        schema("3.1.0", "{type: file}"),
        schema("3.1.0", "{type: integer, enum: [1, 2.0]}"),
        schema("3.1.0", "{type: number, enum: [1, 1.5]}"),
        schema("3.1.0", "{type: string, maxLength: 5.0}"),
        schema("3.1.0", "{$ref: '#/components/schemas/T', maxLength: 5}"),
        schema("3.0.3", "{$ref: '#/components/schemas/T'}"),
        schema(
            "3.0.3",
            "{$ref: '#/components/schemas/T', description: a, nullable: true, x-a: 5}",
        ),
    ];
    for text in cases {
        assert_eq!(reported(&text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn keywords_without_effect_on_types_are_noted() {
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
        assert_eq!(reported(&text), [expected.to_lowercase()], "{text}");
    }
}

#[test]
fn references_to_nothing_are_reported_at_their_place() {
    let cases = [
        (
            used("{$ref: '#/components/schemas/Gone'}"),
            "warning dangling-reference /components/schemas/s/$ref",
        ),
        (
            used("{$ref: 'https://example.com/s.yaml'}"),
            "warning remote-reference /components/schemas/s/$ref",
        ),
        (
            used("{items: {properties: {p: {$ref: '#/components/schemas/Gone'}}}}"),
            "warning dangling-reference /components/schemas/s/items/properties/p/$ref",
        ),
        (
            operation("/a", "requestBody: {$ref: '#/components/requestBodies/Gone'}"),
            "error dangling-reference /paths/~1a/get/requestbody/$ref",
        ),
        (
            operation("/a", "requestBody: {$ref: '#/paths/~1a/get/requestBody'}"),
            "error reference-cycle /paths/~1a/get/requestbody",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(reported(&text), [expected], "{text}");
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
    assert_eq!(
        reported(&text),
        ["warning dangling-reference /components/schemas/s/$ref"]
    );
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

/// A version, a schema of it, values, and which of them are valid.
type Accepted<'a> = (&'a str, &'a str, &'a [Value], &'a [bool]);

fn all_accepted(cases: &[Accepted<'_>]) {
    for (version, schema, values, expected) in cases {
        assert_eq!(
            accepted(version, schema, values),
            *expected,
            "{version} {schema} {values:?}"
        );
    }
}

#[test]
fn null_is_allowed_the_same_in_every_version() {
    let (null, text) = (Value::Null, json!("x"));
    all_accepted(&[
        (
            "3.0.3",
            "{type: string, nullable: true}",
            &[null.clone(), text.clone(), json!(1)],
            &[true, true, false],
        ),
        (
            "3.1.0",
            "{type: string, nullable: true}",
            &[null.clone(), text.clone()],
            &[true, true],
        ),
        (
            "3.1.0",
            "{type: [string, 'null']}",
            &[null.clone(), text.clone(), json!(1)],
            &[true, true, false],
        ),
        (
            "3.0.3",
            "{type: string, enum: [x], nullable: true}",
            &[null.clone(), text.clone()],
            &[true, true],
        ),
        (
            "3.0.3",
            "{allOf: [{$ref: '#/components/schemas/T'}], nullable: true}",
            &[null.clone(), text.clone(), json!(1)],
            &[true, true, false],
        ),
        (
            "3.1.0",
            "{$ref: '#/components/schemas/T', nullable: true}",
            &[null.clone(), text.clone()],
            &[true, true],
        ),
        (
            "3.1.0",
            "{$ref: '#/components/schemas/T', maxLength: 1, nullable: true}",
            &[null.clone(), text.clone(), json!("xy")],
            &[true, true, false],
        ),
        (
            "3.1.0",
            "{$ref: '#/components/schemas/T', allOf: [{maxLength: 1}], nullable: true}",
            &[null.clone(), text.clone(), json!("xy")],
            &[true, true, false],
        ),
        (
            "3.0.3",
            "{oneOf: [{$ref: '#/components/schemas/T'}], nullable: true}",
            &[null.clone(), text.clone(), json!(1)],
            &[true, true, false],
        ),
        (
            "3.1.0",
            "{type: [string, 'null'], nullable: true}",
            &[null.clone(), text.clone()],
            &[true, true],
        ),
    ]);
}

#[test]
fn the_stricter_of_two_bounds_holds_in_every_version() {
    all_accepted(&[
        (
            "3.0.3",
            "{type: integer, minimum: 1, exclusiveMinimum: true}",
            &[json!(1), json!(2)],
            &[false, true],
        ),
        (
            "3.1.0",
            "{type: integer, exclusiveMinimum: 1}",
            &[json!(1), json!(2)],
            &[false, true],
        ),
        (
            "3.1.0",
            "{type: integer, minimum: 3, exclusiveMinimum: 1}",
            &[json!(2), json!(3)],
            &[false, true],
        ),
        (
            "3.1.0",
            "{type: integer, minimum: 1, exclusiveMinimum: 3}",
            &[json!(3), json!(4)],
            &[false, true],
        ),
        (
            "3.1.0",
            "{type: integer, maximum: 3, exclusiveMaximum: 5}",
            &[json!(3), json!(4)],
            &[true, false],
        ),
        (
            "3.1.0",
            "{type: integer, maximum: 5, exclusiveMaximum: 3}",
            &[json!(2), json!(3)],
            &[true, false],
        ),
    ]);
}

#[test]
fn every_version_becomes_one_dialect() {
    let text = json!("x");
    all_accepted(&[
        ("3.1.0", "{const: x}", &[text.clone(), json!("y")], &[true, false]),
        (
            "3.1.0",
            "{$ref: '#/components/schemas/T', maxLength: 1}",
            &[text.clone(), json!("xy")],
            &[true, false],
        ),
        (
            "3.0.3",
            "{$ref: '#/components/schemas/T', maxLength: 1}",
            &[text.clone(), json!("xy")],
            &[true, true],
        ),
        (
            "3.1.0",
            "{prefixItems: [{type: string}], items: {type: integer}}",
            &[json!(["x", 1]), json!([1])],
            &[true, false],
        ),
        (
            "3.0.3",
            "{items: [{type: string}], additionalItems: false}",
            &[json!(["x"]), json!(["x", 1])],
            &[true, false],
        ),
        (
            "3.1.0",
            "{$ref: '#/components/schemas/S/$defs/in', $defs: {in: {type: integer}}}",
            &[json!(1), text.clone()],
            &[true, false],
        ),
        ("3.1.0", "false", &[json!(1)], &[false]),
        ("3.1.0", "true", &[json!(1)], &[true]),
        (
            "3.1.0",
            "{not: {const: x}}",
            &[text.clone(), json!("y")],
            &[false, true],
        ),
        (
            "3.1.0",
            "{contains: {type: integer}, minContains: 2}",
            &[json!([1, 2]), json!([1])],
            &[true, false],
        ),
    ]);
}

#[test]
fn tolerated_mistakes_have_the_intended_meaning() {
    let text = json!("x");
    let cases: [(&str, &[Value], &[bool]); 11] = [
        ("{type: any}", &[json!(1), text.clone()], &[true, true]),
        ("{type: file}", &[text.clone(), json!(1)], &[true, false]),
        ("{type: [string, file]}", &[text.clone(), json!(1)], &[true, false]),
        (
            "{type: [integer, number]}",
            &[json!(1), json!(1.5), text.clone()],
            &[true, true, false],
        ),
        (
            "{type: string, maxLength: '1'}",
            &[text.clone(), json!("xy")],
            &[true, false],
        ),
        (
            "{type: string, maxLength: 1.0}",
            &[text.clone(), json!("xy")],
            &[true, false],
        ),
        (
            "{type: string, maxLength: 0.5}",
            &[text.clone(), json!("xy")],
            &[true, true],
        ),
        (
            "{type: string, maxLength: -1}",
            &[text.clone(), json!("xy")],
            &[true, true],
        ),
        (
            "{type: string, enum: [1, true, x]}",
            &[json!("1"), json!("true"), text.clone(), json!("y")],
            &[true, true, true, false],
        ),
        (
            "{type: string, enum: [null, x]}",
            &[text.clone(), json!("null")],
            &[true, false],
        ),
        (
            "{type: string, enum: [null]}",
            &[text.clone(), json!(1)],
            &[true, false],
        ),
    ];
    for (schema, values, expected) in cases {
        assert_eq!(accepted("3.1.0", schema, values), expected, "{schema} {values:?}");
    }
}

#[test]
fn null_beside_a_type_is_one_more_type_and_beside_a_reference_an_alternative() {
    let resolved = support::resolve(
        "{openapi: 3.0.3, components: {schemas: {
            Text: {type: string},
            Plain: {type: string, nullable: true},
            Other: {$ref: '#/components/schemas/Text', nullable: true}}}}",
    );
    let component = |name: &str| resolved.of(resolved.description.components[name]);
    let plain = &resolved.get(component("Plain")).schema;
    assert_eq!((plain.types.names(), plain.unions.len()), (vec!["null", "string"], 0));
    let [union] = resolved.get(component("Other")).schema.unions.as_slice() else {
        panic!("one union");
    };
    assert_eq!(union.variants[0], component("Text"), "it is still the component");
}

#[test]
fn a_discriminator_may_be_a_bare_name() {
    for written in ["kind", "{propertyName: kind}"] {
        let described = describe(&schema("3.0.3", &format!("{{type: object, discriminator: {written}}}")));
        let base = &described.schemas.get(described.components["S"]).schema;
        let property = base.discriminator.as_ref().map(|stated| stated.property.as_str());
        assert_eq!(property, Some("kind"), "{written}");
    }
}

/// The description in a document.
fn describe(text: &str) -> Description {
    support::resolve(text).description
}

/// The parameters of the operation at a path.
fn parameters(path: &str, parameters: &str) -> Vec<Parameter> {
    let mut described = describe(&operation(path, &format!("parameters: [{parameters}]")));
    described.operations.remove(0).parameters
}

#[test]
fn the_info_object_is_kept() {
    let described = describe(
        "{openapi: 3.1.0, info: {title: true, version: 1.5, summary: Short, description: Long},
          tags: [{name: a, description: Of a}, {name: b}]}",
    );
    let info = &described.info;
    assert_eq!((info.title.as_str(), info.version.as_str()), ("true", "1.5"));
    assert_eq!(
        (info.summary.as_deref(), info.description.as_deref()),
        (Some("Short"), Some("Long"))
    );
    let tags: Vec<_> = described
        .tags
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_deref()))
        .collect();
    assert_eq!(tags, [("a", Some("Of a")), ("b", None)]);
}

#[test]
fn a_server_has_its_variables_and_no_server_is_the_root() {
    let described = describe(
        "{openapi: 3.2.0, servers: [{url: 'https://{region}.{zone}/', name: Main, variables: {
            region: {default: eu, enum: [us, eu], description: Where}, zone: {enum: [a, b]}}}]}",
    );
    let [server] = described.servers.as_slice() else {
        panic!("one server")
    };
    assert_eq!(
        (server.url.as_str(), server.name.as_deref()),
        ("https://{region}.{zone}/", Some("Main"))
    );
    let variables: Vec<_> = server
        .variables
        .iter()
        .map(|(name, variable)| {
            (
                name.as_str(),
                variable.default.as_str(),
                variable.values.join(" "),
                variable.description.as_deref(),
            )
        })
        .collect();
    assert_eq!(
        variables,
        [
            ("region", "eu", "us eu".to_owned(), Some("Where")),
            ("zone", "a", "a b".to_owned(), None)
        ]
    );
    assert_eq!(describe("{openapi: 3.1.0}").servers[0].url, "/");
}

#[test]
fn security_schemes_become_credentials() {
    let flow = |kind: &str, token_url: Option<&str>, refresh_url: Option<&str>| OAuthFlow {
        kind: kind.to_owned(),
        token_url: token_url.map(str::to_owned),
        refresh_url: refresh_url.map(str::to_owned),
    };
    let key = |location| SecurityKind::ApiKey {
        location,
        name: "k".to_owned(),
    };
    let cases = [
        ("{type: apiKey, in: query, name: k}", key(ParameterIn::Query)),
        ("{type: apiKey, in: cookie, name: k}", key(ParameterIn::Cookie)),
        ("{type: apiKey, in: header, name: k}", key(ParameterIn::Header)),
        ("{type: http, scheme: Basic}", SecurityKind::Basic),
        ("{type: http, scheme: bearer}", SecurityKind::Bearer),
        ("{type: oauth2}", SecurityKind::OAuth2(Vec::new())),
        (
            "{type: oauth2, flows: {x-a: 1, password: {tokenUrl: /t, scopes: {}}, implicit: {refreshUrl: /r}}}",
            SecurityKind::OAuth2(vec![
                flow("password", Some("/t"), None),
                flow("implicit", None, Some("/r")),
            ]),
        ),
        ("{type: openIdConnect}", SecurityKind::Bearer),
        ("{type: http, scheme: digest}", SecurityKind::Digest),
        ("{type: mutualTLS}", SecurityKind::Other("mutualTLS".to_owned())),
    ];
    for (scheme, expected) in cases {
        let described = describe(&format!(
            "{{openapi: 3.1.0, components: {{securitySchemes: {{s: {scheme}}}}}}}"
        ));
        assert_eq!(described.security_schemes["s"].kind, expected, "{scheme}");
    }
}

#[test]
fn the_path_says_which_path_parameters_there_are() {
    let declared = |name: &str| format!("{{name: {name}, in: path, required: true, schema: {{type: string}}}}");
    let undeclared = "path-parameter-undeclared";
    let cases: [(&str, String, &[&str], &[&str]); 5] = [
        (
            "/{a}/{b}",
            format!("{}, {}", declared("b"), declared("a")),
            &["a", "b"],
            &[],
        ),
        ("/{a}/{b}", String::new(), &["a", "b"], &[undeclared, undeclared]),
        ("/{a}/{a}", String::new(), &["a"], &[undeclared]),
        ("/{a}/{a}", declared("a"), &["a"], &[]),
        (
            "/{a}",
            format!("{{name: q, in: query, schema: {{}}}}, {}", declared("a")),
            &["a", "q"],
            &[],
        ),
    ];
    for (path, written, names, codes) in cases {
        let found = parameters(path, &written);
        assert_eq!(
            found.iter().map(|found| &found.name).collect::<Vec<_>>(),
            names,
            "{path} {written}"
        );
        let reported = reported(&operation(path, &format!("parameters: [{written}]")));
        let reported: Vec<_> = reported.iter().filter_map(|line| line.split(' ').nth(1)).collect();
        assert_eq!(reported, codes, "{path} {written}");
    }
}

#[test]
fn a_parameter_is_written_by_its_style_or_the_default_of_its_place() {
    use Style::{DeepObject, Form, Label, Matrix, PipeDelimited, Simple, SpaceDelimited};
    let cases = [
        ("in: path", Simple, false),
        ("in: query", Form, true),
        ("in: header", Simple, false),
        ("in: cookie", Form, true),
        ("in: path, style: matrix", Matrix, false),
        ("in: path, style: label", Label, false),
        ("in: path, style: simple", Simple, false),
        ("in: query, style: form", Form, true),
        ("in: query, style: spaceDelimited", SpaceDelimited, false),
        ("in: query, style: pipeDelimited", PipeDelimited, false),
        ("in: query, style: deepObject", DeepObject, false),
        ("in: query, explode: false", Form, false),
        ("in: query, explode: 'false'", Form, false),
        ("in: query, explode: maybe", Form, true),
        ("in: path, explode: true", Simple, true),
        ("in: path, explode: 'true'", Simple, true),
        ("in: path, explode: maybe", Simple, false),
    ];
    for (written, expected_style, expected_explode) in cases {
        let found = parameters("/{p}", &format!("{{name: p, required: true, {written}}}"));
        let found = found
            .iter()
            .find(|found| written.contains("path") || found.location != ParameterIn::Path);
        let Some(ParameterEncoding::Style { style, explode, .. }) = found.map(|found| &found.encoding) else {
            panic!("{written}: {found:?}");
        };
        assert_eq!((*style, *explode), (expected_style, expected_explode), "{written}");
    }
}

#[test]
fn a_parameter_is_required_where_it_says_so_and_in_the_path_always() {
    let cases = [
        ("in: query", false),
        ("in: query, required: true", true),
        ("in: header, required: false", false),
        ("in: path", true),
    ];
    for (written, expected) in cases {
        let found = parameters(
            if written == "in: path" { "/{p}" } else { "/a" },
            &format!("{{name: p, {written}}}"),
        );
        assert_eq!(found[0].required, expected, "{written}");
    }
}

#[test]
fn examples_are_the_one_and_the_values_of_the_many() {
    let examples = "example: 1, examples: {a: {value: 2}, b: {$ref: '#/components/examples/E'}, c: {}}";
    let described = describe(&format!(
        "{{openapi: 3.1.0, components: {{examples: {{E: {{value: 3}}}}}}, paths: {{/a: {{post: {{
            parameters: [{{name: q, in: query, {examples}}}],
            requestBody: {{content: {{text/plain: {{{examples}}}}}}}}}}}}}}}"
    ));
    let operation = &described.operations[0];
    let expected = [json!(1), json!(2), json!(3)];
    assert_eq!(operation.parameters[0].examples, expected);
    let body = operation.request_body.as_ref().expect("a body");
    assert_eq!(body.content[0].examples, expected);
}

#[test]
fn a_response_is_for_a_status_or_a_class_or_any_other_and_has_its_headers() {
    let described = describe(&operation(
        "/a",
        "responses: {'200': {headers: {X-A: {schema: {type: string}}, X-B: {}}}, 4XX: {}, 5xx: {}, Default: {},
            6XX: {}, '099': {}, x-b: {}}",
    ));
    let responses = &described.operations[0].responses;
    let statuses: Vec<_> = responses.iter().map(|response| response.status).collect();
    let expected = [Status::Code(200), Status::Class(4), Status::Class(5), Status::Default];
    assert_eq!(statuses, expected);
    let headers = responses[0].headers.iter();
    let headers: Vec<_> = headers
        .map(|(name, header)| (name.as_str(), header.schema.is_some()))
        .collect();
    assert_eq!(headers, [("X-A", true), ("X-B", false)]);
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

#[test]
fn a_summary_describes_responses_and_tags_without_a_description() {
    let described = |texts: &str| {
        let text = format!(
            "{{openapi: 3.2.0, tags: [{{name: pets, {texts}}}], paths: {{/a: {{get: {{responses: {{'404': {{{texts}}}}}}}}}}}}}"
        );
        let description = support::resolve(&text).description;
        let response = description.operations[0].responses[0].description.clone();
        assert_eq!(description.tags["pets"], response);
        response
    };
    assert_eq!(described("summary: short").as_deref(), Some("short"));
    assert_eq!(described("description: long, summary: short").as_deref(), Some("long"));
    assert_eq!(described("x-none: 1"), None);
}
