//! The exchange with the server, within limits.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use reqwest::header::{ACCEPT, HeaderMap, HeaderName, HeaderValue, LOCATION};
use reqwest::redirect::Policy;
use url::Url;

use super::options::{Limits, OptionError, Options};
use super::write::Message;
use crate::contract::Operation;

/// The most redirects that are followed.
const REDIRECTS: usize = 10;

/// Makes calls, one client and one set of limits for all.
#[derive(Debug)]
pub(crate) struct Caller {
    client: reqwest::Client,
    headers: HeaderMap,
    limits: Limits,
    requests: AtomicUsize,
    started: Instant,
}

/// A response.
#[derive(Clone, Debug, Default)]
pub(crate) struct Answered {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// Whether the body was read to its end; a stream may have none.
    pub whole: bool,
    /// The location of a redirect that was not followed, since it leads to another origin.
    pub elsewhere: Option<String>,
}

/// The reason for a missing response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NoAnswer {
    /// It was not sent: a limit on all requests was reached.
    Limit(&'static str),
    Timeout(Duration),
    TooLarge(usize),
    /// No connection, or one that broke.
    Connection(String),
    /// The request is not valid in HTTP.
    Invalid(String),
}

impl Answered {
    /// The values of a header, together if there are several (RFC 9110, section 5.2).
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        let values = self
            .headers
            .iter()
            .filter(|(known, _)| known.eq_ignore_ascii_case(name));
        let values: Vec<&str> = values.map(|(_, value)| value.as_str()).collect();
        (!values.is_empty()).then(|| values.join(", "))
    }
}

impl Caller {
    pub(crate) fn new(options: &Options) -> Result<Self, OptionError> {
        let client = reqwest::Client::builder()
            .redirect(Policy::none())
            // Each request has its own connection, so that a failure does not affect the next operation.
            .pool_max_idle_per_host(0)
            .user_agent(concat!("openapi-conformance/", env!("CARGO_PKG_VERSION")))
            .build();
        Ok(Self {
            client: client.map_err(|problem| OptionError::Client(problem.to_string()))?,
            headers: options.headers.iter().cloned().collect(),
            limits: options.limits,
            requests: AtomicUsize::new(0),
            started: Instant::now(),
        })
    }

    /// Sends a request. A redirect within the origin that the operation does not document is followed. The body of what may
    /// be a `stream` is read for as long as the limits allow.
    pub(crate) async fn call(
        &self,
        operation: &Operation,
        message: &Message,
        stream: bool,
    ) -> Result<Answered, NoAnswer> {
        let mut url = message.url.clone();
        for _ in 0..=REDIRECTS {
            let mut answered = self.send(operation, message, url.clone(), stream).await?;
            let is_documented = operation.response(answered.status).is_some();
            let location = answered.header(LOCATION.as_str());
            let Some(location) =
                location.filter(|_| matches!(answered.status, 301 | 302 | 303 | 307 | 308) && !is_documented)
            else {
                return Ok(answered);
            };
            let target = url
                .join(&location)
                .ok()
                .filter(|target| target.origin() == url.origin());
            let can_be_repeated = matches!(message.method.as_str(), "GET" | "HEAD");
            match target.filter(|_| can_be_repeated) {
                Some(target) => url = target,
                None => {
                    answered.elsewhere = Some(location);
                    return Ok(answered);
                }
            }
        }
        Err(NoAnswer::Connection(format!("more than {REDIRECTS} redirects")))
    }

    async fn send(
        &self,
        operation: &Operation,
        message: &Message,
        url: Url,
        stream: bool,
    ) -> Result<Answered, NoAnswer> {
        let left = self.limits.total.checked_sub(self.started.elapsed());
        let left = left
            .filter(|left| !left.is_zero())
            .ok_or(NoAnswer::Limit("the total time is over"))?;
        if self.requests.fetch_add(1, Ordering::Relaxed) >= self.limits.requests {
            return Err(NoAnswer::Limit("the number of requests is reached"));
        }
        let timeout = self.limits.timeout.min(left);
        let method = reqwest::Method::from_bytes(message.method.as_bytes());
        let method = method.map_err(|problem| NoAnswer::Invalid(problem.to_string()))?;
        let mut request = self
            .client
            .request(method, url)
            .timeout(timeout)
            .headers(headers(operation, message)?);
        // Headers that are set for every request count.
        request = request.headers(self.headers.clone());
        if let Some(body) = &message.body {
            request = request.body(body.clone());
        }
        let failed = |problem: reqwest::Error| match problem.is_timeout() {
            true => NoAnswer::Timeout(timeout),
            false => NoAnswer::Connection(reason(&problem)),
        };
        let mut response = request.send().await.map_err(failed)?;
        let texts = response.headers().iter().map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
            (name.to_string(), value)
        });
        let mut answered = Answered {
            status: response.status().as_u16(),
            headers: texts.collect(),
            ..Answered::default()
        };
        loop {
            match response.chunk().await {
                Ok(Some(chunk)) => answered.body.extend_from_slice(&chunk),
                Ok(None) => {
                    answered.whole = true;
                    return Ok(answered);
                }
                Err(problem) if stream && problem.is_timeout() => return Ok(answered),
                Err(problem) => return Err(failed(problem)),
            }
            if answered.body.len() > self.limits.body {
                return if stream {
                    Ok(answered)
                } else {
                    Err(NoAnswer::TooLarge(self.limits.body))
                };
            }
        }
    }
}

/// The headers of a request, and which media types are documented for its responses.
fn headers(operation: &Operation, message: &Message) -> Result<HeaderMap, NoAnswer> {
    let mut headers = HeaderMap::new();
    for (name, value) in &message.headers {
        let invalid = || NoAnswer::Invalid(format!("the header `{name}` cannot be sent with its value"));
        let name: HeaderName = name.parse().map_err(|_| invalid())?;
        headers.append(name, HeaderValue::from_str(value).map_err(|_| invalid())?);
    }
    if !headers.contains_key(ACCEPT) {
        let mut accepted: Vec<&str> = Vec::new();
        for content in operation.responses.iter().flat_map(|response| &response.contents) {
            if !accepted.contains(&content.media_type.as_str()) {
                accepted.push(&content.media_type);
            }
        }
        if let Ok(value) = HeaderValue::from_str(&accepted.join(", "))
            && !accepted.is_empty()
        {
            headers.insert(ACCEPT, value);
        }
    }
    Ok(headers)
}

/// The innermost cause. The URL is left out: it may hold a key.
fn reason(problem: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = problem;
    while let Some(source) = cause.source() {
        cause = source;
    }
    match std::error::Error::source(problem) {
        Some(_) => cause.to_string(),
        None => "the exchange failed".to_owned(),
    }
}
