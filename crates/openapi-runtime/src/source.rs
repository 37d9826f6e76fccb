//! Where values are read from: a value of JSON, or any format of serde.
//!
//! Code for a generated type is compiled once, whatever it is read from: it asks a [`Source`] for what it expects. serde's own traits would
//! compile all of it again for each format.
//!
//! What is passed on as `dyn` is a `Slot`, which borrows: a table of methods also has the code that drops a value, and that of a
//! reference is none.

/// The methods of a [`Source`] for single values, by its own method `single`.
macro_rules! single_values {
    () => {
        $crate::source::single_values! {
            bool: bool;
            optional_bool: Option<bool>;
            i32: i32;
            optional_i32: Option<i32>;
            i64: i64;
            optional_i64: Option<i64>;
            u64: u64;
            optional_u64: Option<u64>;
            f64: f64;
            optional_f64: Option<f64>;
            string: String;
            optional_string: Option<String>;
            null: ();
        }
    };
    ($($method:ident: $ty:ty;)*) => {$(
        fn $method(&mut self) -> Result<$ty, Unreadable> {
            self.single()
        }
    )*};
}

mod deserializer;
mod scalar;

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserializer, Error as _};
use serde_json::{Error, Map, Value};

use crate::choice::Choices;
use crate::kind::Kind;
use crate::node::Node;
use crate::shape::{self, Shape};
use crate::typed::Typed;
use deserializer::Format;
pub use deserializer::text;
pub(crate) use scalar::ScalarSource;
pub(crate) use single_values;

/// A value that can be read once, as what is asked for.
///
/// ```
/// use openapi_runtime::source::{Read, Source, Unreadable};
///
/// struct Length(usize);
///
/// impl Read for Length {
///     fn read(&mut self, from: &mut dyn Source<'_>) -> Result<(), Unreadable> {
///         self.0 = from.text()?.len();
///         Ok(())
///     }
/// }
/// ```
///
/// # Errors
///
/// Each method returns one if the value is another.
pub trait Source<'de> {
    /// A boolean.
    fn bool(&mut self) -> Result<bool, Unreadable>;

    /// A boolean or `null`.
    fn optional_bool(&mut self) -> Result<Option<bool>, Unreadable>;

    /// An integer of 32 bits.
    fn i32(&mut self) -> Result<i32, Unreadable>;

    /// An integer of 32 bits or `null`.
    fn optional_i32(&mut self) -> Result<Option<i32>, Unreadable>;

    /// An integer of 64 bits.
    fn i64(&mut self) -> Result<i64, Unreadable>;

    /// An integer of 64 bits or `null`.
    fn optional_i64(&mut self) -> Result<Option<i64>, Unreadable>;

    /// An integer of 64 bits that is not negative.
    fn u64(&mut self) -> Result<u64, Unreadable>;

    /// An integer of 64 bits that is not negative, or `null`.
    fn optional_u64(&mut self) -> Result<Option<u64>, Unreadable>;

    /// A number.
    fn f64(&mut self) -> Result<f64, Unreadable>;

    /// A number or `null`.
    fn optional_f64(&mut self) -> Result<Option<f64>, Unreadable>;

    /// A string.
    fn string(&mut self) -> Result<String, Unreadable>;

    /// A string or `null`.
    fn optional_string(&mut self) -> Result<Option<String>, Unreadable>;

    /// A string that need not be kept.
    fn text(&mut self) -> Result<Cow<'de, str>, Unreadable>;

    /// `null`.
    fn null(&mut self) -> Result<(), Unreadable>;

    /// Any value.
    fn value(&mut self) -> Result<Value, Unreadable>;

    /// Any object.
    fn any_object(&mut self) -> Result<Map<String, Value>, Unreadable>;

    /// `null`, as which nothing is read, or a value.
    fn optional(&mut self, value: &mut dyn Read) -> Result<(), Unreadable>;

    /// An array, of exactly as many items if there is a length.
    fn array(&mut self, length: Option<usize>, items: &mut dyn Elements) -> Result<(), Unreadable>;

    /// An object.
    fn object(&mut self, members: &mut dyn Members) -> Result<(), Unreadable>;

    /// A variant of a union.
    fn union(&mut self, shapes: &'static shape::Union, union: &mut dyn Union) -> Result<(), Unreadable>;
}

