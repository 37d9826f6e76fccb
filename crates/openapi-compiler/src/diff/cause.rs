//! Why code that calls the client feels a change: what the description says has changed, or only how it says it.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use serde::Serialize;

use super::operations::called;
use super::schemas::Schemas;
use super::{Change, Version, Wire};
use crate::description::{MediaType, Operation};
use crate::document::Location;
use crate::plan::TypeDef;
use crate::resolved::ResolvedId;
use crate::schema::SchemaId;

/// Why code that calls the client feels a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// Other values are valid, or something is new, gone or deprecated.
    Description,
    /// The same is written in another way.
    Refactoring,
}

/// What has changed on the wire.
#[derive(Default)]
struct OnTheWire {
    places: BTreeSet<Location>,
    operations: HashSet<Arc<str>>,
}

impl OnTheWire {
    /// Whether something at a place, around it or in it has changed.
    fn touches(&self, at: &Location) -> bool {
        let around = at.pointer.match_indices('/').map(|(end, _)| &at.pointer[..end]);
        let mut around = around.chain([at.pointer.as_str()]).skip(1).map(|pointer| Location {
            file: at.file,
            pointer: pointer.to_owned(),
        });
        let within = at.child("");
        let mut after = self.places.range(within.clone()..);
        let is_within = |known: &Location| known.file == at.file && known.pointer.starts_with(&within.pointer);
        around.any(|place| self.places.contains(&place)) || after.next().is_some_and(is_within)
    }
}

/// Finds the cause of each change. What has the same values is described in another way, unless it belongs to what has not.
pub(super) fn assign(changes: &mut [Change], old: &Version, new: &Version) {
    let mut on_the_wire = OnTheWire::default();
    for change in changes.iter().filter(|change| change.wire != Wire::None) {
        on_the_wire.places.extend(change.old.iter().chain(&change.new).cloned());
        on_the_wire.operations.extend(change.operations.iter().cloned());
    }
    let places = Places::new(old, new);
    for change in changes.iter_mut().filter(|change| change.id.starts_with("rust-")) {
        let is_felt = change
            .old
            .iter()
            .chain(&change.new)
            .any(|at| on_the_wire.touches(at) || places.is_touched(at, &on_the_wire));
        let has_changed = || {
            let own = change.old.iter();
            own.flat_map(|at| [at].into_iter().chain(places.equal(at)))
                .any(|at| places.has_changed(at))
        };
        change.cause = match is_felt || has_changed() {
            true => Cause::Description,
            false => Cause::Refactoring,
        };
    }
}

/// What is at the places of two versions.
struct Places<'v> {
    old: &'v Version,
    new: &'v Version,
    schemas: Schemas<'v>,
    operations: HashMap<&'v Location, &'v Operation>,
    /// The schemas of each version.
    ids: [HashMap<&'v Location, ResolvedId>; 2],
    /// The schemas of the bodies of each version, by the places of their media types.
    contents: [HashMap<&'v Location, SchemaId>; 2],
    /// The types of each version.
    types: [HashMap<&'v Location, &'v TypeDef>; 2],
}

impl<'v> Places<'v> {
    fn new(old: &'v Version, new: &'v Version) -> Self {
        let operations = [old, new]
            .into_iter()
            .flat_map(|version| &version.resolved.description.operations);
        let ids = |version: &'v Version| {
            version
                .resolved
                .ids()
                .map(|id| (&version.resolved.get(id).at, id))
                .collect()
        };
        let contents = |version: &'v Version| {
            let operations = version.resolved.description.operations.iter();
            let contents = operations.flat_map(contents_of);
            contents
                .filter_map(|content| Some((&content.at, content.schema?)))
                .collect()
        };
        let types = |version: &'v Version| version.plan.types.iter().map(|ty| (&ty.at, ty)).collect();
        Self {
            old,
            new,
            schemas: Schemas::new(old, new),
            operations: operations.map(|known| (&known.at, known)).collect(),
            ids: [ids(old), ids(new)],
            contents: [contents(old), contents(new)],
            types: [types(old), types(new)],
        }
    }

    /// The place of the type that the one at a place was a name of.
    fn equal(&self, at: &Location) -> Option<&'v Location> {
        let of = self.types[0].get(at)?.same_as?;
        Some(&self.old.plan.types[of.index()].at)
    }

    /// Whether the operation at a place has changed on the wire.
    fn is_touched(&self, at: &Location, on_the_wire: &OnTheWire) -> bool {
        let operation = self.operations.get(at);
        operation.is_some_and(|operation| on_the_wire.operations.contains(called(operation).as_str()))
    }

    /// Whether the schema at a place, or one of the operation there, has other values, is gone, or is not sent any more.
    fn has_changed(&self, at: &Location) -> bool {
        if let Some(operation) = self.operations.get(at) {
            return contents_of(operation).filter_map(|content| content.schema).any(|id| {
                let id = self.old.resolved.of(id);
                self.has_changed_from(&self.old.resolved.get(id).at, id)
            });
        }
        match self.id(0, at) {
            Some(id) => self.has_changed_from(at, id),
            // Tags, servers and credentials.
            None => self.old.document.get(at) != self.new.document.get(at),
        }
    }

    /// The schema at a place, or of the media type there, or that a reference there leads to.
    fn id(&self, version: usize, at: &Location) -> Option<ResolvedId> {
        let known = self.ids[version].get(at).copied();
        let resolved = &[self.old, self.new][version].resolved;
        let described = || {
            resolved
                .description
                .schemas
                .at(at)
                .or_else(|| self.contents[version].get(at).copied())
        };
        known.or_else(|| described().map(|id| resolved.of(id)))
    }

    fn has_changed_from(&self, at: &Location, old: ResolvedId) -> bool {
        let is_sent = |version: usize| self.types[version].get(at).is_some_and(|ty| ty.in_request);
        // What no operation reaches any more is not a type.
        let is_unused = !self.types[1].contains_key(at) && (is_component(at) || self.new.document.get(at).is_none());
        let differs = || self.id(1, at).is_some_and(|new| self.schemas.differ(old, new));
        is_unused || is_sent(0) && !is_sent(1) || differs()
    }
}

/// The bodies of an operation.
fn contents_of(operation: &Operation) -> impl Iterator<Item = &MediaType> {
    let bodies = operation.request_body.iter().flat_map(|body| &body.content);
    let responses = operation.responses.iter().flat_map(|response| &response.content);
    bodies.chain(responses)
}

fn is_component(at: &Location) -> bool {
    at.pointer
        .strip_prefix("/components/schemas/")
        .is_some_and(|name| !name.contains('/'))
}
