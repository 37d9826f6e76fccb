//! Reads a description, and every file that it refers to, from YAML or JSON.

#[cfg(feature = "overlay")]
mod overlays;
mod parse;
mod references;

use std::collections::{HashSet, VecDeque};
use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::document::{Document, FileId, Location, ReferencedFile, SourceFile};
use crate::merge::merge;
use crate::reference::{is_remote, normalize, target};
use crate::swagger::{is_swagger, rewrite};

use references::{is_hidden, references};

/// How a description is read: resource limits, and what is applied to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Maximum size of a file, in bytes.
    pub bytes: u64,
    /// Maximum nesting of objects and arrays; at most 127 for JSON and 128 for YAML.
    pub depth: usize,
    /// Whether references may point to files outside of the root document's folder.
    pub allow_outside: bool,
    /// The content of the root document, which is not read from its path then.
    pub given: Option<Vec<u8>>,
    /// The overlays and merge patches that are applied to the root document, in this order.
    #[cfg(feature = "overlay")]
    pub overlays: Vec<PathBuf>,
    /// Other descriptions, which are merged into this one in this order.
    pub also: Vec<PathBuf>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 256 << 20,
            depth: 128,
            allow_outside: false,
            given: None,
            #[cfg(feature = "overlay")]
            overlays: Vec::new(),
            also: Vec::new(),
        }
    }
}

/// Reads the document at `path` and the files that it refers to.
///
/// Reports problems to `diagnostics`. A file that cannot be parsed has the value `null` and keeps its text, so that
/// diagnostics can show it. After an error, the document cannot be used for anything else.
pub fn read(path: &Path, limits: &Limits, diagnostics: &mut Diagnostics) -> Document {
    let mut given = limits.given.clone();
    read_with(path, limits, diagnostics, |path| {
        if let Some(root) = given.take() {
            return Ok(root);
        }
        let mut bytes = Vec::new();
        // One byte more than allowed, to detect a file that is too large.
        File::open(path)?
            .take(limits.bytes.saturating_add(1))
            .read_to_end(&mut bytes)?;
        Ok(bytes)
    })
}

/// Reads a document from its text; `name` is used as its path. Files that it refers to are not read.
pub fn read_str(name: impl AsRef<Path>, text: &str, limits: &Limits, diagnostics: &mut Diagnostics) -> Document {
    let mut text = Some(text.as_bytes().to_vec());
    read_with(name.as_ref(), limits, diagnostics, |_| {
        text.take().ok_or_else(|| io::ErrorKind::NotFound.into())
    })
}

/// Like [`read`], but `load` returns the content of each file, the one at `path` first.
pub fn read_with(
    path: &Path,
    limits: &Limits,
    diagnostics: &mut Diagnostics,
    load: impl FnMut(&Path) -> io::Result<Vec<u8>>,
) -> Document {
    let all = std::iter::once(path).chain(limits.also.iter().map(PathBuf::as_path));
    let folders = all.map(|path| normalize(path.parent().unwrap_or(Path::new(""))));
    let mut reader = Reader {
        limits,
        diagnostics,
        load,
        folders: folders.collect(),
        document: Document::default(),
    };
    reader.root(path);
    let others: Vec<FileId> = limits.also.iter().filter_map(|path| reader.also(path)).collect();
    reader.follow_all(&others);
    let Reader {
        mut document,
        diagnostics,
        ..
    } = reader;
    if !others.is_empty() && !diagnostics.has_errors() {
        merge(&mut document, &others, diagnostics);
    }
    document
}

struct Reader<'a, L> {
    limits: &'a Limits,
    diagnostics: &'a mut Diagnostics,
    load: L,
    /// The normalized folders of the root document and of those that are merged into it.
    folders: Vec<PathBuf>,
    document: Document,
}

