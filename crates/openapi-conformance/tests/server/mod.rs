//! A server on a loopback port whose responses are bytes.
// Each test file uses a part of it.
#![allow(dead_code)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A request that arrived.
#[derive(Clone, Debug)]
pub struct Received {
    pub method: String,
    pub path: String,
    headers: Vec<(String, String)>,
    pub body: String,
}

impl Received {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }
}

pub struct Server {
    pub url: String,
    state: Arc<State>,
}

#[derive(Default)]
struct State {
    requests: Mutex<Vec<Received>>,
    now: AtomicUsize,
    most: AtomicUsize,
}

impl Server {
    pub fn start(respond: impl Fn(&Received) -> Vec<u8> + Send + Sync + 'static) -> Self {
        Self::with(Duration::ZERO, respond)
    }

    /// A server that keeps a connection open after what it sent.
    pub fn start_and_wait(respond: impl Fn(&Received) -> Vec<u8> + Send + Sync + 'static) -> Self {
        Self::with(Duration::from_secs(2), respond)
    }

    fn with(wait: Duration, respond: impl Fn(&Received) -> Vec<u8> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a loopback port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let (state, respond) = (Arc::new(State::default()), Arc::new(respond));
        let shared = Arc::clone(&state);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (shared, respond) = (Arc::clone(&shared), Arc::clone(&respond));
                std::thread::spawn(move || serve(stream, wait, &shared, &*respond));
            }
        });
        Self { url, state }
    }

    pub fn requests(&self) -> Vec<Received> {
        self.state.requests.lock().expect("requests").clone()
    }

    pub fn most_at_once(&self) -> usize {
        self.state.most.load(Ordering::SeqCst)
    }
}

fn serve(mut stream: TcpStream, wait: Duration, state: &State, respond: &dyn Fn(&Received) -> Vec<u8>) {
    let Some(request) = read(&stream) else { return };
    state.requests.lock().expect("requests").push(request.clone());
    let now = state.now.fetch_add(1, Ordering::SeqCst) + 1;
    state.most.fetch_max(now, Ordering::SeqCst);
    let bytes = respond(&request);
    state.now.fetch_sub(1, Ordering::SeqCst);
    // A client that has heard enough goes away.
    let _ = stream.write_all(&bytes);
    std::thread::sleep(wait);
}

fn read(stream: &TcpStream) -> Option<Received> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut words = line.split(' ');
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else {
            break;
        };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let mut body = vec![0; length.and_then(|(_, value)| value.parse().ok()).unwrap_or(0)];
    reader.read_exact(&mut body).ok()?;
    Some(Received {
        method,
        path: target.split('?').next()?.to_owned(),
        headers,
        body: String::from_utf8_lossy(&body).into_owned(),
    })
}

/// A response in bytes.
pub fn response(status: u16, headers: &[(&str, &str)], body: &str) -> Vec<u8> {
    let mut text = format!("HTTP/1.1 {status} Status\r\nconnection: close\r\n");
    if status != 204 {
        text += &format!("content-length: {}\r\n", body.len());
    }
    headers
        .iter()
        .for_each(|(name, value)| text += &format!("{name}: {value}\r\n"));
    format!("{text}\r\n{body}").into_bytes()
}

pub fn json(status: u16, body: &str) -> Vec<u8> {
    response(status, &[("content-type", "application/json")], body)
}
