//! The command, as it is run.
#![cfg(feature = "cli")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_openapi-build"))
        .args(arguments)
        .output()
        .expect("the command runs")
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn document(dir: &TempDir, text: &str) -> PathBuf {
    let path = dir.path().join("openapi.yaml");
    std::fs::write(&path, text).expect("a temporary file");
    path
}

fn seed() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents/things.yaml")
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a Unicode path")
}

#[test]
fn a_good_document_is_done_with_status_0() {
    let output = run(&["check", text(&seed())]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
}

#[test]
fn a_document_that_cannot_be_used_is_status_1_with_its_place() {
    let dir = TempDir::new().expect("a temporary folder");
    let spec = document(
        &dir,
        "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths:\n  /a:\n    get:\n      responses:\n        '200':\n          $ref: '#/components/responses/Gone'\n",
    );
    let output = run(&["generate", text(&spec), "--out", text(&dir.path().join("client.rs"))]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("openapi.yaml:8"), "{}", stderr(&output));
    assert!(!dir.path().join("client.rs").exists(), "nothing is written");
}

#[test]
fn every_error_is_shown_not_the_first_alone() {
    let dir = TempDir::new().expect("a temporary folder");
    let spec = document(
        &dir,
        "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths:\n  /a:\n    get:\n      responses:\n        '200': {$ref: '#/components/responses/Gone'}\n        '400': {$ref: '#/components/responses/Lost'}\n",
    );
    let shown = stderr(&run(&["check", text(&spec)]));
    assert!(shown.contains("Gone") && shown.contains("Lost"), "{shown}");
}

#[test]
fn wrong_usage_is_status_2() {
    assert_eq!(run(&["generate", "openapi.yaml"]).status.code(), Some(2));
    assert_eq!(run(&["frobnicate"]).status.code(), Some(2));
}

#[test]
fn the_report_lists_every_operation_and_schema() {
    let dir = TempDir::new().expect("a temporary folder");
    let report = dir.path().join("report.json");
    let out = dir.path().join("client.rs");
    let output = run(&[
        "generate",
        text(&seed()),
        "--out",
        text(&out),
        "--report",
        text(&report),
    ]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let report: Value = serde_json::from_slice(&std::fs::read(report).expect("a report")).expect("JSON");
    let operation = &report["operations"][0];
    assert_eq!(operation["method"], "GET");
    assert_eq!(operation["path"], "/things");
    assert_eq!(operation["operation_id"], "listThings");
    assert_eq!(operation["rust_name"], "list_things");
    assert_eq!(operation["skipped"], Value::Null);
    let schemas = report["schemas"].as_array().expect("a list");
    let thing = schemas
        .iter()
        .find(|schema| schema["pointer"] == "/components/schemas/Thing")
        .expect("the component");
    assert_eq!(thing["rust_type"], "types::Thing");
    assert_eq!(thing["untyped"], Value::Null);
    for stage in ["read", "lower", "resolve", "plan", "emit"] {
        assert!(report["stages"][stage].is_number(), "{stage}");
    }
}

#[test]
fn two_generations_are_the_same_bytes() {
    let dir = TempDir::new().expect("a temporary folder");
    let [a, b] = ["a.rs", "b.rs"].map(|name| {
        let out = dir.path().join(name);
        assert_eq!(
            run(&["generate", text(&seed()), "--out", text(&out)]).status.code(),
            Some(0)
        );
        std::fs::read(out).expect("the client")
    });
    assert_eq!(a, b);
}

#[test]
fn a_generated_crate_passes_cargo_check_as_it_is() {
    let dir = TempDir::new().expect("a temporary folder");
    let package = dir.path().join("things");
    let output = run(&["generate", text(&seed()), "--crate", text(&package)]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("generated");
    let check = Command::new(env!("CARGO"))
        .args(["check", "--quiet", "--all-targets"])
        .current_dir(&package)
        .env("CARGO_TARGET_DIR", target)
        .env("RUSTFLAGS", "-D warnings")
        .output()
        .expect("cargo runs");
    assert!(check.status.success(), "{}", stderr(&check));
}
