//! Path items, operations, parameters, request bodies and responses.

use std::collections::HashSet;

use indexmap::IndexMap;
use serde_json::Value;

use super::value::{Node, Siblings};
use super::{Lowering, fields};
use crate::description::{
    Encoding, Extension, Link, LinkTarget, MediaType, NamedEvent, Operation, Parameter, ParameterEncoding, ParameterIn,
    RequestBody, Response, ResponseHeader, SecurityScheme, Server, Status, Style,
};
use crate::document::Location;
use crate::schema::SchemaId;

pub(crate) const METHODS: [&str; 9] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

/// Extensions that say how pages follow each other.
const PAGINATION: [&str; 4] = [
    "x-fern-pagination",
    "x-speakeasy-pagination",
    "x-ms-pageable",
    "x-dropshot-pagination",
];

type Security = Vec<IndexMap<String, Vec<String>>>;
type Schemes = IndexMap<String, SecurityScheme>;

/// Every operation under `paths`.
pub(super) fn operations<'a>(lowering: &mut Lowering<'a, '_>, root: &Node<'a>, schemes: &Schemes) -> Vec<Operation> {
    let paths = root.get_or_null("paths").through();
    if !paths.value.is_object() && !paths.value.is_null() {
        let help = "`paths` maps path templates to path items";
        lowering
            .diagnostics
            .error("wrong-type", &paths.at, "`paths` is not an object", help);
        return Vec::new();
    }
    let security = lowering.security(root, schemes).unwrap_or_default();
    let mut operations = Vec::new();
    for (path, item) in paths.members().filter(|(path, _)| !path.starts_with("x-")) {
        let Some(item) = lowering.follow(item, Siblings::All) else {
            continue;
        };
        lowering.check_fields(&item, &fields::PATH_ITEM);
        let shared = PathItem {
            path,
            parameters: lowering.parameters(&item),
            servers: lowering.servers(&item),
            summary: item.string("summary", lowering.diagnostics),
            description: item.string("description", lowering.diagnostics),
            security: &security,
            pagination: pagination(root),
        };
        for method in METHODS {
            if let Some(node) = item.get(method).and_then(|node| node.object()) {
                operations.push(lowering.operation(method, &node, &shared, schemes));
            }
        }
        for (method, node) in item.get_or_null("additionalOperations").members() {
            let Some(node) = node.object() else { continue };
            operations.push(lowering.operation(method, &node, &shared, schemes));
        }
    }
    operations
}

/// The fields of a path item that its operations share.
struct PathItem<'s> {
    path: &'s str,
    parameters: Vec<Parameter>,
    servers: Vec<Server>,
    summary: Option<String>,
    description: Option<String>,
    security: &'s Security,
    /// The pagination of the whole document; operations refer to it by `true`.
    pagination: Option<Extension>,
}

fn pagination(node: &Node<'_>) -> Option<Extension> {
    PAGINATION.iter().find_map(|name| {
        let found = node.get(name)?;
        Some(Extension {
            at: found.at.clone(),
            name,
            value: found.value.clone(),
        })
    })
}

