//! Reading a struct.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Error, Value};

use super::Object;
use crate::kind::Kind;
use crate::lenient;
use crate::own_type::OwnType;
use crate::source::{self, Known, Members, Slot, Source, Unreadable};
use crate::typed::Typed;

impl<T: Object> Members for Slot<'_, T> {
    fn known(&self) -> &'static Known {
        const { &Known::new(T::PROPERTIES, T::REQUIRED, T::KEEPS) }
    }

    fn member(&mut self, index: usize, name: &mut String, value: &mut dyn Source<'_>) -> Result<(), Unreadable> {
        self.0.read(index, name, value)
    }
}

impl<T: Typed> Members for Slot<'_, BTreeMap<String, T>> {
    fn known(&self) -> &'static Known {
        const { &Known::new(&[], &[], true) }
    }

    fn member(&mut self, _: usize, name: &mut String, value: &mut dyn Source<'_>) -> Result<(), Unreadable> {
        other(self.0, name, value, source::value)
    }
}

/// The index of what is no field.
const OTHER: usize = usize::MAX;

/// Which properties of an object have been read.
pub(crate) struct Progress {
    known: &'static Known,
    /// The index of the property that comes next if they are in order, as most servers write them.
    expected: usize,
    /// A bit for each of the first 64.
    first: u64,
    later: BTreeSet<usize>,
}

/// What to do with a property.
pub(crate) enum Step {
    /// To read it, by this index.
    Read(usize),
    /// Nothing, since it is not known.
    Ignore,
    /// To refuse it: the one with this index was there before.
    Refuse(usize),
}

impl Progress {
    pub(crate) fn new(known: &'static Known) -> Self {
        Self {
            known,
            expected: 0,
            first: 0,
            later: BTreeSet::new(),
        }
    }

    /// What to do with the next property. If it is not known and others are kept, `other` becomes its name.
    #[inline]
    pub(crate) fn next(&mut self, name: &str, other: &mut String) -> Step {
        let names = self.known.names;
        let index = match names.get(self.expected) {
            Some(known) if *known == name => Some(self.expected),
            _ => names.iter().position(|known| *known == name),
        };
        match index {
            Some(index) => {
                self.expected = index + 1;
                match self.insert(index) {
                    true => Step::Read(index),
                    false => Step::Refuse(index),
                }
            }
            None if self.known.others => {
                name.clone_into(other);
                Step::Read(OTHER)
            }
            None => Step::Ignore,
        }
    }

    /// Whether it is new.
    #[inline]
    fn insert(&mut self, index: usize) -> bool {
        if index >= 64 {
            return self.later.insert(index);
        }
        let before = self.first;
        self.first |= 1 << index;
        self.first != before
    }

    /// A required property that was not there.
    pub(crate) fn missing(&self) -> Option<&'static str> {
        let missing = self.known.first_required & !self.first;
        if missing != 0 {
            return Some(self.known.names[missing.trailing_zeros() as usize]);
        }
        let later = self.known.required.get(64..)?;
        let mut later = (64..).zip(later);
        let (index, _) = later.find(|(index, required)| **required && !self.later.contains(index))?;
        Some(self.known.names[index])
    }
}

/// A property of an object that is being read. It is led to each field in order, and read into its own.
///
/// ```
/// use openapi_runtime::{object::Property, source::{Source, Unreadable}};
///
/// // What the macro `object!` writes for a type with two properties.
/// # openapi_runtime::object!(pub struct Pair { first: required i64 = "1st", second: optional Option<i64> = "2nd", });
/// fn read(pair: &mut Pair, index: usize, name: &mut String, value: &mut dyn Source<'_>) -> Result<(), Unreadable> {
///     let mut property = Property::new(index, name, value);
///     property.required(&mut pair.first);
///     property.optional(&mut pair.second);
///     property.result()
/// }
/// ```
// What reads it takes its parts, not the whole. So the optimizer keeps the parts apart, and makes a table of the walk.
pub struct Property<'p, 'de> {
    /// How many fields come before its own.
    before: usize,
    /// Whether it has no field of its own.
    is_other: bool,
    /// Its name, if it has no field of its own.
    name: &'p mut String,
    value: &'p mut dyn Source<'de>,
    result: Result<(), Unreadable>,
}

impl<'p, 'de> Property<'p, 'de> {
    /// The property of the field with this index, or one that has no field of its own.
    #[inline]
    pub fn new(index: usize, name: &'p mut String, value: &'p mut dyn Source<'de>) -> Self {
        Self {
            before: index,
            is_other: index == OTHER,
            name,
            value,
            result: Ok(()),
        }
    }

    /// Whether it could be read.
    ///
    /// # Errors
    ///
    /// If its value does not have its type.
    #[inline]
    pub fn result(self) -> Result<(), Unreadable> {
        self.result
    }

    /// One that has to be there.
    #[inline]
    pub fn required<T: Typed>(&mut self, field: &mut T) {
        if self.is_next() {
            let result = present(field, self.value);
            self.done(result);
        }
    }

    /// One that may be absent, as which `null` is read.
    #[inline]
    pub fn optional<T: Typed>(&mut self, field: &mut Option<T>) {
        if self.is_next() {
            let result = optional(field, self.value);
            self.done(result);
        }
    }

