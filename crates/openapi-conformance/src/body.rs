//! Reads the body of a request by its media type, and compares it with the arguments.

use futures_util::stream;
use serde_json::Value;

use crate::arguments::{Body, text_of};
use crate::charset;
use crate::contract::{Content, Contract, Direction, Operation};
use crate::dialect::WORDS;
use crate::json::{elements, members};
use crate::parameter::{compare_property, is_text_of};
use crate::pointer::{follow, locate};
use crate::request::{Request, decode, essence, pairs};
use crate::round_trip::difference;
use crate::same::same;
use crate::shown;
use crate::xml;

/// The names of plain JSON, the best first.
const PLAIN_JSON: [&str; 3] = ["application/json", "text/json", "application/*+json"];

/// The kind of a body, by its media type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Json,
    /// JSON or text, by the value.
    Any,
    Form,
    Multipart,
    Text,
    /// XML of a value.
    Xml,
    Bytes,
    Events,
    Lines,
}

fn is_same_schema(contract: &Contract, a: &Content, b: &Content) -> bool {
    let schema = |content: &Content| {
        let schema = contract.document().pointer(content.schema.as_ref()?)?;
        Some(follow(contract.document(), schema))
    };
    schema(a) == schema(b)
}

/// The kind of a content; a schema of `format: binary` is bytes with any media type.
pub(crate) fn kind(contract: &Contract, content: &Content) -> Kind {
    let media_type = essence(&content.media_type).to_ascii_lowercase();
    let subtype = media_type.strip_prefix("application/").unwrap_or_default();
    let lines = ["ndjson", "jsonl", "jsonlines", "json-lines", "stream+json"];
    let sequence = media_type.ends_with("/json-seq") || media_type.ends_with("+json-seq");
    let json = media_type.ends_with("/json") || media_type.ends_with("+json");
    match media_type.as_str() {
        "text/event-stream" => Kind::Events,
        _ if sequence || lines.contains(&subtype.strip_prefix("x-").unwrap_or(subtype)) => Kind::Lines,
        _ if media_type.starts_with("multipart/") => Kind::Multipart,
        _ if is_binary(contract, content) => Kind::Bytes,
        _ if content.is_xml => Kind::Xml,
        "application/x-www-form-urlencoded" => Kind::Form,
        _ if is_undescribed(contract, content) => Kind::Bytes,
        _ if is_open(&media_type) => Kind::Any,
        _ if json => Kind::Json,
        _ if media_type.starts_with("text/") || media_type.ends_with("/xml") || media_type.ends_with("+xml") => {
            Kind::Text
        }
        _ => Kind::Bytes,
    }
}

/// Whether JSON and text are both in a media type.
fn is_open(media_type: &str) -> bool {
    matches!(media_type, "*/*" | "*" | "application/*")
}

/// Whether neither the media type nor the schema says anything of the content.
pub(crate) fn is_undescribed(contract: &Contract, content: &Content) -> bool {
    let document = contract.document();
    let schema = content.schema.as_ref().and_then(|schema| document.pointer(schema));
    is_open(&essence(&content.media_type).to_ascii_lowercase())
        && schema.is_none_or(|schema| is_anything(document, schema, 0))
}

/// Whether a schema has annotations alone.
pub(crate) fn is_anything(document: &Value, schema: &Value, depth: usize) -> bool {
    let schema = follow(document, schema);
    let allows = |(name, value): (&str, &Value)| match name {
        "allOf" => depth < 32 && elements(value).all(|part| is_anything(document, part, depth + 1)),
        name => WORDS.contains(&name) || matches!(name, "$comment" | "xml") || name.starts_with("x-"),
    };
    *schema == Value::Bool(true) || (schema.is_object() && members(schema).all(allows))
}

fn is_binary(contract: &Contract, content: &Content) -> bool {
    let Some(schema) = content
        .schema
        .as_ref()
        .and_then(|schema| contract.document().pointer(schema))
    else {
        return false;
    };
    is_bytes(without_null(contract.document(), schema))
}

/// Whether a part of a body, or each of several, is a file by its schema.
fn is_file(contract: &Contract, content: &Content, name: &str) -> bool {
    let document = contract.document();
    let schema = content.schema.as_ref().and_then(|schema| document.pointer(schema));
    let Some(part) = schema.and_then(|schema| follow(document, schema)["properties"].get(name)) else {
        return false;
    };
    let part = without_null(document, part);
    is_bytes(part)
        || part
            .get("items")
            .is_some_and(|items| is_bytes(without_null(document, items)))
}

/// Whether a schema is that of bytes.
fn is_bytes(schema: &Value) -> bool {
    let encoding = schema["contentEncoding"].as_str();
    let by_media_type = encoding.is_none() && schema["contentMediaType"].is_string();
    schema["format"] == "binary" || encoding.is_some_and(|text| text.eq_ignore_ascii_case("binary")) || by_media_type
}