/// Why a value could not be read.
///
/// ```
/// use openapi_runtime::{serde_json, source::Unreadable};
///
/// let error = serde_json::from_str::<bool>("1").unwrap_err();
/// assert!(matches!(Unreadable::from(error), Unreadable::Because(_)));
/// ```
#[derive(Debug)]
pub enum Unreadable {
    /// The source has the reason.
    Known,
    /// This.
    Because(Error),
}

/// What reads itself from a value. It is blank before, as [`Typed::blank`] makes it.
///
/// ```
/// use openapi_runtime::{Typed, source::{Read, Source, Unreadable}};
///
/// /// A number that is written as a text.
/// struct Written(f64);
///
/// impl Read for Written {
///     fn read(&mut self, from: &mut dyn Source<'_>) -> Result<(), Unreadable> {
///         self.0 = from.text()?.parse().unwrap_or(f64::NAN);
///         Ok(())
///     }
/// }
/// ```
pub trait Read {
    /// Reads the value.
    ///
    /// # Errors
    ///
    /// If the value is another.
    fn read(&mut self, from: &mut dyn Source<'_>) -> Result<(), Unreadable>;
}

/// What becomes a variant of a union.
///
/// ```
/// use openapi_runtime::{shape, source::{Source, Union, Unreadable}};
///
/// fn read(from: &mut dyn Source<'_>, shapes: &'static shape::Union, union: &mut dyn Union) -> Result<(), Unreadable> {
///     from.union(shapes, union)
/// }
/// ```
pub trait Union {
    /// Reads the variant with this index, or a value that is none of them.
    ///
    /// # Errors
    ///
    /// If the value does not have its type.
    fn variant(&mut self, index: usize, from: &mut dyn Source<'_>) -> Result<(), Unreadable>;
}

/// What takes the items of an array.
///
/// ```
/// use openapi_runtime::source::{Elements, Read, Source, Unreadable};
///
/// struct Sum(i64);
///
/// impl Elements for Sum {
///     fn element(&mut self, from: &mut dyn Source<'_>) -> Result<(), Unreadable> {
///         self.0 += from.i64()?;
///         Ok(())
///     }
/// }
///
/// impl Read for Sum {
///     fn read(&mut self, from: &mut dyn Source<'_>) -> Result<(), Unreadable> {
///         from.array(None, self)
///     }
/// }
/// ```
pub trait Elements {
    /// Reads the next item.
    ///
    /// # Errors
    ///
    /// If it is another.
    fn element(&mut self, from: &mut dyn Source<'_>) -> Result<(), Unreadable>;
}

/// What takes the properties of an object.
///
/// ```
/// use openapi_runtime::source::{Members, Source, Unreadable};
///
/// fn read(from: &mut dyn Source<'_>, members: &mut dyn Members) -> Result<(), Unreadable> {
///     from.object(members)
/// }
/// ```
pub trait Members {
    /// The properties that it knows.
    fn known(&self) -> &'static Known;

    /// Reads the property that is known by this index. One that is not has a larger index and a name.
    ///
    /// # Errors
    ///
    /// If the value does not have its type.
    fn member(&mut self, index: usize, name: &mut String, value: &mut dyn Source<'_>) -> Result<(), Unreadable>;
}

/// The properties of a type, by which a source finds the index of one.
///
/// ```
/// use openapi_runtime::source::{Known, Members};
///
/// fn known(members: &dyn Members) -> &'static Known {
///     members.known()
/// }
/// ```
#[derive(Debug)]
pub struct Known {
    /// Their names.
    pub(crate) names: &'static [&'static str],
    /// Whether each has to be there.
    pub(crate) required: &'static [bool],
    /// Which of the first 64 have to be there, as bits.
    pub(crate) first_required: u64,
    /// Whether it takes others.
    pub(crate) others: bool,
}

impl Known {
    pub(crate) const fn new(names: &'static [&'static str], required: &'static [bool], others: bool) -> Self {
        let mut first_required = 0;
        let mut index = 0;
        while index < required.len() && index < 64 {
            first_required |= (required[index] as u64) << index;
            index += 1;
        }
        Self {
            names,
            required,
            first_required,
            others,
        }
    }
}

/// Where a value goes. It is blank before.
pub(crate) struct Slot<'v, T>(pub(crate) &'v mut T);

impl<T: Typed> Read for Slot<'_, T> {
    fn read(&mut self, from: &mut dyn Source<'_>) -> Result<(), Unreadable> {
        T::Kind::read(self.0, from)
    }
}

