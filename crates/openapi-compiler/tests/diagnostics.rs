//! Every code of a diagnostic is explained, and its example causes it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use openapi_compiler::convert::Version;
use openapi_compiler::derives::Addition;
use openapi_compiler::diagnostic::{CODES, Code, Setting, Severity};
use openapi_compiler::{Settings, bundle, compile, convert, convert_for_progenitor};
use regress::Regex;

fn reported(code: &Code, example: &str) -> Vec<(&'static str, Severity)> {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let path = dir.path().join("openapi.yaml");
    fs::write(&path, example).expect("a file in it");
    let mut settings = Settings::default();
    let options = &mut settings.options;
    match code.setting {
        Some(Setting::Rename { pointer, name }) => drop(options.renames.insert(pointer.to_owned(), name.to_owned())),
        Some(Setting::Secret(pointer)) => _ = options.secrets.insert(pointer.to_owned()),
        Some(Setting::Events { operation, schema }) => {
            drop(options.events.insert(operation.to_owned(), schema.to_owned()))
        }
        Some(Setting::DefaultServer(url)) => options.default_server = Some(url.to_owned()),
        Some(Setting::Overlay(text)) => {
            let path = dir.path().join("overlay.yaml");
            fs::write(&path, text).expect("another file");
            settings.limits.overlays.push(path);
        }
        Some(Setting::Also(text)) => {
            let path = dir.path().join("also.yaml");
            fs::write(&path, text).expect("another file");
            settings.limits.also.push(path);
        }
        Some(Setting::Deny(code)) => _ = settings.levels.deny.insert(code.to_owned()),
        Some(Setting::Only(pattern)) => options.selection.only.push(pattern.to_owned()),
        Some(Setting::Derive { types, derives }) => options.additions.derives.push(Addition {
            types: types.to_owned(),
            text: derives.to_owned(),
        }),
        Some(Setting::Format { format, ty }) => drop(options.formats.insert(format.to_owned(), ty.to_owned())),
        Some(Setting::Replace { schema, path }) => {
            drop(options.replacements.insert(schema.to_owned(), path.to_owned()))
        }
        Some(Setting::Lenient(schema)) => _ = options.lenient.insert(schema.to_owned()),
        Some(Setting::OnlyTypesByTag) => (options.only_types, options.by_tag) = (true, true),
        Some(Setting::Defaults) => options.defaults = true,
        Some(Setting::Bundle | Setting::Convert | Setting::Progenitor) | None => {}
    }
    let diagnostics = match code.setting {
        Some(Setting::Bundle) => bundle(&path, &settings).map(|bundled| bundled.diagnostics),
        Some(Setting::Convert) => convert(&path, &settings, Version::V3_0).map(|converted| converted.diagnostics),
        Some(Setting::Progenitor) => convert_for_progenitor(&path, &settings).map(|converted| converted.diagnostics),
        _ => compile(&path, &settings).map(|compilation| compilation.diagnostics),
    };
    let diagnostics = diagnostics.unwrap_or_else(|unusable| unusable.diagnostics);
    diagnostics.iter().map(|known| (known.code, known.severity)).collect()
}

#[test]
fn an_example_causes_its_diagnostic_and_no_other_error() {
    for code in CODES {
        let Some(example) = code.example else { continue };
        let reported = reported(code, example);
        assert!(
            reported.contains(&(code.code, code.severity)),
            "{}: {reported:?}",
            code.code
        );
        let others = reported.iter().filter(|(other, _)| *other != code.code);
        let errors: Vec<_> = others.filter(|(_, severity)| *severity == Severity::Error).collect();
        assert!(errors.is_empty(), "{}: {errors:?}", code.code);
    }
}

