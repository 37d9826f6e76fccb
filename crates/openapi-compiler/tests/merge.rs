//! Several descriptions as one: what is merged, what is kept apart, and what is reported where.

use std::fs;
use std::path::Path;

use openapi_compiler::render::json;
use openapi_compiler::{Settings, bundle, compile};
use serde_json::{Value, json as value};

fn settings(dir: &Path, others: usize) -> Settings {
    let mut settings = Settings::default();
    settings.limits.also = (0..others).map(|nth| dir.join(format!("also{nth}.yaml"))).collect();
    settings
}

fn write(texts: &[&str]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    for (nth, text) in texts.iter().enumerate() {
        let name = match nth {
            0 => "first.yaml".to_owned(),
            _ => format!("also{}.yaml", nth - 1),
        };
        fs::write(dir.path().join(name), text).expect("a file");
    }
    dir
}

/// What is reported of the client of several descriptions.
fn reported(texts: &[&str]) -> Vec<String> {
    let dir = write(texts);
    let made = compile(&dir.path().join("first.yaml"), &settings(dir.path(), texts.len() - 1));
    let (document, diagnostics) = match made {
        Ok(made) => (made.document, made.diagnostics),
        Err(made) => (made.document, made.diagnostics),
    };
    let shown = json(&diagnostics, &document);
    let all = shown.as_array().expect("an array").iter();
    let mut all: Vec<String> = all
        .map(|known| {
            let text = |name: &str| known[name].as_str().unwrap_or_default();
            let file = Path::new(text("file"))
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy();
            format!("{} {file} {} {}", text("code"), text("pointer"), known["line"])
        })
        .collect();
    all.sort();
    all
}

/// The merged description.
#[track_caller]
fn merged(texts: &[&str]) -> Value {
    let dir = write(texts);
    let made = bundle(&dir.path().join("first.yaml"), &settings(dir.path(), texts.len() - 1));
    made.map_err(|problem| problem.to_string())
        .expect("a description")
        .description
}

const PETS: &str = "
openapi: 3.1.0
info: {title: Pets, version: '1'}
servers: [{url: 'https://pets.example'}]
security: [{key: []}]
tags: [{name: a}, {name: b, description: first}]
paths:
  /pets: {get: {operationId: pets, responses: {'200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}}}}
components:
  securitySchemes: {key: {type: apiKey, in: header, name: x-key}, same: {type: http, scheme: basic}}
  schemas:
    Pet: {type: object, properties: {name: {type: string}, tag: {$ref: '#/components/schemas/Tag'}}}
    Tag: {type: string, maxLength: 3}
";

const BILLS: &str = "
openapi: 3.1.0
info: {title: Bills, version: '2'}
servers: [{url: 'https://bills.example'}]
security: [{key: []}]
tags: [{name: b, description: second}, {name: c}]
paths:
  /bills: {get: {operationId: bills, responses: {'200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Bill'}}}}}}}
  /open: {get: {operationId: open, security: [], servers: [{url: 'https://open.example'}], responses: {}}}
  /same: {get: {operationId: same, security: [{same: []}], responses: {}}}
components:
  securitySchemes: {key: {type: apiKey, in: query, name: k}, same: {type: http, scheme: basic}}
  schemas:
    Bill: {type: object, properties: {pet: {$ref: '#/components/schemas/Pet'}, tag: {$ref: '#/components/schemas/Tag'}}}
    Pet: {type: object, properties: {id: {type: integer}}}
    Tag: {type: string, maxLength: 3}
    More: {type: integer}
";

#[test]
fn operations_keep_their_servers_and_security() {
    let merged = merged(&[PETS, BILLS]);
    assert_eq!(merged["info"]["title"], "Pets");
    assert_eq!(merged["servers"], value!([{ "url": "https://pets.example" }]));
    assert_eq!(merged["security"], value!([{ "first-key": [] }]));
    let item = |path: &str| &merged["paths"][path];
    assert_eq!(item("/pets")["servers"], Value::Null);
    assert_eq!(item("/pets")["get"]["security"], Value::Null);
    assert_eq!(item("/bills")["servers"], value!([{ "url": "https://bills.example" }]));
    assert_eq!(item("/bills")["get"]["security"], value!([{ "also0-key": [] }]));
    assert_eq!(
        item("/open")["get"]["servers"],
        value!([{ "url": "https://open.example" }])
    );
    assert_eq!(item("/open")["get"]["security"], value!([]));
    assert_eq!(item("/same")["get"]["security"], value!([{ "same": [] }]));
    assert_eq!(
        merged["components"]["securitySchemes"],
        value!({
            "first-key": { "type": "apiKey", "in": "header", "name": "x-key" },
            "same": { "type": "http", "scheme": "basic" },
            "also0-key": { "type": "apiKey", "in": "query", "name": "k" },
        })
    );
    assert_eq!(
        merged["tags"],
        value!([{ "name": "a" }, { "name": "b", "description": "first" }, { "name": "c" }])
    );
}

