//! One error for all operations.

use std::{error::Error as StdError, fmt};

use bytes::Bytes;
use reqwest::{StatusCode, header::HeaderMap};

use crate::{Error, Operation, RawResponse};

/// An error of any operation; `?` converts the [`Error`] of each operation into it.
///
/// ```
/// # use openapi_runtime::{AnyError, Client, Method};
/// async fn several_calls(client: &Client) -> Result<(), AnyError> {
///     client.request(Method::GET, "/a").send_raw().await?;
///     client.request(Method::GET, "/b").send_raw().await?;
///     Ok(())
/// }
/// ```
///
/// ```
/// use openapi_runtime::{AnyError, Error, RawResponse, StatusCode, http::HeaderMap};
/// use std::convert::Infallible;
///
/// let response = RawResponse::new(StatusCode::CONFLICT, HeaderMap::new(), "taken".into());
/// let error = AnyError::from(Error::<Infallible>::UnexpectedStatus(response));
/// assert_eq!((error.status(), error.body().unwrap()), (Some(StatusCode::CONFLICT), &"taken".into()));
/// assert!(error.headers().is_some() && error.operation().is_none());
/// assert!(!error.is_timeout() && !error.is_retryable());
/// assert_eq!(error.raw().unwrap().status, 409);
/// ```
pub struct AnyError(Box<dyn OfOperation>);

/// An [`Error`] whose documented errors are forgotten.
trait OfOperation: StdError + Send + Sync + 'static {
    fn operation(&self) -> Option<&'static Operation>;
    fn raw(&self) -> Option<&RawResponse>;
    fn is_timeout(&self) -> bool;
    fn is_retryable(&self) -> bool;
    fn as_error(&self) -> &(dyn StdError + 'static);
}

impl<E: StdError + Send + Sync + 'static> OfOperation for Error<E> {
    fn operation(&self) -> Option<&'static Operation> {
        self.operation()
    }

    fn raw(&self) -> Option<&RawResponse> {
        self.raw()
    }

    fn is_timeout(&self) -> bool {
        self.is_timeout()
    }

    fn is_retryable(&self) -> bool {
        self.is_retryable()
    }

    fn as_error(&self) -> &(dyn StdError + 'static) {
        self
    }
}

impl<E: StdError + Send + Sync + 'static> From<Error<E>> for AnyError {
    fn from(error: Error<E>) -> Self {
        Self(Box::new(error))
    }
}

impl AnyError {
    /// The operation that was called, if the description has it.
    pub fn operation(&self) -> Option<&'static Operation> {
        self.0.operation()
    }

    /// The response as it arrived, if there was one.
    pub fn raw(&self) -> Option<&RawResponse> {
        self.0.raw()
    }

    /// The status of the response, if there was one.
    pub fn status(&self) -> Option<StatusCode> {
        self.raw().map(|response| response.status)
    }

    /// The headers of the response, if there was one.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.raw().map(|response| &response.headers)
    }

    /// The body of the response as it arrived, if there was one.
    pub fn body(&self) -> Option<&Bytes> {
        self.raw().map(|response| &response.body)
    }

    /// See [`Error::is_timeout`].
    pub fn is_timeout(&self) -> bool {
        self.0.is_timeout()
    }

    /// See [`Error::is_retryable`].
    pub fn is_retryable(&self) -> bool {
        self.0.is_retryable()
    }

    /// The error of the operation whose documented errors are `E`, if it is one.
    ///
    /// ```
    /// use openapi_runtime::{AnyError, Error, RawResponse, ResponseValue};
    ///
    /// # use openapi_runtime::{StatusCode, http::HeaderMap};
    /// #[derive(Debug, thiserror::Error)]
    /// #[error("out of stock")]
    /// struct OutOfStock;
    ///
    /// # let response = RawResponse::new(StatusCode::CONFLICT, HeaderMap::new(), "".into());
    /// let error = AnyError::from(Error::ErrorResponse(ResponseValue::new(OutOfStock, response)));
    /// assert!(matches!(error.downcast_ref::<OutOfStock>(), Some(Error::ErrorResponse(_))));
    /// assert!(error.downcast_ref::<std::io::Error>().is_none());
    /// ```
    pub fn downcast_ref<E: StdError + Send + Sync + 'static>(&self) -> Option<&Error<E>> {
        self.0.as_error().downcast_ref()
    }
}

impl fmt::Display for AnyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.operation() {
            Some(operation) => write!(f, "{}: {}", operation.id, self.0),
            None => self.0.fmt(f),
        }
    }
}

impl fmt::Debug for AnyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operation = self.operation().map(|operation| operation.id);
        f.debug_struct("AnyError")
            .field("operation", &operation)
            .field("error", &self.0)
            .finish()
    }
}

impl StdError for AnyError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source()
    }
}
