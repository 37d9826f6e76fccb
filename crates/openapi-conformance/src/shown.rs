//! How failures show values: short, on one line, and without characters that a terminal obeys.

use std::fmt::Write;

use serde::Deserialize;
use serde_json::Value;

use crate::observed::{DecodedContent, DecodedResponse, Observed};
use crate::pointer::child;

/// The most characters of a value that are shown.
const MOST: usize = 120;

/// A value as JSON.
pub(crate) fn value(value: &Value) -> String {
    text(&value.to_string())
}

/// The beginning of a text.
pub(crate) fn text(text: &str) -> String {
    limited(text, MOST)
}

/// At most `most` characters of a text; the rest is counted.
pub(crate) fn limited(text: &str, most: usize) -> String {
    let count = text.chars().count();
    let kept: String = text.chars().take(most).collect();
    let mut shown = escaped(&kept);
    if count > most {
        let _ = write!(shown, "… ({} more characters)", count - most);
    }
    shown
}

/// A text whose control characters, line separators and bidirectional controls are escaped.
pub(crate) fn escaped(text: &str) -> String {
    let is_invisible = |c: char| {
        c.is_control()
            || matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    text.chars().fold(String::new(), |mut shown, c| {
        match c {
            c if is_invisible(c) => shown.extend(c.escape_default()),
            c => shown.push(c),
        }
        shown
    })
}

/// A pointer as failures name it.
pub(crate) fn place(pointer: &str) -> String {
    match pointer {
        "" => "the value".to_owned(),
        pointer => format!("`{}`", escaped(pointer)),
    }
}

/// The result of a call, with the place of the error if a body could not be read.
pub(crate) fn observed(observed: &Observed, body: &[u8]) -> String {
    match observed {
        Observed::Success(got, seen) => format!("the success {}{}", got.status, content(seen)),
        Observed::ErrorResponse(got, seen) => format!("the documented error {}{}", got.status, content(seen)),
        Observed::UnexpectedStatus(got) => format!("the undocumented status {}", got.status),
        Observed::UnexpectedContentType(got) => format!("an undocumented content type of status {}", got.status),
        Observed::InvalidBody(got, reason) => {
            format!(
                "an invalid body of status {}: {}",
                got.status,
                invalid_body(reason, body)
            )
        }
        Observed::InvalidRequest(problem) => format!("a request that was not sent: {}", text(problem)),
        other => text(&format!("{other:?}")),
    }
}

fn content(seen: &DecodedResponse) -> String {
    let variant = seen.variant.map(|name| format!(" `{name}`")).unwrap_or_default();
    let content = match &seen.content {
        DecodedContent::Nothing => "nothing".to_owned(),
        DecodedContent::Json(json) => value(json),
        other => text(&format!("{other:?}")),
    };
    format!("{variant} with {content}")
}

/// Why a body could not be read, with the pointer and the value where reading ended, if the reason says where that was.
pub(crate) fn invalid_body(reason: &str, body: &[u8]) -> String {
    let whole: Option<Value> = serde_json::from_slice(body).ok();
    let found = whole.as_ref().and_then(|whole| {
        let at = pointer_at(body, reason)?;
        Some(format!(" at {}: {}", place(&at), value(whole.pointer(&at)?)))
    });
    format!("{}{}", text(reason), found.unwrap_or_default())
}

/// The pointer of the value that ends at the line and column which the reason names.
pub(crate) fn pointer_at(body: &[u8], reason: &str) -> Option<String> {
    let (_, position) = reason.rsplit_once(" at line ")?;
    let (line, column) = position.split_once(" column ")?;
    let column: String = column.chars().take_while(char::is_ascii_digit).collect();
    let (line, column): (usize, usize) = (line.parse().ok()?, column.parse().ok()?);
    let before: usize = body
        .split_inclusive(|byte| *byte == b'\n')
        .take(line.checked_sub(1)?)
        .map(<[u8]>::len)
        .sum();
    let end = (before + column.checked_sub(1)?).min(body.len());
    let scalar = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'+' | b'-');
    let start = body[..end]
        .iter()
        .rposition(|byte| !scalar(byte))
        .map_or(0, |last| last + 1);
    // A reader that keeps track of where it is, of a text that breaks off there.
    let mut reader = serde_json::Deserializer::from_slice(&body[..start]);
    let mut track = serde_path_to_error::Track::new();
    Value::deserialize(serde_path_to_error::Deserializer::new(&mut reader, &mut track)).err()?;
    let path = track.path();
    Some(path.iter().fold(String::new(), |at, step| match step {
        serde_path_to_error::Segment::Seq { index } => child(&at, &index.to_string()),
        serde_path_to_error::Segment::Map { key } => child(&at, key),
        _ => at,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invalid_body_is_named_by_the_pointer_where_reading_ended() {
        #[derive(Debug, Deserialize)]
        struct Item {
            #[allow(dead_code)]
            size: u8,
        }
        let bodies = [
            (r#"{"a": {"size": 1}, "b": {"size": "big"}}"#, "`/b/size`: \"big\""),
            (r#"{"a": {"size": 300}}"#, "`/a/size`: 300"),
            ("{\"a\":\n  {\"size\": 1},\n\"b\": {}}", "`/b`: {}"),
        ];
        for (body, place) in bodies {
            let problem = serde_json::from_str::<std::collections::BTreeMap<String, Item>>(body).expect_err(body);
            let shown = invalid_body(&problem.to_string(), body.as_bytes());
            assert!(shown.ends_with(&format!(" at {place}")), "{shown}");
        }
    }

    #[test]
    fn nothing_that_is_shown_moves_the_cursor_or_takes_pages() {
        assert_eq!(text("a\u{1b}[2J\nb\u{202e}"), "a\\u{1b}[2J\\nb\\u{202e}");
        let shown = text(&"x".repeat(1000));
        assert_eq!(shown, format!("{}… (880 more characters)", "x".repeat(120)));
    }
}
