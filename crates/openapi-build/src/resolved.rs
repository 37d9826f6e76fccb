//! The description after resolution: no references, no compositions, and a name for every type.

use indexmap::IndexMap;

use crate::description::Description;
use crate::document::Location;
use crate::schema::{Annotations, Schema, SchemaId};

/// Names a resolved schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ResolvedId(pub(crate) u32);

/// A schema that accepts exactly what the composition it came from accepts.
#[derive(Clone, Debug)]
pub struct ResolvedSchema {
    /// The place it is named after: the component, or the inline schema, or (for what several members say of one
    /// property) the property of the composed schema.
    pub at: Location,
    /// The type that it is for, where the schema at the place has several and this is one of them.
    pub part: Option<&'static str>,
    /// Its keywords; nothing left to follow or merge.
    pub schema: Schema<ResolvedId>,
    /// The components (`/components/schemas/*`) that it is composed of, directly or through others: what it converts into.
    pub members: Vec<ResolvedId>,
    /// What is said of each property where it stands, beside a reference for instance.
    pub property_annotations: IndexMap<String, Annotations>,
}

impl ResolvedSchema {
    pub(crate) fn new(at: Location, schema: Schema<ResolvedId>) -> Self {
        Self {
            at,
            part: None,
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

    /// What a schema object of the description became. A bare reference is what it refers to.
    pub fn of(&self, id: SchemaId) -> ResolvedId {
        self.by_source[&id]
    }

    /// Every resolved schema.
    pub fn ids(&self) -> impl Iterator<Item = ResolvedId> + use<> {
        (0..self.schemas.len() as u32).map(ResolvedId)
    }
}
