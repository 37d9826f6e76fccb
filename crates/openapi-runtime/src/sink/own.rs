//! Writing types of the caller's own.

use serde::Serialize;
use serde_json::Value;

use super::{Borrowed, Sink, Unwritable, Write};
use crate::finite;

/// A value of a type of the caller's own, which only has serde's traits. It is written as a value of JSON.
///
/// ```
/// use std::net::Ipv4Addr;
/// use openapi_runtime::sink::{Own, Sink, Unwritable, Write};
///
/// fn here(to: &mut dyn Sink) -> Result<(), Unwritable> {
///     Own(&Ipv4Addr::LOCALHOST).write(to)
/// }
/// ```
pub struct Own<'v, T>(pub &'v T);

impl<T: Serialize> Write for Own<'_, T> {
    fn write(&self, to: &mut dyn Sink) -> Result<(), Unwritable> {
        let value = match serde_json::to_value(self.0) {
            Ok(value) => value,
            Err(error) => return to.none(&error.to_string()),
        };
        match finite::lost(self.0) {
            None => to.value(&value),
            // JSON has null in its place.
            Some((number, place)) => Restored {
                value: &value,
                number,
                place: &place,
            }
            .write(to),
        }
    }
}

/// A value with a number that is not finite in this place, so that what is written to can refuse it.
struct Restored<'v> {
    value: &'v Value,
    number: f64,
    place: &'v [String],
}

impl Restored<'_> {
    /// A part of the value, with the number if it is there.
    fn part(&self, segment: &str, value: &Value, write: &mut dyn FnMut(&dyn Write)) {
        match self.place {
            [first, place @ ..] if first == segment => write(&Restored { value, place, ..*self }),
            _ => write(&Borrowed(value)),
        }
    }
}

impl Write for Restored<'_> {
    fn write(&self, to: &mut dyn Sink) -> Result<(), Unwritable> {
        match self.value {
            Value::Array(items) => to.array(items.len(), &|to| {
                for (index, item) in items.iter().enumerate() {
                    self.part(&finite::item(index), item, &mut |item| to.element(item));
                }
            }),
            Value::Object(members) => to.object(&|to| {
                for (name, value) in members {
                    self.part(&finite::member(name), value, &mut |value| to.member(name, value));
                }
            }),
            _ => to.f64(self.number),
        }
    }
}
