//! The schemas that apply to one value together, and their common constraints.

use serde_json::Value;

use crate::json::{elements, members};
use crate::pointer::child;

/// The schemas that apply to one value.
#[derive(Clone, Default)]
pub(crate) struct Set<'c> {
    pub schemas: Vec<(String, &'c Value)>,
    /// The schemas that represent the targets of their `discriminator`.
    pub bases: Vec<String>,
    /// The value of a property that a discriminator requires.
    pub tags: Vec<(String, String)>,
}

impl<'c> Set<'c> {
    pub(crate) fn keyword(&self, name: &str) -> impl Iterator<Item = (&str, &'c Value)> {
        self.schemas
            .iter()
            .filter_map(move |(at, schema)| Some((at.as_str(), schema.get(name)?)))
    }

    pub(crate) fn has(&self, names: &[&str]) -> bool {
        self.schemas
            .iter()
            .any(|(_, schema)| names.iter().any(|name| schema.get(name).is_some()))
    }

    pub(crate) fn pointers(&self) -> Vec<String> {
        self.schemas.iter().map(|(at, _)| at.clone()).collect()
    }

    /// The largest, or the smallest, of the numbers that a keyword gives.
    pub(crate) fn largest(&self, name: &str) -> Option<f64> {
        self.keyword(name)
            .filter_map(|(_, value)| value.as_f64())
            .reduce(f64::max)
    }

    pub(crate) fn smallest(&self, name: &str) -> Option<f64> {
        self.keyword(name)
            .filter_map(|(_, value)| value.as_f64())
            .reduce(f64::min)
    }

    /// Whether the integers are without a sign: the schemas name one that only these reach, and none that is negative.
    pub(crate) fn is_unsigned(&self) -> bool {
        let single = [
            "minimum",
            "exclusiveMinimum",
            "maximum",
            "exclusiveMaximum",
            "default",
            "example",
        ];
        let single = single.into_iter().flat_map(|name| self.keyword(name));
        let lists = ["enum", "examples"].into_iter().flat_map(|name| self.keyword(name));
        let named: Vec<&Value> = single
            .map(|(_, value)| value)
            .chain(lists.flat_map(|(_, list)| elements(list)))
            .collect();
        let at_least = |value: &Value, bound: f64| value.as_f64().is_some_and(|number| number >= bound);
        let is_beyond = |value: &&Value| !value.is_i64() && at_least(value, i64::MAX as f64);
        named.iter().any(is_beyond) && named.iter().all(|value| !value.is_number() || at_least(value, 0.0))
    }

    pub(crate) fn count(&self, min: &str, max: &str) -> (usize, usize) {
        let min = self.largest(min).unwrap_or_default();
        let max = self.smallest(max).unwrap_or(f64::from(u32::MAX));
        (min as usize, max as usize)
    }

    /// The types that every schema allows; none where no schema says.
    pub(crate) fn types(&self) -> Option<Vec<&'c str>> {
        let names = |value: &'c Value| -> Vec<&'c str> {
            value
                .as_str()
                .into_iter()
                .chain(elements(value).filter_map(Value::as_str))
                .collect()
        };
        self.keyword("type").map(|(_, value)| names(value)).reduce(|a, b| {
            let both = |name: &&str| b.contains(name) || (*name == "integer" && b.contains(&"number"));
            let mut common: Vec<&str> = a.iter().copied().filter(both).collect();
            if a.contains(&"number") && b.contains(&"integer") {
                common.push("integer");
            }
            common
        })
    }

    /// The types that are described: those that every schema allows or, where no schema says, the one that keywords are for.
    pub(crate) fn described_types(&self) -> Option<Vec<&'c str>> {
        let implied = || match () {
            () if self.has(&["properties", "required", "patternProperties"])
                || self.has(&["additionalProperties", "unevaluatedProperties"]) =>
            {
                Some("object")
            }
            () if self.has(&["items", "prefixItems", "minItems", "maxItems", "uniqueItems"]) => Some("array"),
            () if self.has(&["minimum", "maximum", "multipleOf"]) => Some("number"),
            () => None,
        };
        self.types().or_else(|| implied().map(|implied| vec![implied]))
    }

    /// Whether a value is of a type that is described. One of another type may be valid where no schema says a type.
    pub(crate) fn describes(&self, value: &Value) -> bool {
        self.described_types()
            .is_none_or(|types| types.iter().any(|name| is_type(value, name)))
    }

    /// Whether the properties of an object are listed, where any are. A client has no place for others in a request.
    pub(crate) fn lists_members(&self, value: &Value) -> bool {
        const OTHERS: [&str; 3] = ["additionalProperties", "unevaluatedProperties", "patternProperties"];
        let listed = self.properties();
        listed.is_empty()
            || self.has(&OTHERS)
            || members(value).all(|(name, _)| listed.iter().any(|(known, _)| *known == name))
    }

    /// Whether a schema has alternatives and no properties of its own: each alternative says whether it has others.
    pub(crate) fn is_union(&self, at: &str) -> bool {
        let schema = self.schemas.iter().find(|(known, _)| known == at);
        schema.is_some_and(|(_, schema)| {
            let has = |keyword| schema.get(keyword).is_some();
            (has("anyOf") || has("oneOf")) && !has("properties")
        })
    }

    pub(crate) fn format(&self) -> Option<&'c str> {
        self.keyword("format").find_map(|(_, value)| value.as_str())
    }

    /// Every described property, with the schemas that say something of it.
    pub(crate) fn properties(&self) -> Vec<(&'c str, Vec<String>)> {
        let mut properties: Vec<(&str, Vec<String>)> = Vec::new();
        for (at, described) in self.keyword("properties") {
            for (name, _) in members(described) {
                let schema = child(&child(at, "properties"), name);
                match properties.iter_mut().find(|(known, _)| *known == name) {
                    Some((_, schemas)) => schemas.push(schema),
                    None => properties.push((name, vec![schema])),
                }
            }
        }
        for (name, schemas) in &mut properties {
            // Where another schema of the set does not list it, it is an additional property there.
            for (at, schema) in &self.schemas {
                let listed = schema["properties"].get(*name).is_some();
                if !listed && schema["additionalProperties"].is_object() {
                    schemas.push(child(at, "additionalProperties"));
                }
            }
        }
        properties
    }

    pub(crate) fn required(&self) -> Vec<&'c str> {
        let mut names: Vec<&str> = Vec::new();
        for name in self
            .keyword("required")
            .flat_map(|(_, list)| elements(list))
            .filter_map(Value::as_str)
        {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }
}

pub(crate) fn types_is_only_null(set: &Set<'_>) -> bool {
    set.types().is_some_and(|types| types == ["null"])
}

pub(crate) fn is_type(value: &Value, name: &str) -> bool {
    match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        _ => value.is_object(),
    }
}
