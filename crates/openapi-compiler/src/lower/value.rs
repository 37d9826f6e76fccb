//! Reading values of a document with their place, tolerating common mistakes.

use std::cell::RefCell;
use std::collections::HashSet;

use indexmap::IndexMap;
use serde_json::{Map, Value};

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::docs::paragraphs;
use crate::document::{Document, Location};
use crate::reference::ReferenceError;

/// The document, and the notices collected while reading it.
pub(super) struct Source<'a> {
    document: &'a Document,
    version_3_0: bool,
    noticed: RefCell<Vec<Diagnostic>>,
}

impl<'a> Source<'a> {
    pub fn new(document: &'a Document, version_3_0: bool) -> Self {
        Self {
            document,
            version_3_0,
            noticed: RefCell::default(),
        }
    }

    pub fn root(&'a self) -> Node<'a> {
        self.node(&self.document.root().value, Location::root())
    }

    fn node(&'a self, value: &'a Value, at: Location) -> Node<'a> {
        Node {
            value,
            at,
            source: self,
            beside: Vec::new(),
        }
    }

    /// The notices, and every reference that could not be followed.
    pub fn finish(self, diagnostics: &mut Diagnostics) {
        for diagnostic in self.noticed.into_inner() {
            diagnostics.report(diagnostic);
        }
        let known: HashSet<Location> = diagnostics.iter().map(|known| known.at.clone()).collect();
        for (at, reference) in &self.document.references {
            if let Err(error) = self.document.resolve(at, reference)
                && !known.contains(at)
            {
                let message = format!("{error}; the client does not need it");
                diagnostics.warning(error.code(), at, message, error.help());
            }
        }
    }

    fn notice(&self, diagnostic: Diagnostic) {
        self.noticed.borrow_mut().push(diagnostic);
    }
}

/// A value and its location.
#[derive(Clone)]
pub(super) struct Node<'a> {
    pub value: &'a Value,
    pub at: Location,
    source: &'a Source<'a>,
    /// The objects whose `$ref`s led here, outermost first. Their members beside `$ref` take precedence over `value`.
    beside: Vec<(Siblings, &'a Map<String, Value>, Location)>,
}

/// The members beside a `$ref` that are used.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Siblings {
    /// `summary` and `description`, since OpenAPI 3.1; nothing in 3.0 (OpenAPI 3.1, "Reference Object").
    Words,
    /// All of them: the specification defines no `$ref` there, or leaves the behavior undefined, as for path items.
    All,
}

impl Siblings {
    fn counts(self, name: &str, version_3_0: bool) -> bool {
        match self {
            Self::All => name != "$ref",
            Self::Words => !version_3_0 && matches!(name, "summary" | "description"),
        }
    }
}

static NULL: Value = Value::Null;

