//! Reading from any format of serde.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::{Elements, Members, Read, Source, Union, Unreadable, choose};
use crate::object::{Progress, Step};
use crate::shape;

/// A value of a format that can be read once.
pub(super) trait Once<'de> {
    type Error: Error;

    fn once<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Self::Error>;
}

/// A value by itself.
pub(super) struct Alone<D>(Option<D>);

impl<'de, D: Deserializer<'de>> Once<'de> for Alone<D> {
    type Error = D::Error;

    fn once<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, D::Error> {
        match self.0.take() {
            Some(value) => seed.deserialize(value),
            None => Err(D::Error::custom("a value was read twice")),
        }
    }
}

/// The value of a property whose name has been read.
struct OfProperty<A>(A);

impl<'de, A: MapAccess<'de>> Once<'de> for OfProperty<A> {
    type Error = A::Error;

    fn once<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        self.0.next_value_seed(seed)
    }
}

/// A value of a format, and why it could not be read.
pub(super) struct Format<'de, V: Once<'de>> {
    value: V,
    error: Option<V::Error>,
}

impl<'de, D: Deserializer<'de>> Format<'de, Alone<D>> {
    pub(super) fn new(value: D) -> Self {
        Self::of(Alone(Some(value)))
    }
}

impl<'de, V: Once<'de>> Format<'de, V> {
    fn of(value: V) -> Self {
        Self { value, error: None }
    }

    #[inline]
    pub(super) fn read(mut self, value: &mut dyn Read) -> Result<(), V::Error> {
        value.read(&mut self).map_err(|unreadable| self.error(unreadable))
    }

    /// The error of the format, which may know the place.
    pub(super) fn error(self, unreadable: Unreadable) -> V::Error {
        match (unreadable, self.error) {
            (Unreadable::Because(error), _) => V::Error::custom(error),
            (Unreadable::Known, Some(error)) => error,
            (Unreadable::Known, None) => V::Error::custom("the value could not be read"),
        }
    }

    fn once<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Unreadable> {
        self.value.once(seed).map_err(|error| {
            self.error = Some(error);
            Unreadable::Known
        })
    }

    fn single<T: Deserialize<'de>>(&mut self) -> Result<T, Unreadable> {
        self.once(PhantomData)
    }
}

impl<'de, V: Once<'de>> Source<'de> for Format<'de, V> {
    single_values!();

    fn text(&mut self) -> Result<Cow<'de, str>, Unreadable> {
        self.once(Text)
    }

    fn value(&mut self) -> Result<Value, Unreadable> {
        self.single()
    }

    fn any_object(&mut self) -> Result<Map<String, Value>, Unreadable> {
        self.single()
    }

    fn optional(&mut self, value: &mut dyn Read) -> Result<(), Unreadable> {
        self.once(Optional(value))
    }

    fn array(&mut self, length: Option<usize>, items: &mut dyn Elements) -> Result<(), Unreadable> {
        self.once(Array { length, items })
    }

    fn object(&mut self, members: &mut dyn Members) -> Result<(), Unreadable> {
        self.once(Object(members))
    }

    /// The whole value is read first.
    fn union(&mut self, shapes: &'static shape::Union, union: &mut dyn Union) -> Result<(), Unreadable> {
        let value = self.value()?;
        choose(&value, shapes, union)
    }
}

/// Reads a string, which is copied only if the format has it in another form.
///
/// # Errors
///
/// That of the format, or if the value is not a string.
#[doc(hidden)]
pub fn text<'de, D: Deserializer<'de>>(value: D) -> Result<Cow<'de, str>, D::Error> {
    value.deserialize_string(Text)
}

struct Text;

impl<'de> DeserializeSeed<'de> for Text {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<Cow<'de, str>, D::Error> {
        text(value)
    }
}

impl<'de> Visitor<'de> for Text {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text))
    }
}

struct Optional<'v>(&'v mut dyn Read);

impl<'de> DeserializeSeed<'de> for Optional<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<(), D::Error> {
        value.deserialize_option(self)
    }
}

impl<'de> Visitor<'de> for Optional<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("option")
    }

    fn visit_none<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, value: D) -> Result<(), D::Error> {
        Format::new(value).read(self.0)
    }
}

struct Array<'i> {
    length: Option<usize>,
    items: &'i mut dyn Elements,
}

impl<'de> DeserializeSeed<'de> for Array<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<(), D::Error> {
        match self.length {
            Some(length) => value.deserialize_tuple(length, self),
            None => value.deserialize_seq(self),
        }
    }
}

impl<'de> Visitor<'de> for Array<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.length {
            Some(length) => write!(f, "a tuple of size {length}"),
            None => f.write_str("a sequence"),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<(), A::Error> {
        let mut read = 0;
        while self.length.is_none_or(|length| read < length) {
            if access.next_element_seed(Item(self.items))?.is_none() {
                return match self.length {
                    Some(_) => Err(A::Error::invalid_length(read, &self)),
                    None => Ok(()),
                };
            }
            read += 1;
        }
        Ok(())
    }
}

struct Item<'i>(&'i mut dyn Elements);

impl<'de> DeserializeSeed<'de> for Item<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<(), D::Error> {
        let mut source = Format::new(value);
        self.0
            .element(&mut source)
            .map_err(|unreadable| source.error(unreadable))
    }
}

struct Object<'m>(&'m mut dyn Members);

impl<'de> DeserializeSeed<'de> for Object<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<(), D::Error> {
        value.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Object<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, access: A) -> Result<(), A::Error> {
        let mut progress = Progress::new(self.0.known());
        let mut name = String::new();
        let mut source = Format::of(OfProperty(access));
        while let Some(step) = source.value.0.next_key_seed(Name {
            progress: &mut progress,
            other: &mut name,
        })? {
            match step {
                Step::Read(index) => {
                    if let Err(unreadable) = self.0.member(index, &mut name, &mut source) {
                        return Err(source.error(unreadable));
                    }
                }
                Step::Ignore => drop(source.value.0.next_value::<IgnoredAny>()?),
                Step::Refuse(index) => return Err(A::Error::duplicate_field(self.0.known().names[index])),
            }
        }
        match progress.missing() {
            Some(missing) => Err(A::Error::missing_field(missing)),
            None => Ok(()),
        }
    }
}

/// Reads the name of a property to what to do with it.
struct Name<'n> {
    progress: &'n mut Progress,
    other: &'n mut String,
}

impl<'de> DeserializeSeed<'de> for Name<'_> {
    type Value = Step;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Step, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Name<'_> {
    type Value = Step;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a property")
    }

    fn visit_str<E>(self, name: &str) -> Result<Step, E> {
        Ok(self.progress.next(name, self.other))
    }
}
