//! A server that answers from the description's examples, or as a test says.

mod reply;
mod stub;
mod typed;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::Value;

pub use self::reply::Reply;
use self::stub::Rule;
pub use self::stub::Stub;
use crate::contract::{Content, Contract, Direction, Operation};
use crate::request::Request;
use crate::restrictions::Restrictions;
use crate::sample::{guess, smallest};
use crate::server::{Answer, Server};

/// A server on a free loopback port. It answers each operation with the first example of its first documented success, or with a
/// value made from its schema, unless [`on`](Self::on) or [`answer`](Self::answer) says otherwise; a request that breaks the description is answered 501,
/// which clients do not retry, with the reason. It stops when it is dropped.
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
/// let mock = Mock::start(Contract::parse(PETS)?).await?;
/// mock.on("getPet").times(1).reply(Reply::new(503));
/// mock.on("getPet").expect("id", 7).respond(200, serde_json::json!({"name": "Rex"}));
/// // The code under test, with a client whose base URL is that of the mock. Here:
/// # let client = Client::builder(&mock.url(), "test").retry(openapi_runtime::Retry::never()).build()?;
/// assert_eq!(client.request(Method::GET, "/pets/7").send_raw().await?.status, 503);
/// assert_eq!(client.request(Method::GET, "/pets/7").send_raw().await?.body, r#"{"name":"Rex"}"#);
/// mock.verify();
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Mock {
    server: Server,
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    contract: Contract,
    operations: Vec<Operation>,
    answer: Mutex<Option<Answer>>,
    rules: Mutex<Vec<Arc<Rule>>>,
    requests: Mutex<Vec<Request>>,
    /// The reasons why requests were refused.
    refused: Mutex<Vec<String>>,
}

/// The status of refused requests. Clients do not retry after it.
const REFUSED: u16 = 501;

/// The data of the lock is consistent even if a test panicked.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Mock {
    /// Starts it on the current tokio runtime.
    ///
    /// # Errors
    /// If there is no free port.
    pub async fn start(contract: Contract) -> std::io::Result<Self> {
        let shared = Arc::new(Shared {
            operations: contract.operations(),
            contract,
            answer: Mutex::default(),
            rules: Mutex::default(),
            requests: Mutex::default(),
            refused: Mutex::default(),
        });
        let respond = Arc::clone(&shared);
        let server = Server::start(move |request| Arc::clone(&respond).respond(request)).await?;
        Ok(Self { server, shared })
    }

    /// The base URL.
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
    /// assert!(mock.url().starts_with("http://127.0.0.1:"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn url(&self) -> String {
        format!("http://{}", self.server.address)
    }

    /// From now on answers every valid request with this status, content type and body, unless [`on`](Self::on) says otherwise.
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
    /// mock.answer(503, Some("text/plain"), "busy");
    /// assert_eq!(client.request(Method::GET, "/pets/7").send_raw().await?.body, "busy");
    /// # Ok(())
    /// # }
    /// ```
    pub fn answer(&self, status: u16, media_type: Option<&str>, body: impl Into<Vec<u8>>) {
        let answer = Answer {
            status,
            media_type: media_type.map(str::to_owned),
            body: body.into(),
            ..Answer::default()
        };
        *lock(&self.shared.answer) = Some(answer);
    }

    /// From now on answers every valid request with this status and the first example of this content, unless [`on`](Self::on) says
    /// otherwise.
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
    /// let contract = Contract::parse(PETS)?;
    /// let operations = contract.operations();
    /// mock.answer_example(200, &operations[0].response(200).unwrap().contents[0]);
    /// assert_eq!(client.request(Method::GET, "/pets/7").send_raw().await?.body, r#"{"name":"Rex"}"#);
    /// # Ok(())
    /// # }
    /// ```
    pub fn answer_example(&self, status: u16, content: &Content) {
        let body = content
            .examples
            .first()
            .map(|example| bytes_of(example, &content.media_type))
            .unwrap_or_default();
        self.answer(status, Some(&content.media_type), body);
    }

    /// Says how the requests of an operation are answered: by its `operationId`, or by its method and path (`GET /pets`).
    ///
    /// # Panics
    /// When the description has no such operation.
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
    /// mock.on("GET /pets/{id}").respond_empty(404);
    /// assert_eq!(client.request(Method::GET, "/pets/7").send_raw().await?.status, 404);
    /// # Ok(())
    /// # }
    /// ```
    #[track_caller]
    pub fn on(&self, operation: &str) -> Stub<'_> {
        Stub::new(self, self.shared.index(operation))
    }

    /// The requests that arrived, in order.
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
    /// assert_eq!(mock.requests()[0].path, "/pets/7");
    /// # Ok(())
    /// # }
    /// ```
    pub fn requests(&self) -> Vec<Request> {
        lock(&self.shared.requests).clone()
    }

    /// The requests of an operation that arrived, in order.
    ///
    /// # Panics
    /// When the description has no such operation.
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
    /// assert_eq!((mock.requests_of("getPet").len(), mock.requests_of("putPet").len()), (1, 0));
    /// # Ok(())
    /// # }
    /// ```
    #[track_caller]
    pub fn requests_of(&self, operation: &str) -> Vec<Request> {
        self.requests_at(self.shared.index(operation))
    }

    fn requests_at(&self, operation: usize) -> Vec<Request> {
        let operation = &self.shared.operations[operation];
        let requests = lock(&self.shared.requests);
        requests
            .iter()
            .filter(|request| operation.matches(request))
            .cloned()
            .collect()
    }

    /// Compares the requests that arrived with the expectations.
    ///
    /// # Panics
    /// If a request was refused, or an expected request arrived too rarely.
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
    /// mock.on("getPet").times(2).respond_example(200);
    /// client.request(Method::GET, "/pets/7").send_raw().await?;
    /// let problem = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| mock.verify())).unwrap_err();
    /// assert_eq!(problem.downcast_ref::<String>().unwrap(), "GET /pets/{id}: 2 requests were expected, 1 arrived");
    /// # Ok(())
    /// # }
    /// ```
    #[track_caller]
    pub fn verify(&self) {
        let mut problems = lock(&self.shared.refused).clone();
        for rule in lock(&self.shared.rules).iter() {
            let name = name(&self.shared.operations[rule.operation]);
            problems.extend(rule.missing().map(|missing| format!("{name}: {missing}")));
        }
        assert!(problems.is_empty(), "{}", problems.join("\n"));
    }

    fn add(&self, rule: Rule) {
        lock(&self.shared.rules).push(Arc::new(rule));
    }
}

