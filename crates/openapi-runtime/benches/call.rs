//! What a call costs beside one that is written by hand with reqwest.
//!
//! `cargo bench -p openapi-runtime --bench call -- ours thing 1000` makes that many calls to a server in another process, and
//! `-- reqwest thing 1000` the same by hand; with `list`, each response has 2,000 objects. `scripts/instructions.py` counts the
//! instructions of all. `ours held 10000` makes that many calls at a time, and prints the most memory that the process held.

mod common;

use std::{env, fs, future::Future, time::Duration};

use common::Server;
use openapi_runtime::{
    Client, Decoded, Operation, RawResponse, Request, ResponseValue, Style, Typed, Undecodable, reqwest,
};
use reqwest::{Url, header};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

static GET_THING: Operation = Operation::new("getThing", "GET", "/things/{id}")
    .accept(&["application/json"])
    .security(&[&["token"]])
    .statuses(&["200", "404"]);

/// The generated type of an object with properties of the usual kinds.
mod types {
    openapi_runtime::object! {
        pub struct Thing {
            id: required i64 = "id",
            name: required String = "name",
        }
    }
    openapi_runtime::object! {
        pub struct Listed {
            id: required i64 = "id",
            name: required String = "name",
            kind: optional Option<Kind> = "kind",
            price: optional Option<f64> = "price",
            tags: optional Option<Vec<String>> = "tags",
            created_at: optional Option<String> = "createdAt",
            owner: optional Option<Owner> = "owner",
            archived: optional Option<bool> = "archived",
        }
    }
    openapi_runtime::object! {
        pub struct Owner {
            id: required i64 = "id",
            email: optional Option<String> = "email",
        }
    }
    openapi_runtime::open_enum! {
        pub enum Kind {
            Simple = "simple",
            Compound = "compound",
        }
    }
}

/// The same types by hand.
mod by_hand {
    use serde::Deserialize;

    #[derive(Deserialize)]
    pub struct Thing {
        pub id: i64,
        pub name: String,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[allow(dead_code)]
    pub struct Listed {
        pub id: i64,
        pub name: String,
        pub kind: Option<Kind>,
        pub price: Option<f64>,
        pub tags: Option<Vec<String>>,
        pub created_at: Option<String>,
        pub owner: Option<Owner>,
        pub archived: Option<bool>,
    }

    #[derive(Deserialize)]
    #[allow(dead_code)]
    pub struct Owner {
        pub id: i64,
        pub email: Option<String>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    pub enum Kind {
        Simple,
        Compound,
    }
}

/// What a call returns, and how many there are at a time.
#[derive(Clone, Copy, PartialEq)]
enum Case {
    Thing,
    List,
    Held,
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let arguments: Vec<String> = env::args().collect();
    let calls = arguments.get(3).and_then(|calls| calls.parse().ok()).unwrap_or(1);
    let case = match arguments.get(2).map(String::as_str) {
        Some("list") => Case::List,
        Some("held") => Case::Held,
        _ => Case::Thing,
    };
    match arguments.get(1).map(String::as_str) {
        Some("serve") => serve().await,
        Some("ours") => ours(&Server::start().url, case, calls).await,
        Some("reqwest") => with_reqwest(&Server::start().url, case, calls).await,
        _ => {}
    }
}

fn answer(body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}")
}

fn list() -> String {
    let items = (0..2_000).map(|id| {
        let kind = ["simple", "compound"][id % 2];
        format!(
            r#"{{"id": {id}, "name": "name {id}", "kind": "{kind}", "price": {id}.25, "tags": ["one", "two"],
                 "createdAt": "2026-11-29T10:00:00Z", "owner": {{"id": {id}, "email": "owner@example.com"}}, "archived": false}}"#
        )
    });
    format!("[{}]", items.collect::<Vec<_>>().join(","))
}

