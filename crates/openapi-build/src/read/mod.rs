//! Reads a description, and every file that it refers to, from YAML or JSON.

mod parse;

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::document::{Document, FileId, Location, Outcome, SourceFile};
use crate::reference::{ReferenceError, is_remote, normalize, target};

/// What a document may demand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The most bytes of one file.
    pub bytes: u64,
    /// The most levels of objects and arrays in one another; more than 127 of JSON or 128 of YAML are never read.
    pub depth: usize,
    /// Whether references may lead to files outside of the root document's folder.
    pub allow_outside: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 256 << 20,
            depth: 128,
            allow_outside: false,
        }
    }
}

/// Reads the document at `path`, with the files that it refers to.
///
/// Problems go to `diagnostics`. A file that cannot be understood has the value `null` and keeps its text, so that
/// diagnostics can show it; after an error the document is of no other use.
pub fn read(path: &Path, limits: &Limits, diagnostics: &mut Diagnostics) -> Document {
    read_with(path, limits, diagnostics, |path| {
        let mut bytes = Vec::new();
        // One byte more than allowed, to tell a file that is too large.
        File::open(path)?
            .take(limits.bytes.saturating_add(1))
            .read_to_end(&mut bytes)?;
        Ok(bytes)
    })
}

/// Reads a document from its text; `name` stands for its path. Files that it refers to are not read.
pub fn read_str(name: impl AsRef<Path>, text: &str, limits: &Limits, diagnostics: &mut Diagnostics) -> Document {
    let mut text = Some(text.as_bytes().to_vec());
    read_with(name.as_ref(), limits, diagnostics, |_| {
        text.take().ok_or_else(|| io::ErrorKind::NotFound.into())
    })
}

/// Reads a document whose files `load` gives, the one at `path` first; otherwise like [`read`].
pub fn read_with(
    path: &Path,
    limits: &Limits,
    diagnostics: &mut Diagnostics,
    load: impl FnMut(&Path) -> io::Result<Vec<u8>>,
) -> Document {
    let folder = normalize(path.parent().unwrap_or(Path::new("")));
    let mut reader = Reader {
        limits,
        diagnostics,
        load,
        folder,
        document: Document::default(),
    };
    reader.root(path);
    // Reading a file appends those that it refers to for the first time, so this ends when no new ones turn up.
    let mut next = 0;
    while next < reader.document.files.len() {
        reader.follow(FileId(next as u32));
        next += 1;
    }
    reader.document
}

struct Reader<'a, L> {
    limits: &'a Limits,
    diagnostics: &'a mut Diagnostics,
    load: L,
    /// The normalized folder of the root document.
    folder: PathBuf,
    document: Document,
}

