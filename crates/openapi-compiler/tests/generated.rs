//! What is generated from each description of the fixtures, and its diagnostics, so that a change to either is seen in
//! review.

use std::fs;
use std::path::Path;

use openapi_compiler::plan::Options;
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
        let mut settings = Settings::default();
        let also = document.with_file_name("also").join(format!("{name}.yaml"));
        settings.limits.also.extend(Some(also).filter(|path| path.is_file()));
        insta::assert_snapshot!(name, generated(&document, &settings));
        if choose(name, &mut settings.options) {
            insta::assert_snapshot!(format!("{name}-chosen"), generated(&document, &settings));
        }
        seen += 1;
    }
    assert!(seen > 0, "there are fixtures");
}

/// The diagnostics of a description and its code.
fn generated(document: &Path, settings: &Settings) -> String {
    let generated = compile(document, settings).expect("a description");
    let diagnostics = generated.diagnostics.iter().map(|diagnostic| {
        let (severity, code, pointer) = (diagnostic.severity, diagnostic.code, &diagnostic.at.pointer);
        format!("// {severity:?} {code} {pointer}\n").to_lowercase()
    });
    format!("{}\n{}", diagnostics.collect::<String>(), generated.code)
}

/// What is generated only if users choose it, where a fixture is about that.
fn choose(name: &str, options: &mut Options) -> bool {
    match name {
        "constraints" => options.validate = true,
        "defaults" => options.defaults = true,
        "events" | "webhooks" => options.webhooks = true,
        "lenient" => options
            .lenient
            .extend(["Amount", "Counts", "Invoice"].map(str::to_owned)),
        "xml" => options.xml = true,
        _ => return false,
    }
    true
}

/// An operation whose name the mock needs itself has another one there.
#[test]
fn a_mock_has_a_method_for_each_operation() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("openapi.yaml");
    let description = "{openapi: 3.1.0, info: {title: Mocks, version: '1'}, paths: {
        /verify: {get: {operationId: verify, parameters: [{name: type, in: query, schema: {type: boolean}}], responses: {
            '200': {description: It, content: {application/json: {schema: {properties: {a: {type: string}}}}}}, 4XX: {description: Not}}}},
        /mock: {post: {operationId: mock, responses: {'204': {description: Done}}}}}}";
    fs::write(&path, description).expect("a description");
    let settings = Settings {
        mock: true,
        ..Settings::default()
    };
    let mock = compile(&path, &settings).expect("a client").mock.expect("a mock");
    let rows = [
        "verify_operation Verify \"GET /verify\" {",
        "parameter expect_type[as bool][\"query\" \"type\"];",
        "response respond_ok[into super::types::VerifyResponse200][200 \"application/json\"];",
        "response respond_client_error[][any];",
        "mock MockOperation \"POST /mock\" {",
        "VerifyResponse200Builder[] -> VerifyResponse200",
    ];
    for row in rows {
        assert!(mock.contains(row), "{row}\n{mock}");
    }
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
