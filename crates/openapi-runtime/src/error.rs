//! What can go wrong with a request.

use std::{borrow::Cow, convert::Infallible, fmt};

use bytes::Bytes;
use reqwest::{StatusCode, header::HeaderMap};

use crate::{RawResponse, ResponseValue};

/// What can go wrong with a request; `E` is what the description promises for errors.
///
/// Neither `Display` nor `Debug` shows a URL, a credential, or more of an undocumented body than its beginning.
#[non_exhaustive]
pub enum Error<E> {
    /// A parameter cannot be sent. Nothing was sent.
    InvalidRequest(String),
    /// The server could not be reached, or the connection broke before there was a response.
    Connection(reqwest::Error),
    /// The request took longer than it may.
    Timeout(reqwest::Error),
    /// An error that the description documents.
    ErrorResponse(ResponseValue<E>),
    /// A response, be it a success or not, whose status the description does not document.
    UnexpectedStatus(RawResponse),
    /// A response with a media type that the description does not document.
    UnexpectedContentType {
        /// The documented media types.
        expected: Cow<'static, [&'static str]>,
        /// The response.
        response: RawResponse,
    },
    /// A response whose body is not what the description documents.
    InvalidBody {
        /// What is wrong, without content of the body.
        reason: String,
        /// The response.
        response: RawResponse,
    },
    /// The body of the response was cut off.
    Interrupted {
        /// The status.
        status: StatusCode,
        /// The headers.
        headers: HeaderMap,
        /// Why.
        source: reqwest::Error,
    },
    /// The body of the response is larger than the client accepts.
    TooLarge {
        /// What the client accepts, in bytes.
        limit: usize,
        /// The status.
        status: StatusCode,
        /// The headers.
        headers: HeaderMap,
    },
}

impl<E> Error<E> {
    /// The status of the response, if there was one.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::ErrorResponse(response) => Some(response.status()),
            Self::Interrupted { status, .. } | Self::TooLarge { status, .. } => Some(*status),
            _ => self.raw().map(|response| response.status),
        }
    }

    /// The headers of the response, if there was one.
    pub fn headers(&self) -> Option<&HeaderMap> {
        match self {
            Self::ErrorResponse(response) => Some(response.headers()),
            Self::Interrupted { headers, .. } | Self::TooLarge { headers, .. } => Some(headers),
            _ => self.raw().map(|response| &response.headers),
        }
    }

    /// The body of a response that could not be decoded.
    pub fn body(&self) -> Option<&Bytes> {
        self.raw().map(|response| &response.body)
    }

    /// Whether the request took longer than it may.
    pub fn is_timeout(&self) -> bool {
        matches!(self, Self::Timeout(_))
    }

    /// Whether the same request may succeed later: there was no complete response, or its status is 408, 429, 502, 503
    /// or 504. Whether it may be repeated safely depends on the operation.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Connection(_) | Self::Timeout(_) | Self::Interrupted { .. } => true,
            Self::ErrorResponse(_) | Self::UnexpectedStatus(_) | Self::UnexpectedContentType { .. } => self
                .status()
                .is_some_and(|status| matches!(status.as_u16(), 408 | 429 | 502 | 503 | 504)),
            _ => false,
        }
    }

    fn raw(&self) -> Option<&RawResponse> {
        match self {
            Self::UnexpectedStatus(response)
            | Self::UnexpectedContentType { response, .. }
            | Self::InvalidBody { response, .. } => Some(response),
            _ => None,
        }
    }

    /// The name of the variant, for debugging and tracing.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::InvalidRequest(_) => "InvalidRequest",
            Self::Connection(_) => "Connection",
            Self::Timeout(_) => "Timeout",
            Self::ErrorResponse(_) => "ErrorResponse",
            Self::UnexpectedStatus(_) => "UnexpectedStatus",
            Self::UnexpectedContentType { .. } => "UnexpectedContentType",
            Self::InvalidBody { .. } => "InvalidBody",
            Self::Interrupted { .. } => "Interrupted",
            Self::TooLarge { .. } => "TooLarge",
        }
    }

    /// An error of the transport, without its URL, whose query may hold a key.
    pub(crate) fn transport(error: reqwest::Error) -> Self {
        let error = error.without_url();
        if error.is_timeout() {
            Self::Timeout(error)
        } else {
            Self::Connection(error)
        }
    }
}

