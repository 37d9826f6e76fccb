//! How much memory a call takes. What the server allocates in its threads does not count.

mod common;

use std::{
    future::Future,
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    thread,
};

use allocation_counter::{AllocationInfo, measure};
use bytes::Bytes;
use common::{GET, request_of};
use openapi_runtime::{Body, Client, Operation, Request};

const MIB: usize = 1 << 20;

/// A server that answers `GET /x?SIZE` with so many bytes, and any other request with none.
fn server() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let stream = stream.unwrap();
            thread::spawn(move || serve(stream));
        }
    });
    url
}

fn serve(mut stream: TcpStream) {
    stream.set_nodelay(true).unwrap();
    let mut read = vec![0; 1 << 16];
    let chunk = vec![b' '; 1 << 16];
    while let Ok(length @ 1..) = stream.read(&mut read) {
        let head = String::from_utf8_lossy(&read[..length]).into_owned();
        let number = |after: &str| {
            head.split_once(after)?
                .1
                .split([' ', '\r', '&'])
                .next()?
                .parse::<usize>()
                .ok()
        };
        if let Some(body) = number("content-length: ") {
            let mut rest = body - (length - head.find("\r\n\r\n").unwrap() - 4);
            while rest > 0 {
                rest -= stream.read(&mut read).unwrap();
            }
        }
        let mut size = number("size=").unwrap_or_default();
        write!(stream, "HTTP/1.1 200 OK\r\ncontent-length: {size}\r\n\r\n").unwrap();
        while size > 0 {
            let now = size.min(chunk.len());
            stream.write_all(&chunk[..now]).unwrap();
            size -= now;
        }
    }
}

fn request(size: usize) -> Request {
    let mut request = Request::new(&GET);
    request.extra_query("size", &size.to_string());
    request
}

/// Runs in this thread alone, as only its allocations are counted.
fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
}

fn measured(runtime: &tokio::runtime::Runtime, work: impl Future<Output = ()>) -> AllocationInfo {
    measure(|| runtime.block_on(work))
}

fn client() -> Client {
    Client::builder(&server(), "test/1").build().unwrap()
}

#[test]
fn a_clone_allocates_nothing() {
    let client = client();
    let cost = measure(|| drop(client.clone()));
    assert_eq!(cost.count_total, 0);
}

#[test]
fn a_call_takes_little_and_keeps_nothing() {
    let (runtime, client) = (runtime(), client());
    let calls = async |count: usize| {
        for _ in 0..count {
            client.send_raw(request(100)).await.unwrap();
        }
    };
    runtime.block_on(calls(100));
    let one = measured(&runtime, calls(1));
    let many = measured(&runtime, calls(4000));
    assert!(one.bytes_max < 32 << 10, "{one:?}");
    // Buffers of the connection grow once.
    assert!(many.bytes_max < 64 << 10, "{many:?}");
    assert!(many.bytes_current < 64 << 10, "{many:?}");
}

#[test]
fn a_response_that_is_read_whole_is_held_once() {
    let (runtime, client) = (runtime(), client());
    runtime.block_on(client.send_raw(request(1))).unwrap();
    for size in [MIB, 16 * MIB] {
        let cost = measured(&runtime, async {
            client.send_raw(request(size)).await.unwrap();
        });
        assert!(cost.bytes_max < (size + 2 * MIB) as u64, "{cost:?}");
    }
}

#[test]
fn a_stream_is_not_held() {
    let (runtime, client) = (runtime(), client());
    let download = measured(&runtime, async {
        let mut body = client.send_stream(request(64 * MIB)).await.unwrap().into_inner();
        let mut size = 0;
        while let Some(chunk) = body.next().await {
            size += chunk.unwrap().len();
        }
        assert_eq!(size, 64 * MIB);
    });
    assert!(download.bytes_max < 2 * MIB as u64, "{download:?}");

    let chunks = futures_util::stream::iter((0..1024).map(|_| Ok::<_, std::io::Error>(Bytes::from(vec![0; 1 << 16]))));
    let mut upload = request_of(Operation::new("put", "PUT", "/x"));
    upload.extra_header("content-length", &(64 * MIB).to_string());
    upload.extra_body("application/octet-stream", Body::wrap_stream(chunks));
    let upload = measured(&runtime, async {
        client.send_raw(upload).await.unwrap();
    });
    assert!(upload.bytes_max < 2 * MIB as u64, "{upload:?}");
}
