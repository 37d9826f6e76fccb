//! The body of a request, or of a response that layers see.

use std::{
    error::Error,
    fmt,
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::{Bytes, BytesMut};
use futures_core::stream::TryStream;
use http_body::{Body as HttpBody, Frame, SizeHint};

use crate::{
    Progress, TransportError,
    deadline::Deadline,
    platform::{self, Streamed},
    progress::Watch,
};

/// The body of a request or of a response: bytes, or a stream of them. Bytes can be sent again; a stream is sent once.
///
/// ```
/// use openapi_runtime::Body;
///
/// let body = Body::from("text");
/// assert_eq!(body.as_bytes().map(|bytes| bytes.as_ref()), Some(&b"text"[..]));
/// ```
#[derive(Default)]
pub struct Body {
    content: Content,
    watch: Option<Watch>,
}

/// How many bytes are sent at a time where the progress is watched.
const PIECE: usize = 64 << 10;

enum Content {
    Bytes(Bytes),
    Stream(Streamed),
}

impl Body {
    /// A body without content.
    ///
    /// ```
    /// use openapi_runtime::Body;
    ///
    /// assert_eq!(Body::empty().as_bytes().map(|bytes| bytes.len()), Some(0));
    /// ```
    pub fn empty() -> Self {
        Self::default()
    }

    /// A body that is read from a stream as it is sent.
    ///
    /// ```
    /// use futures_util::stream;
    /// use openapi_runtime::{Body, Client, Method};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// # let client = Client::builder(&server.uri(), "shop/1.2").build()?;
    /// let lines = stream::iter(["a\n", "b\n"].map(Ok::<_, std::io::Error>));
    /// client.request(Method::PUT, "/log").body_bytes("text/plain", Body::wrap_stream(lines)).send_raw().await?;
    /// # let requests = server.received_requests().await.unwrap();
    /// assert_eq!(requests[0].body, b"a\nb\n");
    /// # Ok(())
    /// # }
    /// ```
    pub fn wrap_stream<S>(stream: S) -> Self
    where
        S: TryStream + Send + 'static,
        S::Error: Into<Box<dyn Error + Send + Sync>>,
        Bytes: From<S::Ok>,
    {
        Self::streamed(platform::of_stream(stream))
    }

    /// A body of the crate `http-body`, as layers make them.
    ///
    /// ```
    /// use openapi_runtime::Body;
    ///
    /// // A `String` is a body of the crate `http-body`, too.
    /// let body = Body::wrap("text".to_owned());
    /// assert!(body.as_bytes().is_none(), "it is read as it is sent");
    /// ```
    pub fn wrap<B>(body: B) -> Self
    where
        B: HttpBody + Send + Sync + 'static,
        B::Data: Into<Bytes>,
        B::Error: Into<Box<dyn Error + Send + Sync>>,
    {
        Self::streamed(platform::of_body(body))
    }

    /// The bytes, unless it is a stream.
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.content {
            Content::Bytes(bytes) => Some(bytes),
            Content::Stream(_) => None,
        }
    }

    /// Calls `report` whenever a part of the body is handed to the connection, in each try anew. In WebAssembly, which sends bodies whole,
    /// it is not called.
    ///
    /// ```
    /// use openapi_runtime::Body;
    ///
    /// let body = Body::from(vec![0; 1 << 20]).on_progress(|sent| println!("{} of {:?}", sent.bytes, sent.total));
    /// ```
    #[must_use]
    pub fn on_progress(self, report: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        let watch = Watch::new(report, self.size_hint().exact());
        self.watched(watch)
    }

    fn unwatched(content: Content) -> Self {
        Self { content, watch: None }
    }

    pub(crate) fn watched(self, watch: Watch) -> Self {
        let watch = Some(watch);
        Self { watch, ..self }
    }

    pub(crate) fn streamed(stream: Streamed) -> Self {
        Self::unwatched(Content::Stream(stream))
    }

    /// The stream, or the bytes if it is not one and nobody watches.
    #[cfg_attr(all(target_family = "wasm", target_os = "unknown"), expect(dead_code))]
    pub(crate) fn into_streamed(self) -> Result<Streamed, Bytes> {
        match (self.content, self.watch) {
            (Content::Bytes(bytes), None) => Err(bytes),
            (Content::Stream(stream), None) => Ok(stream),
            (content, watch) => Ok(platform::of_body(Self { content, watch })),
        }
    }

    /// The next bytes, however many have arrived.
    pub(crate) async fn chunk(&mut self) -> Option<Result<Bytes, TransportError>> {
        std::future::poll_fn(|cx| self.poll_chunk(cx)).await
    }

    /// Reads it up to `limit`, and says whether that was all of it.
    pub(crate) async fn read(&mut self, limit: usize, deadline: Deadline) -> (Bytes, Result<bool, TransportError>) {
        // A body that says how long it is never moves as it grows.
        let announced = usize::try_from(self.size_hint().lower()).unwrap_or(limit);
        let mut read = BytesMut::with_capacity(announced.min(limit));
        loop {
            let chunk = deadline.within(self.chunk()).await;
            match chunk.and_then(Option::transpose) {
                Ok(Some(chunk)) if chunk.len() > limit.saturating_sub(read.len()) => {
                    let fits = limit.saturating_sub(read.len());
                    read.extend_from_slice(&chunk[..fits]);
                    return (read.freeze(), Ok(false));
                }
                Ok(Some(chunk)) => read.extend_from_slice(&chunk),
                Ok(None) => return (read.freeze(), Ok(true)),
                Err(error) => return (read.freeze(), Err(error)),
            }
        }
    }

    pub(crate) fn poll_chunk(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, TransportError>>> {
        loop {
            return Poll::Ready(match ready!(Pin::new(&mut *self).poll_frame(cx)) {
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(data) => Some(Ok(data)),
                    Err(_trailers) => continue,
                },
                Some(Err(error)) => Some(Err(error)),
                None => None,
            });
        }
    }

    /// The same body, unless it is a stream.
    ///
    /// ```
    /// use futures_util::stream;
    /// use openapi_runtime::Body;
    ///
    /// let bytes = Body::from("text");
    /// assert!(bytes.try_clone().is_some());
    /// let stream = Body::wrap_stream(stream::iter(["text"].map(Ok::<_, std::io::Error>)));
    /// assert!(stream.try_clone().is_none());
    /// ```
    pub fn try_clone(&self) -> Option<Self> {
        let bytes = self.as_bytes()?.clone();
        Some(Self {
            content: Content::Bytes(bytes),
            watch: self.watch.as_ref().map(Watch::again),
        })
    }
}

