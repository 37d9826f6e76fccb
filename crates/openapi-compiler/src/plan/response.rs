//! Responses, and how they are read.

use crate::description::Status;

use super::{RustType, XmlNode};

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
    /// Within how many lists and maps what stands for a value is read too, if it is.
    pub lenient: Option<u8>,
    /// How the body is represented in XML, if it is read as that.
    pub xml: Option<XmlNode>,
}
