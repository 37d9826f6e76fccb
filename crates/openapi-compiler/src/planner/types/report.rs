//! The result for every schema of the description.

use super::Types;
use crate::plan::{RustType, SchemaReport};

impl Types<'_> {
    /// The result for every schema of the description.
    pub fn report(&mut self) -> Vec<SchemaReport> {
        let resolved = self.resolved;
        let schemas = &resolved.description.schemas;
        let mut ids: Vec<_> = schemas.ids().collect();
        ids.sort_by(|a, b| schemas.get(*a).at.cmp(&schemas.get(*b).at));
        ids.into_iter()
            // `additionalProperties: false` is a schema that has no values, and so no type.
            .filter(|source| !schemas.get(*source).schema.types.is_empty())
            .filter_map(|source| {
                let id = resolved.of(source);
                let multipart = self
                    .multipart
                    .iter()
                    .find(|content| content.schema == Some(source) && !self.shapes.contains_key(&id));
                let ty = match multipart.and_then(|content| self.multipart(&content.at)) {
                    Some(multipart) => RustType::Named(multipart),
                    None => {
                        self.shapes.get(&id)?;
                        self.rust_type(id)
                    }
                };
                let untyped = self.untyped.get(&id).cloned();
                Some(SchemaReport {
                    at: schemas.get(source).at.clone(),
                    rust_type: self.print(&ty),
                    untyped,
                })
            })
            .collect()
    }

    /// A type as Rust code in the root of the generated module.
    fn print(&self, ty: &RustType) -> String {
        ty.text(&|ty| match ty {
            RustType::Value => Some("serde_json::Value".to_owned()),
            RustType::Object => Some("serde_json::Map<String, serde_json::Value>".to_owned()),
            RustType::File => Some("openapi_runtime::File".to_owned()),
            RustType::Map(value) => Some(format!("std::collections::BTreeMap<String, {}>", self.print(value))),
            RustType::Named(id) => Some(format!("types::{}", self.names[id.index()])),
            _ => None,
        })
    }
}
