//! Reading a struct.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use super::Object;
use crate::lenient;
use crate::own_type::OwnType;
use crate::typed::Typed;

/// Reads a struct.
///
/// # Errors
///
/// If the value is not an object, or a property does not have its type, is missing, or is there twice.
pub fn deserialize<'de, T: Object, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_map(ObjectVisitor(PhantomData))
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Object> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<T, A::Error> {
        let mut object = T::blank();
        let mut seen = ReadProperties::default();
        while let Some(name) = members.next_key_seed(NameSeed::<T>(PhantomData))? {
            match name {
                Name::Known(index) if !seen.insert(index) => {
                    return Err(A::Error::duplicate_field(T::PROPERTIES[index]));
                }
                Name::Other(_) if !T::KEEPS => {
                    members.next_value::<IgnoredAny>()?;
                }
                name => {
                    let mut reader = Reader::new(&mut members, Step::Read(name));
                    object.read(&mut reader);
                    reader.result?;
                }
            }
        }
        let mut reader = Reader::new(&mut members, Step::Check(&seen));
        object.read(&mut reader);
        match reader.step {
            Step::Missing(index) => Err(A::Error::missing_field(T::PROPERTIES[index])),
            _ => Ok(object),
        }
    }
}

/// The name of the property that is being read.
enum Name {
    /// The index of a known one.
    Known(usize),
    /// Another one; empty if those are not kept.
    Other(String),
}

struct NameSeed<T>(PhantomData<T>);

impl<'de, T: Object> DeserializeSeed<'de> for NameSeed<T> {
    type Value = Name;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Name, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<T: Object> Visitor<'_> for NameSeed<T> {
    type Value = Name;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a property")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Name, E> {
        let known = T::PROPERTIES.iter().position(|known| *known == name);
        let other = || Name::Other(if T::KEEPS { name.to_owned() } else { String::new() });
        Ok(known.map_or_else(other, Name::Known))
    }
}

/// Which properties have been read, by their indexes.
#[derive(Default)]
struct ReadProperties {
    first: u128,
    others: BTreeSet<usize>,
}

impl ReadProperties {
    /// Whether it is new.
    fn insert(&mut self, index: usize) -> bool {
        let known = self.contains(index);
        match 1_u128.checked_shl(index as u32) {
            Some(bit) => self.first |= bit,
            None => drop(self.others.insert(index)),
        }
        !known
    }

    fn contains(&self, index: usize) -> bool {
        match 1_u128.checked_shl(index as u32) {
            Some(bit) => self.first & bit != 0,
            None => self.others.contains(&index),
        }
    }
}

/// Fills in the fields of a struct, to each of which it is led in order.
pub struct Reader<'r, 'de, A: MapAccess<'de>> {
    members: &'r mut A,
    step: Step<'r>,
    /// The index of the next field.
    at: usize,
    result: Result<(), A::Error>,
    lifetime: PhantomData<&'de ()>,
}

/// The state of a reader.
enum Step<'r> {
    /// It reads one property.
    Read(Name),
    /// It looks for required properties that were not there.
    Check(&'r ReadProperties),
    /// It has found one.
    Missing(usize),
}

impl<'r, 'de, A: MapAccess<'de>> Reader<'r, 'de, A> {
    fn new(members: &'r mut A, step: Step<'r>) -> Self {
        Self {
            members,
            step,
            at: 0,
            result: Ok(()),
            lifetime: PhantomData,
        }
    }

    /// A property that has to be there.
    pub fn required<T: Typed>(&mut self, field: &mut T) {
        self.present(field);
    }

    /// A property that may be absent, as which `null` is read.
    pub fn optional<T: Typed>(&mut self, field: &mut Option<T>) {
        self.value(field, |value| value);
    }

    /// A property that may be absent, and may be `null`.
    pub fn nullable<T: Typed>(&mut self, field: &mut Option<T>) {
        self.value(field, Some);
    }

    /// A property that has to be there, of which is also read what stands for its value.
    pub fn lenient_required<T: Typed>(&mut self, field: &mut T) {
        match self.step {
            Step::Check(seen) if !seen.contains(self.at) => self.step = Step::Missing(self.at),
            _ => self.lenient(field, lenient::read),
        }
    }

    /// A property that may be absent, as which `null` is read, and of which is also read what stands for its value.
    pub fn lenient_optional<T: Typed>(&mut self, field: &mut Option<T>) {
        self.lenient(field, |value| match value {
            Value::Null => Ok(None),
            value => lenient::read(value).map(Some),
        });
    }

    /// A property that may be absent, and may be `null`, and of which is also read what stands for its value.
    pub fn lenient_nullable<T: Typed>(&mut self, field: &mut Option<T>) {
        self.lenient(field, |value| lenient::read(value).map(Some));
    }

    /// All other properties.
    pub fn rest<T: Typed>(&mut self, field: &mut BTreeMap<String, T>) {
        self.others(field);
    }

    /// A property of a type of the caller's own that has to be there.
    pub fn own_required<T: OwnType>(&mut self, field: &mut T) {
        self.present(field);
    }

    /// A property of a type of the caller's own that may be absent, as which `null` is read.
    pub fn own_optional<T: OwnType>(&mut self, field: &mut Option<T>) {
        self.value(field, |value| value);
    }

    /// A property of a type of the caller's own that may be absent, and may be `null`.
    pub fn own_nullable<T: OwnType>(&mut self, field: &mut Option<T>) {
        self.value(field, Some);
    }

    /// All other properties, of a type of the caller's own.
    pub fn own_rest<T: OwnType>(&mut self, field: &mut BTreeMap<String, T>) {
        self.others(field);
    }

    fn present<T: Deserialize<'de>>(&mut self, field: &mut T) {
        match self.step {
            Step::Check(seen) if !seen.contains(self.at) => self.step = Step::Missing(self.at),
            _ => self.value(field, |value| value),
        }
    }

    fn others<T: Deserialize<'de>>(&mut self, field: &mut BTreeMap<String, T>) {
        if let Step::Read(Name::Other(name)) = &mut self.step {
            match self.members.next_value() {
                Ok(value) => drop(field.insert(std::mem::take(name), value)),
                Err(error) => self.result = Err(error),
            }
        }
    }

    /// Reads what stands for the value of a field, if it is the one to read.
    fn lenient<T>(&mut self, field: &mut T, read: impl FnOnce(Value) -> Result<T, A::Error>) {
        if matches!(self.step, Step::Read(Name::Known(index)) if index == self.at) {
            match self.members.next_value().and_then(read) {
                Ok(value) => *field = value,
                Err(error) => self.result = Err(error),
            }
        }
        self.at += 1;
    }

    /// Reads the value of a field, if it is the one to read.
    fn value<V: Deserialize<'de>, T>(&mut self, field: &mut T, kept: impl FnOnce(V) -> T) {
        if matches!(self.step, Step::Read(Name::Known(index)) if index == self.at) {
            match self.members.next_value() {
                Ok(value) => *field = kept(value),
                Err(error) => self.result = Err(error),
            }
        }
        self.at += 1;
    }
}
