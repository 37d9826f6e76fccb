//! Compares a response with its round trip through the Rust type.

use serde_json::{Value, json};

use crate::contract::{Contract, Direction};
use crate::dialect::is_silent;
use crate::discriminator;
use crate::json::{elements, members};
use crate::pointer::{child, locate, of_fragment};
use crate::same::same;
use crate::shown;

/// The first difference between a value and its round trip, if any: numbers count by value, and properties that no
/// schema describes may go.
pub(crate) fn difference(
    contract: &Contract,
    direction: Direction,
    schema: Option<&str>,
    sent: &Value,
    back: &Value,
) -> Option<String> {
    let schemas: Vec<String> = schema.map(str::to_owned).into_iter().collect();
    Kept { contract, direction }.differ(&schemas, sent, back, String::new())
}

/// Whether a text or number in a value is none of those that an `enum` or `const` beside other texts lists (`anyOf: [string, enum]`).
pub(crate) fn has_unlisted(contract: &Contract, direction: Direction, schemas: &[String], value: &Value) -> bool {
    Kept { contract, direction }.has_unlisted(schemas, value)
}

/// The texts and numbers that a schema lists, itself or by its references, compositions and alternatives.
pub(crate) fn listed<'c>(contract: &'c Contract, schema: &str) -> Vec<&'c Value> {
    let direction = Direction::Response;
    let mut all = Vec::new();
    Kept { contract, direction }.gather(schema.to_owned(), None, &mut all);
    listed_values(contract, &all)
}

struct Kept<'c> {
    contract: &'c Contract,
    direction: Direction,
}

