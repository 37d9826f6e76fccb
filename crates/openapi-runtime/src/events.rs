//! Streams of events (HTML Living Standard, section 9.2).

use std::{
    fmt,
    marker::PhantomData,
    pin::Pin,
    task::{Context, Poll, ready},
};

use futures_core::Stream;
use serde::de::DeserializeOwned;
use sse_stream::SseByteStream;

use crate::{
    ByteStream, StreamError,
    stream::{next, value},
};

/// A body of `text/event-stream`, event by event (HTML Living Standard section 9.2).
///
/// ```
/// use openapi_runtime::{Client, EventStream, Method};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let server = wiremock::MockServer::start().await;
/// # use wiremock::{Mock, ResponseTemplate, matchers::any};
/// # Mock::given(any()).respond_with(ResponseTemplate::new(200).set_body_raw("data: rex\n\n", "text/event-stream")).mount(&server).await;
/// # let client = Client::builder(&server.uri(), "shop/1.2").build()?;
/// let body = client.request(Method::GET, "/events").send_stream().await?.into_inner();
/// let mut events = EventStream::from(body);
/// while let Some(event) = events.next().await {
///     assert_eq!(event?.data, "rex");
/// }
/// # Ok(())
/// # }
/// ```
pub struct EventStream {
    events: Pin<Box<SseByteStream<ByteStream>>>,
}

/// An event of an [`EventStream`].
///
/// ```
/// use openapi_runtime::{Client, EventStream, Method};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let server = wiremock::MockServer::start().await;
/// # use wiremock::{Mock, ResponseTemplate, matchers::any};
/// # Mock::given(any()).respond_with(ResponseTemplate::new(200).set_body_raw("event: added\nid: 3\nretry: 500\ndata: rex\n\n", "text/event-stream")).mount(&server).await;
/// # let client = Client::builder(&server.uri(), "shop/1.2").build()?;
/// # let body = client.request(Method::GET, "/events").send_stream().await?.into_inner();
/// # let mut events = EventStream::from(body);
/// // The server sends `event: added`, `id: 3`, `retry: 500` and `data: rex`.
/// let event = events.next().await.unwrap()?;
/// assert_eq!((event.event.as_deref(), event.data.as_str()), (Some("added"), "rex"));
/// assert_eq!((event.id.as_deref(), event.retry), (Some("3"), Some(500)));
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event {
    /// Its type, if it has one.
    pub event: Option<String>,
    /// Its data.
    pub data: String,
    /// Its id, if it has one.
    pub id: Option<String>,
    /// How many milliseconds to wait before connecting again, if it says so.
    pub retry: Option<u64>,
}

impl Event {
    /// The data as JSON.
    ///
    /// # Errors
    ///
    /// [`StreamError::Value`] when the data is not a `T`.
    ///
    /// ```
    /// use openapi_runtime::{Client, EventStream, Method, StreamError};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// # use wiremock::{Mock, ResponseTemplate, matchers::any};
    /// # Mock::given(any()).respond_with(ResponseTemplate::new(200).set_body_raw("data: [1, 2]\n\n", "text/event-stream")).mount(&server).await;
    /// # let client = Client::builder(&server.uri(), "shop/1.2").build()?;
    /// # let body = client.request(Method::GET, "/events").send_stream().await?.into_inner();
    /// # let mut events = EventStream::from(body);
    /// // The server sends `data: [1, 2]`.
    /// let event = events.next().await.unwrap()?;
    /// assert_eq!(event.json::<Vec<u32>>()?, [1, 2]);
    /// assert!(matches!(event.json::<bool>(), Err(StreamError::Value(_))));
    /// # Ok(())
    /// # }
    /// ```
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, StreamError> {
        value(self.data.as_bytes())
    }
}

/// What an event is read as: its data as JSON, or what its name says. Generated code implements it for enums of events.
///
/// ```
/// use openapi_runtime::{Client, Event, EventData, Events, Method, StreamError};
///
/// #[derive(Debug, PartialEq)]
/// enum Update {
///     Added(String),
///     Other(Event),
/// }
///
/// impl EventData for Update {
///     fn read(event: Event) -> Result<Self, StreamError> {
///         match event.event.as_deref() {
///             Some("added") => Ok(Self::Added(event.data)),
///             _ => Ok(Self::Other(event)),
///         }
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let server = wiremock::MockServer::start().await;
/// # use wiremock::{Mock, ResponseTemplate, matchers::any};
/// # Mock::given(any()).respond_with(ResponseTemplate::new(200).set_body_raw("event: added\ndata: rex\n\n", "text/event-stream")).mount(&server).await;
/// # let client = Client::builder(&server.uri(), "shop/1.2").build()?;
/// # let body = client.request(Method::GET, "/events").send_stream().await?.into_inner();
/// # let mut updates = Events::<Update>::from(body);
/// assert_eq!(updates.next().await.transpose()?, Some(Update::Added("rex".to_owned())));
/// # Ok(())
/// # }
/// ```
pub trait EventData: Sized {
    /// Reads an event.
    ///
    /// # Errors
    ///
    /// [`StreamError::UnexpectedEvent`] when its data is something else.
    fn read(event: Event) -> Result<Self, StreamError>;
}

