//! A request on its way from typed parameters to HTTP.

mod body;
mod page;
mod parameters;
mod prepare;

use std::{convert::Infallible, fmt, sync::Arc, time::Duration};

use reqwest::{
    Method, StatusCode,
    header::{HeaderName, HeaderValue},
};
use serde_json::Value;

use crate::{
    Body, Error, Operation, RawResponse,
    credential::{Digest, Used},
    extras::Extras,
    pages::PageInput,
    platform::random,
    url,
};

#[cfg(feature = "validate")]
use {
    crate::{Rules, checks::Checks},
    serde::Serialize,
};

use body::Described;

pub(crate) use body::once;
pub use parameters::ParameterContent;

/// The operation of requests that the description does not have.
static UNDESCRIBED: Operation = Operation::new("", "", "");

/// A request that is being built. No method fails: the first problem is remembered, and [`Client::send`] returns it as
/// [`Error::InvalidRequest`] before anything is sent.
///
/// [`Client::send`]: crate::Client::send
/// [`Error::InvalidRequest`]: crate::Error::InvalidRequest
///
/// ```
/// use openapi_runtime::{Client, Operation, Request, Style};
///
/// const GET_PET: Operation = Operation::new("getPet", "GET", "/pets/{id}");
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let server = wiremock::MockServer::start().await;
/// # let client = Client::builder(&server.uri(), "shop/1.2").build()?;
/// let mut request = Request::new(&GET_PET);
/// request.path_parameter("id", Style::Simple, false, 7);
/// request.query("fields", Style::Form, false, false, ["name", "age"]);
/// request.header("X-Tenant", false, "acme");
/// request.cookie("session", Style::Form, true, "s7");
/// client.send_raw(request).await?;
/// # let requests = server.received_requests().await.unwrap();
/// assert_eq!((requests[0].url.path(), requests[0].url.query()), ("/pets/7", Some("fields=name,age")));
/// assert_eq!((&requests[0].headers["x-tenant"], &requests[0].headers["cookie"]), (&"acme".parse()?, &"session=s7".parse()?));
/// # Ok(())
/// # }
/// ```
pub struct Request {
    pub(crate) operation: &'static Operation,
    /// The method, where the description does not have the operation.
    method: Option<Method>,
    /// The path, where the description does not have the operation.
    path: String,
    /// The values of path parameters, encoded.
    values: Vec<(&'static str, String)>,
    query: Vec<(&'static str, Vec<String>)>,
    headers: Vec<(&'static str, String)>,
    cookies: Vec<(&'static str, Vec<String>)>,
    body: Option<Described>,
    /// The media type that the caller names, where the description has a range.
    content_type: Option<String>,
    accept: &'static [&'static str],
    server: Option<&'static str>,
    /// The base URL that the caller chose for this request.
    base_url: Option<String>,
    /// A URL that the server gave, in place of path and query: that of a page or of a `Location`.
    given_url: Option<String>,
    problem: Option<String>,
    /// The constraints that it does not meet.
    #[cfg(feature = "validate")]
    pub(crate) checks: Checks,
    /// Most requests have none.
    extras: Option<Box<Extras>>,
    /// The timeout of the call; overrides that of the client.
    pub(crate) timeout: Option<Duration>,
    /// The header in which the description has an idempotency key.
    idempotency_header: &'static str,
    /// Whether it is sent once at most.
    pub(crate) no_retry: bool,
    /// Whether the response may be a stream, which takes as long as it takes.
    pub(crate) streams: bool,
    /// The credentials that were asked for.
    pub(crate) used: Vec<Used>,
    /// Signs the request.
    pub(crate) digest: Option<Arc<Digest>>,
    /// Whether a body that was a stream has been sent, and is gone.
    spent: bool,
}

impl Request {
    /// A request of the operation, still without values of parameters.
    pub fn new(operation: &'static Operation) -> Self {
        Self {
            operation,
            method: None,
            path: String::new(),
            values: Vec::new(),
            query: Vec::new(),
            headers: Vec::new(),
            cookies: Vec::new(),
            body: None,
            content_type: None,
            accept: operation.accept,
            server: operation.server,
            base_url: None,
            given_url: None,
            problem: None,
            #[cfg(feature = "validate")]
            checks: Checks::default(),
            extras: None,
            timeout: None,
            idempotency_header: operation.idempotency_header,
            no_retry: false,
            streams: operation.streams,
            used: Vec::new(),
            digest: None,
            spent: false,
        }
    }

    /// A request that the description does not have.
    pub(crate) fn undescribed(method: Method, path: &str) -> Self {
        Self {
            method: Some(method),
            path: url::encode_literal(path),
            ..Self::new(&UNDESCRIBED)
        }
    }

    /// The operation, if the description has it.
    pub(crate) fn described(&self) -> Option<&'static Operation> {
        self.method.is_none().then_some(self.operation)
    }

    /// The method.
    pub(crate) fn method(&self) -> &str {
        self.method.as_ref().map_or(self.operation.method, Method::as_str)
    }

    /// Whether sending it twice does no more than sending it once.
    pub(crate) fn is_idempotent(&self) -> bool {
        let by_method = matches!(self.method(), "GET" | "HEAD" | "OPTIONS" | "TRACE" | "PUT" | "DELETE");
        by_method || self.has_idempotency_key()
    }

    fn has_idempotency_key(&self) -> bool {
        let is_key = |name: &str| IDEMPOTENCY_KEYS.iter().any(|key| key.eq_ignore_ascii_case(name));
        self.headers.iter().any(|(name, _)| is_key(name)) || self.extra_headers().any(|(name, _)| is_key(name.as_str()))
    }

    /// Makes an idempotency key, where the description has one and the caller gave none.
    pub(crate) fn choose_idempotency_key(&mut self) {
        if !self.idempotency_header.is_empty() && !self.has_idempotency_key() {
            self.headers.push((self.idempotency_header, random_uuid()));
        }
    }

    /// The response by which the server refused the credentials, if the request can be sent again with others.
    pub(crate) fn refusal<'r>(&self, result: Result<&'r RawResponse, &Error<Infallible>>) -> Option<&'r RawResponse> {
        let refused = result
            .ok()
            .filter(|response| response.status == StatusCode::UNAUTHORIZED);
        refused.filter(|_| !self.no_retry && self.can_be_sent_again())
    }

