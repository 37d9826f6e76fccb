//! How generated `Deserialize` implementations choose the member of a union.

use serde::de::DeserializeOwned;
use serde_json::Value;

/// The value of the discriminator `property` of an object, when it is a string.
pub fn tag<'v>(value: &'v Value, property: &str) -> Option<&'v str> {
    value.get(property)?.as_str()
}

/// Reads `value` as a `T` and wraps it, or gives `None` when it is no `T`.
pub fn first<T: DeserializeOwned, U>(value: &Value, wrap: fn(T) -> U) -> Option<U> {
    T::deserialize(value).ok().map(wrap)
}
