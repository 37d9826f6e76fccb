//! Enumerations of strings and of integers that may grow.

use std::fmt;

/// Shows a value by the name of its variant; `names` has those of the listed values, with commas between them.
///
/// # Errors
///
/// Those of the formatter.
pub fn debug(f: &mut fmt::Formatter<'_>, value: &str, listed: &[&str], names: &str) -> fmt::Result {
    let mut listed = names.split(',').zip(listed);
    match listed.find(|(_, known)| **known == value) {
        Some((name, _)) => f.write_str(name.trim()),
        None => f.debug_tuple("Unknown").field(&value).finish(),
    }
}

/// Defines an enumeration of texts that may grow: `Unknown` holds values that its description does not list (yet).
/// Values are compared and hashed as their texts are; [`ordered!`](crate::ordered!) orders them so.
///
/// ```
/// openapi_runtime::open_enum! {
///     /// The kind of a database.
///     pub enum DatabaseType {
///         Postgresql = "POSTGRESQL",
///         /// Also MariaDB.
///         Mysql = "MYSQL",
///     }
/// }
///
/// assert_eq!(DatabaseType::from("MYSQL"), DatabaseType::Mysql);
/// assert_eq!(DatabaseType::from("ORACLE").as_str(), "ORACLE");
/// ```
#[macro_export]
macro_rules! open_enum {
    (
        $(#[$attribute:meta])*
        $visibility:vis enum $name:ident { $($(#[$documentation:meta])* $variant:ident = $text:tt),* $(,)? }
    ) => {
        $(#[$attribute])*
        #[derive(Clone)]
        #[non_exhaustive]
        $visibility enum $name {
            $(
                $(#[$documentation])*
                #[doc = "```text"]
                #[doc = $text]
                #[doc = "```"]
                $variant,
            )*
            /// A value that the description does not list.
            Unknown(::std::string::String),
        }

        #[allow(deprecated)]
        impl $name {
            /// The values that the description lists.
            pub const VALUES: &'static [&'static str] = &[$($text),*];

            /// The value as it is sent.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Unknown(text) => text,
                }
            }
        }

        #[allow(deprecated)]
        impl ::std::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)*
                    _ => Self::Unknown(::std::string::String::from(text)),
                }
            }
        }

        $crate::compared!($name as_str);

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::__private::debug_value(f, self.as_str(), Self::VALUES, stringify!($($variant),*))
            }
        }

        impl $crate::Typed for $name {
            const SHAPE: $crate::shape::Shape = $crate::shape::Shape::Enum(Self::VALUES);
            type Kind = $crate::kind::Scalar;

            fn blank() -> Self {
                Self::Unknown(::std::string::String::new())
            }
        }

        impl ::std::convert::From<::std::string::String> for $name {
            fn from(text: ::std::string::String) -> Self {
                Self::from(text.as_str())
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;

            fn from_str(text: &str) -> ::std::result::Result<Self, ::std::convert::Infallible> {
                ::std::result::Result::Ok(Self::from(text))
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl $crate::__private::serde::Serialize for $name {
            fn serialize<S: $crate::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                match self {
                    Self::Unknown(text) => $crate::__private::serialize_unknown(text, serializer),
                    known => serializer.serialize_str(known.as_str()),
                }
            }
        }

        impl<'de> $crate::__private::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                let text = $crate::__private::text(deserializer)?;
                ::std::result::Result::Ok(Self::from(&*text))
            }
        }
    };
}

/// Defines an enumeration of integers that may grow: `Unknown` holds values that its description does not list (yet).
/// Values are compared and hashed as their integers are; [`ordered!`](crate::ordered!) orders them so.
///
/// ```
/// openapi_runtime::open_integer_enum! {
///     /// How large it is.
///     pub enum Size {
///         Small = 1,
///         Large = 2,
///     }
/// }
///
/// assert_eq!(Size::from(2), Size::Large);
/// assert_eq!(Size::from(3).value(), 3);
/// ```
#[macro_export]
macro_rules! open_integer_enum {
    (
        $(#[$attribute:meta])*
        $visibility:vis enum $name:ident { $($(#[$documentation:meta])* $variant:ident = $value:literal),* $(,)? }
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Copy, Debug)]
        #[non_exhaustive]
        $visibility enum $name {
            $(
                $(#[$documentation])*
                #[doc = concat!("\n`", $value, "`")]
                $variant,
            )*
            /// A value that the description does not list.
            Unknown(i64),
        }

        #[allow(deprecated)]
        impl $name {
            /// The values that the description lists.
            pub const VALUES: &'static [i64] = &[$($value),*];

            /// The value as it is sent.
            pub fn value(self) -> i64 {
                match self {
                    $(Self::$variant => $value,)*
                    Self::Unknown(value) => value,
                }
            }
        }

        #[allow(deprecated)]
        impl ::std::convert::From<i64> for $name {
            fn from(value: i64) -> Self {
                match value {
                    $($value => Self::$variant,)*
                    _ => Self::Unknown(value),
                }
            }
        }

        $crate::compared!($name value);

        impl $crate::Typed for $name {
            const SHAPE: $crate::shape::Shape = $crate::shape::Shape::IntegerEnum(Self::VALUES);
            type Kind = $crate::kind::Scalar;

            fn blank() -> Self {
                Self::Unknown(0)
            }
        }

        impl ::std::convert::From<$name> for i64 {
            fn from(value: $name) -> Self {
                value.value()
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.value(), f)
            }
        }

        impl $crate::__private::serde::Serialize for $name {
            fn serialize<S: $crate::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                match self {
                    Self::Unknown(value) => $crate::__private::serialize_unknown(value, serializer),
                    known => serializer.serialize_i64(known.value()),
                }
            }
        }

        impl<'de> $crate::__private::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                let value = <i64 as $crate::__private::serde::Deserialize>::deserialize(deserializer)?;
                ::std::result::Result::Ok(Self::from(value))
            }
        }
    };
}

/// Compares and hashes the values of an enumeration by the JSON values that they represent.
#[doc(hidden)]
#[macro_export]
macro_rules! compared {
    ($name:ident $value:ident) => {
        impl ::std::cmp::PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.$value() == other.$value()
            }
        }

        impl ::std::cmp::Eq for $name {}

        impl ::std::hash::Hash for $name {
            fn hash<H: ::std::hash::Hasher>(&self, state: &mut H) {
                self.$value().hash(state);
            }
        }
    };
}

/// Orders the values of an enumeration by the JSON values that they represent.
///
/// ```
/// openapi_runtime::open_integer_enum!(pub enum Size { Large = 2, Small = 1 });
/// openapi_runtime::ordered!(Size value);
///
/// assert!(Size::Small < Size::Large && Size::Large < Size::from(3));
/// ```
#[macro_export]
macro_rules! ordered {
    ($name:ident $value:ident) => {
        impl ::std::cmp::PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> ::std::option::Option<::std::cmp::Ordering> {
                ::std::option::Option::Some(self.cmp(other))
            }
        }

        impl ::std::cmp::Ord for $name {
            fn cmp(&self, other: &Self) -> ::std::cmp::Ordering {
                self.$value().cmp(&other.$value())
            }
        }
    };
}
