//! Parameters.

use std::collections::HashMap;

use serde_json::Value;

use super::{Contract, Direction, Encoding};
use crate::body::is_scalar;
use crate::json::elements;
use crate::pointer::child;

/// A parameter.
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
/// let limit = &contract.operations()[0].parameters[0];
/// assert_eq!((limit.name.as_str(), limit.location.as_str()), ("limit", "query"));
/// assert!(!limit.required);
/// assert_eq!(limit.examples, [10]);
/// # Ok::<(), openapi_conformance::ParseError>(())
/// ```
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
    /// The value that is sent if the caller gives none.
    pub default: Option<Value>,
    /// `deprecated`.
    pub deprecated: bool,
}

impl Contract {
    /// The default of a parameter that a client may send: a valid one, of what is not deprecated.
    pub(crate) fn default_of(&self, parameter: &Parameter) -> Option<Value> {
        let at = parameter.schema.as_ref().filter(|_| !parameter.deprecated)?;
        let default = self.keyword(at, "default").filter(|default| !default.is_null())?;
        let is_valid = self.is_valid(std::slice::from_ref(at), Direction::Request, &default);
        is_valid.then_some(default)
    }

    /// The first value of a keyword of a schema, what it refers to, and what it is composed of.
    fn keyword(&self, at: &str, name: &str) -> Option<Value> {
        let used = self.document().pointer(at)?;
        let (schema, at) = self.locate(used, at.to_owned());
        let own = used.get(name).or(schema.get(name));
        own.cloned().or_else(|| {
            let members = elements(&schema["allOf"]).enumerate();
            let mut members = members.map(|(index, _)| child(&child(&at, "allOf"), &index.to_string()));
            members.find_map(|at| self.keyword(&at, name))
        })
    }

    /// The operation's parameters, and those of its path item that it does not override. Of what is in the path, those that
    /// the template names; a name without a parameter is one of text.
    pub(super) fn parameters(&self, path: &str, item: &Value, operation: &Value, at: &str) -> Vec<Parameter> {
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
            default: None,
            deprecated: parameter["deprecated"] == true,
        })
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

    /// Whether it takes an idempotency key, which a client makes if it is given none.
    pub(crate) fn is_idempotency_key(&self) -> bool {
        let names = ["idempotency-key", "x-idempotency-key"];
        self.location == "header" && names.iter().any(|name| self.name.eq_ignore_ascii_case(name))
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
            default: None,
            deprecated: false,
        }
    }
}
