//! What the settings do, and what an error tells a program.

use std::error::Error as _;
use std::fs;
use std::io;
use std::path::PathBuf;

use openapi_build::{Config, Error, Extra, Generated, Severity};
use tempfile::TempDir;

const DESCRIPTION: &str = "openapi: 3.1.0
info: {title: Pets, version: '1'}
paths:
  /pets:
    get:
      operationId: listPets
      responses:
        '200': {description: pets, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
components:
  schemas:
    Pet: {type: object, properties: {name: {type: string}, kind: {type: objekt}}}
";

fn file(text: &str) -> (TempDir, PathBuf) {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("openapi.yaml");
    fs::write(&path, text).expect("a file");
    (dir, path)
}

fn generate(text: &str, set: impl Fn(&mut Config)) -> Result<Generated, Error> {
    let (_dir, path) = file(text);
    let mut config = Config::new();
    set(&mut config);
    config.generate(path)
}

fn names(dir: &TempDir) -> Vec<String> {
    let entries = fs::read_dir(dir.path()).expect("a folder");
    let name = |entry: fs::DirEntry| entry.file_name().into_string().expect("UTF-8");
    let mut names: Vec<String> = entries.map(|entry| name(entry.expect("an entry"))).collect();
    names.sort();
    names
}

#[test]
fn a_diagnostic_in_an_overlay_has_its_place_there() {
    let dir = tempfile::tempdir().expect("a folder");
    let overlay = dir.path().join("fixes.yaml");
    let text = "overlay: 1.1.0
actions:
  - target: $.components.schemas.Pet.properties.kind.type
    update: string
  - target: $.components.schemas.Pet.properties
    update:
      size: {type: strin}
";
    fs::write(&overlay, text).expect("a file");
    let generated = generate(DESCRIPTION, |config| _ = config.overlay(&overlay)).expect("a client");
    let all: Vec<_> = generated.diagnostics().collect();
    let [diagnostic] = all.as_slice() else {
        panic!("{all:?}");
    };
    assert_eq!(diagnostic.file(), overlay);
    assert_eq!(diagnostic.pointer(), "/actions/1/update/size/type");
    assert_eq!((diagnostic.line(), diagnostic.column()), (7, 14));
}

#[test]
fn a_diagnostic_has_its_place() {
    let generated = generate(DESCRIPTION, |_| {}).expect("a client");
    let all: Vec<_> = generated.diagnostics().collect();
    let [diagnostic] = all.as_slice() else {
        panic!("{all:?}");
    };
    assert_eq!(diagnostic.severity(), Severity::Warning);
    assert_eq!(diagnostic.pointer(), "/components/schemas/Pet/properties/kind/type");
    assert_eq!((diagnostic.line(), diagnostic.column()), (11, 67));
    let shown = diagnostic.to_string();
    let place = format!("{}:11:67: ", diagnostic.file().display());
    assert!(
        shown.starts_with(&place) && shown.ends_with(&format!("({})", diagnostic.code())),
        "{shown}"
    );
}

#[test]
fn an_error_has_its_diagnostics() {
    let error = generate("{openapi: 3.1.0, paths: [}", |_| {}).expect_err("not YAML");
    let all: Vec<_> = error.diagnostics().collect();
    assert!(
        all.iter().all(|diagnostic| diagnostic.severity() == Severity::Error),
        "{all:?}"
    );
    assert!(!all.is_empty());
    assert!(error.source().is_none());
}

#[test]
fn compile_writes_to_the_folder_and_nothing_after_an_error() {
    let out = tempfile::tempdir().expect("a folder");
    let (_dir, path) = file(DESCRIPTION);
    let mut config = Config::new();
    config.out_dir(out.path()).crate_path("pets").with(Extra::Tests);
    config.compile(&path).expect("a client");
    assert_eq!(names(&out), ["conformance.rs", "openapi.description", "openapi.rs"]);
    let code = fs::read_to_string(out.path().join("openapi.rs")).expect("code");
    assert_eq!(code, config.generate(&path).expect("a client").code());

    let empty = tempfile::tempdir().expect("a folder");
    fs::write(&path, "{}").expect("a file");
    config
        .out_dir(empty.path())
        .compile(&path)
        .expect_err("not a description");
    assert_eq!(names(&empty), Vec::<String>::new());
}

#[test]
fn a_file_that_cannot_be_written_is_named() {
    let out = tempfile::tempdir().expect("a folder");
    fs::create_dir(out.path().join("openapi.rs")).expect("a folder");
    let generated = generate(DESCRIPTION, |_| {}).expect("a client");
    let error = generated.write_to(out.path()).expect_err("a folder is in the way");
    assert!(error.to_string().contains("openapi.rs"), "{error}");
    assert!(error.source().is_some_and(|source| source.is::<io::Error>()), "{error}");
}

#[test]
fn the_runtime_is_reached_by_the_path() {
    let set = |config: &mut Config| {
        _ = config
            .crate_path("pets")
            .with(Extra::Tests)
            .runtime_path("::my_sdk::runtime")
    };
    let generated = generate(DESCRIPTION, set).expect("a client");
    let code = generated.code();
    assert!(code.contains("::my_sdk::runtime::"), "{code}");
    for code in [code, generated.beside(Extra::Tests).expect("tests")] {
        assert!(!code.contains("openapi_runtime"), "{code}");
    }
    for path in ["", "a b", "::a::", "a;"] {
        let error = generate(DESCRIPTION, |config| _ = config.runtime_path(path)).expect_err(path);
        assert!(error.to_string().contains("is not a path of Rust"), "{error}");
    }
}

#[test]
fn tests_need_the_path_of_the_client() {
    let error = generate(DESCRIPTION, |config| _ = config.with(Extra::Tests)).expect_err("no path");
    assert!(error.to_string().contains("Config::crate_path"), "{error}");
}

#[test]
fn references_stay_in_the_folder_unless_they_are_allowed_outside() {
    let (dir, _) = file("");
    let inner = dir.path().join("inner");
    fs::create_dir(&inner).expect("a folder");
    fs::write(dir.path().join("pet.yaml"), "{type: string}").expect("a file");
    let path = inner.join("openapi.yaml");
    fs::write(
        &path,
        "{openapi: 3.1.0, paths: {}, components: {schemas: {Pet: {$ref: ../pet.yaml}}}}",
    )
    .expect("a file");
    let codes = |config: &Config| {
        let generated = config.generate(&path).expect("a client");
        generated
            .diagnostics()
            .map(|known| known.code().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(codes(&Config::new()), ["reference-outside"]);
    assert_eq!(codes(Config::new().allow_outside(true)), [""; 0]);
}

#[test]
fn a_file_over_a_limit_is_an_error() {
    let error = generate(DESCRIPTION, |config| _ = config.max_file_size(10)).expect_err("larger");
    assert!(error.to_string().contains("Config::max_file_size"), "{error}");
    let deep = format!(
        "openapi: 3.1.0\npaths: {}\nx-deep: {}1{}\n",
        "{}",
        "[".repeat(200),
        "]".repeat(200)
    );
    let error = generate(&deep, |_| ()).expect_err("deeper");
    assert!(error.to_string().contains("nested too deeply"), "{error}");
}

#[test]
fn the_sources_are_every_file_that_was_read() {
    let (dir, path) = file("{openapi: 3.1.0, paths: {}, components: {schemas: {Pet: {$ref: pet.yaml}}}}");
    let other = dir.path().join("pet.yaml");
    fs::write(&other, "{type: string}").expect("a file");
    let generated = Config::new().generate(&path).expect("a client");
    assert!(generated.sources().eq([path.as_path(), other.as_path()]));
}
