//! Documented headers of responses.

use std::{fmt, marker::PhantomData};

use serde_json::Value;

use crate::{AnyError, Error, RawResponse, ResponseValue, Typed, shape::Shape, source};

/// A documented header of responses, whose value is a `T`. Generated code has a constant for each.
///
/// ```
/// use openapi_runtime::{Bytes, Header, RawResponse, StatusCode};
///
/// const REMAINING: Header<i64> = Header::new("X-Remaining");
/// let headers = [("x-remaining".parse()?, "7".parse()?)].into_iter().collect();
/// let response = RawResponse::new(StatusCode::OK, headers, Bytes::new());
/// assert_eq!(response.header(REMAINING)?, Some(7));
/// assert_eq!(REMAINING.name(), "X-Remaining");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Header<T> {
    name: &'static str,
    value: PhantomData<fn() -> T>,
}

impl<T> Header<T> {
    /// The header of this name.
    pub const fn new(name: &'static str) -> Self {
        let value = PhantomData;
        Self { name, value }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        self.name
    }
}

impl<T> Clone for Header<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Header<T> {}

impl<T> fmt::Debug for Header<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Header").field(&self.name).finish()
    }
}

/// A header whose value does not have the documented type. The value is not shown: it may be secret.
///
/// ```
/// use openapi_runtime::{Bytes, Header, RawResponse, StatusCode};
///
/// const REMAINING: Header<i64> = Header::new("X-Remaining");
/// let headers = [("x-remaining".parse()?, "many".parse()?)].into_iter().collect();
/// let error = RawResponse::new(StatusCode::OK, headers, Bytes::new()).header(REMAINING).unwrap_err();
/// assert_eq!(error.name, "X-Remaining");
/// assert_eq!(error.reason, "it does not stand for such a value");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the header `{name}` is not as the description documents: {reason}")]
#[non_exhaustive]
pub struct InvalidHeader {
    /// The name of the header.
    pub name: &'static str,
    /// The reason, without content of the value.
    pub reason: String,
}

impl RawResponse {
    /// The value of a documented header, if the response has it.
    ///
    /// # Errors
    ///
    /// [`InvalidHeader`] when its value does not stand for a `T`. [`headers`](Self::headers) has it as it came.
    ///
    /// ```
    /// use openapi_runtime::{Bytes, Header, RawResponse, StatusCode};
    ///
    /// const TAGS: Header<Vec<String>> = Header::new("X-Tags");
    /// let headers = [("x-tags".parse()?, "red, blue".parse()?)].into_iter().collect();
    /// let response = RawResponse::new(StatusCode::OK, headers, Bytes::new());
    /// assert_eq!(response.header(TAGS)?.unwrap(), ["red", "blue"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn header<T: Typed>(&self, header: Header<T>) -> Result<Option<T>, InvalidHeader> {
        let mut values = self.headers.get_all(header.name).iter().peekable();
        if values.peek().is_none() {
            return Ok(None);
        }
        let invalid = |reason: String| InvalidHeader {
            name: header.name,
            reason,
        };
        let texts = values.map(|value| value.to_str().map_err(|_| invalid("it is not text".to_owned())));
        let texts = texts.collect::<Result<Vec<_>, _>>()?;
        // Several of one name are a list (RFC 9110, section 5.3).
        let text = texts.join(", ");
        let value = value(&T::SHAPE, &text);
        let read = source::of_value(&value).map_err(|_| invalid("it does not stand for such a value".to_owned()))?;
        Ok(Some(read))
    }
}

/// Parses a value written in the style `simple`.
fn value(shape: &Shape, text: &str) -> Value {
    match shape {
        Shape::Nullable(inner) => value(inner, text),
        Shape::List(item) => {
            let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
            items.map(|text| value(item, text)).collect()
        }
        Shape::Bool | Shape::I32 | Shape::I64 | Shape::U64 | Shape::F64 | Shape::IntegerEnum(_) => {
            serde_json::from_str(text).unwrap_or_else(|_| text.into())
        }
        Shape::Named(shape) => value(shape(), text),
        _ => text.into(),
    }
}