impl Shared {
    #[track_caller]
    fn index(&self, name: &str) -> usize {
        let is_it = |operation: &Operation| operation.id.as_deref() == Some(name) || self::name(operation) == name;
        let found = self.operations.iter().position(is_it);
        found.unwrap_or_else(|| panic!("the description has no operation `{name}`"))
    }

    async fn respond(self: Arc<Self>, request: Request) -> Answer {
        let answer = self.answer_to(&request).await;
        lock(&self.requests).push(request);
        answer.unwrap_or_else(|problems| {
            let text = problems.join("\n");
            lock(&self.refused).push(text.clone());
            Answer::plain(REFUSED, &text)
        })
    }

    /// The response to a request, or the reason why it is refused.
    async fn answer_to(&self, request: &Request) -> Result<Answer, Vec<String>> {
        let found = self.operations.iter().position(|operation| operation.matches(request));
        let Some(index) = found else {
            return Err(vec![format!("no operation for {} {}", request.method, request.path)]);
        };
        let operation = &self.operations[index];
        let violations = operation.violations(&self.contract, request);
        if !violations.is_empty() {
            return Err(violations);
        }
        if let Some(answer) = self.by_rules(index, request).await? {
            return Ok(answer);
        }
        let chosen = lock(&self.answer).clone();
        Ok(chosen.unwrap_or_else(|| success(&self.contract, operation)))
    }

    /// The answer of the first rule that expects the request, if there are any for the operation.
    async fn by_rules(&self, index: usize, request: &Request) -> Result<Option<Answer>, Vec<String>> {
        let operation = &self.operations[index];
        let rules: Vec<Arc<Rule>> = lock(&self.rules)
            .iter()
            .filter(|rule| rule.operation == index)
            .cloned()
            .collect();
        let mut problems = Vec::new();
        for rule in &rules {
            let differences = rule.differences(&self.contract, operation, request).await;
            if differences.is_empty()
                && let Some(answer) = rule.take_turn()
            {
                return Ok(Some(answer));
            }
            problems.extend(differences);
        }
        if rules.is_empty() {
            return Ok(None);
        }
        if problems.is_empty() {
            problems.push(format!("{}: no more requests were expected", name(operation)));
        }
        Err(problems)
    }
}

/// The name of an operation in messages.
fn name(operation: &Operation) -> String {
    format!("{} {}", operation.method, operation.path)
}

fn success(contract: &Contract, operation: &Operation) -> Answer {
    let response = operation
        .responses
        .iter()
        .find(|response| response.status.starts_with('2'));
    let content = response.and_then(|response| response.contents.first());
    let value = content.and_then(|content| match content.examples.first() {
        None if !content.media_type.contains("json") => None,
        None => Some(made(contract, content)),
        example => example.cloned(),
    });
    let body = content
        .zip(value)
        .map(|(content, value)| bytes_of(&value, &content.media_type));
    Answer {
        status: response
            .and_then(|response| response.status.parse().ok())
            .unwrap_or(200),
        media_type: content.map(|content| content.media_type.clone()),
        body: body.unwrap_or_default(),
        ..Answer::default()
    }
}

/// A value of the schema of a response.
fn made(contract: &Contract, content: &Content) -> Value {
    let (schema, direction) = (content.schema.as_deref(), Direction::Response);
    smallest(contract, schema, direction, Restrictions::default()).unwrap_or_else(|| guess(contract, schema, direction))
}

/// An example as sent on the wire: JSON as JSON, anything else as its own text.
fn bytes_of(example: &Value, media_type: &str) -> Vec<u8> {
    match example {
        Value::String(text) if !media_type.contains("json") => text.clone().into_bytes(),
        other => other.to_string().into_bytes(),
    }
}
