//! How generated unions are read and written.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{DeserializeSeed, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::choice::Choices;
use crate::node::Node;
use crate::shape::Union;
use crate::tagged::Tagged;
use crate::typed::Typed;

/// The name by which a union asks to be read.
pub(crate) const NAME: &str = "\0union";

/// An enum over the types of the variants of a union; see the macro [`union!`](crate::union!).
///
/// ```
/// use openapi_runtime::{serde_json::json, union::Variants};
///
/// openapi_runtime::union!(pub enum Id { 0 Number(i64) from plain, 1 Text(String) from text });
///
/// assert_eq!(Id::union().variants.len(), 2);
/// assert_eq!(Id::unknown(json!(true)), Id::Unknown(json!(true)));
/// ```
pub trait Variants: Typed {
    /// The shapes of its variants.
    fn union() -> &'static Union;

    /// Reads the variant with this index.
    ///
    /// # Errors
    ///
    /// If the value does not have its type.
    fn read<'de, A: VariantAccess<'de>>(index: usize, access: A) -> Result<Self, A::Error>;

    /// A value that fits no variant.
    fn unknown(value: Value) -> Self;
}

/// Reads a union: the variant that keeps most of the value, the first of several.
///
/// # Errors
///
/// If the value cannot be read at all.
///
/// ```
/// use openapi_runtime::{serde_json::json, union};
///
/// openapi_runtime::union!(pub enum Id { 0 Number(i64) from plain, 1 Text(String) from text });
///
/// let id: Id = union::deserialize(json!(7)).unwrap();
/// assert_eq!(id, Id::Number(7));
/// ```
pub fn deserialize<'de, U: Variants, D: Deserializer<'de>>(deserializer: D) -> Result<U, D::Error> {
    deserializer.deserialize_newtype_struct(NAME, UnionVisitor(PhantomData))
}

/// Writes a value and, if it is an object without the property `name`, that property with the value `tag`.
///
/// # Errors
///
/// If the serializer returns one.
///
/// ```
/// use openapi_runtime::{serde_json::{json, value::Serializer}, union::serialize_tagged};
///
/// let tagged = serialize_tagged(&json!({"name": "Rex"}), Serializer, "kind", "dog");
/// assert_eq!(tagged.unwrap(), json!({"name": "Rex", "kind": "dog"}));
/// ```
pub fn serialize_tagged<T: Serialize, S: Serializer>(
    value: &T,
    serializer: S,
    name: &'static str,
    tag: &'static str,
) -> Result<S::Ok, S::Error> {
    value.serialize(Tagged {
        inner: serializer,
        name,
        tag,
    })
}

struct UnionVisitor<U>(PhantomData<U>);

