//! Bodies of requests.

use crate::description::Style;

use super::{Field, Rules, RustType, TypeId, XmlNode};

/// A request body.
#[derive(Clone, Debug)]
pub struct Body {
    /// Whether it must be there: an argument if so, a chained setter if not.
    pub required: bool,
    /// Its documentation, as Markdown.
    pub docs: String,
    /// The media types to choose from, the preferred one first.
    pub contents: Vec<BodyContent>,
}

impl Body {
    /// Whether a media type of it is a range, so that the caller may name the one that is sent.
    pub fn has_range(&self) -> bool {
        self.contents.iter().any(|content| content.media_type.contains('*'))
    }
}

/// One media type of a body.
#[derive(Clone, Debug)]
pub struct BodyContent {
    /// The media type, as it is sent.
    pub media_type: String,
    /// The identifier of the argument or setter.
    pub name: String,
    /// Its Rust type and encoding.
    pub body: BodyType,
    /// The field of the body's object that alone is required, or that the lock promises: what it holds converts into the body.
    pub wraps: Option<Field>,
    /// Its constraints, if the client checks them.
    pub rules: Option<Rules>,
    /// How it is represented in XML, if it is sent as that.
    pub xml: Option<XmlNode>,
}

/// The Rust type of a request's body, and its encoding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BodyType {
    /// JSON.
    Json(RustType),
    /// `application/x-www-form-urlencoded`, with what the description says of the encoding of properties.
    Form(RustType, Vec<FormEncoding>),
    /// `multipart/*`: a [`TypeKind::Multipart`](super::TypeKind::Multipart), or parts of any kind where the description does not list them.
    Multipart(Option<TypeId>),
    /// Text: a `String`, or a value that text stands for.
    Text(RustType),
    /// JSON or text, by the value: the media type is a range such as `*/*`.
    Any(RustType),
    /// Bytes as they are, or a stream of them.
    Bytes,
}

/// How one property of a form is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormEncoding {
    /// The property.
    pub property: String,
    /// `style`.
    pub style: Style,
    /// `explode`.
    pub explode: bool,
    /// `allowReserved`.
    pub allow_reserved: bool,
}
