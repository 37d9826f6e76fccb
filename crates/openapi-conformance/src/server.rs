//! An HTTP server in this process.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use crate::request::Request;

/// A response.
#[derive(Clone, Debug, Default)]
pub(crate) struct Answer {
    pub status: u16,
    pub media_type: Option<String>,
    pub body: Vec<u8>,
    /// `Location`.
    pub location: Option<String>,
    pub headers: Vec<(String, String)>,
    pub delay: Duration,
    /// Whether the connection ends instead.
    pub reset: bool,
}

impl Answer {
    pub(crate) fn plain(status: u16, text: &str) -> Self {
        Self {
            status,
            media_type: Some("text/plain".to_owned()),
            body: text.as_bytes().to_vec(),
            ..Self::default()
        }
    }

    pub(crate) fn redirect(status: u16, location: &str) -> Self {
        Self {
            status,
            location: Some(location.to_owned()),
            ..Self::default()
        }
    }
}

/// A server on a free loopback port, until it is dropped. It hands requests on as they stand in the bytes that arrived:
/// nothing is decoded or made canonical on the way.
#[derive(Debug)]
pub(crate) struct Server {
    pub address: SocketAddr,
    task: JoinHandle<()>,
}

impl Server {
    /// Starts it on the current runtime.
    ///
    /// # Errors
    /// If there is no free port.
    pub(crate) async fn start<F: Future<Output = Answer> + Send + 'static>(
        respond: impl Fn(Request) -> F + Send + Sync + 'static,
    ) -> Result<Self, io::Error> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let respond = Arc::new(respond);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&respond)));
            }
        });
        Ok(Self { address, task })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve<F: Future<Output = Answer>>(stream: TcpStream, respond: Arc<impl Fn(Request) -> F>) {
    let service = service_fn(|request: http::Request<Incoming>| {
        let respond = Arc::clone(&respond);
        async move {
            let answer = match read(request).await {
                Ok(request) => respond(request).await,
                Err(error) => Answer::plain(400, &format!("the body did not arrive: {error}")),
            };
            if !answer.delay.is_zero() {
                tokio::time::sleep(answer.delay).await;
            }
            match answer.reset {
                true => Err(io::Error::from(io::ErrorKind::ConnectionReset)),
                false => Ok(response(answer)),
            }
        }
    });
    // A client may disconnect at any time.
    let _ = hyper::server::conn::http1::Builder::new()
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

async fn read(request: http::Request<Incoming>) -> Result<Request, hyper::Error> {
    let (head, body) = request.into_parts();
    let headers = head
        .headers
        .iter()
        .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()));
    Ok(Request {
        method: head.method.to_string(),
        path: head.uri.path().to_owned(),
        query: head.uri.query().map(str::to_owned),
        headers: headers.collect(),
        body: body.collect().await?.to_bytes().to_vec(),
    })
}

fn response(answer: Answer) -> http::Response<Full<Bytes>> {
    let mut response = http::Response::builder().status(answer.status);
    if let Some(media_type) = &answer.media_type {
        response = response.header(http::header::CONTENT_TYPE, media_type);
    }
    if let Some(location) = &answer.location {
        response = response.header(http::header::LOCATION, location);
    }
    for (name, value) in &answer.headers {
        response = response.header(name, value);
    }
    response.body(Full::new(answer.body.into())).unwrap_or_else(|error| {
        let mut response = http::Response::new(Full::new(error.to_string().into()));
        *response.status_mut() = http::StatusCode::INTERNAL_SERVER_ERROR;
        response
    })
}
