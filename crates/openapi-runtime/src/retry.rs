//! When a request is sent again.

use std::{
    convert::Infallible,
    sync::atomic::{AtomicU32, Ordering::Relaxed},
    time::Duration,
};

use reqwest::{
    StatusCode,
    header::{HeaderMap, RETRY_AFTER},
};

use crate::{
    Error, RawResponse, Request,
    deadline::Deadline,
    platform::{now, random},
    trace,
};

/// When and how often a request is sent again; [`ClientBuilder::retry`](crate::ClientBuilder::retry) takes it.
///
/// | event | sent again |
/// |---|---|
/// | no connection (refused, no such host, TLS, no answer within the time to connect) | always: nothing was sent |
/// | 429 | always: the server refused to process it |
/// | the connection broke before there was a response | if idempotent |
/// | a try took longer than [`try_timeout`](Self::try_timeout) | if idempotent |
/// | 408, and 5xx except 501 and 505 | if idempotent |
/// | the body of the response was cut off | if idempotent |
/// | the time for the whole call was up | never |
/// | any other status; a body that is too large or not as documented | never |
/// | a layer of the user failed | never |
/// | the request cannot be sent | never |
///
/// Idempotent are `GET`, `HEAD`, `OPTIONS`, `TRACE`, `PUT` and `DELETE` (RFC 9110, section 9.2.2), and every request with an
/// idempotency key in a header `Idempotency-Key` or `X-Idempotency-Key`. A body that is a stream is gone once it was begun, and its request is
/// never sent again.
///
/// The wait before the next try is random, up to [`waits`](Self::waits), which doubles with each; a `Retry-After` that is longer holds instead.
/// The request is not sent again if the wait would be longer than the time that is left for the whole call, or if the
/// [`budget`](Self::budget) is used up.
///
/// ```
/// use openapi_runtime::{Client, Retry};
/// use std::time::Duration;
///
/// let patient = Retry::new()
///     .tries(6)
///     .waits(Duration::from_secs(1), Duration::from_secs(30))
///     .try_timeout(Duration::from_secs(10));
/// let client = Client::builder("https://pets.example.com", "shop/1.2").retry(patient).build()?;
/// # Ok::<(), openapi_runtime::BuildError>(())
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Retry {
    tries: u32,
    first_wait: Duration,
    longest_wait: Duration,
    budget: u32,
    pub(crate) try_timeout: Option<Duration>,
}

impl Default for Retry {
    fn default() -> Self {
        Self {
            tries: 3,
            first_wait: Duration::from_millis(500),
            longest_wait: Duration::from_secs(8),
            budget: 100,
            try_timeout: None,
        }
    }
}

impl Retry {
    /// Three tries, which is the default of a client.
    pub fn new() -> Self {
        Self::default()
    }

    /// A single try.
    ///
    /// ```
    /// use openapi_runtime::{Client, Retry};
    ///
    /// let client = Client::builder("https://pets.example.com", "shop/1.2").retry(Retry::never()).build()?;
    /// # Ok::<(), openapi_runtime::BuildError>(())
    /// ```
    pub fn never() -> Self {
        Self::new().tries(1)
    }

    /// Sets how often a request is sent at most, 3 times by default. The first time counts: with 1 it is never sent again.
    ///
    /// ```
    /// use openapi_runtime::{Client, Method, Retry};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// # use wiremock::{Mock, ResponseTemplate, matchers::any};
    /// # Mock::given(any()).respond_with(ResponseTemplate::new(503)).mount(&server).await;
    /// let retry = Retry::new().tries(2);
    /// # let retry = retry.waits(std::time::Duration::ZERO, std::time::Duration::ZERO);
    /// let client = Client::builder(&server.uri(), "shop/1.2").retry(retry).build()?;
    /// let response = client.request(Method::GET, "/busy").send_raw().await?;
    /// assert_eq!(response.status, 503);
    /// # let requests = server.received_requests().await.unwrap();
    /// assert_eq!(requests.len(), 2);
    /// # Ok(())
    /// # }
    /// ```
    pub fn tries(mut self, tries: u32) -> Self {
        self.tries = tries;
        self
    }

