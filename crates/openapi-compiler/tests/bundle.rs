//! Descriptions of several files as one document.

use std::fs;
use std::path::{Path, PathBuf};

use openapi_compiler::bundle::Bundled;
use openapi_compiler::settings::LockFile;
use openapi_compiler::{Settings, bundle, compile};
use serde_json::json;
use tempfile::TempDir;

fn folder(files: &[(&str, &str)]) -> (TempDir, PathBuf) {
    let dir = tempfile::tempdir().expect("a temporary folder");
    for (name, text) in files {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    let root = dir.path().join(files[0].0);
    (dir, root)
}

fn bundled(path: &Path) -> Bundled {
    bundle(path, &Settings::default()).unwrap_or_else(|unusable| panic!("{}: {unusable}", path.display()))
}

fn codes(bundled: &Bundled) -> Vec<&'static str> {
    bundled.diagnostics.iter().map(|known| known.code).collect()
}

/// The lines of a client, without what documentation says about places.
fn lines(path: &Path, lock: LockFile) -> (Vec<String>, openapi_compiler::lock::Lock) {
    let settings = Settings {
        lock,
        ..Settings::default()
    };
    let compiled = compile(path, &settings).unwrap_or_else(|unusable| panic!("{}: {unusable}", path.display()));
    let code = compiled.code.lines().map(str::trim);
    let code = code.filter(|line| !line.starts_with("/// `") && !line.starts_with("//!"));
    let mut lines: Vec<String> = code.map(str::to_owned).collect();
    lines.sort();
    (lines, compiled.plan.lock)
}

/// Asserts that the client of the bundle is that of the files, with the translated lock.
fn assert_same_client(path: &Path) {
    let bundled = bundled(path);
    let (expected, lock) = lines(path, LockFile::Ignored);
    let dir = tempfile::tempdir().expect("a temporary folder");
    let file = dir.path().join("bundle.json");
    fs::write(&file, bundled.description.to_string()).expect("a file");
    let (found, _) = lines(&file, LockFile::Given(bundled.lock(&lock)));
    let differences = |lines: &[String], others: &[String]| -> Vec<String> {
        lines.iter().filter(|line| !others.contains(line)).cloned().collect()
    };
    assert!(
        found == expected,
        "{}: {:#?} instead of {:#?}",
        path.display(),
        differences(&found, &expected),
        differences(&expected, &found)
    );
}

/// The documents of the fixtures, if they are there: the packaged crate has none.
fn fixtures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../openapi-fixtures/documents");
    let entries = fs::read_dir(folder).into_iter().flatten();
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .collect()
}

#[test]
fn the_client_of_a_bundle_is_that_of_the_files() {
    fixtures().iter().for_each(|path| assert_same_client(path));
}

/// Whatever the file is called, so that a bundle may have any name.
#[test]
fn the_name_of_the_root_file_is_not_part_of_a_promise() {
    let text = "
openapi: 3.1.0
info: {title: t, version: '1'}
paths: {}
components:
  schemas:
    Licence:
      allOf:
        - {type: object, required: [id], properties: {id: {type: string}}}
        - {type: object, properties: {count: {type: integer}}}
    User: {allOf: [{$ref: '#/components/schemas/Licence/allOf/0'}]}
";
    let locks = ["one.yaml", "two.yaml"].map(|name| {
        let (_dir, path) = folder(&[(name, text)]);
        lines(&path, LockFile::Ignored).1.to_string()
    });
    assert!(
        locks[0].contains("/components/schemas/Licence/("),
        "no place has a hash: {}",
        locks[0]
    );
    assert_eq!(locks[0], locks[1]);
}

#[test]
fn a_bundle_refers_to_no_files_and_bundled_again_stays_the_same() {
    for path in fixtures() {
        let description = bundled(&path).description;
        let dir = tempfile::tempdir().expect("a temporary folder");
        let file = dir.path().join("bundle.json");
        fs::write(&file, description.to_string()).expect("a file");
        let again = bundled(&file);
        assert_eq!(again.document.files().len(), 1, "{}", path.display());
        assert_eq!(again.description, description, "{}", path.display());
    }
}

