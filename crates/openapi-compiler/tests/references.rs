//! References wherever authors put them, of whole descriptions in several files.
#![allow(missing_docs)]

use openapi_compiler::diagnostic::{Diagnostics, Severity};
use openapi_compiler::lower::lower;
use openapi_compiler::plan::{Options, Plan};
use openapi_compiler::planner::plan;
use openapi_compiler::read::{Limits, read_with};
use openapi_compiler::resolve::resolve;

/// The plan of a description whose files these are, the root first, and its diagnostics: severity, code, pointer.
fn planned(files: &[(&str, &str)]) -> (Option<Plan>, Vec<String>) {
    let mut diagnostics = Diagnostics::new();
    let load = |path: &std::path::Path| {
        let found = files.iter().find(|(name, _)| path == std::path::Path::new(name));
        found
            .map(|(_, text)| text.as_bytes().to_vec())
            .ok_or_else(|| std::io::ErrorKind::NotFound.into())
    };
    let document = read_with(files[0].0.as_ref(), &Limits::default(), &mut diagnostics, load);
    let plan = lower(&document, &mut diagnostics).map(|description| {
        let resolved = resolve(description, &mut diagnostics);
        plan(&resolved, &Options::default(), &mut diagnostics)
    });
    let reported = diagnostics
        .iter()
        .map(|known| {
            let severity = match known.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "note",
            };
            let file = document.file(known.at.file).path.display().to_string();
            format!("{severity} {} {file}#{}", known.code, known.at.pointer)
        })
        .collect();
    (plan, reported)
}

/// What a plan has: its title, and each operation with its parameters, body, and responses.
fn summary(plan: &Plan) -> String {
    let operations = plan.operations.iter().map(|operation| {
        let parameters: Vec<_> = operation
            .parameters
            .iter()
            .map(|known| known.wire_name.as_str())
            .collect();
        let body = operation.body.iter().flat_map(|body| &body.contents);
        let body: Vec<_> = body.map(|content| content.media_type.as_str()).collect();
        let outcomes = operation.successes.iter().chain(&operation.errors);
        let outcomes: Vec<_> = outcomes.map(|outcome| format!("{:?}", outcome.status)).collect();
        format!(
            "{} {} {} {parameters:?} {body:?} {outcomes:?}",
            operation.name, operation.method, operation.path
        )
    });
    let fields = plan.types.iter().map(|ty| match &ty.kind {
        openapi_compiler::plan::TypeKind::Struct(object) => {
            let fields: Vec<_> = object.fields.iter().map(|field| field.property.as_str()).collect();
            format!("{} {fields:?}", ty.name)
        }
        openapi_compiler::plan::TypeKind::StringEnum(values) => {
            let values: Vec<_> = values.iter().map(|value| value.value.as_str()).collect();
            format!("{} {values:?}", ty.name)
        }
        _ => ty.name.clone(),
    });
    let lines = [format!("{} {}", plan.title, plan.docs)]
        .into_iter()
        .chain(operations)
        .chain(fields);
    lines.collect::<Vec<_>>().join("\n")
}