/// A value that may be absent.
pub(crate) struct Optional<'v, T>(pub(crate) &'v mut Option<T>);

impl<T: Typed> Read for Optional<'_, T> {
    fn read(&mut self, from: &mut dyn Source<'_>) -> Result<(), Unreadable> {
        T::Kind::read(self.0.get_or_insert_with(T::blank), from)
    }
}

/// Reads a value of any format, as serde's `Deserialize` of each generated type does.
///
/// ```
/// use openapi_runtime::{serde_json::json, source};
///
/// assert_eq!(source::deserialize::<Vec<i64>, _>(json!([1])).unwrap(), [1]);
/// assert!(source::deserialize::<Vec<i64>, _>(json!(["a"])).is_err());
/// ```
///
/// # Errors
///
/// That of the format, or of the value if it has another type.
pub fn deserialize<'de, T: Typed, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    let mut value = T::blank();
    Format::new(from).read(&mut Slot(&mut value))?;
    Ok(value)
}

/// Reads a value.
///
/// # Errors
///
/// If the value has another type.
///
/// ```
/// use openapi_runtime::source::{self, Source, Unreadable};
///
/// fn texts(from: &mut dyn Source<'_>) -> Result<Vec<String>, Unreadable> {
///     source::value(from)
/// }
/// ```
pub fn value<T: Typed>(from: &mut dyn Source<'_>) -> Result<T, Unreadable> {
    let mut value = T::blank();
    T::Kind::read(&mut value, from)?;
    Ok(value)
}

/// Reading a value of a type of the caller's own, which only has serde's traits: from any JSON value, which is read first.
pub mod own {
    use serde::de::DeserializeOwned;

    use super::{Source, Unreadable};

    /// Reads a value.
    ///
    /// # Errors
    ///
    /// If the value has another type.
    ///
    /// ```
    /// use std::net::IpAddr;
    /// use openapi_runtime::source::{Source, Unreadable, own};
    ///
    /// fn address(from: &mut dyn Source<'_>) -> Result<IpAddr, Unreadable> {
    ///     own::value(from)
    /// }
    /// ```
    pub fn value<T: DeserializeOwned>(from: &mut dyn Source<'_>) -> Result<T, Unreadable> {
        Ok(T::deserialize(from.value()?)?)
    }
}

/// Reads a value of JSON.
pub(crate) fn of_value<T: Typed>(value: &Value) -> Result<T, Error> {
    let choices = Choices::default();
    let mut node = Node {
        value,
        shape: T::SHAPE,
        choices: &choices,
    };
    self::value(&mut node).map_err(|unreadable| match unreadable {
        Unreadable::Because(error) => error,
        Unreadable::Known => Error::custom("the value could not be read"),
    })
}

/// Chooses a variant for a value, and for every union in it. A value that cannot be read as the variant that was chosen is none of them.
pub(crate) fn choose(value: &Value, shapes: &'static shape::Union, union: &mut dyn Union) -> Result<(), Unreadable> {
    let choices = Choices::default();
    let mut node = Node {
        value,
        shape: Shape::Any,
        choices: &choices,
    };
    let chosen = node.choice(shapes, union);
    chosen.or_else(|_| union.variant(shapes.variants.len(), &mut node))
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Known => f.write_str("the value could not be read"),
            Self::Because(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Unreadable {}

impl serde::de::Error for Unreadable {
    fn custom<T: fmt::Display>(reason: T) -> Self {
        Error::custom(reason).into()
    }
}

impl From<Error> for Unreadable {
    fn from(error: Error) -> Self {
        Self::Because(error)
    }
}
