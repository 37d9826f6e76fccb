//! Events of a server, across connections that break off.

use std::{
    fmt,
    future::Future,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use futures_core::Stream;
use reqwest::StatusCode;

use crate::{Client, Error, Event, EventStream, Request, ResponseValue, client::Decode, deadline};

/// How long to wait before connecting again, unless the server says it.
const WAIT: Duration = Duration::from_secs(3);

/// How many connections may come to nothing, one after the other.
const VAIN: u32 = 5;

/// The events of an operation, across connections: where one ends or breaks off, the request is sent again, with the header
/// `Last-Event-ID` if there was an id, after the time that the server named by `retry` or 3 seconds (HTML Living Standard,
/// section 9.2). It ends with a response 204, with the first error of another kind, and when five connections in a row gave no event.
///
/// ```
/// # use openapi_runtime::{Client, Decoded, EventStream, Operation, RawResponse, Reconnecting, Request, Undecodable};
/// # use std::convert::Infallible;
/// #
/// # const NEWS: Operation = Operation::new("news", "GET", "/news").statuses(&["200", "204"]).streams();
/// #
/// # fn decode(response: &RawResponse) -> Result<Decoded<EventStream, Infallible>, Undecodable> {
/// #     match response.status.as_u16() {
/// #         200 => response.stream("text/event-stream", EventStream::from),
/// #         _ => response.stream("*/*", EventStream::from),
/// #     }
/// # }
/// #
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let server = wiremock::MockServer::start().await;
/// # use wiremock::{Mock, ResponseTemplate, matchers::any};
/// # let event = ResponseTemplate::new(200).set_body_raw("id: 3\nretry: 10\ndata: rex\n\n", "text/event-stream");
/// # Mock::given(any()).respond_with(event).up_to_n_times(1).mount(&server).await;
/// # Mock::given(any()).respond_with(ResponseTemplate::new(204)).mount(&server).await;
/// # let client = Client::builder(&server.uri(), "shop/1.2").build()?;
/// # let mut events = Reconnecting::new(&client, Request::new(&NEWS), decode);
/// // The server sends an event with an id and ends the connection; to the next one it answers 204.
/// while let Some(event) = events.next().await {
///     assert_eq!(event?.data, "rex");
/// }
/// # let requests = server.received_requests().await.unwrap();
/// assert_eq!(requests[1].headers["last-event-id"], "3");
/// # Ok(())
/// # }
/// ```
#[must_use = "the request is not sent until `next` is called"]
pub struct Reconnecting<'a, S, E>(State<'a, S, E>);

enum State<'a, S, E> {
    Apart(Box<Connection<'a, S, E>>),
    Connecting(Pin<Box<dyn Future<Output = Connected<'a, S, E>> + Send + 'a>>),
    Reading(Box<Connection<'a, S, E>>, EventStream),
    Ended,
}

/// A connection, or the error from opening it.
type Connected<'a, S, E> = (Box<Connection<'a, S, E>>, Result<ResponseValue<S>, Error<E>>);

struct Connection<'a, S, E> {
    client: &'a Client,
    request: Request,
    decode: Decode<S, E>,
    /// How long to wait before the next.
    wait: Option<Duration>,
    retry: Duration,
    /// How many connections came to nothing since the last event.
    vain: u32,
}

impl<'a, S: Into<EventStream> + Send + 'a, E: Send + 'a> Connection<'a, S, E> {
    async fn connect(mut self: Box<Self>) -> Connected<'a, S, E> {
        if let Some(wait) = self.wait.replace(self.retry) {
            deadline::sleep(wait).await;
        }
        let sent = self.client.send_next(&mut self.request, self.decode).await;
        (self, sent)
    }

    /// Remembers the id and the delay for the next connection.
    fn note(&mut self, event: &Event) {
        self.vain = 0;
        if let Some(id) = &event.id {
            self.request.last_event_id(id);
        }
        if let Some(retry) = event.retry {
            self.retry = Duration::from_millis(retry);
            self.wait = Some(self.retry);
        }
    }

    /// Whether another connection is worth a try.
    fn goes_on(&mut self) -> bool {
        self.vain += 1;
        self.vain <= VAIN
    }
}

impl<'a, S: Into<EventStream> + Send + 'a, E: Send + 'a> Reconnecting<'a, S, E> {
    /// The events of this request.
    #[doc(hidden)]
    pub fn new(client: &'a Client, request: Request, decode: Decode<S, E>) -> Self {
        Self(State::Apart(Box::new(Connection {
            client,
            request,
            decode,
            wait: None,
            retry: WAIT,
            vain: 0,
        })))
    }

    /// The next event; `None` at the end. An error that another connection would not help is the last.
    pub async fn next(&mut self) -> Option<Result<Event, Error<E>>> {
        std::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }
}

impl<'a, S: Into<EventStream> + Send + 'a, E: Send + 'a> Stream for Reconnecting<'a, S, E> {
    type Item = Result<Event, Error<E>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match std::mem::replace(&mut self.0, State::Ended) {
                State::Apart(connection) => self.0 = State::Connecting(Box::pin(connection.connect())),
                State::Connecting(mut connecting) => match connecting.as_mut().poll(cx) {
                    Poll::Pending => {
                        self.0 = State::Connecting(connecting);
                        return Poll::Pending;
                    }
                    Poll::Ready((_, Ok(response))) if response.status() == StatusCode::NO_CONTENT => {
                        return Poll::Ready(None);
                    }
                    Poll::Ready((connection, Ok(response))) => {
                        self.0 = State::Reading(connection, response.into_inner().into());
                    }
                    Poll::Ready((mut connection, Err(error))) => match error.is_retryable() && connection.goes_on() {
                        true => self.0 = State::Apart(connection),
                        false => return Poll::Ready(Some(Err(error))),
                    },
                },
                State::Reading(mut connection, mut events) => match Pin::new(&mut events).poll_next(cx) {
                    Poll::Pending => {
                        self.0 = State::Reading(connection, events);
                        return Poll::Pending;
                    }
                    Poll::Ready(Some(Ok(event))) => {
                        connection.note(&event);
                        self.0 = State::Reading(connection, events);
                        return Poll::Ready(Some(Ok(event)));
                    }
                    Poll::Ready(Some(Err(_)) | None) => match connection.goes_on() {
                        true => self.0 = State::Apart(connection),
                        false => return Poll::Ready(None),
                    },
                },
                State::Ended => return Poll::Ready(None),
            }
        }
    }
}

impl<S, E> fmt::Debug for Reconnecting<'_, S, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reconnecting").finish_non_exhaustive()
    }
}
