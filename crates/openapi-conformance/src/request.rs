//! A request that arrived, read by the rules of URLs and HTTP alone.

use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::contract::Operation;

/// A request as it arrived.
///
/// ```
/// # use openapi_conformance::{Contract, Mock};
/// # use openapi_runtime::{Client, Method};
/// #
/// # const PETS: &str = "
/// # openapi: 3.1.0
/// # info: {title: Pets, version: 1.0.0}
/// # paths:
/// #   /pets/{id}:
/// #     parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
/// #     get:
/// #       operationId: getPet
/// #       responses:
/// #         '200': {description: '', content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}, example: {name: Rex}}}}
/// #         '404': {description: ''}
/// #     put:
/// #       operationId: putPet
/// #       requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
/// #       responses: {'204': {description: ''}}
/// # components:
/// #   schemas:
/// #     Pet: {type: object, required: [name], properties: {name: {type: string}}}
/// # ";
/// #
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let mock = Mock::start(Contract::parse(PETS)?).await?;
/// # let client = Client::builder(&mock.url(), "test").retry(openapi_runtime::Retry::never()).build()?;
/// client.request(Method::PUT, "/pets/7?dry=1").body_json(&serde_json::json!({"name": "Rex"})).send_raw().await?;
/// let request = &mock.requests()[0];
/// assert_eq!((request.method.as_str(), request.path.as_str()), ("PUT", "/pets/7"));
/// assert_eq!(request.query.as_deref(), Some("dry=1"));
/// assert_eq!(request.header("Content-Type"), Some("application/json"));
/// assert_eq!(request.json()?["name"], "Rex");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Request {
    /// The method, in capitals.
    pub method: String,
    /// The path, still percent-encoded.
    pub path: String,
    /// The query, still percent-encoded.
    pub query: Option<String>,
    /// Headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Request {
    /// The first header of this name, in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// The body as JSON.
    ///
    /// # Errors
    /// When it is not.
    pub fn json(&self) -> Result<Value, serde_json::Error> {
        serde_json::from_slice(&self.body)
    }

    /// The media type of the body, without parameters.
    pub(crate) fn media_type(&self) -> &str {
        essence(self.header("content-type").unwrap_or_default())
    }

    /// The pairs of the query, still percent-encoded.
    pub(crate) fn query_pairs(&self) -> Vec<(&str, &str)> {
        pairs(self.query.as_deref().unwrap_or_default(), '&')
    }

    /// The cookies, still percent-encoded (RFC 6265, section 4.2.1).
    pub(crate) fn cookies(&self) -> Vec<(&str, &str)> {
        pairs(self.header("cookie").unwrap_or_default(), ';')
    }
}

/// Pairs of names and values.
pub(crate) fn pairs(text: &str, separator: char) -> Vec<(&str, &str)> {
    text.split(separator)
        .map(str::trim)
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .collect()
}

/// Percent-decoded text (RFC 3986, section 2.1).
pub(crate) fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// A media type without its parameters.
pub(crate) fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}

/// The path template, split into the path and the query or fragment that some descriptions append although it is not allowed.
pub(crate) fn template_of(path: &str) -> (&str, Option<&str>) {
    let resource = match path.split_once('#') {
        Some((before, after)) if !after.contains('/') => before,
        _ => path,
    };
    match resource.split_once('?') {
        Some((resource, query)) => (resource, Some(query)),
        None => (resource, None),
    }
}

impl Operation {
    /// Whether the request's method and path are this operation's.
    ///
    /// ```
    /// # use openapi_conformance::{Contract, Mock};
    /// # use openapi_runtime::{Client, Method};
    /// #
    /// # const PETS: &str = "
    /// # openapi: 3.1.0
    /// # info: {title: Pets, version: 1.0.0}
    /// # paths:
    /// #   /pets/{id}:
    /// #     parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
    /// #     get:
    /// #       operationId: getPet
    /// #       responses:
    /// #         '200': {description: '', content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}, example: {name: Rex}}}}
    /// #         '404': {description: ''}
    /// #     put:
    /// #       operationId: putPet
    /// #       requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
    /// #       responses: {'204': {description: ''}}
    /// # components:
    /// #   schemas:
    /// #     Pet: {type: object, required: [name], properties: {name: {type: string}}}
    /// # ";
    /// #
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let mock = Mock::start(Contract::parse(PETS)?).await?;
    /// # let client = Client::builder(&mock.url(), "test").retry(openapi_runtime::Retry::never()).build()?;
    /// client.request(Method::GET, "/pets/7").send_raw().await?;
    /// let operations = Contract::parse(PETS)?.operations();
    /// assert!(operations[0].matches(&mock.requests()[0]));
    /// assert!(!operations[1].matches(&mock.requests()[0]), "it is `PUT`");
    /// # Ok(())
    /// # }
    /// ```
    pub fn matches(&self, request: &Request) -> bool {
        self.method == request.method && self.captures(&request.path).is_some()
    }

    /// The text in a path at each `{parameter}`, still percent-encoded: one segment, or part of one.
    pub(crate) fn captures(&self, path: &str) -> Option<BTreeMap<String, String>> {
        let template: Vec<&str> = template_of(&self.path).0.split('/').collect();
        let segments: Vec<&str> = path.split('/').collect();
        if template.len() != segments.len() {
            return None;
        }
        let mut captures = BTreeMap::new();
        for (template, segment) in template.into_iter().zip(segments) {
            self.capture(template, segment, &mut captures).then_some(())?;
        }
        Some(captures)
    }

    /// Whether `segment` is `template` with something in place of each `{parameter}`.
    fn capture(&self, template: &str, segment: &str, captures: &mut BTreeMap<String, String>) -> bool {
        let variable = template.split_once('{').and_then(|(before, rest)| {
            let (name, after) = rest.split_once('}')?;
            Some((before, name, after))
        });
        let Some((before, name, after)) = variable else {
            return decode(template) == decode(segment);
        };
        let Some(rest) = segment.strip_prefix(before) else {
            return false;
        };
        let ends: Vec<usize> = if after.is_empty() {
            vec![rest.len()]
        } else {
            (1..=rest.len()).collect()
        };
        for end in ends.into_iter().filter(|end| *end > 0 && rest.is_char_boundary(*end)) {
            if self.capture(after, &rest[end..], captures) {
                captures.insert(name.to_owned(), rest[..end].to_owned());
                return true;
            }
        }
        false
    }
}
