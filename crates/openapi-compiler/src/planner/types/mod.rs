//! The types: which schemas become definitions, and what Rust type every schema is.

mod binary;
mod defaults;
mod equal;
mod identity;
mod lenient;
mod moved;
mod multipart;
mod objects;
mod promised;
mod report;
mod rules;
mod sharing;
mod variants;
mod xml;

use std::collections::{HashMap, HashSet};

use serde_json::{Number, Value};

use self::objects::fill_in_tags;
use self::promised::OldName;
use self::variants::{Variants, integer_variants, string_variants};
use super::Roots;
use super::alternatives::simplify;
use super::boxes::{box_cycles, wrap_cycles};
use super::closed::open_parts;
use super::documentation::docs;
use super::endless::loosen;
use super::overrides::Overrides;
use super::place::Places;
use super::promises::Promises;
use super::scope::{Entry, Rank, Scope};
use super::shape::{Shape, shape};
use super::unions::cut_cycles;
use crate::description::MediaType;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::docs::code;
use crate::document::{FileId, Location};
use crate::lock::Kind;
use crate::name::{pascal, type_name};
use crate::plan::{RustType, TypeDef, TypeId, TypeKind};
use crate::resolved::{Resolved, ResolvedId, ResolvedSchema, reach};
use crate::schema::{Annotations, Schema};

pub(super) use self::multipart::{is_multipart, parts};

/// The types of a plan while they are decided.
pub(super) struct Types<'a> {
    resolved: &'a Resolved,
    overrides: &'a Overrides,
    promises: &'a Promises<'a>,
    /// The method and path of each operation in the lock.
    operations: &'a [[String; 2]],
    /// The resolved schemas, and those made by handing properties beside a union to its variants.
    schemas: Vec<ResolvedSchema>,
    shapes: HashMap<ResolvedId, (Shape, bool)>,
    ids: HashMap<ResolvedId, TypeId>,
    /// The types that are others by what the lock promises: those.
    copies: HashMap<TypeId, TypeId>,
    order: Vec<ResolvedId>,
    /// The multipart bodies, whose types come after those of `order`.
    multipart: Vec<MediaType>,
    names: Vec<String>,
    /// The places of each type in the lock, its own first.
    homes: Vec<Vec<String>>,
    /// The promised names of types that have others now.
    old_names: Vec<OldName>,
    /// The places of the objects without described properties.
    free: Vec<String>,
    /// The variants of the unions that are types.
    variants: HashMap<ResolvedId, Variants>,
    /// The original alternatives of unions whose alternatives were merged with sibling keywords.
    origins: HashMap<ResolvedId, ResolvedId>,
    /// The schemas that request bodies reach, and those that response bodies reach.
    in_request: HashSet<ResolvedId>,
    in_response: HashSet<ResolvedId>,
    untyped: HashMap<ResolvedId, String>,
    /// The properties that schemas have only for the discriminator of a union.
    tags: HashSet<ResolvedId>,
    /// Types, the property that tells them apart in a union, and the tag that each has there.
    entries: Vec<(TypeId, String, String)>,
    /// Problems that are found while types are planned, such as names that several things want.
    problems: Diagnostics,
    /// The required properties that no finite value has at every level.
    endless: Vec<Location>,
}

impl<'a> Types<'a> {
    /// Finds and names every type that `roots` reach.
    pub fn new(
        resolved: &'a Resolved,
        overrides: &'a Overrides,
        promises: &'a Promises<'a>,
        operations: &'a [[String; 2]],
        places: &mut Places<'_>,
        roots: &Roots,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let mut schemas: Vec<ResolvedSchema> = resolved.ids().map(|id| resolved.get(id).clone()).collect();
        open_parts(&mut schemas, resolved, diagnostics);
        cut_cycles(&mut schemas, diagnostics);
        simplify(&mut schemas);
        let (shapes, ids, untyped) = (HashMap::new(), HashMap::new(), HashMap::new());
        let mut types = Self {
            resolved,
            overrides,
            promises,
            operations,
            schemas,
            shapes,
            ids,
            copies: HashMap::new(),
            order: Vec::new(),
            multipart: Vec::new(),
            names: Vec::new(),
            homes: Vec::new(),
            old_names: Vec::new(),
            free: Vec::new(),
            variants: HashMap::new(),
            origins: HashMap::new(),
            in_request: HashSet::new(),
            in_response: HashSet::new(),
            untyped,
            tags: HashSet::new(),
            entries: Vec::new(),
            problems: Diagnostics::new(),
            endless: Vec::new(),
        };
        types.discover(roots, diagnostics);
        types.in_request = types.reach(&roots.requests);
        types.in_response = types.reach(&roots.responses);
        for content in &roots.multipart {
            if types.multipart(&content.at).is_none() {
                types.multipart.push(content.clone());
            }
        }
        types.name(places, diagnostics);
        types
    }

