//! Settings in files.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

const DESCRIPTION: &str = "
openapi: 3.1.0
info: {title: Shop, version: 1.0.0}
paths: {}
components:
  schemas:
    price: {type: object, properties: {at: {type: string, format: date-time}}}
";

/// A folder with a description and these files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let dir = TempDir::new().expect("a temporary folder");
    let description = [("openapi.yaml", DESCRIPTION)];
    for (name, text) in description.iter().chain(files) {
        fs::write(dir.path().join(name), text).expect("a file");
    }
    dir
}

fn run(dir: &TempDir, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_openapi-build"))
        .args(arguments)
        .current_dir(dir.path())
        .output()
        .expect("the command runs")
}

/// The code that is generated with these flags.
fn generated(dir: &TempDir, flags: &[&str]) -> String {
    let output = run(dir, &[&["generate", "openapi.yaml", "--out", "api.rs"], flags].concat());
    assert!(output.status.success(), "{}", stderr(&output));
    fs::read_to_string(dir.path().join("api.rs")).expect("the code")
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

const NAMED: &str = "[rename]\n'/components/schemas/price' = 'Cost'\n[format]\ndate-time = 'jiff'\n";

const OVERLAY: &str = "
overlay: 1.1.0
info: {title: Fixes, version: 1.0.0}
actions:
  - target: $.components.schemas.price.properties
    update: {currency: {type: string}}
";

#[test]
fn codes_are_allowed_and_denied_in_the_file_or_by_flags() {
    let wrong = DESCRIPTION.replace(
        "paths: {}",
        "paths: {'/a/{id}': {get: {operationId: a, responses: {}}}}",
    );
    let dir = folder(&[("openapi-build.toml", "deny = 'repairs'"), ("openapi.yaml", &wrong)]);
    let check = |flags: &[&str]| run(&dir, &[&["check", "openapi.yaml"], flags].concat());
    let denied = check(&[]);
    assert_eq!(denied.status.code(), Some(1));
    assert!(
        stderr(&denied).contains("error[path-parameter-undeclared]"),
        "{}",
        stderr(&denied)
    );
    let allowed = check(&["--allow", "path-parameter-undeclared"]);
    assert!(
        allowed.status.success() && stderr(&allowed).contains("note[path-parameter-undeclared]"),
        "{}",
        stderr(&allowed)
    );
    assert!(check(&["--allow", "repairs"]).status.success());
    assert_eq!(check(&["--deny", "repair"]).status.code(), Some(2));
    fs::write(dir.path().join("openapi-build.toml"), "\nallow = ['repiars']").expect("a file");
    let unknown = stderr(&check(&[]));
    assert!(
        unknown.contains("`repiars` is not the code of a diagnostic (openapi-build.toml:2:10)"),
        "{unknown}"
    );
    assert!(unknown.contains("did you mean `repairs`?"), "{unknown}");
}

#[test]
fn overlays_are_in_the_file_or_given_by_flags() {
    let other = OVERLAY.replace("currency", "region");
    let dir = folder(&[
        ("openapi-build.toml", "overlays = 'fixes.yaml'"),
        ("fixes.yaml", OVERLAY),
        ("other.yaml", &other),
    ]);
    let code = generated(&dir, &[]);
    assert!(code.contains("currency") && !code.contains("region"));
    let copy = fs::read_to_string(dir.path().join("openapi.description")).expect("the copy of the description");
    assert!(copy.contains("currency"), "{copy}");
    let code = generated(&dir, &["--overlay", "other.yaml", "--overlay", "fixes.yaml"]);
    assert!(code.contains("currency") && code.contains("region"));
    let output = run(&dir, &["convert", "openapi.yaml", "--to", "3.0"]);
    assert!(String::from_utf8_lossy(&output.stdout).contains("currency"));
    let patch = "components: {schemas: {price: {properties: {tax: {type: number}}}}}";
    fs::write(dir.path().join("tax.patch.yaml"), patch).expect("a file");
    assert!(generated(&dir, &["--overlay", "tax.patch.yaml"]).contains("tax"));
}

#[test]
fn a_comparison_applies_overlays_to_descriptions_and_not_to_the_copy_in_a_crate() {
    let overlay = "overlay: 1.0.0\nactions: [{target: $.components.schemas.price, update: {required: [at]}}]";
    let dir = folder(&[("fixes.yaml", overlay), ("new.yaml", DESCRIPTION)]);
    let flags = ["--overlay", "fixes.yaml"];
    let output = run(
        &dir,
        &[&["generate", "openapi.yaml", "--crate", "client"][..], &flags].concat(),
    );
    assert!(output.status.success(), "{}", stderr(&output));
    for old in ["openapi.yaml", "client"] {
        let output = run(
            &dir,
            &[&["diff", old, "new.yaml", "--fail-on", "wire"][..], &flags].concat(),
        );
        let changes = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{old}: {changes} {}", stderr(&output));
        assert!(!changes.contains("price"), "{old}: {changes}");
    }
    let output = run(&dir, &["diff", "client", "new.yaml", "--no-config"]);
    assert!(
        String::from_utf8_lossy(&output.stdout).contains("price"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn other_descriptions_are_in_the_file_or_given_by_flags() {
    let also = DESCRIPTION.replace("price:", "invoice:");
    let dir = folder(&[
        ("openapi-build.toml", "also = 'billing.yaml'"),
        ("billing.yaml", &also),
        ("other.yaml", &also.replace("invoice:", "order:")),
    ]);
    let code = generated(&dir, &[]);
    assert!(code.contains("pub struct Invoice") && code.contains("pub struct Price"));
    let code = generated(&dir, &["--also", "other.yaml"]);
    assert!(code.contains("pub struct Order") && !code.contains("pub struct Invoice"));
    let output = run(&dir, &["bundle", "openapi.yaml"]);
    let merged = String::from_utf8_lossy(&output.stdout);
    assert!(merged.contains("invoice") && merged.contains("price"), "{merged}");
    let output = run(&dir, &["diff", "openapi.yaml", "other.yaml", "--fail-on", "wire"]);
    let changes = String::from_utf8_lossy(&output.stdout);
    assert!(
        changes.contains("order") && !changes.contains("invoice"),
        "{changes} {}",
        stderr(&output)
    );
}

#[test]
fn a_file_beside_the_description_has_settings_and_flags_go_before_it() {
    let dir = folder(&[("openapi-build.toml", NAMED)]);
    let code = generated(&dir, &[]);
    assert!(code.contains("pub struct Cost") && code.contains("Formatted<::openapi_runtime::jiff::Timestamp>"));
    let code = generated(&dir, &["--rename", "/components/schemas/price=Amount"]);
    assert!(code.contains("pub struct Amount") && code.contains("jiff::Timestamp"));
    let code = generated(&dir, &["--no-config"]);
    assert!(code.contains("pub struct Price") && !code.contains("jiff"));
}

#[test]
fn a_manifest_or_a_named_file_has_settings() {
    let manifest = "[package]\nname = 'a'\n[package.metadata.openapi-build.replace]\nprice = 'crate::Price'\n";
    let dir = folder(&[("Cargo.toml", manifest), ("other.toml", NAMED)]);
    assert!(generated(&dir, &[]).contains("pub type Price = crate::Price;"));
    assert!(generated(&dir, &["--config", "other.toml"]).contains("pub struct Cost"));
    let dir = folder(&[("Cargo.toml", manifest), ("openapi-build.toml", NAMED)]);
    let output = run(&dir, &["check", "openapi.yaml"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("openapi-build.toml: there are settings here and in "),
        "{}",
        stderr(&output)
    );
}

#[test]
fn a_bad_file_is_an_error_with_its_line_and_column() {
    let cases = [
        (
            "\nrenam = {}",
            "openapi-build.toml:2:1: `renam` is not a setting (did you mean `rename`?)",
        ),
        (
            "locked = 'yes'",
            "openapi-build.toml:1:10: `locked` is a text, and not true or false",
        ),
        ("tests = true\ntests = true", "openapi-build.toml:2:1: duplicate key"),
        (
            "[replace]\nMoney = 'crate::Money'",
            "`crate::Money` (openapi-build.toml:2:1)",
        ),
        ("[replace]\nprice = 'Money'", "crate (openapi-build.toml:2:1)"),
        (
            "[replace]\nprice = 'a::B'\n'/components/schemas/price' = 'a::C'",
            "are one schema, which has two types (openapi-build.toml:",
        ),
        ("[format]\ndate-time = 'jif'", "(openapi-build.toml:2:1)"),
        ("lenient = ['/nowhere']", "(openapi-build.toml:1:12)"),
        (
            "[derive]\nprice = 'Eq'",
            "there is no struct, enum or union `price` to add `Eq` to (openapi-build.toml:2:1)",
        ),
        (
            "[derive]\nPrice = 'JsonSchema'",
            "`my_crate::JsonSchema` (openapi-build.toml:2:1)",
        ),
        ("secret = ['/nowhere']", "(openapi-build.toml:1:11)"),
        ("default-server = 'https://b.example'", "(openapi-build.toml:1:18)"),
    ];
    for (text, expected) in cases {
        let dir = folder(&[("openapi-build.toml", text)]);
        let output = run(&dir, &["check", "openapi.yaml"]);
        assert_eq!(output.status.code(), Some(1), "{text}");
        assert!(stderr(&output).contains(expected), "{text}: {}", stderr(&output));
    }
}

#[test]
fn versions_are_compared_with_the_settings_of_the_file() {
    let dir = folder(&[(
        "openapi-build.toml",
        "[replace]\nprice = 'crate::Price'\n[derive]\n'*' = 'Eq'",
    )]);
    fs::write(dir.path().join("new.yaml"), DESCRIPTION.replace("price:", "cost:")).expect("a file");
    let output = run(&dir, &["diff", "openapi.yaml", "new.yaml", "--format", "text"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
}

#[test]
fn the_guide_has_every_word_of_the_file_the_config_and_the_flags() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let read = |path: &str| fs::read_to_string(root.join(path)).expect("a file");
    let page = read("docs/guide/src/configuration.md");
    let build = TempDir::new().expect("a temporary folder");
    let (config, extra) = (
        read("crates/openapi-build/src/config.rs"),
        read("crates/openapi-build/src/extra.rs"),
    );
    let help = |command: &str| run(&build, &[command, "--help"]).stdout;
    let help = [help("generate"), help("diff")].concat();
    let help = String::from_utf8_lossy(&help).into_owned();
    let rows = page
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.strip_suffix('|'));
    let (mut words, mut without_method) = (Vec::new(), 0);
    for row in rows {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let [setting, methods, flag] = cells.as_slice() else {
            panic!("{row}");
        };
        let setting = setting.split('`').next().expect("a setting");
        let dir = folder(&[("openapi-build.toml", setting)]);
        let shown = stderr(&run(&dir, &["check", "openapi.yaml"]));
        assert!(
            !shown.contains("toml:1:1: ") && !shown.contains(", and not "),
            "{setting}: {shown}"
        );
        for method in methods.split(", ").filter(|method| !method.is_empty()) {
            let method = method.trim_matches('`');
            let is_there = match method.strip_prefix("with(Extra::") {
                Some(variant) => extra.contains(&format!("\n    {},\n", variant.trim_end_matches(')'))),
                None => config.contains(&format!("pub fn {method}(")),
            };
            assert!(is_there, "{method}");
        }
        without_method += usize::from(methods.is_empty());
        assert!(flag.is_empty() || help.contains(flag.trim_matches('`')), "{flag}");
        words.push(setting.split(' ').next().expect("a word").to_owned());
    }
    // `level` has two words.
    let methods = 1 + config.matches("    pub fn ").count() + config.matches("            Extra::").count();
    // `new`, `from_file` and `with` itself are not settings; two methods have one word, `lock`.
    assert_eq!(methods, words.len() - without_method + 4, "{words:?}");
    let dir = folder(&[("openapi-build.toml", "zzzzzzzzzzzz = 1")]);
    let listed = stderr(&run(&dir, &["check", "openapi.yaml"]));
    assert!(
        listed.contains(&format!("the settings are {})", words.join(", "))),
        "{listed}"
    );
}

#[test]
fn the_guide_has_the_repairs() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/guide/src/configuration.md");
    let page = fs::read_to_string(page).expect("the page");
    for repair in openapi_compiler::diagnostic::REPAIRS {
        assert!(page.contains(&format!("`{repair}`")), "{repair}");
    }
}

#[test]
fn a_crate_that_is_there_gets_the_features_that_its_types_need() {
    let dir = folder(&[]);
    let manifest = || fs::read_to_string(dir.path().join("api/Cargo.toml")).expect("a manifest");
    let generate = |flags: &[&str]| {
        let output = run(
            &dir,
            &[
                &["generate", "openapi.yaml", "--crate", "api", "--runtime", "version"],
                flags,
            ]
            .concat(),
        );
        assert!(output.status.success(), "{}", stderr(&output));
    };
    generate(&[]);
    assert!(!manifest().contains("features = ["), "{}", manifest());
    generate(&["--format-type", "date-time=jiff"]);
    assert!(manifest().contains("features = [\"jiff\"]"), "{}", manifest());
    // What is there already stays.
    generate(&["--format-type", "date-time=chrono", "--validate"]);
    assert!(
        manifest().contains("features = [\"jiff\", \"chrono\", \"validate\"]"),
        "{}",
        manifest()
    );
}
