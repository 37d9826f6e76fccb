//! Comparing structs.

use std::any::Any;
use std::collections::BTreeMap;

use super::{Fields, Object};
use crate::own_type::OwnType;
use crate::typed::Typed;

/// Whether two structs have the same values in all fields.
///
/// ```
/// use openapi_runtime::{object};
///
/// openapi_runtime::object!(pub struct Pair { first: required i64 = "1st", second: optional Option<i64> = "2nd", });
///
///
/// let pair = |first| Pair { first, second: None };
/// assert!(object::equal(&pair(1), &pair(1)));
/// assert!(!object::equal(&pair(1), &pair(2)));
/// ```
pub fn equal<T: Object>(one: &T, other: &T) -> bool {
    let mut values = Values(Vec::new());
    one.write(&mut values);
    let mut compared = Compared {
        others: values.0.into_iter(),
        equal: true,
    };
    other.write(&mut compared);
    compared.equal
}

/// The values of a struct, of as many types.
struct Values<'v>(Vec<&'v dyn Any>);

impl<'v> Fields<'v> for Values<'v> {
    fn required<T: Typed>(&mut self, value: &'v T) {
        self.0.push(value);
    }

    fn optional<T: Typed>(&mut self, value: &'v Option<T>) {
        self.0.push(value);
    }

    fn rest<T: Typed>(&mut self, _: &'static str, values: &'v BTreeMap<String, T>) {
        self.0.push(values);
    }

    fn own_required<T: OwnType>(&mut self, value: &'v T) {
        self.0.push(value);
    }

    fn own_optional<T: OwnType>(&mut self, value: &'v Option<T>) {
        self.0.push(value);
    }

    fn own_rest<T: OwnType>(&mut self, _: &'static str, values: &'v BTreeMap<String, T>) {
        self.0.push(values);
    }
}

struct Compared<'v> {
    others: std::vec::IntoIter<&'v dyn Any>,
    equal: bool,
}

impl Compared<'_> {
    fn value<T: PartialEq + Any>(&mut self, value: &T) {
        let other = self.others.next().and_then(|other| other.downcast_ref::<T>());
        self.equal = self.equal && other == Some(value);
    }
}

impl<'v> Fields<'v> for Compared<'_> {
    fn required<T: Typed>(&mut self, value: &'v T) {
        self.value(value);
    }

    fn optional<T: Typed>(&mut self, value: &'v Option<T>) {
        self.value(value);
    }

    fn rest<T: Typed>(&mut self, _: &'static str, values: &'v BTreeMap<String, T>) {
        self.value(values);
    }

    fn own_required<T: OwnType>(&mut self, value: &'v T) {
        self.value(value);
    }

    fn own_optional<T: OwnType>(&mut self, value: &'v Option<T>) {
        self.value(value);
    }

    fn own_rest<T: OwnType>(&mut self, _: &'static str, values: &'v BTreeMap<String, T>) {
        self.value(values);
    }
}
