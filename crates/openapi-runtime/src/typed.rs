//! Types whose values are JSON.

use std::any::{Any, TypeId};
use std::collections::{BTreeMap, HashMap};
use std::fmt::Debug;
use std::sync::{PoisonError, RwLock};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::kind::{BuiltIn, Kind};
use crate::object::{self, Object};
use crate::shape::{Shape, Struct};
use crate::sink::{Borrowed, Sink, Unwritable};
use crate::source::{Elements, Slot, Source, Unreadable};

/// A type with a JSON representation, of which the types of a description consist.
///
/// ```
/// use openapi_runtime::{Typed, shape::Shape};
///
/// assert!(matches!(<Option<i64>>::SHAPE, Shape::Nullable(Shape::I64)));
/// assert_eq!((<Option<i64>>::blank(), String::blank()), (None, String::new()));
/// ```
pub trait Typed: Sized + Debug + PartialEq + Serialize + DeserializeOwned + Any {
    /// The shape of its values.
    const SHAPE: Shape;
    /// How its values are read and written.
    type Kind: Kind<Self>;

    /// The initial value of a field.
    fn blank() -> Self;
}

impl Shape {
    /// The shape of a struct.
    ///
    /// ```
    /// use openapi_runtime::shape::Shape;
    ///
    /// openapi_runtime::object!(pub struct Pet { name: required String = "name", });
    ///
    /// let Shape::Struct(table) = Shape::of_object::<Pet>() else { unreachable!() };
    /// assert_eq!((table().fields[0].name, table().fields[0].required), ("name", true));
    /// ```
    pub const fn of_object<T: Object>() -> Self {
        Self::Struct(table::<T>)
    }
}

/// The table of a struct, which is made the first time that it is asked for.
fn table<T: Object>() -> &'static Struct {
    known(TypeId::of::<T>(), object::table::<T>)
}

/// The table of a type, which is made the first time that it is asked for.
fn known(id: TypeId, make: fn() -> Struct) -> &'static Struct {
    static TABLES: RwLock<Option<HashMap<TypeId, &'static Struct>>> = RwLock::new(None);
    let known = TABLES.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(table) = known.as_ref().and_then(|tables| tables.get(&id)) {
        return table;
    }
    drop(known);
    let mut tables = TABLES.write().unwrap_or_else(PoisonError::into_inner);
    let tables = tables.get_or_insert_default();
    tables.entry(id).or_insert_with(|| Box::leak(Box::new(make())))
}

macro_rules! scalars {
    ($($ty:ty: $shape:ident, $blank:expr, $read:ident $($optional:ident)?, |$value:pat_param, $to:ident| $write:expr;)*) => {$(
        impl Typed for $ty {
            const SHAPE: Shape = Shape::$shape;
            type Kind = BuiltIn;

            fn blank() -> Self {
                $blank
            }
        }

        impl Kind<$ty> for BuiltIn {
            fn read(value: &mut $ty, from: &mut dyn Source<'_>) -> Result<(), Unreadable> {
                *value = from.$read()?;
                Ok(())
            }

            $(
                fn read_optional(value: &mut Option<$ty>, from: &mut dyn Source<'_>) -> Result<(), Unreadable> {
                    *value = from.$optional()?;
                    Ok(())
                }
            )?

            fn write($value: &$ty, $to: &mut dyn Sink) -> Result<(), Unwritable> {
                $write
            }
        }
    )*};
}

scalars! {
    (): Null, (), null, |_, to| to.null();
    bool: Bool, false, bool optional_bool, |value, to| to.bool(*value);
    i32: I32, 0, i32 optional_i32, |value, to| to.i32(*value);
    i64: I64, 0, i64 optional_i64, |value, to| to.i64(*value);
    u64: U64, 0, u64 optional_u64, |value, to| to.u64(*value);
    f64: F64, 0.0, f64 optional_f64, |value, to| to.f64(*value);
    String: String, String::new(), string optional_string, |value, to| to.text(value);
    Value: Any, Value::Null, value, |value, to| to.value(value);
    Map<String, Value>: Object, Map::new(), any_object, |members, to| {
        to.object(&|to| members.iter().for_each(|(name, value)| to.member(name, &Borrowed(value))))
    };
}

impl<T: Typed> Typed for Option<T> {
    const SHAPE: Shape = Shape::Nullable(&T::SHAPE);
    type Kind = BuiltIn;

    fn blank() -> Self {
        None
    }
}