/// A description of one operation, and the same in other files: each pair is a value in the first, and what takes its
/// place in the second.
#[test]
fn a_reference_may_stand_wherever_an_object_list_or_text_does() {
    let whole = r#"
openapi: 3.1.0
info: {title: Whole, version: '1', description: Words}
servers: [{url: 'https://example.com'}]
tags: [{name: t}]
paths:
  /a/{id}:
    post:
      operationId: doIt
      summary: Does it
      parameters: [{name: id, in: path, required: true, schema: {type: string}}, {name: q, in: query, schema: {type: string, enum: [x, y]}}]
      requestBody: {content: {application/json: {schema: {type: object, required: [n], properties: {n: {type: integer}, o: {oneOf: [{type: string}, {type: integer}]}}}}}}
      responses: {'200': {description: ok, headers: {X-A: {schema: {type: string}}}, content: {application/json: {schema: {$ref: '#/components/schemas/T'}}}}, default: {description: no, content: {text/plain: {schema: {type: string}}}}}
      security: [{key: []}]
components:
  schemas: {T: {type: object, properties: {m: {type: string}}}}
  securitySchemes: {key: {type: http, scheme: bearer}}
"#;
    let (plan, reported) = planned(&[("openapi.yaml", whole)]);
    assert_eq!(reported, Vec::<String>::new());
    let expected = summary(&plan.expect("a plan"));
    let document: serde_json::Value = serde_yaml::from_str(whole).expect("YAML");
    let places = [
        "/info",
        "/info/description",
        "/servers",
        "/servers/0",
        "/tags",
        "/tags/0",
        "/paths",
        "/paths/~1a~1{id}/post",
        "/paths/~1a~1{id}/post/summary",
        "/paths/~1a~1{id}/post/parameters",
        "/paths/~1a~1{id}/post/parameters/1/schema/enum",
        "/paths/~1a~1{id}/post/requestBody/content",
        "/paths/~1a~1{id}/post/requestBody/content/application~1json/schema/properties",
        "/paths/~1a~1{id}/post/requestBody/content/application~1json/schema/required",
        "/paths/~1a~1{id}/post/requestBody/content/application~1json/schema/properties/o/oneOf",
        "/paths/~1a~1{id}/post/responses",
        "/paths/~1a~1{id}/post/responses/200/headers",
        "/paths/~1a~1{id}/post/responses/200/content",
        "/paths/~1a~1{id}/post/security",
        "/paths/~1a~1{id}/post/security/0",
        "/components",
        "/components/schemas",
        "/components/schemas/T/properties",
        "/components/securitySchemes",
    ];
    for place in places {
        // The schemas are reached by pointers, which lead through no reference.
        let mut root = document.clone();
        let value = root.pointer_mut(place).unwrap_or_else(|| panic!("{place}"));
        let part = std::mem::replace(value, serde_json::json!({"$ref": "parts/part.yaml"}));
        let part = part
            .to_string()
            .replace("\"#/components/schemas/T\"", "\"../openapi.yaml#/x-t\"");
        root["x-t"] = document["components"]["schemas"]["T"].clone();
        let root = root.to_string().replace("\"#/components/schemas/T\"", "\"#/x-t\"");
        let (plan, reported) = planned(&[("openapi.yaml", &root), ("parts/part.yaml", &part)]);
        assert_eq!(
            reported,
            [format!("note stray-reference openapi.yaml#{place}/$ref")],
            "{place}"
        );
        let found = summary(&plan.unwrap_or_else(|| panic!("{place}")));
        assert_eq!(shape(&found), shape(&expected), "{place}");
    }
}

/// A summary without the names of types, which follow from places.
fn shape(summary: &str) -> Vec<String> {
    let mut lines: Vec<String> = summary
        .lines()
        .map(|line| match line.find('[') {
            Some(_) if line.starts_with(char::is_uppercase) => line[line.find('[').unwrap_or_default()..].to_owned(),
            Some(_) => line.to_owned(),
            None if line.starts_with("Whole") => line.to_owned(),
            None => "type".to_owned(),
        })
        .collect();
    lines.sort();
    lines.dedup();
    lines
}

