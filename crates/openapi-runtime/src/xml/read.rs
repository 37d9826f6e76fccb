//! XML as JSON.

use serde_json::{Map, Value};

use super::tree::{Element, Name};
use super::{XmlKind, XmlNode, XmlValue};

/// The value of a document. The name of its root element is not compared.
///
/// # Errors
///
/// When it is not a well-formed document of XML, without content of it.
pub(crate) fn value(text: &str, root: &XmlNode) -> Result<Value, String> {
    let element = Element::parse(text)?;
    Ok(of_element(&element, root.value).value)
}

/// What an element is read as.
struct Read {
    value: Value,
    /// How many of its elements, attributes and texts the value has no place for.
    unknown: usize,
}

impl Read {
    fn all(value: Value) -> Self {
        Self { value, unknown: 0 }
    }
}

fn of_element(element: &Element, value: XmlValue) -> Read {
    if element.is_nil() {
        return Read::all(Value::Null);
    }
    match value.resolved() {
        XmlValue::Any => Read::all(anything(element)),
        XmlValue::Object(properties, rest) => object(element, properties, rest),
        XmlValue::List(item) => {
            let is_item = |child: &&Element| matches(&child.name, item);
            let read: Vec<Read> = element
                .children
                .iter()
                .filter(is_item)
                .map(|child| of_element(child, item.value))
                .collect();
            let others = element.children.len() - read.len();
            Read {
                unknown: others + read.iter().map(|item| item.unknown).sum::<usize>(),
                value: read.into_iter().map(|item| item.value).collect(),
            }
        }
        XmlValue::OneOf(variants) => {
            let read = variants.iter().map(|variant| of_element(element, *variant));
            let best = read.min_by_key(|read| read.unknown);
            best.unwrap_or_else(|| Read::all(anything(element)))
        }
        scalar => Read {
            value: of_text(&element.text, scalar),
            unknown: element.children.len(),
        },
    }
}

/// The value of a text. One that does not stand for a number or boolean stays a text, which is then an error of its type.
fn of_text(text: &str, value: XmlValue) -> Value {
    let other = || Value::String(text.to_owned());
    match value.resolved() {
        XmlValue::Number => match serde_json::from_str(text.trim()) {
            Ok(Value::Number(number)) => Value::Number(number),
            _ => other(),
        },
        XmlValue::Bool => match text.trim() {
            "true" | "1" => Value::Bool(true),
            "false" | "0" => Value::Bool(false),
            _ => other(),
        },
        XmlValue::OneOf(variants) => {
            let mut read = variants.iter().map(|variant| of_text(text, *variant));
            read.find(|value| !value.is_string()).unwrap_or_else(other)
        }
        XmlValue::List(item) => Value::Array(text.split_whitespace().map(|word| of_text(word, item.value)).collect()),
        _ => other(),
    }
}

/// An object. What no property is read from is of the others.
fn object(element: &Element, properties: &[(&str, XmlNode)], rest: Option<&XmlNode>) -> Read {
    let mut taken = Taken {
        element,
        children: vec![false; element.children.len()],
        attributes: vec![false; element.attributes.len()],
        unknown: 0,
    };
    let mut members = Map::new();
    // Names of a namespace are looked for first: another property may have the same name in none.
    type Properties<'n> = Vec<&'n (&'n str, XmlNode)>;
    let (with, without): (Properties<'_>, Properties<'_>) =
        properties.iter().partition(|(_, node)| !node.namespace.0.is_empty());
    for (property, node) in with.into_iter().chain(without) {
        if let Some(value) = taken.property(node) {
            members.insert((*property).to_owned(), value);
        }
    }
    let is_text = |(_, node): &(&str, XmlNode)| matches!(node.kind, XmlKind::Text | XmlKind::Cdata);
    if !element.text.trim().is_empty() && !properties.iter().any(is_text) {
        taken.unknown += 1;
    }
    taken.rest(rest, &mut members);
    Read {
        value: Value::Object(members),
        unknown: taken.unknown,
    }
}

/// The parts of an element that properties have been read from.
struct Taken<'e> {
    element: &'e Element,
    children: Vec<bool>,
    attributes: Vec<bool>,
    unknown: usize,
}

