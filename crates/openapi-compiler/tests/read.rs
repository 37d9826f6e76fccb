//! What is read from a text, and the diagnostics of texts that cannot be read.
#![allow(missing_docs)]

use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

use openapi_compiler::diagnostic::{Diagnostic, Diagnostics, Severity};
use openapi_compiler::document::{Document, FileId, Location};
use openapi_compiler::read::{Limits, read, read_str, read_with};
use openapi_compiler::render;
use serde_json::{Value, json};

fn read_text(name: &str, text: &str) -> (Document, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let document = read_str(name, text, &Limits::default(), &mut diagnostics);
    (document, diagnostics)
}

/// The value of a text about which there is nothing to say.
fn value(name: &str, text: &str) -> Value {
    let (document, diagnostics) = read_text(name, text);
    assert_eq!(diagnostics.iter().collect::<Vec<_>>(), Vec::<&Diagnostic>::new());
    document.root().value.clone()
}

/// What is shown about a text.
fn report(name: &str, text: &str) -> String {
    let (document, diagnostics) = read_text(name, text);
    render::render(&diagnostics, &document, false)
}

fn codes(diagnostics: &Diagnostics) -> Vec<(&'static str, Severity, String)> {
    let facts = |d: &Diagnostic| (d.code, d.severity, d.at.pointer.clone());
    diagnostics.iter().map(facts).collect()
}

fn read_files(path: &str, files: &[(&str, &str)], limits: &Limits) -> (Document, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let load = |path: &Path| {
        let file = files.iter().find(|(name, _)| Path::new(name) == path);
        file.map(|(_, text)| text.as_bytes().to_vec())
            .ok_or_else(|| io::ErrorKind::NotFound.into())
    };
    let document = read_with(Path::new(path), limits, &mut diagnostics, load);
    (document, diagnostics)
}

#[test]
fn keys_that_are_no_strings_have_their_own_spelling() {
    assert_eq!(
        value("a.yaml", "200: a\ntrue: b\n1.10: c\n~: d\n0x1F: e\n"),
        json!({"200": "a", "true": "b", "1.10": "c", "~": "d", "0x1F": "e"})
    );
}

