//! Which schemas are components of the converted description, and under which name.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use crate::description::{Description, MediaType, Operation, ParameterEncoding};
use crate::document::Location;
use crate::name::pascal;
use crate::plan::Plan;
use crate::resolved::{Resolved, ResolvedId, reach};
use crate::schema::{Schema, SchemaId};

/// Which components of the description are converted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Components {
    /// All of them.
    All,
    /// Those that the operations use.
    Used,
}

/// The components of the converted description, in order.
#[derive(Default)]
pub(crate) struct Names {
    taken: HashSet<String>,
    by_id: HashMap<ResolvedId, String>,
    /// The schemas with the names of their components. A schema with several has the first one.
    pub(super) components: Vec<(String, ResolvedId)>,
}

impl Names {
    /// Components stay components, all of them or those that the operations use. What several places share, or a
    /// discriminator refers to, becomes one.
    pub(crate) fn new(resolved: &Resolved, components: Components) -> Self {
        let (mut names, roots) = Self::of_components(resolved, components, |name, _| allowed(name));
        for id in shared(resolved, roots) {
            names.add(id, of_place(&resolved.get(id).at));
        }
        names
    }

    /// As [`Names::new`], but each schema that is a type of its own becomes a component, with the name that the plan has for it.
    pub(crate) fn of_types(resolved: &Resolved, components: Components, plan: &Plan) -> Self {
        let types: HashMap<&Location, &str> = plan.types.iter().map(|ty| (&ty.at, ty.name.as_str())).collect();
        let planned = |at: &Location| types.get(at).map(|name| (*name).to_owned());
        let (mut names, roots) = Self::of_components(resolved, components, |name, at| {
            planned(at).unwrap_or_else(|| pascal(name))
        });
        let reached = reach(&resolved.schemas, &roots);
        for id in resolved.ids().filter(|id| reached.contains(id)) {
            let known = resolved.get(id);
            if is_type(&known.schema) {
                names.add(id, planned(&known.at).unwrap_or_else(|| pascal(&of_place(&known.at))));
            }
        }
        names
    }

    /// The components of the description, and every place where a schema is used.
    fn of_components(
        resolved: &Resolved,
        components: Components,
        spelled: impl Fn(&str, &Location) -> String,
    ) -> (Self, Vec<ResolvedId>) {
        let mut roots: Vec<ResolvedId> = schemas(&resolved.description).map(|id| resolved.of(id)).collect();
        let used = reach(&resolved.schemas, &roots);
        let mut names = Self::default();
        for (name, id) in &resolved.description.components {
            let id = resolved.of(*id);
            if components == Components::All || used.contains(&id) {
                let name = unique(&mut names.taken, spelled(name, &resolved.get(id).at));
                names.by_id.entry(id).or_insert_with(|| name.clone());
                names.components.push((name, id));
                roots.push(id);
            }
        }
        (names, roots)
    }

    fn add(&mut self, id: ResolvedId, name: String) {
        if let Entry::Vacant(unnamed) = self.by_id.entry(id) {
            let name = unique(&mut self.taken, name);
            self.components.push((unnamed.insert(name).clone(), id));
        }
    }

    /// The name of a schema, if it is a component.
    pub(super) fn get(&self, id: ResolvedId) -> Option<&str> {
        self.by_id.get(&id).map(String::as_str)
    }
}

/// Whether a schema is a type of its own in Rust, rather than one of std.
fn is_type(schema: &Schema<ResolvedId>) -> bool {
    let is_restricted = schema.min_length.is_some() || schema.max_length.is_some() || !schema.patterns.is_empty();
    is_restricted || schema.enumeration.is_some() || !schema.properties.is_empty() || !schema.unions.is_empty()
}

