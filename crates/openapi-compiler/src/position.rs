//! Line and column of a value, computed only when a diagnostic is shown.

use std::collections::{HashMap, HashSet};

use saphyr_parser::{Event, Parser};

use crate::diagnostic::Position;
use crate::document::escape_token;

/// Returns the positions of the values at these pointers: for a member the position of its key, for an item its start, for
/// an aliased value the alias. A pointer to a missing value has the position of the nearest enclosing value.
///
/// Reads the text once. If the text is not valid to its end, returns the positions found before the error.
pub fn locate<'a>(text: &str, pointers: impl Iterator<Item = &'a str>) -> HashMap<String, Position> {
    let pointers: HashSet<&str> = pointers.collect();
    let wanted: HashSet<&str> = pointers.iter().flat_map(|pointer| ancestors(pointer)).collect();
    let found = if text.trim_start().starts_with(['{', '[']) {
        locate_json(text, &wanted).unwrap_or_else(|| locate_yaml(text, &wanted))
    } else {
        locate_yaml(text, &wanted)
    };
    let nearest = |pointer| ancestors(pointer).find_map(|ancestor| found.get(ancestor).copied());
    let positions = pointers.iter().map(|pointer| {
        let position = nearest(pointer).unwrap_or(Position { line: 1, column: 1 });
        ((*pointer).to_owned(), position)
    });
    positions.collect()
}

/// The pointer itself, then its ancestors up to the whole file.
fn ancestors(pointer: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(pointer), |pointer| pointer.rfind('/').map(|end| &pointer[..end]))
}

/// Follows the nodes of a text and remembers where the wanted ones are.
struct Tracker<'a, P> {
    wanted: &'a HashSet<&'a str>,
    found: HashMap<String, P>,
    pointer: String,
    open: Vec<Container>,
}

/// An object or array that is being read.
struct Container {
    /// How long its own pointer is.
    length: usize,
    /// The index of the next item, if it is an array.
    index: Option<usize>,
    /// Whether a key was read and its value comes next.
    has_key: bool,
}

impl<'a, P: Copy> Tracker<'a, P> {
    fn new(wanted: &'a HashSet<&'a str>) -> Self {
        Self {
            wanted,
            found: HashMap::new(),
            pointer: String::new(),
            open: Vec::new(),
        }
    }

    fn expects_key(&self) -> bool {
        self.open
            .last()
            .is_some_and(|open| open.index.is_none() && !open.has_key)
    }

    fn record(&mut self, at: P) {
        if self.wanted.contains(self.pointer.as_str()) {
            self.found.insert(self.pointer.clone(), at);
        }
    }

    fn key(&mut self, key: &str, at: P) {
        if let Some(open) = self.open.last_mut() {
            open.has_key = true;
        }
        self.pointer.push('/');
        self.pointer.push_str(&escape_token(key));
        self.record(at);
    }

    /// Enters a value.
    fn begin(&mut self, at: P) {
        match self.open.last_mut() {
            None => self.record(at),
            Some(open) => {
                if let Some(index) = &mut open.index {
                    self.pointer.push_str(&format!("/{index}"));
                    *index += 1;
                    self.record(at);
                }
            }
        }
    }

    /// Enters an array or object.
    fn enter(&mut self, is_array: bool) {
        self.open.push(Container {
            length: self.pointer.len(),
            index: is_array.then_some(0),
            has_key: false,
        });
    }

    /// Leaves the innermost array or object.
    fn leave(&mut self) {
        self.open.pop();
        self.end();
    }

    /// Leaves a value.
    fn end(&mut self) {
        if let Some(open) = self.open.last_mut() {
            open.has_key = false;
            self.pointer.truncate(open.length);
        }
    }
}

fn locate_yaml(text: &str, wanted: &HashSet<&str>) -> HashMap<String, Position> {
    let mut tracker = Tracker::new(wanted);
    for event in Parser::new_from_str(text) {
        let Ok((event, span)) = event else { break };
        let at = Position {
            line: span.start.line(),
            column: span.start.col() + 1,
        };
        match event {
            Event::Scalar(key, ..) if tracker.expects_key() => tracker.key(&key, at),
            Event::MappingStart(..) | Event::SequenceStart(..) | Event::Alias(_) if tracker.expects_key() => {
                // Keys that are not scalars have no pointer; the reader rejects them.
                break;
            }
            Event::Scalar(..) | Event::Alias(_) => {
                tracker.begin(at);
                tracker.end();
            }
            Event::MappingStart(..) => {
                tracker.begin(at);
                tracker.enter(false);
            }
            Event::SequenceStart(..) => {
                tracker.begin(at);
                tracker.enter(true);
            }
            Event::MappingEnd | Event::SequenceEnd => tracker.leave(),
            Event::DocumentEnd => break,
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) => {}
        }
    }
    tracker.found
}

/// JSON has its own scanner: it is not a strict subset of YAML (tabs, long lines), and the scanner is faster. Returns
/// `None` if the text is not JSON.
fn locate_json(text: &str, wanted: &HashSet<&str>) -> Option<HashMap<String, Position>> {
    let bytes = text.as_bytes();
    let mut tracker = Tracker::new(wanted);
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let start = at;
        at += 1;
        match byte {
            b'{' | b'[' => {
                tracker.begin(start);
                tracker.enter(byte == b'[');
            }
            b'}' | b']' => tracker.leave(),
            b',' | b':' | b' ' | b'\t' | b'\r' | b'\n' => {}
            b'"' => {
                at = string_end(bytes, at)?;
                if tracker.expects_key() {
                    tracker.key(&serde_json::from_str::<String>(text.get(start..at)?).ok()?, start);
                } else {
                    tracker.begin(start);
                    tracker.end();
                }
            }
            _ => {
                let is_end = |byte: &u8| b",:{}[] \t\r\n\"".contains(byte);
                at = bytes[at..]
                    .iter()
                    .position(is_end)
                    .map_or(bytes.len(), |length| at + length);
                if tracker.expects_key() || !(byte == b'-' || byte.is_ascii_alphanumeric()) {
                    return None;
                }
                tracker.begin(start);
                tracker.end();
            }
        }
    }
    Some(positions(text, tracker.found))
}

/// Index just past the closing quote.
fn string_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        match bytes.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

/// Byte offsets as lines and columns, in one pass over the text.
fn positions(text: &str, found: HashMap<String, usize>) -> HashMap<String, Position> {
    let mut found: Vec<(String, usize)> = found.into_iter().collect();
    found.sort_by_key(|(_, offset)| *offset);
    let (mut line, mut column, mut done) = (1, 1, 0);
    let position = |(pointer, offset): (String, usize)| {
        for c in text.get(done..offset).unwrap_or_default().chars() {
            (line, column) = if c == '\n' { (line + 1, 1) } else { (line, column + 1) };
        }
        done = offset;
        (pointer, Position { line, column })
    };
    found.into_iter().map(position).collect()
}
