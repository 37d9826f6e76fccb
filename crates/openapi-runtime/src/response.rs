//! A response before it is decoded.

use std::{borrow::Cow, fmt};

use bytes::Bytes;
use reqwest::{
    StatusCode,
    header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderMap},
};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::typed::Typed;
use crate::{ByteStream, Error, Operation, charset, excerpt::excerpt, json_error, lenient, media_type};

#[cfg(feature = "xml")]
use crate::XmlNode;

/// A decoded response.
///
/// ```
/// use openapi_runtime::{Decoded, RawResponse, Undecodable};
///
/// fn decode(response: &RawResponse) -> Result<Decoded<Vec<u32>, String>, Undecodable> {
///     match response.status.as_u16() {
///         200 => response.json("application/json").map(Decoded::Success),
///         404 => response.text("text/plain").map(Decoded::Error),
///         500 => Ok(Decoded::UndescribedError(String::new())),
///         _ => Err(response.unexpected_status()),
///     }
/// }
/// # use openapi_runtime::{StatusCode, http::HeaderMap};
/// # let response = RawResponse::new(StatusCode::OK, HeaderMap::new(), "[1]".into());
/// # assert!(matches!(decode(&response), Ok(Decoded::Success(_))));
/// ```
#[derive(Debug)]
pub enum Decoded<T, E> {
    /// A documented success.
    Success(T),
    /// A documented error.
    Error(E),
    /// A documented error whose body the description does not describe.
    UndescribedError(E),
    /// A documented success whose body the caller reads; the function converts the stream.
    Stream(fn(ByteStream) -> T),
}

/// A response whose body has been read and not been decoded.
///
/// ```
/// use openapi_runtime::{RawResponse, StatusCode, http::HeaderMap};
///
/// let response = RawResponse::new(StatusCode::OK, HeaderMap::new(), "[1, 2]".into());
/// assert_eq!(response.status, 200);
/// assert_eq!(response.body, "[1, 2]");
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub struct RawResponse {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
    /// The operation, if the description has it.
    pub(crate) operation: Option<&'static Operation>,
}

/// Why a response could not be decoded; [`Client::send`](crate::Client::send) makes an [`Error`] of it.
///
/// ```
/// use openapi_runtime::{RawResponse, StatusCode, Undecodable, http::HeaderMap};
///
/// let response = RawResponse::new(StatusCode::OK, HeaderMap::new(), r#"{"age": "three"}"#.into());
/// let undecodable = response.json::<Vec<u32>>("application/json").unwrap_err();
/// assert!(matches!(undecodable, Undecodable::Body(_)));
/// assert_eq!(response.unexpected_status(), Undecodable::Status);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Undecodable {
    /// The description does not document the status.
    Status,
    /// The description documents other media types than this response has.
    ContentType(Cow<'static, [&'static str]>),
    /// The body does not have the documented form, for this reason.
    Body(String),
}

impl RawResponse {
    /// A response of no operation.
    pub fn new(status: StatusCode, headers: HeaderMap, body: Bytes) -> Self {
        Self {
            status,
            headers,
            body,
            operation: None,
        }
    }

