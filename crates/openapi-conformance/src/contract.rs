//! What a description says of its operations.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use jsonschema::{Registry, Validator};
use serde_json::{Value, json};

use crate::body::{is_other_representation, is_scalar};
use crate::bundle::bundle;
use crate::dialect;
use crate::inline::inline;
use crate::parse::parse;
use crate::pointer::{self, child, to_fragment};
use crate::request::essence;
use crate::same::same;

const METHODS: [&str; 9] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

/// A description, read for testing: OpenAPI 3.0, 3.1 or 3.2.
#[derive(Clone)]
pub struct Contract {
    inner: Arc<Inner>,
}

struct Inner {
    document: Value,
    requests: View,
    responses: View,
}

/// In which direction a value goes; `readOnly` and `writeOnly` properties are required in one alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// To the server.
    Request,
    /// From the server.
    Response,
}

/// The document's schemas as they hold in one direction.
struct View {
    registry: Registry<'static>,
    /// By the schemas that all have to hold.
    validators: Mutex<HashMap<Vec<String>, Compiled>>,
}

/// A validator, or why there is none.
pub(crate) type Compiled = Result<Arc<Validator>, String>;

/// Why a description cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ParseError {
    /// It is neither YAML nor JSON.
    #[error("the description is neither YAML nor JSON: {0}")]
    Syntax(#[from] serde_yaml::Error),
    /// Its schemas cannot be used.
    #[error("the schemas of the description cannot be used: {0}")]
    Schemas(String),
}

/// An operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// `operationId`.
    pub id: Option<String>,
    /// The method, in capitals.
    pub method: String,
    /// The path template.
    pub path: String,
    /// JSON pointer of the operation in the description.
    pub at: String,
    /// Its parameters, and those of its path item that it does not override.
    pub parameters: Vec<Parameter>,
    /// Whether there must be a body.
    pub body_required: bool,
    /// What a body may be.
    pub bodies: Vec<Content>,
    /// The documented responses.
    pub responses: Vec<Response>,
    /// Alternatives of credentials, each a list of security schemes.
    pub security: Vec<Vec<SecurityScheme>>,
    /// The URL of its own server, variables at their defaults.
    pub server: Option<String>,
}

/// A parameter.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// `path`, `query`, `querystring`, `header` or `cookie`.
    pub location: String,
    /// Whether it must be there.
    pub required: bool,
    /// `allowEmptyValue`: whether it may be an empty text, in a query.
    pub allow_empty_value: bool,
    /// JSON pointer of its schema, if it has one.
    pub schema: Option<String>,
    /// How it is written.
    pub encoding: Encoding,
    /// `example` and the values of `examples`.
    pub examples: Vec<Value>,
}

/// How a parameter, or a property of a form, is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// By style (OpenAPI 3.1, section 4.8.12, "Style Values").
    Style {
        /// `style`, or the default.
        style: String,
        /// `explode`, or the default.
        explode: bool,
        /// `allowReserved`.
        allow_reserved: bool,
    },
    /// As JSON.
    Json,
    /// As text.
    Text,
    /// As a form: the encoding of each property that has one.
    Form(HashMap<String, Option<Encoding>>),
}

/// A documented response.
#[derive(Clone, Debug)]
pub struct Response {
    /// `201`, `4XX` or `default`.
    pub status: String,
    /// What it may carry.
    pub contents: Vec<Content>,
    /// The same value as one of `contents` in formats that a client does not read, and does not ask for.
    pub others: Vec<Content>,
    /// Its documented headers, but for `Content-Type`, which `contents` are about.
    pub headers: Vec<ResponseHeader>,
}

impl Response {
    /// Everything that it may carry.
    pub fn documented(&self) -> impl Iterator<Item = &Content> {
        self.contents.iter().chain(&self.others)
    }
}

/// A documented header of a response.
#[derive(Clone, Debug)]
pub struct ResponseHeader {
    /// Its name.
    pub name: String,
    /// Whether it must be there.
    pub required: bool,
    /// JSON pointer of its schema, if it has one.
    pub schema: Option<String>,
    /// How it is written.
    pub encoding: Encoding,
}

/// A media type, with its schema and examples.
#[derive(Clone, Debug)]
pub struct Content {
    /// The media type.
    pub media_type: String,
    /// JSON pointer of the schema in the description.
    pub schema: Option<String>,
    /// JSON pointer of `itemSchema` (OpenAPI 3.2).
    pub item_schema: Option<String>,
    /// `example` and the values of `examples`.
    pub examples: Vec<Value>,
    /// What `encoding` says of properties: the encoding if it says one, and the content type.
    pub encoding: HashMap<String, (Option<Encoding>, Option<String>)>,
}

