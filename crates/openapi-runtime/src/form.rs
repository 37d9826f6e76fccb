//! Bodies of `application/x-www-form-urlencoded` (OpenAPI 3.1 section 4.8.15, "Encoding Object").

use serde_json::Value;

use crate::{Style, style, url};

/// How one property of a form is written, where the description says so.
///
/// ```
/// use openapi_runtime::{Client, FormEncoding, Operation, Request, Style, serde_json::json};
///
/// const ADD_PET: Operation = Operation::new("addPet", "POST", "/pets");
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let server = wiremock::MockServer::start().await;
/// # let client = Client::builder(&server.uri(), "shop/1.2").build()?;
/// let encodings = [
///     FormEncoding::new("tags", Style::PipeDelimited, false),
///     FormEncoding::new("page", Style::Form, true).allow_reserved(),
/// ];
/// let mut request = Request::new(&ADD_PET);
/// request.body_form("application/x-www-form-urlencoded", &encodings, json!({"page": "/a", "tags": ["b", "c"]}));
/// client.send_raw(request).await?;
/// # let requests = server.received_requests().await.unwrap();
/// assert_eq!(requests[0].body, b"page=/a&tags=b%7Cc");
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct FormEncoding {
    /// The property.
    pub property: &'static str,
    /// `style`.
    pub style: Style,
    /// `explode`.
    pub explode: bool,
    /// `allowReserved`.
    pub allow_reserved: bool,
}

impl FormEncoding {
    /// How `property` is written: in this style, exploded or not.
    pub const fn new(property: &'static str, style: Style, explode: bool) -> Self {
        Self {
            property,
            style,
            explode,
            allow_reserved: false,
        }
    }

    /// Leaves reserved characters as they are.
    #[must_use]
    pub const fn allow_reserved(self) -> Self {
        Self {
            allow_reserved: true,
            ..self
        }
    }
}

/// Writes an object as a form. A property without an encoding is text when it is simple, repeated for each item of an
/// array, and JSON otherwise. Null ones are left out.
///
/// # Errors
///
/// When the value is not an object.
pub(crate) fn form(value: &Value, encodings: &[FormEncoding]) -> Result<String, String> {
    let Value::Object(properties) = value else {
        return Err("a form has to be an object".into());
    };
    let mut pairs = Vec::new();
    for (name, value) in properties {
        let encoding = encodings.iter().find(|encoding| encoding.property == name);
        let (style, explode, allow_reserved) = match encoding {
            Some(encoding) => (encoding.style, encoding.explode, encoding.allow_reserved),
            None => (Style::Form, value.is_array(), false),
        };
        let encode = if allow_reserved {
            url::encode_allow_reserved
        } else {
            url::encode
        };
        match (encoding, value) {
            (None, Value::Object(_)) => {
                pairs.push(format!("{}={}", url::encode(name), url::encode(&value.to_string())))
            }
            _ => pairs.extend(style::query(name, style, explode, value, encode).unwrap_or_default()),
        }
    }
    Ok(pairs.join("&"))
}
