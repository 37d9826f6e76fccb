//! For any document, the pipeline neither panics nor writes invalid Rust, and text of the document never becomes code.

use std::path::Path;

#[path = "../../openapi-fixtures/hostile.rs"]
mod hostile;

use hostile::{NASTY, documents, obeyed, pointers};
use openapi_compiler::{Settings, compile};

use openapi_compiler::diagnostic::Severity;
use proptest::prelude::*;
use serde_json::{Value, json};

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
    match compile(Path::new(&path), &Settings::default()) {
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
        Err(unusable) => {
            let internal = |code| code == "internal" || code == "invalid-code";
            let errors: Vec<_> = unusable
                .diagnostics
                .iter()
                .filter(|diagnostic| diagnostic.severity == Severity::Error)
                .collect();
            prop_assert!(!errors.is_empty(), "{document:#}: refused without a reason");
            prop_assert!(
                !errors.iter().any(|diagnostic| internal(diagnostic.code)),
                "{document:#}\n{errors:?}"
            );
        }
    }
    Ok(())
}

/// The macros that generated code calls.
const KNOWN: [&str; 16] = [
    "builder",
    "call",
    "client",
    "concat",
    "decode",
    "env",
    "errors",
    "include_str",
    "method",
    "object",
    "open_enum",
    "open_integer_enum",
    "union",
    "nested_variants",
    "shown_union",
    "wrapper",
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
