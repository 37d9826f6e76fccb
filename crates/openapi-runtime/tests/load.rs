//! What a client costs and keeps: connections, memory, and what becomes of calls that are dropped.

mod common;

use std::{
    collections::HashMap,
    fs,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    time::Duration,
};

use common::{GET, decode};
use openapi_runtime::{Client, Request, Retry, Style};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpSocket, TcpStream},
};

/// A server that keeps connections, and answers each third number with 503 the first time.
#[derive(Default)]
struct Server {
    open: AtomicUsize,
    opened: AtomicUsize,
    asked: Mutex<HashMap<String, usize>>,
    wait: Duration,
}

impl Server {
    async fn start(wait: Duration) -> (String, Arc<Self>) {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
        // More than all calls at once: a connection that overflows the backlog stays open at the server.
        let listener = socket.listen(4096).unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let server = Arc::new(Self {
            wait,
            ..Self::default()
        });
        let shared = server.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                shared.opened.fetch_add(1, SeqCst);
                shared.open.fetch_add(1, SeqCst);
                let shared = shared.clone();
                tokio::spawn(async move {
                    shared.serve(stream).await;
                    shared.open.fetch_sub(1, SeqCst);
                });
            }
        });
        (url, server)
    }

    async fn serve(&self, mut stream: TcpStream) {
        let mut read = vec![0; 4096];
        loop {
            let Ok(length @ 1..) = stream.read(&mut read).await else {
                return;
            };
            let text = String::from_utf8_lossy(&read[..length]).into_owned();
            let number = text.split(['=', ' ']).nth(2).unwrap_or_default().to_owned();
            tokio::time::sleep(self.wait).await;
            if stream.write_all(self.answer(&number).as_bytes()).await.is_err() {
                return;
            }
        }
    }

    fn answer(&self, number: &str) -> String {
        let mut asked = self.asked.lock().unwrap();
        let times = asked.entry(number.to_owned()).or_default();
        *times += 1;
        let parsed: usize = number.parse().unwrap_or(1);
        match parsed.is_multiple_of(3) && *times == 1 {
            true => "HTTP/1.1 503 Busy\r\nretry-after: 0\r\ncontent-length: 4\r\n\r\nbusy".to_owned(),
            false => {
                let body = format!("[{parsed}]");
                let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json";
                format!("{head}\r\ncontent-length: {}\r\n\r\n{body}", body.len())
            }
        }
    }
}

fn client(url: &str) -> Client {
    let waits = Retry::new().waits(Duration::from_millis(1), Duration::from_millis(5));
    Client::builder(url, "test/1")
        .retry(waits.budget(10_000))
        .build()
        .unwrap()
}

fn request(number: usize) -> Request {
    let mut request = Request::new(&GET);
    request.query("n", Style::Form, true, false, number);
    request
}

/// What this process has in memory, in bytes; nothing where that is not known.
fn memory() -> usize {
    let status = fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = status.split(' ').nth(1).and_then(|pages| pages.parse::<usize>().ok());
    pages.unwrap_or_default() * 4096
}

async fn many_at_once(client: &Client, numbers: std::ops::Range<usize>) {
    let calls = numbers.map(|number| {
        let client = client.clone();
        tokio::spawn(async move { (number, client.send(request(number), decode).await) })
    });
    for call in calls.collect::<Vec<_>>() {
        let (number, sent) = call.await.unwrap();
        assert_eq!(**sent.unwrap(), [u32::try_from(number).unwrap()]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_calls_at_once_are_each_answered_once_and_leave_nothing() {
    let (url, server) = Server::start(Duration::ZERO).await;
    let client = client(&url);
    many_at_once(&client, 0..1000).await;
    many_at_once(&client, 1000..2000).await;
    let warm = memory();
    for round in 2..6 {
        many_at_once(&client, round * 1000..(round + 1) * 1000).await;
    }
    let asked = server.asked.lock().unwrap().clone();
    assert_eq!(asked.len(), 6000);
    assert!(asked.iter().all(|(number, times)| *times
        == if number.parse::<usize>().unwrap() % 3 == 0 {
            2
        } else {
            1
        }));
    let growth = memory().saturating_sub(warm);
    assert!(growth < 24 << 20, "{growth} bytes more after 4000 calls more");
    drop(client);
    for _ in 0..100 {
        tokio::time::sleep(Duration::from_millis(20)).await;
        if server.open.load(SeqCst) == 0 {
            return;
        }
    }
    panic!("{} connections are still open", server.open.load(SeqCst));
}

#[tokio::test]
async fn calls_one_after_the_other_share_a_connection_and_so_do_clones() {
    let (url, server) = Server::start(Duration::ZERO).await;
    let client = client(&url);
    for number in 0..20 {
        client.clone().send(request(number), decode).await.unwrap();
    }
    assert_eq!(server.opened.load(SeqCst), 1);
    assert_eq!(size_of::<Client>(), size_of::<usize>(), "a clone counts a reference");
}

#[tokio::test]
async fn a_call_that_is_dropped_is_cancelled_and_nothing_else_is() {
    let (url, server) = Server::start(Duration::from_millis(200)).await;
    let client = client(&url);
    let dropped = tokio::time::timeout(Duration::from_millis(50), client.send(request(1), decode)).await;
    assert!(dropped.is_err());
    let other = client.send(request(2), decode);
    assert_eq!(**other.await.unwrap(), [2]);
    let open = server.open.load(SeqCst);
    assert!(open <= 2, "{open}");
    drop(client);
    tokio::time::sleep(Duration::from_millis(400)).await;
    assert_eq!(server.open.load(SeqCst), 0);
    let asked = server.asked.lock().unwrap();
    assert!(asked.values().all(|times| *times == 1), "{asked:?}");
}