    /// Sets the upper bounds of the wait before the second try, 500 ms by default, and of any wait, 8 s by default.
    ///
    /// ```
    /// use openapi_runtime::Retry;
    /// use std::time::Duration;
    ///
    /// // Up to 1 s, then up to 2 s, 4 s, 8 s and 10 s.
    /// let retry = Retry::new().tries(6).waits(Duration::from_secs(1), Duration::from_secs(10));
    /// ```
    pub fn waits(mut self, first: Duration, longest: Duration) -> Self {
        (self.first_wait, self.longest_wait) = (first, longest);
        self
    }

    /// Sets how many further tries all calls of a client may use up together, 100 by default, so that a server that is down
    /// gets few further requests. Each call that is answered, with a status that is not a reason for a further try, gives one back.
    ///
    /// ```
    /// use openapi_runtime::{Client, Method, Retry};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// # use wiremock::{Mock, ResponseTemplate, matchers::any};
    /// # Mock::given(any()).respond_with(ResponseTemplate::new(503)).mount(&server).await;
    /// let retry = Retry::new().budget(1);
    /// # let retry = retry.waits(std::time::Duration::ZERO, std::time::Duration::ZERO);
    /// let client = Client::builder(&server.uri(), "shop/1.2").retry(retry).build()?;
    /// client.request(Method::GET, "/busy").send_raw().await?;
    /// client.request(Method::GET, "/busy").send_raw().await?;
    /// # let requests = server.received_requests().await.unwrap();
    /// assert_eq!(requests.len(), 3, "two calls, and one further try");
    /// # Ok(())
    /// # }
    /// ```
    pub fn budget(mut self, further_tries: u32) -> Self {
        self.budget = further_tries;
        self
    }

    /// Sets how long a single try may take, until its response has arrived whole or begins to be streamed. Without it, a try may take all
    /// the time of the call.
    ///
    /// ```
    /// use openapi_runtime::{Client, Method, Retry};
    /// use std::time::Duration;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// # use wiremock::{Mock, ResponseTemplate, matchers::any};
    /// # Mock::given(any()).respond_with(ResponseTemplate::new(200).set_delay(Duration::from_secs(60))).mount(&server).await;
    /// let retry = Retry::new().tries(2).try_timeout(Duration::from_millis(50));
    /// # let retry = retry.waits(Duration::ZERO, Duration::ZERO);
    /// let client = Client::builder(&server.uri(), "shop/1.2").retry(retry).build()?;
    /// let error = client.request(Method::GET, "/slow").send_raw().await.unwrap_err();
    /// assert!(error.is_timeout());
    /// # let requests = server.received_requests().await.unwrap();
    /// assert_eq!(requests.len(), 2);
    /// # Ok(())
    /// # }
    /// ```
    pub fn try_timeout(mut self, timeout: Duration) -> Self {
        self.try_timeout = Some(timeout);
        self
    }

    /// A random time to wait after this many tries.
    fn wait(&self, tries: u32) -> Duration {
        let doubled = 2_u32.saturating_pow(tries.saturating_sub(1));
        let longest = self.first_wait.saturating_mul(doubled).min(self.longest_wait);
        longest.mul_f64(random() as f64 / u64::MAX as f64)
    }
}

/// The policy of a client, and the rest of its budget.
pub(crate) struct Retries {
    pub(crate) policy: Retry,
    left: AtomicU32,
}

impl Retries {
    pub(crate) fn new(policy: Retry) -> Self {
        let left = AtomicU32::new(policy.budget);
        Self { policy, left }
    }

    fn take(&self) -> bool {
        let taken = self.left.fetch_update(Relaxed, Relaxed, |left| left.checked_sub(1));
        taken.is_ok()
    }

    fn give_back(&self) {
        if self.left.load(Relaxed) < self.policy.budget {
            self.left.fetch_add(1, Relaxed);
        }
    }