impl<T: Typed> Kind<Option<T>> for BuiltIn {
    fn read(value: &mut Option<T>, from: &mut dyn Source<'_>) -> Result<(), Unreadable> {
        T::Kind::read_optional(value, from)
    }

    fn write(value: &Option<T>, to: &mut dyn Sink) -> Result<(), Unwritable> {
        match value {
            Some(value) => to.present(&Borrowed(value)),
            None => to.absent(),
        }
    }
}

impl<T: Typed> Typed for Box<T> {
    const SHAPE: Shape = T::SHAPE;
    type Kind = BuiltIn;

    fn blank() -> Self {
        Self::new(T::blank())
    }
}

impl<T: Typed> Kind<Box<T>> for BuiltIn {
    fn read(value: &mut Box<T>, from: &mut dyn Source<'_>) -> Result<(), Unreadable> {
        T::Kind::read(value, from)
    }

    fn write(value: &Box<T>, to: &mut dyn Sink) -> Result<(), Unwritable> {
        T::Kind::write(value, to)
    }
}

impl<T: Typed> Typed for Vec<T> {
    const SHAPE: Shape = Shape::List(&T::SHAPE);
    type Kind = BuiltIn;

    fn blank() -> Self {
        Self::new()
    }
}

impl<T: Typed> Kind<Vec<T>> for BuiltIn {
    fn read(value: &mut Vec<T>, from: &mut dyn Source<'_>) -> Result<(), Unreadable> {
        from.array(None, &mut Slot(value))
    }

    fn write(value: &Vec<T>, to: &mut dyn Sink) -> Result<(), Unwritable> {
        to.array(value.len(), &|to| {
            value.iter().for_each(|item| to.element(&Borrowed(item)))
        })
    }
}

impl<T: Typed> Elements for Slot<'_, Vec<T>> {
    fn element(&mut self, from: &mut dyn Source<'_>) -> Result<(), Unreadable> {
        let index = self.0.len();
        self.0.push(T::blank());
        T::Kind::read(&mut self.0[index], from)
    }
}

impl<T: Typed> Typed for BTreeMap<String, T> {
    const SHAPE: Shape = Shape::Map(&T::SHAPE);
    type Kind = BuiltIn;

    fn blank() -> Self {
        Self::new()
    }
}

impl<T: Typed> Kind<BTreeMap<String, T>> for BuiltIn {
    fn read(value: &mut BTreeMap<String, T>, from: &mut dyn Source<'_>) -> Result<(), Unreadable> {
        from.object(&mut Slot(value))
    }

    fn write(value: &BTreeMap<String, T>, to: &mut dyn Sink) -> Result<(), Unwritable> {
        to.object(&|to| value.iter().for_each(|(name, value)| to.member(name, &Borrowed(value))))
    }
}

/// A tuple of which so many items have been read.
struct Begun<'t, T>(&'t mut T, usize);

macro_rules! tuples {
    ($($length:literal $($item:ident $index:tt)*;)*) => {$(
        impl<$($item: Typed),*> Typed for ($($item,)*) {
            const SHAPE: Shape = Shape::Tuple(&[$($item::SHAPE),*]);
            type Kind = BuiltIn;

            fn blank() -> Self {
                ($($item::blank(),)*)
            }
        }

        impl<$($item: Typed),*> Kind<($($item,)*)> for BuiltIn {
            fn read(value: &mut ($($item,)*), from: &mut dyn Source<'_>) -> Result<(), Unreadable> {
                from.array(Some($length), &mut Begun(value, 0))
            }

            fn write(value: &($($item,)*), to: &mut dyn Sink) -> Result<(), Unwritable> {
                to.tuple($length, &|to| {
                    $(to.element(&Borrowed(&value.$index));)*
                })
            }
        }

        impl<$($item: Typed),*> Elements for Begun<'_, ($($item,)*)> {
            fn element(&mut self, from: &mut dyn Source<'_>) -> Result<(), Unreadable> {
                let index = self.1;
                self.1 += 1;
                match index {
                    $($index => $item::Kind::read(&mut self.0.$index, from),)*
                    _ => Ok(()),
                }
            }
        }
    )*};
}

tuples! {
    1 A 0;
    2 A 0 B 1;
    3 A 0 B 1 C 2;
    4 A 0 B 1 C 2 D 3;
    5 A 0 B 1 C 2 D 3 E 4;
    6 A 0 B 1 C 2 D 3 E 4 F 5;
    7 A 0 B 1 C 2 D 3 E 4 F 5 G 6;
    8 A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7;
    9 A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8;
    10 A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9;
    11 A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9 K 10;
    12 A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9 K 10 L 11;
}
