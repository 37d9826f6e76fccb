//! How values are written as XML.

use super::TypeId;

/// How a value is represented in XML.
#[derive(Clone, Debug, PartialEq)]
pub struct XmlNode {
    /// The local name of its element or attribute.
    pub name: String,
    /// The namespace of the name, and the prefix for it; either may be empty.
    pub namespace: (String, String),
    /// The kind of the node.
    pub kind: crate::schema::NodeType,
    /// Whether it is a property that is always there.
    pub required: bool,
    /// The value in it.
    pub value: XmlValue,
}

/// A value in XML.
#[derive(Clone, Debug, PartialEq)]
pub enum XmlValue {
    /// Text.
    Text,
    /// A number.
    Number,
    /// A boolean.
    Bool,
    /// Anything.
    Any,
    /// A list of items.
    List(Box<XmlNode>),
    /// The properties of an object, and the value of all others, if it may have any.
    Object(Vec<(String, XmlNode)>, Option<Box<XmlNode>>),
    /// One of several.
    OneOf(Vec<XmlValue>),
    /// That of a type.
    Of(TypeId),
}