    /// How long to wait before the request is sent again after this many tries, if it is.
    pub(crate) fn again(
        &self,
        request: &Request,
        tries: u32,
        result: Result<&RawResponse, &Error<Infallible>>,
        deadline: Deadline,
    ) -> Option<Duration> {
        let Some(cause) = Cause::of(result) else {
            self.give_back();
            return None;
        };
        let may = cause.is_safe() || request.is_idempotent();
        if !may || tries >= self.policy.tries || !request.can_be_sent_again() || request.no_retry {
            return None;
        }
        let wait = self.policy.wait(tries).max(cause.retry_after().unwrap_or_default());
        if !deadline.allows(wait) || !self.take() {
            return None;
        }
        trace::again(request, tries, cause.name(), wait);
        Some(wait)
    }
}

/// Why a request may be sent again.
enum Cause<'a> {
    NoConnection,
    Broken,
    TooLong,
    Cut,
    Status(StatusCode, &'a HeaderMap),
}

impl<'a> Cause<'a> {
    fn of(result: Result<&'a RawResponse, &'a Error<Infallible>>) -> Option<Self> {
        match result {
            Ok(response) if may_pass(response.status) => Some(Self::Status(response.status, &response.headers)),
            Ok(_) => None,
            Err(Error::Connection(error) | Error::Timeout(error)) if error.is_connect() => Some(Self::NoConnection),
            Err(Error::Connection(error)) if !error.is_local() => Some(Self::Broken),
            Err(Error::Timeout(_)) => Some(Self::TooLong),
            Err(Error::Interrupted { .. }) => Some(Self::Cut),
            Err(_) => None,
        }
    }

    /// Whether the server has not processed the request.
    fn is_safe(&self) -> bool {
        matches!(
            self,
            Self::NoConnection | Self::Status(StatusCode::TOO_MANY_REQUESTS, _)
        )
    }

    fn name(&self) -> &'static str {
        match self {
            Self::NoConnection => "no connection",
            Self::Broken => "connection broken",
            Self::TooLong => "too long",
            Self::Cut => "body cut off",
            Self::Status(..) => "status",
        }
    }

    fn retry_after(&self) -> Option<Duration> {
        let Self::Status(_, headers) = self else { return None };
        retry_after(headers)
    }
}

/// How long a response says to wait (RFC 9110, section 10.2.3).
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    match text.parse() {
        Ok(seconds) => Some(Duration::from_secs(seconds)),
        Err(_) => httpdate::parse_http_date(text).ok()?.duration_since(now()).ok(),
    }
}

/// Whether the server may answer otherwise later.
pub(crate) fn may_pass(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 429 | 500 | 502..=504 | 506..=599)
}

#[cfg(test)]
mod tests {
    use super::*;

    use std::time::SystemTime;

    #[test]
    fn waits_double_up_to_the_longest() {
        let retry = Retry::new().waits(Duration::from_millis(100), Duration::from_millis(350));
        for (tries, longest) in [(1, 100), (2, 200), (3, 350), (40, 350)] {
            let waits: Vec<_> = (0..200).map(|_| retry.wait(tries)).collect();
            let greatest = waits.iter().max().unwrap().as_millis();
            assert!((longest / 2..=longest).contains(&greatest), "{tries}: {greatest}");
            assert!(waits.iter().min().unwrap().as_millis() < longest / 4);
        }
    }

    #[test]
    fn a_budget_is_used_up_and_given_back() {
        let retries = Retries::new(Retry::new().budget(2));
        assert_eq!([retries.take(), retries.take(), retries.take()], [true, true, false]);
        retries.give_back();
        assert_eq!([retries.take(), retries.take()], [true, false]);
        (0..9).for_each(|_| retries.give_back());
        assert_eq!([retries.take(), retries.take(), retries.take()], [true, true, false]);
    }

    #[test]
    fn a_server_says_how_long_to_wait() {
        let after = |value: &str| {
            let headers = HeaderMap::from_iter([(RETRY_AFTER, value.parse().unwrap())]);
            Cause::Status(StatusCode::TOO_MANY_REQUESTS, &headers).retry_after()
        };
        assert_eq!(after("7"), Some(Duration::from_secs(7)));
        let date = httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(60));
        assert!((58..=60).contains(&after(&date).unwrap().as_secs()), "{date}");
        for nothing in ["soon", "-1", "Fri, 31 Dec 1999 23:59:59 GMT", ""] {
            assert_eq!(after(nothing), None, "{nothing}");
        }
    }
}
