//! The expected requests of an operation, and the responses to them.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Duration;

use serde::Serialize;
use serde_json::Value;

use super::reply::value_of;
use super::{Mock, Reply, name};
use crate::arguments::Body;
use crate::contract::{Content, Contract, Direction, Operation, Parameter, Response};
use crate::parameter::compare;
use crate::request::{Request, essence};
use crate::server::Answer;
use crate::shown;

/// The requests of an operation that a [`Mock`] expects. It holds from [`respond`](Self::respond) or another answer on.
/// Requests are answered by the first that fits them and has not been used as often as it says.
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
/// mock.on("putPet").expect("id", 7).expect_body(serde_json::json!({"name": "Rex"})).times(1).respond_empty(204);
/// let body = serde_json::json!({"name": "Rex"});
/// assert_eq!(client.request(Method::PUT, "/pets/7").body_json(&body).send_raw().await?.status, 204);
/// mock.verify();
/// # Ok(())
/// # }
/// ```
#[must_use = "it holds once it has an answer"]
#[derive(Debug)]
pub struct Stub<'m> {
    mock: &'m Mock,
    rule: Rule,
}

/// An expected request and its response.
#[derive(Debug)]
pub(super) struct Rule {
    /// The index of the operation.
    pub(super) operation: usize,
    parameters: Vec<(Parameter, Value)>,
    /// The media type and value of the body.
    body: Option<(String, Value)>,
    /// How often it is to be used; any number of times if it does not say.
    times: Option<usize>,
    /// How many requests are answered 429 before the others.
    busy: usize,
    delay: Duration,
    used: AtomicUsize,
    reply: Reply,
}

impl<'m> Stub<'m> {
    pub(super) fn new(mock: &'m Mock, operation: usize) -> Self {
        let rule = Rule {
            operation,
            parameters: Vec::new(),
            body: None,
            times: None,
            busy: 0,
            delay: Duration::ZERO,
            used: AtomicUsize::new(0),
            reply: Reply::new(200),
        };
        Self { mock, rule }
    }

    /// Expects this value of the parameter of this name, wherever it is sent.
    ///
    /// # Panics
    /// When the description has no such parameter, or does not allow the value.
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
    /// mock.on("getPet").expect("id", 7).respond_example(200);
    /// mock.on("getPet").expect("id", 8).respond_empty(404);
    /// assert_eq!(client.request(Method::GET, "/pets/8").send_raw().await?.status, 404);
    /// # Ok(())
    /// # }
    /// ```
    #[track_caller]
    pub fn expect(self, parameter: &str, value: impl Serialize) -> Self {
        self.expect_where(|known| known.name == parameter, parameter, value)
    }

    /// With this value of the parameter at a location: `path`, `query`, `header` or `cookie`.
    #[doc(hidden)]
    #[track_caller]
    pub fn expect_at(self, location: &str, parameter: &str, value: impl Serialize) -> Self {
        let is_it = |known: &Parameter| known.name == parameter && known.location == location;
        self.expect_where(is_it, parameter, value)
    }

    #[track_caller]
    fn expect_where(mut self, is_it: impl Fn(&Parameter) -> bool, parameter: &str, value: impl Serialize) -> Self {
        let (operation, value) = (self.operation(), value_of(value));
        let Some(known) = operation.parameters.iter().find(|known| is_it(known)) else {
            let names: Vec<&str> = operation.parameters.iter().map(|known| known.name.as_str()).collect();
            panic!("{} has no parameter `{parameter}`, only {names:?}", name(operation));
        };
        let what = || format!("the value of `{parameter}`");
        self.check(known.schema.as_deref(), Direction::Request, &value, what);
        let known = known.clone();
        self.rule.parameters.push((known, value));
        self
    }

    /// Expects this body.
    ///
    /// # Panics
    /// When the description has no body, or does not allow this one.
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
    /// mock.on("putPet").expect_body(serde_json::json!({"name": "Rex"})).respond_empty(204);
    /// let other = serde_json::json!({"name": "Bello"});
    /// assert_eq!(client.request(Method::PUT, "/pets/7").body_json(&other).send_raw().await?.status, 501);
    /// # Ok(())
    /// # }
    /// ```
    #[track_caller]
    pub fn expect_body(self, body: impl Serialize) -> Self {
        self.expect_body_where(|_| true, body)
    }

    /// With this body of a media type.
    #[doc(hidden)]
    #[track_caller]
    pub fn expect_body_of(self, media_type: &str, body: impl Serialize) -> Self {
        self.expect_body_where(|content| is_named(content, media_type), body)
    }

    #[track_caller]
    fn expect_body_where(mut self, is_it: impl Fn(&Content) -> bool, body: impl Serialize) -> Self {
        let (operation, body) = (self.operation(), value_of(body));
        let Some(content) = operation.bodies.iter().find(|content| is_it(content)) else {
            panic!("{} has no body", name(operation));
        };
        let what = || "the expected body".to_owned();
        self.check(content.schema.as_deref(), Direction::Request, &body, what);
        self.rule.body = Some((content.media_type.clone(), body));
        self
    }

