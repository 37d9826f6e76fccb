//! Users' names, wherever the thing stands that they are for.
#![allow(missing_docs)]

use std::path::Path;

use openapi_compiler::diagnostic::Diagnostics;
use openapi_compiler::lower::lower;
use openapi_compiler::plan::{Options, Plan, TypeKind};
use openapi_compiler::planner::plan;
use openapi_compiler::read::{Limits, read_with};
use openapi_compiler::resolve::resolve;

const ROOT: &str = r#"
openapi: 3.1.0
info: {title: t, version: '1'}
paths:
  /a:
    get:
      operationId: getA
      parameters:
        - {name: q, in: query, schema: {type: string}}
        - {$ref: '#/components/parameters/Page'}
      responses: {'200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Dog'}}}}}
  /b: {$ref: 'schemas/paths.yaml#/b'}
components:
  parameters: {Page: {name: page, in: query, schema: {type: integer}}}
  schemas:
    Base: {type: object, properties: {kind: {type: string}, inner: {type: object, properties: {a: {type: string}}}}}
    Dog:
      allOf:
        - {$ref: '#/components/schemas/Base'}
        - {type: object, properties: {bark: {type: string}, owner: {$ref: '#/components/schemas/Owner'}, thing: {$ref: 'schemas/thing.yaml#/Thing'}}}
    Owner: {type: object, properties: {name: {type: string}, pets: {type: array, items: {type: object, properties: {n: {type: integer}}}}, all: {type: array, items: {$ref: '#/components/schemas/Base'}}}}
    Either: {oneOf: [{$ref: '#/components/schemas/Owner'}, {type: string}, {type: object, required: [z], properties: {z: {type: integer}}}]}
    Wide: {type: object, properties: {either: {$ref: '#/components/schemas/Either'}}}
"#;

const FILES: [(&str, &str); 3] = [
    ("openapi.yaml", ROOT),
    (
        "schemas/thing.yaml",
        "Thing: {type: object, properties: {kind: {type: string}, inner: {type: object, properties: {x: {type: string}}}}}\n",
    ),
    (
        "schemas/paths.yaml",
        "b: {get: {operationId: getB, responses: {'200': {content: {application/json: {schema: {$ref: '../openapi.yaml#/components/schemas/Wide'}}}}}}}\n",
    ),
];

/// The plan with these names, and its diagnostics.
fn renamed(renames: &[(&str, &str)]) -> (Plan, Vec<String>) {
    let mut diagnostics = Diagnostics::new();
    let load = |path: &Path| {
        let found = FILES.iter().find(|(name, _)| path == Path::new(name));
        found
            .map(|(_, text)| text.as_bytes().to_vec())
            .ok_or_else(|| std::io::ErrorKind::NotFound.into())
    };
    let document = read_with("openapi.yaml".as_ref(), &Limits::default(), &mut diagnostics, load);
    let resolved = resolve(
        lower(&document, &mut diagnostics).expect("a description"),
        &mut diagnostics,
    );
    let renames = renames
        .iter()
        .map(|(pointer, name)| ((*pointer).to_owned(), (*name).to_owned()));
    let options = Options {
        renames: renames.collect(),
        ..Options::default()
    };
    let plan = plan(&resolved, &options, &mut diagnostics);
    let reported = diagnostics
        .iter()
        .map(|known| format!("{} {}", known.code, known.at.pointer));
    (plan, reported.collect())
}

/// Every name of a plan: `method`, `method(argument)`, `Type`, `Type.field`, `Type::Variant`.
fn names(plan: &Plan) -> Vec<String> {
    let operations = plan.operations.iter().flat_map(|operation| {
        let arguments = operation
            .parameters
            .iter()
            .map(|known| format!("{}({})", operation.name, known.name));
        [operation.name.clone()]
            .into_iter()
            .chain(arguments)
            .collect::<Vec<_>>()
    });
    let types = plan.types.iter().flat_map(|ty| {
        let parts: Vec<String> = match &ty.kind {
            TypeKind::Struct(object) => object
                .fields
                .iter()
                .map(|field| format!("{}.{}", ty.name, field.name))
                .collect(),
            TypeKind::Union(union) => union
                .variants
                .iter()
                .map(|known| format!("{}::{}", ty.name, known.name))
                .collect(),
            _ => Vec::new(),
        };
        [ty.name.clone()].into_iter().chain(parts).collect::<Vec<_>>()
    });
    operations.chain(types).collect()
}