impl Error<Infallible> {
    /// The same error for an operation whose documented errors are `E`.
    pub(crate) fn retype<E>(self) -> Error<E> {
        match self {
            Self::InvalidRequest(problem) => Error::InvalidRequest(problem),
            Self::Connection(error) => Error::Connection(error),
            Self::Timeout(error) => Error::Timeout(error),
            Self::ErrorResponse(response) => match *response {},
            Self::UnexpectedStatus(response) => Error::UnexpectedStatus(response),
            Self::UnexpectedContentType { expected, response } => Error::UnexpectedContentType { expected, response },
            Self::InvalidBody { reason, response } => Error::InvalidBody { reason, response },
            Self::Interrupted {
                status,
                headers,
                source,
            } => Error::Interrupted {
                status,
                headers,
                source,
            },
            Self::TooLarge { limit, status, headers } => Error::TooLarge { limit, status, headers },
        }
    }
}

impl<E: fmt::Display> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidRequest(problem) => write!(f, "nothing was sent: {problem}"),
            Self::Connection(_) => f.write_str("no response from the server"),
            Self::Timeout(_) => f.write_str("the request timed out"),
            Self::ErrorResponse(response) => {
                let text = (**response).to_string();
                let separator = if text.is_empty() { "" } else { ": " };
                write!(f, "{}{separator}{text}", response.status())
            }
            Self::UnexpectedStatus(response) => {
                write!(
                    f,
                    "the server answered {}, which the description does not document",
                    response.status
                )?;
                response.excerpt().map_or(Ok(()), |excerpt| write!(f, ": {excerpt}"))
            }
            Self::UnexpectedContentType { expected, response } => {
                let actual = response.content_type().unwrap_or("no media type");
                write!(f, "the server answered {} with {actual} instead of ", response.status)?;
                f.write_str(&expected.join(" or "))?;
                response.excerpt().map_or(Ok(()), |excerpt| write!(f, ": {excerpt}"))
            }
            Self::InvalidBody { reason, response } => {
                write!(
                    f,
                    "the server answered {}, but not as the description documents: {reason}",
                    response.status
                )
            }
            Self::Interrupted { status, .. } => write!(f, "the server answered {status}, but the body was cut off"),
            Self::TooLarge { limit, status, .. } => {
                write!(f, "the server answered {status} with a body of more than {limit} bytes")
            }
        }
    }
}

impl<E: fmt::Debug> fmt::Debug for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct(self.kind());
        match self {
            Self::InvalidRequest(problem) => debug.field("problem", problem),
            Self::Connection(source) | Self::Timeout(source) => debug.field("source", source),
            Self::ErrorResponse(response) => debug.field("status", &response.status()).field("body", &**response),
            Self::UnexpectedStatus(response) => debug.field("response", response),
            Self::UnexpectedContentType { expected, response } => {
                debug.field("expected", expected).field("response", response)
            }
            Self::InvalidBody { reason, response } => debug.field("reason", reason).field("response", response),
            Self::Interrupted { status, source, .. } => debug.field("status", status).field("source", source),
            Self::TooLarge { limit, status, .. } => debug.field("limit", limit).field("status", status),
        };
        debug.finish()
    }
}

impl<E: fmt::Debug + fmt::Display> std::error::Error for Error<E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Connection(source) | Self::Timeout(source) | Self::Interrupted { source, .. } => Some(source),
            _ => None,
        }
    }
}
