//! What a call costs beside one that is written by hand with reqwest.
//!
//! `cargo bench -p openapi-runtime --bench call -- ours 1000` makes that many calls to a server in another process, and
//! `-- reqwest 1000` the same by hand; `scripts/instructions.py` counts the instructions of both.

mod common;

use std::env;

use common::Server;
use openapi_runtime::{Client, Decoded, Operation, RawResponse, Request, ResponseValue, Style, Undecodable, reqwest};
use reqwest::{Url, header};
use serde::Deserialize;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

static GET_THING: Operation = Operation::new("getThing", "GET", "/things/{id}")
    .accept(&["application/json"])
    .security(&[&["token"]])
    .statuses(&["200", "404"]);

#[derive(Deserialize)]
struct Thing {
    id: u32,
    name: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let arguments: Vec<String> = env::args().collect();
    let calls = arguments.get(2).and_then(|calls| calls.parse().ok()).unwrap_or(1);
    match arguments.get(1).map(String::as_str) {
        Some("serve") => serve().await,
        Some("ours") => ours(&Server::start().url, calls).await,
        Some("reqwest") => by_hand(&Server::start().url, calls).await,
        _ => {}
    }
}

async fn serve() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    println!("http://{}", listener.local_addr().unwrap());
    let body = r#"{"id": 7, "name": "seven", "later": null}"#;
    let answer = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    while let Ok((mut stream, _)) = listener.accept().await {
        let answer = answer.clone();
        tokio::spawn(async move {
            let mut read = [0; 4096];
            while stream.read(&mut read).await.is_ok_and(|length| length > 0) {
                stream.write_all(answer.as_bytes()).await.unwrap();
            }
        });
    }
}

async fn ours(url: &str, calls: usize) {
    fn decode(response: &RawResponse) -> Result<Decoded<Thing, String>, Undecodable> {
        match response.status.as_u16() {
            200 => response.json("application/json").map(Decoded::Success),
            404 => response.text("text/plain").map(Decoded::Error),
            _ => Err(response.unexpected_status()),
        }
    }
    let builder = Client::builder(url, "bench/1").bearer("token", "secret".into());
    let client = builder.build().unwrap();
    for _ in 0..calls {
        let mut request = Request::new(&GET_THING);
        request.path_parameter("id", Style::Simple, false, 7);
        request.query("limit", Style::Form, true, false, 10);
        let thing: ResponseValue<Thing> = client.send(request, decode).await.unwrap();
        assert!(thing.id == 7 && thing.name == "seven");
    }
}

/// The same headers, timeouts and limits as ours.
async fn by_hand(url: &str, calls: usize) {
    let timeout = std::time::Duration::from_secs(60);
    let http = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        .user_agent("bench/1")
        .read_timeout(timeout)
        .connect_timeout(timeout)
        .build()
        .unwrap();
    for _ in 0..calls {
        let limit = 10.to_string();
        let url = Url::parse_with_params(&format!("{url}/things/{}", 7), [("limit", &limit)]).unwrap();
        let request = http
            .get(url)
            .header(header::ACCEPT, "application/json")
            .bearer_auth("secret")
            .timeout(timeout);
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 200);
        let thing: Thing = serde_json::from_slice(&response.bytes().await.unwrap()).unwrap();
        assert!(thing.id == 7 && thing.name == "seven");
    }
}
