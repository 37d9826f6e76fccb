//! The element of a value, by the description.

use std::collections::BTreeSet;

use serde_json::Value;

use super::element::Element;
use super::is_name;
use crate::contract::{Contract, Direction};
use crate::json::{elements, members};
use crate::pointer::{child, locate};

pub(super) struct Writer<'c> {
    pub contract: &'c Contract,
    pub direction: Direction,
}

/// A schema, and where it stands.
type Schema<'c> = (String, &'c Value);

/// How a value is represented: its `xml` object.
#[derive(Default)]
struct Representation {
    name: Option<String>,
    namespace: String,
    /// `element`, `attribute`, `text`, `cdata` or `none`, if one is stated.
    node: Option<String>,
}

impl<'c> Writer<'c> {
    /// The root element.
    pub fn root(&self, at: &str, name: &str, value: &Value) -> Option<Element> {
        self.element(at, name, name, value)
    }

    /// The element of a value. Items of a list are called `items` unless they have a name of their own.
    fn element(&self, at: &str, name: &str, items: &str, value: &Value) -> Option<Element> {
        let schemas = self.schemas(at, value)?;
        let mut element = Element {
            name: (representation(&schemas).namespace, name.to_owned()),
            ..Element::default()
        };
        self.fill(&schemas, items, value, &mut element)?;
        Some(element)
    }

