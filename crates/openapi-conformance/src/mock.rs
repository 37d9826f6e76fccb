//! A server that answers from the description's examples.

use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;
use wiremock::matchers::any;
use wiremock::{MockServer, Respond, ResponseTemplate};

use crate::contract::{Content, Contract, Operation};
use crate::request::Request;

/// A server on a free loopback port. It answers each operation with the first example of its first documented success,
/// unless [`answer`](Self::answer) says otherwise; a request that breaks the description is answered 500 with what is
/// wrong with it. It stops when it is dropped.
///
/// ```no_run
/// # async fn example() -> Result<(), openapi_conformance::ParseError> {
/// let contract = openapi_conformance::Contract::parse("{openapi: 3.1.0, paths: {}}")?;
/// let mock = openapi_conformance::Mock::start(contract).await;
/// println!("{}", mock.url());
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Mock {
    server: MockServer,
    answer: Arc<Mutex<Option<Answer>>>,
}

#[derive(Clone, Debug)]
struct Answer {
    status: u16,
    media_type: Option<String>,
    body: Vec<u8>,
}

impl Mock {
    /// Starts it.
    pub async fn start(contract: Contract) -> Self {
        let server = MockServer::start().await;
        let answer = Arc::new(Mutex::new(None));
        let examples = Examples {
            operations: contract.operations(),
            contract,
            answer: Arc::clone(&answer),
        };
        wiremock::Mock::given(any()).respond_with(examples).mount(&server).await;
        Self { server, answer }
    }

    /// The base URL.
    pub fn url(&self) -> String {
        self.server.uri()
    }

    /// From now on answers every good request with this status, content type and body.
    pub fn answer(&self, status: u16, media_type: Option<&str>, body: impl Into<Vec<u8>>) {
        let answer = Answer {
            status,
            media_type: media_type.map(str::to_owned),
            body: body.into(),
        };
        *self.answer.lock().unwrap_or_else(PoisonError::into_inner) = Some(answer);
    }

    /// From now on answers every good request with this status and the first example of this content.
    pub fn answer_example(&self, status: u16, content: &Content) {
        let body = content
            .examples
            .first()
            .map(|example| bytes_of(example, &content.media_type))
            .unwrap_or_default();
        self.answer(status, Some(&content.media_type), body);
    }

    /// The requests that arrived, in order.
    pub async fn requests(&self) -> Vec<Request> {
        self.server
            .received_requests()
            .await
            .unwrap_or_default()
            .iter()
            .map(request)
            .collect()
    }
}

/// Answers from the examples.
struct Examples {
    contract: Contract,
    operations: Vec<Operation>,
    answer: Arc<Mutex<Option<Answer>>>,
}

impl Respond for Examples {
    fn respond(&self, arrived: &wiremock::Request) -> ResponseTemplate {
        let request = request(arrived);
        let Some(operation) = self.operations.iter().find(|operation| operation.matches(&request)) else {
            return plain(500, &format!("no operation for {} {}", request.method, request.path));
        };
        let violations = operation.violations(&self.contract, &request);
        if !violations.is_empty() {
            return plain(500, &violations.join("\n"));
        }
        let chosen = self.answer.lock().unwrap_or_else(PoisonError::into_inner).clone();
        template(&chosen.unwrap_or_else(|| success(operation)))
    }
}

fn success(operation: &Operation) -> Answer {
    let response = operation
        .responses
        .iter()
        .find(|response| response.status.starts_with('2'));
    let status = response
        .and_then(|response| response.status.parse().ok())
        .unwrap_or(200);
    let content = response.and_then(|response| response.contents.first());
    Answer {
        status,
        media_type: content.map(|content| content.media_type.clone()),
        body: content
            .and_then(|content| {
                content
                    .examples
                    .first()
                    .map(|example| bytes_of(example, &content.media_type))
            })
            .unwrap_or_default(),
    }
}

fn template(answer: &Answer) -> ResponseTemplate {
    let response = ResponseTemplate::new(answer.status);
    match &answer.media_type {
        Some(media_type) => response.set_body_raw(answer.body.clone(), media_type),
        None => response,
    }
}

fn plain(status: u16, text: &str) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_raw(text.as_bytes(), "text/plain")
}

/// An example as it goes over the wire: JSON as JSON, anything else as its own text.
fn bytes_of(example: &Value, media_type: &str) -> Vec<u8> {
    match example {
        Value::String(text) if !media_type.contains("json") => text.clone().into_bytes(),
        other => other.to_string().into_bytes(),
    }
}

fn request(arrived: &wiremock::Request) -> Request {
    Request {
        method: arrived.method.to_string(),
        path: arrived.url.path().to_owned(),
        query: arrived.url.query().map(str::to_owned),
        headers: arrived
            .headers
            .iter()
            .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
            .collect(),
        body: arrived.body.clone(),
    }
}
