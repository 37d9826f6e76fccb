//! Maps media types to request and response bodies.

use crate::description::{self, MediaType, Style};
use crate::diagnostic::Diagnostics;
use crate::docs::paragraphs;
use crate::lock::Kind;
use crate::name::{pascal, snake, spellings};
use crate::plan::{
    Body, BodyContent, BodyType, EventData, FormEncoding, NamedEvent, NamedEvents, ParameterContent, ResponseType,
    RustType,
};
use crate::resolved::Resolved;

use super::place::media_suffix;
use super::promises::Promises;
use super::scope::{Entry, Scope};
use super::types::Types;

/// Plans the body of a request: a choice of media types.
pub(super) fn body(
    resolved: &Resolved,
    types: &mut Types<'_>,
    body: &description::RequestBody,
    operation: &[String; 2],
    diagnostics: &mut Diagnostics,
) -> Option<Body> {
    let mut planned: Vec<BodyContent> = Vec::new();
    for (content, name) in names_of_contents(body, operation, types.promises()) {
        let body = request_body(resolved, types, content, diagnostics);
        let is_same = |known: &BodyContent| is_plain_json(&known.media_type) && known.body == body;
        if is_plain_json(&content.media_type) && planned.iter().any(is_same) {
            continue;
        }
        planned.push(BodyContent {
            media_type: content.media_type.clone(),
            name,
            body,
            wraps: None,
            rules: None,
            xml: None,
        });
    }
    (!planned.is_empty()).then(|| Body {
        required: body.required,
        docs: paragraphs([body.description.as_deref()]),
        contents: planned,
    })
}

/// The media types of a body, the preferred one first, and what each is called. `operation` is its method and path in the lock,
/// where a promise prefers one.
pub(super) fn names_of_contents<'b>(
    body: &'b description::RequestBody,
    operation: &[String; 2],
    promises: &Promises<'_>,
) -> Vec<(&'b MediaType, String)> {
    let [method, path] = operation;
    let promised = |content: &MediaType| promises.name(Kind::Body, &[method, path, &content.media_type]);
    let mut contents: Vec<&MediaType> = body.content.iter().collect();
    let is_preferred = |content: &MediaType| promised(content).is_some_and(|name| name == "body");
    contents.sort_by_key(|content| (!is_preferred(content), preference(&content.media_type)));
    let name = |text: &str| snake(&format!("body {text}"));
    let entries = contents.iter().enumerate().map(|(nth, content)| {
        let media_type = &content.media_type;
        let names = match nth {
            0 => vec!["body".to_owned()],
            _ => [vec![name(&suffix_of(media_type))], spellings(media_type, name)].concat(),
        };
        Entry::new(media_type, names).promised(promised(content))
    });
    // Every request has a `body_bytes` of its own.
    let names = Scope::assign(entries.collect(), &["body_bytes"]).names();
    contents.into_iter().zip(names).collect()
}

fn request_body(
    resolved: &Resolved,
    types: &mut Types<'_>,
    content: &MediaType,
    diagnostics: &mut Diagnostics,
) -> BodyType {
    let media_type = essence(&content.media_type);
    if is_binary(resolved, types, content) || is_undescribed(resolved, content) {
        BodyType::Bytes
    } else if is_open(&media_type) {
        BodyType::Any(of_schema(resolved, types, content))
    } else if is_json(&media_type) || is_value_of_xml(resolved, types, content, true) {
        BodyType::Json(of_schema(resolved, types, content))
    } else if is_form(&media_type) {
        BodyType::Form(of_schema(resolved, types, content), form_encodings(content))
    } else if media_type.starts_with("multipart/") {
        let described = types.multipart(&content.at);
        if described.is_none() {
            let message =
                format!("the parts of `{media_type}` are not described; they are given as a free `Multipart`");
            diagnostics.note("undescribed-parts", &content.at, message);
        }
        BodyType::Multipart(described)
    } else if is_text(&media_type) {
        BodyType::Text(text_type(resolved, types, content, diagnostics))
    } else {
        BodyType::Bytes
    }
}

pub(super) fn of_schema(resolved: &Resolved, types: &mut Types<'_>, content: &MediaType) -> RustType {
    content
        .schema
        .map_or(RustType::Value, |schema| types.rust_type(resolved.of(schema)))
}

/// The type that a text is read as: that of its schema where a text surely stands for it, else a string.
fn text_type(
    resolved: &Resolved,
    types: &mut Types<'_>,
    content: &MediaType,
    diagnostics: &mut Diagnostics,
) -> RustType {
    let Some(id) = content.schema.map(|schema| resolved.of(schema)) else {
        return RustType::String;
    };
    if types.is_scalar(id) {
        return types.rust_type(id);
    }
    if !types.is_anything(id) {
        let message = format!(
            "how `{}` stands for a value of this schema is not described; it is text",
            content.media_type
        );
        diagnostics.note("untyped-text", &content.at, message);
    }
    RustType::String
}

