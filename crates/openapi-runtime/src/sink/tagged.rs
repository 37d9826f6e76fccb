//! Writing the tag of a variant that does not declare it.

use std::cell::Cell;

use serde_json::{Map, Value};

use super::{Borrowed, Elements, Members, Sink, Unwritable, Write};

/// Writes a value; if it is an object without the property `name`, that is added, with the value `tag`.
pub(super) struct Tagged<'t> {
    pub(super) to: &'t mut dyn Sink,
    pub(super) name: &'t str,
    pub(super) tag: &'t str,
}

impl Tagged<'_> {
    fn any_object(&mut self, members: &Map<String, Value>) -> Result<(), Unwritable> {
        self.object(&|to| {
            members
                .iter()
                .for_each(|(name, value)| to.member(name, &Borrowed(value)))
        })
    }
}

/// Forwards values that are not objects.
macro_rules! forward {
    ($($method:ident($($value:ident: $ty:ty)?);)*) => {$(
        fn $method(&mut self, $($value: $ty)?) -> Result<(), Unwritable> {
            self.to.$method($($value)?)
        }
    )*};
}

impl Sink for Tagged<'_> {
    forward! {
        bool(value: bool);
        i32(value: i32);
        i64(value: i64);
        u64(value: u64);
        f64(value: f64);
        text(value: &str);
        none(reason: &str);
        null();
        absent();
    }

    fn array(&mut self, length: usize, write: &dyn Fn(&mut dyn Elements)) -> Result<(), Unwritable> {
        self.to.array(length, write)
    }

    fn tuple(&mut self, length: usize, write: &dyn Fn(&mut dyn Elements)) -> Result<(), Unwritable> {
        self.to.tuple(length, write)
    }

    fn value(&mut self, value: &Value) -> Result<(), Unwritable> {
        match value {
            Value::Object(members) => self.any_object(members),
            other => self.to.value(other),
        }
    }

    fn present(&mut self, value: &dyn Write) -> Result<(), Unwritable> {
        value.write(self)
    }

    fn object(&mut self, write: &dyn Fn(&mut dyn Members)) -> Result<(), Unwritable> {
        let tag = String::from(self.tag);
        let name = self.name;
        self.to.object(&|to| {
            let is_there = Cell::new(false);
            write(&mut Watched {
                to,
                name,
                is_there: &is_there,
            });
            if !is_there.get() {
                to.member(name, &Borrowed(&tag));
            }
        })
    }
}

/// Forwards properties, and finds out whether one is there.
struct Watched<'w> {
    to: &'w mut dyn Members,
    name: &'w str,
    is_there: &'w Cell<bool>,
}

impl Members for Watched<'_> {
    fn member(&mut self, name: &str, value: &dyn Write) {
        self.is_there.set(self.is_there.get() || name == self.name);
        self.to.member(name, value);
    }
}
