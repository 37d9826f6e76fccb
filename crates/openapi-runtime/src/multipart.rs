//! Bodies of `multipart/form-data` (RFC 7578).

use std::fmt;

use http_body::Body as _;
use reqwest::header::HeaderValue;
use serde::Serialize;
use serde_json::Value;

use crate::{
    Body, Progress,
    part::{Chain, Part},
    platform::random,
    progress::Watch,
    request::once,
};

/// A file to upload: bytes, or a stream of them.
///
/// ```
/// use openapi_runtime::File;
///
/// let file = File::new("name,age\nalice,30\n").name("people.csv").content_type("text/csv");
/// ```
pub struct File {
    body: Body,
    length: Option<u64>,
    name: Option<String>,
    content_type: Option<String>,
}

impl File {
    /// A file of these contents: text, bytes, a `tokio::fs::File`, or anything else that makes a [`Body`].
    pub fn new(contents: impl Into<Body>) -> Self {
        Self {
            body: contents.into(),
            length: None,
            name: None,
            content_type: None,
        }
    }

    /// Sets the file name that is sent; `file` unless set.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets the media type. Unless set, it is the one of the description, or with the feature `media-types` the one that the file name says,
    /// or `application/octet-stream`.
    #[must_use]
    pub fn content_type(mut self, media_type: impl Into<String>) -> Self {
        self.content_type = Some(media_type.into());
        self
    }

    /// Sets the length in bytes of a stream, which is then sent in advance.
    ///
    /// ```
    /// use openapi_runtime::{Body, Client, File, Multipart, Operation, Request};
    ///
    /// const ADD_PET: Operation = Operation::new("addPet", "POST", "/pets");
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// # let client = Client::builder(&server.uri(), "shop/1.2").build()?;
    /// let lines = futures_util::stream::iter(["a\n", "b\n"].map(Ok::<_, std::io::Error>));
    /// let mut request = Request::new(&ADD_PET);
    /// request.body_multipart("multipart/form-data", Multipart::new().file("log", File::new(Body::wrap_stream(lines)).length(4)));
    /// client.send_raw(request).await?;
    /// # let requests = server.received_requests().await.unwrap();
    /// assert!(requests[0].headers.contains_key("content-length"));
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn length(mut self, bytes: u64) -> Self {
        self.length = Some(bytes);
        self
    }

    /// Calls `report` whenever a part of the file is handed to the connection; see [`Body::on_progress`].
    ///
    /// ```
    /// use openapi_runtime::File;
    ///
    /// let file = File::new(vec![0; 1 << 20]).on_progress(|sent| println!("{} of {:?}", sent.bytes, sent.total));
    /// ```
    #[must_use]
    pub fn on_progress(self, report: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        let watch = Watch::new(report, self.length.or_else(|| self.body.size_hint().exact()));
        let body = self.body.watched(watch);
        Self { body, ..self }
    }

    /// `described` is the media type of the description: one, several, or a range.
    fn part(self, described: Option<&str>) -> Result<Part, String> {
        let is_one = |described: &&str| !described.contains(['*', ',']);
        let name = self.name.unwrap_or_else(|| "file".to_owned());
        let media_type = (self.content_type.as_deref())
            .or(described.filter(is_one))
            .or_else(|| guess(&name))
            .or(described);
        Ok(Part {
            content: self.body,
            length: self.length,
            media_type: Some(concrete(media_type.unwrap_or("application/octet-stream"))?),
            file_name: Some(name),
        })
    }
}

impl From<Vec<u8>> for File {
    fn from(contents: Vec<u8>) -> Self {
        Self::new(contents)
    }
}

impl From<bytes::Bytes> for File {
    fn from(contents: bytes::Bytes) -> Self {
        Self::new(contents)
    }
}

impl From<&'static str> for File {
    fn from(contents: &'static str) -> Self {
        Self::new(contents)
    }
}

impl fmt::Debug for File {
    /// Shows the name and not the contents.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("File")
            .field("name", &self.name)
            .field("content_type", &self.content_type)
            .finish_non_exhaustive()
    }
}

/// A body of several parts, in order. No method fails: what cannot be sent is
/// [`Error::InvalidRequest`](crate::Error::InvalidRequest) when the request is sent.
///
/// ```
/// use openapi_runtime::{File, Multipart};
///
/// let body = Multipart::new().field("title", &"People").file("data", File::new("a,b\n"));
/// ```
#[derive(Debug, Default)]
pub struct Multipart {
    parts: Vec<(String, Part)>,
    problem: Option<String>,
}

impl Multipart {
    /// A body without parts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a value: text when it is simple, a part for each item of an array, and JSON otherwise; nothing when it is
    /// null.
    ///
    /// ```
    /// use openapi_runtime::{Client, Multipart, Operation, Request, serde_json::json};
    ///
    /// const ADD_PET: Operation = Operation::new("addPet", "POST", "/pets");
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// # let client = Client::builder(&server.uri(), "shop/1.2").build()?;
    /// let parts = Multipart::new().field("name", &"Rex").field("tags", &["a", "b"]).field("owner", &json!({"id": 7}));
    /// let mut request = Request::new(&ADD_PET);
    /// request.body_multipart("multipart/form-data", parts);
    /// client.send_raw(request).await?;
    /// # let requests = server.received_requests().await.unwrap();
    /// let body = String::from_utf8_lossy(&requests[0].body);
    /// assert_eq!(body.matches("name=\"tags\"").count(), 2);
    /// assert!(body.contains("name=\"owner\"\r\nContent-Type: application/json\r\n\r\n{\"id\":7}\r\n"));
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn field(self, name: &str, value: &impl Serialize) -> Self {
        self.value(name, None, value)
    }

