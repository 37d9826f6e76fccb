//! Showing a struct.

use std::collections::BTreeMap;
use std::fmt::{self, Debug, DebugStruct, Formatter};

use super::{Fields, Names, Object};
use crate::own_type::OwnType;
use crate::redacted::Redacted;
use crate::typed::Typed;

/// Shows a struct by the names of its fields, with only whether they are there of those that are secret.
///
/// # Errors
///
/// Those of the formatter.
///
/// ```
/// openapi_runtime::object!(pub struct Pair { first: required i64 = "1st", second: optional Option<i64> = "2nd", });
///
///
/// // `Debug` of the macro `object!` calls it.
/// assert_eq!(format!("{:?}", Pair { first: 1, second: None }), "Pair { first: 1, second: None }");
/// ```
pub fn debug<T: Object>(value: &T, name: &'static str, f: &mut Formatter<'_>) -> fmt::Result {
    let mut shown = Shown {
        shown: f.debug_struct(name),
        names: super::names(T::FIELDS, T::PROPERTIES),
        secrets: T::SECRETS,
    };
    value.show(&mut shown);
    shown.shown.finish()
}

struct Shown<'a, 'b> {
    shown: DebugStruct<'a, 'b>,
    names: Names,
    secrets: &'static [&'static str],
}

impl Shown<'_, '_> {
    /// A function of its own, since what calls it is compiled for each type.
    #[inline(never)]
    fn field(&mut self, value: &dyn Debug, hidden: &dyn Debug) {
        let Some((field, property)) = self.names.next() else {
            return;
        };
        let secret = self.secrets.contains(&property);
        self.shown.field(field, if secret { hidden } else { value });
    }
}

/// What is shown of a value that may be absent.
fn hidden<T>(value: &Option<T>) -> &'static dyn Debug {
    match value {
        Some(_) => &Some(Redacted),
        None => &None::<Redacted>,
    }
}

impl Fields<'_> for Shown<'_, '_> {
    fn required<T: Typed>(&mut self, value: &T) {
        self.field(&value, &Redacted);
    }

    fn optional<T: Typed>(&mut self, value: &Option<T>) {
        self.field(&value, hidden(value));
    }

    fn rest<T: Typed>(&mut self, field: &'static str, values: &BTreeMap<String, T>) {
        self.shown.field(field, &values);
    }

    fn own_required<T: OwnType>(&mut self, value: &T) {
        self.field(&value, &Redacted);
    }

    fn own_optional<T: OwnType>(&mut self, value: &Option<T>) {
        self.field(&value, hidden(value));
    }

    fn own_rest<T: OwnType>(&mut self, field: &'static str, values: &BTreeMap<String, T>) {
        self.shown.field(field, &values);
    }
}
