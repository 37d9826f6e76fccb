//! The description after lowering: typed, independent of the version, with references only between schemas.

use indexmap::IndexMap;
use serde_json::Value;

use crate::document::{FileId, Location};
use crate::schema::{SchemaId, Schemas};
use crate::swagger::current;

/// An OpenAPI description in one dialect.
#[derive(Clone, Debug)]
pub struct Description {
    /// `info`.
    pub info: Info,
    /// `servers` of the document.
    pub servers: Vec<Server>,
    /// `tags`, with their descriptions.
    pub tags: IndexMap<String, Option<String>>,
    /// The operations, in document order.
    pub operations: Vec<Operation>,
    /// `webhooks`, and the `callbacks` of operations, if they are asked for.
    pub webhooks: Vec<Webhook>,
    /// `components/schemas`, in document order.
    pub components: IndexMap<String, SchemaId>,
    /// `components/securitySchemes`.
    pub security_schemes: IndexMap<String, SecurityScheme>,
    /// Every reachable schema object.
    pub schemas: Schemas,
    /// The paths of the files, relative to the folder of the root file, with `/`.
    pub files: Vec<String>,
    /// The files that are Swagger 2.0 descriptions, which are rewritten in OpenAPI 3.0.
    pub rewritten: Vec<FileId>,
}

impl Description {
    /// The place that a user means: a pointer into the root file, or the path of a file as seen from there, `#`, and a
    /// pointer into it.
    pub(crate) fn locate(&self, text: &str) -> Option<Location> {
        let (path, pointer) = text
            .split_once('#')
            .filter(|(path, _)| !path.starts_with('/'))
            .unwrap_or(("", text));
        let path = path.trim_start_matches("./");
        let file = match path {
            "" => 0,
            path => self.files.iter().position(|file| file == path)?,
        };
        let file = FileId(file as u32);
        let pointer = match self.rewritten.contains(&file) {
            true => current(pointer).into_owned(),
            false => pointer.to_owned(),
        };
        Some(Location { file, pointer })
    }
}

/// `info`.
#[derive(Clone, Debug, Default)]
pub struct Info {
    /// `title`.
    pub title: String,
    /// `version` of the API.
    pub version: String,
    /// `summary`.
    pub summary: Option<String>,
    /// `description`.
    pub description: Option<String>,
}

/// A server.
#[derive(Clone, Debug)]
pub struct Server {
    /// Where it stands.
    pub at: Location,
    /// `url`, with `{variables}`.
    pub url: String,
    /// `name` (3.2).
    pub name: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `variables`.
    pub variables: IndexMap<String, ServerVariable>,
}

/// A variable in a server's URL.
#[derive(Clone, Debug)]
pub struct ServerVariable {
    /// `default`.
    pub default: String,
    /// `enum`; empty if any value is allowed.
    pub values: Vec<String>,
    /// `description`.
    pub description: Option<String>,
}

/// An operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Its location.
    pub at: Location,
    /// The method, in capitals.
    pub method: String,
    /// The path template.
    pub path: String,
    /// `operationId`.
    pub operation_id: Option<String>,
    /// `summary`.
    pub summary: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `tags`.
    pub tags: Vec<String>,
    /// `deprecated`.
    pub deprecated: bool,
    /// The parameters of the operation, and those of its path item that it does not override.
    pub parameters: Vec<Parameter>,
    /// `requestBody`.
    pub request_body: Option<RequestBody>,
    /// `responses`.
    pub responses: Vec<Response>,
    /// `security` of the operation, else of the document: alternatives, each a set of scheme names with scopes.
    pub security: Vec<IndexMap<String, Vec<String>>>,
    /// `servers` of the operation or its path item; empty if those of the document apply.
    pub servers: Vec<Server>,
    /// The extension that says how its pages follow each other.
    pub pagination: Option<Extension>,
}

/// A request that the server sends: a webhook, or a callback of an operation.
#[derive(Clone, Debug)]
pub struct Webhook {
    /// Its location.
    pub at: Location,
    /// Its name: the key in `webhooks` or `callbacks`.
    pub name: String,
    /// The operation that it is a callback of.
    pub operation: Option<Location>,
    /// `summary`.
    pub summary: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `deprecated`.
    pub deprecated: bool,
    /// `parameters`.
    pub parameters: Vec<Parameter>,
    /// `requestBody`.
    pub body: Option<RequestBody>,
}

/// An extension, as it is written.
#[derive(Clone, Debug)]
pub struct Extension {
    /// Its location.
    pub at: Location,
    /// Its name.
    pub name: &'static str,
    /// Its value.
    pub value: Value,
}

/// The location of a parameter (`in`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ParameterIn {
    /// In the path.
    Path,
    /// In the query string.
    Query,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
    /// The whole query string (3.2).
    QueryString,
}

impl ParameterIn {
    /// The value of `in`.
    pub fn keyword(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
            Self::QueryString => "querystring",
        }
    }
}

/// Serialization style (OpenAPI 3.1, "Style Values").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `matrix`
    Matrix,
    /// `label`
    Label,
    /// `simple`
    Simple,
    /// `form`
    Form,
    /// `spaceDelimited`
    SpaceDelimited,
    /// `pipeDelimited`
    PipeDelimited,
    /// `deepObject`
    DeepObject,
    /// `cookie` (3.2)
    Cookie,
}