impl<'a> Lowering<'a, '_> {
    fn operation(&mut self, method: &str, node: &Node<'a>, item: &PathItem<'_>, schemes: &Schemes) -> Operation {
        self.check_fields(node, &fields::OPERATION);
        let own = self.parameters(node);
        let same = |a: &Parameter, b: &Parameter| a.name == b.name && a.location == b.location;
        let inherited = item
            .parameters
            .iter()
            .filter(|inherited| !own.iter().any(|own| same(own, inherited)));
        let parameters = inherited.cloned().chain(own.iter().cloned()).collect();
        let servers = self.servers(node);
        self.callbacks(node);
        Operation {
            at: node.at.clone(),
            method: method.to_uppercase(),
            path: item.path.to_owned(),
            operation_id: node.string("operationId", self.diagnostics),
            summary: node
                .string("summary", self.diagnostics)
                .or_else(|| item.summary.clone()),
            description: node.description(self.diagnostics).or_else(|| item.description.clone()),
            tags: node
                .get_or_null("tags")
                .elements()
                .filter_map(|tag| Some(tag.value.as_str()?.to_owned()))
                .collect(),
            deprecated: node.is_deprecated(self.diagnostics),
            parameters: self.path_parameters(item.path, parameters, &node.at),
            request_body: node.get("requestBody").and_then(|body| self.request_body(body)),
            responses: self.responses(node),
            security: self.security(node, schemes).unwrap_or_else(|| item.security.clone()),
            servers: if servers.is_empty() {
                item.servers.clone()
            } else {
                servers
            },
            pagination: pagination(node).and_then(|extension| match extension.value {
                Value::Bool(true) => item.pagination.clone(),
                Value::Bool(false) => None,
                _ => Some(extension),
            }),
        }
    }

    /// The alternatives of `security`, if it is present; `security: []` means none.
    fn security(&mut self, holder: &Node<'a>, schemes: &Schemes) -> Option<Security> {
        let list = holder
            .get("security")
            .map(|list| list.through())
            .filter(|list| list.value.is_array())?;
        let alternatives = list.elements().map(|alternative| {
            let members = alternative.members().filter_map(|(name, node)| {
                if !schemes.contains_key(name) {
                    let help = "declare it under `components/securitySchemes`";
                    let message = format!("there is no security scheme `{name}`");
                    self.diagnostics
                        .warning("unknown-security-scheme", &node.at, message, help);
                    return None;
                }
                let scopes = node
                    .elements()
                    .filter_map(|scope| Some(scope.value.as_str()?.to_owned()));
                Some((name.to_owned(), scopes.collect()))
            });
            members.collect()
        });
        Some(alternatives.collect())
    }

    pub(super) fn parameters(&mut self, holder: &Node<'a>) -> Vec<Parameter> {
        let mut parameters: Vec<Parameter> = Vec::new();
        for node in holder.get_or_null("parameters").elements() {
            let Some(parameter) = self
                .follow(node, Siblings::Words)
                .and_then(|node| self.parameter(&node))
            else {
                continue;
            };
            if parameters
                .iter()
                .any(|known| known.name == parameter.name && known.location == parameter.location)
            {
                let message = format!(
                    "the parameter `{}` is duplicated in the same location; the first one is used",
                    parameter.name
                );
                self.diagnostics
                    .warning("duplicate-parameter", &parameter.at, message, "remove one of them");
            } else {
                parameters.push(parameter);
            }
        }
        parameters
    }

    fn parameter(&mut self, node: &Node<'a>) -> Option<Parameter> {
        if !is_of_swagger(node) {
            self.check_fields(node, &fields::PARAMETER);
        }
        let Some(name) = node.string("name", self.diagnostics) else {
            let help = "give the parameter a `name`, and an `in`";
            self.diagnostics.warning(
                "parameter-name",
                &node.at,
                "a parameter without a name is skipped",
                help,
            );
            return None;
        };
        let location = match node.value.get("in").and_then(Value::as_str) {
            Some("path") => ParameterIn::Path,
            Some("query") => ParameterIn::Query,
            Some("header") => ParameterIn::Header,
            Some("cookie") => ParameterIn::Cookie,
            Some("querystring") => ParameterIn::QueryString,
            other => {
                let message = format!("a parameter in {} is skipped", other.unwrap_or("no location"));
                let help = "use path, query, querystring, header or cookie for `in`, and `requestBody` for a body";
                self.diagnostics.warning("parameter-location", &node.at, message, help);
                return None;
            }
        };
        let reserved = ["accept", "content-type", "authorization"];
        if location == ParameterIn::Header && reserved.contains(&name.to_ascii_lowercase().as_str()) {
            // OpenAPI 3.1, section 4.8.12.2: the definition shall be ignored.
            self.diagnostics.note(
                "reserved-header",
                &node.at,
                format!("the header `{name}` is set by the client itself"),
            );
            return None;
        }
        let required = node.boolean("required", self.diagnostics).unwrap_or_default();
        if location == ParameterIn::Path && !required {
            let help = "add `required: true`; every path parameter is required";
            let message = format!("the path parameter `{name}` is not `required`");
            self.diagnostics
                .warning("path-parameter-not-required", &node.at, message, help);
        }
        Some(Parameter {
            at: node.at.clone(),
            name,
            location,
            description: node.description(self.diagnostics),
            required: required || location == ParameterIn::Path,
            deprecated: node.is_deprecated(self.diagnostics),
            encoding: self.parameter_encoding(node, location),
            examples: self.examples(node),
        })
    }

    fn parameter_encoding(&mut self, node: &Node<'a>, location: ParameterIn) -> ParameterEncoding {
        if let Some(content) = self.contents(node).into_iter().next() {
            return ParameterEncoding::Content(content);
        }
        let schema = self.parameter_schema(node);
        if location == ParameterIn::QueryString {
            let help = "describe it by `content`, for example of `application/x-www-form-urlencoded`";
            let message = "a parameter in `querystring` has no `content`; it is sent as a form";
            self.diagnostics
                .warning("querystring-without-content", &node.at, message, help);
            return ParameterEncoding::Content(MediaType {
                at: node.at.clone(),
                media_type: "application/x-www-form-urlencoded".to_owned(),
                schema,
                item_schema: None,
                event_data: None,
                events: Vec::new(),
                examples: Vec::new(),
                encoding: IndexMap::new(),
            });
        }
        let (style, explode) = self.collection_format(node).unzip();
        let style = self.style(node).or(style).unwrap_or(match location {
            ParameterIn::Path | ParameterIn::Header => Style::Simple,
            _ => Style::Form,
        });
        let explode = node.boolean("explode", self.diagnostics).or(explode);
        ParameterEncoding::Style {
            style,
            explode: explode.unwrap_or(matches!(style, Style::Form | Style::Cookie)),
            allow_reserved: node.boolean("allowReserved", self.diagnostics).unwrap_or_default(),
            schema,
        }
    }

    /// `schema`, or the parameter itself if it has a `type` as in Swagger 2.0.
    fn parameter_schema(&mut self, node: &Node<'a>) -> Option<SchemaId> {
        if let Some(schema) = node.get("schema") {
            return Some(self.schemas.id(&schema));
        }
        if is_of_swagger(node) {
            let help = "move `type` and its keywords under `schema`";
            let message = "the parameter has a `type` as in Swagger 2.0; it is read as a schema";
            self.diagnostics.warning("swagger-2-parameter", &node.at, message, help);
            return Some(self.schemas.id(node));
        }
        let help = "add a `schema`, for instance `{type: string}`";
        let message = "the parameter has no `schema`; a string is assumed";
        self.diagnostics
            .warning("parameter-without-schema", &node.at, message, help);
        None
    }

    /// The style and `explode` that correspond to `collectionFormat` of Swagger 2.0.
    fn collection_format(&mut self, node: &Node<'a>) -> Option<(Style, bool)> {
        if !is_of_swagger(node) {
            return None;
        }
        match node.value.get("collectionFormat").and_then(Value::as_str) {
            Some("multi") => Some((Style::Form, true)),
            Some("ssv") => Some((Style::SpaceDelimited, false)),
            Some("pipes") => Some((Style::PipeDelimited, false)),
            _ => match node.value.get("in").and_then(Value::as_str) {
                Some("query" | "cookie") => Some((Style::Form, false)),
                _ => Some((Style::Simple, false)),
            },
        }
    }

    fn style(&mut self, node: &Node<'a>) -> Option<Style> {
        let style = node.get("style")?;
        Some(match style.value.as_str() {
            Some("matrix") => Style::Matrix,
            Some("label") => Style::Label,
            Some("simple") => Style::Simple,
            Some("form") => Style::Form,
            Some("spaceDelimited") => Style::SpaceDelimited,
            Some("pipeDelimited") => Style::PipeDelimited,
            Some("deepObject") => Style::DeepObject,
            Some("cookie") => Style::Cookie,
            _ => {
                let help = "see the style values of OpenAPI 3.1, section 4.8.12.3";
                self.diagnostics.warning(
                    "unknown-style",
                    &style.at,
                    format!("`{}` is not a valid `style`", style.value),
                    help,
                );
                return None;
            }
        })
    }

    /// Aligns the path parameters with the template: one per variable, in its order.
    fn path_parameters(&mut self, path: &str, parameters: Vec<Parameter>, at: &Location) -> Vec<Parameter> {
        let variables = template_variables(path);
        let (mut in_path, others): (Vec<_>, Vec<_>) = parameters
            .into_iter()
            .partition(|parameter| parameter.location == ParameterIn::Path);
        let mut ordered = Vec::new();
        for name in variables {
            if let Some(index) = in_path.iter().position(|parameter| parameter.name == name) {
                ordered.push(in_path.remove(index));
            } else if !ordered.iter().any(|parameter: &Parameter| parameter.name == name) {
                let help =
                    format!("declare it: `{{name: {name}, in: path, required: true, schema: {{type: string}}}}`");
                let message = format!("`{{{name}}}` is not declared; a string is assumed");
                self.diagnostics.warning("path-parameter-undeclared", at, message, help);
                ordered.push(undeclared(name, at));
            }
        }
        for stray in in_path {
            let help = format!("add `{{{}}}` to the path, or remove the parameter", stray.name);
            let message = format!(
                "the path has no variable `{{{}}}`; the parameter is skipped",
                stray.name
            );
            self.diagnostics
                .warning("path-parameter-unused", &stray.at, message, help);
        }
        ordered.into_iter().chain(others).collect()
    }

    pub(super) fn request_body(&mut self, node: Node<'a>) -> Option<RequestBody> {
        let node = self.follow(node, Siblings::Words)?;
        self.check_fields(&node, &fields::REQUEST_BODY);
        Some(RequestBody {
            description: node.string("description", self.diagnostics),
            required: node.boolean("required", self.diagnostics).unwrap_or_default(),
            content: self.contents(&node),
            at: node.at,
        })
    }

    fn responses(&mut self, operation: &Node<'a>) -> Vec<Response> {
        let mut responses = Vec::new();
        for (key, node) in operation
            .get_or_null("responses")
            .members()
            .filter(|(key, _)| !key.starts_with("x-"))
        {
            let Some(status) = status(key) else {
                let help = "use a status code, a class such as 4XX, or `default`";
                self.diagnostics.warning(
                    "unknown-status",
                    &node.at,
                    format!("`{key}` is not a valid status code; the response is skipped"),
                    help,
                );
                continue;
            };
            let Some(node) = self.follow(node, Siblings::Words) else {
                continue;
            };
            self.check_fields(&node, &fields::RESPONSE);
            responses.push(Response {
                status,
                description: node.description_or_summary(self.diagnostics),
                content: self.contents(&node),
                headers: self.headers(&node),
                links: self.links(&node),
                at: node.at,
            });
        }
        responses
    }

    fn links(&mut self, response: &Node<'a>) -> Vec<Link> {
        let mut links = Vec::new();
        for (name, node) in response.get_or_null("links").members() {
            let Some(node) = self.follow_if_possible(node) else {
                continue;
            };
            self.check_fields(&node, &fields::LINK);
            if let Some(field) = ["requestBody", "server"]
                .into_iter()
                .find(|field| node.get(field).is_some())
            {
                let message = format!("the link `{name}` is ignored: it has a `{field}`");
                self.diagnostics.note("link", &node.at.child(field), message);
                continue;
            }
            let id = node.string("operationId", self.diagnostics).map(LinkTarget::Id);
            let reference = node.string("operationRef", self.diagnostics);
            let reference =
                reference.map(|text| LinkTarget::Reference(node.target(&text).ok().map(|target| target.at)));
            let Some(target) = id.or(reference) else {
                let message = format!("the link `{name}` is ignored: it names no operation");
                self.diagnostics.note("link", &node.at, message);
                continue;
            };
            let parameters = node.get_or_null("parameters").members();
            links.push(Link {
                name: name.to_owned(),
                description: node.string("description", self.diagnostics),
                target,
                parameters: parameters
                    .map(|(name, value)| (name.to_owned(), value.value.clone()))
                    .collect(),
                at: node.at,
            });
        }
        links
    }

    fn headers(&mut self, holder: &Node<'a>) -> IndexMap<String, ResponseHeader> {
        let headers = holder.get_or_null("headers").members();
        headers
            .filter_map(|(name, node)| {
                let node = self.follow_if_possible(node)?;
                let header = ResponseHeader {
                    required: node.value.get("required") == Some(&Value::Bool(true)),
                    schema: node.get("schema").map(|schema| self.schemas.id(&schema)),
                    at: node.at,
                };
                Some((name.to_owned(), header))
            })
            .collect()
    }

    fn contents(&mut self, holder: &Node<'a>) -> Vec<MediaType> {
        let mut schemas: Vec<(Node<'a>, SchemaId)> = Vec::new();
        let mut contents: Vec<MediaType> = Vec::new();
        for (key, node) in holder.get_or_null("content").members() {
            let media_types = self.media_types(key, &node);
            let Some(node) = self.follow(node, Siblings::All) else {
                continue;
            };
            self.check_fields(&node, &fields::MEDIA_TYPE);
            self.positional_parts(&node);
            let content = MediaType {
                media_type: key.to_owned(),
                schema: node
                    .get("schema")
                    .map(|schema| self.shared_schema(schema, &mut schemas)),
                item_schema: node.get("itemSchema").map(|schema| self.schemas.id(&schema)),
                event_data: node.get("itemSchema").and_then(|schema| self.event_data(schema)),
                events: node
                    .get("itemSchema")
                    .and_then(|schema| self.events(schema))
                    .unwrap_or_default(),
                examples: self.examples(&node),
                encoding: self.encoding(&node),
                at: node.at,
            };
            contents.extend(media_types.into_iter().map(|media_type| MediaType {
                media_type: media_type.to_owned(),
                ..content.clone()
            }));
        }
        let mut known = HashSet::new();
        contents.retain(|content| known.insert(content.media_type.clone()));
        contents
    }

    /// The schema of the data of an event: `contentSchema` of the property `data`, or what is not text, and so is written as JSON.
    fn event_data(&mut self, item: Node<'a>) -> Option<SchemaId> {
        let item = self.follow_if_possible(item)?;
        self.data_of(&item)
    }

    /// The events of a choice, each of which requires another name.
    fn events(&mut self, item: Node<'a>) -> Option<Vec<NamedEvent>> {
        let item = self.follow_if_possible(item)?;
        let choice = item.get("oneOf").or_else(|| item.get("anyOf"))?;
        let mut events: Vec<NamedEvent> = Vec::new();
        for event in choice.elements() {
            let event = self.follow_if_possible(event)?;
            let name = event.get("properties")?.get("event")?;
            let name = self.follow_if_possible(name)?.value.get("const")?.as_str()?.to_owned();
            if events.iter().any(|known| known.name == name) {
                return None;
            }
            events.push(NamedEvent {
                name,
                description: event.string("description", self.diagnostics),
                data: self.data_of(&event),
            });
        }
        Some(events)
    }

    fn data_of(&mut self, event: &Node<'a>) -> Option<SchemaId> {
        let data = event.get("properties")?.get("data")?;
        let followed = self.follow_if_possible(data.clone())?;
        if let Some(schema) = followed.get("contentSchema") {
            return Some(self.schemas.id(&schema));
        }
        let is_structured = ["properties", "items", "oneOf", "anyOf", "allOf"]
            .iter()
            .any(|name| followed.get(name).is_some());
        is_structured.then(|| self.schemas.id(&data))
    }

    /// The schema of a media type. A schema with the same text as that of a sibling is the same schema, so that both have one
    /// type.
    fn shared_schema(&mut self, schema: Node<'a>, known: &mut Vec<(Node<'a>, SchemaId)>) -> SchemaId {
        let same = |(other, _): &&(Node<'a>, SchemaId)| other.at.file == schema.at.file && other.value == schema.value;
        if let Some((_, id)) = known.iter().find(same) {
            return *id;
        }
        let id = self.schemas.id(&schema);
        known.push((schema, id));
        id
    }

    /// Reports the encodings of parts without names (3.2).
    fn positional_parts(&mut self, node: &Node<'a>) {
        for field in ["prefixEncoding", "itemEncoding"] {
            if let Some(positional) = node.get(field) {
                let message = format!("`{field}` is not supported: the parts of a body are distinguished by name");
                self.diagnostics.note("positional-parts", &positional.at, message);
            }
        }
    }

    fn encoding(&mut self, node: &Node<'a>) -> IndexMap<String, Encoding> {
        let properties = node.get_or_null("encoding").members();
        let encoding = properties.map(|(property, node)| {
            let node = node.through();
            self.check_fields(&node, &fields::ENCODING);
            self.positional_parts(&node);
            let encoding = Encoding {
                content_type: node.string("contentType", self.diagnostics),
                style: self.style(&node),
                explode: node.boolean("explode", self.diagnostics),
                allow_reserved: node.boolean("allowReserved", self.diagnostics).unwrap_or_default(),
            };
            (property.to_owned(), encoding)
        });
        encoding.collect()
    }

    /// `example`, and the values of `examples`.
    fn examples(&mut self, holder: &Node<'a>) -> Vec<Value> {
        let mut examples: Vec<Value> = holder.value.get("example").cloned().into_iter().collect();
        for (_, node) in holder.get_or_null("examples").members() {
            let node = self.follow_if_possible(node);
            // `dataValue` is defined by 3.2.
            let value = node.and_then(|node| node.value.get("value").or(node.value.get("dataValue")).cloned());
            examples.extend(value);
        }
        examples
    }
}

