//! A decoded response.

use std::{fmt, ops};

use bytes::Bytes;
use reqwest::{StatusCode, header::HeaderMap};

use crate::RawResponse;

/// A decoded response with its status, headers and raw body. Dereferences to the value.
///
/// ```
/// use openapi_runtime::{RawResponse, ResponseValue, StatusCode};
///
/// let headers = [("content-length".parse()?, "3".parse()?)].into_iter().collect();
/// let response = ResponseValue::new(vec![1], RawResponse::new(StatusCode::OK, headers, "[1]".into()));
/// assert_eq!(response.len(), 1, "that of the value");
/// assert_eq!((response.status(), response.body()), (StatusCode::OK, &"[1]".into()));
/// assert_eq!((response.content_length(), &response.headers()["content-length"]), (Some(3), &"3".parse()?));
/// assert_eq!(response.raw().body, "[1]");
/// assert_eq!(response.into_inner(), [1]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct ResponseValue<T> {
    value: T,
    raw: RawResponse,
    /// Whether the description says nothing of the body, so that the value does not show it.
    pub(crate) undescribed: bool,
}

impl<T> ResponseValue<T> {
    /// A response of this value.
    pub fn new(value: T, raw: RawResponse) -> Self {
        Self {
            value,
            raw,
            undescribed: false,
        }
    }

    /// A response whose body the description says nothing of.
    pub(crate) fn undescribed(value: T, raw: RawResponse) -> Self {
        Self {
            undescribed: true,
            ..Self::new(value, raw)
        }
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.raw.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.raw.headers
    }

    /// The body as it arrived; empty if the value is a stream.
    pub fn body(&self) -> &Bytes {
        &self.raw.body
    }

    /// The value of `Content-Length`, if there is a valid one.
    pub fn content_length(&self) -> Option<u64> {
        self.raw.content_length()
    }

    /// The response as it arrived.
    pub fn raw(&self) -> &RawResponse {
        &self.raw
    }

    /// The value.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// The value, and the response as it arrived.
    ///
    /// ```
    /// use openapi_runtime::ResponseValue;
    ///
    /// # use openapi_runtime::{RawResponse, StatusCode, http::HeaderMap};
    /// # let raw = RawResponse::new(StatusCode::OK, HeaderMap::new(), "[1]".into());
    /// # let response = ResponseValue::new(vec![1], raw);
    /// let (value, raw) = response.into_parts();
    /// assert_eq!(value, [1]);
    /// assert_eq!(raw.body, "[1]");
    /// ```
    pub fn into_parts(self) -> (T, RawResponse) {
        (self.value, self.raw)
    }
}

impl<T> ops::Deref for ResponseValue<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> ops::DerefMut for ResponseValue<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

impl<T> AsRef<T> for ResponseValue<T> {
    fn as_ref(&self) -> &T {
        &self.value
    }
}

impl<T: fmt::Debug> fmt::Debug for ResponseValue<T> {
    /// Shows the value alone: headers and body may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}