/// A parameter.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its location.
    pub at: Location,
    /// `name`.
    pub name: String,
    /// `in`.
    pub location: ParameterIn,
    /// `description`.
    pub description: Option<String>,
    /// `required`; always true for a path parameter.
    pub required: bool,
    /// `deprecated`.
    pub deprecated: bool,
    /// Its serialization.
    pub encoding: ParameterEncoding,
    /// `example` and `examples`.
    pub examples: Vec<Value>,
}

impl Parameter {
    /// The schema of its value.
    pub(crate) fn schema(&self) -> Option<SchemaId> {
        match &self.encoding {
            ParameterEncoding::Style { schema, .. } => *schema,
            ParameterEncoding::Content(content) => content.schema,
        }
    }
}

/// `schema` with a style, or `content`.
#[derive(Clone, Debug)]
pub enum ParameterEncoding {
    /// By style.
    Style {
        /// `style`, or the default of the location.
        style: Style,
        /// `explode`, or the default of the style.
        explode: bool,
        /// `allowReserved`.
        allow_reserved: bool,
        /// `schema`.
        schema: Option<SchemaId>,
    },
    /// Serialized as a media type.
    Content(MediaType),
}

/// A request body.
#[derive(Clone, Debug)]
pub struct RequestBody {
    /// Its location; for a reference, the location of the component.
    pub at: Location,
    /// `description`.
    pub description: Option<String>,
    /// `required`.
    pub required: bool,
    /// `content`.
    pub content: Vec<MediaType>,
}

/// A media type and its content.
#[derive(Clone, Debug)]
pub struct MediaType {
    /// Its location.
    pub at: Location,
    /// The media type or range (`image/*`), as written in the description.
    pub media_type: String,
    /// `schema`.
    pub schema: Option<SchemaId>,
    /// `itemSchema` (3.2), the schema of each item of a stream.
    pub item_schema: Option<SchemaId>,
    /// The schema of the data of each event of a `text/event-stream`, as its `itemSchema` has it.
    pub event_data: Option<SchemaId>,
    /// The events of a `text/event-stream`, where its `itemSchema` is a choice of them by their names.
    pub events: Vec<NamedEvent>,
    /// The values of `example` and `examples`.
    pub examples: Vec<Value>,
    /// `encoding`, by property.
    pub encoding: IndexMap<String, Encoding>,
}

/// An event that is known by its name.
#[derive(Clone, Debug)]
pub struct NamedEvent {
    /// The value of `event`.
    pub name: String,
    /// `description`.
    pub description: Option<String>,
    /// The schema of its data as JSON; it is text otherwise.
    pub data: Option<SchemaId>,
}

/// Serialization of one property of a form.
#[derive(Clone, Debug, Default)]
pub struct Encoding {
    /// `contentType`.
    pub content_type: Option<String>,
    /// `style`.
    pub style: Option<Style>,
    /// `explode`.
    pub explode: Option<bool>,
    /// `allowReserved`.
    pub allow_reserved: bool,
}

/// The statuses of a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// One status code.
    Code(u16),
    /// A class: 2 for `2XX`.
    Class(u8),
    /// `default`: any other status.
    Default,
}

/// A response.
#[derive(Clone, Debug)]
pub struct Response {
    /// Its location; for a reference, the location of the component.
    pub at: Location,
    /// Its statuses.
    pub status: Status,
    /// `description`.
    pub description: Option<String>,
    /// `content`.
    pub content: Vec<MediaType>,
    /// `headers`, by name.
    pub headers: IndexMap<String, ResponseHeader>,
    /// `links`.
    pub links: Vec<Link>,
}

/// A header of a response.
#[derive(Clone, Debug)]
pub struct ResponseHeader {
    /// Its location; for a reference, the location of the component.
    pub at: Location,
    /// `required`.
    pub required: bool,
    /// `schema`.
    pub schema: Option<SchemaId>,
}

/// A link of a response to an operation.
#[derive(Clone, Debug)]
pub struct Link {
    /// Its location; for a reference, the location of the component.
    pub at: Location,
    /// Its name.
    pub name: String,
    /// `description`.
    pub description: Option<String>,
    /// The operation.
    pub target: LinkTarget,
    /// `parameters`: constants and runtime expressions, by the names of parameters.
    pub parameters: IndexMap<String, Value>,
}

/// The operation of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    /// `operationId`.
    Id(String),
    /// `operationRef`: where it leads to, if there is something.
    Reference(Option<Location>),
}

/// A security scheme.
#[derive(Clone, Debug)]
pub struct SecurityScheme {
    /// Its location.
    pub at: Location,
    /// `description`.
    pub description: Option<String>,
    /// The kind of credential.
    pub kind: SecurityKind,
}

/// A flow of `oauth2`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OAuthFlow {
    /// The field of `flows`: `clientCredentials`, `password` or another.
    pub kind: String,
    /// `tokenUrl`.
    pub token_url: Option<String>,
    /// `refreshUrl`.
    pub refresh_url: Option<String>,
}

/// The kind of a credential and its location.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecurityKind {
    /// `apiKey`, in a header, the query or a cookie.
    ApiKey {
        /// `in`.
        location: ParameterIn,
        /// `name`.
        name: String,
    },
    /// `http` with the scheme `basic`.
    Basic,
    /// `http` with the scheme `digest`.
    Digest,
    /// A bearer token: `http` with the scheme `bearer`, and `openIdConnect`.
    Bearer,
    /// A bearer token of `oauth2`, and how to get one.
    OAuth2(Vec<OAuthFlow>),
    /// A scheme that the client does not support, by name.
    Other(String),
}
