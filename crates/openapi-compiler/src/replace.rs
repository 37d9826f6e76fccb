//! Types of the caller's own in the place of those of schemas.

use std::collections::{BTreeMap, HashMap};

use crate::description::Description;
use crate::diagnostic::Diagnostics;
use crate::document::Location;
use crate::rust_path::RustPath;
use crate::schema::SchemaId;

/// Types of the caller's own, by the names of schemas or their JSON pointers.
pub type Replacements = BTreeMap<String, String>;

/// Gives schemas the types of the caller's own. Reports those that there are not.
pub(crate) fn replace(replacements: &Replacements, description: &mut Description, diagnostics: &mut Diagnostics) {
    let mut chosen: HashMap<SchemaId, &str> = HashMap::new();
    for (schema, path) in replacements {
        let at = Location::named(schema);
        let path = match RustPath::parse(path) {
            Ok(path) => path,
            Err(reason) => {
                let message = format!("`{path}` cannot be the type of `{schema}`: {reason}");
                let help = "give `Config::replace` a path such as `crate::Money` or `my_crate::Money`";
                diagnostics.error("invalid-rust-path", &at, message, help);
                continue;
            }
        };
        match find(schema, description) {
            Some(id) => {
                if let Some(other) = chosen.insert(id, schema) {
                    let message = format!("`{schema}` and `{other}` are one schema, which has two types");
                    let help = "give `Config::replace` the type once";
                    diagnostics.error("conflicting-replacements", &at, message, help);
                }
                description.schemas.get_mut(id).schema.rust_type = Some(path);
            }
            None => {
                let message = format!("there is no schema `{schema}` that could have the type `{path}`");
                let help = "give `Config::replace` the name of a schema of the components, or a JSON pointer";
                diagnostics.error("unknown-replacement", &at, message, help);
            }
        }
    }
}

fn find(schema: &str, description: &Description) -> Option<SchemaId> {
    let by_name = description.components.get(schema).copied();
    by_name.or_else(|| description.schemas.at(&description.locate(schema)?))
}