impl<L: FnMut(&Path) -> io::Result<Vec<u8>>> Reader<'_, L> {
    fn root(&mut self, path: &Path) {
        let loaded = (self.load)(path);
        self.document
            .outcomes
            .insert(normalize(path), Outcome::Read(FileId::ROOT));
        match loaded {
            Ok(bytes) => {
                self.add(path.to_owned(), bytes);
                self.require_object();
            }
            Err(error) => {
                self.push(path.to_owned(), String::new(), Value::Null);
                let message = format!("cannot read {}: {error}", path.display());
                let help = "check that the path is right and that the file may be read";
                self.diagnostics
                    .error("unreadable-document", &Location::root(), message, help);
            }
        }
    }

    fn require_object(&mut self) {
        let kind = match &self.document.root().value {
            Value::Object(_) => return,
            Value::Array(_) => "an array",
            Value::String(_) => "a string",
            Value::Number(_) => "a number",
            Value::Bool(_) => "a boolean",
            Value::Null if self.diagnostics.has_errors() => return,
            Value::Null => "null",
        };
        let message = format!("the document is {kind}, not an object");
        let help = "an OpenAPI description is an object with the members `openapi`, `info` and `paths`";
        self.diagnostics
            .error("not-an-object", &Location::root(), message, help);
    }

    fn push(&mut self, path: PathBuf, text: String, value: Value) {
        self.document.files.push(SourceFile { path, text, value });
    }

    /// Parses a file and makes it the document's next.
    fn add(&mut self, path: PathBuf, bytes: Vec<u8>) {
        let at = Location {
            file: FileId(self.document.files.len() as u32),
            pointer: String::new(),
        };
        let (text, parsed) = parse::parse(&path, bytes, self.limits);
        let value = match parsed {
            Ok(parsed) => {
                for pointer in parsed.duplicates {
                    let at = Location { pointer, ..at.clone() };
                    let message = format!("the key `{}` is given twice", at.tokens().last().unwrap_or_default());
                    let help = "remove one of them; the last one counts";
                    self.diagnostics.warning("duplicate-key", &at, message, help);
                }
                parsed.value
            }
            Err(error) => {
                let diagnostic = Diagnostic::new(Severity::Error, error.code, at, error.message);
                self.diagnostics
                    .report(diagnostic.help(error.help).position(error.position));
                Value::Null
            }
        };
        self.push(path, text, value);
    }

    /// Reads the files that a file refers to, as far as they are not read yet.
    fn follow(&mut self, from: FileId) {
        let file = self.document.file(from);
        let base = file.path.clone();
        for (pointer, reference) in references(&file.value) {
            let at = Location { file: from, pointer };
            let path = reference.split('#').next().unwrap_or_default();
            if path.is_empty() {
                continue;
            }
            if is_remote(path) {
                self.warn(&at, &ReferenceError::Remote(reference));
                continue;
            }
            match self.visit(target(&base, path)) {
                Outcome::Read(_) => {}
                Outcome::Unreadable => self.warn(&at, &ReferenceError::Unreadable(reference)),
                Outcome::Outside => {
                    let error = ReferenceError::Outside(reference);
                    self.diagnostics
                        .error(error.code(), &at, error.to_string(), error.help());
                }
            }
        }
    }

    fn visit(&mut self, path: PathBuf) -> Outcome {
        if let Some(outcome) = self.document.outcomes.get(&path) {
            return *outcome;
        }
        let outcome = if !self.limits.allow_outside && !is_inside(&self.folder, &path) {
            Outcome::Outside
        } else if let Ok(bytes) = (self.load)(&path) {
            let file = FileId(self.document.files.len() as u32);
            self.add(path.clone(), bytes);
            Outcome::Read(file)
        } else {
            Outcome::Unreadable
        };
        self.document.outcomes.insert(path, outcome);
        outcome
    }

    /// Only a warning: what looks like a reference may stand in an example, or in a part that nothing uses.
    fn warn(&mut self, at: &Location, error: &ReferenceError) {
        self.diagnostics
            .warning(error.code(), at, error.to_string(), error.help());
    }
}

fn is_inside(folder: &Path, path: &Path) -> bool {
    path.strip_prefix(folder)
        .is_ok_and(|rest| !rest.has_root() && !rest.starts_with(".."))
}

/// Everything in a value that may be a reference to a file, with its pointer: `$ref`s, and the values of a
/// discriminator's `mapping` unless they are plain names (OpenAPI 3.1, section 4.8.25).
fn references(value: &Value) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = vec![(Location::root(), value)];
    while let Some((at, value)) = rest.pop() {
        match value {
            Value::Object(members) => {
                if let Some(Value::String(reference)) = members.get("$ref") {
                    found.push((at.child("$ref").pointer, reference.clone()));
                }
                if let Some(Value::Object(mapping)) = members.get("discriminator").and_then(|d| d.get("mapping")) {
                    let at = at.child("discriminator").child("mapping");
                    let named = mapping.iter().filter_map(|(key, value)| Some((key, value.as_str()?)));
                    let files = named.filter(|(_, value)| names_file(value));
                    found.extend(files.map(|(key, value)| (at.child(key).pointer, value.to_owned())));
                }
                rest.extend(members.iter().rev().map(|(key, value)| (at.child(key), value)));
            }
            Value::Array(items) => rest.extend(items.iter().enumerate().rev().map(|(i, value)| (at.child(i), value))),
            _ => {}
        }
    }
    found
}

fn names_file(reference: &str) -> bool {
    reference.contains('#') || [".yaml", ".yml", ".json"].iter().any(|end| reference.ends_with(end))
}
