//! Operations: names, arguments, bodies and responses.

use serde_json::Value;

use crate::description::{self, Description, ParameterEncoding as Described, ParameterIn, Style};
use crate::diagnostic::Diagnostics;
use crate::docs::paragraphs;
use crate::document::Location;
use crate::lock::Kind;
use crate::name::{is_std, pascal, snake, spellings};
use crate::plan::{
    Alias, Body, BodyType, Field, Method, Operation, Parameter, ParameterEncoding, RustType, Success, TypeDef, TypeKind,
};
use crate::resolved::Resolved;

use super::content::{self, body, names_of_contents};
use super::headers::headers;
use super::idempotency;
use super::overrides::Overrides;
use super::place::Spoken;
use super::promises::Promises;
use super::responses::{Responses, accept, responses};
use super::scope::{Entry, Scope};
use super::status::status_text;
use super::streams;
use super::types::Types;

/// Methods and fields that requests have, each whether or not this one has it. Those of bodies begin with `body`.
pub(super) const OF_REQUESTS: [&str; 22] = [
    "allow_empty_path_parameters",
    "base_url",
    "client",
    "content_type",
    "decode",
    "decode_any",
    "decode_stream",
    "extension",
    "header",
    "idempotency_key",
    "items",
    "no_retry",
    "pages",
    "query_pair",
    "reconnecting",
    "request",
    "send",
    "send_any",
    "send_raw",
    "send_stream",
    "stream",
    "timeout",
];

/// Methods of a client that are not operations.
pub(super) const RESERVED: [&str; 6] = ["builder", "base_url", "clone", "fmt", "new", "request"];

/// The names of an operation: its method, and the stem of its types.
pub(super) struct OperationName {
    at: Location,
    method: String,
    type_name: String,
    /// The stem of the names of its schemas; it does not depend on other operations.
    stem: Spoken,
    /// Its method and path in the lock.
    home: [String; 2],
    /// Its promised names, where it has another now.
    aliases: Vec<String>,
}

/// The names of all operations, in the description's order.
pub(super) struct OperationNames(Vec<OperationName>);

impl OperationNames {
    pub fn new(
        description: &Description,
        overrides: &Overrides,
        promises: &Promises<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let operations = &description.operations;
        let homes = homes(operations, promises);
        let mut aliases: Vec<(usize, String)> = Vec::new();
        let mut entries = Vec::new();
        for (index, operation) in operations.iter().enumerate() {
            let entry = entry(operation).chosen(overrides.name(&operation.at).map(method_name));
            let (entry, old) = with_promise(entry, operation, &homes[index], promises);
            aliases.extend(old.into_iter().map(|name| (index, name)));
            entries.push(entry);
        }
        let stems = entries.iter().map(|entry| Spoken {
            plain: type_stem(&entry.names[0]),
            in_words: type_stem(&entry.names[1]),
        });
        let stems: Vec<Spoken> = stems.collect();
        let old = aliases.iter().map(|(owner, name)| {
            let label = entries[*owner].label.clone();
            Entry::new(&label, Vec::new()).promised(Some(name.clone()))
        });
        entries.extend(old.collect::<Vec<_>>());
        // With an operation come the methods for its media types, and its types.
        let media_types: Vec<Vec<String>> = operations
            .iter()
            .zip(&homes)
            .map(|(o, home)| other_bodies(o, home, promises))
            .collect();
        let owner = |index: usize| match index.checked_sub(operations.len()) {
            Some(alias) => aliases.get(alias).map(|(owner, _)| *owner),
            None => Some(index),
        };
        // A promised method for a tag is not an operation's.
        let of_tags = promises.of(Kind::Tag).map(|(_, promise)| promise.words[0].clone());
        let taken = promises.gone(Kind::Operation, &[]).into_iter().chain(of_tags).collect();
        let scope = Scope::assign_forms(entries, taken, &[], |index, name| {
            let stem = type_stem(name);
            let of_bodies = owner(index).into_iter().flat_map(|owner| &media_types[owner]);
            let of_bodies = of_bodies.map(|body| format!("{name}_with_{body}"));
            let events = owner(index).filter(|owner| streams::has_named_events(&operations[*owner]));
            let kinds = ["", "Error", "Response"].into_iter().chain(events.map(|_| "Event"));
            let types = kinds.map(|kind| format!("{stem}{kind}"));
            [name.to_owned()].into_iter().chain(of_bodies).chain(types).collect()
        });
        scope.report(|index| &operations[owner(index).unwrap_or_default()].at, diagnostics);
        let names = scope.names();
        let kept = aliases
            .iter()
            .zip(&names[operations.len()..])
            .filter(|((_, alias), name)| alias == *name);
        let kept: Vec<&(usize, String)> = kept.map(|(alias, _)| alias).collect();
        let named = operations.iter().zip(&names).zip(stems).zip(homes).enumerate();
        let named = named.map(|(index, (((operation, method), stem), home))| OperationName {
            at: operation.at.clone(),
            type_name: type_stem(method),
            method: method.clone(),
            stem,
            home,
            aliases: kept
                .iter()
                .filter(|(owner, _)| *owner == index)
                .map(|(_, name)| name.clone())
                .collect(),
        });
        let named = Self(named.collect());
        named.promise(description, promises);
        named
    }

