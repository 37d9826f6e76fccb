//! Resolution: `$ref` and `allOf` disappear, and what is left accepts exactly the same values.
//!
//! A schema object stands for the *set* of schema objects that it reaches through `$ref` and `allOf` (`flatten`): a value
//! is valid when each of them, taken without those two keywords, accepts it. Each distinct set is intersected once
//! (`intersect`). So what several compositions inherit stays one schema, a diamond costs its size, and a composition that
//! meets itself ends.

mod flatten;
mod intersect;

use std::collections::{BTreeMap, HashMap, VecDeque};

use indexmap::IndexMap;

use crate::description::Description;
use crate::diagnostic::Diagnostics;
use crate::document::{FileId, Location};
use crate::resolved::{Resolved, ResolvedId, ResolvedSchema};
use crate::schema::{Schema, SchemaId, Schemas};

use flatten::{Atoms, flatten};
use intersect::intersect;

/// Resolves every schema of a description.
///
/// ```
/// use openapi_build::{diagnostic::Diagnostics, lower::lower, read::{Limits, read_str}, resolve::resolve};
///
/// let mut diagnostics = Diagnostics::new();
/// let text = "{openapi: 3.1.0, components: {schemas: {
///     Narrow: {allOf: [{type: [integer, string]}, {minimum: 3, type: [integer, 'null']}]}}}}";
/// let document = read_str("openapi.yaml", text, &Limits::default(), &mut diagnostics);
/// let description = lower(&document, &mut diagnostics).unwrap();
/// let narrow = description.components["Narrow"];
/// let resolved = resolve(description, &mut diagnostics);
/// assert_eq!(resolved.get(resolved.of(narrow)).schema.types.names(), ["integer"]);
/// ```
pub fn resolve(description: Description, diagnostics: &mut Diagnostics) -> Resolved {
    let mut resolver = Resolver::new(&description.schemas, diagnostics);
    resolver.name_sets();
    resolver.run();
    let Resolver {
        resolved, by_source, ..
    } = resolver;
    Resolved {
        description,
        schemas: resolved,
        by_source,
    }
}

/// More sets than this for each schema object are not made: compositions that multiply like that are met by attack only.
const SETS_PER_SCHEMA: usize = 16;

struct Resolver<'a> {
    schemas: &'a Schemas,
    diagnostics: &'a mut Diagnostics,
    ids: HashMap<Vec<SchemaId>, ResolvedId>,
    sets: Vec<Vec<SchemaId>>,
    resolved: Vec<ResolvedSchema>,
    by_source: IndexMap<SchemaId, ResolvedId>,
    pending: VecDeque<ResolvedId>,
}

impl<'a> Resolver<'a> {
    fn new(schemas: &'a Schemas, diagnostics: &'a mut Diagnostics) -> Self {
        Self {
            schemas,
            diagnostics,
            ids: HashMap::new(),
            sets: Vec::new(),
            resolved: Vec::new(),
            by_source: IndexMap::new(),
            pending: VecDeque::new(),
        }
    }

    /// Gives every schema object its set, and every set its name: a single schema object names its own, a component one
    /// that it alone spells out, else the schema object whose place comes first in a fixed order.
    fn name_sets(&mut self) {
        let sources: Vec<(SchemaId, Atoms)> = self
            .schemas
            .ids()
            .map(|id| (id, flatten(self.schemas, id, self.diagnostics)))
            .collect();
        let mut best: BTreeMap<Vec<SchemaId>, SchemaId> = BTreeMap::new();
        for (id, atoms) in &sources {
            let holder = match atoms.set.as_slice() {
                [single] => *single,
                _ => *id,
            };
            let rank = |id: SchemaId| rank(&self.schemas.get(id).at);
            let known = best.entry(key(&atoms.set)).or_insert(holder);
            if rank(holder) < rank(*known) {
                *known = holder;
            }
        }
        let mut ordered: Vec<&(SchemaId, Atoms)> = sources.iter().collect();
        ordered.sort_by_cached_key(|(id, _)| rank(&self.schemas.get(*id).at));
        for (id, atoms) in &ordered {
            let place = self.schemas.get(best[&key(&atoms.set)]).at.clone();
            let resolved = self.intern(atoms.set.clone(), || place);
            self.by_source.insert(*id, resolved);
        }
        for (id, atoms) in &sources {
            let resolved = self.by_source[id];
            let members = atoms
                .through
                .iter()
                .map(|member| self.by_source[member])
                .filter(|member| *member != resolved);
            let members: Vec<_> = members.collect();
            let known = &mut self.resolved[resolved.0 as usize].members;
            known.extend(
                members
                    .into_iter()
                    .filter(|member| !known.contains(member))
                    .collect::<Vec<_>>(),
            );
        }
    }

