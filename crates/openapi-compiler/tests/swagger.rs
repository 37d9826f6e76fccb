//! Swagger 2.0 descriptions, and the OpenAPI 3.0 descriptions that say the same.

use openapi_compiler::diagnostic::Diagnostics;
use openapi_compiler::document::{Document, Location};
use openapi_compiler::read::{Limits, read_str, read_with};
use openapi_compiler::render::json;
use openapi_compiler::report::report_text;
use openapi_compiler::{Settings, compile};
use serde_json::Value;

fn read(text: &str) -> (Document, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let document = read_str("swagger.yaml", text, &Limits::default(), &mut diagnostics);
    (document, diagnostics)
}

/// Holds the members of a Swagger 2.0 root to those of an OpenAPI 3.0 root.
#[track_caller]
fn becomes(old: &str, new: &str) {
    let (document, diagnostics) = read(&format!("swagger: '2.0'\n{old}"));
    assert_eq!(diagnostics.iter().count(), 0, "{diagnostics:?}");
    let mut rewritten: Value = serde_json::from_str(&document.root().effective_text()).expect("JSON");
    let members = rewritten.as_object_mut().expect("an object");
    assert_eq!(members.remove("openapi"), Some("3.0.4".into()));
    members.retain(|name, value| name != "components" || value != &serde_json::json!({}));
    let expected: Value = serde_yaml::from_str(new).expect("YAML");
    assert_eq!(rewritten, expected, "{rewritten:#}");
}

#[test]
fn a_host_and_its_schemes_are_servers() {
    becomes(
        "host: example.com\nbasePath: /v1/\nschemes: [http, wss, https]",
        "servers: [{url: 'https://example.com/v1'}, {url: 'http://example.com/v1'}]",
    );
    becomes("host: example.com", "servers: [{url: 'https://example.com'}]");
    becomes("basePath: /v1", "servers: [{url: /v1}]");
    becomes("basePath: /", "{}");
}

#[test]
fn an_operation_may_have_schemes_of_its_own() {
    becomes(
        "host: a.b\npaths: {/x: {get: {schemes: [http], responses: {}}}}",
        "servers: [{url: 'https://a.b'}]\npaths: {/x: {get: {servers: [{url: 'http://a.b'}], responses: {}}}}",
    );
}

#[test]
fn definitions_are_schemas() {
    becomes(
        "definitions: {Pet: {discriminator: kind, x-nullable: true, properties: {kind: {type: string}, discriminator: {$ref: '#/definitions/Pet'}}, example: {discriminator: kind}}}",
        "components: {schemas: {Pet: {discriminator: {propertyName: kind}, nullable: true, properties: {kind: {type: string}, discriminator: {$ref: '#/components/schemas/Pet'}}, example: {discriminator: kind}}}}",
    );
    becomes(
        "definitions: {A: {allOf: [{$ref: '#/definitions/B'}, {items: {type: file}, additionalProperties: {$ref: '#/definitions/B'}}]}}",
        "components: {schemas: {A: {allOf: [{$ref: '#/components/schemas/B'}, {items: {type: string, format: binary}, additionalProperties: {$ref: '#/components/schemas/B'}}]}}}",
    );
}

