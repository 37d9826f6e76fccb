//! How generated structs are read.
//!
//! A struct is read from an object only: serde's derived code would also read an array, field by field. Other properties go
//! into their map as they come: `#[serde(flatten)]` would copy every value into a buffer first, once more at each level.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

/// The name of a property that is being read.
#[derive(Debug)]
pub enum Name {
    /// The index of a known property.
    Known(usize),
    /// The name of another one; empty if those are not kept.
    Other(String),
}

/// Reads the name of the next property.
///
/// # Errors
///
/// If the deserializer returns one.
pub fn name<'de, A: MapAccess<'de>>(members: &mut A, known: &[&str], keeps: bool) -> Result<Option<Name>, A::Error> {
    members.next_key_seed(NameSeed { known, keeps })
}

struct NameSeed<'n> {
    known: &'n [&'n str],
    keeps: bool,
}

impl<'de> DeserializeSeed<'de> for NameSeed<'_> {
    type Value = Name;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Name, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for NameSeed<'_> {
    type Value = Name;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a property")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Name, E> {
        let known = self.known.iter().position(|known| *known == name);
        let other = || Name::Other(if self.keeps { name.to_owned() } else { String::new() });
        Ok(known.map_or_else(other, Name::Known))
    }
}

/// Keeps the value of a known property.
///
/// # Errors
///
/// If the object has the property twice.
pub fn keep<T, E: Error>(field: &mut Option<T>, name: &'static str, value: T) -> Result<(), E> {
    match field.replace(value) {
        None => Ok(()),
        Some(_) => Err(E::duplicate_field(name)),
    }
}

/// The value of a required property.
///
/// # Errors
///
/// If the object does not have it.
pub fn required<T, E: Error>(field: Option<T>, name: &'static str) -> Result<T, E> {
    field.ok_or_else(|| E::missing_field(name))
}

/// Passes over the value of a property that is not kept.
///
/// # Errors
///
/// If the deserializer returns one.
pub fn skip<'de, A: MapAccess<'de>>(members: &mut A) -> Result<(), A::Error> {
    members.next_value::<IgnoredAny>().map(drop)
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

/// Implements `Deserialize` for a struct. Each field has its index, the name of its property, and what it may be: `required`;
/// `optional`, where `null` is read as absent; or `nullable`, which may be absent and may be `null`. The field after `rest`
/// holds all other properties.
///
/// ```
/// # use openapi_runtime::serde_json;
/// #[derive(Debug)]
/// struct Money {
///     amount: String,
///     currency: Option<String>,
///     others: std::collections::BTreeMap<String, i64>,
/// }
/// openapi_runtime::object!(Money { 0 amount "amount" required, 1 currency "currency" optional; rest others });
///
/// let money: Money = serde_json::from_str(r#"{"amount": "1.0", "scale": 2}"#).unwrap();
/// assert_eq!(money.others["scale"], 2);
/// let error = serde_json::from_str::<Money>(r#"["1.0", "EUR"]"#).unwrap_err();
/// assert!(error.to_string().starts_with("invalid type: sequence, expected an object"));
/// ```
#[macro_export]
macro_rules! object {
    (@required $field:ident $property:literal) => {
        $crate::object::required($field, $property)?
    };
    (@optional $field:ident $property:literal) => {
        $field.flatten()
    };
    (@nullable $field:ident $property:literal) => {
        $field
    };
    ($name:ident { $($index:literal $field:ident $property:literal $presence:ident),* $(; rest $rest:ident)? }) => {
        #[allow(deprecated)]
        impl<'de> $crate::__private::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                struct Reader;

                impl<'de> $crate::__private::serde::de::Visitor<'de> for Reader {
                    type Value = $name;

                    fn expecting(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                        f.write_str("an object")
                    }

                    fn visit_map<A: $crate::__private::serde::de::MapAccess<'de>>(
                        self,
                        mut members: A,
                    ) -> ::std::result::Result<$name, A::Error> {
                        const KNOWN: &[&str] = &[$($property),*];
                        const KEEPS: bool = !concat!($(stringify!($rest))?).is_empty();
                        $(let mut $field = ::std::option::Option::None;)*
                        $(let mut $rest = ::std::collections::BTreeMap::new();)?
                        while let ::std::option::Option::Some(name) = $crate::object::name(&mut members, KNOWN, KEEPS)? {
                            match name {
                                $($crate::object::Name::Known($index) => {
                                    $crate::object::keep(&mut $field, $property, members.next_value()?)?;
                                })*
                                $($crate::object::Name::Other(name) => {
                                    $rest.insert(name, members.next_value()?);
                                })?
                                _ => $crate::object::skip(&mut members)?,
                            }
                        }
                        ::std::result::Result::Ok($name {
                            $($field: $crate::object!(@$presence $field $property),)*
                            $($rest,)?
                        })
                    }
                }

                deserializer.deserialize_map(Reader)
            }
        }
    };
}
