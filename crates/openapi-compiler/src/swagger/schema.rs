//! Schemas (Swagger 2.0, "Schema Object"), and the schemas that parameters, items and headers are ("Items Object").

use serde_json::{Map, Value, json};

use super::{Old, Rewriter, below};

impl<'a> Rewriter<'a> {
    /// Rewrites a schema at its new place.
    pub(super) fn schema(&mut self, old: &Old<'a>, new: &str) -> Value {
        let Some(members) = old.value.as_object() else {
            return old.value.clone();
        };
        let mut schema = Map::new();
        for (name, value) in members {
            let member = Old {
                value,
                pointer: below(&old.pointer, name),
            };
            let at = below(new, name);
            let rewritten = match name.as_str() {
                "$ref" => match value.as_str() {
                    Some(text) => json!(self.reference(text, "definitions", &at)),
                    None => value.clone(),
                },
                "properties" => self.all(&member, &at),
                "additionalProperties" | "not" => self.schema(&member, &at),
                "items" | "allOf" | "anyOf" | "oneOf" => self.some(&member, &at),
                // A property name, whose values are names of definitions.
                "discriminator" if value.is_string() => json!({ "propertyName": value }),
                "x-nullable" if members.get("nullable").is_none() => {
                    self.origins.moved(&below(new, "nullable"), &member.pointer);
                    schema.insert("nullable".to_owned(), value.clone());
                    continue;
                }
                _ => value.clone(),
            };
            schema.insert(name.clone(), rewritten);
        }
        of_file(&mut schema);
        Value::Object(schema)
    }

    fn all(&mut self, old: &Old<'a>, new: &str) -> Value {
        if !old.value.is_object() {
            return old.value.clone();
        }
        let members = old
            .members()
            .map(|(name, member)| (name.to_owned(), self.schema(&member, &below(new, name))));
        Value::Object(members.collect())
    }

    /// A schema or a list of schemas.
    fn some(&mut self, old: &Old<'a>, new: &str) -> Value {
        let Some(items) = old.value.as_array() else {
            return self.schema(old, new);
        };
        let items = items.iter().enumerate().map(|(index, value)| {
            let index = index.to_string();
            let item = Old {
                value,
                pointer: below(&old.pointer, &index),
            };
            self.schema(&item, &below(new, &index))
        });
        items.collect()
    }

    /// The schema that a parameter, an item or a header is: its keywords without its other fields.
    pub(super) fn own_schema(&mut self, old: &Old<'a>, new: &str) -> Value {
        const OTHERS: [&str; 6] = [
            "name",
            "in",
            "description",
            "required",
            "allowEmptyValue",
            "collectionFormat",
        ];
        self.origins.moved(new, &old.pointer);
        let mut schema = Map::new();
        for (name, member) in old.members().filter(|(name, _)| !OTHERS.contains(name)) {
            let value = match name {
                "items" => self.own_schema(&member, &below(new, name)),
                _ => member.value.clone(),
            };
            if name == "items" && member.text("collectionFormat").is_some_and(|format| format != "csv") {
                let message = "the `collectionFormat` of a list within a list is not supported";
                self.loses(
                    "collection-format",
                    &below(new, name),
                    message,
                    "describe a list of strings",
                );
            }
            let name = if name == "x-nullable" { "nullable" } else { name };
            schema.insert(name.to_owned(), value);
        }
        of_file(&mut schema);
        Value::Object(schema)
    }
}

/// A file is a string of bytes in OpenAPI 3.0.
fn of_file(schema: &mut Map<String, Value>) {
    if schema.get("type") == Some(&json!("file")) {
        schema.insert("type".to_owned(), json!("string"));
        schema.insert("format".to_owned(), json!("binary"));
    }
}
