//! How values are written.

use std::collections::HashMap;

use serde_json::Value;

use super::Content;
use crate::request::essence;

/// How a parameter, or a property of a form, is written.
///
/// ```
/// use openapi_conformance::{Contract, Encoding};
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
/// let form = Encoding::Style { style: "form".to_owned(), explode: true, allow_reserved: false };
/// assert_eq!(limit.encoding, form);
/// # Ok::<(), openapi_conformance::ParseError>(())
/// ```
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

impl Encoding {
    /// How a parameter with `content` is written: by its media type.
    pub(super) fn of_content(content: &Content) -> Self {
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
    pub(super) fn read(encoding: &Value, location: &str, default: &str) -> Self {
        let defined: &[&str] = match location {
            "path" => &["matrix", "label", "simple"],
            "query" => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
            "header" => &["simple"],
            "cookie" => &["form", "cookie"],
            _ => &["form"],
        };
        let style = encoding["style"].as_str();
        let explodes = matches!(style.unwrap_or(default), "form" | "cookie");
        Self::Style {
            explode: encoding["explode"].as_bool().unwrap_or(explodes),
            style: style
                .filter(|style| defined.contains(style))
                .unwrap_or(default)
                .to_owned(),
            allow_reserved: encoding["allowReserved"] == true,
        }
    }
}
