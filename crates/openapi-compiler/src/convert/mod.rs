//! Writes the resolved description as OpenAPI 3.0 or 3.1 again, in one file without compositions, for tools that read only that.
//!
//! The schemas accept the values that they accepted before. What the version cannot express is reported at its place, and the
//! schema then accepts more.

mod names;
mod object;
mod operation;
mod progenitor;
mod schema;
mod security;
mod widened;

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use crate::description::Server;
use crate::diagnostic::Diagnostics;
use crate::document::{Document, Location};
use crate::resolved::{Resolved, ResolvedId};
use schema::object;

pub use names::Components;
pub(crate) use names::{Names, allowed, is_structure, unique};
pub(crate) use progenitor::simplify;

/// A version of OpenAPI to convert to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// OpenAPI 3.0.
    V3_0,
    /// OpenAPI 3.1.
    V3_1,
}

impl Version {
    /// The value of the field `openapi`.
    pub fn number(self) -> &'static str {
        match self {
            Self::V3_0 => "3.0.3",
            Self::V3_1 => "3.1.1",
        }
    }
}

/// A converted description.
#[derive(Debug)]
pub struct Converted {
    /// The document that was read.
    pub document: Document,
    /// The converted description.
    pub description: Value,
    /// Problems of the document, and what the version cannot express.
    pub diagnostics: Diagnostics,
}

/// The description in a version of OpenAPI. Reports what the version cannot express.
pub(crate) fn convert(
    document: &Document,
    resolved: &Resolved,
    names: Names,
    version: Version,
    diagnostics: &mut Diagnostics,
) -> Value {
    let mut converter = Converter {
        document,
        resolved,
        version,
        names,
        widened: widened::widened(resolved, version),
        diagnostics,
    };
    converter.description()
}

/// A conversion in progress.
struct Converter<'c> {
    document: &'c Document,
    resolved: &'c Resolved,
    version: Version,
    names: Names,
    /// The schemas that accept more than before.
    widened: HashSet<ResolvedId>,
    diagnostics: &'c mut Diagnostics,
}

impl Converter<'_> {
    fn description(&mut self) -> Value {
        let resolved = self.resolved;
        let description = &resolved.description;
        let mut root = Map::new();
        root.insert("openapi".to_owned(), json!(self.version.number()));
        root.insert("info".to_owned(), self.info());
        if let Some(docs) = self.document.root().value.get("externalDocs") {
            root.insert("externalDocs".to_owned(), docs.clone());
        }
        insert_list(&mut root, "servers", description.servers.iter().map(server));
        insert_list(&mut root, "tags", description.tags.iter().map(tag));
        root.insert("paths".to_owned(), self.paths());
        let mut components = Map::new();
        insert_map(&mut components, "schemas", self.schemas());
        insert_map(&mut components, "securitySchemes", self.security_schemes());
        insert_map(&mut root, "components", components);
        Value::Object(root)
    }

    fn info(&self) -> Value {
        let known = &self.resolved.description.info;
        let written = &self.document.root().value["info"];
        let mut info = object("title", json!(known.title));
        if self.version == Version::V3_1 {
            insert_some(&mut info, "summary", known.summary.as_ref());
        }
        insert_some(&mut info, "description", known.description.as_ref());
        for field in ["termsOfService", "contact", "license"] {
            insert_some(&mut info, field, written.get(field));
        }
        info.insert("version".to_owned(), json!(known.version));
        if self.version == Version::V3_0
            && let Some(license) = info.get_mut("license").and_then(Value::as_object_mut)
            && let Some(identifier) = license.shift_remove("identifier")
        {
            let url = format!("https://spdx.org/licenses/{}", identifier.as_str().unwrap_or_default());
            license.entry("url").or_insert(json!(url));
        }
        Value::Object(info)
    }

    /// Reports that something has no equivalent in the version.
    fn lost(&mut self, at: &Location, what: &str) {
        let message = format!("{what} cannot be expressed in OpenAPI {}", self.version.number());
        self.diagnostics.note("not-convertible", at, message);
    }
}

fn tag((name, description): (&String, &Option<String>)) -> Value {
    let mut tag = object("name", json!(name));
    insert_some(&mut tag, "description", description.as_ref());
    Value::Object(tag)
}

fn server(server: &Server) -> Value {
    let variables = server.variables.iter().map(|(name, variable)| {
        let mut value = object("default", json!(variable.default));
        insert_list(&mut value, "enum", variable.values.iter().map(|value| json!(value)));
        insert_some(&mut value, "description", variable.description.as_ref());
        (name.clone(), Value::Object(value))
    });
    let mut value = object("url", json!(server.url));
    insert_some(&mut value, "description", server.description.as_ref());
    insert_map(&mut value, "variables", variables.collect());
    Value::Object(value)
}

/// Sets a field if there is a value.
fn insert_some(object: &mut Map<String, Value>, field: &str, value: Option<impl serde::Serialize>) {
    if let Some(value) = value {
        object.insert(field.to_owned(), json!(value));
    }
}

/// Sets a field if it is true.
fn insert_true(object: &mut Map<String, Value>, field: &str, value: bool) {
    insert_some(object, field, value.then_some(true));
}

/// Sets a field if there are items.
fn insert_list(object: &mut Map<String, Value>, field: &str, items: impl Iterator<Item = Value>) {
    let items: Vec<Value> = items.collect();
    insert_some(object, field, Some(items).filter(|items| !items.is_empty()));
}

/// Sets a field if there are members.
fn insert_map(object: &mut Map<String, Value>, field: &str, members: Map<String, Value>) {
    insert_some(object, field, Some(members).filter(|members| !members.is_empty()));
}
