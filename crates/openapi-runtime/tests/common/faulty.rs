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
    requests: Arc<Mutex<Vec<String>>>,
}

impl Faulty {
    pub async fn start(faults: impl Into<VecDeque<Fault>>) -> Self {
        Self::on(TcpListener::bind("127.0.0.1:0").await.unwrap(), faults.into())
    }

    /// A server that refuses connections for this long.
    pub async fn start_after(wait: Duration) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        drop(listener);
        let requests = Arc::<Mutex<Vec<String>>>::default();
        let seen = requests.clone();
        tokio::spawn(async move {
            tokio::time::sleep(wait).await;
            serve(TcpListener::bind(address).await.unwrap(), VecDeque::new(), seen).await;
        });
        Self {
            url: format!("http://{address}"),
            requests,
        }
    }

    fn on(listener: TcpListener, faults: VecDeque<Fault>) -> Self {
        let url = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::default();
        tokio::spawn(serve(listener, faults, Arc::clone(&requests)));
        Self { url, requests }
    }

    /// The requests that were read, each whole.
    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

async fn serve(listener: TcpListener, mut faults: VecDeque<Fault>, requests: Arc<Mutex<Vec<String>>>) {
    while let Ok((mut stream, _)) = listener.accept().await {
        let fault = faults.pop_front().unwrap_or(Fault::None);
        let requests = requests.clone();
        tokio::spawn(async move {
            if matches!(fault, Fault::ResetBefore) {
                stream.set_zero_linger().unwrap();
                return;
            }
            let request = read(&mut stream).await;
            requests.lock().unwrap().push(request);
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
        });
    }
}

/// Reads a request with its body.
async fn read(stream: &mut TcpStream) -> String {
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
                return text;
            }
        }
        match stream.read(&mut chunk).await {
            Ok(length) if length > 0 => text += &String::from_utf8_lossy(&chunk[..length]),
            _ => return text,
        }
    }
}
