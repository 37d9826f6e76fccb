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
/// ```no_run
/// use openapi_runtime::{AnyError, Client, Method, Polling};
/// use std::time::Duration;
///
/// # async fn example(client: Client) -> Result<(), AnyError> {
/// let polling = Polling::new().every(Duration::from_secs(2)).timeout(Duration::from_secs(300));
/// let done = polling
///     .until(
///         || client.request(Method::GET, "/jobs/7").send_raw(),
///         |response| response.status != 202,
///     )
///     .await?;
/// println!("{}", done.status);
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

    /// Sets the wait between two calls.
    pub fn every(self, every: Duration) -> Self {
        Self { every, ..self }
    }

    /// Sets how long it may take until the job is done.
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
