//! Load for as long as is asked: 1,000 calls at a time to a server that refuses each third request.
//!
//! `cargo bench -p openapi-runtime --bench load -- 120` runs two minutes, with the server in another process, and reports calls, memory
//! and open connections every ten seconds. It fails if a call fails or has the response of another.

mod common;

use std::{
    env, fs,
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
    time::{Duration, Instant},
};

use common::Server;
use openapi_runtime::{Client, Decoded, Operation, RawResponse, Request, Retry, Style, Undecodable};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpSocket, TcpStream},
};

static GET: Operation = Operation::new("get", "GET", "/numbers/{n}").statuses(&["200"]);

const AT_A_TIME: usize = 1000;

#[tokio::main]
async fn main() {
    match env::args().nth(1).as_deref() {
        Some("serve") => serve().await,
        Some(seconds) if seconds.parse::<u64>().is_ok() => load(Duration::from_secs(seconds.parse().unwrap())).await,
        _ => {}
    }
}

async fn load(time: Duration) {
    let server = Server::start();
    // Each answered call gives one further try back; a third of the calls need one, some several.
    let retry = Retry::new()
        .tries(20)
        .waits(Duration::from_millis(1), Duration::from_millis(5));
    let client = Client::builder(&server.url, "load/1")
        .retry(retry.budget(100_000))
        .build()
        .unwrap();
    let calls: &'static AtomicUsize = Box::leak(Box::default());
    let end = Instant::now() + time;
    let callers: Vec<_> = (0..AT_A_TIME)
        .map(|_| tokio::spawn(calls_until(end, client.clone(), calls)))
        .collect();
    report(end, calls).await;
    for caller in callers {
        caller.await.unwrap();
    }
    drop(client);
    tokio::time::sleep(Duration::from_secs(1)).await;
    println!("{} calls; {} connections are left", calls.load(Relaxed), connections());
}

async fn calls_until(end: Instant, client: Client, calls: &AtomicUsize) {
    while Instant::now() < end {
        let number = calls.fetch_add(1, Relaxed);
        let mut request = Request::new(&GET);
        request.path_parameter("n", Style::Simple, false, number);
        let response = client.send(request, decode).await.unwrap();
        assert_eq!(*response, number);
    }
}

fn decode(response: &RawResponse) -> Result<Decoded<usize, ()>, Undecodable> {
    match response.status.as_u16() {
        200 => Ok(Decoded::Success(response.json("application/json")?)),
        _ => Err(response.unexpected_status()),
    }
}

async fn report(end: Instant, calls: &AtomicUsize) {
    let start = Instant::now();
    while Instant::now() < end {
        tokio::time::sleep(Duration::from_secs(10).min(end - Instant::now())).await;
        println!(
            "{:3} s: {} calls, {:.1} MiB, {} connections",
            start.elapsed().as_secs(),
            calls.load(Relaxed),
            memory() as f64 / f64::from(1 << 20),
            connections()
        );
    }
}

/// What this process has in memory, in bytes.
fn memory() -> usize {
    let status = fs::read_to_string("/proc/self/statm").unwrap();
    status.split(' ').nth(1).unwrap().parse::<usize>().unwrap() * 4096
}

/// How many sockets this process has open.
fn connections() -> usize {
    let files = fs::read_dir("/proc/self/fd").unwrap().flatten();
    files
        .filter(|file| fs::read_link(file.path()).is_ok_and(|link| link.to_string_lossy().starts_with("socket:")))
        .count()
}

async fn serve() {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(4096).unwrap();
    println!("http://{}", listener.local_addr().unwrap());
    let requests: &'static AtomicUsize = Box::leak(Box::default());
    while let Ok((stream, _)) = listener.accept().await {
        tokio::spawn(answer(stream, requests));
    }
}

async fn answer(mut stream: TcpStream, requests: &AtomicUsize) {
    let mut read = [0; 4096];
    while let Ok(length @ 1..) = stream.read(&mut read).await {
        let text = String::from_utf8_lossy(&read[..length]).into_owned();
        let number = text.split(['/', ' ']).nth(3).unwrap_or_default();
        let answer = match requests.fetch_add(1, Relaxed) % 3 {
            0 => "HTTP/1.1 503 Busy\r\nretry-after: 0\r\ncontent-length: 4\r\n\r\nbusy".to_owned(),
            _ => format!(
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{number}",
                number.len()
            ),
        };
        if stream.write_all(answer.as_bytes()).await.is_err() {
            return;
        }
    }
}
