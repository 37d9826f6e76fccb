//! Schemas of two versions: which values are valid in one and not in the other.

use std::collections::{BTreeSet, HashSet};

use indexmap::IndexMap;
use serde_json::{Number, Value};

use super::change::{Key, OnTheWire, Wire};
use crate::document::Location;
use crate::resolved::{Resolved, ResolvedId, ResolvedSchema};
use crate::schema::{Bound, Schema, SchemaId, TypeSet, Union};

/// Where the values go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Direction {
    Request,
    Response,
}

/// The use of a schema: a member of the object at a place.
#[derive(Clone, Debug)]
pub(super) struct Use {
    at: Location,
    member: String,
    /// The word for it in ids.
    role: &'static str,
}

impl Use {
    pub fn new(at: &Location, member: &str, role: &'static str) -> Self {
        Self {
            at: at.clone(),
            member: member.to_owned(),
            role,
        }
    }
}

/// How the set of valid values has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Effect {
    /// It has grown.
    Grows,
    /// It has grown by what clients keep as unknown.
    GrowsOpenly,
    /// It has shrunk.
    Shrinks,
    /// It is another.
    Shifts,
}

impl Effect {
    fn on(self, direction: Direction) -> Wire {
        match (self, direction) {
            (Self::Grows | Self::GrowsOpenly, Direction::Request) => Wire::Loosened,
            (Self::Shrinks, Direction::Response) | (Self::GrowsOpenly, Direction::Response) => Wire::Additive,
            (Self::Shifts, _) | (Self::Shrinks, Direction::Request) | (Self::Grows, Direction::Response) => Wire::Break,
        }
    }
}

type Pair = (ResolvedId, ResolvedId, Direction);

/// The pairs of schemas that operations reach.
pub(super) struct Schemas<'v> {
    old: &'v Resolved,
    new: &'v Resolved,
    /// Each pair with its first use and the number of operations that reach it.
    pairs: IndexMap<Pair, (Use, usize)>,
    /// Those that the operation at hand reaches.
    reached: HashSet<Pair>,
}

impl<'v> Schemas<'v> {
    pub fn new(old: &'v Resolved, new: &'v Resolved) -> Self {
        Self {
            old,
            new,
            pairs: IndexMap::new(),
            reached: HashSet::new(),
        }
    }

    /// Begins with another operation.
    pub fn begin(&mut self) {
        self.reached.clear();
    }

    /// Compares what two versions of one use say, and all below.
    pub fn compare(&mut self, old: SchemaId, new: SchemaId, direction: Direction, by: Use) {
        let mut pending = vec![((self.old.of(old), self.new.of(new), direction), by)];
        while let Some((pair, by)) = pending.pop() {
            if !self.reached.insert(pair) {
                continue;
            }
            self.pairs.entry(pair).or_insert_with(|| (by.clone(), 0)).1 += 1;
            pending.extend(self.below(pair, &by));
        }
    }

    /// The pairs of subschemas.
    fn below(&self, (old, new, direction): Pair, by: &Use) -> Vec<(Pair, Use)> {
        let (before, after) = (self.old.get(old), self.new.get(new));
        let mut found = Vec::new();
        for (name, id) in &before.schema.properties {
            if let Some(now) = after.schema.properties.get(name) {
                found.push(((*id, *now, direction), Use::new(&before.at, name, "property")));
            }
        }
        let own = [
            (before.schema.items, after.schema.items),
            (before.schema.additional_properties, after.schema.additional_properties),
        ];
        let items = before.schema.prefix_items.iter().zip(&after.schema.prefix_items);
        let own = own.into_iter().filter_map(|(old, new)| old.zip(new));
        let own = own.chain(items.map(|(old, new)| (*old, *new)));
        found.extend(own.map(|(old, new)| ((old, new, direction), by.clone())));
        for (old, new) in before.schema.unions.iter().zip(&after.schema.unions) {
            let matched = self.matched(old, new);
            found.extend(
                matched
                    .into_iter()
                    .map(|(old, new)| ((old, new, direction), by.clone())),
            );
        }
        found
    }

    /// The variants of a union that are in both versions: by what they refer to or are called, then by what they say.
    fn matched(&self, old: &Union<ResolvedId>, new: &Union<ResolvedId>) -> Vec<(ResolvedId, ResolvedId)> {
        let mut rest: Vec<ResolvedId> = new.variants.clone();
        let mut found = Vec::new();
        let mut left = Vec::new();
        for id in &old.variants {
            let name = identity(self.old.get(*id));
            match rest
                .iter()
                .position(|now| name.is_some() && identity(self.new.get(*now)) == name)
            {
                Some(index) => found.push((*id, rest.remove(index))),
                None => left.push(*id),
            }
        }
        for id in left {
            let own = structure(&self.old.get(id).schema);
            if let Some(index) = rest.iter().position(|now| structure(&self.new.get(*now).schema) == own) {
                found.push((id, rest.remove(index)));
            }
        }
        found
    }

