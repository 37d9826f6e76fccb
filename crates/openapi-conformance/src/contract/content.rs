//! Media types.

use std::collections::HashMap;

use serde_json::Value;

use super::{Contract, Encoding};
use crate::json::members;
use crate::pointer::{child, follow};
use crate::same::same;

/// A media type, with its schema and examples.
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
/// let content = &contract.operations()[0].responses[0].contents[0];
/// assert_eq!(content.media_type, "application/json");
/// assert_eq!(content.schema.as_deref(), Some("/paths/~1pets/get/responses/200/content/application~1json/schema"));
/// # Ok::<(), openapi_conformance::ParseError>(())
/// ```
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
    /// The `encoding` of properties: the style, if any, and the content type.
    pub encoding: HashMap<String, (Option<Encoding>, Option<String>)>,
    /// Whether it is XML that the client has as a value.
    pub(crate) is_xml: bool,
}

impl Contract {
    pub(super) fn contents(&self, holder: &Value, at: &str) -> Vec<Content> {
        members(&holder["content"])
            .flat_map(|(key, content)| {
                media_types(key)
                    .into_iter()
                    .map(move |media_type| (key, media_type, content))
            })
            .map(|(key, media_type, content)| {
                let (content, at) = self.locate(content, child(&child(at, "content"), key));
                let encoding = members(&content["encoding"]).map(|(property, node)| {
                    let says = ["style", "explode", "allowReserved"]
                        .iter()
                        .any(|name| node.get(name).is_some());
                    let encoding = says.then(|| Encoding::read(node, "query", "form"));
                    let content_type = node["contentType"].as_str().map(str::to_owned);
                    (property.to_owned(), (encoding, content_type))
                });
                Content {
                    media_type,
                    schema: content.get("schema").map(|_| child(&at, "schema")),
                    item_schema: content.get("itemSchema").map(|_| child(&at, "itemSchema")),
                    examples: self.examples(content),
                    encoding: encoding.collect(),
                    is_xml: false,
                }
            })
            .collect()
    }

    /// `example` and the values of `examples`, each once.
    pub(super) fn examples(&self, holder: &Value) -> Vec<Value> {
        let named = members(&holder["examples"])
            .map(|(_, example)| follow(self.document(), example))
            .filter_map(|example| example.get("value").or(example.get("dataValue")).cloned());
        let mut examples: Vec<Value> = Vec::new();
        for example in holder.get("example").cloned().into_iter().chain(named) {
            if !examples.iter().any(|known| same(known, &example)) {
                examples.push(example);
            }
        }
        examples
    }
}

/// The media types of a key of `content`: one, or by mistake a list of several.
fn media_types(key: &str) -> Vec<String> {
    // An even number of quotation marks is before what is outside of them.
    let outside = |comma: usize| key[..comma].matches('"').count().is_multiple_of(2);
    let commas = key
        .match_indices(',')
        .map(|(index, _)| index)
        .filter(|index| outside(*index));
    let ends: Vec<usize> = commas.chain([key.len()]).collect();
    let mut start = 0;
    let parts = ends
        .into_iter()
        .map(|end| key[std::mem::replace(&mut start, end + 1)..end].trim().to_owned());
    let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
    let is_list = key.contains(',') && !parts.is_empty() && parts.iter().all(|part| part.contains('/'));
    if is_list { parts } else { vec![key.to_owned()] }
}
