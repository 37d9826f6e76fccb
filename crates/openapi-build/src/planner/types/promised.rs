//! What the lock promises of types: where each is now, and what the client promises from now on.

use std::collections::HashMap;

use super::variants::{PromisedValues, Variants};
use super::{Types, without_null};
use crate::description;
use crate::lock::Kind;
use crate::plan::{Field, RustType, TypeDef, TypeId, TypeKind};
use crate::planner::boxes::PromisedBoxes;
use crate::planner::place::Places;
use crate::planner::promises::Promises;
use crate::planner::shape::Shape;
use crate::planner::status::status_text;
use crate::resolved::ResolvedId;

/// A promised name of a type that has another name now.
pub(super) struct OldName {
    pub place: String,
    pub name: String,
    pub of: TypeId,
}

/// What every schema object became, by its place.
type Sources = HashMap<String, ResolvedId>;

impl Types<'_> {
    /// Finds the places of every type: its own, and those where the lock has it.
    pub(super) fn find_homes(&mut self, places: &Places<'_>, promises: &Promises<'_>) {
        let of_types = |types: &Self, id: &ResolvedId| {
            let schema = types.get(*id);
            vec![places.key(&schema.at, schema.part)]
        };
        let mut homes: Vec<Vec<String>> = self.order.iter().map(|id| of_types(self, id)).collect();
        let promised: Vec<&String> = promises.of(Kind::Type).map(|(words, _)| &words[0]).collect();
        let is_home = |homes: &[Vec<String>], place: &String| homes.iter().any(|own| own[0] == *place);
        if promised.iter().any(|place| !is_home(&homes, place)) {
            let sources = self.sources(places);
            for place in promised {
                if is_home(&homes, place) {
                    continue;
                }
                let Some(now) = self.now(place, &sources, promises) else {
                    continue;
                };
                if let Some(id) = self.ids.get(&now) {
                    homes[id.index()].push(place.clone());
                } else if self.keep_enum(now, place, promises) {
                    homes.push(of_types(self, &now));
                    let own = homes.len() - 1;
                    if homes[own][0] != *place {
                        homes[own].push(place.clone());
                    }
                }
            }
        }
        homes.extend(self.multipart.iter().map(|content| vec![places.key(&content.at, None)]));
        self.homes = homes;
    }

    fn sources(&self, places: &Places<'_>) -> Sources {
        let schemas = &self.resolved.description.schemas;
        let keys = schemas.ids().map(|id| {
            let node = schemas.get(id);
            (places.key(&node.at, node.part), self.resolved.of(id))
        });
        keys.collect()
    }

    /// What is now where a promised type was: what stands there or is referred to there, or else what is used wherever the
    /// type was.
    fn now(&self, place: &str, sources: &Sources, promises: &Promises<'_>) -> Option<ResolvedId> {
        let (_, promise) = promises.within(Kind::Type, &[place]).next()?;
        let elsewhere = promise.words.get(1).and_then(|place| self.at(place, sources));
        if let Some(known) = self.at(place, sources).or(elsewhere) {
            return Some(known);
        }
        let name = &promise.words[0];
        let is_named = |ty: &String| {
            ty.split(|c: char| !c.is_alphanumeric() && c != '_')
                .any(|word| word == name)
        };
        let fields = promises
            .of(Kind::Field)
            .filter(|(_, promise)| is_named(&promise.words[2]));
        let fields = fields.filter_map(|(words, _)| {
            let owner = self.at(&words[0], sources)?;
            self.get(owner).schema.properties.get(&words[1]).copied()
        });
        let variants = promises
            .of(Kind::Variant)
            .filter(|(_, promise)| is_named(&promise.words[1]));
        let variants = variants.filter_map(|(words, _)| self.variant(self.at(&words[0], sources)?, &words[1]));
        let contents = promises
            .of(Kind::Response)
            .filter(|(_, promise)| is_named(&promise.words[1]));
        let responses = contents.filter_map(|(words, _)| self.of_response(words));
        let bodies = promises
            .of(Kind::Body)
            .filter(|(_, promise)| is_named(&promise.words[1]));
        let bodies = bodies.filter_map(|(words, _)| self.of_body(words));
        let used = fields.chain(variants).chain(responses).chain(bodies);
        let mut found: Vec<ResolvedId> = used.filter_map(|id| self.defining(id)).collect();
        found.sort();
        found.dedup();
        match found.as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    }

    fn of_response(&self, words: &[String]) -> Option<ResolvedId> {
        let operation = self.operation(&words[0], &words[1])?;
        let mut responses = operation.responses.iter();
        let response = responses.find(|known| status_text(known.status) == words[3])?;
        let content = response.content.iter().find(|known| known.media_type == words[4])?;
        Some(self.resolved.of(content.schema?))
    }

    /// The operation that the lock has at a method and path.
    fn operation(&self, method: &str, path: &str) -> Option<&description::Operation> {
        let mut operations = self.resolved.description.operations.iter().zip(self.operations);
        let (operation, _) = operations.find(|(_, home)| home[0] == method && home[1] == path)?;
        Some(operation)
    }

    /// The place of what the lock has in an operation that had another path.
    fn moved(&self, place: &str) -> Option<String> {
        let mut operations = self.resolved.description.operations.iter().zip(self.operations);
        operations.find_map(|(operation, home)| {
            let prefix = |method: &str, path: &str| {
                let path = path.replace('~', "~0").replace('/', "~1");
                format!("/paths/{path}/{}", method.to_lowercase())
            };
            let (old, new) = (prefix(&home[0], &home[1]), prefix(&operation.method, &operation.path));
            let rest = place
                .strip_prefix(&old)
                .filter(|rest| old != new && rest.starts_with('/'))?;
            Some(format!("{new}{rest}"))
        })
    }

    fn of_body(&self, words: &[String]) -> Option<ResolvedId> {
        let operation = self.operation(&words[0], &words[1])?;
        let mut contents = operation.request_body.as_ref()?.content.iter();
        let content = contents.find(|known| known.media_type == words[2])?;
        Some(self.resolved.of(content.schema?))
    }

    /// What a place of the lock leads to, references followed.
    fn at(&self, place: &str, sources: &Sources) -> Option<ResolvedId> {
        let moved = self.moved(place);
        let mut steps: Vec<&str> = moved.as_deref().unwrap_or(place).split('/').collect();
        let mut beyond = Vec::new();
        loop {
            if let Some(known) = sources.get(&steps.join("/")) {
                beyond.reverse();
                return self.walk(*known, &beyond);
            }
            beyond.push(steps.pop()?);
        }
    }

    fn walk(&self, from: ResolvedId, steps: &[&str]) -> Option<ResolvedId> {
        let mut current = from;
        let mut steps = steps.iter();
        while let Some(step) = steps.next() {
            current = self.inner(current);
            let schema = &self.get(current).schema;
            let mut member = || Some(steps.next()?.replace("~1", "/").replace("~0", "~"));
            current = match *step {
                "properties" => *schema.properties.get(&member()?)?,
                "items" => schema.items?,
                "additionalProperties" => schema.additional_properties?,
                "oneOf" => self.variant(current, &member()?)?,
                _ => return None,
            };
        }
        Some(current)
    }

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

    /// A text that was an enum stays one: what is not listed is a value of it too.
    fn keep_enum(&mut self, id: ResolvedId, place: &str, promises: &Promises<'_>) -> bool {
        let scope = [place];
        let values = promises.within(Kind::Value, &scope);
        let values: Vec<String> = values.map(|(words, _)| words[1].clone()).collect();
        let Some((Shape::String, nullable)) = self.shapes.get(&id).cloned() else {
            return false;
        };
        if values.is_empty() {
            return false;
        }
        self.shapes.insert(id, (Shape::StringEnum(values), nullable));
        self.ids.insert(id, TypeId(self.order.len() as u32));
        self.order.push(id);
        true
    }

    /// What is promised of the values of an enum.
    pub(super) fn promised_values(&self, id: ResolvedId, values: &[String]) -> PromisedValues {
        let homes = self
            .ids
            .get(&id)
            .map(|id| self.homes[id.index()].as_slice())
            .unwrap_or_default();
        let name = |value: &String| Some((value.clone(), Self::promised(Kind::Value, homes, value, self.promises)?));
        PromisedValues {
            names: values.iter().filter_map(name).collect(),
            gone: Self::gone(Kind::Value, homes, self.promises),
        }
    }

    /// Which direct containments are promised to be in a box or not, by the type and the field or variant in it.
    pub(super) fn promised_boxes(&self, types: &[TypeDef]) -> PromisedBoxes {
        let mut boxes = PromisedBoxes::default();
        for (index, ty) in types.iter().enumerate() {
            let mut add = |kind: Kind, nth: usize, member: &str| {
                for home in &self.homes[index] {
                    if self.promises.find(Kind::Box, &[home, member]).is_some() {
                        boxes.boxed.insert((index, nth));
                    } else if self.promises.find(kind, &[home, member]).is_some() {
                        boxes.plain.insert((index, nth));
                    }
                }
            };
            match &ty.kind {
                TypeKind::Struct(object) => {
                    let fields = object.fields.iter().enumerate();
                    fields.for_each(|(nth, field)| add(Kind::Field, nth, &field.property));
                }
                TypeKind::Union(_) => {
                    let keys = self.variants[&self.order[index]].keys.iter().enumerate();
                    keys.for_each(|(nth, key)| add(Kind::Variant, nth, key));
                }
                _ => {}
            }
        }
        boxes
    }

    /// What is promised of a property: whether it was always there.
    pub(super) fn promised_presence(&self, homes: &[String], property: &str, promises: &Promises<'_>) -> Option<bool> {
        let promise = homes
            .iter()
            .find_map(|home| promises.find(Kind::Field, &[home, property]))?;
        Some(promise.words[1] == "required")
    }

    /// The promised name of what is in a type.
    pub(super) fn promised(kind: Kind, homes: &[String], member: &str, promises: &Promises<'_>) -> Option<String> {
        homes.iter().find_map(|home| promises.name(kind, &[home, member]))
    }

    /// The promised names of what is gone from a type.
    pub(super) fn gone(kind: Kind, homes: &[String], promises: &Promises<'_>) -> Vec<String> {
        homes.iter().flat_map(|home| promises.gone(kind, &[home])).collect()
    }

    /// Promises from now on what the types are called, and what is in boxes.
    pub(super) fn promise(&self, types: &[TypeDef], promises: &Promises<'_>) {
        for (index, ty) in types.iter().enumerate() {
            let Some(place) = self.homes.get(index).map(|homes| homes[0].as_str()) else {
                break;
            };
            promises.make(Kind::Type, &[place], vec![ty.name.clone()]);
            let field = |field: &Field| {
                let presence = if field.required { "required" } else { "optional" };
                let words = vec![field.name.clone(), presence.to_owned(), self.short(&field.ty)];
                promises.make(Kind::Field, &[place, &field.property], words);
                if is_boxed(&field.ty) {
                    promises.make(Kind::Box, &[place, &field.property], Vec::new());
                }
            };
            let value = |value: &str, name: &String| promises.make(Kind::Value, &[place, value], vec![name.clone()]);
            match &ty.kind {
                TypeKind::Struct(object) => object.fields.iter().for_each(field),
                TypeKind::Multipart(body) => body.parts.iter().for_each(|part| field(&part.field)),
                TypeKind::StringEnum(all) => all.iter().for_each(|known| value(&known.value, &known.name)),
                TypeKind::IntegerEnum(all) => all
                    .iter()
                    .for_each(|known| value(&known.value.to_string(), &known.name)),
                TypeKind::Union(union) => {
                    let Variants { keys, marks, .. } = &self.variants[&self.order[index]];
                    for ((variant, key), marks) in union.variants.iter().zip(keys).zip(marks) {
                        let words = [variant.name.clone(), self.short(&variant.ty)]
                            .into_iter()
                            .chain(marks.clone());
                        promises.make(Kind::Variant, &[place, key], words.collect());
                        if is_boxed(&variant.ty) {
                            promises.make(Kind::Box, &[place, key], Vec::new());
                        }
                    }
                }
                TypeKind::Alias(_) | TypeKind::Wrapper(_) => {}
            }
        }
        for old in &self.old_names {
            let now = self.homes[old.of.index()][0].clone();
            promises.make(Kind::Type, &[&old.place], vec![old.name.clone(), now]);
        }
    }

    /// A type in short, boxes aside.
    pub fn short(&self, ty: &RustType) -> String {
        match ty {
            RustType::Null => "()".to_owned(),
            RustType::Value => "Value".to_owned(),
            RustType::Object => "Object".to_owned(),
            RustType::File => "File".to_owned(),
            RustType::Vec(item) => format!("Vec<{}>", self.short(item)),
            RustType::Map(value) => format!("Map<{}>", self.short(value)),
            RustType::Tuple(items) => {
                let items: Vec<String> = items.iter().map(|item| self.short(item)).collect();
                format!("({})", items.join(","))
            }
            RustType::Nullable(inner) => format!("Option<{}>", self.short(inner)),
            RustType::Boxed(inner) => self.short(inner),
            RustType::Named(id) => self.names[id.index()].clone(),
            plain => self.print(plain),
        }
    }
}

fn is_boxed(ty: &RustType) -> bool {
    matches!(without_null(ty.clone()), RustType::Boxed(_))
}
