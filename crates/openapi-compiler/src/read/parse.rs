//! Parses the text of one file, JSON or YAML, into a value.

use std::cell::RefCell;
use std::fmt;
use std::path::Path;

use serde::de::{self, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::Limits;
use crate::diagnostic::Position;

/// A value, and the pointers of irregularities in its text.
pub(super) struct Parsed {
    pub(super) value: Value,
    /// The pointers of duplicate members.
    pub(super) duplicates: Vec<String>,
    /// The pointers of the merge keys (`<<`), whose values are merged into the enclosing object.
    pub(super) merges: Vec<String>,
}

/// An error from parsing a file.
pub(super) struct ParseError {
    pub(super) code: &'static str,
    pub(super) message: String,
    pub(super) help: &'static str,
    pub(super) position: Option<Position>,
}

impl ParseError {
    fn new(code: &'static str, message: impl Into<String>, help: &'static str) -> Self {
        Self {
            code,
            message: message.into(),
            help,
            position: None,
        }
    }
}

/// Returns the text of a file, without byte order mark and as far as it is UTF-8, and its parsed value.
pub(super) fn parse(path: &Path, bytes: Vec<u8>, limits: &Limits) -> (String, Result<Parsed, ParseError>) {
    if bytes.len() as u64 > limits.bytes {
        let message = format!("the file has more than {} bytes", limits.bytes);
        let error = ParseError::new(
            "too-large",
            message,
            "split the file, or raise the limit with `Config::max_file_size`",
        );
        return (String::new(), Err(error));
    }
    let mut text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let valid = String::from_utf8_lossy(&error.as_bytes()[..error.utf8_error().valid_up_to()]).into_owned();
            let line = valid.matches('\n').count() + 1;
            let column = valid.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
            let mut error = ParseError::new("not-utf8", "the file is not UTF-8", "save the file as UTF-8");
            error.position = Some(Position { line, column });
            return (valid, Err(error));
        }
    };
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    let parsed = parse_text(path, &text, limits);
    (text, parsed)
}

fn parse_text(path: &Path, text: &str, limits: &Limits) -> Result<Parsed, ParseError> {
    if text.trim().is_empty() {
        return Err(ParseError::new("empty-document", "the file is empty", "check the path"));
    }
    let has_extension = |names: &[&str]| {
        let extension = path.extension().unwrap_or_default();
        names.iter().any(|name| extension.eq_ignore_ascii_case(name))
    };
    if has_extension(&["md", "txt"]) {
        // Text referenced by a `description`.
        return Ok(Parsed {
            value: Value::from(text),
            duplicates: Vec::new(),
            merges: Vec::new(),
        });
    }
    if has_extension(&["json"]) {
        return parse_json(text, limits);
    }
    if !text.trim_start().starts_with(['{', '[']) {
        return parse_yaml(text, limits);
    }
    // YAML in flow style may start like JSON; it is parsed as JSON unless the file extension is YAML's.
    match parse_json(text, limits) {
        Err(error) if error.code == "invalid-json" && has_extension(&["yaml", "yml"]) => parse_yaml(text, limits),
        parsed => parsed,
    }
}

fn parse_json(text: &str, limits: &Limits) -> Result<Parsed, ParseError> {
    let state = State::new(text, limits);
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let result = Node(&state)
        .deserialize(&mut deserializer)
        .and_then(|value| deserializer.end().map(|()| value));
    state.finish(result.map_err(|error| {
        let message = error.to_string();
        let message = message
            .rsplit_once(" at line ")
            .map_or(message.as_str(), |(message, _)| message);
        let position = (error.line() > 0).then(|| json_position(text, error.line(), error.column()));
        ("invalid-json", format!("this is not valid JSON: {message}"), position)
    }))
}

/// The parser counts columns in bytes, and those of the end of the text from 0.
fn json_position(text: &str, line: usize, column: usize) -> Position {
    let content = text.split('\n').nth(line - 1).unwrap_or_default();
    let before = content
        .as_bytes()
        .get(..column.saturating_sub(1))
        .unwrap_or(content.as_bytes());
    let column = before.iter().filter(|byte| !is_continuation(**byte)).count() + 1;
    Position { line, column }
}

