//! Resolves the text of a `$ref` to a location in one of the document's files.

use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};

use serde_json::Value;

use crate::document::{Document, FileId, Location, ReferencedFile};

/// Why a reference cannot be followed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReferenceError {
    /// It is a URL.
    #[error("`{0}` refers to another host")]
    Remote(String),
    /// The file is not in the folder of the root document.
    #[error("`{0}` refers to a file outside of the document's folder")]
    Outside(String),
    /// The file does not exist or cannot be read.
    #[error("the file of `{0}` cannot be read")]
    Unreadable(String),
    /// The target does not exist in the file.
    #[error("the target of `{0}` does not exist")]
    Dangling(String),
}

impl ReferenceError {
    /// The code of the diagnostic for it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Remote(_) => "remote-reference",
            Self::Outside(_) => "reference-outside",
            Self::Unreadable(_) | Self::Dangling(_) => "dangling-reference",
        }
    }

    /// How to fix it.
    pub fn help(&self) -> &'static str {
        match self {
            Self::Remote(_) => "download the file next to the document and refer to it by its relative path",
            Self::Outside(_) => "move the file into the document's folder, or allow files outside of it",
            Self::Unreadable(_) => "check the path; it is relative to the file that contains the reference",
            Self::Dangling(_) => "check the part after `#`: a JSON pointer such as `/components/schemas/Pet`",
        }
    }
}

/// Maximum number of references that a pointer may pass through.
const MAX_HOPS: usize = 64;

impl Document {
    /// Resolves `reference`, the text of a `$ref` at or below `from` (OpenAPI 3.1, section 4.6).
    ///
    /// A pointer may pass through other references. A pointer into the same file without a target, such as `#/$defs/Part`, is
    /// looked up in the values that enclose `from`, innermost first, since tools that embed a JSON Schema keep its references
    /// unchanged. A URL may be the `$id` of a schema or the `$self` of a file.
    ///
    /// # Errors
    ///
    /// Returns an error if the reference is remote, its file was not read, or the target does not exist.
    pub fn resolve(&self, from: &Location, reference: &str) -> Result<Location, ReferenceError> {
        self.find(from, reference, &mut { MAX_HOPS })
    }

    /// Like [`Document::resolve`]; `hops` is the number of references that pointers may still pass through.
    fn find(&self, from: &Location, reference: &str, hops: &mut usize) -> Result<Location, ReferenceError> {
        let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let dangling = || ReferenceError::Dangling(reference.to_owned());
        let fragment = decode(fragment).ok_or_else(dangling)?;
        let base = match self.file_of(from.file, path, reference) {
            Ok(file) => Location {
                file,
                pointer: String::new(),
            },
            Err(error) => self.identified(from, path).ok_or(error)?,
        };
        let found = self.within(&base, &fragment);
        let found = found.or_else(|| self.through(&base, &fragment, hops));
        let found = found.or_else(|| path.is_empty().then(|| self.enclosing(from, &fragment)).flatten());
        found.ok_or_else(dangling)
    }

    fn file_of(&self, from: FileId, path: &str, reference: &str) -> Result<FileId, ReferenceError> {
        if path.is_empty() {
            return Ok(from);
        }
        if is_remote(path) {
            return Err(ReferenceError::Remote(reference.to_owned()));
        }
        match self.referenced.get(&target(&self.file(from).path, path)) {
            Some(ReferencedFile::Read(file)) => Ok(*file),
            Some(ReferencedFile::Outside) => Err(ReferenceError::Outside(reference.to_owned())),
            Some(ReferencedFile::Unreadable) | None => Err(ReferenceError::Unreadable(reference.to_owned())),
        }
    }

    /// Resolves a decoded fragment below `base`: a pointer or the name of an anchor.
    fn within(&self, base: &Location, fragment: &str) -> Option<Location> {
        let found = if fragment.is_empty() || fragment.starts_with('/') {
            let pointer = format!("{}{fragment}", base.pointer);
            Location {
                file: base.file,
                pointer: self.file(base.file).current(&pointer).into_owned(),
            }
        } else {
            anchor(base.clone(), self.get(base)?, fragment)?
        };
        self.get(&found).map(|_| found)
    }

    /// Resolves a pointer that passes through references, such as `#/components/schemas/Pet` where `schemas` is a reference to
    /// a file.
    fn through(&self, base: &Location, fragment: &str, hops: &mut usize) -> Option<Location> {
        let mut at = base.clone();
        for token in fragment.strip_prefix('/')?.split('/') {
            let below = |at: &Location| Location {
                file: at.file,
                pointer: format!("{}/{token}", at.pointer),
            };
            while self.get(&below(&at)).is_none() {
                *hops = hops.checked_sub(1)?;
                let reference = self.get(&at)?.get("$ref")?.as_str()?;
                at = self.find(&at, reference, hops).ok()?;
            }
            at = below(&at);
        }
        Some(at)
    }

    /// Resolves a pointer relative to one of the values that enclose `from`.
    fn enclosing(&self, from: &Location, fragment: &str) -> Option<Location> {
        let mut around = from.clone();
        while let Some(end) = around.pointer.rfind('/').filter(|_| fragment.starts_with('/')) {
            let found = self.within(&around, fragment);
            if found.is_some() {
                return found;
            }
            around.pointer.truncate(end);
        }
        None
    }

