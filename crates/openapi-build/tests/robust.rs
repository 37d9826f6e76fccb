//! Whatever a document holds, the pipeline neither panics nor writes what is not Rust, and its text never becomes code.

use std::path::Path;

use openapi_build::Config;
use openapi_build::diagnostic::Severity;
use proptest::prelude::*;
use serde_json::{Value, json};

/// What a string of a document may be, to trip over.
const NASTY: [&str; 19] = [
    "",
    " ",
    "\0",
    "\"; compile_error!(\"x\"); \"",
    "*/ compile_error!(\"x\"); /*",
    "\n#![doc = compile_error!()]\n",
    "r#\"",
    "\"#",
    "`]\n\n```\nfn main() { compile_error!() }",
    "{}{0}{x:?}",
    "\u{202e}\u{2066}gnp.exe",
    "名前\u{301}",
    "€1",
    "a/b~c%2F..",
    "#/components/schemas/Thing",
    "Self",
    "\ncargo:rustc-env=X=1\ncargo::rustc-link-arg=x\n",
    "\r\u{85}\u{2028}\u{2029}cargo:rustc-env=X=1",
    "\u{1b}]0;title\u{7}\u{1b}[2J\u{9b}31m",
];

fn documents() -> Vec<Value> {
    let texts = [
        include_str!("documents/things.yaml"),
        include_str!("../../openapi-fixtures/documents/bodies.yaml"),
        include_str!("../../openapi-fixtures/documents/document.yaml"),
        include_str!("../../openapi-fixtures/documents/notes.yaml"),
        include_str!("../../openapi-fixtures/documents/parameters.yaml"),
        include_str!("../../openapi-fixtures/documents/responses.yaml"),
        include_str!("../../openapi-fixtures/documents/schemas.yaml"),
        include_str!("../../openapi-fixtures/documents/security.yaml"),
    ];
    texts
        .iter()
        .map(|text| serde_yaml::from_str(text).expect("YAML"))
        .collect()
}

/// Every pointer into a value.
fn pointers(value: &Value, at: String, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                let name = name.replace('~', "~0").replace('/', "~1");
                pointers(value, format!("{at}/{name}"), found);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                pointers(value, format!("{at}/{index}"), found);
            }
        }
        _ => {}
    }
    found.push(at);
}

/// A change of a document somewhere: a value replaced, or a member called something else.
#[derive(Clone, Debug)]
enum Change {
    Replace(prop::sample::Index, Value),
    Rename(prop::sample::Index, &'static str),
    Copy(prop::sample::Index, prop::sample::Index),
}

fn change() -> impl Strategy<Value = Change> {
    let index = any::<prop::sample::Index>;
    let text = || prop::sample::select(NASTY.to_vec());
    let value = prop_oneof![
        5 => text().prop_map(Value::from),
        1 => prop::sample::select(vec![
            Value::Null, json!(true), json!(false), json!(-1), json!(1.5), json!(u64::MAX), json!([]), json!({}),
            json!([{}]), json!({"": {}}), json!({"$ref": "#"}), json!({"$ref": "#/components/schemas/Thing"}),
            json!({"allOf": [{"$ref": "#/components/schemas/Thing"}]}), json!({"type": "object"}),
        ]),
    ];
    prop_oneof![
        3 => (index(), value).prop_map(|(at, value)| Change::Replace(at, value)),
        2 => (index(), text()).prop_map(|(at, name)| Change::Rename(at, name)),
        1 => (index(), index()).prop_map(|(from, to)| Change::Copy(from, to)),
    ]
}

fn apply(document: &mut Value, change: &Change) {
    let mut all = Vec::new();
    pointers(document, String::new(), &mut all);
    let pick = |index: &prop::sample::Index| all[index.index(all.len())].as_str();
    match change {
        Change::Replace(at, value) => {
            if let Some(place) = document.pointer_mut(pick(at)) {
                *place = value.clone();
            }
        }
        Change::Copy(from, to) => {
            let copied = document.pointer(pick(from)).cloned().unwrap_or_default();
            if let Some(place) = document.pointer_mut(pick(to)) {
                *place = copied;
            }
        }
        Change::Rename(at, name) => {
            if let Some((parent, old)) = pick(at).rsplit_once('/')
                && let Some(Value::Object(members)) = document.pointer_mut(parent)
                && let Some(value) = members.remove(&old.replace("~1", "/").replace("~0", "~"))
            {
                members.insert((*name).to_owned(), value);
            }
        }
    }
}

/// Runs the whole pipeline; what it gives must be a client or errors.
fn check(document: &Value) -> Result<(), TestCaseError> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("openapi.json");
    std::fs::write(&path, document.to_string()).expect("written");
    match Config::new().generate(Path::new(&path)) {
        Ok(generated) => {
            let file = syn::parse_file(&generated.code);
            prop_assert!(file.is_ok(), "{document:#}\n{:?}", file.err());
            prop_assert_eq!(obeyed(&generated.code), None, "{:#}", document);
            let calls = macros(&generated.code);
            prop_assert!(
                calls.iter().all(|name| KNOWN.contains(&name.as_str())),
                "{document:#}\n{calls:?}"
            );
        }
        Err(openapi_build::Error::Unusable { diagnostics, .. }) => {
            let internal = |code| code == "internal" || code == "invalid-code";
            let errors: Vec<_> = diagnostics
                .iter()
                .filter(|said| said.severity == Severity::Error)
                .collect();
            prop_assert!(!errors.is_empty(), "{document:#}: refused without a reason");
            prop_assert!(
                !errors.iter().any(|said| internal(said.code)),
                "{document:#}\n{errors:?}"
            );
        }
        Err(other) => prop_assert!(false, "{other}"),
    }
    Ok(())
}

