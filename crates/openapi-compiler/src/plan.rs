//! The plan: one record per type and per operation, with every name and Rust type decided.
//!
//! Everything here is ready to print. `emit` takes no decision that depends on the description, `plan` writes no Rust.

mod body;
mod ids;
mod links;
mod mock;
mod named;
mod operation;
mod options;
mod pages;
mod parameter;
mod response;
mod rules;
mod rust_type;
mod sections;
mod server;
mod tags;
mod types;
mod webhooks;
mod xml;

pub use body::{Body, BodyContent, BodyType, FormEncoding};
pub use links::{Link, LinkValue};
pub use mock::{Mock, MockOperation, MockResponse};
pub use operation::{Alias, AnyCall, Header, Method, Operation, StreamCall, Success};
pub use options::{Options, Origins};
pub use pages::{NextPage, PageInput, PageItems, PageStep, Pages};
pub use parameter::{Parameter, ParameterContent, ParameterEncoding};
pub use response::{DocumentedResponse, EventData, NamedEvent, NamedEvents, ResponseType};
pub use rules::{Check, Rules};
pub use rust_type::{FormatType, RustType, TypeId};
pub use sections::{Section, Sections};
pub use server::{Credential, Server, ServerVariable};
pub use tags::{Member, Tag};
pub use types::{
    AdditionalProperties, Conversion, Field, IntegerVariant, Multipart, Nested, Part, SchemaReport, StringVariant,
    Struct, TypeDef, TypeKind, Union, UnionVariant,
};
pub use webhooks::{Events, Mark, Pair, Webhook};
pub use xml::{XmlNode, XmlValue};

use crate::select::Selection;

/// A client to generate.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Which operations of the description the client has.
    pub selection: Selection,
    /// `info/title`.
    pub title: String,
    /// `info/version`.
    pub version: String,
    /// `info/summary` and `info/description`, as Markdown.
    pub docs: String,
    /// The types, in the order they are written.
    pub types: Vec<TypeDef>,
    /// The operations, in document order.
    pub operations: Vec<Operation>,
    /// The webhooks and callbacks, in document order.
    pub webhooks: Vec<Webhook>,
    /// Whether there are types only, without a client.
    pub only_types: bool,
    /// Whether requests have the defaults of the description.
    pub defaults: bool,
    /// The enum of all webhooks, if there are any.
    pub events: Option<Events>,
    /// The document's servers.
    pub servers: Vec<Server>,
    /// Index into `servers` of the one a client talks to by default.
    pub default_server: Option<usize>,
    /// The security schemes that some operation asks for.
    pub credentials: Vec<Credential>,
    /// The result for each schema of the description.
    pub schemas: Vec<SchemaReport>,
    /// The promises of the client to its callers.
    pub lock: crate::lock::Lock,
    /// The features of the runtime that its types need.
    pub features: Vec<&'static str>,
    /// The mock of the API, for tests of callers.
    pub mock: Mock,
    /// The methods by tag, if the client is split by tags.
    pub tags: Vec<Tag>,
    /// The sections that the client is split into, if it is split by tags.
    pub sections: Option<Sections>,
}

impl Plan {
    /// What the client is for, in words: an API may have an empty title.
    pub fn about(&self) -> String {
        match self.title.trim() {
            "" => "API client".to_owned(),
            title => format!("Client for {title}"),
        }
    }

    /// The type that a type stands for, with every alias seen through.
    pub fn unaliased<'p>(&'p self, ty: &'p RustType) -> &'p RustType {
        match ty {
            RustType::Named(id) => match &self.types[id.0 as usize].kind {
                TypeKind::Alias(target) => self.unaliased(target),
                _ => ty,
            },
            _ => ty,
        }
    }

    /// The type whose definition a type has.
    pub fn defined(&self, id: TypeId) -> TypeId {
        self.types[id.index()].same_as.unwrap_or(id)
    }

    /// Whether a type is one of the caller's own, or a list, map or tuple of such.
    pub fn is_own(&self, ty: &RustType) -> bool {
        match ty {
            RustType::Own(_) => true,
            RustType::Vec(inner) | RustType::Map(inner) | RustType::Nullable(inner) | RustType::Boxed(inner) => {
                self.is_own(inner)
            }
            RustType::Tuple(items) => items.iter().any(|item| self.is_own(item)),
            RustType::Named(id) => match &self.types[id.index()].kind {
                TypeKind::Alias(target) => self.is_own(target),
                _ => false,
            },
            _ => false,
        }
    }

    /// Whether values of a type may be `null`, also through an alias or a variant.
    pub fn is_nullable(&self, ty: &RustType) -> bool {
        match ty {
            RustType::Nullable(_) | RustType::Null | RustType::Value => true,
            RustType::Boxed(inner) => self.is_nullable(inner),
            RustType::Named(id) => match &self.types[id.0 as usize].kind {
                TypeKind::Alias(target) | TypeKind::Wrapper(target) => self.is_nullable(target),
                TypeKind::Union(union) => union.variants.iter().any(|variant| self.is_nullable(&variant.ty)),
                _ => false,
            },
            _ => false,
        }
    }
}
