//! What bodies are, by their media types.

use crate::description::{self, MediaType, Style};
use crate::docs::paragraphs;
use crate::name::snake;
use crate::plan::{Body, BodyContent, BodyPayload, FormEncoding, Payload, RustType};
use crate::resolved::Resolved;

use super::place::media_suffix;
use super::types::Types;

/// Plans the body of a request: a choice of media types.
pub(super) fn body(resolved: &Resolved, types: &mut Types<'_>, body: &description::RequestBody) -> Option<Body> {
    let mut contents: Vec<&MediaType> = body.content.iter().collect();
    contents.sort_by_key(|content| preference(&content.media_type));
    let mut planned: Vec<BodyContent> = Vec::new();
    for content in contents {
        let mut name = if planned.is_empty() {
            "body".to_owned()
        } else {
            snake(&format!("body {}", suffix_of(&content.media_type)))
        };
        if planned.iter().any(|known| known.name == name) {
            name = format!("{name}_x{}", crate::name::suffix(&content.media_type));
        }
        planned.push(BodyContent {
            media_type: content.media_type.clone(),
            name,
            payload: body_payload(resolved, types, content),
            wraps: None,
        });
    }
    (!planned.is_empty()).then(|| Body {
        required: body.required,
        docs: paragraphs([body.description.as_deref()]),
        contents: planned,
    })
}

fn body_payload(resolved: &Resolved, types: &mut Types<'_>, content: &MediaType) -> BodyPayload {
    let media_type = essence(&content.media_type);
    let mut of_schema = || {
        content
            .schema
            .map_or(RustType::Value, |schema| types.rust_type(resolved.of(schema)))
    };
    if is_json(&media_type) && !is_binary(resolved, content) {
        BodyPayload::Json(of_schema())
    } else if media_type == "application/x-www-form-urlencoded" {
        BodyPayload::Form(of_schema(), form_encodings(content))
    } else if media_type.starts_with("multipart/") {
        BodyPayload::Multipart(types.multipart(&content.at))
    } else if is_text(&media_type) {
        BodyPayload::Text
    } else {
        BodyPayload::Bytes
    }
}

/// What the description says of the properties of a form. Without `style`, `explode` and `allowReserved` a property is
/// written by its media type (OpenAPI 3.1, "Encoding Object"), which the runtime knows.
fn form_encodings(content: &MediaType) -> Vec<FormEncoding> {
    let said = content
        .encoding
        .iter()
        .filter(|(_, encoding)| encoding.style.is_some() || encoding.explode.is_some() || encoding.allow_reserved);
    said.map(|(property, encoding)| {
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

/// What tells a media type from the preferred one, in names.
pub(super) fn suffix_of(media_type: &str) -> String {
    let suffix = media_suffix(media_type);
    if suffix.is_empty() { "Json".to_owned() } else { suffix }
}

/// The media type without parameters, in lower case.
fn essence(media_type: &str) -> String {
    let essence = media_type.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

fn is_json(essence: &str) -> bool {
    essence == "*/*" || essence == "application/*" || essence.ends_with("/json") || essence.ends_with("+json")
}

fn is_text(essence: &str) -> bool {
    let form = essence == "application/x-www-form-urlencoded";
    essence.starts_with("text/") || essence.ends_with("/xml") || essence.ends_with("+xml") || form
}

/// Whether values come one a line, for want of a registered media type under several names.
fn is_lines(essence: &str) -> bool {
    let subtype = essence.strip_prefix("application/").unwrap_or_default();
    let subtype = subtype.strip_prefix("x-").unwrap_or(subtype);
    matches!(subtype, "ndjson" | "jsonl" | "jsonlines" | "json-lines" | "stream+json")
}

/// Whether a schema says that the content is no text, whatever the media type.
fn is_binary(resolved: &Resolved, content: &MediaType) -> bool {
    let format = |schema| resolved.get(resolved.of(schema)).schema.format.as_deref() == Some("binary");
    content.schema.is_some_and(format)
}

/// JSON first, then whatever else is like it, in the description's order.
pub(super) fn preference(media_type: &str) -> usize {
    match essence(media_type).as_str() {
        "application/json" => 0,
        "*/*" => 2,
        essence if is_json(essence) && !is_lines(essence) => 1,
        _ => 3,
    }
}

/// What the body of a response is.
pub(super) fn payload(resolved: &Resolved, types: &mut Types<'_>, content: &MediaType, success: bool) -> Payload {
    let media_type = essence(&content.media_type);
    if success && media_type == "text/event-stream" {
        Payload::Events
    } else if success && is_lines(&media_type) {
        Payload::Lines(line(resolved, types, content))
    } else if is_json(&media_type) && !is_binary(resolved, content) {
        let schema = content.schema.map(|schema| types.rust_type(resolved.of(schema)));
        Payload::Json(schema.unwrap_or(RustType::Value))
    } else if is_text(&media_type) {
        Payload::Text
    } else if success {
        Payload::Stream
    } else {
        Payload::Bytes
    }
}

/// The type of a line: `itemSchema`, or what people write for want of it, a list or the item itself.
fn line(resolved: &Resolved, types: &mut Types<'_>, content: &MediaType) -> RustType {
    let whole = content.schema.map(|schema| types.rust_type(resolved.of(schema)));
    let item = content.item_schema.map(|schema| types.rust_type(resolved.of(schema)));
    match (item, whole) {
        (Some(item), _) => item,
        (None, Some(RustType::Vec(item))) => *item,
        (None, whole) => whole.unwrap_or(RustType::Value),
    }
}
