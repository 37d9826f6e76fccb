//! The command, as it is run.

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
fn a_converted_description_is_written_in_the_format_of_its_name() {
    let dir = TempDir::new().expect("a temporary folder");
    let convert = |arguments: &[&str]| run(&[&["convert", text(&seed()), "--to", "3.0"], arguments].concat());
    let [json, yaml] = ["a.json", "a.yaml"].map(|name| dir.path().join(name));
    for path in [&json, &yaml] {
        assert_eq!(convert(&["--out", text(path)]).status.code(), Some(0));
    }
    let read = |path: &Path| std::fs::read_to_string(path).expect("a file");
    let written: Value = serde_json::from_str(&read(&json)).expect("JSON");
    assert_eq!(written["openapi"], "3.0.3");
    assert_eq!(serde_yaml::from_str::<Value>(&read(&yaml)).expect("YAML"), written);
    let printed = convert(&[]).stdout;
    assert_eq!(serde_json::from_slice::<Value>(&printed).expect("JSON"), written);
}

#[test]
fn a_bundle_is_one_file_with_the_names_of_the_client_of_the_files() {
    let dir = TempDir::new().expect("a temporary folder");
    let root = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths:\n  /a:\n    get:\n      operationId: a\n      parameters: [{$ref: 'parameters.yaml#/sort'}]\n      responses: {}\n";
    let spec = document(&dir, root);
    let parameters = "sort: {name: sort, in: query, schema: {type: string, enum: [up, down]}}";
    std::fs::write(dir.path().join("parameters.yaml"), parameters).expect("a file");
    let [bundle, lock, files, bundled] =
        ["b/bundle.json", "b/openapi.lock", "files.rs", "bundled.rs"].map(|name| dir.path().join(name));
    let output = run(&["bundle", text(&spec), "--out", text(&bundle), "--lock-out", text(&lock)]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    for (spec, out) in [(&spec, &files), (&bundle, &bundled)] {
        assert_eq!(
            run(&["generate", text(spec), "--out", text(out)]).status.code(),
            Some(0)
        );
    }
    let code = |path: &Path| {
        let code = std::fs::read_to_string(path).expect("the client");
        let code = code.lines().filter(|line| !line.trim().starts_with("/// `"));
        code.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(code(&files), code(&bundled));
    let written: Value = serde_json::from_slice(&std::fs::read(&bundle).expect("the bundle")).expect("JSON");
    assert_eq!(written["components"]["parameters"]["sort"]["name"], "sort");
    let printed = run(&["bundle", text(&spec)]).stdout;
    assert_eq!(serde_json::from_slice::<Value>(&printed).expect("JSON"), written);
}

#[test]
fn a_check_writes_a_page_of_what_the_description_becomes() {
    let dir = TempDir::new().expect("a temporary folder");
    let page = dir.path().join("report.html");
    let output = run(&["check", text(&seed()), "--html", text(&page)]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let page = std::fs::read_to_string(&page).expect("the page");
    assert!(
        page.starts_with("<!DOCTYPE html>") && page.contains("<code>list_things</code>"),
        "{page}"
    );
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

#[test]
fn types_without_a_client_compile_and_have_no_client() {
    let dir = TempDir::new().expect("a temporary folder");
    let package = dir.path().join("types");
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../openapi-fixtures/documents/schemas.yaml");
    let output = run(&["generate", text(&spec), "--only-types", "--crate", text(&package)]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let library = std::fs::read_to_string(package.join("src/lib.rs")).expect("a library");
    let items = library.lines().filter_map(|line| line.strip_prefix("pub "));
    let items = items.map(|item| item.split([':', '{']).next().unwrap_or_default().trim());
    assert_eq!(items.collect::<Vec<_>>(), ["const DESCRIPTION", "mod types"]);
    let output = Command::new(env!("CARGO"))
        .args(["check", "--quiet", "--all-targets"])
        .current_dir(&package)
        .env(
            "CARGO_TARGET_DIR",
            Path::new(env!("CARGO_TARGET_TMPDIR")).join("generated"),
        )
        .env("RUSTFLAGS", "-D warnings")
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", stderr(&output));
}

#[test]
fn only_types_excludes_what_a_client_is_needed_for() {
    let dir = TempDir::new().expect("a temporary folder");
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../openapi-fixtures/documents/tags.yaml");
    for flag in ["--by-tag", "--mocks", "--tests"] {
        let package = dir.path().join(flag);
        let output = run(&["generate", text(&spec), "--only-types", flag, "--crate", text(&package)]);
        let setting = flag.trim_start_matches('-');
        assert_eq!(output.status.code(), Some(1));
        assert!(
            stderr(&output).contains(&format!("`only-types` leaves out the client, which `{setting}` is for")),
            "{}",
            stderr(&output)
        );
        assert!(!package.exists());
    }
}

#[test]
fn a_client_that_is_split_by_tags_compiles_with_any_of_its_features() {
    let dir = TempDir::new().expect("a temporary folder");
    let package = dir.path().join("tags");
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../openapi-fixtures/documents/tags.yaml");
    let output = run(&[
        "generate",
        text(&spec),
        "--by-tag",
        "--mocks",
        "--crate",
        text(&package),
    ]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let check = |features: &str, code: &str| {
        std::fs::write(package.join("src/main.rs"), format!("#![allow(unused)]\n{code}\n")).expect("a file");
        let output = Command::new(env!("CARGO"))
            .args(["check", "--quiet", "--no-default-features", "--features", features])
            .current_dir(&package)
            .env(
                "CARGO_TARGET_DIR",
                Path::new(env!("CARGO_TARGET_TMPDIR")).join("generated"),
            )
            .env("RUSTFLAGS", "-D warnings")
            .output()
            .expect("cargo runs");
        (output.status.success(), stderr(&output))
    };
    let compiles = |features: &str, code: &str| {
        let (compiles, problems) = check(features, code);
        assert!(compiles, "{features}: {problems}");
    };
    compiles("", "fn main() { assert!(tags_client::OPERATIONS.is_empty()); }");
    compiles("untagged", "fn main() { let _ = tags_client::Client::health; }");
    compiles(
        "admin",
        "fn main() { let _: Option<tags_client::types::FullPet> = None; }",
    );
    compiles(
        "names",
        "fn main() { let _: Option<tags_client::types::Named> = None; }",
    );
    compiles(
        "other-types",
        "fn main() { let _: Option<tags_client::types::Unused> = None; }",
    );
    compiles(
        "owners",
        "fn main() { let _: Option<tags_client::types::Kind> = None; }",
    );
    compiles(
        "pet-store",
        "fn main() { assert_eq!(tags_client::OPERATIONS.len(), 2); }",
    );
    compiles(
        "admin names",
        "fn f(pet: tags_client::types::FullPet) -> tags_client::types::Named { pet.into() } fn main() {}",
    );
    compiles("mock", "fn main() { assert_eq!(tags_client::OPERATIONS.len(), 6); }");
    let (has_it, problems) = check(
        "owners",
        "fn main() { let _ = tags_client::operations::ListPets::OPERATION; }",
    );
    assert!(!has_it && problems.contains("ListPets"), "{problems}");
}

#[test]
fn a_tag_that_is_new_is_a_feature_that_is_on_by_default() {
    let dir = TempDir::new().expect("a temporary folder");
    let package = dir.path().join("tags");
    let operation = |tag: &str| format!("  /{tag}:\n    get: {{operationId: {tag}, tags: [{tag}], responses: {{}}}}\n");
    let generate = |tags: &[&str]| {
        let paths: String = tags.iter().map(|tag| operation(tag)).collect();
        let described = format!("openapi: 3.1.0\ninfo: {{title: Tags, version: '1'}}\npaths:\n{paths}");
        let spec = document(&dir, &described);
        let output = run(&[
            "generate",
            text(&spec),
            "--by-tag",
            "--tests",
            "--crate",
            text(&package),
        ]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        let manifest = std::fs::read_to_string(package.join("Cargo.toml")).expect("a manifest");
        manifest.parse::<toml_edit::DocumentMut>().expect("TOML")
    };
    let names = |item: &toml_edit::Item| -> Vec<String> {
        let names = item.as_array().expect("an array").iter();
        names.filter_map(|name| name.as_str().map(str::to_owned)).collect()
    };
    let mut manifest = generate(&["a", "b"]);
    assert_eq!(names(&manifest["features"]["default"]), ["a", "b"]);
    assert_eq!(names(&manifest["example"][0]["required-features"]), ["a"]);
    // The user does not want `b`.
    manifest["features"]["default"] = toml_edit::value(["a"].into_iter().collect::<toml_edit::Array>());
    std::fs::write(package.join("Cargo.toml"), manifest.to_string()).expect("a manifest");
    let manifest = generate(&["a", "b", "c"]);
    assert_eq!(names(&manifest["features"]["default"]), ["a", "c"]);
    assert_eq!(names(&manifest["test"][0]["required-features"]), ["a", "b", "c"]);
    assert_eq!(manifest["test"].as_array_of_tables().expect("tests").len(), 1);
}

/// A description of one operation that has a warning, and the folder that it is in.
fn warned() -> (TempDir, PathBuf) {
    let dir = TempDir::new().expect("a temporary folder");
    let spec = document(
        &dir,
        "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths:\n  /a:\n    get: {operationId: a, parameters: [{in: query}], responses: {}}\n",
    );
    (dir, spec)
}

#[test]
fn denied_warnings_are_status_1_and_nothing_is_written() {
    let (dir, spec) = warned();
    let out = dir.path().join("client.rs");
    for arguments in [
        vec!["check", text(&spec)],
        vec!["generate", text(&spec), "--out", text(&out)],
    ] {
        let denied = run(&[arguments.as_slice(), &["--deny", "warnings"]].concat());
        assert_eq!(denied.status.code(), Some(1), "{}", stderr(&denied));
        assert!(stderr(&denied).contains("parameter-name"), "{}", stderr(&denied));
        assert!(!out.exists());
        assert_eq!(run(&arguments).status.code(), Some(0));
    }
    assert!(out.exists());
    assert_eq!(
        run(&["check", text(&seed()), "--deny", "warnings"]).status.code(),
        Some(0)
    );
}

#[test]
fn the_command_renames() {
    let dir = TempDir::new().expect("a temporary folder");
    let out = dir.path().join("client.rs");
    let seed = seed();
    let mut arguments = vec!["generate", text(&seed), "--out", text(&out), "--deny", "warnings"];
    arguments.extend([
        "--rename",
        "/components/schemas/Thing=Item",
        "--rename",
        "/paths/~1things/get=items",
    ]);
    let output = run(&arguments);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let code = std::fs::read_to_string(&out).expect("a client");
    assert!(
        code.contains("pub struct Item ") && code.contains("items -> Items"),
        "{code}"
    );
    assert_eq!(run(&["check", text(&seed), "--rename", "Thing"]).status.code(), Some(2));
    let unknown = run(&["check", text(&seed), "--rename", "/components/schemas/Gone=Item"]);
    assert!(stderr(&unknown).contains("unknown-rename"), "{}", stderr(&unknown));
}

/// Generates the crate of the seed document.
fn generate(dir: &Path, more: &[&str]) -> String {
    let output = run(&[&["generate", text(&seed()), "--crate", text(dir)], more].concat());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    std::fs::read_to_string(dir.join("Cargo.toml")).expect("a manifest")
}

#[test]
fn a_crate_that_is_generated_again_keeps_changes_of_users() {
    let dir = TempDir::new().expect("a temporary folder");
    let dir = dir.path();
    let manifest = generate(dir, &["--tests"]);
    assert!(manifest.contains("openapi-conformance"), "{manifest}");
    let edited = manifest
        .replace("version = \"0.1.0\"\nedition", "version = \"7.0.0\" # ours\nedition")
        .replace("[dependencies]\n", "[dependencies]\nanyhow = \"1\"\n")
        + "\n[features]\nmine = []\n";
    std::fs::write(dir.join("Cargo.toml"), &edited).expect("written");
    std::fs::write(dir.join("src/mine.rs"), "").expect("written");
    // The same again changes nothing.
    assert_eq!(generate(dir, &["--tests"]), edited);
    // Without tests, theirs go; the user's stay.
    std::fs::write(dir.join("tests/mine.rs"), "").expect("written");
    let manifest = generate(dir, &[]);
    assert!(!dir.join("tests/conformance.rs").exists());
    assert!(dir.join("tests/mine.rs").exists() && dir.join("src/mine.rs").exists());
    assert!(!manifest.contains("openapi-conformance"), "{manifest}");
    for kept in ["version = \"7.0.0\" # ours", "anyhow = \"1\"", "mine = []"] {
        assert!(manifest.contains(kept), "{kept}: {manifest}");
    }
    std::fs::remove_file(dir.join("tests/mine.rs")).expect("removed");
    generate(dir, &["--tests"]);
    generate(dir, &[]);
    assert!(!dir.join("tests").exists(), "an empty folder goes");
    // A mock comes with a feature, and both go again.
    let manifest = generate(dir, &["--mocks"]);
    assert!(dir.join("src/mock.rs").exists());
    assert!(manifest.contains("mock = [\"dep:openapi-conformance\"]"), "{manifest}");
    let manifest = generate(dir, &[]);
    assert!(!dir.join("src/mock.rs").exists());
    assert!(
        !manifest.contains("openapi-conformance") && !manifest.contains("mock = ["),
        "{manifest}"
    );
    assert!(manifest.contains("mine = []"), "{manifest}");
}

#[test]
fn a_crate_that_has_its_description_is_generated_again() {
    let dir = TempDir::new().expect("a temporary folder");
    let spec = document(&dir, &std::fs::read_to_string(seed()).expect("the seed"));
    for _ in 0..2 {
        let output = run(&["generate", text(&spec), "--crate", text(dir.path())]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    }
}

#[test]
fn a_dry_run_shows_what_would_change_and_writes_nothing() {
    let dir = TempDir::new().expect("a temporary folder");
    let description = std::fs::read_to_string(seed()).expect("the seed");
    let spec = document(&dir, &description);
    let out = dir.path().join("client.rs");
    let output = run(&["generate", text(&spec), "--out", text(&out), "--dry-run"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let shown = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(shown.contains("client.rs (generated)") && !out.exists(), "{shown}");
    let new = dir.path().join("new.yaml");
    std::fs::write(&new, description.replace("listThings", "allThings")).expect("a file");
    let output = run(&["update", text(&spec), text(&new), "--dry-run"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let shown = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(shown.contains("openapi.lock (generated)"), "{shown}");
    assert_eq!(std::fs::read_to_string(&spec).expect("the description"), description);
    assert!(!dir.path().join("openapi.lock").exists());
}

#[test]
fn a_generated_crate_has_a_name_a_version_a_licence_and_a_first_call() {
    let dir = TempDir::new().expect("a temporary folder");
    let description = "openapi: 3.1.0
info: {title: Pets, version: '1', license: {name: Mine, identifier: MIT OR Apache-2.0}}
paths:
  /pets/{id}:
    get:
      operationId: getPet
      parameters: [{name: id, in: path, required: true, schema: {type: integer}}, {name: type, in: query, required: true, schema: {type: string}}]
      security: [{login: []}]
      responses: {}
  /pets: {post: {operationId: addPet, requestBody: {required: true, content: {text/plain: {}}}, responses: {}}}
components: {securitySchemes: {login: {type: http, scheme: basic}}}
";
    let spec = document(&dir, description);
    let package = dir.path().join("client");
    let file = |name: &str| std::fs::read_to_string(package.join(name)).expect("a file");
    let generate = |more: &[&str]| {
        let output = run(&[
            &[
                "generate",
                text(&spec),
                "--crate",
                text(&package),
                "--runtime",
                "version",
            ],
            more,
        ]
        .concat());
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    };
    generate(&["--name", "my-pets", "--version", "2.0.0"]);
    let manifest = file("Cargo.toml");
    for line in [
        "name = \"my-pets\"",
        "version = \"2.0.0\"",
        "license = \"MIT OR Apache-2.0\"",
    ] {
        assert!(manifest.lines().any(|known| known == line), "{line}: {manifest}");
    }
    assert!(file("src/lib.rs").contains("# use my_pets::types;"));
    let call = "let response = client.get_pet(next(\"id\")?.parse::<i64>()?, next(\"type\")?).send().await?;";
    for name in ["README.md", "examples/first_call.rs"] {
        let text = file(name);
        assert!(text.contains(call) && text.contains("BASE_URL"), "{text}");
        assert!(
            text.contains(".login(std::env::var(\"LOGIN_USERNAME\")?, std::env::var(\"LOGIN_PASSWORD\")?)"),
            "{text}"
        );
        assert!(text.contains("cargo run --example first_call -- ID TYPE"), "{text}");
    }
    // The name and version stay, and so does what the user has made theirs.
    std::fs::write(package.join("README.md"), "Mine.\n").expect("a file");
    generate(&[]);
    assert_eq!(file("README.md"), "Mine.\n");
    let again = file("Cargo.toml");
    assert!(again.contains("name = \"my-pets\"\nversion = \"2.0.0\""), "{again}");
    generate(&["--version", "3.0.0"]);
    assert!(file("Cargo.toml").contains("version = \"3.0.0\""));
    // Without an operation that can be called so, there is no example.
    document(&dir, &description.replace("    get:", "    x-get:"));
    generate(&[]);
    assert!(!package.join("examples").exists() && package.join("README.md").exists());
    let usage = run(&["generate", text(&spec), "--crate", text(&package), "--name", "4"]);
    assert_eq!(usage.status.code(), Some(2));
}

#[test]
fn a_crate_that_was_not_generated_is_not_overwritten() {
    let dir = TempDir::new().expect("a temporary folder");
    std::fs::create_dir(dir.path().join("src")).expect("a folder");
    std::fs::write(dir.path().join("Cargo.toml"), "[package]\nname = \"mine\"\n").expect("written");
    std::fs::write(dir.path().join("src/lib.rs"), "//! Mine.\n").expect("written");
    let output = run(&["generate", text(&seed()), "--crate", text(dir.path())]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("src/lib.rs"), "{}", stderr(&output));
    let kept = std::fs::read_to_string(dir.path().join("src/lib.rs")).expect("the file");
    assert_eq!(kept, "//! Mine.\n");
}

#[test]
fn the_runtime_is_a_path_or_a_version() {
    let dir = TempDir::new().expect("a temporary folder");
    std::fs::create_dir(dir.path().join("openapi-runtime")).expect("a folder");
    let package = dir.path().join("client");
    let version = format!("openapi-runtime = \"{}\"\n", env!("CARGO_PKG_VERSION"));
    assert!(generate(&package, &["--runtime", "version", "--tests"]).contains(&version));
    let runtime = dir.path().join("openapi-runtime");
    let manifest = generate(&package, &["--runtime-path", text(&runtime), "--tests"]);
    assert!(
        manifest.contains("openapi-runtime = { path = \"../openapi-runtime\" }"),
        "{manifest}"
    );
    assert!(
        manifest.contains("openapi-conformance = { path = \"../openapi-conformance\" }"),
        "{manifest}"
    );
    // Without a choice, what is there stays.
    assert_eq!(generate(&package, &["--tests"]), manifest);
    assert!(generate(&package, &["--runtime", "path"]).contains("/openapi-runtime\" }"));
    let both = ["--runtime", "path", "--runtime-path", text(&runtime)];
    let usage = run(&[&["generate", text(&seed()), "--crate", text(&package)], both.as_slice()].concat());
    assert_eq!(usage.status.code(), Some(2));
}

#[test]
fn there_is_a_manual_page_of_each_subcommand() {
    let dir = TempDir::new().expect("a temporary folder");
    let pages = dir.path().join("man1");
    assert!(run(&["man", text(&pages)]).status.success());
    let page = |name: &str| std::fs::read_to_string(pages.join(name)).expect("a page");
    assert!(page("openapi-build-generate.1").contains("\\-\\-crate"));
    assert!(page("openapi-build-bundle.1").contains("Example: openapi\\-build bundle"));
    let printed = String::from_utf8(run(&["man"]).stdout).expect("UTF-8");
    assert!(
        printed.contains(".TH openapi-build 1") && printed.contains("openapi\\-build\\-update(1)"),
        "{printed}"
    );
}

#[test]
fn cargo_runs_the_command_too() {
    let output = Command::new(env!("CARGO_BIN_EXE_cargo-openapi-build"))
        .args(["openapi-build", "check", text(&seed())])
        .output()
        .expect("the command runs");
    assert!(output.status.success(), "{}", stderr(&output));
}

/// Every subcommand is completed, so that a new one is there without more work.
#[test]
fn a_shell_completes_the_subcommands() {
    let subcommands = [
        "init", "generate", "check", "lock", "diff", "update", "convert", "bundle", "explain", "verify",
    ];
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let output = run(&["completions", shell]);
        assert!(output.status.success(), "{}", stderr(&output));
        let script = String::from_utf8(output.stdout).expect("UTF-8");
        let missing: Vec<_> = subcommands.iter().filter(|name| !script.contains(**name)).collect();
        assert!(
            missing.is_empty() && script.contains("openapi-build"),
            "{shell}: {missing:?}"
        );
        assert!(script.contains("allow-outside"), "{shell}: {script}");
    }
    assert_eq!(run(&["completions", "tcsh"]).status.code(), Some(2));
}

#[test]
fn a_code_is_explained_with_an_example() {
    let output = run(&["explain", "unknown-style"]);
    let shown = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(0));
    assert!(
        shown.contains("section 4.8.12.3") && shown.contains("style: csv"),
        "{shown}"
    );
    let output = run(&["explain", "no-such-code"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("`no-such-code`"), "{}", stderr(&output));
}

#[test]
fn the_lock_is_written_beside_the_description_and_lists_dropped_promises() {
    let dir = TempDir::new().expect("a temporary folder");
    let values = |values: &str| format!("{{openapi: 3.1.0, components: {{schemas: {{Sort: {{enum: [{values}]}}}}}}}}");
    let spec = document(&dir, &values("asc, old"));
    let lock = dir.path().join("openapi.lock");
    let promises = || std::fs::read_to_string(&lock).expect("the lock");
    let output_of = |arguments: &[&str]| {
        let output = run(&[&["lock", text(&spec)], arguments].concat());
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    assert!(output_of(&[]).ends_with("openapi.lock: 4 promises\n"));
    assert!(promises().ends_with("value /components/schemas/Sort asc Asc\nvalue /components/schemas/Sort old Old\n"));
    document(&dir, &values("ASC, asc"));
    assert!(output_of(&[]).ends_with("given up: value /components/schemas/Sort old Old\n"));
    assert!(
        promises().ends_with("value /components/schemas/Sort ASC AscUpper\nvalue /components/schemas/Sort asc Asc\n")
    );
    output_of(&["--renew"]);
    assert!(
        promises()
            .ends_with("value /components/schemas/Sort ASC AscUpper\nvalue /components/schemas/Sort asc AscLower\n")
    );
    let elsewhere = dir.path().join("other.lock");
    output_of(&["--lock", text(&elsewhere)]);
    assert!(elsewhere.exists());
    assert_eq!(run(&["check", text(&spec), "--locked"]).status.code(), Some(0));
    document(&dir, &values("asc, new"));
    let summary = "the description departs from the lock: gone: 1 `value`; new: 1 `value`";
    for (arguments, status) in [
        (&["check", text(&spec)][..], 0),
        (&["check", text(&spec), "--locked"], 1),
    ] {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(status), "{arguments:?}");
        assert!(stderr(&output).contains(summary), "{}", stderr(&output));
    }
    let output = run(&["lock", text(&spec), "--locked"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(!stderr(&output).contains(summary), "{}", stderr(&output));
    std::fs::write(&lock, "<<<<<<<").expect("a file");
    assert_eq!(run(&["lock", text(&spec)]).status.code(), Some(1));
    assert_eq!(promises(), "<<<<<<<", "a lock that cannot be read is not overwritten");
}

/// Two versions of a description in a folder: the second needs one more parameter.
fn versions(dir: &TempDir) -> (PathBuf, PathBuf) {
    let text = |parameters: &str| {
        format!(
            "openapi: 3.1.0\ninfo: {{title: t, version: '1'}}\npaths:\n  /a:\n    get:\n      operationId: a\n      parameters: [{parameters}]\n      responses: {{'204': {{description: done}}}}\n"
        )
    };
    let write = |name: &str, text: String| {
        let path = dir.path().join(name);
        std::fs::write(&path, text).expect("a temporary file");
        path
    };
    let parameter = "{name: x, in: query, required: true, schema: {type: string}}";
    (write("old.yaml", text("")), write("new.yaml", text(parameter)))
}

#[test]
fn a_diff_fails_on_the_given_level() {
    let dir = TempDir::new().expect("a temporary folder");
    let (old, new) = versions(&dir);
    let status = |arguments: &[&str]| {
        let all: Vec<&str> = ["diff", text(&old), text(&new)]
            .iter()
            .chain(arguments)
            .copied()
            .collect();
        run(&all).status.code()
    };
    assert_eq!(status(&[]), Some(0));
    assert_eq!(status(&["--fail-on", "silent"]), Some(0));
    for kind in ["wire", "rust", "any"] {
        assert_eq!(status(&["--fail-on", kind]), Some(1), "{kind}");
    }
    let same = run(&["diff", text(&old), text(&old), "--fail-on", "any"]);
    assert_eq!(same.status.code(), Some(0));
    let gone = run(&["diff", text(&dir.path().join("gone.yaml")), text(&old)]);
    assert_eq!(gone.status.code(), Some(2));
    assert!(stderr(&gone).contains("gone.yaml"), "{}", stderr(&gone));
}

#[test]
fn an_accepted_change_is_kept_with_its_reason_and_does_not_fail() {
    let dir = TempDir::new().expect("a temporary folder");
    let (old, new) = versions(&dir);
    let diff = |more: &[&str]| run(&[&["diff", text(&old), text(&new), "--fail-on", "any"], more].concat());
    let shown = |output: &Output| String::from_utf8_lossy(&output.stdout).into_owned();
    let file = dir.path().join("openapi.accepted");
    let change = "new-required-request-parameter@/paths/~1a/get";
    let refused: [(&str, &str, &str); 4] = [
        ("api-removed@/paths/~1a/get", "why", "there is no change"),
        ("new-required-request-parameter@/paths", "why", "there is no change"),
        ("new-required-request-parameter", "why", "is not ID@POINTER"),
        (change, " ", "without a reason"),
    ];
    for (change, reason, problem) in refused {
        let output = diff(&["--accept", change, reason]);
        assert_eq!(output.status.code(), Some(2), "{change}");
        assert!(stderr(&output).contains(problem), "{}", stderr(&output));
        assert!(!file.exists(), "{change}");
    }
    assert_eq!(diff(&["--accept", change, "x is\nneeded"]).status.code(), Some(0));
    let known = std::fs::read_to_string(&file).expect("the file");
    let line =
        "new-required-request-parameter /paths/~1a/get \"the required parameter `x` is new\" \"x is\\nneeded\"\n";
    assert!(known.ends_with(line), "{known}");
    let later = diff(&["--manifest", "Cargo.toml", "--released", "0.1.0"]);
    assert_ne!(later.status.code(), Some(0), "the release that is needed is the same");
    let later = diff(&[]);
    assert_eq!(later.status.code(), Some(0), "{}", stderr(&later));
    assert!(
        shown(&later).contains("  accepted: x is\\nneeded\n"),
        "{}",
        shown(&later)
    );
    assert!(shown(&diff(&["--format", "github"])).starts_with("::notice "));
    // Another change of the same kind at the same place is not accepted.
    let more = std::fs::read_to_string(&new)
        .expect("the description")
        .replace("name: x", "name: y");
    std::fs::write(&new, more).expect("a file");
    let later = diff(&[]);
    assert_eq!(later.status.code(), Some(1));
    let line = known.lines().count();
    let warning = format!("openapi.accepted:{line}: there is no such change any more, delete the line: {change}: ");
    assert!(stderr(&later).contains(&warning), "{}", stderr(&later));
    std::fs::write(&file, "x").expect("a file");
    assert_eq!(diff(&[]).status.code(), Some(2), "a file that cannot be read");
}

#[test]
fn kinds_of_changes_have_the_verdicts_that_settings_and_flags_give_them() {
    let dir = TempDir::new().expect("a temporary folder");
    let (old, new) = versions(&dir);
    let diff = |more: &[&str]| {
        let output = run(&[&["diff", text(&old), text(&new), "--fail-on", "wire"], more].concat());
        (
            output.status.code(),
            String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr(&output),
        )
    };
    let kind = "new-required-request-parameter";
    let (status, shown, _) = diff(&["--severity", &format!("{kind}=additive")]);
    assert_eq!(status, Some(0));
    assert!(shown.starts_with("BREAK in Rust, addition on the wire: "), "{shown}");
    let settings = dir.path().join("openapi-build.toml");
    std::fs::write(&settings, format!("[severity]\n{kind} = \"ignore\"\n")).expect("a file");
    let (status, shown, _) = diff(&[]);
    assert_eq!(status, Some(0));
    assert!(!shown.contains(kind) && shown.contains(", ignored: 1\n"), "{shown}");
    assert!(
        shown.ends_with("release: major\n"),
        "what is ignored counts for the release: {shown}"
    );
    let (status, shown, _) = diff(&["--severity", &format!("{kind}=break")]);
    assert_eq!(status, Some(1), "the flag goes before the file");
    assert!(shown.contains(kind), "{shown}");
    let refused = [
        (
            "new-required-request-paramter=break",
            "did you mean `new-required-request-parameter`?",
        ),
        ("endpoint-added=bad", "`bad` is not a verdict"),
        ("endpoint-added", "is not ID=VERDICT"),
    ];
    for (severity, problem) in refused {
        let (status, _, stderr) = diff(&["--severity", severity]);
        assert_eq!(status, Some(2), "{severity}");
        assert!(stderr.contains(problem), "{stderr}");
    }
    std::fs::write(&settings, "[severity]\nweather = \"ignore\"\n").expect("a file");
    let (status, _, stderr) = diff(&[]);
    assert_eq!(status, Some(2));
    assert!(
        stderr.contains("openapi-build.toml:2:1: `weather` is not a kind of change"),
        "{stderr}"
    );
}

#[test]
fn a_diff_reads_outside_of_the_folder_only_if_it_may() {
    let dir = TempDir::new().expect("a temporary folder");
    let inner = dir.path().join("inner");
    std::fs::create_dir(&inner).expect("a folder");
    std::fs::write(dir.path().join("shared.yaml"), "S: {type: string}\n").expect("a file");
    let spec = inner.join("openapi.yaml");
    let description = "openapi: 3.1.0\ncomponents: {schemas: {A: {properties: {s: {$ref: '../shared.yaml#/S'}}}}}\npaths: {/a: {get: {responses: {'200': {description: a, content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}}}}}\n";
    let inline = inner.join("inline.yaml");
    std::fs::write(&spec, description).expect("a file");
    std::fs::write(
        &inline,
        description.replace("$ref: '../shared.yaml#/S'", "type: string"),
    )
    .expect("a file");
    let shown = |more: &[&str]| {
        let output = run(&[&["diff", text(&spec), text(&inline)], more].concat());
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    assert!(
        !shown(&[]).starts_with("changes: 0,"),
        "what cannot be read is any value"
    );
    assert!(shown(&["--allow-outside"]).starts_with("changes: 0,"));
}

#[test]
fn a_diff_is_a_page_too() {
    let dir = TempDir::new().expect("a temporary folder");
    let (old, new) = versions(&dir);
    let page = dir.path().join("changes.html");
    let output = run(&["diff", text(&old), text(&new), "--html", text(&page)]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let page = std::fs::read_to_string(&page).expect("the page");
    assert!(
        page.starts_with("<!DOCTYPE html>") && page.contains("<code>new-required-request-parameter</code>"),
        "{page}"
    );
    let nowhere = dir.path().join("gone/changes.html");
    let output = run(&["diff", text(&old), text(&new), "--html", text(&nowhere)]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("cannot write"), "{}", stderr(&output));
}

#[test]
fn a_diff_is_shown_in_three_formats() {
    let dir = TempDir::new().expect("a temporary folder");
    let (old, new) = versions(&dir);
    let shown = |format: &str| {
        let output = run(&["diff", text(&old), text(&new), "--format", format]);
        String::from_utf8(output.stdout).expect("text")
    };
    assert!(shown("text").contains("BREAK on the wire: the required parameter `x` is new"));
    assert!(shown("text").contains("  + client.a(x: String) -> ()"));
    assert!(shown("markdown").starts_with("### Breaking\n"));
    let json: Value = serde_json::from_str(&shown("json")).expect("JSON");
    assert_eq!(json[0]["id"], "new-required-request-parameter");
}

#[test]
fn a_diff_reads_git_revisions_and_generated_crates() {
    let dir = TempDir::new().expect("a temporary folder");
    let (old, new) = versions(&dir);
    let git = |arguments: &[&str]| {
        let status = Command::new("git")
            .arg("-C")
            .arg(dir.path())
            .args(arguments)
            .output()
            .expect("git runs");
        assert!(status.status.success(), "{}", stderr(&status));
    };
    git(&["init", "-q"]);
    git(&["add", "old.yaml"]);
    git(&[
        "-c",
        "user.name=t",
        "-c",
        "user.email=t@example.com",
        "commit",
        "-q",
        "-m",
        "one",
    ]);
    let in_folder = |arguments: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_openapi-build"))
            .current_dir(dir.path())
            .args(arguments)
            .output()
            .expect("the command runs")
    };
    let output = in_folder(&["diff", "HEAD:old.yaml", "new.yaml", "--fail-on", "wire"]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    let client = dir.path().join("client");
    assert!(
        run(&["generate", text(&old), "--crate", text(&client)])
            .status
            .success()
    );
    let output = run(&["diff", text(&client), text(&new), "--fail-on", "rust"]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
}

/// A description with an enum of these values.
fn enum_of(values: &str) -> String {
    format!(
        "openapi: 3.1.0\ninfo: {{title: t, version: '1'}}\npaths: {{}}\ncomponents: {{schemas: {{S: {{enum: [{values}]}}}}}}\n"
    )
}

#[test]
fn a_diff_knows_the_lock() {
    let dir = TempDir::new().expect("a temporary folder");
    let spec = document(&dir, &enum_of("asc"));
    let new = dir.path().join("new.yaml");
    std::fs::write(&new, enum_of("asc, ASC")).expect("a temporary file");
    assert!(run(&["lock", text(&spec)]).status.success());
    let status = |more: &[&str]| {
        let all: Vec<&str> = ["diff", text(&spec), text(&new), "--fail-on", "rust"]
            .iter()
            .chain(more)
            .copied()
            .collect();
        run(&all).status.code()
    };
    assert_eq!(status(&[]), Some(0), "`Asc` stays");
    assert_eq!(status(&["--ignore-lock"]), Some(1), "neither is `Asc`");
}

#[test]
fn checked_in_code_is_checked() {
    let dir = TempDir::new().expect("a temporary folder");
    let client = dir.path().join("client");
    generate(&client, &["--tests"]);
    let check =
        |more: &[&str]| run(&[&["generate", text(&seed()), "--crate", text(&client), "--check"], more].concat());
    assert_eq!(check(&["--tests"]).status.code(), Some(0));
    let lib = client.join("src/lib.rs");
    let edited = std::fs::read_to_string(&lib).expect("code") + "// \u{1b}[2J\n";
    std::fs::write(&lib, &edited).expect("written");
    let output = check(&["--tests"]);
    let shown = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        shown.contains("lib.rs (generated)") && shown.contains("\n-// \\u{1b}[2J\n"),
        "{shown}"
    );
    assert_eq!(
        std::fs::read_to_string(&lib).expect("code"),
        edited,
        "nothing is written"
    );
    generate(&client, &["--tests"]);
    // Tests that would not be written any more are stale too.
    let output = check(&[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stdout).contains("tests/conformance.rs"));
    assert!(client.join("tests/conformance.rs").exists());
}

#[test]
fn an_update_replaces_the_description_and_all_that_follows_from_it() {
    let dir = TempDir::new().expect("a temporary folder");
    let (old, new) = versions(&dir);
    let client = dir.path().join("client.rs");
    let changelog = dir.path().join("CHANGES.md");
    std::fs::write(&changelog, "# Changes\n\n## 1.0.0\n").expect("a file");
    let read = |path: &Path| std::fs::read_to_string(path).unwrap_or_default();
    let before = read(&old);
    let update = |more: &[&str]| {
        let all = [
            "update",
            text(&old),
            text(&new),
            "--out",
            text(&client),
            "--changelog",
            text(&changelog),
        ];
        run(&[&all, more].concat())
    };
    let refused = update(&["--fail-on", "wire"]);
    assert_eq!(refused.status.code(), Some(1), "{}", stderr(&refused));
    assert_eq!(read(&old), before);
    assert!(!client.exists() && !dir.path().join("openapi.lock").exists());
    let done = update(&["--fail-on", "silent"]);
    assert_eq!(done.status.code(), Some(0), "{}", stderr(&done));
    assert!(String::from_utf8_lossy(&done.stdout).contains("BREAK on the wire"));
    assert_eq!(read(&old), read(&new));
    assert!(read(&client).contains("x: into String =>"), "{}", read(&client));
    assert!(read(&dir.path().join("openapi.lock")).contains("arguments GET /a query:x\n"));
    assert!(read(&changelog).starts_with("# Changes\n\n## Unreleased\n\n### Breaking\n\n- "));
    assert!(read(&changelog).ends_with("\n## 1.0.0\n"));
}

#[test]
fn an_update_without_a_lock_keeps_the_names_of_the_old_description() {
    let dir = TempDir::new().expect("a temporary folder");
    let spec = document(&dir, &enum_of("asc"));
    let new = dir.path().join("new.yaml");
    std::fs::write(&new, enum_of("ASC, asc")).expect("a temporary file");
    assert_eq!(run(&["update", text(&spec), text(&new)]).status.code(), Some(0));
    let lock = std::fs::read_to_string(dir.path().join("openapi.lock")).expect("a lock");
    assert!(lock.contains("value /components/schemas/S asc Asc\n"), "{lock}");
}

#[test]
fn an_update_refuses_a_description_of_several_files() {
    let dir = TempDir::new().expect("a temporary folder");
    let (old, new) = versions(&dir);
    let before = std::fs::read_to_string(&old).expect("a file");
    std::fs::write(dir.path().join("s.yaml"), "type: string\n").expect("a file");
    std::fs::write(
        &new,
        before.replace(
            "parameters: []",
            "parameters: [{name: x, in: query, schema: {$ref: s.yaml}}]",
        ),
    )
    .expect("a file");
    let output = run(&["update", text(&old), text(&new)]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("s.yaml"), "{}", stderr(&output));
    assert_eq!(std::fs::read_to_string(&old).expect("a file"), before);
}

#[test]
fn a_version_that_is_too_low_for_the_changes_fails() {
    let dir = TempDir::new().expect("a temporary folder");
    let (old, new) = versions(&dir);
    let manifest = dir.path().join("Cargo.toml");
    let status = |version: &str, more: &[&str]| {
        std::fs::write(&manifest, format!("[package]\nname = \"x\"\nversion = \"{version}\"\n")).expect("a file");
        let all = ["diff", text(&old), text(&new), "--manifest", text(&manifest)];
        let output = run(&[&all, more].concat());
        (output.status.code(), stderr(&output))
    };
    let low = status("1.3.0", &["--released", "1.2.3"]);
    assert_eq!(low.0, Some(1));
    assert!(
        low.1.contains("after 1.2.3 a major release needs 2.0.0 or higher"),
        "{}",
        low.1
    );
    assert_eq!(status("2.0.0", &["--released", "1.2.3"]).0, Some(0));
    let unknown = status("2.0.0", &[]);
    assert_eq!(unknown.0, Some(2), "a file does not say which version was released");
    assert!(unknown.1.contains("--released"), "{}", unknown.1);
}

#[test]
fn a_diff_annotates_lines_on_github() {
    let dir = TempDir::new().expect("a temporary folder");
    let (old, new) = versions(&dir);
    let output = run(&["diff", text(&old), text(&new), "--format", "github"]);
    let shown = String::from_utf8(output.stdout).expect("text");
    let (place, message) = shown.trim_end().split_once("title=").expect("a title");
    let file = text(&new);
    assert_eq!(place, format!("::error file={file},line=7,col=20,"), "{shown}");
    assert!(
        message.starts_with("new-required-request-parameter::the required parameter `x` is new%0A- client.a()"),
        "{shown}"
    );
    assert_eq!(shown.lines().count(), 1, "{shown}");
}

#[test]
fn an_update_compares_what_it_may_read() {
    let dir = TempDir::new().expect("a temporary folder");
    let folder = dir.path().join("api");
    std::fs::create_dir(&folder).expect("a folder");
    std::fs::write(dir.path().join("s.yaml"), "type: string\n").expect("a file");
    let of = |schema: &str| {
        format!(
            "{{openapi: 3.1.0, info: {{title: t, version: '1'}}, paths: {{/a: {{get: {{operationId: a, parameters: [{{name: x, in: query, schema: {schema}}}], responses: {{'204': {{description: d}}}}}}}}}}}}"
        )
    };
    let (spec, new) = (folder.join("openapi.yaml"), dir.path().join("new.yaml"));
    std::fs::write(&spec, of("{$ref: ../s.yaml}")).expect("a file");
    std::fs::write(&new, of("{type: string}")).expect("a file");
    let output = run(&["update", text(&spec), text(&new), "--allow-outside"]);
    let shown = String::from_utf8_lossy(&output.stdout);
    assert!(shown.starts_with("changes: 0,"), "{shown} {}", stderr(&output));
}
