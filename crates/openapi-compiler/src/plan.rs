//! The plan: one record per type and per operation, with every name and Rust type decided.
//!
//! Everything here is ready to print. `emit` takes no decision that depends on the description, `plan` writes no Rust.

mod named;
mod sections;
mod tags;

pub use sections::{Section, Sections};
pub use tags::{Member, Tag};

use crate::description::{ParameterIn, Status, Style};
use crate::document::Location;
use crate::rust_path::RustPath;
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

/// Names a type of the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(pub(crate) u32);

impl TypeId {
    /// The index of the type in [`Plan::types`].
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A Rust type as it is used.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum RustType {
    /// `bool`
    Bool,
    /// `i32`
    I32,
    /// `i64`
    I64,
    /// `u64`
    U64,
    /// `f64`
    F64,
    /// `String`
    String,
    /// `()`, JSON `null`
    Null,
    /// `serde_json::Value`
    Value,
    /// `serde_json::Map<String, serde_json::Value>`
    Object,
    /// `openapi_runtime::File`, a part of a multipart body.
    File,
    /// `Vec<T>`
    Vec(Box<RustType>),
    /// `std::collections::BTreeMap<String, T>`
    Map(Box<RustType>),
    /// A tuple of one or more.
    Tuple(Vec<RustType>),
    /// `Option<T>`: the value or `null`.
    Nullable(Box<RustType>),
    /// `Box<T>`, where a type would contain itself.
    Boxed(Box<RustType>),
    /// A type of the plan.
    Named(TypeId),
    /// A type of the caller's own.
    Own(RustPath),
    /// `openapi_runtime::Formatted<T>`, a text that stands for a `T`.
    Formatted(FormatType),
}

/// The type that texts of a format stand for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FormatType {
    /// Its path.
    pub path: RustPath,
    /// The feature of the runtime that it needs.
    pub feature: Option<&'static str>,
}

impl RustType {
    /// Adds the indexes of the types of the plan that it names, in lists, maps and boxes too.
    pub(crate) fn add_named(&self, found: &mut Vec<usize>) {
        match self {
            RustType::Named(id) => found.push(id.0 as usize),
            RustType::Vec(inner) | RustType::Map(inner) | RustType::Nullable(inner) | RustType::Boxed(inner) => {
                inner.add_named(found);
            }
            RustType::Tuple(items) => items.iter().for_each(|item| item.add_named(found)),
            _ => {}
        }
    }

    /// A type of the caller's own: one that the description could have too is that.
    pub(crate) fn own(path: &RustPath) -> Self {
        match path.to_string().as_str() {
            "bool" => Self::Bool,
            "i32" => Self::I32,
            "i64" => Self::I64,
            "u64" => Self::U64,
            "f64" => Self::F64,
            "String" => Self::String,
            _ => Self::Own(path.clone()),
        }
    }

    /// The type as text, where `own` spells what is to differ, and the types of the plan.
    pub(crate) fn text(&self, own: &impl Fn(&Self) -> Option<String>) -> String {
        if let Some(text) = own(self) {
            return text;
        }
        match self {
            RustType::Bool => "bool".to_owned(),
            RustType::I32 => "i32".to_owned(),
            RustType::I64 => "i64".to_owned(),
            RustType::U64 => "u64".to_owned(),
            RustType::F64 => "f64".to_owned(),
            RustType::String => "String".to_owned(),
            RustType::Null => "()".to_owned(),
            RustType::Value => "Value".to_owned(),
            RustType::Object => "Map<String, Value>".to_owned(),
            RustType::File => "File".to_owned(),
            RustType::Vec(item) => format!("Vec<{}>", item.text(own)),
            RustType::Map(value) => format!("BTreeMap<String, {}>", value.text(own)),
            RustType::Tuple(items) => {
                let items: Vec<String> = items.iter().map(|item| item.text(own)).collect();
                format!("({},)", items.join(", "))
            }
            RustType::Nullable(inner) => format!("Option<{}>", inner.text(own)),
            RustType::Boxed(inner) => format!("Box<{}>", inner.text(own)),
            RustType::Named(_) => "_".to_owned(),
            RustType::Own(path) => path.to_string(),
            RustType::Formatted(format) => format!("Formatted<{}>", format.path),
        }
    }

