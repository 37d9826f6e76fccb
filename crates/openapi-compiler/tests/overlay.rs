//! Overlays change a description before anything else reads it.

use std::fs;
use std::path::PathBuf;

use openapi_compiler::diagnostic::Diagnostics;
use openapi_compiler::document::Document;
use openapi_compiler::lower::lower;
use openapi_compiler::read::{Limits, read};
use openapi_compiler::render::{places, render};
use openapi_compiler::resolve::resolve;
use serde_json::Value;
use tempfile::TempDir;

/// A description and its overlays, read.
struct Read {
    _dir: TempDir,
    document: Document,
    diagnostics: Diagnostics,
}

fn read_all(description: &str, overlays: &[&str]) -> Read {
    let dir = TempDir::new().expect("a temporary folder");
    let write = |name: &str, text: &str| -> PathBuf {
        let path = dir.path().join(name);
        fs::write(&path, text).expect("a file");
        path
    };
    let root = write("openapi.yaml", description);
    let overlays = overlays.iter().enumerate();
    let limits = Limits {
        overlays: overlays
            .map(|(nth, text)| write(&format!("overlay{nth}.yaml"), text))
            .collect(),
        ..Limits::default()
    };
    let mut diagnostics = Diagnostics::new();
    let document = read(&root, &limits, &mut diagnostics);
    Read {
        _dir: dir,
        document,
        diagnostics,
    }
}

impl Read {
    /// Runs the next stages, for their diagnostics.
    fn resolve(&mut self) {
        if let Some(description) = lower(&self.document, &mut self.diagnostics) {
            resolve(description, &mut self.diagnostics);
        }
    }

    /// The diagnostics: file, line, column, code and message.
    fn reported(&self) -> Vec<String> {
        let places = places(&self.diagnostics, &self.document);
        let lines = self.diagnostics.iter().zip(places).map(|(known, place)| {
            let name = place
                .file
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            let position = place.position;
            format!(
                "{name}:{}:{}: {}: {}",
                position.line, position.column, known.code, known.message
            )
        });
        lines.collect()
    }
}

fn yaml(text: &str) -> Value {
    serde_yaml::from_str(text).expect("YAML")
}

fn overlay(actions: &str) -> String {
    format!("overlay: 1.1.0\ninfo: {{title: Fixes, version: 1.0.0}}\nactions:\n{actions}")
}

/// The description after one overlay with these actions.
#[track_caller]
fn becomes(description: &str, actions: &str, expected: &str) {
    let read = read_all(description, &[&overlay(actions)]);
    assert_eq!(read.reported(), [""; 0]);
    assert_eq!(read.document.root().value, yaml(expected), "{actions}");
    let effective: Value = serde_json::from_str(&read.document.root().effective_text()).expect("JSON");
    assert_eq!(effective, yaml(expected));
}

#[test]
fn an_update_is_merged() {
    for (description, actions, expected) in [
        // Objects member by member, arrays one after the other, primitive values by the new one.
        (
            "a: {b: 1, c: {d: [1, 2], e: x}}",
            "- {target: $.a, update: {b: 2, c: {d: [3], f: true}, g: [4]}}",
            "a: {b: 2, c: {d: [1, 2, 3], e: x, f: true}, g: [4]}",
        ),
        ("a: 1", "- {target: $, update: {b: {c: 1}}}", "{a: 1, b: {c: 1}}"),
        // An array gets other values as an item, and the items of an array.
        ("a: [1]", "- {target: $.a, update: {b: 1}}", "a: [1, {b: 1}]"),
        ("a: [1]", "- {target: $.a, update: x}", "a: [1, x]"),
        ("a: [1]", "- {target: $.a, update: [2, [3]]}", "a: [1, 2, [3]]"),
        (
            "a: {b: x, c: null}",
            "- {target: '$.a[*]', update: 2}",
            "a: {b: 2, c: 2}",
        ),
        // Every target, by the operators of RFC 9535.
        (
            "paths: {/a: {get: {x: 1}, put: {}}, /b: {get: {}}, /c: {put: {}}}",
            "- {target: '$.paths.*.get', update: {y: 1}}",
            "paths: {/a: {get: {x: 1, y: 1}, put: {}}, /b: {get: {y: 1}}, /c: {put: {}}}",
        ),
        (
            "p: [{name: a, in: query}, {name: b, in: query}]",
            "- {target: '$.p[?@.name==\"b\" && @.in==\"query\"]', update: {in: header}}",
            "p: [{name: a, in: query}, {name: b, in: header}]",
        ),
        (
            "p: [{id: getPets}, {id: putPets}]",
            "- {target: '$.p[?search(@.id, \"^get\")]', update: {safe: true}}",
            "p: [{id: getPets, safe: true}, {id: putPets}]",
        ),
        (
            "a~b: {c/d: {}}",
            "- {target: '$[\"a~b\"][\"c/d\"]', update: {e/f: 1}}",
            "a~b: {c/d: {e/f: 1}}",
        ),
    ] {
        becomes(description, actions, expected);
    }
}

