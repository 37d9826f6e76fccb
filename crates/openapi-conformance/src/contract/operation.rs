//! Operations.

use serde_json::Value;

use super::{Content, Contract, Parameter, Response, SecurityScheme};
use crate::json::{elements, members};
use crate::pointer::child;

const METHODS: [&str; 9] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

/// An operation.
///
/// ```
/// use openapi_conformance::Contract;
///
/// # const PETS: &str = "
/// # openapi: 3.1.0
/// # paths:
/// #   /pets:
/// #     get:
/// #       operationId: listPets
/// #       tags: [pets]
/// #       parameters: [{name: limit, in: query, schema: {type: integer}, example: 10}]
/// #       responses:
/// #         '200': {description: All pets., content: {application/json: {schema: {type: array}}}}
/// #         4XX: {description: A problem., headers: {X-Code: {required: true, schema: {type: integer}}}}
/// # ";
/// let contract = Contract::parse(PETS)?;
/// let operation = &contract.operations()[0];
/// assert_eq!((operation.method.as_str(), operation.path.as_str()), ("GET", "/pets"));
/// assert_eq!(operation.tags, ["pets"]);
/// assert_eq!(operation.at, "/paths/~1pets/get");
/// assert_eq!(operation.parameters[0].name, "limit");
/// assert!(operation.bodies.is_empty() && operation.security.is_empty());
/// # Ok::<(), openapi_conformance::ParseError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Operation {
    /// `operationId`.
    pub id: Option<String>,
    /// `tags`.
    pub tags: Vec<String>,
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
    /// The media types of the body.
    pub bodies: Vec<Content>,
    /// The documented responses.
    pub responses: Vec<Response>,
    /// Alternatives of credentials, each a list of security schemes.
    pub security: Vec<Vec<SecurityScheme>>,
    /// The URL of its own server, variables at their defaults.
    pub server: Option<String>,
    /// Whether the client also reads what stands for a value.
    pub(crate) is_lenient: bool,
}

impl Contract {
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

    fn operation(&self, path: &str, method: &str, item: &Value, operation: &Value, at: &str) -> Operation {
        let (body, body_at) = self.locate(&operation["requestBody"], child(at, "requestBody"));
        let security = operation.get("security").unwrap_or(&self.document()["security"]);
        let servers = [&operation["servers"], &item["servers"]];
        Operation {
            is_lenient: false,
            id: operation["operationId"].as_str().map(str::to_owned),
            tags: elements(&operation["tags"])
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect(),
            method: method.to_uppercase(),
            path: path.to_owned(),
            at: at.to_owned(),
            parameters: self.parameters(path, item, operation, at),
            body_required: body["required"] == true,
            bodies: self.contents(body, &body_at),
            responses: self.responses(operation, at),
            security: elements(security)
                .map(|alternative| self.schemes(alternative))
                .collect(),
            server: servers
                .into_iter()
                .find_map(|servers| elements(servers).next())
                .and_then(server_url),
        }
    }
}

impl Operation {
    /// The documented response for a status: its own, else its class's, else the default.
    ///
    /// ```
    /// use openapi_conformance::Contract;
    ///
    /// # const PETS: &str = "
    /// # openapi: 3.1.0
    /// # paths:
    /// #   /pets:
    /// #     get:
    /// #       operationId: listPets
    /// #       tags: [pets]
    /// #       parameters: [{name: limit, in: query, schema: {type: integer}, example: 10}]
    /// #       responses:
    /// #         '200': {description: All pets., content: {application/json: {schema: {type: array}}}}
    /// #         4XX: {description: A problem., headers: {X-Code: {required: true, schema: {type: integer}}}}
    /// # ";
    /// let contract = Contract::parse(PETS)?;
    /// let operation = &contract.operations()[0];
    /// assert_eq!(operation.response(404).unwrap().status, "4XX");
    /// assert!(operation.response(500).is_none());
    /// # Ok::<(), openapi_conformance::ParseError>(())
    /// ```
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