#[test]
fn keywords_beside_such_a_reference_count() {
    let root = "{openapi: 3.0.3, paths: {/a: {get: {$ref: op.yaml, operationId: mine, parameters: [{name: p, in: query}]}, \
                parameters: {$ref: 'op.yaml#/none'}}}}";
    let op = "{operationId: theirs, summary: Theirs, responses: {'204': {description: d}}}";
    let (plan, reported) = planned(&[("openapi.yaml", root), ("op.yaml", op)]);
    let plan = plan.expect("a plan");
    assert_eq!(
        (plan.operations[0].name.as_str(), plan.operations[0].parameters.len()),
        ("mine", 1)
    );
    assert!(plan.operations[0].docs.contains("Theirs"));
    assert!(
        reported.contains(&"error dangling-reference openapi.yaml#/paths/~1a/parameters/$ref".to_owned()),
        "{reported:?}"
    );
    // A path item has a reference of its own, with the same question.
    let root = "{openapi: 3.0.3, paths: {/a: {$ref: item.yaml, delete: {operationId: b, responses: {}}}}}";
    let (plan, reported) = planned(&[
        ("openapi.yaml", root),
        ("item.yaml", "{get: {operationId: a, responses: {}}}"),
    ]);
    assert_eq!(plan.expect("a plan").operations.len(), 2);
    assert_eq!(reported, Vec::<String>::new());
}

#[test]
fn dangling_references_are_reported_at_their_place() {
    let in_paths = |paths: &str| format!("{{openapi: 3.1.0, paths: {paths}}}");
    let response = |schema: &str| {
        in_paths(&format!(
            "{{/a: {{get: {{operationId: a, responses: {{'200': {{content: {{application/json: {{schema: {schema}}}}}}}}}}}}}}}"
        ))
    };
    let schema = "openapi.yaml#/paths/~1a/get/responses/200/content/application~1json/schema";
    let cases: [(String, &[&str]); 15] = [
        (in_paths("{$ref: '#/paths'}"), &["error reference-cycle openapi.yaml#/paths"]),
        (in_paths("{/a: {get: {$ref: '#/x-a'}}}, x-a: {$ref: '#/x-b'}, x-b: {$ref: '#/x-a'}"),
            &["error reference-cycle openapi.yaml#/paths/~1a/get"]),
        (in_paths("{/a: {get: {$ref: gone.yaml}}}"), &["error dangling-reference openapi.yaml#/paths/~1a/get/$ref"]),
        (in_paths("{/a: {get: x}}"), &["warning wrong-type openapi.yaml#/paths/~1a/get"]),
        (in_paths("{/a: {get: {operationId: a, parameters: {a: 1}, responses: {}}}}"),
            &["warning wrong-type openapi.yaml#/paths/~1a/get/parameters"]),
        (in_paths("{/a: {get: {operationId: a, parameters: [{in: query}], responses: []}}}"),
            &["warning parameter-name openapi.yaml#/paths/~1a/get/parameters/0", "warning wrong-type openapi.yaml#/paths/~1a/get/responses"]),
        (in_paths("{}, x-a: {$ref: gone.yaml}, components: {schemas: {A: {example: {$ref: gone.yaml}, x-b: {$ref: gone.yaml}, \
            enum: [{$ref: gone.yaml}], default: {a: [{$ref: gone.yaml}]}, const: {$ref: gone.yaml}, examples: [{$ref: gone.yaml}]}}}"), &[]),
        (in_paths("{}, components: {responses: {A: {$ref: 'https://example.com/a#/b'}}, parameters: {B: {$ref: '../b.yaml'}}}"),
            &["warning remote-reference openapi.yaml#/components/responses/A/$ref", "warning reference-outside openapi.yaml#/components/parameters/B/$ref"]),
        (response("{$ref: gone.yaml}"), &[&format!("warning dangling-reference {schema}/$ref")]),
        (response("{$ref: broken.yaml}"), &["warning invalid-yaml broken.yaml#", &format!("warning dangling-reference {schema}/$ref")]),
        (response("{$ref: 'https://example.com/x'}"), &[&format!("warning remote-reference {schema}/$ref")]),
        (response("{$defs: {Part: {type: object}}, properties: {a: {items: {$ref: '#/$defs/Part'}}}}"),
            &[&format!("note enclosing-reference {schema}/properties/a/items/$ref")]),
        (response("{$id: 'https://example.com/s', $defs: {P: {$id: p, type: object}}, properties: {a: {$ref: 'https://example.com/p'}, \
            b: {$ref: p}, c: {$ref: 'https://example.com/s#/$defs/P'}}}"), &[]),
        (response("{oneOf: [{$ref: '#/x-cat'}], discriminator: {propertyName: k, mapping: {cat: '#/x-cat', dog: '#/x-dog', cow: Cow}}}")
            .replace("{openapi", "{x-cat: {type: object, properties: {k: {type: string}}}, openapi"),
            &[&format!("warning dangling-reference {schema}/discriminator/mapping/dog"), &format!("warning dangling-reference {schema}/discriminator/mapping/cow")]),
        (in_paths("{/a: {get: {operationId: a, responses: {'200': {headers: {A: {$ref: '#/x'}}, content: {text/plain: {examples: {a: {$ref: '#/x'}}}}}}}}}"),
            &["warning dangling-reference openapi.yaml#/paths/~1a/get/responses/200/content/text~1plain/examples/a/$ref",
              "warning dangling-reference openapi.yaml#/paths/~1a/get/responses/200/headers/A/$ref"]),
    ];
    for (root, expected) in cases {
        let (plan, reported) = planned(&[("openapi.yaml", &root), ("broken.yaml", "{a: [")]);
        assert!(plan.is_some(), "{root}");
        let odd: Vec<_> = reported
            .iter()
            .filter(|line| !line.contains("stray-reference"))
            .collect();
        assert_eq!(odd, expected, "{root}");
    }
}

