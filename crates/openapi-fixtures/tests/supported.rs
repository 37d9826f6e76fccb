//! `docs/supported.md` is in step with the documents.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use openapi_build::{Config, Severity};

const PAGE: &str = include_str!("../../../docs/supported.md");

struct Row<'a> {
    object: &'a str,
    field: &'a str,
    status: &'a str,
    document: &'a str,
}

fn rows() -> Vec<Row<'static>> {
    let mut object = "";
    let mut rows = Vec::new();
    for line in PAGE.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            object = heading;
        }
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        if let ["", field, _, status, document, ..] = cells.as_slice()
            && let Some(field) = field.strip_prefix('`').and_then(|field| field.strip_suffix('`'))
        {
            rows.push(Row {
                object,
                field,
                status,
                document: document.trim_matches('`'),
            });
        }
    }
    rows
}

fn documents() -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("documents");
    let files = fs::read_dir(folder).expect("the documents");
    let files = files.map(|file| file.expect("a file"));
    let read = files.filter(|file| file.path().is_file()).map(|file| {
        (
            file.file_name().to_string_lossy().into_owned(),
            fs::read_to_string(file.path()).expect("text"),
        )
    });
    read.collect()
}

#[test]
fn every_field_is_in_the_document_that_shows_it() {
    let documents = documents();
    let rows = rows();
    assert!(rows.len() > 150, "{} rows were read", rows.len());
    for Row {
        object,
        field,
        status,
        document,
    } in rows
    {
        let text = documents
            .get(document)
            .unwrap_or_else(|| panic!("{object} {field}: no {document}"));
        let spellings = [format!("{field}:"), format!("{field}':"), format!("{field}\":")];
        assert!(
            spellings.iter().any(|key| text.contains(key.as_str())),
            "{object}: no {field} in {document}"
        );
        assert!(
            ["supported", "noted", "not"].contains(&status),
            "{object} {field}: {status}"
        );
    }
}

#[test]
fn what_is_noted_is_reported_where_it_stands() {
    for Row {
        object,
        field,
        document,
        ..
    } in rows().into_iter().filter(|row| row.status == "noted")
    {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("documents").join(document);
        let generated = Config::new().generate(&path).expect("a client");
        let noted = generated.diagnostics().any(|diagnostic| {
            diagnostic.severity() == Severity::Note && diagnostic.pointer().split('/').any(|token| token == field)
        });
        assert!(noted, "{object}: nothing is diagnostic of {field} in {document}");
    }
}

/// The warnings of `mistakes.yaml`.
const MISTAKES: [&str; 8] = [
    "duplicate-key /paths/~1twice/get/operationId",
    "duplicate-key /paths/~1twice/get/responses/200/content/application~1json/schema/properties/a",
    "dangling-reference /components/securitySchemes/elsewhere/$ref",
    "dangling-reference /paths/~1gone/get/responses/200/headers/A/$ref",
    "server-url-without-host /paths/~1nowhere/put/servers/0/url",
    "remote-reference /components/schemas/Holder/properties/held/$ref",
    "dangling-reference /components/schemas/Pet/discriminator/mapping/dog",
    "remote-reference /components/responses/Elsewhere/$ref",
];

#[test]
fn every_document_is_in_the_page_and_has_no_warnings_but_those_it_shows() {
    for (name, _) in documents() {
        assert!(PAGE.contains(&format!("`{name}`")), "{name}");
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("documents").join(&name);
        let generated = Config::new().generate(&path).expect("a client");
        let warnings: Vec<_> = generated
            .diagnostics()
            .filter(|diagnostic| diagnostic.severity() == Severity::Warning && diagnostic.code() != "name-collision")
            .collect();
        if name == "mistakes.yaml" {
            let places: Vec<_> = warnings
                .iter()
                .map(|diagnostic| format!("{} {}", diagnostic.code(), diagnostic.pointer()))
                .collect();
            assert_eq!(places, MISTAKES);
        } else {
            assert!(warnings.is_empty(), "{name}: {warnings:?}");
        }
    }
}