impl<'de, U: Variants> Visitor<'de> for UnionVisitor<U> {
    type Value = U;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    /// From any other format the whole value is read first.
    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<U, D::Error> {
        Value::deserialize(deserializer).map(choose)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<U, D::Error> {
        Value::deserialize(deserializer).map(choose)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<U, A::Error> {
        Value::deserialize(SeqAccessDeserializer::new(items)).map(choose)
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<U, A::Error> {
        Value::deserialize(MapAccessDeserializer::new(members)).map(choose)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<U, E> {
        Ok(choose(text.into()))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<U, E> {
        Ok(choose(value.into()))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<U, E> {
        Ok(choose(number.into()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<U, E> {
        Ok(choose(number.into()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<U, E> {
        Ok(choose(number.into()))
    }

    fn visit_unit<E: Error>(self) -> Result<U, E> {
        Ok(choose(Value::Null))
    }

    fn visit_none<E: Error>(self) -> Result<U, E> {
        Ok(choose(Value::Null))
    }

    /// The variant has been chosen.
    fn visit_enum<A: EnumAccess<'de>>(self, chosen: A) -> Result<U, A::Error> {
        let (index, value) = chosen.variant_seed(Index)?;
        U::read(index, value)
    }
}

/// Chooses a variant for a value, and for every union in it.
fn choose<U: Variants>(value: Value) -> U {
    let choices = Choices::default();
    let node = Node {
        value: &value,
        shape: U::SHAPE,
        choices: &choices,
    };
    let read = deserialize(node);
    read.unwrap_or_else(|_: serde_json::Error| U::unknown(value))
}

struct Index;

impl<'de> DeserializeSeed<'de> for Index {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        usize::deserialize(deserializer)
    }
}

/// Defines an enum with one variant per alternative of a union, in order, and `Unknown` for a value that fits none.
///
/// Each row has the index of a variant (with `[own]` if it only has serde's traits), its type, the values of the tag that mean it, and `as` which property and value a tag is
/// written that the value itself does not have. After `from` is how `From` makes it: `plain` from its type, `text` also from
/// `&str`, `boxed` also from the boxed value. The property `by` distinguishes the variants; `else` is the index of the variant of
/// a value whose tag is absent or unknown.
///
/// ```
/// use openapi_runtime::serde_json::{self, Value, json};
///
/// openapi_runtime::union! {
///     /// The id of a thing.
///     pub enum Id {
///         0 Number(i64) from plain,
///         1 Text(String) from text,
///         2 List(Box<Vec<i64>>) from boxed(Vec<i64>),
///     }
/// }
///
/// let id: Id = serde_json::from_value(json!("a")).unwrap();
/// assert_eq!(id, Id::from("a"));
/// let other: Id = serde_json::from_value(json!([true])).unwrap();
/// assert_eq!(other, Id::Unknown(json!([true])));
/// assert_eq!(Id::from(vec![1]), Id::List(Box::new(vec![1])));
/// ```
#[macro_export]
macro_rules! union {
    (@shape $ty:ty) => {
        <$ty as $crate::Typed>::SHAPE
    };
    (@shape $ty:ty, own) => {
        <$ty as $crate::OwnType>::SHAPE
    };
    (@option) => {
        ::std::option::Option::None
    };
    (@option $value:expr) => {
        ::std::option::Option::Some($value)
    };
    (@write $value:ident $serializer:ident) => {
        $crate::__private::serde::Serialize::serialize($value, $serializer)
    };
    (@write $value:ident $serializer:ident $property:literal $tag:literal) => {
        $crate::union::serialize_tagged($value, $serializer, $property, $tag)
    };
    (@from plain $name:ident $variant:ident $ty:ty) => {
        impl ::std::convert::From<$ty> for $name {
            fn from(value: $ty) -> Self {
                Self::$variant(value)
            }
        }
    };
    (@from boxed $name:ident $variant:ident $ty:ty, $inner:ty) => {
        $crate::union!(@from plain $name $variant $ty);

        impl ::std::convert::From<$inner> for $name {
            fn from(value: $inner) -> Self {
                Self::$variant(::std::boxed::Box::new(value))
            }
        }
    };
    (@from text $name:ident $variant:ident $ty:ty) => {
        $crate::union!(@from plain $name $variant $ty);

        impl ::std::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                Self::$variant(text.into())
            }
        }
    };
    (
        $(#[$attribute:meta])*
        $visibility:vis enum $name:ident $(by $tag:literal)? $(else $default:literal)? { $(
            $(#[$documentation:meta])*
            $index:literal $variant:ident $([$own:ident])? ($ty:ty) $($value:literal)* $(as $property:literal = $written:literal)?
            $(from $how:ident $(($inner:ty))?)?
        ),* $(,)? }
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        $visibility enum $name {
            $(
                $(#[$documentation])*
                $variant($ty),
            )*
            /// A value that matches no documented variant.
            Unknown($crate::serde_json::Value),
        }

        $($($crate::union!(@from $how $name $variant $ty $(, $inner)?);)?)*

        impl $crate::union::Variants for $name {
            fn union() -> &'static $crate::shape::Union {
                &$crate::shape::Union {
                    variants: &[$($crate::shape::Variant {
                        shape: $crate::union!(@shape $ty $(, $own)?),
                        tags: &[$($value),*],
                    }),*],
                    tag: $crate::union!(@option $($tag)?),
                    default: $crate::union!(@option $($default)?),
                }
            }

            fn read<'de, A: $crate::__private::serde::de::VariantAccess<'de>>(
                index: usize,
                access: A,
            ) -> ::std::result::Result<Self, A::Error> {
                match index {
                    $($index => access.newtype_variant().map(Self::$variant),)*
                    _ => access.newtype_variant().map(Self::Unknown),
                }
            }

            fn unknown(value: $crate::serde_json::Value) -> Self {
                Self::Unknown(value)
            }
        }

        impl $crate::Typed for $name {
            const SHAPE: $crate::shape::Shape = $crate::shape::Shape::Union(<Self as $crate::union::Variants>::union);

            fn blank() -> Self {
                Self::Unknown($crate::serde_json::Value::Null)
            }
        }

        impl $crate::__private::serde::Serialize for $name {
            fn serialize<S: $crate::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(value) => $crate::union!(@write value serializer $($property $written)?),)*
                    Self::Unknown(value) => $crate::__private::serialize_unknown(value, serializer),
                }
            }
        }

        impl<'de> $crate::__private::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::union::deserialize(deserializer)
            }
        }
    };
}

/// Makes a union of the variants of unions that are its variants.
///
/// ```
/// # mod types {
/// openapi_runtime::union!(pub enum Name { 0 Text(String) from plain });
/// openapi_runtime::union!(pub enum Any { 0 Name(Name) from plain });
/// openapi_runtime::nested_variants!(Any { Name(String) });
/// # }
/// # use types::*;
///
/// assert_eq!(Any::from("a".to_owned()), Any::Name(Name::Text("a".to_owned())));
/// ```
#[macro_export]
macro_rules! nested_variants {
    ($name:ident { $($variant:ident($ty:ty)),* $(,)? }) => {$(
        impl ::std::convert::From<$ty> for $name {
            fn from(value: $ty) -> Self {
                Self::from($variant::from(value))
            }
        }
    )*};
}

/// Prints a union of texts, numbers and the like as its value.
///
/// ```
/// # mod types {
/// openapi_runtime::union!(pub enum Id { 0 Number(i64) from plain, 1 Text(String) from text });
/// openapi_runtime::shown_union!(Id { Number, Text });
/// # }
/// # use types::*;
///
/// assert_eq!(Id::from(7).to_string(), "7");
/// assert_eq!(Id::from("a").to_string(), "a");
/// ```
#[macro_export]
macro_rules! shown_union {
    ($name:ident { $($variant:ident),* $(,)? }) => {
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                match self {
                    $(Self::$variant(value) => ::std::fmt::Display::fmt(value, f),)*
                    Self::Unknown(value) => ::std::fmt::Display::fmt(value, f),
                }
            }
        }
    };
}
