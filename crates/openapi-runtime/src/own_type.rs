//! Types of the caller's own in generated types.

use std::any::Any;
use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::shape::Shape;

/// A type that can take the place of a schema's (`Config::replace`): every type that has these traits. A property that is
/// always there also needs `Default`, since a struct is blank before it is read. A struct reads it from a value of JSON, and writes it by way of
/// one: an object has no order there (RFC 8259, section 4).
///
/// ```
/// use openapi_runtime::OwnType;
/// use openapi_runtime::serde_json::Value;
///
/// fn takes_the_place_of_a_schema<T: OwnType>() {}
///
/// takes_the_place_of_a_schema::<std::net::IpAddr>();
/// takes_the_place_of_a_schema::<Vec<Value>>();
/// ```
pub trait OwnType: Serialize + DeserializeOwned + Clone + Debug + PartialEq + Any {
    /// The shape of its values: those that it reads.
    const SHAPE: Shape = Shape::Own(|value: &Value| Self::deserialize(value).is_ok());
}

impl<T: Serialize + DeserializeOwned + Clone + Debug + PartialEq + Any> OwnType for T {}
