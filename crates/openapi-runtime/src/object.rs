//! How generated structs are read, written, compared and shown.
//!
//! The macro [`object!`](crate::object!) lists the property of each field. Everything else is written once, here: a struct
//! shows its fields to a [`Fields`], one after the other, and has a [`Property`] fill one in.
//!
//! A struct is read from an object only: serde's derived code would also read an array, field by field. Other properties go
//! into their map as they come: `#[serde(flatten)]` would copy every value into a buffer first, once more at each level.

mod compare;
mod read;
mod shape;
mod show;
mod write;

use std::collections::BTreeMap;
use std::{iter, slice, str};

use serde::Serialize;
use serde_json::Value;

use crate::own_type::OwnType;
use crate::source::{Source, Unreadable};
use crate::typed::Typed;

pub use compare::equal;
pub use read::Property;
pub(crate) use read::{Progress, Step};
pub(crate) use shape::table;
pub use show::debug;
pub(crate) use write::write;

/// A struct whose values are JSON objects.
///
/// ```
/// use openapi_runtime::{Typed, object::Object};
///
/// openapi_runtime::object!(pub struct Pair { first: required i64 = "1st", second: optional Option<i64> = "2nd", });
///
///
/// assert_eq!(Pair::FIELDS, "first, second");
/// assert_eq!(Pair::PROPERTIES, ["1st", "2nd"]);
/// assert!(!Pair::KEEPS && !Pair::CLOSED && Pair::SECRETS.is_empty());
/// ```
pub trait Object: Typed {
    /// The names of the fields, in order, with commas between them.
    const FIELDS: &'static str;
    /// The property of each field, in order.
    const PROPERTIES: &'static [&'static str];
    /// Whether the property of each field has to be there, in order.
    const REQUIRED: &'static [bool];
    /// Whether it keeps other properties.
    const KEEPS: bool = false;
    /// Whether the description allows no other properties.
    const CLOSED: bool = false;
    /// The properties that `Debug` hides.
    const SECRETS: &'static [&'static str] = &[];

    /// Leads the property of the field with this index to each field, and reads it into its own. One that has no field has a larger index
    /// and a name.
    ///
    /// # Errors
    ///
    /// If the value does not have its type.
    fn read(&mut self, index: usize, name: &mut String, value: &mut dyn Source<'_>) -> Result<(), Unreadable>;

    /// Shows each field.
    fn show<'v, F: Fields<'v>>(&'v self, to: &mut F);
}

/// A visitor of the fields of a struct, in order.
///
/// ```
/// use openapi_runtime::{OwnType, Typed, object::{Fields, Object}};
///
/// openapi_runtime::object!(pub struct Pair { first: required i64 = "1st", second: optional Option<i64> = "2nd", });
///
///
/// /// Counts the properties that are there.
/// struct Count(usize);
///
/// impl<'v> Fields<'v> for Count {
///     fn required<T: Typed>(&mut self, _: &'v T) {
///         self.0 += 1;
///     }
///     fn optional<T: Typed>(&mut self, value: &'v Option<T>) {
///         self.0 += usize::from(value.is_some());
///     }
/// #     fn rest<T: Typed>(&mut self, _: &'static str, values: &'v std::collections::BTreeMap<String, T>) {
/// #         self.0 += values.len();
/// #     }
/// #     fn own_required<T: OwnType>(&mut self, _: &'v T) {
/// #         self.0 += 1;
/// #     }
/// #     fn own_optional<T: OwnType>(&mut self, value: &'v Option<T>) {
/// #         self.0 += usize::from(value.is_some());
/// #     }
/// #     fn own_rest<T: OwnType>(&mut self, _: &'static str, values: &'v std::collections::BTreeMap<String, T>) {
/// #         self.0 += values.len();
/// #     }
/// }
///
/// let mut count = Count(0);
/// Pair { first: 1, second: None }.show(&mut count);
/// assert_eq!(count.0, 1);
/// ```
pub trait Fields<'v> {
    /// A property that is always there.
    fn required<T: Typed>(&mut self, value: &'v T);

    /// A property that may be absent, as which `null` is read.
    fn optional<T: Typed>(&mut self, value: &'v Option<T>);

    /// A property that may be absent, and may be `null`.
    fn nullable<T: Typed>(&mut self, value: &'v Option<T>) {
        self.optional(value);
    }

    /// A property that is always there, of which is also read what stands for its value.
    fn lenient_required<T: Typed, const WITHIN: u8>(&mut self, value: &'v T) {
        self.required(value);
    }

    /// A property that may be absent, of which is also read what stands for its value.
    fn lenient_optional<T: Typed, const WITHIN: u8>(&mut self, value: &'v Option<T>) {
        self.optional(value);
    }

    /// A property that may be absent, and may be `null`, and of which is also read what stands for its value.
    fn lenient_nullable<T: Typed, const WITHIN: u8>(&mut self, value: &'v Option<T>) {
        self.nullable(value);
    }

    /// All other properties, with the name of their field.
    fn rest<T: Typed>(&mut self, field: &'static str, values: &'v BTreeMap<String, T>);

    /// All other properties, of whose values is also read what stands for them, with the name of their field.
    fn lenient_rest<T: Typed, const WITHIN: u8>(&mut self, field: &'static str, values: &'v BTreeMap<String, T>) {
        self.rest(field, values);
    }

    /// A property of a type of the caller's own that is always there.
    fn own_required<T: OwnType>(&mut self, value: &'v T);

    /// A property of a type of the caller's own that may be absent, as which `null` is read.
    fn own_optional<T: OwnType>(&mut self, value: &'v Option<T>);

    /// A property of a type of the caller's own that may be absent, and may be `null`.
    fn own_nullable<T: OwnType>(&mut self, value: &'v Option<T>) {
        self.own_optional(value);
    }

    /// All other properties, of a type of the caller's own, with the name of their field.
    fn own_rest<T: OwnType>(&mut self, field: &'static str, values: &'v BTreeMap<String, T>);
}

/// The name of each field with its property, in order.
///
/// ```
/// openapi_runtime::object!(pub struct Pair { first: required i64 = "1st", second: optional Option<i64> = "2nd", });
///
/// let fields: Vec<_> = openapi_runtime::object::fields::<Pair>().collect();
/// assert_eq!(fields, [("first", "1st"), ("second", "2nd")]);
/// ```
pub fn fields<T: Object>() -> impl Iterator<Item = (&'static str, &'static str)> {
    names(T::FIELDS, T::PROPERTIES)
}

type Names =
    iter::Zip<iter::Map<str::Split<'static, char>, fn(&str) -> &str>, iter::Copied<slice::Iter<'static, &'static str>>>;

/// The same of any type.
fn names(fields: &'static str, properties: &'static [&'static str]) -> Names {
    let names = fields.split(',').map(str::trim as fn(&str) -> &str);
    names.zip(properties.iter().copied())
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

/// Whether the property of a field has to be there.
#[doc(hidden)]
#[allow(non_upper_case_globals, reason = "named as the rows of `object!`")]
pub mod is_required {
    pub const required: bool = true;
    pub const optional: bool = false;
    pub const nullable: bool = false;
    pub const lenient_required: bool = true;
    pub const lenient_optional: bool = false;
    pub const lenient_nullable: bool = false;
    pub const own_required: bool = true;
    pub const own_optional: bool = false;
    pub const own_nullable: bool = false;
}

/// The initial value of a field.
pub mod blank {
    use crate::typed::Typed;

    /// Of a property that is always there.
    pub fn required<T: Typed>() -> T {
        T::blank()
    }

    /// Of one that may be absent.
    pub const fn optional<T>() -> Option<T> {
        None
    }

    /// Of one that may be absent, and may be `null`.
    pub const fn nullable<T>() -> Option<T> {
        None
    }

    /// Of one that is always there, of which is also read what stands for its value.
    pub fn lenient_required<T: Typed, const WITHIN: u8>() -> T {
        T::blank()
    }

    /// Of one that may be absent, of which is also read what stands for its value.
    pub const fn lenient_optional<T, const WITHIN: u8>() -> Option<T> {
        None
    }

    /// Of one that may be absent, and may be `null`, of which is also read what stands for its value.
    pub const fn lenient_nullable<T, const WITHIN: u8>() -> Option<T> {
        None
    }

    /// Of one of a type of the caller's own that is always there.
    pub fn own_required<T: Default>() -> T {
        T::default()
    }

    /// Of one of a type of the caller's own that may be absent.
    pub const fn own_optional<T>() -> Option<T> {
        None
    }

    /// Of one of a type of the caller's own that may be absent, and may be `null`.
    pub const fn own_nullable<T>() -> Option<T> {
        None
    }
}

/// Defines a struct whose values are JSON objects.
///
/// Each row has a field, whether its property is there, the field's type, and the name of the property. A `required` property is
/// always there; for an `optional` one, `null` is read as absent; a `nullable` one may be absent and may be `null`. The field
/// after `..` holds all other properties. `lenient_required`, `lenient_optional` and
/// `lenient_nullable` also read what stands for a value, within as many lists and maps as the number after it; so does
/// `..others[lenient_rest 0]`. `own_required`, `own_optional`, `own_nullable` and `..others[own_rest]` are for types that
/// only have serde's traits. After the fields: `default true` implements `Default`; `closed true` says that there
/// are no other properties; `Debug` hides those after `secret`.
///
/// ```
/// use openapi_runtime::serde_json;
///
/// openapi_runtime::object! {
///     /// An amount.
///     pub struct Money {
///         amount: required String = "amount",
///         currency: optional Option<String> = "currency",
///         ..others: i64
///     }
/// }
///
/// let money: Money = serde_json::from_str(r#"{"amount": "1.0", "scale": 2}"#).unwrap();
/// assert_eq!(money.others["scale"], 2);
/// assert_eq!(serde_json::to_string(&money).unwrap(), r#"{"amount":"1.0","scale":2}"#);
/// let error = serde_json::from_str::<Money>(r#"["1.0", "EUR"]"#).unwrap_err();
/// assert!(error.to_string().starts_with("invalid type: sequence, expected an object"));
/// ```
#[macro_export]
macro_rules! object {
    (@read $property:ident $field:expr) => {
        $property.rest($field)
    };
    (@read $property:ident $field:expr, $how:ident $($within:literal)?) => {
        $property.$how$(::<_, $within>)?($field)
    };
    (@write $to:ident $name:expr, $field:expr) => {
        $to.rest($name, $field)
    };
    (@write $to:ident $name:expr, $field:expr, $how:ident $($within:literal)?) => {
        $to.$how$(::<_, $within>)?($name, $field)
    };
    (@default $name:ident true) => {
        impl ::std::default::Default for $name {
            fn default() -> Self {
                $crate::Typed::blank()
            }
        }
    };
    (
        $(#[$attribute:meta])*
        $visibility:vis struct $name:ident {
            $($(#[$documentation:meta])* $field:ident: $presence:ident $($within:literal)? $ty:ty = $property:literal,)*
            $(..$rest:ident$([$how:ident $($rest_within:literal)?])?: $rest_ty:ty)?
        }
        $(default $default:tt)? $(closed $closed:literal)? $(secret $($secret:literal)*)?
    ) => {
        $(#[$attribute])*
        #[derive(Clone)]
        #[non_exhaustive]
        $visibility struct $name {
            $(
                $(#[$documentation])*
                pub $field: $ty,
            )*
            $(
                /// All other properties.
                pub $rest: ::std::collections::BTreeMap<::std::string::String, $rest_ty>,
            )?
        }

        $($crate::object!(@default $name $default);)?

        impl $crate::object::Object for $name {
            const FIELDS: &'static str = stringify!($($field),*);
            const PROPERTIES: &'static [&'static str] = &[$($property),*];
            const REQUIRED: &'static [bool] = &[$($crate::object::is_required::$presence),*];
            $(
                const KEEPS: bool = !stringify!($rest).is_empty();
            )?
            $(
                const CLOSED: bool = $closed;
            )?
            $(
                const SECRETS: &'static [&'static str] = &[$($secret),*];
            )?

            fn read(
                &mut self,
                index: usize,
                name: &mut ::std::string::String,
                value: &mut dyn $crate::source::Source<'_>,
            ) -> ::std::result::Result<(), $crate::source::Unreadable> {
                let mut property = $crate::object::Property::new(index, name, value);
                $(property.$presence$(::<_, $within>)?(&mut self.$field);)*
                $($crate::object!(@read property &mut self.$rest $(, $how $($rest_within)?)?);)?
                property.result()
            }

            fn show<'v, F: $crate::object::Fields<'v>>(&'v self, to: &mut F) {
                $(to.$presence$(::<_, $within>)?(&self.$field);)*
                $($crate::object!(@write to stringify!($rest), &self.$rest $(, $how $($rest_within)?)?);)?
            }
        }

        impl $crate::Typed for $name {
            const SHAPE: $crate::shape::Shape = $crate::shape::Shape::of_object::<Self>();
            type Kind = $crate::kind::Structured;

            fn blank() -> Self {
                Self {
                    $($field: $crate::object::blank::$presence$(::<_, $within>)?(),)*
                    $($rest: ::std::collections::BTreeMap::new(),)?
                }
            }
        }

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::object::debug(self, stringify!($name), f)
            }
        }

        impl ::std::cmp::PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                $crate::object::equal(self, other)
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