    /// Promises the names from now on.
    fn promise(&self, description: &Description, promises: &Promises<'_>) {
        for (operation, name) in description.operations.iter().zip(&self.0) {
            let place = [operation.method.as_str(), operation.path.as_str()];
            let words = vec![name.method.clone(), id_of(operation).to_owned()];
            promises.make(Kind::Operation, &place, words);
            for alias in &name.aliases {
                promises.make(Kind::Alias, &[place[0], place[1], alias], Vec::new());
            }
        }
    }

    pub fn places(&self) -> impl Iterator<Item = (Location, Spoken)> {
        self.0.iter().map(|name| (name.at.clone(), name.stem.clone()))
    }

    /// The method and path of each operation in the lock.
    pub fn homes(&self) -> Vec<[String; 2]> {
        self.0.iter().map(|name| name.home.clone()).collect()
    }

    pub fn iter(&self) -> impl Iterator<Item = &OperationName> {
        self.0.iter()
    }
}

/// The names that an operation may have: by its id, or else by its method and path.
fn entry(operation: &description::Operation) -> Entry {
    let method = operation.method.to_lowercase();
    let by_path = format!("{method} {}", words_of_path(&operation.path));
    let (label, names) = match &operation.operation_id {
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
    Entry {
        place: format!("{method} {}", operation.path),
        ..Entry::new(&label, names)
    }
}

/// The id of an operation as the lock has it.
fn id_of(operation: &description::Operation) -> &str {
    operation.operation_id.as_deref().unwrap_or("-")
}

/// The methods and paths of the operations in the lock: their own, or those that an operation with the same id had before.
fn homes(operations: &[description::Operation], promises: &Promises<'_>) -> Vec<[String; 2]> {
    let is_there = |words: &[String]| {
        operations
            .iter()
            .any(|known| known.method == words[0] && known.path == words[1])
    };
    let find = |operation: &description::Operation| {
        let own = [operation.method.clone(), operation.path.clone()];
        if promises.of(Kind::Operation).any(|(words, _)| words == own) {
            return own;
        }
        let moved = promises
            .of(Kind::Operation)
            .filter(|(words, promise)| operation.operation_id.as_ref() == Some(&promise.words[1]) && !is_there(words));
        match moved.collect::<Vec<_>>().as_slice() {
            [(words, _)] => [words[0].clone(), words[1].clone()],
            _ => own,
        }
    };
    operations.iter().map(find).collect()
}

/// An entry with the promised name, and the promised names that are kept besides. With another id an operation has another name.
fn with_promise(
    entry: Entry,
    operation: &description::Operation,
    home: &[String; 2],
    promises: &Promises<'_>,
) -> (Entry, Vec<String>) {
    let Some(promise) = promises.find(Kind::Operation, &[&home[0], &home[1]]) else {
        return (entry, Vec::new());
    };
    let aliases = promises.of(Kind::Alias).filter(|(words, _)| words[..2] == *home);
    let mut aliases: Vec<String> = aliases.map(|(words, _)| words[2].clone()).collect();
    for alias in &aliases {
        promises.find(Kind::Alias, &[&home[0], &home[1], alias]);
    }
    let name = promise.words[0].clone();
    if promise.words[1] == id_of(operation) || entry.names.contains(&name) {
        return (entry.promised(Some(name)), aliases);
    }
    aliases.push(name);
    (entry, aliases)
}

/// The names of the media types of a required body that have methods of their own.
fn other_bodies(operation: &description::Operation, home: &[String; 2], promises: &Promises<'_>) -> Vec<String> {
    let body = operation.request_body.as_ref().filter(|body| body.required);
    let names = body
        .map(|body| names_of_contents(body, home, promises))
        .unwrap_or_default();
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

/// The stem of the names of an operation's types. It is not a name of std, and with `Error` or `Response` behind it, it is not the
/// stem of another operation.
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
        .and_then(|described| body(resolved, types, described, &name.home, diagnostics));
    let body = body.map(|body| promised_body(body, &name.home, types.promises()));
    let parameters = parameters(resolved, types, described, &name.home, diagnostics);
    let Responses {
        successes,
        any,
        streams,
        errors,
    } = responses(resolved, types, described, &name.home, diagnostics);
    promise_arguments(described, &parameters, body.as_ref(), types);
    let methods = methods(&name.method, body.as_ref());
    let aliases = name.aliases.iter().map(|name| Alias {
        name: name.clone(),
        methods: self::methods(name, body.as_ref())
            .into_iter()
            .map(|method| method.name)
            .collect(),
        type_name: type_stem(name),
    });
    let aliases = aliases.collect();
    let mut operation = Operation {
        at: described.at.clone(),
        id: described.operation_id.clone().unwrap_or_else(|| name.method.clone()),
        operation_id: described.operation_id.clone(),
        name: name.method.clone(),
        aliases,
        type_name: name.type_name.clone(),
        method: described.method.clone(),
        path: described.path.clone(),
        docs: paragraphs([described.summary.as_deref(), described.description.as_deref()]),
        tags: described.tags.clone(),
        deprecated: described.deprecated,
        idempotency_header: idempotency::header(resolved, described),
        parameters,
        body,
        methods,
        accept: accept(&successes, &errors),
        headers: headers(resolved, types, described, diagnostics),
        stream: streams::call(streams),
        success: Success::of(&successes),
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
        pages: None,
        any,
        links: Vec::new(),
    };
    streams::name_events(&mut operation, diagnostics);
    operation
}

/// The methods of an operation: the first has its name, and those for further media types also that of the body.
fn methods(name: &str, body: Option<&Body>) -> Vec<Method> {
    let contents = body.filter(|body| body.required).map_or(&[][..], |body| &body.contents);
    let methods = contents.iter().enumerate().map(|(index, content)| Method {
        name: match index {
            0 => name.to_owned(),
            _ => format!("{name}_with_{}", content.name),
        },
        content: Some(index),
    });
    let methods: Vec<Method> = methods.collect();
    match methods.is_empty() {
        true => vec![Method {
            name: name.to_owned(),
            content: None,
        }],
        false => methods,
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

/// The names of an operation's parameters.
fn names_of_parameters(
    types: &Types<'_>,
    described: &description::Operation,
    home: &[String; 2],
    diagnostics: &mut Diagnostics,
) -> Vec<String> {
    let promises = types.promises();
    let [method, path] = home;
    let entries = described.parameters.iter().map(|parameter| {
        let location = parameter.location.keyword();
        let names = spellings(&parameter.name, parameter_name);
        let with_location = names.iter().map(|name| format!("{name}_{location}"));
        let names = [names[0].clone()].into_iter().chain(with_location).collect();
        Entry {
            place: format!("{location} {}", parameter.name),
            ..Entry::new(&parameter.name, names)
        }
        .chosen(types.overrides().name(&parameter.at).map(snake))
        .promised(promises.name(Kind::Parameter, &[method, path, location, &parameter.name]))
    });
    let entries = entries.collect();
    let place = [method.as_str(), path.as_str()];
    let links = promises.within(Kind::Link, &place);
    let links = links.map(|(_, promise)| promise.words[0].as_str());
    let reserved: Vec<&str> = OF_REQUESTS.into_iter().chain(links).collect();
    let scope = Scope::assign_beside(entries, promises.gone(Kind::Parameter, &[method, path]), &reserved);
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
    home: &[String; 2],
    diagnostics: &mut Diagnostics,
) -> Vec<Parameter> {
    let names = names_of_parameters(types, described, home, diagnostics);
    let mut encoded = |parameter| {
        let (ty, encoding) = encoded(resolved, types, parameter, diagnostics);
        (ty, encoding, default(types, parameter))
    };
    let encoded: Vec<_> = described.parameters.iter().map(&mut encoded).collect();
    let planned = described.parameters.iter().zip(encoded).zip(names);
    let planned = planned.map(|((parameter, (ty, encoding, default)), name)| Parameter {
        name,
        wire_name: parameter.name.clone(),
        location: parameter.location,
        docs: paragraphs([parameter.description.as_deref()]),
        ty,
        required: parameter.required,
        deprecated: parameter.deprecated,
        encoding,
        rules: None,
        example: None,
        default,
    });
    let parameters = in_promised_order(planned.collect(), described, home, types.promises());
    promise_parameters(&parameters, described, types);
    parameters
}

/// The default of a parameter: beside a reference, or of its schema.
fn default(types: &mut Types<'_>, parameter: &description::Parameter) -> Option<Value> {
    let (schema, resolved) = (parameter.schema()?, types.resolved());
    let mut own = resolved.description.schemas.get(schema).schema.annotations.clone();
    own.deprecated |= parameter.deprecated;
    types.default(resolved.of(schema), &own, &parameter.at)
}

/// The variables of a path template, in order.
fn variables(path: &str) -> Vec<&str> {
    let variables = path.split('{').skip(1);
    variables.filter_map(|rest| Some(rest.split_once('}')?.0)).collect()
}

/// A parameter as the lock has it.
fn argument(parameter: &Parameter) -> String {
    format!("{}:{}", parameter.location.keyword(), parameter.wire_name)
}

/// The parameters with those that are promised to be arguments first, in the promised order. They stay arguments where the
/// description makes them optional.
fn in_promised_order(
    mut parameters: Vec<Parameter>,
    described: &description::Operation,
    home: &[String; 2],
    promises: &Promises<'_>,
) -> Vec<Parameter> {
    let Some(promise) = promises.find(Kind::Arguments, &[&home[0], &home[1]]) else {
        return parameters;
    };
    // A path parameter is identified by its position in the path, not by its name.
    let (old, new) = (variables(&home[1]), variables(&described.path));
    let now = |word: &String| {
        let nth = old.iter().position(|name| *word == format!("path:{name}"));
        nth.and_then(|nth| new.get(nth))
            .map_or_else(|| word.clone(), |name| format!("path:{name}"))
    };
    let promised: Vec<String> = promise.words.iter().map(now).collect();
    let place = |parameter: &Parameter| promised.iter().position(|word| *word == argument(parameter));
    for parameter in &mut parameters {
        parameter.required |= place(parameter).is_some();
    }
    parameters.sort_by_key(|parameter| place(parameter).unwrap_or(usize::MAX));
    parameters
}

/// The type of a parameter, and how it is written.
fn encoded(
    resolved: &Resolved,
    types: &mut Types<'_>,
    parameter: &description::Parameter,
    diagnostics: &mut Diagnostics,
) -> (RustType, ParameterEncoding) {
    match &parameter.encoding {
        Described::Style {
            style,
            explode,
            allow_reserved,
            schema,
        } => {
            let ty = schema.map_or(RustType::String, |schema| types.rust_type(resolved.of(schema)));
            let encoding = ParameterEncoding::Style {
                style: style_for(*style, parameter.location),
                explode: *explode,
                allow_reserved: *allow_reserved,
            };
            (ty, encoding)
        }
        Described::Content(content) => {
            let (ty, content) = content::parameter(resolved, types, content, diagnostics);
            (ty, ParameterEncoding::Content(content))
        }
    }
}

fn promise_parameters(parameters: &[Parameter], described: &description::Operation, types: &Types<'_>) {
    let promises = types.promises();
    let operation = [described.method.as_str(), described.path.as_str()];
    for parameter in parameters {
        let location = parameter.location.keyword();
        let words = vec![parameter.name.clone(), types.short(&parameter.ty)];
        promises.make(
            Kind::Parameter,
            &[operation[0], operation[1], location, &parameter.wire_name],
            words,
        );
    }
}

fn promise_arguments(
    described: &description::Operation,
    parameters: &[Parameter],
    body: Option<&Body>,
    types: &Types<'_>,
) {
    let required = parameters.iter().filter(|parameter| parameter.required).map(argument);
    for content in body.iter().flat_map(|body| &body.contents) {
        let words = vec![content.name.clone(), short(&content.body, types)];
        types.promises().make(
            Kind::Body,
            &[&described.method, &described.path, &content.media_type],
            words,
        );
    }
    let body = body.filter(|body| body.required).map(|_| "body".to_owned());
    types.promises().make(
        Kind::Arguments,
        &[&described.method, &described.path],
        required.chain(body).collect(),
    );
}

fn short(body: &BodyType, types: &Types<'_>) -> String {
    match body {
        BodyType::Json(ty) | BodyType::Form(ty, _) | BodyType::Text(ty) | BodyType::Any(ty) => types.short(ty),
        BodyType::Multipart(Some(id)) => types.short(&RustType::Named(*id)),
        BodyType::Multipart(None) => "Multipart".to_owned(),
        BodyType::Bytes => "Bytes".to_owned(),
    }
}

/// A body that is promised to be an argument stays one where the description makes it optional.
fn promised_body(body: Body, home: &[String; 2], promises: &Promises<'_>) -> Body {
    let promise = promises.find(Kind::Arguments, &[&home[0], &home[1]]);
    let is_argument = promise.is_some_and(|promise| promise.words.iter().any(|word| word == "body"));
    Body {
        required: body.required || is_argument,
        ..body
    }
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

/// A body of which one field alone is required is easier to give as that field. Where the lock promises that, it stays so when the
/// field becomes optional.
pub(super) fn find_wrapper(operation: &mut Operation, home: &[String; 2], types: &[TypeDef], promises: &Promises<'_>) {
    let place = [operation.method.clone(), operation.path.clone()];
    for content in operation.body.iter_mut().flat_map(|body| &mut body.contents) {
        let (BodyType::Json(RustType::Named(id)) | BodyType::Any(RustType::Named(id))) = &content.body else {
            continue;
        };
        let TypeKind::Struct(object) = &types[id.index()].kind else {
            continue;
        };
        let promise = promises.find(Kind::Body, &[&home[0], &home[1], &content.media_type]);
        let promised = promise.and_then(|promise| promise.words.get(2));
        let required: Vec<&Field> = object.fields.iter().filter(|field| field.required).collect();
        let field = match required.as_slice() {
            [only] => Some(*only),
            [] => object.fields.iter().find(|field| Some(&field.property) == promised),
            _ => None,
        };
        if let Some(field) = field.filter(|field| matches!(field.ty, RustType::Named(_))) {
            promises.extend(
                Kind::Body,
                &[&place[0], &place[1], &content.media_type],
                &field.property,
            );
            content.wraps = Some(field.clone());
        }
    }
}
