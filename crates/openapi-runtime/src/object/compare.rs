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
    let [mut ours, mut theirs] = [Values(Vec::new()), Values(Vec::new())];
    one.show(&mut ours);
    other.show(&mut theirs);
    ours.are(&theirs)
}

/// A value of any type.
trait Comparable: Any {
    fn is(&self, other: &dyn Any) -> bool;
}

impl<T: PartialEq + Any> Comparable for T {
    fn is(&self, other: &dyn Any) -> bool {
        other.downcast_ref() == Some(self)
    }
}

/// The values of a struct, of as many types.
struct Values<'v>(Vec<&'v dyn Comparable>);

impl<'v> Values<'v> {
    /// A function of its own, since what calls it is compiled for each type.
    #[inline(never)]
    fn add(&mut self, value: &'v dyn Comparable) {
        self.0.push(value);
    }

    fn are(&self, others: &Values<'_>) -> bool {
        let mut pairs = self.0.iter().zip(&others.0);
        pairs.all(|(one, other)| one.is(*other))
    }
}

impl<'v> Fields<'v> for Values<'v> {
    fn required<T: Typed>(&mut self, value: &'v T) {
        self.add(value);
    }

    fn optional<T: Typed>(&mut self, value: &'v Option<T>) {
        self.add(value);
    }

    fn rest<T: Typed>(&mut self, _: &'static str, values: &'v BTreeMap<String, T>) {
        self.add(values);
    }

    fn own_required<T: OwnType>(&mut self, value: &'v T) {
        self.add(value);
    }

    fn own_optional<T: OwnType>(&mut self, value: &'v Option<T>) {
        self.add(value);
    }

    fn own_rest<T: OwnType>(&mut self, _: &'static str, values: &'v BTreeMap<String, T>) {
        self.add(values);
    }
}
