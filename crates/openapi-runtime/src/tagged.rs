//! Writing the tag of a variant that does not declare it.

use serde::ser::{SerializeMap, SerializeStruct};
use serde::{Serialize, Serializer};

/// Writes a value; if it is an object without the property `name`, that is added, with the value `tag`.
pub(crate) struct Tagged<S> {
    pub(crate) inner: S,
    pub(crate) name: &'static str,
    pub(crate) tag: &'static str,
}

/// An object that is being written.
pub(crate) struct TaggedObject<M> {
    inner: M,
    name: &'static str,
    /// The tag, as long as the object has none.
    missing: Option<&'static str>,
}

impl<M: SerializeMap> SerializeMap for TaggedObject<M> {
    type Ok = M::Ok;
    type Error = M::Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), M::Error> {
        if self.missing.is_some() && serde_json::to_value(key).is_ok_and(|key| key == self.name) {
            self.missing = None;
        }
        self.inner.serialize_key(key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), M::Error> {
        self.inner.serialize_value(value)
    }

    fn end(mut self) -> Result<M::Ok, M::Error> {
        if let Some(tag) = self.missing {
            self.inner.serialize_entry(self.name, tag)?;
        }
        self.inner.end()
    }
}

impl<M: SerializeStruct> SerializeStruct for TaggedObject<M> {
    type Ok = M::Ok;
    type Error = M::Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), M::Error> {
        if name == self.name {
            self.missing = None;
        }
        self.inner.serialize_field(name, value)
    }

    fn skip_field(&mut self, name: &'static str) -> Result<(), M::Error> {
        self.inner.skip_field(name)
    }

    fn end(mut self) -> Result<M::Ok, M::Error> {
        if let Some(tag) = self.missing {
            self.inner.serialize_field(self.name, tag)?;
        }
        self.inner.end()
    }
}

impl<S> Tagged<S> {
    fn object<M>(self, begin: impl FnOnce(S) -> Result<M, S::Error>) -> Result<TaggedObject<M>, S::Error>
    where
        S: Serializer,
    {
        Ok(TaggedObject {
            inner: begin(self.inner)?,
            name: self.name,
            missing: Some(self.tag),
        })
    }
}

/// Forwards values that are not objects.
macro_rules! forward {
    ($($method:ident($($name:ident: $ty:ty),*) -> $ok:ty;)*) => {$(
        fn $method(self, $($name: $ty),*) -> Result<$ok, S::Error> {
            self.inner.$method($($name),*)
        }
    )*};
}

impl<S: Serializer> Serializer for Tagged<S> {
    type Ok = S::Ok;
    type Error = S::Error;
    type SerializeSeq = S::SerializeSeq;
    type SerializeTuple = S::SerializeTuple;
    type SerializeTupleStruct = S::SerializeTupleStruct;
    type SerializeTupleVariant = S::SerializeTupleVariant;
    type SerializeMap = TaggedObject<S::SerializeMap>;
    type SerializeStruct = TaggedObject<S::SerializeStruct>;
    type SerializeStructVariant = S::SerializeStructVariant;

    fn serialize_map(self, length: Option<usize>) -> Result<Self::SerializeMap, S::Error> {
        let length = length.map(|length| length + 1);
        self.object(|inner| inner.serialize_map(length))
    }

    fn serialize_struct(self, name: &'static str, length: usize) -> Result<Self::SerializeStruct, S::Error> {
        self.object(|inner| inner.serialize_struct(name, length + 1))
    }

    forward! {
        serialize_bool(value: bool) -> S::Ok;
        serialize_i8(value: i8) -> S::Ok;
        serialize_i16(value: i16) -> S::Ok;
        serialize_i32(value: i32) -> S::Ok;
        serialize_i64(value: i64) -> S::Ok;
        serialize_u8(value: u8) -> S::Ok;
        serialize_u16(value: u16) -> S::Ok;
        serialize_u32(value: u32) -> S::Ok;
        serialize_u64(value: u64) -> S::Ok;
        serialize_f32(value: f32) -> S::Ok;
        serialize_f64(value: f64) -> S::Ok;
        serialize_char(value: char) -> S::Ok;
        serialize_str(value: &str) -> S::Ok;
        serialize_bytes(value: &[u8]) -> S::Ok;
        serialize_none() -> S::Ok;
        serialize_unit() -> S::Ok;
        serialize_unit_struct(name: &'static str) -> S::Ok;
        serialize_unit_variant(name: &'static str, index: u32, variant: &'static str) -> S::Ok;
        serialize_seq(length: Option<usize>) -> S::SerializeSeq;
        serialize_tuple(length: usize) -> S::SerializeTuple;
        serialize_tuple_struct(name: &'static str, length: usize) -> S::SerializeTupleStruct;
        serialize_tuple_variant(name: &'static str, index: u32, variant: &'static str, length: usize) -> S::SerializeTupleVariant;
        serialize_struct_variant(name: &'static str, index: u32, variant: &'static str, length: usize) -> S::SerializeStructVariant;
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<S::Ok, S::Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        self.inner.serialize_newtype_variant(name, index, variant, value)
    }
}
