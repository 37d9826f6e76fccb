//! What every schema of the description became.

use super::Types;
use crate::plan::{RustType, SchemaReport};

impl Types<'_> {
    /// What every schema of the description became.
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

    pub(super) fn print(&self, ty: &RustType) -> String {
        match ty {
            RustType::Bool => "bool".to_owned(),
            RustType::I32 => "i32".to_owned(),
            RustType::I64 => "i64".to_owned(),
            RustType::U64 => "u64".to_owned(),
            RustType::F64 => "f64".to_owned(),
            RustType::String => "String".to_owned(),
            RustType::Null => "()".to_owned(),
            RustType::Value => "serde_json::Value".to_owned(),
            RustType::Object => "serde_json::Map<String, serde_json::Value>".to_owned(),
            RustType::File => "openapi_runtime::File".to_owned(),
            RustType::Vec(item) => format!("Vec<{}>", self.print(item)),
            RustType::Map(value) => format!("std::collections::BTreeMap<String, {}>", self.print(value)),
            RustType::Tuple(items) => {
                format!(
                    "({},)",
                    items.iter().map(|item| self.print(item)).collect::<Vec<_>>().join(", ")
                )
            }
            RustType::Nullable(inner) => format!("Option<{}>", self.print(inner)),
            RustType::Boxed(inner) => format!("Box<{}>", self.print(inner)),
            RustType::Named(id) => format!("types::{}", self.names[id.0 as usize]),
        }
    }
}
