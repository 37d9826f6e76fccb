//! Planning: every name and every Rust type is decided.

mod additions;
mod alternatives;
mod boxes;
mod closed;
mod content;
mod conversions;
mod cycles;
mod documentation;
mod endless;
mod events;
mod examples;
mod headers;
mod idempotency;
mod lenient;
mod links;
mod mock;
mod operations;
mod overrides;
mod pages;
mod place;
mod promises;
mod repeated;
mod responses;
mod same;
mod scope;
mod secrets;
mod sections;
mod servers;
mod shape;
mod status;
mod streams;
mod tags;
mod types;
mod unions;
mod valid;
mod webhooks;
mod wide;

use crate::description::{MediaType, ParameterEncoding};
use crate::diagnostic::Diagnostics;
use crate::docs::paragraphs;
use crate::lock::Lock;
use crate::plan::{Mock, Options, Plan};
use crate::resolved::{Resolved, ResolvedId, reach};
use crate::schema::SchemaId;

use operations::{OperationNames, operation};
use overrides::Overrides;
use place::Places;
use promises::Promises;
use types::Types;

/// Plans a client.
///
/// ```
/// use openapi_compiler::{diagnostic::Diagnostics, lower::lower, plan::Options, planner::plan};
/// use openapi_compiler::{read::{Limits, read_str}, resolve::resolve};
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
    let overrides = Overrides::new(resolved, options, diagnostics);
    let promises = Promises::new(options);
    let names = OperationNames::new(description, &overrides, &promises, diagnostics);
    let mut places = Places::new(resolved, names.places());
    let roots = Roots::of(resolved, &overrides, options.only_used || !options.selection.is_all());
    let homes = names.homes();
    let mut types = Types::new(
        resolved,
        &overrides,
        &promises,
        &homes,
        &mut places,
        &roots,
        diagnostics,
    );
    let described = description.operations.iter().zip(names.iter());
    let mut operations: Vec<_> = described
        .map(|(described, name)| operation(resolved, &mut types, described, name, diagnostics))
        .collect();
    let webhooks = webhooks::webhooks(resolved, &mut types, &promises, diagnostics);
    let events = events::events(resolved, &webhooks, diagnostics);
    let mut types_of_plan = types.define();
    types.add_rules_of_requests(&mut operations, &types_of_plan);
    types.add_xml(&mut operations, &mut types_of_plan);
    for (operation, home) in operations.iter_mut().zip(&homes) {
        operations::find_wrapper(operation, home, &types_of_plan, &promises);
        streams::find_flag(operation, &types_of_plan);
    }
    pages::pages(resolved, &types_of_plan, &mut operations, options, diagnostics);
    links::find(description, &mut operations, &homes, &promises, diagnostics);
    examples::find(resolved, &mut operations, &types_of_plan);
    repeated::leave_out(&mut types_of_plan, &mut operations);
    let (servers, default_server) = servers::servers(description, options, &overrides, &promises, diagnostics);
    let credentials = servers::credentials(description, &operations, &promises, diagnostics);
    let tags = match options.by_tag {
        true => tags::tags(description, &operations, &homes, &promises),
        false => Vec::new(),
    };
    types.report_lenient(diagnostics);
    overrides.report_unused(diagnostics);
    let schemas = types.report();
    let mut plan = Plan {
        selection: options.selection.clone(),
        title: description.info.title.clone(),
        version: description.info.version.clone(),
        docs: paragraphs([
            description.info.summary.as_deref(),
            description.info.description.as_deref(),
        ]),
        schemas,
        types: types_of_plan,
        credentials,
        operations,
        webhooks,
        events,
        only_types: options.only_types,
        defaults: options.defaults,
        servers,
        default_server,
        lock: Lock::default(),
        features: features(&overrides, options),
        mock: Mock::default(),
        tags,
        sections: None,
    };
    wide::report(&plan, diagnostics);
    if plan.only_types {
        leave_out_the_client(&mut plan);
    }
    additions::add(&mut plan, description, &options.additions, diagnostics);
    types.join_equal(&mut plan);
    promises.report(diagnostics);
    types.report_problems(diagnostics);
    plan.lock = promises.made();
    plan.mock = mock::mock(&plan);
    conversions::add(&mut plan);
    plan.sections = options.by_tag.then(|| sections::sections(&plan));
    plan
}

