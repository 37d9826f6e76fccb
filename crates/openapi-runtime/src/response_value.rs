//! A decoded response.

use std::{fmt, ops};

use bytes::Bytes;
use reqwest::{StatusCode, header::HeaderMap};

use crate::RawResponse;

/// A decoded response with its status, headers and raw body. Dereferences to the value.
///
/// ```
/// # use openapi_runtime::{RawResponse, ResponseValue, reqwest};
/// # let raw = RawResponse::new(reqwest::StatusCode::OK, Default::default(), "[1]".into());
/// let response = ResponseValue::new(vec![1], raw);
/// assert_eq!(response.len(), 1);
/// assert_eq!((response.status().as_u16(), &response.body()[..]), (200, &b"[1]"[..]));
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