/// The macros that generated code calls.
const KNOWN: [&str; 13] = [
    "builder",
    "call",
    "client",
    "concat",
    "env",
    "include_str",
    "object",
    "open_enum",
    "open_integer_enum",
    "union",
    "variants",
    "wrapper",
    "write",
];

fn macros(code: &str) -> Vec<String> {
    fn walk(tokens: proc_macro2::TokenStream, found: &mut Vec<String>) {
        let mut before: Option<String> = None;
        let mut bang: Option<String> = None;
        for token in tokens {
            match token {
                proc_macro2::TokenTree::Group(group) => {
                    found.extend(bang.take());
                    walk(group.stream(), found);
                    before = None;
                }
                proc_macro2::TokenTree::Ident(ident) => (before, bang) = (Some(ident.to_string()), None),
                proc_macro2::TokenTree::Punct(punct) if punct.as_char() == '!' => bang = before.take(),
                _ => (before, bang) = (None, None),
            }
        }
    }
    let mut found = Vec::new();
    walk(code.parse().expect("tokens"), &mut found);
    found
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: std::env::var("ROBUST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(400),
        failure_persistence: None,
        max_shrink_iters: 2_000,
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_changed_document_gives_a_client_or_errors(
        document in prop::sample::select(documents()),
        changes in prop::collection::vec(change(), 1..6),
    ) {
        let mut document = document;
        for change in &changes {
            apply(&mut document, change);
        }
        check(&document)?;
    }
}

#[test]
fn text_never_becomes_code() {
    for document in documents() {
        let mut all = Vec::new();
        pointers(&document, String::new(), &mut all);
        for text in NASTY {
            let mut changed = document.clone();
            for at in &all {
                // What decides how the document is read stays, or little of it would be.
                let keyword = ["openapi", "in", "type", "$ref", "style"]
                    .iter()
                    .any(|name| at.ends_with(&format!("/{name}")));
                if let Some(place) = changed.pointer_mut(at).filter(|place| place.is_string() && !keyword) {
                    *place = json!(text);
                }
            }
            check(&changed).unwrap_or_else(|error| panic!("{error}"));
        }
    }
}

/// Documents with a text in the place of every string, and of every key that the specification leaves to the author.
fn hostile(text: &str) -> Vec<Value> {
    let mut all = Vec::new();
    for document in documents() {
        let mut places = Vec::new();
        pointers(&document, String::new(), &mut places);
        let mut values = document.clone();
        for at in &places {
            let keyword = ["openapi", "in", "type", "$ref", "style"];
            let is_keyword = keyword.iter().any(|name| at.ends_with(&format!("/{name}")));
            if let Some(place) = values.pointer_mut(at).filter(|place| place.is_string() && !is_keyword) {
                *place = json!(text);
            }
        }
        all.push(values);
        let mut keys = document;
        for holder in places.iter().rev() {
            let named = [
                "properties",
                "responses",
                "schemas",
                "paths",
                "content",
                "headers",
                "examples",
                "variables",
                "securitySchemes",
                "parameters",
                "mapping",
                "callbacks",
                "links",
                "webhooks",
                "encoding",
            ];
            let is_map = named.iter().any(|name| holder.ends_with(&format!("/{name}")));
            if let Some(Value::Object(members)) = keys.pointer_mut(holder).filter(|_| is_map)
                && let Some(name) = members.keys().next_back().cloned()
                && let Some(value) = members.remove(&name)
            {
                members.insert(format!("{name}{text}"), value);
            }
        }
        all.push(keys);
    }
    all
}

/// File names that a file system may have, and that try the same.
const NAMES: [&str; 3] = [
    "a\ncargo:rustc-env=X=1\n.yaml",
    "\u{1b}[2J\u{202e}.json",
    "b\r\u{2028}\u{85}.yaml",
];

/// A folder of documents: each hostile text in every string and key, some in files with hostile names.
fn hostile_files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut paths = Vec::new();
    for (nth, text) in NASTY.iter().enumerate() {
        for (index, document) in hostile(text).into_iter().enumerate() {
            let path = folder.join(format!("{nth}-{index}.json"));
            std::fs::write(&path, document.to_string()).expect("written");
            paths.push(path);
        }
    }
    for name in NAMES {
        let inner = folder.join(name);
        std::fs::write(
            &inner,
            "{type: objekt, properties: {\"a\\ncargo:rustc-env=X=1\": {type: \"\\e[2J\"}}}",
        )
        .expect("written");
        let reference = json!(format!("./{}", name.replace('%', "%25")));
        let document = json!({
            "openapi": "3.1.0",
            "paths": {"/a": {"get": {"operationId": "a", "responses": {
                "200": {"content": {"application/json": {"schema": {"$ref": reference}}}},
                "404": {"content": {"application/json": {"schema": {"$ref": "gone".to_owned() + name}}}},
            }}}},
        });
        for path in [format!("root-{name}"), format!("{name}.root.json")] {
            let path = folder.join(path);
            std::fs::write(&path, document.to_string()).expect("written");
            paths.push(path);
        }
        std::fs::write(folder.join(format!("broken-{name}")), "{a: \u{202e}[\u{9b}").expect("written");
        paths.push(folder.join(format!("broken-{name}")));
    }
    paths
}

