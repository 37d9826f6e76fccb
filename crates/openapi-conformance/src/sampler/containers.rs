//! Arrays and objects.

use serde_json::{Map, Value, json};

use super::{Addition, DEEP, Fill, LARGE, REST, Sampler};
use crate::json::members;
use crate::one_way::is_absent;
use crate::pattern::text_of_pattern;
use crate::pointer::child;
use crate::restrictions::Restrictions;
use crate::set::Set;
use crate::text::Lengths;

impl<'c> Sampler<'c> {
    pub(super) fn array(&mut self, set: &Set<'c>, depth: usize) -> Option<Value> {
        let (min, max) = set.count("minItems", "maxItems");
        let ordinary = [1, 2, 0][self.index % 3];
        let wanted = match self.fill {
            _ if self.made > LARGE || depth > DEEP => min,
            Fill::Required => min,
            Fill::All => min.max(ordinary).min(max),
        };
        let mut items = set.keyword("items").map(|(at, _)| child(at, "items"));
        let deeper = items.any(|at| self.leads_deeper(&at, depth));
        let wanted = wanted.max(usize::from(self.restrictions.no_nothing || deeper));
        let unique = set.keyword("uniqueItems").any(|(_, value)| *value == json!(true));
        let mut items: Vec<Value> = Vec::new();
        let index = self.index;
        for nth in 0..wanted {
            let mut tries = 0;
            let item = loop {
                self.index = index + nth + tries;
                let item = self.item(set, nth, depth)?;
                if !unique || !items.contains(&item) {
                    break item;
                }
                tries += 1;
                if tries > 16 {
                    return None;
                }
            };
            items.push(item);
        }
        self.index = index;
        Some(Value::Array(items))
    }

    /// The item at a place of an array.
    fn item(&mut self, set: &Set<'c>, nth: usize, depth: usize) -> Option<Value> {
        let mut schemas = Vec::new();
        for (at, schema) in &set.schemas {
            if schema["prefixItems"].get(nth).is_some() {
                schemas.push(child(&child(at, "prefixItems"), &nth.to_string()));
            } else if schema.get("items").is_some() {
                schemas.push(child(at, "items"));
            }
        }
        self.value(&schemas, depth + 1)
    }

    pub(super) fn object(&mut self, set: &Set<'c>, depth: usize) -> Option<Value> {
        let required = set.required();
        let mut object = Map::new();
        let mut described = set.properties();
        if set.count("minProperties", "maxProperties").1 < described.len() {
            // Where there is no room for all, each comes first in its turn.
            self.choices = self.choices.max(described.len());
            let first = self.index % described.len();
            described.rotate_left(first);
        }
        let mut optional = self.optional(set, required.len(), described.len(), depth);
        for (name, schemas) in &described {
            let needed = required.contains(name);
            let deeper = schemas.iter().any(|at| self.leads_deeper(at, depth));
            if (!needed && !deeper && optional == 0) || self.is_for_the_other_direction(schemas) {
                continue;
            }
            let value = match set.tags.iter().find(|(property, _)| property == name) {
                Some((_, tag)) => Some(json!(tag)),
                None => self.value(schemas, depth + 1),
            };
            match value {
                None if needed => return None,
                None => {}
                Some(value) => {
                    object.insert((*name).to_owned(), value);
                    optional = optional.saturating_sub(usize::from(!needed));
                }
            }
        }
        for name in required
            .iter()
            .filter(|name| !described.iter().any(|(known, _)| known == *name))
        {
            let tag = set
                .tags
                .iter()
                .find(|(property, _)| property == name)
                .map(|(_, value)| json!(value));
            object.insert((*name).to_owned(), tag.or_else(|| self.additional(set, name, depth))?);
        }
        // The tag is added even if the alternative does not describe it, unless it allows no additional properties.
        for (property, tag) in &set.tags {
            let is_described = described.iter().any(|(known, _)| known == property);
            if !is_described
                && !set
                    .keyword("additionalProperties")
                    .any(|(_, rest)| *rest == json!(false))
            {
                object.entry(property.clone()).or_insert_with(|| json!(tag));
            }
        }
        self.additional_properties(set, &mut object, depth)?;
        Some(Value::Object(object))
    }

