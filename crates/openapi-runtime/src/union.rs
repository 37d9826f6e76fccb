//! How generated unions are read and written.

use crate::shape::Union;
use crate::sink::{Sink, Unwritable};
use crate::source::{Source, Unreadable};
use crate::typed::Typed;

/// An enum over the types of the variants of a union; see the macro [`union!`](crate::union!).
///
/// ```
/// use openapi_runtime::union::Variants;
///
/// openapi_runtime::union!(pub enum Id { 0 Number(i64) from plain, 1 Text(String) from text });
///
/// assert_eq!(Id::union().variants.len(), 2);
/// ```
pub trait Variants: Typed {
    /// The shapes of its variants.
    fn union() -> &'static Union;

    /// Reads the variant with this index, or a value that is none of them.
    ///
    /// # Errors
    ///
    /// If the value does not have its type.
    fn read(index: usize, from: &mut dyn Source<'_>) -> Result<Self, Unreadable>;

    /// Writes the value of its variant.
    ///
    /// # Errors
    ///
    /// If the format returns one.
    fn write(&self, to: &mut dyn Sink) -> Result<(), Unwritable>;
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
    (@write $value:ident $to:ident) => {
        $crate::sink::Write::write(&$crate::sink::Borrowed($value), $to)
    };
    (@write $value:ident $to:ident own) => {
        $crate::sink::Write::write(&$crate::sink::Own($value), $to)
    };
    (@write $value:ident $to:ident $property:literal $tag:literal) => {
        $crate::sink::tagged(&$crate::sink::Borrowed($value), $to, $property, $tag)
    };
    (@write $value:ident $to:ident own $property:literal $tag:literal) => {
        $crate::sink::tagged(&$crate::sink::Own($value), $to, $property, $tag)
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

            fn read(
                index: usize,
                from: &mut dyn $crate::source::Source<'_>,
            ) -> ::std::result::Result<Self, $crate::source::Unreadable> {
                ::std::result::Result::Ok(match index {
                    $($index => Self::$variant($crate::source::$($own::)?value(from)?),)*
                    _ => Self::Unknown(from.value()?),
                })
            }

            fn write(
                &self,
                to: &mut dyn $crate::sink::Sink,
            ) -> ::std::result::Result<(), $crate::sink::Unwritable> {
                match self {
                    $(Self::$variant(value) => $crate::union!(@write value to $($own)? $($property $written)?),)*
                    Self::Unknown(value) => $crate::sink::unknown(value, to),
                }
            }
        }

        impl $crate::Typed for $name {
            const SHAPE: $crate::shape::Shape = $crate::shape::Shape::Union(<Self as $crate::union::Variants>::union);
            type Kind = $crate::kind::Alternative;

            fn blank() -> Self {
                Self::Unknown($crate::serde_json::Value::Null)
            }
        }

        impl $crate::__private::serde::Serialize for $name {
            fn serialize<S: $crate::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::sink::serialize(self, serializer)
            }
        }

        impl<'de> $crate::__private::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::source::deserialize(deserializer)
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
