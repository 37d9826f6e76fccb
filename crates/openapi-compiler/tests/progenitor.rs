//! progenitor as the generator. That its client sends what ours sends is shown in `examples/progenitor`.
#![cfg(feature = "progenitor")]

use std::path::Path;

use openapi_compiler::progenitor::{Client, generate};
use openapi_compiler::{Settings, compile};

fn client(path: &Path) -> Client {
    let client = generate(path, &Settings::default(), &Default::default());
    client.unwrap_or_else(|unusable| panic!("{}: {unusable}", path.display()))
}

/// The client of a text, and the places of what it lacks.
fn of(text: &str) -> (Client, Vec<String>) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("openapi.yaml");
    std::fs::write(&path, text).expect("a file in it");
    let client = client(&path);
    let lost = client
        .converted
        .diagnostics
        .iter()
        .filter(|known| known.code == "not-in-progenitor");
    let lost = lost.map(|known| known.at.pointer.clone()).collect();
    (client, lost)
}

/// The packaged crate has no fixtures.
#[test]
fn every_operation_of_every_fixture_is_a_method() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../openapi-fixtures/documents");
    let paths = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .map(|entry| entry.expect("an entry").path());
    for path in paths.filter(|path| path.extension().is_some_and(|extension| extension == "yaml")) {
        let client = client(&path);
        let items = client.converted.description["paths"].as_object().into_iter().flatten();
        let operations: usize = items
            .map(|(_, item)| item.as_object().map_or(0, |item| item.len()))
            .sum();
        let methods = client.code.matches("    pub async fn ").count();
        assert_eq!(methods, operations, "{}", path.display());
    }
}

#[test]
fn names_that_a_lock_promises_are_those_of_the_methods() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("openapi.yaml");
    let first = "openapi: 3.1.0\npaths:\n  /a: {get: {operationId: listPets, responses: {}}}\n";
    std::fs::write(&path, first).expect("a file");
    let compiled = compile(&path, &Settings::default()).expect("a client");
    let second = format!("{first}  /b: {{get: {{operationId: list_pets, responses: {{}}}}}}\n");
    std::fs::write(&path, second).expect("a file");
    assert!(!client(&path).code.contains("fn list_pets<"), "both want the name");
    std::fs::write(folder.path().join("openapi.lock"), compiled.plan.lock.to_string()).expect("a lock");
    assert!(client(&path).code.contains("fn list_pets<"), "the first one has it");
}

#[test]
fn what_progenitor_does_not_generate_is_left_out_with_a_warning() {
    let (client, lost) = of(r"
openapi: 3.1.0
info: {title: Pets, version: '1'}
paths:
  /pets/{id}:
    post:
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
        - {name: id, in: query, schema: {type: string}}
        - {name: session, in: cookie, schema: {type: string}}
        - {name: filter, in: query, style: deepObject, schema: {type: object, properties: {a: {type: string}}}}
        - {name: joined, in: query, explode: false, schema: {type: array, items: {type: string}}}
        - {name: plain, in: query, explode: false, schema: {type: string}}
      requestBody:
        content:
          multipart/form-data: {schema: {type: object}}
          application/json: {schema: {$ref: '#/components/schemas/Pet'}}
      responses:
        '200': {description: One, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}, text/csv: {}}}
        '202': {description: Later}
        default: {description: A problem, content: {application/problem+json: {schema: {type: object}}}}
components:
  schemas:
    Pet: {type: object, required: [name], properties: {name: {type: string, minLength: 1}, properties: {type: string}}}
");
    let operation = "/paths/~1pets~1{id}/post";
    let expected = [
        "/parameters/1",
        "/parameters/2",
        "/parameters/3",
        "/parameters/4",
        "/requestBody/content/multipart~1form-data",
        "/responses/200/content/text~1csv",
        "/responses/202",
    ];
    let mut lost = lost;
    lost.sort();
    assert_eq!(lost, expected.map(|place| format!("{operation}{place}")));
    assert!(
        client.code.contains("pub async fn post_pets_by_id<'a>("),
        "{}",
        client.code
    );
    assert!(
        client
            .code
            .contains("Result<ResponseValue<types::Pet>, Error<ByteStream>>"),
        "{}",
        client.code
    );
}