impl<L: FnMut(&Path) -> io::Result<Vec<u8>>> Reader<'_, L> {
    fn root(&mut self, path: &Path) {
        let loaded = (self.load)(path);
        self.document
            .referenced
            .insert(normalize(path), ReferencedFile::Read(FileId::ROOT));
        match loaded {
            Ok(bytes) => {
                self.add(path.to_owned(), bytes, Severity::Error);
                self.require_object();
            }
            Err(error) => {
                self.push(path.to_owned(), String::new(), Value::Null);
                let message = format!("cannot read {}: {error}", path.display());
                let help = "check the path and that the file is readable";
                self.diagnostics
                    .error("unreadable-document", &Location::root(), message, help);
            }
        }
    }

    /// Reads another description, unless it is already read.
    fn also(&mut self, path: &Path) -> Option<FileId> {
        let normal = normalize(path);
        if self.document.referenced.contains_key(&normal) {
            return None;
        }
        let file = FileId(self.document.files.len() as u32);
        let bytes = (self.load)(path).unwrap_or_else(|error| {
            let message = format!("cannot read {}: {error}", path.display());
            let help = "check the path and that the file is readable";
            let at = Location {
                file,
                ..Location::root()
            };
            self.diagnostics.error("unreadable-document", &at, message, help);
            b"{}".to_vec()
        });
        let read = self.add(path.to_owned(), bytes, Severity::Error);
        self.document.referenced.insert(normal, read);
        Some(file)
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
        let mut file = SourceFile {
            path,
            text,
            value,
            origins: None,
            places: None,
        };
        #[cfg(feature = "overlay")]
        self.overlay(&mut file);
        if is_swagger(&file.value) {
            self.rewrite(&mut file);
        }
        self.document.files.push(file);
    }

    fn rewrite(&mut self, file: &mut SourceFile) {
        let rewritten = rewrite(&file.value);
        file.value = rewritten.value;
        file.origins = Some(rewritten.origins);
        for loss in rewritten.losses {
            let at = Location {
                file: FileId(self.document.files.len() as u32),
                pointer: loss.pointer,
            };
            self.diagnostics.warning(loss.code, &at, loss.message, loss.help);
        }
    }

    /// Parses a file and adds it to the document. A file that cannot be parsed is reported with this severity.
    fn add(&mut self, path: PathBuf, bytes: Vec<u8>, severity: Severity) -> ReferencedFile {
        let file = FileId(self.document.files.len() as u32);
        let at = Location {
            file,
            pointer: String::new(),
        };
        let (text, value) = self.parse(&path, bytes, &at, severity);
        let is_readable = value.is_some();
        self.push(path, text, value.unwrap_or_default());
        match is_readable {
            true => ReferencedFile::Read(file),
            false => ReferencedFile::Unreadable,
        }
    }

    /// The text and the value of a file. A file without one is reported with this severity.
    fn parse(&mut self, path: &Path, bytes: Vec<u8>, at: &Location, severity: Severity) -> (String, Option<Value>) {
        let (text, parsed) = parse::parse(path, bytes, self.limits);
        let value = match parsed {
            Ok(parsed) => {
                for pointer in parsed.merges {
                    let at = Location { pointer, ..at.clone() };
                    let message = "`<<` is a merge key; the members of its value are merged";
                    self.diagnostics.note("merge-key", &at, message);
                }
                for pointer in parsed.duplicates {
                    let at = Location { pointer, ..at.clone() };
                    let message = format!("the key `{}` is duplicated", at.tokens().last().unwrap_or_default());
                    let help = "remove one of them; the last one is used";
                    self.diagnostics.warning("duplicate-key", &at, message, help);
                }
                Some(parsed.value)
            }
            Err(error) => {
                let diagnostic = Diagnostic::new(severity, error.code, at.clone(), error.message);
                self.diagnostics
                    .report(diagnostic.help(error.help).position(error.position));
                None
            }
        };
        (text, value)
    }

    /// Reads the files that the root file and others refer to, and the files that these refer to.
    fn follow_all(&mut self, others: &[FileId]) {
        let others = others.iter().map(|&file| Location {
            file,
            ..Location::root()
        });
        let mut rest: VecDeque<Location> = std::iter::once(Location::root()).chain(others).collect();
        let mut known: HashSet<Location> = rest.iter().cloned().collect();
        while let Some(from) = rest.pop_front() {
            let found = references(&from, self.document.get(&from).unwrap_or(&Value::Null));
            for (at, reference) in found {
                let path = reference.split('#').next().unwrap_or_default();
                if !path.is_empty()
                    && !is_remote(path)
                    && let ReferencedFile::Read(file) = self.visit(target(&self.document.file(at.file).path, path))
                {
                    let pointer = String::new();
                    rest.extend(Some(Location { file, pointer }).filter(|whole| known.insert(whole.clone())));
                }
                let target = self.document.resolve(&at, &reference).ok();
                let hidden = target.filter(|target| is_hidden(target) && known.insert(target.clone()));
                rest.extend(hidden);
                self.document.references.push((at, reference));
            }
        }
    }

    fn visit(&mut self, path: PathBuf) -> ReferencedFile {
        if let Some(file) = self.document.referenced.get(&path) {
            return *file;
        }
        let file = if !self.limits.allow_outside && !self.folders.iter().any(|folder| is_inside(folder, &path)) {
            ReferencedFile::Outside
        } else if let Ok(bytes) = (self.load)(&path) {
            // The rest of the document may not need a file that it refers to; references to it are reported.
            self.add(path.clone(), bytes, Severity::Warning)
        } else {
            ReferencedFile::Unreadable
        };
        self.document.referenced.insert(path, file);
        file
    }
}

fn is_inside(folder: &Path, path: &Path) -> bool {
    path.strip_prefix(folder)
        .is_ok_and(|rest| !rest.has_root() && !rest.starts_with(".."))
}