impl Kept<'_> {
    fn differ(&self, schemas: &[String], sent: &Value, back: &Value, at: String) -> Option<String> {
        let applicable = self.applicable(schemas, sent);
        match (sent, back) {
            (Value::Object(sent_members), Value::Object(back_members)) => {
                let keeps_all = schemas.iter().any(|schema| self.is_unknown_subtype(schema, sent));
                for (name, value) in sent_members {
                    let below = described(self.contract, &applicable, name);
                    let at = child(&at, name);
                    let difference = match back_members.get(name) {
                        Some(back) => self.differ(&below, value, back, at),
                        None if below.is_empty() && !keeps_all => None,
                        None => Some(format!("{} is lost; it was {}", shown::place(&at), shown::value(value))),
                    };
                    if difference.is_some() {
                        return difference;
                    }
                }
                // A tag may be added.
                let is_tag = |name: &str| {
                    let mut schemas = applicable.iter().filter_map(|at| self.contract.document().pointer(at));
                    schemas.any(|schema| schema["discriminator"]["propertyName"] == name)
                };
                let mut added = back_members
                    .iter()
                    .filter(|(name, _)| !sent_members.contains_key(*name));
                let added = added.find(|(name, _)| !is_tag(name));
                added.map(|(name, value)| {
                    format!("{} was added: {}", shown::place(&child(&at, name)), shown::value(value))
                })
            }
            (Value::Array(sent_items), Value::Array(back_items)) if sent_items.len() == back_items.len() => {
                let mut pairs = sent_items.iter().zip(back_items).enumerate();
                pairs.find_map(|(nth, (sent, back))| {
                    let below = items(self.contract, &applicable, nth);
                    self.differ(&below, sent, back, child(&at, &nth.to_string()))
                })
            }
            _ if same(sent, back) => None,
            _ => Some(format!(
                "{}: expected {}, came back as {}",
                shown::place(&at),
                shown::value(sent),
                shown::value(back)
            )),
        }
    }

    /// Whether a schema is an open base, and a value has a tag that names none of its subtypes. What such a value has besides
    /// is a subtype's, and kept.
    fn is_unknown_subtype(&self, schema: &str, value: &Value) -> bool {
        let document = self.contract.document();
        let Some(found) = document.pointer(schema) else {
            return false;
        };
        let (base, _) = locate(document, found, schema.to_owned());
        let is_open = ["additionalProperties", "unevaluatedProperties"]
            .iter()
            .all(|name| base.get(name).is_none());
        discriminator::mapping(document, base).is_some_and(|(property, mapped)| {
            let tag = value[property].as_str();
            is_open && tag.is_some_and(|tag| mapped.iter().all(|(known, _)| *known != tag))
        })
    }

    fn has_unlisted(&self, schemas: &[String], value: &Value) -> bool {
        let applicable = self.applicable(schemas, value);
        match value {
            Value::String(_) | Value::Number(_) => {
                let listed = listed_values(self.contract, &applicable);
                let mut alike = listed
                    .into_iter()
                    .filter(|known| known.is_string() == value.is_string())
                    .peekable();
                alike.peek().is_some() && !alike.any(|known| same(known, value))
            }
            Value::Object(members) => members.iter().any(|(name, member)| {
                let below = described(self.contract, &applicable, name);
                self.has_unlisted(&below, member)
            }),
            Value::Array(elements) => elements.iter().enumerate().any(|(nth, element)| {
                let below = items(self.contract, &applicable, nth);
                self.has_unlisted(&below, element)
            }),
            _ => false,
        }
    }

    /// The schemas that apply to a value.
    fn applicable(&self, schemas: &[String], value: &Value) -> Vec<String> {
        let mut applicable = Vec::new();
        for schema in schemas {
            self.gather(schema.clone(), Some(value), &mut applicable);
        }
        applicable
    }

    /// The schema, and every one that it refers to, is composed of, or has as an alternative: those that a value is meant to
    /// be, if there is one.
    fn gather(&self, at: String, value: Option<&Value>, into: &mut Vec<String>) {
        let document = self.contract.document();
        let Some(schema) = document.pointer(&at).filter(|_| !into.contains(&at)) else {
            return;
        };
        into.push(at.clone());
        let referenced = schema["$ref"].as_str().and_then(of_fragment);
        // A base represents the schemas in its mapping.
        let mapped = match value {
            Some(value) => discriminator::mapped(schema, value).into_iter().collect(),
            None => discriminator::targets(schema),
        };
        let children = |name: &str| -> Vec<String> {
            let count = elements(&schema[name]).count();
            let list = child(&at, name);
            (0..count).map(|nth| child(&list, &nth.to_string())).collect()
        };
        let unions = ["oneOf", "anyOf"].map(|name| match value {
            Some(value) => self.meant(schema, children(name), value),
            None => children(name),
        });
        let all = referenced.into_iter().chain(mapped).chain(children("allOf"));
        for at in all.chain(unions.into_iter().flatten()) {
            self.gather(at, value, into);
        }
    }

    /// The alternatives of a union that a value is meant to be: the one that its tag names, else those that it is valid for.
    /// Where a typed one is, one of any object obliges nobody to keep what the typed one does not describe. Of a text or
    /// number every alternative counts, since one of them may list it.
    fn meant(&self, union: &Value, alternatives: Vec<String>, value: &Value) -> Vec<String> {
        let document = self.contract.document();
        if !value.is_object() && !value.is_array() {
            return alternatives;
        }
        let place = |at: String| Some(locate(document, document.pointer(&at)?, at).1);
        let named = discriminator::named(union, value).and_then(place);
        let is_named = |at: &&String| named.is_some() && named == place((*at).clone());
        if let Some(named) = alternatives.iter().find(is_named) {
            return vec![named.clone()];
        }
        let is_valid = |at: &&String| self.contract.is_valid(std::slice::from_ref(*at), self.direction, value);
        let valid = alternatives.iter().filter(is_valid).cloned();
        let (free, typed): (Vec<String>, Vec<String>) = valid.partition(|at| self.is_free(at));
        match (typed.is_empty(), free.is_empty()) {
            (false, _) => typed,
            (true, false) => free,
            // Additions of a newer server are kept if any alternative describes them.
            (true, true) => alternatives,
        }
    }

    /// Whether the members or items of a value are not described.
    fn is_free(&self, at: &str) -> bool {
        self.all(at).into_iter().all(|(at, schema)| {
            let says = ["properties", "patternProperties", "items", "prefixItems"];
            let rest = ["additionalProperties", "unevaluatedProperties"];
            let is_silent = |name: &&str| {
                let below = self.all(&child(&at, name));
                below.iter().all(|(_, schema)| is_silent(schema))
            };
            !says.iter().any(|name| schema.get(name).is_some()) && rest.iter().all(is_silent)
        })
    }

    /// The schema, and every one that it refers to, is composed of, or has as an alternative.
    fn all(&self, at: &str) -> Vec<(String, &Value)> {
        let mut all = Vec::new();
        self.gather(at.to_owned(), None, &mut all);
        let schemas = all
            .into_iter()
            .filter_map(|at| Some((at.clone(), self.contract.document().pointer(&at)?)));
        schemas.collect()
    }
}

fn listed_values<'c>(contract: &'c Contract, schemas: &[String]) -> Vec<&'c Value> {
    let schemas = schemas.iter().filter_map(|at| contract.document().pointer(at));
    let values = schemas.flat_map(|schema| elements(&schema["enum"]).chain(schema.get("const")));
    values.filter(|value| value.is_string() || value.is_number()).collect()
}

/// The schemas that describe a property.
fn described(contract: &Contract, schemas: &[String], name: &str) -> Vec<String> {
    let mut found = Vec::new();
    for at in schemas {
        let schema = &contract.document().pointer(at).unwrap_or(&Value::Null);
        if schema["properties"].get(name).is_some() {
            found.push(child(&child(at, "properties"), name));
            continue;
        }
        let matches = |pattern: &str| {
            jsonschema::draft202012::new(&json!({ "pattern": pattern })).is_ok_and(|known| known.is_valid(&json!(name)))
        };
        let matching: Vec<&str> = members(&schema["patternProperties"])
            .map(|(pattern, _)| pattern)
            .filter(|pattern| matches(pattern))
            .collect();
        if !matching.is_empty() {
            let patterns = child(at, "patternProperties");
            found.extend(matching.into_iter().map(|pattern| child(&patterns, pattern)));
        } else if schema["additionalProperties"].is_object() || schema["additionalProperties"] == true {
            found.push(child(at, "additionalProperties"));
        } else if schema["unevaluatedProperties"].is_object() || schema["unevaluatedProperties"] == true {
            found.push(child(at, "unevaluatedProperties"));
        }
    }
    found
}

