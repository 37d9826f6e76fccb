//! Resolution: removes `$ref` and `allOf`. The result accepts exactly the same values.
//!
//! A schema object represents the *set* of schema objects that it reaches through `$ref` and `allOf` (`flatten`): a value is
//! valid if each of them, without those two keywords, accepts it. Each distinct set is intersected once (`intersect`) per
//! composition. So an inherited schema stays one schema, the cost of a diamond is its size, and cycles end.

mod alias;
mod flatten;
mod intersect;

use std::collections::{HashMap, VecDeque};

use indexmap::{IndexMap, IndexSet};

use crate::description::Description;
use crate::diagnostic::Diagnostics;
use crate::document::Location;
use crate::resolved::{Resolved, ResolvedId, ResolvedSchema};
use crate::schema::{Annotations, Schema, SchemaId, Schemas, Union, UnionKind};

use flatten::{Flattened, flatten, is_void};
use intersect::intersect;

/// Resolves every schema of a description.
///
/// ```
/// use openapi_compiler::{diagnostic::Diagnostics, lower::lower, read::{Limits, read_str}, resolve::resolve};
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
    resolver.intern_sources();
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

/// Maximum number of sets per schema object. More only occur in adversarial input.
const SETS_PER_SCHEMA: usize = 16;

struct Resolver<'a> {
    schemas: &'a Schemas,
    diagnostics: &'a mut Diagnostics,
    ids: HashMap<Key, ResolvedId>,
    resolved: Vec<ResolvedSchema>,
    by_source: IndexMap<SchemaId, ResolvedId>,
    pending: VecDeque<(ResolvedId, Set)>,
}

/// Schema objects to intersect. Several belong to the `composition` that combines them: another composition of the same
/// schemas elsewhere has another type and name.
#[derive(Clone)]
struct Set {
    composition: SchemaId,
    members: Vec<SchemaId>,
    /// Whether null is also valid.
    nullable: bool,
}

type Key = (Option<SchemaId>, Vec<SchemaId>);

impl Set {
    fn key(&self) -> Key {
        let mut members = self.members.clone();
        members.sort_unstable();
        ((members.len() > 1).then_some(self.composition), members)
    }
}

/// The composition that contains a part.
struct Composition {
    id: SchemaId,
    at: Location,
}

impl<'a> Resolver<'a> {
    fn new(schemas: &'a Schemas, diagnostics: &'a mut Diagnostics) -> Self {
        Self {
            schemas,
            diagnostics,
            ids: HashMap::new(),
            resolved: Vec::new(),
            by_source: IndexMap::new(),
            pending: VecDeque::new(),
        }
    }

    /// Assigns a resolved schema to every schema object.
    fn intern_sources(&mut self) {
        let schemas = self.schemas;
        let sources: Vec<(SchemaId, Flattened)> = schemas
            .ids()
            .map(|id| (id, flatten(schemas, id, self.diagnostics)))
            .collect();
        for (id, _) in &sources {
            self.intern_source(*id, &sources);
        }
        for (id, flattened) in &sources {
            let resolved = self.by_source[id];
            for member in flattened.through.iter().map(|member| self.by_source[member]) {
                let known = &mut self.resolved[resolved.0 as usize].members;
                if member != resolved && !known.contains(&member) {
                    known.push(member);
                }
            }
        }
    }

    /// An alias shares the resolved schema of its target, or is a union of it and null. Any other schema object has its set,
    /// with the location of its only member, or of the composition that combines several.
    fn intern_source(&mut self, id: SchemaId, sources: &[(SchemaId, Flattened)]) {
        let schemas = self.schemas;
        let mut chain = IndexSet::new();
        let mut next = Some(id);
        while let Some(current) = next.filter(|id| !self.by_source.contains_key(id) && !chain.contains(id)) {
            chain.insert(current);
            next = alias::target(schemas, current);
        }
        let mut target = next.and_then(|known| self.by_source.get(&known).copied());
        for id in chain.into_iter().rev() {
            let nullable = alias::is_nullable(schemas, id);
            let resolved = match target {
                Some(target) if nullable => self.or_null(id, target),
                Some(target) => target,
                None => self.intern_set(id, &sources[id.0 as usize].1.set, nullable),
            };
            self.by_source.insert(id, resolved);
            target = Some(resolved);
        }
    }