    /// The type of the plan that it is, in a box or not.
    pub(crate) fn named(&self) -> Option<TypeId> {
        match self {
            RustType::Named(id) => Some(*id),
            RustType::Boxed(inner) => inner.named(),
            _ => None,
        }
    }

    /// Whether a value of one becomes a value of the other by boxing or unboxing it, also in an `Option`.
    pub(crate) fn is_but_for_boxes(&self, other: &RustType) -> bool {
        match (self, other) {
            (RustType::Boxed(a), RustType::Boxed(b)) | (RustType::Nullable(a), RustType::Nullable(b)) => {
                a.is_but_for_boxes(b)
            }
            (RustType::Boxed(inner), plain) | (plain, RustType::Boxed(inner)) => **inner == *plain,
            _ => self == other,
        }
    }
}

/// A type to write.
#[derive(Clone, Debug)]
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
    /// Whether a parameter or the body of a request reaches it, so that people have to build it.
    pub in_request: bool,
    /// Derives that users chose, besides those of its kind.
    pub derives: Vec<String>,
    /// Attributes that users chose.
    pub attributes: Vec<String>,
    /// The constraints of its values, if the client checks them.
    pub rules: Option<Rules>,
    /// How its values are represented in XML, if a body has them as that.
    pub xml: Option<XmlValue>,
}

/// The constraints of values, as far as they go beyond their type.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    /// Those of the value itself.
    pub checks: Vec<Check>,
    /// Those of properties.
    pub properties: Vec<(String, Rules)>,
    /// Those of all other properties.
    pub others: Option<Box<Rules>>,
    /// Those of items.
    pub items: Option<Box<Rules>>,
    /// Those of the variants of a union.
    pub variants: Option<(TypeId, Vec<Rules>)>,
    /// Those of a type.
    pub of: Option<TypeId>,
}

impl Rules {
    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.checks.is_empty()
            && self.properties.is_empty()
            && self.others.is_none()
            && self.items.is_none()
            && self.variants.is_none()
            && self.of.is_none()
    }
}

/// A constraint of a value.
#[derive(Clone, Debug)]
pub enum Check {
    /// `minimum`.
    Minimum(f64),
    /// `exclusiveMinimum`.
    Above(f64),
    /// `maximum`.
    Maximum(f64),
    /// `exclusiveMaximum`.
    Below(f64),
    /// `multipleOf`.
    MultipleOf(f64),
    /// `minLength`.
    MinLength(u64),
    /// `maxLength`.
    MaxLength(u64),
    /// `pattern`.
    Pattern(String),
    /// `minItems`.
    MinItems(u64),
    /// `maxItems`.
    MaxItems(u64),
    /// `uniqueItems`.
    UniqueItems,
    /// `minProperties`.
    MinProperties(u64),
    /// `maxProperties`.
    MaxProperties(u64),
}

/// The definition of a type.
#[derive(Clone, Debug)]
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
#[derive(Clone, Debug)]
pub struct Multipart {
    /// The parts that the description lists.
    pub parts: Vec<Part>,
    /// The field for all other parts, if the description describes them.
    pub rest: Option<AdditionalProperties>,
}

/// A part of a `multipart/*` body.
#[derive(Clone, Debug)]
pub struct Part {
    /// The field that holds it.
    pub field: Field,
    /// Its media type, where the description says it.
    pub content_type: Option<String>,
}

/// An object.
#[derive(Clone, Debug)]
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
#[derive(Clone, Debug)]
pub struct AdditionalProperties {
    /// The field's identifier.
    pub name: String,
    /// The type of each value.
    pub ty: RustType,
}

/// A field.
#[derive(Clone, Debug)]
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
    /// Whether what stands for its value is read too.
    pub lenient: bool,
    /// The value that it has unless the caller gives another: the only one that the description allows, or the tag of its
    /// object in a union.
    pub constant: Option<serde_json::Value>,
    /// The value that a builder sends unless the caller gives another: the default of the description, if asked for.
    pub default: Option<serde_json::Value>,
}

/// One value of an enum of strings.
#[derive(Clone, Debug)]
pub struct StringVariant {
    /// Its identifier.
    pub name: String,
    /// The value.
    pub value: String,
    /// Its documentation, as Markdown.
    pub docs: String,
}

