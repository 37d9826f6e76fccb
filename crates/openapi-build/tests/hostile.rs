//! Nothing that a description contains becomes a directive for cargo.

#[path = "../../openapi-fixtures/hostile.rs"]
mod hostile;

use hostile::{NAMES, NASTY, hostile_files, obeyed};
use openapi_build::Config;

/// What the next test runs as a process of its own, since its output is what is looked at.
#[test]
#[ignore = "run by `a_description_cannot_write_cargo_directives`"]
fn build_script() {
    let folder = std::path::PathBuf::from(std::env::var_os("HOSTILE_FILES").expect("a folder"));
    println!();
    let files = hostile_files(&folder);
    let overlaid = Config::new().overlay(folder.join("fixes.yaml")).compile(&files[0]);
    assert!(overlaid.is_err(), "the overlay does not exist");
    for path in files {
        let mut config = Config::new();
        for text in NASTY.iter().chain(&NAMES) {
            config
                .rename(format!("/components/schemas/{text}"), "Fine")
                .rename(*text, "Fine");
        }
        if let Err(error) = config.compile(&path) {
            eprintln!("{error:?}");
        }
        config
            .rename("/paths", NASTY[16])
            .secret(NASTY[16])
            .default_server(NASTY[16]);
        if let Err(error) = config.compile(&path) {
            eprintln!("{error:?}");
        }
    }
}

#[test]
fn a_description_cannot_write_cargo_directives() {
    let [folder, out] = [(); 2].map(|()| tempfile::tempdir().expect("a folder"));
    let output = std::process::Command::new(std::env::current_exe().expect("this test"))
        .args(["--exact", "build_script", "--ignored", "--nocapture"])
        .env("HOSTILE_FILES", folder.path())
        .env("OUT_DIR", out.path())
        .output()
        .expect("a process");
    let [stdout, stderr] = [output.stdout, output.stderr].map(|text| String::from_utf8(text).expect("UTF-8"));
    assert!(output.status.success(), "{stderr}");
    let directives: Vec<&str> = stdout
        .split(['\n', '\r'])
        .filter(|line| line.trim_start().starts_with("cargo"))
        .collect();
    let watched = format!("cargo:rerun-if-changed={}", folder.path().join("0-0.json").display());
    assert!(directives.contains(&watched.as_str()), "the description is watched");
    let watched = format!("cargo:rerun-if-changed={}", folder.path().join("fixes.yaml").display());
    assert!(
        directives.contains(&watched.as_str()),
        "an overlay is watched, so that it can be made"
    );
    for line in &directives {
        assert!(
            line.starts_with("cargo:rerun-if-changed=") || line.starts_with("cargo:warning="),
            "{line:?}"
        );
    }
    assert!(
        directives
            .iter()
            .filter(|line| line.starts_with("cargo:warning="))
            .count()
            > 300,
        "{}",
        directives.len()
    );
    assert!(stdout.contains("\\ncargo:rustc-env=X=1"), "the text arrived");
    assert!(stderr.contains("\\ncargo:rustc-env=X=1"), "the text arrived in errors");
    for text in [stdout, stderr] {
        let line = text.lines().find(|line| obeyed(line).is_some());
        assert!(line.is_none(), "{line:?}");
    }
}
