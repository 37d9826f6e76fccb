//! Copies the parts of a description into one document.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::kind::{Kind, Object};
use super::places::Places;
use super::reach::{alone, mapped, mapping_target, target};
use crate::diagnostic::Diagnostics;
use crate::document::{Document, Location, escape_token};
use crate::followed::{followed, members};
use crate::reference::{escape_fragment, is_remote};

/// A copy in progress.
pub(super) struct Copier<'c> {
    pub document: &'c Document,
    /// What references lead to.
    pub targets: &'c BTreeMap<Location, Kind>,
    pub places: Places,
    pub diagnostics: &'c mut Diagnostics,
    /// The texts that are references, by their pointers in the bundle: their places are known at the end.
    pub references: Vec<(String, Location)>,
    /// What is copied at the moment in place of a reference.
    pub open: Vec<Location>,
}

impl Copier<'_> {
    /// A copy of the part at a place, for the pointer `here` of the bundle.
    pub fn copy(&mut self, at: &Location, kind: Kind, here: &str) -> Value {
        let document = self.document;
        let kind = self.targets.get(at).copied().unwrap_or(kind);
        let value = document.get(at).unwrap_or(&Value::Null);
        let reference = value.get("$ref").and_then(Value::as_str);
        match reference {
            Some(text) if kind == Kind::Data => {
                self.check_data(at, text);
                self.contents(at, kind, here)
            }
            Some(text) => self.reference(at, text, kind, here),
            None => self.part(at, kind, here),
        }
    }

    /// A part that is not a reference: a reference, if it is already elsewhere.
    fn part(&mut self, at: &Location, kind: Kind, here: &str) -> Value {
        let is_elsewhere = self.places.exact(at).is_some_and(|place| place != here);
        if is_elsewhere && kind.components().is_some() {
            return self.to(at, here);
        }
        self.contents(at, kind, here)
    }

    fn contents(&mut self, at: &Location, kind: Kind, here: &str) -> Value {
        match self.document.get(at) {
            Some(Value::Object(members)) => {
                self.places.put(at, here);
                let members = members.keys().map(|name| (name.clone(), at.child(name))).collect();
                self.object(at, members, kind, here)
            }
            Some(Value::Array(items)) => {
                self.places.put(at, here);
                let items =
                    (0..items.len()).map(|index| self.copy(&at.child(index), kind.item(), &format!("{here}/{index}")));
                Value::Array(items.collect())
            }
            other => other.cloned().unwrap_or_default(),
        }
    }

    fn object(&mut self, at: &Location, members: Vec<(String, Location)>, kind: Kind, here: &str) -> Value {
        let mut out = Map::new();
        for (name, member) in members {
            if kind == Kind::One(Object::Schema) && matches!(name.as_str(), "$id" | "$anchor") {
                let message = format!("`{name}` is left out: references lead to places in the bundle");
                self.diagnostics.note("bundled-identifier", &member, message);
                continue;
            }
            let value = self.copy(&member, kind.member(&name), &below(here, &name));
            out.insert(name, value);
        }
        match kind {
            Kind::One(Object::Discriminator) => self.mapping(at, here),
            Kind::One(Object::Link) => self.operation(at, here),
            Kind::One(Object::Schema) => self.implied(at, &mut out, here),
            _ => {}
        }
        Value::Object(out)
    }

    /// A reference to what is at a place.
    fn to(&mut self, target: &Location, here: &str) -> Value {
        self.references.push((below(here, "$ref"), target.clone()));
        json!({ "$ref": "" })
    }

    fn reference(&mut self, at: &Location, text: &str, kind: Kind, here: &str) -> Value {
        let document = self.document;
        let Some(target) = target(document, at, text) else {
            if let Err(error) = document.resolve(at, text) {
                let message = format!("{error}; the reference is not changed");
                self.diagnostics
                    .warning(error.code(), &at.child("$ref"), message, error.help());
            }
            return self.contents(at, kind, here);
        };
        if kind.components().is_none() {
            return self.inline(at, kind, here);
        }
        let is_alone = document.get(at).and_then(alone).is_some();
        if is_alone && self.places.exact(&target) == Some(here) {
            return self.contents(&target, self.targets.get(&target).copied().unwrap_or(kind), here);
        }
        let members = document.get(at).and_then(Value::as_object).into_iter().flatten();
        let mut out = Map::new();
        for (name, _) in members {
            let value = match name.as_str() {
                "$ref" => self.to(&target, here)["$ref"].take(),
                _ => self.copy(&at.child(name), kind.member(name), &below(here, name)),
            };
            out.insert(name.clone(), value);
        }
        Value::Object(out)
    }

    /// What a reference leads to, where there are no components of its kind, or the specification defines no reference.
    fn inline(&mut self, at: &Location, kind: Kind, here: &str) -> Value {
        let document = self.document;
        let (_, end) = followed(document, at);
        // A part that has components inside ends: within itself, they are references.
        if self.open.iter().filter(|open| **open == end).count() > 1 {
            let help = "let the parts of the description not contain themselves";
            let message = "the reference leads back to what it is in; it is not bundled";
            self.diagnostics
                .warning("not-bundled", &at.child("$ref"), message, help);
            return document.get(at).cloned().unwrap_or_default();
        }
        self.open.push(end.clone());
        let value = match document.get(&end) {
            Some(Value::Object(_)) => {
                self.places.put(&end, here);
                self.object(&end, members(document, at), kind, here)
            }
            _ => self.contents(&end, kind, here),
        };
        self.open.pop();
        value
    }

    /// The values of a `mapping` are references.
    fn mapping(&mut self, at: &Location, here: &str) {
        let discriminator = self.document.get(at).unwrap_or(&Value::Null);
        for (path, text) in mapped(discriminator) {
            let place = path.iter().fold(at.clone(), |at, token| at.child(token));
            match mapping_target(self.document, at, text) {
                Some(target) if self.places.of(&target) != Some(below("/components/schemas", text)) => {
                    let pointer = path.iter().fold(here.to_owned(), |here, token| below(&here, token));
                    self.references.push((pointer, target));
                }
                Some(_) => {}
                None => {
                    let help = "name a component, or refer to a schema";
                    let message = format!("there is no schema `{text}`; the text is not changed");
                    self.diagnostics.warning("dangling-reference", &place, message, help);
                }
            }
        }
    }

    /// A variant that is known by its name in another file keeps that tag where its component has another name.
    fn implied(&mut self, at: &Location, out: &mut Map<String, Value>, here: &str) {
        let Some(Value::Object(discriminator)) = out.get_mut("discriminator") else {
            return;
        };
        let schema = self.document.get(at).unwrap_or(&Value::Null);
        let stated = schema.get("discriminator").unwrap_or(&Value::Null);
        let place = at.child("discriminator");
        let known: Vec<Location> = mapped(stated)
            .filter_map(|(_, text)| mapping_target(self.document, &place, text))
            .collect();
        for union in ["oneOf", "anyOf"] {
            let variants = schema.get(union).and_then(Value::as_array).into_iter().flatten();
            for (index, variant) in variants.enumerate() {
                let variant_at = at.child(union).child(index);
                let reference = variant.get("$ref").and_then(Value::as_str);
                let Some(target) = reference.and_then(|text| target(self.document, &variant_at, text)) else {
                    continue;
                };
                let name = target.pointer.strip_prefix("/components/schemas/");
                let Some(name) = name.filter(|name| !name.contains('/')) else {
                    continue;
                };
                if known.contains(&target) || self.places.of(&target).as_ref() == Some(&target.pointer) {
                    continue;
                }
                let mapping = discriminator.entry("mapping").or_insert(json!({}));
                if let Some(mapping) = mapping.as_object_mut()
                    && !mapping.contains_key(name)
                {
                    mapping.insert(name.to_owned(), json!(""));
                    self.references
                        .push((format!("{here}/discriminator/mapping/{name}"), target));
                }
            }
        }
    }

    /// `operationRef` of a link is a reference.
    fn operation(&mut self, at: &Location, here: &str) {
        let reference = self
            .document
            .get(at)
            .and_then(|link| link.get("operationRef")?.as_str());
        let target = reference.and_then(|text| self.document.resolve(&at.child("operationRef"), text).ok());
        if let Some(target) = target {
            self.references.push((below(here, "operationRef"), target));
        }
    }

    /// A reference in data is not one of the description; in an extension, a tool may follow it.
    fn check_data(&mut self, at: &Location, text: &str) {
        let path = text.split('#').next().unwrap_or_default();
        let is_extension = at.tokens().any(|token| token.starts_with("x-"));
        if is_extension && !path.is_empty() && !is_remote(path) {
            let message = format!("`{text}` is in an extension; it is not bundled");
            let help = "write what it refers to in its place, if a tool reads it";
            self.diagnostics
                .warning("not-bundled", &at.child("$ref"), message, help);
        }
    }

    /// Writes the references, now that all places are known. Returns the places.
    pub fn finish(self, bundle: &mut Value) -> Places {
        for (pointer, target) in self.references {
            let Some(text) = bundle.pointer_mut(&pointer) else {
                continue;
            };
            match self.places.of(&target) {
                Some(place) => *text = json!(format!("#{}", escape_fragment(&place))),
                None => {
                    let message = "what the reference leads to is not in the bundle";
                    let help = "refer to it from an operation or a component too";
                    self.diagnostics.warning("not-bundled", &target, message, help);
                }
            }
        }
        self.places
    }
}

/// The pointer of a member.
fn below(pointer: &str, name: &str) -> String {
    format!("{pointer}/{}", escape_token(name))
}
