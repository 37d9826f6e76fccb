//! The beginning of the body of an error, for people.

use crate::{RawResponse, charset, media_type, summary};

/// How many characters are shown.
const LENGTH: usize = 200;
/// The bytes of a body that are looked at: enough for the characters that are shown, of several bytes each.
const BYTES: usize = 4 * LENGTH;
/// The last words of the names of properties whose texts are secret.
const SECRETS: [&str; 9] = [
    "password",
    "passphrase",
    "secret",
    "apikey",
    "accesstoken",
    "refreshtoken",
    "privatekey",
    "credential",
    "token",
];

/// The beginning of the body, if it is text and the status is not a success: the body of a success may hold secrets.
/// Where it looks like JSON, the texts of properties with secret names are replaced.
pub(crate) fn excerpt(response: &RawResponse) -> Option<String> {
    if response.status.is_success() {
        return None;
    }
    let body = &response.body[..];
    let text = match charset::decode(body, response.content_type().unwrap_or_default()) {
        Ok(text) => text,
        // Most of it can be read.
        Err(_) if is_text(response) => String::from_utf8_lossy(&body[..body.len().min(BYTES)]),
        Err(_) => return None,
    };
    let text = redacted(&text);
    (!text.trim().is_empty()).then(|| summary::bounded(&text, LENGTH))
}

fn is_text(response: &RawResponse) -> bool {
    let is_text = |name: &str| name.starts_with("text/") || media_type::is_json(name);
    response.content_type().is_some_and(is_text)
}

/// Replaces the values in `"password": "..."`. The text may be cut off, so it is not read as JSON.
fn redacted(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while out.len() < BYTES
        && let Some(start) = rest.find('"')
    {
        let (before, quoted) = rest.split_at(start);
        let end = end_of_string(quoted);
        let (name, after) = quoted.split_at(end);
        out.push_str(before);
        out.push_str(name);
        let value = after.trim_start().strip_prefix(':').map(str::trim_start);
        rest = match value.filter(|value| value.starts_with('"') && is_secret(name)) {
            Some(value) => {
                out.push_str(": \"[redacted]\"");
                &value[end_of_string(value)..]
            }
            None => after,
        };
    }
    out + rest
}

/// Just past the quote that ends the string which `text` starts with, or the end of a text that is cut off.
fn end_of_string(text: &str) -> usize {
    let mut escaped = true;
    for (index, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return index + 1,
            _ => {}
        }
    }
    text.len()
}

fn is_secret(name: &str) -> bool {
    let letters = name.chars().filter(char::is_ascii_alphanumeric);
    let name: String = letters.map(|c| c.to_ascii_lowercase()).collect();
    SECRETS.iter().any(|secret| name.ends_with(secret))
}

#[cfg(test)]
mod tests {
    use super::redacted;

    #[test]
    fn secret_properties_are_replaced() {
        for (text, expected) in [
            (r#"{"a": "b"}"#, r#"{"a": "b"}"#),
            (r#"{"api_key":"x\"y","b":1}"#, r#"{"api_key": "[redacted]","b":1}"#),
            (r#"[{"userPassword" : "cut of"#, r#"[{"userPassword": "[redacted]""#),
            (r#"{"token": {"id": "1"}}"#, r#"{"token": {"id": "1"}}"#),
            (r#"a "password" that is wrong"#, r#"a "password" that is wrong"#),
            (r#"{"x": "password", "y": "z"}"#, r#"{"x": "password", "y": "z"}"#),
            ("\"", "\""),
        ] {
            assert_eq!(redacted(text), expected);
        }
    }
}