/// A security scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecurityScheme {
    /// Its name in `components/securitySchemes`.
    pub name: String,
    /// Where its credential goes.
    pub place: CredentialPlace,
}

/// Where a credential goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CredentialPlace {
    /// `Authorization: Basic` (RFC 7617).
    Basic,
    /// `Authorization: Bearer` (RFC 6750).
    Bearer,
    /// An API key: `in` and `name`.
    ApiKey(String, String),
    /// Somewhere that is not in the HTTP request, or by a scheme of its own.
    Elsewhere,
}

impl Contract {
    /// Reads a description from its text, YAML or JSON.
    ///
    /// # Errors
    /// When it is neither.
    ///
    /// ```
    /// let contract = openapi_conformance::Contract::parse("{openapi: 3.1.0, paths: {/a: {get: {}}}}")?;
    /// assert_eq!(contract.operations()[0].path, "/a");
    /// # Ok::<(), openapi_conformance::ParseError>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        Self::parse_files(&[("", text)])
    }

    /// Reads a description of several files: the path and the text of each, the root file first. References between them
    /// are relative to the file that holds them (RFC 3986, section 5).
    ///
    /// # Errors
    /// When one of them is neither YAML nor JSON.
    ///
    /// ```
    /// let contract = openapi_conformance::Contract::parse_files(&[
    ///     ("openapi.yaml", "{openapi: 3.1.0, paths: {/a: {$ref: 'paths/a.yaml'}}}"),
    ///     ("paths/a.yaml", "{get: {}}"),
    /// ])?;
    /// assert_eq!(contract.operations()[0].path, "/a");
    /// # Ok::<(), openapi_conformance::ParseError>(())
    /// ```
    pub fn parse_files(files: &[(&str, &str)]) -> Result<Self, ParseError> {
        let files = files.iter().enumerate().map(|(index, (path, text))| {
            let value = match parse(text) {
                Ok(value) => value,
                Err(problem) if index == 0 => return Err(problem.into()),
                // A text that a description includes, or a file that could not be used.
                Err(_) => Value::from(*text),
            };
            Ok(((*path).to_owned(), value))
        });
        let mut document = bundle(files.collect::<Result<_, ParseError>>()?);
        inline(&mut document);
        dialect::modernise(&mut document);
        Ok(Self {
            inner: Arc::new(Inner {
                requests: View::new(&document, Direction::Request).map_err(ParseError::Schemas)?,
                responses: View::new(&document, Direction::Response).map_err(ParseError::Schemas)?,
                document,
            }),
        })
    }

    /// The document, its schemas in the dialect of JSON Schema 2020-12.
    pub(crate) fn document(&self) -> &Value {
        &self.inner.document
    }

    /// Every operation, in the description's order.
    pub fn operations(&self) -> Vec<Operation> {
        let mut operations = Vec::new();
        for (path, item) in members(&self.document()["paths"]).filter(|(path, _)| !path.starts_with("x-")) {
            let (item, at) = self.locate(item, child("/paths", path));
            for method in METHODS.into_iter().filter(|method| item[method].is_object()) {
                operations.push(self.operation(path, method, item, &item[method], &child(&at, method)));
            }
            for (method, operation) in members(&item["additionalOperations"]) {
                let at = child(&child(&at, "additionalOperations"), method);
                operations.push(self.operation(path, method, item, operation, &at));
            }
        }
        operations
    }

    /// What is wrong with a value by the schema at a JSON pointer; empty when it is valid.
    ///
    /// ```
    /// use openapi_conformance::{Contract, Direction};
    ///
    /// let contract = Contract::parse("{components: {schemas: {Age: {type: integer}}}}")?;
    /// let violations = |value| contract.violations("/components/schemas/Age", Direction::Request, &value);
    /// assert_eq!(violations(7.into()), Vec::<String>::new());
    /// assert_eq!(violations("7".into()).len(), 1);
    /// # Ok::<(), openapi_conformance::ParseError>(())
    /// ```
    pub fn violations(&self, schema: &str, direction: Direction, value: &Value) -> Vec<String> {
        match self.validator(&[schema.to_owned()], direction) {
            Ok(validator) => validator
                .iter_errors(value)
                .map(|error| format!("{} at `{}`", error, error.instance_path()))
                .collect(),
            Err(problem) => vec![format!("the schema at {schema} cannot be used: {problem}")],
        }
    }

    /// JSON pointers of what in a value is wrong by a schema.
    pub(crate) fn wrong_places(&self, schema: &str, direction: Direction, value: &Value) -> Vec<String> {
        let Ok(validator) = self.validator(&[schema.to_owned()], direction) else {
            return vec![String::new()];
        };
        let places = validator.iter_errors(value);
        places.map(|error| error.instance_path().to_string()).collect()
    }

    /// Whether a value is valid by all of several schemas.
    pub(crate) fn is_valid(&self, schemas: &[String], direction: Direction, value: &Value) -> bool {
        self.validator(schemas, direction)
            .is_ok_and(|validator| validator.is_valid(value))
    }

    pub(crate) fn validator(&self, schemas: &[String], direction: Direction) -> Compiled {
        let view = match direction {
            Direction::Request => &self.inner.requests,
            Direction::Response => &self.inner.responses,
        };
        let mut known = view.validators.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = known.entry(schemas.to_vec());
        entry.or_insert_with(|| view.validator(schemas)).clone()
    }

    fn operation(&self, path: &str, method: &str, item: &Value, operation: &Value, at: &str) -> Operation {
        let (body, body_at) = self.locate(&operation["requestBody"], child(at, "requestBody"));
        let security = operation.get("security").unwrap_or(&self.document()["security"]);
        let servers = [&operation["servers"], &item["servers"]];
        Operation {
            id: operation["operationId"].as_str().map(str::to_owned),
            method: method.to_uppercase(),
            path: path.to_owned(),
            at: at.to_owned(),
            parameters: self.parameters(path, item, operation, at),
            body_required: body["required"] == true,
            bodies: self.contents(body, &body_at),
            responses: members(&operation["responses"])
                .filter(|(status, _)| is_status(status))
                .map(|(status, response)| {
                    let (response, at) = self.locate(response, child(&child(at, "responses"), status));
                    let contents = self.contents(response, &at);
                    let is_other = |content: &Content| is_other_representation(self, content, &contents);
                    let (others, contents) = contents.iter().cloned().partition(is_other);
                    Response {
                        status: status.to_owned(),
                        contents,
                        others,
                        headers: self.headers(response, &at),
                    }
                })
                .collect(),
            security: elements(security)
                .map(|alternative| self.schemes(alternative))
                .collect(),
            server: servers
                .into_iter()
                .find_map(|servers| elements(servers).next())
                .and_then(server_url),
        }
    }

    /// The operation's parameters, and those of its path item that it does not override. Of what is in the path, those that
    /// the template names; a name without a parameter is one of text.
    fn parameters(&self, path: &str, item: &Value, operation: &Value, at: &str) -> Vec<Parameter> {
        let read = |list: &Value, at: String| -> Vec<Parameter> {
            let mut read: Vec<Parameter> = Vec::new();
            for (index, parameter) in elements(list).enumerate() {
                let (parameter, at) = self.locate(parameter, child(&at, &index.to_string()));
                let parameter = self.parameter(parameter, &at);
                read.extend(parameter.filter(|parameter| !read.iter().any(|known| known.is_named_as(parameter))));
            }
            read
        };
        let own = read(&operation["parameters"], child(at, "parameters"));
        let item_at = at.rsplit_once('/').map_or("", |(item, _)| item);
        let mut all = read(&item["parameters"], child(item_at, "parameters"));
        all.retain(|inherited| !own.iter().any(|own| own.is_named_as(inherited)));
        all.extend(own);
        let variables: Vec<&str> = path
            .split('{')
            .skip(1)
            .filter_map(|rest| Some(rest.split_once('}')?.0))
            .collect();
        all.retain(|parameter| parameter.location != "path" || variables.contains(&parameter.name.as_str()));
        for name in variables {
            if !all.iter().any(|known| known.location == "path" && known.name == name) {
                all.push(Parameter::undeclared(name));
            }
        }
        all
    }

    fn parameter(&self, parameter: &Value, at: &str) -> Option<Parameter> {
        let name = parameter["name"].as_str()?;
        let location = parameter["in"].as_str()?;
        let style = match location {
            "path" | "header" => "simple",
            "query" | "cookie" | "querystring" => "form",
            _ => return None,
        };
        // OpenAPI 3.1, section 4.8.12.2: these definitions shall be ignored.
        let ignored = ["accept", "content-type", "authorization"];
        if location == "header" && ignored.contains(&name.to_ascii_lowercase().as_str()) {
            return None;
        }
        let content = self.contents(parameter, at).into_iter().next();
        let encoding = match &content {
            Some(content) => Encoding::of_content(content),
            None if location == "querystring" => Encoding::Form(HashMap::new()),
            None => Encoding::read(parameter, location, style),
        };
        let (schema, mut examples) = match content {
            // How text stands for a value of several is not described.
            Some(content) if encoding == Encoding::Text && !is_scalar(self, &content) => (None, Vec::new()),
            Some(content) => (content.schema, content.examples),
            None => (parameter.get("schema").map(|_| child(at, "schema")), Vec::new()),
        };
        examples.extend(self.examples(parameter));
        Some(Parameter {
            name: name.to_owned(),
            location: location.to_owned(),
            required: parameter["required"] == true || location == "path",
            allow_empty_value: parameter["allowEmptyValue"] == true,
            schema,
            encoding,
            examples,
        })
    }

    fn schemes(&self, alternative: &Value) -> Vec<SecurityScheme> {
        members(alternative)
            .filter_map(|(name, _)| {
                let scheme = self.document()["components"]["securitySchemes"].get(name)?;
                let scheme = pointer::follow(self.document(), scheme);
                let text = |name: &str| scheme[name].as_str().unwrap_or_default().to_owned();
                let place = match (text("type").as_str(), text("scheme").to_ascii_lowercase().as_str()) {
                    ("apiKey", _) => CredentialPlace::ApiKey(text("in"), text("name")),
                    ("http", "basic") => CredentialPlace::Basic,
                    ("http", "bearer") | ("oauth2" | "openIdConnect", _) => CredentialPlace::Bearer,
                    _ => CredentialPlace::Elsewhere,
                };
                Some(SecurityScheme {
                    name: name.to_owned(),
                    place,
                })
            })
            .collect()
    }

    fn headers(&self, response: &Value, at: &str) -> Vec<ResponseHeader> {
        // OpenAPI 3.1, section 4.8.17: "Content-Type" is ignored here.
        let documented = members(&response["headers"]).filter(|(name, _)| !name.eq_ignore_ascii_case("content-type"));
        let headers = documented.map(|(name, header)| {
            let (header, at) = self.locate(header, child(&child(at, "headers"), name));
            let content = self.contents(header, &at).into_iter().next();
            let own = || header.get("schema").map(|_| child(&at, "schema"));
            ResponseHeader {
                name: name.to_owned(),
                required: header["required"] == true,
                encoding: match content {
                    Some(_) => Encoding::Json,
                    None => Encoding::read(header, "header", "simple"),
                },
                schema: content.and_then(|content| content.schema).or_else(own),
            }
        });
        headers.collect()
    }

    /// The names of the security schemes.
    pub(crate) fn security_schemes(&self) -> Vec<String> {
        let schemes = members(&self.document()["components"]["securitySchemes"]);
        schemes.map(|(name, _)| name.to_owned()).collect()
    }

    fn contents(&self, holder: &Value, at: &str) -> Vec<Content> {
        members(&holder["content"])
            .map(|(media_type, content)| {
                let (content, at) = self.locate(content, child(&child(at, "content"), media_type));
                let encoding = members(&content["encoding"]).map(|(property, said)| {
                    let says = ["style", "explode", "allowReserved"]
                        .iter()
                        .any(|name| said.get(name).is_some());
                    let encoding = says.then(|| Encoding::read(said, "query", "form"));
                    let content_type = said["contentType"].as_str().map(str::to_owned);
                    (property.to_owned(), (encoding, content_type))
                });
                Content {
                    media_type: media_type.to_owned(),
                    schema: content.get("schema").map(|_| child(&at, "schema")),
                    item_schema: content.get("itemSchema").map(|_| child(&at, "itemSchema")),
                    examples: self.examples(content),
                    encoding: encoding.collect(),
                }
            })
            .collect()
    }

    /// `example` and the values of `examples`, each once.
    fn examples(&self, holder: &Value) -> Vec<Value> {
        let named = members(&holder["examples"])
            .map(|(_, example)| pointer::follow(self.document(), example))
            .filter_map(|example| example.get("value").or(example.get("dataValue")).cloned());
        let mut examples: Vec<Value> = Vec::new();
        for example in holder.get("example").cloned().into_iter().chain(named) {
            if !examples.iter().any(|known| same(known, &example)) {
                examples.push(example);
            }
        }
        examples
    }

    fn locate<'a>(&'a self, value: &'a Value, at: String) -> (&'a Value, String) {
        pointer::locate(self.document(), value, at)
    }
}