/// Whether a parameter has its `type` beside its name, as in Swagger 2.0.
fn is_of_swagger(node: &Node<'_>) -> bool {
    node.get("type").is_some() && node.get("schema").is_none() && node.get("content").is_none()
}

fn undeclared(name: String, at: &Location) -> Parameter {
    Parameter {
        at: at.child("parameters").child(&name),
        name,
        location: ParameterIn::Path,
        description: None,
        required: true,
        deprecated: false,
        encoding: ParameterEncoding::Style {
            style: Style::Simple,
            explode: false,
            allow_reserved: false,
            schema: None,
        },
        examples: Vec::new(),
    }
}

/// The names in braces, in order.
pub(super) fn template_variables(path: &str) -> Vec<String> {
    path.split('{')
        .skip(1)
        .filter_map(|rest| Some(rest.split_once('}')?.0.to_owned()))
        .collect()
}

fn status(key: &str) -> Option<Status> {
    match key.as_bytes() {
        [class @ b'1'..=b'5', b'X' | b'x', b'X' | b'x'] => Some(Status::Class(class - b'0')),
        [b'1'..=b'9', _, _] => key.parse().ok().map(Status::Code),
        _ if key.eq_ignore_ascii_case("default") => Some(Status::Default),
        _ => None,
    }
}
