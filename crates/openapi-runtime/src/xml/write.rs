//! JSON as XML.

use serde_json::Value;

use super::{SCHEMA_INSTANCE, XmlKind, XmlNode, XmlValue};

/// The document of a value.
///
/// # Errors
///
/// When a text has a character that XML has not, or a name that it has no element for, without content of the value.
pub(crate) fn document(value: &Value, root: &XmlNode) -> Result<String, String> {
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    element(value, root, &mut text)?;
    Ok(text)
}

/// The inside of an element: its attributes, and what is between its tags.
#[derive(Default)]
struct Inside {
    /// The prefixes that are declared, with their namespaces.
    declared: Vec<(&'static str, &'static str)>,
    attributes: String,
    content: String,
}

fn element(value: &Value, node: &XmlNode, to: &mut String) -> Result<(), String> {
    let name = qualified(node.name, node)?;
    let mut inside = Inside::default();
    inside.declare(node)?;
    inside.value(value, node.value)?;
    let Inside {
        attributes, content, ..
    } = inside;
    *to += &match content.is_empty() {
        true => format!("<{name}{attributes}/>"),
        false => format!("<{name}{attributes}>{content}</{name}>"),
    };
    Ok(())
}

impl Inside {
    /// Declares the namespace of a node, once.
    fn declare(&mut self, node: &XmlNode) -> Result<(), String> {
        let (namespace, prefix) = node.namespace;
        let known = self.declared.iter().find(|(known, _)| *known == prefix);
        match known {
            _ if namespace.is_empty() => return Ok(()),
            Some((_, known)) if *known == namespace => return Ok(()),
            Some(_) => return Err("a prefix stands for two namespaces in one element".to_owned()),
            None => self.declared.push((prefix, namespace)),
        }
        let namespace = escaped(namespace)?;
        self.attributes += &match prefix.is_empty() {
            true => format!(" xmlns=\"{namespace}\""),
            false => format!(" xmlns:{prefix}=\"{namespace}\""),
        };
        Ok(())
    }

    fn value(&mut self, value: &Value, of: XmlValue) -> Result<(), String> {
        match (value, of.resolved()) {
            (value, XmlValue::OneOf(variants)) => {
                let best = variants.iter().min_by_key(|variant| misfit(value, **variant));
                self.value(value, best.copied().unwrap_or(XmlValue::Any))
            }
            (Value::Null, _) => {
                self.attributes += &format!(" xmlns:xsi=\"{SCHEMA_INSTANCE}\" xsi:nil=\"true\"");
                Ok(())
            }
            (Value::Array(items), XmlValue::List(item)) => items.iter().try_for_each(|value| self.item(value, item)),
            (Value::Object(members), XmlValue::Object(properties, rest)) => {
                for (property, node) in properties {
                    if let Some(value) = members.get(*property) {
                        self.property(value, node)?;
                    }
                }
                let is_described = |name: &String| properties.iter().any(|(known, _)| known == name);
                for (name, value) in members.iter().filter(|(name, _)| !is_described(name)) {
                    self.named(name, value, rest.map_or(XmlValue::Any, |rest| rest.value))?;
                }
                Ok(())
            }
            (Value::Object(members), _) => {
                let mut members = members.iter();
                members.try_for_each(|(name, value)| self.named(name, value, XmlValue::Any))
            }
            (Value::Array(_), _) => Err("a list is where XML has none".to_owned()),
            (scalar, _) => {
                self.content += &escaped(&text_of(scalar))?;
                Ok(())
            }
        }
    }

    fn property(&mut self, value: &Value, node: &XmlNode) -> Result<(), String> {
        match (node.kind, value) {
            (XmlKind::Attribute, Value::Null) => Ok(()),
            (XmlKind::Attribute, value) => {
                // A namespace without a prefix is none of attributes.
                if !node.namespace.1.is_empty() {
                    self.declare(node)?;
                }
                let (name, text) = (qualified(node.name, node)?, escaped(&words(value))?);
                self.attributes += &format!(" {name}=\"{text}\"");
                Ok(())
            }
            (XmlKind::Text, value) => {
                self.content += &escaped(&words(value))?;
                Ok(())
            }
            (XmlKind::Cdata, value) => {
                let text = words(value);
                check(&text)?;
                let text = text
                    .replace("]]>", "]]]]><![CDATA[>")
                    .replace('\r', "]]>&#13;<![CDATA[");
                self.content += &format!("<![CDATA[{text}]]>");
                Ok(())
            }
            (XmlKind::None, value) => self.value(value, node.value),
            (XmlKind::Element, value) => element(value, node, &mut self.content),
        }
    }

