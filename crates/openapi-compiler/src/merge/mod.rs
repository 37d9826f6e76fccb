//! Several descriptions as one: the root file gets references to what the others have.
//!
//! Each part stays in its file, so that its references, its place in diagnostics and its names are as they were. What a file says once for all
//! of its operations (`servers`, `security`) is written at each, since the root file says something else.

mod operations;
mod same;
mod schemas;
mod security;

use serde_json::{Map, Value, json};

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::document::{Document, FileId, Location, relative_path, unescape_token};
use crate::followed::members;
use crate::places::Places;
use crate::reference::{escape_fragment, normalize};

use operations::Operation;

/// Adds what other descriptions have to the root file. They are files of the document already.
pub(crate) fn merge(document: &mut Document, others: &[FileId], diagnostics: &mut Diagnostics) {
    let mut merge = Merge {
        document,
        others,
        diagnostics,
    };
    if !merge.are_alike() {
        return;
    }
    let operations = merge.operations();
    merge.report_duplicates(&operations);
    merge.servers();
    merge.security(&operations);
    merge.unify_components();
    merge.paths();
    merge.webhooks();
    merge.schemas();
    merge.tags();
}

struct Merge<'a> {
    document: &'a mut Document,
    others: &'a [FileId],
    diagnostics: &'a mut Diagnostics,
}

impl Merge<'_> {
    /// Whether all files are descriptions, and of versions whose schemas mean the same.
    fn are_alike(&mut self) -> bool {
        let Some(expected) = self.version(FileId::ROOT) else {
            return true; // lowering reports it
        };
        let mut alike = true;
        for &file in self.others {
            match self.version(file) {
                Some(version) if is_3_0(&version) == is_3_0(&expected) => continue,
                Some(version) => {
                    let message = format!("this description is OpenAPI {version}, and the first one {expected}");
                    let help = "convert one of them: `openapi-build convert --to 3.1`";
                    let at = whole(file).child("openapi");
                    let diagnostic = Diagnostic::new(Severity::Error, "versions-differ", at, message).help(help);
                    let first = Location::root().child("openapi");
                    self.diagnostics.report(diagnostic.related(first, "the first one"));
                }
                None => {
                    let help = "name a description that starts with `openapi: 3.1.0`";
                    self.diagnostics
                        .error("not-openapi", &whole(file), "there is no `openapi` field", help);
                }
            }
            alike = false;
        }
        alike
    }

    fn version(&self, file: FileId) -> Option<String> {
        let version = self.document.get(&whole(file).child("openapi"))?;
        Some(version.as_str().map_or_else(|| version.to_string(), str::to_owned))
    }

    /// All files, the root first.
    fn all(&self) -> impl Iterator<Item = FileId> + use<> {
        let others = self.others.to_vec();
        std::iter::once(FileId::ROOT).chain(others)
    }

    /// The members of a part, with the places of their values.
    fn members(&self, at: &Location) -> Vec<(String, Location)> {
        members(self.document, at)
    }

    /// The member of a part, through references.
    fn member(&self, at: &Location, name: &str) -> Option<Location> {
        let mut all = self.members(at).into_iter();
        all.find(|(known, _)| known == name).map(|(_, at)| at)
    }

    fn value(&self, at: &Location) -> Option<&Value> {
        self.document.get(at)
    }

    /// A reference from a file to a part.
    fn reference(&self, from: FileId, to: &Location) -> Value {
        let fragment = escape_fragment(&to.pointer);
        if from == to.file {
            return json!({ "$ref": format!("#{fragment}") });
        }
        let normal = |file| normalize(&self.document.file(file).path);
        let path = relative_path(&normal(to.file), normal(from).parent().unwrap_or("".as_ref()));
        let path = escape_fragment(&path).replace('?', "%3F");
        json!({ "$ref": format!("{path}#{fragment}") })
    }

    /// Writes a value, which is said at another place. Objects around it are added.
    fn put(&mut self, at: &Location, value: Value, from: &Location) {
        let written = self.document.written(from);
        let file = &mut self.document.files[at.file.0 as usize];
        let pointer = file.written(&at.pointer).into_owned();
        file.places
            .get_or_insert_with(|| Places::of(at.file))
            .note(&pointer, written);
        let (around, name) = at.pointer.rsplit_once('/').unwrap_or_default();
        if let Some(around) = object(&mut file.value, around) {
            around.insert(unescape_token(name), value);
        }
    }

    /// Removes or renames members of a part of a file.
    fn change(&mut self, at: &Location, change: impl FnOnce(&mut Map<String, Value>)) {
        let file = &mut self.document.files[at.file.0 as usize];
        file.places.get_or_insert_with(|| Places::of(at.file));
        if let Some(members) = file.value.pointer_mut(&at.pointer).and_then(Value::as_object_mut) {
            change(members);
        }
    }

    /// Writes a part of the root file that is a reference as an object of references, so that it can get more members.
    fn open(&mut self, at: &Location) {
        let is_reference = self.value(at).is_some_and(|value| value.get("$ref").is_some());
        if !is_reference {
            return;
        }
        let members = self.members(at);
        let referring = members
            .iter()
            .map(|(name, to)| (name.clone(), self.reference(at.file, to)));
        let value = Value::Object(referring.collect());
        self.change(&at.clone(), |whole| {
            *whole = value.as_object().cloned().unwrap_or_default()
        });
    }

    /// The tags of all, each once.
    fn tags(&mut self) {
        let at = Location::root().child("tags");
        let names = |value: Option<&Value>| -> Vec<(Value, Value)> {
            let all = value.and_then(Value::as_array).into_iter().flatten();
            all.filter_map(|tag| Some((tag.get("name")?.clone(), tag.clone())))
                .collect()
        };
        let mut known = names(self.value(&at));
        let own = known.len();
        for &file in self.others {
            for (name, tag) in names(self.value(&whole(file).child("tags"))) {
                if known.iter().all(|(known, _)| *known != name) {
                    known.push((name, tag));
                }
            }
        }
        if known.len() > own {
            let added: Vec<Value> = known.into_iter().skip(own).map(|(_, tag)| tag).collect();
            let mut all = self.value(&at).and_then(Value::as_array).cloned().unwrap_or_default();
            all.extend(added);
            self.put(&at, Value::Array(all), &at.clone());
        }
    }
}

/// The whole of a file.
fn whole(file: FileId) -> Location {
    Location {
        file,
        ..Location::root()
    }
}

fn is_3_0(version: &str) -> bool {
    version.starts_with("3.0")
}

/// The object at a pointer; objects on the way there are added, also where there is null.
fn object<'v>(value: &'v mut Value, pointer: &str) -> Option<&'v mut Map<String, Value>> {
    let mut value = value;
    for token in pointer.split('/').skip(1) {
        value = value
            .as_object_mut()?
            .entry(unescape_token(token))
            .or_insert(Value::Null);
        if value.is_null() {
            *value = json!({});
        }
    }
    value.as_object_mut()
}
