//! Finding what a person wants to read in the body of an error.

use std::fmt;

use serde::Serialize;
use serde_json::Value;

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

/// Writes what a person wants to know of the body of an error: the messages in it, such as `title: detail`, several
/// joined by `; `, or a text as it is. Writes nothing when there is no message.
///
/// # Errors
///
/// Those of the formatter.
pub fn summary(f: &mut fmt::Formatter<'_>, body: &impl Serialize) -> fmt::Result {
    let value = serde_json::to_value(body).unwrap_or_default();
    f.write_str(&text(&value))
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
            let mut own: Vec<&str> = Vec::new();
            for name in MESSAGES {
                let texts = fields
                    .iter()
                    .filter(|(field, _)| plain(field) == *name)
                    .filter_map(|(_, v)| v.as_str());
                for text in texts.map(str::trim).filter(|text| !text.is_empty()) {
                    if !own.contains(&text) {
                        own.push(text);
                    }
                }
            }
            add(own.join(": "), messages);
            for (name, value) in fields.iter().filter(|(_, value)| value.is_array() || value.is_object()) {
                collect(value, GROUPS.contains(&plain(name).as_str()), depth - 1, messages);
            }
        }
        _ => {}
    }
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
    let words = text.trim().chars().map(|c| if c.is_control() { ' ' } else { c });
    let mut short: String = words.clone().take(limit).collect();
    if words.skip(limit).next().is_some() {
        short.push('…');
    }
    short
}
