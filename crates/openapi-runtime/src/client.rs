//! The client: settings, credentials and sending.

use std::{convert::Infallible, fmt, sync::Arc, time::Duration};

use bytes::{Bytes, BytesMut};
use reqwest::{
    Url,
    header::{HeaderMap, HeaderValue, USER_AGENT},
    redirect::Policy,
};
use secrecy::{ExposeSecret, SecretString};

use crate::{
    ByteStream, Error, Operation, Outcome, RawResponse, Request, ResponseValue, Undecodable,
    credential::{self, Credential, Place, Ready},
    extras, redirect, trace, url,
};

/// Sends requests to one API. Cheap to clone; clones share connections.
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
}

struct Shared {
    base_url: String,
    base: Url,
    base_chosen: bool,
    http: reqwest::Client,
    /// None when the HTTP client is the user's own, and has its own.
    user_agent: Option<HeaderValue>,
    /// How long a whole request may take. None when the HTTP client is the user's own.
    timeout: Option<Duration>,
    max_response_bytes: usize,
    max_redirects: usize,
    strict_statuses: bool,
    headers: HeaderMap,
    credentials: Vec<(&'static str, Ready)>,
}

/// The settings of a [`Client`].
#[must_use]
pub struct ClientBuilder {
    base_url: String,
    base_chosen: bool,
    http: Option<reqwest::Client>,
    timeout: Duration,
    connect_timeout: Duration,
    default_user_agent: String,
    user_agent: Option<String>,
    max_response_bytes: usize,
    max_redirects: usize,
    strict_statuses: bool,
    headers: HeaderMap,
    /// The first problem of a header, which [`ClientBuilder::build`] returns.
    header_problem: Option<String>,
    credentials: Vec<Credential>,
}

/// Why a client could not be built.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// The base URL cannot be used.
    #[error("the base URL {reason}")]
    BaseUrl {
        /// What is wrong with it.
        reason: String,
    },
    /// The user agent cannot be the value of a header.
    #[error("the user agent cannot be sent in a header")]
    UserAgent,
    /// A credential cannot be sent where it belongs.
    #[error("the credential of `{scheme}` contains characters that cannot be sent")]
    Credential {
        /// The name of its security scheme.
        scheme: &'static str,
    },
    /// A header cannot be sent.
    #[error("{reason}")]
    Header {
        /// What is wrong with it, without its value.
        reason: String,
    },
    /// The HTTP client could not be built, for instance for want of root certificates.
    #[error("the HTTP client could not be built")]
    Http(#[source] reqwest::Error),
}

impl Client {
    /// Begins a client with the base URL and the user agent that the generated code knows.
    pub fn builder(default_base_url: &str, user_agent: &str) -> ClientBuilder {
        ClientBuilder {
            base_url: default_base_url.to_owned(),
            base_chosen: false,
            http: None,
            timeout: Duration::from_secs(60),
            connect_timeout: Duration::from_secs(10),
            default_user_agent: user_agent.to_owned(),
            user_agent: None,
            max_response_bytes: 64 << 20,
            max_redirects: 10,
            strict_statuses: false,
            headers: HeaderMap::new(),
            header_problem: None,
            credentials: Vec::new(),
        }
    }

    /// The URL that paths are appended to.
    pub fn base_url(&self) -> &str {
        &self.shared.base_url
    }

    /// Sends a request and decodes the response. The body is read whole, up to the limit of the client, unless `decode`,
    /// which is first asked with the status and the headers alone, leaves it to the caller.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn send<T, E>(&self, request: Request, decode: Decode<T, E>) -> Result<ResponseValue<T>, Error<E>> {
        let operation = request.operation;
        let decode = |response: &RawResponse| self.decode(operation, response, decode);
        let span = trace::start(operation);
        let received = self.receive(request, |head| match decode(head) {
            Ok(Outcome::Stream(make)) => Some(make),
            _ => None,
        });
        let received = received.await;
        span.end(received.as_ref().map(|(response, _)| response));
        let (response, stream) = received.map_err(Error::retype)?;
        if let Some((make, body)) = stream {
            return Ok(ResponseValue::new(make(body), response));
        }
        match decode(&response) {
            Ok(Outcome::Success(value)) => Ok(ResponseValue::new(value, response)),
            Ok(Outcome::Error(value)) => Err(Error::ErrorResponse(ResponseValue::new(value, response))),
            Ok(Outcome::UndescribedError(value)) => {
                Err(Error::ErrorResponse(ResponseValue::undescribed(value, response)))
            }
            Ok(Outcome::Stream(_)) => Err(Undecodable::Body("a stream was read whole".into()).of(response)),
            Err(undecodable) => Err(undecodable.of(response)),
        }
    }

