//! Writing to any format of serde.

use serde::ser::{Error, Serialize, SerializeMap, SerializeSeq, SerializeTuple, Serializer};
use serde_json::Value;

use super::{Elements, Members, Sink, Unwritable, Write};

/// A format that takes one value, and then what it returned.
pub(super) struct Format<S: Serializer> {
    serializer: Option<S>,
    result: Option<Result<S::Ok, S::Error>>,
}

impl<S: Serializer> Format<S> {
    pub(super) fn new(serializer: S) -> Self {
        Self {
            serializer: Some(serializer),
            result: None,
        }
    }

    pub(super) fn write(mut self, value: &dyn Write) -> Result<S::Ok, S::Error> {
        // The result has the error.
        let _ = value.write(&mut self);
        let nothing = || Err(S::Error::custom("no value was written"));
        self.result.unwrap_or_else(nothing)
    }

    fn once(&mut self, write: impl FnOnce(S) -> Result<S::Ok, S::Error>) -> Result<(), Unwritable> {
        let result = match self.serializer.take() {
            Some(serializer) => write(serializer),
            None => Err(S::Error::custom("a value was written twice")),
        };
        let written = result.as_ref().map(drop).map_err(|_| Unwritable);
        self.result = Some(result);
        written
    }
}

macro_rules! scalars {
    ($($method:ident $serialize:ident $ty:ty;)*) => {$(
        fn $method(&mut self, value: $ty) -> Result<(), Unwritable> {
            self.once(|serializer| serializer.$serialize(value))
        }
    )*};
}

impl<S: Serializer> Sink for Format<S> {
    scalars! {
        bool serialize_bool bool;
        i32 serialize_i32 i32;
        i64 serialize_i64 i64;
        u64 serialize_u64 u64;
        f64 serialize_f64 f64;
        text serialize_str &str;
    }

    fn null(&mut self) -> Result<(), Unwritable> {
        self.once(S::serialize_unit)
    }

    fn value(&mut self, value: &Value) -> Result<(), Unwritable> {
        self.once(|serializer| value.serialize(serializer))
    }

    fn present(&mut self, value: &dyn Write) -> Result<(), Unwritable> {
        self.once(|serializer| serializer.serialize_some(&Erased(value)))
    }

    fn absent(&mut self) -> Result<(), Unwritable> {
        self.once(S::serialize_none)
    }

    fn array(&mut self, length: usize, write: &dyn Fn(&mut dyn Elements)) -> Result<(), Unwritable> {
        self.once(|serializer| {
            let mut array = serializer.serialize_seq(Some(length))?;
            each(write, |item| array.serialize_element(item))?;
            array.end()
        })
    }

    fn tuple(&mut self, length: usize, write: &dyn Fn(&mut dyn Elements)) -> Result<(), Unwritable> {
        self.once(|serializer| {
            let mut tuple = serializer.serialize_tuple(length)?;
            each(write, |item| tuple.serialize_element(item))?;
            tuple.end()
        })
    }

    fn object(&mut self, write: &dyn Fn(&mut dyn Members)) -> Result<(), Unwritable> {
        self.once(|serializer| {
            let mut count = Count(0);
            write(&mut count);
            let mut object = Object {
                members: serializer.serialize_map(Some(count.0))?,
                result: Ok(()),
            };
            write(&mut object);
            object.result?;
            object.members.end()
        })
    }

    fn none(&mut self, reason: &str) -> Result<(), Unwritable> {
        self.once(|_| Err(S::Error::custom(reason)))
    }
}

struct Erased<'v>(&'v dyn Write);

impl Serialize for Erased<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Format::new(serializer).write(self.0)
    }
}

/// Takes each item until one cannot be written.
fn each<E>(write: &dyn Fn(&mut dyn Elements), take: impl FnMut(&Erased<'_>) -> Result<(), E>) -> Result<(), E> {
    let mut items = Each { take, result: Ok(()) };
    write(&mut items);
    items.result
}

struct Each<F, E> {
    take: F,
    result: Result<(), E>,
}

impl<E, F: FnMut(&Erased<'_>) -> Result<(), E>> Elements for Each<F, E> {
    fn element(&mut self, value: &dyn Write) {
        if self.result.is_ok() {
            self.result = (self.take)(&Erased(value));
        }
    }
}

/// How many properties are there.
struct Count(usize);

impl Members for Count {
    fn member(&mut self, _: &str, _: &dyn Write) {
        self.0 += 1;
    }
}

struct Object<M: SerializeMap> {
    members: M,
    result: Result<(), M::Error>,
}

impl<M: SerializeMap> Members for Object<M> {
    fn member(&mut self, name: &str, value: &dyn Write) {
        if self.result.is_ok() {
            self.result = self.members.serialize_entry(name, &Erased(value));
        }
    }
}