/// One value of an enum of integers.
#[derive(Clone, Debug)]
pub struct IntegerVariant {
    /// Its identifier.
    pub name: String,
    /// The value.
    pub value: i64,
    /// Its documentation, as Markdown.
    pub docs: String,
}

/// Alternatives.
#[derive(Clone, Debug)]
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
#[derive(Clone, Debug)]
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
#[derive(Clone, Debug)]
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
    /// What converts into it by `From`.
    pub conversion: Option<Conversion>,
}

/// An operation to write.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Where it stands.
    pub at: Location,
    /// `operationId`, or what stands for it: the method's identifier.
    pub id: String,
    /// `operationId`.
    pub operation_id: Option<String>,
    /// The method's identifier.
    pub name: String,
    /// Earlier names of the method, which the lock promises.
    pub aliases: Vec<Alias>,
    /// The stem of the names of its types, `CreateThing` for `create_thing`.
    pub type_name: String,
    /// The HTTP method, in capitals.
    pub method: String,
    /// The path template.
    pub path: String,
    /// Its documentation, as Markdown.
    pub docs: String,
    /// `tags`.
    pub tags: Vec<String>,
    /// `deprecated`.
    pub deprecated: bool,
    /// Its parameters, path parameters in the order of the template first.
    pub parameters: Vec<Parameter>,
    /// The header parameter that takes an idempotency key: one is made for each call that is not given one.
    pub idempotency_header: Option<String>,
    /// Its request body.
    pub body: Option<Body>,
    /// The methods of the client: one, or one for each media type of a required body.
    pub methods: Vec<Method>,
    /// The media types to ask for, in order.
    pub accept: Vec<String>,
    /// The documented successes: 2XX and 3XX. Where the lock promises one type of result, those of this type.
    pub successes: Vec<DocumentedResponse>,
    /// The type of a success.
    pub success: Success,
    /// The other documented responses.
    pub errors: Vec<DocumentedResponse>,
    /// The documented statuses, as the description writes them.
    pub statuses: Vec<String>,
    /// Alternatives of credentials, each the names of security schemes; one that is empty needs none.
    pub security: Vec<Vec<String>>,
    /// Its own server, where the document's do not apply.
    pub server: Option<String>,
    /// The URLs of its own servers, with `{variables}`, where there is a choice.
    pub servers: Vec<String>,
    /// The documented headers of its responses.
    pub headers: Vec<Header>,
    /// The stream, if the operation can also respond at once: another method asks for it.
    pub stream: Option<StreamCall>,
    /// How its answers follow each other, if it answers page by page.
    pub pages: Option<Pages>,
    /// The links of its successes to operations.
    pub links: Vec<Link>,
    /// The successes of every type, if the lock promises one of them as the result: another method returns an enum.
    pub any: Option<AnyCall>,
}

impl Operation {
    /// The operation as the method that returns any success has it.
    pub fn with_any_success(&self) -> Option<Self> {
        let AnyCall { successes, accept } = self.any.clone()?;
        Some(Self {
            success: Success::Enum,
            successes,
            accept,
            any: None,
            ..self.clone()
        })
    }

    /// The content of the body that a method takes.
    pub fn content(&self, method: &Method) -> Option<&BodyContent> {
        self.body.as_ref()?.contents.get(method.content?)
    }

    /// Whether a body is XML that is a value.
    pub(crate) fn has_xml(&self) -> bool {
        let mut contents = self.body.iter().flat_map(|body| &body.contents);
        let streams = self.stream.iter().flat_map(|call| &call.successes);
        let any = self.any.iter().flat_map(|call| &call.successes);
        let mut responses = self.successes.iter().chain(&self.errors).chain(streams).chain(any);
        contents.any(|content| content.xml.is_some()) || responses.any(|response| response.xml.is_some())
    }

    /// The enum of events that are known by their names.
    pub fn named_events(&self) -> Option<&NamedEvents> {
        let streams = self.stream.iter().flat_map(|call| &call.successes);
        let any = self.any.iter().flat_map(|call| &call.successes);
        let mut all = self.successes.iter().chain(streams).chain(any);
        all.find_map(|response| match &response.body {
            ResponseType::Events(EventData::Named(events)) => Some(events),
            _ => None,
        })
    }

