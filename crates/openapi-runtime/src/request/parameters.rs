//! The parameters of a request.

use serde::Serialize;
use serde_json::Value;

use super::{Request, set};
use crate::{FormEncoding, Style, finite, form, style, url};

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

impl Request {
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
}
