//! The schemas of the other descriptions as components of the root file.

use std::collections::BTreeSet;
use std::ops::Bound;

use super::{Merge, whole};
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::{FileId, Location};

impl Merge<'_> {
    /// Adds the schemas of the other files whose names are free. Of the others, those that something refers to are found by that.
    pub(super) fn schemas(&mut self) {
        let schemas = Location::root().child("components").child("schemas");
        let used = self.used();
        for &file in self.others {
            let section = self.member(&whole(file).child("components"), "schemas");
            let all = section.map(|section| self.members(&section)).unwrap_or_default();
            if !all.is_empty() {
                self.open(&Location::root().child("components"));
                self.open(&schemas);
            }
            for (name, at) in all {
                let known = schemas.child(&name);
                let Some(first) = self.value(&known) else {
                    self.put(&known, self.reference(FileId::ROOT, &at), &at);
                    continue;
                };
                let is_same = self.value(&at) == Some(first) || self.leads_to(&at, &known);
                if !is_same && !is_used(&used, &at) {
                    let message =
                        format!("the schema `{name}` is left out: nothing refers to it, and another one has its name");
                    let help = "give it another name";
                    let diagnostic = Diagnostic::new(Severity::Warning, "schema-left-out", at, message);
                    self.diagnostics
                        .report(diagnostic.help(help).related(known, "the other one"));
                }
            }
        }
    }

    /// Whether a component is a reference to what a component of the root file is or refers to.
    fn leads_to(&self, at: &Location, known: &Location) -> bool {
        crate::followed::followed(self.document, at).1 == crate::followed::followed(self.document, known).1
    }

    /// What the references of all files lead to.
    fn used(&self) -> BTreeSet<Location> {
        let all = self.document.references.iter();
        all.filter_map(|(at, text)| self.document.resolve(at, text).ok())
            .collect()
    }
}

/// Whether a reference leads to a part, or into it.
fn is_used(used: &BTreeSet<Location>, at: &Location) -> bool {
    let from = used.range((Bound::Included(at), Bound::Unbounded));
    let mut below = from.take_while(|used| used.file == at.file && used.pointer.starts_with(&at.pointer));
    below.any(|used| used == at || used.pointer[at.pointer.len()..].starts_with('/'))
}