    /// Whether a success is a stream.
    pub fn is_streamed(&self) -> bool {
        self.successes.iter().any(|response| response.body.is_stream())
    }

    /// The events that can be continued on another connection, as only those of a GET can, and the function that decodes them.
    pub fn reconnects(&self) -> Option<(&DocumentedResponse, &'static str)> {
        let (successes, decode) = match &self.stream {
            Some(call) => (&call.successes, "decode_stream"),
            None => (&self.successes, "decode"),
        };
        let events = |response: &DocumentedResponse| matches!(response.body, ResponseType::Events(_));
        let first = successes
            .first()
            .filter(|first| events(first) && self.method == "GET")?;
        let alike = |other: &DocumentedResponse| other.body == first.body;
        successes.iter().all(alike).then_some((first, decode))
    }
}

/// A mock of the API.
#[derive(Clone, Debug, Default)]
pub struct Mock {
    /// In the order of the operations.
    pub operations: Vec<MockOperation>,
    /// The structs that only responses have, and that can be built in tests.
    pub built: Vec<TypeId>,
}

/// An operation of a mock.
#[derive(Clone, Debug)]
pub struct MockOperation {
    /// The method that begins an expectation.
    pub method: String,
    /// The type of the expectation.
    pub type_name: String,
    /// The method for each parameter, in order.
    pub parameters: Vec<String>,
    /// The method for each content of the body, in order.
    pub bodies: Vec<String>,
    /// The methods for responses.
    pub responses: Vec<MockResponse>,
}

/// A response of a mock.
#[derive(Clone, Debug)]
pub struct MockResponse {
    /// Its method.
    pub name: String,
    /// The response.
    pub response: DocumentedResponse,
}

/// A method of the client.
#[derive(Clone, Debug)]
pub struct Method {
    /// Its identifier.
    pub name: String,
    /// The content of the body that it takes: index into [`Body::contents`].
    pub content: Option<usize>,
}

/// The type of a success.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Success {
    /// The one type of all successes.
    Plain(ResponseType),
    /// An enum with a variant for each response.
    Enum,
}

impl Success {
    /// That of responses.
    pub(crate) fn of(successes: &[DocumentedResponse]) -> Self {
        let first = successes.first().map_or(&ResponseType::Empty, |first| &first.body);
        match successes.iter().all(|response| response.body.is_same_type(first)) {
            true => Self::Plain(first.clone()),
            false => Self::Enum,
        }
    }
}

/// A documented header of responses.
#[derive(Clone, Debug)]
pub struct Header {
    /// The constant's identifier.
    pub name: String,
    /// Its name on the wire.
    pub header: String,
    /// The type of its value.
    pub ty: RustType,
    /// The responses that have it.
    pub statuses: Vec<String>,
}

/// A call of an operation whose response is a stream.
#[derive(Clone, Debug)]
pub struct StreamCall {
    /// The successes, all of one type.
    pub successes: Vec<DocumentedResponse>,
    /// The property or parameter that asks for it, besides `Accept`.
    pub flag: Option<PageInput>,
}

/// A link of a success to an operation.
#[derive(Clone, Debug)]
pub struct Link {
    /// The identifier of the function.
    pub name: String,
    /// Its documentation, as Markdown.
    pub docs: String,
    /// The identifier of its argument that is the response.
    pub response: String,
    /// The operation: index into [`Plan::operations`].
    pub target: usize,
    /// The parameters of the target that it fills, by index, and with what.
    pub values: Vec<(usize, LinkValue)>,
}

/// What a link fills a parameter with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkValue {
    /// The value at a JSON pointer into the body of the response.
    Body(String),
    /// A header of the response.
    Header(String),
    /// The status of the response.
    Status,
    /// A constant.
    Constant(serde_json::Value),
}

/// A call of an operation whose result is a success of any documented type.
#[derive(Clone, Debug)]
pub struct AnyCall {
    /// Every documented success.
    pub successes: Vec<DocumentedResponse>,
    /// The media types to ask for, in order.
    pub accept: Vec<String>,
}

/// How the pages of an operation follow each other. Places are JSON pointers into the body of a page, in which `-` is the last item
/// of a list.
#[derive(Clone, Debug)]
pub struct Pages {
    /// Where the next page is.
    pub next: NextPage,
    /// Where a page says whether there are more.
    pub more: Option<String>,
    /// Where a page says how many there are.
    pub count: Option<String>,
    /// Where the items of a page are, if it is known.
    pub items: Option<PageItems>,
    /// Who says so: `Config::pages`, the name of an extension, or `rule`.
    pub why: String,
}

