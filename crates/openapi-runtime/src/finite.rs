//! Rejects numbers that JSON cannot express: `serde_json` writes NaN and the infinities as null.

use std::fmt::{self, Display};

use serde::ser::{self, Serialize, Serializer};
use serde_json::Value;

/// The value as JSON.
///
/// # Errors
///
/// When it cannot be written, or a number in it is not finite; the reason says where.
pub(crate) fn to_value(value: &(impl Serialize + ?Sized)) -> Result<Value, String> {
    check(value)?;
    serde_json::to_value(value).map_err(|error| error.to_string())
}

/// The value as the bytes of JSON.
///
/// # Errors
///
/// Those of [`to_value`].
pub(crate) fn to_vec(value: &(impl Serialize + ?Sized)) -> Result<Vec<u8>, String> {
    check(value)?;
    serde_json::to_vec(value).map_err(|error| error.to_string())
}

fn check(value: &(impl Serialize + ?Sized)) -> Result<(), String> {
    value.serialize(Finite).map_err(|error| error.to_string())
}

/// The first number in a value that is not finite, with its place, outermost segment first.
pub(crate) fn lost(value: &impl Serialize) -> Option<(f64, Vec<String>)> {
    let problem = value.serialize(Finite).err()?;
    Some((problem.number?, problem.place.into_iter().rev().collect()))
}

/// The segment of a place in an array.
pub(crate) fn item(index: usize) -> String {
    format!("[{index}]")
}

/// The segment of a place in an object.
pub(crate) fn member(name: &str) -> String {
    format!(".{name}")
}

/// Visits a value and writes nothing.
struct Finite;

/// The reason and the path to it, innermost segment last.
#[derive(Debug)]
struct Problem {
    place: Vec<String>,
    what: String,
    /// The number that is not finite.
    number: Option<f64>,
}

impl Problem {
    fn within(mut self, place: impl Into<String>) -> Self {
        self.place.push(place.into());
        self
    }
}

impl Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.place.is_empty() {
            return f.write_str(&self.what);
        }
        write!(f, "$")?;
        self.place.iter().rev().try_for_each(|place| f.write_str(place))?;
        write!(f, ": {}", self.what)
    }
}

impl std::error::Error for Problem {}

impl ser::Error for Problem {
    fn custom<T: Display>(what: T) -> Self {
        Self {
            place: Vec::new(),
            what: what.to_string(),
            number: None,
        }
    }
}

fn number(value: f64) -> Result<(), Problem> {
    match value.is_finite() {
        true => Ok(()),
        false => Err(Problem {
            place: Vec::new(),
            what: format!("the number {value} cannot be sent"),
            number: Some(value),
        }),
    }
}

/// An array or object that is being visited.
#[derive(Default)]
struct Members {
    index: usize,
    key: String,
    /// The variant of an enum that it belongs to: serde writes an object with one property around it.
    variant: Option<&'static str>,
}

impl Members {
    fn of(variant: &'static str) -> Self {
        Self {
            variant: Some(variant),
            ..Self::default()
        }
    }

    fn item(&mut self, value: &(impl Serialize + ?Sized)) -> Result<(), Problem> {
        let index = self.index;
        self.index += 1;
        self.part(value, || item(index))
    }

    fn field(&self, name: &str, value: &(impl Serialize + ?Sized)) -> Result<(), Problem> {
        self.part(value, || member(name))
    }

    fn part(&self, value: &(impl Serialize + ?Sized), segment: impl FnOnce() -> String) -> Result<(), Problem> {
        value.serialize(Finite).map_err(|problem| {
            let problem = problem.within(segment());
            match self.variant {
                Some(variant) => problem.within(member(variant)),
                None => problem,
            }
        })
    }
}

macro_rules! nothing_to_check {
    ($($method:ident: $ty:ty),*) => {
        $(fn $method(self, _: $ty) -> Result<(), Problem> { Ok(()) })*
    };
}

macro_rules! members {
    ($($method:ident($($argument:ty),*) -> $name:ident),*) => {
        $(
            type $name = Members;
            fn $method(self, $(_: $argument),*) -> Result<Members, Problem> { Ok(Members::default()) }
        )*
    };
}

macro_rules! variants {
    ($($method:ident -> $name:ident),*) => {
        $(
            type $name = Members;
            fn $method(self, _: &'static str, _: u32, variant: &'static str, _: usize) -> Result<Members, Problem> {
                Ok(Members::of(variant))
            }
        )*
    };
}

impl Serializer for Finite {
    type Ok = ();
    type Error = Problem;

    nothing_to_check! {
        serialize_bool: bool, serialize_char: char, serialize_str: &str, serialize_bytes: &[u8],
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64, serialize_i128: i128,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, serialize_u128: u128,
        serialize_unit_struct: &'static str
    }