    /// Whether the same request can be sent again: nothing of it was a stream.
    pub(crate) fn can_be_sent_again(&self) -> bool {
        !self.spent
    }

    /// Asks for a stream, in one of these media types; `flag` is the parameter or property that asks for it.
    ///
    /// ```
    /// use openapi_runtime::{Client, Operation, PageInput, Request, serde_json::json};
    ///
    /// const ADD_PET: Operation = Operation::new("addPet", "POST", "/pets");
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// # let client = Client::builder(&server.uri(), "shop/1.2").build()?;
    /// let mut request = Request::new(&ADD_PET);
    /// request.body_json("application/json", json!({"name": "Rex"}));
    /// request.ask_for_stream(&["text/event-stream"], Some(PageInput::Body("/stream")));
    /// client.send_raw(request).await?;
    /// # let requests = server.received_requests().await.unwrap();
    /// assert_eq!(requests[0].headers["accept"], "text/event-stream");
    /// assert_eq!(requests[0].body, br#"{"name":"Rex","stream":true}"#);
    /// # Ok(())
    /// # }
    /// ```
    pub fn ask_for_stream(&mut self, accept: &'static [&'static str], flag: Option<PageInput>) {
        self.ask_for(accept, true);
        if let Some(Err(problem)) = flag.map(|flag| self.put(flag, Value::Bool(true))) {
            self.problem(problem.to_owned());
        }
    }

    /// Asks for these media types in place of those of the operation; `streams` says whether a response may be a stream.
    ///
    /// ```
    /// use openapi_runtime::{Client, Operation, Request};
    ///
    /// const LIST_PETS: Operation = Operation::new("listPets", "GET", "/pets");
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// # let client = Client::builder(&server.uri(), "shop/1.2").build()?;
    /// let mut request = Request::new(&LIST_PETS);
    /// request.ask_for(&["text/csv"], false);
    /// client.send_raw(request).await?;
    /// # let requests = server.received_requests().await.unwrap();
    /// assert_eq!(requests[0].headers["accept"], "text/csv");
    /// # Ok(())
    /// # }
    /// ```
    pub fn ask_for(&mut self, accept: &'static [&'static str], streams: bool) {
        self.accept = accept;
        self.streams = streams;
    }

    /// Sets the base URL of this request alone. A relative one is resolved against the base URL of the client.
    ///
    /// ```
    /// use openapi_runtime::{Client, Operation, Request};
    ///
    /// const LIST_PETS: Operation = Operation::new("listPets", "GET", "/pets");
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// # let client = Client::builder(&format!("{}/v1", server.uri()), "shop/1.2").build()?;
    /// let mut request = Request::new(&LIST_PETS);
    /// request.base_url("/v2".to_owned());
    /// client.send_raw(request).await?;
    /// # let requests = server.received_requests().await.unwrap();
    /// assert_eq!(requests[0].url.path(), "/v2/pets");
    /// # Ok(())
    /// # }
    /// ```
    pub fn base_url(&mut self, base_url: String) {
        self.base_url = Some(base_url);
    }

    fn extras(&mut self) -> &mut Extras {
        self.extras.get_or_insert_default()
    }

    fn extra_headers(&self) -> impl Iterator<Item = (&HeaderName, &HeaderValue)> {
        self.extras.iter().flat_map(|extras| &extras.headers)
    }

    fn extra_query_pairs(&self) -> impl Iterator<Item = &String> {
        self.extras.iter().flat_map(|extras| &extras.query)
    }

    /// Sets a header of the caller's own; see [`extras`](crate::extras).
    #[doc(hidden)]
    pub fn extra_header(&mut self, name: &str, value: &str) {
        if let Err(problem) = self.extras().header(name, value) {
            self.problem(problem);
        }
    }

    /// Adds a pair of the caller's own to the query.
    #[doc(hidden)]
    pub fn extra_query(&mut self, name: &str, value: &str) {
        self.extras().query_pair(name, value);
    }

    /// Sets a body of the caller's own.
    #[doc(hidden)]
    pub fn extra_body(&mut self, media_type: &str, body: Body) {
        if let Err(problem) = self.extras().body_bytes(media_type, body) {
            self.problem(problem);
        }
    }

    /// Sets the timeout of the call; overrides that of the client.
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
    /// # Mock::given(any()).respond_with(ResponseTemplate::new(200).set_delay(std::time::Duration::from_secs(60))).mount(&server).await;
    /// # let client = Client::builder(&server.uri(), "shop/1.2").build()?;
    /// let mut request = Request::new(&LIST_PETS);
    /// request.timeout(std::time::Duration::from_millis(50));
    /// assert!(client.send_raw(request).await.unwrap_err().is_timeout());
    /// # Ok(())
    /// # }
    /// ```
    pub fn timeout(&mut self, timeout: Duration) {
        self.timeout = Some(timeout);
    }

    /// Sends it at most once: it is never retried.
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
    /// # Mock::given(any()).respond_with(ResponseTemplate::new(503)).mount(&server).await;
    /// # let client = Client::builder(&server.uri(), "shop/1.2").build()?;
    /// let mut request = Request::new(&LIST_PETS);
    /// request.no_retry();
    /// client.send_raw(request).await?;
    /// # let requests = server.received_requests().await.unwrap();
    /// assert_eq!(requests.len(), 1, "though the server answers 503");
    /// # Ok(())
    /// # }
    /// ```
    pub fn no_retry(&mut self) {
        self.no_retry = true;
    }

    /// Sets the idempotency key. It is sent in the header that the operation has for it, or `Idempotency-Key`.
    ///
    /// ```
    /// use openapi_runtime::{Client, Operation, Request};
    ///
    /// const ADD_PET: Operation = Operation::new("addPet", "POST", "/pets");
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// # let client = Client::builder(&server.uri(), "shop/1.2").build()?;
    /// let mut request = Request::new(&ADD_PET);
    /// request.idempotency_key("order 7");
    /// client.send_raw(request).await?;
    /// # let requests = server.received_requests().await.unwrap();
    /// assert_eq!(requests[0].headers["idempotency-key"], "order 7");
    /// # Ok(())
    /// # }
    /// ```
    pub fn idempotency_key(&mut self, key: &str) {
        let name = match self.idempotency_header {
            "" => IDEMPOTENCY_KEYS[0],
            described => described,
        };
        self.extra_header(name, key);
    }

    /// Gives the layers of the client a value, among the extensions of the HTTP request.
    ///
    /// ```
    /// use openapi_runtime::{Body, Client, HttpService, Operation, Request, http};
    /// use tower::{ServiceExt, layer::layer_fn, service_fn};
    ///
    /// #[derive(Clone)]
    /// struct Tenant(&'static str);
    ///
    /// const LIST_PETS: Operation = Operation::new("listPets", "GET", "/pets");
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// let with_tenant = layer_fn(|inner: HttpService| {
    ///     service_fn(move |mut request: http::Request<Body>| {
    ///         if let Some(Tenant(name)) = request.extensions_mut().remove() {
    ///             request.headers_mut().insert("x-tenant", http::HeaderValue::from_static(name));
    ///         }
    ///         inner.clone().oneshot(request)
    ///     })
    /// });
    /// # let client = Client::builder(&server.uri(), "shop/1.2").layer(with_tenant).build()?;
    /// let mut request = Request::new(&LIST_PETS);
    /// request.extension(Tenant("acme"));
    /// client.send_raw(request).await?;
    /// # let requests = server.received_requests().await.unwrap();
    ///
    /// assert_eq!(requests[0].headers["x-tenant"], "acme");
    /// # Ok(())
    /// # }
    /// ```
    pub fn extension<T: Clone + Send + Sync + 'static>(&mut self, value: T) {
        self.extras().extensions.insert(value);
    }

    /// Extensions of the HTTP request, for layers.
    pub(crate) fn extensions(&self) -> http::Extensions {
        let mut extensions = self
            .extras
            .as_ref()
            .map_or_else(http::Extensions::new, |extras| extras.extensions.clone());
        if let Some(operation) = self.described() {
            extensions.insert(operation);
        }
        extensions
    }

    /// Sends path parameters that are empty, which are a problem otherwise.
    ///
    /// ```
    /// use openapi_runtime::{Client, Operation, Request, Style};
    ///
    /// const GET_PET: Operation = Operation::new("getPet", "GET", "/pets/{id}");
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// # let client = Client::builder(&server.uri(), "shop/1.2").build()?;
    /// let mut request = Request::new(&GET_PET);
    /// request.path_parameter("id", Style::Simple, false, "");
    /// request.allow_empty_path_parameters();
    /// client.send_raw(request).await?;
    /// # let requests = server.received_requests().await.unwrap();
    /// assert_eq!(requests[0].url.path(), "/pets/");
    /// # Ok(())
    /// # }
    /// ```
    pub fn allow_empty_path_parameters(&mut self) {
        self.extras().empty_path_parameters = true;
    }

    /// Says which event was the last that came; none if the id is empty.
    pub(crate) fn last_event_id(&mut self, id: &str) {
        let id = Some(id.to_owned()).filter(|id| !id.is_empty());
        set(&mut self.headers, "Last-Event-ID", id);
    }

    /// Sends it to a URL that the server gave, such as a `Location`.
    pub(crate) fn at_url(&mut self, url: String) {
        self.given_url = Some(url);
    }

    fn problem(&mut self, problem: String) {
        self.problem.get_or_insert(problem);
    }

    /// Checks a value that goes to a place of the request, if the client asks for it; see [`Checks`].
    #[cfg(feature = "validate")]
    #[doc(hidden)]
    pub fn check(&mut self, place: &'static str, rules: &Rules, value: &impl Serialize) {
        self.checks.check(place, rules, value);
    }
}

impl fmt::Debug for Request {
    /// Shows the operation and not the parameters, which may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("operation", &self.operation.id)
            .finish_non_exhaustive()
    }
}

/// The headers that idempotency keys are sent in, the usual one first.
const IDEMPOTENCY_KEYS: [&str; 2] = ["Idempotency-Key", "X-Idempotency-Key"];

/// A random UUID (RFC 9562, section 5.4).
fn random_uuid() -> String {
    let (high, low) = (random(), random());
    let version = high & 0xffff_ffff_ffff_0fff | 0x4000;
    let variant = low & 0x3fff_ffff_ffff_ffff | 0x8000_0000_0000_0000;
    let hex = format!("{version:016x}{variant:016x}");
    [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
}

/// Replaces the entry of this name, or removes it.
fn set<T>(entries: &mut Vec<(&'static str, T)>, name: &'static str, value: Option<T>) {
    entries.retain(|(other, _)| *other != name);
    entries.extend(value.map(|value| (name, value)));
}
