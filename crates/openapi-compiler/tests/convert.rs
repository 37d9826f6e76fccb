//! Descriptions in another version of OpenAPI. That schemas accept the same values is shown in `resolve_properties`.

use std::path::{Path, PathBuf};

use openapi_compiler::convert::{Converted, Version};
use openapi_compiler::{Settings, convert};
use serde_json::Value;

fn converted(path: &Path, version: Version) -> Converted {
    convert(path, &Settings::default(), version).unwrap_or_else(|unusable| panic!("{}: {unusable}", path.display()))
}

/// The text, converted to OpenAPI 3.0, and the places of what it cannot express.
fn to_3_0(text: &str) -> (Value, Vec<String>) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("openapi.yaml");
    std::fs::write(&path, text).expect("a file in it");
    let converted = converted(&path, Version::V3_0);
    let lost = converted
        .diagnostics
        .iter()
        .filter(|known| known.code == "not-convertible");
    let lost = lost.map(|known| known.at.pointer.clone()).collect();
    (converted.description, lost)
}

/// The documents of the fixtures, if they are there: the packaged crate has none.
fn fixtures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../openapi-fixtures/documents");
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .collect()
}

#[test]
fn another_reader_of_openapi_3_0_reads_every_fixture() {
    for path in fixtures() {
        let description = converted(&path, Version::V3_0).description;
        let operations = description["paths"].as_object().into_iter().flatten();
        let operations: usize = operations
            .map(|(_, item)| item.as_object().map_or(0, |item| item.len()))
            .sum();
        let read: openapiv3::OpenAPI =
            serde_json::from_value(description).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert_eq!(read.operations().count(), operations, "{}", path.display());
    }
}

/// The first conversion may write a schema that the second one simplifies.
#[test]
fn what_is_converted_twice_stays_the_same() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("openapi.json");
    let again = |description: &Value, version| {
        std::fs::write(&file, description.to_string()).expect("a file");
        let again = converted(&file, version);
        let lost = again.diagnostics.iter().filter(|known| known.code == "not-convertible");
        assert_eq!(lost.count(), 0, "{}", again.description["info"]["title"]);
        again.description
    };
    for (path, version) in fixtures()
        .iter()
        .flat_map(|path| [(path, Version::V3_0), (path, Version::V3_1)])
    {
        let twice = again(&converted(path, version).description, version);
        assert_eq!(again(&twice, version), twice, "{}", path.display());
    }
}

#[test]
fn keywords_of_openapi_3_1_have_equivalents_in_3_0() {
    let (description, lost) = to_3_0(
        r"
openapi: 3.1.0
info: {title: Pets, version: '1', license: {name: MIT, identifier: MIT}}
components:
  schemas:
    Const: {const: a}
    Null: {type: 'null'}
    Nullable: {type: [string, 'null']}
    Either: {anyOf: [{$ref: '#/components/schemas/Const'}, {type: 'null'}]}
    Several: {type: [string, integer], minimum: 1, minLength: 2}
    Exclusive: {type: number, exclusiveMinimum: 0, exclusiveMaximum: 1.5}
    Bytes: {type: string, contentEncoding: base64}
    File: {type: string, contentMediaType: application/octet-stream}
    Closed: {type: array, prefixItems: [{type: string}], items: false}
    Named: {type: object, patternProperties: {'^x-': {type: string}}, additionalProperties: false}
    Narrowed: {type: string, not: {const: b}}
    Annotated: {type: object, properties: {const: {$ref: '#/components/schemas/Const', description: Here., deprecated: true}}}
",
    );
    insta::assert_snapshot!(format!("{:#}\n{lost:#?}", description));
}
