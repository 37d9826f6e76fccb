//! Properties that a closed part of a composition forbids, and another declares.
//!
//! By JSON Schema no value has them: `additionalProperties: false` sees only the properties beside it. What is meant is that the
//! whole is closed, so they have the types that are declared.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::document::Location;
use crate::resolved::{Resolved, ResolvedId, ResolvedSchema};
use crate::schema::SchemaId;

/// Gives the properties that are forbidden so what declares them.
pub(super) fn open_parts(schemas: &mut [ResolvedSchema], resolved: &Resolved, diagnostics: &mut Diagnostics) {
    for whole in schemas {
        let Some(closed) = closed_part(whole, resolved) else {
            continue;
        };
        let forbidden = whole
            .schema
            .properties
            .iter()
            .filter(|(_, id)| is_impossible(resolved, **id));
        let declared = forbidden.filter_map(|(name, _)| Some((name.clone(), declared(whole, name, resolved)?)));
        let declared: Vec<(String, ResolvedId)> = declared.collect();
        if !declared.is_empty() {
            report(&declared, &whole.at, closed, diagnostics);
        }
        whole.schema.properties.extend(declared);
    }
}

fn is_impossible(resolved: &Resolved, id: ResolvedId) -> bool {
    resolved.get(id).schema.types.is_empty()
}

/// The place of a part that allows no other properties than its own.
fn closed_part<'r>(whole: &ResolvedSchema, resolved: &'r Resolved) -> Option<&'r Location> {
    let schemas = &resolved.description.schemas;
    let is_closed = |id: &&SchemaId| {
        let rest = schemas.get(**id).schema.additional_properties;
        rest.is_some_and(|rest| is_impossible(resolved, resolved.of(rest)))
    };
    let closed = whole.sources.iter().find(is_closed)?;
    (whole.sources.len() > 1).then(|| &schemas.get(*closed).at)
}

/// What the parts that have a property say of it, if they agree.
fn declared(whole: &ResolvedSchema, name: &str, resolved: &Resolved) -> Option<ResolvedId> {
    let schemas = &resolved.description.schemas;
    let own = |id: &SchemaId| schemas.get(*id).schema.properties.get(name).copied();
    let mut all = whole.sources.iter().filter_map(own).map(|id| resolved.of(id));
    let first = all.next()?;
    (!is_impossible(resolved, first) && all.all(|other| other == first)).then_some(first)
}

fn report(declared: &[(String, ResolvedId)], at: &Location, closed: &Location, diagnostics: &mut Diagnostics) {
    let (names, they) = match declared {
        [(only, _)] => (format!("`{only}`"), "it is"),
        [(first, _), others @ ..] => (format!("`{first}` and {} more properties", others.len()), "they are"),
        [] => return,
    };
    let message = format!(
        "a part of the composition has `additionalProperties: false`, which forbids {names} of the others; {they} taken to be allowed"
    );
    let help = "remove it from the part; `unevaluatedProperties: false` beside `allOf` closes the whole";
    let diagnostic = Diagnostic::new(Severity::Warning, "closed-part", at.clone(), message).help(help);
    diagnostics.report(diagnostic.related(closed.clone(), "this part is closed"));
}
