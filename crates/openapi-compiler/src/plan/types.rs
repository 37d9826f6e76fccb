//! The types to write.

use crate::document::Location;

use super::{Rules, RustType, TypeId, XmlValue};

/// The result for a schema.
#[derive(Clone, Debug)]
pub struct SchemaReport {
    /// Where it stands.
    pub at: Location,
    /// Its type, as Rust code from the generated crate's root.
    pub rust_type: String,
    /// Why it is `serde_json::Value` though it says more than "anything".
    pub untyped: Option<String>,
}

/// A type to write.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeDef {
    /// Its name, an identifier in `types`.
    pub name: String,
    /// The schema it is named after.
    pub at: Location,
    /// Its documentation, as Markdown.
    pub docs: String,
    /// `deprecated`.
    pub deprecated: bool,
    /// Its definition.
    pub kind: TypeKind,
    /// The type with an equal definition that it is another name of. That alone is written.
    pub same_as: Option<TypeId>,
    /// Whether a parameter or the body of a request reaches it, so that people have to build it.
    pub in_request: bool,
    /// Derives that users chose, besides those of its kind.
    pub derives: Vec<String>,
    /// Whether it is an enum of texts or integers that users chose to order: by these, and not as a derive would.
    pub ordered: bool,
    /// Attributes that users chose.
    pub attributes: Vec<String>,
    /// The constraints of its values, if the client checks them.
    pub rules: Option<Rules>,
    /// How its values are represented in XML, if a body has them as that.
    pub xml: Option<XmlValue>,
}

/// The definition of a type.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeKind {
    /// A struct.
    Struct(Struct),
    /// An enum of strings that keeps unknown ones.
    StringEnum(Vec<StringVariant>),
    /// An enum of integers with names that keeps unknown ones.
    IntegerEnum(Vec<IntegerVariant>),
    /// An enum over the types of its variants, that keeps what fits none.
    Union(Union),
    /// A `multipart/*` body.
    Multipart(Multipart),
    /// Another name of a type.
    Alias(RustType),
    /// A struct around a type, where an alias would contain itself.
    Wrapper(RustType),
}

/// A `multipart/*` body.
#[derive(Clone, Debug, PartialEq)]
pub struct Multipart {
    /// The parts that the description lists.
    pub parts: Vec<Part>,
    /// The field for all other parts, if the description describes them.
    pub rest: Option<AdditionalProperties>,
}

/// A part of a `multipart/*` body.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The field that holds it.
    pub field: Field,
    /// Its media type, where the description says it.
    pub content_type: Option<String>,
}

/// An object.
#[derive(Clone, Debug, PartialEq)]
pub struct Struct {
    /// Its fields, the description's order.
    pub fields: Vec<Field>,
    /// The type of the values of all other properties, where the schema describes them (else they are ignored).
    pub rest: Option<AdditionalProperties>,
    /// Whether the schema allows no other properties.
    pub closed: bool,
    /// The field that it is made from by `From`: a body with one required field.
    pub wraps: Option<String>,
    /// Types that it converts into by leaving fields out: each has a subset of these fields, with the same types.
    pub converts_into: Vec<TypeId>,
    /// Whether it has a default value: nothing is required, or it is in responses only and the lock promises one.
    pub has_default: bool,
}

/// The field that holds all other properties.
#[derive(Clone, Debug, PartialEq)]
pub struct AdditionalProperties {
    /// The field's identifier.
    pub name: String,
    /// The type of each value.
    pub ty: RustType,
    /// Within how many lists and maps what stands for a value is read too, if it is.
    pub lenient: Option<u8>,
}

impl Struct {
    /// Whether what stands for a value is read too.
    pub(crate) fn is_lenient(&self) -> bool {
        let rest = self.rest.as_ref().and_then(|rest| rest.lenient);
        rest.is_some() || self.fields.iter().any(|field| field.lenient.is_some())
    }
}

/// A field.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its identifier, without `r#` (never one that needs it).
    pub name: String,
    /// The property.
    pub property: String,
    /// Its documentation, as Markdown.
    pub docs: String,
    /// The type of its value; [`RustType::Nullable`] when it may be `null`.
    pub ty: RustType,
    /// Whether it is always there. An optional field is an `Option` around `ty`.
    pub required: bool,
    /// `deprecated`.
    pub deprecated: bool,
    /// Whether `Debug` hides it.
    pub secret: bool,
    /// Within how many lists and maps what stands for a value is read too, if it is.
    pub lenient: Option<u8>,
    /// The value that it has unless the caller gives another: the only one that the description allows, or the tag of its
    /// object in a union.
    pub constant: Option<serde_json::Value>,
    /// The value that a builder sends unless the caller gives another: the default of the description, if asked for.
    pub default: Option<serde_json::Value>,
}

/// One value of an enum of strings.
#[derive(Clone, Debug, PartialEq)]
pub struct StringVariant {
    /// Its identifier.
    pub name: String,
    /// The value.
    pub value: String,
    /// Its documentation, as Markdown.
    pub docs: String,
}

/// One value of an enum of integers.
#[derive(Clone, Debug, PartialEq)]
pub struct IntegerVariant {
    /// Its identifier.
    pub name: String,
    /// The value.
    pub value: i64,
    /// Its documentation, as Markdown.
    pub docs: String,
}

/// Alternatives.
#[derive(Clone, Debug, PartialEq)]
pub struct Union {
    /// The variants, in order.
    pub variants: Vec<UnionVariant>,
    /// The property that tells them apart: the one that the `discriminator` names, or one with other values in each variant.
    /// Without it, or where a value does not have it, the variant that keeps most of the value is taken, the first of several.
    pub tag: Option<String>,
    /// Index of the variant of a value whose tag is absent or unknown.
    pub default: Option<usize>,
    /// The variants of unions that are its variants, which convert into it too.
    pub nested: Vec<Nested>,
    /// Whether every variant is a text, a number, a bool or an enum, so that it can be printed for people.
    pub is_scalar: bool,
}

/// A variant of a union that is a variant of another.
#[derive(Clone, Debug, PartialEq)]
pub struct Nested {
    /// The union between.
    pub between: TypeId,
    /// What its variant holds.
    pub variant: RustType,
    /// What converts into it.
    pub conversion: Conversion,
}

/// What converts into a variant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conversion {
    /// A value of its type.
    Plain,
    /// A text.
    Text,
    /// A value of its type, in its box or not.
    Boxed,
}

/// One alternative.
#[derive(Clone, Debug, PartialEq)]
pub struct UnionVariant {
    /// Its identifier.
    pub name: String,
    /// Its documentation, as Markdown.
    pub docs: String,
    /// Its type.
    pub ty: RustType,
    /// The values of the tag that mean it.
    pub tags: Vec<String>,
    /// The tag that is written where the value does not have one.
    pub written_tag: Option<String>,
    /// Whether it is a text in a format.
    pub has_format: bool,
    /// What converts into it by `From`.
    pub conversion: Option<Conversion>,
}