#[test]
fn parameters_have_schemas_and_styles() {
    let cases = [
        (
            "{name: a, in: query, description: d, required: true, allowEmptyValue: true, type: integer, format: int32, default: 1}",
            "{name: a, in: query, description: d, required: true, allowEmptyValue: true, schema: {type: integer, format: int32, default: 1}}",
        ),
        (
            "{name: a, in: query, type: array, items: {type: string, x-nullable: true}}",
            "{name: a, in: query, explode: false, schema: {type: array, items: {type: string, nullable: true}}}",
        ),
        (
            "{name: a, in: query, type: array, collectionFormat: multi, items: {type: string}}",
            "{name: a, in: query, style: form, explode: true, schema: {type: array, items: {type: string}}}",
        ),
        (
            "{name: a, in: query, type: array, collectionFormat: ssv, items: {type: string}}",
            "{name: a, in: query, style: spaceDelimited, explode: false, schema: {type: array, items: {type: string}}}",
        ),
        (
            "{name: a, in: query, type: array, collectionFormat: pipes, items: {type: string}}",
            "{name: a, in: query, style: pipeDelimited, explode: false, schema: {type: array, items: {type: string}}}",
        ),
        (
            "{name: a, in: header, type: array, items: {type: string}}",
            "{name: a, in: header, schema: {type: array, items: {type: string}}}",
        ),
        (
            "{name: a, in: header, type: array, collectionFormat: csv, items: {type: string}}",
            "{name: a, in: header, style: simple, explode: false, schema: {type: array, items: {type: string}}}",
        ),
    ];
    for (old, new) in cases {
        becomes(
            &format!("paths: {{/x: {{get: {{parameters: [{old}], responses: {{}}}}}}}}"),
            &format!("paths: {{/x: {{get: {{parameters: [{new}], responses: {{}}}}}}}}"),
        );
    }
}

#[test]
fn a_body_has_the_media_types_that_are_consumed() {
    let body = "{name: b, in: body, description: d, required: true, schema: {type: object}}";
    becomes(
        &format!("paths: {{/x: {{post: {{parameters: [{body}], responses: {{}}}}}}}}"),
        "paths: {/x: {post: {requestBody: {description: d, required: true, content: {application/json: {schema: {type: object}}}}, responses: {}}}}",
    );
    becomes(
        &format!(
            "consumes: [a/a]\npaths: {{/x: {{post: {{parameters: [{body}], consumes: [b/b, c/c], responses: {{}}}}}}}}"
        ),
        "paths: {/x: {post: {requestBody: {description: d, required: true, content: {b/b: {schema: {type: object}}, c/c: {schema: {type: object}}}}, responses: {}}}}",
    );
}

#[test]
fn fields_of_a_form_are_properties_of_its_body() {
    becomes(
        "paths: {/x: {post: {consumes: [application/x-www-form-urlencoded], parameters: [{name: a, in: formData, required: true, description: d, type: string}, {name: b, in: formData, type: array, items: {type: string}}], responses: {}}}}",
        "paths: {/x: {post: {requestBody: {required: true, content: {application/x-www-form-urlencoded: {schema: {type: object, required: [a], properties: {a: {type: string, description: d}, b: {type: array, items: {type: string}}}}, encoding: {b: {style: form, explode: false}}}}}, responses: {}}}}",
    );
    becomes(
        "paths: {/x: {post: {parameters: [{name: a, in: formData, type: file}], responses: {}}}}",
        "paths: {/x: {post: {requestBody: {required: false, content: {multipart/form-data: {schema: {type: object, properties: {a: {type: string, format: binary}}}}}}, responses: {}}}}",
    );
}

#[test]
fn parameters_of_a_path_item_that_are_bodies_belong_to_each_operation() {
    becomes(
        "paths: {/x: {parameters: [{name: b, in: body, schema: {type: string}}, {name: q, in: query, type: string}], put: {responses: {}}}}",
        "paths: {/x: {parameters: [{name: q, in: query, schema: {type: string}}], put: {requestBody: {content: {application/json: {schema: {type: string}}}}, responses: {}}}}",
    );
}

#[test]
fn shared_parameters_and_responses_are_components() {
    becomes(
        "paths: {/x: {post: {parameters: [{$ref: '#/parameters/B'}, {$ref: '#/parameters/Q'}, {$ref: '#/parameters/F'}], responses: {'200': {$ref: '#/responses/R'}}}}}\nparameters: {B: {name: b, in: body, schema: {type: string}}, Q: {name: q, in: query, type: string}}\nresponses: {R: {description: r}}",
        "paths: {/x: {post: {parameters: [{$ref: '#/components/parameters/Q'}, {$ref: '#/components/parameters/F'}], requestBody: {$ref: '#/components/requestBodies/B'}, responses: {'200': {$ref: '#/components/responses/R'}}}}}\ncomponents: {requestBodies: {B: {content: {application/json: {schema: {type: string}}}}}, parameters: {Q: {name: q, in: query, schema: {type: string}}}, responses: {R: {description: r}}}",
    );
}