    /// The description.
    pub fn resolved(&self) -> &'a Resolved {
        self.resolved
    }

    /// The promises of the lock.
    pub fn promises(&self) -> &'a Promises<'a> {
        self.promises
    }

    /// The choices of users.
    pub fn overrides(&self) -> &'a Overrides {
        self.overrides
    }

    fn get(&self, id: ResolvedId) -> &ResolvedSchema {
        &self.schemas[id.0 as usize]
    }

    fn discover(&mut self, roots: &Roots, diagnostics: &mut Diagnostics) {
        let components = &roots.components;
        let named: HashSet<ResolvedId> = components.iter().copied().collect();
        let mut pending: Vec<ResolvedId> = components.iter().chain(&roots.all).rev().copied().collect();
        let mut seen = HashSet::new();
        while let Some(id) = pending.pop() {
            if !seen.insert(id) {
                continue;
            }
            self.distribute(id, diagnostics);
            self.declare_tags(id);
            let (shape, nullable) = shape(&self.get(id).schema, &self.schemas);
            let defines = matches!(
                shape,
                Shape::Struct | Shape::StringEnum(_) | Shape::IntegerEnum(_) | Shape::Union(_)
            );
            // The list of a component names a type even when its schema is plain.
            if (defines && !self.is_optional_of_one(id, &shape)) || named.contains(&id) {
                self.ids.insert(id, TypeId(self.order.len() as u32));
                self.order.push(id);
            }
            self.shapes.insert(id, (shape, nullable));
            let mut children: Vec<ResolvedId> = self.get(id).schema.subschemas().collect();
            children.reverse();
            pending.extend(children);
        }
    }

    /// `oneOf: [X, {type: null}]` is not a type of its own.
    fn is_optional_of_one(&self, id: ResolvedId, shape: &Shape) -> bool {
        match shape {
            Shape::Union(index) => {
                let union = &self.get(id).schema.unions[*index];
                union.variants.is_empty() || union.only_variant().is_some()
            }
            _ => false,
        }
    }

    fn name(&mut self, places: &mut Places<'_>, diagnostics: &mut Diagnostics) {
        self.identify(places);
        for id in self.order.clone() {
            if let (Shape::Union(index), false) = (self.shapes[&id].0.clone(), self.is_alias(id)) {
                self.find_variants(places, id, index);
            }
        }
        self.find_homes(places, self.promises);
        for (index, id) in self.order.clone().into_iter().enumerate() {
            if self.variants.contains_key(&id) {
                self.name_variants(id, &self.homes[index].clone());
            }
        }
        let mut entries: Vec<Entry> = self.claims_of_types(places);
        let count = entries.len();
        for (index, entry) in entries.iter_mut().enumerate() {
            *entry = self.promise_of_type(index, entry.clone());
        }
        // Old names are kept as those of types are.
        let old = self
            .old_names
            .iter()
            .map(|old| Entry::new(&old.place, Vec::new()).promised(Some(old.name.clone())));
        entries.extend(old);
        // A struct may get a builder. One whose name is promised keeps it, unless it has one.
        let has_builder: Vec<bool> = entries
            .iter()
            .enumerate()
            .map(|(index, entry)| match self.order.get(index) {
                Some(id) if self.shapes[id].0 != Shape::Struct => false,
                Some(id) => entry.rank != Rank::Promised || self.in_request.contains(id),
                None => index < count,
            })
            .collect();
        let gone = self.promises.gone(Kind::Type, &[]);
        let scope = Scope::assign_forms(entries, gone, &[], |index, name| match has_builder.get(index) {
            Some(true) => vec![name.to_owned(), format!("{name}Builder")],
            _ => vec![name.to_owned()],
        });
        let mut names = scope.names();
        let kept = names.split_off(count);
        let mut kept = kept.into_iter();
        self.old_names.retain(|old| kept.next().as_ref() == Some(&old.name));
        self.names = names;
        let places = self.order.iter().map(|id| &self.schemas[id.0 as usize].at);
        let places: Vec<&Location> = places.chain(self.multipart.iter().map(|content| &content.at)).collect();
        let root = Location::root();
        scope.report(|index| places.get(index).copied().unwrap_or(&root), diagnostics);
    }

    fn claims_of_types(&self, places: &Places<'_>) -> Vec<Entry> {
        let types = self.order.iter().map(|id| {
            let (at, part) = (&self.get(*id).at, self.get(*id).part);
            let renamed = part.is_none().then(|| self.overrides.type_name(*id, at)).flatten();
            (at, part, renamed)
        });
        let bodies = self.multipart.iter().map(|content| &content.at);
        let all = types.chain(bodies.map(|at| (at, None, self.overrides.name(at))));
        let of_bodies = self.multipart.iter().map(|content| places.unordered(&content.at));
        let distinct = self.distinct_places(places).into_iter().chain(of_bodies);
        let entries = all.zip(distinct).map(|((at, part, renamed), place)| {
            let part_name = part.map(pascal).unwrap_or_default();
            let names = places.names(at).into_iter();
            let entry = Entry {
                place,
                ..Entry::new(&at.pointer, names.map(|name| type_name(&(name + &part_name))).collect())
            };
            entry.chosen(renamed.map(type_name))
        });
        entries.collect()
    }

    /// The entry of a type with what is promised of it. A type that was elsewhere before has its own name now, and keeps the
    /// promised one besides.
    fn promise_of_type(&mut self, index: usize, entry: Entry) -> Entry {
        let homes = self.homes[index].clone();
        let own = self.promises.name(Kind::Type, &[&homes[0]]);
        let mut entry = entry.promised(own);
        for place in &homes[1..] {
            let Some(name) = self.promises.name(Kind::Type, &[place]) else {
                continue;
            };
            if entry.names.contains(&name) {
                entry = entry.promised(Some(name));
            } else {
                let place = place.clone();
                let of = TypeId(index as u32);
                self.old_names.push(OldName { place, name, of });
            }
        }
        entry
    }

    /// Whether a value is one number, truth value, text or value of an enum of texts.
    pub fn is_scalar(&self, id: ResolvedId) -> bool {
        let scalar = |shape: &Shape| {
            matches!(
                shape,
                Shape::Bool | Shape::Integer | Shape::Number | Shape::String | Shape::StringEnum(_)
            )
        };
        self.shapes
            .get(&id)
            .is_some_and(|(shape, nullable)| scalar(shape) && !nullable)
    }

    /// Whether a schema says nothing about the shape of a value.
    pub fn is_anything(&self, id: ResolvedId) -> bool {
        self.shapes.get(&id).is_none_or(|(shape, _)| *shape == Shape::Anything)
    }

    /// The type of the multipart body at a place, if its parts are known.
    pub fn multipart(&self, at: &Location) -> Option<TypeId> {
        let index = self.multipart.iter().position(|content| content.at == *at)?;
        Some(TypeId((self.order.len() + index) as u32))
    }

    /// The type of a schema where it is used.
    pub fn rust_type(&mut self, id: ResolvedId) -> RustType {
        match self.ids.get(&id) {
            Some(named) => wrap(RustType::Named(*named), self.shapes[&id].1),
            None => self.plain(id, &mut Vec::new()),
        }
    }

    fn is_alias(&self, id: ResolvedId) -> bool {
        let shape = &self.shapes[&id].0;
        let defines = matches!(
            shape,
            Shape::Struct | Shape::StringEnum(_) | Shape::IntegerEnum(_) | Shape::Union(_)
        );
        !defines || self.is_optional_of_one(id, shape)
    }

    fn nested(&mut self, id: ResolvedId, inside: &mut Vec<ResolvedId>) -> RustType {
        match self.ids.get(&id) {
            Some(_) => self.rust_type(id),
            None => self.plain(id, inside),
        }
    }

    /// The type by the schema itself, not by a name it may have.
    fn plain(&mut self, id: ResolvedId, inside: &mut Vec<ResolvedId>) -> RustType {
        let Some((shape, nullable)) = self.shapes.get(&id).cloned() else {
            return RustType::Value;
        };
        if inside.contains(&id) {
            return self.untyped(id, "it contains itself without an object between");
        }
        inside.push(id);
        let ty = self.of_shape(id, &shape, inside);
        inside.pop();
        wrap(ty, nullable)
    }

    fn of_shape(&mut self, id: ResolvedId, shape: &Shape, inside: &mut Vec<ResolvedId>) -> RustType {
        let format = self.get(id).schema.format.clone();
        match shape {
            Shape::Nothing => self.untyped(id, "no value is valid"),
            Shape::SeveralTypes => self.untyped(id, "it has several types"),
            Shape::ManyUnions => self.untyped(id, "several `oneOf`s or `anyOf`s apply at once"),
            Shape::Anything => RustType::Value,
            Shape::Null => RustType::Null,
            Shape::Bool => RustType::Bool,
            Shape::Integer => integer(&self.get(id).schema, format.as_deref()),
            Shape::Number => RustType::F64,
            Shape::String => {
                let chosen = self.overrides.formats.get(format.as_deref());
                chosen.map_or(RustType::String, RustType::Formatted)
            }
            Shape::FreeObject => RustType::Object,
            Shape::Own(path) => RustType::own(path),
            Shape::Map(values) => match self.common(id, values, inside) {
                Some(RustType::Value) | None => RustType::Object,
                Some(value) => RustType::Map(Box::new(value)),
            },
            Shape::List(None) if !self.get(id).schema.prefix_items.is_empty() => {
                self.untyped(id, "a tuple that may be shorter or longer than `prefixItems`");
                RustType::Vec(Box::new(RustType::Value))
            }
            Shape::List(item) => {
                let item = item.map_or(RustType::Value, |item| self.nested(item, inside));
                RustType::Vec(Box::new(item))
            }
            Shape::Tuple(items) => RustType::Tuple(items.iter().map(|item| self.nested(*item, inside)).collect()),
            Shape::Union(index) => {
                let variants = self.get(id).schema.unions[*index].variants.clone();
                match variants.as_slice() {
                    [] => RustType::Null,
                    [only] => self.nested(*only, inside),
                    _ => self.untyped(id, "the union has no name"),
                }
            }
            Shape::Struct | Shape::StringEnum(_) | Shape::IntegerEnum(_) => self.untyped(id, "the type has no name"),
        }
    }

    /// The one type of several schemas' values, anything where they differ; none where there are no values.
    fn common(&mut self, owner: ResolvedId, ids: &[ResolvedId], inside: &mut Vec<ResolvedId>) -> Option<RustType> {
        let possible = ids.iter().filter(|id| !self.get(**id).schema.types.is_empty());
        let possible: Vec<ResolvedId> = possible.copied().collect();
        let types = possible.into_iter().map(|id| self.nested(id, inside));
        let mut types: Vec<RustType> = types.collect();
        types.dedup();
        if types.len() > 1 {
            let reason = "properties without names have values of several types";
            return Some(self.untyped(owner, reason));
        }
        types.pop()
    }

    fn untyped(&mut self, id: ResolvedId, reason: &str) -> RustType {
        self.untyped.insert(id, reason.to_owned());
        RustType::Value
    }

    /// Warns of names that several things want, and notes every schema that describes something and is any JSON value
    /// nevertheless.
    pub fn report_problems(&self, diagnostics: &mut Diagnostics) {
        for collision in self.problems.iter() {
            diagnostics.report(collision.clone());
        }
        for at in &self.endless {
            let message = "this required property leads back to its own schema without end; it is read as optional";
            let help = "make the property optional or nullable: no finite value has it at every level";
            diagnostics.warning("endless-property", at, message, help);
        }
        let untyped = self.untyped.iter().map(|(id, reason)| (&self.get(*id).at, reason));
        let mut untyped: Vec<(&Location, &String)> = untyped.collect();
        untyped.sort();
        for (at, reason) in untyped {
            let message = format!("the type here holds any JSON value: {reason}");
            let help = "describe values of one shape, or a `oneOf` of several shapes";
            let note = Diagnostic::new(Severity::Note, "untyped-schema", at.clone(), message);
            diagnostics.report(note.help(help));
        }
    }

    /// The definitions, in the order they were found.
    pub fn define(&mut self) -> Vec<TypeDef> {
        let order = self.order.clone();
        let mut defs: Vec<TypeDef> = Vec::with_capacity(order.len());
        for (index, id) in order.iter().enumerate() {
            let kind = match self.copies.get(&TypeId(index as u32)) {
                Some(of) => TypeKind::Alias(RustType::Named(*of)),
                None => self.kind(*id),
            };
            let schema = self.get(*id);
            let annotations = &schema.schema.annotations;
            defs.push(TypeDef {
                name: self.names[index].clone(),
                at: schema.at.clone(),
                docs: self.documentation(annotations, &schema.schema, &schema.at),
                deprecated: annotations.deprecated,
                same_as: None,
                kind,
                in_request: self.in_request.contains(id),
                derives: Vec::new(),
                ordered: false,
                attributes: Vec::new(),
                rules: None,
                xml: None,
            });
        }
        for (index, content) in self.multipart.clone().iter().enumerate() {
            let name = self.names[order.len() + index].clone();
            defs.extend(self.multipart_type(content, name));
        }
        self.endless = loosen(&mut defs);
        let promised = self.promised_boxes(&defs);
        wrap_cycles(&mut defs);
        box_cycles(&mut defs, &promised);
        fill_in_tags(&mut defs, &self.entries);
        self.conversions(&mut defs);
        self.promise(&defs, self.promises);
        if self.overrides.validate {
            self.add_rules(&mut defs);
        }
        defs.extend(self.old_names.iter().map(|old| self.old_name(old)));
        defs
    }

    /// The definition of a promised name of a type that has another now.
    fn old_name(&self, old: &OldName) -> TypeDef {
        TypeDef {
            name: old.name.clone(),
            at: Location::root(),
            docs: format!("An earlier name of [`{}`].", self.names[old.of.index()]),
            deprecated: true,
            same_as: None,
            kind: TypeKind::Alias(RustType::Named(old.of)),
            in_request: false,
            derives: Vec::new(),
            ordered: false,
            attributes: Vec::new(),
            rules: None,
            xml: None,
        }
    }

    /// The documentation of a type: what the description says, or at least where it is.
    fn documentation(&self, annotations: &Annotations, schema: &Schema<ResolvedId>, at: &Location) -> String {
        let text = docs(annotations, schema);
        if !text.is_empty() {
            return text;
        }
        let file = &self.resolved.description.files[at.file.0 as usize];
        code(&match (at.file, at.pointer.as_str()) {
            (FileId::ROOT, pointer) => pointer.to_owned(),
            (_, "") => file.clone(),
            (_, pointer) => format!("{file}#{pointer}"),
        })
    }

    fn reach(&self, roots: &[ResolvedId]) -> HashSet<ResolvedId> {
        reach(&self.schemas, roots)
    }

    fn kind(&mut self, id: ResolvedId) -> TypeKind {
        let (shape, _) = self.shapes[&id].clone();
        if self.is_alias(id) {
            return self.alias(id);
        }
        match shape {
            Shape::Struct => TypeKind::Struct(self.object(id)),
            Shape::StringEnum(values) => {
                let schema = &self.schemas[id.0 as usize];
                let names = self.promised_values(id, &values);
                let variants = string_variants(values, &schema.schema.listed, names, &schema.at, &mut self.problems);
                TypeKind::StringEnum(variants)
            }
            Shape::IntegerEnum(values) => {
                let schema = &self.schemas[id.0 as usize];
                let texts: Vec<String> = values.iter().map(i64::to_string).collect();
                let names = self.promised_values(id, &texts);
                let listed = &schema.schema.listed;
                let variants = integer_variants(&values, listed, names, &schema.at, &mut self.problems);
                TypeKind::IntegerEnum(variants)
            }
            Shape::Union(index) => self.union(id, index),
            _ => self.alias(id),
        }
    }

    /// The name of a type that may be null is for the values besides: where it is used, it is in an `Option`.
    fn alias(&mut self, id: ResolvedId) -> TypeKind {
        TypeKind::Alias(without_null(self.plain(id, &mut Vec::new())))
    }
}