/// Whether a terminal, a log or cargo would obey something in the text, apart from the ends of our own lines.
fn obeyed(text: &str) -> Option<char> {
    let format = |c: char| {
        matches!(c, '\u{2028}' | '\u{2029}' | '\u{61c}' | '\u{200e}' | '\u{200f}')
            || ('\u{202a}'..='\u{202e}').contains(&c)
            || ('\u{2066}'..='\u{2069}').contains(&c)
    };
    text.chars()
        .find(|&c| (c.is_control() && c != '\n' && c != '\t') || format(c))
}

/// What the next test runs as a process of its own, since its output is what is looked at.
#[test]
#[ignore = "run by `cargo_is_told_nothing_that_we_did_not_write`"]
fn build_script() {
    let folder = std::path::PathBuf::from(std::env::var_os("HOSTILE_FILES").expect("a folder"));
    println!();
    for path in hostile_files(&folder) {
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
fn cargo_is_told_nothing_that_we_did_not_write() {
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

#[cfg(feature = "cli")]
#[test]
fn the_command_prints_nothing_that_a_terminal_obeys() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = tempfile::tempdir().expect("a folder");
    for path in hostile_files(folder.path())
        .iter()
        .step_by(7)
        .chain(&hostile_files(folder.path())[NASTY.len() * 16..])
    {
        let report = out.path().join("report.json");
        let package = out.path().join("crate");
        let run = std::process::Command::new(env!("CARGO_BIN_EXE_openapi-build"))
            .args([
                "generate".as_ref(),
                path.as_os_str(),
                "--crate".as_ref(),
                package.as_os_str(),
            ])
            .args(["--report".as_ref(), report.as_os_str()])
            .output()
            .expect("the command runs");
        for text in [run.stdout, run.stderr] {
            let text = String::from_utf8(text).expect("UTF-8");
            assert_eq!(obeyed(&text), None, "{path:?}: {text:?}");
        }
        for name in ["report.json", "crate/src/lib.rs", "crate/Cargo.toml"] {
            let text = std::fs::read_to_string(out.path().join(name)).unwrap_or_default();
            assert_eq!(obeyed(&text), None, "{path:?}: {name}");
        }
    }
}

#[test]
fn a_text_of_a_megabyte_is_a_text_like_any_other() {
    let long = "lorem ipsum `*/ ".repeat(70_000);
    let document = json!({
        "openapi": "3.1.0",
        "info": {"title": long, "version": "1", "description": long},
        "paths": {"/a": {"get": {"operationId": "a", "summary": long, "responses": {"200": {"description": long}}}}},
    });
    check(&document).unwrap_or_else(|error| panic!("{error}"));
}
