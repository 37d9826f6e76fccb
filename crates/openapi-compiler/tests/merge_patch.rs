//! JSON merge patches change a description before anything else reads it.

use std::fs;

use openapi_compiler::diagnostic::Diagnostics;
use openapi_compiler::read::{Limits, read};
use openapi_compiler::render::render;
use serde_json::{Value, json};

/// The description after these patches, and what is reported.
fn patched(description: &str, patches: &[&str]) -> (Value, String) {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let write = |name: &str, text: &str| {
        let path = dir.path().join(name);
        fs::write(&path, text).expect("a file");
        path
    };
    let root = write("openapi.yaml", description);
    let patches = patches.iter().enumerate();
    let overlay = "overlay: 1.1.0\nactions: [{target: $, update: {x-overlay: 1}}]";
    let patches = patches.map(|(nth, text)| write(&format!("{nth}.patch.yaml"), text));
    let limits = Limits {
        overlays: [write("overlay.yaml", overlay)].into_iter().chain(patches).collect(),
        ..Limits::default()
    };
    let mut diagnostics = Diagnostics::new();
    let document = read(&root, &limits, &mut diagnostics);
    let shown = render(&diagnostics, &document, false);
    let shown = shown.replace(&dir.path().display().to_string(), "");
    (document.root().value.clone(), shown)
}

/// RFC 7396, appendix A, but for those of a whole document that is not an object.
#[test]
fn the_examples_of_the_rfc() {
    let rows = [
        (r#"{"a":"b"}"#, r#"{"a":"c"}"#, r#"{"a":"c"}"#),
        (r#"{"a":"b"}"#, r#"{"b":"c"}"#, r#"{"a":"b","b":"c"}"#),
        (r#"{"a":"b"}"#, r#"{"a":null}"#, r#"{}"#),
        (r#"{"a":"b","b":"c"}"#, r#"{"a":null}"#, r#"{"b":"c"}"#),
        (r#"{"a":["b"]}"#, r#"{"a":"c"}"#, r#"{"a":"c"}"#),
        (r#"{"a":"c"}"#, r#"{"a":["b"]}"#, r#"{"a":["b"]}"#),
        (
            r#"{"a":{"b":"c"}}"#,
            r#"{"a":{"b":"d","c":null}}"#,
            r#"{"a":{"b":"d"}}"#,
        ),
        (r#"{"a":[{"b":"c"}]}"#, r#"{"a":[1]}"#, r#"{"a":[1]}"#),
        (r#"["a","b"]"#, r#"["c","d"]"#, r#"["c","d"]"#),
        (r#"{"a":"b"}"#, r#"["c"]"#, r#"["c"]"#),
        (r#"{"a":"foo"}"#, r#""bar""#, r#""bar""#),
        (r#"{"e":null}"#, r#"{"a":1}"#, r#"{"e":null,"a":1}"#),
        (r#"[1,2]"#, r#"{"a":"b","c":null}"#, r#"{"a":"b"}"#),
        (r#"{}"#, r#"{"a":{"bb":{"ccc":null}}}"#, r#"{"a":{"bb":{}}}"#),
    ];
    for (original, patch, expected) in rows {
        let (found, _) = patched(&format!("x-case: {original}"), &[&format!("x-case: {patch}")]);
        let expected: Value = serde_json::from_str(expected).expect("JSON");
        assert_eq!(found["x-case"], expected, "{original} {patch}");
    }
}

#[test]
fn patches_and_overlays_apply_in_their_order() {
    let (found, shown) = patched("openapi: 3.1.0", &["{x-overlay: 2, x-a: 1}", "{x-a: 2}"]);
    assert_eq!(found, json!({"openapi": "3.1.0", "x-overlay": 2, "x-a": 2}));
    assert_eq!(shown, "");
}

#[test]
fn what_has_no_effect_or_is_not_a_patch_is_reported_at_its_place() {
    let description = "openapi: 3.1.0\npaths: {}\n";
    let rows = [
        (
            "paths:\n  /gone: null\n",
            "0.patch.yaml:2:3",
            "there is no `/gone` to remove",
        ),
        ("[]", "0.patch.yaml:1:1", "the patch is not an object"),
        (
            "overlay: 1.1.0\nactions: []\n",
            "0.patch.yaml:1:1",
            "the patch is an overlay",
        ),
        ("a: [", "0.patch.yaml:", "not valid YAML"),
    ];
    for (patch, place, message) in rows {
        let (_, shown) = patched(description, &[patch]);
        assert!(shown.contains(place) && shown.contains(message), "{shown}");
    }
}

#[test]
fn a_problem_in_what_a_patch_writes_is_at_its_place_there() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let [root, patch] = ["openapi.yaml", "a.patch.yaml"].map(|name| dir.path().join(name));
    fs::write(
        &root,
        "openapi: 3.1.0\npaths: {}\ncomponents: {schemas: {A: {type: object, properties: {b: {type: nonsense}}}}}\n",
    )
    .expect("a file");
    fs::write(
        &patch,
        "components:\n  schemas:\n    A:\n      properties: {b: {type: numbr}, c: {type: strin}}\n",
    )
    .expect("a file");
    let mut settings = openapi_compiler::Settings::default();
    settings.limits.overlays.push(patch);
    let compiled = openapi_compiler::compile(&root, &settings).expect("a client");
    let shown = render(&compiled.diagnostics, &compiled.document, false);
    assert!(
        shown.contains("a.patch.yaml:4:24") && shown.contains("numbr"),
        "{shown}"
    );
    assert!(
        shown.contains("a.patch.yaml:4:42") && shown.contains("strin"),
        "{shown}"
    );
}
