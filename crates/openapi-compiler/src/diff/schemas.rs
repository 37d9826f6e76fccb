//! Schemas of two versions: which pairs of them operations reach.

use std::collections::HashSet;
use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::Value;

use super::Version;
use super::change::{OnTheWire, Wire};
use super::direction::{Direction, Use};
use super::keywords::{self, Subject};
use super::objects::is_there;
use super::unions::alternatives;
use crate::document::{Document, Location};
use crate::resolved::{Resolved, ResolvedId, ResolvedSchema};
use crate::schema::{Schema, SchemaId, TypeSet};

type Pair = (ResolvedId, ResolvedId, Direction);

/// The pairs of schemas that operations reach.
pub(super) struct Schemas<'v> {
    documents: [&'v Document; 2],
    old: &'v Resolved,
    new: &'v Resolved,
    /// Each pair with its first use and the operations that reach it.
    pairs: IndexMap<Pair, (Use, Vec<Arc<str>>)>,
    /// Those that the operation at hand reaches.
    reached: HashSet<Pair>,
    operation: Arc<str>,
}

impl<'v> Schemas<'v> {
    pub fn new(old: &'v Version, new: &'v Version) -> Self {
        Self {
            documents: [&old.document, &new.document],
            old: &old.resolved,
            new: &new.resolved,
            pairs: IndexMap::new(),
            reached: HashSet::new(),
            operation: Arc::from(""),
        }
    }

    /// Begins with another operation.
    pub fn begin(&mut self, operation: &Arc<str>) {
        self.reached.clear();
        self.operation = operation.clone();
    }

    /// Compares what two versions of one use say, and all below.
    pub fn compare(&mut self, old: SchemaId, new: SchemaId, direction: Direction, by: Use) {
        let mut pending = vec![((self.old.of(old), self.new.of(new), direction), by)];
        while let Some((pair, by)) = pending.pop() {
            if !self.reached.insert(pair) {
                continue;
            }
            let (_, operations) = self.pairs.entry(pair).or_insert_with(|| (by.clone(), Vec::new()));
            operations.push(self.operation.clone());
            pending.extend(self.below(pair, &by));
        }
    }

    /// The pairs of subschemas.
    fn below(&self, (old, new, direction): Pair, by: &Use) -> Vec<(Pair, Use)> {
        let (before, after) = (self.old.get(old), self.new.get(new));
        let mut found = self.properties(before, after, direction, by);
        let matched = alternatives((self.old, old), (self.new, new)).matched;
        let (old, new) = (&before.schema, &after.schema);
        let inside = by.inside();
        let mut add = |pair: Option<(ResolvedId, ResolvedId)>| {
            found.extend(pair.map(|(old, new)| ((old, new, direction), inside.clone())));
        };
        add(old.items.zip(new.items));
        add(old.additional_properties.zip(new.additional_properties));
        // Where one has no item in its prefix, `items` describes it.
        for index in 0..old.prefix_items.len().max(new.prefix_items.len()) {
            let item = |schema: &Schema<ResolvedId>| schema.prefix_items.get(index).copied().or(schema.items);
            add(item(old).zip(item(new)));
        }
        for (pattern, id) in &old.pattern_properties {
            add(new.pattern_properties.get(pattern).map(|now| (*id, *now)));
        }
        found.extend(
            matched
                .into_iter()
                .map(|(old, new)| ((old, new, direction), by.variant())),
        );
        found
    }

    /// The pairs of properties. What one version does not list is one of its additional properties, if these have a type.
    fn properties(
        &self,
        before: &ResolvedSchema,
        after: &ResolvedSchema,
        direction: Direction,
        by: &Use,
    ) -> Vec<(Pair, Use)> {
        let of = |version: &Resolved, schema: &ResolvedSchema, name: &str| {
            let listed = schema.schema.properties.get(name).copied();
            let is_hidden = listed.is_some() && !is_there(version, schema, name, direction);
            let typed = |id: &ResolvedId| {
                let schema = &version.get(*id).schema;
                !schema.accepts_anything() && !schema.types.is_empty()
            };
            let others = || schema.schema.additional_properties.filter(typed);
            (!is_hidden).then(|| listed.or_else(others)).flatten()
        };
        let (old, new) = (&before.schema.properties, &after.schema.properties);
        let names = old.keys().chain(new.keys().filter(|name| !old.contains_key(*name)));
        let pairs = names.filter_map(|name| {
            let pair = of(self.old, before, name).zip(of(self.new, after, name))?;
            Some(((pair.0, pair.1, direction), by.property(&before.at, name)))
        });
        pairs.collect()
    }

    /// Whether two schemas, or those right below them, have other values.
    pub fn differ(&self, old: ResolvedId, new: ResolvedId) -> bool {
        let by = Use::new(&Location::root(), "", "property");
        let of = |direction| ((old, new, direction), by.clone(), 0);
        let mut pending = vec![of(Direction::Request), of(Direction::Response)];
        while let Some((pair, by, depth)) = pending.pop() {
            let mut found = Vec::new();
            keywords::compare(&self.subject(pair, &by), &mut found);
            if found.iter().any(|change| change.wire != Wire::None) {
                return true;
            }
            if depth < 2 {
                let below = self.below(pair, &by).into_iter();
                pending.extend(below.map(|(pair, by)| (pair, by, depth + 1)));
            }
        }
        false
    }

    fn subject<'c>(&self, (old, new, direction): Pair, by: &'c Use) -> Subject<'c>
    where
        'v: 'c,
    {
        Subject {
            documents: self.documents,
            old: self.old,
            new: self.new,
            ids: (old, new),
            direction,
            by,
            before: self.old.get(old),
            after: self.new.get(new),
        }
    }

    /// The changes: one entry a changed schema, with the operations that reach it.
    pub fn changes(self) -> Vec<OnTheWire> {
        let mut found = Vec::new();
        for (pair, (by, operations)) in &self.pairs {
            let subject = self.subject(*pair, by);
            let known = found.len();
            keywords::compare(&subject, &mut found);
            for change in &mut found[known..] {
                change.operations.clone_from(operations);
            }
        }
        found
    }
}

/// The kind of a schema: its types but null, properties and values.
pub(super) fn structure(schema: &Schema<ResolvedId>) -> (Vec<&'static str>, Vec<&String>, Option<&Vec<Value>>) {
    let mut properties: Vec<&String> = schema.properties.keys().collect();
    properties.sort();
    (
        schema.implied_types().without(TypeSet::NULL).names(),
        properties,
        schema.enumeration.as_ref(),
    )
}
