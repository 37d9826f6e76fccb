//! Operations: names, arguments, bodies and outcomes.

use std::collections::{HashMap, HashSet};

use crate::description::{self, Description, MediaType, ParameterEncoding as Described, ParameterIn, Status, Style};
use crate::diagnostic::Diagnostics;
use crate::docs::paragraphs;
use crate::document::Location;
use crate::name::{is_std, pascal, settle, snake};
use crate::plan::{
    Body, BodyPayload, Operation, Outcome, Parameter, ParameterEncoding, PathPiece, Payload, RustType, TypeDef,
    TypeKind,
};
use crate::resolved::Resolved;

use super::content::{self, body, is_other_representation, payload, preference, suffix_of};
use super::overrides::Overrides;
use super::status::status_name;
use super::types::Types;

/// Methods and fields of every request, whatever its operation.
const OF_REQUESTS: [&str; 9] = [
    "allow_empty_path_parameters",
    "body_bytes",
    "client",
    "header",
    "query_pair",
    "request",
    "send",
    "send_raw",
    "send_stream",
];

/// Methods of a client that are not operations.
const RESERVED: [&str; 5] = ["builder", "base_url", "clone", "fmt", "new"];

/// What an operation is called: its method, and the stem of its types.
pub(super) struct OperationName {
    at: Location,
    method: String,
    type_name: String,
}

/// The names of all operations, in the description's order.
pub(super) struct OperationNames(Vec<OperationName>);

impl OperationNames {
    pub fn new(description: &Description, overrides: &Overrides, diagnostics: &mut Diagnostics) -> Self {
        let mut count: HashMap<&String, usize> = HashMap::new();
        for id in description
            .operations
            .iter()
            .flat_map(|operation| &operation.operation_id)
        {
            *count.entry(id).or_default() += 1;
        }
        let claims: Vec<(String, String)> = description
            .operations
            .iter()
            .map(|operation| {
                if let Some(name) = overrides.name(&operation.at) {
                    return (name.to_owned(), method_name(name));
                }
                let by_path = format!("{} {}", operation.method.to_lowercase(), words_of_path(&operation.path));
                let id = operation.operation_id.as_ref();
                let name = method_name(id.unwrap_or(&by_path));
                match id {
                    Some(id) if count[id] == 1 => (id.clone(), name),
                    // The same id twice is told apart by method and path.
                    Some(id) => (format!("{id} {by_path}"), name),
                    None => (by_path, name),
                }
            })
            .collect();
        let methods = settle(&claims);
        for ((operation, (_, wanted)), method) in description.operations.iter().zip(&claims).zip(&methods) {
            if wanted != method {
                let message = format!("another operation is called `{wanted}`; this one is `{method}`");
                let help = "give each operation an `operationId` of its own, or rename one with `Config::rename`";
                diagnostics.warning("name-collision", &operation.at, message, help);
            }
        }
        let claims: Vec<_> = methods
            .iter()
            .map(|method| (method.clone(), type_stem(method)))
            .collect();
        let names = methods.into_iter().zip(settle(&claims)).zip(&description.operations);
        Self(
            names
                .map(|((method, type_name), operation)| OperationName {
                    at: operation.at.clone(),
                    method,
                    type_name,
                })
                .collect(),
        )
    }

    pub fn places(&self) -> impl Iterator<Item = (Location, String)> {
        self.0.iter().map(|name| (name.at.clone(), name.type_name.clone()))
    }

    pub fn iter(&self) -> impl Iterator<Item = &OperationName> {
        self.0.iter()
    }
}

fn method_name(text: &str) -> String {
    let name = snake(text);
    if RESERVED.contains(&name.as_str()) {
        name + "_"
    } else {
        name
    }
}

/// The stem of the names of an operation's types. It hides nothing of std, and with `Error` or `Response` it is no stem of
/// another's.
fn type_stem(method: &str) -> String {
    let name = pascal(method);
    let taken = is_std(&name) || name.ends_with("Error") || name.ends_with("Response");
    match name.strip_suffix('_') {
        Some(keyword) => format!("{keyword}Operation"),
        None if taken => name + "Operation",
        None => name,
    }
}

fn words_of_path(path: &str) -> String {
    let by = |segment: &str| segment.replace('{', " by ").replace('}', " ");
    path.split('/').map(by).collect::<Vec<_>>().join(" ")
}

/// Plans one operation.
pub(super) fn operation(
    resolved: &Resolved,
    types: &mut Types<'_>,
    described: &description::Operation,
    name: &OperationName,
    diagnostics: &mut Diagnostics,
) -> Operation {
    let body = described
        .request_body
        .as_ref()
        .and_then(|described| body(resolved, types, described, diagnostics));
    let parameters = parameters(resolved, types, described, body.as_ref(), diagnostics);
    let (successes, errors) = outcomes(resolved, types, described, diagnostics);
    Operation {
        at: described.at.clone(),
        id: described.operation_id.clone().unwrap_or_else(|| name.method.clone()),
        operation_id: described.operation_id.clone(),
        name: name.method.clone(),
        type_name: name.type_name.clone(),
        method: described.method.clone(),
        path: described.path.clone(),
        docs: paragraphs([described.summary.as_deref(), described.description.as_deref()]),
        tags: described.tags.clone(),
        deprecated: described.deprecated,
        segments: pieces(&described.path, &parameters),
        parameters,
        body,
        accept: accept(&successes, &errors),
        successes,
        errors,
        statuses: described
            .responses
            .iter()
            .map(|response| status_text(response.status))
            .collect(),
        security: described
            .security
            .iter()
            .map(|schemes| schemes.keys().cloned().collect())
            .collect(),
        server: described.servers.first().map(default_url),
        servers: choice_of_servers(described, diagnostics),
    }
}