    /// Adds a value as a part of a media type of its own: JSON is written as JSON, anything else as text.
    ///
    /// ```
    /// use openapi_runtime::{Client, Multipart, Operation, Request};
    ///
    /// const ADD_PET: Operation = Operation::new("addPet", "POST", "/pets");
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = wiremock::MockServer::start().await;
    /// # let client = Client::builder(&server.uri(), "shop/1.2").build()?;
    /// let mut request = Request::new(&ADD_PET);
    /// request.body_multipart("multipart/form-data", Multipart::new().field_as("name", "application/json", &"Rex"));
    /// client.send_raw(request).await?;
    /// # let requests = server.received_requests().await.unwrap();
    /// let body = String::from_utf8_lossy(&requests[0].body);
    /// assert!(body.contains("Content-Type: application/json\r\n\r\n\"Rex\"\r\n"));
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn field_as(self, name: &str, media_type: &str, value: &impl Serialize) -> Self {
        self.value(name, Some(media_type), value)
    }

    /// Adds a file.
    #[must_use]
    pub fn file(self, name: &str, file: File) -> Self {
        self.part(name, file.part(None))
    }

    /// Adds a file whose media type the description says.
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
    /// request.body_multipart("multipart/form-data", Multipart::new().file_as("data", "text/csv", File::new("a,b\n")));
    /// client.send_raw(request).await?;
    /// # let requests = server.received_requests().await.unwrap();
    /// let body = String::from_utf8_lossy(&requests[0].body);
    /// assert!(body.contains("name=\"data\"; filename=\"file\"\r\nContent-Type: text/csv\r\n\r\na,b\n"));
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn file_as(self, name: &str, media_type: &str, file: File) -> Self {
        self.part(name, file.part(Some(media_type)))
    }

    fn value(self, name: &str, media_type: Option<&str>, value: &impl Serialize) -> Self {
        match crate::finite::to_value(value) {
            Ok(Value::Array(items)) if media_type.is_none_or(|media_type| !crate::media_type::is_json(media_type)) => {
                items
                    .into_iter()
                    .fold(self, |form, item| form.part_of(name, media_type, &item))
            }
            Ok(value) => self.part_of(name, media_type, &value),
            Err(error) => self.wrong(format!("the part `{name}` cannot be written: {error}")),
        }
    }

    fn part_of(self, name: &str, media_type: Option<&str>, value: &Value) -> Self {
        let json = media_type.is_some_and(crate::media_type::is_json);
        let (text, default) = match value {
            Value::Null if !json => return self,
            Value::String(text) if !json => (text.clone(), None),
            Value::Array(_) | Value::Object(_) => (value.to_string(), Some("application/json")),
            value => (value.to_string(), None),
        };
        let Some(media_type) = media_type.or(default) else {
            return self.part(name, Ok(Part::value(text, None)));
        };
        let encoded = crate::charset::encode(text, media_type);
        self.part(
            name,
            encoded.and_then(|bytes| Ok(Part::value(bytes, Some(concrete(media_type)?)))),
        )
    }

    fn part(mut self, name: &str, part: Result<Part, String>) -> Self {
        match part {
            Ok(part) => {
                self.parts.push((name.to_owned(), part));
                self
            }
            Err(problem) => self.wrong(format!("the part `{name}`: {problem}")),
        }
    }

    fn wrong(mut self, problem: String) -> Self {
        self.problem.get_or_insert(problem);
        self
    }

    /// The body to send, and its media type, which is that of the description; `spent` says whether this was the only time.
    pub(crate) fn make(&mut self, media_type: &str, spent: &mut bool) -> Result<(HeaderValue, Body), String> {
        if let Some(problem) = &self.problem {
            return Err(problem.clone());
        }
        let boundary = format!("{:016x}{:016x}", random(), random());
        let essence = crate::media_type::essence(media_type);
        let content_type = HeaderValue::from_str(&format!("{essence}; boundary={boundary}"))
            .map_err(|_| not_a_media_type(media_type))?;
        let mut chain = Chain::new();
        for (name, part) in &mut self.parts {
            chain.push(part.head(name, &boundary).into(), None);
            chain.push(once(&mut part.content, spent), part.length);
            chain.push("\r\n".into(), None);
        }
        chain.push(format!("--{boundary}--\r\n").into(), None);
        Ok((content_type, Body::wrap(chain)))
    }
}

/// The media type that a file name says.
#[cfg(feature = "media-types")]
fn guess(name: &str) -> Option<&'static str> {
    mime_guess::from_path(name).first_raw()
}

#[cfg(not(feature = "media-types"))]
fn guess(_name: &str) -> Option<&'static str> {
    None
}

/// The media type to send: a range, or several types, leave the choice to the sender.
fn concrete(media_type: &str) -> Result<String, String> {
    let first = media_type.split(',').next().unwrap_or_default().trim();
    let concrete = match first.contains('*') {
        true => "application/octet-stream",
        false => first,
    };
    match mediatype::MediaType::parse(concrete) {
        Ok(_) => Ok(concrete.to_owned()),
        Err(_) => Err(not_a_media_type(media_type)),
    }
}

fn not_a_media_type(text: &str) -> String {
    format!("`{text}` is not a valid media type")
}
