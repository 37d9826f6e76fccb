//! Values made from schemas.
//!
//! A schema that is reached through `$ref` and `allOf` applies together with the others that are, so a value is made from
//! a *set* of schemas, each named by its JSON pointer. A sample is a proposal: the validator decides.

use std::rc::Rc;

use serde_json::{Value, json};

use crate::contract::{Contract, Direction};
use crate::nesting::Nesting;
use crate::restrictions::Restrictions;
use crate::sampler::{Addition, Fill, Sampler};
use crate::text::{self, Lengths};

/// The most values made from one schema.
const MOST: usize = 48;
/// The depth of a nested value. JSON parsers have a limit of 128.
pub(crate) const DEPTH: usize = 100;

/// Whether a value is valid by a schema, and of a type that the schema describes.
pub(crate) fn describes(contract: &Contract, schema: &str, direction: Direction, value: &Value) -> bool {
    let schema = [schema.to_owned()];
    let sampler = Sampler::new(contract, direction, Restrictions::default(), Fill::All, 0);
    contract.is_valid(&schema, direction, value) && sampler.describes(&schema, value)
}

/// Valid values of a schema, at its edges: each variant of a union and each value of an enum at least once, up to a limit.
/// Empty when none could be made.
pub(crate) fn samples(
    contract: &Contract,
    schema: Option<&str>,
    direction: Direction,
    restrictions: Restrictions,
) -> Vec<Value> {
    let Some(schema) = schema else {
        return texts(restrictions);
    };
    let mut all: Vec<Value> = Vec::new();
    let (mut index, mut wanted) = (0, 4);
    while index < wanted {
        let (made, choices) = valid(contract, schema, direction, restrictions, Fill::All, index);
        wanted = wanted.max(choices.min(MOST));
        all.extend(made.filter(|made| !all.contains(made)));
        index += 1;
    }
    all
}

/// The smallest valid value of a schema.
pub(crate) fn smallest(
    contract: &Contract,
    schema: Option<&str>,
    direction: Direction,
    restrictions: Restrictions,
) -> Option<Value> {
    match schema {
        Some(schema) => valid(contract, schema, direction, restrictions, Fill::Required, 0).0,
        None => Some(json!("text")),
    }
}

/// A value of the schema's shape that may not be valid, for a schema that no valid one could be made of.
pub(crate) fn guess(contract: &Contract, schema: Option<&str>, direction: Direction) -> Value {
    let made = schema.and_then(|schema| {
        let mut sampler = Sampler::new(contract, direction, Restrictions::default(), Fill::Required, 0);
        sampler.plain = true;
        sampler.value(&[schema.to_owned()], 0)
    });
    made.unwrap_or_else(|| json!("text"))
}

/// A value with an unlisted enum value, property or variant that is otherwise valid, if the schema has a place for one.
pub(crate) fn with_addition(contract: &Contract, schema: &str, addition: Addition) -> Option<Value> {
    let mut sampler = Sampler::new(contract, Direction::Response, Restrictions::default(), Fill::All, 0);
    sampler.addition = Some(addition);
    let value = sampler.value(&[schema.to_owned()], 0)?;
    sampler.has_novelty.then_some(value)
}

/// A value that is nested as deep as [`DEPTH`], if the schema leads into itself through a union; none is given if none could
/// be made. It is valid if one that is nested twice is: the validator would need a time that doubles with each level.
pub(crate) fn nested(contract: &Contract, schema: &str, direction: Direction) -> Option<Option<Value>> {
    let nesting = Rc::new(Nesting::find(contract.document(), schema)?);
    let made = |deepest: usize| {
        let mut sampler = Sampler::new(contract, direction, Restrictions::default(), Fill::Required, 0);
        sampler.plain = true;
        sampler.nesting = Some((Rc::clone(&nesting), deepest));
        sampler.value(&[schema.to_owned()], 0)
    };
    let shallow = made(2 * nesting.once).filter(|value| contract.is_valid(&[schema.to_owned()], direction, value));
    let deep = shallow.and_then(|_| made(DEPTH));
    Some(deep.filter(|value| depth(value) >= DEPTH))
}

fn depth(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or_default(),
        Value::Object(members) => 1 + members.values().map(depth).max().unwrap_or_default(),
        _ => 0,
    }
}

fn texts(restrictions: Restrictions) -> Vec<Value> {
    let lengths = Lengths::default();
    (0..4)
        .filter_map(|index| text::edge(index, lengths, restrictions))
        .map(Value::String)
        .collect()
}

