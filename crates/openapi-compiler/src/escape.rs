//! Escapes text of a description before it is printed to cargo, a terminal, a log or a comment.

use std::fmt::{self, Write as _};

/// Makes `text` safe to print on one line: characters that end a line, control a terminal or reorder text are written as
/// escapes such as `\n` or `\u{202e}`. Tabs are kept.
///
/// ```
/// assert_eq!(openapi_compiler::escape::printable("a\ncargo:rustc-env=X=1"), r"a\ncargo:rustc-env=X=1");
/// ```
pub fn printable(text: impl fmt::Display) -> String {
    let mut escaped = Escaped(String::new());
    // Writing to a string never fails.
    let _ = write!(escaped, "{text}");
    escaped.0
}

/// Serializes JSON with indentation. Escapes in its strings the characters that [`printable`] escapes, without changing
/// their meaning.
pub fn json_text(value: &serde_json::Value) -> String {
    let mut text = String::new();
    for c in format!("{value:#}").chars() {
        if c != '\n' && is_control(c) {
            // All of them are in the Basic Multilingual Plane.
            let _ = write!(text, "\\u{:04x}", u32::from(c));
        } else {
            text.push(c);
        }
    }
    text
}

struct Escaped(String);

impl fmt::Write for Escaped {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for c in text.chars() {
            match c {
                '\n' => self.0.push_str("\\n"),
                '\r' => self.0.push_str("\\r"),
                c if is_control(c) => write!(self.0, "\\u{{{:x}}}", u32::from(c))?,
                c => self.0.push(c),
            }
        }
        Ok(())
    }
}

/// Control characters except the tab, line and paragraph separators, and the controls of the bidirectional algorithm
/// (Unicode Standard Annex 9, section 2), which rustc rejects in comments.
fn is_control(c: char) -> bool {
    (c.is_control() && c != '\t')
        || matches!(c, '\u{2028}' | '\u{2029}')
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::{json_text, printable};

    #[test]
    fn control_characters_are_escaped_and_other_text_stays() {
        let cases = [
            ("plain, ünïcode, 名前, 👩‍💻, \"quoted\" \\ and\ttabs", None),
            ("a\ncargo:rustc-env=X=1", Some("a\\ncargo:rustc-env=X=1")),
            ("a\r\nb\u{85}c\u{b}", Some("a\\r\\nb\\u{85}c\\u{b}")),
            ("a\u{2028}b\u{2029}", Some("a\\u{2028}b\\u{2029}")),
            (
                "\u{1b}[31mred\u{9b}0m\u{7f}\0",
                Some("\\u{1b}[31mred\\u{9b}0m\\u{7f}\\u{0}"),
            ),
            (
                "\u{202e}gpj.\u{2066}\u{200f}\u{61c}",
                Some("\\u{202e}gpj.\\u{2066}\\u{200f}\\u{61c}"),
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(printable(text), expected.unwrap_or(text));
            assert!(!printable(text).chars().any(|c| c.is_control() && c != '\t'));
            let json = json_text(&serde_json::json!([text]));
            assert_eq!(serde_json::from_str::<Vec<String>>(&json).expect("JSON"), [text]);
            assert!(!json.chars().any(|c| c != '\n' && super::is_control(c)), "{json}");
        }
    }
}