#[test]
fn equal_components_are_one_and_others_are_kept_apart() {
    let merged = merged(&[PETS, BILLS]);
    let schemas = merged["components"]["schemas"].as_object().expect("schemas");
    let mut names: Vec<&str> = schemas.keys().map(String::as_str).collect();
    names.sort_unstable();
    assert_eq!(names, ["Bill", "More", "Pet", "Tag", "also0-Pet"]);
    let bill = &schemas["Bill"]["properties"];
    assert_eq!(bill["pet"]["$ref"], "#/components/schemas/also0-Pet");
    assert_eq!(bill["tag"]["$ref"], "#/components/schemas/Tag");
}

#[test]
fn a_component_is_not_equal_if_what_it_refers_to_is_not() {
    let first = "{openapi: 3.1.0, info: {title: t, version: '1'}, paths: {}, components: {schemas: {A: {properties: {b: {$ref: '#/components/schemas/B'}}}, B: {type: string}}}}";
    let second = first.replace("string", "integer");
    let merged = merged(&[first, &second.replace("paths: {}", "paths: {/x: {get: {responses: {'200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}}}}}")]);
    let schemas = merged["components"]["schemas"].as_object().expect("schemas");
    assert_eq!(schemas.len(), 4, "{schemas:#?}");
}

#[test]
fn operations_of_one_path_keep_what_their_path_items_say() {
    let first = "{openapi: 3.1.0, info: {title: t, version: '1'}, paths: {'/x/{id}': {parameters: [{name: id, in: path, required: true, schema: {type: string}}, {name: h, in: header, schema: {type: string}}], get: {responses: {}}}}}";
    let second = "{openapi: 3.1.0, info: {title: t, version: '1'}, servers: [{url: 'https://b.example'}], paths: {'/x/{id}': {parameters: [{name: id, in: path, required: true, schema: {type: integer}}], put: {responses: {}}}}}";
    let merged = merged(&[first, second]);
    let item = &merged["paths"]["/x/{id}"];
    assert_eq!(item["parameters"], Value::Null);
    assert_eq!(item["get"]["parameters"].as_array().map(Vec::len), Some(2));
    assert_eq!(item["get"]["servers"], Value::Null);
    assert_eq!(item["put"]["parameters"][0]["schema"]["type"], "integer");
    assert_eq!(item["put"]["parameters"].as_array().map(Vec::len), Some(1));
    assert_eq!(item["put"]["servers"], value!([{ "url": "https://b.example" }]));
}

#[test]
fn a_first_description_may_be_almost_empty() {
    let first = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths:\ncomponents:\n";
    let merged = merged(&[first, &BILLS.replace("servers: [{url: 'https://bills.example'}]\n", "")]);
    assert_eq!(merged["paths"].as_object().map(serde_json::Map::len), Some(3));
    assert_eq!(merged["paths"]["/bills"]["servers"], Value::Null);
    assert_eq!(merged["paths"]["/bills"]["get"]["security"], value!([{ "key": [] }]));
    assert_eq!(
        merged["components"]["securitySchemes"]
            .as_object()
            .map(serde_json::Map::len),
        Some(2)
    );
    assert_eq!(
        merged["components"]["schemas"].as_object().map(serde_json::Map::len),
        Some(4)
    );
}

