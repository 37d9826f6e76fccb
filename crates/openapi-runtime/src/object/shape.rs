//! The shape of a struct.

use std::collections::BTreeMap;

use super::{Fields, Object};
use crate::own_type::OwnType;
use crate::shape::{Field, Shape, Struct, UndeclaredProperties};
use crate::typed::Typed;

/// Makes the table of a struct, from one that has no values yet.
pub(crate) fn table<T: Object>() -> Struct {
    let mut table = Table::new(T::PROPERTIES, T::CLOSED);
    T::blank().show(&mut table);
    table.finish()
}

struct Table {
    names: std::slice::Iter<'static, &'static str>,
    fields: Vec<Field>,
    rest: UndeclaredProperties,
}

impl Table {
    fn new(names: &'static [&'static str], is_closed: bool) -> Self {
        Self {
            names: names.iter(),
            fields: Vec::with_capacity(names.len()),
            rest: match is_closed {
                true => UndeclaredProperties::Forbidden,
                false => UndeclaredProperties::Ignored,
            },
        }
    }

    /// A function of its own, since what calls it is compiled for each type.
    #[inline(never)]
    fn field(&mut self, required: bool, shape: Shape) {
        let names = self.names.next();
        let field = names.map(|&name| Field { name, required, shape });
        self.fields.extend(field);
    }

    fn finish(self) -> Struct {
        Struct {
            fields: self.fields.leak(),
            rest: self.rest,
        }
    }
}

impl Fields<'_> for Table {
    fn required<T: Typed>(&mut self, _: &T) {
        self.field(true, T::SHAPE);
    }

    fn optional<T: Typed>(&mut self, _: &Option<T>) {
        self.field(false, T::SHAPE);
    }

    fn lenient_required<T: Typed, const WITHIN: u8>(&mut self, _: &T) {
        self.field(true, Shape::Any);
    }

    fn lenient_optional<T: Typed, const WITHIN: u8>(&mut self, _: &Option<T>) {
        self.field(false, Shape::Any);
    }

    fn lenient_nullable<T: Typed, const WITHIN: u8>(&mut self, _: &Option<T>) {
        self.field(false, Shape::Any);
    }

    fn rest<T: Typed>(&mut self, _: &'static str, _: &BTreeMap<String, T>) {
        self.rest = UndeclaredProperties::Kept(T::SHAPE);
    }

    fn lenient_rest<T: Typed, const WITHIN: u8>(&mut self, _: &'static str, _: &BTreeMap<String, T>) {
        self.rest = UndeclaredProperties::Kept(Shape::Any);
    }

    fn own_required<T: OwnType>(&mut self, _: &T) {
        self.field(true, T::SHAPE);
    }

    fn own_optional<T: OwnType>(&mut self, _: &Option<T>) {
        self.field(false, T::SHAPE);
    }

    fn own_rest<T: OwnType>(&mut self, _: &'static str, _: &BTreeMap<String, T>) {
        self.rest = UndeclaredProperties::Kept(T::SHAPE);
    }
}