    /// The id of a set; a new one is resolved later.
    fn intern(&mut self, set: Vec<SchemaId>, at: impl FnOnce() -> Location) -> ResolvedId {
        let key = key(&set);
        if let Some(id) = self.ids.get(&key) {
            return *id;
        }
        let id = ResolvedId(self.resolved.len() as u32);
        let at = at();
        self.resolved.push(ResolvedSchema {
            at,
            schema: Schema::default(),
            members: Vec::new(),
            property_annotations: IndexMap::new(),
        });
        self.ids.insert(key, id);
        self.sets.push(set);
        self.pending.push_back(id);
        id
    }

    fn run(&mut self) {
        while let Some(id) = self.pending.pop_front() {
            let set = self.sets[id.0 as usize].clone();
            let at = self.resolved[id.0 as usize].at.clone();
            let (schema, annotations) = intersect(self, &set, &at);
            let resolved = &mut self.resolved[id.0 as usize];
            resolved.schema = schema;
            resolved.property_annotations = annotations;
        }
    }

    /// The intersection of several schema objects, as a part of the schema at `owner`.
    fn part(&mut self, ids: &[SchemaId], owner: &Location, keyword: &[&str]) -> ResolvedId {
        if let [single] = ids
            && let Some(known) = self.by_source.get(single)
        {
            return *known;
        }
        let mut set: Vec<SchemaId> = Vec::new();
        for id in ids {
            let atoms = flatten(self.schemas, *id, self.diagnostics).set;
            set.extend(atoms.into_iter().filter(|atom| !set.contains(atom)).collect::<Vec<_>>());
        }
        drop_empty(self.schemas, &mut set);
        let place = || keyword.iter().fold(owner.clone(), |at, token| at.child(token));
        if self.resolved.len() > self.schemas.nodes.len() * SETS_PER_SCHEMA + 1000 {
            let help = "simplify the compositions that meet here";
            self.diagnostics.warning(
                "composition-size",
                owner,
                "the compositions here multiply without end",
                help,
            );
            set.truncate(1);
        }
        self.intern(set, place)
    }
}

/// A set regardless of order.
fn key(set: &[SchemaId]) -> Vec<SchemaId> {
    let mut key = set.to_vec();
    key.sort_unstable();
    key
}

/// Components first, then the shortest place, then by the alphabet: an order that nothing added elsewhere disturbs.
fn rank(at: &Location) -> (bool, FileId, usize, String) {
    let component = at.file == FileId::ROOT
        && at
            .pointer
            .strip_prefix("/components/schemas/")
            .is_some_and(|name| !name.contains('/'));
    (!component, at.file, at.pointer.len(), at.pointer.clone())
}

/// Leaves out what accepts anything, unless nothing else is left.
fn drop_empty(schemas: &Schemas, set: &mut Vec<SchemaId>) {
    if set.len() > 1 {
        let first = set[0];
        set.retain(|id| !schemas.get(*id).schema.accepts_anything());
        if set.is_empty() {
            set.push(first);
        }
    }
}