/// Where the next page is.
#[derive(Clone, Debug)]
pub enum NextPage {
    /// At the URL of the header `Link`.
    Link,
    /// At a URL in the body.
    Url(String),
    /// Where a value of the body leads.
    Value {
        /// Where the value is.
        at: String,
        /// The parameter or property that it is sent as.
        to: PageInput,
    },
    /// At the next number.
    Number {
        /// The parameter or property that it is sent as.
        to: PageInput,
        /// That of the first page.
        first: i64,
        /// Where the items of a page are.
        items: String,
        /// Whether it counts items, and not pages.
        counts_items: bool,
    },
}

impl NextPage {
    /// The kind of pagination, in a word.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Url(_) => "url",
            Self::Value { .. } => "cursor",
            Self::Number { counts_items: true, .. } => "offset",
            Self::Number { .. } => "page",
        }
    }
}

/// Where a request says which page it asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageInput {
    /// In a parameter of the query.
    Query(String),
    /// In the body.
    Body(String),
}

/// The way to the items of a page.
#[derive(Clone, Debug)]
pub struct PageItems {
    /// The fields on the way, none if the page is the list.
    pub steps: Vec<PageStep>,
    /// The type of an item.
    pub ty: RustType,
}

/// A field on the way to the items of a page.
#[derive(Clone, Debug)]
pub struct PageStep {
    /// Its identifier.
    pub field: String,
    /// How many `Option`s are around its value.
    pub options: usize,
}

/// An earlier name of an operation.
#[derive(Clone, Debug)]
pub struct Alias {
    /// The method's identifier.
    pub name: String,
    /// The identifiers of all methods, in the order of [`Operation::methods`].
    pub methods: Vec<String>,
    /// The stem of the names of its types.
    pub type_name: String,
}

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
    /// `multipart/*`: a [`TypeKind::Multipart`], or parts of any kind where the description does not list them.
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

/// The Rust type of a response's body, and its decoding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResponseType {
    /// JSON.
    Json(RustType),
    /// Text: a `String`, or a value that text stands for.
    Text(RustType),
    /// JSON or text, by the media type of the response: that of the description is a range such as `*/*`.
    Any(RustType),
    /// Bytes, read whole.
    Bytes,
    /// A stream of bytes.
    Stream,
    /// `text/event-stream`, a stream of events, whose data is of this type.
    Events(EventData),
    /// JSON values, one a line: a stream of them.
    Lines(RustType),
    /// Nothing.
    Empty,
}

/// What the data of events is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventData {
    /// Anything: the events are given as they are.
    Untyped,
    /// JSON of this type.
    Json(RustType),
    /// What the name of the event says.
    Named(NamedEvents),
}

/// Events that are known by their names: an enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedEvents {
    /// Its name, an identifier in `operations`.
    pub name: String,
    /// The events.
    pub events: Vec<NamedEvent>,
}

/// An event that is known by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedEvent {
    /// The value of `event`.
    pub event: String,
    /// The variant's identifier.
    pub variant: String,
    /// Its documentation, as Markdown.
    pub docs: String,
    /// The type of its data, which is JSON; text otherwise.
    pub data: Option<RustType>,
}

impl ResponseType {
    /// Whether the caller reads the body as it arrives.
    pub fn is_stream(&self) -> bool {
        matches!(self, Self::Stream | Self::Events(_) | Self::Lines(_))
    }

    /// Whether it is the same Rust type as another, however each is read.
    pub fn is_same_type(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Json(a) | Self::Text(a) | Self::Any(a), Self::Json(b) | Self::Text(b) | Self::Any(b)) => a == b,
            _ => self == other,
        }
    }
}

/// One media type of a documented response. Those of one Rust type share a variant.
#[derive(Clone, Debug)]
pub struct DocumentedResponse {
    /// Which statuses.
    pub status: Status,
    /// Its variant's identifier.
    pub variant: String,
    /// Its documentation, as Markdown.
    pub docs: String,
    /// Its media type; none when it has no content.
    pub media_type: Option<String>,
    /// Its body.
    pub body: ResponseType,
    /// How the body is represented in XML, if it is read as that.
    pub xml: Option<XmlNode>,
}

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

