//! A part of a JSON value that is being read, with its shape and the choices made for the whole.

use std::borrow::Cow;

use serde::Deserialize;
use serde::de::{Error as _, Unexpected};
use serde_json::{Error, Map, Value};

use crate::choice::Choices;
use crate::object::{Progress, Step};
use crate::shape::{self, Shape};
use crate::source::{Elements, Members, Read, Source, Union, Unreadable, choose, single_values};

/// A part of a value. Every union in it reads the choice made for it instead of choosing again.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node<'v> {
    pub(crate) value: &'v Value,
    pub(crate) shape: Shape,
    pub(crate) choices: &'v Choices,
}

impl<'v> Node<'v> {
    fn with(self, shape: Shape, value: &'v Value) -> Self {
        Self { value, shape, ..self }
    }

    /// Reads the variant that is chosen.
    pub(crate) fn choice(&mut self, shapes: &'static shape::Union, union: &mut dyn Union) -> Result<(), Unreadable> {
        let index = self
            .choices
            .variant(shapes, self.value)
            .unwrap_or(shapes.variants.len());
        let shape = shapes.variants.get(index).map_or(Shape::Any, |variant| variant.shape);
        union.variant(index, &mut self.with(shape, self.value))
    }

    /// Reads a single value as `serde_json` does.
    fn single<T: Deserialize<'v>>(&self) -> Result<T, Unreadable> {
        Ok(T::deserialize(self.value)?)
    }

    fn invalid(self, expected: &str) -> Unreadable {
        let unexpected = match self.value {
            Value::Null => Unexpected::Unit,
            Value::Bool(value) => Unexpected::Bool(*value),
            Value::Number(_) => Unexpected::Other("number"),
            Value::String(text) => Unexpected::Str(text),
            Value::Array(_) => Unexpected::Seq,
            Value::Object(_) => Unexpected::Map,
        };
        Error::invalid_type(unexpected, &expected).into()
    }
}

impl<'v> Source<'v> for Node<'v> {
    single_values!();

    fn text(&mut self) -> Result<Cow<'v, str>, Unreadable> {
        match self.value {
            Value::String(text) => Ok(Cow::Borrowed(text)),
            _ => Err(self.invalid("a string")),
        }
    }

    fn value(&mut self) -> Result<Value, Unreadable> {
        Ok(self.value.clone())
    }

    fn any_object(&mut self) -> Result<Map<String, Value>, Unreadable> {
        match self.value {
            Value::Object(members) => Ok(members.clone()),
            _ => Err(self.invalid("a map")),
        }
    }

    fn optional(&mut self, value: &mut dyn Read) -> Result<(), Unreadable> {
        match self.value {
            Value::Null => Ok(()),
            _ => value.read(self),
        }
    }

    fn array(&mut self, length: Option<usize>, items: &mut dyn Elements) -> Result<(), Unreadable> {
        let Value::Array(values) = self.value else {
            return Err(self.invalid("a sequence"));
        };
        if let Some(length) = length.filter(|length| *length != values.len()) {
            let expected = format!("an array of {length} items");
            return Err(Error::invalid_length(values.len(), &expected.as_str()).into());
        }
        let mut values = values.iter().enumerate();
        values.try_for_each(|(index, value)| items.element(&mut self.with(self.shape.item(index), value)))
    }

    fn object(&mut self, to: &mut dyn Members) -> Result<(), Unreadable> {
        let Value::Object(members) = self.value else {
            return Err(self.invalid("an object"));
        };
        let shapes = self.shape.properties();
        let mut progress = Progress::new(to.known());
        let mut other = String::new();
        for (name, value) in members {
            // No name is there twice.
            let Step::Read(index) = progress.next(name, &mut other) else {
                continue;
            };
            to.member(index, &mut other, &mut self.with(shapes.get(name), value))?;
        }
        match progress.missing() {
            Some(missing) => Err(Error::missing_field(missing).into()),
            None => Ok(()),
        }
    }

    fn union(&mut self, shapes: &'static shape::Union, union: &mut dyn Union) -> Result<(), Unreadable> {
        match self.shape.inner() {
            Shape::Union(_) => self.choice(shapes, union),
            // No choice was made for it.
            _ => choose(self.value, shapes, union),
        }
    }
}
