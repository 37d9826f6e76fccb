//! Calls that are repeated until something is done.

use std::{future::Future, time::Duration};

use crate::{
    Error, RawResponse, ResponseValue, TransportError,
    deadline::{self, Deadline},
    retry,
};

/// Repeats a call until a job at the server is done.
///
/// The wait between two calls is [`every`](Self::every), or longer if the response has a `Retry-After`. Each call has its own tries and timeout.
///
/// ```
/// use openapi_runtime::{Client, Method, Polling};
/// use std::time::Duration;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let server = wiremock::MockServer::start().await;
/// # use wiremock::{Mock, ResponseTemplate, matchers::any};
/// # Mock::given(any()).respond_with(ResponseTemplate::new(202)).up_to_n_times(2).mount(&server).await;
/// # Mock::given(any()).respond_with(ResponseTemplate::new(200)).mount(&server).await;
/// # let client = Client::builder(&server.uri(), "shop/1.2").build()?;
/// // The server answers 202 twice, then 200.
/// let polling = Polling::new().every(Duration::from_millis(20)).timeout(Duration::from_secs(300));
/// let done = polling
///     .until(
///         || client.request(Method::GET, "/jobs/7").send_raw(),
///         |response| response.status != 202,
///     )
///     .await?;
/// assert_eq!(done.status, 200);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct Polling {
    every: Duration,
    timeout: Duration,
}

impl Polling {
    /// A call every second, for ten minutes.
    pub fn new() -> Self {
        Self {
            every: Duration::from_secs(1),
            timeout: Duration::from_secs(600),
        }
    }

    /// Sets the wait between two calls, 1 second by default.
    pub fn every(self, every: Duration) -> Self {
        Self { every, ..self }
    }

    /// Sets how long it may take until the job is done, 10 minutes by default.
    ///
    /// ```
    /// use openapi_runtime::{Client, Method, Polling};
    /// use std::time::Duration;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// # use wiremock::{Mock, ResponseTemplate, matchers::any};
    /// # Mock::given(any()).respond_with(ResponseTemplate::new(202)).mount(&server).await;
    /// # let client = Client::builder(&server.uri(), "shop/1.2").build()?;
    /// // The server answers 202, always.
    /// let polling = Polling::new().timeout(Duration::from_millis(50));
    /// let error = polling.until(|| client.request(Method::GET, "/jobs/7").send_raw(), |response| response.status != 202);
    /// assert!(error.await.unwrap_err().is_timeout());
    /// # Ok(())
    /// # }
    /// ```
    pub fn timeout(self, timeout: Duration) -> Self {
        Self { timeout, ..self }
    }

    /// Calls until `done` is true for a response, and returns that.
    ///
    /// # Errors
    ///
    /// The first error of a call, and [`Error::Timeout`] if the job is not done in time.
    pub async fn until<R, E, F>(
        self,
        mut call: impl FnMut() -> F,
        mut done: impl FnMut(&R) -> bool,
    ) -> Result<R, Error<E>>
    where
        R: Response,
        F: Future<Output = Result<R, Error<E>>>,
    {
        let deadline = Deadline::after(Some(self.timeout));
        loop {
            let response = deadline.within(call()).await.map_err(Error::Timeout)??;
            if done(&response) {
                return Ok(response);
            }
            let raw = response.as_raw();
            let wait = retry::retry_after(&raw.headers).map_or(self.every, |wait| wait.max(self.every));
            if !deadline.allows(wait) {
                return Err(Error::Timeout(TransportError::elapsed()).of(raw.operation));
            }
            deadline::sleep(wait).await;
        }
    }
}

impl Default for Polling {
    fn default() -> Self {
        Self::new()
    }
}

/// A response of a call: a [`ResponseValue`] or a [`RawResponse`].
pub trait Response: sealed::Sealed {
    /// The response as it arrived.
    #[doc(hidden)]
    fn as_raw(&self) -> &RawResponse;
}

impl<T> Response for ResponseValue<T> {
    fn as_raw(&self) -> &RawResponse {
        self.raw()
    }
}

impl Response for RawResponse {
    fn as_raw(&self) -> &RawResponse {
        self
    }
}

mod sealed {
    pub trait Sealed {}
    impl<T> Sealed for crate::ResponseValue<T> {}
    impl Sealed for crate::RawResponse {}
}