    /// Sends a request and returns the response, whatever its status. The body is read whole, up to the limit of the
    /// client. Redirects are followed as for [`send`](Self::send).
    ///
    /// # Errors
    ///
    /// When the request cannot be sent, or no complete response arrives.
    pub async fn send_raw(&self, request: Request) -> Result<RawResponse, Error<Infallible>> {
        let span = trace::start(request.operation);
        let received = self.receive(request, |_| None::<()>).await;
        span.end(received.as_ref().map(|(response, _)| response));
        received.map(|(response, _)| response)
    }

    /// Sends a request and returns the response, whatever its status, with its body as a stream. The timeout is for each
    /// wait for more of it.
    ///
    /// # Errors
    ///
    /// When the request cannot be sent, or no response arrives.
    pub async fn send_stream(&self, mut request: Request) -> Result<ResponseValue<ByteStream>, Error<Infallible>> {
        request.streams();
        let span = trace::start(request.operation);
        let started = self.start(request).await;
        span.end(started.as_ref().map(|(response, _)| response));
        started.map(|(response, arriving)| ResponseValue::new(ByteStream::new(arriving), response))
    }

    /// Decodes a response. A success whose status is not documented is read as the only documented one: servers answer
    /// 201 where 200 is documented, and the status of the [`ResponseValue`] says so.
    fn decode<T, E>(
        &self,
        operation: &Operation,
        response: &RawResponse,
        decode: Decode<T, E>,
    ) -> Result<Outcome<T, E>, Undecodable> {
        match decode(response) {
            Err(Undecodable::Status) if response.status.is_success() && !self.shared.strict_statuses => {
                let only = operation.only_success().ok_or(Undecodable::Status)?;
                decode(&RawResponse {
                    status: only,
                    ..response.clone()
                })
            }
            decoded => decoded,
        }
    }

    /// Sends a request, and reads the body of the response unless `streamed` says what to make of it as a stream.
    async fn receive<M>(
        &self,
        request: Request,
        streamed: impl FnOnce(&RawResponse) -> Option<M>,
    ) -> Result<(RawResponse, Option<(M, ByteStream)>), Error<Infallible>> {
        let (mut response, arriving) = self.start(request).await?;
        if let Some(make) = streamed(&response) {
            return Ok((response, Some((make, ByteStream::new(arriving)))));
        }
        let limit = self.shared.max_response_bytes;
        let (body, ended) = read(arriving, limit).await;
        response.body = body;
        match ended {
            Ok(true) => Ok((response, None)),
            Ok(false) => Err(Error::TooLarge { limit, response }),
            Err(source) => Err(Error::Interrupted {
                response,
                source: source.without_url(),
            }),
        }
    }

    /// Sends a request and follows redirects, until there is a response whose body is still to come.
    async fn start(&self, request: Request) -> Result<(RawResponse, reqwest::Response), Error<Infallible>> {
        let shared = &*self.shared;
        let operation = request.operation;
        let request = self.prepare(request).map_err(Error::InvalidRequest)?;
        let sent = redirect::send(&shared.http, request, operation, shared.max_redirects).await;
        let mut arriving = sent.map_err(Error::transport)?;
        let response = RawResponse {
            status: arriving.status(),
            headers: std::mem::take(arriving.headers_mut()),
            body: Bytes::new(),
        };
        Ok((response, arriving))
    }