/// The other alternative of a schema that is a union with `null`.
fn without_null<'d>(document: &'d Value, schema: &'d Value) -> &'d Value {
    let schema = follow(document, schema);
    let unions = [&schema["anyOf"], &schema["oneOf"]];
    let Some(union) = unions.into_iter().find(|union| union.is_array()) else {
        return schema;
    };
    let mut others = elements(union).filter(|variant| follow(document, variant)["type"] != "null");
    match (others.next(), others.next()) {
        (Some(only), None) => without_null(document, only),
        _ => schema,
    }
}

/// Whether text surely stands for a value of the schema: one number, truth value or text.
pub(crate) fn is_scalar(contract: &Contract, content: &Content) -> bool {
    let schema = content.schema.as_ref().and_then(|at| contract.document().pointer(at));
    let Some(schema) = schema.map(|schema| follow(contract.document(), schema)) else {
        return false;
    };
    let strings = || elements(&schema["enum"]).all(Value::is_string) && schema["enum"].is_array();
    matches!(
        schema["type"].as_str(),
        Some("string" | "number" | "integer" | "boolean")
    ) || strings()
}

/// Whether a schema gives a value a shape that text does not have.
pub(crate) fn is_structured(contract: &Contract, content: &Content) -> bool {
    let schema = content.schema.as_ref().and_then(|at| contract.document().pointer(at));
    let Some(schema) = schema.map(|schema| follow(contract.document(), schema)) else {
        return false;
    };
    let says = ["type", "properties", "items", "allOf", "anyOf", "oneOf", "enum"];
    !is_scalar(contract, content) && says.iter().any(|keyword| schema.get(keyword).is_some())
}

/// Whether a content of a response has a schema that text cannot stand for, and that the response has as JSON besides.
pub(crate) fn is_json_too(contract: &Contract, content: &Content, contents: &[Content]) -> bool {
    let document = contract.document();
    let schema = |content: &Content| {
        let (schema, _) = locate(document, document.pointer(content.schema.as_ref()?)?, String::new());
        Some(schema)
    };
    let same = |other: &Content| kind(contract, other) == Kind::Json && schema(other) == schema(content);
    is_structured(contract, content) && contents.iter().any(same)
}

/// Whether a content is in a format that clients do not read, of a value that the response has as JSON too. Plain text is
/// another name of JSON there.
pub(crate) fn is_other_representation(contract: &Contract, content: &Content, contents: &[Content]) -> bool {
    let unread = matches!(
        kind(contract, content),
        Kind::Text | Kind::Xml | Kind::Bytes | Kind::Form | Kind::Multipart
    );
    let plain = essence(&content.media_type).eq_ignore_ascii_case("text/plain");
    unread && !plain && is_json_too(contract, content, contents)
}

/// A media type to send a value as, where the description has a range.
pub(crate) fn concrete(contract: &Contract, content: &Content, value: &Value) -> String {
    concrete_of(kind(contract, content), content, value)
}

/// A media type to send a value of a kind as, where the description has a range.
pub(crate) fn concrete_of(kind: Kind, content: &Content, value: &Value) -> String {
    if !content.media_type.contains('*') {
        return content.media_type.clone();
    }
    let concrete = match kind {
        Kind::Any if value.is_string() && !content.media_type.starts_with("application/") => "text/plain",
        Kind::Json | Kind::Any => "application/json",
        Kind::Text => "text/plain",
        Kind::Multipart => "multipart/form-data",
        _ => match essence(&content.media_type) {
            "image/*" => "image/png",
            "audio/*" => "audio/ogg",
            "video/*" => "video/mp4",
            _ => "application/octet-stream",
        },
    };
    concrete.to_owned()
}

impl Operation {
    /// Returns the violations of the description by the body.
    pub(crate) fn body_violations(&self, contract: &Contract, request: &Request) -> Vec<String> {
        if request.body.is_empty() && request.header("content-type").is_none() {
            let missing = self.body_required && !self.bodies.is_empty();
            return missing
                .then(|| "the required body is missing".to_owned())
                .into_iter()
                .collect();
        }
        let sent = request.media_type();
        let in_range = |range: &str| match essence(range).strip_suffix("/*") {
            Some("*") => true,
            // Of a range, the client says no more than that it is bytes.
            Some(_) if sent == "application/octet-stream" => true,
            Some(kind) => sent
                .split('/')
                .next()
                .is_some_and(|sent| sent.eq_ignore_ascii_case(kind)),
            None => false,
        };
        let same_type = |content: &&Content| essence(&content.media_type).eq_ignore_ascii_case(sent);
        let documented = self.bodies.iter().find(same_type);
        let Some(content) = documented.or_else(|| self.bodies.iter().find(|content| in_range(&content.media_type)))
        else {
            return vec![format!("a body of type `{sent}` is not documented")];
        };
        match (kind(contract, content), &content.schema, request.json()) {
            (Kind::Json, Some(schema), Ok(body)) => contract.violations(schema, Direction::Request, &body),
            (Kind::Text, ..) => self.text_violations(content, request),
            (Kind::Json, _, Err(problem)) => vec![format!("the body is not JSON: {problem}")],
            _ => Vec::new(),
        }
    }