    /// Expects so many requests, after which the next stub of the operation answers. [`Mock::verify`] panics if fewer arrived.
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
    /// mock.on("getPet").times(1).respond_empty(404);
    /// mock.on("getPet").respond_example(200);
    /// assert_eq!(client.request(Method::GET, "/pets/7").send_raw().await?.status, 404);
    /// assert_eq!(client.request(Method::GET, "/pets/7").send_raw().await?.status, 200);
    /// # Ok(())
    /// # }
    /// ```
    pub fn times(mut self, times: usize) -> Self {
        self.rule.times = Some(times);
        self
    }

    /// Answers after this time.
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
    /// let delay = std::time::Duration::from_millis(50);
    /// mock.on("getPet").delay(delay).respond_example(200);
    /// let start = std::time::Instant::now();
    /// client.request(Method::GET, "/pets/7").send_raw().await?;
    /// assert!(start.elapsed() >= delay);
    /// # Ok(())
    /// # }
    /// ```
    pub fn delay(mut self, delay: Duration) -> Self {
        self.rule.delay = delay;
        self
    }

    /// Answers the first so many requests with 429 Too Many Requests and `Retry-After: 0`. [`times`](Self::times) does not count these.
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
    /// mock.on("getPet").busy(1).respond_example(200);
    /// assert_eq!(client.request(Method::GET, "/pets/7").send_raw().await?.status, 429);
    /// assert_eq!(client.request(Method::GET, "/pets/7").send_raw().await?.status, 200);
    /// # Ok(())
    /// # }
    /// ```
    pub fn busy(mut self, times: usize) -> Self {
        self.rule.busy = times;
        self
    }

    /// The requests of the operation that arrived, in order.
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
    /// client.request(Method::GET, "/pets/7").header("X-Tenant", "acme").send_raw().await?;
    /// assert_eq!(mock.on("getPet").requests()[0].header("x-tenant"), Some("acme"));
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        self.mock.requests_at(self.rule.operation)
    }

    /// Answers with a documented response: a status, and a body that the description allows.
    ///
    /// # Panics
    /// When the description has no such response, or does not allow this body: the message says where in it.
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
    /// mock.on("getPet").respond(200, serde_json::json!({"name": "Bello"}));
    /// assert_eq!(client.request(Method::GET, "/pets/7").send_raw().await?.body, r#"{"name":"Bello"}"#);
    /// # Ok(())
    /// # }
    /// ```
    #[track_caller]
    pub fn respond(self, status: u16, body: impl Serialize) {
        self.respond_where(status, |_| true, body);
    }

    /// Answers with a documented response of a media type.
    #[doc(hidden)]
    #[track_caller]
    pub fn respond_of(self, status: u16, media_type: &str, body: impl Serialize) {
        self.respond_where(status, |content| is_named(content, media_type), body);
    }

    /// Answers with values one after the other: events, or lines.
    #[doc(hidden)]
    #[track_caller]
    pub fn respond_stream<T: Serialize>(self, status: u16, media_type: &str, values: impl IntoIterator<Item = T>) {
        let (before, after) = match essence(media_type).to_ascii_lowercase().as_str() {
            "text/event-stream" => ("data: ", "\n\n"),
            "application/json-seq" => ("\u{1e}", "\n"),
            _ => ("", "\n"),
        };
        let written = values
            .into_iter()
            .map(value_of)
            .map(|value| format!("{before}{value}{after}"));
        let body: String = written.collect();
        self.respond_bytes(status, media_type, body);
    }

    /// Answers with a documented response whose body is not checked.
    #[doc(hidden)]
    #[track_caller]
    pub fn respond_bytes(self, status: u16, media_type: &str, body: impl Into<Vec<u8>>) {
        self.response(status);
        let media_type = media_type
            .replace("*/*", "application/octet-stream")
            .replace('*', "octet-stream");
        self.reply(Reply::new(status).body(&media_type, body));
    }

    #[track_caller]
    fn respond_where(self, status: u16, is_it: impl Fn(&Content) -> bool, body: impl Serialize) {
        let (response, body) = (self.response(status), value_of(body));
        let Some(content) = response.documented().find(|content| is_it(content)) else {
            panic!("the response {status} of {} has no content", name(self.operation()));
        };
        let what = || format!("the body of {status}");
        self.check(content.schema.as_deref(), Direction::Response, &body, what);
        let reply = Reply::new(status).with(concrete(&content.media_type), &body);
        self.reply(reply);
    }

    /// Answers with a documented response that has no body.
    ///
    /// # Panics
    /// When the description has no such response.
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
    /// mock.on("getPet").respond_empty(404);
    /// assert_eq!(client.request(Method::GET, "/pets/7").send_raw().await?.status, 404);
    /// # Ok(())
    /// # }
    /// ```
    #[track_caller]
    pub fn respond_empty(self, status: u16) {
        self.response(status);
        self.reply(Reply::new(status));
    }

    /// Answers with the first example of a documented response.
    ///
    /// # Panics
    /// When the description has no such response, or no example of it.
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
    /// mock.on("getPet").respond_example(200);
    /// assert_eq!(client.request(Method::GET, "/pets/7").send_raw().await?.body, r#"{"name":"Rex"}"#);
    /// # Ok(())
    /// # }
    /// ```
    #[track_caller]
    pub fn respond_example(self, status: u16) {
        let response = self.response(status);
        let mut examples = response
            .documented()
            .filter_map(|content| Some((content, content.examples.first()?)));
        let Some((content, example)) = examples.next() else {
            panic!("the response {status} of {} has no example", name(self.operation()));
        };
        let reply = Reply::new(status).with(&content.media_type, example);
        self.reply(reply);
    }

    /// Does not answer: the connection ends after the request.
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
    /// mock.on("getPet").reset();
    /// assert!(client.request(Method::GET, "/pets/7").send_raw().await.is_err());
    /// # Ok(())
    /// # }
    /// ```
    pub fn reset(self) {
        self.reply(Reply::reset());
    }

    /// Answers with any response, which need not be as documented.
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
    /// mock.on("getPet").reply(Reply::new(502).body("text/html", "<h1>Bad gateway</h1>"));
    /// assert_eq!(client.request(Method::GET, "/pets/7").send_raw().await?.status, 502);
    /// # Ok(())
    /// # }
    /// ```
    pub fn reply(mut self, reply: Reply) {
        self.rule.reply = reply;
        self.mock.add(self.rule);
    }

    fn operation(&self) -> &'m Operation {
        &self.mock.shared.operations[self.rule.operation]
    }

    #[track_caller]
    fn response(&self, status: u16) -> &'m Response {
        let operation = self.operation();
        operation.response(status).unwrap_or_else(|| {
            panic!("{} has no response {status}", name(operation));
        })
    }

    #[track_caller]
    fn check(&self, schema: Option<&str>, direction: Direction, value: &Value, what: impl Fn() -> String) {
        let contract = &self.mock.shared.contract;
        let violations = schema.map(|schema| contract.violations(schema, direction, value));
        if let Some(violation) = violations.iter().flatten().next() {
            panic!("{} of {}: {}", what(), name(self.operation()), shown::text(violation));
        }
    }
}

