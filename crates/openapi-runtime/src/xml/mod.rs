//! Bodies of XML. A value is JSON to all other code: what is read becomes JSON by the `xml` objects of a description, and JSON is
//! written by them.

mod read;
mod tree;
mod write;

pub(crate) use read::value;
pub(crate) use write::document;

/// The namespace of `xsi:nil`, which marks null.
const SCHEMA_INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// How a value is represented in XML: the `xml` object of its schema, with what follows from its place.
#[derive(Clone, Copy, Debug)]
pub struct XmlNode {
    /// The local name of its element or attribute.
    pub name: &'static str,
    /// The namespace of the name, and the prefix for it; either may be empty.
    pub namespace: (&'static str, &'static str),
    /// The kind of the node.
    pub kind: XmlKind,
    /// Whether it is a property that is always there: a list that has no element of its own is then empty, if there are no items.
    pub required: bool,
    /// The value in it.
    pub value: XmlValue,
}

/// A type whose values bodies of XML have.
pub trait XmlShape {
    /// How a value is represented.
    const VALUE: XmlValue;
}

/// The kind of a node (`nodeType`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum XmlKind {
    /// An element.
    Element,
    /// An attribute of the element around it.
    Attribute,
    /// The text of the element around it.
    Text,
    /// The same, as CDATA.
    Cdata,
    /// None of its own: what is in it belongs to the element around it.
    None,
}

/// A value in XML.
#[derive(Clone, Copy, Debug)]
pub enum XmlValue {
    /// Text.
    Text,
    /// A number.
    Number,
    /// A boolean.
    Bool,
    /// Anything: text, or an object of the elements and attributes that there are.
    Any,
    /// A list of items.
    List(&'static XmlNode),
    /// An object: its properties, and the value of all others, if it may have any.
    Object(&'static [(&'static str, XmlNode)], Option<&'static XmlNode>),
    /// One of several.
    OneOf(&'static [XmlValue]),
    /// What several places have.
    Shared(fn() -> &'static XmlValue),
}

impl XmlValue {
    /// The value itself.
    fn resolved(self) -> Self {
        match self {
            Self::Shared(value) => value().resolved(),
            other => other,
        }
    }
}

#[cfg(test)]
mod tests;