    members! {
        serialize_seq(Option<usize>) -> SerializeSeq,
        serialize_tuple(usize) -> SerializeTuple,
        serialize_tuple_struct(&'static str, usize) -> SerializeTupleStruct,
        serialize_map(Option<usize>) -> SerializeMap,
        serialize_struct(&'static str, usize) -> SerializeStruct
    }

    variants! {
        serialize_tuple_variant -> SerializeTupleVariant,
        serialize_struct_variant -> SerializeStructVariant
    }

    fn serialize_f32(self, value: f32) -> Result<(), Problem> {
        number(value.into())
    }

    fn serialize_f64(self, value: f64) -> Result<(), Problem> {
        number(value)
    }

    fn serialize_none(self) -> Result<(), Problem> {
        Ok(())
    }

    fn serialize_unit(self) -> Result<(), Problem> {
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Problem> {
        value.serialize(self)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, _: &'static str) -> Result<(), Problem> {
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), Problem> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Problem> {
        Members::default().field(variant, value)
    }

    fn collect_str<T: Display + ?Sized>(self, _: &T) -> Result<(), Problem> {
        Ok(())
    }
}

macro_rules! items {
    ($($name:ident::$method:ident),*) => {
        $(impl ser::$name for Members {
            type Ok = ();
            type Error = Problem;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Problem> {
                self.item(value)
            }

            fn end(self) -> Result<(), Problem> {
                Ok(())
            }
        })*
    };
}

items! {
    SerializeSeq::serialize_element,
    SerializeTuple::serialize_element,
    SerializeTupleStruct::serialize_field,
    SerializeTupleVariant::serialize_field
}

macro_rules! fields {
    ($($name:ident),*) => {
        $(impl ser::$name for Members {
            type Ok = ();
            type Error = Problem;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Problem> {
                self.field(name, value)
            }

            fn end(self) -> Result<(), Problem> {
                Ok(())
            }
        })*
    };
}

fields!(SerializeStruct, SerializeStructVariant);

impl ser::SerializeMap for Members {
    type Ok = ();
    type Error = Problem;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Problem> {
        // Only errors need the key, but its value comes in another call.
        self.key = match serde_json::to_value(key) {
            Ok(Value::String(key)) => key,
            other => other.map(|key| key.to_string()).unwrap_or_default(),
        };
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Problem> {
        let key = std::mem::take(&mut self.key);
        self.field(&key, value)
    }

    fn serialize_entry<K: Serialize + ?Sized, V: Serialize + ?Sized>(
        &mut self,
        key: &K,
        value: &V,
    ) -> Result<(), Problem> {
        value.serialize(Finite).map_err(|problem| {
            // Only a problem needs the text of the key.
            let key = serde_json::to_value(key).unwrap_or_default();
            problem.within(member(key.as_str().unwrap_or_default()))
        })
    }

    fn end(self) -> Result<(), Problem> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Serialize};

    use super::to_value;

    #[derive(Serialize)]
    struct Point {
        at: Vec<Option<f64>>,
        #[serde(flatten)]
        rest: BTreeMap<String, f32>,
    }

    fn refused(at: f64, rest: f32) -> Option<String> {
        let point = Point {
            at: vec![None, Some(at)],
            rest: BTreeMap::from([("w".to_owned(), rest)]),
        };
        to_value(&point).err()
    }

    #[test]
    fn a_number_that_is_not_finite_is_found_where_it_is() {
        assert_eq!(refused(1.0, f32::MAX), None);
        assert_eq!(
            refused(f64::NAN, 1.0).unwrap(),
            "$.at[1]: the number NaN cannot be sent"
        );
        assert_eq!(
            refused(1.0, f32::NEG_INFINITY).unwrap(),
            "$.w: the number -inf cannot be sent"
        );
        assert_eq!(to_value(&f64::INFINITY).unwrap_err(), "the number inf cannot be sent");
    }

    /// A type of the caller's own.
    #[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
    enum Place {
        At(f64, f64),
        Named {
            x: Vec<f64>,
        },
        By(BTreeMap<String, f64>),
        #[default]
        Nowhere,
    }

    crate::object! {
        struct Pin {
            place: own_required Place = "place",
        }
    }

    #[test]
    fn a_type_of_the_callers_own_cannot_hide_one() {
        for (place, problem, json) in [
            (
                Place::At(1.0, f64::NAN),
                Some("$.place.At[1]: the number NaN cannot be sent"),
                r#"{"place":{"At":[1.0,null]}}"#,
            ),
            (
                Place::Named {
                    x: vec![1.0, f64::INFINITY],
                },
                Some("$.place.Named.x[1]: the number inf cannot be sent"),
                r#"{"place":{"Named":{"x":[1.0,null]}}}"#,
            ),
            (
                Place::By(BTreeMap::from([("a.b".to_owned(), f64::NAN), ("b".to_owned(), 1.0)])),
                Some("$.place.By.a.b: the number NaN cannot be sent"),
                r#"{"place":{"By":{"a.b":null,"b":1.0}}}"#,
            ),
            (Place::At(1.0, 2.0), None, r#"{"place":{"At":[1.0,2.0]}}"#),
            (Place::Nowhere, None, r#"{"place":"Nowhere"}"#),
        ] {
            let pin = Pin { place };
            assert_eq!(to_value(&pin).err().as_deref(), problem);
            // serde_json itself writes null.
            assert_eq!(serde_json::to_string(&pin).unwrap(), json);
        }
    }
}
