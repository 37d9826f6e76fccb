//! Reading the body of a request by its media type, and comparing it with what was asked.

use futures_util::stream;
use serde_json::Value;

use crate::arguments::{Body, text_of};
use crate::contract::{Content, Contract, Direction, Operation, elements, members};
use crate::kept::difference;
use crate::parameter::{compare_property, is_text_of};
use crate::request::{Request, decode, essence, pairs};
use crate::same::same;
use crate::shown;

/// What a media type means for a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Json,
    Form,
    Multipart,
    Text,
    Bytes,
    Events,
    Lines,
}

/// The kind of a content; a schema of `format: binary` is bytes whatever the media type.
pub(crate) fn kind(contract: &Contract, content: &Content) -> Kind {
    let media_type = essence(&content.media_type).to_ascii_lowercase();
    let subtype = media_type.strip_prefix("application/").unwrap_or_default();
    let lines = ["ndjson", "jsonl", "jsonlines", "json-lines", "stream+json"];
    let json = media_type.ends_with("/json") || media_type.ends_with("+json");
    match media_type.as_str() {
        "application/x-www-form-urlencoded" => Kind::Form,
        "text/event-stream" => Kind::Events,
        _ if lines.contains(&subtype.strip_prefix("x-").unwrap_or(subtype)) => Kind::Lines,
        _ if media_type.starts_with("multipart/") => Kind::Multipart,
        "*/*" | "application/*" if !is_binary(contract, content) => Kind::Json,
        _ if json && !is_binary(contract, content) => Kind::Json,
        _ if media_type.starts_with("text/") || media_type.ends_with("/xml") || media_type.ends_with("+xml") => {
            Kind::Text
        }
        _ => Kind::Bytes,
    }
}

fn is_binary(contract: &Contract, content: &Content) -> bool {
    let Some(schema) = content
        .schema
        .as_ref()
        .and_then(|schema| contract.document().pointer(schema))
    else {
        return false;
    };
    crate::pointer::follow(contract.document(), schema)["format"] == "binary"
}

/// A media type to send, where the description has a range.
pub(crate) fn concrete(contract: &Contract, content: &Content) -> String {
    if !content.media_type.contains('*') {
        return content.media_type.clone();
    }
    let concrete = match kind(contract, content) {
        Kind::Json => "application/json",
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
    /// What of the body breaks the description.
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
            (Kind::Json, _, Err(problem)) => vec![format!("the body is not JSON: {problem}")],
            _ => Vec::new(),
        }
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
            .eq_ignore_ascii_case(essence(&concrete(contract, content)))
            && !content.media_type.contains('*')
        {
            differences.push(format!(
                "the content type: expected `{}`, arrived `{}`",
                content.media_type,
                request.media_type()
            ));
        }
        let text = String::from_utf8_lossy(&request.body);
        match kind(contract, content) {
            Kind::Json => match request.json() {
                // A property that the description does not know cannot be given.
                Ok(arrived) => {
                    let difference = difference(contract, content.schema.as_deref(), &wanted.value, &arrived);
                    differences.extend(difference.map(|difference| format!("the body: {difference}")));
                }
                Err(problem) => differences.push(format!("the body is not JSON: {problem}: {}", shown::text(&text))),
            },
            Kind::Form => differences.extend(form_differences(content, &text, &wanted.value)),
            Kind::Multipart => differences.extend(parts_differences(content, request, &wanted.value).await),
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
        let media_type = field.headers().get("content-type");
        let media_type = media_type
            .and_then(|value| value.to_str().ok())
            .map(|text| essence(text).to_owned());
        let text = String::from_utf8_lossy(&field.bytes().await?).into_owned();
        parts.push(Part { name, media_type, text });
    }
    Ok(parts)
}

async fn parts_differences(content: &Content, request: &Request, wanted: &Value) -> Vec<String> {
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
        let json = media_type.is_some_and(|said| essence(said).ends_with("json"));
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
            let concrete = media_type.filter(|said| !said.contains(['*', ',']));
            if let Some(said) = concrete.filter(|said| part.media_type.as_deref() != Some(essence(said))) {
                differences.push(format!(
                    "the part `{name}`: expected the type `{said}`, arrived {:?}",
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
