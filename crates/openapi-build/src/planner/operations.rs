//! Operations: names, arguments, bodies and outcomes.

use std::collections::HashSet;

use crate::description::{self, Description, MediaType, ParameterEncoding as Described, ParameterIn, Status, Style};
use crate::diagnostic::Diagnostics;
use crate::docs::paragraphs;
use crate::document::Location;
use crate::name::{is_std, pascal, snake, spellings};
use crate::plan::{
    BodyPayload, Operation, Outcome, Parameter, ParameterEncoding, PathPiece, Payload, RustType, TypeDef, TypeKind,
};
use crate::resolved::Resolved;

use super::content::{self, body, is_other_representation, names_of_contents, payload, preference, suffix_of};
use super::overrides::Overrides;
use super::place::{Spoken, word_of};
use super::scope::{Claim, Scope};
use super::status::status_name;
use super::types::Types;

/// Methods and fields that requests have, each whether or not this one has it. Those of bodies begin with `body`.
const OF_REQUESTS: [&str; 15] = [
    "allow_empty_path_parameters",
    "base_url",
    "client",
    "content_type",
    "decode",
    "extension",
    "header",
    "idempotency_key",
    "no_retry",
    "query_pair",
    "request",
    "send",
    "send_raw",
    "send_stream",
    "timeout",
];

/// The names of headers of idempotency keys.
const IDEMPOTENCY_KEYS: [&str; 2] = ["Idempotency-Key", "X-Idempotency-Key"];

/// Methods of a client that are not operations.
const RESERVED: [&str; 6] = ["builder", "base_url", "clone", "fmt", "new", "request"];

/// What an operation is called: its method, and the stem of its types.
pub(super) struct OperationName {
    at: Location,
    method: String,
    type_name: String,
    /// What its schemas are named after, whatever other operations there are.
    stem: Spoken,
}

/// The names of all operations, in the description's order.
pub(super) struct OperationNames(Vec<OperationName>);

impl OperationNames {
    pub fn new(description: &Description, overrides: &Overrides, diagnostics: &mut Diagnostics) -> Self {
        let operations = &description.operations;
        let claims: Vec<Claim> = operations
            .iter()
            .map(|operation| claim(operation).chosen(overrides.name(&operation.at).map(method_name)))
            .collect();
        let stems = claims.iter().map(|claim| Spoken {
            plain: type_stem(&claim.names[0]),
            in_words: type_stem(&claim.names[1]),
        });
        let stems: Vec<Spoken> = stems.collect();
        // With an operation come the methods for its media types, and its types.
        let media_types: Vec<Vec<String>> = operations.iter().map(other_bodies).collect();
        let scope = Scope::settle_with(claims, &[], |index, name| {
            let stem = type_stem(name);
            let of_bodies = media_types[index].iter().map(|body| format!("{name}_with_{body}"));
            let types = ["", "Error", "Response"].map(|kind| format!("{stem}{kind}"));
            [name.to_owned()].into_iter().chain(of_bodies).chain(types).collect()
        });
        scope.report(|index| &operations[index].at, diagnostics);
        let named = operations.iter().zip(scope.names()).zip(stems);
        let named = named.map(|((operation, method), stem)| OperationName {
            at: operation.at.clone(),
            type_name: type_stem(&method),
            method,
            stem,
        });
        Self(named.collect())
    }

    pub fn places(&self) -> impl Iterator<Item = (Location, Spoken)> {
        self.0.iter().map(|name| (name.at.clone(), name.stem.clone()))
    }

    pub fn iter(&self) -> impl Iterator<Item = &OperationName> {
        self.0.iter()
    }
}

/// The names that an operation may have: by its id, or else by its method and path.
fn claim(operation: &description::Operation) -> Claim {
    let method = operation.method.to_lowercase();
    let by_path = format!("{method} {}", words_of_path(&operation.path));
    let (said, names) = match &operation.operation_id {
        Some(id) => {
            let mut names = spellings(id, method_name);
            names.insert(1, method_name(&format!("{id} {method}")));
            names.push(method_name(&format!("{id} {by_path}")));
            (id.clone(), names)
        }
        None => {
            let in_full = format!("{method} {}", spellings(&operation.path, snake)[1]);
            (
                format!("{} {}", operation.method, operation.path),
                vec![method_name(&by_path), method_name(&in_full)],
            )
        }
    };
    Claim {
        place: format!("{method} {}", operation.path),
        ..Claim::new(&said, names)
    }
}

