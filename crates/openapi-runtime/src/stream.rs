//! Bodies of responses that are read as they arrive.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use serde::de::{DeserializeOwned, IgnoredAny};

use crate::{Body, Event, Progress, TransportError, deadline::Idle};

/// Why a streamed body came to an end before its time.
///
/// ```
/// use openapi_runtime::{ByteStream, StreamError};
///
/// async fn read(body: ByteStream) -> Result<Vec<u8>, StreamError> {
///     Ok(body.bytes(1 << 20).await?.to_vec())
/// }
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StreamError {
    /// The connection broke, or stalled for too long.
    #[error("the body was cut off")]
    Interrupted(#[source] TransportError),
    /// An event is not valid for the media type.
    #[error("the stream of events is broken")]
    Event(#[source] sse_stream::Error),
    /// A value does not have the documented form; names the place, without content of the value.
    #[error("a value is not as the description documents: {0}")]
    Value(String),
    /// The data of an event does not have the documented form.
    #[error("an event is not as the description documents: {reason}")]
    UnexpectedEvent {
        /// The reason, without content of the event.
        reason: String,
        /// The event.
        event: Box<Event>,
    },
    /// The body, an event or a value is larger than was asked for.
    #[error("more than {0} bytes came at once")]
    TooLarge(usize),
}

/// A body of bytes, as they arrive.
///
/// ```
/// use openapi_runtime::{ByteStream, Client, Method};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let server = wiremock::MockServer::start().await;
/// # use wiremock::{Mock, ResponseTemplate, matchers::any};
/// # Mock::given(any()).respond_with(ResponseTemplate::new(200).set_body_raw("rows", "text/csv")).mount(&server).await;
/// # let client = Client::builder(&server.uri(), "shop/1.2").build()?;
/// let mut body: ByteStream = client.request(Method::GET, "/export").send_stream().await?.into_inner();
/// let mut bytes = 0;
/// while let Some(chunk) = body.next().await {
///     bytes += chunk?.len();
/// }
/// assert_eq!(bytes, 4);
/// # Ok(())
/// # }
/// ```
pub struct ByteStream {
    body: Body,
    idle: Idle,
}

impl ByteStream {
    /// The body of a response, of which each chunk may take as long as `timeout`.
    pub(crate) fn new(body: Body, timeout: Option<Duration>) -> Self {
        Self {
            body,
            idle: Idle::new(timeout),
        }
    }

    /// Calls `report` whenever a part of the body has arrived. The total is known if the server sends the length, and the body is not
    /// compressed.
    ///
    /// ```
    /// use openapi_runtime::{Client, Method};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// # use wiremock::{Mock, ResponseTemplate, matchers::any};
    /// # Mock::given(any()).respond_with(ResponseTemplate::new(200).set_body_raw("rows", "text/csv")).mount(&server).await;
    /// # let client = Client::builder(&server.uri(), "shop/1.2").build()?;
    /// let response = client.request(Method::GET, "/export").send_stream().await?;
    /// let body = response.into_inner().on_progress(|received| println!("{} of {:?}", received.bytes, received.total));
    /// assert_eq!(body.bytes(1 << 20).await?, "rows");
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn on_progress(self, report: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        let body = self.body.on_progress(report);
        Self { body, ..self }
    }

    /// The next bytes, however many have arrived; `None` at the end. The error is [`StreamError::Interrupted`].
    pub async fn next(&mut self) -> Option<Result<Bytes, StreamError>> {
        next(self).await
    }

    /// Returns all remaining bytes, up to `limit`.
    ///
    /// # Errors
    ///
    /// [`StreamError::TooLarge`] when there are more, and [`StreamError::Interrupted`] when the connection breaks or stalls.
    ///
    /// ```
    /// use openapi_runtime::{Client, Method, StreamError};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// # use wiremock::{Mock, ResponseTemplate, matchers::any};
    /// # Mock::given(any()).respond_with(ResponseTemplate::new(200).set_body_raw("rows", "text/csv")).mount(&server).await;
    /// # let client = Client::builder(&server.uri(), "shop/1.2").build()?;
    /// let body = client.request(Method::GET, "/export").send_stream().await?.into_inner();
    /// assert!(matches!(body.bytes(3).await, Err(StreamError::TooLarge(3))));
    /// let body = client.request(Method::GET, "/export").send_stream().await?.into_inner();
    /// assert_eq!(body.bytes(4).await?, "rows");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn bytes(mut self, limit: usize) -> Result<Bytes, StreamError> {
        let mut all = BytesMut::new();
        while let Some(chunk) = self.next().await {
            let chunk = chunk?;
            if chunk.len() > limit.saturating_sub(all.len()) {
                return Err(StreamError::TooLarge(limit));
            }
            all.extend_from_slice(&chunk);
        }
        Ok(all.freeze())
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match self.body.poll_chunk(cx) {
            Poll::Ready(chunk) => {
                self.idle.ended();
                Poll::Ready(chunk.map(|chunk| chunk.map_err(StreamError::Interrupted)))
            }
            Poll::Pending => {
                ready!(self.idle.poll(cx));
                Poll::Ready(Some(Err(StreamError::Interrupted(TransportError::elapsed()))))
            }
        }
    }
}

/// A body of JSON values, one per line (`application/x-ndjson` and the like) or each after a record separator
/// (`application/json-seq`, RFC 7464).
///
/// ```
/// use openapi_runtime::{Client, JsonLines, Method};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let server = wiremock::MockServer::start().await;
/// # use wiremock::{Mock, ResponseTemplate, matchers::any};
/// # Mock::given(any()).respond_with(ResponseTemplate::new(200).set_body_raw("7\n7\n", "application/x-ndjson")).mount(&server).await;
/// # let client = Client::builder(&server.uri(), "shop/1.2").build()?;
/// let body = client.request(Method::GET, "/numbers").send_stream().await?.into_inner();
/// let mut lines = JsonLines::<u32>::from(body);
/// let mut sum = 0;
/// while let Some(number) = lines.next().await {
///     sum += number?;
/// }
/// assert_eq!(sum, 14);
/// # Ok(())
/// # }
/// ```
pub struct JsonLines<T> {
    body: ByteStream,
    buffer: BytesMut,
    ended: bool,
    values: PhantomData<fn() -> T>,
}

/// The byte that begins a record (RFC 7464, section 2.2). In JSON it only occurs escaped.
const SEPARATOR: u8 = 0x1e;

/// How long a line may be.
const MAX_LINE: usize = 64 << 20;

impl<T: DeserializeOwned> JsonLines<T> {
    /// The next value; `None` at the end. A line that is not a `T` is [`StreamError::Value`], and others may follow it;
    /// [`StreamError::Interrupted`] and [`StreamError::TooLarge`], for a line of more than 64 MiB, are the last.
    pub async fn next(&mut self) -> Option<Result<T, StreamError>> {
        next(self).await
    }

    /// A complete line or record, or the rest at the end.
    fn line(&mut self) -> Option<BytesMut> {
        let start = self.buffer.iter().position(|byte| *byte == SEPARATOR);
        let end = match start {
            // The text of a record may have lines: it ends where the next one begins.
            Some(0) => self.record_end(),
            Some(start) => Some(start),
            None => self.buffer.iter().position(|byte| *byte == b'\n').map(|end| end + 1),
        };
        match end {
            Some(end) => Some(self.buffer.split_to(end)),
            None if self.ended && !self.buffer.is_empty() => Some(self.buffer.split()),
            None => None,
        }
    }

    /// The end of the record that the buffer begins with, once it is known.
    fn record_end(&self) -> Option<usize> {
        let next = self.buffer.iter().skip(1).position(|byte| *byte == SEPARATOR);
        let whole = || {
            let text = self.buffer.strip_suffix(b"\n")?;
            // The next record may be long in coming.
            serde_json::from_slice::<IgnoredAny>(&text[1..]).ok()?;
            Some(self.buffer.len())
        };
        next.map(|next| next + 1).or_else(whole)
    }
}

impl<T: DeserializeOwned> Stream for JsonLines<T> {
    type Item = Result<T, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            while let Some(line) = this.line() {
                let text = line.strip_prefix(&[SEPARATOR]).unwrap_or(&line);
                if !text.trim_ascii().is_empty() {
                    return Poll::Ready(Some(value(text)));
                }
            }
            if this.ended {
                return Poll::Ready(None);
            }
            match ready!(Pin::new(&mut this.body).poll_next(cx)) {
                Some(Ok(chunk)) if this.buffer.len() + chunk.len() > MAX_LINE => {
                    this.ended = true;
                    this.buffer.clear();
                    return Poll::Ready(Some(Err(StreamError::TooLarge(MAX_LINE))));
                }
                Some(Ok(chunk)) => this.buffer.extend_from_slice(&chunk),
                Some(Err(error)) => {
                    this.ended = true;
                    this.buffer.clear();
                    return Poll::Ready(Some(Err(error)));
                }
                None => this.ended = true,
            }
        }
    }
}

impl<T: DeserializeOwned> From<ByteStream> for JsonLines<T> {
    fn from(body: ByteStream) -> Self {
        Self {
            body,
            buffer: BytesMut::new(),
            ended: false,
            values: PhantomData,
        }
    }
}

pub(crate) fn value<T: DeserializeOwned>(text: &[u8]) -> Result<T, StreamError> {
    serde_json::from_slice(text).map_err(|error| StreamError::Value(crate::json_error::reason(text, &error)))
}

pub(crate) async fn next<S: Stream + Unpin>(stream: &mut S) -> Option<S::Item> {
    std::future::poll_fn(|cx| Pin::new(&mut *stream).poll_next(cx)).await
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByteStream").finish_non_exhaustive()
    }
}

impl<T> fmt::Debug for JsonLines<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JsonLines").finish_non_exhaustive()
    }
}
