//! Promises of types: the present place of each, and the promises of the new client.

use std::collections::{HashMap, HashSet};

use super::moved::{Moved, Now};
use super::variants::{PromisedValues, Variants};
use super::{Types, without_null};
use crate::lock::Kind;
use crate::plan::{Field, RustType, TypeDef, TypeId, TypeKind};
use crate::planner::boxes::PromisedBoxes;
use crate::planner::place::Places;
use crate::planner::promises::Promises;
use crate::planner::shape::Shape;
use crate::resolved::ResolvedId;

/// A promised name of a type that has another name now.
pub(super) struct OldName {
    pub place: String,
    pub name: String,
    pub of: TypeId,
}

impl Types<'_> {
    /// Finds the places of every type: its own, and those where the lock has it.
    pub(super) fn find_homes(&mut self, places: &Places<'_>, promises: &Promises<'_>) {
        self.keep_free(places, promises);
        let key = |types: &Self, id: ResolvedId| {
            let schema = types.get(id);
            places.key(&schema.at, schema.part)
        };
        let own = self.distinct_keys(places).into_iter().map(|own| vec![own]);
        let mut homes: Vec<Vec<String>> = own.collect();
        let bodies = self.multipart.iter().map(|content| vec![places.key(&content.at, None)]);
        let mut bodies: Vec<Vec<String>> = bodies.collect();
        let own: HashSet<&String> = homes.iter().chain(&bodies).map(|places| &places[0]).collect();
        let promised = promises.of(Kind::Type).map(|(words, _)| &words[0]);
        let elsewhere: Vec<String> = promised.filter(|place| !own.contains(place)).cloned().collect();
        let moved = Moved::new(self, places, promises);
        let found: Vec<(String, Now)> = elsewhere
            .into_iter()
            .filter_map(|place| Some((place.clone(), moved.now(&place)?)))
            .collect();
        for (place, now) in found {
            match now {
                Now::Body(index) => bodies[index].push(place),
                Now::Schema(id) => {
                    if let Some(ty) = self.ids.get(&id) {
                        homes[ty.index()].push(place);
                    } else if self.keep_enum(id, &place, promises) {
                        let own = key(self, id);
                        let moved = (own != place).then_some(place);
                        homes.push([own].into_iter().chain(moved).collect());
                    }
                }
            }
        }
        self.join_copies(&homes, places, promises);
        homes.extend(bodies);
        self.homes = homes;
        self.keep_equal_enums();
    }

    /// A schema without a promise of its own that says the same as a promised type, and is where the lock has that type, is that
    /// type.
    fn join_copies(&mut self, homes: &[Vec<String>], places: &Places<'_>, promises: &Promises<'_>) {
        let own = |place: &String| promises.within(Kind::Type, &[place]).next().map(|(_, promise)| promise);
        let promised = self.order.iter().zip(homes).filter_map(|(id, homes)| {
            let mut promises = homes.iter().filter_map(own);
            let promise = promises.find(|promise| promise.words.len() == 1)?;
            Some((*id, promise.words[0].as_str()))
        });
        let promised: HashMap<ResolvedId, &str> = promised.collect();
        for (copy, id) in Moved::new(self, places, promises).copies(&promised) {
            let (Some(of), Some(ty)) = (self.ids.get(&id).copied(), self.ids.get(&copy).copied()) else {
                continue;
            };
            self.ids.insert(copy, of);
            self.copies.insert(ty, of);
            let below = self.reach(&[id]);
            for reached in [&mut self.in_request, &mut self.in_response] {
                if reached.contains(&copy) {
                    reached.extend(&below);
                }
            }
        }
    }

    /// An object without described properties stays one where some are described now, so that every property is found where it was.
    fn keep_free(&mut self, places: &Places<'_>, promises: &Promises<'_>) {
        let moved = Moved::new(self, places, promises);
        let promised = promises.of(Kind::Free).filter_map(|(words, promise)| {
            promises.find(Kind::Free, &[&words[0]]);
            Some((moved.at(&words[0])?, &words[0], promise.line))
        });
        let promised: Vec<(ResolvedId, &String, usize)> = promised.collect();
        for (id, place, line) in promised {
            let Some((shape @ Shape::Struct, _)) = self.shapes.get_mut(&id) else {
                continue;
            };
            *shape = Shape::FreeObject;
            if promises.within(Kind::Type, &[place]).next().is_none() {
                self.forget(id);
            }
            let at = self.get(id).at.clone();
            let message = format!(
                "the properties are not fields: line {line} of the lock promises an object without described properties"
            );
            self.problems.note("promised-object", &at, message);
        }
        let free = self.shapes.iter().filter(|(_, (shape, _))| *shape == Shape::FreeObject);
        let free = free.map(|(id, _)| places.key(&self.get(*id).at, self.get(*id).part));
        self.free = free.collect();
    }

    /// A schema is not a type of its own after all.
    fn forget(&mut self, id: ResolvedId) {
        let Some(ty) = self.ids.remove(&id).filter(|ty| self.order[ty.index()] == id) else {
            return;
        };
        self.order.remove(ty.index());
        self.ids
            .values_mut()
            .filter(|other| **other > ty)
            .for_each(|other| other.0 -= 1);
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

    /// The promises for the values of an enum.
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

    /// The promise for a property: whether it was required.
    pub(super) fn promised_presence(&self, homes: &[String], property: &str, promises: &Promises<'_>) -> Option<bool> {
        let promise = homes
            .iter()
            .find_map(|home| promises.find(Kind::Field, &[home, property]))?;
        Some(promise.words[1] == "required")
    }

    /// The promised name of what is in a type; where several types are one now, that of the first that has it.
    pub(super) fn promised(kind: Kind, homes: &[String], member: &str, promises: &Promises<'_>) -> Option<String> {
        let names = homes.iter().filter_map(|home| promises.name(kind, &[home, member]));
        names.fold(None, |first, name| first.or(Some(name)))
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
            let of = self
                .copies
                .get(&TypeId(index as u32))
                .map(|of| self.homes[of.index()][0].clone());
            promises.make(Kind::Type, &[place], [ty.name.clone()].into_iter().chain(of).collect());
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
                TypeKind::Struct(object) => {
                    object.fields.iter().for_each(field);
                    if object.has_default && !self.in_request.contains(&self.order[index]) {
                        promises.make(Kind::Default, &[place], Vec::new());
                    }
                    for part in &object.converts_into {
                        promises.make(Kind::Conversion, &[place, &self.homes[part.index()][0]], Vec::new());
                    }
                }
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
        for place in &self.free {
            promises.make(Kind::Free, &[place], Vec::new());
        }
        for old in &self.old_names {
            let now = self.homes[old.of.index()][0].clone();
            promises.make(Kind::Type, &[&old.place], vec![old.name.clone(), now]);
        }
    }

    /// A type in short, boxes aside.
    pub fn short(&self, ty: &RustType) -> String {
        ty.text(&|ty| match ty {
            RustType::Object => Some("Object".to_owned()),
            RustType::Map(value) => Some(format!("Map<{}>", self.short(value))),
            RustType::Tuple(items) => {
                let items: Vec<String> = items.iter().map(|item| self.short(item)).collect();
                Some(format!("({})", items.join(",")))
            }
            RustType::Boxed(inner) => Some(self.short(inner)),
            RustType::Named(id) => Some(self.names[id.index()].clone()),
            _ => None,
        })
    }
}

fn is_boxed(ty: &RustType) -> bool {
    matches!(without_null(ty.clone()), RustType::Boxed(_))
}