#[test]
fn each_thing_can_be_renamed_where_it_stands() {
    let (plan, before) = renamed(&[]);
    let original = names(&plan);
    let cases: [(&str, &str, &[&str]); 18] = [
        ("/paths/~1a/get", "fetch", &["fetch"]),
        ("schemas/paths.yaml#/b/get", "fetch", &["fetch"]),
        ("/paths/~1a/get/parameters/0", "query", &["get_a(query)"]),
        ("/components/parameters/Page", "number", &["get_a(number)"]),
        ("/components/schemas/Dog", "Hound", &["Hound"]),
        ("#/components/schemas/Dog", "Hound", &["Hound"]),
        (
            "/components/schemas/Base/properties/kind",
            "sort",
            &["Base.sort", "Dog.sort"],
        ),
        ("/components/schemas/Base/properties/inner", "Core", &["Core"]),
        (
            "/components/schemas/Dog/allOf/1/properties/bark",
            "noise",
            &["Dog.noise"],
        ),
        // At a reference, the field; or the type where there is no field.
        (
            "/components/schemas/Dog/allOf/1/properties/owner",
            "keeper",
            &["Dog.keeper"],
        ),
        ("/components/schemas/Owner/properties/all/items", "Root", &["Root"]),
        (
            "/paths/~1a/get/responses/200/content/application~1json/schema",
            "Hound",
            &["Hound"],
        ),
        ("/components/schemas/Owner/properties/pets/items", "Pet", &["Pet"]),
        (
            "/components/schemas/Owner/properties/pets",
            "animals",
            &["Owner.animals"],
        ),
        ("/components/schemas/Either/oneOf/0", "ByOwner", &["Either::ByOwner"]),
        ("/components/schemas/Either/oneOf/1", "ByName", &["Either::ByName"]),
        (
            "/components/schemas/Either/oneOf/2",
            "Numbered",
            &["Numbered", "Either::Numbered"],
        ),
        ("schemas/thing.yaml#/Thing/properties/inner", "Core", &["Core"]),
    ];
    for (pointer, name, expected) in cases {
        let (plan, reported) = renamed(&[(pointer, name)]);
        assert_eq!(reported, before, "{pointer}");
        let now = names(&plan);
        for name in expected {
            assert!(now.contains(&(*name).to_owned()), "{pointer}: {name} in {now:?}");
            assert!(!original.contains(&(*name).to_owned()), "{name} is there anyway");
        }
        assert_eq!(now.len(), original.len(), "{pointer}");
    }
    let (plan, reported) = renamed(&[
        ("schemas/thing.yaml#/Thing", "Item"),
        ("schemas/thing.yaml#/Thing/properties/kind", "sort"),
    ]);
    assert_eq!(reported, before);
    assert!(names(&plan).contains(&"Item.sort".to_owned()), "{:?}", names(&plan));
    assert!(
        names(&plan).contains(&"Base.kind".to_owned()),
        "the same pointer in another file is another place"
    );
}

#[test]
fn options_without_effect_are_reported() {
    let (_, before) = renamed(&[]);
    for (pointer, code) in [
        ("/components/schemas/Gone", "unknown-rename"),
        ("gone.yaml#/Thing", "unknown-rename"),
        ("/info", "unknown-rename"),
        ("/Thing", "unknown-rename"),
        ("/components/parameters/Page/schema", "unused-rename"),
    ] {
        let (_, reported) = renamed(&[(pointer, "name")]);
        let mut expected = vec![format!("{code} {pointer}")];
        expected.extend(before.clone());
        let sorted = |mut list: Vec<String>| {
            list.sort();
            list
        };
        assert_eq!(sorted(reported), sorted(expected), "{pointer}");
    }
}
