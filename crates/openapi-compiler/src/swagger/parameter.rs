//! Parameters (Swagger 2.0, "Parameter Object"): those that stay parameters, bodies, and forms.

use serde_json::{Map, Value, json};

use super::{Old, Rewriter, below, copy_except};

const JSON: &str = "application/json";
const MULTIPART: &str = "multipart/form-data";
const URLENCODED: &str = "application/x-www-form-urlencoded";

impl<'a> Rewriter<'a> {
    /// Rewrites a parameter in the path, the query or a header.
    pub(super) fn parameter(&mut self, old: &Old<'a>, new: &str) -> Value {
        if !old.value.is_object() || old.text("$ref").is_some() {
            return self.referring(old, "parameters", new);
        }
        let mut parameter = Map::new();
        let kept = ["name", "in", "description", "required", "allowEmptyValue"];
        for (name, member) in old.members() {
            if kept.contains(&name) {
                parameter.insert(name.to_owned(), member.value.clone());
            }
        }
        let style = self.style(old, new);
        let is_list = old.text("type") == Some("array");
        let is_query = old.text("in") == Some("query");
        match style {
            Some((style, explode)) => {
                parameter.insert("style".to_owned(), json!(style));
                parameter.insert("explode".to_owned(), json!(explode));
            }
            // `csv` is the default.
            None if is_list && is_query => {
                parameter.insert("explode".to_owned(), json!(false));
            }
            None => {}
        }
        parameter.insert("schema".to_owned(), self.own_schema(old, &below(new, "schema")));
        Value::Object(parameter)
    }

    /// The style and `explode` of a `collectionFormat`.
    fn style(&mut self, parameter: &Old<'a>, new: &str) -> Option<(&'static str, bool)> {
        let format = parameter.text("collectionFormat")?;
        let is_list = matches!(parameter.text("in"), Some("query" | "formData"));
        match (format, is_list) {
            ("csv", true) => Some(("form", false)),
            ("csv", false) => Some(("simple", false)),
            ("multi", true) => Some(("form", true)),
            ("ssv", true) => Some(("spaceDelimited", false)),
            ("pipes", true) => Some(("pipeDelimited", false)),
            (other, _) => {
                let message =
                    format!("the `collectionFormat` `{other}` is not supported here; values are separated by commas");
                self.loses(
                    "collection-format",
                    new,
                    message,
                    "use `csv`, or in a query `multi`, `ssv` or `pipes`",
                );
                None
            }
        }
    }

    /// Rewrites a body to a request body.
    pub(super) fn body(&mut self, old: &Old<'a>, new: &str, consumes: &[String]) -> Value {
        let mut body = Map::new();
        copy_except(old, &mut body, &["name", "in", "schema"]);
        let json = [JSON.to_owned()];
        let consumes = if consumes.is_empty() { &json } else { consumes };
        let contents = consumes.iter().map(|media_type| {
            let at = below(&below(new, "content"), media_type);
            let schema = old.get("schema").map(|schema| {
                let at = below(&at, "schema");
                self.origins.moved(&at, &schema.pointer);
                ("schema".to_owned(), self.schema(&schema, &at))
            });
            (media_type.clone(), Value::Object(schema.into_iter().collect()))
        });
        let contents: Map<String, Value> = contents.collect();
        body.insert("content".to_owned(), Value::Object(contents));
        Value::Object(body)
    }

    /// Rewrites the fields of a form to a request body: multipart if it has files, or if that alone is consumed.
    pub(super) fn form(&mut self, fields: &[Old<'a>], new: &str, consumes: &[String]) -> Value {
        let has_file = fields.iter().any(|field| field.text("type") == Some("file"));
        let forms = consumes
            .iter()
            .filter(|own| [MULTIPART, URLENCODED].contains(&own.as_str()));
        let mut media_types: Vec<&str> = forms.map(String::as_str).collect();
        if has_file {
            media_types.retain(|own| *own == MULTIPART);
        }
        if media_types.is_empty() {
            media_types.push(if has_file { MULTIPART } else { URLENCODED });
        }
        let contents: Map<String, Value> = media_types
            .iter()
            .map(|media_type| {
                let at = below(&below(new, "content"), media_type);
                ((*media_type).to_owned(), self.fields(fields, &at))
            })
            .collect();
        let is_required = fields.iter().any(is_required);
        json!({ "required": is_required, "content": contents })
    }

    fn fields(&mut self, fields: &[Old<'a>], new: &str) -> Value {
        let (mut properties, mut encoding) = (Map::new(), Map::new());
        let place = below(&below(new, "schema"), "properties");
        for field in fields {
            let name = field.text("name").unwrap_or_default();
            let mut schema = self.own_schema(field, &below(&place, name));
            if let (Some(schema), Some(description)) = (schema.as_object_mut(), field.value.get("description")) {
                schema.insert("description".to_owned(), description.clone());
            }
            properties.insert(name.to_owned(), schema);
            if field.text("type") == Some("array") {
                let at = below(&place, name);
                let (style, explode) = self.style(field, &at).unwrap_or(("form", false));
                encoding.insert(name.to_owned(), json!({ "style": style, "explode": explode }));
            }
        }
        let required = fields.iter().filter(|field| is_required(field));
        let required: Vec<&str> = required.filter_map(|field| field.text("name")).collect();
        let mut schema = json!({ "type": "object", "properties": properties });
        if !required.is_empty() {
            schema["required"] = json!(required);
        }
        match encoding.is_empty() {
            true => json!({ "schema": schema }),
            false => json!({ "schema": schema, "encoding": encoding }),
        }
    }
}

fn is_required(field: &Old<'_>) -> bool {
    field.value.get("required") == Some(&Value::Bool(true))
}
