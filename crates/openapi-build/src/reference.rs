//! What a reference refers to: the text of a `$ref` to a place in one of the document's files.

use std::path::{Component, Path, PathBuf};

use serde_json::Value;

use crate::document::{Document, FileId, Location, Outcome};

/// Why a reference cannot be followed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReferenceError {
    /// It is a URL.
    #[error("`{0}` refers to another host")]
    Remote(String),
    /// The file is not in the folder of the root document.
    #[error("`{0}` refers to a file outside of the document's folder")]
    Outside(String),
    /// There is no such file, or it cannot be read.
    #[error("`{0}` refers to a file that could not be read")]
    Unreadable(String),
    /// There is nothing at that place of the file.
    #[error("`{0}` refers to nothing")]
    Dangling(String),
}

impl ReferenceError {
    /// The code of a diagnostic that says so.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Remote(_) => "remote-reference",
            Self::Outside(_) => "reference-outside",
            Self::Unreadable(_) | Self::Dangling(_) => "dangling-reference",
        }
    }

    /// How to mend it.
    pub fn help(&self) -> &'static str {
        match self {
            Self::Remote(_) => "download the file next to the document and refer to it by its relative path",
            Self::Outside(_) => "move the file into the document's folder, or allow files outside of it",
            Self::Unreadable(_) => "check the path; it is relative to the file that the reference stands in",
            Self::Dangling(_) => "check the part after `#`: a JSON pointer such as `/components/schemas/Pet`",
        }
    }
}

impl Document {
    /// The place that `reference`, the text of a `$ref` in the file `from`, refers to (OpenAPI 3.1, section 4.6).
    ///
    /// # Errors
    ///
    /// When the reference is remote, its file was not read, or there is nothing at that place.
    pub fn resolve(&self, from: FileId, reference: &str) -> Result<Location, ReferenceError> {
        let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let file = if path.is_empty() {
            from
        } else if is_remote(path) {
            return Err(ReferenceError::Remote(reference.to_owned()));
        } else {
            match self.outcomes.get(&target(&self.file(from).path, path)) {
                Some(Outcome::Read(file)) => *file,
                Some(Outcome::Outside) => return Err(ReferenceError::Outside(reference.to_owned())),
                Some(Outcome::Unreadable) | None => return Err(ReferenceError::Unreadable(reference.to_owned())),
            }
        };
        let dangling = || ReferenceError::Dangling(reference.to_owned());
        let fragment = decode(fragment).ok_or_else(dangling)?;
        let pointer = if fragment.is_empty() || fragment.starts_with('/') {
            fragment
        } else {
            anchor(&self.file(file).value, &fragment).ok_or_else(dangling)?
        };
        let location = Location { file, pointer };
        self.get(&location).is_some().then_some(location).ok_or_else(dangling)
    }
}

/// Whether the part of a reference before the `#` has a scheme or a host (RFC 3986, section 3.1).
pub(crate) fn is_remote(path: &str) -> bool {
    path.starts_with("//")
        || path.split_once(':').is_some_and(|(scheme, _)| {
            // One letter is a drive of Windows, a slash before the colon belongs to a path.
            scheme.len() > 1 && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
        })
}

/// The normalized path of the file that `reference`, without fragment, names in the file `from`.
pub(crate) fn target(from: &Path, reference: &str) -> PathBuf {
    let reference = reference.split('?').next().unwrap_or(reference);
    let decoded = decode(reference).unwrap_or_else(|| reference.to_owned());
    normalize(&from.parent().unwrap_or(Path::new("")).join(decoded))
}

/// The path without `.` and, as far as its text tells, without `..`.
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

/// The text with its percent-encoding undone; `None` if that is not UTF-8.
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

/// The pointer of the schema with this `$anchor` (JSON Schema 2020-12, section 8.2.2).
fn anchor(value: &Value, name: &str) -> Option<String> {
    let root = Location::root();
    let mut rest = vec![(root, value)];
    while let Some((at, value)) = rest.pop() {
        match value {
            Value::Object(members) => {
                let is = |key| members.get(key).and_then(Value::as_str) == Some(name);
                if is("$anchor") || is("$dynamicAnchor") {
                    return Some(at.pointer);
                }
                rest.extend(members.iter().rev().map(|(key, value)| (at.child(key), value)));
            }
            Value::Array(items) => rest.extend(items.iter().enumerate().rev().map(|(i, value)| (at.child(i), value))),
            _ => {}
        }
    }
    None
}
