//! Planning: every name and every Rust type is decided.

mod boxes;
mod operations;
mod place;
mod servers;
mod shape;
mod types;

use std::collections::HashSet;

use crate::description::ParameterEncoding;
use crate::diagnostic::Diagnostics;
use crate::docs::paragraphs;
use crate::document::Location;
use crate::plan::{Options, Plan};
use crate::resolved::{Resolved, ResolvedId};
use crate::schema::SchemaId;

use operations::{OperationNames, operation};
use place::Places;
use types::Types;

/// Plans a client.
///
/// ```
/// use openapi_build::{diagnostic::Diagnostics, lower::lower, plan::Options, planner::plan};
/// use openapi_build::{read::{Limits, read_str}, resolve::resolve};
///
/// let mut diagnostics = Diagnostics::new();
/// let text = "{openapi: 3.0.3, paths: {/pets: {get: {operationId: listPets, responses: {}}}}}";
/// let document = read_str("pets.yaml", text, &Limits::default(), &mut diagnostics);
/// let resolved = resolve(lower(&document, &mut diagnostics).unwrap(), &mut diagnostics);
/// let plan = plan(&resolved, &Options::default(), &mut diagnostics);
/// assert_eq!(plan.operations[0].name, "list_pets");
/// ```
pub fn plan(resolved: &Resolved, options: &Options, diagnostics: &mut Diagnostics) -> Plan {
    let description = &resolved.description;
    check_renames(resolved, options, diagnostics);
    let names = OperationNames::new(description, options, diagnostics);
    let places = Places::new(description, names.places());
    let roots = Roots::of(resolved);
    let mut types = Types::new(resolved, options, &places, &roots.all, diagnostics);
    let mut operations = Vec::new();
    let mut skipped = Vec::new();
    for (described, name) in description.operations.iter().zip(names.iter()) {
        match operation(resolved, &mut types, described, name, diagnostics) {
            Ok(planned) => operations.push(planned),
            Err(reason) => skipped.push(reason),
        }
    }
    let types_of_plan = types.define(&roots.requests, diagnostics);
    for operation in &mut operations {
        operations::find_wrapper(operation, &types_of_plan);
    }
    let (servers, default_server) = servers::servers(description, options, diagnostics);
    Plan {
        title: description.info.title.clone(),
        version: description.info.version.clone(),
        docs: paragraphs([
            description.info.summary.as_deref(),
            description.info.description.as_deref(),
        ]),
        schemas: types.report(),
        types: types_of_plan,
        credentials: servers::credentials(description, &operations),
        operations,
        servers,
        default_server,
        skipped,
    }
}

/// The schemas that operations use at first hand.
struct Roots {
    all: Vec<ResolvedId>,
    requests: Vec<ResolvedId>,
}

impl Roots {
    fn of(resolved: &Resolved) -> Self {
        let mut requests = Vec::new();
        let mut others = Vec::new();
        for operation in &resolved.description.operations {
            for parameter in &operation.parameters {
                others.extend(match &parameter.encoding {
                    ParameterEncoding::Style { schema, .. } => *schema,
                    ParameterEncoding::Content(content) => content.schema,
                });
            }
            let bodies = operation.request_body.iter().flat_map(|body| &body.content);
            requests.extend(bodies.filter_map(|content| content.schema));
            others.extend(
                operation
                    .responses
                    .iter()
                    .flat_map(|response| &response.content)
                    .filter_map(|c| c.schema),
            );
        }
        let of = |ids: &[SchemaId]| ids.iter().map(|id| resolved.of(*id)).collect::<Vec<_>>();
        let requests = of(&requests);
        Self {
            all: requests.iter().copied().chain(of(&others)).collect(),
            requests,
        }
    }
}

/// A new name for nothing is most often a description that has moved on.
fn check_renames(resolved: &Resolved, options: &Options, diagnostics: &mut Diagnostics) {
    let description = &resolved.description;
    let schemas = description
        .schemas
        .ids()
        .map(|id| &description.schemas.get(id).at.pointer);
    let operations = description.operations.iter().map(|operation| &operation.at.pointer);
    let known: HashSet<&String> = schemas.chain(operations).collect();
    for (pointer, name) in options.renames.iter().filter(|(pointer, _)| !known.contains(pointer)) {
        let message = format!("there is no schema or operation at `{pointer}` to call `{name}`");
        let help = "check the JSON pointer given to `Config::rename`";
        // The place is that of the renaming, which is in no document; the pointer keeps several apart.
        let at = Location {
            pointer: pointer.clone(),
            ..Location::root()
        };
        diagnostics.warning("unknown-rename", &at, message, help);
    }
}
