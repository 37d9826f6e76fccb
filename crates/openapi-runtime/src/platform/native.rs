//! Native targets: reqwest with hyper, and tokio.

use std::{
    future::Future,
    hash::{BuildHasher, Hasher, RandomState},
    io,
    path::Path,
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use futures_core::stream::TryStream;
use http_body::Body as HttpBody;
use reqwest::redirect::Policy;

use super::StreamError;
use crate::{
    Body, File, TransportError,
    transport::{Arrived, Prepared},
};

pub(crate) use tokio::time::{Instant, Sleep, sleep, timeout_at};

/// A body that arrives or is made bit by bit.
pub(crate) type Streamed = reqwest::Body;

pub(crate) fn of_stream<S>(stream: S) -> Streamed
where
    S: TryStream<Error: Into<StreamError>> + Send + 'static,
    Bytes: From<S::Ok>,
{
    reqwest::Body::wrap_stream(stream)
}

pub(crate) fn of_body<B>(body: B) -> Streamed
where
    B: HttpBody<Data: Into<Bytes>, Error: Into<StreamError>> + Send + Sync + 'static,
{
    reqwest::Body::wrap(body)
}

pub(super) fn configure(
    builder: reqwest::ClientBuilder,
    connect_timeout: Duration,
    cookies: bool,
) -> reqwest::ClientBuilder {
    let builder = builder.redirect(Policy::none()).referer(false);
    with_cookies(builder, cookies).connect_timeout(connect_timeout)
}

#[cfg(feature = "cookies")]
fn with_cookies(builder: reqwest::ClientBuilder, cookies: bool) -> reqwest::ClientBuilder {
    builder.cookie_store(cookies)
}

#[cfg(not(feature = "cookies"))]
fn with_cookies(builder: reqwest::ClientBuilder, _: bool) -> reqwest::ClientBuilder {
    builder
}

/// Sends a request.
pub(crate) fn execute(
    http: &reqwest::Client,
    request: Prepared,
) -> impl Future<Output = Result<Arrived, TransportError>> + Send + use<> {
    let sent = http.execute(request.into());
    async move {
        let response = sent.await?;
        let url = response.url().clone();
        let response = http::Response::<reqwest::Body>::from(response).map(Body::from);
        Ok(Arrived { url, response })
    }
}

impl From<Prepared> for reqwest::Request {
    fn from(prepared: Prepared) -> Self {
        let mut request = Self::new(prepared.method, prepared.url);
        *request.headers_mut() = prepared.headers;
        *request.body_mut() = prepared.body.map(Into::into);
        request
    }
}

/// Whether there was no connection.
pub(crate) fn is_connect(error: &reqwest::Error) -> bool {
    error.is_connect()
}

/// The time of day.
pub(crate) fn now() -> SystemTime {
    SystemTime::now()
}

/// A random number, which need not be a secret: the standard library seeds its hashers at random.
pub(crate) fn random() -> u64 {
    RandomState::new().build_hasher().finish()
}

impl From<tokio::fs::File> for Body {
    fn from(file: tokio::fs::File) -> Self {
        Self::streamed(file.into())
    }
}

impl File {
    /// Opens the file at a path, to be read while it is sent. Its name and length are sent too. As it is read once only, the request is not
    /// sent again if it fails.
    ///
    /// # Errors
    ///
    /// The error of the system when the file cannot be opened, or its length is not known.
    ///
    /// ```
    /// use openapi_runtime::File;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> std::io::Result<()> {
    /// let file = File::open("Cargo.toml").await?.content_type("text/plain");
    /// assert!(format!("{file:?}").contains("Cargo.toml"), "the name");
    /// assert!(File::open("no such file").await.is_err());
    /// # Ok(())
    /// # }
    /// ```
    pub async fn open(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref();
        let file = tokio::fs::File::open(path).await?;
        let length = file.metadata().await?.len();
        let file = Self::new(file).length(length);
        Ok(match path.file_name() {
            Some(name) => file.name(name.to_string_lossy()),
            None => file,
        })
    }
}

impl From<reqwest::Body> for Body {
    fn from(body: reqwest::Body) -> Self {
        match body.as_bytes() {
            Some(bytes) => Bytes::copy_from_slice(bytes).into(),
            None => Self::streamed(body),
        }
    }
}

impl From<Body> for reqwest::Body {
    fn from(body: Body) -> Self {
        match body.into_streamed() {
            Ok(streamed) => streamed,
            Err(bytes) => bytes.into(),
        }
    }
}
