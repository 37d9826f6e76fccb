//! Text of the description as Markdown that rustdoc takes as it is meant.

mod html;

use crate::escape::printable;

/// The text as a code span.
pub fn code(text: &str) -> String {
    format!("`{}`", printable(text.replace('`', "'")))
}

/// The description's text for rustdoc: code blocks are not doc tests, HTML is Markdown, and brackets and other tags are shown,
/// not followed.
pub fn markdown(text: &str) -> String {
    let mut fenced = false;
    let mut lines = Vec::new();
    // Characters that end a line in Markdown or in Rust.
    let text = text
        .replace("\r\n", "\n")
        .replace(['\r', '\u{85}', '\u{2028}', '\u{2029}'], "\n");
    let text = if text.contains('<') {
        html::to_markdown(&text)
    } else {
        text
    };
    for line in text.trim().lines() {
        let line = line.trim_end();
        let bare = line.trim_start();
        if bare.starts_with("```") || bare.starts_with("~~~") {
            fenced = !fenced;
            lines.push(if fenced { "```text".to_owned() } else { "```".to_owned() });
        } else if fenced {
            lines.push(line.to_owned());
        } else {
            // Four spaces would make a code block, which rustdoc would compile.
            let indent = (line.len() - bare.len()).min(3);
            lines.push(" ".repeat(indent) + &escape(bare));
        }
    }
    if fenced {
        lines.push("```".to_owned());
    }
    lines.join("\n")
}

/// Escapes what rustdoc would take for links and HTML, outside of code spans; bare URLs become links.
fn escape(line: &str) -> String {
    let mut escaped = String::new();
    let ticks = line.matches('`').count();
    let markdown_link = line.contains("](http");
    for (index, part) in line.split('`').enumerate() {
        if index > 0 {
            escaped.push('`');
        }
        if index % 2 == 1 && ticks > index {
            escaped.push_str(part);
            continue;
        }
        for word in part.split_inclusive(' ') {
            let url = word.trim_end_matches([' ', '.', ',', ';', ')']);
            if (url.starts_with("https://") || url.starts_with("http://")) && !url.contains(['<', '>', '[', ']']) {
                escaped.push_str(&format!("<{url}>{}", &word[url.len()..]));
            } else {
                for c in word.chars() {
                    if matches!(c, '<' | '>') || (matches!(c, '[' | ']') && !markdown_link) {
                        escaped.push('\\');
                    }
                    escaped.push(c);
                }
            }
        }
    }
    if ticks % 2 == 1 {
        escaped.replace('`', "\\`")
    } else {
        escaped
    }
}

/// Several paragraphs as one text.
pub fn paragraphs<'a>(parts: impl IntoIterator<Item = Option<&'a str>>) -> String {
    let mut seen: Vec<&str> = Vec::new();
    for part in parts
        .into_iter()
        .flatten()
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        if !seen.contains(&part) {
            seen.push(part);
        }
    }
    seen.into_iter().map(markdown).collect::<Vec<_>>().join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::{code, markdown};

    #[test]
    fn text_is_shown_as_it_is_meant() {
        let cases = [
            ("See https://example.com/a.", "See <https://example.com/a>."),
            ("[0, 1]", "\\[0, 1\\]"),
            ("a <b> c", "a \\<b\\> c"),
            ("<p>a <i>b</i> &lt;c&gt;", "a *b* &lt;c&gt;"),
            ("<a href='http://a'><code>b</code></a> <c>", "[`b`](http://a) \\<c\\>"),
            ("<pre>\n<b><c></pre>", "```text\n<c>\n```"),
            ("`Vec<T>`", "`Vec<T>`"),
            ("```\nlet x;\n```", "```text\nlet x;\n```"),
            ("a\n        let x;", "a\n   let x;"),
            ("a\r        let x;", "a\n   let x;"),
            ("a\u{2028}        let x;", "a\n   let x;"),
            ("[API key](https://example.com)", "[API key](https://example.com)"),
        ];
        for (text, expected) in cases {
            assert_eq!(markdown(text), expected);
        }
        assert_eq!(code("a`\n\n    let x;"), "`a'\\n\\n    let x;`");
    }
}
