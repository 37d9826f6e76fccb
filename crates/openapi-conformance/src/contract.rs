//! What a description says of its operations.

use jsonschema::Validator;
use serde_json::{Value, json};

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// A description, read for testing.
#[derive(Clone, Debug)]
pub struct Contract {
    document: Value,
}

/// Why a description cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("the description is neither YAML nor JSON: {0}")]
pub struct ParseError(#[from] serde_yaml::Error);

/// An operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// `operationId`.
    pub id: Option<String>,
    /// The method, in capitals.
    pub method: String,
    /// The path template.
    pub path: String,
    /// Parameters, as they stand in the description.
    pub(crate) parameters: Vec<Value>,
    /// Whether there must be a body.
    pub(crate) body_required: bool,
    /// What a body may be.
    pub bodies: Vec<Content>,
    /// The documented responses.
    pub responses: Vec<Response>,
    /// Alternatives of credentials, each a list of security schemes as they stand in the description.
    pub(crate) security: Vec<Vec<Value>>,
}

/// A documented response.
#[derive(Clone, Debug)]
pub struct Response {
    /// `201`, `4XX` or `default`.
    pub status: String,
    /// What it may carry.
    pub contents: Vec<Content>,
}

/// A media type, with its schema and examples.
#[derive(Clone, Debug)]
pub struct Content {
    /// The media type.
    pub media_type: String,
    /// JSON pointer of the schema in the description.
    pub schema: Option<String>,
    /// `example` and the values of `examples`.
    pub examples: Vec<Value>,
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
        Ok(Self {
            document: serde_yaml::from_str(text)?,
        })
    }

    /// Every operation, in the description's order.
    pub fn operations(&self) -> Vec<Operation> {
        let paths = members(&self.document["paths"]);
        let methods = |item: &'_ Value| {
            METHODS
                .into_iter()
                .filter(|method| item.get(method).is_some())
                .collect::<Vec<_>>()
        };
        paths
            .flat_map(|(path, item)| {
                let at = format!("/paths/{}", escape(path));
                let (item, at) = self.follow(item, at);
                methods(item)
                    .into_iter()
                    .map(move |method| self.operation(path, method, item, &at))
                    .collect::<Vec<_>>()
            })
            .collect()
    }

    /// What is wrong with a value by the schema at a JSON pointer; empty when it is valid.
    ///
    /// ```
    /// let contract = openapi_conformance::Contract::parse("{components: {schemas: {Age: {type: integer}}}}")?;
    /// assert_eq!(contract.violations("/components/schemas/Age", &7.into()), Vec::<String>::new());
    /// assert_eq!(contract.violations("/components/schemas/Age", &"7".into()).len(), 1);
    /// # Ok::<(), openapi_conformance::ParseError>(())
    /// ```
    pub fn violations(&self, schema: &str, value: &Value) -> Vec<String> {
        match self.validator(schema) {
            Ok(validator) => validator
                .iter_errors(value)
                .map(|error| format!("{} at `{}`", error, error.instance_path()))
                .collect(),
            Err(problem) => vec![format!("the schema at {schema} cannot be used: {problem}")],
        }
    }

    /// The whole document is the schema, so that its references reach what they name; `$ref` picks the part.
    fn validator(&self, schema: &str) -> Result<Validator, String> {
        let mut root = self.document.clone();
        let Some(members) = root.as_object_mut() else {
            return Err("the description is not an object".to_owned());
        };
        members.insert("$ref".to_owned(), json!(format!("#{}", percent(schema))));
        jsonschema::draft202012::new(&root).map_err(|error| error.to_string())
    }

    fn operation(&self, path: &str, method: &str, item: &Value, at: &str) -> Operation {
        let operation = &item[method];
        let at = format!("{at}/{method}");
        let (body, body_at) = self.follow(&operation["requestBody"], format!("{at}/requestBody"));
        let security = operation.get("security").unwrap_or(&self.document["security"]);
        Operation {
            id: operation["operationId"].as_str().map(str::to_owned),
            method: method.to_uppercase(),
            path: path.to_owned(),
            parameters: self.parameters(item, operation),
            body_required: body["required"] == true,
            bodies: self.contents(body, &body_at),
            responses: members(&operation["responses"])
                .map(|(status, response)| {
                    let (response, at) = self.follow(response, format!("{at}/responses/{status}"));
                    Response {
                        status: status.to_owned(),
                        contents: self.contents(response, &at),
                    }
                })
                .collect(),
            security: elements(security)
                .map(|alternative| self.schemes(alternative))
                .collect(),
        }
    }

    /// The operation's parameters, and those of its path item that it does not override.
    fn parameters(&self, item: &Value, operation: &Value) -> Vec<Value> {
        let read = |list: &Value| -> Vec<Value> {
            elements(list)
                .map(|parameter| self.follow(parameter, String::new()).0.clone())
                .collect()
        };
        let own = read(&operation["parameters"]);
        let same = |a: &Value, b: &Value| a["name"] == b["name"] && a["in"] == b["in"];
        let inherited = read(&item["parameters"])
            .into_iter()
            .filter(|inherited| !own.iter().any(|own| same(own, inherited)));
        inherited.chain(own.iter().cloned()).collect()
    }

    fn schemes(&self, alternative: &Value) -> Vec<Value> {
        members(alternative)
            .map(|(name, _)| self.document["components"]["securitySchemes"][name].clone())
            .collect()
    }

    fn contents(&self, holder: &Value, at: &str) -> Vec<Content> {
        members(&holder["content"])
            .map(|(media_type, content)| {
                let examples = members(&content["examples"]).filter_map(|(_, example)| {
                    let (example, _) = self.follow(example, String::new());
                    example.get("value").cloned()
                });
                Content {
                    media_type: media_type.to_owned(),
                    schema: content
                        .get("schema")
                        .map(|_| format!("{at}/content/{}/schema", escape(media_type))),
                    examples: content.get("example").cloned().into_iter().chain(examples).collect(),
                }
            })
            .collect()
    }

    /// Follows `$ref`s inside the document, giving also where the target stands.
    fn follow<'a>(&'a self, mut value: &'a Value, mut at: String) -> (&'a Value, String) {
        for _ in 0..32 {
            let Some(target) = value
                .get("$ref")
                .and_then(Value::as_str)
                .and_then(|target| target.strip_prefix('#'))
            else {
                break;
            };
            let Some(found) = self.document.pointer(target) else {
                break;
            };
            value = found;
            at = target.to_owned();
        }
        (value, at)
    }
}

fn members(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, value)| (name.as_str(), value))
}

fn elements(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// A token of a JSON pointer (RFC 6901, section 3).
fn escape(token: &str) -> String {
    token.replace('~', "~0").replace('/', "~1")
}

/// A JSON pointer as a URI fragment (RFC 6901, section 6).
fn percent(pointer: &str) -> String {
    pointer
        .replace('%', "%25")
        .replace('{', "%7B")
        .replace('}', "%7D")
        .replace(' ', "%20")
        .replace('"', "%22")
}
