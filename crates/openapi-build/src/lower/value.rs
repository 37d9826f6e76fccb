//! Reading values of a document with their place, mending what is plainly meant.

use serde_json::{Map, Value};

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::document::{Document, Location};
use crate::reference::ReferenceError;

/// A value and where it stands.
#[derive(Clone)]
pub(super) struct Node<'a> {
    pub value: &'a Value,
    pub at: Location,
}

static NULL: Value = Value::Null;

impl<'a> Node<'a> {
    pub fn new(value: &'a Value, at: Location) -> Self {
        Self { value, at }
    }

    /// A member that is there and not null.
    pub fn get(&self, name: &str) -> Option<Node<'a>> {
        let value = self.value.get(name)?;
        (!value.is_null()).then(|| Node::new(value, self.at.child(name)))
    }

    pub fn object(&self) -> Option<&'a Map<String, Value>> {
        self.value.as_object()
    }

    /// The members of an object, extensions (`x-`) among them.
    pub fn members(&self) -> impl Iterator<Item = (&'a str, Node<'a>)> + use<'a> {
        let at = self.at.clone();
        let members = self.value.as_object().into_iter().flatten();
        members.map(move |(name, value)| (name.as_str(), Node::new(value, at.child(name))))
    }

    /// The elements of an array.
    pub fn elements(&self) -> impl Iterator<Item = Node<'a>> + use<'a> {
        let at = self.at.clone();
        let elements = self.value.as_array().into_iter().flatten();
        elements
            .enumerate()
            .map(move |(index, value)| Node::new(value, at.child(index)))
    }

    /// The member `name` as an object or array node, or an empty one.
    pub fn get_or_null(&self, name: &str) -> Node<'a> {
        self.get(name).unwrap_or_else(|| Node::new(&NULL, self.at.child(name)))
    }

    /// The member as text; a number or boolean is taken by its spelling, with a warning.
    pub fn string(&self, name: &str, diagnostics: &mut Diagnostics) -> Option<String> {
        let node = self.get(name)?;
        match node.value {
            Value::String(text) => Some(text.clone()),
            Value::Number(_) | Value::Bool(_) => {
                let help = "put it in quotes";
                diagnostics.warning("wrong-type", &node.at, format!("`{name}` should be a string"), help);
                Some(node.value.to_string())
            }
            _ => {
                ignored(&node, name, "a string", diagnostics);
                None
            }
        }
    }

    /// The member as a truth value; the words `true` and `false` are taken for it, with a warning.
    pub fn boolean(&self, name: &str, diagnostics: &mut Diagnostics) -> Option<bool> {
        let node = self.get(name)?;
        match node.value {
            Value::Bool(value) => Some(*value),
            Value::String(text) if text == "true" || text == "false" => {
                diagnostics.warning(
                    "wrong-type",
                    &node.at,
                    format!("`{name}` should be true or false"),
                    "drop the quotes",
                );
                Some(text == "true")
            }
            _ => {
                ignored(&node, name, "true or false", diagnostics);
                None
            }
        }
    }

    /// The member as a number; text that spells one is taken for it, with a warning.
    pub fn number(&self, name: &str, diagnostics: &mut Diagnostics) -> Option<serde_json::Number> {
        let node = self.get(name)?;
        let quoted = match node.value {
            Value::Number(number) => return Some(number.clone()),
            Value::String(text) => text.parse().ok(),
            _ => None,
        };
        if quoted.is_some() {
            let message = format!("`{name}` should be a number");
            diagnostics.warning("wrong-type", &node.at, message, "drop the quotes");
        } else {
            ignored(&node, name, "a number", diagnostics);
        }
        quoted
    }

    /// The member as a count, which may be written as `5.0`.
    pub fn count(&self, name: &str, diagnostics: &mut Diagnostics) -> Option<u64> {
        let number = self.number(name, diagnostics)?;
        let whole = number.as_f64().filter(|value| *value >= 0.0 && value.fract() == 0.0);
        let count = number.as_u64().or(whole.map(|value| value as u64));
        if count.is_none() {
            ignored(
                &self.get_or_null(name),
                name,
                "a whole number, zero or more",
                diagnostics,
            );
        }
        count
    }
}

fn ignored(node: &Node<'_>, name: &str, expected: &str, diagnostics: &mut Diagnostics) {
    let message = format!("`{name}` should be {expected}, and is ignored");
    diagnostics.warning("wrong-type", &node.at, message, format!("make it {expected}"));
}

/// Follows the `$ref`s of an OpenAPI object (not a schema) to what it stands for. What cannot be followed is an error.
pub(super) fn follow<'a>(document: &'a Document, node: Node<'a>, diagnostics: &mut Diagnostics) -> Option<Node<'a>> {
    let start = node.at.clone();
    let mut node = node;
    let mut seen = Vec::new();
    while let Some(reference) = node.value.get("$ref").and_then(Value::as_str) {
        if seen.contains(&node.at) {
            let help = "let one of the references name a thing itself";
            diagnostics.error("reference-cycle", &start, "the reference leads back to itself", help);
            return None;
        }
        match target(document, &node.at, reference) {
            Ok(next) => seen.push(std::mem::replace(&mut node, next).at),
            Err(error) => {
                diagnostics.report(broken(&node.at, &error));
                return None;
            }
        }
    }
    Some(node)
}

/// What a `$ref` standing in the object at `at` refers to.
pub(super) fn target<'a>(document: &'a Document, at: &Location, reference: &str) -> Result<Node<'a>, ReferenceError> {
    let found = document.resolve(at.file, reference)?;
    let dangling = || ReferenceError::Dangling(reference.to_owned());
    Ok(Node::new(document.get(&found).ok_or_else(dangling)?, found))
}

/// The error that the object at `at` has a reference that cannot be followed.
pub(super) fn broken(at: &Location, error: &ReferenceError) -> Diagnostic {
    Diagnostic::new(Severity::Error, error.code(), at.child("$ref"), error.to_string()).help(error.help())
}