    /// The contents of the body that a client has to tell apart: plain JSON of one schema is one, whatever names it has.
    pub(crate) fn distinct_bodies(&self, contract: &Contract) -> impl Iterator<Item = &Content> {
        let rank = |content: &Content| PLAIN_JSON.iter().position(|name| *name == essence(&content.media_type));
        let repeats = move |content: &Content, nth: usize| {
            let before = |other: &Content, index: usize| (rank(other), index) < (rank(content), nth);
            rank(content).is_some()
                && self.bodies.iter().enumerate().any(|(index, other)| {
                    rank(other).is_some() && before(other, index) && is_same_schema(contract, other, content)
                })
        };
        let bodies = self.bodies.iter().enumerate();
        bodies
            .filter(move |(nth, content)| !repeats(content, *nth))
            .map(|(_, content)| content)
    }

    /// Whether a body arrived as another of the names that plain JSON has, of the same schema.
    fn is_same_json(&self, contract: &Contract, wanted: &Content, arrived: &str) -> bool {
        let plain = |media_type: &str| PLAIN_JSON.contains(&essence(media_type));
        let same = |other: &Content| essence(&other.media_type) == arrived && is_same_schema(contract, other, wanted);
        plain(&wanted.media_type) && plain(arrived) && self.bodies.iter().any(same)
    }

    /// Text has to be in the charset of its media type, and in the documented one.
    fn text_violations(&self, content: &Content, request: &Request) -> Vec<String> {
        let arrived = request.header("content-type").unwrap_or_default();
        let (wanted, found) = (charset::charset(&content.media_type), charset::charset(arrived));
        let another = content.media_type.contains("charset") && wanted != found;
        let another = another.then(|| format!("the charset: expected `{wanted}`, arrived `{found}`"));
        let broken = charset::decode(&request.body, arrived).err();
        let broken = broken.map(|problem| format!("the text is not in its charset: {problem}"));
        another.into_iter().chain(broken).collect()
    }

    /// How the body that arrived differs from the one that was asked for.
    pub(crate) async fn body_differences(
        &self,
        contract: &Contract,
        request: &Request,
        wanted: Option<&Body>,
    ) -> Vec<String> {
        let Some(wanted) = wanted else {
            let nothing = request.body.is_empty() && request.header("content-type").is_none();
            return (!nothing)
                .then(|| "a body arrived, though none was asked for".to_owned())
                .into_iter()
                .collect();
        };
        let Some(content) = self
            .bodies
            .iter()
            .find(|content| content.media_type == wanted.media_type)
        else {
            return Vec::new();
        };
        let mut differences = Vec::new();
        if !request
            .media_type()
            .eq_ignore_ascii_case(essence(&concrete(contract, content, &wanted.value)))
            && !content.media_type.contains('*')
            && !self.is_same_json(contract, content, request.media_type())
        {
            differences.push(format!(
                "the content type: expected `{}`, arrived `{}`",
                content.media_type,
                request.media_type()
            ));
        }
        let content_type = request.header("content-type").unwrap_or_default();
        let text = match kind(contract, content) {
            Kind::Text | Kind::Xml => charset::decode(&request.body, content_type).unwrap_or_default(),
            _ => String::from_utf8_lossy(&request.body).into_owned(),
        };
        let is_json = essence(content_type).ends_with("json");
        match kind(contract, content) {
            Kind::Any if wanted.value.is_string() && is_json => {
                differences.push(format!(
                    "the body: the text {} arrived as `{content_type}`",
                    shown::text(&text)
                ));
            }
            Kind::Json | Kind::Any if kind(contract, content) == Kind::Json || !wanted.value.is_string() => {
                match request.json() {
                    // A property that the description does not know cannot be given.
                    Ok(arrived) => {
                        let difference = difference(
                            contract,
                            Direction::Request,
                            content.schema.as_deref(),
                            &wanted.value,
                            &arrived,
                        );
                        differences.extend(difference.map(|difference| format!("the body: {difference}")));
                    }
                    Err(problem) => {
                        differences.push(format!("the body is not JSON: {problem}: {}", shown::text(&text)));
                    }
                }
            }
            Kind::Form => differences.extend(form_differences(content, &text, &wanted.value)),
            Kind::Xml => {
                let difference = xml::difference(contract, content, &wanted.value, &text);
                differences.extend(difference.map(|difference| format!("the body: {difference}")));
            }
            Kind::Multipart => differences.extend(parts_differences(contract, content, request, &wanted.value).await),
            _ if text != text_of(&wanted.value) => {
                let (wanted, text) = (shown::value(&wanted.value), shown::text(&text));
                differences.push(format!("the body: expected {wanted}, arrived {text}"));
            }
            _ => {}
        }
        differences
    }
}

