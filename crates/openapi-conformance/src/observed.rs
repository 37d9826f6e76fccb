//! The result of a call.

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use openapi_runtime::{ByteStream, Bytes, Error, EventStream, JsonLines, RawResponse, ResponseValue, StreamError};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::arguments::Mismatch;

/// A call of an operation under way.
///
/// ```
/// use openapi_conformance::{Call, Observed, Reached};
///
/// let call: Call = Box::pin(async { Ok(Observed::Raw(Reached::new(200, "[]", ""))) });
/// ```
pub type Call = Pin<Box<dyn Future<Output = Result<Observed, Mismatch>>>>;

/// The result of a call.
///
/// ```
/// use openapi_conformance::{DecodedResponse, Observed};
/// use openapi_runtime::{Error, RawResponse, ResponseValue, StatusCode, http::HeaderMap};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let raw = RawResponse::new(StatusCode::OK, HeaderMap::new(), "[1]".into());
/// let sent: Result<_, Error<String>> = Ok(ResponseValue::new(vec![1], raw.clone()));
/// let success = async |numbers: Vec<u32>| DecodedResponse::json(None, &numbers);
/// let observed = Observed::of(sent, success, |text| DecodedResponse::text(None, text)).await;
/// assert!(matches!(observed, Observed::Success(..)));
/// assert!(matches!(Observed::raw::<String>(Ok(raw)), Observed::Raw(_)));
/// # }
/// ```
#[derive(Clone, Debug)]
pub enum Observed {
    /// A success.
    Success(Reached, DecodedResponse),
    /// A documented error.
    ErrorResponse(Reached, DecodedResponse),
    /// A status that the description does not document.
    UnexpectedStatus(Reached),
    /// A media type that the description does not document.
    UnexpectedContentType(Reached),
    /// A body that does not have the documented form, and the reason.
    InvalidBody(Reached, String),
    /// A response that was not decoded.
    Raw(Reached),
    /// Nothing was sent, and why.
    InvalidRequest(String),
    /// Anything else.
    Other(String),
}

/// The parts of a response that can be reached besides its Rust value.
///
/// ```
/// use openapi_conformance::Reached;
///
/// assert_eq!(Reached::new(200, "[1]", "").body(), "[1]");
/// ```
#[derive(Clone, Debug)]
pub struct Reached {
    pub(crate) status: u16,
    pub(crate) body: Bytes,
    /// The `Display` of an error.
    pub(crate) shown: String,
}

/// The content of a response, as decoded by the client.
///
/// ```
/// use openapi_conformance::DecodedResponse;
/// use openapi_runtime::{ByteStream, Bytes, EventStream, JsonLines};
///
/// let pets = DecodedResponse::json(Some("Ok"), &vec!["Rex"]);
/// assert_ne!(pets, DecodedResponse::nothing(Some("NoContent")));
/// assert_ne!(DecodedResponse::bytes(None, &Bytes::from("Rex")), DecodedResponse::text(None, "Rex".to_owned()));
/// assert_ne!(DecodedResponse::unknown(), DecodedResponse::nothing(None));
///
/// async fn read(stream: ByteStream, events: EventStream, lines: JsonLines<u32>) -> [DecodedResponse; 3] {
///     let (stream, events) = (DecodedResponse::stream(None, stream).await, DecodedResponse::events(None, events).await);
///     [stream, events, DecodedResponse::lines(None, lines).await]
/// }
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct DecodedResponse {
    /// The variant, where there is an enum of them.
    pub(crate) variant: Option<&'static str>,
    pub(crate) content: DecodedContent,
    /// Whether something in it was taken for a value that the description does not list.
    pub(crate) has_unknown: bool,
}

/// The content of a response.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum DecodedContent {
    Nothing,
    /// A value; text is a string.
    Json(Value),
    Bytes(Vec<u8>),
    Events(Vec<String>),
    Lines(Vec<Value>),
    Broken(String),
}

/// The most bytes read from a stream.
const LIMIT: usize = 64 << 20;

impl Observed {
    /// The result of a call; `success` and `error` convert the decoded response.
    pub async fn of<T, E: fmt::Display, S: Future<Output = DecodedResponse>>(
        result: Result<ResponseValue<T>, Error<E>>,
        success: impl FnOnce(T) -> S,
        error: impl FnOnce(E) -> DecodedResponse,
    ) -> Self {
        match result {
            Ok(response) => {
                let (value, raw) = response.into_parts();
                Self::Success(Reached::of(&raw, String::new()), success(value).await)
            }
            Err(failure) => {
                let shown = failure.to_string();
                let reached = failure.raw().map(|raw| Reached::of(raw, shown));
                Self::failure(failure, reached, error)
            }
        }
    }

    /// The result of a call for a raw response.
    pub fn raw<E: fmt::Display>(result: Result<RawResponse, Error<E>>) -> Self {
        match result {
            Ok(raw) => Self::Raw(Reached::of(&raw, String::new())),
            Err(failure) => Self::failure(failure, None, |_| DecodedResponse::unknown()),
        }
    }

