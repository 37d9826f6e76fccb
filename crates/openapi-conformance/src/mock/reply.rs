//! The responses of a mock.

use std::time::Duration;

use serde::Serialize;
use serde_json::Value;

use super::bytes_of;
use crate::server::Answer;

/// A response of a [`Mock`](super::Mock), which need not be as documented.
///
/// ```
/// use openapi_conformance::Reply;
///
/// let too_many = Reply::new(429).header("Retry-After", "0");
/// let gateway = Reply::new(502).body("text/html", "<h1>Bad gateway</h1>");
/// ```
#[derive(Clone, Debug)]
pub struct Reply {
    pub(super) answer: Answer,
}

impl Reply {
    /// A response of this status, without a body.
    pub fn new(status: u16) -> Self {
        Self {
            answer: Answer {
                status,
                ..Answer::default()
            },
        }
    }

    /// A response of JSON.
    ///
    /// # Panics
    /// When the value cannot be JSON.
    pub fn json(status: u16, body: impl Serialize) -> Self {
        Self::new(status).body("application/json", value_of(body).to_string())
    }

    /// No response: the connection ends after the request.
    pub fn reset() -> Self {
        let mut reply = Self::new(500);
        reply.answer.reset = true;
        reply
    }

    /// With this body.
    #[must_use]
    pub fn body(mut self, media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        self.answer.media_type = Some(media_type.to_owned());
        self.answer.body = body.into();
        self
    }

    /// With this header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.answer.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// After this time.
    #[must_use]
    pub fn delay(mut self, delay: Duration) -> Self {
        self.answer.delay = delay;
        self
    }

    /// With a value in the form of a media type.
    pub(super) fn with(self, media_type: &str, value: &Value) -> Self {
        self.body(media_type, bytes_of(value, media_type))
    }
}

/// A value as JSON.
pub(super) fn value_of(value: impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_else(|problem| panic!("the value cannot be JSON: {problem}"))
}
