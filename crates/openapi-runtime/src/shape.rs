//! The JSON shapes of types, by which the variants of unions are distinguished.
//!
//! ```
//! use openapi_runtime::Typed;
//! use openapi_runtime::shape::Shape;
//!
//! assert!(matches!(<Vec<String>>::SHAPE, Shape::List(Shape::String)));
//! ```

/// The shape of a JSON value.
///
/// ```
/// use openapi_runtime::{Typed, shape::Shape};
///
/// assert!(matches!(<Vec<Option<bool>>>::SHAPE, Shape::List(Shape::Nullable(Shape::Bool))));
/// ```
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// Any value.
    Any,
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool,
    /// An integer of 32 bits.
    I32,
    /// An integer of 64 bits.
    I64,
    /// An integer of 64 bits that is not negative.
    U64,
    /// A number.
    F64,
    /// A string.
    String,
    /// A string in a format; another value is kept, but one in the format is preferred.
    Formatted(fn(&str) -> bool),
    /// A string, with the values that are listed; another value is kept, but a listed one is preferred.
    Enum(&'static [&'static str]),
    /// An integer, with the values that are listed; another value is kept, but a listed one is preferred.
    IntegerEnum(&'static [i64]),
    /// Any object.
    Object,
    /// The value or `null`.
    Nullable(&'static Shape),
    /// An array of any length.
    List(&'static Shape),
    /// An array of exactly these items.
    Tuple(&'static [Shape]),
    /// An object whose properties all have one shape.
    Map(&'static Shape),
    /// An object with known properties.
    Struct(fn() -> &'static Struct),
    /// One of several.
    Union(fn() -> &'static Union),
    /// The shape of a named type that may contain itself.
    Named(fn() -> &'static Shape),
    /// That of a type of the caller's own, which says whether it reads a value.
    Own(fn(&serde_json::Value) -> bool),
}

/// An object with known properties.
///
/// ```
/// use openapi_runtime::{shape::{Field, Shape, Struct, UndeclaredProperties}};
///
/// // `{"required": ["name"], "properties": {"name": {"type": "string"}}}`
/// static PET: Struct = Struct {
///     fields: &[Field { name: "name", required: true, shape: Shape::String }],
///     rest: UndeclaredProperties::Ignored,
/// };
/// let shape = Shape::Struct(|| &PET);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Struct {
    /// The known properties.
    pub fields: &'static [Field],
    /// All other properties.
    pub rest: UndeclaredProperties,
}

/// A known property.
///
/// ```
/// use openapi_runtime::{shape::{Field, Shape}};
///
/// let age = Field { name: "age", required: false, shape: Shape::I64 };
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// Whether it must be present.
    pub required: bool,
    /// Its value.
    pub shape: Shape,
}

/// How properties that are not declared are treated.
///
/// ```
/// use openapi_runtime::{shape::{Shape, UndeclaredProperties}};
///
/// // `{"additionalProperties": {"type": "string"}}`
/// let rest = UndeclaredProperties::Kept(Shape::String);
/// ```
#[derive(Clone, Copy, Debug)]
pub enum UndeclaredProperties {
    /// They are ignored when the object is read.
    Ignored,
    /// The description allows none; if there are any, they are ignored.
    Forbidden,
    /// They are kept in a map of values of this shape.
    Kept(Shape),
}

/// Alternatives.
///
/// ```
/// use openapi_runtime::{shape::{Shape, Union, Variant}};
///
/// // `{"oneOf": [{"type": "integer"}, {"type": "string"}]}`
/// static ID: Union = Union {
///     variants: &[Variant { shape: Shape::I64, tags: &[] }, Variant { shape: Shape::String, tags: &[] }],
///     tag: None,
///     default: None,
/// };
/// let shape = Shape::Union(|| &ID);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Union {
    /// The alternatives, in order.
    pub variants: &'static [Variant],
    /// The property whose value distinguishes the variants.
    pub tag: Option<&'static str>,
    /// The variant of a value whose tag is absent or unknown.
    pub default: Option<usize>,
}

/// One alternative.
///
/// ```
/// use openapi_runtime::{shape::{Shape, Variant}};
///
/// // `{"discriminator": {"propertyName": "kind", "mapping": {"dog": ..}}}`
/// let dog = Variant { shape: Shape::Object, tags: &["dog"] };
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Variant {
    /// Its shape.
    pub shape: Shape,
    /// The values of the tag that mean it.
    pub tags: &'static [&'static str],
}

impl Shape {
    /// Whether `null` has this shape.
    pub(crate) fn is_nullable(self) -> bool {
        match self {
            Self::Any | Self::Null | Self::Nullable(_) => true,
            Self::Named(shape) => shape().is_nullable(),
            Self::Union(union) => union().variants.iter().any(|variant| variant.shape.is_nullable()),
            _ => false,
        }
    }

    /// The shape of a value that is not `null`, under its own name.
    pub(crate) fn inner(self) -> Self {
        match self {
            Self::Nullable(shape) => shape.inner(),
            Self::Named(shape) => shape().inner(),
            other => other,
        }
    }

    /// Whether any value, or any object, has this shape.
    pub(crate) fn is_untyped(self) -> bool {
        matches!(self.inner(), Self::Any | Self::Object)
    }

    /// Whether one value only is listed.
    pub(crate) fn is_constant(self) -> bool {
        match self.inner() {
            Self::Enum(listed) => listed.len() == 1,
            Self::IntegerEnum(listed) => listed.len() == 1,
            _ => false,
        }
    }

    /// The shape of an item of an array.
    pub(crate) fn item(self, index: usize) -> Self {
        match self.inner() {
            Self::List(item) => *item,
            Self::Tuple(items) => items.get(index).copied().unwrap_or(Self::Any),
            _ => Self::Any,
        }
    }

    /// The shapes of the properties of an object.
    pub(crate) fn properties(self) -> Properties {
        match self.inner() {
            Self::Map(value) => Properties::All(*value),
            Self::Struct(object) => Properties::Of(object()),
            _ => Properties::All(Self::Any),
        }
    }
}

/// The shapes of the properties of an object.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Properties {
    /// One for all.
    All(Shape),
    /// Those of an object with known properties.
    Of(&'static Struct),
}

impl Properties {
    /// The shape of one.
    pub(crate) fn get(self, name: &str) -> Shape {
        match self {
            Self::All(shape) => shape,
            Self::Of(object) => match (object.field(name), object.rest) {
                (Some(field), _) => field.shape,
                (None, UndeclaredProperties::Kept(shape)) => shape,
                _ => Shape::Any,
            },
        }
    }
}

impl Struct {
    /// A known property.
    pub(crate) fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

impl Union {
    /// The variant that a value of the tag means, possibly by way of a union that is a variant.
    pub(crate) fn tagged(&self, tag: &str) -> Option<usize> {
        let direct = |variant: &Variant| variant.tags.contains(&tag);
        let nested = |variant: &Variant| match variant.shape.inner() {
            Shape::Union(union) => union().tag == self.tag && union().tagged(tag).is_some(),
            _ => false,
        };
        let position = |is: &dyn Fn(&Variant) -> bool| self.variants.iter().position(is);
        position(&direct).or_else(|| position(&nested))
    }
}
