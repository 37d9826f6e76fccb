//! What a description refers to.

use std::collections::{BTreeMap, HashSet};

use serde_json::Value;

use super::kind::{Kind, Object};
use crate::document::{Document, FileId, Location};

/// What references lead to, with what it is. References that lead to a reference in another file, alone, lead to its target.
pub(super) fn targets(document: &Document) -> BTreeMap<Location, Kind> {
    let mut found = BTreeMap::new();
    let mut rest = vec![(Location::root(), Kind::One(Object::Root))];
    while let Some((from, kind)) = rest.pop() {
        visit(document, &from, kind, &mut |target, kind| {
            if !found.contains_key(&target) {
                found.insert(target.clone(), kind);
                rest.push((target, kind));
            }
        });
    }
    found
}

/// Calls `found` with every reference at or below a place.
fn visit(document: &Document, from: &Location, kind: Kind, found: &mut impl FnMut(Location, Kind)) {
    let Some(value) = document.get(from) else { return };
    let mut rest = vec![(from.clone(), value, kind)];
    while let Some((at, value, kind)) = rest.pop() {
        match value {
            _ if kind == Kind::Data => {}
            Value::Object(members) => {
                if let Some(Value::String(reference)) = members.get("$ref")
                    && let Some(target) = target(document, &at, reference)
                {
                    found(target, kind);
                }
                for (name, member) in members.iter().filter(|(name, _)| *name != "$ref") {
                    rest.push((at.child(name), member, kind.member(name)));
                }
                if kind == Kind::One(Object::Discriminator) {
                    let targets = mapped(value).filter_map(|(_, text)| mapping_target(document, &at, text));
                    targets.for_each(|target| found(target, Kind::One(Object::Schema)));
                }
            }
            Value::Array(items) => {
                let items = items.iter().enumerate();
                rest.extend(items.map(|(index, item)| (at.child(index), item, kind.item())));
            }
            _ => {}
        }
    }
}

/// What a reference at a place leads to.
pub(super) fn target(document: &Document, at: &Location, reference: &str) -> Option<Location> {
    let mut target = document.resolve(at, reference).ok()?;
    let mut passed = HashSet::new();
    while target.file != FileId::ROOT
        && let Some(next) = document.get(&target).and_then(alone)
        && passed.insert(target.clone())
        && let Ok(next) = document.resolve(&target, next)
    {
        target = next;
    }
    Some(target)
}

/// The reference of an object that is nothing else.
pub(super) fn alone(value: &Value) -> Option<&str> {
    let members = value.as_object().filter(|members| members.len() == 1)?;
    members.get("$ref")?.as_str()
}

/// The values of the `mapping` of a discriminator, and its `defaultMapping`, with the pointers to them.
pub(super) fn mapped(discriminator: &Value) -> impl Iterator<Item = (Vec<&str>, &str)> {
    let mapping = discriminator
        .get("mapping")
        .and_then(Value::as_object)
        .into_iter()
        .flatten();
    let mapping = mapping.filter_map(|(tag, value)| Some((vec!["mapping", tag], value.as_str()?)));
    let default = discriminator.get("defaultMapping").and_then(Value::as_str);
    mapping.chain(default.map(|text| (vec!["defaultMapping"], text)))
}

/// What a value of a `mapping` leads to: the component with this name, or what it refers to.
pub(super) fn mapping_target(document: &Document, at: &Location, text: &str) -> Option<Location> {
    target(document, at, &format!("#/components/schemas/{text}")).or_else(|| target(document, at, text))
}
