//! What the values of a description are, as far as this decides how they are referred to.
//!
//! Source: the OpenAPI Specification 3.0.4, 3.1.1 and 3.2.0, and JSON Schema 2020-12.

/// An object of the specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Object {
    Root,
    Components,
    PathItem,
    Operation,
    Parameter,
    RequestBody,
    MediaType,
    Encoding,
    Response,
    Header,
    Example,
    Link,
    Callback,
    SecurityScheme,
    Schema,
    Discriminator,
    /// Another one, which has no parts that are referred to.
    Other,
}

/// A value of a description.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Kind {
    /// An object.
    One(Object),
    /// Objects in a list.
    List(Object),
    /// Objects by names.
    Map(Object),
    /// Objects by names; names that begin with `x-` are extensions.
    Extensible(Object),
    /// An example, an extension, or other data: it has no references.
    Data,
}

impl Kind {
    /// The kind of a member.
    pub fn member(self, name: &str) -> Self {
        match self {
            Self::Data => Self::Data,
            Self::List(_) => Self::One(Object::Other),
            Self::Map(object) => Self::One(object),
            Self::Extensible(_) | Self::One(_) if name.starts_with("x-") => Self::Data,
            Self::Extensible(object) => Self::One(object),
            Self::One(object) => object.member(name),
        }
    }

    /// The kind of an item of a list.
    pub fn item(self) -> Self {
        match self {
            Self::List(object) => Self::One(object),
            other => other,
        }
    }

    /// Where components of this kind are. Of other kinds there are none, or not in every version.
    pub fn components(self) -> Option<&'static str> {
        match self {
            Self::One(object) => object.components(),
            _ => None,
        }
    }
}

impl Object {
    /// Where components of this kind are.
    pub fn components(self) -> Option<&'static str> {
        match self {
            Self::Schema => Some("schemas"),
            Self::Response => Some("responses"),
            Self::Parameter => Some("parameters"),
            Self::Example => Some("examples"),
            Self::RequestBody => Some("requestBodies"),
            Self::Header => Some("headers"),
            Self::SecurityScheme => Some("securitySchemes"),
            Self::Link => Some("links"),
            Self::Callback => Some("callbacks"),
            _ => None,
        }
    }

    fn member(self, name: &str) -> Kind {
        use Kind::{Data, Extensible, List, Map, One};
        match (self, name) {
            (Self::Root, "paths") => Extensible(Self::PathItem),
            (Self::Root, "webhooks") => Map(Self::PathItem),
            (Self::Root, "components") => One(Self::Components),
            (Self::Components, section) => component(section),
            (Self::PathItem | Self::Operation, "parameters") => List(Self::Parameter),
            (Self::PathItem, "summary" | "description" | "servers") => One(Self::Other),
            (Self::PathItem, "additionalOperations") => Map(Self::Operation),
            (Self::PathItem, _) => One(Self::Operation),
            (Self::Operation, "requestBody") => One(Self::RequestBody),
            (Self::Operation, "responses") => Extensible(Self::Response),
            (Self::Operation, "callbacks") => Map(Self::Callback),
            (Self::Callback, _) => One(Self::PathItem),
            (Self::Parameter | Self::Header | Self::RequestBody | Self::Response, "content") => Map(Self::MediaType),
            (Self::Parameter | Self::Header | Self::MediaType, "schema" | "itemSchema") => One(Self::Schema),
            (Self::Parameter | Self::Header | Self::MediaType, "examples") => Map(Self::Example),
            (Self::Parameter | Self::Header | Self::MediaType, "example") => Data,
            (Self::Response | Self::Encoding, "headers") => Map(Self::Header),
            (Self::Response, "links") => Map(Self::Link),
            (Self::MediaType | Self::Encoding, "encoding") => Map(Self::Encoding),
            (Self::MediaType | Self::Encoding, "prefixEncoding" | "itemEncoding") => One(Self::Encoding),
            (Self::Example, "value" | "dataValue") => Data,
            (Self::Link, "parameters" | "requestBody") => Data,
            (Self::Schema, keyword) => keyword_of_schema(keyword),
            _ => One(Self::Other),
        }
    }
}

fn component(section: &str) -> Kind {
    match section {
        "schemas" => Kind::Map(Object::Schema),
        "responses" => Kind::Map(Object::Response),
        "parameters" => Kind::Map(Object::Parameter),
        "examples" => Kind::Map(Object::Example),
        "requestBodies" => Kind::Map(Object::RequestBody),
        "headers" => Kind::Map(Object::Header),
        "securitySchemes" => Kind::Map(Object::SecurityScheme),
        "links" => Kind::Map(Object::Link),
        "callbacks" => Kind::Map(Object::Callback),
        "pathItems" => Kind::Map(Object::PathItem),
        "mediaTypes" => Kind::Map(Object::MediaType),
        _ => Kind::One(Object::Other),
    }
}

fn keyword_of_schema(keyword: &str) -> Kind {
    match keyword {
        "properties" | "patternProperties" | "$defs" | "definitions" | "dependentSchemas" => Kind::Map(Object::Schema),
        "allOf" | "oneOf" | "anyOf" | "prefixItems" => Kind::List(Object::Schema),
        "not"
        | "if"
        | "then"
        | "else"
        | "items"
        | "additionalItems"
        | "unevaluatedItems"
        | "contains"
        | "additionalProperties"
        | "unevaluatedProperties"
        | "propertyNames"
        | "contentSchema" => Kind::One(Object::Schema),
        "discriminator" => Kind::One(Object::Discriminator),
        "default" | "const" | "example" | "examples" => Kind::Data,
        _ => Kind::One(Object::Other),
    }
}