    fn intern_set(&mut self, composition: SchemaId, members: &[SchemaId], nullable: bool) -> ResolvedId {
        let schemas = self.schemas;
        let holder = match members {
            [single] => *single,
            _ => composition,
        };
        let set = |nullable| Set {
            composition,
            members: members.to_vec(),
            nullable,
        };
        if nullable && holder != composition {
            let target = self.intern(set(false), || schemas.get(holder).at.clone());
            return self.or_null(composition, target);
        }
        let id = self.intern(set(nullable), || schemas.get(holder).at.clone());
        self.resolved[id.0 as usize].part = schemas.get(holder).part;
        id
    }

    /// Adds the union of a resolved schema and null.
    fn or_null(&mut self, id: SchemaId, target: ResolvedId) -> ResolvedId {
        let annotations = alias::annotations(self.schemas, id);
        self.push_or_null(self.schemas.get(id).at.clone(), target, annotations)
    }

    fn push_or_null(&mut self, at: Location, target: ResolvedId, annotations: Annotations) -> ResolvedId {
        let schema = Schema {
            unions: vec![Union {
                kind: UnionKind::AnyOf,
                variants: vec![target],
                null: true,
                discriminator: None,
            }],
            annotations,
            ..Schema::default()
        };
        self.push(at, schema)
    }

    fn push(&mut self, at: Location, schema: Schema<ResolvedId>) -> ResolvedId {
        let id = ResolvedId(self.resolved.len() as u32);
        self.resolved.push(ResolvedSchema::new(at, schema));
        id
    }

    /// The id of a set. A new set is resolved later.
    fn intern(&mut self, set: Set, at: impl FnOnce() -> Location) -> ResolvedId {
        let key = set.key();
        if let Some(id) = self.ids.get(&key) {
            return *id;
        }
        let id = self.push(at(), Schema::default());
        self.resolved[id.0 as usize].sources.clone_from(&set.members);
        self.ids.insert(key, id);
        self.pending.push_back((id, set));
        id
    }

    fn run(&mut self) {
        while let Some((id, set)) = self.pending.pop_front() {
            let composition = Composition {
                id: set.composition,
                at: self.resolved[id.0 as usize].at.clone(),
            };
            let (schema, annotations) = intersect(self, &set.members, set.nullable, &composition);
            let resolved = &mut self.resolved[id.0 as usize];
            resolved.schema = schema;
            resolved.property_annotations = annotations;
        }
    }

    /// The intersection of several schema objects as a part of `composition`.
    fn part(&mut self, ids: &[SchemaId], composition: &Composition, keyword: &[&str]) -> ResolvedId {
        let schemas = self.schemas;
        let narrowing = || ids.iter().filter(|id| !is_void(schemas.get(**id)));
        let only = match ids {
            [single] => Some(single),
            _ => narrowing().next().filter(|_| narrowing().count() == 1),
        };
        if let Some(known) = only.and_then(|only| self.by_source.get(only)) {
            return *known;
        }
        let mut members = IndexSet::new();
        for id in ids {
            members.extend(flatten(schemas, *id, self.diagnostics).set);
        }
        let mut members: Vec<SchemaId> = members.into_iter().collect();
        drop_empty(self.schemas, &mut members);
        let place = || keyword.iter().fold(composition.at.clone(), |at, token| at.child(token));
        if self.resolved.len() > self.schemas.nodes.len() * SETS_PER_SCHEMA + 1000 {
            let help = "simplify these compositions";
            self.diagnostics.warning(
                "composition-size",
                &composition.at,
                "the compositions here expand without bound",
                help,
            );
            members.truncate(1);
        }
        let composition = composition.id;
        let set = Set {
            composition,
            members,
            nullable: false,
        };
        let target = self.intern(set, place);
        // `nullable` of a composition is not part of its set.
        let or_null = ids.iter().any(|id| alias::is_nullable(schemas, *id));
        match or_null && ids.iter().all(|id| alias::allows_null(schemas, *id)) {
            true => self.push_or_null(place(), target, Annotations::default()),
            false => target,
        }
    }
}

/// Removes the schemas that accept every value from a set, which keeps at least one.
fn drop_empty(schemas: &Schemas, set: &mut Vec<SchemaId>) {
    let first = set[0];
    set.retain(|id| !schemas.get(*id).schema.accepts_anything());
    if set.is_empty() {
        set.push(first);
    }
}
