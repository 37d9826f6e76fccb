//! How generated structs are read and written: serde's derived code, with two differences.
//!
//! Generated structs name this module, or [`open`], in `#[serde(crate = "..")]`, so the derived code takes the traits
//! below for serde's:
//!
//! - A struct is read from an object only. Serde's own would also read an array, field by field.
//! - A struct that keeps other properties has a field for them named [`REST`], which comes last. `#[serde(flatten)]` would
//!   copy every value into a buffer first, once more at each level of nesting.
//!
//! ```
//! #[derive(Debug, serde::Serialize, serde::Deserialize)]
//! #[serde(crate = "::openapi_runtime::object")]
//! struct Money {
//!     amount: String,
//!     #[serde(default)]
//!     currency: Option<String>,
//! }
//! assert!(serde_json::from_str::<Money>(r#"{"amount": "1.0"}"#).is_ok());
//! let error = serde_json::from_str::<Money>(r#"["1.0", "EUR"]"#).unwrap_err();
//! assert!(error.to_string().starts_with("invalid type: sequence, expected an object"));
//! ```

use std::collections::BTreeMap;
use std::fmt;

pub use serde::*;

use serde::de::{DeserializeSeed, IntoDeserializer, MapAccess, Visitor};
use serde::ser::{SerializeMap, SerializeStruct};
use serde_json::Value;

/// The name of the field for other properties.
pub const REST: &str = "\0rest";

/// The name by which a struct that keeps other properties asks to be read.
pub(crate) const OPEN: &str = "\0open";

/// Takes the place of [`serde::Deserializer`] in the derived code.
pub trait Deserializer<'de>: serde::Deserializer<'de> {
    /// Reads an object.
    ///
    /// # Errors
    ///
    /// If the value is not an object, or `visitor` returns an error.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        serde::Deserializer::deserialize_struct(self, name, fields, Closed(visitor))
    }

    /// Reads the name of a field.
    ///
    /// # Errors
    ///
    /// If there is none, or `visitor` returns an error.
    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        serde::Deserializer::deserialize_identifier(self, visitor)
    }
}

impl<'de, D: serde::Deserializer<'de>> Deserializer<'de> for D {}

/// For structs that keep other properties.
///
/// ```
/// use std::collections::BTreeMap;
///
/// #[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize)]
/// #[serde(crate = "::openapi_runtime::object::open")]
/// struct Labels {
///     name: String,
///     #[serde(rename = "\0rest")]
///     others: BTreeMap<String, i64>,
/// }
/// let text = r#"{"name":"a","size":1}"#;
/// let labels: Labels = serde_json::from_str(text).unwrap();
/// assert_eq!(labels.others["size"], 1);
/// assert_eq!(serde_json::to_string(&labels).unwrap(), text);
/// ```
pub mod open {
    pub use serde::*;

    use super::{OPEN, Object, WithRest};
    use serde::de::Visitor;

    /// Takes the place of [`serde::Deserializer`] in the derived code.
    pub trait Deserializer<'de>: serde::Deserializer<'de> {
        /// Reads an object.
        ///
        /// # Errors
        ///
        /// If the value is not an object, or `visitor` returns an error.
        fn deserialize_struct<V: Visitor<'de>>(
            self,
            _: &'static str,
            fields: &'static [&'static str],
            visitor: V,
        ) -> Result<V::Value, Self::Error> {
            serde::Deserializer::deserialize_struct(self, OPEN, fields, WithRest { fields, visitor })
        }

        /// Reads the name of a field.
        ///
        /// # Errors
        ///
        /// If there is none, or `visitor` returns an error.
        fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
            serde::Deserializer::deserialize_identifier(self, visitor)
        }
    }

    impl<'de, D: serde::Deserializer<'de>> Deserializer<'de> for D {}

    /// Takes the place of [`serde::Serializer`] in the derived code.
    pub trait Serializer: serde::Serializer {
        /// Writes an object.
        ///
        /// # Errors
        ///
        /// If the serializer returns one.
        fn serialize_struct(self, _: &'static str, _: usize) -> Result<Object<Self::SerializeMap>, Self::Error> {
            serde::Serializer::serialize_map(self, None).map(Object)
        }
    }

    impl<S: serde::Serializer> Serializer for S {}
}

/// The properties of an object that are not `known`, for a type that keeps them in a map.
///
/// ```
/// # use openapi_runtime::object::others;
/// let value = std::collections::BTreeMap::from([("kind", "home"), ("address", "here")]);
/// assert_eq!(others(&value, &["kind"])["address"], "here");
/// ```
pub fn others<T: Serialize>(value: &T, known: &[&str]) -> BTreeMap<String, Value> {
    // It fails for values that are not JSON only, such as maps whose keys are not texts; generated types hold none.
    match serde_json::to_value(value) {
        Ok(Value::Object(members)) => {
            let others = members.into_iter().filter(|(name, _)| !known.contains(&name.as_str()));
            others.collect()
        }
        _ => BTreeMap::new(),
    }
}

/// Reads an object and no array.
struct Closed<V>(V);

impl<'de, V: Visitor<'de>> Visitor<'de> for Closed<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<V::Value, A::Error> {
        self.0.visit_map(map)
    }
}

/// Reads an object, its other properties last and as one map.
struct WithRest<V> {
    fields: &'static [&'static str],
    visitor: V,
}

impl<'de, V: Visitor<'de>> Visitor<'de> for WithRest<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<V::Value, A::Error> {
        self.visitor.visit_map(Apart {
            fields: self.fields,
            members,
            rest: Some(Vec::new()),
            at_rest: false,
        })
    }

    /// The properties have been told apart already.
    fn visit_newtype_struct<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        deserializer.deserialize_map(self.visitor)
    }
}

/// The members of an object, where those that are not fields are kept for the end.
struct Apart<A> {
    fields: &'static [&'static str],
    members: A,
    rest: Option<Vec<(String, Value)>>,
    at_rest: bool,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Apart<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        let Some(rest) = &mut self.rest else { return Ok(None) };
        while let Some(name) = self.members.next_key::<String>()? {
            if name != REST && self.fields.contains(&name.as_str()) {
                return seed.deserialize(name.into_deserializer()).map(Some);
            }
            rest.push((name, self.members.next_value()?));
        }
        self.at_rest = true;
        seed.deserialize(REST.into_deserializer()).map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, A::Error> {
        match self.rest.take() {
            Some(rest) if self.at_rest => seed
                .deserialize(de::value::MapDeserializer::new(rest.into_iter()))
                .map_err(|error: serde_json::Error| de::Error::custom(error)),
            rest => {
                self.rest = rest;
                self.members.next_value_seed(seed)
            }
        }
    }
}

/// Writes the fields of a struct as an object, and the map of other properties into the same object.
#[derive(Debug)]
pub struct Object<M>(M);

impl<M: SerializeMap> SerializeStruct for Object<M> {
    type Ok = M::Ok;
    type Error = M::Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), M::Error> {
        match name {
            // The values are written by way of `Value`: a serializer around this one would be instantiated without end for a
            // type that contains itself.
            REST => match serde_json::to_value(value).map_err(ser::Error::custom)? {
                Value::Object(others) => others
                    .iter()
                    .try_for_each(|(name, value)| self.0.serialize_entry(name, value)),
                _ => Err(ser::Error::custom("other properties are not in a map")),
            },
            _ => self.0.serialize_entry(name, value),
        }
    }

    fn end(self) -> Result<M::Ok, M::Error> {
        self.0.end()
    }
}