impl<T> ResponseValue<T> {
    /// The value of a documented header; see [`RawResponse::header`].
    ///
    /// # Errors
    ///
    /// [`InvalidHeader`] when its value does not stand for an `H`.
    ///
    /// ```
    /// use openapi_runtime::{Header, ResponseValue};
    ///
    /// # use openapi_runtime::{Bytes, RawResponse, StatusCode};
    /// const REMAINING: Header<i64> = Header::new("X-Remaining");
    /// # let headers = [("x-remaining".parse()?, "7".parse()?)].into_iter().collect();
    /// # let response = ResponseValue::new((), RawResponse::new(StatusCode::OK, headers, Bytes::new()));
    /// assert_eq!(response.header(REMAINING)?, Some(7));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn header<H: Typed>(&self, header: Header<H>) -> Result<Option<H>, InvalidHeader> {
        self.raw().header(header)
    }
}

impl<E> Error<E> {
    /// The value of a documented header, if there was a response that has it; see [`RawResponse::header`].
    ///
    /// # Errors
    ///
    /// [`InvalidHeader`] when its value does not stand for an `H`.
    ///
    /// ```
    /// use openapi_runtime::{Error, Header};
    ///
    /// # use openapi_runtime::{Bytes, RawResponse, StatusCode};
    /// const RESET: Header<i64> = Header::new("X-Reset");
    /// # let headers = [("x-reset".parse()?, "60".parse()?)].into_iter().collect();
    /// # let response = RawResponse::new(StatusCode::TOO_MANY_REQUESTS, headers, Bytes::new());
    /// # let error: Error<std::convert::Infallible> = Error::UnexpectedStatus(response);
    /// assert_eq!(error.header(RESET)?, Some(60));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn header<H: Typed>(&self, header: Header<H>) -> Result<Option<H>, InvalidHeader> {
        self.raw().map_or(Ok(None), |response| response.header(header))
    }
}

impl AnyError {
    /// The value of a documented header, if there was a response that has it; see [`RawResponse::header`].
    ///
    /// # Errors
    ///
    /// [`InvalidHeader`] when its value does not stand for an `H`.
    ///
    /// ```
    /// use openapi_runtime::{AnyError, Header};
    ///
    /// # use openapi_runtime::{Bytes, Error, RawResponse, StatusCode};
    /// const RESET: Header<i64> = Header::new("X-Reset");
    /// # let headers = [("x-reset".parse()?, "60".parse()?)].into_iter().collect();
    /// # let response = RawResponse::new(StatusCode::TOO_MANY_REQUESTS, headers, Bytes::new());
    /// # let error = AnyError::from(Error::<std::convert::Infallible>::UnexpectedStatus(response));
    /// assert_eq!(error.header(RESET)?, Some(60));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn header<H: Typed>(&self, header: Header<H>) -> Result<Option<H>, InvalidHeader> {
        self.raw().map_or(Ok(None), |response| response.header(header))
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use reqwest::{StatusCode, header::HeaderMap};

    use super::*;

    fn read<T: Typed>(values: &[&str]) -> Result<Option<T>, InvalidHeader> {
        let name = || "x-a".parse().unwrap();
        let headers: HeaderMap = values.iter().map(|value| (name(), value.parse().unwrap())).collect();
        RawResponse::new(StatusCode::OK, headers, Bytes::new()).header(Header::new("X-A"))
    }

    #[test]
    fn a_text_is_read_as_the_value_that_it_stands_for() {
        assert_eq!(read::<i64>(&[" 7"]), Ok(Some(7)));
        assert_eq!(read::<i64>(&[]), Ok(None));
        assert_eq!(read::<bool>(&["true"]), Ok(Some(true)));
        assert_eq!(read::<f64>(&["1.5"]), Ok(Some(1.5)));
        assert_eq!(read::<String>(&["7"]), Ok(Some("7".to_owned())));
        assert_eq!(read::<String>(&["a", "b"]), Ok(Some("a, b".to_owned())));
        assert_eq!(read::<Vec<i64>>(&["1,2", "3"]), Ok(Some(vec![1, 2, 3])));
        assert_eq!(
            read::<Vec<String>>(&["a, b,"]),
            Ok(Some(vec!["a".to_owned(), "b".to_owned()]))
        );
        assert_eq!(read::<Option<i64>>(&["7"]), Ok(Some(Some(7))));
    }

    #[test]
    fn another_value_is_an_error_that_does_not_show_it() {
        let error = read::<i64>(&["s3cret"]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the header `X-A` is not as the description documents: it does not stand for such a value"
        );
        assert!(
            read::<bool>(&["1"]).is_err() && read::<i64>(&["7", "8"]).is_err() && read::<Vec<i64>>(&["1,x"]).is_err()
        );
    }
}
