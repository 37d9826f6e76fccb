//! Where the types that the lock promises are now.

use std::cell::RefCell;
use std::collections::HashMap;

use super::Types;
use crate::description;
use crate::document::{escape_token, unescape_token};
use crate::lock::Kind;
use crate::planner::place::Places;
use crate::planner::promises::Promises;
use crate::planner::same::is_same;
use crate::planner::shape::Shape;
use crate::planner::status::status_text;
use crate::resolved::ResolvedId;

/// Finds the present types at the places of promised types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Now {
    /// A schema.
    Schema(ResolvedId),
    /// A body in parts, by its index.
    Body(usize),
}

/// Finds what the lock promises in the description.
pub(super) struct Moved<'t, 'a> {
    types: &'t Types<'a>,
    promises: &'t Promises<'a>,
    /// The result for every schema object, by its place.
    sources: HashMap<String, ResolvedId>,
    /// The bodies in parts, by their places.
    bodies: HashMap<String, usize>,
    /// The operations, by the method and path that the lock has them at.
    operations: HashMap<(&'t str, &'t str), &'t description::Operation>,
    /// The places of the operations that had another path, by the places that they had.
    prefixes: HashMap<String, String>,
    /// Where the lock has each type.
    uses: HashMap<&'t str, Vec<(Kind, &'t [String])>>,
    /// Results; none during the search.
    known: RefCell<HashMap<String, Option<Now>>>,
}

impl<'t, 'a> Moved<'t, 'a> {
    pub fn new(types: &'t Types<'a>, places: &Places<'_>, promises: &'t Promises<'a>) -> Self {
        let schemas = &types.resolved.description.schemas;
        let sources = schemas.ids().map(|id| {
            let node = schemas.get(id);
            (places.key(&node.at, node.part), types.resolved.of(id))
        });
        let bodies = types.multipart.iter().enumerate();
        let bodies = bodies.map(|(index, content)| (places.key(&content.at, None), index));
        let described = types.resolved.description.operations.iter();
        let homes = || described.clone().zip(types.operations).rev();
        let prefixes =
            homes().map(|(operation, home)| (prefix(&home[0], &home[1]), prefix(&operation.method, &operation.path)));
        Self {
            types,
            promises,
            bodies: bodies.collect(),
            sources: sources.collect(),
            operations: homes()
                .map(|(operation, home)| ((home[0].as_str(), home[1].as_str()), operation))
                .collect(),
            prefixes: prefixes.filter(|(old, new)| old != new).collect(),
            uses: uses(promises),
            known: RefCell::default(),
        }
    }

    /// The present type at the place of a promised type: the schema there or its reference, or else the type that is used wherever the
    /// type was.
    pub fn now(&self, place: &str) -> Option<Now> {
        if let Some(known) = self.known.borrow().get(place) {
            return *known;
        }
        self.known.borrow_mut().insert(place.to_owned(), None);
        let now = self.look_for(place);
        self.known.borrow_mut().insert(place.to_owned(), now);
        now
    }

    fn look_for(&self, place: &str) -> Option<Now> {
        let (_, promise) = self.promises.within(Kind::Type, &[place]).next()?;
        let elsewhere = || self.standing(promise.words.get(1)?);
        if let Some(known) = self.standing(place).or_else(elsewhere) {
            return Some(known);
        }
        let mut found: Vec<Now> = self.used(&promise.words[0]);
        found.dedup();
        match found.as_slice() {
            [only] => Some(*only),
            [first, others @ ..] => others
                .iter()
                .all(|other| self.is_same(*first, *other))
                .then_some(*first),
            [] => None,
        }
    }

    fn standing(&self, place: &str) -> Option<Now> {
        let body = self.bodies.get(place).copied().map(Now::Body);
        body.or_else(|| self.at(place).map(Now::Schema))
    }

    /// The present type wherever the lock has a type of this name.
    fn used(&self, name: &str) -> Vec<Now> {
        let uses = self.uses.get(name).into_iter().flatten();
        uses.filter_map(|(kind, words)| self.at_use(*kind, words)).collect()
    }

    /// The schemas without a promise of their own that are where the lock has another type, and say the same as that: each with
    /// the schema of that type.
    pub fn copies(&self, promised: &HashMap<ResolvedId, &str>) -> Vec<(ResolvedId, ResolvedId)> {
        let mut found = Vec::new();
        for (id, name) in promised {
            for used in self.used(name) {
                if let Now::Schema(copy) = used
                    && !promised.contains_key(&copy)
                    && is_same(&self.types.schemas, copy, *id)
                {
                    found.push((copy, *id));
                }
            }
        }
        found.sort();
        found.dedup_by_key(|(copy, _)| *copy);
        found
    }

    /// The present type where the lock has a type: in a field, a variant, a parameter or a body.
    fn at_use(&self, kind: Kind, words: &[String]) -> Option<Now> {
        let id = match kind {
            Kind::Field => {
                let owner = self.at(&words[0])?;
                self.types.get(owner).schema.properties.get(&words[1]).copied()
            }
            Kind::Variant => self.types.variant(self.at(&words[0])?, &words[1]),
            Kind::Parameter => self.of_parameter(words),
            Kind::Response => self.of_response(words),
            _ => return self.of_body(words),
        };
        self.types.defining(id?).map(Now::Schema)
    }

    fn is_same(&self, a: Now, b: Now) -> bool {
        match (a, b) {
            (Now::Schema(a), Now::Schema(b)) => is_same(&self.types.schemas, a, b),
            (a, b) => a == b,
        }
    }