    /// The value of `Content-Type`, when there is a readable one.
    ///
    /// ```
    /// use openapi_runtime::{RawResponse, StatusCode};
    ///
    /// let headers = [("content-type".parse()?, "text/csv; header=present".parse()?)].into_iter().collect();
    /// let response = RawResponse::new(StatusCode::OK, headers, "a,b".into());
    ///
    /// assert_eq!(response.content_type(), Some("text/csv; header=present"));
    /// assert_eq!(response.content_length(), None, "there is no such header");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn content_type(&self) -> Option<&str> {
        self.headers.get(CONTENT_TYPE)?.to_str().ok()
    }

    /// The value of `Content-Length`, when there is a valid one.
    pub fn content_length(&self) -> Option<u64> {
        self.headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
    }

    /// Whether the response has the documented media type, which may be a range such as `image/*`. Parameters are
    /// ignored; a response without a type has any; `application/json` stands for every type of JSON, so where several
    /// types are documented, [`RawResponse::select`] is more exact.
    ///
    /// ```
    /// use openapi_runtime::{RawResponse, StatusCode};
    ///
    /// let headers = [("content-type".parse()?, "application/problem+json".parse()?)].into_iter().collect();
    /// let response = RawResponse::new(StatusCode::OK, headers, "{}".into());
    ///
    /// assert!(response.is("application/problem+json"));
    /// assert!(response.is("application/*"));
    /// assert!(response.is("application/json"));
    /// assert!(!response.is("text/plain"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn is(&self, media_type: &str) -> bool {
        let Some(actual) = self.content_type() else { return true };
        media_type::in_range(actual, media_type) || alike_json(actual, media_type)
    }

    /// The index of the documented media type that fits best: the same one, by its parameters where several differ in
    /// them, else a range, else any JSON for `application/json`.
    ///
    /// ```
    /// use openapi_runtime::{RawResponse, StatusCode};
    ///
    /// let headers = [("content-type".parse()?, "application/problem+json".parse()?)].into_iter().collect();
    /// let response = RawResponse::new(StatusCode::OK, headers, "{}".into());
    ///
    /// assert_eq!(response.select(&["application/json", "application/problem+json"]), Some(1));
    /// assert_eq!(response.select(&["text/plain", "application/*"]), Some(1));
    /// assert_eq!(response.select(&["text/plain"]), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn select(&self, media_types: &[&str]) -> Option<usize> {
        let Some(actual) = self.content_type() else {
            return (!media_types.is_empty()).then_some(0);
        };
        let is_same =
            |documented: &str| media_type::essence(actual).eq_ignore_ascii_case(media_type::essence(documented));
        let same = media_types
            .iter()
            .enumerate()
            .filter(|(_, documented)| is_same(documented));
        // Of several that fit alike, the first.
        let same = same
            .rev()
            .max_by_key(|(_, documented)| media_type::fit(actual, documented));
        let in_part = |documented: &&str| !documented.starts_with('*') && media_type::in_range(actual, documented);
        let json = |documented: &&str| alike_json(actual, documented);
        let any = |documented: &&str| media_type::in_range(actual, documented);
        let position = |fits: &dyn Fn(&&str) -> bool| media_types.iter().position(fits);
        same.map(|(index, _)| index)
            .or_else(|| position(&in_part))
            .or_else(|| position(&json))
            .or_else(|| position(&any))
    }

    /// Decodes a body of JSON, which is UTF-8 unless the media type of the response has another charset; a byte order mark
    /// is tolerated.
    ///
    /// # Errors
    ///
    /// [`Undecodable::ContentType`] when the media type is neither the documented one nor one of JSON, and [`Undecodable::Body`] when the
    /// body is not a `T`.
    ///
    /// ```
    /// use openapi_runtime::{RawResponse, StatusCode, Undecodable, http::HeaderMap};
    ///
    /// let response = RawResponse::new(StatusCode::OK, HeaderMap::new(), "[1, 2]".into());
    ///
    /// assert_eq!(response.json::<Vec<u32>>("application/json"), Ok(vec![1, 2]));
    /// assert!(matches!(response.json::<Vec<String>>("application/json"), Err(Undecodable::Body(_))));
    /// ```
    pub fn json<T: DeserializeOwned>(&self, media_type: &'static str) -> Result<T, Undecodable> {
        if !self.is(media_type) && !self.content_type().is_some_and(media_type::is_json) {
            return Err(Undecodable::ContentType(vec![media_type].into()));
        }
        self.json_of()
    }

    /// Decodes a body of JSON of which is also read what stands for a value, within as many lists and maps.
    ///
    /// ```
    /// # use openapi_runtime::{RawResponse, StatusCode, http::HeaderMap};
    /// let response = RawResponse::new(StatusCode::OK, HeaderMap::new(), r#"["1", 2]"#.into());
    /// assert_eq!(response.lenient_json(1, "application/json"), Ok(vec![1_i64, 2]));
    /// let response = RawResponse::new(StatusCode::OK, HeaderMap::new(), "1".into());
    /// assert_eq!(response.lenient_json(0, "application/json"), Ok(vec![1_i64]));
    /// assert!(response.lenient_json::<Vec<i64>>(1, "application/json").is_err(), "the list around the items is read as it is");
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`RawResponse::json`].
    pub fn lenient_json<T: Typed>(&self, within: u8, media_type: &'static str) -> Result<T, Undecodable> {
        self.json(media_type).or_else(|error| self.adapted(within, error))
    }

    /// What a body of JSON stands for, which could not be read as it is.
    fn adapted<T: Typed>(&self, within: u8, error: Undecodable) -> Result<T, Undecodable> {
        let value = self.decoded()?;
        let value = match (&error, serde_json::from_str::<Value>(&value)) {
            (Undecodable::Body(_), Ok(value)) => value,
            _ => return Err(error),
        };
        lenient::read::<T>(value, within).map_err(|_| error)
    }

    fn json_of<T: DeserializeOwned>(&self) -> Result<T, Undecodable> {
        let text = self.decoded()?;
        if text.trim_ascii().is_empty() {
            return Err(Undecodable::Body("the body is empty".into()));
        }
        serde_json::from_str(&text).map_err(|error| Undecodable::Body(json_error::reason(text.as_bytes(), &error)))
    }

    /// Decodes a body of XML, by the charset of the response's own media type, UTF-8 unless it has one.
    ///
    /// # Errors
    ///
    /// [`Undecodable::ContentType`] when the media type is another, and [`Undecodable::Body`] when the body is not XML of a `T`.
    ///
    /// ```
    /// use openapi_runtime::{RawResponse, StatusCode, XmlKind, XmlNode, XmlValue, http::HeaderMap};
    ///
    /// const NUMBER: XmlNode = XmlNode {
    ///     name: "number",
    ///     namespace: ("", ""),
    ///     kind: XmlKind::Element,
    ///     required: true,
    ///     value: XmlValue::Number,
    /// };
    ///
    /// let response = RawResponse::new(StatusCode::OK, HeaderMap::new(), "<number>7</number>".into());
    ///
    /// assert_eq!(response.xml::<u32>(&NUMBER, "application/xml"), Ok(7));
    /// ```
    #[cfg(feature = "xml")]
    pub fn xml<T: DeserializeOwned>(&self, root: &XmlNode, media_type: &'static str) -> Result<T, Undecodable> {
        self.check(media_type)?;
        let value = crate::xml::value(&self.decoded()?, root).map_err(Undecodable::Body)?;
        let json = value.to_string();
        serde_json::from_str(&json).map_err(|error| {
            let reason = json_error::reason(json.as_bytes(), &error);
            // The line and column are not those of the body.
            let reason = reason.split(" (line ").next().unwrap_or_default();
            Undecodable::Body(reason.to_owned())
        })
    }

    /// Decodes a body of text by the charset of the response's own media type, UTF-8 unless it has one.
    ///
    /// # Errors
    ///
    /// [`Undecodable::ContentType`] when the media type is another, and [`Undecodable::Body`] when the body is not text in that charset.
    ///
    /// ```
    /// use openapi_runtime::{Bytes, RawResponse, StatusCode, Undecodable};
    ///
    /// let headers = [("content-type".parse()?, "text/plain; charset=iso-8859-1".parse()?)].into_iter().collect();
    /// let response = RawResponse::new(StatusCode::OK, headers, Bytes::from_static(b"Zo\xeb"));
    ///
    /// assert_eq!(response.text("text/plain").as_deref(), Ok("Zoë"));
    /// assert!(matches!(response.text("text/csv"), Err(Undecodable::ContentType(_))));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn text(&self, media_type: &'static str) -> Result<String, Undecodable> {
        self.check(media_type)?;
        Ok(self.decoded()?.into_owned())
    }

    /// Decodes a body of text that represents a value: a number, a boolean, or a value of an enum.
    ///
    /// # Errors
    ///
    /// [`Undecodable::ContentType`] when the media type is another, and [`Undecodable::Body`] when the text does not stand for a `T`.
    ///
    /// ```
    /// use openapi_runtime::{RawResponse, StatusCode, http::HeaderMap};
    ///
    /// let response = RawResponse::new(StatusCode::OK, HeaderMap::new(), "7".into());
    ///
    /// assert_eq!(response.text_value::<u32>("text/plain"), Ok(7));
    /// assert_eq!(response.text_value::<String>("text/plain").as_deref(), Ok("7"));
    /// ```
    pub fn text_value<T: DeserializeOwned>(&self, media_type: &'static str) -> Result<T, Undecodable> {
        self.check(media_type)?;
        value_of(&self.decoded()?)
    }

    /// Decodes a body whose media type the description leaves open (`*/*`), by that of the response: a text is a string,
    /// anything else is JSON if it can be.
    ///
    /// # Errors
    ///
    /// [`Undecodable::ContentType`] when the media type is another, and [`Undecodable::Body`] when the body is not a `T` either way.
    ///
    /// ```
    /// use openapi_runtime::{RawResponse, StatusCode};
    ///
    /// let headers = [("content-type".parse()?, "text/plain".parse()?)].into_iter().collect();
    /// let response = RawResponse::new(StatusCode::OK, headers, "[7]".into());
    ///
    /// assert_eq!(response.any::<String>("*/*").as_deref(), Ok("[7]"));
    /// assert_eq!(response.any::<Vec<u32>>("*/*"), Ok(vec![7]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn any<T: DeserializeOwned>(&self, media_type: &'static str) -> Result<T, Undecodable> {
        self.check(media_type)?;
        if self.content_type().is_some_and(media_type::is_text) {
            return value_of(&self.decoded()?);
        }
        self.json_of().or_else(|not_json| {
            let text = self.decoded()?;
            from_string(&text).map_err(|_| not_json)
        })
    }

    /// Decodes a body whose media type the description leaves open, and as JSON also what stands for a value.
    ///
    /// ```
    /// # use openapi_runtime::{RawResponse, StatusCode, http::HeaderMap};
    /// let response = RawResponse::new(StatusCode::OK, HeaderMap::new(), "[]".into());
    /// assert_eq!(response.lenient_any(0, "*/*"), Ok(std::collections::BTreeMap::<String, i64>::new()));
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`RawResponse::any`].
    pub fn lenient_any<T: Typed>(&self, within: u8, media_type: &'static str) -> Result<T, Undecodable> {
        self.any(media_type).or_else(|error| self.adapted(within, error))
    }

    fn decoded(&self) -> Result<Cow<'_, str>, Undecodable> {
        charset::decode(&self.body, self.content_type().unwrap_or_default()).map_err(Undecodable::Body)
    }

    fn check(&self, media_type: &'static str) -> Result<(), Undecodable> {
        match self.is(media_type) {
            true => Ok(()),
            false => Err(Undecodable::ContentType(vec![media_type].into())),
        }
    }

    /// The body as it is.
    ///
    /// # Errors
    ///
    /// [`Undecodable::ContentType`] when the media type is another.
    ///
    /// ```
    /// use openapi_runtime::{RawResponse, StatusCode};
    ///
    /// let headers = [("content-type".parse()?, "text/csv".parse()?)].into_iter().collect();
    /// let response = RawResponse::new(StatusCode::OK, headers, "a,b".into());
    ///
    /// assert_eq!(response.bytes("text/*").unwrap(), "a,b");
    /// assert!(response.bytes("image/png").is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn bytes(&self, media_type: &'static str) -> Result<Bytes, Undecodable> {
        self.check(media_type).map(|()| self.body.clone())
    }

    /// Leaves the body to the caller; `make` makes the success of it.
    ///
    /// # Errors
    ///
    /// [`Undecodable::ContentType`] when the media type is another.
    ///
    /// ```
    /// use openapi_runtime::{ByteStream, Decoded, Events, RawResponse, Undecodable};
    ///
    /// fn decode(response: &RawResponse) -> Result<Decoded<Events<u32>, ByteStream>, Undecodable> {
    ///     response.stream("text/event-stream", Events::from)
    /// }
    /// # use openapi_runtime::{StatusCode, http::HeaderMap};
    /// # let response = RawResponse::new(StatusCode::OK, HeaderMap::new(), "".into());
    /// # assert!(matches!(decode(&response), Ok(Decoded::Stream(_))));
    /// ```
    pub fn stream<T, E>(
        &self,
        media_type: &'static str,
        make: fn(ByteStream) -> T,
    ) -> Result<Decoded<T, E>, Undecodable> {
        self.check(media_type).map(|()| Decoded::Stream(make))
    }

    /// Decodes a response without documented content. A body is ignored, since it was not promised to mean anything.
    ///
    /// # Errors
    ///
    /// None: it is a `Result` as those of the other methods that decode.
    ///
    /// ```
    /// use openapi_runtime::{RawResponse, StatusCode, http::HeaderMap};
    ///
    /// let response = RawResponse::new(StatusCode::NO_CONTENT, HeaderMap::new(), "".into());
    /// assert_eq!(response.empty(), Ok(()));
    /// ```
    pub fn empty(&self) -> Result<(), Undecodable> {
        Ok(())
    }

    /// Says that none of the documented media types fits.
    ///
    /// ```
    /// use openapi_runtime::{RawResponse, StatusCode, Undecodable, http::HeaderMap};
    ///
    /// let response = RawResponse::new(StatusCode::OK, HeaderMap::new(), "a,b".into());
    ///
    /// assert_eq!(response.unexpected_content_type(&["text/plain"]), Undecodable::ContentType((&["text/plain"]).into()));
    /// ```
    pub fn unexpected_content_type(&self, expected: &'static [&'static str]) -> Undecodable {
        Undecodable::ContentType(expected.into())
    }

    /// Says that the status is not documented.
    ///
    /// ```
    /// use openapi_runtime::{RawResponse, StatusCode, Undecodable, http::HeaderMap};
    ///
    /// let response = RawResponse::new(StatusCode::IM_A_TEAPOT, HeaderMap::new(), "".into());
    /// assert_eq!(response.unexpected_status(), Undecodable::Status);
    /// ```
    pub fn unexpected_status(&self) -> Undecodable {
        Undecodable::Status
    }
}

