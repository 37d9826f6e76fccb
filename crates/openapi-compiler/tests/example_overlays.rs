//! The overlays in `examples/overlays` fix what they say. The descriptions are not in the repository: `EXAMPLE_OVERLAYS` names the folder that
//! has them.
#![allow(missing_docs)]

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use openapi_compiler::diagnostic::Severity;
use openapi_compiler::settings::LockFile;
use openapi_compiler::{Compilation, Settings, compile};

/// The overlays, with their names.
fn overlays() -> Vec<(String, PathBuf)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/overlays");
    let files = fs::read_dir(folder).into_iter().flatten();
    let paths = files.map(|file| file.expect("a file").path());
    let named = paths.filter_map(|path| {
        let name = path.file_name()?.to_str()?.strip_suffix(".overlay.yaml")?.to_owned();
        Some((name, path))
    });
    named.collect()
}

/// The description of a name: a file, or the largest one in a folder.
fn description(folder: &OsStr, name: &str) -> Option<PathBuf> {
    let is_meant = |path: &PathBuf| path.file_stem().is_some_and(|stem| stem == name);
    let found = files(Path::new(folder)).into_iter().find(is_meant);
    let within = || {
        let mut all = files(&Path::new(folder).join(name));
        all.sort_by_key(|path| fs::metadata(path).map_or(0, |known| known.len()));
        all.pop()
    };
    found.or_else(within)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| entry.path())
        .filter(|path| path.is_file())
        .collect()
}

fn generated(path: &Path, overlay: Option<&Path>, lock: LockFile) -> Compilation {
    let mut settings = Settings {
        lock,
        ..Settings::default()
    };
    settings.limits.overlays.extend(overlay.map(Path::to_owned));
    compile(path, &settings).unwrap_or_else(|unusable| panic!("{}: {unusable}", path.display()))
}

fn warnings(compilation: &Compilation) -> Vec<String> {
    let warnings = compilation
        .diagnostics
        .iter()
        .filter(|known| known.severity == Severity::Warning);
    warnings
        .map(|known| format!("{}: {}", known.code, known.message))
        .collect()
}

#[test]
fn an_overlay_is_valid_and_says_where_its_description_is() {
    for (name, path) in overlays() {
        let text = fs::read_to_string(&path).expect("an overlay");
        assert!(text.starts_with("# github.com/"), "{name}");
        let dir = tempfile::tempdir().expect("a folder");
        let other = dir.path().join("openapi.yaml");
        fs::write(&other, "{openapi: 3.0.3, info: {title: A, version: '1'}, paths: {}}").expect("a file");
        let found = warnings(&generated(&other, Some(&path), LockFile::Ignored));
        let actions = text.matches("- target:").count();
        let without_effect = found.iter().filter(|known| known.starts_with("overlay-without-effect"));
        assert_eq!(
            (without_effect.count(), found.len()),
            (actions, actions),
            "{name}: {found:?}"
        );
    }
}

#[test]
fn nothing_is_left_of_what_an_overlay_fixes() {
    let Some(folder) = std::env::var_os("EXAMPLE_OVERLAYS") else {
        return;
    };
    for (name, path) in overlays() {
        let Some(description) = description(&folder, &name) else {
            println!("{name}: there is no description");
            continue;
        };
        let before = warnings(&generated(&description, None, LockFile::Ignored));
        let fixed = generated(&description, Some(&path), LockFile::Ignored);
        let is_collision = |known: &String| known.starts_with("name-collision");
        let left: BTreeSet<String> = warnings(&fixed).into_iter().collect();
        println!("{name}: {} warnings, {} with the overlay", before.len(), left.len());
        assert!(left.iter().all(is_collision), "{name}: {left:?}");
        assert!(
            before.iter().any(|known| !is_collision(known)),
            "{name}: there is nothing to fix"
        );
        let locked = generated(&description, Some(&path), LockFile::Given(fixed.plan.lock));
        assert_eq!(warnings(&locked), [""; 0], "{name}: with a lock");
    }
}