/// Whether a content has this media type.
fn is_named(content: &Content, media_type: &str) -> bool {
    content.media_type.eq_ignore_ascii_case(media_type)
}

/// A media type as a response has it: JSON for a range.
fn concrete(media_type: &str) -> &str {
    match media_type.contains('*') {
        true => "application/json",
        false => media_type,
    }
}

impl Rule {
    /// Counts one use, if there is one left, and returns the response to it.
    pub(super) fn take_turn(&self) -> Option<Answer> {
        let is_left = |used| self.times.is_none_or(|times| used < self.busy + times);
        let next = |used| is_left(used).then_some(used + 1);
        let used = self.used.fetch_update(Relaxed, Relaxed, next).ok()?;
        if used < self.busy {
            return Some(Reply::new(429).header("Retry-After", "0").answer);
        }
        let mut answer = self.reply.answer.clone();
        answer.delay += self.delay;
        Some(answer)
    }

    /// How much less often it was used than it says.
    pub(super) fn missing(&self) -> Option<String> {
        let used = self.used.load(Relaxed);
        let times = self
            .times
            .map(|times| self.busy + times)
            .filter(|times| used < *times)?;
        Some(format!("{times} requests were expected, {used} arrived"))
    }

    /// The differences between a request and the expected one.
    pub(super) async fn differences(
        &self,
        contract: &Contract,
        operation: &Operation,
        request: &Request,
    ) -> Vec<String> {
        let captures = operation.captures(&request.path).unwrap_or_default();
        let parameters = self.parameters.iter().filter_map(|(parameter, wanted)| {
            let captured = captures.get(&parameter.name).map(String::as_str);
            let arrived = compare(parameter, Some(wanted), request, captured).err()?;
            let (wanted, arrived) = (shown::value(wanted), shown::text(&arrived));
            Some(format!(
                "the parameter `{}`: expected {wanted}, arrived {arrived}",
                parameter.name
            ))
        });
        let mut differences: Vec<String> = parameters.collect();
        if let Some((media_type, value)) = &self.body {
            let sent = |content: &&Content| essence(&content.media_type).eq_ignore_ascii_case(request.media_type());
            let content = operation.bodies.iter().find(sent);
            let body = Body {
                media_type: content.map_or(media_type, |content| &content.media_type).clone(),
                value: value.clone(),
            };
            differences.extend(operation.body_differences(contract, request, Some(&body)).await);
        }
        differences
    }
}