    /// One that may be absent, and may be `null`.
    #[inline]
    pub fn nullable<T: Typed>(&mut self, field: &mut Option<T>) {
        if self.is_next() {
            let result = nullable(field, self.value);
            self.done(result);
        }
    }

    /// One that has to be there, of which is also read what stands for its value.
    #[inline]
    pub fn lenient_required<T: Typed, const WITHIN: u8>(&mut self, field: &mut T) {
        if self.is_next() {
            let result = lenient(field, self.value, |value| lenient::read(value, WITHIN));
            self.done(result);
        }
    }

    /// One that may be absent, as which `null` is read, and of which is also read what stands for its value.
    #[inline]
    pub fn lenient_optional<T: Typed, const WITHIN: u8>(&mut self, field: &mut Option<T>) {
        if self.is_next() {
            let result = lenient(field, self.value, |value| match value {
                Value::Null => Ok(None),
                value => lenient::read(value, WITHIN).map(Some),
            });
            self.done(result);
        }
    }

    /// One that may be absent, and may be `null`, and of which is also read what stands for its value.
    #[inline]
    pub fn lenient_nullable<T: Typed, const WITHIN: u8>(&mut self, field: &mut Option<T>) {
        if self.is_next() {
            let result = lenient(field, self.value, |value| lenient::read(value, WITHIN).map(Some));
            self.done(result);
        }
    }

    /// One that has no field of its own.
    #[inline]
    pub fn rest<T: Typed>(&mut self, field: &mut BTreeMap<String, T>) {
        if self.is_other {
            let result = other(field, self.name, self.value, source::value);
            self.done(result);
        }
    }

    /// One that has no field of its own, of whose value is also read what stands for it.
    #[inline]
    pub fn lenient_rest<T: Typed, const WITHIN: u8>(&mut self, field: &mut BTreeMap<String, T>) {
        if self.is_other {
            let result = other(field, self.name, self.value, |from| {
                Ok(lenient::read(from.value()?, WITHIN)?)
            });
            self.done(result);
        }
    }

    /// One of a type of the caller's own that has to be there.
    #[inline]
    pub fn own_required<T: OwnType>(&mut self, field: &mut T) {
        if self.is_next() {
            let result = own(field, self.value, |value| value);
            self.done(result);
        }
    }

    /// One of a type of the caller's own that may be absent, as which `null` is read.
    #[inline]
    pub fn own_optional<T: OwnType>(&mut self, field: &mut Option<T>) {
        if self.is_next() {
            let result = own(field, self.value, |value| value);
            self.done(result);
        }
    }

    /// One of a type of the caller's own that may be absent, and may be `null`.
    #[inline]
    pub fn own_nullable<T: OwnType>(&mut self, field: &mut Option<T>) {
        if self.is_next() {
            let result = own(field, self.value, Some);
            self.done(result);
        }
    }

    /// One of a type of the caller's own that has no field of its own.
    #[inline]
    pub fn own_rest<T: OwnType>(&mut self, field: &mut BTreeMap<String, T>) {
        if self.is_other {
            let result = other(field, self.name, self.value, source::own::value);
            self.done(result);
        }
    }

    /// Keeps a result. That before is `Ok`, since it is read once: there is nothing to drop.
    #[inline]
    fn done(&mut self, result: Result<(), Unreadable>) {
        std::mem::forget(std::mem::replace(&mut self.result, result));
    }

    /// Whether the next field is its own.
    #[inline]
    fn is_next(&mut self) -> bool {
        let is_next = self.before == 0;
        self.before = self.before.wrapping_sub(1);
        is_next
    }
}

#[inline(never)]
fn present<T: Typed>(field: &mut T, from: &mut dyn Source<'_>) -> Result<(), Unreadable> {
    T::Kind::read(field, from)
}

#[inline(never)]
fn optional<T: Typed>(field: &mut Option<T>, from: &mut dyn Source<'_>) -> Result<(), Unreadable> {
    T::Kind::read_optional(field, from)
}

#[inline(never)]
fn nullable<T: Typed>(field: &mut Option<T>, from: &mut dyn Source<'_>) -> Result<(), Unreadable> {
    T::Kind::read(field.get_or_insert_with(T::blank), from)
}

#[inline(never)]
fn lenient<T>(field: &mut T, from: &mut dyn Source<'_>, read: fn(Value) -> Result<T, Error>) -> Result<(), Unreadable> {
    *field = read(from.value()?)?;
    Ok(())
}

#[inline(never)]
fn own<T: OwnType, V>(field: &mut V, from: &mut dyn Source<'_>, kept: fn(T) -> V) -> Result<(), Unreadable> {
    *field = kept(source::own::value(from)?);
    Ok(())
}

#[inline(never)]
fn other<'de, T>(
    field: &mut BTreeMap<String, T>,
    name: &mut String,
    from: &mut dyn Source<'de>,
    read: fn(&mut dyn Source<'de>) -> Result<T, Unreadable>,
) -> Result<(), Unreadable> {
    let value = read(from)?;
    field.insert(std::mem::take(name), value);
    Ok(())
}
