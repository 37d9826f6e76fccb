//! Arrays and objects.

use serde_json::{Map, Value, json};

use super::schema::annotate;
use super::{Converter, Version, insert_list, insert_map, insert_some, insert_true};
use crate::document::Location;
use crate::resolved::ResolvedId;
use crate::schema::{Annotations, Schema, TypeSet};

impl Converter<'_> {
    pub(super) fn array(&mut self, at: &Location, schema: &Schema<ResolvedId>, out: &mut Map<String, Value>) {
        let prefix: Vec<Value> = schema.prefix_items.iter().map(|item| self.reference(*item)).collect();
        let is_closed = schema.items.is_some_and(|items| self.is_nothing(items));
        let items = schema.items.filter(|_| !is_closed).map(|items| self.reference(items));
        let mut max_items = schema.max_items;
        match self.version {
            Version::V3_1 => {
                insert_list(out, "prefixItems", prefix.into_iter());
                insert_some(out, "items", items.or(is_closed.then_some(json!(false))));
            }
            Version::V3_0 => {
                if !prefix.is_empty() {
                    self.lost(at, "the position of each item in `prefixItems`");
                }
                if is_closed {
                    max_items = Some(max_items.unwrap_or(u64::MAX).min(prefix.len() as u64));
                }
                let is_array = out.get("type") == Some(&json!("array"));
                match (prefix.is_empty(), items) {
                    (true, None) if is_array => insert_some(out, "items", Some(json!({}))),
                    (true, items) => insert_some(out, "items", items),
                    (false, None) if !is_closed => insert_some(out, "items", Some(json!({}))),
                    (false, items) => {
                        let items: Vec<Value> = prefix.into_iter().chain(items).collect();
                        insert_some(out, "items", Some(json!({ "anyOf": items })));
                    }
                }
            }
        }
        insert_some(out, "minItems", schema.min_items);
        insert_some(out, "maxItems", max_items);
        insert_true(out, "uniqueItems", schema.unique_items);
    }

    pub(super) fn object(&mut self, id: ResolvedId, out: &mut Map<String, Value>) {
        let resolved = self.resolved;
        let known = resolved.get(id);
        let schema = &known.schema;
        let property = |(name, id): (&String, &ResolvedId)| {
            let value = self.property(*id, known.property_annotations.get(name));
            (name.clone(), value)
        };
        let properties: Map<String, Value> = schema.properties.iter().map(property).collect();
        insert_map(out, "properties", properties);
        insert_list(out, "required", schema.required.iter().map(|name| json!(name)));
        let patterns: Vec<(String, Value)> = schema
            .pattern_properties
            .iter()
            .map(|(pattern, id)| (pattern.clone(), self.reference(*id)))
            .collect();
        let others = schema.additional_properties.map(|id| match self.is_nothing(id) {
            true => json!(false),
            false if resolved.get(id).schema.accepts_anything() => json!(true),
            false => self.reference(id),
        });
        match (self.version, patterns.is_empty()) {
            (Version::V3_1, _) | (_, true) => {
                insert_map(out, "patternProperties", patterns.into_iter().collect());
                insert_some(out, "additionalProperties", others);
            }
            (Version::V3_0, false) => {
                self.lost(&known.at, "the names in `patternProperties`");
                insert_some(out, "additionalProperties", any_of(patterns, others));
            }
        }
        insert_some(out, "minProperties", schema.min_properties);
        insert_some(out, "maxProperties", schema.max_properties);
    }

    /// A property, with the annotations that it has beside a reference.
    fn property(&mut self, id: ResolvedId, annotations: Option<&Annotations>) -> Value {
        let mut value = self.reference(id);
        let mut beside = Map::new();
        if let Some(annotations) = annotations.filter(|known| **known != self.resolved.get(id).schema.annotations) {
            annotate(&mut beside, annotations);
        }
        if beside.is_empty() {
            return value;
        }
        match value.as_object_mut() {
            Some(schema) if self.version == Version::V3_1 || !schema.contains_key("$ref") => {
                schema.extend(beside);
                value
            }
            _ => {
                beside.insert("allOf".to_owned(), json!([value]));
                Value::Object(beside)
            }
        }
    }

    fn is_nothing(&self, id: ResolvedId) -> bool {
        self.resolved.get(id).schema.types == TypeSet::NONE
    }
}

/// The schema of properties that match a pattern or are not declared; anything, if the latter have no schema.
fn any_of(patterns: Vec<(String, Value)>, others: Option<Value>) -> Option<Value> {
    let others = match others? {
        Value::Bool(true) => return None,
        Value::Bool(false) => None,
        schema => Some(schema),
    };
    let mut all: Vec<Value> = patterns.into_iter().map(|(_, schema)| schema).chain(others).collect();
    match all.len() {
        1 => all.pop(),
        _ => Some(json!({ "anyOf": all })),
    }
}