impl fmt::Debug for Contract {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Contract")
            .field("info", &self.document()["info"])
            .finish_non_exhaustive()
    }
}

/// The name by which validators know the document.
const DOCUMENT: &str = "urn:description";

impl View {
    fn new(document: &Value, direction: Direction) -> Result<Self, String> {
        let mut schemas = document.clone();
        dialect::exempt(&mut schemas, direction, document);
        let registry = Registry::new()
            .add(DOCUMENT, schemas)
            .and_then(|registry| registry.prepare());
        Ok(Self {
            registry: registry.map_err(|error| error.to_string())?,
            validators: Mutex::default(),
        })
    }

    fn validator(&self, schemas: &[String]) -> Compiled {
        let references: Vec<Value> = schemas
            .iter()
            .map(|schema| json!({ "$ref": format!("{DOCUMENT}{}", to_fragment(schema)) }))
            .collect();
        jsonschema::options()
            .with_draft(jsonschema::Draft::Draft202012)
            .with_registry(&self.registry)
            .build(&json!({ "allOf": references }))
            .map(Arc::new)
            .map_err(|error| error.to_string())
    }
}

impl Operation {
    /// The documented response for a status: its own, else its class's, else the default.
    pub fn response(&self, status: u16) -> Option<&Response> {
        let find = |name: &str| {
            self.responses
                .iter()
                .find(|response| response.status.eq_ignore_ascii_case(name))
        };
        find(&status.to_string())
            .or_else(|| find(&format!("{}XX", status / 100)))
            .or_else(|| find("default"))
    }
}