/// Whether a byte continues a character in UTF-8.
fn is_continuation(byte: u8) -> bool {
    byte & 0b1100_0000 == 0b1000_0000
}

fn parse_yaml(text: &str, limits: &Limits) -> Result<Parsed, ParseError> {
    let state = State {
        merge_keys: true,
        ..State::new(text, limits)
    };
    let result = Node(&state).deserialize(serde_yaml::Deserializer::from_str(text));
    state.finish(result.map_err(|error| {
        let position = error.location().map(|location| Position {
            line: location.line(),
            column: location.column(),
        });
        let message = error.to_string();
        let code = if message.contains("more than one document") {
            "several-documents"
        } else {
            "invalid-yaml"
        };
        let suffix = position.map(|Position { line, column }| format!(" at line {line} column {column}"));
        let message = message.replace(&suffix.unwrap_or_default(), "");
        (code, format!("this is not valid YAML: {message}"), position)
    }))
}

/// State shared by the nodes of one text.
struct State {
    progress: RefCell<Progress>,
    max_nodes: usize,
    max_bytes: usize,
    max_depth: usize,
    /// Whether `<<` is a merge key, as in YAML.
    merge_keys: bool,
}

#[derive(Default)]
struct Progress {
    /// Number of nodes and string bytes so far; aliases multiply them beyond the size of the text.
    nodes: usize,
    bytes: usize,
    depth: usize,
    pointer: String,
    duplicates: Vec<String>,
    merges: Vec<String>,
    exceeded: Option<&'static str>,
}

impl Progress {
    fn note_merge(&mut self) {
        self.merges.push(self.pointer.clone());
    }
}

impl State {
    fn new(text: &str, limits: &Limits) -> Self {
        Self {
            progress: RefCell::default(),
            max_nodes: text.len() + 1_000_000,
            max_bytes: 2 * text.len() + (16 << 20),
            max_depth: limits.depth,
            merge_keys: false,
        }
    }

    /// Counts a node with this many bytes of text.
    fn count<E: de::Error>(&self, bytes: usize) -> Result<(), E> {
        let mut progress = self.progress.borrow_mut();
        progress.nodes += 1;
        progress.bytes += bytes;
        if progress.nodes > self.max_nodes || progress.bytes > self.max_bytes {
            progress.exceeded = Some("too-many-aliases");
            return Err(E::custom("aliases"));
        }
        Ok(())
    }

    fn enter<E: de::Error>(&self) -> Result<(), E> {
        self.count(0)?;
        let mut progress = self.progress.borrow_mut();
        progress.depth += 1;
        if progress.depth > self.max_depth {
            progress.exceeded = Some("too-deep");
            return Err(E::custom("depth"));
        }
        Ok(())
    }

    fn leave(&self) {
        self.progress.borrow_mut().depth -= 1;
    }

    /// Enters a member or an item; returns the state to restore.
    fn descend(&self, token: &str) -> usize {
        let pointer = &mut self.progress.borrow_mut().pointer;
        let length = pointer.len();
        pointer.push('/');
        for c in token.chars() {
            match c {
                '~' => pointer.push_str("~0"),
                '/' => pointer.push_str("~1"),
                c => pointer.push(c),
            }
        }
        length
    }

    fn ascend(&self, length: usize) {
        self.progress.borrow_mut().pointer.truncate(length);
    }

    fn duplicate(&self) {
        let progress = &mut *self.progress.borrow_mut();
        progress.duplicates.push(progress.pointer.clone());
    }

