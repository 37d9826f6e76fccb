//! `init` in a crate.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

const DESCRIPTION: &str = include_str!("documents/things.yaml");

/// A crate, and these files in it.
fn fresh(files: &[(&str, &str)]) -> TempDir {
    let dir = TempDir::new().expect("a temporary folder");
    let crate_files = [
        (
            "Cargo.toml",
            "[package]\nname = \"mine\" # ours\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n",
        ),
        ("src/main.rs", "fn main() {}\n"),
    ];
    for (name, text) in crate_files.iter().chain(files) {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    dir
}

fn init(dir: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_openapi-build"))
        .arg("init")
        .args(arguments)
        .current_dir(dir)
        .output()
        .expect("the command runs")
}

/// What is printed by a run that succeeds.
fn printed(dir: &Path, arguments: &[&str]) -> String {
    let output = init(dir, arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn failed(dir: &Path, arguments: &[&str]) -> String {
    let output = init(dir, arguments);
    assert_eq!(output.status.code(), Some(1));
    String::from_utf8(output.stderr).expect("UTF-8")
}

/// Every file of a folder, with its text.
fn files(dir: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            match path.is_dir() {
                true => folders.push(path),
                false => found.push((
                    path.strip_prefix(dir).expect("inside").display().to_string(),
                    fs::read_to_string(&path).expect("a text"),
                )),
            }
        }
    }
    found.sort();
    found
}

#[test]
fn a_crate_compiles_with_what_is_written() {
    let dir = fresh(&[("api/openapi.yaml", DESCRIPTION)]);
    let dir = dir.path();
    let output = printed(dir, &["--runtime", "path"]);
    assert!(output.contains("next: write `mod api;` in ./src/main.rs"), "{output}");
    let main = "mod api;\n\nfn main() {\n    let _ = api::Client::builder().build();\n}\n";
    fs::write(dir.join("src/main.rs"), main).expect("the root");
    let manifest = fs::read_to_string(dir.join("Cargo.toml")).expect("the manifest");
    assert!(manifest.contains("name = \"mine\" # ours"), "{manifest}");
    let check = Command::new(env!("CARGO"))
        .args(["check", "--offline", "--quiet"])
        .current_dir(dir)
        .env(
            "CARGO_TARGET_DIR",
            Path::new(env!("CARGO_TARGET_TMPDIR")).join("generated"),
        )
        .env("RUSTFLAGS", "-D warnings")
        .output()
        .expect("cargo runs");
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stderr));
    // Again: everything is there, and nothing changes.
    let before = files(dir);
    let output = printed(dir, &[]);
    assert!(
        !output.contains("new") && !output.contains("added") && !output.contains("next"),
        "{output}"
    );
    assert_eq!(files(dir), before);
}

#[test]
fn a_dry_run_shows_what_would_be_written_and_writes_nothing() {
    let dir = fresh(&[(
        "openapi.json",
        r#"{"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {}}"#,
    )]);
    let before = files(dir.path());
    let shown = printed(dir.path(), &["--dry-run", "--runtime", "version"]);
    assert_eq!(files(dir.path()), before);
    for line in [
        "+++ ./build.rs (generated)",
        "+    openapi_build::Config::from_file(\"openapi-build.toml\")?.compile(\"openapi.json\")",
        concat!("+openapi-runtime = { version = \"", env!("CARGO_PKG_VERSION"), "\" }"),
        "./src/api.rs is new",
    ] {
        assert!(shown.lines().any(|shown| shown == line), "{line}: {shown}");
    }
}

#[test]
fn what_is_there_is_kept() {
    let manifest = "[package]\nname = \"mine\"\n[package.metadata.openapi-build]\nonly = 'GET *'\n\n[build-dependencies]\nopenapi-build = \"0.0.1\"\n";
    let dir = fresh(&[
        ("openapi.yaml", DESCRIPTION),
        ("build.rs", "fn main() {}\n"),
        ("Cargo.toml", manifest),
        ("src/main.rs", "pub mod api;\n"),
    ]);
    let output = printed(dir.path(), &["--runtime", "version"]);
    assert!(
        output.contains("./build.rs is kept as it is: call `openapi_build::Config::from_file` in its `main`"),
        "{output}"
    );
    assert!(
        output.contains("openapi-build is already in [build-dependencies]"),
        "{output}"
    );
    assert!(!output.contains("next"), "{output}");
    let text = |name: &str| fs::read_to_string(dir.path().join(name)).expect("a file");
    assert_eq!(text("build.rs"), "fn main() {}\n");
    assert!(text("Cargo.toml").contains("openapi-build = { version = \"0.0.1\", features = [\"config-file\"] }"));
    // The manifest has the settings.
    assert!(!dir.path().join("openapi-build.toml").exists());
    fs::remove_file(dir.path().join("build.rs")).expect("removed");
    printed(dir.path(), &[]);
    assert!(text("build.rs").contains("from_file(\"Cargo.toml\")?.compile(\"openapi.yaml\")"));
}

#[test]
fn what_is_not_clear_is_an_error() {
    let dir = fresh(&[
        ("a.yaml", "swagger: '2.0'\n"),
        ("b.json", r#"{"openapi": "3.0.3"}"#),
        ("c.yaml", "name: no\n"),
    ]);
    assert_eq!(
        failed(dir.path(), &[]),
        "error: there are several descriptions: ./a.yaml, ./b.json; name one\n"
    );
    let dir = fresh(&[("target/openapi.yaml", DESCRIPTION), (".git/openapi.yaml", DESCRIPTION)]);
    assert!(failed(dir.path(), &[]).starts_with("error: there is no description in .: "));
    let dir = TempDir::new().expect("a temporary folder");
    fs::write(dir.path().join("openapi.yaml"), DESCRIPTION).expect("a file");
    assert!(failed(dir.path(), &[]).contains("run `cargo init` first"));
    fs::write(dir.path().join("Cargo.toml"), "[workspace]\n").expect("a file");
    assert!(failed(dir.path(), &[]).contains("it has no [package]"));
}