    /// Adds a value to its element.
    fn fill(&self, schemas: &[Schema<'c>], items: &str, value: &Value, to: &mut Element) -> Option<()> {
        match value {
            Value::Null => to.set_nil(),
            Value::Array(values) => {
                for value in values {
                    to.children.push(self.item(schemas, items, value)?);
                }
            }
            Value::Object(object) => {
                let listed = self.properties(schemas);
                for (name, at) in &listed {
                    self.property(schemas, name, at, object.get(name), to)?;
                }
                let others = members(value).filter(|(name, _)| !listed.iter().any(|(known, _)| known == name));
                for (name, value) in others {
                    to.children.push(self.other(schemas, &listed, name, value)?);
                }
            }
            scalar => to.text += &self.text(schemas, scalar)?,
        }
        Some(())
    }

    fn item(&self, schemas: &[Schema<'c>], inferred: &str, value: &Value) -> Option<Element> {
        let is_plain = schemas.iter().all(|(_, schema)| schema.get("prefixItems").is_none());
        let (at, _) = schemas
            .iter()
            .find_map(|(at, schema)| Some((child(at, "items"), schema.get("items")?)))
            .filter(|(_, items)| is_plain && items.is_object())?;
        let own = representation(&self.schemas(&at, value)?);
        let is_element = own.node.as_deref().is_none_or(|node| node == "element");
        let name = own.name.as_deref().unwrap_or(inferred);
        (is_element && !value.is_array()).then(|| self.element(&at, name, name, value))?
    }

    /// Adds a property, or nothing if it is absent.
    fn property(
        &self,
        owner: &[Schema<'c>],
        property: &str,
        at: &str,
        value: Option<&Value>,
        to: &mut Element,
    ) -> Option<()> {
        let Some(value) = value else { return Some(()) };
        let schemas = self.schemas(at, value)?;
        let own = representation(&schemas);
        let name = own.name.clone().unwrap_or_else(|| property.to_owned());
        let requires = |(_, schema): &Schema<'_>| elements(&schema["required"]).any(|name| name == property);
        let is_required = owner.iter().any(requires);
        match (own.node.as_deref(), value) {
            (Some("attribute"), Value::Null | Value::Array(_) | Value::Object(_)) => return None,
            (Some("attribute"), value) => {
                let text = self.text(&schemas, value)?;
                to.attributes
                    .insert((own.namespace, name), text)
                    .is_none()
                    .then_some(())?;
            }
            (Some("text" | "cdata"), Value::Null | Value::Array(_) | Value::Object(_)) => return None,
            (Some("text" | "cdata"), value) => {
                let text = self.text(&schemas, value)?;
                // An empty text is one that is absent.
                (!text.is_empty() || is_required || self.direction == Direction::Request).then_some(())?;
                to.text += &text;
            }
            (None, Value::Array(items)) | (Some("none"), Value::Array(items)) => {
                if items.is_empty() && !is_required {
                    return None;
                }
                for value in items {
                    to.children.push(self.item(&schemas, property, value)?);
                }
            }
            // Of a list without an element of its own, nothing marks null.
            (None, Value::Null) if self.is_list(at) => return None,
            (Some("none"), _) => return None,
            (_, value) => to.children.push(self.element(at, &name, &name, value)?),
        }
        Some(())
    }

    /// A property that is not listed, of which the description says the type.
    fn other(&self, schemas: &[Schema<'c>], listed: &[(String, String)], name: &str, value: &Value) -> Option<Element> {
        let is_patterned = schemas
            .iter()
            .any(|(_, schema)| schema.get("patternProperties").is_some());
        let (at, _) = schemas
            .iter()
            .find_map(|(at, schema)| Some((child(at, "additionalProperties"), schema.get("additionalProperties")?)))
            .filter(|(_, rest)| !is_patterned && rest.is_object())?;
        let names = listed.iter().map(|(property, at)| {
            let named = self.described(at).and_then(|schemas| representation(&schemas).name);
            named.unwrap_or_else(|| property.clone())
        });
        let is_free = names.into_iter().all(|known| known != name);
        let is_scalar = !matches!(value, Value::Null | Value::Array(_) | Value::Object(_));
        let says_no_more = representation(&self.described(&at)?).node.is_none();
        (is_name(name) && is_free && is_scalar && says_no_more).then(|| self.element(&at, name, name, value))?
    }

    /// The text of a scalar whose type is sure.
    fn text(&self, schemas: &[Schema<'c>], value: &Value) -> Option<String> {
        let types: BTreeSet<&str> = schemas.iter().flat_map(|(_, schema)| types(schema)).collect();
        let types: Vec<&str> = types.into_iter().filter(|name| *name != "null").collect();
        match (types.as_slice(), value) {
            (["string"] | [], Value::String(text)) => text.chars().all(is_xml).then(|| text.clone()),
            (["integer"] | ["number"] | ["integer", "number"], Value::Number(_)) => Some(value.to_string()),
            (["boolean"], Value::Bool(_)) => Some(value.to_string()),
            _ => None,
        }
    }

    /// The listed properties, and where the schema of each stands.
    fn properties(&self, schemas: &[Schema<'c>]) -> Vec<(String, String)> {
        let mut properties: Vec<(String, String)> = Vec::new();
        for (at, schema) in schemas {
            for (name, _) in members(&schema["properties"]) {
                if !properties.iter().any(|(known, _)| known == name) {
                    properties.push((name.to_owned(), child(&child(at, "properties"), name)));
                }
            }
        }
        properties
    }

    fn is_list(&self, at: &str) -> bool {
        let schemas = self.described(at).unwrap_or_default();
        schemas
            .iter()
            .any(|(_, schema)| types(schema).contains(&"array") || schema.get("items").is_some())
    }

    /// The schemas that say something of a place, whatever its value.
    fn described(&self, at: &str) -> Option<Vec<Schema<'c>>> {
        let mut found = Vec::new();
        self.collect(at, None, &mut found, 0)?;
        Some(found)
    }

    /// The schemas that say something of a value: of several alternatives the one that is it, if its parts distinguish it.
    fn schemas(&self, at: &str, value: &Value) -> Option<Vec<Schema<'c>>> {
        let mut found = Vec::new();
        self.collect(at, Some(value), &mut found, 0)?;
        Some(found)
    }

    fn collect(&self, at: &str, value: Option<&Value>, found: &mut Vec<Schema<'c>>, depth: usize) -> Option<()> {
        let document = self.contract.document();
        let outer = document.pointer(at).filter(|_| depth < 32)?;
        let (schema, target) = locate(document, outer, at.to_owned());
        if target != at {
            found.push((at.to_owned(), outer));
        }
        found.push((target.clone(), schema));
        for (nth, _) in elements(&schema["allOf"]).enumerate() {
            self.collect(
                &child(&child(&target, "allOf"), &nth.to_string()),
                value,
                found,
                depth + 1,
            )?;
        }
        for keyword in ["oneOf", "anyOf"] {
            let alternatives = elements(&schema[keyword]).enumerate();
            let places = alternatives.map(|(nth, _)| child(&child(&target, keyword), &nth.to_string()));
            let is_null = |at: &String| document.pointer(at).is_some_and(|schema| schema["type"] == "null");
            let places: Vec<String> = places.filter(|at| !is_null(at)).collect();
            match (places.as_slice(), value) {
                ([], _) | (_, None) => {}
                ([only], _) => self.collect(only, value, found, depth + 1)?,
                (_, Some(Value::Null)) => {}
                (places, Some(value)) => self.collect(self.chosen(places, value)?, Some(value), found, depth + 1)?,
            }
        }
        Some(())
    }

    /// The alternative that an object is, and that a reader takes: no other has a place for all of its properties.
    fn chosen<'p>(&self, places: &'p [String], value: &Value) -> Option<&'p String> {
        let is_it = |at: &&String| self.contract.is_valid(std::slice::from_ref(*at), self.direction, value);
        let (valid, others): (Vec<&String>, Vec<&String>) = places.iter().partition(is_it);
        let [only] = valid.as_slice() else { return None };
        let has_no_place = |at: &&String| {
            let schemas = self.described(at).unwrap_or_default();
            let listed = self.properties(&schemas);
            members(value).any(|(name, _)| !listed.iter().any(|(known, _)| known == name))
        };
        (value.is_object() && others.iter().all(has_no_place)).then_some(only)
    }
}

/// The first `xml` object.
fn representation(schemas: &[Schema<'_>]) -> Representation {
    let Some(xml) = schemas
        .iter()
        .map(|(_, schema)| &schema["xml"])
        .find(|xml| xml.is_object())
    else {
        return Representation::default();
    };
    let text = |name: &str| xml[name].as_str().map(str::to_owned);
    let is = |name: &str| xml[name].as_bool() == Some(true);
    let stated = is("attribute")
        .then_some("attribute")
        .or(is("wrapped").then_some("element"));
    Representation {
        name: text("name"),
        namespace: text("namespace").unwrap_or_default(),
        node: text("nodeType").or(stated.map(str::to_owned)),
    }
}

fn types(schema: &Value) -> Vec<&str> {
    let own = &schema["type"];
    own.as_str()
        .into_iter()
        .chain(elements(own).filter_map(Value::as_str))
        .collect()
}

/// Whether XML has a character.
fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}