/// The value that a text represents: the string, or the JSON value that it spells.
fn value_of<T: DeserializeOwned>(text: &str) -> Result<T, Undecodable> {
    from_string(text).or_else(|_| {
        serde_json::from_str(text).map_err(|error| Undecodable::Body(json_error::reason(text.as_bytes(), &error)))
    })
}

fn from_string<T: DeserializeOwned>(text: &str) -> Result<T, serde::de::value::Error> {
    T::deserialize(serde::de::IntoDeserializer::into_deserializer(text))
}

/// Whether a type of JSON came where `application/json` was documented.
fn alike_json(actual: &str, documented: &str) -> bool {
    media_type::essence(documented).eq_ignore_ascii_case("application/json") && media_type::is_json(actual)
}

impl fmt::Debug for RawResponse {
    /// Shows the beginning of the body of an error only, and no header but the content type: the rest may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("RawResponse");
        debug
            .field("status", &self.status)
            .field("content_type", &self.content_type());
        debug
            .field("bytes", &self.body.len())
            .field("excerpt", &excerpt(self))
            .finish_non_exhaustive()
    }
}

impl fmt::Display for RawResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match excerpt(self) {
            Some(excerpt) => write!(f, "{}: {excerpt}", self.status),
            None => write!(f, "{} with a body of {} bytes", self.status, self.body.len()),
        }
    }
}

impl Undecodable {
    /// The error that this makes of the response.
    pub(crate) fn of<E>(self, response: RawResponse) -> Error<E> {
        match self {
            Undecodable::Status => Error::UnexpectedStatus(response),
            Undecodable::ContentType(expected) => Error::UnexpectedContentType { expected, response },
            Undecodable::Body(reason) => Error::InvalidBody { reason, response },
        }
    }
}
