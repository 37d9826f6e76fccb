//! The operations to write.

use crate::document::Location;

use super::{
    Body, BodyContent, DocumentedResponse, EventData, Link, NamedEvents, PageInput, Pages, Parameter, ResponseType,
    RustType,
};

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

/// A method of the client.
#[derive(Clone, Debug)]
pub struct Method {
    /// Its identifier.
    pub name: String,
    /// The content of the body that it takes: index into [`Body::contents`](super::Body::contents).
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

/// A call of an operation whose result is a success of any documented type.
#[derive(Clone, Debug)]
pub struct AnyCall {
    /// Every documented success.
    pub successes: Vec<DocumentedResponse>,
    /// The media types to ask for, in order.
    pub accept: Vec<String>,
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