    /// Finds the schema with the `$id`, or the file with the `$self`, `path`, which may be relative to an enclosing `$id`.
    fn identified(&self, from: &Location, path: &str) -> Option<Location> {
        let known = self.identifiers.get_or_init(|| {
            let mut known = HashMap::new();
            for (index, file) in self.files.iter().enumerate() {
                let at = Location {
                    file: FileId(index as u32),
                    pointer: String::new(),
                };
                identifiers(at, &file.value, &mut known);
            }
            known
        });
        let mut around = from.clone();
        let mut bases = Vec::new();
        loop {
            bases.extend(self.get(&around).and_then(identifier));
            match around.pointer.rfind('/') {
                Some(end) => around.pointer.truncate(end),
                None => break,
            }
        }
        let joined = bases.into_iter().map(|base| join(base, path));
        [path.to_owned()]
            .into_iter()
            .chain(joined)
            .find_map(|id| known.get(&id).cloned())
    }
}

fn identifier(value: &Value) -> Option<&str> {
    ["$id", "$self"].into_iter().find_map(|name| value.get(name)?.as_str())
}

/// Every `$id` and `$self` without an empty fragment, both as written and resolved against the nearest enclosing one.
fn identifiers(at: Location, value: &Value, known: &mut HashMap<String, Location>) {
    let mut rest = vec![(at, value, "")];
    while let Some((at, value, base)) = rest.pop() {
        let mut base = base;
        if let Some(id) = identifier(value).map(|id| id.trim_end_matches('#')) {
            for id in [id.to_owned(), join(base, id)] {
                known.entry(id).or_insert_with(|| at.clone());
            }
            base = if is_remote(id) { id } else { base };
        }
        rest.extend(children(&at, value).map(|(at, value)| (at, value, base)));
    }
}

/// Resolves a relative URL against its base, as far as schemas need it.
fn join(base: &str, path: &str) -> String {
    match base.rsplit_once('/') {
        Some((folder, _)) if !is_remote(path) => format!("{folder}/{}", path.trim_start_matches("./")),
        _ => path.to_owned(),
    }
}

/// The members or elements of a value with their locations, last first.
fn children<'v>(at: &Location, value: &'v Value) -> Box<dyn Iterator<Item = (Location, &'v Value)> + 'v> {
    let at = at.clone();
    match value {
        Value::Object(members) => Box::new(members.iter().rev().map(move |(key, value)| (at.child(key), value))),
        Value::Array(items) => Box::new(
            items
                .iter()
                .enumerate()
                .rev()
                .map(move |(index, value)| (at.child(index), value)),
        ),
        _ => Box::new(std::iter::empty()),
    }
}
/// Whether the part of a reference before the `#` has a scheme or a host (RFC 3986, section 3.1).
pub(crate) fn is_remote(path: &str) -> bool {
    path.starts_with("//")
        || path.split_once(':').is_some_and(|(scheme, _)| {
            // A single letter is a Windows drive; a slash before the colon means a path.
            scheme.len() > 1 && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
        })
}

/// The normalized path of the file that `reference` (without fragment) names, relative to the file `from`.
pub(crate) fn target(from: &Path, reference: &str) -> PathBuf {
    let reference = reference.split('?').next().unwrap_or(reference);
    let decoded = decode(reference).unwrap_or_else(|| reference.to_owned());
    normalize(&from.parent().unwrap_or(Path::new("")).join(decoded))
}

/// Removes `.` and, lexically, `..` from a path.
pub(crate) fn normalize(path: &Path) -> PathBuf {
    let mut result = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if matches!(result.components().next_back(), Some(Component::Normal(_))) => {
                result.pop();
            }
            Component::ParentDir if result.has_root() => {}
            other => result.push(other),
        }
    }
    result
}

/// Percent-decodes the text; `None` if the result is not UTF-8.
fn decode(text: &str) -> Option<String> {
    let hex = |byte: Option<&u8>| byte.and_then(|&byte| char::from(byte).to_digit(16));
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match (byte, hex(bytes.get(at + 1)), hex(bytes.get(at + 2))) {
            (b'%', Some(high), Some(low)) => {
                decoded.push(u8::try_from(high * 16 + low).ok()?);
                at += 3;
            }
            _ => {
                decoded.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(decoded).ok()
}

/// A JSON pointer as the fragment of a reference (RFC 6901, section 6).
pub(crate) fn escape_fragment(pointer: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/?".contains(&byte);
    let escaped = pointer.bytes().map(|byte| match is_plain(byte) {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    });
    escaped.collect()
}

/// Finds the schema with this `$anchor` (JSON Schema 2020-12, section 8.2.2) at or below `at`.
fn anchor(at: Location, value: &Value, name: &str) -> Option<Location> {
    let mut rest = vec![(at, value)];
    while let Some((at, value)) = rest.pop() {
        let is = |key| value.get(key).and_then(Value::as_str) == Some(name);
        if is("$anchor") || is("$dynamicAnchor") {
            return Some(at);
        }
        rest.extend(children(&at, value));
    }
    None
}
