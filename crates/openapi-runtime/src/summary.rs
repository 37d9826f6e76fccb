//! Finds the human-readable message in the body of an error.

use std::fmt;

use bytes::Bytes;
use serde::Serialize;
use serde_json::{Map, Value};

/// The names of properties that hold a message, in the order in which they are read: RFC 9457, JSON:API, RFC 6749
/// section 5.2 and common practice. Case, `_` and `-` do not matter.
const MESSAGES: &[&str] = &[
    "title",
    "error",
    "message",
    "msg",
    "errormessage",
    "detail",
    "details",
    "errordescription",
    "description",
    "reason",
];
/// The names of properties whose texts are messages, at any depth.
const GROUPS: &[&str] = &["errors", "messages", "error", "detail", "details", "message"];
/// How many messages are written, how deep they are looked for, and how long they may be altogether.
const MOST: usize = 5;
const DEPTH: usize = 8;
const LENGTH: usize = 500;

/// Writes a summary of the body of an error: the messages in it, such as `title: detail`, several
/// joined by `; `, or a text as it is. Writes nothing when there is no message.
///
/// # Errors
///
/// Those of the formatter.
///
/// ```
/// use openapi_runtime::{serde_json::{Value, json}, summary};
/// use std::fmt;
///
/// struct Problem(Value);
///
/// impl fmt::Display for Problem {
///     fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
///         summary(f, &self.0)
///     }
/// }
///
/// let problem = Problem(json!({"status": 404, "title": "Not found", "detail": "no pet 7"}));
/// assert_eq!(problem.to_string(), "Not found: no pet 7");
/// ```
pub fn summary(f: &mut fmt::Formatter<'_>, body: &impl Serialize) -> fmt::Result {
    let value = serde_json::to_value(body).unwrap_or_default();
    f.write_str(&text(&value))
}

/// Writes the size of a body of bytes.
///
/// # Errors
///
/// Those of the formatter.
///
/// ```
/// use openapi_runtime::{Bytes, size};
/// use std::fmt;
///
/// struct Image(Bytes);
///
/// impl fmt::Display for Image {
///     fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
///         size(f, &self.0)
///     }
/// }
///
/// assert_eq!(Image("...".into()).to_string(), "3 bytes");
/// ```
pub fn size(f: &mut fmt::Formatter<'_>, body: &Bytes) -> fmt::Result {
    write!(f, "{} bytes", body.len())
}

fn text(body: &Value) -> String {
    let mut messages = Vec::new();
    collect(body, true, DEPTH, &mut messages);
    bounded(&messages.join("; "), LENGTH)
}

/// Adds the messages of a value; `grouped` says that a text itself is one.
fn collect(value: &Value, grouped: bool, depth: usize, messages: &mut Vec<String>) {
    if depth == 0 || messages.len() >= MOST {
        return;
    }
    match value {
        Value::String(text) if grouped => add(text.trim().to_owned(), messages),
        Value::Array(items) => items
            .iter()
            .for_each(|item| collect(item, grouped, depth - 1, messages)),
        Value::Object(fields) => {
            add(own(fields), messages);
            for (name, value) in fields {
                let group = GROUPS.contains(&plain(name).as_str());
                match value {
                    // The messages of one field: `{"errors": {"name": ["is blank"]}}`.
                    Value::Array(items) if grouped && !group && items.iter().any(Value::is_string) => {
                        let texts: Vec<_> = items.iter().filter_map(Value::as_str).collect();
                        add(format!("{name}: {}", texts.join(", ")), messages);
                    }
                    Value::Array(_) | Value::Object(_) => collect(value, group, depth - 1, messages),
                    _ => {}
                }
            }
        }
        _ => {}
    }
}

/// The message of one object: its texts with names that say so.
fn own(fields: &Map<String, Value>) -> String {
    let mut texts: Vec<&str> = Vec::new();
    for name in MESSAGES {
        for text in fields
            .iter()
            .filter(|(field, _)| plain(field) == *name)
            .filter_map(|(_, value)| value.as_str())
        {
            let text = text.trim();
            if !text.is_empty() && !texts.contains(&text) {
                texts.push(text);
            }
        }
    }
    texts.join(": ")
}

fn add(message: String, messages: &mut Vec<String>) {
    if !message.is_empty() && messages.len() < MOST && !messages.contains(&message) {
        messages.push(message);
    }
}

/// A name of a property without case and punctuation.
fn plain(name: &str) -> String {
    name.chars()
        .filter(|c| !matches!(c, '_' | '-'))
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

/// The beginning of a text, on one line.
pub(crate) fn bounded(text: &str, limit: usize) -> String {
    let mut characters = text.trim().chars().map(|c| if c.is_control() { ' ' } else { c });
    let mut short: String = characters.by_ref().take(limit).collect();
    if characters.next().is_some() {
        short.push('…');
    }
    short
}