#[test]
fn merge_keys_are_merged_as_yaml_has_it() {
    let root = r#"
openapi: 3.1.0
x-base: &base {type: object, required: [a], properties: {a: {type: string}}}
x-more: &more {description: more, required: [b], additionalProperties: false}
paths: {/a: {get: {operationId: a, responses: {'200': {content: {application/json: {schema: {$ref: '#/components/schemas/One'}}}}}}}}
components:
  schemas:
    One: {<<: *base, properties: {c: {type: string}}}
    Two: {<<: [*base, *more], description: own}
    Three: {<<: {<<: *more, type: object}, required: [z]}
    Key: {type: object, properties: {x: {const: '<<'}}}
"#;
    let mut diagnostics = Diagnostics::new();
    let document = openapi_compiler::read::read_str("a.yaml", root, &Limits::default(), &mut diagnostics);
    let schemas = &document.root().value["components"]["schemas"];
    let expected = serde_json::json!({
        "One": {"properties": {"c": {"type": "string"}}, "type": "object", "required": ["a"]},
        "Two": {"description": "own", "type": "object", "required": ["a"], "properties": {"a": {"type": "string"}},
            "additionalProperties": false},
        "Three": {"required": ["z"], "type": "object", "description": "more", "additionalProperties": false},
        "Key": {"type": "object", "properties": {"x": {"const": "<<"}}},
    });
    assert_eq!(schemas, &expected);
    let places: Vec<_> = diagnostics
        .iter()
        .map(|known| (known.severity, known.code, known.at.pointer.as_str()))
        .collect();
    let note = |at| (Severity::Note, "merge-key", at);
    assert_eq!(
        places,
        [
            note("/components/schemas/One/<<"),
            note("/components/schemas/Two/<<"),
            note("/components/schemas/Three/<</<<"),
            note("/components/schemas/Three/<<"),
        ]
    );
    // JSON has no merge keys.
    let text = r#"{"a": {"<<": {"b": 1}}}"#;
    let document = openapi_compiler::read::read_str("a.json", text, &Limits::default(), &mut diagnostics);
    assert_eq!(document.root().value["a"]["<<"]["b"], 1);
}

#[test]
fn a_description_may_be_a_text_file() {
    let root = "{openapi: 3.1.0, info: {title: t, version: '1', description: {$ref: docs/intro.md}}, paths: {}}";
    let (plan, _) = planned(&[("openapi.yaml", root), ("docs/intro.md", "# Welcome: \"everyone\n")]);
    assert!(plan.expect("a plan").docs.contains("Welcome"));
}