    /// The changes: one entry a changed schema, with the number of operations that reach it.
    pub fn changes(self) -> Vec<OnTheWire> {
        let mut found = Vec::new();
        for ((old, new, direction), (by, operations)) in &self.pairs {
            let mut changes = Changes {
                old: self.old,
                new: self.new,
                direction: *direction,
                by,
                before: self.old.get(*old),
                after: self.new.get(*new),
                operations: *operations,
                found: &mut found,
            };
            changes.of_values();
            changes.of_bounds();
            changes.of_objects();
            changes.of_others();
            for (old, new) in changes.before.schema.unions.iter().zip(&changes.after.schema.unions) {
                let matched = self.matched(old, new);
                changes.of_union(old, new, &matched);
            }
        }
        found
    }
}

/// The name of a variant: a component or a title.
fn identity(schema: &ResolvedSchema) -> Option<String> {
    let component = schema.at.pointer.strip_prefix("/components/schemas/");
    let component = component.filter(|name| !name.contains('/')).map(str::to_owned);
    component.or_else(|| schema.schema.annotations.title.clone())
}

/// The kind of a schema: object, list or scalar.
fn structure(schema: &Schema<ResolvedId>) -> (Vec<&'static str>, Vec<&String>, Option<&Vec<Value>>) {
    let mut properties: Vec<&String> = schema.properties.keys().collect();
    properties.sort();
    (schema.implied_types().names(), properties, schema.enumeration.as_ref())
}

/// The types of the values that are valid, those of the variants of unions in it.
fn types(version: &Resolved, schema: &ResolvedSchema) -> TypeSet {
    types_below(version, schema, 8)
}

fn types_below(version: &Resolved, schema: &ResolvedSchema, depth: usize) -> TypeSet {
    let own = schema.schema.implied_types();
    if own != TypeSet::ANY || depth == 0 {
        return own;
    }
    let of_union = |union: &Union<ResolvedId>| {
        let variants = union
            .variants
            .iter()
            .map(|id| types_below(version, version.get(*id), depth - 1));
        let null = if union.null { TypeSet::NULL } else { TypeSet::NONE };
        variants.fold(null, |all, one| all | one)
    };
    schema
        .schema
        .unions
        .iter()
        .map(of_union)
        .fold(own, |all, one| all & one)
}

/// The changes of one schema.
struct Changes<'c> {
    old: &'c Resolved,
    new: &'c Resolved,
    direction: Direction,
    by: &'c Use,
    before: &'c ResolvedSchema,
    after: &'c ResolvedSchema,
    operations: usize,
    found: &'c mut Vec<OnTheWire>,
}

