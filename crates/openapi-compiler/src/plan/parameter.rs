//! Parameters, and how they are written.

use crate::description::{ParameterIn, Style};

use super::{FormEncoding, Rules, RustType};

/// A parameter.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its identifier, of the argument or setter.
    pub name: String,
    /// Its name on the wire.
    pub wire_name: String,
    /// Where it goes.
    pub location: ParameterIn,
    /// Its documentation, as Markdown.
    pub docs: String,
    /// The type of its value.
    pub ty: RustType,
    /// A positional argument if required, a chained setter if not.
    pub required: bool,
    /// `deprecated`.
    pub deprecated: bool,
    /// How it is written.
    pub encoding: ParameterEncoding,
    /// Its constraints, if the client checks them.
    pub rules: Option<Rules>,
    /// A value for the example of a call: one that the description gives, if a literal can be it.
    pub example: Option<serde_json::Value>,
    /// The value that is sent unless the caller gives another: the default of the description, if asked for.
    pub default: Option<serde_json::Value>,
}

/// How a parameter is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParameterEncoding {
    /// By style.
    Style {
        /// `style`.
        style: Style,
        /// `explode`.
        explode: bool,
        /// `allowReserved`.
        allow_reserved: bool,
    },
    /// By a media type.
    Content(ParameterContent),
}

/// The format of a parameter with `content`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParameterContent {
    /// JSON.
    Json,
    /// Text as it is.
    Text,
    /// A form, with what the description says of the encoding of properties.
    Form(Vec<FormEncoding>),
}