impl Default for Content {
    fn default() -> Self {
        Self::Bytes(Bytes::new())
    }
}

impl HttpBody for Body {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let Self { content, watch } = &mut *self;
        let frame = match content {
            Content::Bytes(bytes) if bytes.is_empty() => None,
            Content::Bytes(bytes) => {
                let piece = watch.as_ref().map_or(bytes.len(), |_| bytes.len().min(PIECE));
                Some(Ok(Frame::data(bytes.split_to(piece))))
            }
            Content::Stream(body) => ready!(Pin::new(body).poll_frame(cx)),
        };
        let passed = frame.as_ref().and_then(|frame| frame.as_ref().ok()?.data_ref());
        if let (Some(data), Some(watch)) = (passed, watch) {
            watch.passed(data.len());
        }
        Poll::Ready(frame.map(|frame| frame.map_err(TransportError::from)))
    }

    fn is_end_stream(&self) -> bool {
        match &self.content {
            Content::Bytes(bytes) => bytes.is_empty(),
            Content::Stream(body) => body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.content {
            Content::Bytes(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Content::Stream(body) => body.size_hint(),
        }
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self::unwatched(Content::Bytes(bytes))
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<&'static [u8]> for Body {
    fn from(bytes: &'static [u8]) -> Self {
        Bytes::from_static(bytes).into()
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&'static str> for Body {
    fn from(text: &'static str) -> Self {
        Bytes::from_static(text.as_bytes()).into()
    }
}

impl fmt::Debug for Body {
    /// Shows the length of bytes, and not the bytes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.content {
            Content::Bytes(bytes) => write!(f, "Body({} bytes)", bytes.len()),
            Content::Stream(_) => f.write_str("Body(stream)"),
        }
    }
}
