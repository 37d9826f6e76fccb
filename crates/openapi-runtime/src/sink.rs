//! What values are written to, of any format of serde.
//!
//! Code for a generated type is compiled once, whatever it is written to, as it is for what it is read from ([`source`](crate::source)).

mod own;
mod scalar;
mod serializer;
mod tagged;

use serde::Serializer;
use serde_json::Value;

use crate::kind::Kind;
use crate::typed::Typed;
use crate::unknown;
pub use own::Own;
pub(crate) use scalar::ScalarSink;
use serializer::Format;
use tagged::Tagged;

/// Takes one value.
///
/// ```
/// use openapi_runtime::sink::{Sink, Unwritable, Write};
///
/// struct Length(usize);
///
/// impl Write for Length {
///     fn write(&self, to: &mut dyn Sink) -> Result<(), Unwritable> {
///         to.text(&"x".repeat(self.0))
///     }
/// }
/// ```
///
/// # Errors
///
/// Each method returns one if the format does.
pub trait Sink {
    /// A boolean.
    fn bool(&mut self, value: bool) -> Result<(), Unwritable>;

    /// An integer of 32 bits.
    fn i32(&mut self, value: i32) -> Result<(), Unwritable>;

    /// An integer of 64 bits.
    fn i64(&mut self, value: i64) -> Result<(), Unwritable>;

    /// An integer of 64 bits that is not negative.
    fn u64(&mut self, value: u64) -> Result<(), Unwritable>;

    /// A number.
    fn f64(&mut self, value: f64) -> Result<(), Unwritable>;

    /// A string.
    fn text(&mut self, value: &str) -> Result<(), Unwritable>;

    /// `null`.
    fn null(&mut self) -> Result<(), Unwritable>;

    /// Any value.
    fn value(&mut self, value: &Value) -> Result<(), Unwritable>;

    /// A value in whose place `null` may be.
    fn present(&mut self, value: &dyn Write) -> Result<(), Unwritable>;

    /// `null` in the place of a value.
    fn absent(&mut self) -> Result<(), Unwritable>;

    /// An array of so many items.
    fn array(&mut self, length: usize, write: &dyn Fn(&mut dyn Elements)) -> Result<(), Unwritable>;

    /// An array of so many items, as many as each of its type has.
    fn tuple(&mut self, length: usize, write: &dyn Fn(&mut dyn Elements)) -> Result<(), Unwritable>;

    /// An object. Its members may be asked for more than once.
    fn object(&mut self, write: &dyn Fn(&mut dyn Members)) -> Result<(), Unwritable>;

    /// No value, for this reason.
    fn none(&mut self, reason: &str) -> Result<(), Unwritable>;
}

/// What takes the items of an array.
///
/// ```
/// use openapi_runtime::sink::{Borrowed, Sink, Unwritable};
///
/// fn three_times(to: &mut dyn Sink) -> Result<(), Unwritable> {
///     to.array(3, &|elements| (0..3).for_each(|_| elements.element(&Borrowed(&true))))
/// }
/// ```
pub trait Elements {
    /// Takes the next item.
    fn element(&mut self, value: &dyn Write);
}

/// What takes the properties of an object.
///
/// ```
/// use openapi_runtime::sink::{Borrowed, Sink, Unwritable};
///
/// fn pair(to: &mut dyn Sink) -> Result<(), Unwritable> {
///     to.object(&|members| {
///         members.member("1st", &Borrowed(&1_i64));
///         members.member("2nd", &Borrowed(&2_i64));
///     })
/// }
/// ```
pub trait Members {
    /// Takes a property.
    fn member(&mut self, name: &str, value: &dyn Write);
}

/// The format returned an error, which it has.
///
/// ```
/// use openapi_runtime::sink::{Sink, Unwritable};
///
/// fn yes(to: &mut dyn Sink) -> Result<(), Unwritable> {
///     to.bool(true)
/// }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Unwritable;

/// What writes itself.
///
/// ```
/// use openapi_runtime::sink::{Sink, Unwritable, Write};
///
/// struct Degrees(i64);
///
/// impl Write for Degrees {
///     fn write(&self, to: &mut dyn Sink) -> Result<(), Unwritable> {
///         to.text(&format!("{}°", self.0))
///     }
/// }
/// ```
pub trait Write {
    /// Writes the value.
    ///
    /// # Errors
    ///
    /// If the format returns one.
    fn write(&self, to: &mut dyn Sink) -> Result<(), Unwritable>;
}

/// Writes a value in any format, as serde's `Serialize` of each generated type does.
///
/// # Errors
///
/// That of the format.
///
/// ```
/// use openapi_runtime::{serde_json::{json, value::Serializer}, sink};
///
/// assert_eq!(sink::serialize(&vec![1_i64], Serializer).unwrap(), json!([1]));
/// ```
pub fn serialize<T: Typed, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    Format::new(serializer).write(&Borrowed(value))
}

/// Writes a value and, if it is an object without the property `name`, that property with the value `tag`.
///
/// # Errors
///
/// If the format returns one.
///
/// ```
/// use openapi_runtime::{serde_json::Value, sink::{self, Borrowed, Sink, Unwritable}};
///
/// fn dog(value: &Value, to: &mut dyn Sink) -> Result<(), Unwritable> {
///     sink::tagged(&Borrowed(value), to, "kind", "dog")
/// }
/// ```
pub fn tagged(value: &dyn Write, to: &mut dyn Sink, name: &str, tag: &str) -> Result<(), Unwritable> {
    value.write(&mut Tagged { to, name, tag })
}

/// Writes a value that the description does not list, so that [`has_unknown`](crate::has_unknown) finds it.
///
/// # Errors
///
/// If the format returns one.
///
/// ```
/// use openapi_runtime::sink::{self, Sink, Unwritable};
///
/// fn red(to: &mut dyn Sink) -> Result<(), Unwritable> {
///     sink::unknown(&"red".into(), to)
/// }
/// ```
pub fn unknown(value: &Value, to: &mut dyn Sink) -> Result<(), Unwritable> {
    unknown::meet();
    to.value(value)
}

/// A value of a type. It borrows, so that no code to drop the value is compiled with that which writes it.
///
/// ```
/// use openapi_runtime::sink::{Borrowed, Sink, Unwritable, Write};
///
/// fn numbers(to: &mut dyn Sink) -> Result<(), Unwritable> {
///     Borrowed(&vec![1_i64, 2]).write(to)
/// }
/// ```
pub struct Borrowed<'v, T>(pub &'v T);

impl<T: Typed> Write for Borrowed<'_, T> {
    fn write(&self, to: &mut dyn Sink) -> Result<(), Unwritable> {
        T::Kind::write(self.0, to)
    }
}

impl std::fmt::Display for Unwritable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the value could not be written")
    }
}

impl std::error::Error for Unwritable {}

impl serde::ser::Error for Unwritable {
    fn custom<T: std::fmt::Display>(_: T) -> Self {
        Self
    }
}
