//! Documented responses.

use serde_json::Value;

use super::{Content, Contract, Encoding};
use crate::body::{Kind, is_other_representation, kind};
use crate::json::members;
use crate::pointer::child;

/// A documented response.
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
/// let responses = &contract.operations()[0].responses;
/// assert_eq!(responses[0].status, "200");
/// assert_eq!(responses[0].documented().count(), 1);
/// # Ok::<(), openapi_conformance::ParseError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Response {
    /// `201`, `4XX` or `default`.
    pub status: String,
    /// Its media types.
    pub contents: Vec<Content>,
    /// The same value as one of `contents` in formats that a client does not read, and streams of it, which another call asks for.
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
/// let operations = contract.operations();
/// let header = &operations[0].response(404).unwrap().headers[0];
/// assert_eq!((header.name.as_str(), header.required), ("X-Code", true));
/// # Ok::<(), openapi_conformance::ParseError>(())
/// ```
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

impl Contract {
    /// The documented responses of an operation.
    pub(super) fn responses(&self, operation: &Value, at: &str) -> Vec<Response> {
        let documented = members(&operation["responses"]).filter(|(status, _)| is_status(status));
        let responses = documented.map(|(status, response)| {
            let (response, at) = self.locate(response, child(&child(at, "responses"), status));
            let contents = self.contents(response, &at);
            let is_stream = |content: &Content| matches!(kind(self, content), Kind::Events | Kind::Lines);
            let at_once = is_success(status) && !contents.iter().all(is_stream);
            let is_other = |content: &Content| {
                (at_once && is_stream(content)) || is_other_representation(self, content, &contents)
            };
            let (others, contents) = contents.iter().cloned().partition(is_other);
            Response {
                status: status.to_owned(),
                contents,
                others,
                headers: self.headers(response, &at),
            }
        });
        responses.collect()
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
}

fn is_success(status: &str) -> bool {
    status.starts_with(['1', '2', '3'])
}

fn is_status(key: &str) -> bool {
    let class = matches!(key.as_bytes(), [b'1'..=b'5', b'X' | b'x', b'X' | b'x']);
    class || key.eq_ignore_ascii_case("default") || key.parse().is_ok_and(|code: u16| (100..1000).contains(&code))
}
