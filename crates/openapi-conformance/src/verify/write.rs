//! Writes a request as sent on the wire (OpenAPI 3.1, section 4.8.12, "Style Values").

use base64::Engine;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;
use url::Url;

use super::options::Options;
use super::plan::Planned;
use crate::arguments::{Body, text_of};
use crate::body::{Kind, kind};
use crate::charset;
use crate::contract::{Contract, CredentialPlace, Direction, Encoding, Operation, Parameter};
use crate::json::{elements, members};
use crate::request::template_of;
use crate::xml;

/// All characters except the unreserved ones (RFC 3986, section 2.3).
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// Reserved characters that `allowReserved` leaves as they are, but for those that would end a value in a query.
const RESERVED: &AsciiSet = &ENCODED
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';');

/// Headers about the connection or the framing of the message (RFC 9110, sections 7.2 and 7.6.1): a description must not decide
/// the target or the length of a request.
const FRAMING: [&str; 8] = [
    "connection",
    "content-length",
    "expect",
    "host",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// A request that is ready to be sent.
#[derive(Debug)]
pub(crate) struct Message {
    pub method: String,
    pub url: Url,
    pub headers: Vec<(String, String)>,
    pub body: Option<Vec<u8>>,
}

/// The request of an operation.
///
/// # Errors
/// Why it cannot be written.
pub(crate) fn request(
    contract: &Contract,
    operation: &Operation,
    planned: &Planned,
    options: &Options,
) -> Result<Message, String> {
    let mut writer = Writer::default();
    let (resource, fixed) = template_of(&operation.path);
    writer.query.extend(fixed.map(str::to_owned));
    writer.path = resource.replace('#', "%23");
    for parameter in &operation.parameters {
        let key = (parameter.location.clone(), parameter.name.clone());
        if let Some(value) = planned.arguments.parameters.get(&key) {
            writer.parameter(parameter, value)?;
        }
    }
    writer.credentials(planned, options);
    if let Some(body) = &planned.arguments.body {
        writer.body(contract, operation, body)?;
    }
    writer.message(operation, options)
}

#[derive(Default)]
struct Writer {
    path: String,
    query: Vec<String>,
    cookies: Vec<String>,
    headers: Vec<(String, String)>,
    body: Option<Vec<u8>>,
}

impl Writer {
    fn parameter(&mut self, parameter: &Parameter, value: &Value) -> Result<(), String> {
        let name = &parameter.name;
        match parameter.location.as_str() {
            "path" => {
                let text = path_text(parameter, value);
                // A URL without such a segment is another resource, and with it too: URLs are normalized.
                if matches!(text.as_str(), "" | "." | "..") {
                    return Err(format!("the path parameter `{name}` cannot be `{text}`"));
                }
                let variable = format!("{{{name}}}");
                self.path = self.path.replace(&variable, &text);
                self.query
                    .iter_mut()
                    .for_each(|pair| *pair = pair.replace(&variable, &text));
            }
            "querystring" => self.query.extend(match &parameter.encoding {
                Encoding::Form(_) => content_text(&parameter.encoding, value),
                encoding => content_text(encoding, value).map(|text| encoded(&text)),
            }),
            "query" => self.query.extend(pairs(&parameter.encoding, name, value)),
            "cookie" => self.cookies.extend(pairs(&parameter.encoding, name, value)),
            _ => {
                if FRAMING.iter().any(|known| known.eq_ignore_ascii_case(name)) {
                    return Err(format!("the header `{name}` is for HTTP to set"));
                }
                let text = match parameter.encoding {
                    Encoding::Style { explode, .. } => Some(joined(value, ",", explode, &str::to_owned)),
                    _ => content_text(&parameter.encoding, value),
                };
                self.headers.extend(text.map(|text| (name.clone(), text)));
            }
        }
        Ok(())
    }

    fn credentials(&mut self, planned: &Planned, options: &Options) {
        for scheme in &planned.schemes {
            let Some(secret) = options.secrets.of(scheme) else {
                continue;
            };
            let mut header = |name: &str, value: String| self.headers.push((name.to_owned(), value));
            match &scheme.place {
                CredentialPlace::Basic => {
                    let encoded = base64::engine::general_purpose::STANDARD.encode(secret);
                    header("authorization", format!("Basic {encoded}"));
                }
                CredentialPlace::Bearer => header("authorization", format!("Bearer {secret}")),
                CredentialPlace::ApiKey(location, name) => match location.as_str() {
                    "query" => self.query.push(format!("{}={}", encoded(name), encoded(secret))),
                    "cookie" => self.cookies.push(format!("{name}={secret}")),
                    _ => header(name, secret.to_owned()),
                },
                CredentialPlace::Elsewhere => {}
            }
        }
    }

    fn body(&mut self, contract: &Contract, operation: &Operation, body: &Body) -> Result<(), String> {
        let media_type = &body.media_type;
        let content = operation
            .bodies
            .iter()
            .find(|content| content.media_type == *media_type);
        let kind = content.map_or(Kind::Json, |content| kind(contract, content));
        let text = match kind {
            Kind::Json => body.value.to_string(),
            Kind::Any if !body.value.is_string() => body.value.to_string(),
            Kind::Form => {
                let encoding = |name: &str| {
                    let encoding = content.and_then(|content| content.encoding.get(name)?.0.as_ref());
                    encoding.cloned().unwrap_or_else(|| form_encoding(&body.value[name]))
                };
                let pairs = members(&body.value).flat_map(|(name, value)| pairs(&encoding(name), name, value));
                pairs.collect::<Vec<_>>().join("&")
            }
            Kind::Xml => content
                .and_then(|content| xml::document(contract, content, Direction::Request, &body.value))
                .ok_or("the value of the body is not the same in XML")?,
            Kind::Multipart => return Err("multipart bodies are not supported".to_owned()),
            _ => text_of(&body.value),
        };
        self.headers.push(("content-type".to_owned(), media_type.clone()));
        let bytes = match kind {
            Kind::Text => charset::encode(&text, media_type),
            _ => Some(text.into_bytes()),
        };
        self.body = Some(bytes.ok_or_else(|| format!("`{media_type}` does not have every character of the body"))?);
        Ok(())
    }

    fn message(mut self, operation: &Operation, options: &Options) -> Result<Message, String> {
        if !self.cookies.is_empty() {
            self.headers.push(("cookie".to_owned(), self.cookies.join("; ")));
        }
        let mut url = options.server.clone();
        // The path as text, still encoded.
        let path = format!("{}{}", operation.prefix(options.server.as_str()), self.path);
        url.set_path(&path);
        url.set_query((!self.query.is_empty()).then(|| self.query.join("&")).as_deref());
        Ok(Message {
            method: operation.method.clone(),
            url,
            headers: self.headers,
            body: self.body,
        })
    }
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}

/// Without an encoding, an object in a form is JSON (OpenAPI 3.1, section 4.8.15, "Encoding Object").
fn form_encoding(value: &Value) -> Encoding {
    match value {
        Value::Object(_) => Encoding::Json,
        _ => Encoding::Style {
            style: "form".to_owned(),
            explode: true,
            allow_reserved: false,
        },
    }
}

/// The text of a value that is written by a media type.
fn content_text(encoding: &Encoding, value: &Value) -> Option<String> {
    match encoding {
        Encoding::Style { .. } => None,
        Encoding::Json => Some(value.to_string()),
        Encoding::Text => Some(text_of(value)),
        Encoding::Form(encodings) => {
            let encoding = |name: &str| encodings.get(name).cloned().flatten();
            let pairs = members(value).flat_map(|(name, value)| {
                let encoding = encoding(name).unwrap_or_else(|| form_encoding(value));
                pairs(&encoding, name, value)
            });
            Some(pairs.collect::<Vec<_>>().join("&"))
        }
    }
}

fn path_text(parameter: &Parameter, value: &Value) -> String {
    let Encoding::Style { style, explode, .. } = &parameter.encoding else {
        return encoded(&content_text(&parameter.encoding, value).unwrap_or_default());
    };
    let name = encoded(&parameter.name);
    match style.as_str() {
        "label" => format!(
            ".{}",
            joined(value, if *explode { "." } else { "," }, *explode, &encoded)
        ),
        "matrix" => match value {
            Value::Array(items) if *explode => {
                let items = items.iter().map(|item| format!(";{name}={}", encoded(&text_of(item))));
                items.collect()
            }
            Value::Object(_) if *explode => format!(";{}", joined(value, ";", true, &encoded)),
            value => format!(";{name}={}", joined(value, ",", *explode, &encoded)),
        },
        _ => joined(value, ",", *explode, &encoded),
    }
}

/// A list or object as one text.
fn joined(value: &Value, separator: &str, explode: bool, encode: &dyn Fn(&str) -> String) -> String {
    let texts: Vec<String> = match value {
        Value::Array(items) => items.iter().map(|item| encode(&text_of(item))).collect(),
        Value::Object(_) => {
            let equals = if explode { "=" } else { separator };
            let members = members(value).filter(|(_, value)| !value.is_null());
            members
                .map(|(name, value)| format!("{}{equals}{}", encode(name), encode(&text_of(value))))
                .collect()
        }
        other => vec![encode(&text_of(other))],
    };
    texts.join(separator)
}

/// The pairs of a value in a query, a form or cookies.
fn pairs(encoding: &Encoding, name: &str, value: &Value) -> Vec<String> {
    let Encoding::Style {
        style,
        explode,
        allow_reserved,
    } = encoding
    else {
        let text = content_text(encoding, value).unwrap_or_default();
        return vec![format!("{}={}", encoded(name), encoded(&text))];
    };
    let set = if *allow_reserved { RESERVED } else { ENCODED };
    // Nothing is encoded in a cookie of style `cookie`.
    let encode = |text: &str| match style.as_str() {
        "cookie" => text.to_owned(),
        _ => utf8_percent_encode(text, set).to_string(),
    };
    let pair = |value: &Value| format!("{}={}", encoded(name), encode(&text_of(value)));
    let separator = match style.as_str() {
        "spaceDelimited" => "%20",
        "pipeDelimited" => "%7C",
        _ => ",",
    };
    match value {
        Value::Null => Vec::new(),
        Value::Array(items) if *explode => items.iter().map(pair).collect(),
        Value::Object(_) if style == "deepObject" => deep(&encoded(name), value),
        Value::Object(_) if *explode => {
            let members = members(value).filter(|(_, value)| !value.is_null());
            members
                .map(|(name, value)| format!("{}={}", encoded(name), encode(&text_of(value))))
                .collect()
        }
        Value::Array(_) | Value::Object(_) => vec![format!(
            "{}={}",
            encoded(name),
            joined(value, separator, false, &encode)
        )],
        value => vec![pair(value)],
    }
}

/// `name[member]=value`; members of members are `name[member][member]`.
fn deep(name: &str, value: &Value) -> Vec<String> {
    match value {
        Value::Null => Vec::new(),
        Value::Object(_) => {
            let members = members(value);
            members
                .flat_map(|(member, value)| deep(&format!("{name}%5B{}%5D", encoded(member)), value))
                .collect()
        }
        Value::Array(_) => elements(value)
            .map(|item| format!("{name}={}", encoded(&text_of(item))))
            .collect(),
        value => vec![format!("{name}={}", encoded(&text_of(value)))],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::Contract;
    use crate::request::Request;
    use crate::verify::plan::plan;
    use crate::verify::values::Values;

    /// Requests are read by the code that checks generated clients.
    #[tokio::test]
    async fn every_style_round_trips() {
        let (list, object) = ("{type: array, items: {type: string}}", "{type: object}");
        let styles = [
            ("path", "simple", false),
            ("path", "simple", true),
            ("path", "label", false),
            ("path", "label", true),
            ("path", "matrix", false),
            ("path", "matrix", true),
            ("query", "form", false),
            ("query", "form", true),
            ("query", "spaceDelimited", false),
            ("query", "pipeDelimited", false),
            ("query", "deepObject", true),
            ("header", "simple", false),
            ("header", "simple", true),
            ("cookie", "form", false),
            ("cookie", "form", true),
            ("cookie", "cookie", false),
            ("cookie", "cookie", true),
        ];
        for (location, style, explode) in styles {
            let reserved = if location == "header" || style == "cookie" {
                "x"
            } else {
                "a/b?c&d=e f%20ü"
            };
            let values = [
                ("{type: string}", format!("'{reserved}'")),
                ("{type: integer}", "-7".to_owned()),
                (list, format!("['{reserved}', b]")),
                (object, format!("{{r: '{reserved}', g: 200}}")),
            ];
            for (schema, value) in values {
                let deep = style == "deepObject";
                let delimited = style.ends_with("Delimited");
                if deep != (schema == object) && (deep || delimited) || (delimited && value.contains("e f")) {
                    continue;
                }
                let path = if location == "path" { "/a/{p}/b" } else { "/a" };
                let text = format!(
                    "{{openapi: 3.1.0, paths: {{'{path}': {{get: {{parameters: [{{name: p, in: {location}, required: true, style: {style}, explode: {explode}, schema: {schema}}}]}}}}}}}}"
                );
                let contract = Contract::parse(&text).expect(&text);
                let operation = &contract.operations()[0];
                let mut options = Options::new("http://localhost/base").expect("options");
                options.values = Values::parse(&format!("p: {value}")).expect("values");
                let planned = plan(&contract, operation, &options).expect("a plan");
                let message = request(&contract, operation, &planned, &options).expect("a request");
                let arrived = Request {
                    method: message.method,
                    path: message.url.path().to_owned(),
                    query: message.url.query().map(str::to_owned),
                    headers: message.headers,
                    body: Vec::new(),
                };
                let base = "http://localhost/base";
                let found = operation
                    .differences(&contract, &arrived, &planned.arguments, base, &[])
                    .await;
                assert_eq!(
                    found,
                    Vec::<String>::new(),
                    "{location} {style} {explode} {schema}: {arrived:?}"
                );
            }
        }
    }

    /// Parameters with `content`, and bodies of text.
    #[tokio::test]
    async fn every_media_type_round_trips() {
        let (text, form) = (
            "text/plain: {schema: {type: string}}",
            "application/x-www-form-urlencoded: {schema: {type: object}}",
        );
        let json = "application/json: {schema: {type: object}}";
        let cases = [
            ("query", text, "'a b&c'"),
            ("path", text, "'a/b'"),
            ("header", text, "x"),
            ("cookie", text, "'a;b'"),
            ("query", form, "{r: 'a b', g: 200}"),
            ("querystring", form, "{r: 'a b', g: 200}"),
            ("querystring", json, "{r: 'a b', g: 200}"),
            ("querystring", text, "'a b=c'"),
        ];
        for (location, content, value) in cases {
            let path = if location == "path" { "/a/{p}" } else { "/a" };
            let text = format!(
                "{{openapi: 3.2.0, paths: {{'{path}': {{post: {{parameters: [{{name: p, in: {location}, required: true, content: {{{content}}}}}], \
                 requestBody: {{required: true, content: {{text/csv; charset=iso-8859-1: {{schema: {{type: string}}, example: Zürich}}}}}}}}}}}}}}"
            );
            let contract = Contract::parse(&text).expect(&text);
            let operation = &contract.operations()[0];
            let mut options = Options::new("http://localhost/base").expect("options");
            options.unsafe_methods = true;
            options.values = Values::parse(&format!("p: {value}")).expect("values");
            let planned = plan(&contract, operation, &options).expect("a plan");
            let message = request(&contract, operation, &planned, &options).expect("a request");
            assert_eq!(message.body.as_deref(), Some(&b"Z\xfcrich"[..]), "{location}");
            let arrived = Request {
                method: message.method,
                path: message.url.path().to_owned(),
                query: message.url.query().map(str::to_owned),
                headers: message.headers,
                body: message.body.unwrap_or_default(),
            };
            let base = "http://localhost/base";
            let found = operation
                .differences(&contract, &arrived, &planned.arguments, base, &[])
                .await;
            assert_eq!(found, Vec::<String>::new(), "{location} {content}: {arrived:?}");
        }
    }
}
