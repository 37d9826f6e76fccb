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
fn noted_fields_are_reported_at_their_place() {
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
        assert!(noted, "{object}: no note at {field} in {document}");
    }
}

/// The objects and fields that the generator knows, by the names of the constants in its source.
fn known_fields() -> Vec<(String, String)> {
    let source = include_str!("../../openapi-compiler/src/lower/fields.rs");
    let mut found = Vec::new();
    for constant in source
        .split("const ")
        .skip(1)
        .filter(|text| text.contains(": Fields = "))
    {
        let name = constant.split(':').next().unwrap_or_default();
        let object = match name {
            "ROOT" => "openapi".to_owned(),
            _ => name.to_lowercase().replace('_', " "),
        };
        let names = constant
            .split("names: &[")
            .nth(1)
            .and_then(|rest| rest.split(']').next());
        let quoted = names.expect("a list").split('"').skip(1).step_by(2);
        found.extend(quoted.map(|field| (object.clone(), field.to_owned())));
    }
    found
}

#[test]
fn every_field_that_the_generator_knows_is_in_the_page() {
    let listed: Vec<(String, &str)> = rows()
        .iter()
        .map(|row| (row.object.to_lowercase(), row.field))
        .collect();
    let known = known_fields();
    assert!(known.len() > 90, "{} fields were read", known.len());
    let missing: Vec<_> = known
        .iter()
        .filter(|(object, field)| !listed.iter().any(|(other, name)| other == object && name == field))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// The warnings of `mistakes.yaml`.
const MISTAKES: [&str; 12] = [
    "duplicate-key /paths/~1twice/get/operationId",
    "duplicate-key /paths/~1twice/get/responses/200/content/application~1json/schema/properties/a",
    "dangling-reference /components/securitySchemes/elsewhere/$ref",
    "dangling-reference /paths/~1gone/get/responses/200/headers/A/$ref",
    "media-type-list /paths/~1listed/put/requestBody/content/text~1csv, text~1comma-separated-values",
    "media-type-list /paths/~1listed/put/responses/200/content/application~1json, application~1vnd.api+json",
    "server-url-without-host /paths/~1nowhere/put/servers/0/url",
    "remote-reference /components/schemas/Holder/properties/held/$ref",
    "dangling-reference /components/schemas/Pet/discriminator/mapping/dog",
    "remote-reference /components/responses/Elsewhere/$ref",
    "endless-property /components/schemas/Branch/properties/tree",
    "endless-property /components/schemas/Tree/properties/branch",
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
