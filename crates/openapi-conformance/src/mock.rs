//! A server that answers from the description's examples.

use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;

use crate::contract::{Content, Contract, Operation};
use crate::request::Request;
use crate::server::{Answer, Server};

/// A server on a free loopback port. It answers each operation with the first example of its first documented success,
/// unless [`answer`](Self::answer) says otherwise; a request that breaks the description is answered 500 with what is
/// wrong with it. It stops when it is dropped.
///
/// ```no_run
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let contract = openapi_conformance::Contract::parse("{openapi: 3.1.0, paths: {}}")?;
/// let mock = openapi_conformance::Mock::start(contract).await?;
/// println!("{}", mock.url());
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
    requests: Mutex<Vec<Request>>,
}

impl Mock {
    /// Starts it on the current tokio runtime.
    ///
    /// # Errors
    /// When there is no free port.
    pub async fn start(contract: Contract) -> std::io::Result<Self> {
        let shared = Arc::new(Shared {
            operations: contract.operations(),
            contract,
            answer: Mutex::default(),
            requests: Mutex::default(),
        });
        let respond = Arc::clone(&shared);
        let server = Server::start(move |request| respond.respond(request)).await?;
        Ok(Self { server, shared })
    }

    /// The base URL.
    pub fn url(&self) -> String {
        format!("http://{}", self.server.address)
    }

    /// From now on answers every good request with this status, content type and body.
    pub fn answer(&self, status: u16, media_type: Option<&str>, body: impl Into<Vec<u8>>) {
        let answer = Answer {
            status,
            media_type: media_type.map(str::to_owned),
            body: body.into(),
            ..Answer::default()
        };
        *self.shared.answer.lock().unwrap_or_else(PoisonError::into_inner) = Some(answer);
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
    pub fn requests(&self) -> Vec<Request> {
        self.shared
            .requests
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl Shared {
    fn respond(&self, request: Request) -> Answer {
        let answer = self.answer_to(&request);
        self.requests
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(request);
        answer
    }

    fn answer_to(&self, request: &Request) -> Answer {
        let Some(operation) = self.operations.iter().find(|operation| operation.matches(request)) else {
            return Answer::plain(500, &format!("no operation for {} {}", request.method, request.path));
        };
        let violations = operation.violations(&self.contract, request);
        if !violations.is_empty() {
            return Answer::plain(500, &violations.join("\n"));
        }
        let chosen = self.answer.lock().unwrap_or_else(PoisonError::into_inner).clone();
        chosen.unwrap_or_else(|| success(operation))
    }
}

fn success(operation: &Operation) -> Answer {
    let response = operation
        .responses
        .iter()
        .find(|response| response.status.starts_with('2'));
    let content = response.and_then(|response| response.contents.first());
    let example = content.and_then(|content| Some(bytes_of(content.examples.first()?, &content.media_type)));
    Answer {
        status: response
            .and_then(|response| response.status.parse().ok())
            .unwrap_or(200),
        media_type: content.map(|content| content.media_type.clone()),
        body: example.unwrap_or_default(),
        ..Answer::default()
    }
}

/// An example as it goes over the wire: JSON as JSON, anything else as its own text.
fn bytes_of(example: &Value, media_type: &str) -> Vec<u8> {
    match example {
        Value::String(text) if !media_type.contains("json") => text.clone().into_bytes(),
        other => other.to_string().into_bytes(),
    }
}