/// A security scheme whose credential a client holds.
#[derive(Clone, Debug)]
pub struct Credential {
    /// Its name in the description.
    pub scheme: String,
    /// The identifier of the builder's setter.
    pub name: String,
    /// Its documentation, as Markdown.
    pub docs: String,
    /// Its kind and location.
    pub kind: crate::description::SecurityKind,
}

/// A request that the server sends, whose body is JSON.
#[derive(Clone, Debug)]
pub struct Webhook {
    /// Its place in the description.
    pub at: Location,
    /// Its name in the description.
    pub wire_name: String,
    /// The identifier of the function that reads its body.
    pub name: String,
    /// Its documentation, as Markdown.
    pub docs: String,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// The type of its body.
    pub payload: RustType,
}

/// The enum of the webhooks that are not callbacks, and how they are distinguished.
#[derive(Clone, Debug)]
pub struct Events {
    /// The identifier and the index of the webhook of each variant.
    pub variants: Vec<(String, usize)>,
    /// Whether each name is that of one webhook.
    pub by_name: bool,
    /// The property of the body that distinguishes them.
    pub property: Option<Mark>,
    /// The header that distinguishes them.
    pub header: Option<Mark>,
}

/// What distinguishes several webhooks.
#[derive(Clone, Debug)]
pub struct Mark {
    /// The name of the property or header.
    pub name: String,
    /// The values of each webhook; no two have the same.
    pub values: Vec<Vec<String>>,
}

/// A server to choose.
#[derive(Clone, Debug)]
pub struct Server {
    /// The variant's identifier.
    pub variant: String,
    /// Its documentation, as Markdown.
    pub docs: String,
    /// `url`, with `{variables}`.
    pub url: String,
    /// Its variables.
    pub variables: Vec<ServerVariable>,
}

/// A variable in a server's URL.
#[derive(Clone, Debug)]
pub struct ServerVariable {
    /// The field's identifier.
    pub name: String,
    /// Its name in the URL.
    pub wire_name: String,
    /// Its documentation, as Markdown.
    pub docs: String,
    /// Its value by default.
    pub default: String,
    /// The values it may take; empty when any will do.
    pub values: Vec<String>,
}

/// Where a file has what it sets, such as `openapi-build.toml:3:1`, by the pointers, names and patterns that it sets something for.
pub type Origins = std::collections::BTreeMap<String, String>;

/// User options that affect planning.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Which operations the client has.
    pub selection: Selection,
    /// New names, by JSON pointers into the root file, or `path/of/file.yaml#` and a pointer into that file.
    pub renames: std::collections::BTreeMap<String, String>,
    /// Such pointers of the properties (`.../properties/token`) that `Debug` hides besides those the description marks.
    pub secrets: std::collections::BTreeSet<String>,
    /// How the pages of operations follow each other, by such pointers.
    pub pages: std::collections::BTreeMap<String, crate::pages::Pages>,
    /// Schemas of the data of events that operations stream, both by such pointers.
    pub events: std::collections::BTreeMap<String, String>,
    /// Derives and attributes of types.
    pub additions: crate::derives::Additions,
    /// Schemas of which also what stands for a value is read, by their names or such pointers.
    pub lenient: std::collections::BTreeSet<String>,
    /// Whether the client checks constraints.
    pub validate: bool,
    /// Whether requests have the defaults of the description.
    pub defaults: bool,
    /// Whether bodies of XML are values.
    pub xml: bool,
    /// Whether the client reads webhooks and callbacks.
    pub webhooks: bool,
    /// Whether the client is split by the tags of its operations.
    pub by_tag: bool,
    /// Types of the formats of texts.
    pub formats: crate::formats::Formats,
    /// Types of the caller's own, by the names or such pointers of schemas.
    pub replacements: crate::replace::Replacements,
    /// The URL of the server to use by default; else the first.
    pub default_server: Option<String>,
    /// The places of these options in a file.
    pub origins: Origins,
    /// The promises of earlier versions.
    pub lock: Option<crate::lock::Lock>,
    /// Whether a promise that cannot be kept is an error.
    pub locked: bool,
}