/// The names of the media types of a required body that have methods of their own.
fn other_bodies(operation: &description::Operation) -> Vec<String> {
    let body = operation.request_body.as_ref().filter(|body| body.required);
    let names = body.map(names_of_contents).unwrap_or_default();
    names.into_iter().skip(1).map(|(_, name)| name).collect()
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
    let parameters = parameters(resolved, types, described, diagnostics);
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
        idempotency_header: idempotency_header(&parameters),
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

/// The header parameter that takes an idempotency key, by the names that are in use for it.
fn idempotency_header(parameters: &[Parameter]) -> Option<String> {
    let mut headers = parameters
        .iter()
        .filter(|parameter| parameter.location == ParameterIn::Header)
        .map(|parameter| &parameter.wire_name);
    let named = |name: &&String| IDEMPOTENCY_KEYS.iter().any(|key| key.eq_ignore_ascii_case(name));
    headers.find(named).cloned()
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

/// The names of an operation's parameters.
fn names_of_parameters(
    types: &Types<'_>,
    described: &description::Operation,
    diagnostics: &mut Diagnostics,
) -> Vec<String> {
    let claims = described.parameters.iter().map(|parameter| {
        let location = word_of(parameter.location);
        let names = spellings(&parameter.name, parameter_name);
        let with_location = names.iter().map(|name| format!("{name}_{location}"));
        let names = [names[0].clone()].into_iter().chain(with_location).collect();
        Claim {
            place: format!("{location} {}", parameter.name),
            ..Claim::new(&parameter.name, names)
        }
        .chosen(types.overrides().name(&parameter.at).map(snake))
    });
    let scope = Scope::settle(claims.collect(), &OF_REQUESTS);
    scope.report(|index| &described.parameters[index].at, diagnostics);
    scope.names()
}

/// The name of a parameter. The dollar sign of OData (`$filter`) marks what belongs to the protocol, as an underscore does.
fn parameter_name(text: &str) -> String {
    let name = snake(text.strip_prefix('$').unwrap_or(text));
    match name == "body" || name.starts_with("body_") {
        true => name + "_parameter",
        false => name,
    }
}

fn parameters(
    resolved: &Resolved,
    types: &mut Types<'_>,
    described: &description::Operation,
    diagnostics: &mut Diagnostics,
) -> Vec<Parameter> {
    let names = names_of_parameters(types, described, diagnostics);
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
    // Each payload with the media types that it comes as.
    let mut payloads: Vec<(Payload, Vec<&MediaType>)> = Vec::new();
    for content in contents {
        let payload = payload(resolved, types, content, response, success, diagnostics);
        match payloads.iter_mut().find(|known| known.0.is_same_type(&payload)) {
            Some((_, contents)) => contents.push(content),
            None => payloads.push((payload, vec![content])),
        }
    }
    // Alone, each of the media types would give the payload a name.
    let claims = payloads.iter().map(|(_, contents)| {
        let named_after = |content: &&MediaType| names_of_variant(&variant, &content.media_type);
        Claim {
            kept: contents[1..].iter().flat_map(named_after).collect(),
            ..Claim::new(&contents[0].media_type, named_after(&contents[0]))
        }
    });
    let variants = Scope::settle(claims.collect(), &[]).names();
    let outcomes = payloads
        .into_iter()
        .zip(variants)
        .flat_map(|((payload, contents), variant)| {
            let outcome = Outcome {
                status,
                variant,
                docs: docs.clone(),
                media_type: None,
                payload,
                headers: headers.clone(),
            };
            contents.into_iter().map(move |content| Outcome {
                media_type: Some(content.media_type.clone()),
                ..outcome.clone()
            })
        });
    outcomes.collect()
}

/// What the variant of a media type may be called: by the status, and with words of the media type.
fn names_of_variant(variant: &str, media_type: &str) -> Vec<String> {
    let subtype = media_type.split_once('/').map_or(media_type, |(_, subtype)| subtype);
    let names = [
        vec![suffix_of(media_type)],
        spellings(subtype, pascal),
        spellings(media_type, pascal),
    ];
    let names = names.concat().into_iter().map(|name| format!("{variant}{name}"));
    [variant.to_owned()].into_iter().chain(names).collect()
}

fn status_text(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Class(class) => format!("{class}XX"),
        Status::Default => "default".to_owned(),
    }
}
