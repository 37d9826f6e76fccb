//! The client and sending.

use std::{convert::Infallible, fmt, future::Future, pin::Pin, sync::Arc, time::Duration};

use bytes::Bytes;
use reqwest::{
    Method, Url,
    header::{HeaderMap, HeaderValue},
};

use crate::{
    ByteStream, Call, ClientBuilder, Decoded, Error, Operation, RawResponse, Request, ResponseValue, Undecodable,
    credential::{self, StoredCredential},
    deadline::{self, Deadline},
    exchange,
    retry::Retries,
    trace,
    transport::Transport,
};

/// Sends requests to one API.
///
/// - A clone copies a reference, and allocates nothing. Clones share connections and the budget of retries.
/// - Connections are kept and used again; calls one after the other take one.
/// - A call may be dropped at any point: it is then cancelled, its connection closed or, with HTTP/2, its stream reset. Other calls
///   are not affected. The server may have processed the request.
/// - A call holds less than 64 KiB besides its bodies. A response is held once, or not at all if it is a stream.
///
/// ```no_run
/// use openapi_runtime::{Client, Method};
///
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let client = Client::builder("https://pets.example.com/v1", "shop/1.2").build()?;
/// let response = client.request(Method::GET, "/pets/7").send_raw().await?;
/// println!("{}", response.status);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client {
    pub(crate) shared: Arc<Shared>,
}

pub(crate) struct Shared {
    pub(crate) base_url: String,
    pub(crate) base: Url,
    pub(crate) base_chosen: bool,
    pub(crate) transport: Transport,
    /// None when the HTTP client is the user's own, and has its own.
    pub(crate) user_agent: Option<HeaderValue>,
    /// How long a call may take.
    pub(crate) timeout: Option<Duration>,
    pub(crate) retries: Retries,
    pub(crate) max_response_bytes: usize,
    pub(crate) max_redirects: usize,
    pub(crate) strict_statuses: bool,
    #[cfg(feature = "validate")]
    pub(crate) validate: bool,
    pub(crate) headers: HeaderMap,
    pub(crate) credentials: Vec<StoredCredential>,
}

impl Client {
    /// Begins a client with the base URL and the user agent that the generated code knows.
    ///
    /// ```
    /// use openapi_runtime::Client;
    ///
    /// let client = Client::builder("https://pets.example.com/v1", "shop/1.2").build()?;
    /// # Ok::<(), openapi_runtime::BuildError>(())
    /// ```
    pub fn builder(default_base_url: &str, user_agent: &str) -> ClientBuilder {
        ClientBuilder::new(default_base_url, user_agent)
    }

    /// The URL that paths are appended to.
    ///
    /// ```
    /// use openapi_runtime::Client;
    ///
    /// let client = Client::builder("https://pets.example.com/v1", "shop/1.2").build()?;
    /// assert_eq!(client.base_url(), "https://pets.example.com/v1");
    /// # Ok::<(), openapi_runtime::BuildError>(())
    /// ```
    pub fn base_url(&self) -> &str {
        &self.shared.base_url
    }