impl Changes<'_> {
    fn word(&self) -> &'static str {
        match self.direction {
            Direction::Request => "request",
            Direction::Response => "response",
        }
    }

    /// A change of the schema where it is used.
    fn of_use(&mut self, suffix: &str, effect: Effect, what: String) {
        let key = Key::Old(self.by.at.clone(), self.by.member.clone());
        let id = format!("{}-{}-{suffix}", self.word(), self.by.role);
        self.add(key, id, effect.on(self.direction), what);
    }

    fn add(&mut self, key: Key, id: String, wire: Wire, what: String) {
        self.found.push(OnTheWire {
            key,
            id,
            wire,
            what,
            old: Some(self.before.at.clone()),
            new: Some(self.after.at.clone()),
            operations: self.operations,
        });
    }

    fn of_values(&mut self) {
        let (before, after) = (&self.before.schema, &self.after.schema);
        let (old, new) = (types(self.old, self.before), types(self.new, self.after));
        let null = |types: TypeSet| types != TypeSet::ANY && types.contains(TypeSet::NULL);
        match (null(old), null(new)) {
            (false, true) if new != TypeSet::ANY => {
                self.of_use("became-nullable", Effect::Grows, "may be `null`".to_owned())
            }
            (true, false) => self.of_use("became-not-nullable", Effect::Shrinks, "may not be `null`".to_owned()),
            _ => {}
        }
        let (old, new) = (old.without(TypeSet::NULL), new.without(TypeSet::NULL));
        let are_unions = !before.unions.is_empty() && !after.unions.is_empty();
        if old != new && !are_unions {
            let effect = match (new.contains(old), old.contains(new)) {
                (true, false) => Effect::Grows,
                (false, true) => Effect::Shrinks,
                _ => Effect::Shifts,
            };
            let names = |types: TypeSet| types.names().join(" or ");
            let what = format!("was `{}` and is `{}`", names(old), names(new));
            self.of_use("type-changed", effect, what);
        }
        self.of_enumeration(before.enumeration.as_deref(), after.enumeration.as_deref());
        if before.format != after.format && before.enumeration.is_none() {
            let name = |format: &Option<String>| format.clone().unwrap_or_else(|| "none".to_owned());
            let what = format!(
                "the format was `{}` and is `{}`",
                name(&before.format),
                name(&after.format)
            );
            // A format says how wide an integer is, and is an annotation of everything else.
            let has_width = |format: &Option<String>| matches!(format.as_deref(), Some("int32" | "int64" | "uint64"));
            let wire = match has_width(&before.format) && has_width(&after.format) {
                true => Effect::GrowsOpenly.on(self.direction),
                false => Wire::None,
            };
            let key = Key::Old(self.by.at.clone(), self.by.member.clone());
            let id = format!("{}-{}-format-changed", self.word(), self.by.role);
            self.add(key, id, wire, what);
        }
    }

    fn of_enumeration(&mut self, before: Option<&[Value]>, after: Option<&[Value]>) {
        let (before, after) = match (before, after) {
            (None, None) => return,
            (None, Some(_)) => return self.of_use("became-enum", Effect::Shrinks, "lists its values".to_owned()),
            (Some(_), None) => {
                return self.of_use(
                    "enum-removed",
                    Effect::GrowsOpenly,
                    "does not list its values any more".to_owned(),
                );
            }
            (Some(before), Some(after)) => (before, after),
        };
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        for value in before.iter().filter(|value| !value.is_null() && !after.contains(value)) {
            let key = Key::Old(self.before.at.clone(), text(value));
            let id = format!("{}-{}-enum-value-removed", self.word(), self.by.role);
            self.add(
                key,
                id,
                Effect::Shrinks.on(self.direction),
                format!("the value `{}` is gone", text(value)),
            );
        }
        for value in after.iter().filter(|value| !value.is_null() && !before.contains(value)) {
            let key = Key::New(self.after.at.clone(), text(value));
            let id = format!("{}-{}-enum-value-added", self.word(), self.by.role);
            let wire = Effect::GrowsOpenly.on(self.direction);
            self.add(key, id, wire, format!("the value `{}` is new", text(value)));
        }
    }

    fn of_bounds(&mut self) {
        let (before, after) = (&self.before.schema, &self.after.schema);
        let number = |bound: &Option<Bound>| bound.as_ref().and_then(|bound| bound.value.as_f64());
        let count = |count: Option<u64>| count.map(|count| count as f64);
        let upper = [
            ("max", number(&before.maximum), number(&after.maximum)),
            ("max-length", count(before.max_length), count(after.max_length)),
            ("max-items", count(before.max_items), count(after.max_items)),
            (
                "max-properties",
                count(before.max_properties),
                count(after.max_properties),
            ),
        ];
        let lower = [
            ("min", number(&before.minimum), number(&after.minimum)),
            ("min-length", count(before.min_length), count(after.min_length)),
            ("min-items", count(before.min_items), count(after.min_items)),
            (
                "min-properties",
                count(before.min_properties),
                count(after.min_properties),
            ),
        ];
        let infinite = |bound: Option<f64>, none: f64| bound.unwrap_or(none);
        let all = upper.into_iter().map(|bound| (bound, f64::INFINITY, false));
        let all = all.chain(lower.into_iter().map(|bound| (bound, f64::NEG_INFINITY, true)));
        for ((name, old, new), none, is_lower) in all {
            let (old, new) = (infinite(old, none), infinite(new, none));
            let (word, grows) = if new > old {
                ("increased", !is_lower)
            } else {
                ("decreased", is_lower)
            };
            if old != new {
                let effect = if grows { Effect::GrowsOpenly } else { Effect::Shrinks };
                self.of_use(&format!("{name}-{word}"), effect, format!("`{name}` has {word}"));
            }
        }
        let texts = |all: &[String]| all.iter().cloned().collect::<BTreeSet<_>>();
        let numbers = |all: &[Number]| all.iter().map(Number::to_string).collect::<BTreeSet<_>>();
        self.of_rules("pattern", &texts(&before.patterns), &texts(&after.patterns));
        self.of_rules(
            "multiple-of",
            &numbers(&before.multiples_of),
            &numbers(&after.multiples_of),
        );
    }

    /// Rules that all have to hold.
    fn of_rules(&mut self, name: &str, old: &BTreeSet<String>, new: &BTreeSet<String>) {
        let (suffix, effect) = match (old.is_subset(new), new.is_subset(old)) {
            (true, true) => return,
            (true, false) => ("added", Effect::Shrinks),
            (false, true) => ("removed", Effect::GrowsOpenly),
            (false, false) => ("changed", Effect::Shifts),
        };
        // Clients do not check these of what they receive.
        let effect = match self.direction {
            Direction::Response => Effect::GrowsOpenly,
            Direction::Request => effect,
        };
        self.of_use(&format!("{name}-{suffix}"), effect, format!("a `{name}` is {suffix}"));
    }

    fn of_objects(&mut self) {
        let (before, after) = (&self.before.schema, &self.after.schema);
        let word = self.word();
        for name in before.properties.keys() {
            let required = |schema: &Schema<ResolvedId>| schema.required.contains(name);
            let key = Key::Old(self.before.at.clone(), name.clone());
            let (id, wire, what) = match (after.properties.contains_key(name), required(before), required(after)) {
                (false, true, false) if self.direction == Direction::Response => {
                    ("response-required-property-removed", Wire::Break, "is gone")
                }
                (false, ..) if self.direction == Direction::Response => {
                    ("response-optional-property-removed", Wire::Additive, "is gone")
                }
                (false, ..) => ("request-property-removed", self.gone(), "is gone"),
                (true, false, true) if self.direction == Direction::Request => {
                    ("request-property-became-required", Wire::Break, "is required")
                }
                (true, false, true) => ("response-property-became-required", Wire::Additive, "is always there"),
                (true, true, false) if self.direction == Direction::Request => {
                    ("request-property-became-optional", Wire::Loosened, "is optional")
                }
                (true, true, false) => ("response-property-became-optional", Wire::Break, "may be absent"),
                _ => continue,
            };
            self.add(key, id.to_owned(), wire, format!("the property `{name}` {what}"));
        }
        for name in after
            .properties
            .keys()
            .filter(|name| !before.properties.contains_key(*name))
        {
            let required = after.required.contains(name);
            let kind = if required { "required" } else { "optional" };
            let (id, wire) = match self.direction {
                Direction::Request if required => (format!("new-required-{word}-property"), Wire::Break),
                Direction::Request => (format!("new-optional-{word}-property"), Wire::Additive),
                Direction::Response => (format!("response-{kind}-property-added"), Wire::Additive),
            };
            let key = Key::New(self.after.at.clone(), name.clone());
            self.add(key, id, wire, format!("the {kind} property `{name}` is new"));
        }
    }

    /// Whether and which other properties are allowed.
    fn of_others(&mut self) {
        let allows = |version: &Resolved, schema: &ResolvedSchema| {
            let others = schema
                .schema
                .additional_properties
                .map(|id| version.get(id).schema.types);
            others.is_none_or(|types| !types.is_empty())
        };
        match (allows(self.old, self.before), allows(self.new, self.after)) {
            (true, false) => self.of_use(
                "additional-properties-removed",
                Effect::Shrinks,
                "allows no other properties".to_owned(),
            ),
            (false, true) => self.of_use(
                "additional-properties-added",
                Effect::GrowsOpenly,
                "allows other properties".to_owned(),
            ),
            _ => {}
        }
    }

    /// The effect of removing a property of a request: it is refused if no others are allowed.
    fn gone(&self) -> Wire {
        let closed =
            self.after.schema.additional_properties.is_some() && self.before.schema.additional_properties.is_none();
        if closed { Wire::Break } else { Wire::Additive }
    }

    fn of_union(&mut self, old: &Union<ResolvedId>, new: &Union<ResolvedId>, matched: &[(ResolvedId, ResolvedId)]) {
        let gone = old
            .variants
            .iter()
            .filter(|id| !matched.iter().any(|(old, _)| old == *id))
            .count();
        let added = new
            .variants
            .iter()
            .filter(|id| !matched.iter().any(|(_, new)| new == *id))
            .count();
        if gone > 0 {
            self.of_use("one-of-removed", Effect::Shrinks, format!("{gone} variants are gone"));
        }
        if added > 0 {
            self.of_use("one-of-added", Effect::GrowsOpenly, format!("{added} variants are new"));
        }
    }
}
