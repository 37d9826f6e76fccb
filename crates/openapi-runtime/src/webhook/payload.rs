use std::fmt;

use bytes::Bytes;
use serde::de::DeserializeOwned;

use crate::json_error;

/// A webhook whose body does not have the documented form. Neither `Display` nor `Debug` shows the body.
///
/// ```
/// use openapi_runtime::InvalidWebhook;
///
/// # let read = |body: &[u8]| openapi_runtime::parse_webhook::<Vec<String>>(body);
/// // The description has a list of texts.
/// let invalid: InvalidWebhook = read(b"[7]").unwrap_err();
/// assert!(!invalid.to_string().contains("[7]"), "the body may be secret");
/// assert_eq!(invalid.body(), "[7]");
/// ```
#[derive(Clone)]
pub struct InvalidWebhook {
    reason: String,
    body: Bytes,
}

impl InvalidWebhook {
    /// The body, as it arrived.
    pub fn body(&self) -> &Bytes {
        &self.body
    }
}

impl fmt::Display for InvalidWebhook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the body of the webhook does not have the documented form: {}",
            self.reason
        )
    }
}

impl fmt::Debug for InvalidWebhook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("InvalidWebhook");
        shown.field("reason", &self.reason).finish_non_exhaustive()
    }
}

impl std::error::Error for InvalidWebhook {}

/// Reads the body of a webhook; generated code calls it.
#[doc(hidden)]
pub fn parse_webhook<T: DeserializeOwned>(body: &[u8]) -> Result<T, InvalidWebhook> {
    serde_json::from_slice(body).map_err(|error| InvalidWebhook {
        reason: json_error::reason(body, &error),
        body: Bytes::copy_from_slice(body),
    })
}
