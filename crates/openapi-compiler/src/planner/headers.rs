//! The documented headers of an operation's responses.

use super::scope::{Entry, Scope};
use super::status::{status_name, status_text};
use super::types::Types;
use crate::description::{self, Status};
use crate::diagnostic::Diagnostics;
use crate::name::snake;
use crate::plan::{Header, RustType};
use crate::resolved::{Resolved, ResolvedId};

/// Plans a constant for each header: the same for all responses in which it has the same type.
pub(super) fn headers(
    resolved: &Resolved,
    types: &mut Types<'_>,
    described: &description::Operation,
    diagnostics: &mut Diagnostics,
) -> Vec<Header> {
    let mut found: Vec<(&str, RustType, Vec<Status>)> = Vec::new();
    for response in &described.responses {
        // OpenAPI 3.1, section 4.8.17: `Content-Type` is ignored here.
        let documented = response
            .headers
            .iter()
            .filter(|(name, _)| !name.eq_ignore_ascii_case("content-type"));
        for (name, header) in documented {
            let ty = header.schema.map_or(RustType::String, |schema| {
                type_of(resolved, types, resolved.of(schema), diagnostics)
            });
            let is_same = |known: &&mut (&str, RustType, _)| known.0.eq_ignore_ascii_case(name) && known.1 == ty;
            match found.iter_mut().find(is_same) {
                Some((_, _, statuses)) => statuses.push(response.status),
                None => found.push((name, ty, vec![response.status])),
            }
        }
    }
    let entries = found.iter().map(|(name, _, statuses)| {
        let of_status = |status: &Status| constant(&format!("{name} of {}", status_name(*status)));
        let names = [constant(name)]
            .into_iter()
            .chain(statuses.iter().map(of_status))
            .collect();
        Entry::new(name, names)
    });
    let names = Scope::assign(entries.collect(), &["OPERATION"]).names();
    let planned = found
        .into_iter()
        .zip(names)
        .map(|((header, ty, statuses), name)| Header {
            name,
            header: header.to_owned(),
            ty,
            statuses: statuses.into_iter().map(status_text).collect(),
        });
    planned.collect()
}

fn constant(text: &str) -> String {
    snake(text).to_uppercase()
}

/// The type that a text is read as: that of the schema where a text surely stands for it, or a list of such, else a string.
fn type_of(resolved: &Resolved, types: &mut Types<'_>, id: ResolvedId, diagnostics: &mut Diagnostics) -> RustType {
    let item = resolved.get(id).schema.items;
    if let Some(path) = &resolved.get(id).schema.rust_type {
        let message = format!("how the text of a header stands for a `{path}` is not described; it is text");
        diagnostics.note("untyped-text", &resolved.get(id).at, message);
    }
    match types.is_scalar(id) || item.is_some_and(|item| types.is_scalar(item)) {
        true => types.rust_type(id),
        false => RustType::String,
    }
}