#[test]
fn parts_in_other_files_are_merged_too() {
    let dir = write(&[
        "{openapi: 3.1.0, info: {title: t, version: '1'}, paths: {$ref: 'also1.yaml#/a'}, components: {schemas: {$ref: 'also1.yaml#/schemas'}}}",
        "{openapi: 3.1.0, info: {title: t, version: '1'}, security: [{k: []}], paths: {/b: {$ref: 'also1.yaml#/b'}}, components: {securitySchemes: {k: {type: http, scheme: basic}}, schemas: {B: {type: string}}}}",
        "{a: {/a: {get: {responses: {}}}}, b: {get: {responses: {}}}, schemas: {A: {type: string}}}",
    ]);
    let made = bundle(&dir.path().join("first.yaml"), &settings(dir.path(), 1));
    let merged = made
        .map_err(|problem| problem.to_string())
        .expect("a description")
        .description;
    assert_eq!(merged["paths"]["/a"], value!({ "get": { "responses": {} } }));
    assert_eq!(merged["paths"]["/b"]["get"]["security"], value!([{ "k": [] }]));
    assert_eq!(
        merged["components"]["schemas"],
        value!({ "A": { "type": "string" }, "B": { "type": "string" } })
    );
}

#[test]
fn problems_are_reported_where_they_are() {
    let all = reported(&[PETS, BILLS]);
    let expected = [
        "name-collision first /components/schemas/Pet 12",
        "renamed-security-scheme also0 /components/securitySchemes/key 12",
        "renamed-security-scheme first /components/securitySchemes/key 10",
    ];
    assert_eq!(all, expected);
    let dir = write(&[PETS, BILLS]);
    let made = compile(&dir.path().join("first.yaml"), &settings(dir.path(), 1)).expect("a client");
    let shown = openapi_compiler::render::render(&made.diagnostics, &made.document, false);
    for code in ["name-collision", "renamed-security-scheme"] {
        let from = shown.find(code).expect("the diagnostic");
        let one = shown[from..].split("\n\n").next().unwrap_or_default();
        assert!(one.contains("first.yaml:") && one.contains("also0.yaml:"), "{shown}");
    }
}

#[test]
fn an_operation_of_two_descriptions_is_an_error() {
    let again = BILLS.replace("/bills:", "/pets:");
    let all = reported(&[PETS, &again]);
    assert!(
        all.contains(&"duplicate-operation also0 /paths/~1pets/get 8".to_owned()),
        "{all:?}"
    );
    let hooks = "{openapi: 3.1.0, info: {title: t, version: '1'}, webhooks: {a: {post: {responses: {}}}}}";
    let all = reported(&[hooks, hooks]);
    assert!(
        all.contains(&"duplicate-operation also0 /webhooks/a 1".to_owned()),
        "{all:?}"
    );
}

#[test]
fn a_description_that_cannot_be_merged_is_an_error() {
    let old = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths: {}\n";
    assert_eq!(reported(&[PETS, old]), ["versions-differ also0 /openapi 1"]);
    assert_eq!(reported(&[PETS, "{a: 1}"]), ["not-openapi also0  1"]);
    assert_eq!(reported(&[PETS, "[1"]), ["invalid-yaml also0  2"]);
    let swagger = "{swagger: '2.0', info: {title: t, version: '1'}, host: a.b, paths: {/y: {get: {responses: {}}}}}";
    let merged = merged(&[old, swagger]);
    assert_eq!(merged["paths"]["/y"]["servers"], value!([{ "url": "https://a.b" }]));
}

#[test]
fn a_schema_that_nothing_refers_to_is_reported_if_its_name_is_taken() {
    let text = |ty: &str| {
        format!(
            "openapi: 3.1.0\ninfo: {{title: t, version: '1'}}\npaths: {{}}\ncomponents: {{schemas: {{A: {{type: {ty}}}}}}}\n"
        )
    };
    assert_eq!(
        reported(&[&text("string"), &text("integer")]),
        ["schema-left-out also0 /components/schemas/A 4"]
    );
}

#[test]
fn a_lock_keeps_the_names_of_all() {
    let dir = write(&[PETS, BILLS]);
    let path = dir.path().join("first.yaml");
    let mut settings = settings(dir.path(), 1);
    let first = compile(&path, &settings).expect("a client");
    let lock = first.plan.lock.to_string();
    assert!(lock.contains("also0.yaml#/components/schemas/Bill"), "{lock}");
    settings.lock = openapi_compiler::settings::LockFile::Given(first.plan.lock.clone());
    settings.options.locked = true;
    let second = compile(&path, &settings).expect("a client");
    assert_eq!(first.code, second.code);
}
