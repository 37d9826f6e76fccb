//! Calls of the runtime's macros that define a type: a table of one row per field or variant.
//!
//! They are printed here, since prettyplease does not format what it cannot parse as Rust.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

use crate::escape::printable;

/// A call of a macro.
#[derive(Clone, Debug)]
pub struct Table {
    /// The crate of the macro, if it is not the runtime.
    krate: Option<&'static str>,
    name: &'static str,
    runtime: String,
    lines: Vec<Line>,
}

#[derive(Clone, Debug)]
enum Line {
    /// A line of documentation.
    Docs(usize, String),
    Code(usize, String),
}

/// The path of the runtime in generated code.
const RUNTIME: &str = "::openapi_runtime";

impl Table {
    /// A call of the macro `name` without content.
    pub(super) fn new(name: &'static str) -> Self {
        Self {
            krate: None,
            name,
            runtime: RUNTIME.to_owned(),
            lines: Vec::new(),
        }
    }

    /// A call of a macro of another crate than the runtime.
    pub(super) fn of(krate: &'static str, name: &'static str) -> Self {
        Self {
            krate: Some(krate),
            ..Self::new(name)
        }
    }

    /// Adds documentation, `depth` levels inside of the call.
    pub(super) fn docs(&mut self, depth: usize, text: &str) {
        let lines = text.lines().map(|line| Line::Docs(depth, printable(line)));
        self.lines.extend(lines);
    }

    /// Adds a line of code, `depth` levels inside of the call.
    pub(super) fn line(&mut self, depth: usize, code: impl Into<String>) {
        self.lines.push(Line::Code(depth, code.into()));
    }

    /// The call with another path of the runtime.
    pub(super) fn with_runtime(self, path: &str) -> Self {
        let runtime = path.to_owned();
        Self { runtime, ..self }
    }

    /// The text.
    pub(crate) fn text(&self) -> String {
        let Self {
            krate,
            name,
            runtime,
            lines,
        } = self;
        let mut text = format!("{}::{name}! {{\n", krate.unwrap_or(runtime));
        for line in lines {
            let (depth, line) = match line {
                Line::Docs(depth, line) if line.is_empty() => (depth, "///".to_owned()),
                Line::Docs(depth, line) => (depth, format!("/// {line}")),
                Line::Code(depth, line) if runtime == RUNTIME => (depth, line.clone()),
                Line::Code(depth, line) => (depth, with_runtime(line, runtime)),
            };
            text.push_str(&"    ".repeat(depth + 1));
            text.push_str(&line);
            text.push('\n');
        }
        text + "}\n"
    }
}

/// Replaces the path of the runtime outside of literals.
fn with_runtime(line: &str, runtime: &str) -> String {
    let (mut replaced, mut is_code) = (String::new(), true);
    for part in line.split_inclusive('"') {
        match is_code {
            true => replaced += &part.replace(RUNTIME, runtime),
            false => replaced += part,
        }
        // A quote after an odd number of backslashes does not end a literal.
        let before = part.trim_end_matches('"');
        let backslashes = before.len() - before.trim_end_matches('\\').len();
        is_code ^= is_code || backslashes.is_multiple_of(2);
    }
    replaced
}

/// Tokens of a type on one line, with conventional spaces.
pub(super) fn compact(tokens: &TokenStream) -> String {
    let mut text = String::new();
    let mut is_word = false;
    for token in tokens.clone() {
        match &token {
            TokenTree::Ident(_) | TokenTree::Literal(_) => {
                if is_word {
                    text.push(' ');
                }
                text += &token.to_string();
            }
            TokenTree::Punct(mark) => {
                // The second colon of a path is alone too.
                let is_single = |c: char| c == ',' || c == ':' && !text.ends_with(':');
                let space = mark.spacing() == Spacing::Alone && is_single(mark.as_char());
                text.push(mark.as_char());
                if space {
                    text.push(' ');
                }
            }
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace => (" { ", " }"),
                    Delimiter::None => ("", ""),
                };
                text += open;
                text += &compact(&group.stream());
                text += close;
            }
        }
        is_word = matches!(token, TokenTree::Ident(_) | TokenTree::Literal(_));
    }
    text.trim_end().to_owned()
}

/// A Rust literal of a text.
pub(super) fn literal(text: &str) -> String {
    proc_macro2::Literal::string(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::{Table, compact};

    #[test]
    fn a_type_is_printed_as_people_write_it() {
        let types = [
            "::std::collections::BTreeMap<String, Vec<Option<(i64, Pet)>>>",
            "impl Into<Box<::openapi_runtime::File>>",
        ];
        for text in types {
            assert_eq!(compact(&text.parse().expect("tokens")), text);
        }
    }

    #[test]
    fn the_path_of_the_runtime_is_replaced_outside_of_texts() {
        let mut table = Table::new("object");
        table.docs(0, "::openapi_runtime");
        table.line(
            1,
            r#"a: required ::openapi_runtime::File = "\"::openapi_runtime\\", "::openapi_runtime""#,
        );
        let expected = "my::runtime::object! {\n    /// ::openapi_runtime\n        a: required my::runtime::File = \
                        \"\\\"::openapi_runtime\\\\\", \"::openapi_runtime\"\n}\n";
        assert_eq!(table.with_runtime("my::runtime").text(), expected);
    }
}