/// The codes that the source reports are those of the table.
#[test]
fn every_code_is_explained() {
    let text = source(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    let calls = r#"(?:\.(?:warning|note|error)\(|Severity::\w+,|ParseError::new\()\s*"([a-z0-9.-]+)""#;
    let reported: BTreeSet<String> = Regex::new(calls)
        .expect("a pattern")
        .find_iter(&text)
        .map(|call| text[call.group(1).expect("a group")].to_owned())
        .collect();
    let listed: Vec<&str> = CODES.iter().map(|code| code.code).collect();
    assert!(listed.is_sorted(), "the table is in alphabetical order");
    let unexplained: Vec<_> = reported
        .iter()
        .filter(|code| !listed.contains(&code.as_str()))
        .collect();
    assert!(unexplained.is_empty(), "{unexplained:?} are not in the table");
    let unused: Vec<_> = listed
        .iter()
        .filter(|code| !text.contains(&format!("\"{code}\"")))
        .collect();
    assert!(unused.is_empty(), "{unused:?} are not reported");
}

/// The text of the source files in a folder, the table aside.
fn source(path: &Path) -> String {
    if !path.is_dir() {
        return match path.ends_with("diagnostic/codes.rs") {
            true => String::new(),
            false => fs::read_to_string(path).expect("a source file"),
        };
    }
    let entries = fs::read_dir(path).expect("a folder");
    entries.map(|entry| source(&entry.expect("an entry").path())).collect()
}

/// With `UPDATE=1`, the page is written.
#[test]
fn the_page_is_the_table() {
    let mut page = String::from(
        "# Diagnostics\n\nWhat `openapi-build` reports about a description. Made from the table in\n\
         `crates/openapi-compiler/src/diagnostic/codes.rs`; `openapi-build explain CODE` prints a row.\n",
    );
    for code in CODES {
        let severity = format!("{:?}", code.severity).to_lowercase();
        page += &format!(
            "\n## {}\n\n*{severity}*. {}\n\n{}\n",
            code.code, code.summary, code.help
        );
        if let Some(example) = code.example {
            page += &format!("\n```yaml\n{}\n```\n", example.trim());
        }
    }
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs");
    if !docs.is_dir() {
        return; // The packaged crate does not have the page.
    }
    let path = docs.join("diagnostics.md");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &page).expect("the page");
    }
    assert!(
        fs::read_to_string(&path).is_ok_and(|known| known == page),
        "run this test with UPDATE=1"
    );
}

/// Whether a default of a schema is reported.
#[test]
fn a_default_is_checked_by_its_schema() {
    let rows = [
        ("{type: integer, default: 1}", true),
        ("{type: integer, default: 1.0}", true),
        ("{type: integer, default: 1.5}", false),
        ("{type: integer, default: '1'}", false),
        ("{type: number, default: 1}", true),
        ("{type: number, minimum: 2, default: 1}", false),
        ("{type: number, exclusiveMaximum: 1, default: 1}", false),
        ("{type: string, maxLength: 1, default: ab}", false),
        ("{type: string, pattern: '^a$', default: b}", false),
        ("{enum: [a, b], default: a}", true),
        ("{enum: [a, b], default: c}", false),
        ("{type: array, items: {type: string}, default: [a]}", true),
        ("{type: array, items: {type: string}, default: [1]}", false),
        ("{type: array, minItems: 1, default: []}", false),
        (
            "{type: object, required: [a], properties: {a: {type: string}}, default: {a: x}}",
            true,
        ),
        (
            "{type: object, required: [a], properties: {a: {type: string}}, default: {}}",
            false,
        ),
        (
            "{type: object, properties: {a: {type: string}}, additionalProperties: false, default: {b: 1}}",
            false,
        ),
        ("{oneOf: [{type: string}, {type: boolean}], default: true}", true),
        ("{oneOf: [{type: string}, {type: boolean}], default: 1}", false),
        ("{type: string, default: null}", true),
        ("{default: [anything]}", true),
    ];
    let code = CODES
        .iter()
        .find(|code| code.code == "invalid-default")
        .expect("a code");
    for (schema, is_valid) in rows {
        let example = format!(
            "{{openapi: 3.1.0, paths: {{/a: {{get: {{parameters: [{{name: a, in: query, schema: {schema}}}], responses: {{}}}}}}}}}}"
        );
        let reported = reported(code, &example);
        let found = reported.iter().any(|(code, _)| *code == "invalid-default");
        assert_eq!(found, !is_valid, "{schema}");
    }
}
