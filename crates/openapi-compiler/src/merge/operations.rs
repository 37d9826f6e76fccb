//! Paths, their operations, and what path items and files say for all of theirs.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::{Merge, whole};
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::{FileId, Location};
use crate::followed::followed;
use crate::lower::METHODS;

/// An operation of one of the descriptions.
pub(super) struct Operation {
    /// The description.
    pub file: FileId,
    /// Its method and path.
    pub label: String,
    /// Where it is.
    pub at: Location,
}

impl Merge<'_> {
    /// The operations of all descriptions.
    pub(super) fn operations(&self) -> Vec<Operation> {
        let mut all = Vec::new();
        for file in self.all() {
            for (path, item) in self.path_items(file) {
                for (method, at) in self.methods(&item) {
                    let label = format!("{} {path}", method.to_uppercase());
                    let (_, at) = followed(self.document, &at);
                    all.push(Operation { file, label, at });
                }
            }
        }
        all
    }

    /// The path items of a description.
    fn path_items(&self, file: FileId) -> Vec<(String, Location)> {
        let mut all = self.members(&whole(file).child("paths"));
        all.retain(|(path, _)| !path.starts_with("x-"));
        all
    }

    /// The methods of a path item with the places of their operations.
    fn methods(&self, item: &Location) -> Vec<(String, Location)> {
        let members = self.members(item);
        let more = members.iter().find(|(name, _)| name == "additionalOperations");
        let more = more.map(|(_, at)| self.members(at)).unwrap_or_default();
        let fixed = members.into_iter().filter(|(name, _)| METHODS.contains(&name.as_str()));
        fixed.chain(more).collect()
    }

    pub(super) fn report_duplicates(&mut self, operations: &[Operation]) {
        let mut known: HashMap<&str, &Operation> = HashMap::new();
        for operation in operations {
            let first = *known.entry(&operation.label).or_insert(operation);
            if first.at == operation.at || first.file == operation.file {
                continue;
            }
            let message = format!("`{}` is in two descriptions", operation.label);
            let help = "remove it from one of them, for instance with an overlay";
            let diagnostic = Diagnostic::new(Severity::Error, "duplicate-operation", operation.at.clone(), message);
            self.diagnostics
                .report(diagnostic.help(help).related(first.at.clone(), "the other one"));
        }
    }

    /// The operations of a file keep its servers. If it has none, they have the base URL of the client.
    pub(super) fn servers(&mut self) {
        let first = self.value(&Location::root().child("servers")).cloned();
        for &file in self.others {
            let at = whole(file).child("servers");
            let own = self.value(&at).and_then(Value::as_array);
            let Some(servers) = own.filter(|own| !own.is_empty()).map(|own| json!(own)) else {
                continue;
            };
            if first.as_ref() == Some(&servers) {
                continue;
            }
            for (_, item) in self.path_items(file) {
                let (_, item) = followed(self.document, &item);
                if self.member(&item, "servers").is_none() {
                    self.put(&item.child("servers"), servers.clone(), &at);
                }
            }
        }
    }

    /// Adds the paths of the other files.
    pub(super) fn paths(&mut self) {
        let paths = Location::root().child("paths");
        self.open(&paths);
        for &file in self.others {
            for (path, item) in self.path_items(file) {
                let at = paths.child(&path);
                match self.value(&at).is_some() {
                    false => self.put(&at, self.reference(FileId::ROOT, &item), &item),
                    true => self.add_methods(&at, &item),
                }
            }
        }
    }

    /// Adds the operations of a path item to one of the root file with the same path.
    fn add_methods(&mut self, at: &Location, item: &Location) {
        let (known, added) = (followed(self.document, at).1, followed(self.document, item).1);
        if known == added {
            return;
        }
        self.distribute(&known);
        self.distribute(&added);
        self.open(at);
        for name in SHARED {
            self.change(at, |item| _ = item.shift_remove(name));
        }
        let missing: Vec<_> = self.methods(item);
        for (method, operation) in missing {
            let place = match METHODS.contains(&method.as_str()) {
                true => at.child(&method),
                false => at.child("additionalOperations").child(&method),
            };
            if self.value(&place).is_none() {
                self.put(&place, self.reference(FileId::ROOT, &operation), &operation);
            }
        }
    }

    /// Writes what a path item says for all of its operations at each of them.
    fn distribute(&mut self, item: &Location) {
        let shared: Vec<_> = SHARED
            .iter()
            .filter_map(|name| Some((*name, self.member(item, name)?)))
            .collect();
        for (_, operation) in self.methods(item) {
            let (_, operation) = followed(self.document, &operation);
            for (name, from) in &shared {
                let value = self.value(from).cloned().unwrap_or_default();
                let value = match *name {
                    "parameters" => self.parameters(&operation, from),
                    _ if self.value(&operation.child(name)).is_some() => continue,
                    _ => value,
                };
                self.put(&operation.child(name), value, from);
            }
        }
    }

    /// The parameters of an operation, and those of its path item that it does not have itself.
    fn parameters(&self, operation: &Location, shared: &Location) -> Value {
        let identity = |at: &Location| {
            let (_, at) = followed(self.document, at);
            let parameter = self.value(&at)?;
            Some((parameter.get("name")?.clone(), parameter.get("in")?.clone()))
        };
        let elements = |list: &Location| {
            let length = self.value(list).and_then(Value::as_array).map_or(0, Vec::len);
            (0..length).map(|index| list.child(index)).collect::<Vec<_>>()
        };
        let own = elements(&operation.child("parameters"));
        let known: Vec<_> = own.iter().map(identity).collect();
        let inherited = elements(shared).into_iter().filter(|at| !known.contains(&identity(at)));
        let all = inherited.chain(own.iter().cloned());
        all.filter_map(|at| self.value(&at).cloned()).collect()
    }

    /// Adds the webhooks of the other files.
    pub(super) fn webhooks(&mut self) {
        let webhooks = Location::root().child("webhooks");
        for &file in self.others {
            let all = self.members(&whole(file).child("webhooks"));
            if !all.is_empty() {
                self.open(&webhooks);
            }
            for (name, item) in all {
                let at = webhooks.child(&name);
                if self.value(&at).is_none() {
                    self.put(&at, self.reference(FileId::ROOT, &item), &item);
                    continue;
                }
                let message = format!("the webhook `{name}` is in two descriptions");
                let help = "remove it from one of them, for instance with an overlay";
                let diagnostic = Diagnostic::new(Severity::Error, "duplicate-operation", item, message);
                self.diagnostics
                    .report(diagnostic.help(help).related(at, "the other one"));
            }
        }
    }
}

/// What a path item says for its operations.
const SHARED: [&str; 4] = ["parameters", "servers", "summary", "description"];
