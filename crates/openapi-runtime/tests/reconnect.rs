//! Events across connections.

mod common;

use std::time::{Duration, Instant};

use common::{
    OPERATION, Problem,
    faulty::{Fault, Faulty},
    request_of,
};
use openapi_runtime::{Client, Decoded, Error, EventStream, RawResponse, Reconnecting, Retry, Undecodable};

fn decode(response: &RawResponse) -> Result<Decoded<EventStream, Problem>, Undecodable> {
    match response.status.as_u16() {
        200 => response.stream("text/event-stream", |body| body.into()),
        _ => Err(response.unexpected_status()),
    }
}

fn events(text: &str) -> Fault {
    Fault::Bytes(format!(
        "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n{text}"
    ))
}

/// The data of all events, how they ended, and the requests.
async fn read(faults: Vec<Fault>) -> (Vec<String>, Option<Error<Problem>>, Vec<String>) {
    let server = Faulty::start(faults).await;
    let client = Client::builder(&server.url, "t").retry(Retry::never()).build().unwrap();
    let request = request_of(OPERATION.streams());
    let mut reconnecting = Reconnecting::new(&client, request, decode);
    let mut read = Vec::new();
    loop {
        match reconnecting.next().await {
            Some(Ok(event)) => read.push(event.data),
            Some(Err(error)) => return (read, Some(error), server.requests()),
            None => return (read, None, server.requests()),
        }
    }
}

#[tokio::test]
async fn the_next_connection_begins_after_the_last_event() {
    let cut =
        "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: 999\r\n\r\nid: 8\ndata: two\n\ndata: lo";
    let faults = vec![
        events("retry: 20\nid: 7\ndata: one\n\n"),
        Fault::Bytes(cut.to_owned()),
        Fault::ResetAfter,
        events("data: three\n\n"),
        Fault::status(204, ""),
    ];
    let start = Instant::now();
    let (read, error, requests) = read(faults).await;
    assert_eq!(read, ["one", "two", "three"]);
    assert!(error.is_none() && start.elapsed() < Duration::from_secs(2));
    let ids: Vec<_> = requests
        .iter()
        .map(|text| text.split_once("last-event-id: ").map(|(_, id)| &id[..1]))
        .collect();
    assert_eq!(ids, [None, Some("7"), Some("8"), Some("8"), Some("8")]);
}

#[tokio::test]
async fn an_answer_that_is_no_stream_is_the_end() {
    let (read, error, requests) = read(vec![events("retry: 1\ndata: one\n\n"), Fault::status(401, "")]).await;
    assert_eq!((read.len(), requests.len()), (1, 2));
    assert!(matches!(error, Some(Error::UnexpectedStatus(response)) if response.status == 401));
}

#[tokio::test]
async fn connections_that_give_nothing_come_to_an_end() {
    let empty = || {
        vec![events("retry: 1\ndata: one\n\n")]
            .into_iter()
            .chain(vec![events(": nothing\n\n"); 20])
    };
    let (read_, error, requests) = read(empty().collect()).await;
    assert_eq!((read_.len(), error.is_none(), requests.len()), (1, true, 6));
    let broken = vec![events("retry: 1\ndata: one\n\n")]
        .into_iter()
        .chain(vec![Fault::ResetAfter; 20]);
    let (_, error, requests) = read(broken.collect()).await;
    assert!(matches!(error, Some(Error::Connection(_))));
    assert_eq!(requests.len(), 6);
}
