//! A request on its way from typed parameters to HTTP.

use std::{borrow::Cow, convert::Infallible, fmt, ops::Range, sync::Arc, time::Duration};

use reqwest::{
    Method, StatusCode, Url,
    header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, HeaderMap, HeaderName, HeaderValue},
};
use serde::Serialize;
use serde_json::Value;

use crate::{
    Body, Error, FormEncoding, InvalidRequest, Multipart, Operation, RawResponse, Style, charset,
    credential::{Attached, Digest, Used},
    extras::Extras,
    finite, form, media_type,
    pages::PageInput,
    platform::random,
    style,
    transport::Prepared,
    url,
};

#[cfg(feature = "validate")]
use crate::{Rules, checks::Checks};

#[cfg(feature = "xml")]
use crate::XmlNode;

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

/// How a parameter with `content` is written: by its media type.
///
/// ```
/// use openapi_runtime::{Client, Operation, ParameterContent, Request, serde_json::json};
///
/// const LIST_PETS: Operation = Operation::new("listPets", "GET", "/pets");
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let server = wiremock::MockServer::start().await;
/// # let client = Client::builder(&server.uri(), "shop/1.2").build()?;
/// let mut request = Request::new(&LIST_PETS);
/// request.query_content("filter", ParameterContent::Json, json!({"age": 3}));
/// request.query_content("text", ParameterContent::Text, "a b");
/// client.send_raw(request).await?;
/// # let requests = server.received_requests().await.unwrap();
/// assert_eq!(requests[0].url.query(), Some("filter=%7B%22age%22%3A3%7D&text=a%20b"));
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParameterContent {
    /// As JSON.
    Json,
    /// As text: a string or a number as it is.
    Text,
    /// As a form, `a=1&b=2`.
    Form(&'static [FormEncoding]),
}

/// The body, as the description has it.
struct Described {
    /// The documented media type, which may be a range.
    media_type: &'static str,
    /// The media type that is sent in place of a range, unless the caller sets one.
    otherwise: &'static str,
    content: Content,
}

enum Content {
    Bytes(Body),
    /// To be encoded in the charset of the media type.
    Text(String),
    Multipart(Multipart),
}

impl Described {
    /// The media type to send, which may not be a range.
    fn media_type(&self, named: Option<&str>) -> Result<String, String> {
        let Some(named) = named else {
            let is_range = media_type::is_range(self.media_type);
            let media_type = if is_range { self.otherwise } else { self.media_type };
            return Ok(media_type.to_owned());
        };
        match media_type::in_range(named, self.media_type) && !media_type::is_range(named) {
            true => Ok(named.to_owned()),
            false => Err(format!(
                "the media type `{named}` of the body is not one of the documented `{}`",
                self.media_type
            )),
        }
    }

    /// The body to send, and its media type; `spent` says whether this was the only time.
    ///
    /// # Errors
    ///
    /// When it cannot be sent as its media type.
    fn make(&mut self, named: Option<&str>, spent: &mut bool) -> Result<(HeaderValue, Body), String> {
        let media_type = self.media_type(named)?;
        let content = match &mut self.content {
            Content::Bytes(bytes) => once(bytes, spent),
            Content::Text(text) => charset::encode(text.clone(), &media_type)
                .map_err(|problem| format!("the body cannot be sent as `{media_type}`: {problem}"))?
                .into(),
            Content::Multipart(parts) => return parts.make(&media_type, spent),
        };
        Ok((header_value("Content-Type", &media_type)?, content))
    }
}

/// The body to send: the same each time, unless it is a stream.
pub(crate) fn once(body: &mut Body, spent: &mut bool) -> Body {
    body.try_clone().unwrap_or_else(|| {
        *spent = true;
        std::mem::take(body)
    })
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

    /// Sets the value of a path parameter. It stays in its segment with any content; a value that makes a segment
    /// `.` or `..` is a problem, and so is one that makes an empty segment, unless
    /// [`allow_empty_path_parameters`](Self::allow_empty_path_parameters) is called.
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
    /// request.path_parameter("id", Style::Simple, false, "a/b");
    /// client.send_raw(request).await?;
    /// # let requests = server.received_requests().await.unwrap();
    /// assert_eq!(requests[0].url.path(), "/pets/a%2Fb");
    /// # Ok(())
    /// # }
    /// ```
    pub fn path_parameter(&mut self, name: &'static str, style: Style, explode: bool, value: impl Serialize) {
        let text = self
            .value(name, &value)
            .and_then(|value| style::path(name, style, explode, &value, url::encode));
        self.path_value(name, text);
    }

    /// Sets the value of a path parameter with `content`.
    ///
    /// ```
    /// use openapi_runtime::{Client, Operation, ParameterContent, Request, serde_json::json};
    ///
    /// const GET_PET: Operation = Operation::new("getPet", "GET", "/pets/{id}");
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// # let client = Client::builder(&server.uri(), "shop/1.2").build()?;
    /// let mut request = Request::new(&GET_PET);
    /// request.path_content("id", ParameterContent::Json, json!([7]));
    /// client.send_raw(request).await?;
    /// # let requests = server.received_requests().await.unwrap();
    /// assert_eq!(requests[0].url.path(), "/pets/%5B7%5D");
    /// # Ok(())
    /// # }
    /// ```
    pub fn path_content(&mut self, name: &'static str, content: ParameterContent, value: impl Serialize) {
        let text = self.content(name, content, &value).map(|text| url::encode(&text));
        self.path_value(name, text);
    }

    fn path_value(&mut self, name: &'static str, text: Option<String>) {
        self.values.push((name, text.unwrap_or_default()));
    }

    /// The path, and where the values of parameters are in it, to name the one that is at fault.
    fn path(&self) -> (String, Vec<(&'static str, Range<usize>)>) {
        let (mut path, mut places) = (self.path.clone(), Vec::new());
        let mut rest = self.operation.path;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, after)) = after.split_once('}') else {
                break;
            };
            path += &url::encode_literal(before);
            match self.values.iter().find(|(known, _)| *known == name) {
                Some((name, value)) => {
                    let start = path.len();
                    path += value;
                    places.push((*name, start..path.len()));
                }
                None => path += &url::encode_literal(&format!("{{{name}}}")),
            }
            rest = after;
        }
        path += &url::encode_literal(rest);
        (path, places)
    }

    /// Sets a query parameter; null removes it.
    ///
    /// ```
    /// use openapi_runtime::{Client, Operation, Request, Style};
    ///
    /// const LIST_PETS: Operation = Operation::new("listPets", "GET", "/pets");
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// # let client = Client::builder(&server.uri(), "shop/1.2").build()?;
    /// let mut request = Request::new(&LIST_PETS);
    /// request.query("tag", Style::Form, true, false, ["a b", "c"]);
    /// request.query("path", Style::Form, true, true, "a/b");
    /// request.query("name", Style::Form, true, false, None::<&str>);
    /// client.send_raw(request).await?;
    /// # let requests = server.received_requests().await.unwrap();
    /// assert_eq!(requests[0].url.query(), Some("tag=a%20b&tag=c&path=a/b"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn query(
        &mut self,
        name: &'static str,
        style: Style,
        explode: bool,
        allow_reserved: bool,
        value: impl Serialize,
    ) {
        let encode = if allow_reserved {
            url::encode_allow_reserved
        } else {
            url::encode
        };
        let pairs = self
            .value(name, &value)
            .and_then(|value| style::query(name, style, explode, &value, encode));
        set(&mut self.query, name, pairs);
    }

    /// Sets a query parameter with `content`; null removes it.
    ///
    /// ```
    /// use openapi_runtime::{Client, Operation, ParameterContent, Request, serde_json::json};
    ///
    /// const LIST_PETS: Operation = Operation::new("listPets", "GET", "/pets");
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// # let client = Client::builder(&server.uri(), "shop/1.2").build()?;
    /// let mut request = Request::new(&LIST_PETS);
    /// request.query_content("filter", ParameterContent::Json, json!({"age": 3}));
    /// client.send_raw(request).await?;
    /// # let requests = server.received_requests().await.unwrap();
    /// assert_eq!(requests[0].url.query(), Some("filter=%7B%22age%22%3A3%7D"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn query_content(&mut self, name: &'static str, content: ParameterContent, value: impl Serialize) {
        let text = self.content(name, content, &value);
        let pairs = text.map(|text| vec![format!("{}={}", url::encode(name), url::encode(&text))]);
        set(&mut self.query, name, pairs);
    }

    /// Sets the parameter that is the whole query string (`in: querystring`); null removes it.
    ///
    /// ```
    /// use openapi_runtime::{Client, Operation, ParameterContent, Request, serde_json::json};
    ///
    /// const LIST_PETS: Operation = Operation::new("listPets", "GET", "/pets");
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// # let client = Client::builder(&server.uri(), "shop/1.2").build()?;
    /// let mut request = Request::new(&LIST_PETS);
    /// request.query_string("filter", ParameterContent::Form(&[]), json!({"age": 3, "name": "Rex"}));
    /// client.send_raw(request).await?;
    /// # let requests = server.received_requests().await.unwrap();
    /// assert_eq!(requests[0].url.query(), Some("age=3&name=Rex"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn query_string(&mut self, name: &'static str, content: ParameterContent, value: impl Serialize) {
        let text = self.content(name, content, &value);
        let query = text.map(|text| match content {
            ParameterContent::Form(_) => vec![text],
            _ => vec![url::encode(&text)],
        });
        set(&mut self.query, name, query);
    }

    /// Sets a header parameter (style `simple`); null removes it.
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
    /// request.header("X-Tags", false, ["a", "b"]);
    /// client.send_raw(request).await?;
    /// # let requests = server.received_requests().await.unwrap();
    /// assert_eq!(requests[0].headers["x-tags"], "a,b");
    /// # Ok(())
    /// # }
    /// ```
    pub fn header(&mut self, name: &'static str, explode: bool, value: impl Serialize) {
        let text = self
            .value(name, &value)
            .and_then(|value| style::header(explode, &value));
        set(&mut self.headers, name, text);
    }

    /// Sets a header parameter with `content`; null removes it.
    ///
    /// ```
    /// use openapi_runtime::{Client, Operation, ParameterContent, Request, serde_json::json};
    ///
    /// const LIST_PETS: Operation = Operation::new("listPets", "GET", "/pets");
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// # let client = Client::builder(&server.uri(), "shop/1.2").build()?;
    /// let mut request = Request::new(&LIST_PETS);
    /// request.header_content("X-Filter", ParameterContent::Json, json!({"age": 3}));
    /// client.send_raw(request).await?;
    /// # let requests = server.received_requests().await.unwrap();
    /// assert_eq!(requests[0].headers["x-filter"], r#"{"age":3}"#);
    /// # Ok(())
    /// # }
    /// ```
    pub fn header_content(&mut self, name: &'static str, content: ParameterContent, value: impl Serialize) {
        let text = self.content(name, content, &value);
        set(&mut self.headers, name, text);
    }

    /// Sets a cookie parameter (style `form` or `cookie`); null removes it. With style `cookie` nothing is encoded, so a
    /// semicolon is a problem.
    ///
    /// ```
    /// use openapi_runtime::{Client, Operation, Request, Style};
    ///
    /// const LIST_PETS: Operation = Operation::new("listPets", "GET", "/pets");
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// # let client = Client::builder(&server.uri(), "shop/1.2").build()?;
    /// let mut request = Request::new(&LIST_PETS);
    /// request.cookie("session", Style::Form, true, "a b");
    /// request.cookie("theme", Style::Cookie, true, "a b");
    /// client.send_raw(request).await?;
    /// # let requests = server.received_requests().await.unwrap();
    /// assert_eq!(requests[0].headers["cookie"], "session=a%20b; theme=a b");
    /// # Ok(())
    /// # }
    /// ```
    pub fn cookie(&mut self, name: &'static str, style: Style, explode: bool, value: impl Serialize) {
        let encode = if style == Style::Cookie {
            str::to_owned
        } else {
            url::encode
        };
        let pairs = self
            .value(name, &value)
            .and_then(|value| style::query(name, style, explode, &value, encode));
        if pairs.iter().flatten().any(|pair| pair.contains(';')) {
            self.problem(format!("the cookie `{name}` cannot contain a semicolon"));
        }
        set(&mut self.cookies, name, pairs);
    }

    /// Sets a cookie parameter with `content`; null removes it.
    ///
    /// ```
    /// use openapi_runtime::{Client, Operation, ParameterContent, Request, serde_json::json};
    ///
    /// const LIST_PETS: Operation = Operation::new("listPets", "GET", "/pets");
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// # let client = Client::builder(&server.uri(), "shop/1.2").build()?;
    /// let mut request = Request::new(&LIST_PETS);
    /// request.cookie_content("filter", ParameterContent::Json, json!([3]));
    /// client.send_raw(request).await?;
    /// # let requests = server.received_requests().await.unwrap();
    /// assert_eq!(requests[0].headers["cookie"], "filter=%5B3%5D");
    /// # Ok(())
    /// # }
    /// ```
    pub fn cookie_content(&mut self, name: &'static str, content: ParameterContent, value: impl Serialize) {
        let text = self.content(name, content, &value);
        let pairs = text.map(|text| vec![format!("{}={}", url::encode(name), url::encode(&text))]);
        set(&mut self.cookies, name, pairs);
    }

    /// Sets a body of JSON. A number that is not finite, which JSON does not have, is a problem.
    ///
    /// ```
    /// use openapi_runtime::{Client, Operation, Request, serde_json::json};
    ///
    /// const ADD_PET: Operation = Operation::new("addPet", "POST", "/pets");
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// # let client = Client::builder(&server.uri(), "shop/1.2").build()?;
    /// let mut request = Request::new(&ADD_PET);
    /// request.body_json("application/vnd.pets+json", json!({"name": "Rex"}));
    /// client.send_raw(request).await?;
    /// # let requests = server.received_requests().await.unwrap();
    /// assert_eq!(requests[0].headers["content-type"], "application/vnd.pets+json");
    /// assert_eq!(requests[0].body, br#"{"name":"Rex"}"#);
    /// # Ok(())
    /// # }
    /// ```
    pub fn body_json(&mut self, media_type: &'static str, value: impl Serialize) {
        match finite::to_vec(&value) {
            Ok(json) => self.body(media_type, "application/json", Content::Bytes(json.into())),
            Err(error) => self.problem(format!("the body cannot be written as JSON: {error}")),
        }
    }

    /// Sets a body of XML.
    ///
    /// ```
    /// use openapi_runtime::{Client, Operation, Request, XmlKind, XmlNode, XmlValue};
    ///
    /// const ADD_PET: Operation = Operation::new("addPet", "POST", "/pets");
    /// const NAME: XmlNode = XmlNode {
    ///     name: "name",
    ///     namespace: ("", ""),
    ///     kind: XmlKind::Element,
    ///     required: true,
    ///     value: XmlValue::Text,
    /// };
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// # let client = Client::builder(&server.uri(), "shop/1.2").build()?;
    /// let mut request = Request::new(&ADD_PET);
    /// request.body_xml("application/xml", &NAME, "Rex");
    /// client.send_raw(request).await?;
    /// # let requests = server.received_requests().await.unwrap();
    /// assert!(String::from_utf8_lossy(&requests[0].body).ends_with("<name>Rex</name>"));
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "xml")]
    pub fn body_xml(&mut self, media_type: &'static str, root: &XmlNode, value: impl Serialize) {
        let document = finite::to_value(&value).and_then(|value| crate::xml::document(&value, root));
        match document {
            Ok(document) => self.body(media_type, "application/xml", Content::Text(document)),
            Err(problem) => self.problem(format!("the body cannot be written as XML: {problem}")),
        }
    }

    /// Sets a body of text. It is sent in the charset of the media type, UTF-8 unless it has one.
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
    /// request.body_text("text/plain; charset=iso-8859-1", "Zoë".to_owned());
    /// client.send_raw(request).await?;
    /// # let requests = server.received_requests().await.unwrap();
    /// assert_eq!(requests[0].body, b"Zo\xeb");
    /// # Ok(())
    /// # }
    /// ```
    pub fn body_text(&mut self, media_type: &'static str, text: String) {
        let otherwise = match media_type::in_range("text/plain", media_type) {
            true => "text/plain; charset=utf-8",
            false => "application/octet-stream",
        };
        self.body(media_type, otherwise, Content::Text(text));
    }

    /// Sets a body of text that represents a value: a number, a boolean, or a value of an enum.
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
    /// request.body_text_value("text/plain", 7);
    /// client.send_raw(request).await?;
    /// # let requests = server.received_requests().await.unwrap();
    /// assert_eq!(requests[0].body, b"7");
    /// # Ok(())
    /// # }
    /// ```
    pub fn body_text_value(&mut self, media_type: &'static str, value: impl Serialize) {
        match finite::to_value(&value) {
            Ok(value) => self.body_text(media_type, style::text(&value).unwrap_or_default()),
            Err(error) => self.problem(format!("the body cannot be written as text: {error}")),
        }
    }

    /// Sets a body whose media type the description leaves open (`*/*`): a string is sent as text, anything else as JSON.
    ///
    /// ```
    /// use openapi_runtime::{Client, Operation, Request, serde_json::json};
    ///
    /// const ADD_PET: Operation = Operation::new("addPet", "POST", "/pets");
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// # let client = Client::builder(&server.uri(), "shop/1.2").build()?;
    /// let mut request = Request::new(&ADD_PET);
    /// request.body_any("*/*", json!(["Rex"]));
    /// client.send_raw(request).await?;
    /// # let requests = server.received_requests().await.unwrap();
    /// assert_eq!((&requests[0].headers["content-type"], &requests[0].body[..]), (&"application/json".parse()?, &br#"["Rex"]"#[..]));
    /// # Ok(())
    /// # }
    /// ```
    pub fn body_any(&mut self, media_type: &'static str, value: impl Serialize) {
        match finite::to_value(&value) {
            Ok(Value::String(text)) => self.body_text(media_type, text),
            Ok(value) => self.body_json(media_type, &value),
            Err(error) => self.problem(format!("the body cannot be written: {error}")),
        }
    }

    /// Sets a body of bytes, at once or as a stream.
    ///
    /// ```
    /// use openapi_runtime::{Body, Client, Operation, Request};
    ///
    /// const ADD_PET: Operation = Operation::new("addPet", "POST", "/pets");
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// # let client = Client::builder(&server.uri(), "shop/1.2").build()?;
    /// let mut request = Request::new(&ADD_PET);
    /// request.body_bytes("image/png", Body::from(vec![0x89, 0x50]));
    /// client.send_raw(request).await?;
    /// # let requests = server.received_requests().await.unwrap();
    /// assert_eq!(requests[0].body, [0x89, 0x50]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn body_bytes(&mut self, media_type: &'static str, bytes: Body) {
        self.body(media_type, "application/octet-stream", Content::Bytes(bytes));
    }

    /// Names the media type of a body where the description has a range such as `image/*`. One that is not in the range is a problem.
    ///
    /// ```
    /// use openapi_runtime::{Body, Client, Operation, Request};
    ///
    /// const ADD_PET: Operation = Operation::new("addPet", "POST", "/pets");
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// # let client = Client::builder(&server.uri(), "shop/1.2").build()?;
    /// let mut request = Request::new(&ADD_PET);
    /// request.body_bytes("image/*", Body::from(vec![0x89, 0x50]));
    /// request.content_type("image/png".to_owned());
    /// client.send_raw(request).await?;
    /// # let requests = server.received_requests().await.unwrap();
    /// assert_eq!(requests[0].headers["content-type"], "image/png");
    /// # Ok(())
    /// # }
    /// ```
    pub fn content_type(&mut self, media_type: String) {
        self.content_type = Some(media_type);
    }

    fn body(&mut self, media_type: &'static str, otherwise: &'static str, content: Content) {
        self.body = Some(Described {
            media_type,
            otherwise,
            content,
        });
    }

    /// Sets a body of form parameters, of the properties of an object. Those without an encoding are text, repeated for each item of an
    /// array; objects are JSON, and null is left out.
    ///
    /// ```
    /// use openapi_runtime::{Client, FormEncoding, Operation, Request, Style, serde_json::json};
    ///
    /// const ADD_PET: Operation = Operation::new("addPet", "POST", "/pets");
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// # let client = Client::builder(&server.uri(), "shop/1.2").build()?;
    /// let encodings = [FormEncoding::new("tags", Style::Form, false)];
    /// let mut request = Request::new(&ADD_PET);
    /// request.body_form("application/x-www-form-urlencoded", &encodings, json!({"name": "a b", "tags": ["c", "d"]}));
    /// client.send_raw(request).await?;
    /// # let requests = server.received_requests().await.unwrap();
    /// assert_eq!(requests[0].body, b"name=a%20b&tags=c,d");
    /// # Ok(())
    /// # }
    /// ```
    pub fn body_form(&mut self, media_type: &'static str, encodings: &[FormEncoding], value: impl Serialize) {
        let form = finite::to_value(&value).and_then(|value| form::form(&value, encodings));
        match form {
            Ok(form) => self.body(
                media_type,
                "application/x-www-form-urlencoded",
                Content::Bytes(form.into()),
            ),
            Err(problem) => self.problem(format!("the body cannot be written as a form: {problem}")),
        }
    }

    /// Sets a body of several parts.
    ///
    /// ```
    /// use openapi_runtime::{Client, File, Multipart, Operation, Request};
    ///
    /// const ADD_PET: Operation = Operation::new("addPet", "POST", "/pets");
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// # let client = Client::builder(&server.uri(), "shop/1.2").build()?;
    /// let mut request = Request::new(&ADD_PET);
    /// request.body_multipart("multipart/form-data", Multipart::new().field("name", &"Rex").file("photo", File::new("..")));
    /// client.send_raw(request).await?;
    /// # let requests = server.received_requests().await.unwrap();
    /// assert!(requests[0].headers["content-type"].to_str()?.starts_with("multipart/form-data; boundary="));
    /// # Ok(())
    /// # }
    /// ```
    pub fn body_multipart(&mut self, media_type: &'static str, parts: impl Into<Multipart>) {
        self.body(media_type, "multipart/form-data", Content::Multipart(parts.into()));
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

    /// The number of the page that is asked for, if one is.
    pub(crate) fn page_number(&self, input: PageInput) -> Result<Option<i64>, &'static str> {
        let number = match input {
            PageInput::Query(name) => {
                let mut pairs = self
                    .query
                    .iter()
                    .filter(|(known, _)| *known == name)
                    .flat_map(|(_, pairs)| pairs);
                let text = pairs.next().and_then(|pair| Some(pair.split_once('=')?.1.to_owned()));
                text.map(Value::String)
            }
            PageInput::Body(pointer) => self.json_body()?.pointer(pointer).cloned(),
        };
        match number.filter(|number| !number.is_null()) {
            None => Ok(None),
            Some(number) => {
                let text = number.as_str().and_then(|text| text.parse().ok());
                text.or(number.as_i64()).map(Some).ok_or("its number is not an integer")
            }
        }
    }

    /// Makes it the request of another page: by a value.
    pub(crate) fn ask_for_page(&mut self, input: PageInput, value: Value) -> Result<(), &'static str> {
        self.can_be_repeated()?;
        self.put(input, value)
    }

    fn put(&mut self, input: PageInput, value: Value) -> Result<(), &'static str> {
        match input {
            PageInput::Query(name) => {
                let text = style::text(&value).unwrap_or_default();
                let pair = format!("{}={}", url::encode(name), url::encode(&text));
                set(&mut self.query, name, Some(vec![pair]));
            }
            PageInput::Body(pointer) => {
                let mut body = self.json_body()?;
                *place(&mut body, pointer).ok_or("its place in the body is not within an object")? = value;
                let media_type = self.body.as_ref().map_or("application/json", |body| body.media_type);
                self.body_json(media_type, &body);
            }
        }
        Ok(())
    }

    /// Says which event was the last that came; none if the id is empty.
    pub(crate) fn last_event_id(&mut self, id: &str) {
        let id = Some(id.to_owned()).filter(|id| !id.is_empty());
        set(&mut self.headers, "Last-Event-ID", id);
    }

    /// Makes it the request of another page: by its URL.
    pub(crate) fn ask_for_url(&mut self, url: String) -> Result<(), &'static str> {
        self.can_be_repeated()?;
        self.at_url(url);
        Ok(())
    }

    /// Sends it to a URL that the server gave, such as a `Location`.
    pub(crate) fn at_url(&mut self, url: String) {
        self.given_url = Some(url);
    }

    /// Another page is another request, with an idempotency key of its own.
    fn can_be_repeated(&mut self) -> Result<(), &'static str> {
        let described = self.idempotency_header;
        self.headers
            .retain(|(name, _)| described.is_empty() || *name != described);
        match self.can_be_sent_again() {
            true => Ok(()),
            false => Err("the body of the request was a stream, and is gone"),
        }
    }

    /// The body of JSON, which is an object if there is none yet.
    fn json_body(&self) -> Result<Value, &'static str> {
        let body = match &self.body {
            None => return Ok(Value::Object(serde_json::Map::new())),
            Some(Described {
                content: Content::Bytes(body),
                ..
            }) => body.as_bytes(),
            Some(_) => None,
        };
        let read = body.and_then(|bytes| serde_json::from_slice(bytes).ok());
        read.ok_or("the body of the request is not JSON")
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

    fn value(&mut self, name: &'static str, value: &impl Serialize) -> Option<Value> {
        finite::to_value(value)
            .map_err(|error| self.problem(format!("the parameter `{name}` cannot be written: {error}")))
            .ok()
    }

    /// The text of a parameter with `content`, or `None` when there is nothing to write.
    fn content(&mut self, name: &'static str, content: ParameterContent, value: &impl Serialize) -> Option<String> {
        let value = self.value(name, value).filter(|value| !value.is_null())?;
        match content {
            ParameterContent::Json => Some(value.to_string()),
            ParameterContent::Text => style::text(&value),
            ParameterContent::Form(encodings) => match form::form(&value, encodings) {
                Ok(form) => Some(form).filter(|form| !form.is_empty()),
                Err(problem) => {
                    self.problem(format!("the parameter `{name}` cannot be written as a form: {problem}"));
                    None
                }
            },
        }
    }

    /// Makes the HTTP request, each time anew.
    ///
    /// # Errors
    ///
    /// An error of a parameter, without its value.
    pub(crate) fn finish(
        &mut self,
        base: &Url,
        base_chosen: bool,
        attached: Attached,
    ) -> Result<Prepared, InvalidRequest> {
        #[cfg(feature = "validate")]
        self.checks
            .result(self.extras.as_ref().is_some_and(|extras| extras.body.is_some()))?;
        if let Some(problem) = &self.problem {
            return Err(problem.clone().into());
        }
        let method = match &self.method {
            Some(method) => method.clone(),
            None => Method::from_bytes(self.operation.method.as_bytes())
                .map_err(|_| format!("`{}` is not a valid HTTP method", self.operation.method))?,
        };
        let url = self.url(base, base_chosen, &attached.query)?;
        let mut headers = HeaderMap::with_capacity(8);
        if let [media_type] = self.accept {
            headers.insert(ACCEPT, HeaderValue::from_static(media_type));
        } else if !self.accept.is_empty() {
            headers.insert(ACCEPT, header_value("Accept", &self.accept.join(", "))?);
        }
        self.write_headers(&mut headers)?;
        headers.extend(attached.headers);
        self.write_cookies(&mut headers, attached.cookies)?;
        let extra = self.extras.as_mut().and_then(|extras| extras.body.as_mut());
        let body = match (extra, &mut self.body) {
            (Some((media_type, body)), _) => Some((media_type.clone(), once(body, &mut self.spent))),
            (None, Some(body)) => Some(body.make(self.content_type.as_deref(), &mut self.spent)?),
            (None, None) => None,
        };
        let body = body.map(|(media_type, body)| {
            headers.insert(CONTENT_TYPE, media_type);
            body
        });
        if let Some(extras) = &self.extras {
            headers.extend(extras.headers.clone());
        }
        Ok(Prepared {
            method,
            url,
            headers,
            body,
        })
    }

    fn url(&self, base: &Url, base_chosen: bool, attached: &[String]) -> Result<Url, String> {
        let base = match &self.base_url {
            Some(chosen) => server(base, false, Some(chosen))?,
            None => server(base, base_chosen, self.server)?,
        };
        let (path, values) = self.path();
        let may_be_empty = self.extras.as_ref().is_some_and(|extras| extras.empty_path_parameters);
        check_segments(&path, &values, may_be_empty)?;
        let described = self.query.iter().flat_map(|(_, pairs)| pairs);
        let query = described.chain(attached).chain(self.extra_query_pairs());
        let url = join(&base, &path, query)?;
        match &self.given_url {
            Some(given) => given_url(&url, given, attached.iter().chain(self.extra_query_pairs())),
            None => Ok(url),
        }
    }

    fn write_headers(&self, headers: &mut HeaderMap) -> Result<(), String> {
        for (name, value) in &self.headers {
            let key =
                HeaderName::from_bytes(name.as_bytes()).map_err(|_| format!("`{name}` is not a valid header name"))?;
            // A body that is there is as long as it is (RFC 9110, section 8.6); with another length, a server would wait for more.
            if key != CONTENT_LENGTH || self.has_stream() {
                headers.insert(key, header_value(name, value)?);
            }
        }
        Ok(())
    }

    /// Whether the body is a stream, whose length the caller may know.
    fn has_stream(&self) -> bool {
        let body = match (self.extras.as_ref().and_then(|extras| extras.body.as_ref()), &self.body) {
            (Some((_, body)), _) => Some(body),
            (
                None,
                Some(Described {
                    content: Content::Bytes(body),
                    ..
                }),
            ) => Some(body),
            _ => None,
        };
        body.is_some_and(|body| body.as_bytes().is_none())
    }

    fn write_cookies(&self, headers: &mut HeaderMap, attached: Vec<String>) -> Result<(), String> {
        let described = self.cookies.iter().flat_map(|(_, pairs)| pairs);
        let cookies: Vec<&str> = described.chain(&attached).map(String::as_str).collect();
        if !cookies.is_empty() {
            let mut value = header_value("Cookie", &cookies.join("; "))?;
            value.set_sensitive(true);
            headers.insert(COOKIE, value);
        }
        Ok(())
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

/// The place of a JSON pointer, which is made where objects do not have it yet.
fn place<'v>(value: &'v mut Value, pointer: &str) -> Option<&'v mut Value> {
    let mut segments = pointer
        .split('/')
        .skip(1)
        .map(|segment| segment.replace("~1", "/").replace("~0", "~"));
    segments.try_fold(value, |value, segment| {
        if value.is_null() {
            *value = Value::Object(serde_json::Map::new());
        }
        Some(value.as_object_mut()?.entry(segment).or_insert(Value::Null))
    })
}