#[test]
fn a_response_has_the_media_types_that_are_produced() {
    becomes(
        "produces: [a/a]\npaths: {/x: {get: {produces: [b/b], responses: {'200': {description: r, schema: {type: string}, examples: {b/b: e, c/c: f}, headers: {H: {description: h, type: integer}}}}}}}",
        "paths: {/x: {get: {responses: {'200': {description: r, content: {b/b: {schema: {type: string}, example: e}}, headers: {H: {description: h, schema: {type: integer}}}}}}}}",
    );
    becomes(
        "paths: {/x: {get: {responses: {'200': {description: r, schema: {type: file}}, '400': {description: s, examples: {text/plain: e}}}}}}",
        "paths: {/x: {get: {responses: {'200': {description: r, content: {application/octet-stream: {schema: {type: string, format: binary}}}}, '400': {description: s, content: {text/plain: {example: e}}}}}}}",
    );
}

#[test]
fn a_shared_response_is_written_out_where_an_operation_produces_another_media_type() {
    becomes(
        "produces: [a/a]\npaths: {/x: {get: {produces: [b/b], responses: {'200': {$ref: '#/responses/R'}}}}}\nresponses: {R: {description: r, schema: {type: string}}}",
        "paths: {/x: {get: {responses: {'200': {description: r, content: {b/b: {schema: {type: string}}}}}}}}\ncomponents: {responses: {R: {description: r, content: {a/a: {schema: {type: string}}}}}}",
    );
}

#[test]
fn security_schemes_have_flows() {
    becomes(
        "securityDefinitions: {b: {type: basic, description: d}, k: {type: apiKey, name: K, in: header}, o: {type: oauth2, flow: accessCode, authorizationUrl: 'https://a', tokenUrl: 'https://t', scopes: {r: read}}, a: {type: oauth2, flow: application, tokenUrl: 'https://t'}}",
        "components: {securitySchemes: {b: {type: http, scheme: basic, description: d}, k: {type: apiKey, name: K, in: header}, o: {type: oauth2, flows: {authorizationCode: {authorizationUrl: 'https://a', tokenUrl: 'https://t', scopes: {r: read}}}}, a: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://t', scopes: {}}}}}}",
    );
}

/// The code, pointer and line of each diagnostic of a compilation.
fn diagnostics(text: &str) -> Vec<String> {
    let (document, mut diagnostics) = read(text);
    openapi_compiler::lower::lower(&document, &mut diagnostics);
    let all = json(&diagnostics, &document);
    let all = all.as_array().expect("an array").iter();
    all.map(|found| {
        let text = |name: &str| found[name].as_str().unwrap_or_default().to_owned();
        format!("{} {} {}", text("code"), text("pointer"), found["line"])
    })
    .collect()
}

#[test]
fn diagnostics_are_at_the_places_of_the_text() {
    let text = "\
swagger: '2.0'
info: {title: t, version: '1'}
host: a.b
paths:
  /x:
    post:
      parameters:
        - {name: b, in: body, schema: {type: object}}
        - name: q
          in: query
          type: strange
        - name: t
          in: query
          type: array
          items: {type: string}
          collectionFormat: tsv
      responses: {'200': {description: r}}
definitions:
  Pet:
    properties:
      name: {type: odd}
";
    assert_eq!(
        diagnostics(text),
        [
            "collection-format /paths/~1x/post/parameters/2 12",
            "unknown-type /paths/~1x/post/parameters/1/type 11",
            "unknown-type /definitions/Pet/properties/name/type 21",
        ]
    );
}

#[test]
fn what_is_not_valid_is_reported_where_it_is() {
    let text = "swagger: '2.0'\npaths:\n  /x:\n    get: wrong\n  /y: [1]\n  /z: {get: {parameters: [7], responses: {'200': 8}}}\n";
    let found = diagnostics(text);
    for place in [
        "/paths/~1x/get 4",
        "/paths/~1y 5",
        "/paths/~1z/get/parameters/0 6",
        "/paths/~1z/get/responses/200 6",
    ] {
        assert!(found.contains(&format!("wrong-type {place}")), "{place}: {found:?}");
    }
}

