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
///
/// ```
/// use openapi_runtime::{RawResponse, StatusCode, XmlKind, XmlNode, XmlValue, http::HeaderMap};
///
/// const NAME: XmlNode = XmlNode {
///     name: "name",
///     namespace: ("", ""),
///     kind: XmlKind::Element,
///     required: true,
///     value: XmlValue::Text,
/// };
/// const ID: XmlNode = XmlNode { name: "id", kind: XmlKind::Attribute, value: XmlValue::Number, ..NAME };
/// const PET: XmlNode = XmlNode { name: "pet", value: XmlValue::Object(&[("id", ID), ("name", NAME)], None), ..NAME };
///
/// # use openapi_runtime::serde_json::{Value, json};
/// let response = RawResponse::new(StatusCode::OK, HeaderMap::new(), r#"<pet id="7"><name>Rex</name></pet>"#.into());
/// assert_eq!(response.xml(&PET, "application/xml"), Ok(json!({"id": 7, "name": "Rex"})));
/// ```
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
///
/// ```
/// use openapi_runtime::{XmlKind, XmlNode, XmlShape, XmlValue};
///
/// struct Names;
///
/// impl XmlShape for Names {
///     const VALUE: XmlValue = XmlValue::List(&XmlNode {
///         name: "name",
///         namespace: ("", ""),
///         kind: XmlKind::Element,
///         required: true,
///         value: XmlValue::Text,
///     });
/// }
/// ```
pub trait XmlShape {
    /// How a value is represented.
    const VALUE: XmlValue;
}

/// The kind of a node (`nodeType`).
///
/// ```
/// use openapi_runtime::{XmlKind, XmlNode, XmlValue};
///
/// // `{"type": "integer", "xml": {"attribute": true}}`
/// const ID: XmlNode = XmlNode {
///     name: "id",
///     namespace: ("", ""),
///     kind: XmlKind::Attribute,
///     required: false,
///     value: XmlValue::Number,
/// };
/// ```
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
///
/// ```
/// use openapi_runtime::{XmlKind, XmlNode, XmlValue};
///
/// const NAME: XmlNode = XmlNode {
///     name: "name",
///     namespace: ("", ""),
///     kind: XmlKind::Element,
///     required: true,
///     value: XmlValue::Text,
/// };
/// // `<name>Rex</name><name>Bello</name>`
/// const NAMES: XmlValue = XmlValue::List(&NAME);
/// ```
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
