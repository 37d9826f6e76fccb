//! Types whose values are JSON.

use std::any::{Any, TypeId};
use std::collections::{BTreeMap, HashMap};
use std::fmt::Debug;
use std::sync::{PoisonError, RwLock};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::object::{self, Object};
use crate::shape::{Shape, Struct};

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
    static TABLES: RwLock<Option<HashMap<TypeId, &'static Struct>>> = RwLock::new(None);
    let id = TypeId::of::<T>();
    let known = TABLES.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(table) = known.as_ref().and_then(|tables| tables.get(&id)) {
        return table;
    }
    drop(known);
    let mut tables = TABLES.write().unwrap_or_else(PoisonError::into_inner);
    let tables = tables.get_or_insert_default();
    tables
        .entry(id)
        .or_insert_with(|| Box::leak(Box::new(object::table::<T>())))
}

macro_rules! scalars {
    ($($ty:ty: $shape:ident, $blank:expr;)*) => {$(
        impl Typed for $ty {
            const SHAPE: Shape = Shape::$shape;

            fn blank() -> Self {
                $blank
            }
        }
    )*};
}

scalars! {
    (): Null, ();
    bool: Bool, false;
    i32: I32, 0;
    i64: I64, 0;
    u64: U64, 0;
    f64: F64, 0.0;
    String: String, String::new();
    Map<String, Value>: Object, Map::new();
    Value: Any, Value::Null;
}

impl<T: Typed> Typed for Option<T> {
    const SHAPE: Shape = Shape::Nullable(&T::SHAPE);

    fn blank() -> Self {
        None
    }
}

impl<T: Typed> Typed for Box<T> {
    const SHAPE: Shape = T::SHAPE;

    fn blank() -> Self {
        Self::new(T::blank())
    }
}

impl<T: Typed> Typed for Vec<T> {
    const SHAPE: Shape = Shape::List(&T::SHAPE);

    fn blank() -> Self {
        Self::new()
    }
}

impl<T: Typed> Typed for BTreeMap<String, T> {
    const SHAPE: Shape = Shape::Map(&T::SHAPE);

    fn blank() -> Self {
        Self::new()
    }
}

macro_rules! tuples {
    ($($($item:ident)*;)*) => {$(
        impl<$($item: Typed),*> Typed for ($($item,)*) {
            const SHAPE: Shape = Shape::Tuple(&[$($item::SHAPE),*]);

            fn blank() -> Self {
                ($($item::blank(),)*)
            }
        }
    )*};
}

tuples! {
    A; A B; A B C; A B C D; A B C D E; A B C D E F; A B C D E F G; A B C D E F G H; A B C D E F G H I;
    A B C D E F G H I J; A B C D E F G H I J K; A B C D E F G H I J K L;
}
