use serde_json::Value;

use super::{InvalidWebhook, parse_webhook};

/// A webhook that the description does not list, with its JSON.
///
/// ```
/// use openapi_runtime::UnknownWebhook;
///
/// # let unknown = UnknownWebhook::parse(Some("pet.sold"), br#"{"id": 7}"#)?;
/// // The server sends `pet.sold`, and the description lists `pet.added`.
/// let unknown: UnknownWebhook = unknown;
/// assert_eq!(unknown.event(), Some("pet.sold"));
/// assert_eq!(unknown.json()["id"], 7);
/// # Ok::<(), openapi_runtime::InvalidWebhook>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct UnknownWebhook {
    event: Option<String>,
    json: Value,
}

impl UnknownWebhook {
    /// Reads the JSON; generated code calls it.
    #[doc(hidden)]
    pub fn parse(event: Option<&str>, body: &[u8]) -> Result<Self, InvalidWebhook> {
        Ok(Self {
            event: event.map(str::to_owned),
            json: parse_webhook(body)?,
        })
    }

    /// Which event it is, in the words of the server, if it says so where the description expects it.
    pub fn event(&self) -> Option<&str> {
        self.event.as_deref()
    }

    /// The body.
    pub fn json(&self) -> &Value {
        &self.json
    }
}

/// The text of a property of a body; generated code calls it.
#[doc(hidden)]
pub fn webhook_property(body: &[u8], name: &str) -> Result<Option<String>, InvalidWebhook> {
    let json: Value = parse_webhook(body)?;
    Ok(json.get(name).and_then(Value::as_str).map(str::to_owned))
}
