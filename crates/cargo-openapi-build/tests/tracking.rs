//! What the README of `examples/tracking` shows is what the commands print.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// The example, and its README.
fn example() -> (PathBuf, String) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/tracking");
    let readme = fs::read_to_string(folder.join("README.md")).expect("the README");
    (folder, readme)
}

/// Runs the command in a folder. Returns what it prints to stdout and stderr.
fn run(folder: &Path, arguments: &[&str]) -> (String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_openapi-build"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("the command runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr))
}

#[test]
fn the_readme_shows_the_changes() {
    let (folder, readme) = example();
    let (shown, problems) = run(&folder, &["diff", "v1.yaml", "v2.yaml", "--lock", "openapi.lock"]);
    assert!(readme.contains(&format!("```text\n{shown}```\n")), "{shown}{problems}");
}

#[test]
fn the_readme_shows_the_warning_of_a_build() {
    let (folder, readme) = example();
    let (_, shown) = run(&folder, &["check", "v2.yaml", "--lock", "openapi.lock"]);
    let warning = shown.split_once("warning[departs-from-lock]: ").expect("a warning").1;
    let message = warning.lines().next().expect("a line");
    assert!(
        readme.contains(&format!("{message} (departs-from-lock)\n")),
        "{message}"
    );
}

/// A copy of the example, with version 1 in use.
fn copy(folder: &Path) -> TempDir {
    let copy = TempDir::new().expect("a temporary folder");
    for (from, to) in [
        ("v1.yaml", "openapi.yaml"),
        ("v2.yaml", "v2.yaml"),
        ("openapi.lock", "openapi.lock"),
    ] {
        fs::copy(folder.join(from), copy.path().join(to)).expect("a copy");
    }
    copy
}

#[test]
fn the_readme_shows_what_an_update_writes() {
    let (folder, readme) = example();
    let copy = copy(&folder);
    let read = |name: &str| fs::read_to_string(copy.path().join(name)).expect("a file");
    let arguments = ["update", "openapi.yaml", "v2.yaml", "--changelog", "CHANGELOG.md"];
    let (_, problems) = run(copy.path(), &arguments);
    let changelog = read("CHANGELOG.md");
    let entries = changelog.split_once("## Unreleased\n\n").expect("entries").1.trim_end();
    assert!(
        readme.contains(&format!("```markdown\n{entries}\n```\n")),
        "{entries}{problems}"
    );
    assert_eq!(read("openapi.yaml"), read("v2.yaml"));
    assert!(read("openapi.lock").contains("alias GET /orders/{id} read_order\n"));
}

#[test]
fn the_readme_accepts_the_break() {
    let (folder, readme) = example();
    let accepted = readme.split_once("--accept ").expect("an accepted change").1;
    let (change, reason) = accepted.split_once(" \"").expect("a reason");
    let copy = copy(&folder);
    let all = [
        "diff",
        "openapi.yaml",
        "v2.yaml",
        "--accept",
        change,
        reason.split('"').next().expect("a reason"),
    ];
    let (shown, problems) = run(copy.path(), &all);
    assert!(
        shown.contains("  accepted: notes moved to another service\n"),
        "{shown}{problems}"
    );
    assert!(copy.path().join("openapi.accepted").exists());
}