fn without_null(ty: RustType) -> RustType {
    match ty {
        RustType::Nullable(inner) => *inner,
        ty => ty,
    }
}

fn wrap(ty: RustType, nullable: bool) -> RustType {
    match ty {
        RustType::Value | RustType::Null | RustType::Nullable(_) => ty,
        ty if nullable => RustType::Nullable(Box::new(ty)),
        ty => ty,
    }
}

fn integer(schema: &Schema<ResolvedId>, format: Option<&str>) -> RustType {
    match format {
        Some("int32") => RustType::I32,
        Some("uint64") => RustType::U64,
        _ if is_unsigned(schema) => RustType::U64,
        _ => RustType::I64,
    }
}

/// Whether the schema names an integer that only those without a sign reach, and none that is negative.
fn is_unsigned(schema: &Schema<ResolvedId>) -> bool {
    let bounds = schema.minimum.iter().chain(&schema.maximum);
    let values = schema.enumeration.iter().flatten();
    let values = values
        .chain(&schema.annotations.default)
        .chain(&schema.annotations.examples);
    let named: Vec<&Number> = bounds
        .map(|bound| &bound.value)
        .chain(values.filter_map(Value::as_number))
        .collect();
    let at_least = |number: &Number, bound: f64| number.as_f64().is_some_and(|value| value >= bound);
    let is_beyond = |number: &&Number| !number.is_i64() && at_least(number, i64::MAX as f64);
    named.iter().any(is_beyond) && named.iter().all(|number| at_least(number, 0.0))
}