/// A valid value, from the description's examples if they fit, else with texts at the edges, else with plain ones; and how
/// many alternatives there were to choose from.
fn valid(
    contract: &Contract,
    schema: &str,
    direction: Direction,
    restrictions: Restrictions,
    fill: Fill,
    index: usize,
) -> (Option<Value>, usize) {
    let mut choices = 0;
    for (examples, plain) in [(index == 0, false), (false, false), (false, true)] {
        let mut sampler = Sampler::new(contract, direction, restrictions, fill, index);
        (sampler.examples, sampler.plain) = (examples, plain || fill == Fill::Required);
        let made = sampler.value(&[schema.to_owned()], 0);
        choices = choices.max(sampler.choices);
        if let Some(value) = made.and_then(|made| without_wrong_parts(contract, schema, direction, made)) {
            return (Some(value), choices);
        }
    }
    (None, choices)
}

/// The value without properties that are not valid, if the rest is: some schemas cannot be met by construction.
fn without_wrong_parts(contract: &Contract, schema: &str, direction: Direction, mut value: Value) -> Option<Value> {
    for _ in 0..8 {
        let wrong = contract.wrong_places(schema, direction, &value);
        if wrong.is_empty() {
            return Some(value);
        }
        for place in wrong {
            // The smallest property that it is, or is in.
            let mut ends = place
                .rmatch_indices('/')
                .map(|(end, _)| end)
                .scan(place.len(), |end, parent| {
                    Some((parent, std::mem::replace(end, parent)))
                });
            let removed = ends.find_map(|(parent, end)| {
                let name = place[parent + 1..end].replace("~1", "/").replace("~0", "~");
                value.pointer_mut(&place[..parent])?.as_object_mut()?.remove(&name)
            });
            removed?;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = "
components:
  schemas:
    Action:
      type: object
      required: [name]
      properties: {name: {type: string, enum: [send, stop, other]}}
      discriminator: {propertyName: name, mapping: {send: '#/components/schemas/Send', stop: '#/components/schemas/Stop'}}
    Send: {allOf: [{$ref: '#/components/schemas/Action'}, {type: object, required: [to], properties: {to: {type: string}}}]}
    Stop: {allOf: [{$ref: '#/components/schemas/Action'}, {type: object, required: [at], properties: {at: {type: integer}}}]}
    Deep: {type: object, required: [a], properties: {a: {type: object, required: [b], properties: {b: {type: object, required: [c], properties: {c: {type: object, required: [d], properties: {d: {type: object, required: [e], properties: {e: {$ref: '#/components/schemas/Action'}}}}}}}}}}}
    Maybe: {anyOf: [{description: One of them., allOf: [{$ref: '#/components/schemas/Action'}]}, {type: 'null'}]}
";

    fn all(description: &str, schema: &str) -> Vec<Value> {
        let contract = Contract::parse(description).expect("a description");
        let schema = format!("/components/schemas/{schema}");
        let mut all = samples(&contract, Some(&schema), Direction::Response, Restrictions::default());
        all.extend(smallest(
            &contract,
            Some(&schema),
            Direction::Response,
            Restrictions::default(),
        ));
        all
    }

    /// Where no schema says a type, the keywords do: an example that is the text of an object is not one.
    #[test]
    fn what_has_properties_describes_objects() {
        let contract = Contract::parse("{a: {properties: {b: {type: string}}}, c: {allOf: [{$ref: '#/a'}]}, d: {}}")
            .expect("a description");
        let describes = |schema, value: Value| describes(&contract, schema, Direction::Request, &value);
        for schema in ["/a", "/c", "/d"] {
            assert!(describes(schema, json!({"b": "x"})), "{schema}");
            assert_eq!(describes(schema, json!("{}")), schema == "/d", "{schema}");
        }
        assert!(!describes("/a", json!({"b": 1})));
    }

    #[test]
    fn a_value_whose_tag_names_a_subtype_is_one() {
        for (schema, at) in [("Action", ""), ("Maybe", ""), ("Deep", "/a/b/c/d/e")] {
            let all = all(BASE, schema);
            let values: Vec<&Value> = all.iter().filter_map(|value| value.pointer(at)).collect();
            assert!(values.iter().any(|value| value["name"] == "send"), "{schema}: {all:?}");
            for value in values.into_iter().filter(|value| value.is_object()) {
                let is_one = match value["name"].as_str() {
                    Some("send") => value["to"].is_string(),
                    Some("stop") => value["at"].is_i64(),
                    name => name == Some("other"),
                };
                assert!(is_one, "{schema}: {value}");
            }
        }
    }

    #[test]
    fn a_value_is_in_every_list() {
        let kinds = "components: {schemas: {Kinds: {oneOf: [{const: 0}, {const: 1}, {const: 2}]}, Kind: {type: integer, enum: [2], allOf: [{$ref: '#/components/schemas/Kinds'}]}, Texts: {enum: [a, 1], const: a}}}";
        // One of the samples, and the smallest.
        assert_eq!(all(kinds, "Kind"), [json!(2), json!(2)]);
        assert_eq!(all(kinds, "Texts"), [json!("a"), json!("a")]);
        assert_eq!(all(kinds, "Kinds").len(), 4);
    }

    #[test]
    fn an_object_has_as_many_properties_as_it_may_have() {
        let limits = "components: {schemas: {Limit: {type: object, minProperties: 1, maxProperties: 1, properties: {quantity: {type: integer, minimum: 1}, amount: {type: number}}}}}";
        let all = all(limits, "Limit");
        for name in ["quantity", "amount"] {
            assert!(all.iter().any(|value| value.get(name).is_some()), "{all:?}");
        }
        assert!(all.iter().all(|value| value.get("additional").is_none()), "{all:?}");
    }

    const NESTED: &str = "
components:
  schemas:
    Node: {anyOf: [{$ref: '#/components/schemas/Text'}, {$ref: '#/components/schemas/Folder'}, {$ref: '#/components/schemas/Link'}]}
    Text: {type: object, required: [text], properties: {text: {type: string}}}
    Folder: {type: object, properties: {name: {type: string}, child: {$ref: '#/components/schemas/Node'}}}
    Link: {type: object, properties: {target: {type: string}, child: {$ref: '#/components/schemas/Node'}}}
    Page: {type: [string, object], required: [blocks], properties: {blocks: {type: array, items: {type: object, additionalProperties: {$ref: '#/components/schemas/Node'}}}}}
    Tagged: {oneOf: [{$ref: '#/components/schemas/Leaf'}, {$ref: '#/components/schemas/Tree'}], discriminator: {propertyName: kind, mapping: {leaf: '#/components/schemas/Leaf', tree: '#/components/schemas/Tree'}}}
    Leaf: {type: object, required: [kind], properties: {kind: {const: leaf}}}
    Tree: {type: object, required: [kind, all], properties: {kind: {const: tree}, all: {type: array, items: {$ref: '#/components/schemas/Tagged'}}}}
    Rooms: {type: object, required: [kind], properties: {kind: {enum: [flat, house]}, next: {$ref: '#/components/schemas/Rooms'}}, discriminator: {propertyName: kind, mapping: {flat: '#/components/schemas/Flat', house: '#/components/schemas/House'}}}
    Flat: {allOf: [{$ref: '#/components/schemas/Rooms'}, {type: object, required: [floor], properties: {floor: {type: integer}}}]}
    House: {allOf: [{$ref: '#/components/schemas/Rooms'}, {type: object, required: [floors], properties: {floors: {type: integer}}}]}
    Maybe: {type: object, required: [value], properties: {value: {type: integer}, next: {anyOf: [{$ref: '#/components/schemas/Maybe'}, {type: 'null'}]}}}
    Plain: {type: object, properties: {next: {$ref: '#/components/schemas/Plain'}, either: {anyOf: [{type: string}, {type: integer}]}}}
    Endless: {anyOf: [{type: object, required: [next], properties: {next: {$ref: '#/components/schemas/Endless'}}}]}
";

    #[test]
    fn recursion_through_a_union_is_nested() {
        let contract = Contract::parse(NESTED).expect("a description");
        let nested = |name: &str| nested(&contract, &format!("/components/schemas/{name}"), Direction::Response);
        for (name, within) in [
            ("Node", "/child/child/child"),
            ("Page", "/blocks/0/additional/child/child"),
            ("Tagged", "/all/0/all/0/all"),
            ("Rooms", "/next/next/floor"),
            ("Maybe", "/next/next/next"),
        ] {
            let value = nested(name).flatten().expect(name);
            assert!(
                depth(&value) >= DEPTH && value.pointer(within).is_some(),
                "{name}: {value}"
            );
            assert!(serde_json::from_str::<Value>(&value.to_string()).is_ok(), "{name}");
        }
        assert_eq!(nested("Plain"), None);
        assert_eq!(nested("Endless"), Some(None));
    }
}