impl<'a> Node<'a> {
    /// A member that is present and not null.
    pub fn get(&self, name: &str) -> Option<Node<'a>> {
        let beside = self.beside.iter().find_map(|(siblings, members, at)| {
            let value = members
                .get(name)
                .filter(|_| siblings.counts(name, self.source.version_3_0))?;
            Some((value, at))
        });
        let (value, at) = beside.or_else(|| Some((self.value.get(name)?, &self.at)))?;
        (!value.is_null()).then(|| self.source.node(value, at.child(name)))
    }

    /// The members of an object, including extensions (`x-`).
    pub fn members(&self) -> impl Iterator<Item = (&'a str, Node<'a>)> + use<'a> {
        let node = self.through();
        if !node.value.is_object() {
            node.expected("an object");
        }
        let mut members: IndexMap<&'a str, Node<'a>> = IndexMap::new();
        for (name, value) in node.value.as_object().into_iter().flatten() {
            members.insert(name, self.source.node(value, node.at.child(name)));
        }
        for (siblings, beside, at) in node.beside.iter().rev() {
            for (name, value) in *beside {
                if siblings.counts(name, self.source.version_3_0) {
                    members.insert(name, self.source.node(value, at.child(name)));
                }
            }
        }
        members.into_iter()
    }

    /// The elements of an array.
    pub fn elements(&self) -> impl Iterator<Item = Node<'a>> + use<'a> {
        let node = self.through();
        if !node.value.is_array() {
            node.expected("a list");
        }
        let Node { value, at, source, .. } = node;
        let elements = value.as_array().into_iter().flatten();
        elements
            .enumerate()
            .map(move |(index, value)| source.node(value, at.child(index)))
    }

    /// The member `name`, or a node without a value.
    pub fn get_or_null(&self, name: &str) -> Node<'a> {
        self.get(name)
            .unwrap_or_else(|| self.source.node(&NULL, self.at.child(name)))
    }

    fn reference(&self) -> Option<&'a str> {
        self.value.get("$ref").and_then(Value::as_str)
    }

    /// Follows a `$ref` where the specification defines none, as bundlers do, and keeps the members beside it.
    pub fn through(&self) -> Node<'a> {
        self.through_or(Severity::Error)
    }

    fn through_or(&self, severity: Severity) -> Node<'a> {
        if self.reference().is_none() {
            return self.clone();
        }
        match self.follow(Siblings::All) {
            Ok(node) => {
                let message = "the specification does not define a reference here; it is followed";
                let at = self.at.child("$ref");
                // Merging descriptions writes references between files.
                if self.source.document.written(&at).file == at.file {
                    self.source
                        .notice(Diagnostic::new(Severity::Note, "stray-reference", at, message));
                }
                node
            }
            Err(problem) => {
                let is_cycle = problem.code == "reference-cycle";
                let severity = if is_cycle { Severity::Error } else { severity };
                self.source.notice(Diagnostic { severity, ..*problem });
                self.source.node(&NULL, self.at.clone())
            }
        }
    }

    /// Follows the references of an object.
    pub fn follow(&self, siblings: Siblings) -> Result<Node<'a>, Box<Diagnostic>> {
        let mut node = self.clone();
        let mut seen = Vec::new();
        while let Some(reference) = node.reference() {
            if seen.contains(&node.at) {
                let message = "the reference leads back to itself";
                let problem = Diagnostic::new(Severity::Error, "reference-cycle", self.at.clone(), message);
                return Err(Box::new(
                    problem.help("let one of the references point to an object that is not a reference"),
                ));
            }
            let next = node
                .target(reference)
                .map_err(|error| Box::new(broken(&node.at, &error)))?;
            seen.push(node.at.clone());
            let mut beside = std::mem::take(&mut node.beside);
            beside.extend(
                node.value
                    .as_object()
                    .map(|members| (siblings, members, node.at.clone())),
            );
            node = Node { beside, ..next };
        }
        Ok(node)
    }

    /// Resolves a reference of this object.
    pub fn target(&self, reference: &str) -> Result<Node<'a>, ReferenceError> {
        let document = self.source.document;
        let found = document.resolve(&self.at, reference)?;
        let dangling = || ReferenceError::Dangling(reference.to_owned());
        if reference.starts_with("#/") && found.file == self.at.file && is_below(&found, &self.at, reference) {
            let message = format!(
                "`{reference}` does not exist in the file; it was found in a schema that encloses the reference"
            );
            let at = self.at.child("$ref");
            self.source
                .notice(Diagnostic::new(Severity::Note, "enclosing-reference", at, message));
        }
        Ok(self.source.node(document.get(&found).ok_or_else(dangling)?, found))
    }

    /// Reports a value of the wrong kind, which is ignored.
    fn expected(&self, kind: &str) {
        if !self.value.is_null() {
            let message = format!("expected {kind}; ignored");
            let diagnostic = Diagnostic::new(Severity::Warning, "wrong-type", self.at.clone(), message);
            self.source.notice(diagnostic.help(format!("make it {kind}")));
        }
    }

    /// The value as an object; any other value is reported and ignored.
    pub fn object(&self) -> Option<Node<'a>> {
        let node = self.through();
        if !node.value.is_object() {
            node.expected("an object");
        }
        node.value.is_object().then_some(node)
    }

    /// The member as a string. A number or boolean is used as its text, with a warning.
    pub fn string(&self, name: &str, diagnostics: &mut Diagnostics) -> Option<String> {
        let node = self.get(name)?.through_or(Severity::Warning);
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

    /// `deprecated`, or `x-deprecated`, which is true or says why.
    pub fn is_deprecated(&self, diagnostics: &mut Diagnostics) -> bool {
        let by_extension = || {
            matches!(
                self.value.get("x-deprecated"),
                Some(Value::Bool(true) | Value::String(_))
            )
        };
        self.boolean("deprecated", diagnostics).unwrap_or_else(by_extension)
    }

    /// `description`, and what extensions say of why it is deprecated.
    pub fn description(&self, diagnostics: &mut Diagnostics) -> Option<String> {
        let description = self.string("description", diagnostics);
        let texts = ["x-deprecated", "x-speakeasy-deprecation-message"];
        let mut texts = texts.iter().filter_map(|name| self.value.get(name)?.as_str());
        let Some(why) = texts.next() else {
            return description;
        };
        let why = format!("Deprecated: {why}");
        Some(paragraphs([description.as_deref(), Some(&why)]))
    }

    /// `description`, or else the `summary` that responses and tags have since OpenAPI 3.2.
    pub fn description_or_summary(&self, diagnostics: &mut Diagnostics) -> Option<String> {
        let description = self.string("description", diagnostics);
        description.or_else(|| self.string("summary", diagnostics))
    }

    /// The member as a boolean. The strings `true` and `false` are accepted with a warning.
    pub fn boolean(&self, name: &str, diagnostics: &mut Diagnostics) -> Option<bool> {
        let node = self.get(name)?.through_or(Severity::Warning);
        match node.value {
            Value::Bool(value) => Some(*value),
            Value::String(text) if text == "true" || text == "false" => {
                diagnostics.warning(
                    "wrong-type",
                    &node.at,
                    format!("`{name}` should be true or false"),
                    "remove the quotes",
                );
                Some(text == "true")
            }
            _ => {
                ignored(&node, name, "true or false", diagnostics);
                None
            }
        }
    }

    /// The member as a number. A numeric string is accepted with a warning.
    pub fn number(&self, name: &str, diagnostics: &mut Diagnostics) -> Option<serde_json::Number> {
        let node = self.get(name)?.through_or(Severity::Warning);
        let quoted = match node.value {
            Value::Number(number) => return Some(number.clone()),
            Value::String(text) => text.parse().ok(),
            _ => None,
        };
        if quoted.is_some() {
            let message = format!("`{name}` should be a number");
            diagnostics.warning("wrong-type", &node.at, message, "remove the quotes");
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
    let message = format!("`{name}` should be {expected}; ignored");
    diagnostics.warning("wrong-type", &node.at, message, format!("make it {expected}"));
}

/// Whether a pointer relative to the file was found in an enclosing value instead.
fn is_below(found: &Location, from: &Location, reference: &str) -> bool {
    let prefix = found.pointer.len().checked_sub(reference.len() - 1);
    prefix.is_some_and(|prefix| prefix > 0 && from.pointer.starts_with(&found.pointer[..prefix]))
}

/// The error for an object at `at` whose reference cannot be followed.
pub(super) fn broken(at: &Location, error: &ReferenceError) -> Diagnostic {
    Diagnostic::new(Severity::Error, error.code(), at.child("$ref"), error.to_string()).help(error.help())
}
