//! The report of a generation as JSON: every operation, every schema, the diagnostics, and the duration of each stage.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::compilation::Compilation;
use crate::escape::json_text;
use crate::render;

#[derive(Serialize)]
struct Report<'a> {
    operations: Vec<OperationRow<'a>>,
    schemas: Vec<SchemaRow<'a>>,
    diagnostics: Value,
    /// Milliseconds.
    stages: BTreeMap<&'static str, f64>,
}

#[derive(Serialize)]
struct OperationRow<'a> {
    method: &'a str,
    path: &'a str,
    operation_id: Option<&'a str>,
    rust_name: &'a str,
    pages: Option<PagesRow<'a>>,
}

#[derive(Serialize)]
struct PagesRow<'a> {
    by: &'static str,
    why: &'a str,
    items: bool,
}

#[derive(Serialize)]
struct SchemaRow<'a> {
    pointer: Cow<'a, str>,
    rust_type: &'a str,
    untyped: Option<&'a str>,
}

/// [`report`] as text. Characters that control a terminal are escaped.
pub fn report_text(generated: &Compilation) -> String {
    json_text(&report(generated)) + "\n"
}

/// The report of a generation.
///
/// `operations` are `{method, path, operation_id, rust_name, pages}`, where `pages` is `{by, why, items}` if the operation answers page by page: by
/// `link`, `url`, `cursor`, `page` or `offset`, as `Config::pages`, an extension or a `rule` says; `items` says whether it is known where those are;
/// `schemas` are `{pointer, rust_type, untyped}`, where `untyped` is the reason if a schema that describes
/// something is `serde_json::Value`; `diagnostics` are `{severity, code, message, help, file, pointer, line, column}`; `stages` are
/// milliseconds, including `tests` if they were generated.
pub fn report(generated: &Compilation) -> Value {
    let plan = &generated.plan;
    let operations = plan.operations.iter().map(|operation| OperationRow {
        method: &operation.method,
        path: &operation.path,
        operation_id: operation.operation_id.as_deref(),
        rust_name: &operation.name,
        pages: operation.pages.as_ref().map(|pages| PagesRow {
            by: pages.next.kind(),
            why: &pages.why,
            items: pages.items.is_some(),
        }),
    });
    let report = Report {
        operations: operations.collect(),
        schemas: plan
            .schemas
            .iter()
            .map(|schema| SchemaRow {
                pointer: generated.document.file(schema.at.file).written(&schema.at.pointer),
                rust_type: &schema.rust_type,
                untyped: schema.untyped.as_deref(),
            })
            .collect(),
        diagnostics: render::json(&generated.diagnostics, &generated.document),
        stages: generated
            .timings
            .iter()
            .map(|(name, time)| (*name, time.as_secs_f64() * 1000.0))
            .collect(),
    };
    serde_json::to_value(report).unwrap_or(Value::Null)
}