/// How a parameter with `content` is written, and its type.
pub(super) fn parameter(
    resolved: &Resolved,
    types: &mut Types<'_>,
    content: &MediaType,
    diagnostics: &mut Diagnostics,
) -> (RustType, ParameterContent) {
    let media_type = essence(&content.media_type);
    if is_json(&media_type) {
        (of_schema(resolved, types, content), ParameterContent::Json)
    } else if is_form(&media_type) {
        let encodings = form_encodings(content);
        (of_schema(resolved, types, content), ParameterContent::Form(encodings))
    } else {
        let ty = text_type(resolved, types, content, diagnostics);
        (ty, ParameterContent::Text)
    }
}

/// The encodings of the properties of a form. Without `style`, `explode` and `allowReserved` a property is
/// written by its media type (OpenAPI 3.1, "Encoding Object"), which the runtime knows.
fn form_encodings(content: &MediaType) -> Vec<FormEncoding> {
    let stated = content
        .encoding
        .iter()
        .filter(|(_, encoding)| encoding.style.is_some() || encoding.explode.is_some() || encoding.allow_reserved);
    stated
        .map(|(property, encoding)| {
            let style = encoding.style.unwrap_or(Style::Form);
            FormEncoding {
                property: property.clone(),
                style,
                explode: encoding.explode.unwrap_or(style == Style::Form),
                allow_reserved: encoding.allow_reserved,
            }
        })
        .collect()
}

/// The part of a name that distinguishes a media type from the preferred one.
pub(super) fn suffix_of(media_type: &str) -> String {
    let suffix = media_suffix(media_type);
    let word = match essence(media_type).as_str() {
        "*/*" => "Any",
        _ if suffix.is_empty() => "Json",
        _ => &suffix,
    };
    word.to_owned()
}

