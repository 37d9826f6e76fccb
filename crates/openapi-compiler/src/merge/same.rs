//! Components that several descriptions have in common.

use std::collections::HashSet;

use serde_json::Value;

use super::{Merge, whole};
use crate::document::{FileId, Location, escape_token};

/// The kind of a component, and its name.
type Component = (String, String);

impl Merge<'_> {
    /// A component that an earlier file has too, equal in all that it refers to, becomes a reference to that.
    pub(super) fn unify_components(&mut self) {
        let all: Vec<FileId> = self.all().collect();
        for (index, &file) in all.iter().enumerate().skip(1) {
            for &earlier in &all[..index] {
                for (kind, name) in self.common(earlier, file) {
                    let place = format!("/components/{}/{}", escape_token(&kind), escape_token(&name));
                    let at = |file| Location {
                        file,
                        pointer: place.clone(),
                    };
                    let reference = self.reference(file, &at(earlier));
                    self.put(&at(file), reference, &at(file));
                }
            }
        }
    }

    /// The components that are equal in both files. What they refer to is equal, or elsewhere and the same.
    fn common(&self, first: FileId, second: FileId) -> HashSet<Component> {
        let mut equal = HashSet::new();
        for (kind, section) in self.members(&whole(first).child("components")) {
            if kind == "securitySchemes" || section.file != first {
                continue;
            }
            for (name, at) in self.members(&section) {
                let other = whole(second).child("components").child(&kind).child(&name);
                let value = self.value(&at).filter(|_| at.file == first);
                if value.is_some() && value == self.value(&other) {
                    equal.insert((kind.clone(), name));
                }
            }
        }
        loop {
            let before = equal.len();
            let kept = equal
                .iter()
                .filter(|component| self.refers_alike(component, first, second, &equal));
            let kept: HashSet<Component> = kept.cloned().collect();
            equal = kept;
            if equal.len() == before {
                return equal;
            }
        }
    }

    fn refers_alike(
        &self,
        (kind, name): &Component,
        first: FileId,
        second: FileId,
        equal: &HashSet<Component>,
    ) -> bool {
        let at = |file| whole(file).child("components").child(kind).child(name);
        let mut texts = Vec::new();
        references(self.value(&at(first)).unwrap_or(&Value::Null), &mut texts);
        texts.iter().all(|text| {
            let one = self.document.resolve(&at(first), text);
            let other = self.document.resolve(&at(second), text);
            match (one, other) {
                (Ok(one), Ok(other)) if one == other => true,
                (Ok(one), Ok(other)) => component(&one).is_some_and(|known| {
                    (one.file, other.file) == (first, second) && one.pointer == other.pointer && equal.contains(&known)
                }),
                // A name in a `mapping`.
                (Err(_), Err(_)) => {
                    !text.contains(['#', '/']) && {
                        let named = ("schemas".to_owned(), (*text).to_owned());
                        equal.contains(&named)
                    }
                }
                _ => false,
            }
        })
    }
}

/// The component that a place is in.
fn component(at: &Location) -> Option<Component> {
    let mut tokens = at.tokens();
    (tokens.next()? == "components").then_some(())?;
    Some((tokens.next()?, tokens.next()?))
}

/// Every text that may be a reference at or below a value; what is one in data makes components different, which is safe.
fn references<'v>(value: &'v Value, found: &mut Vec<&'v str>) {
    match value {
        Value::Object(members) => {
            found.extend(members.get("$ref").and_then(Value::as_str));
            let mapping = members.get("mapping").and_then(Value::as_object);
            found.extend(
                mapping
                    .into_iter()
                    .flat_map(|mapping| mapping.values().filter_map(Value::as_str)),
            );
            members.values().for_each(|value| references(value, found));
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}