    fn finish(self, result: Result<Value, (&'static str, String, Option<Position>)>) -> Result<Parsed, ParseError> {
        let progress = self.progress.into_inner();
        let (code, message, position) = match result {
            Ok(value) => {
                return Ok(Parsed {
                    value,
                    duplicates: progress.duplicates,
                    merges: progress.merges,
                });
            }
            Err(error) => error,
        };
        let code = match progress.exceeded {
            Some(code) => code,
            // The parsers have their own limits.
            None if message.contains("recursion limit exceeded") => "too-deep",
            None if message.contains("repetition limit exceeded") => "too-many-aliases",
            None => code,
        };
        let mut error = match code {
            "too-deep" => ParseError::new(
                code,
                "objects and arrays are nested too deeply",
                "move the inner parts to `components` and refer to them with `$ref`",
            ),
            "too-many-aliases" => ParseError::new(
                code,
                "aliases expand the document far beyond its text",
                "use `$ref` instead of aliases (`*name`)",
            ),
            "several-documents" => ParseError::new(
                code,
                "the file has more than one YAML document",
                "keep one document per file: remove everything after the second `---`",
            ),
            _ => ParseError::new(code, message, "fix the syntax error here"),
        };
        error.position = position;
        Err(error)
    }
}

/// Reads one node and its children.
#[derive(Clone, Copy)]
struct Node<'a>(&'a State);

/// The objects that a merge key (<https://yaml.org/type/merge.html>) merges: its value, or the items of its value.
fn mergeable(value: Value, key: &str, merge_keys: bool) -> Result<Vec<Map<String, Value>>, Value> {
    match value {
        Value::Object(object) if merge_keys && key == "<<" => Ok(vec![object]),
        Value::Array(items) if merge_keys && key == "<<" && items.iter().all(Value::is_object) => {
            let objects = items.into_iter().filter_map(|item| match item {
                Value::Object(object) => Some(object),
                _ => None,
            });
            Ok(objects.collect())
        }
        other => Err(other),
    }
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Node<'_> {
    fn scalar<E: de::Error>(self, value: impl Into<Value>) -> Result<Value, E> {
        self.0.count(0)?;
        Ok(value.into())
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Value, E> {
        self.scalar(value)
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Value, E> {
        self.scalar(value)
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Value, E> {
        self.scalar(value)
    }

    fn visit_i128<E: de::Error>(self, value: i128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_u128<E: de::Error>(self, value: u128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Value, E> {
        // A number that JSON cannot represent keeps its YAML text.
        let special = if value.is_nan() {
            ".nan"
        } else if value > 0.0 {
            ".inf"
        } else {
            "-.inf"
        };
        self.scalar(Number::from_f64(value).map_or_else(|| Value::from(special), Value::Number))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Value, E> {
        self.0.count(value.len())?;
        Ok(value.into())
    }

    fn visit_unit<E: de::Error>(self) -> Result<Value, E> {
        self.scalar(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        self.0.enter()?;
        let mut array = Vec::new();
        loop {
            let length = self.0.descend(&array.len().to_string());
            let Some(item) = items.next_element_seed(self)? else {
                self.0.ascend(length);
                break;
            };
            array.push(item);
            self.0.ascend(length);
        }
        self.0.leave();
        Ok(Value::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        self.0.enter()?;
        let mut object = Map::new();
        let mut merged = Vec::new();
        // A key that is not a string is used as its text: `200`, `true`.
        while let Some(key) = members.next_key::<String>()? {
            self.0.count(key.len())?;
            let length = self.0.descend(&key);
            if object.contains_key(&key) {
                self.0.duplicate();
            }
            let value = members.next_value_seed(self)?;
            match mergeable(value, &key, self.0.merge_keys) {
                Ok(values) => {
                    self.0.progress.borrow_mut().note_merge();
                    merged.extend(values);
                }
                Err(value) => drop(object.insert(key, value)),
            }
            self.0.ascend(length);
        }
        self.0.leave();
        // The object's own members take precedence, then earlier merges.
        for (key, value) in merged.into_iter().flatten() {
            object.entry(key).or_insert(value);
        }
        Ok(Value::Object(object))
    }

    /// A value with a custom tag (`!name value`); the tag is ignored.
    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Value, A::Error> {
        let (_tag, content) = data.variant::<String>()?;
        content.newtype_variant_seed(self)
    }
}