/// A schema is referred to from several files; two of the same name; a component that only refers keeps its name.
const SHOP: [(&str, &str); 5] = [
    (
        "openapi.yaml",
        "
openapi: 3.0.3
info: {title: Shop, version: 1.0.0}
paths:
  /pets/{id}: {$ref: paths/pet.yaml}
  /toys: {$ref: 'paths/toys.yaml#/toys'}
components:
  schemas:
    Animal: {$ref: schemas/pet.yaml}
    Beast: {$ref: schemas/pet.yaml}
",
    ),
    (
        "paths/pet.yaml",
        "
parameters: [{$ref: '../parameters.yaml#/id'}]
get:
  operationId: getPet
  responses:
    '200': {$ref: '../parameters.yaml#/responses/Pet'}
    '404': {description: none, content: {application/json: {schema: {$ref: ../schemas/toy.yaml#/error}}}}
",
    ),
    (
        "paths/toys.yaml",
        "
toys:
  get:
    operationId: listToys
    parameters: [{$ref: '../parameters.yaml#/state'}]
    responses:
      '200':
        description: toys
        content: {application/json: {schema: {type: array, items: {$ref: '../schemas/toy.yaml#/Toy'}}}}
        links: {pet: {operationRef: '../openapi.yaml#/paths/~1pets~1{id}/get', parameters: {id: $response.body#/id}}}
      '400': {description: bad, content: {application/json: {schema: {$ref: ../schemas/errors.yaml#/error}}}}
",
    ),
    (
        "parameters.yaml",
        "
id: {name: id, in: path, required: true, schema: {type: string}}
state: {name: state, in: query, schema: {type: string, enum: [new, used]}}
responses:
  Pet: {description: a pet, content: {application/json: {schema: {$ref: 'openapi.yaml#/components/schemas/Beast'}}}}
",
    ),
    (
        "schemas/pet.yaml",
        "
oneOf: [{$ref: '#/components/schemas/Dog'}, {$ref: 'toy.yaml#/components/schemas/Bear'}, {$ref: 'toy.yaml#/Cat'}]
discriminator:
  propertyName: kind
  mapping: {dog: Dog, cat: 'toy.yaml#/Cat'}
components:
  schemas:
    Dog: {type: object, required: [kind], properties: {kind: {type: string}, toy: {$ref: 'toy.yaml#/Toy'}}}
",
    ),
];

const TOYS: &str = "
Toy: {type: object, properties: {name: {type: string}, owner: {$ref: pet.yaml}}}
Cat: {type: object, required: [kind], properties: {kind: {type: string}, id: {type: string}}}
error: {type: object, properties: {toy: {type: string}}}
components: {schemas: {Bear: {type: object, required: [kind], properties: {kind: {type: string}, wooden: {type: boolean}}}}}
";

const ERRORS: &str = "error: {type: object, properties: {code: {type: integer}}}";

fn shop() -> (TempDir, PathBuf) {
    folder(
        &[
            &SHOP[..],
            &[("schemas/toy.yaml", TOYS), ("schemas/errors.yaml", ERRORS)],
        ]
        .concat(),
    )
}

#[test]
fn references_to_files_become_components() {
    let (_dir, path) = shop();
    assert_same_client(&path);
    let bundled = bundled(&path);
    insta::assert_snapshot!(serde_yaml::to_string(&bundled.description).expect("YAML"));
    let names: Vec<_> = bundled.diagnostics.iter().map(|known| known.message.as_str()).collect();
    assert_eq!(
        names,
        [
            "the component is named `schemas-errors-error`, since several want the name `error`",
            "the component is named `schemas-toy-error`, since several want the name `error`",
        ]
    );
}

#[test]
fn another_reader_of_openapi_3_0_reads_a_bundle() {
    let (_dir, path) = shop();
    let read: openapiv3::OpenAPI = serde_json::from_value(bundled(&path).description).expect("OpenAPI 3.0");
    assert_eq!(read.operations().count(), 2);
}

#[test]
fn discriminators_of_a_bundle_mean_what_they_meant() {
    let root = "
openapi: 3.1.0
info: {title: t, version: '1'}
paths: {}
components:
  schemas:
    Cat: {type: string}
    Animal: {$ref: 'animals.yaml#/components/schemas/Animal'}
    Toy: {oneOf: [{$ref: 'toys.yaml#/components/schemas/Dog'}], discriminator: {propertyName: kind}}
";
    let animals = "
components:
  schemas:
    Animal:
      oneOf: [{$ref: '#/components/schemas/Dog'}, {$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Fish'}]
      discriminator: {propertyName: kind, mapping: {cat: Cat, fish: Fish}}
    Dog: {type: object, required: [kind], properties: {kind: {type: string}, age: {type: integer}}}
    Cat: {type: object, required: [kind], properties: {kind: {type: string}, name: {type: string}}}
    Fish: {type: object, required: [kind], properties: {kind: {type: string}, fins: {type: integer}}}
";
    let toys = "components: {schemas: {Dog: {type: object, required: [kind], properties: {kind: {type: string}}}}}";
    let files = [("openapi.yaml", root), ("animals.yaml", animals), ("toys.yaml", toys)];
    let (_dir, path) = folder(&files);
    let mut schemas = bundled(&path).description["components"]["schemas"].take();
    let expected = json!({
        "cat": "#/components/schemas/animals-Cat",
        // Names that mean the same stay names.
        "fish": "Fish",
        // Names of components are tags, unless these are mapped.
        "Dog": "#/components/schemas/animals-Dog",
    });
    assert_eq!(schemas["Animal"]["discriminator"]["mapping"].take(), expected);
    let expected = json!({"Dog": "#/components/schemas/toys-Dog"});
    assert_eq!(schemas["Toy"]["discriminator"]["mapping"].take(), expected);
}

#[test]
fn what_cannot_be_bundled_is_reported() {
    let root = "
openapi: 3.1.0
info: {title: t, version: '1', x-code: {$ref: code.rs}}
paths: {}
components:
  schemas:
    Far: {$ref: 'https://example.com/a.yaml'}
    Gone: {$ref: 'part.yaml#/Gone'}
    Named: {$ref: 'part.yaml#anchor'}
";
    let part = "Named: {$id: 'https://example.com/named', $anchor: anchor, type: string}";
    let (_dir, path) = folder(&[("openapi.yaml", root), ("part.yaml", part)]);
    let bundled = bundled(&path);
    let mut codes = codes(&bundled);
    codes.sort_unstable();
    let expected = [
        "bundled-identifier",
        "bundled-identifier",
        "dangling-reference",
        "not-bundled",
        "remote-reference",
    ];
    assert_eq!(codes, expected);
    let schemas = &bundled.description["components"]["schemas"];
    assert_eq!(schemas["Named"], json!({"type": "string"}));
    assert_eq!(schemas["Far"], json!({"$ref": "https://example.com/a.yaml"}));
    assert_eq!(schemas["Gone"], json!({"$ref": "part.yaml#/Gone"}));
}

#[test]
fn parts_that_contain_themselves_end() {
    let root = "
openapi: 3.1.0
info: {$ref: info.yaml}
paths: {/a: {$ref: a.yaml}}
components: {schemas: {A: {type: object, properties: {$ref: properties.yaml}}}}
";
    let files = [
        ("openapi.yaml", root),
        ("info.yaml", "{title: t, version: '1', contact: {$ref: info.yaml}}"),
        (
            "a.yaml",
            "get: {operationId: a, responses: {}, callbacks: {b: {'{$url}': {$ref: a.yaml}}}}",
        ),
        (
            "properties.yaml",
            "b: {type: object, properties: {$ref: properties.yaml}}",
        ),
    ];
    let (_dir, path) = folder(&files);
    let bundled = bundled(&path);
    let unbundled = codes(&bundled);
    assert_eq!(unbundled, ["not-bundled"]);
    let b = &bundled.description["components"]["schemas"]["A"]["properties"]["b"];
    let expected = json!({"type": "object", "properties": {"b": {"$ref": "#/components/schemas/A/properties/b"}}});
    assert_eq!(*b, expected);
    let contact = &bundled.description["info"]["contact"]["contact"];
    assert_eq!(*contact, json!({"$ref": "info.yaml"}));
    let callback = &bundled.description["paths"]["/a"]["get"]["callbacks"]["b"]["{$url}"]["get"]["callbacks"]["b"];
    assert_eq!(*callback, json!({"$ref": "#/paths/~1a/get/callbacks/b"}));
}
