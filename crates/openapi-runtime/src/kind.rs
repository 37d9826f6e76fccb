//! How the kinds of types are read and written.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::object::{self, Object};
use crate::sink::{ScalarSink, Sink, Unwritable};
use crate::source::{self, Optional, ScalarSource, Slot, Source, Unreadable};
use crate::typed::Typed;
use crate::union::Variants;

/// How the values of several types are read and written: code for a type itself would be more.
///
/// ```
/// use openapi_runtime::{sink::{Sink, Unwritable}, source::{Source, Unreadable}, kind::Kind};
///
/// /// Texts that are written in upper case.
/// struct Loud;
///
/// impl Kind<String> for Loud {
///     fn read(value: &mut String, from: &mut dyn Source<'_>) -> Result<(), Unreadable> {
///         *value = from.string()?;
///         Ok(())
///     }
///
///     fn write(value: &String, to: &mut dyn Sink) -> Result<(), Unwritable> {
///         to.text(&value.to_uppercase())
///     }
/// }
/// ```
pub trait Kind<T> {
    /// Reads a value into one that is blank.
    ///
    /// # Errors
    ///
    /// If the value has another type.
    fn read(value: &mut T, from: &mut dyn Source<'_>) -> Result<(), Unreadable>;

    /// Reads a value or `null`, as which nothing is read.
    ///
    /// # Errors
    ///
    /// If the value has another type.
    fn read_optional(value: &mut Option<T>, from: &mut dyn Source<'_>) -> Result<(), Unreadable>
    where
        T: Typed,
    {
        from.optional(&mut Optional(value))
    }

    /// Writes a value.
    ///
    /// # Errors
    ///
    /// If the format returns one.
    fn write(value: &T, to: &mut dyn Sink) -> Result<(), Unwritable>;
}

/// Types of Rust; see [`Typed`].
///
/// ```
/// use openapi_runtime::{Typed, kind::BuiltIn};
///
/// fn is_built_in<T: Typed<Kind = BuiltIn>>() {}
///
/// is_built_in::<Vec<Option<i64>>>();
/// ```
pub struct BuiltIn;

/// Values that serde's traits are written for, as texts or integers.
///
/// ```
/// use openapi_runtime::{Typed, kind::Scalar};
///
/// fn is_scalar<T: Typed<Kind = Scalar>>() {}
///
/// openapi_runtime::open_enum!(pub enum Color { Red = "red" });
/// is_scalar::<Color>();
/// ```
pub struct Scalar;

impl<T: Serialize + DeserializeOwned> Kind<T> for Scalar {
    fn read(value: &mut T, from: &mut dyn Source<'_>) -> Result<(), Unreadable> {
        *value = T::deserialize(ScalarSource(from))?;
        Ok(())
    }

    fn write(value: &T, to: &mut dyn Sink) -> Result<(), Unwritable> {
        value.serialize(ScalarSink(to))
    }
}

/// Objects with known properties; see [`Object`].
///
/// ```
/// use openapi_runtime::{Typed, kind::Structured};
///
/// openapi_runtime::object!(pub struct Pet { name: required String = "name", });
///
/// fn is_object<T: Typed<Kind = Structured>>() {}
///
/// is_object::<Pet>();
/// ```
pub struct Structured;

impl<T: Object> Kind<T> for Structured {
    fn read(value: &mut T, from: &mut dyn Source<'_>) -> Result<(), Unreadable> {
        from.object(&mut Slot(value))
    }

    fn write(value: &T, to: &mut dyn Sink) -> Result<(), Unwritable> {
        object::write(value, to)
    }
}

/// Structs around one value; see [`wrapper!`](crate::wrapper!).
///
/// ```
/// use openapi_runtime::{Typed, kind::Wrapped};
///
/// openapi_runtime::wrapper!(pub struct Tree(pub Vec<Tree>););
///
/// fn is_wrapper<T: Typed<Kind = Wrapped>>() {}
///
/// is_wrapper::<Tree>();
/// ```
pub struct Wrapped;

/// Unions; see [`Variants`].
///
/// ```
/// use openapi_runtime::{Typed, kind::Alternative};
///
/// openapi_runtime::union!(pub enum Id { 0 Number(i64) from plain, 1 Text(String) from text });
///
/// fn is_union<T: Typed<Kind = Alternative>>() {}
///
/// is_union::<Id>();
/// ```
pub struct Alternative;

impl<T: Variants> Kind<T> for Alternative {
    fn read(value: &mut T, from: &mut dyn Source<'_>) -> Result<(), Unreadable> {
        from.union(T::union(), &mut Slot(value))
    }

    fn write(value: &T, to: &mut dyn Sink) -> Result<(), Unwritable> {
        value.write(to)
    }
}

impl<T: Variants> source::Union for Slot<'_, T> {
    fn variant(&mut self, index: usize, from: &mut dyn Source<'_>) -> Result<(), Unreadable> {
        *self.0 = T::read(index, from)?;
        Ok(())
    }
}