/// The URL that the server gave, on the server of `first`. Where that is reached by `https`, a server behind a
/// proxy may think that it is `http`. The pairs of credentials and of the caller's own are added unless they are there.
fn given_url<'q>(first: &Url, given: &str, pairs: impl Iterator<Item = &'q String>) -> Result<Url, String> {
    let mut url = first
        .join(given)
        .map_err(|error| format!("the URL that the server gave is not valid: {error}"))?;
    let is_unsecured = url.scheme() == "http" && first.scheme() == "https";
    if is_unsecured && url.host() == first.host() && url.port() == first.port() {
        let _ = url.set_scheme("https");
    }
    if url.origin() != first.origin() {
        return Err("the URL that the server gave is on another server".into());
    }
    let mut query = url.query().unwrap_or_default().to_owned();
    for pair in pairs {
        let name = |pair: &str| pair.split('=').next().map(str::to_owned);
        if !query.split('&').any(|known| name(known) == name(pair)) {
            let separator = if query.is_empty() { "" } else { "&" };
            query += &format!("{separator}{pair}");
        }
    }
    url.set_query(Some(&*query).filter(|query| !query.is_empty()));
    Ok(url)
}

fn header_value(name: &str, text: &str) -> Result<HeaderValue, String> {
    HeaderValue::from_bytes(text.as_bytes()).map_err(|_| format!("the value of `{name}` cannot be sent in a header"))
}