    fn failure<E: fmt::Display>(
        failure: Error<E>,
        reached: Option<Reached>,
        seen: impl FnOnce(E) -> DecodedResponse,
    ) -> Self {
        match (failure, reached) {
            (Error::ErrorResponse(response), Some(reached)) => {
                Self::ErrorResponse(reached, seen(response.into_inner()))
            }
            (Error::UnexpectedStatus(_), Some(reached)) => Self::UnexpectedStatus(reached),
            (Error::UnexpectedContentType { .. }, Some(reached)) => Self::UnexpectedContentType(reached),
            (Error::InvalidBody { reason, .. }, Some(reached)) => Self::InvalidBody(reached, reason),
            (Error::InvalidRequest(problem), _) => Self::InvalidRequest(problem.to_string()),
            (Error::Connection(source) | Error::Timeout(source), _) => Self::Other(format!("{source:?}")),
            (other, _) => Self::Other(other.to_string()),
        }
    }

    /// The raw body that can be reached, where it is not a stream that has been read.
    pub(crate) fn body(&self) -> Option<&Bytes> {
        match self {
            Self::Success(reached, seen) => seen.is_read_whole().then_some(&reached.body),
            Self::ErrorResponse(reached, _)
            | Self::UnexpectedStatus(reached)
            | Self::UnexpectedContentType(reached)
            | Self::InvalidBody(reached, _)
            | Self::Raw(reached) => Some(&reached.body),
            Self::InvalidRequest(_) | Self::Other(_) => None,
        }
    }
}

impl Reached {
    /// A response of this status and body, and how an error of it is shown.
    pub fn new(status: u16, body: impl Into<Bytes>, shown: impl Into<String>) -> Self {
        Self {
            status,
            body: body.into(),
            shown: shown.into(),
        }
    }

    /// The body.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    fn of(raw: &RawResponse, shown: String) -> Self {
        Self {
            status: raw.status.as_u16(),
            body: raw.body.clone(),
            shown,
        }
    }
}

impl DecodedResponse {
    fn new(variant: Option<&'static str>, content: DecodedContent) -> Self {
        Self {
            variant,
            content,
            has_unknown: false,
        }
    }

    pub(crate) fn is_nothing(&self) -> bool {
        self.content == DecodedContent::Nothing
    }

    /// Whether it was not a stream, as far as is known.
    fn is_read_whole(&self) -> bool {
        matches!(self.content, DecodedContent::Nothing | DecodedContent::Json(_))
    }

    /// Nothing.
    pub fn nothing(variant: Option<&'static str>) -> Self {
        Self::new(variant, DecodedContent::Nothing)
    }

    /// A variant that the generated tests do not know: they are older than the client.
    pub fn unknown() -> Self {
        Self::new(
            None,
            DecodedContent::Broken("a variant that the tests do not know".to_owned()),
        )
    }

    /// JSON: the value is written again.
    pub fn json(variant: Option<&'static str>, value: &(impl Serialize + fmt::Debug)) -> Self {
        // Through text, as on the wire: converting an `f32` to `f64` would change it.
        let written = serde_json::to_string(value).and_then(|text| serde_json::from_str(&text));
        let content = written.map_or_else(|error| DecodedContent::Broken(error.to_string()), DecodedContent::Json);
        Self {
            has_unknown: openapi_runtime::has_unknown(value),
            ..Self::new(variant, content)
        }
    }

    /// Text.
    pub fn text(variant: Option<&'static str>, text: String) -> Self {
        Self::new(variant, DecodedContent::Json(Value::String(text)))
    }

    /// Bytes.
    pub fn bytes(variant: Option<&'static str>, bytes: &Bytes) -> Self {
        Self::new(variant, DecodedContent::Bytes(bytes.to_vec()))
    }

    /// A stream of bytes, read to its end.
    pub async fn stream(variant: Option<&'static str>, stream: ByteStream) -> Self {
        let bytes = stream.bytes(LIMIT).await;
        Self::new(
            variant,
            broken_or(bytes.map(|bytes| DecodedContent::Bytes(bytes.to_vec()))),
        )
    }

    /// A stream of events, read to its end.
    pub async fn events(variant: Option<&'static str>, mut stream: EventStream) -> Self {
        let mut events = Vec::new();
        let ended = loop {
            match stream.next().await {
                Some(Ok(event)) => events.push(event.data),
                Some(Err(error)) => break Err(error),
                None => break Ok(DecodedContent::Events(events)),
            }
        };
        Self::new(variant, broken_or(ended))
    }

    /// A stream of lines, read to its end.
    pub async fn lines<T: Serialize + DeserializeOwned + fmt::Debug>(
        variant: Option<&'static str>,
        mut stream: JsonLines<T>,
    ) -> Self {
        let mut lines = Vec::new();
        let ended = loop {
            match stream.next().await {
                Some(Ok(line)) => match Self::json(None, &line).content {
                    DecodedContent::Json(line) => lines.push(line),
                    other => break Ok(other),
                },
                Some(Err(error)) => break Err(error),
                None => break Ok(DecodedContent::Lines(lines)),
            }
        };
        Self::new(variant, broken_or(ended))
    }
}

fn broken_or(content: Result<DecodedContent, StreamError>) -> DecodedContent {
    content.unwrap_or_else(|error| DecodedContent::Broken(error.to_string()))
}
