//! Saying why JSON does not fit a type: where in the value, and nothing of its texts.

use serde_json::error::Category;

use crate::summary;

/// Why `body` could not be decoded, with the path of the value that does not fit.
pub(crate) fn reason(body: &[u8], error: &serde_json::Error) -> String {
    let at = format!("line {} column {}", error.line(), error.column());
    match error.classify() {
        Category::Data => {
            // The names in a path come from the server and may be long.
            let path = summary::bounded(&path(body, offset(body, error)), 200);
            format!("{path}: {} ({at})", message(error))
        }
        _ => format!("no valid JSON: {}", error),
    }
}

/// The message of serde without the text that it quotes.
fn message(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let message = message
        .rsplit_once(" at line ")
        .map_or(message.as_str(), |(message, _)| message);
    let expected = || {
        message
            .rsplit_once(", expected ")
            .map_or("another value", |(_, expected)| expected)
    };
    let keeps = [
        "missing field `",
        "duplicate field `",
        "invalid type: ",
        "invalid value: ",
        "invalid length ",
    ];
    if ["invalid type: string ", "invalid value: string "]
        .iter()
        .any(|prefix| message.starts_with(prefix))
    {
        format!("a string where {} is documented", expected())
    } else if message.starts_with("unknown variant ") {
        "a value that is not documented".to_owned()
    } else if keeps.iter().any(|prefix| message.starts_with(prefix)) {
        message.to_owned()
    } else {
        // A message of the type itself may quote what it read.
        "the value does not have the documented form".to_owned()
    }
}

/// Where the error is, as a number of bytes that can be taken for read.
fn offset(body: &[u8], error: &serde_json::Error) -> usize {
    let before: usize = body
        .split_inclusive(|byte| *byte == b'\n')
        .take(error.line().saturating_sub(1))
        .map(<[u8]>::len)
        .sum();
    (before + error.column().saturating_sub(1)).min(body.len())
}

/// One level of nesting.
enum Level {
    Object(String),
    Array(usize),
}

/// The path of the value at `offset`, such as `items[2].name`.
fn path(body: &[u8], offset: usize) -> String {
    let mut levels = Vec::new();
    let mut rest = body.get(..offset).unwrap_or(body).iter();
    let mut at_key = false;
    while let Some(byte) = rest.next() {
        match byte {
            b'{' => {
                levels.push(Level::Object(String::new()));
                at_key = true;
            }
            b'[' => levels.push(Level::Array(0)),
            b'}' | b']' => {
                levels.pop();
                at_key = false;
            }
            b':' => at_key = false,
            b',' => match levels.last_mut() {
                Some(Level::Array(index)) => *index += 1,
                Some(Level::Object(_)) => at_key = true,
                None => {}
            },
            b'"' => {
                let text = string(&mut rest);
                if let (true, Some(Level::Object(key))) = (at_key, levels.last_mut()) {
                    *key = text;
                }
            }
            _ => {}
        }
    }
    // An error at the end of an object or an array is about the whole of it.
    if matches!(body.get(offset), Some(b'}' | b']')) {
        levels.pop();
    }
    levels.iter().fold("$".to_owned(), |path, level| match level {
        Level::Object(key) if key.is_empty() => path,
        Level::Object(key) => format!("{path}.{key}"),
        Level::Array(index) => format!("{path}[{index}]"),
    })
}

/// Reads to the end of a string, whose escapes are kept.
fn string(rest: &mut std::slice::Iter<'_, u8>) -> String {
    let mut text = Vec::new();
    while let Some(byte) = rest.next() {
        match byte {
            b'"' => break,
            b'\\' => {
                text.push(*byte);
                text.extend(rest.next());
            }
            byte => text.push(*byte),
        }
    }
    String::from_utf8_lossy(&text).into_owned()
}