#[test]
fn what_is_removed_is_gone() {
    for (description, actions, expected) in [
        ("{a: 1, b: 2}", "- {target: $.a, remove: true}", "b: 2"),
        (
            "a: [1, 2, 3, 4]",
            "- {target: '$.a[?@ > 1 && @ < 4]', remove: true}",
            "a: [1, 4]",
        ),
        (
            "a: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]",
            "- {target: '$.a[2:]', remove: true}",
            "a: [0, 1]",
        ),
        ("a: [1, 2]", "- {target: '$.a[0, 0, -2]', remove: true}", "a: [2]"),
        (
            "{a: {b: {c: 1}}, d: 1}",
            "- {target: '$.a..*', remove: true}",
            "{a: {}, d: 1}",
        ),
        // Actions see what those before them have done.
        (
            "a: {b: {c: 1}}",
            "- {target: $.a.b, remove: true}\n- {target: $.a, update: {b: text}}",
            "a: {b: text}",
        ),
    ] {
        becomes(description, actions, expected);
    }
}

#[test]
fn what_is_copied_is_merged_too() {
    for (description, actions, expected) in [
        (
            "{a: {b: 1, c: [1]}, d: {c: [2]}}",
            "- {target: $.d, copy: $.a}",
            "{a: {b: 1, c: [1]}, d: {c: [2, 1], b: 1}}",
        ),
        (
            "s: {Foo: {type: string}}",
            "- {target: $.s, update: {Bar: {}}}\n- {target: $.s.Bar, copy: $.s.Foo}",
            "s: {Foo: {type: string}, Bar: {type: string}}",
        ),
        ("{a: [1], b: x}", "- {target: $.a, copy: $.b}", "{a: [1, x], b: x}"),
    ] {
        becomes(description, actions, expected);
    }
}

#[test]
fn overlays_apply_in_their_order() {
    let first = overlay("- {target: $, update: {a: 1}}");
    let second = overlay("- {target: $.a, update: 2}").replace("1.1.0", "1.0.0");
    let both = read_all("b: 1", &[&first, &second]);
    assert_eq!(
        (both.reported(), &both.document.root().value),
        (vec![], &yaml("{b: 1, a: 2}"))
    );
    let reversed = read_all("b: 1", &[&second, &first]);
    let nothing = "overlay0.yaml:4:4: overlay-without-effect: the target selects nothing, so the action has no effect";
    assert_eq!(
        (reversed.reported(), &reversed.document.root().value),
        (vec![nothing.to_owned()], &yaml("{b: 1, a: 1}"))
    );
}

#[test]
fn a_mistake_in_an_overlay_has_its_place() {
    let in_overlay = |text: &str| read_all("{a: {b: 1}, c: [1], d: {e: {}, f: []}}", &[text]).reported();
    for (text, expected) in [
        ("[1]", "1:1: invalid-overlay: the overlay is not an object"),
        ("a: [", "2:1: invalid-yaml: this is not valid YAML"),
        ("actions: []", "1:1: invalid-overlay: the file has no member `overlay`"),
        ("overlay: 2.0.0", "1:1: invalid-overlay: \"2.0.0\" is not a version"),
        ("overlay: 1.1", "1:1: invalid-overlay: 1.1 is not a version"),
        ("overlay: 1.0.0", "1:1: invalid-overlay: the overlay has no `actions`"),
        (
            "overlay: 1.0.0\nactions: []",
            "2:1: invalid-overlay: `actions` is not a list of actions",
        ),
        (
            "overlay: 1.0.0\naction: []",
            "2:1: invalid-overlay: the Overlay Specification has no member `action` here",
        ),
    ] {
        let reported = in_overlay(text);
        assert!(
            reported.len() == 1 && reported[0].starts_with(&format!("overlay0.yaml:{expected}")),
            "{text}: {reported:?}"
        );
    }
    for (action, expected) in [
        ("- x", "4:3: invalid-overlay: the action is not an object"),
        ("- {update: {}}", "4:3: invalid-overlay: the action has no `target`"),
        (
            "- {target: 1, update: {}}",
            "4:4: invalid-overlay: the JSONPath is not a text",
        ),
        (
            "- target: a.b\n  update: {}",
            "4:3: invalid-overlay: `a.b` is not a valid JSONPath",
        ),
        ("- target: $.a", "4:3: invalid-overlay: the action changes nothing"),
        (
            "- target: $.a\n  remove: yes please",
            "5:3: invalid-overlay: `remove` is neither true nor false",
        ),
        (
            "- target: $.a\n  udpate: {}",
            "5:3: invalid-overlay: the Overlay Specification has no member `udpate` here",
        ),
        (
            "- target: $.a\n  update: {}\n  copy: $.d",
            "6:3: invalid-overlay: the action has `update` and `copy`",
        ),
        (
            "- target: $.a\n  copy: $.d.*",
            "5:3: invalid-overlay: `copy` selects 2 values, and not one",
        ),
        (
            "- target: $.a\n  copy: $.c",
            "5:3: invalid-overlay: an array cannot be merged into an object at `/a`",
        ),
        (
            "- target: $\n  update:\n    a:\n      b: []",
            "7:7: invalid-overlay: an array cannot be merged into a primitive value at `/a/b`",
        ),
        (
            "- target: $.d.*\n  update: {}",
            "4:3: invalid-overlay: the target selects an object and an array",
        ),
        (
            "- {target: $, remove: true}",
            "4:4: invalid-overlay: the target is the whole description",
        ),
        (
            "- target: $.a\n  remove: true\n  update: {}",
            "6:3: overlay-without-effect: `update` has no effect beside `remove: true`",
        ),
        (
            "- {target: $.A, remove: true}",
            "4:4: overlay-without-effect: the target selects nothing",
        ),
    ] {
        let reported = in_overlay(&overlay(action));
        assert!(
            reported.len() == 1 && reported[0].starts_with(&format!("overlay0.yaml:{expected}")),
            "{action}: {reported:?}"
        );
    }
}