#[test]
fn a_body_beside_a_form_is_reported() {
    let text = "swagger: '2.0'\nhost: a.b\npaths: {/x: {post: {parameters: [{name: b, in: body, schema: {type: string}}, {name: f, in: formData, type: string}], responses: {}}}}\n";
    assert_eq!(diagnostics(text), ["body-and-form /paths/~1x/post/parameters/0 3"]);
}

#[test]
fn a_reference_may_be_a_name() {
    let text = "swagger: '2.0'
host: a.b
paths: {/x: {get: {parameters: [{$ref: id}], responses: {'200': {description: d, schema: {$ref: A B}}, default: {$ref: Failed}}}, post: {parameters: [{$ref: body}], responses: {}}}}
definitions: {A B: {type: string}, C: {$ref: Other}}
parameters: {id: {name: id, in: query, type: string}, body: {name: b, in: body, schema: {$ref: A B}}}
responses: {Failed: {description: f}}
";
    let (document, _) = read(text);
    let at = |pointer: &str| document.root().value.pointer(pointer).and_then(Value::as_str);
    assert_eq!(
        at("/paths/~1x/get/parameters/0/$ref"),
        Some("#/components/parameters/id")
    );
    assert_eq!(
        at("/paths/~1x/get/responses/default/$ref"),
        Some("#/components/responses/Failed")
    );
    let schema = "/paths/~1x/get/responses/200/content/application~1json/schema/$ref";
    assert_eq!(at(schema), Some("#/components/schemas/A%20B"));
    assert_eq!(
        at("/paths/~1x/post/requestBody/$ref"),
        Some("#/components/requestBodies/body")
    );
    assert_eq!(at("/components/schemas/C/$ref"), Some("Other"));
    let known = diagnostics(text);
    let named = known.iter().filter(|text| text.starts_with("reference-by-name"));
    assert_eq!(
        named.collect::<Vec<_>>(),
        [
            "reference-by-name /paths/~1x/get/parameters/0/$ref 3",
            "reference-by-name /paths/~1x/get/responses/200/schema/$ref 3",
            "reference-by-name /paths/~1x/get/responses/default/$ref 3",
            "reference-by-name /paths/~1x/post/parameters/0/$ref 3",
            "reference-by-name /parameters/body/schema/$ref 5",
        ]
    );
}

#[test]
fn references_to_definitions_of_another_swagger_file_are_followed() {
    let mut diagnostics = Diagnostics::new();
    let document = read_with("a.yaml".as_ref(), &Limits::default(), &mut diagnostics, |path| {
        Ok(match path.to_str() {
            Some("a.yaml") => "{swagger: '2.0', definitions: {A: {$ref: 'b.yaml#/definitions/B'}}}",
            _ => "{swagger: '2.0', definitions: {B: {type: string}}}",
        }
        .into())
    });
    let from = Location::root().child("components").child("schemas").child("A");
    let target = document.resolve(&from, "b.yaml#/definitions/B").expect("the target");
    assert_eq!(document.get(&target), Some(&serde_json::json!({ "type": "string" })));
}

#[test]
fn renames_and_reports_have_the_pointers_of_the_text() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("swagger.yaml");
    let text = "{swagger: '2.0', host: a.b, info: {title: t, version: '1'}, paths: {}, definitions: {Pet: {properties: {a: {type: string}}}}}";
    std::fs::write(&path, text).expect("a file");
    let mut settings = Settings::default();
    let renames = &mut settings.options.renames;
    renames.insert("/definitions/Pet".to_owned(), "Animal".to_owned());
    let compiled = compile(&path, &settings).expect("a client");
    assert!(compiled.code.contains("pub struct Animal"), "{}", compiled.code);
    assert_eq!(compiled.diagnostics.iter().count(), 0);
    let report: Value = serde_json::from_str(&report_text(&compiled)).expect("JSON");
    assert_eq!(report["schemas"][0]["pointer"], "/definitions/Pet");
}
