//! Writing a struct.

use std::collections::BTreeMap;

use super::{Fields, Object};
use crate::own_type::OwnType;
use crate::sink::{Borrowed, Members, Own, Sink, Unwritable, Write};
use crate::typed::Typed;

/// Writes a struct: its properties in order, without those that are absent.
pub(crate) fn write<T: Object>(value: &T, to: &mut dyn Sink) -> Result<(), Unwritable> {
    to.object(&|members| {
        value.show(&mut Writer {
            names: T::PROPERTIES.iter(),
            members,
        });
    })
}

struct Writer<'m> {
    names: std::slice::Iter<'static, &'static str>,
    members: &'m mut dyn Members,
}

impl Writer<'_> {
    /// The next property, unless it is absent. A function of its own, since what calls it is compiled for each type.
    #[inline(never)]
    fn next(&mut self, value: Option<&dyn Write>) {
        let name = self.names.next().copied().unwrap_or_default();
        if let Some(value) = value {
            self.members.member(name, value);
        }
    }
}

impl Fields<'_> for Writer<'_> {
    fn required<T: Typed>(&mut self, value: &T) {
        self.next(Some(&Borrowed(value)));
    }

    fn optional<T: Typed>(&mut self, value: &Option<T>) {
        match value {
            Some(value) => self.next(Some(&Borrowed(value))),
            None => self.next(None),
        }
    }

    fn rest<T: Typed>(&mut self, _: &'static str, values: &BTreeMap<String, T>) {
        for (name, value) in values {
            self.members.member(name, &Borrowed(value));
        }
    }

    fn own_required<T: OwnType>(&mut self, value: &T) {
        self.next(Some(&Own(value)));
    }

    fn own_optional<T: OwnType>(&mut self, value: &Option<T>) {
        match value {
            Some(value) => self.next(Some(&Own(value))),
            None => self.next(None),
        }
    }

    fn own_rest<T: OwnType>(&mut self, _: &'static str, values: &BTreeMap<String, T>) {
        for (name, value) in values {
            self.members.member(name, &Own(value));
        }
    }
}