    /// Begins a request that the description does not have, to a path below the base URL. It gets all credentials of the
    /// client, and goes through its layers.
    ///
    /// ```
    /// use openapi_runtime::{Client, Method};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// # use wiremock::{Mock, ResponseTemplate, matchers::any};
    /// # Mock::given(any()).respond_with(ResponseTemplate::new(200).set_body_string("[]")).mount(&server).await;
    /// let client = Client::builder(&format!("{}/v1", server.uri()), "shop/1.2").build()?;
    /// let response = client.request(Method::GET, "/pets?limit=2").send_raw().await?;
    /// assert_eq!(response.body, "[]");
    /// # let requests = server.received_requests().await.unwrap();
    /// assert_eq!(requests[0].url.path(), "/v1/pets");
    /// # Ok(())
    /// # }
    /// ```
    pub fn request(&self, method: Method, path: &str) -> Call<'_> {
        Call {
            client: self,
            request: Request::undescribed(method, path),
        }
    }

    /// Begins a request of the description; generated code calls it.
    #[doc(hidden)]
    pub fn begin(&self, operation: &'static Operation) -> Request {
        #[allow(unused_mut, reason = "it is changed with a feature")]
        let mut request = Request::new(operation);
        #[cfg(feature = "validate")]
        request.checks.ask(self.shared.validate);
        request
    }

    /// Sends a request and decodes the response. The body is read whole, up to the limit of the client, unless the
    /// operation may answer with a stream and `decode`, which is then first asked with the status and the headers alone,
    /// leaves it to the caller.
    ///
    /// # Errors
    ///
    /// - Nothing was sent: [`Error::InvalidRequest`], [`Error::Credential`].
    /// - There was no response: [`Error::Connection`], [`Error::Timeout`].
    /// - The response is an error that `decode` knows: [`Error::ErrorResponse`].
    /// - `decode` cannot read the response: [`Error::UnexpectedStatus`], [`Error::UnexpectedContentType`], [`Error::InvalidBody`].
    /// - The body did not arrive whole: [`Error::Interrupted`], also when the time was up; [`Error::TooLarge`] for more than
    ///   [`max_response_bytes`](ClientBuilder::max_response_bytes).
    ///
    /// ```
    /// use openapi_runtime::{Client, Decoded, Error, Operation, RawResponse, Request, Style, Undecodable};
    ///
    /// const GET_PET: Operation = Operation::new("getPet", "GET", "/pets/{id}").statuses(&["200", "404"]);
    ///
    /// fn decode(response: &RawResponse) -> Result<Decoded<String, String>, Undecodable> {
    ///     match response.status.as_u16() {
    ///         200 => response.json("application/json").map(Decoded::Success),
    ///         404 => response.text("text/plain").map(Decoded::Error),
    ///         _ => Err(response.unexpected_status()),
    ///     }
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// # use wiremock::{Mock, ResponseTemplate, matchers::any};
    /// # Mock::given(any()).respond_with(ResponseTemplate::new(404).set_body_string("no pet 7")).mount(&server).await;
    /// # let client = Client::builder(&server.uri(), "shop/1.2").build()?;
    /// let mut request = Request::new(&GET_PET);
    /// request.path_parameter("id", Style::Simple, false, 7);
    /// match client.send(request, decode).await {
    ///     Ok(name) => println!("{} {}", name.status(), *name),
    ///     Err(Error::ErrorResponse(reason)) => assert_eq!(*reason, "no pet 7"),
    ///     Err(other) => return Err(other.into()),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[expect(clippy::manual_async_fn, reason = "an async function stores its arguments twice")]
    pub fn send<T, E>(
        &self,
        mut request: Request,
        decode: Decode<T, E>,
    ) -> impl Future<Output = Result<ResponseValue<T>, Error<E>>> {
        async move { self.send_next(&mut request, decode).await }
    }

    /// Sends a request that is sent again later, with changes.
    pub(crate) async fn send_next<T, E>(
        &self,
        request: &mut Request,
        decode: Decode<T, E>,
    ) -> Result<ResponseValue<T>, Error<E>> {
        let operation = request.operation;
        let streams = request.streams;
        let decode = |response: &RawResponse| self.decode(operation, response, decode);
        let is_stream = |head: &RawResponse| streams && matches!(decode(head), Ok(Decoded::Stream(_)));
        let (response, body) = self.receive(request, &is_stream).await.map_err(Error::retype)?;
        match decode(&response) {
            Ok(Decoded::Success(value)) => Ok(ResponseValue::new(value, response)),
            Ok(Decoded::Error(value)) => Err(Error::ErrorResponse(ResponseValue::new(value, response))),
            Ok(Decoded::UndescribedError(value)) => {
                Err(Error::ErrorResponse(ResponseValue::undescribed(value, response)))
            }
            Ok(Decoded::Stream(make)) => match body {
                Some(body) => Ok(ResponseValue::new(make(body), response)),
                None => Err(Undecodable::Body("a stream was read whole".into()).of(response)),
            },
            Err(undecodable) => Err(undecodable.of(response)),
        }
    }

    /// Sends a request and returns the response, with any status. The body is read whole, up to the limit of the
    /// client. Redirects are followed as for [`send`](Self::send).
    ///
    /// # Errors
    ///
    /// A status of 4xx or 5xx is not an error.
    ///
    /// - Nothing was sent: [`Error::InvalidRequest`], [`Error::Credential`].
    /// - There was no response: [`Error::Connection`], [`Error::Timeout`].
    /// - The body did not arrive whole: [`Error::Interrupted`], also when the time was up; [`Error::TooLarge`] for more than
    ///   [`max_response_bytes`](ClientBuilder::max_response_bytes).
    ///
    /// ```
    /// use openapi_runtime::{Client, Operation, Request};
    ///
    /// const LIST_PETS: Operation = Operation::new("listPets", "GET", "/pets");
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// # use wiremock::{Mock, ResponseTemplate, matchers::any};
    /// # Mock::given(any()).respond_with(ResponseTemplate::new(404).set_body_string("none")).mount(&server).await;
    /// let client = Client::builder(&server.uri(), "shop/1.2").build()?;
    /// let response = client.send_raw(Request::new(&LIST_PETS)).await?;
    /// assert_eq!((response.status.as_u16(), &response.body[..]), (404, &b"none"[..]));
    /// # Ok(())
    /// # }
    /// ```
    #[expect(clippy::manual_async_fn, reason = "an async function stores its arguments twice")]
    pub fn send_raw(&self, mut request: Request) -> impl Future<Output = Result<RawResponse, Error<Infallible>>> {
        async move {
            let received = self.receive(&mut request, &|_| false).await;
            received.map(|(response, _)| response)
        }
    }

    /// Sends a request and returns the response, with any status, with its body as a stream. The timeout is for each
    /// wait for more of it.
    ///
    /// # Errors
    ///
    /// A status of 4xx or 5xx is not an error. There is no limit for the body, and what goes wrong with it is a
    /// [`StreamError`](crate::StreamError) of the stream.
    ///
    /// - Nothing was sent: [`Error::InvalidRequest`], [`Error::Credential`].
    /// - There was no response: [`Error::Connection`], [`Error::Timeout`].
    ///
    /// ```
    /// use openapi_runtime::{Client, Operation, Request};
    ///
    /// const EXPORT: Operation = Operation::new("export", "GET", "/export");
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// # use wiremock::{Mock, ResponseTemplate, matchers::any};
    /// # Mock::given(any()).respond_with(ResponseTemplate::new(200).set_body_string("rows")).mount(&server).await;
    /// let client = Client::builder(&server.uri(), "shop/1.2").build()?;
    /// let mut response = client.send_stream(Request::new(&EXPORT)).await?;
    /// while let Some(bytes) = response.next().await {
    ///     assert_eq!(bytes?, "rows");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[expect(clippy::manual_async_fn, reason = "an async function stores its arguments twice")]
    pub fn send_stream(
        &self,
        mut request: Request,
    ) -> impl Future<Output = Result<ResponseValue<ByteStream>, Error<Infallible>>> {
        async move {
            let (response, body) = self.receive(&mut request, &|_| true).await?;
            let whole = || ByteStream::new(response.body.clone().into(), None);
            Ok(ResponseValue::new(body.unwrap_or_else(whole), response))
        }
    }

    /// Decodes a response. A success whose status is not documented is read as the only documented one: servers answer
    /// 201 where 200 is documented, and the status of the [`ResponseValue`] says so.
    fn decode<T, E>(
        &self,
        operation: &Operation,
        response: &RawResponse,
        decode: Decode<T, E>,
    ) -> Result<Decoded<T, E>, Undecodable> {
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

    /// Sends a request as often as it takes, and reads the body of the response unless it is a stream.
    ///
    /// The future is boxed, so that it is compiled here, once, and not for each type of a response in each crate that uses this one.
    fn receive<'f>(
        &'f self,
        request: &'f mut Request,
        is_stream: IsStream<'f>,
    ) -> Pin<Box<dyn Future<Output = Received> + Send + 'f>> {
        Box::pin(self.try_until_received(request, is_stream))
    }

    async fn try_until_received(&self, request: &mut Request, is_stream: IsStream<'_>) -> Received {
        let call = trace::Call::begin(request);
        let deadline = Deadline::after(request.timeout.or(self.shared.timeout));
        request.choose_idempotency_key();
        let mut tries = 0;
        let mut renewed = false;
        let received = loop {
            let this = trace::Try::begin(request, tries);
            tries += 1;
            let received = this.around(self.attempt(request, is_stream, deadline)).await;
            let result = received.as_ref().map(|(response, _)| response);
            this.end(result);
            if let Some(refusal) = request.refusal(result).filter(|_| !renewed)
                && credential::refuse(request, refusal).await
            {
                renewed = true;
                continue;
            }
            match self.shared.retries.again(request, tries, result, deadline) {
                Some(wait) => deadline::sleep(wait).await,
                None => break received,
            }
        };
        call.end(received.as_ref().map(|(response, _)| response));
        received.map_err(|error| error.of(request.described()))
    }

    /// Sends a request once.
    async fn attempt(&self, request: &mut Request, is_stream: IsStream<'_>, deadline: Deadline) -> Received {
        let deadline = deadline.or_after(self.shared.retries.policy.try_timeout);
        let (head, mut body) = exchange::start(&self.shared, request, deadline).await?.into_parts();
        let mut response = RawResponse {
            status: head.status,
            headers: head.headers,
            body: Bytes::new(),
            operation: request.described(),
        };
        if is_stream(&response) {
            let timeout = request.timeout.or(self.shared.timeout);
            return Ok((response, Some(ByteStream::new(body, timeout))));
        }
        let limit = self.shared.max_response_bytes;
        let (read, ended) = body.read(limit, deadline).await;
        response.body = read;
        match ended {
            Ok(true) => Ok((response, None)),
            Ok(false) => Err(Error::TooLarge { limit, response }),
            Err(source) => Err(Error::Interrupted { response, source }),
        }
    }
}

/// A response, and its body that is still to come, unless it was read whole.
type Received = Result<(RawResponse, Option<ByteStream>), Error<Infallible>>;

/// Decides by the status and the headers whether the body is a stream.
type IsStream<'f> = &'f (dyn Fn(&RawResponse) -> bool + Sync);

/// Decodes a response into a documented one.
pub(crate) type Decode<T, E> = fn(&RawResponse) -> Result<Decoded<T, E>, Undecodable>;

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.shared.base_url)
            .finish_non_exhaustive()
    }
}
