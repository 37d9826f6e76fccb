//! Security schemes, and the requirements of each description for its own operations.

use std::collections::HashMap;

use indexmap::IndexMap;
use serde_json::{Map, Value, json};

use super::{Merge, Operation, whole};
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::{FileId, Location};
use crate::followed::followed;

/// The names of schemes that have others in the merged description.
type Renamed = HashMap<(FileId, String), String>;

impl Merge<'_> {
    /// Adds the schemes of the other files, and writes what their operations require.
    pub(super) fn security(&mut self, operations: &[Operation]) {
        let schemes = self.schemes();
        let renamed = self.renamed(&schemes);
        let required = self.required(operations, &renamed);
        for (at, value, from) in required {
            self.put(&at, value, &from);
        }
        let section = Location::root().child("components").child("securitySchemes");
        self.open(&Location::root().child("components"));
        self.open(&section);
        self.change(&section, |known| {
            let all = std::mem::take(known).into_iter();
            let new = |name: String| renamed.get(&(FileId::ROOT, name.clone())).cloned().unwrap_or(name);
            known.extend(all.map(|(name, scheme)| (new(name), scheme)));
        });
        for (name, holders) in schemes {
            for (file, at) in holders {
                let at_root = section.child(renamed.get(&(file, name.clone())).unwrap_or(&name));
                if self.value(&at_root).is_none() {
                    self.put(&at_root, self.reference(FileId::ROOT, &at), &at);
                }
            }
        }
    }

    /// The schemes of all files, by name.
    fn schemes(&self) -> IndexMap<String, Vec<(FileId, Location)>> {
        let mut schemes: IndexMap<String, Vec<_>> = IndexMap::new();
        for file in self.all() {
            let section = self.member(&whole(file).child("components"), "securitySchemes");
            for (name, at) in section.iter().flat_map(|section| self.members(section)) {
                schemes.entry(name).or_default().push((file, at));
            }
        }
        schemes
    }

    /// New names for schemes that differ and have one name: a credential that is set by this name would go to the wrong API.
    fn renamed(&mut self, schemes: &IndexMap<String, Vec<(FileId, Location)>>) -> Renamed {
        let mut renamed = Renamed::new();
        for (name, holders) in schemes {
            let mut definitions = holders.iter().map(|(_, at)| {
                let (_, end) = followed(self.document, at);
                self.value(&end)
            });
            let first = definitions.next();
            if definitions.all(|definition| Some(definition) == first) {
                continue;
            }
            let files = self.document.relative_paths();
            for (file, at) in holders {
                let new = free(schemes, &renamed, &format!("{}-{name}", words(&files[file.0 as usize])));
                let message = format!("the security scheme `{name}` is named `{new}`, since another one has its name");
                let help = "give them different names, or describe both equally if they are the same";
                let diagnostic = Diagnostic::new(Severity::Warning, "renamed-security-scheme", at.clone(), message);
                let related = holders.iter().filter(|(other, _)| other != file);
                let diagnostic = related.fold(diagnostic.help(help), |diagnostic, (_, at)| {
                    diagnostic.related(at.clone(), "another one")
                });
                self.diagnostics.report(diagnostic);
                renamed.insert((*file, name.clone()), new);
            }
        }
        renamed
    }

    /// The `security` that operations get: where it goes, what it is and where it is said.
    fn required(&self, operations: &[Operation], renamed: &Renamed) -> Vec<(Location, Value, Location)> {
        let mut required = Vec::new();
        let root = Location::root().child("security");
        for operation in operations {
            let own = operation.at.child("security");
            let of_file = whole(operation.file).child("security");
            let (value, from) = match (self.value(&own), self.value(&of_file)) {
                (Some(value), _) => (value.clone(), own.clone()),
                _ if operation.file == FileId::ROOT => continue,
                (None, Some(value)) => (value.clone(), of_file),
                (None, None) if self.value(&root).is_some() => (json!([]), whole(operation.file)),
                (None, None) => continue,
            };
            let value = with_names(value, operation.file, renamed);
            if self.value(&own) != Some(&value) {
                required.push((own, value, from));
            }
        }
        if let Some(value) = self.value(&root) {
            let new = with_names(value.clone(), FileId::ROOT, renamed);
            if *value != new {
                required.push((root.clone(), new, root));
            }
        }
        required
    }
}

/// Requirements with the new names of schemes.
fn with_names(mut requirements: Value, file: FileId, renamed: &Renamed) -> Value {
    for alternative in requirements.as_array_mut().into_iter().flatten() {
        let Some(schemes) = alternative.as_object_mut() else {
            continue;
        };
        let new = |name: String| renamed.get(&(file, name.clone())).cloned().unwrap_or(name);
        let all = std::mem::take(schemes).into_iter();
        *schemes = all.map(|(name, scopes)| (new(name), scopes)).collect::<Map<_, _>>();
    }
    requirements
}

/// The path of a file as words.
fn words(path: &str) -> String {
    let path = std::path::Path::new(path).with_extension("");
    let path = path.to_string_lossy().into_owned();
    let allowed = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    let folders = path.split(['/', '\\']).filter(|word| *word != "..");
    folders.collect::<Vec<_>>().join("-").chars().map(allowed).collect()
}

/// A name that no scheme has.
fn free(schemes: &IndexMap<String, Vec<(FileId, Location)>>, renamed: &Renamed, name: &str) -> String {
    let mut name = name.to_owned();
    while schemes.contains_key(&name) || renamed.values().any(|known| *known == name) {
        name.push('_');
    }
    name
}