#[test]
fn members_keep_their_order() {
    let keys: Vec<String> = value("a.json", r#"{"b": 1, "a": 2}"#)
        .as_object()
        .unwrap()
        .keys()
        .cloned()
        .collect();
    assert_eq!(keys, ["b", "a"]);
}

#[test]
fn json_may_have_any_name_a_byte_order_mark_and_tabs() {
    for name in ["a.json", "a.yaml", "-"] {
        assert_eq!(value(name, "\u{feff}{\n\t\"a\":\t[1]\n}"), json!({"a": [1]}), "{name}");
    }
    assert_eq!(value("a.yaml", "\u{feff}a: 1\n"), json!({"a": 1}));
}

#[test]
fn flow_style_is_yaml() {
    assert_eq!(value("a.yaml", "{a: [b, c]}"), json!({"a": ["b", "c"]}));
}

#[test]
fn tags_and_aliases_give_their_values() {
    assert_eq!(
        value("a.yaml", "a: &x !point {y: 1}\nb: *x\n"),
        json!({"a": {"y": 1}, "b": {"y": 1}})
    );
}

#[test]
fn numbers_beyond_64_bits_and_special_ones_are_read() {
    assert_eq!(
        value("a.json", r#"{"a": 18446744073709551616}"#),
        json!({"a": 18446744073709551616.0})
    );
    assert_eq!(
        value("a.yaml", "a: 18446744073709551616\nb: .nan\nc: .inf\nd: -.inf\n"),
        json!({"a": 18446744073709551616.0, "b": ".nan", "c": ".inf", "d": "-.inf"})
    );
}

#[test]
fn of_duplicate_keys_the_last_counts() {
    for (name, text) in [
        ("a.json", r#"{"a": {"b/c": 1, "b/c": 2}}"#),
        ("a.yaml", "a:\n  b/c: 1\n  b/c: 2\n"),
    ] {
        let (document, diagnostics) = read_text(name, text);
        assert_eq!(document.root().value, json!({"a": {"b/c": 2}}));
        assert_eq!(
            codes(&diagnostics),
            [("duplicate-key", Severity::Warning, "/a/b~1c".to_owned())]
        );
    }
}

#[test]
fn a_document_that_explodes_is_refused_at_once() {
    let mut nodes = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..30 {
        let items = vec![format!("*a{}", level - 1); 10].join(", ");
        nodes += &format!("a{level}: &a{level} [{items}]\n");
    }
    let large = format!(
        "a: &a {}\nb: [{}]\n",
        "x".repeat(1_000_000),
        vec!["*a"; 50_000].join(", ")
    );
    for text in [nodes, large] {
        let start = Instant::now();
        let (_, diagnostics) = read_text("a.yaml", &text);
        assert_eq!(
            codes(&diagnostics),
            [("too-many-aliases", Severity::Error, String::new())]
        );
        assert!(start.elapsed() < Duration::from_secs(5), "took {:?}", start.elapsed());
    }
}

#[test]
fn a_document_that_is_too_deep_is_refused() {
    for name in ["a.json", "a.yaml"] {
        for depth in [200, 20_000] {
            let text = format!("{}{}", "{\"a\":".repeat(depth), "}".repeat(depth));
            let text = text.replace("{\"a\":}", "{\"a\":1}");
            let (_, diagnostics) = read_text(name, &text);
            assert_eq!(
                codes(&diagnostics),
                [("too-deep", Severity::Error, String::new())],
                "{name} {depth}"
            );
        }
    }
}

#[test]
fn errors_of_syntax_show_their_place() {
    insta::assert_snapshot!(report("a.json", "{\n\t\"a\": 1,\n\t\"b\" 2\n}"), @r##"
    error[invalid-json]: this is not valid JSON: expected `:`
     --> a.json:3:6
      |
    3 |     "b" 2
      |         ^
      |
      = help: fix the syntax error here
    "##);
    insta::assert_snapshot!(report("a.yaml", "a: 1\nb: [1, 2\nc: 3\n"), @r##"
    error[invalid-yaml]: this is not valid YAML: did not find expected ',' or ']', while parsing a flow sequence at line 2 column 4
     --> a.yaml:3:2
      |
    3 | c: 3
      |  ^
      |
      = help: fix the syntax error here
    "##);
    insta::assert_snapshot!(report("a.yaml", "a:\n\tb: 3\n"), @r##"
    error[invalid-yaml]: this is not valid YAML: found character that cannot start any token, while scanning for the next token
     --> a.yaml:2:1
      |
    2 |     b: 3
      | ^^^^
      |
      = help: fix the syntax error here
    "##);
}

#[test]
fn texts_that_are_not_documents_are_reported() {
    insta::assert_snapshot!(report("a.yaml", ""), @r##"
    error[empty-document]: the file is empty
    --> a.yaml:1:1
     = help: check the path
    "##);
    insta::assert_snapshot!(report("a.yaml", "- a\n"), @r##"
    error[not-an-object]: the document is an array, not an object
     --> a.yaml:1:1
      |
    1 | - a
      | ^
      |
      = help: an OpenAPI description is an object with the members `openapi`, `info` and `paths`
    "##);
    insta::assert_snapshot!(report("a.yaml", "a: 1\n---\nb: 1\n"), @r##"
    error[several-documents]: the file has more than one YAML document
     --> a.yaml:1:1
      |
    1 | a: 1
      | ^
      |
      = help: keep one document per file: remove everything after the second `---`
    "##);
}

#[test]
fn bytes_that_are_not_utf8_are_shown_where_they_are() {
    let mut diagnostics = Diagnostics::new();
    let load = |_: &Path| Ok(b"a: 1\nb: x\xff\n".to_vec());
    let document = read_with(Path::new("a.yaml"), &Limits::default(), &mut diagnostics, load);
    insta::assert_snapshot!(render::render(&diagnostics, &document, false), @r##"
    error[not-utf8]: the file is not UTF-8
     --> a.yaml:2:5
      |
    2 | b: x
      |     ^
      |
      = help: save the file as UTF-8
    "##);
}

#[test]
fn an_unreadable_file_is_reported() {
    let mut diagnostics = Diagnostics::new();
    read(Path::new("no/such/file.yaml"), &Limits::default(), &mut diagnostics);
    assert_eq!(
        codes(&diagnostics),
        [("unreadable-document", Severity::Error, String::new())]
    );
}

#[test]
fn a_file_that_is_too_large_is_refused() {
    let limits = Limits {
        bytes: 3,
        ..Limits::default()
    };
    let mut diagnostics = Diagnostics::new();
    read_str("a.yaml", "a: 1", &limits, &mut diagnostics);
    assert_eq!(codes(&diagnostics), [("too-large", Severity::Error, String::new())]);
}

#[test]
fn a_problem_is_shown_with_its_lines() {
    let (document, mut diagnostics) = read_text("a.yaml", "a:\n  b:\n    - x\n    - c: 1\nd: 2\n");
    let at = Location::root().child("a").child("b").child(1).child("c");
    let other = Location::root().child("d").child("missing");
    let diagnostic = Diagnostic::new(Severity::Warning, "odd", at, "this is odd").help("make it even");
    diagnostics.report(diagnostic.related(other, "because of this"));
    insta::assert_snapshot!(render::render(&diagnostics, &document, false), @r##"
    warning[odd]: this is odd
     --> a.yaml:4:7
      |
    4 |     - c: 1
      |       ^
      |
     ::: a.yaml:5:1
      |
    5 | d: 2
      | - because of this
      |
      = note: at `/a/b/1/c`
      = help: make it even
    "##);
    let shown = render::json(&diagnostics, &document);
    assert_eq!(
        shown,
        json!([{"severity": "warning", "code": "odd", "message": "this is odd", "help": "make it even",
            "file": "a.yaml", "pointer": "/a/b/1/c", "line": 4, "column": 7}])
    );
}

#[test]
fn positions_are_those_of_keys_and_items() {
    let (document, mut diagnostics) = read_text("a.json", "{\n\t\"é\": [1, {\"x\\u002fy\": \"}\"}], \"b\": {}}");
    for pointer in ["", "/é", "/é/1", "/é/1/x~1y", "/é/7", "/b"] {
        let at = Location {
            file: FileId::ROOT,
            pointer: pointer.to_owned(),
        };
        diagnostics.note("here", &at, "here");
    }
    let shown = render::json(&diagnostics, &document);
    let places: Vec<_> = shown
        .as_array()
        .unwrap()
        .iter()
        .map(|d| (d["line"].clone(), d["column"].clone()))
        .collect();
    let expected = [(1, 1), (2, 2), (2, 11), (2, 12), (2, 2), (2, 31)];
    assert_eq!(places, expected.map(|(line, column)| (json!(line), json!(column))));
}

#[test]
fn many_notes_of_one_code_hide_no_others() {
    let (document, mut diagnostics) = read_text("a.json", "{}");
    for nth in 1..=21 {
        diagnostics.note("frequent", &Location::root(), format!("note {nth}"));
    }
    diagnostics.note("rare", &Location::root(), "the other note");
    let shown = render::render(&diagnostics, &document, false);
    assert!(
        shown.contains("note[rare]: the other note") && !shown.contains("frequent"),
        "{shown}"
    );
    assert!(shown.ends_with("and 21 more notes\n"), "{shown}");
}

#[test]
fn a_long_line_is_cut() {
    let text = format!("{{\"a\": \"{}\", \"b\": 1}}", "x".repeat(1_000_000));
    let (document, mut diagnostics) = read_text("a.json", &text);
    diagnostics.note("here", &Location::root().child("b"), "here");
    let shown = render::render(&diagnostics, &document, false);
    assert!(
        shown.len() < 1000 && shown.contains("\"b\"") && shown.contains("a.json:1:1000011"),
        "{shown}"
    );
}

#[test]
fn the_most_severe_of_the_same_problem_is_kept() {
    let mut diagnostics = Diagnostics::new();
    diagnostics.warning("odd", &Location::root(), "is odd", "");
    diagnostics.error("odd", &Location::root(), "is odd", "");
    diagnostics.warning("odd", &Location::root(), "is odd in another way", "");
    let odd = |severity| ("odd", severity, String::new());
    assert_eq!(codes(&diagnostics), [odd(Severity::Error), odd(Severity::Warning)]);
}

#[test]
fn files_may_refer_to_one_another_in_a_circle() {
    let files = [
        ("api/root.yaml", "a: {$ref: 'parts/one%20two.yaml#/x'}\n"),
        (
            "api/parts/one two.yaml",
            "x: {$ref: '../more.json#/a~1b'}\ny: {$ref: '#/x'}\n",
        ),
        (
            "api/more.json",
            r##"{"a/b": {"$ref": "./root.yaml#/a"}, "c": {"$anchor": "here"}}"##,
        ),
    ];
    let (document, diagnostics) = read_files("api/root.yaml", &files, &Limits::default());
    assert_eq!(codes(&diagnostics), []);
    let paths: Vec<_> = document
        .files()
        .iter()
        .map(|file| file.path.to_str().unwrap())
        .collect();
    assert_eq!(paths, files.map(|(path, _)| path));
    let follow = |from: &Location, reference| document.resolve(from, reference).unwrap();
    let x = follow(&Location::root(), "parts/one%20two.yaml#/x");
    assert_eq!(document.get(&x), Some(&json!({"$ref": "../more.json#/a~1b"})));
    assert_eq!(follow(&x, "#/y").file, x.file);
    let ab = follow(&x, "../more.json#/a~1b");
    assert_eq!(ab.pointer, "/a~1b");
    assert_eq!(follow(&ab, "#here").pointer, "/c");
    assert_eq!(follow(&ab, "root.yaml#/a"), Location::root().child("a"));
}

#[test]
fn discriminators_may_refer_to_files() {
    let files = [
        (
            "root.yaml",
            "s: {discriminator: {propertyName: p, mapping: {a: Cat, b: dog.yaml}}}\n",
        ),
        ("dog.yaml", "type: object\n"),
    ];
    let (document, diagnostics) = read_files("root.yaml", &files, &Limits::default());
    assert_eq!(codes(&diagnostics), []);
    assert_eq!(document.files().len(), 2);
}

#[test]
fn references_that_cannot_be_followed_do_not_stop_the_reading() {
    let cases = [
        ("https://example.com/a.yaml#/x", "remote-reference"),
        ("//example.com/a.yaml", "remote-reference"),
        ("missing.yaml#/x", "dangling-reference"),
        ("../other.yaml", "reference-outside"),
        ("/etc/other.yaml", "reference-outside"),
    ];
    for (reference, code) in cases {
        for path in ["root.yaml", "api/root.yaml", "../root.yaml"] {
            let text = format!("a: {{$ref: '{reference}'}}\n");
            let (document, diagnostics) = read_files(path, &[(path, &text)], &Limits::default());
            assert_eq!(codes(&diagnostics), [], "{reference} {path}");
            assert_eq!(document.resolve(&Location::root(), reference).unwrap_err().code(), code);
        }
    }
}

#[test]
fn references_to_nothing_are_errors() {
    let (document, _) = read_text("a.yaml", "a: 1\n");
    for reference in ["#/b", "#b", "#/a/b", "#%ff"] {
        assert_eq!(
            document.resolve(&Location::root(), reference).unwrap_err().code(),
            "dangling-reference"
        );
    }
}

#[test]
fn files_outside_may_be_allowed() {
    let limits = Limits {
        allow_outside: true,
        ..Limits::default()
    };
    let files = [("api/root.yaml", "a: {$ref: '../b.yaml'}\n"), ("b.yaml", "c: 1\n")];
    let (document, diagnostics) = read_files("api/root.yaml", &files, &limits);
    assert_eq!(codes(&diagnostics), []);
    assert_eq!(document.files().len(), 2);
}