/// The schemas of an item.
fn items(contract: &Contract, schemas: &[String], nth: usize) -> Vec<String> {
    let mut found = Vec::new();
    for at in schemas {
        let schema = &contract.document().pointer(at).unwrap_or(&Value::Null);
        if schema["prefixItems"].get(nth).is_some() {
            found.push(child(&child(at, "prefixItems"), &nth.to_string()));
        } else if schema.get("items").is_some() {
            found.push(child(at, "items"));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const DESCRIPTION: &str = "
components:
  schemas:
    Params: {type: object, required: [size], properties: {size: {type: integer}}}
    ParamsOrMap: {anyOf: [{$ref: '#/components/schemas/Params'}, {type: object, additionalProperties: {$ref: '#/components/schemas/Params'}}]}
    ParamsOrNothing: {anyOf: [{$ref: '#/components/schemas/Params'}, {type: object, additionalProperties: {allOf: [{description: Any.}, {}]}}]}
    ParamsOrAny: {anyOf: [{$ref: '#/components/schemas/Params'}, {type: object, additionalProperties: true}]}
    Cat: {type: object, properties: {kind: {type: string}, lives: {type: integer}}}
    Dog: {type: object, properties: {kind: {type: string}, bark: {type: string}}}
    Pet: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}], discriminator: {propertyName: kind, mapping: {hound: '#/components/schemas/Dog'}}}
    Base: {type: object, properties: {kind: {type: string}}, discriminator: {propertyName: kind, mapping: {cat: '#/components/schemas/Cat', dog: Dog}}}
    Either: {anyOf: [{type: string}, {enum: [a]}, {type: object, properties: {state: {enum: [on]}}}]}
";

    #[test]
    fn a_described_value_must_be_kept() {
        let contract = Contract::parse(DESCRIPTION).expect("a description");
        let cases = [
            // The value is not a map of parameters.
            ("ParamsOrMap", json!({"size": 1, "new": {"deep": 1}}), "new", false),
            ("ParamsOrMap", json!({"size": 1}), "size", true),
            ("ParamsOrMap", json!({"a": {"size": 1}, "b": {"size": 2}}), "b", true),
            ("ParamsOrAny", json!({"size": 1, "new": 2}), "new", false),
            ("ParamsOrNothing", json!({"size": 1, "new": 2}), "new", false),
            ("ParamsOrAny", json!({"other": 1, "new": 2}), "new", true),
            // Only the schema of the tag counts, not others that the value is valid for.
            ("Pet", json!({"kind": "hound", "lives": 7}), "lives", false),
            ("Pet", json!({"kind": "Cat", "lives": 7}), "lives", true),
            ("Base", json!({"kind": "dog", "bark": "a"}), "bark", true),
            ("Base", json!({"kind": "dog", "lives": 7}), "lives", false),
            // If a value is valid for none, each keeps the properties that it describes.
            ("Either", json!({"state": 7, "new": 1}), "state", true),
        ];
        for (schema, sent, lost, obliged) in cases {
            let at = format!("/components/schemas/{schema}");
            let mut back = sent.clone();
            back.as_object_mut().expect("an object").remove(lost);
            let difference = difference(&contract, Direction::Response, Some(&at), &sent, &back);
            assert_eq!(difference.is_some(), obliged, "{schema} {sent}: {difference:?}");
        }
    }

    #[test]
    fn a_subtype_that_is_not_known_is_kept_whole() {
        let contract = Contract::parse(DESCRIPTION).expect("a description");
        let schema = Some("/components/schemas/Base");
        let lost = |kind: &str| {
            let (sent, back) = (json!({"kind": kind, "horns": 2}), json!({ "kind": kind }));
            difference(&contract, Direction::Response, schema, &sent, &back)
        };
        assert_eq!(lost("cow"), Some("`/horns` is lost; it was 2".to_owned()));
        assert_eq!(lost("cat"), None);
    }

    #[test]
    fn nothing_is_added_but_a_tag() {
        let contract = Contract::parse(DESCRIPTION).expect("a description");
        let schema = Some("/components/schemas/Pet");
        let added = |back: Value| difference(&contract, Direction::Request, schema, &json!({"bark": "a"}), &back);
        assert_eq!(added(json!({"bark": "a", "kind": "Dog"})), None);
        assert_eq!(
            added(json!({"bark": "a", "lives": 1})),
            Some("`/lives` was added: 1".to_owned())
        );
    }

    #[test]
    fn a_text_is_listed_if_one_alternative_lists_it() {
        let contract = Contract::parse(DESCRIPTION).expect("a description");
        let at = ["/components/schemas/Either".to_owned()];
        let unlisted = |value| has_unlisted(&contract, Direction::Response, &at, &value);
        assert!(!unlisted(json!("a")) && unlisted(json!("b")));
        assert!(!unlisted(json!({"state": "on"})) && unlisted(json!({"state": "off"})));
    }
}