    /// How many properties that need not be there an object gets, of so many required and described ones.
    fn optional(&self, set: &Set<'_>, required: usize, described: usize, depth: usize) -> usize {
        let (min, max) = set.count("minProperties", "maxProperties");
        let small = self.fill == Fill::Required || depth >= DEEP || self.made > LARGE;
        let wanted = if small { min.saturating_sub(required) } else { described };
        wanted.min(max.saturating_sub(required))
    }

    fn is_for_the_other_direction(&self, schemas: &[String]) -> bool {
        let document = self.contract.document();
        let mut found = schemas.iter().filter_map(|schema| document.pointer(schema));
        found.any(|schema| is_absent(document, schema, self.direction))
    }

    /// Adds additional properties if the schemas describe them, or if more are required.
    fn additional_properties(&mut self, set: &Set<'c>, object: &mut Map<String, Value>, depth: usize) -> Option<()> {
        let (min, max) = set.count("minProperties", "maxProperties");
        let rest = || REST.iter().flat_map(|name| set.keyword(name));
        let closed = rest().any(|(_, value)| *value == json!(false));
        let described = rest().any(|(at, value)| value.is_object() || (*value == json!(true) && !set.is_union(at)));
        if self.addition == Some(Addition::Properties) {
            if !described && !set.has(&["patternProperties"]) && !set.properties().is_empty() {
                object.insert("neu: a property of tomorrow".to_owned(), json!({ "deep": [null, 1.5] }));
                self.has_novelty = true;
            }
            return Some(());
        }
        let pattern = set
            .keyword("patternProperties")
            .find_map(|(_, all)| members(all).next().map(|(pattern, _)| pattern));
        let names = set.keyword("propertyNames").next().is_some();
        let keys: Vec<String> = if names {
            (0..2).filter_map(|nth| self.property_name(set, nth, depth)).collect()
        } else if closed {
            let keys = (0..2).filter_map(|nth| text_of_pattern(pattern?, nth, Lengths::default()));
            keys.collect()
        } else {
            let odd = if self.restrictions == Restrictions::default() {
                "ein weiterer/~Schlüssel"
            } else {
                "another"
            };
            ["additional", odd, "3", "4"].map(str::to_owned).to_vec()
        };
        let ordinary =
            self.fill == Fill::All && described && !self.restrictions.closed && depth < DEEP && self.made < LARGE;
        let mut rest = set
            .keyword("additionalProperties")
            .map(|(at, _)| child(at, "additionalProperties"));
        let deeper = rest.any(|at| self.leads_deeper(&at, depth));
        let wanted = if ordinary || (closed && pattern.is_some() && self.fill == Fill::All) {
            2
        } else {
            usize::from(deeper)
        };
        let wanted = (object.len() + wanted).max(min).min(max);
        for key in keys {
            if object.len() < wanted && !object.contains_key(&key) {
                object.insert(key.clone(), self.additional(set, &key, depth)?);
            }
        }
        Some(())
    }

    fn property_name(&mut self, set: &Set<'c>, nth: usize, depth: usize) -> Option<String> {
        let schemas: Vec<String> = set
            .keyword("propertyNames")
            .map(|(at, _)| child(at, "propertyNames"))
            .collect();
        self.index += nth;
        let name = self.value(&schemas, depth + 1);
        self.index -= nth;
        name?.as_str().map(str::to_owned)
    }

    /// The value of a property that is not described by its name.
    fn additional(&mut self, set: &Set<'c>, name: &str, depth: usize) -> Option<Value> {
        let mut schemas: Vec<String> = Vec::new();
        for (at, patterns) in set.keyword("patternProperties") {
            let fits = |pattern: &str| {
                let validator = jsonschema::draft202012::new(&json!({ "pattern": pattern }));
                validator.is_ok_and(|validator| validator.is_valid(&json!(name)))
            };
            let matching = members(patterns).filter(|(pattern, _)| fits(pattern));
            schemas.extend(matching.map(|(pattern, _)| child(&child(at, "patternProperties"), pattern)));
        }
        if schemas.is_empty() {
            for name in REST {
                let described = set.keyword(name).filter(|(_, value)| value.is_object());
                schemas.extend(described.map(|(at, _)| child(at, name)));
            }
        }
        self.value(&schemas, depth + 1)
    }
}
