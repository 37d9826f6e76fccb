//! What the tests of sending share.
#![allow(dead_code)]

pub mod faulty;

use std::{fmt, time::Duration};

use openapi_runtime::{Client, Decoded, Error, Operation, RawResponse, Request, ResponseValue, Retry, Undecodable};
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

pub const OPERATION: Operation = Operation::new("op", "GET", "/x")
    .security(&[&["key"]])
    .statuses(&["200", "400"]);
pub static GET: Operation = OPERATION;

/// A request of another operation.
pub fn request_of(operation: Operation) -> Request {
    Request::new(Box::leak(Box::new(operation)))
}

/// A body of an error as generated code declares it.
#[derive(Debug)]
pub struct Problem(pub Value);

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        openapi_runtime::summary(f, &self.0)
    }
}

pub type Answer = Result<ResponseValue<Vec<u32>>, Error<Problem>>;

/// Decodes 200 as numbers and 400 to 403 as problems.
pub fn decode(response: &RawResponse) -> Result<Decoded<Vec<u32>, Problem>, Undecodable> {
    match response.status.as_u16() {
        200 => Ok(Decoded::Success(response.json("application/json")?)),
        400..=403 => Ok(Decoded::Error(Problem(response.json("application/json")?))),
        _ => Err(response.unexpected_status()),
    }
}

/// A client with the key `s3cret` in a header, which sends each request once.
pub fn client(base_url: &str) -> Client {
    let builder = Client::builder(base_url, "test/1")
        .retry(Retry::never())
        .timeout(Duration::from_millis(500))
        .max_response_bytes(1000);
    builder
        .api_key_header("key", "x-api-key", "s3cret".into())
        .build()
        .unwrap()
}

/// Sends `GET /x`.
pub async fn get(client: &Client) -> Answer {
    client.send(Request::new(&GET), decode).await
}

/// Serves one connection: reads a request, answers with `answer` and gives back what was read. With `stall` the
/// connection stays open afterwards.
pub async fn serve(answer: &'static str, stall: bool) -> (String, tokio::task::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let task = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut read = vec![0; 4096];
        let length = stream.read(&mut read).await.unwrap();
        stream.write_all(answer.as_bytes()).await.unwrap();
        if stall {
            tokio::time::sleep(Duration::from_secs(5)).await;
        }
        String::from_utf8_lossy(&read[..length]).into_owned()
    });
    (url, task)
}