    fn item(&mut self, value: &Value, item: &XmlNode) -> Result<(), String> {
        match item.kind {
            XmlKind::Text | XmlKind::Cdata | XmlKind::None => self.property(value, item),
            XmlKind::Element | XmlKind::Attribute => element(value, item, &mut self.content),
        }
    }

    /// An element whose name is that of a property which is not described.
    fn named(&mut self, name: &str, value: &Value, of: XmlValue) -> Result<(), String> {
        let mut one = |value: &Value, of: XmlValue| {
            let name = checked_name(name)?;
            let mut inside = Self::default();
            inside.value(value, of)?;
            let Self {
                attributes, content, ..
            } = inside;
            self.content += &format!("<{name}{attributes}>{content}</{name}>");
            Ok(())
        };
        match (value, of.resolved()) {
            (Value::Array(items), XmlValue::List(item)) => items.iter().try_for_each(|value| one(value, item.value)),
            (Value::Array(items), _) => items.iter().try_for_each(|value| one(value, XmlValue::Any)),
            (value, of) => one(value, of),
        }
    }
}

/// How little a value is of a kind: the members that it has no place for.
fn misfit(value: &Value, of: XmlValue) -> usize {
    const OTHER: usize = usize::MAX;
    match (value, of.resolved()) {
        (_, XmlValue::OneOf(variants)) => variants
            .iter()
            .map(|variant| misfit(value, *variant))
            .min()
            .unwrap_or(OTHER),
        (Value::Object(members), XmlValue::Object(properties, _)) => {
            let missing = |name: &&String| !properties.iter().any(|(known, _)| known == name);
            members.keys().filter(missing).count()
        }
        (Value::Array(_), XmlValue::List(_))
        | (Value::Number(_), XmlValue::Number)
        | (Value::Bool(_), XmlValue::Bool)
        | (Value::String(_), XmlValue::Text) => 0,
        (_, XmlValue::Any) => OTHER - 1,
        _ => OTHER,
    }
}

/// The words of a list in one text, or the text of another value.
fn words(value: &Value) -> String {
    match value {
        Value::Array(items) => items.iter().map(text_of).collect::<Vec<_>>().join(" "),
        value => text_of(value),
    }
}

fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// The name with the prefix of its namespace.
fn qualified(name: &str, node: &XmlNode) -> Result<String, String> {
    let (_, prefix) = node.namespace;
    let name = checked_name(name)?;
    Ok(match prefix.is_empty() {
        true => name.to_owned(),
        false => format!("{}:{name}", checked_name(prefix)?),
    })
}

/// A name that an element or attribute can have (without a colon).
fn checked_name(name: &str) -> Result<&str, String> {
    let is_start = |c: char| c.is_alphabetic() || c == '_';
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '\u{b7}');
    match name.starts_with(is_start) && name.chars().all(is_part) {
        true => Ok(name),
        false => Err("the name of a property cannot be that of an element".to_owned()),
    }
}

/// A text that is the same when it is read again: white space that parsers replace is written as references.
fn escaped(text: &str) -> Result<String, String> {
    check(text)?;
    let mut written = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '<' => written += "&lt;",
            '>' => written += "&gt;",
            '&' => written += "&amp;",
            '"' => written += "&quot;",
            '\n' | '\r' | '\t' => written += &format!("&#{};", u32::from(character)),
            other => written.push(other),
        }
    }
    Ok(written)
}

/// Checks that XML 1.0 has every character (section 2.2).
fn check(text: &str) -> Result<(), String> {
    let is_known = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..);
    match text.chars().all(is_known) {
        true => Ok(()),
        false => Err("a text has a character that XML does not have".to_owned()),
    }
}