fn server(base: &Url, base_chosen: bool, server: Option<&str>) -> Result<Url, String> {
    let Some(server) = server else { return Ok(base.clone()) };
    match Url::parse(server) {
        Ok(_) if base_chosen => Ok(base.clone()),
        Ok(_) => url::base(server).map_err(|reason| format!("the base URL `{server}` of the operation {reason}")),
        Err(_) => base
            .join(server)
            .map_err(|error| format!("the base URL `{server}` of the operation: {error}")),
    }
}

/// Checks that no value changes the segments of the path: parsers drop `.` and `..` segments, encoded
/// or not, and many servers take an empty segment for none, so that such a value would reach another resource.
fn check_segments(path: &str, values: &[(&'static str, Range<usize>)], may_be_empty: bool) -> Result<(), String> {
    let resource = path.split(['?', '#']).next().unwrap_or_default();
    let mut start = 0;
    for segment in resource.split('/') {
        let end = start + segment.len();
        let name = values
            .iter()
            .find(|(_, range)| range.start <= end && start <= range.end)
            .map(|(name, _)| *name);
        match name {
            _ if url::is_dot_segment(segment) => {
                return Err(format!(
                    "the path parameter `{}` makes a segment `.` or `..`, which cannot be sent",
                    name.unwrap_or("path")
                ));
            }
            Some(name) if segment.is_empty() && !may_be_empty => {
                return Err(format!(
                    "the path parameter `{name}` is empty, and the path without it may be that of another resource; \
                     `allow_empty_path_parameters` sends it"
                ));
            }
            _ => {}
        }
        start = end + 1;
    }
    Ok(())
}

/// Joins the base URL, the path and the query, and checks that parsing did not change them.
fn join<'q>(base: &Url, path: &str, query: impl Iterator<Item = &'q String>) -> Result<Url, String> {
    let path = match path.split_once('#') {
        // In the midst of a path it is a character of it.
        Some((before, after)) if after.contains('/') => Cow::Owned(format!("{before}%23{after}").replace('#', "%23")),
        // A fragment at the end only distinguishes templates.
        Some((before, _)) => Cow::Borrowed(before),
        None => Cow::Borrowed(path),
    };
    // A template that carries a query is not allowed but not rare.
    let (resource, fixed) = path
        .split_once('?')
        .map_or((&*path, ""), |(resource, fixed)| (resource, fixed));
    let separator = if resource.starts_with('/') || resource.is_empty() {
        ""
    } else {
        "/"
    };
    let expected = format!("{}{separator}{resource}", base.path().trim_end_matches('/'));
    let mut pairs = fixed.to_owned();
    for pair in query.filter(|pair| !pair.is_empty()) {
        if !pairs.is_empty() {
            pairs.push('&');
        }
        pairs.push_str(pair);
    }

    let mut text = base.clone();
    text.set_path(&expected);
    if text.path() != expected && !(expected.is_empty() && text.path() == "/") {
        return Err("the path cannot be sent unchanged".into());
    }
    text.set_query(Some(&*pairs).filter(|pairs| !pairs.is_empty()));
    Ok(text)
}