impl<T: DeserializeOwned> EventData for T {
    fn read(event: Event) -> Result<Self, StreamError> {
        event.json().map_err(|error| match error {
            StreamError::Value(reason) => {
                let event = Box::new(event);
                StreamError::UnexpectedEvent { reason, event }
            }
            other => other,
        })
    }
}

/// Defines an enum of events that are known by their names, each with its data: `json`, or `text` as it is.
#[doc(hidden)]
#[macro_export]
macro_rules! events {
    (
        $(#[$attribute:meta])*
        pub enum $name:ident {$(
            $(#[$documentation:meta])*
            $variant:ident($ty:ty) = $event:literal $kind:ident,
        )*}
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$documentation])* $variant($ty),)*
            /// An event that the description does not have.
            Other($crate::Event),
        }

        impl $crate::EventData for $name {
            fn read(event: $crate::Event) -> ::std::result::Result<Self, $crate::StreamError> {
                match event.event.as_deref() {
                    $(::std::option::Option::Some($event) => $crate::events!(@$kind event).map(Self::$variant),)*
                    _ => ::std::result::Result::Ok(Self::Other(event)),
                }
            }
        }
    };
    (@json $event:ident) => {
        $crate::EventData::read($event)
    };
    (@text $event:ident) => {
        ::std::result::Result::Ok($event.data)
    };
}

impl EventStream {
    /// The next event; `None` at the end. The errors are [`StreamError::Interrupted`], and [`StreamError::Event`] for what is not
    /// such a stream.
    pub async fn next(&mut self) -> Option<Result<Event, StreamError>> {
        next(self).await
    }
}

impl Stream for EventStream {
    type Item = Result<Event, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            return Poll::Ready(match ready!(self.events.as_mut().poll_next(cx)) {
                // A block without data sets the id or the time to wait, and is not an event.
                Some(Ok(sse_stream::Sse { data: None, .. })) => continue,
                Some(Ok(event)) => Some(Ok(Event {
                    event: event.event,
                    data: event.data.unwrap_or_default(),
                    id: event.id,
                    retry: event.retry,
                })),
                Some(Err(error)) => Some(Err(StreamError::of_events(error))),
                None => None,
            });
        }
    }
}

/// The data of each event of a body of `text/event-stream`, as values. Data that is `[DONE]` ends it, which is not JSON.
///
/// ```
/// use openapi_runtime::{Client, Events, Method};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let server = wiremock::MockServer::start().await;
/// # use wiremock::{Mock, ResponseTemplate, matchers::any};
/// # Mock::given(any()).respond_with(ResponseTemplate::new(200).set_body_raw("data: 7\n\ndata: 8\n\ndata: [DONE]\n\n", "text/event-stream")).mount(&server).await;
/// # let client = Client::builder(&server.uri(), "shop/1.2").build()?;
/// // The server sends `data: 7`, `data: 8` and `data: [DONE]`.
/// let body = client.request(Method::GET, "/numbers").send_stream().await?.into_inner();
/// let mut numbers = Events::<u32>::from(body);
/// assert_eq!(numbers.next().await.transpose()?, Some(7));
/// assert_eq!(numbers.next().await.transpose()?, Some(8));
/// assert_eq!(numbers.next().await.transpose()?, None);
/// # Ok(())
/// # }
/// ```
pub struct Events<T> {
    events: EventStream,
    done: bool,
    values: PhantomData<fn() -> T>,
}

/// The data that ends a stream in APIs that send it; the connection may stay open.
const DONE: &str = "[DONE]";

impl<T: EventData> Events<T> {
    /// The next value; `None` at the end. An event whose data is something else is [`StreamError::UnexpectedEvent`], and others may
    /// follow it.
    pub async fn next(&mut self) -> Option<Result<T, StreamError>> {
        next(self).await
    }
}

impl<T: EventData> Stream for Events<T> {
    type Item = Result<T, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.done {
            return Poll::Ready(None);
        }
        let event = ready!(Pin::new(&mut self.events).poll_next(cx));
        self.done = event
            .as_ref()
            .is_none_or(|event| event.as_ref().is_ok_and(|event| event.data == DONE));
        let event = event.filter(|_| !self.done);
        Poll::Ready(event.map(|event| T::read(event?)))
    }
}

impl<T> From<ByteStream> for Events<T> {
    fn from(body: ByteStream) -> Self {
        Self {
            events: body.into(),
            done: false,
            values: PhantomData,
        }
    }
}

impl<T> From<Events<T>> for EventStream {
    /// The events as they are.
    fn from(typed: Events<T>) -> Self {
        typed.events
    }
}

impl<T> fmt::Debug for Events<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events").finish_non_exhaustive()
    }
}

impl From<ByteStream> for EventStream {
    fn from(body: ByteStream) -> Self {
        Self {
            events: Box::pin(SseByteStream::new(body)),
        }
    }
}

impl StreamError {
    /// Converts an error of a stream of events: of its body, or of its syntax.
    fn of_events(error: sse_stream::Error) -> Self {
        match error {
            sse_stream::Error::Body(source) => match source.downcast::<StreamError>() {
                Ok(body) => *body,
                Err(other) => Self::Event(sse_stream::Error::Body(other)),
            },
            other => Self::Event(other),
        }
    }
}

impl fmt::Debug for EventStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream").finish_non_exhaustive()
    }
}
