//! WebAssembly in a browser or Node.js: reqwest with `fetch`, and the timers of JavaScript. There is one thread, so
//! values that are not `Send` are wrapped in `SendWrapper`.

use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll, ready},
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use futures_core::stream::TryStream;
use http_body::{Body as HttpBody, Frame, SizeHint};
use send_wrapper::SendWrapper;

use super::StreamError;
use crate::{
    Body, TransportError,
    transport::{Arrived, Prepared},
};

pub(crate) use wasmtimer::{
    std::Instant,
    tokio::{Sleep, sleep, timeout_at},
};

/// A body that arrives or is made bit by bit.
pub(crate) type Streamed = Pin<Box<dyn HttpBody<Data = Bytes, Error = TransportError> + Send + Sync>>;

pub(crate) fn of_stream<S>(stream: S) -> Streamed
where
    S: TryStream<Error: Into<StreamError>> + Send + 'static,
    Bytes: From<S::Ok>,
{
    Box::pin(Frames(SendWrapper::new(Box::pin(stream))))
}

pub(crate) fn of_body<B>(body: B) -> Streamed
where
    B: HttpBody<Data: Into<Bytes>, Error: Into<StreamError>> + Send + Sync + 'static,
{
    Box::pin(Mapped(Box::pin(body)))
}

/// A body whose chunks are those of a stream.
struct Frames<S>(SendWrapper<Pin<Box<S>>>);

impl<S> HttpBody for Frames<S>
where
    S: TryStream<Error: Into<StreamError>>,
    Bytes: From<S::Ok>,
{
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let chunk = ready!(self.0.as_mut().try_poll_next(cx));
        Poll::Ready(chunk.map(|chunk| match chunk {
            Ok(chunk) => Ok(Frame::data(chunk.into())),
            Err(error) => Err(TransportError::of_stream(error.into())),
        }))
    }
}

/// A body with the types of ours.
struct Mapped<B>(Pin<Box<B>>);

impl<B> HttpBody for Mapped<B>
where
    B: HttpBody<Data: Into<Bytes>, Error: Into<StreamError>>,
{
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let frame = ready!(self.0.as_mut().poll_frame(cx));
        Poll::Ready(frame.map(|frame| match frame {
            Ok(frame) => Ok(frame.map_data(Into::into)),
            Err(error) => Err(TransportError::of_stream(error.into())),
        }))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.0.size_hint()
    }
}

/// `fetch` connects, follows redirects and keeps cookies as its environment does.
pub(super) fn configure(builder: reqwest::ClientBuilder, _: Duration, _: bool) -> reqwest::ClientBuilder {
    builder
}

/// Sends a request. Its body is read whole before, if it is a stream.
pub(crate) fn execute(
    http: &reqwest::Client,
    request: Prepared,
) -> impl Future<Output = Result<Arrived, TransportError>> + Send + use<> {
    let http = http.clone();
    SendWrapper::new(async move {
        let mut sent = reqwest::Request::new(request.method, request.url);
        *sent.headers_mut() = request.headers;
        if let Some(body) = request.body {
            *sent.body_mut() = Some(whole(body).await?.into());
        }
        let mut response = http.execute(sent).await?;
        let url = response.url().clone();
        let mut arrived = http::Response::new(Body::empty());
        *arrived.status_mut() = response.status();
        *arrived.headers_mut() = std::mem::take(response.headers_mut());
        *arrived.body_mut() = Body::wrap_stream(SendWrapper::new(Box::pin(response.bytes_stream())));
        Ok(Arrived { url, response: arrived })
    })
}

async fn whole(mut body: Body) -> Result<Bytes, TransportError> {
    let mut bytes = bytes::BytesMut::new();
    while let Some(chunk) = body.chunk().await {
        bytes.extend_from_slice(&chunk?);
    }
    Ok(bytes.freeze())
}

/// Whether there was no connection: `fetch` does not say.
pub(crate) fn is_connect(_: &reqwest::Error) -> bool {
    false
}

/// The time of day.
pub(crate) fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs_f64(js_sys::Date::now() / 1000.0)
}

/// A random number, which need not be a secret.
pub(crate) fn random() -> u64 {
    let half = || (js_sys::Math::random() * f64::from(u32::MAX)) as u64;
    half() << 32 | half()
}
