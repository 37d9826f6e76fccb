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
///
/// ```
/// use openapi_runtime::{object, serde_json::json};
///
/// openapi_runtime::object!(pub struct Pair { first: required i64 = "1st", second: optional Option<i64> = "2nd", });
///
///
/// let pair: Pair = object::deserialize(json!({"1st": 1})).unwrap();
/// assert_eq!((pair.first, pair.second), (1, None));
/// assert!(object::deserialize::<Pair, _>(json!({"2nd": 2})).is_err());
/// ```
pub fn deserialize<'de, T: Object, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_map(ObjectVisitor(PhantomData))
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Object> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<T, A::Error> {
        let mut object = T::blank();
        let mut reader = Reader::new(members);
        while let Some(index) = reader.next_name::<T>()? {
            if index == OTHER && !T::KEEPS {
                reader.members.next_value::<IgnoredAny>()?;
                continue;
            }
            if index != OTHER && !reader.seen.insert(index) {
                return Err(A::Error::duplicate_field(T::PROPERTIES[index]));
            }
            object.read(&mut reader);
            if reader.error.is_some() {
                break;
            }
        }
        reader.look_for_missing();
        object.read(&mut reader);
        match (reader.error, reader.missing) {
            (Some(error), _) => Err(error),
            (None, Some(index)) => Err(A::Error::missing_field(T::PROPERTIES[index])),
            (None, None) => Ok(object),
        }
    }
}

/// The index of what is no field.
const OTHER: usize = usize::MAX;

/// Reads the name of a property to its index.
struct NameSeed<'n, T> {
    /// The index of the property that is compared first.
    expected: usize,
    /// Where the name goes if it is another one, and those are kept.
    other: &'n mut String,
    object: PhantomData<T>,
}

impl<'de, T: Object> DeserializeSeed<'de> for NameSeed<'_, T> {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<T: Object> Visitor<'_> for NameSeed<'_, T> {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a property")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<usize, E> {
        if T::PROPERTIES.get(self.expected).is_some_and(|known| *known == name) {
            return Ok(self.expected);
        }
        let known = T::PROPERTIES.iter().position(|known| *known == name);
        if known.is_none() && T::KEEPS {
            name.clone_into(self.other);
        }
        Ok(known.unwrap_or(OTHER))
    }
}

/// Which properties have been read, by their indexes.
#[derive(Default)]
struct ReadProperties {
    /// A bit for each of the first 256.
    first: [u64; 4],
    others: BTreeSet<usize>,
}

impl ReadProperties {
    /// Whether it is new.
    #[inline]
    fn insert(&mut self, index: usize) -> bool {
        match self.first.get_mut(index / 64) {
            Some(word) => {
                let bit = 1 << (index % 64);
                let known = *word & bit != 0;
                *word |= bit;
                !known
            }
            None => self.others.insert(index),
        }
    }

    fn contains(&self, index: usize) -> bool {
        match self.first.get(index / 64) {
            Some(word) => word & (1 << (index % 64)) != 0,
            None => self.others.contains(&index),
        }
    }
}

/// Fills in the fields of a struct, to each of which it is led in order, once for each property. At the end it is led there once
/// more, to look for required properties that were not there.
///
/// ```
/// use openapi_runtime::{Typed, object::{Object, Reader}, serde_json};
///
/// // What the macro `object!` writes for a type with two properties.
/// # openapi_runtime::object!(pub struct Pair { first: required i64 = "1st", second: optional Option<i64> = "2nd", });
/// # struct Written;
/// # impl Written {
/// fn read<'de, A: serde::de::MapAccess<'de>>(pair: &mut Pair, from: &mut Reader<'de, A>) {
///     from.required(&mut pair.first);
///     from.optional(&mut pair.second);
/// }
/// # }
/// # let pair: Pair = serde_json::from_str(r#"{"1st": 1}"#).unwrap();
/// # assert_eq!(pair.first, 1);
/// ```
pub struct Reader<'de, A: MapAccess<'de>> {
    members: A,
    /// The index of the field to read, if it is a field.
    wanted: usize,
    /// The index of the field that is read next if the properties are in order.
    expected: usize,
    /// The index of the next field.
    at: usize,
    /// The name of another property to read.
    other: String,
    /// The properties that were there.
    seen: ReadProperties,
    is_at_end: bool,
    /// A required property that was not there.
    missing: Option<usize>,
    error: Option<A::Error>,
    lifetime: PhantomData<&'de ()>,
}