/// The media type without parameters, in lower case.
pub(super) fn essence(media_type: &str) -> String {
    let essence = media_type.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

/// The content of a body that is JSON.
pub(super) fn json_of(body: &description::RequestBody) -> Option<&MediaType> {
    let contents = body.content.iter().filter(|content| {
        let media_type = essence(&content.media_type);
        is_json(&media_type) || is_open(&media_type)
    });
    contents.min_by_key(|content| preference(&content.media_type))
}

/// Whether the media type is left open so far that JSON and text are both in it.
fn is_open(essence: &str) -> bool {
    matches!(essence, "*/*" | "*" | "application/*")
}

fn is_json(essence: &str) -> bool {
    essence.ends_with("/json") || essence.ends_with("+json")
}

fn is_form(essence: &str) -> bool {
    essence == "application/x-www-form-urlencoded"
}

fn is_text(essence: &str) -> bool {
    essence.starts_with("text/") || essence.ends_with("/xml") || essence.ends_with("+xml")
}

/// Whether a content is XML that is read and written as a value. A request has to have a name for its root element.
fn is_value_of_xml(resolved: &Resolved, types: &Types<'_>, content: &MediaType, is_request: bool) -> bool {
    let Some(schema) = content
        .schema
        .filter(|_| types.overrides().xml && is_xml(&content.media_type))
    else {
        return false;
    };
    let id = resolved.of(schema);
    let is_value = !types.is_scalar(id) && !types.is_anything(id);
    is_value && (!is_request || types.root_of_xml(schema).is_some())
}

pub(super) fn is_xml(media_type: &str) -> bool {
    let essence = essence(media_type);
    essence.ends_with("/xml") || essence.ends_with("+xml")
}

/// Whether it is JSON and no particular kind of it: bodies of these types that are the same value are one.
fn is_plain_json(media_type: &str) -> bool {
    let (essence, parameters) = media_type.split_once(';').unwrap_or((media_type, ""));
    let parameters = parameters.trim();
    let plain = parameters.is_empty() || parameters.to_ascii_lowercase().starts_with("charset=");
    let essence = essence.trim().to_ascii_lowercase();
    plain
        && matches!(
            essence.as_str(),
            "application/json" | "text/json" | "application/*+json"
        )
}

/// Whether values come one after the other: one per line, which has several names, or as RFC 7464 has it.
fn is_lines(essence: &str) -> bool {
    let subtype = essence.strip_prefix("application/").unwrap_or_default();
    let subtype = subtype.strip_prefix("x-").unwrap_or(subtype);
    let sequence = subtype == "json-seq" || subtype.ends_with("+json-seq");
    sequence || matches!(subtype, "ndjson" | "jsonl" | "jsonlines" | "json-lines" | "stream+json")
}

/// Whether a schema declares the content as bytes, with any media type.
fn is_binary(resolved: &Resolved, types: &Types<'_>, content: &MediaType) -> bool {
    let schema = content.schema.map(|schema| resolved.of(schema));
    !essence(&content.media_type).starts_with("multipart/") && schema.is_some_and(|id| types.is_binary(id))
}

/// Whether neither the media type nor the schema says anything of the content: it may be a file.
fn is_undescribed(resolved: &Resolved, content: &MediaType) -> bool {
    let schema = content.schema.map(|schema| resolved.of(schema));
    is_open(&essence(&content.media_type)) && schema.is_none_or(|id| resolved.get(id).schema.accepts_anything())
}

/// JSON first, then other types of JSON, in the order of the description.
pub(super) fn preference(media_type: &str) -> usize {
    match essence(media_type).as_str() {
        "application/json" => 0,
        "*/*" => 2,
        essence if (is_json(essence) || is_open(essence)) && !is_lines(essence) => 1,
        _ => 3,
    }
}

/// The type of a response's body.
pub(super) fn response_body(
    resolved: &Resolved,
    types: &mut Types<'_>,
    content: &MediaType,
    response: &description::Response,
    success: bool,
    diagnostics: &mut Diagnostics,
) -> ResponseType {
    let media_type = essence(&content.media_type);
    if success && media_type == "text/event-stream" {
        return ResponseType::Events(event_data(resolved, types, content, diagnostics));
    }
    if success && is_lines(&media_type) {
        return ResponseType::Lines(line(resolved, types, content));
    }
    // An error is read whole and shown, so as a value where it can be.
    let is_download = success && is_undescribed(resolved, content);
    if !is_binary(resolved, types, content) && !is_download {
        if is_open(&media_type) {
            return ResponseType::Any(of_schema(resolved, types, content));
        } else if is_json(&media_type)
            || is_value_of_xml(resolved, types, content, false)
            || (is_text(&media_type) && is_json_too(resolved, types, content, response))
        {
            return ResponseType::Json(of_schema(resolved, types, content));
        } else if is_text(&media_type) || is_form(&media_type) {
            return ResponseType::Text(text_type(resolved, types, content, diagnostics));
        }
    }
    if success {
        ResponseType::Stream
    } else {
        ResponseType::Bytes
    }
}

/// Whether a content is a value that the response has as JSON too, in a format that the client does not read: XML, YAML or
/// protobuf. The client does not ask for it. JSON under the name of a text is not one: ASP.NET lists `text/plain` so.
pub(super) fn is_other_representation(
    resolved: &Resolved,
    types: &Types<'_>,
    content: &MediaType,
    response: &description::Response,
) -> bool {
    let media_type = essence(&content.media_type);
    let is_read = is_json(&media_type)
        || is_open(&media_type)
        || is_lines(&media_type)
        || matches!(media_type.as_str(), "text/plain" | "text/event-stream");
    !is_read && is_json_too(resolved, types, content, response)
}

/// Whether a content has a schema that text cannot stand for, and that the response has as JSON besides.
fn is_json_too(resolved: &Resolved, types: &Types<'_>, content: &MediaType, response: &description::Response) -> bool {
    let id = |content: &MediaType| content.schema.map(|schema| resolved.of(schema));
    let same = |other: &MediaType| is_json(&essence(&other.media_type)) && id(other) == id(content);
    id(content).is_some_and(|id| !types.is_scalar(id) && !types.is_anything(id)) && response.content.iter().any(same)
}

/// The type of the data of events, where it is known. Otherwise events are given as they are: their schema is not lost silently.
fn event_data(
    resolved: &Resolved,
    types: &mut Types<'_>,
    content: &MediaType,
    diagnostics: &mut Diagnostics,
) -> EventData {
    if let Some(data) = types.overrides().event_data(content) {
        return EventData::Json(types.rust_type(resolved.of(data)));
    }
    let named = types.overrides().named_events(content);
    if !named.is_empty() {
        return EventData::Named(named_events(resolved, types, named));
    }
    if content.item_schema.is_some() {
        let message = "the events of the stream are not typed; `Event::json` reads the data of one";
        diagnostics.note("untyped-events", &content.at.child("itemSchema"), message);
    }
    EventData::Untyped
}

/// Events by their names. The operation gives the enum its name.
fn named_events(resolved: &Resolved, types: &mut Types<'_>, described: &[description::NamedEvent]) -> NamedEvents {
    let entries = described.iter().map(|event| {
        let mut names = spellings(&event.name, pascal);
        names.insert(1, pascal(&format!("{} event", event.name)));
        Entry::new(&event.name, names)
    });
    let variants = Scope::assign(entries.collect(), &["Other"]).names();
    let events = described.iter().zip(variants).map(|(event, variant)| NamedEvent {
        event: event.name.clone(),
        variant,
        docs: paragraphs([event.description.as_deref()]),
        data: event.data.map(|data| types.rust_type(resolved.of(data))),
    });
    NamedEvents {
        name: String::new(),
        events: events.collect(),
    }
}

/// The type of a line: `itemSchema`, or what people write instead of it, a list or the item itself.
fn line(resolved: &Resolved, types: &mut Types<'_>, content: &MediaType) -> RustType {
    let whole = content.schema.map(|schema| types.rust_type(resolved.of(schema)));
    let item = content.item_schema.map(|schema| types.rust_type(resolved.of(schema)));
    match (item, whole) {
        (Some(item), _) => item,
        (None, Some(RustType::Vec(item))) => *item,
        (None, whole) => whole.unwrap_or(RustType::Value),
    }
}