async fn serve() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    println!("http://{}", listener.local_addr().unwrap());
    let (thing, list) = (answer(r#"{"id": 7, "name": "seven", "later": null}"#), answer(&list()));
    while let Ok((mut stream, _)) = listener.accept().await {
        let (thing, list) = (thing.clone(), list.clone());
        tokio::spawn(async move {
            let mut read = [0; 4096];
            while let Ok(length @ 1..) = stream.read(&mut read).await {
                let is_held = read[..length].starts_with(b"GET /things/8");
                if is_held {
                    tokio::time::sleep(Duration::from_secs(20)).await;
                }
                let answer = match read[..length].starts_with(b"GET /lists") {
                    true => &list,
                    false => &thing,
                };
                stream.write_all(answer.as_bytes()).await.unwrap();
            }
        });
    }
}

/// Makes so many calls: one after the other, or at a time.
async fn make<F: Future<Output = ()> + Send + 'static>(case: Case, calls: usize, call: impl Fn() -> F) {
    if case != Case::Held {
        for _ in 0..calls {
            call().await;
        }
        return;
    }
    let mut running = tokio::task::JoinSet::new();
    for made in 0..calls {
        running.spawn(call());
        // The server accepts 128 connections at a time.
        if made % 100 == 99 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
    running.join_all().await;
    let status = fs::read_to_string("/proc/self/status").unwrap();
    println!("{}", status.lines().find(|line| line.starts_with("VmHWM")).unwrap());
}

static LIST_THINGS: Operation = Operation::new("listThings", "GET", "/lists/{id}")
    .accept(&["application/json"])
    .security(&[&["token"]])
    .statuses(&["200", "404"]);

fn decode<T: Typed + serde::de::DeserializeOwned>(response: &RawResponse) -> Result<Decoded<T, String>, Undecodable> {
    match response.status.as_u16() {
        200 => response.json("application/json").map(Decoded::Success),
        404 => response.text("text/plain").map(Decoded::Error),
        _ => Err(response.unexpected_status()),
    }
}

async fn ours(url: &str, case: Case, calls: usize) {
    let builder = Client::builder(url, "bench/1").bearer("token", "secret".into());
    let client = builder.build().unwrap();
    let request = |operation, id| {
        let mut request = Request::new(operation);
        request.path_parameter("id", Style::Simple, false, id);
        request.query("limit", Style::Form, true, false, 10);
        request
    };
    make(case, calls, || {
        let client = client.clone();
        async move {
            match case {
                Case::List => {
                    let request = request(&LIST_THINGS, 7);
                    let list: ResponseValue<Vec<types::Listed>> = client.send(request, decode).await.unwrap();
                    assert!(list.len() == 2_000 && list[7].kind == Some(types::Kind::Compound));
                }
                Case::Thing | Case::Held => {
                    let request = request(&GET_THING, if case == Case::Held { 8 } else { 7 });
                    let thing: ResponseValue<types::Thing> = client.send(request, decode).await.unwrap();
                    assert!(thing.id == 7 && thing.name == "seven");
                }
            }
        }
    })
    .await;
}

/// The same headers, timeouts and limits as ours.
async fn with_reqwest(url: &str, case: Case, calls: usize) {
    let timeout = Duration::from_secs(60);
    let http = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        .user_agent("bench/1")
        .read_timeout(timeout)
        .connect_timeout(timeout)
        .build()
        .unwrap();
    let (path, id) = match case {
        Case::List => ("lists", 7),
        Case::Thing => ("things", 7),
        Case::Held => ("things", 8),
    };
    make(case, calls, || {
        let limit = 10.to_string();
        let url = Url::parse_with_params(&format!("{url}/{path}/{id}"), [("limit", &limit)]).unwrap();
        let request = http
            .get(url)
            .header(header::ACCEPT, "application/json")
            .bearer_auth("secret")
            .timeout(timeout);
        async move {
            let response = request.send().await.unwrap();
            assert_eq!(response.status(), 200);
            let body = response.bytes().await.unwrap();
            if case == Case::List {
                let list: Vec<by_hand::Listed> = serde_json::from_slice(&body).unwrap();
                assert!(list.len() == 2_000 && matches!(list[7].kind, Some(by_hand::Kind::Compound)));
            } else {
                let thing: by_hand::Thing = serde_json::from_slice(&body).unwrap();
                assert!(thing.id == 7 && thing.name == "seven");
            }
        }
    })
    .await;
}