/// The operation's own servers, where there are several or they have variables.
fn choice_of_servers(described: &description::Operation, diagnostics: &mut Diagnostics) -> Vec<String> {
    let servers = &described.servers;
    if servers.len() < 2 && servers.iter().all(|server| server.variables.is_empty()) {
        return Vec::new();
    }
    let url = default_url(&servers[0]);
    let message = format!("requests go to `{url}` unless `base_url` of the request names another of its servers");
    diagnostics.note("operation-servers", &described.at, message);
    servers.iter().map(|server| server.url.clone()).collect()
}

/// The URL of a server with every variable at its default.
pub(super) fn default_url(server: &description::Server) -> String {
    let variables = server.variables.iter();
    variables.fold(server.url.clone(), |url, (name, variable)| {
        url.replace(&format!("{{{name}}}"), &variable.default)
    })
}

fn pieces(path: &str, parameters: &[Parameter]) -> Vec<PathPiece> {
    let mut pieces = Vec::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            break;
        };
        let index = parameters
            .iter()
            .position(|p| p.location == ParameterIn::Path && p.wire_name == name);
        if !before.is_empty() {
            pieces.push(PathPiece::Literal(before.to_owned()));
        }
        match index {
            Some(index) => pieces.push(PathPiece::Parameter(index)),
            None => pieces.push(PathPiece::Literal(format!("{{{name}}}"))),
        }
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(PathPiece::Literal(rest.to_owned()));
    }
    pieces
}

fn parameters(
    resolved: &Resolved,
    types: &mut Types<'_>,
    described: &description::Operation,
    body: Option<&Body>,
    diagnostics: &mut Diagnostics,
) -> Vec<Parameter> {
    let mut reserved: Vec<String> = OF_REQUESTS.map(str::to_owned).to_vec();
    if body.is_some_and(Body::has_range) {
        reserved.push("content_type".to_owned());
    }
    if !described.servers.is_empty() {
        reserved.push("base_url".to_owned());
    }
    reserved.extend(
        body.iter()
            .flat_map(|body| &body.contents)
            .map(|content| content.name.clone()),
    );
    let mut taken = reserved;
    let mut names = Vec::new();
    for parameter in &described.parameters {
        let renamed = types.overrides().name(&parameter.at).map(snake);
        let mut name = renamed.unwrap_or_else(|| snake(&parameter.name));
        if taken.contains(&name) {
            let place = match parameter.location {
                ParameterIn::Path => "path",
                ParameterIn::Query => "query",
                ParameterIn::Header => "header",
                ParameterIn::Cookie => "cookie",
                ParameterIn::QueryString => "querystring",
            };
            name = format!("{name}_{place}");
        }
        while taken.contains(&name) {
            name = format!("{name}_{}", crate::name::suffix(&parameter.name));
        }
        taken.push(name.clone());
        names.push(name);
    }
    let planned = described.parameters.iter().zip(names).map(|(parameter, name)| {
        let (ty, encoding) = match &parameter.encoding {
            Described::Style {
                style,
                explode,
                allow_reserved,
                schema,
            } => {
                let ty = schema.map_or(RustType::String, |schema| types.rust_type(resolved.of(schema)));
                let (style, explode, allow_reserved) = (*style, *explode, *allow_reserved);
                (
                    ty,
                    ParameterEncoding::Style {
                        style: style_for(style, parameter.location),
                        explode,
                        allow_reserved,
                    },
                )
            }
            Described::Content(content) => {
                let (ty, content) = content::parameter(resolved, types, content, diagnostics);
                (ty, ParameterEncoding::Content(content))
            }
        };
        Parameter {
            name,
            wire_name: parameter.name.clone(),
            location: parameter.location,
            docs: paragraphs([parameter.description.as_deref()]),
            ty,
            required: parameter.required,
            deprecated: parameter.deprecated,
            encoding,
        }
    });
    planned.collect()
}

/// The style, or the default of the place where the specification does not define it there.
fn style_for(style: Style, location: ParameterIn) -> Style {
    let fits = match location {
        ParameterIn::Path => matches!(style, Style::Matrix | Style::Label | Style::Simple),
        ParameterIn::Query => {
            matches!(
                style,
                Style::Form | Style::SpaceDelimited | Style::PipeDelimited | Style::DeepObject
            )
        }
        ParameterIn::Header => style == Style::Simple,
        ParameterIn::Cookie => matches!(style, Style::Form | Style::Cookie),
        ParameterIn::QueryString => true,
    };
    match location {
        _ if fits => style,
        ParameterIn::Path | ParameterIn::Header => Style::Simple,
        ParameterIn::Query | ParameterIn::Cookie | ParameterIn::QueryString => Style::Form,
    }
}

