//! A description as read: one or more files, not interpreted yet.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ffi::OsStr;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde_json::Value;

use crate::places::Places;
use crate::reference::normalize;
use crate::swagger::{Origins, current};

/// Index of a file of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub(crate) u32);

impl FileId {
    /// The root file. The others are files that it refers to.
    pub const ROOT: FileId = FileId(0);

    /// An overlay: these count from the end.
    #[cfg(feature = "overlay")]
    pub(crate) fn overlay(nth: usize) -> Self {
        Self(u32::MAX - nth as u32)
    }
}

/// A place in a document: a file and a JSON pointer (RFC 6901) into it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Location {
    /// The file.
    pub file: FileId,
    /// The pointer, `""` for the whole file.
    pub pointer: String,
}

impl Location {
    /// The whole root file.
    pub fn root() -> Self {
        Self {
            file: FileId::ROOT,
            pointer: String::new(),
        }
    }

    /// The place of a choice of the user that is in no file: the text keeps several apart.
    pub(crate) fn named(text: &str) -> Self {
        Self {
            pointer: text.to_owned(),
            ..Self::root()
        }
    }

    /// The location of the member `token`. Escapes the token (`~` as `~0`, `/` as `~1`).
    #[must_use]
    pub fn child(&self, token: impl fmt::Display) -> Self {
        let token = escape_token(&token.to_string());
        Self {
            file: self.file,
            pointer: format!("{}/{token}", self.pointer),
        }
    }

    /// The unescaped tokens of the pointer.
    pub fn tokens(&self) -> impl Iterator<Item = String> + '_ {
        self.pointer.split('/').skip(1).map(unescape_token)
    }
}

/// A token of a JSON pointer for this name (RFC 6901, section 3).
pub(crate) fn escape_token(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// The name that a token of a JSON pointer stands for (RFC 6901, section 4).
pub(crate) fn unescape_token(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}

/// One file of a document.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Where it was read from, as diagnostics name it.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
    /// Its parsed value, to which overlays are applied; that of a Swagger 2.0 description is rewritten in OpenAPI 3.0.
    pub value: Value,
    /// Where the parts of a rewritten value were written; nothing if it is as written.
    pub(crate) origins: Option<Origins>,
    /// Where the parts of a value were written that overlays or other descriptions have changed; nothing if there are none.
    pub(crate) places: Option<Places>,
}

impl SourceFile {
    /// The text of the description that the client is made of: as written, or as overlays or other descriptions have changed it or it is rewritten.
    pub fn effective_text(&self) -> Cow<'_, str> {
        match (&self.origins, &self.places) {
            (None, None) => Cow::Borrowed(&self.text),
            _ => Cow::Owned(format!("{:#}\n", self.value)),
        }
    }

    /// The pointer into the value, for a pointer as references have it.
    pub(crate) fn current<'p>(&self, pointer: &'p str) -> Cow<'p, str> {
        match &self.origins {
            None => Cow::Borrowed(pointer),
            Some(_) => current(pointer),
        }
    }

    /// The pointer of a part of the value where it is in the text.
    pub fn written<'p>(&self, pointer: &'p str) -> Cow<'p, str> {
        match &self.origins {
            None => Cow::Borrowed(pointer),
            Some(origins) => origins.written(pointer),
        }
    }
}

/// A description as read: its root file, and every file that this one refers to.
#[derive(Clone, Debug, Default)]
pub struct Document {
    pub(crate) files: Vec<SourceFile>,
    /// The overlays of the root file.
    pub(crate) overlays: Vec<SourceFile>,
    /// The result of reading every referenced file, by normalized path.
    pub(crate) referenced: HashMap<PathBuf, ReferencedFile>,
    /// Every reference by location, except in extensions and in data such as examples.
    pub(crate) references: Vec<(Location, String)>,
    /// The locations with an `$id` or `$self`, computed on first use.
    pub(crate) identifiers: OnceLock<HashMap<String, Location>>,
}

/// The result of reading a referenced file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ReferencedFile {
    Read(FileId),
    /// The file does not exist, or is neither YAML nor JSON.
    Unreadable,
    Outside,
}

impl Document {
    /// The files, the root first.
    pub fn files(&self) -> &[SourceFile] {
        &self.files
    }

    /// Every file that was read, overlays too, with its text without byte order mark. One that could not be read has none.
    pub fn inputs(&self) -> impl Iterator<Item = (&Path, Option<&str>)> {
        let read = self.files.iter().chain(&self.overlays);
        let read = read.map(|file| (file.path.as_path(), Some(file.text.as_str())));
        // A file that could not be parsed was read.
        let is_read = |path: &PathBuf| self.files.iter().any(|file| file.path == *path);
        let unreadable = self.referenced.iter().filter_map(move |(path, file)| {
            let is_missing = *file == ReferencedFile::Unreadable && !is_read(path);
            is_missing.then_some((path.as_path(), None))
        });
        read.chain(unreadable)
    }

    /// Where a part of the description was written: in another place or in an overlay, if it was moved.
    pub(crate) fn written(&self, at: &Location) -> Location {
        let file = self.source(at.file);
        let pointer = file.map_or(Cow::Borrowed(at.pointer.as_str()), |file| file.written(&at.pointer));
        match file.and_then(|file| file.places.as_ref()) {
            Some(places) => places.written(&pointer),
            None => Location {
                file: at.file,
                pointer: pointer.into_owned(),
            },
        }
    }

    /// The file or overlay with this id, if it was read.
    pub(crate) fn source(&self, id: FileId) -> Option<&SourceFile> {
        let overlay = (u32::MAX - id.0) as usize;
        self.files.get(id.0 as usize).or_else(|| self.overlays.get(overlay))
    }

    /// The file with this id.
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// The root file.
    pub fn root(&self) -> &SourceFile {
        self.file(FileId::ROOT)
    }

    /// The paths of the files relative to the folder of the root file, with `/`, so that they are the same on every machine.
    pub fn relative_paths(&self) -> Vec<String> {
        let folder = normalize(self.root().path.parent().unwrap_or(Path::new("")));
        self.files
            .iter()
            .map(|file| relative_path(&normalize(&file.path), &folder))
            .collect()
    }

    /// The files that are Swagger 2.0 descriptions.
    pub(crate) fn rewritten(&self) -> impl Iterator<Item = FileId> {
        let files = self.files.iter().enumerate();
        files.filter_map(|(index, file)| file.origins.as_ref().map(|_| FileId(index as u32)))
    }

    /// The value at a location, if there is one.
    pub fn get(&self, at: &Location) -> Option<&Value> {
        self.file(at.file).value.pointer(&at.pointer)
    }
}

/// A normalized path relative to a normalized folder, with `/`.
pub(crate) fn relative_path(path: &Path, folder: &Path) -> String {
    let ancestors = folder.ancestors().enumerate();
    let shared = ancestors.filter_map(|(up, ancestor)| Some((up, path.strip_prefix(ancestor).ok()?)));
    let (up, rest) = shared.min_by_key(|(up, _)| *up).unwrap_or((0, path));
    let rest = rest.iter().map(OsStr::to_string_lossy);
    std::iter::repeat_n("..".into(), up)
        .chain(rest)
        .collect::<Vec<_>>()
        .join("/")
}