    fn prepare(&self, request: Request) -> Result<reqwest::Request, String> {
        let shared = &*self.shared;
        let attached = credential::attach(request.operation, &shared.credentials);
        let timeout = shared.timeout.filter(|_| !request.streams);
        let mut request = request.finish(&shared.http, &shared.base, shared.base_chosen, attached)?;
        if timeout.is_some() {
            *request.timeout_mut() = timeout;
        }
        for name in shared.headers.keys() {
            if !request.headers().contains_key(name) {
                let values = shared.headers.get_all(name).into_iter().cloned();
                let values = values.map(|value| (name.clone(), value)).collect::<Vec<_>>();
                request.headers_mut().extend(values);
            }
        }
        if let Some(user_agent) = &shared.user_agent {
            request
                .headers_mut()
                .entry(USER_AGENT)
                .or_insert_with(|| user_agent.clone());
        }
        Ok(request)
    }
}

/// How a response becomes what the description documents.
type Decode<T, E> = fn(&RawResponse) -> Result<Outcome<T, E>, Undecodable>;

/// Reads a body up to `limit`, and whether that was all of it.
async fn read(mut response: reqwest::Response, limit: usize) -> (Bytes, reqwest::Result<bool>) {
    let mut body = BytesMut::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) if chunk.len() > limit.saturating_sub(body.len()) => {
                let fits = limit.saturating_sub(body.len());
                body.extend_from_slice(&chunk[..fits]);
                return (body.freeze(), Ok(false));
            }
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) => return (body.freeze(), Ok(true)),
            Err(error) => return (body.freeze(), Err(error)),
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.shared.base_url)
            .finish_non_exhaustive()
    }
}

impl ClientBuilder {
    /// Sets the URL that paths are appended to, with or without a trailing slash.
    pub fn base_url(mut self, base_url: impl Into<String>) -> Self {
        self.base_url = base_url.into();
        self.base_chosen = true;
        self
    }

    /// Sets a server of the description as the base URL: unlike [`base_url`](Self::base_url), it leaves operations with
    /// servers of their own to those. A relative URL is resolved against a base URL that was set before.
    pub fn server(mut self, url: String) -> Self {
        let chosen = Url::parse(&self.base_url).ok().filter(|_| self.base_chosen);
        let is_relative = Url::parse(&url).is_err();
        match chosen.filter(|_| is_relative).and_then(|base| base.join(&url).ok()) {
            Some(joined) => self.base_url = joined.into(),
            None => (self.base_url, self.base_chosen) = (url, false),
        }
        self
    }

    /// Sets the HTTP client to send with. Its own timeouts hold then. So does its redirect policy, which does not know the
    /// operations: build it with [`reqwest::redirect::Policy::none`], and redirects are handled as
    /// [`max_redirects`](Self::max_redirects) says; with another policy, documented redirects may be followed too, and
    /// to other origins.
    pub fn http_client(mut self, http: reqwest::Client) -> Self {
        self.http = Some(http);
        self
    }