impl<'de, A: MapAccess<'de>> Reader<'de, A> {
    fn new(members: A) -> Self {
        Self {
            members,
            wanted: OTHER,
            expected: 0,
            at: 0,
            other: String::new(),
            seen: ReadProperties::default(),
            is_at_end: false,
            missing: None,
            error: None,
            lifetime: PhantomData,
        }
    }

    /// The index of the next property. Most servers write properties in the order of their description.
    fn next_name<T: Object>(&mut self) -> Result<Option<usize>, A::Error> {
        let seed = NameSeed::<T> {
            expected: self.expected,
            other: &mut self.other,
            object: PhantomData,
        };
        let index = self.members.next_key_seed(seed)?;
        self.wanted = index.unwrap_or(OTHER);
        if self.wanted != OTHER {
            self.expected = self.wanted + 1;
        }
        self.at = 0;
        Ok(index)
    }

    fn look_for_missing(&mut self) {
        self.wanted = OTHER;
        self.at = 0;
        self.is_at_end = true;
    }

    /// A property that has to be there.
    #[inline]
    pub fn required<T: Typed>(&mut self, field: &mut T) {
        self.present(field);
    }

    /// A property that may be absent, as which `null` is read.
    #[inline]
    pub fn optional<T: Typed>(&mut self, field: &mut Option<T>) {
        self.value(field, |value| value);
    }

    /// A property that may be absent, and may be `null`.
    #[inline]
    pub fn nullable<T: Typed>(&mut self, field: &mut Option<T>) {
        self.value(field, Some);
    }

    /// A property that has to be there, of which is also read what stands for its value.
    pub fn lenient_required<T: Typed, const WITHIN: u8>(&mut self, field: &mut T) {
        self.lenient(field, |value| lenient::read(value, WITHIN));
        if self.is_at_end {
            self.expect();
        }
    }

    /// A property that may be absent, as which `null` is read, and of which is also read what stands for its value.
    pub fn lenient_optional<T: Typed, const WITHIN: u8>(&mut self, field: &mut Option<T>) {
        self.lenient(field, |value| match value {
            Value::Null => Ok(None),
            value => lenient::read(value, WITHIN).map(Some),
        });
    }

    /// A property that may be absent, and may be `null`, and of which is also read what stands for its value.
    pub fn lenient_nullable<T: Typed, const WITHIN: u8>(&mut self, field: &mut Option<T>) {
        self.lenient(field, |value| lenient::read(value, WITHIN).map(Some));
    }

    /// All other properties.
    pub fn rest<T: Typed>(&mut self, field: &mut BTreeMap<String, T>) {
        self.others(field);
    }

    /// All other properties, of whose values is also read what stands for them.
    pub fn lenient_rest<T: Typed, const WITHIN: u8>(&mut self, field: &mut BTreeMap<String, T>) {
        if self.wanted == OTHER && !self.is_at_end {
            match self.members.next_value().and_then(|value| lenient::read(value, WITHIN)) {
                Ok(value) => drop(field.insert(std::mem::take(&mut self.other), value)),
                Err(error) => self.error = Some(error),
            }
        }
    }

    /// A property of a type of the caller's own that has to be there.
    #[inline]
    pub fn own_required<T: OwnType>(&mut self, field: &mut T) {
        self.present(field);
    }

    /// A property of a type of the caller's own that may be absent, as which `null` is read.
    #[inline]
    pub fn own_optional<T: OwnType>(&mut self, field: &mut Option<T>) {
        self.value(field, |value| value);
    }

    /// A property of a type of the caller's own that may be absent, and may be `null`.
    #[inline]
    pub fn own_nullable<T: OwnType>(&mut self, field: &mut Option<T>) {
        self.value(field, Some);
    }

    /// All other properties, of a type of the caller's own.
    pub fn own_rest<T: OwnType>(&mut self, field: &mut BTreeMap<String, T>) {
        self.others(field);
    }

    #[inline]
    fn present<T: Deserialize<'de>>(&mut self, field: &mut T) {
        if self.is_wanted() {
            self.fill(field, |value| value);
        } else if self.is_at_end {
            self.expect();
        }
    }

    /// All other properties: the last field.
    fn others<T: Deserialize<'de>>(&mut self, field: &mut BTreeMap<String, T>) {
        if self.wanted == OTHER && !self.is_at_end {
            match self.members.next_value() {
                Ok(value) => drop(field.insert(std::mem::take(&mut self.other), value)),
                Err(error) => self.error = Some(error),
            }
        }
    }

    /// At the end, finds out whether the property of the field before the next one was there.
    fn expect(&mut self) {
        let index = self.at - 1;
        if !self.seen.contains(index) {
            self.missing.get_or_insert(index);
        }
    }

    /// Whether the next field is the one to read.
    #[inline]
    fn is_wanted(&mut self) -> bool {
        let at = self.at;
        self.at += 1;
        at == self.wanted
    }

    /// Reads what stands for the value of a field, if it is the one to read.
    fn lenient<T>(&mut self, field: &mut T, read: impl FnOnce(Value) -> Result<T, A::Error>) {
        if self.is_wanted() {
            match self.members.next_value().and_then(read) {
                Ok(value) => *field = value,
                Err(error) => self.error = Some(error),
            }
        }
    }

    /// Reads the value of a field, if it is the one to read.
    #[inline]
    fn value<V: Deserialize<'de>, T>(&mut self, field: &mut T, kept: impl FnOnce(V) -> T) {
        if self.is_wanted() {
            self.fill(field, kept);
        }
    }

    /// A function of its own, since the walk to a field is what happens most.
    #[inline(never)]
    fn fill<V: Deserialize<'de>, T>(&mut self, field: &mut T, kept: impl FnOnce(V) -> T) {
        match self.members.next_value() {
            Ok(value) => *field = kept(value),
            Err(error) => self.error = Some(error),
        }
    }
}
