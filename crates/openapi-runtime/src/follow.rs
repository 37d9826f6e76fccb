//! What links of a description take from a response.

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{RawResponse, json_pointer};

/// What a link fills a parameter with; generated code says it.
///
/// ```
/// use openapi_runtime::LinkValue;
///
/// # use openapi_runtime::{RawResponse, StatusCode, http::HeaderMap};
/// // `$response.body#/id` of the description.
/// const ID: LinkValue = LinkValue::Body("/id");
/// # let response = RawResponse::new(StatusCode::CREATED, HeaderMap::new(), r#"{"id": 7}"#.into());
/// # assert_eq!(response.linked::<i64>("petId", ID), Ok(7));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum LinkValue {
    /// The value at a JSON pointer into the body of the response.
    Body(&'static str),
    /// A header of the response.
    Header(&'static str),
    /// The status of the response.
    Status,
    /// A constant, as JSON.
    Constant(&'static str),
}

/// A response without the value that a link takes from it. The value is not shown: it may be secret.
///
/// ```
/// use openapi_runtime::InvalidLink;
///
/// # use openapi_runtime::{LinkValue, RawResponse, StatusCode, http::HeaderMap};
/// # let response = RawResponse::new(StatusCode::CREATED, HeaderMap::new(), "{}".into());
/// # let followed: Result<i64, InvalidLink> = response.linked("petId", LinkValue::Body("/id"));
/// // The link needs the id, which the response `{}` does not have.
/// let invalid = followed.unwrap_err();
/// assert_eq!(invalid.parameter, "petId");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the link cannot be followed: the response has no valid value for `{parameter}`")]
#[non_exhaustive]
pub struct InvalidLink {
    /// The parameter that the value is for.
    pub parameter: &'static str,
}

impl RawResponse {
    /// The value that a link takes from the response.
    ///
    /// # Errors
    ///
    /// When it is not there, or does not have the type of the parameter.
    #[doc(hidden)]
    pub fn linked<T: DeserializeOwned>(&self, parameter: &'static str, value: LinkValue) -> Result<T, InvalidLink> {
        let value = self.link_value(value).ok_or(InvalidLink { parameter })?;
        read(value).ok_or(InvalidLink { parameter })
    }

    /// The same, if the response has it.
    ///
    /// # Errors
    ///
    /// When it does not have the type of the parameter.
    #[doc(hidden)]
    pub fn linked_if_present<T: DeserializeOwned>(
        &self,
        parameter: &'static str,
        value: LinkValue,
    ) -> Result<Option<T>, InvalidLink> {
        let value = self.link_value(value).filter(|value| !value.is_null());
        let read = value.map(|value| read(value).ok_or(InvalidLink { parameter }));
        read.transpose()
    }

    fn link_value(&self, value: LinkValue) -> Option<Value> {
        match value {
            LinkValue::Body(at) => json_pointer::value(&self.body, at),
            LinkValue::Header(name) => Some(self.headers.get(name)?.to_str().ok()?.into()),
            LinkValue::Status => Some(self.status.as_u16().into()),
            LinkValue::Constant(json) => serde_json::from_str(json).ok(),
        }
    }
}

/// The value as the type of a parameter: a number may be sent as a text, and a text may stand for a number.
fn read<T: DeserializeOwned>(value: Value) -> Option<T> {
    let other: Option<Value> = match &value {
        Value::String(text) => serde_json::from_str(text).ok(),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string().into()),
        _ => None,
    };
    T::deserialize(value).ok().or_else(|| T::deserialize(other?).ok())
}
