//! Writing a struct.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer, ser::SerializeMap};

use super::{Fields, Object};
use crate::own_type::OwnType;
use crate::typed::Typed;

/// Writes a struct: its properties in order, without those that are absent.
///
/// # Errors
///
/// If the serializer returns one.
///
/// ```
/// use openapi_runtime::{object, serde_json::{json, value::Serializer}};
///
/// openapi_runtime::object!(pub struct Pair { first: required i64 = "1st", second: optional Option<i64> = "2nd", });
///
///
/// let written = object::serialize(&Pair { first: 1, second: None }, Serializer);
/// assert_eq!(written.unwrap(), json!({"1st": 1}));
/// ```
pub fn serialize<T: Object, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let mut count = Count(0);
    value.write(&mut count);
    let mut writer = Writer {
        members: serializer.serialize_map(Some(count.0))?,
        names: T::PROPERTIES.iter(),
        result: Ok(()),
    };
    value.write(&mut writer);
    writer.result?;
    writer.members.end()
}

/// How many properties are there.
struct Count(usize);

impl Fields<'_> for Count {
    fn required<T: Typed>(&mut self, _: &T) {
        self.0 += 1;
    }

    fn optional<T: Typed>(&mut self, value: &Option<T>) {
        self.0 += usize::from(value.is_some());
    }

    fn rest<T: Typed>(&mut self, _: &'static str, values: &BTreeMap<String, T>) {
        self.0 += values.len();
    }

    fn own_required<T: OwnType>(&mut self, _: &T) {
        self.0 += 1;
    }

    fn own_optional<T: OwnType>(&mut self, value: &Option<T>) {
        self.0 += usize::from(value.is_some());
    }

    fn own_rest<T: OwnType>(&mut self, _: &'static str, values: &BTreeMap<String, T>) {
        self.0 += values.len();
    }
}

struct Writer<M: SerializeMap> {
    members: M,
    names: std::slice::Iter<'static, &'static str>,
    result: Result<(), M::Error>,
}

impl<M: SerializeMap> Writer<M> {
    fn member<T: Serialize>(&mut self, name: &str, value: &T) {
        if self.result.is_ok() {
            self.result = self.members.serialize_entry(name, value);
        }
    }

    /// The next property, unless it is absent.
    fn next<T: Serialize>(&mut self, value: Option<&T>) {
        let name = self.names.next().copied().unwrap_or_default();
        if let Some(value) = value {
            self.member(name, value);
        }
    }

    fn others<T: Serialize>(&mut self, values: &BTreeMap<String, T>) {
        for (name, value) in values {
            self.member(name, value);
        }
    }
}

impl<M: SerializeMap> Fields<'_> for Writer<M> {
    fn required<T: Typed>(&mut self, value: &T) {
        self.next(Some(value));
    }

    fn optional<T: Typed>(&mut self, value: &Option<T>) {
        self.next(value.as_ref());
    }

    fn rest<T: Typed>(&mut self, _: &'static str, values: &BTreeMap<String, T>) {
        self.others(values);
    }

    fn own_required<T: OwnType>(&mut self, value: &T) {
        self.next(Some(value));
    }

    fn own_optional<T: OwnType>(&mut self, value: &Option<T>) {
        self.next(value.as_ref());
    }

    fn own_rest<T: OwnType>(&mut self, _: &'static str, values: &BTreeMap<String, T>) {
        self.others(values);
    }
}