/// A body whose only field is required is easier to give as that field.
pub(super) fn find_wrapper(operation: &mut Operation, types: &[TypeDef]) {
    for content in operation.body.iter_mut().flat_map(|body| &mut body.contents) {
        let (BodyPayload::Json(RustType::Named(id)) | BodyPayload::Any(RustType::Named(id))) = &content.payload else {
            continue;
        };
        if let TypeKind::Struct(object) = &types[id.0 as usize].kind
            && let [field] = object.fields.as_slice()
            && field.required
            && object.rest.is_none()
            && matches!(field.ty, RustType::Named(_))
        {
            content.wraps = Some(field.ty.clone());
        }
    }
}

/// The documented successes and errors. `default` is for errors; where no success is documented, it is for successes too.
fn outcomes(
    resolved: &Resolved,
    types: &mut Types<'_>,
    described: &description::Operation,
    diagnostics: &mut Diagnostics,
) -> (Vec<Outcome>, Vec<Outcome>) {
    let is_success = |status: Status| match status {
        Status::Code(code) => code < 400,
        Status::Class(class) => class < 4,
        Status::Default => false,
    };
    let no_success = !described.responses.iter().any(|response| is_success(response.status));
    let mut successes = Vec::new();
    let mut errors = Vec::new();
    for response in &described.responses {
        // RFC 9110, sections 9.3.2 and 15: neither comes with content, whatever is documented.
        let bodiless = described.method == "HEAD" || matches!(response.status, Status::Code(204 | 205 | 304));
        let success = is_success(response.status);
        if success || (no_success && response.status == Status::Default) {
            successes.extend(outcomes_of(resolved, types, response, true, bodiless, diagnostics));
        }
        if !success {
            errors.extend(outcomes_of(resolved, types, response, false, bodiless, diagnostics));
        }
    }
    (successes, errors)
}

/// The media types to ask for. Where those of successes are not documented, anything is a success: asking for those of
/// errors alone would refuse it (RFC 9110, section 12.5.1).
fn accept(successes: &[Outcome], errors: &[Outcome]) -> Vec<String> {
    let documented = |outcomes: &[Outcome]| -> Vec<String> {
        let media_types = outcomes.iter().filter_map(|outcome| outcome.media_type.clone());
        media_types.collect()
    };
    let (mut all, errors) = (documented(successes), documented(errors));
    let any = (all.is_empty() && !errors.is_empty()).then(|| "*/*".to_owned());
    all.extend(errors.into_iter().chain(any));
    let mut seen = HashSet::new();
    all.retain(|media_type| seen.insert(media_type.clone()));
    all
}

fn outcomes_of(
    resolved: &Resolved,
    types: &mut Types<'_>,
    response: &description::Response,
    success: bool,
    bodiless: bool,
    diagnostics: &mut Diagnostics,
) -> Vec<Outcome> {
    let variant = status_name(response.status);
    let docs = paragraphs([response.description.as_deref()]);
    let headers: Vec<String> = response.headers.keys().cloned().collect();
    let (status, empty) = (response.status, bodiless || response.content.is_empty());
    if empty {
        return vec![Outcome {
            status,
            variant,
            docs,
            media_type: None,
            payload: Payload::Empty,
            headers,
        }];
    }
    let (others, mut contents): (Vec<&MediaType>, Vec<&MediaType>) =
        (response.content.iter()).partition(|content| is_other_representation(resolved, types, content, response));
    for other in others {
        let media_type = &other.media_type;
        let message = format!("the client asks for JSON, which has the same schema, and not for `{media_type}`");
        diagnostics.note("other-representation", &other.at, message);
    }
    contents.sort_by_key(|content| preference(&content.media_type));
    let mut outcomes: Vec<Outcome> = Vec::new();
    for content in contents {
        let payload = payload(resolved, types, content, response, success, diagnostics);
        let same = outcomes.iter().find(|known| known.payload.is_same_type(&payload));
        let variant = match same {
            Some(known) => known.variant.clone(),
            None => variant_of(&variant, &outcomes, content),
        };
        outcomes.push(Outcome {
            status,
            variant,
            docs: docs.clone(),
            media_type: Some(content.media_type.clone()),
            payload,
            headers: headers.clone(),
        });
    }
    outcomes
}

/// The variant of a status for one of its media types: the preferred one gives it no suffix.
fn variant_of(status: &str, planned: &[Outcome], content: &MediaType) -> String {
    if planned.is_empty() {
        return status.to_owned();
    }
    let variant = format!("{status}{}", suffix_of(&content.media_type));
    if planned.iter().any(|known| known.variant == variant) {
        return format!("{variant}X{}", crate::name::suffix(&content.media_type));
    }
    variant
}

fn status_text(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Class(class) => format!("{class}XX"),
        Status::Default => "default".to_owned(),
    }
}
