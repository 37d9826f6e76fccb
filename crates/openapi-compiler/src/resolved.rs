//! The description after resolution: without references and compositions.

use std::borrow::Cow;
use std::collections::HashSet;

use indexmap::IndexMap;

use crate::description::Description;
use crate::document::Location;
use crate::schema::{Annotations, Schema, SchemaId};

/// Index of a resolved schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ResolvedId(pub(crate) u32);

/// A schema that accepts exactly the values of the composition that it was made from.
#[derive(Clone, Debug)]
pub struct ResolvedSchema {
    /// The location that it is named after: the component, the inline schema, or, if several members describe one property, that
    /// property of the composition.
    pub at: Location,
    /// Its role, if the schema at the location was split into several.
    pub part: Option<&'static str>,
    /// The schema objects that it is the intersection of.
    pub sources: Vec<SchemaId>,
    /// Its keywords.
    pub schema: Schema<ResolvedId>,
    /// The components (`/components/schemas/*`) that it is composed of, directly or indirectly. It converts into them.
    pub members: Vec<ResolvedId>,
    /// The annotations of each property at its location, for example beside a reference.
    pub property_annotations: IndexMap<String, Annotations>,
}

impl ResolvedSchema {
    pub(crate) fn new(at: Location, schema: Schema<ResolvedId>) -> Self {
        Self {
            at,
            part: None,
            sources: Vec::new(),
            schema,
            members: Vec::new(),
            property_annotations: IndexMap::new(),
        }
    }
}

/// A description whose schemas are resolved.
#[derive(Clone, Debug)]
pub struct Resolved {
    /// The description; its [`SchemaId`]s are looked up with [`Resolved::of`].
    pub description: Description,
    pub(crate) schemas: Vec<ResolvedSchema>,
    pub(crate) by_source: IndexMap<SchemaId, ResolvedId>,
}

impl Resolved {
    /// The resolved schema with this id.
    pub fn get(&self, id: ResolvedId) -> &ResolvedSchema {
        &self.schemas[id.0 as usize]
    }

    /// The resolved schema of a schema object. A reference has that of its target.
    pub fn of(&self, id: SchemaId) -> ResolvedId {
        self.by_source[&id]
    }

    /// Without what types of the caller's own decide, as a client is planned: on the wire it is still there.
    pub(crate) fn with_own_types(&self) -> Cow<'_, Self> {
        let mut schemas = self.schemas.iter();
        if schemas.all(|schema| schema.schema.rust_type.is_none()) {
            return Cow::Borrowed(self);
        }
        let mut planned = self.clone();
        planned.schemas.iter_mut().for_each(|schema| schema.schema.close());
        Cow::Owned(planned)
    }

    /// Every resolved schema.
    pub fn ids(&self) -> impl Iterator<Item = ResolvedId> + use<> {
        (0..self.schemas.len() as u32).map(ResolvedId)
    }
}

/// The schemas that `roots` consist of, themselves and what they contain at any depth.
pub(crate) fn reach(schemas: &[ResolvedSchema], roots: &[ResolvedId]) -> HashSet<ResolvedId> {
    let mut seen = HashSet::new();
    let mut pending = roots.to_vec();
    while let Some(id) = pending.pop() {
        if seen.insert(id) {
            pending.extend(schemas[id.0 as usize].schema.subschemas());
        }
    }
    seen
}