/// Leaves types alone in a plan. The lock keeps the names of operations, so that a client that comes later has them.
fn leave_out_the_client(plan: &mut Plan) {
    plan.operations.clear();
    plan.servers.clear();
    plan.default_server = None;
    plan.credentials.clear();
}

/// The features of the runtime that the client needs by the choices of users.
fn features(overrides: &Overrides, options: &Options) -> Vec<&'static str> {
    let mut features = overrides.formats.features();
    features.extend(overrides.validate.then_some("validate"));
    features.extend(overrides.xml.then_some("xml"));
    features.extend(options.webhooks.then_some("webhooks"));
    features
}

/// The schemas that operations use at first hand, and the components.
struct Roots {
    all: Vec<ResolvedId>,
    /// The schemas of the components; by choice, and in a client of some operations, only those that operations use.
    components: Vec<ResolvedId>,
    /// What parameters and bodies hold.
    requests: Vec<ResolvedId>,
    responses: Vec<ResolvedId>,
    /// The bodies whose parts are known: what is not JSON, and so has no type like the others.
    multipart: Vec<MediaType>,
}

impl Roots {
    fn of(resolved: &Resolved, overrides: &Overrides, only_used: bool) -> Self {
        let (mut requests, mut responses) = (Vec::new(), Vec::new());
        let (mut parameters, mut multipart) = (Vec::new(), Vec::new());
        for operation in &resolved.description.operations {
            for parameter in &operation.parameters {
                parameters.extend(match &parameter.encoding {
                    ParameterEncoding::Style { schema, .. } => *schema,
                    ParameterEncoding::Content(content) => content.schema,
                });
            }
            let headers = operation
                .responses
                .iter()
                .flat_map(|response| response.headers.values());
            parameters.extend(headers.filter_map(|header| header.schema));
            for content in operation.request_body.iter().flat_map(|body| &body.content) {
                if types::is_multipart(resolved, content) {
                    multipart.push(content.clone());
                } else {
                    requests.extend(content.schema);
                }
            }
            for content in operation.responses.iter().flat_map(|response| &response.content) {
                let event_data = overrides.event_data(content);
                let named = overrides.named_events(content);
                let item = event_data.or(content.item_schema).filter(|_| named.is_empty());
                responses.extend(content.schema.into_iter().chain(item));
                responses.extend(named.iter().filter_map(|event| event.data));
            }
        }
        let payloads = webhooks::payloads(&resolved.description);
        responses.extend(payloads.filter_map(|(_, content)| content.schema));
        let of = |ids: &[SchemaId]| ids.iter().map(|id| resolved.of(*id)).collect::<Vec<_>>();
        let mut requests = of(&requests);
        requests.extend(of(&parameters));
        for schema in multipart.iter().filter_map(|content| content.schema) {
            let parts = types::parts(resolved, resolved.of(schema));
            requests.extend(parts.iter().flat_map(|parts| parts.schema.properties.values()));
            requests.extend(parts.and_then(|parts| parts.schema.additional_properties));
        }
        let responses = of(&responses);
        let all: Vec<ResolvedId> = requests.iter().chain(&responses).copied().collect();
        let components = resolved.description.components.values().map(|id| resolved.of(*id));
        let components = match only_used {
            false => components.collect(),
            true => {
                let used = reach(&resolved.schemas, &all);
                components.filter(|id| used.contains(id)).collect()
            }
        };
        Self {
            all,
            components,
            requests,
            responses,
            multipart,
        }
    }
}
