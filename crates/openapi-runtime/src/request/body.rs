//! The body of a request.

use reqwest::header::HeaderValue;
use serde::Serialize;
use serde_json::Value;

use super::{Request, prepare::header_value};
use crate::{Body, FormEncoding, Multipart, charset, finite, form, media_type, style};

#[cfg(feature = "xml")]
use crate::XmlNode;

/// The body, as the description has it.
pub(super) struct Described {
    /// The documented media type, which may be a range.
    pub(super) media_type: &'static str,
    /// The media type that is sent in place of a range, unless the caller sets one.
    otherwise: &'static str,
    pub(super) content: Content,
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
    pub(super) fn make(&mut self, named: Option<&str>, spent: &mut bool) -> Result<(HeaderValue, Body), String> {
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

pub(super) enum Content {
    Bytes(Body),
    /// To be encoded in the charset of the media type.
    Text(String),
    Multipart(Multipart),
}

/// The body to send: the same each time, unless it is a stream.
pub(crate) fn once(body: &mut Body, spent: &mut bool) -> Body {
    body.try_clone().unwrap_or_else(|| {
        *spent = true;
        std::mem::take(body)
    })
}

impl Request {
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
}