    /// Sets how long a whole request may take, 60 seconds by default. Where the response is a stream, it is how long each
    /// wait for more of it may take.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets how long connecting may take, 10 seconds by default.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Sets the value of `User-Agent`. Without it, it is the one that the client was started with, or that of the HTTP
    /// client of the user's own.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Some(user_agent.into());
        self
    }

    /// Sets how long a response body may be, 64 MiB by default.
    pub fn max_response_bytes(mut self, limit: usize) -> Self {
        self.max_response_bytes = limit;
        self
    }

    /// Sets how many redirects are followed, 10 by default. A redirect to another origin, or one that the description
    /// documents for the operation, is not followed and is the response.
    pub fn max_redirects(mut self, limit: usize) -> Self {
        self.max_redirects = limit;
        self
    }

    /// Whether a success (2xx) whose status is not documented is [`Error::UnexpectedStatus`]. By default it is read as
    /// the documented success, if there is exactly one.
    pub fn strict_statuses(mut self, strict: bool) -> Self {
        self.strict_statuses = strict;
        self
    }

    /// Sets a header of all requests. A request that has a header of this name already, for instance by a parameter or a
    /// credential, keeps its own. Given several times, each value is sent.
    pub fn header(self, name: &str, value: &str) -> Self {
        self.any_header(name, value, false)
    }

    /// Sets a header of all requests whose value is secret. It is never printed or logged.
    pub fn secret_header(self, name: &str, value: impl Into<SecretString>) -> Self {
        self.any_header(name, value.into().expose_secret(), true)
    }

    fn any_header(mut self, name: &str, value: &str, secret: bool) -> Self {
        match extras::header(name, value) {
            Ok((name, mut value)) => {
                value.set_sensitive(secret);
                self.headers.append(name, value);
            }
            Err(problem) => drop(self.header_problem.get_or_insert(problem)),
        }
        self
    }

    /// Sets the key that the security scheme `scheme` sends in the header `name`.
    pub fn api_key_header(self, scheme: &'static str, name: &'static str, secret: SecretString) -> Self {
        self.credential(scheme, Place::Header(name), secret)
    }

    /// Sets the key that the security scheme `scheme` sends in the query parameter `name`.
    pub fn api_key_query(self, scheme: &'static str, name: &'static str, secret: SecretString) -> Self {
        self.credential(scheme, Place::Query(name), secret)
    }

    /// Sets the key that the security scheme `scheme` sends in the cookie `name`.
    pub fn api_key_cookie(self, scheme: &'static str, name: &'static str, secret: SecretString) -> Self {
        self.credential(scheme, Place::Cookie(name), secret)
    }

    /// Sets the user name and the password of the security scheme `scheme` (RFC 7617).
    pub fn basic(self, scheme: &'static str, username: String, password: SecretString) -> Self {
        self.credential(scheme, Place::Basic(username), password)
    }

    /// Sets the token of the security scheme `scheme` (RFC 6750).
    pub fn bearer(self, scheme: &'static str, token: SecretString) -> Self {
        self.credential(scheme, Place::Bearer, token)
    }

    fn credential(mut self, scheme: &'static str, place: Place, secret: SecretString) -> Self {
        self.credentials.retain(|other| other.scheme != scheme);
        self.credentials.push(Credential { scheme, place, secret });
        self
    }

    /// Builds the client.
    ///
    /// # Errors
    ///
    /// See [`BuildError`].
    pub fn build(self) -> Result<Client, BuildError> {
        let base = url::base(&self.base_url).map_err(|reason| BuildError::BaseUrl { reason })?;
        let default = self.http.is_none().then_some(self.default_user_agent);
        let user_agent = self.user_agent.or(default).map(|agent| HeaderValue::from_str(&agent));
        let user_agent = user_agent.transpose().map_err(|_| BuildError::UserAgent)?;
        if let Some(reason) = self.header_problem {
            return Err(BuildError::Header { reason });
        }
        let mut credentials = Vec::new();
        for credential in self.credentials {
            let scheme = credential.scheme;
            credentials.push(credential.prepare().ok_or(BuildError::Credential { scheme })?);
        }
        let timeout = self.http.is_none().then_some(self.timeout);
        let http = match self.http {
            Some(http) => http,
            None => default_http(self.timeout, self.connect_timeout).map_err(BuildError::Http)?,
        };
        let shared = Shared {
            base_url: self.base_url,
            base,
            base_chosen: self.base_chosen,
            http,
            user_agent,
            timeout,
            max_response_bytes: self.max_response_bytes,
            max_redirects: self.max_redirects,
            strict_statuses: self.strict_statuses,
            headers: self.headers,
            credentials,
        };
        Ok(Client {
            shared: Arc::new(shared),
        })
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A URL with user information is refused by `build`, but may be printed before.
        let base_url = if self.base_url.contains('@') {
            "[redacted]"
        } else {
            &self.base_url
        };
        f.debug_struct("ClientBuilder")
            .field("base_url", &base_url)
            .finish_non_exhaustive()
    }
}

fn default_http(timeout: Duration, connect_timeout: Duration) -> reqwest::Result<reqwest::Client> {
    // `redirect` follows them: the policy of reqwest does not know the operation.
    let builder = reqwest::Client::builder().redirect(Policy::none()).referer(false);
    builder.read_timeout(timeout).connect_timeout(connect_timeout).build()
}