fn form_differences(content: &Content, text: &str, wanted: &Value) -> Vec<String> {
    let pairs = pairs(text, '&');
    let mut differences = Vec::new();
    for (name, value) in members(wanted) {
        let encoding = content.encoding.get(name).and_then(|(encoding, _)| encoding.as_ref());
        if let Err(arrived) = compare_property(name, encoding, value, &pairs) {
            let (value, arrived) = (shown::value(value), shown::text(&arrived));
            differences.push(format!("the property `{name}`: expected {value}, arrived {arrived}"));
        }
    }
    for (name, _) in pairs
        .iter()
        .filter(|_| content.encoding.values().all(|(encoding, _)| encoding.is_none()))
    {
        let name = decode(&name.replace('+', " "));
        if wanted.get(&name).is_none() {
            differences.push(format!("the property `{name}`: it was not to be sent"));
        }
    }
    differences
}

struct Part {
    name: String,
    is_file: bool,
    media_type: Option<String>,
    text: String,
}

/// The parts of a body (RFC 7578), read by the crate `multer`.
async fn parts(request: &Request) -> Result<Vec<Part>, multer::Error> {
    let content_type = request.header("content-type").unwrap_or_default();
    // Every kind of multipart body has the same syntax (RFC 2046, section 5.1); the crate reads one.
    let parameters = content_type.split_once(';').map_or("", |(_, parameters)| parameters);
    let boundary = multer::parse_boundary(format!("multipart/form-data;{parameters}"))?;
    // The crate wants at least one part.
    if request.body.is_empty() || request.body.starts_with(format!("--{boundary}--").as_bytes()) {
        return Ok(Vec::new());
    }
    let body = stream::once(std::future::ready(Ok::<_, std::io::Error>(request.body.clone())));
    let mut multipart = multer::Multipart::new(body, boundary);
    let mut parts = Vec::new();
    while let Some(field) = multipart.next_field().await? {
        let name = field.name().unwrap_or_default().to_owned();
        let is_file = field.file_name().is_some();
        let media_type = field.headers().get("content-type");
        let media_type = media_type
            .and_then(|value| value.to_str().ok())
            .map(|text| essence(text).to_owned());
        let text = String::from_utf8_lossy(&field.bytes().await?).into_owned();
        parts.push(Part {
            name,
            is_file,
            media_type,
            text,
        });
    }
    Ok(parts)
}

async fn parts_differences(contract: &Contract, content: &Content, request: &Request, wanted: &Value) -> Vec<String> {
    let mut arrived = match parts(request).await {
        Ok(parts) => parts,
        Err(problem) => return vec![format!("the body is not of several parts: {problem}")],
    };
    let mut differences = Vec::new();
    for (name, value) in members(wanted) {
        let media_type = content
            .encoding
            .get(name)
            .and_then(|(_, media_type)| media_type.as_deref());
        let json = media_type.is_some_and(|text| essence(text).ends_with("json"));
        let values: Vec<&Value> = match value {
            Value::Array(_) if !json => elements(value).collect(),
            Value::Null if !json => Vec::new(),
            value => vec![value],
        };
        for value in values.into_iter().filter(|value| json || !value.is_null()) {
            let stands_for = |part: &Part| match json {
                true => serde_json::from_str(&part.text).is_ok_and(|arrived: Value| same(&arrived, value)),
                false => is_text_of(value, &part.text),
            };
            let Some(at) = arrived.iter().position(|part| part.name == name && stands_for(part)) else {
                differences.push(format!(
                    "the part `{name}`: nothing that arrived is {}",
                    shown::value(value)
                ));
                continue;
            };
            let part = arrived.remove(at);
            if is_file(contract, content, name) && !part.is_file {
                differences.push(format!(
                    "the part `{name}`: it is not a file, which has a name (RFC 7578)"
                ));
            }
            let concrete = media_type.filter(|text| !text.contains(['*', ',']));
            if let Some(expected) = concrete.filter(|text| part.media_type.as_deref() != Some(essence(text))) {
                differences.push(format!(
                    "the part `{name}`: expected the type `{expected}`, arrived {:?}",
                    part.media_type
                ));
            }
        }
    }
    differences.extend(
        arrived
            .iter()
            .map(|part| format!("the part `{}`: it was not to be sent", part.name)),
    );
    differences
}