    fn of_parameter(&self, words: &[String]) -> Option<ResolvedId> {
        let operation = self.operation(&words[0], &words[1])?;
        let mut parameters = operation.parameters.iter();
        let parameter = parameters.find(|known| known.location.keyword() == words[2] && known.name == words[3])?;
        let schema = match &parameter.encoding {
            description::ParameterEncoding::Style { schema, .. } => *schema,
            description::ParameterEncoding::Content(content) => content.schema,
        };
        Some(self.types.resolved.of(schema?))
    }

    fn of_response(&self, words: &[String]) -> Option<ResolvedId> {
        let operation = self.operation(&words[0], &words[1])?;
        let mut responses = operation.responses.iter();
        let response = responses.find(|known| status_text(known.status) == words[3])?;
        let content = response.content.iter().find(|known| known.media_type == words[4])?;
        Some(self.types.resolved.of(content.schema?))
    }

    fn of_body(&self, words: &[String]) -> Option<Now> {
        let operation = self.operation(&words[0], &words[1])?;
        let mut contents = operation.request_body.as_ref()?.content.iter();
        let content = contents.find(|known| known.media_type == words[2])?;
        let parts = self.types.multipart.iter().position(|known| known.at == content.at);
        if let Some(index) = parts {
            return Some(Now::Body(index));
        }
        self.types
            .defining(self.types.resolved.of(content.schema?))
            .map(Now::Schema)
    }

    /// The operation that the lock has at a method and path.
    fn operation(&self, method: &str, path: &str) -> Option<&'t description::Operation> {
        self.operations.get(&(method, path)).copied()
    }

    /// The place of what the lock has in an operation that had another path.
    fn in_operation(&self, place: &str) -> Option<String> {
        let (end, _) = place.match_indices('/').nth(3)?;
        let (old, rest) = place.split_at(end);
        let new = self.prefixes.get(old)?;
        Some(format!("{new}{rest}"))
    }

    /// The target of a place of the lock: by the schema object that the longest part of it is the place of, or by the promised type
    /// that is elsewhere now.
    pub fn at(&self, place: &str) -> Option<ResolvedId> {
        let moved = self.in_operation(place);
        let mut steps: Vec<&str> = moved.as_deref().unwrap_or(place).split('/').collect();
        let mut promised: Vec<&str> = place.split('/').collect();
        let mut beyond = Vec::new();
        loop {
            let here = self.sources.get(&steps.join("/")).copied();
            let elsewhere = || match self.now(&promised.join("/"))? {
                Now::Schema(id) => Some(id),
                Now::Body(_) => None,
            };
            if let Some(known) = here.or_else(|| elsewhere().filter(|_| !beyond.is_empty())) {
                beyond.reverse();
                return self.walk(known, &beyond);
            }
            promised.pop();
            beyond.push(steps.pop()?);
        }
    }

    fn walk(&self, from: ResolvedId, steps: &[&str]) -> Option<ResolvedId> {
        let mut current = from;
        let mut steps = steps.iter();
        while let Some(step) = steps.next() {
            current = self.types.inner(current);
            let schema = &self.types.get(current).schema;
            let mut member = || Some(unescape_token(steps.next()?));
            current = match *step {
                "properties" => *schema.properties.get(&member()?)?,
                "items" => schema.items?,
                "additionalProperties" => schema.additional_properties?,
                "oneOf" => self.types.variant(current, &member()?)?,
                _ => return None,
            };
        }
        Some(current)
    }
}

/// The place of an operation.
fn prefix(method: &str, path: &str) -> String {
    format!("/paths/{}/{}", escape_token(path), method.to_lowercase())
}

/// Where the lock has each type of the plan: by the words of the types in short.
fn uses<'a>(promises: &Promises<'a>) -> HashMap<&'a str, Vec<(Kind, &'a [String])>> {
    let kinds = [
        (Kind::Field, 2),
        (Kind::Variant, 1),
        (Kind::Parameter, 1),
        (Kind::Response, 1),
        (Kind::Body, 1),
    ];
    let mut uses: HashMap<&str, Vec<(Kind, &[String])>> = HashMap::new();
    for (kind, nth) in kinds {
        for (words, promise) in promises.of(kind) {
            let names = promise.words[nth].split(|c: char| !c.is_alphanumeric() && c != '_');
            for name in names.filter(|name| !name.is_empty()) {
                uses.entry(name).or_default().push((kind, words));
            }
        }
    }
    uses
}

impl Types<'_> {
    /// The variant of a union that has this key.
    fn variant(&self, union: ResolvedId, key: &str) -> Option<ResolvedId> {
        let variants = self.variants.get(&self.inner(union))?;
        let index = variants.keys.iter().position(|known| known == key)?;
        Some(variants.same[index][0])
    }

    /// A schema, or the only variant where it is a union of one.
    fn inner(&self, id: ResolvedId) -> ResolvedId {
        let mut current = id;
        while let (Some((Shape::Union(union), _)), None) = (self.shapes.get(&current), self.ids.get(&current)) {
            match self.get(current).schema.unions[*union].variants.as_slice() {
                [only] => current = *only,
                _ => break,
            }
        }
        current
    }

    /// The schema whose type is in a list, a map or an option, or is itself used.
    fn defining(&self, id: ResolvedId) -> Option<ResolvedId> {
        let mut current = id;
        for _ in 0..8 {
            current = self.inner(current);
            if self.ids.contains_key(&current) {
                return Some(current);
            }
            current = match &self.shapes.get(&current)?.0 {
                Shape::List(Some(item)) => *item,
                Shape::Map(values) => *values.last()?,
                _ => return Some(current),
            };
        }
        None
    }
}
