//! Two versions of a schema: which values are valid in one and not in the other.

use super::change::{Key, OnTheWire, Wire};
use super::direction::{Direction, Effect, Use};
use super::{bounds, objects, rules, types, unions};
use crate::document::Document;
use crate::resolved::{Resolved, ResolvedId, ResolvedSchema};
use crate::schema::Schema;

/// Two versions of a schema, and their use.
pub(super) struct Subject<'c> {
    pub documents: [&'c Document; 2],
    pub old: &'c Resolved,
    pub new: &'c Resolved,
    pub ids: (ResolvedId, ResolvedId),
    pub direction: Direction,
    pub by: &'c Use,
    pub before: &'c ResolvedSchema,
    pub after: &'c ResolvedSchema,
}

/// The changes of a schema, not of those in it.
pub(super) fn compare(subject: &Subject<'_>, found: &mut Vec<OnTheWire>) {
    let mut changes = Changes { subject, found };
    types::compare(&mut changes);
    // A schema that becomes one of several is compared with that variant.
    if !unions::is_variant(subject) {
        bounds::compare(&mut changes);
        rules::compare(&mut changes);
        objects::compare(&mut changes);
    }
    unions::compare(&mut changes);
}

/// The changes that are found of a schema.
pub(super) struct Changes<'c, 'f> {
    pub subject: &'c Subject<'c>,
    found: &'f mut Vec<OnTheWire>,
}

impl<'c> Changes<'c, '_> {
    /// The keywords of both versions.
    pub fn schemas(&self) -> (&'c Schema<ResolvedId>, &'c Schema<ResolvedId>) {
        (&self.subject.before.schema, &self.subject.after.schema)
    }

    pub fn direction(&self) -> Direction {
        self.subject.direction
    }

    /// A change of the schema where it is used.
    pub fn of_use(&mut self, suffix: &str, effect: Effect, what: String) {
        let wire = effect.on(self.direction());
        self.of_use_with(suffix, wire, what);
    }

    /// A change of the schema where it is used, with its verdict.
    pub fn of_use_with(&mut self, suffix: &str, wire: Wire, what: String) {
        let by = self.subject.by;
        let id = format!("{}-{}-{suffix}", self.direction().word(), by.role);
        self.add(Key::Old(by.at.clone(), by.member.clone()), id, wire, what);
    }

    /// A change of a member of the schema that the old version has.
    pub fn of_member(&mut self, member: &str, id: String, wire: Wire, what: String) {
        let key = Key::Old(self.subject.before.at.clone(), member.to_owned());
        self.add(key, id, wire, what);
    }

    /// A change of a member of the schema that only the new version has.
    pub fn of_new_member(&mut self, member: &str, id: String, wire: Wire, what: String) {
        let key = Key::New(self.subject.after.at.clone(), member.to_owned());
        self.add(key, id, wire, what);
    }

    fn add(&mut self, key: Key, id: String, wire: Wire, what: String) {
        self.found.push(OnTheWire {
            key,
            id,
            wire,
            what,
            old: Some(self.subject.before.at.clone()),
            new: Some(self.subject.after.at.clone()),
            operations: Vec::new(),
        });
    }
}