#[test]
fn an_overlay_that_does_not_exist_is_an_error() {
    let mut diagnostics = Diagnostics::new();
    let dir = TempDir::new().expect("a temporary folder");
    let root = dir.path().join("openapi.yaml");
    fs::write(&root, "a: 1").expect("a file");
    let limits = Limits {
        overlays: vec![dir.path().join("missing.yaml")],
        ..Limits::default()
    };
    let document = read(&root, &limits, &mut diagnostics);
    let text = render(&diagnostics, &document, false);
    assert!(
        text.contains("error[unreadable-document]: cannot read the overlay"),
        "{text}"
    );
    assert!(text.contains("missing.yaml:1:1"), "{text}");
}

const PETS: &str = "openapi: 3.1.0
info: {title: Pets, version: '1'}
paths: {}
components:
  schemas:
    A: {$ref: '#/components/schemas/InDocument'}
    B:
      allOf:
        - {type: object}
        - {title: b}
        - {$ref: '#/components/schemas/InItem'}
";

/// Problems are shown where the value was written, be it in the description, moved or not, or in an overlay.
#[test]
fn problems_are_shown_where_they_were_written() {
    let actions = "\
- target: $.components.schemas
  update:
    C:
      properties:
        c: {$ref: '#/components/schemas/InOverlay'}
- target: $.components.schemas.B.allOf
  update: {$ref: '#/components/schemas/Appended'}
- target: $.components.schemas.B.allOf[0]
  remove: true
";
    let mut read = read_all(PETS, &[&overlay(actions)]);
    read.resolve();
    let reported = read.reported();
    let place = |name: &str| {
        let found: Vec<_> = reported.iter().filter(|line| line.contains(name)).collect();
        assert_eq!(found.len(), 1, "{name}: {reported:?}");
        found[0].split(": ").next().unwrap_or_default().to_owned()
    };
    assert_eq!(place("InDocument"), "openapi.yaml:6:9");
    assert_eq!(place("InItem"), "openapi.yaml:11:12");
    assert_eq!(place("InOverlay"), "overlay0.yaml:8:13");
    assert_eq!(place("Appended"), "overlay0.yaml:10:12");
}

/// The targets are those of the description as it is written.
#[test]
fn an_overlay_of_a_swagger_description_is_applied_to_what_is_written() {
    let swagger = "swagger: '2.0'\ninfo: {title: Pets, version: '1'}\npaths: {}\ndefinitions: {A: {type: string}}\n";
    let actions = "- target: $.definitions\n  update:\n    B: {$ref: '#/definitions/Nope'}";
    let mut read = read_all(swagger, &[&overlay(actions)]);
    let schemas = read.document.root().value.pointer("/components/schemas").cloned();
    assert_eq!(
        schemas,
        Some(yaml("{A: {type: string}, B: {$ref: '#/components/schemas/Nope'}}"))
    );
    read.resolve();
    let reported = read.reported();
    let nope: Vec<_> = reported.iter().filter(|line| line.contains("Nope")).collect();
    assert!(
        nope.len() == 1 && nope[0].starts_with("overlay0.yaml:6:9"),
        "{reported:?}"
    );
}

/// Each copy into itself adds to what there is.
#[test]
fn copies_that_grow_without_bound_are_an_error() {
    let copies = |target: &str, source: &str, times| {
        let copy = format!("  - {{target: {target}, copy: {source}}}\n").repeat(times);
        format!("overlay: 1.1.0\ninfo: {{title: o, version: '1'}}\nactions:\n{copy}")
    };
    let description = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths: {}\nlist: [1, 2]\ndeep: {a: {}}\n";
    for (target, source, times, expected) in [
        ("$.list", "$.list", 22, "adds more than 1000000 values"),
        ("$.deep.a", "$.deep", 150, "nested more than 128 levels deep"),
    ] {
        let read = read_all(description, &[&copies(target, source, times)]);
        let reported = read.reported();
        assert!(reported.iter().any(|line| line.contains(expected)), "{reported:?}");
    }
}
