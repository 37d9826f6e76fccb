//! What several tests of the generator need.
#![allow(dead_code, reason = "each test uses a part")]

pub mod as_json_schema;
pub mod edit;
pub mod html;
pub mod planned;
pub mod surface;
pub mod versions;

use openapi_compiler::diagnostic::Diagnostics;
use openapi_compiler::lower::lower;
use openapi_compiler::read::{Limits, read_str};
use openapi_compiler::resolved::Resolved;

/// A document, resolved; it must be one that can be.
pub fn resolve(text: &str) -> Resolved {
    resolve_with(text).0
}

/// A document, resolved, and its diagnostics.
pub fn resolve_with(text: &str) -> (Resolved, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let document = read_str("openapi.yaml", text, &Limits::default(), &mut diagnostics);
    let description = lower(&document, &mut diagnostics).expect("an OpenAPI document");
    (
        openapi_compiler::resolve::resolve(description, &mut diagnostics),
        diagnostics,
    )
}

/// The plan for a document that can be used.
pub fn plan(text: &str) -> openapi_compiler::plan::Plan {
    plan_with(text, &openapi_compiler::plan::Options::default()).0
}

/// The plan for a document that can be used, and its diagnostics.
pub fn plan_with(text: &str, options: &openapi_compiler::plan::Options) -> (openapi_compiler::plan::Plan, Diagnostics) {
    let (resolved, mut diagnostics) = resolve_with(text);
    let plan = openapi_compiler::planner::plan(&resolved, options, &mut diagnostics);
    (plan, diagnostics)
}
