//! A server that misbehaves.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// What the server does with a request.
#[derive(Clone, Debug)]
pub enum Fault {
    /// Answers with `[1]`.
    None,
    /// Ends the connection before it has read anything.
    ResetBefore,
    /// Reads the request, and ends the connection.
    ResetAfter,
    /// Reads the request, and does nothing.
    Stall,
    /// Answers with these bytes, and ends the connection.
    Bytes(String),
}

impl Fault {
    pub fn status(status: u16, headers: &str) -> Self {
        Self::Bytes(format!(
            "HTTP/1.1 {status} Status\r\n{headers}content-length: 0\r\n\r\n"
        ))
    }

    /// A body that is announced longer than it is.
    pub fn cut() -> Self {
        Self::Bytes("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n[1".into())
    }

    pub fn malformed() -> Self {
        Self::Bytes("SSH-2.0-OpenSSH_9.6\r\n".into())
    }
}

/// A server that does these to its first requests, and answers all others with `[1]`.
pub struct Faulty {
    pub url: String,
    log: Arc<Mutex<Log>>,
}

/// What the server is still to do, and what it was asked.
#[derive(Default)]
struct Log {
    faults: VecDeque<Fault>,
    requests: Vec<String>,
}

impl Log {
    /// Takes the next fault if it does not wait for a request.
    fn takes_reset_before(&mut self) -> bool {
        let is = matches!(self.faults.front(), Some(Fault::ResetBefore));
        if is {
            self.faults.pop_front();
        }
        is
    }

    fn fault_of(&mut self, request: String) -> Fault {
        self.requests.push(request);
        self.faults.pop_front().unwrap_or(Fault::None)
    }
}

impl Faulty {
    pub async fn start(faults: impl Into<VecDeque<Fault>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let log = Arc::new(Mutex::new(Log {
            faults: faults.into(),
            requests: Vec::new(),
        }));
        tokio::spawn(serve(listener, Arc::clone(&log)));
        Self { url, log }
    }

    /// A server that refuses connections for this long.
    pub async fn start_after(wait: Duration) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        drop(listener);
        let log = Arc::<Mutex<Log>>::default();
        let seen = log.clone();
        tokio::spawn(async move {
            tokio::time::sleep(wait).await;
            serve(TcpListener::bind(address).await.unwrap(), seen).await;
        });
        Self {
            url: format!("http://{address}"),
            log,
        }
    }

    /// The requests that were read, each whole.
    pub fn requests(&self) -> Vec<String> {
        self.log.lock().unwrap().requests.clone()
    }
}

async fn serve(listener: TcpListener, log: Arc<Mutex<Log>>) {
    while let Ok((stream, _)) = listener.accept().await {
        if log.lock().unwrap().takes_reset_before() {
            stream.set_zero_linger().unwrap();
        } else {
            tokio::spawn(answer(stream, Arc::clone(&log)));
        }
    }
}

/// Answers one request.
async fn answer(mut stream: TcpStream, log: Arc<Mutex<Log>>) {
    // A client may open a connection that it does not use in the end: a fault is for a request.
    let Some(request) = read(&mut stream).await else { return };
    let fault = log.lock().unwrap().fault_of(request);
    match fault {
        Fault::Stall => tokio::time::sleep(Duration::from_secs(60)).await,
        Fault::Bytes(answer) => stream.write_all(answer.as_bytes()).await.unwrap(),
        Fault::ResetBefore | Fault::ResetAfter => stream.set_zero_linger().unwrap(),
        Fault::None => {
            let head = "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: application/json";
            let answer = format!("{head}\r\ncontent-length: 3\r\n\r\n[1]");
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
    }
}

/// Reads a request with its body; `None` if the connection ends before.
async fn read(stream: &mut TcpStream) -> Option<String> {
    let mut text = String::new();
    let mut chunk = [0; 4096];
    loop {
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let head = head.to_ascii_lowercase();
            let length = head
                .split_once("content-length: ")
                .map_or(0, |(_, rest)| rest.lines().next().unwrap().parse::<usize>().unwrap());
            let chunked = head.contains("transfer-encoding: chunked");
            if if chunked {
                body.ends_with("0\r\n\r\n")
            } else {
                body.len() >= length
            } {
                return Some(text);
            }
        }
        match stream.read(&mut chunk).await {
            Ok(length) if length > 0 => text += &String::from_utf8_lossy(&chunk[..length]),
            _ => return None,
        }
    }
}
