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

    /// A response of JSON, with the content type `application/json`.
    ///
    /// # Panics
    /// When the value cannot be JSON.
    ///
    /// ```
    /// use openapi_conformance::Reply;
    ///
    /// let problem = Reply::json(500, serde_json::json!({"title": "Out of memory"}));
    /// ```
    pub fn json(status: u16, body: impl Serialize) -> Self {
        Self::new(status).body("application/json", value_of(body).to_string())
    }

    /// No response: the connection ends after the request.
    ///
    /// ```
    /// use openapi_conformance::{Contract, Mock, Reply};
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
    /// mock.on("getPet").times(1).reply(Reply::reset());
    /// assert!(client.request(Method::GET, "/pets/7").send_raw().await.is_err());
    /// # Ok(())
    /// # }
    /// ```
    pub fn reset() -> Self {
        let mut reply = Self::new(500);
        reply.answer.reset = true;
        reply
    }

    /// Sets the body, and its content type.
    #[must_use]
    pub fn body(mut self, media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        self.answer.media_type = Some(media_type.to_owned());
        self.answer.body = body.into();
        self
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.answer.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Sends it after this time.
    ///
    /// ```
    /// use openapi_conformance::Reply;
    ///
    /// let slow = Reply::json(200, serde_json::json!([])).delay(std::time::Duration::from_secs(1));
    /// ```
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