/// The schemas that more than one place has, if they have a structure, and those that a discriminator refers to. Every way of a
/// schema into itself goes through one of them.
fn shared(resolved: &Resolved, roots: Vec<ResolvedId>) -> Vec<ResolvedId> {
    let reached = reach(&resolved.schemas, &roots);
    let mut places: HashMap<ResolvedId, usize> = HashMap::new();
    let inside = resolved.ids().filter(|id| reached.contains(id));
    for id in roots
        .into_iter()
        .chain(inside.flat_map(|id| resolved.get(id).schema.subschemas().collect::<Vec<_>>()))
    {
        *places.entry(id).or_default() += 1;
    }
    let chosen: HashSet<ResolvedId> = reached
        .iter()
        .flat_map(|id| tagged(&resolved.get(*id).schema))
        .collect();
    let is_shared = |id: &ResolvedId| {
        let schema = &resolved.get(*id).schema;
        let has_structure = schema.subschemas().next().is_some() || schema.enumeration.is_some();
        chosen.contains(id) || (has_structure && places.get(id).is_some_and(|places| *places > 1))
    };
    resolved.ids().filter(is_shared).collect()
}

/// The schemas of each place in the operations.
fn schemas(description: &Description) -> impl Iterator<Item = SchemaId> {
    description.operations.iter().flat_map(of_operation)
}

fn of_operation(operation: &Operation) -> impl Iterator<Item = SchemaId> {
    let of_content = |content: &MediaType| content.schema;
    let parameters = operation
        .parameters
        .iter()
        .filter_map(move |parameter| match &parameter.encoding {
            ParameterEncoding::Style { schema, .. } => *schema,
            ParameterEncoding::Content(content) => of_content(content),
        });
    let bodies = operation.request_body.iter().flat_map(|body| &body.content);
    let responses = operation.responses.iter().flat_map(|response| &response.content);
    let headers = operation
        .responses
        .iter()
        .flat_map(|response| response.headers.values());
    parameters
        .chain(bodies.chain(responses).filter_map(of_content))
        .chain(headers.filter_map(|header| header.schema))
}

/// The schemas that the discriminators of a schema refer to.
fn tagged(schema: &Schema<ResolvedId>) -> Vec<ResolvedId> {
    let unions = schema.unions.iter().filter(|union| union.discriminator.is_some());
    let variants = unions.flat_map(|union| union.variants.iter());
    let all = schema
        .unions
        .iter()
        .flat_map(|union| &union.discriminator)
        .chain(&schema.discriminator);
    variants
        .chain(all.flat_map(|discriminator| discriminator.mapping.values().chain(&discriminator.default)))
        .copied()
        .collect()
}

/// Whether a token of a place only structures a schema, or what has one.
pub(crate) fn is_structure(token: &str) -> bool {
    matches!(
        token,
        "properties" | "items" | "schema" | "content" | "allOf" | "oneOf" | "anyOf"
    )
}

/// A name for the schema at a place: its tokens, without those that only structure.
fn of_place(at: &Location) -> String {
    let is_above = |token: &str| matches!(token, "components" | "schemas" | "paths");
    let tokens = at.tokens().filter(|token| !is_above(token) && !is_structure(token));
    let name = tokens.map(|token| allowed(&token)).collect::<Vec<_>>().join("_");
    match name.trim_matches('_') {
        "" => "Schema".to_owned(),
        name => name.to_owned(),
    }
}

/// A name as components may have it (OpenAPI 3.0, "Components Object").
pub(crate) fn allowed(name: &str) -> String {
    let letter = |c: char| {
        if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') {
            c
        } else {
            '_'
        }
    };
    match name {
        "" => "_".to_owned(),
        name => name.chars().map(letter).collect(),
    }
}

/// The name, with a number if it is taken.
pub(crate) fn unique(taken: &mut HashSet<String>, name: String) -> String {
    let numbered = (2..).map(|number| format!("{name}_{number}"));
    let free = std::iter::once(name.clone())
        .chain(numbered)
        .find(|name| !taken.contains(name));
    let free = free.unwrap_or(name);
    taken.insert(free.clone());
    free
}