impl<'e> Taken<'e> {
    fn property(&mut self, node: &XmlNode) -> Option<Value> {
        match (node.kind, node.value.resolved()) {
            (XmlKind::Attribute, _) => self.attribute(node),
            // An empty text is not distinguished from one that is absent.
            (XmlKind::Text | XmlKind::Cdata, _) if self.element.text.is_empty() && !node.required => None,
            (XmlKind::Text | XmlKind::Cdata, _) => Some(of_text(&self.element.text, node.value)),
            (XmlKind::None, XmlValue::List(item)) => {
                let none = || node.required.then(|| Value::Array(Vec::new()));
                self.items(item).or_else(none)
            }
            (XmlKind::None, XmlValue::Object(properties, _)) => {
                let members = properties
                    .iter()
                    .filter_map(|(name, node)| Some(((*name).to_owned(), self.property(node)?)));
                let members: Map<String, Value> = members.collect();
                (!members.is_empty()).then_some(Value::Object(members))
            }
            (XmlKind::Element | XmlKind::None, _) => {
                let child = self.children(node).next()?;
                Some(self.value(child, node.value))
            }
        }
    }

    fn attribute(&mut self, node: &XmlNode) -> Option<Value> {
        let mut attributes = self.element.attributes.iter();
        let nth = attributes.position(|(name, _)| matches(name, node))?;
        self.attributes[nth] = true;
        Some(of_text(&self.element.attributes[nth].1, node.value))
    }

    /// The items of a list without an element of its own. No items are no list.
    fn items(&mut self, item: &XmlNode) -> Option<Value> {
        let children: Vec<usize> = self.children(item).collect();
        let items: Vec<Value> = children.into_iter().map(|nth| self.value(nth, item.value)).collect();
        (!items.is_empty()).then_some(Value::Array(items))
    }

    /// The elements of a name that nothing has been read from.
    fn children<'n>(&self, node: &'n XmlNode) -> impl Iterator<Item = usize> + use<'e, 'n> {
        let taken = self.children.clone();
        let children = self.element.children.iter().enumerate();
        children
            .filter(move |(nth, child)| !taken[*nth] && matches(&child.name, node))
            .map(|(nth, _)| nth)
    }

    fn value(&mut self, nth: usize, value: XmlValue) -> Value {
        self.children[nth] = true;
        let read = of_element(&self.element.children[nth], value);
        self.unknown += read.unknown;
        read.value
    }

    /// Everything else: the other properties, or what there is no place for.
    fn rest(&mut self, rest: Option<&XmlNode>, members: &mut Map<String, Value>) {
        let Some(rest) = rest else {
            let unknown = self.children.iter().chain(&self.attributes).filter(|taken| !**taken);
            self.unknown += unknown.count();
            return;
        };
        for (nth, child) in self
            .element
            .children
            .iter()
            .enumerate()
            .filter(|(nth, _)| !self.children[*nth])
        {
            let name = child.name.local.clone();
            let value = match (rest.kind, rest.value.resolved()) {
                (XmlKind::None, XmlValue::List(item)) => {
                    let read = of_element(&self.element.children[nth], item.value).value;
                    add(members, name, read, true);
                    continue;
                }
                (_, value) => of_element(child, value).value,
            };
            add(members, name, value, false);
        }
        for (nth, (name, text)) in self.element.attributes.iter().enumerate() {
            if !self.attributes[nth] {
                add(members, name.local.clone(), of_text(text, rest.value), false);
            }
        }
    }
}

/// Adds a member; several of one name are a list.
fn add(members: &mut Map<String, Value>, name: String, value: Value, in_list: bool) {
    match members.get_mut(&name) {
        Some(Value::Array(items)) => items.push(value),
        Some(known) => *known = Value::Array(vec![known.take(), value]),
        None if in_list => drop(members.insert(name, Value::Array(vec![value]))),
        None => drop(members.insert(name, value)),
    }
}

/// An element that is not described.
fn anything(element: &Element) -> Value {
    if element.children.is_empty() && element.attributes.is_empty() {
        return Value::String(element.text.clone());
    }
    let mut members = Map::new();
    for (name, text) in &element.attributes {
        add(&mut members, name.local.clone(), Value::String(text.clone()), false);
    }
    for child in &element.children {
        add(&mut members, child.name.local.clone(), anything(child), false);
    }
    Value::Object(members)
}

/// Whether a name is that of a node. Servers leave namespaces out, so that only another one is not.
fn matches(name: &Name, node: &XmlNode) -> bool {
    let (namespace, _) = node.namespace;
    name.local == node.name && (namespace.is_empty() || name.namespace.is_empty() || name.namespace == namespace)
}