impl Parameter {
    fn is_named_as(&self, other: &Self) -> bool {
        self.name == other.name && self.location == other.location
    }

    /// Whether it says how long the body is, which is for HTTP to say (RFC 9110, section 8.6), and for the server to rely on.
    pub(crate) fn is_framing(&self) -> bool {
        self.location == "header" && self.name.eq_ignore_ascii_case("content-length")
    }

    fn undeclared(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            location: "path".to_owned(),
            required: true,
            allow_empty_value: false,
            schema: None,
            encoding: Encoding::read(&Value::Null, "path", "simple"),
            examples: Vec::new(),
        }
    }
}

impl Encoding {
    /// How a parameter with `content` is written: by its media type.
    fn of_content(content: &Content) -> Self {
        let media_type = essence(&content.media_type).to_ascii_lowercase();
        if media_type.ends_with("/json") || media_type.ends_with("+json") {
            Self::Json
        } else if media_type == "application/x-www-form-urlencoded" {
            let encodings = content.encoding.iter();
            Self::Form(
                encodings
                    .map(|(name, (encoding, _))| (name.clone(), encoding.clone()))
                    .collect(),
            )
        } else {
            Self::Text
        }
    }

    /// The encoding that an object says, where `default` is the style of this location. A style that is not defined there is
    /// passed over.
    fn read(said: &Value, location: &str, default: &str) -> Self {
        let defined: &[&str] = match location {
            "path" => &["matrix", "label", "simple"],
            "query" => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
            "header" => &["simple"],
            "cookie" => &["form", "cookie"],
            _ => &["form"],
        };
        let style = said["style"].as_str();
        let explodes = matches!(style.unwrap_or(default), "form" | "cookie");
        Self::Style {
            explode: said["explode"].as_bool().unwrap_or(explodes),
            style: style
                .filter(|style| defined.contains(style))
                .unwrap_or(default)
                .to_owned(),
            allow_reserved: said["allowReserved"] == true,
        }
    }
}

/// `url` with every variable at its default.
fn server_url(server: &Value) -> Option<String> {
    let url = server["url"].as_str()?.to_owned();
    let url = members(&server["variables"]).fold(url, |url, (name, variable)| {
        url.replace(&format!("{{{name}}}"), variable["default"].as_str().unwrap_or_default())
    });
    // A host without a scheme is not the path that it looks like.
    let first = url.split('/').next().unwrap_or_default();
    let is_host = !url.contains("://") && first.trim_matches('.').contains(['.', ':']);
    Some(match url.strip_prefix("//") {
        Some(rest) => format!("https://{rest}"),
        None if is_host || first == "localhost" => format!("https://{url}"),
        None => url,
    })
}

fn is_status(key: &str) -> bool {
    let class = matches!(key.as_bytes(), [b'1'..=b'5', b'X' | b'x', b'X' | b'x']);
    class || key.eq_ignore_ascii_case("default") || key.parse().is_ok_and(|code: u16| (100..1000).contains(&code))
}

pub(crate) fn members(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, value)| (name.as_str(), value))
}

pub(crate) fn elements(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}
