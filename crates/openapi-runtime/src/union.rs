//! How generated `Deserialize` implementations choose the member of a union.

use serde::de::{DeserializeOwned, Deserializer, Error, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::Value;

/// The value of the discriminator `property` of an object, when it is a string.
pub fn tag<'v>(value: &'v Value, property: &str) -> Option<&'v str> {
    value.get(property)?.as_str()
}

/// Reads `value` as a `T` and wraps it, or gives `None` when it is no `T`.
pub fn first<T: DeserializeOwned, U>(value: &Value, wrap: fn(T) -> U) -> Option<U> {
    let read = if value.is_array() {
        T::deserialize(Array(value))
    } else {
        T::deserialize(value)
    };
    read.ok().map(wrap)
}

/// An array that is no struct: derived implementations would take its items for the fields in their order, and a variant
/// that is an object would swallow the arrays of another.
struct Array<'v>(&'v Value);

impl<'de> Deserializer<'de> for Array<'de> {
    type Error = serde_json::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        self.0.deserialize_any(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_some(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _fields: &'static [&'static str],
        _visitor: V,
    ) -> Result<V::Value, Self::Error> {
        Err(Error::custom(format_args!("an array is no {name}")))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct newtype_struct
        seq tuple tuple_struct map enum identifier ignored_any
    }
}
