//! A response before it is decoded.

use std::{borrow::Cow, fmt};

use bytes::Bytes;
use reqwest::{
    StatusCode,
    header::{CONTENT_TYPE, HeaderMap},
};
use serde::de::DeserializeOwned;

use crate::{ByteStream, Error, json_error, media_type, summary};

/// What a response turned out to be.
#[derive(Debug)]
pub enum Outcome<T, E> {
    /// A documented success.
    Success(T),
    /// A documented error.
    Error(E),
    /// A documented success whose body is to be read by the caller, and what makes the success of it.
    Stream(fn(ByteStream) -> T),
}

/// A response whose body has been read and not been decoded.
#[derive(Clone)]
pub struct RawResponse {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

/// Why a response could not be decoded; [`Client::send`](crate::Client::send) makes an [`Error`] of it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Undecodable {
    /// The description does not document the status.
    Status,
    /// The description documents other media types than this response has.
    ContentType(Cow<'static, [&'static str]>),
    /// The body is not what the description documents, for this reason.
    Body(String),
}

impl RawResponse {
    /// The value of `Content-Type`, when there is a readable one.
    pub fn content_type(&self) -> Option<&str> {
        self.headers.get(CONTENT_TYPE)?.to_str().ok()
    }

    /// Whether the response has the documented media type, which may be a range such as `image/*`. Parameters are
    /// ignored; a response without a type has any; `application/json` stands for every type of JSON, so where several
    /// types are documented, [`RawResponse::select`] is more exact.
    pub fn is(&self, media_type: &str) -> bool {
        let Some(actual) = self.content_type() else { return true };
        media_type::in_range(actual, media_type) || alike_json(actual, media_type)
    }

    /// The index of the documented media type that fits best: the same one, else a range, else any JSON for
    /// `application/json`.
    pub fn select(&self, media_types: &[&str]) -> Option<usize> {
        let Some(actual) = self.content_type() else {
            return (!media_types.is_empty()).then_some(0);
        };
        let same =
            |documented: &&str| media_type::essence(actual).eq_ignore_ascii_case(media_type::essence(documented));
        let in_part = |documented: &&str| !documented.starts_with('*') && media_type::in_range(actual, documented);
        let json = |documented: &&str| alike_json(actual, documented);
        let any = |documented: &&str| media_type::in_range(actual, documented);
        let position = |fits: &dyn Fn(&&str) -> bool| media_types.iter().position(fits);
        position(&same)
            .or_else(|| position(&in_part))
            .or_else(|| position(&json))
            .or_else(|| position(&any))
    }

    /// Decodes a body of JSON; a byte order mark is tolerated.
    ///
    /// # Errors
    ///
    /// When the media type is neither the documented one nor one of JSON, or the body is no `T`.
    pub fn json<T: DeserializeOwned>(&self, media_type: &'static str) -> Result<T, Undecodable> {
        let body = self.json_body(media_type)?;
        serde_json::from_slice(body).map_err(|error| Undecodable::Body(json_error::reason(body, &error)))
    }

    fn json_body(&self, media_type: &'static str) -> Result<&[u8], Undecodable> {
        if !self.is(media_type) && !self.content_type().is_some_and(media_type::is_json) {
            return Err(Undecodable::ContentType(vec![media_type].into()));
        }
        let body = self.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.body);
        match body.trim_ascii().is_empty() {
            true => Err(Undecodable::Body("the body is empty".into())),
            false => Ok(body),
        }
    }

    /// Decodes a body of text, which must be UTF-8.
    ///
    /// # Errors
    ///
    /// When the media type is another, or the body is not UTF-8.
    pub fn text(&self, media_type: &'static str) -> Result<String, Undecodable> {
        let body = self.bytes(media_type)?;
        let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&body);
        match std::str::from_utf8(body) {
            Ok(text) => Ok(text.to_owned()),
            Err(error) => Err(Undecodable::Body(format!(
                "the text is not UTF-8 after byte {}",
                error.valid_up_to()
            ))),
        }
    }

    /// The body as it is.
    ///
    /// # Errors
    ///
    /// When the media type is another.
    pub fn bytes(&self, media_type: &'static str) -> Result<Bytes, Undecodable> {
        match self.is(media_type) {
            true => Ok(self.body.clone()),
            false => Err(Undecodable::ContentType(vec![media_type].into())),
        }
    }

    /// Leaves the body to the caller; `make` makes the success of it.
    ///
    /// # Errors
    ///
    /// When the media type is another.
    pub fn stream<T, E>(
        &self,
        media_type: &'static str,
        make: fn(ByteStream) -> T,
    ) -> Result<Outcome<T, E>, Undecodable> {
        match self.is(media_type) {
            true => Ok(Outcome::Stream(make)),
            false => Err(Undecodable::ContentType(vec![media_type].into())),
        }
    }

    /// Decodes a response without documented content. A body is ignored, since it was not promised to mean anything.
    ///
    /// # Errors
    ///
    /// None now.
    pub fn empty(&self) -> Result<(), Undecodable> {
        Ok(())
    }

    /// Says that none of the documented media types fits.
    pub fn unexpected_content_type(&self, expected: &'static [&'static str]) -> Undecodable {
        Undecodable::ContentType(expected.into())
    }

    /// Says that the status is not documented.
    pub fn unexpected_status(&self) -> Undecodable {
        Undecodable::Status
    }

    /// The beginning of the body of an error, when it is text. The body of a success may hold secrets.
    pub(crate) fn excerpt(&self) -> Option<String> {
        let text = std::str::from_utf8(&self.body).ok()?;
        (!self.status.is_success() && !text.trim().is_empty()).then(|| summary::bounded(text, 200))
    }
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
            .field("excerpt", &self.excerpt())
            .finish_non_exhaustive()
    }
}

impl fmt::Display for RawResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.excerpt() {
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
