//! What is generated from each description of the fixtures, and its diagnostics, so that a change to either is seen in
//! review.

use std::fs;
use std::path::Path;

use openapi_compiler::{Settings, compile};

#[test]
fn generated_code_of_the_fixtures_is_as_reviewed() {
    let documents = Path::new(env!("CARGO_MANIFEST_DIR")).join("../openapi-fixtures/documents");
    let mut seen = 0;
    for entry in fs::read_dir(documents).expect("the fixtures") {
        let document = entry.expect("a fixture").path();
        if document.is_dir() {
            continue; // what `files.yaml` refers to
        }
        let name = document
            .file_stem()
            .and_then(|name| name.to_str())
            .expect("a file name");
        let generated = compile(&document, &Settings::default()).expect("a description");
        let diagnostics: String = generated
            .diagnostics
            .iter()
            .map(|diagnostic| {
                format!(
                    "// {:?} {} {}\n",
                    diagnostic.severity, diagnostic.code, diagnostic.at.pointer
                )
                .to_lowercase()
            })
            .collect();
        insta::assert_snapshot!(name, format!("{diagnostics}\n{}", generated.code));
        seen += 1;
    }
    assert!(seen > 0, "there are fixtures");
}

#[test]
fn tests_of_a_description_without_operations_call_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("openapi.yaml");
    fs::write(&path, "{openapi: 3.1.0, info: {title: Hooks, version: '1'}, paths: {}}").expect("a description");
    let settings = Settings {
        crate_path: Some("hooks".to_owned()),
        tests: true,
        ..Settings::default()
    };
    let generated = compile(&path, &settings);
    let tests = generated.expect("a client").tests.expect("tests");
    assert!(tests.contains("fn table_of_operations()"), "{tests}");
    assert!(!tests.contains("mod operations"), "{tests}");
    assert!(!tests.contains("Setup"), "{tests}");
}
